//! Text -> records with the line and byte where each starts, in append-only chunks.

use std::sync::Arc;

use csv::StringRecord;

use super::table::{Chunk, ChunkBuilder};

/// The first record.
#[derive(Debug)]
pub(super) struct Header {
    /// 1-based line where it starts.
    pub(super) line: u32,
    /// Byte where it starts.
    pub(super) byte: usize,
    pub(super) cells: Vec<String>,
    /// The line of units below it; empty where there is none.
    pub(super) units: Vec<String>,
    /// The line above the table that says what it is about.
    pub(super) title: Option<String>,
}

/// A text in records.
#[derive(Debug)]
pub(super) struct Split {
    /// The header; `None` where there is no record at all.
    pub(super) header: Option<Header>,
    pub(super) chunks: Vec<Arc<Chunk>>,
    /// Byte at which reading was stopped before the end.
    pub(super) stopped: Option<usize>,
}

/// The delimiter that the first line shows: a comma unless it has none and another mark stands in it.
pub(super) fn delimiter_of(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |mark: char| line.matches(mark).count();
    let (comma, semicolon, tab) = (count(','), count(';'), count('\t'));
    if tab > comma && tab >= semicolon {
        b'\t'
    } else if semicolon > comma {
        b';'
    } else {
        b','
    }
}

/// Splits a text. `shared` are finished chunks of an earlier read of a text that begins as this one does, as far as they
/// reach. `go_on` is asked between chunks, with the byte that was reached.
pub(super) fn split(text: &str, delimiter: u8, shared: &[Arc<Chunk>], go_on: &mut dyn FnMut(usize) -> bool) -> Split {
    let mut first = Cursor::new(text, 0, 1, delimiter);
    let Some((byte, line)) = first.next() else { return Split { header: None, chunks: Vec::new(), stopped: None } };
    let header =
        Header { line, byte, cells: first.cells.iter().map(String::from).collect(), units: Vec::new(), title: None };
    let width = header.cells.len();
    let resume = shared.last().and_then(|chunk| chunk.end());
    let mut cursor = resume.map_or(first, |(byte, line)| Cursor::new(text, byte, line, delimiter));
    let mut chunks: Vec<Arc<Chunk>> = shared.to_vec();
    let mut open = ChunkBuilder::new(width, cursor.base + cursor.counted);
    let mut stopped = None;
    while let Some((byte, line)) = cursor.next() {
        if open.is_empty() {
            open = ChunkBuilder::new(width, byte);
        } else if open.is_full(byte) {
            let full = std::mem::replace(&mut open, ChunkBuilder::new(width, byte));
            chunks.push(Arc::new(full.finish(Some((byte, line)))));
            if !go_on(byte) {
                stopped = Some(byte);
                break;
            }
        }
        open.push(byte, line, &cursor.cells);
    }
    if !open.is_empty() {
        chunks.push(Arc::new(open.finish(None)));
    }
    Split { header: Some(header), chunks, stopped }
}

/// Records of a text from some byte on.
struct Cursor<'a> {
    bytes: &'a [u8],
    /// Byte of the text where `bytes` starts.
    base: usize,
    reader: csv::Reader<&'a [u8]>,
    cells: StringRecord,
    /// Byte up to which line ends were counted, and the line there.
    counted: usize,
    line: u32,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str, base: usize, line: u32, delimiter: u8) -> Self {
        let bytes = text.get(base..).unwrap_or("").as_bytes();
        let reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
        Self { bytes, base, reader, cells: StringRecord::new(), counted: 0, line }
    }

    /// Reads the next record into `cells`: its byte and line.
    fn next(&mut self) -> Option<(usize, u32)> {
        if !matches!(self.reader.read_record(&mut self.cells), Ok(true)) {
            return None;
        }
        let mut start = self.cells.position().map_or(self.counted, |at| at.byte() as usize);
        while self.bytes.get(start).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            start += 1;
        }
        self.line = self.line.saturating_add(line_ends(self.bytes, self.counted, start));
        self.counted = start;
        Some((self.base + start, self.line))
    }
}

