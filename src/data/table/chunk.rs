//! A stretch of records: where each starts, and its cells by column.

use std::collections::BTreeMap;

use super::codes::{Texts, TextsBuilder};

/// When a chunk is closed.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct ChunkSize {
    /// Records in one chunk: large enough to make dictionaries pay, small enough that an append reads little again.
    pub(in super::super) rows: usize,
    /// Bytes of text after which it is closed early; places within it must fit 32 bits.
    pub(in super::super) bytes: usize,
}

impl Default for ChunkSize {
    fn default() -> Self {
        Self { rows: 4096, bytes: 1 << 24 }
    }
}

/// What is wrong with how a record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Flaw {
    /// A quote that opens at this character column is never closed: the line alone is the record.
    OpenQuote(u32),
    /// Text stands behind a closing quote.
    StrayQuote,
    /// This cell, counted from 0, was cut.
    CellTooLong(u32),
    /// What is beyond the longest record was left out.
    RecordTooLong,
    /// So many columns it had; those beyond the most were left out.
    TooManyColumns(u32),
}

/// A stretch of records, as many as [`ChunkSize`] allows.
#[derive(Debug)]
pub(in super::super) struct Chunk {
    /// Byte of the decoded text where its first record starts.
    first_byte: usize,
    /// Byte and line where the record after it starts; `None` = it is the last and may still grow.
    end: Option<(usize, u32)>,
    /// Start of each record, in bytes from `first_byte`.
    starts: Box<[u32]>,
    /// 1-based line where each record starts.
    lines: Lines,
    /// Cells by column of the header; a column without a cell that is not empty takes no room.
    columns: Box<[Texts]>,
    /// Cells beyond the header, of the rows that have such.
    extra: BTreeMap<u32, Box<[Box<str>]>>,
    /// Number of cells of the rows that have more or fewer than the header.
    ragged: BTreeMap<u32, u32>,
    /// Rows that say what the header says.
    headers: Box<[u32]>,
    flaws: Box<[(u32, Flaw)]>,
    /// Lines of comments between the records.
    comments: Box<[u32]>,
}

#[derive(Debug)]
enum Lines {
    /// One line each, from this one on.
    From(u32),
    Own(Box<[u32]>),
}

impl Chunk {
    /// No records under so many headers.
    pub(in super::super) fn empty(width: usize) -> Self {
        ChunkBuilder::new(width, 0).finish(None)
    }

    /// Number of cells of a row that has more or fewer than the header.
    pub(in super::super) fn ragged_at(&self, row: usize) -> Option<usize> {
        self.ragged.get(&(row as u32)).map(|cells| *cells as usize)
    }

    /// Whether a row only repeats the header.
    pub(in super::super) fn is_header(&self, row: usize) -> bool {
        self.headers.binary_search(&(row as u32)).is_ok()
    }

    /// Rows that only repeat the header.
    pub(in super::super) fn headers(&self) -> impl Iterator<Item = usize> {
        self.headers.iter().map(|row| *row as usize)
    }

    /// Rows that are not written as they should be, and how.
    pub(in super::super) fn flaws(&self) -> impl Iterator<Item = (usize, Flaw)> {
        self.flaws.iter().map(|(row, flaw)| (*row as usize, *flaw))
    }

    /// Lines of comments between the records.
    pub(in super::super) fn comments(&self) -> &[u32] {
        &self.comments
    }

    pub(in super::super) fn rows(&self) -> usize {
        self.starts.len()
    }

    /// Byte and line where the next record begins, if the chunk is finished.
    pub(in super::super) fn end(&self) -> Option<(usize, u32)> {
        self.end
    }

    /// Byte of the decoded text where a record starts.
    pub(in super::super) fn byte(&self, row: usize) -> usize {
        self.first_byte + self.starts.get(row).map_or(0, |start| *start as usize)
    }

    /// 1-based line where a record starts.
    pub(in super::super) fn line(&self, row: usize) -> u32 {
        match &self.lines {
            Lines::From(first) => first.saturating_add(row as u32),
            Lines::Own(lines) => lines.get(row).copied().unwrap_or(0),
        }
    }

