//! Programs and sequences outside the board: $EDITOR, the clipboard.

use std::fs::File;
use std::path::Path;
use std::process::Command;

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;
use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, kill_process, waitpid};

use super::guest::Guest;
use super::{jobs, tty, var};

/// Most bytes that terminals are known to take into their clipboard.
const MOST: usize = 74_000;

/// The sequence that puts text on the viewer's clipboard.
///
/// # Errors
/// A sentence, if the text is too long.
pub(super) fn copy(text: &str) -> Result<Vec<u8>, String> {
    if text.len() > MOST {
        return Err(format!("Not copied: {} bytes are more than terminals take ({MOST})", text.len()));
    }
    let mut sequence = String::new();
    CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence).map_err(|error| error.to_string())?;
    Ok(sequence.into_bytes())
}

/// Runs the viewer's editor on the terminal, at a line, and waits for it.
///
/// # Errors
/// A sentence, if there is none or it could not be run.
#[expect(clippy::disallowed_methods, reason = "the one process that is ever started, on the viewer's wish")]
pub(super) fn edit(terminal: &Path, file: &str, line: u32, guest: &Guest) -> Result<String, String> {
    let named = ["VISUAL", "EDITOR"].iter().filter_map(|name| var(name)).find(|value| !value.trim().is_empty());
    let Some(named) = named else { return Err(String::from("No editor: set VISUAL or EDITOR")) };
    let mut words = named.split_whitespace();
    let Some(program) = words.next() else { return Err(String::from("No editor: set VISUAL or EDITOR")) };
    // A name that looks like an option must not become one.
    let file = if file.starts_with(['-', '+']) { format!("./{file}") } else { file.to_owned() };
    let open = |flags| tty::reopen(terminal, flags).map(File::from).map_err(|error| format!("No terminal: {error}"));
    let mut command = Command::new(program);
    command.args(words).arg(format!("+{line}")).arg(&file);
    command.stdin(open(OFlags::RDONLY)?).stdout(open(OFlags::WRONLY)?).stderr(open(OFlags::WRONLY)?);
    let pid = guest.comes(|| command.spawn()).map_err(|error| format!("{program} could not be started: {error}"))?;
    let end = end_of(pid);
    guest.leaves();
    let end = end.map_err(|error| format!("{program} could not be waited for: {error}"))?;
    match (end.exit_status(), end.terminating_signal()) {
        (Some(0), _) => Ok(format!("Back from {program}")),
        (Some(code), _) => Err(format!("{program} ended with exit code {code}")),
        (None, signal) => Err(format!("{program} was ended by signal {}", signal.unwrap_or_default())),
    }
}

/// Waits for a program that has the terminal. Where it is stopped, so are we: the shell waits for us, and continues both.
fn end_of(pid: Pid) -> Result<WaitStatus, Errno> {
    loop {
        match waitpid(Some(pid), WaitOptions::UNTRACED) {
            Ok(Some((_, status))) if status.stopped() => {
                jobs::stop();
                let _ = kill_process(pid, Signal::CONT);
            }
            Ok(Some((_, status))) => return Ok(status),
            Ok(None) | Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clipboard_gets_base64_and_never_too_much() {
        let sequence = String::from_utf8(copy("48.39M").unwrap()).unwrap();
        assert!(sequence.starts_with("\x1b]52;c;NDguMzlN"), "{sequence:?}");
        assert!(copy(&"x".repeat(MOST + 1)).is_err());
    }
}
