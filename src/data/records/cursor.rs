//! Records of a text one by one. A quote that is never closed costs its line; what is too long is cut.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::super::dialect::Dialect;
use super::super::table::Flaw;
use super::{CELL, COLUMNS, LINES, RECORD};

/// One record as it was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Found {
    /// Byte of the text where it starts.
    pub(in super::super) byte: usize,
    /// 1-based line there.
    pub(in super::super) line: u32,
    pub(in super::super) flaw: Option<Flaw>,
    /// Whether it would be another record if the text went on: a quote is open to its end.
    pub(in super::super) open: bool,
}

/// Records of a text from some byte on.
pub(in super::super) struct Cursor<'a> {
    text: &'a str,
    /// Byte that was reached, and the line there.
    pub(super) at: usize,
    pub(super) line: u32,
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
    pub(in super::super) fn new(text: &'a str, at: usize, line: u32, dialect: &'a Dialect) -> Self {
        Self { text, at, line, dialect, reader: reader(dialect), cells: vec![0; 4096], ends: vec![0; 64], count: 0 }
    }

    /// Whether nothing but blanks is left.
    pub(super) fn is_done(&self) -> bool {
        self.text.get(self.at..).is_none_or(|rest| rest.trim().is_empty())
    }

    /// Number of cells of the last record.
    pub(in super::super) fn len(&self) -> usize {
        self.count
    }

    /// A cell of the last record.
    pub(in super::super) fn cell(&self, at: usize) -> &str {
        if at >= self.count {
            return "";
        }
        let end = |at: usize| self.ends.get(at).copied().unwrap_or(0);
        let start = at.checked_sub(1).map_or(0, end);
        // Cells are cut at ASCII marks only: what is between them is text.
        self.cells.get(start..end(at)).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }

    /// The cells of the last record.
    pub(in super::super) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.count).map(|at| self.cell(at))
    }

    /// Reads the next record into the cells.
    pub(in super::super) fn next(&mut self) -> Option<Found> {
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
            Some(self.line_alone(byte))
        } else if matches!(end, End::Full) {
            self.cut_line(byte);
            Some(Flaw::RecordTooLong)
        } else if self.at >= self.text.len() && self.ends_inside_quote(raw) {
            Some(self.line_alone(byte))
        } else {
            self.line = self.line.saturating_add(lines);
            let raw = self.text.as_bytes().get(byte..self.at).unwrap_or_default();
            let quoted = self.dialect.quote.is_some_and(|quote| raw.contains(&quote));
            (quoted && !self.closes_well(raw)).then_some(Flaw::StrayQuote)
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
        let (mut written, mut cells, mut lines) = (0, 0, 0);
        // Line by line: how far a quote that is never closed reaches must not be paid for again and again.
        let mut until = line_end(self.text, self.at);
        loop {
            let input = self.text.as_bytes().get(self.at..until).unwrap_or_default();
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
                // At the end of the text the next call is told so by an empty input.
                ReadRecordResult::InputEmpty if until >= self.text.len() => {}
                ReadRecordResult::InputEmpty if lines >= LINES => {
                    self.end_cell(cells, written);
                    return End::Full;
                }
                ReadRecordResult::InputEmpty => {
                    lines += 1;
                    until = line_end(self.text, until);
                }
                ReadRecordResult::OutputFull => {
                    let start = cells.checked_sub(1).and_then(|at| self.ends.get(at)).copied().unwrap_or(0);
                    let spans = || {
                        self.text
                            .as_bytes()
                            .get(self.at.saturating_sub(written)..self.at)
                            .is_some_and(|raw| raw.contains(&b'\n'))
                    };
                    if written >= RECORD || (written - start > CELL && spans()) {
                        self.end_cell(cells, written);
                        return End::Full;
                    }
                    self.cells.resize((self.cells.len() * 2).min(RECORD + 1), 0);
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            }
        }
    }

    /// Ends the cell that is being read.
    fn end_cell(&mut self, cells: usize, written: usize) {
        if cells >= self.ends.len() {
            self.ends.push(0);
        }
        if let Some(slot) = self.ends.get_mut(cells) {
            *slot = written;
            self.count = cells + 1;
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
    fn line_alone(&mut self, byte: usize) -> Flaw {
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
        Flaw::OpenQuote(u32::try_from(column).unwrap_or(u32::MAX))
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
            self.cells().map(|cell| cell.get(..boundary(cell, CELL)).unwrap_or(cell).to_owned()).collect();
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

/// Byte behind the line end that comes next.
fn line_end(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    memchr::memchr2(b'\n', b'\r', rest).map_or(text.len(), |at| from + at + 1)
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
pub(super) fn line_at(text: &str, byte: usize) -> &str {
    let rest = text.get(byte..).unwrap_or("");
    let end = rest.bytes().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
    rest.get(..end).unwrap_or(rest)
}

/// LF, CRLF and lone CR each end one line.
pub(super) fn line_ends(bytes: &[u8]) -> u32 {
    let ends = (0..bytes.len()).filter(|&at| match bytes.get(at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    u32::try_from(ends.count()).unwrap_or(u32::MAX)
}

/// The last place at or before a byte where a text can be cut.
pub(in super::super) fn boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