    /// The record that holds a line, if one does that starts in this chunk.
    pub(in super::super) fn row_at(&self, line: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.rows());
        while low < high {
            let middle = low.midpoint(high);
            if self.line(middle) <= line { low = middle + 1 } else { high = middle }
        }
        low.checked_sub(1)
    }

    /// A column of the header.
    pub(in super::super) fn column(&self, column: usize) -> Option<&Texts> {
        self.columns.get(column)
    }

    /// A cell under the header; empty where there is none.
    pub(in super::super) fn cell(&self, row: usize, column: usize) -> &str {
        self.columns.get(column).map_or("", |texts| texts.get(row))
    }

    /// Cells beyond the header.
    pub(in super::super) fn extra(&self, row: usize) -> impl Iterator<Item = &str> {
        self.extra.get(&(row as u32)).into_iter().flatten().map(|cell| &**cell)
    }

    /// Rows with more or fewer cells than the header, and how many those are.
    pub(in super::super) fn ragged(&self) -> impl Iterator<Item = (usize, u32)> {
        self.ragged.iter().map(|(row, cells)| (*row as usize, *cells))
    }
}

/// Collects the records of one chunk.
#[derive(Debug)]
pub(in super::super) struct ChunkBuilder {
    first_byte: usize,
    starts: Vec<u32>,
    lines: Vec<u32>,
    columns: Vec<TextsBuilder>,
    extra: BTreeMap<u32, Box<[Box<str>]>>,
    ragged: BTreeMap<u32, u32>,
    headers: Vec<u32>,
    flaws: Vec<(u32, Flaw)>,
    comments: Vec<u32>,
}

impl ChunkBuilder {
    /// An empty chunk under a header of so many cells.
    pub(in super::super) fn new(width: usize, first_byte: usize) -> Self {
        Self {
            first_byte,
            starts: Vec::new(),
            lines: Vec::new(),
            columns: std::iter::repeat_with(TextsBuilder::default).take(width).collect(),
            extra: BTreeMap::new(),
            ragged: BTreeMap::new(),
            headers: Vec::new(),
            flaws: Vec::new(),
            comments: Vec::new(),
        }
    }

    /// Whether a record that starts at that byte belongs into another chunk.
    pub(in super::super) fn is_full(&self, byte: usize, size: ChunkSize) -> bool {
        self.starts.len() >= size.rows || byte - self.first_byte > size.bytes
    }

    /// Sets the byte where the first record starts.
    pub(in super::super) fn begin(&mut self, byte: usize) {
        self.first_byte = byte;
    }

    /// Notes the line of a comment.
    pub(in super::super) fn comment(&mut self, line: u32) {
        self.comments.push(line);
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Adds a record; `repeats` = it only says what the header says.
    pub(in super::super) fn push<'a>(
        &mut self,
        byte: usize,
        line: u32,
        cells: impl Iterator<Item = &'a str>,
        repeats: bool,
        flaw: Option<Flaw>,
    ) {
        let row = self.starts.len();
        self.starts.push(u32::try_from(byte - self.first_byte).unwrap_or(u32::MAX));
        self.lines.push(line);
        let (mut count, mut extra) = (0, Vec::new());
        for cell in cells {
            match self.columns.get_mut(count) {
                Some(column) => column.put(row, cell),
                None => extra.push(Box::from(cell)),
            }
            count += 1;
        }
        if count != self.columns.len() {
            self.ragged.insert(row as u32, u32::try_from(count).unwrap_or(u32::MAX));
        }
        if !extra.is_empty() {
            self.extra.insert(row as u32, extra.into());
        }
        if repeats {
            self.headers.push(row as u32);
        }
        self.flaws.extend(flaw.map(|flaw| (row as u32, flaw)));
    }

    /// The finished chunk; `end` as in [`Chunk::end`].
    pub(in super::super) fn finish(self, end: Option<(usize, u32)>) -> Chunk {
        let rows = self.starts.len();
        let first = self.lines.first().copied().unwrap_or(1);
        let lines = if self.lines.iter().zip(first..).all(|(line, expected)| *line == expected) {
            Lines::From(first)
        } else {
            Lines::Own(self.lines.into())
        };
        Chunk {
            first_byte: self.first_byte,
            end,
            starts: self.starts.into(),
            lines,
            columns: self.columns.into_iter().map(|column| column.finish(rows)).collect(),
            extra: self.extra,
            ragged: self.ragged,
            headers: self.headers.into(),
            flaws: self.flaws.into(),
            comments: self.comments.into(),
        }
    }
}