/// LF, CRLF and lone CR each end one line.
fn line_ends(bytes: &[u8], from: usize, to: usize) -> u32 {
    let ends = (from..to).filter(|&at| match bytes.get(at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    u32::try_from(ends.count()).unwrap_or(u32::MAX)
}

/// Lines after the record's first, and 1-based character column, where a cell of the record at `byte` starts.
pub(super) fn cell_place(text: &str, byte: usize, cell: usize, delimiter: u8) -> (u32, u32) {
    let (mut lines, mut column, mut seen) = (0, 1, 0);
    let (mut quoted, mut at_start) = (false, true);
    let mut chars = text.get(byte..).unwrap_or("").chars().peekable();
    while seen < cell {
        let Some(c) = chars.next() else { break };
        column += 1;
        match c {
            // A quote opens a cell at its start only; inside, a second one closes it, or stands for itself.
            '"' if quoted || at_start => (quoted, at_start) = (!quoted, quoted),
            '\r' if quoted && chars.peek() == Some(&'\n') => {}
            '\n' | '\r' if quoted => (lines, column) = (lines + 1, 1),
            '\n' | '\r' => break,
            c if !quoted && c == char::from(delimiter) => (seen, at_start) = (seen + 1, true),
            _ => at_start = false,
        }
    }
    (lines, column)
}

/// Whether the text ends inside a quoted cell that opened in the last record, which starts at `byte`.
pub(super) fn ends_inside_quote(text: &str, byte: usize, delimiter: u8) -> bool {
    let (mut quoted, mut at_start) = (false, true);
    for c in text.get(byte..).unwrap_or("").chars() {
        match c {
            '"' if quoted || at_start => (quoted, at_start) = (!quoted, quoted),
            c if !quoted => at_start = c == char::from(delimiter) || c == '\n' || c == '\r',
            _ => {}
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str, shared: &[Arc<Chunk>]) -> Vec<Arc<Chunk>> {
        split(text, b',', shared, &mut |_| true).chunks
    }

    #[test]
    fn lines_count_in_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["h,h", "a,b", "1,2", "", "\"x", "y\",4", "5,6"].join(end);
            let chunks = whole(&text, &[]);
            let lines: Vec<u32> = chunks.iter().flat_map(|c| (0..c.rows()).map(|row| c.line(row))).collect();
            assert_eq!(lines, [2, 3, 5, 7], "{end:?}");
            assert_eq!(chunks[0].row_at(6), Some(2), "{end:?}");
        }
    }

    #[test]
    fn an_append_shares_full_chunks() {
        let old = (0..10_000).map(|n| format!("{n},x\n")).collect::<Vec<_>>().concat();
        let first = whole(&old, &[]);
        let full: Vec<_> = first.iter().filter(|chunk| chunk.end().is_some()).cloned().collect();
        assert_eq!(full.len(), 2);
        let second = whole(&format!("{old}7,y\n"), &full);
        assert!(first.iter().zip(&second).take(2).all(|(old, new)| Arc::ptr_eq(old, new)));
        assert_eq!(second.iter().map(|c| c.rows()).sum::<usize>(), 10_000);
        let last = second.last().expect("a chunk");
        assert_eq!((last.line(last.rows() - 1), last.cell(last.rows() - 1, 1)), (10_001, "y"));
    }

    #[test]
    fn places_and_open_quotes() {
        assert_eq!(cell_place("豆包,\"a,b\",5\n", 0, 2, b','), (0, 10));
        assert_eq!(cell_place("5\" disk,\"a\r\nb\",5\n", 0, 2, b','), (1, 4));
        assert!(ends_inside_quote("a,\"b\n", 0, b','));
        assert!(!ends_inside_quote("a,\"b\"\n", 0, b','));
    }
}
