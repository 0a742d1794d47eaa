//! Text -> records with the line and byte where each starts, in append-only chunks. A quote that is never closed costs its record,
//! not the file.

use std::sync::Arc;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::dialect::{Dialect, joined};
use super::table::{Chunk, ChunkBuilder, ChunkSize, Flaw};
use crate::base::Excerpt;

/// Longest cell, longest record and most columns, in bytes and cells. What is beyond is cut, and said.
pub(super) const CELL: usize = 1 << 20;
pub(super) const RECORD: usize = 2_000_000;
pub(super) const COLUMNS: usize = 16_384;
/// Characters of a line that an excerpt shows.
const EXCERPT: usize = 200;

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
        if lines.is_empty() {
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
    let is_note = NOTES.iter().any(|start| folded.starts_with(start));
    let is_words = first.contains([':', '：']) || first.split_whitespace().count() > 3;
    (is_note || (alone && is_words)).then(|| first.to_owned())
}

/// One record as it was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// Byte of the text where it starts.
    pub(super) byte: usize,
    /// 1-based line there.
    pub(super) line: u32,
    pub(super) flaw: Option<Flaw>,
    /// Whether it would be another record if the text went on: a quote is open to its end.
    pub(super) open: bool,
}

/// Records of a text from some byte on.
pub(super) struct Cursor<'a> {
    text: &'a str,
    /// Byte that was reached, and the line there.
    at: usize,
    line: u32,
    dialect: &'a Dialect,
    reader: Reader,
    /// The cells of the last record, one behind the other, and where each ends.
    cells: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
}

