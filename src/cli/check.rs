//! check: the problems of the config and the data files, in the manner of a compiler.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::ExitCode;

use serde_json::json;

use super::UNREADABLE;
use super::args::{Args, CheckArgs, CheckFormat};
use super::documents::print;
use crate::app::World;
use crate::base::{Diagnostic, Repertoire, Safe, Severity};
use crate::board::{Lens, plan};
use crate::shell::{self, RunOptions};

/// Problems like this one that are printed before the rest is only counted.
const ALIKE: usize = 20;

/// Prints the problems; exit 0 for none or notes only, 1 for an error or warning, 2 where something cannot be read.
pub(super) fn check(args: &Args, check: &CheckArgs) -> color_eyre::Result<ExitCode> {
    let worlds = load_each(&args.options(&check.files));
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut said = BTreeSet::new();
    let mut explained = String::new();
    for world in &worlds {
        let of_board = if world.nothing.is_none() { board_of(world) } else { Vec::new() };
        let others = world.others.values().flat_map(|other| other.dataset.diagnostics());
        let found = world.config_diagnostics.iter().chain(&world.nothing).chain(world.dataset.diagnostics());
        for diagnostic in found.chain(others).chain(&of_board) {
            let place = &diagnostic.place;
            if said.insert((place.file.clone(), place.line, place.col, diagnostic.code, diagnostic.message.clone())) {
                diagnostics.push(diagnostic.clone());
            }
        }
        if check.explain {
            for line in world.dataset.explanation() {
                let _ = writeln!(explained, "{}: {}", safe(world.open_name()), safe(&line));
            }
        }
    }
    if check.files.is_empty() {
        diagnostics.extend(homeless_pages(&worlds));
    }
    let unreadable = diagnostics.iter().any(|d| CANNOT_BE_READ.contains(&d.code));
    let text = match check.format {
        CheckFormat::Text => explained + &as_text(&diagnostics),
        CheckFormat::Json => as_json(&diagnostics),
    };
    print(text.as_bytes())?;
    Ok(if unreadable {
        ExitCode::from(UNREADABLE)
    } else if diagnostics.iter().any(|d| d.severity > Severity::Note) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

/// Every choice of data files loaded on its own.
fn load_each(options: &RunOptions) -> Vec<World> {
    let first = shell::load_once(options);
    let rest: Vec<RunOptions> = first
        .entries
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != first.open)
        .map(|(_, entry)| RunOptions { files: vec![entry.name.clone()], ..options.clone() })
        .collect();
    std::iter::once(first).chain(rest.iter().map(shell::load_once)).collect()
}

/// Codes of an input that could not be read at all, as against one that was read and has errors.
const CANNOT_BE_READ: [&str; 7] =
    ["toml-syntax", "config-unreadable", "missing-file", "unreadable-file", "being-written", "binary-file", "no-data"];

/// What of the config's board finds nothing in its data: the pages that are shown for the open file.
fn board_of(world: &World) -> Vec<Diagnostic> {
    plan(&world.config, &world.sources(), &Lens::default()).diagnostics
}

/// What is wrong with the pages of the config that no data file fits.
fn homeless_pages(worlds: &[World]) -> Vec<Diagnostic> {
    let Some(first) = worlds.iter().find(|world| world.planned.is_none() && world.nothing.is_none()) else {
        return Vec::new();
    };
    let fitting: Vec<&str> = worlds.iter().flat_map(|world| first.config.fitting(&world.sources())).collect();
    let mut left = (*first.config).clone();
    left.pages.retain(|page| !fitting.contains(&page.name.as_str()));
    if left.pages.is_empty() || left.pages.len() == first.config.pages.len() {
        return Vec::new();
    }
    plan(&left, &first.sources(), &Lens::default()).diagnostics
}

/// `file:line:col: code: message`, then the help, as one sentence for standard error.
pub(super) fn sentence(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place.to_string();
    let mut out = if place.is_empty() { String::new() } else { format!("{}: ", safe(&place)) };
    let _ = write!(out, "{}", safe(&diagnostic.message));
    if let Some(help) = &diagnostic.help {
        let _ = write!(out, ". {}", safe(help));
    }
    out
}

fn as_text(diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    let mut counts = [0usize; 3];
    let mut alike: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        counts[diagnostic.severity as usize] += 1;
        let file = diagnostic.place.file.as_deref().unwrap_or("").to_owned();
        let seen = alike.entry((diagnostic.code, file)).or_insert(0);
        *seen += 1;
        if *seen > ALIKE {
            continue;
        }
        let place = safe(&diagnostic.place.to_string());
        let at = if place.is_empty() { String::new() } else { format!("{place}: ") };
        let severity = match diagnostic.severity {
            Severity::Error => "",
            Severity::Warning => "warning: ",
            Severity::Note => "note: ",
        };
        let _ = writeln!(out, "{at}{severity}{}: {}", diagnostic.code, safe(&diagnostic.message));
        if let Some(help) = &diagnostic.help {
            let _ = writeln!(out, "    help: {}", safe(help));
        }
    }
    for ((code, file), seen) in &alike {
        if *seen > ALIKE {
            let _ = writeln!(out, "{}: {code}: {} more like these", safe(file), seen - ALIKE);
        }
    }
    let [notes, warnings, errors] = counts;
    if errors + warnings + notes == 0 {
        out.push_str("no problems\n");
    } else {
        let _ = writeln!(out, "{}, {}, {}", some(errors, "error"), some(warnings, "warning"), some(notes, "note"));
    }
    out
}

fn some(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

fn as_json(diagnostics: &[Diagnostic]) -> String {
    let list: Vec<_> = diagnostics
        .iter()
        .map(|d| {
            json!({
                "code": d.code,
                "severity": d.severity.as_str(),
                "file": d.place.file.as_deref(),
                "line": d.place.line,
                "col": d.place.col,
                "column": d.place.column.as_deref(),
                "text": d.text.as_deref(),
                "message": d.message,
                "help": d.help,
            })
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&list).unwrap_or_else(|_| String::from("[]"));
    text.push('\n');
    text
}

/// Data may hold anything; what is printed commands no terminal.
fn safe(text: &str) -> String {
    Safe::new(text, Repertoire::Unicode).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Place;

    fn problem(line: u32) -> Diagnostic {
        let place = Place { file: Some("x.csv".into()), line: Some(line), col: Some(4), column: Some("value".into()) };
        Diagnostic::error("two-amounts", "two amounts in \"40%或50%\"").at(place).with_help("Write 40%-50% or two rows")
    }

    #[test]
    fn a_problem_reads_like_a_compiler_s() {
        let text = as_text(&[problem(17)]);
        assert!(
            text.starts_with("x.csv:17:4: two-amounts: two amounts in \"40%或50%\"\n    help: Write 40%-50%"),
            "{text}"
        );
        assert!(text.ends_with("1 error, 0 warnings, 0 notes\n"), "{text}");
    }

    #[test]
    fn many_alike_are_counted() {
        let many: Vec<_> = (1..=50).map(problem).collect();
        let text = as_text(&many);
        assert!(text.contains("x.csv: two-amounts: 30 more like these"), "{text}");
        assert!(text.contains("50 errors"), "{text}");
    }

    #[test]
    fn json_has_every_field() {
        let list: serde_json::Value = serde_json::from_str(&as_json(&[problem(17)])).expect("valid JSON");
        assert_eq!(list[0]["line"], 17);
        assert_eq!(list[0]["column"], "value");
        assert!(list[0]["text"].is_null());
    }
}
