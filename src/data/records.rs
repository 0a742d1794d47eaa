//! Text -> records with the line and byte where each starts, in append-only chunks.

use std::sync::Arc;

use csv::StringRecord;

/// Records in one chunk: large enough to make sharing cheap, small enough that an append copies little.
const CHUNK: usize = 4096;

/// One record.
#[derive(Debug)]
pub(super) struct Record {
    /// 1-based line where it starts.
    pub(super) line: u32,
    /// Byte of the decoded text where it starts.
    pub(super) byte: usize,
    pub(super) cells: StringRecord,
}

/// Up to [`CHUNK`] records.
pub(super) type Chunk = Arc<Vec<Record>>;

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

/// Splits a text. `shared` are full chunks of an earlier read of a text that this one begins with.
pub(super) fn split(text: &str, delimiter: u8, shared: &[Chunk]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = shared.iter().filter(|chunk| chunk.len() == CHUNK).cloned().collect();
    // The last full chunk is read again from its start: its last record may have gone on in the new text.
    let resume = chunks.pop().and_then(|chunk| chunk.first().map(|record| (record.byte, record.line)));
    let (base, mut line) = resume.unwrap_or((0, 1));
    let rest = text.get(base..).unwrap_or("");
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(rest.as_bytes());
    let bytes = rest.as_bytes();
    let mut counted = 0;
    let mut open = Vec::with_capacity(64);
    let mut cells = StringRecord::new();
    while matches!(reader.read_record(&mut cells), Ok(true)) {
        let mut start = cells.position().map_or(counted, |at| at.byte() as usize);
        while bytes.get(start).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            start += 1;
        }
        line += line_ends(bytes, counted, start);
        counted = start;
        open.push(Record { line, byte: base + start, cells: std::mem::take(&mut cells) });
        if open.len() == CHUNK {
            chunks.push(Arc::new(std::mem::take(&mut open)));
        }
    }
    if !open.is_empty() {
        chunks.push(Arc::new(open));
    }
    chunks
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

/// 1-based line offset and character column where a cell of the record at `byte` starts.
pub(super) fn cell_place(text: &str, byte: usize, cell: usize, delimiter: u8) -> (u32, u32) {
    let (mut lines, mut column, mut seen, mut quoted) = (0, 1, 0, false);
    for c in text.get(byte..).unwrap_or("").chars() {
        if seen == cell {
            break;
        }
        column += 1;
        match c {
            '"' => quoted = !quoted,
            '\n' if quoted => (lines, column) = (lines + 1, 1),
            '\n' | '\r' if !quoted => break,
            c if !quoted && c == char::from(delimiter) => seen += 1,
            _ => {}
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

    #[test]
    fn lines_count_in_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "\"x", "y\",4", "5,6"].join(end);
            let lines: Vec<u32> = split(&text, b',', &[]).iter().flat_map(|c| c.iter().map(|r| r.line)).collect();
            assert_eq!(lines, [1, 2, 4, 6], "{end:?}");
        }
    }

    #[test]
    fn an_append_shares_full_chunks() {
        let old = (0..CHUNK * 2 + 5).map(|n| format!("{n},x\n")).collect::<Vec<_>>().concat();
        let first = split(&old, b',', &[]);
        let grown = format!("{old}7,y\n");
        let second = split(&grown, b',', &first);
        assert!(Arc::ptr_eq(&first[0], &second[0]));
        assert_eq!(second.iter().map(|c| c.len()).sum::<usize>(), CHUNK * 2 + 6);
        assert_eq!(second.last().and_then(|c| c.last()).map(|r| r.line), Some(CHUNK as u32 * 2 + 6));
    }

    #[test]
    fn places_and_open_quotes() {
        assert_eq!(cell_place("豆包,\"a,b\",5\n", 0, 2, b','), (0, 10));
        assert!(ends_inside_quote("a,\"b\n", 0, b','));
        assert!(!ends_inside_quote("a,\"b\"\n", 0, b','));
    }
}
