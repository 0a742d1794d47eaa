//! A stretch of records: where each starts, and its cells by column.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::codes::{Texts, TextsBuilder};

/// Records in one chunk: large enough to make dictionaries pay, small enough that an append reads little again.
const ROWS: usize = 4096;
/// Bytes of text after which a chunk is closed early, so that places within it fit 32 bits.
const BYTES: usize = 1 << 24;

/// Up to [`ROWS`] records.
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

    pub(in super::super) fn is_header(&self, _row: usize) -> bool {
        false
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
        }
    }

    /// Whether a record that starts at that byte belongs into another chunk.
    pub(in super::super) fn is_full(&self, byte: usize) -> bool {
        self.starts.len() >= ROWS || byte - self.first_byte > BYTES
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    pub(in super::super) fn push(&mut self, byte: usize, line: u32, cells: &StringRecord) {
        let row = self.starts.len();
        self.starts.push(u32::try_from(byte - self.first_byte).unwrap_or(u32::MAX));
        self.lines.push(line);
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.put(row, cell);
        }
        if cells.len() != self.columns.len() {
            self.ragged.insert(row as u32, u32::try_from(cells.len()).unwrap_or(u32::MAX));
            let extra: Box<[Box<str>]> = cells.iter().skip(self.columns.len()).map(Box::from).collect();
            if !extra.is_empty() {
                self.extra.insert(row as u32, extra);
            }
        }
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
        }
    }
}
