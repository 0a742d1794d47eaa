//! What is printed without reading any data: example, keys, man page, completions.

use std::fmt::Write as _;
use std::io::{Error, ErrorKind, Write as _};
use std::process::ExitCode;

use clap::CommandFactory;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::{Errno, write};

use super::args::Args;
use crate::base::{ACTIONS, Repertoire, drawable, pad_right, parse_keys};

/// A CSV to start from: each line shows one way in which figures are said.
pub(super) const EXAMPLE: &str = include_str!("example.csv");

/// Writes to standard output. It may be shared with a program that has set it to never wait (`ssh`, `node`): then it is waited for here.
pub(super) fn print(bytes: &[u8]) -> color_eyre::Result<ExitCode> {
    let (out, mut left) = (std::io::stdout().lock(), bytes);
    while !left.is_empty() {
        match write(&out, left) {
            Ok(0) => return Err(Error::from(ErrorKind::WriteZero).into()),
            Ok(written) => left = left.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => match poll(&mut [PollFd::new(&out, PollFlags::OUT)], None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(Error::from(error).into()),
            },
            Err(error) => return Err(Error::from(error).into()),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// All keys by group, from the one action table.
pub(super) fn keys(repertoire: Repertoire) -> String {
    let shown = |script: &str| match parse_keys(script) {
        Ok(keys) => keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        Err(_) => script.to_owned(),
    };
    let mut out = String::new();
    let mut group = None;
    for info in ACTIONS {
        if group != Some(info.group) {
            group = Some(info.group);
            let gap = if out.is_empty() { "" } else { "\n" };
            let _ = writeln!(out, "{gap}{}", info.group.title());
        }
        let keys = info.keys.iter().map(|script| shown(script)).collect::<Vec<_>>().join(", ");
        let _ =
            writeln!(out, "  {} {} {}", pad_right(&keys, 18), pad_right(info.name, 18), drawable(info.doc, repertoire));
    }
    out.push_str("\nRemap them in config.toml: [keys] reload = [\"R\", \"f5\"]; [] unbinds.\n");
    out
}

/// The man page in roff.
pub(super) fn man() -> color_eyre::Result<ExitCode> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Args::command()).render(&mut page)?;
    writeln!(page, ".SH KEYS\n.nf")?;
    for line in keys(Repertoire::Unicode).lines() {
        // A leading dot or quote would be a roff command.
        writeln!(page, "\\&{}", line.replace('\\', "\\e").replace('-', "\\-"))?;
    }
    writeln!(page, ".fi")?;
    print(&page)
}

/// Completions for a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> color_eyre::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "bellwether", &mut script);
    print(&script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_listed_with_its_name() {
        let text = keys(Repertoire::Ascii);
        assert!(text.is_ascii());
        for info in ACTIONS {
            assert!(text.contains(info.name), "{} is missing", info.name);
        }
    }

    #[test]
    fn the_example_has_a_header_and_ten_rows() {
        assert_eq!(EXAMPLE.lines().count(), 11);
    }
}
