//! Text -> records with the line and byte where each starts, in append-only chunks. A quote that is never closed costs its record,
//! not the file.

mod cursor;
mod place;

use std::sync::Arc;

use super::dialect::{Dialect, joined};
use super::table::{Chunk, ChunkBuilder, ChunkSize, Flaw};
pub(super) use cursor::{Cursor, Found, boundary};
pub(super) use place::{cell_place, excerpt, excerpt_at, line_and_column};

/// Longest cell, longest record and most columns, in bytes and cells. What is beyond is cut, and said.
pub(super) const CELL: usize = 1 << 20;
pub(super) const RECORD: usize = 2_000_000;
pub(super) const COLUMNS: usize = 16_384;
/// Most lines of one record: a quote that is open for longer is one that is never closed.
const LINES: usize = 1000;

/// The header.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// 1-based line where it starts.
    pub(super) line: u32,
    pub(super) cells: Vec<String>,
    /// The line of units below it; empty where there is none.
    pub(super) units: Vec<String>,
    pub(super) flaws: Vec<Flaw>,
}

/// A text in records.
#[derive(Debug)]
pub(super) struct Split {
    /// The header; `None` where there is no record at all.
    pub(super) header: Option<Header>,
    pub(super) chunks: Vec<Arc<Chunk>>,
    /// Last records that are no records but notes, with their lines.
    pub(super) footers: Vec<(u32, String)>,
    /// Byte at which reading was stopped before the end.
    pub(super) stopped: Option<usize>,
}

/// Splits a text. `shared` are finished chunks of an earlier read of a text that begins as this one does, as far as they
/// reach. `go_on` is asked between chunks, with the byte that was reached.
pub(super) fn split(
    text: &str,
    dialect: &Dialect,
    size: ChunkSize,
    shared: &[Arc<Chunk>],
    go_on: &mut dyn FnMut(usize) -> bool,
) -> Split {
    let mut cursor = Cursor::new(text, dialect.start.0, dialect.start.1, dialect);
    let nothing = || Split { header: None, chunks: Vec::new(), footers: Vec::new(), stopped: None };
    let Some((header, lines)) = read_header(&mut cursor, text, dialect) else { return nothing() };
    let width = header.cells.len();
    if let Some((byte, line)) = shared.last().and_then(|chunk| chunk.end()) {
        cursor = Cursor::new(text, byte, line, dialect);
    }
    let open = ChunkBuilder::new(width, cursor.at);
    let mut writer = Writer { chunks: shared.to_vec(), open, width, size, stopped: None, open_end: false };
    let mut held: Vec<Held> = Vec::new();
    while let Some(record) = cursor.next() {
        if dialect.is_comment(cursor.cell(0), cursor.len()) {
            writer.open.comment(record.line);
            continue;
        }
        let first = writer.is_empty() && held.is_empty();
        if let Some(words) = footer(&cursor, dialect).filter(|_| !first) {
            held.push(Held { record, cells: cursor.cells().map(String::from).collect(), words });
            continue;
        }
        // Notes that records follow are records.
        for Held { record, cells, .. } in held.drain(..) {
            writer.push(record, cells.iter().map(String::as_str), false, go_on);
        }
        let repeats =
            lines.iter().any(|line| line.len() == cursor.len() && line.iter().map(String::as_str).eq(cursor.cells()));
        writer.push(record, cursor.cells(), repeats, go_on);
        if writer.stopped.is_some() {
            break;
        }
    }
    let footers = held.into_iter().map(|held| (held.record.line, held.words)).collect();
    let (chunks, stopped) = writer.finish();
    Split { header: Some(header), chunks, footers, stopped }
}

/// A last record that may be a note below the table.
struct Held {
    record: Found,
    cells: Vec<String>,
    words: String,
}

/// Collects records in chunks.
struct Writer {
    chunks: Vec<Arc<Chunk>>,
    open: ChunkBuilder,
    width: usize,
    size: ChunkSize,
    /// Byte at which reading was stopped.
    stopped: Option<usize>,
    /// Whether more text would change what the records from some one on are: then no chunk is finished.
    open_end: bool,
}