/// How reading one record ended.
enum End {
    Record,
    /// No record is left.
    Text,
    /// The record is longer than it may be.
    Full,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, at: usize, line: u32, dialect: &'a Dialect) -> Self {
        Self { text, at, line, dialect, reader: reader(dialect), cells: vec![0; 4096], ends: vec![0; 64], count: 0 }
    }

    /// Number of cells of the last record.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// A cell of the last record.
    pub(super) fn cell(&self, at: usize) -> &str {
        if at >= self.count {
            return "";
        }
        let end = |at: usize| self.ends.get(at).copied().unwrap_or(0);
        let start = at.checked_sub(1).map_or(0, end);
        // Cells are cut at ASCII marks only: what is between them is text.
        self.cells.get(start..end(at)).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }

    /// The cells of the last record.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.count).map(|at| self.cell(at))
    }

    /// Reads the next record into the cells.
    pub(super) fn next(&mut self) -> Option<Found> {
        self.skip_line_ends();
        let (byte, line) = (self.at, self.line);
        let end = self.read();
        if matches!(end, End::Text) {
            return None;
        }
        let raw = self.text.as_bytes().get(byte..self.at).unwrap_or_default();
        let lines = line_ends(raw);
        let to_the_end = self.at >= self.text.len();
        let inner = lines > u32::from(raw.ends_with(b"\n") || raw.ends_with(b"\r"));
        let flaw = if inner && self.swallowed(byte, matches!(end, End::Full)) {
            self.line_alone(byte)
        } else if matches!(end, End::Full) {
            self.cut_line(byte);
            Some(Flaw::RecordTooLong)
        } else if self.at >= self.text.len() && self.ends_inside_quote(raw) {
            self.line_alone(byte)
        } else {
            self.line = self.line.saturating_add(lines);
            None
        };
        let cut = self.cut_cells();
        let open = to_the_end && matches!(flaw, Some(Flaw::OpenQuote(_)));
        Some(Found { byte, line, flaw: flaw.or(cut), open })
    }

    fn skip_line_ends(&mut self) {
        let bytes = self.text.as_bytes();
        let start = self.at;
        while bytes.get(self.at).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            self.at += 1;
        }
        let raw = bytes.get(start..self.at).unwrap_or_default();
        self.line = self.line.saturating_add(line_ends(raw));
        // A record that ended between CR and LF has counted that line end.
        if start > 0 && bytes.get(start - 1) == Some(&b'\r') && bytes.get(start) == Some(&b'\n') {
            self.line -= 1;
        }
    }

    /// Reads one record from `at` on, which then stands behind it.
    fn read(&mut self) -> End {
        let (mut written, mut cells) = (0, 0);
        loop {
            let input = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let output = self.cells.get_mut(written..).unwrap_or_default();
            let ends = self.ends.get_mut(cells..).unwrap_or_default();
            let (result, read, wrote, ended) = self.reader.read_record(input, output, ends);
            self.at += read;
            written += wrote;
            cells += ended;
            self.count = cells;
            match result {
                ReadRecordResult::Record => return End::Record,
                ReadRecordResult::End => return End::Text,
                // All input is there: the next call is told so by an empty one.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    let start = cells.checked_sub(1).and_then(|at| self.ends.get(at)).copied().unwrap_or(0);
                    let spans = || {
                        self.text
                            .as_bytes()
                            .get(self.at.saturating_sub(written)..self.at)
                            .is_some_and(|raw| raw.contains(&b'\n'))
                    };
                    if written >= RECORD || (written - start > CELL && spans()) {
                        if let Some(slot) = self.ends.get_mut(cells) {
                            *slot = written;
                            self.count = cells + 1;
                        }
                        return End::Full;
                    }
                    self.cells.resize((self.cells.len() * 2).min(RECORD + 1), 0);
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            }
        }
    }

    /// Whether a record over several lines is rather one line with a quote that is never closed.
    fn swallowed(&self, byte: usize, full: bool) -> bool {
        let raw = self.text.as_bytes().get(byte..self.at).unwrap_or_default();
        let too_long = (0..self.count).any(|at| self.cell(at).len() > CELL);
        if full || too_long || self.ends_inside_quote(raw) || !self.closes_well(raw) {
            return true;
        }
        let width = self.dialect.width;
        self.count != width && width > 1 && self.literal_width(line_at(self.text, byte)) == width
    }

    fn ends_inside_quote(&self, raw: &[u8]) -> bool {
        self.open_quote(raw).is_some()
    }

    /// Where a quoted cell begins that does not end in this stretch.
    fn open_quote(&self, raw: &[u8]) -> Option<usize> {
        let quote = self.dialect.quote?;
        if !raw.contains(&quote) {
            return None;
        }
        let (mut quoted, mut at_start) = (None, true);
        for (at, byte) in raw.iter().enumerate() {
            if *byte == quote && (quoted.is_some() || at_start) {
                (quoted, at_start) = if quoted.is_some() { (None, true) } else { (Some(at), false) };
            } else if quoted.is_none() {
                at_start = *byte == self.dialect.delimiter || matches!(byte, b'\n' | b'\r');
            }
        }
        quoted
    }

    /// Whether each closing quote stands before a delimiter or a line end.
    fn closes_well(&self, raw: &[u8]) -> bool {
        let Some(quote) = self.dialect.quote else { return true };
        let (mut quoted, mut at_start) = (false, true);
        let mut bytes = raw.iter().peekable();
        while let Some(byte) = bytes.next() {
            if quoted {
                if *byte == quote {
                    if bytes.next_if(|next| **next == quote).is_some() {
                        continue;
                    }
                    quoted = false;
                    let next = bytes.peek().map(|next| **next);
                    if next.is_some_and(|next| next != self.dialect.delimiter && !matches!(next, b'\n' | b'\r')) {
                        return false;
                    }
                }
            } else {
                quoted = *byte == quote && at_start;
                at_start = *byte == self.dialect.delimiter || matches!(byte, b'\n' | b'\r');
            }
        }
        true
    }

    /// Cells of a line in which an open quote is a character like any other.
    fn literal_width(&self, line: &str) -> usize {
        let open = self.open_quote(line.as_bytes()).unwrap_or(line.len());
        let (before, literal) = line.split_at_checked(open).unwrap_or((line, ""));
        let divided = |text: &str| {
            let mut quoted = false;
            let marks = text.bytes().filter(|byte| {
                quoted ^= Some(*byte) == self.dialect.quote;
                *byte == self.dialect.delimiter && !quoted
            });
            marks.count()
        };
        divided(before) + literal.bytes().filter(|byte| *byte == self.dialect.delimiter).count() + 1
    }

    /// Takes the first line of a record alone, its open quote as a character.
    fn line_alone(&mut self, byte: usize) -> Option<Flaw> {
        let line = line_at(self.text, byte);
        let open = self.open_quote(line.as_bytes());
        let (before, literal) = line.split_at_checked(open.unwrap_or(line.len())).unwrap_or((line, ""));
        let mut cells: Vec<String> = Vec::new();
        if !before.is_empty() {
            let mut own = Cursor::new(before, 0, 1, self.dialect);
            if !matches!(own.read(), End::Text) {
                cells = own.cells().map(String::from).collect();
            }
            // The delimiter before the open quote ends with an empty cell.
            if open.is_some() {
                cells.pop();
            }
        }
        let delimiter = char::from(self.dialect.delimiter);
        if open.is_some() {
            cells.extend(literal.split(delimiter).map(String::from));
        }
        self.cells.clear();
        self.ends.clear();
        for cell in &cells {
            self.cells.extend_from_slice(cell.as_bytes());
            self.ends.push(self.cells.len());
        }
        self.count = cells.len();
        self.cells.resize(self.cells.len().max(4096), 0);
        self.ends.resize(self.ends.len().max(64), 0);
        self.reader = reader(self.dialect);
        self.at = byte + line.len();
        self.skip_one_line_end();
        let column = open.map_or(1, |open| line.get(..open).map_or(0, |before| before.chars().count()) + 1);
        Some(Flaw::OpenQuote(u32::try_from(column).unwrap_or(u32::MAX)))
    }

    /// Leaves out the rest of a line that is too long.
    fn cut_line(&mut self, byte: usize) {
        self.reader = reader(self.dialect);
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let left = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        self.at += left;
        let raw = self.text.as_bytes().get(byte..self.at).unwrap_or_default();
        self.line = self.line.saturating_add(line_ends(raw));
        self.skip_one_line_end();
        // What was written may end within a character.
        if let Some(last) = self.count.checked_sub(1) {
            let start = last.checked_sub(1).and_then(|at| self.ends.get(at)).copied().unwrap_or(0);
            let end = self.ends.get(last).copied().unwrap_or(0);
            let whole = self.cells.get(start..end).map_or(0, valid_length);
            if let Some(slot) = self.ends.get_mut(last) {
                *slot = start + whole;
            }
        }
    }

    fn skip_one_line_end(&mut self) {
        let bytes = self.text.as_bytes();
        let length = match (bytes.get(self.at), bytes.get(self.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(b'\r' | b'\n'), _) => 1,
            _ => return,
        };
        self.at += length;
        self.line = self.line.saturating_add(1);
    }

    /// Cuts cells and columns that are more than they may be.
    fn cut_cells(&mut self) -> Option<Flaw> {
        let mut flaw = None;
        if self.count > COLUMNS {
            flaw = Some(Flaw::TooManyColumns(u32::try_from(self.count).unwrap_or(u32::MAX)));
            self.count = COLUMNS;
        }
        let total = self.count.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        if total <= CELL {
            return flaw;
        }
        let lengths: Vec<usize> = (0..self.count).map(|at| self.cell(at).len()).collect();
        let long = lengths.iter().position(|length| *length > CELL)?;
        let kept: Vec<String> =
            self.cells().map(|cell| cell.get(..cell.floor_char_boundary(CELL)).unwrap_or(cell).to_owned()).collect();
        let mut end = 0;
        for (at, cell) in kept.iter().enumerate() {
            let bytes = self.cells.get_mut(end..end + cell.len())?;
            bytes.copy_from_slice(cell.as_bytes());
            end += cell.len();
            *self.ends.get_mut(at)? = end;
        }
        Some(Flaw::CellTooLong(u32::try_from(long).unwrap_or(u32::MAX)))
    }
}

