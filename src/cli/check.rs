//! check: the problems of the config and the data files, in the manner of a compiler.

mod claims;
mod excerpt;
mod report;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use report::{as_json, as_text, counts};

use super::UNREADABLE;
use super::args::{Args, CheckArgs, CheckFormat};
use super::documents::print;
use crate::app::World;
use crate::base::{Diagnostic, Repertoire, Safe, Severity, drawable};
use crate::board::{Lens, plan};
use crate::shell::{self, RunOptions};

/// Prints the problems; exit 0 for none or notes only, 1 for an error or warning, 2 where something cannot be read.
pub(super) fn check(args: &Args, check: &CheckArgs) -> color_eyre::Result<ExitCode> {
    let options = args.options(&check.files);
    let repertoire = args.repertoire();
    let early = if check.format == CheckFormat::Text { print_early(&options, repertoire)? } else { BTreeSet::new() };
    let worlds = load_each(&options);
    let mut diagnostics = problems_of(&worlds);
    if check.files.is_empty() {
        diagnostics.extend(homeless_pages(&worlds));
    }
    let stated = if check.claims { claims::found(&worlds) } else { claims::Stated::default() };
    diagnostics.extend(stated.differing);
    let unreadable = diagnostics.iter().any(|d| CANNOT_BE_READ.contains(&d.code));
    let explained = if check.explain { explanation(&worlds, repertoire) } else { String::new() };
    let text = match check.format {
        CheckFormat::Text => {
            let left: Vec<Diagnostic> = diagnostics.iter().filter(|d| !early.contains(&key(d))).cloned().collect();
            let summary: String = stated.summary.lines().map(|line| said(line, repertoire) + "\n").collect();
            explained + &as_text(&left, &data_files(&worlds), repertoire) + &counts(&diagnostics) + &summary
        }
        CheckFormat::Json => json_escaped(&as_json(&diagnostics)),
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

/// Where a problem is, and which.
type ProblemKey = (Option<Arc<str>>, Option<u32>, &'static str);

fn key(problem: &Diagnostic) -> ProblemKey {
    (problem.place.file.clone(), problem.place.line, problem.code)
}

/// Prints what the beginnings of large files tell, at once: reading them whole takes long. What was printed.
fn print_early(options: &RunOptions, repertoire: Repertoire) -> color_eyre::Result<BTreeSet<ProblemKey>> {
    let (mut said, mut printed) = (BTreeSet::new(), Ok(ExitCode::SUCCESS));
    shell::glance(options, &mut |problems| {
        let new: Vec<Diagnostic> = problems.into_iter().filter(|problem| said.insert(key(problem))).collect();
        if printed.is_ok() && !new.is_empty() {
            let files = new.iter().filter_map(|problem| problem.place.file.clone()).collect();
            printed = print(as_text(&new, &files, repertoire).as_bytes());
        }
    });
    printed.map(|_| said)
}

/// What was found in config, data and board, each problem once.
fn problems_of(worlds: &[World]) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut said = BTreeSet::new();
    for world in worlds {
        let of_board = if world.nothing.is_none() { board_of(world) } else { Vec::new() };
        let others = world.others.values().flat_map(|other| other.dataset.diagnostics());
        let found = world.config_diagnostics.iter().chain(&world.nothing).chain(world.dataset.diagnostics());
        for diagnostic in found.chain(others).chain(&of_board) {
            let place = &diagnostic.place;
            if said.insert((place.file.clone(), place.line, place.col, diagnostic.code, diagnostic.message.clone())) {
                diagnostics.push(diagnostic.clone());
            }
        }
    }
    diagnostics
}

/// How each choice of files was read, one sentence a line, below its name where there are several.
fn explanation(worlds: &[World], repertoire: Repertoire) -> String {
    let mut out = String::new();
    for world in worlds {
        let indent = if worlds.len() > 1 {
            let _ = writeln!(out, "{}", said(world.open_name(), repertoire));
            "    "
        } else {
            ""
        };
        for line in world.dataset.explanation() {
            let _ = writeln!(out, "{indent}{}", said(&line, repertoire));
        }
    }
    out
}

/// Files that were read as data.
fn data_files(worlds: &[World]) -> BTreeSet<Arc<str>> {
    let datasets = worlds
        .iter()
        .flat_map(|world| std::iter::once(&world.dataset).chain(world.others.values().map(|o| &o.dataset)));
    datasets.flat_map(|dataset| dataset.files().iter().cloned()).collect()
}

/// Every choice of data files loaded on its own.
fn load_each(options: &RunOptions) -> Vec<World> {
    let mut first = Some(shell::load_once(options));
    let Some((open, entries)) = first.as_ref().map(|first| (first.open, first.entries.clone())) else {
        return Vec::new();
    };
    if entries.is_empty() {
        return first.into_iter().collect();
    }
    let own = |name: &str| RunOptions { files: vec![name.to_owned()], ..options.clone() };
    let each = entries.iter().enumerate();
    each.map(|(at, entry)| {
        let loaded = first.take_if(|_| open == Some(at));
        loaded.unwrap_or_else(|| shell::load_once(&own(&entry.name)))
    })
    .collect()
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
pub(super) fn sentence(diagnostic: &Diagnostic, repertoire: Repertoire) -> String {
    let place = diagnostic.place.to_string();
    let mut out = if place.is_empty() { String::new() } else { format!("{}: ", said(&place, repertoire)) };
    let _ = write!(out, "{}", said(&diagnostic.message, repertoire));
    if let Some(help) = &diagnostic.help {
        let _ = write!(out, ". {}", said(help, repertoire));
    }
    out
}

/// Data may hold anything; what is printed commands no terminal, and where the locale is not UTF-8 it is ASCII.
pub(super) fn said(text: &str, repertoire: Repertoire) -> String {
    drawable(text, repertoire)
}

/// JSON in which every character that a terminal would not show is written as an escape: it can stand in strings only.
pub(super) fn json_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letter = [0; 4];
    for c in text.chars() {
        let ascii = c.is_ascii() && c != '\x7f';
        if ascii || Safe::is_safe(c.encode_utf8(&mut letter), Repertoire::Unicode) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}