impl Writer {
    fn push<'a>(
        &mut self,
        record: Found,
        cells: impl Iterator<Item = &'a str>,
        repeats: bool,
        go_on: &mut dyn FnMut(usize) -> bool,
    ) {
        if self.stopped.is_some() {
            return;
        }
        if self.open.is_empty() {
            self.open.begin(record.byte);
        } else if self.open.is_full(record.byte, self.size) {
            let full = std::mem::replace(&mut self.open, ChunkBuilder::new(self.width, record.byte));
            let end = (!self.open_end).then_some((record.byte, record.line));
            self.chunks.push(Arc::new(full.finish(end)));
            if !go_on(record.byte) {
                self.stopped = Some(record.byte);
                return;
            }
        }
        self.open_end |= record.open;
        self.open.push(record.byte, record.line, cells, repeats, record.flaw);
    }

    fn is_empty(&self) -> bool {
        self.chunks.is_empty() && self.open.is_empty()
    }

    fn finish(mut self) -> (Vec<Arc<Chunk>>, Option<usize>) {
        if !self.open.is_empty() {
            self.chunks.push(Arc::new(self.open.finish(None)));
        }
        (self.chunks, self.stopped)
    }
}

/// The header and its single lines, or names made up where there is none: then the cursor stays before the first record.
fn read_header(cursor: &mut Cursor<'_>, text: &str, dialect: &Dialect) -> Option<(Header, Vec<Vec<String>>)> {
    let mut lines = Vec::new();
    let mut header = Header { line: dialect.start.1, ..Header::default() };
    while lines.len() < dialect.headers
        && let Some(record) = cursor.next()
    {
        let cells: Vec<String> = cursor.cells().map(String::from).collect();
        if dialect.is_comment(cells.first().map_or("", String::as_str), cells.len()) {
            continue;
        }
        if lines.is_empty() {
            header.line = record.line;
        }
        header.flaws.extend(record.flaw);
        lines.push(cells);
    }
    if dialect.headers == 0 {
        let mut ahead = Cursor::new(text, cursor.at, cursor.line, dialect);
        ahead.next()?;
        header.cells = vec![String::new(); dialect.width.max(ahead.len())];
    } else {
        header.cells = joined(&lines);
        if lines.iter().flatten().all(|cell| cell.trim().is_empty()) && cursor.is_done() {
            return None;
        }
    }
    if dialect.units {
        header.units = lines.last().cloned().unwrap_or_default();
        header.units.resize(header.cells.len(), String::new());
    }
    Some((header, lines))
}

/// Words with which a note below a table begins.
const NOTES: [&str; 14] = [
    "source",
    "note",
    "来源",
    "數據來源",
    "数据来源",
    "注",
    "出典",
    "quelle",
    "©",
    "*",
    "updated",
    "last updated",
    "data:",
    "footnote",
];

/// What a record says, if it can be a note below the table: words in its first cell and nothing beside them.
fn footer(cursor: &Cursor<'_>, dialect: &Dialect) -> Option<String> {
    let width = dialect.width;
    let first = cursor.cell(0).trim();
    if !dialect.guessed || width < 2 || first.is_empty() {
        return None;
    }
    let alone = (1..cursor.len()).all(|at| cursor.cell(at).trim().is_empty());
    // A text with the delimiter in it falls into several cells, yet hardly into as many as a record has.
    if !alone && cursor.len() >= width {
        return None;
    }
    let folded = crate::base::fold(first);
    let word = |start: &str| {
        folded.strip_prefix(start).is_some_and(|rest| {
            start.ends_with(|c: char| !c.is_alphanumeric()) || !rest.starts_with(char::is_alphanumeric)
        })
    };
    let is_note = NOTES.iter().any(|start| word(start));
    let is_words = first.contains([':', '：']) || first.split_whitespace().count() > 3;
    (is_note || (alone && is_words)).then(|| first.to_owned())
}

#[cfg(test)]
mod tests;
