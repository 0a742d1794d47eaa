//! The files that can be opened, for the picker.

use std::collections::BTreeMap;

use super::clock::day_and_minute;
use super::expand::Choice;
use super::whole::{read_whole, stamp};
use crate::app::Entry;
use crate::board::{Checked, Sources};
use crate::data::{FileBytes, read};

/// Lines of the preview.
const PREVIEW: usize = 12;
/// Only files up to this size are looked into for the picker; it must open at once.
const LARGEST: u64 = 8 << 20;

/// What is known of a choice without opening it.
pub(super) fn entry(choice: &Choice) -> Entry {
    let stamps: Vec<_> = choice.paths.iter().filter_map(|path| stamp(path)).collect();
    Entry {
        name: choice.name.clone(),
        bytes: stamps.iter().map(|stamp| stamp.size).sum(),
        modified: stamps.iter().map(super::whole::Stamp::modified).max().map(day_and_minute).unwrap_or_default(),
        ..Entry::default()
    }
}

/// The same with rows, fit and first lines.
pub(super) fn looked_at(choice: &Choice, config: Option<&Checked>) -> Entry {
    let mut entry = entry(choice);
    if entry.bytes > LARGEST {
        entry.fit = String::from("too large to preview");
        return entry;
    }
    let mut files = Vec::new();
    for path in choice.paths.iter().filter(|path| path.as_os_str() != "-") {
        if let Ok(whole) = read_whole(path) {
            let name = path.to_string_lossy();
            files.push(FileBytes { name: name.into(), bytes: whole.bytes, may_grow: false });
        } else {
            entry.fit = String::from("cannot be read");
            return entry;
        }
    }
    let options = config.map(|config| config.read_options(&choice.name)).unwrap_or_default();
    let dataset = read(&files, &options, None);
    entry.rows = Some(dataset.rows());
    let missing = dataset.diagnostics().iter().find(|problem| {
        matches!(problem.code, "unknown-columns" | "binary-file" | "empty-file" | "no-rows" | "unclosed-quote")
    });
    entry.fit = if let Some(problem) = missing {
        problem.message.clone()
    } else {
        let sources = Sources { open: &dataset, name: &choice.name, others: BTreeMap::new() };
        let pages = config.map(|config| config.fitting(&sources)).unwrap_or_default();
        if pages.is_empty() { String::from("board planned from it") } else { pages.join(", ") }
    };
    entry.preview = files
        .iter()
        .flat_map(|file| {
            let start = file.bytes.get(..file.bytes.len().min(64 << 10)).unwrap_or_default();
            String::from_utf8_lossy(start).lines().take(PREVIEW).map(str::to_owned).collect::<Vec<_>>()
        })
        .take(PREVIEW)
        .collect();
    entry
}
