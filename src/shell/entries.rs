//! The files that can be opened, for the picker.

use std::collections::BTreeMap;

use super::clock::day_and_minute;
use super::expand::Choice;
use super::whole::{read_whole, stamp};
use crate::app::Entry;
use crate::board::{Checked, Sources};
use crate::data::{Dataset, FileBytes, read};

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
    entry.preview = preview(&files, &dataset);
    entry
}

/// The first lines as they are written; the cells, where the file is packed or in another encoding.
fn preview(files: &[FileBytes], dataset: &Dataset) -> Vec<String> {
    let starts = files.iter().map(|file| file.bytes.get(..file.bytes.len().min(64 << 10)).unwrap_or_default());
    let texts: Vec<&str> = starts.clone().filter_map(text).collect();
    if texts.len() == files.len() {
        let lines = texts.into_iter().flat_map(|text| text.lines().take(PREVIEW)).take(PREVIEW);
        return lines.map(str::to_owned).collect();
    }
    let header = dataset.headers().iter().map(|header| &**header).collect::<Vec<_>>().join(",");
    let rows = (0..dataset.rows()).map(|row| dataset.row(row).cells.join(","));
    std::iter::once(header).chain(rows).take(PREVIEW).collect()
}

/// The bytes as text, if they are UTF-8; a character may be cut at the end.
fn text(bytes: &[u8]) -> Option<&str> {
    let whole = match std::str::from_utf8(bytes) {
        Ok(text) => return Some(text).filter(|text| !text.contains('\0')),
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Err(_) => return None,
    };
    bytes.get(..whole).and_then(|bytes| std::str::from_utf8(bytes).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_shows_cells_where_the_lines_are_no_text() {
        let shown = |bytes: &[u8]| {
            let files = [FileBytes { name: "a.csv".into(), bytes: bytes.into(), may_grow: false }];
            preview(&files, &read(&files, &crate::data::ReadOptions::default(), None))
        };
        let (gb18030, _, _) = encoding_rs::GB18030.encode("主体,指标,时间,数值\n豆包,月活,2024,5\n");
        assert_eq!(shown(&gb18030)[1], "豆包,月活,2024,5");
        assert_eq!(shown("a;b\n1;é\n".as_bytes()), ["a;b", "1;é"]);
        assert_eq!(text("é".as_bytes().get(..1).unwrap_or_default()), Some(""));
    }
}