fn reader(dialect: &Dialect) -> Reader {
    let quote = dialect.quote.unwrap_or(b'"');
    let mut reader =
        ReaderBuilder::new().delimiter(dialect.delimiter).quote(quote).quoting(dialect.quote.is_some()).build();
    // A reader takes a byte order mark off its first input; here that may be the start of any record.
    let _ = reader.read_record(b"\n", &mut [], &mut []);
    reader
}

fn valid_length(bytes: &[u8]) -> usize {
    std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len)
}

/// The line that begins at a byte, without its end.
fn line_at(text: &str, byte: usize) -> &str {
    let rest = text.get(byte..).unwrap_or("");
    let end = rest.bytes().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
    rest.get(..end).unwrap_or(rest)
}

/// LF, CRLF and lone CR each end one line.
fn line_ends(bytes: &[u8]) -> u32 {
    let ends = (0..bytes.len()).filter(|&at| match bytes.get(at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    u32::try_from(ends.count()).unwrap_or(u32::MAX)
}

/// Lines after the record's first, and 1-based character column, where a cell of the record at `byte` starts.
pub(super) fn cell_place(text: &str, byte: usize, cell: usize, dialect: &Dialect) -> (u32, u32) {
    let (mut lines, mut column, mut seen) = (0, 1, 0);
    let (mut quoted, mut at_start) = (false, true);
    let quote = dialect.quote.map(char::from);
    let mut chars = text.get(byte..).unwrap_or("").chars().peekable();
    while seen < cell {
        let Some(c) = chars.next() else { break };
        column += 1;
        match c {
            // A quote opens a cell at its start only; inside, a second one closes it, or stands for itself.
            c if Some(c) == quote && (quoted || at_start) => (quoted, at_start) = (!quoted, quoted),
            '\r' if quoted && chars.peek() == Some(&'\n') => {}
            '\n' | '\r' if quoted => (lines, column) = (lines + 1, 1),
            '\n' | '\r' => break,
            c if !quoted && c == char::from(dialect.delimiter) => (seen, at_start) = (seen + 1, true),
            _ => at_start = false,
        }
    }
    (lines, column)
}

/// The line so many lines below the record at `byte`, cut around a 1-based character column where it is long.
pub(super) fn excerpt(text: &str, byte: usize, lines: u32, column: u32) -> Option<Excerpt> {
    let mut at = byte;
    for _ in 0..lines {
        at += line_at(text, at).len();
        let rest = text.as_bytes().get(at..)?;
        at += if rest.starts_with(b"\r\n") { 2 } else { 1 };
    }
    // Within a line a record may begin late: after a comment mark, never; the byte is that of the line's start.
    let line = line_at(text, at);
    let before = (column.saturating_sub(1)) as usize;
    let skipped = before.saturating_sub(EXCERPT / 2);
    let cut: String = line.chars().skip(skipped).take(EXCERPT).collect();
    let from = u32::try_from(before - skipped).ok()?;
    (!cut.is_empty()).then(|| Excerpt { line: cut.into(), from })
}

/// 1-based line and character column of a byte of a text.
pub(super) fn line_and_column(text: &str, byte: usize) -> (u32, u32) {
    let before = text.get(..byte).unwrap_or("");
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let column = before.get(start..).map_or(0, |line| line.chars().count()) + 1;
    (line_ends(before.as_bytes()).saturating_add(1), u32::try_from(column).unwrap_or(u32::MAX))
}

/// The line around a byte of a text.
pub(super) fn excerpt_at(text: &str, byte: usize) -> Option<Excerpt> {
    let before = text.get(..byte)?;
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    excerpt(text, start, 0, line_and_column(text, byte).1)
}

#[cfg(test)]
mod tests;
