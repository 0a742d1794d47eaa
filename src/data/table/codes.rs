//! Dictionaries: each distinct entry once, and for each row which one.

use std::sync::OnceLock;

use indexmap::IndexSet;

use crate::base::Folded;

/// Which entry of a dictionary each row has, in the narrowest width that holds them all.
#[derive(Debug)]
pub(in super::super) enum Codes {
    /// All rows have the first entry.
    Same,
    /// Row n has entry n.
    Own,
    /// At most 256 entries.
    Byte(Box<[u8]>),
    /// At most 65,536 entries.
    Short(Box<[u16]>),
    /// More.
    Long(Box<[u32]>),
}

impl Codes {
    /// Packs codes into a dictionary of so many entries.
    pub(in super::super) fn new(codes: &[u32], entries: usize) -> Self {
        if entries <= 1 {
            Self::Same
        } else if entries == codes.len() && codes.iter().zip(0..).all(|(code, row)| *code == row) {
            Self::Own
        } else if entries <= 1 << 8 {
            Self::Byte(codes.iter().map(|code| *code as u8).collect())
        } else if entries <= 1 << 16 {
            Self::Short(codes.iter().map(|code| *code as u16).collect())
        } else {
            Self::Long(codes.into())
        }
    }

    /// The entry of a row; 0 where there is no such row.
    pub(in super::super) fn get(&self, row: usize) -> usize {
        match self {
            Self::Same => 0,
            Self::Own => row,
            Self::Byte(codes) => codes.get(row).map_or(0, |code| usize::from(*code)),
            Self::Short(codes) => codes.get(row).map_or(0, |code| usize::from(*code)),
            Self::Long(codes) => codes.get(row).map_or(0, |code| *code as usize),
        }
    }
}

/// One column of text.
#[derive(Debug)]
pub(in super::super) struct Texts {
    /// All entries, one after the other.
    bytes: Box<str>,
    /// Where each entry ends in `bytes`.
    ends: Box<[u32]>,
    codes: Codes,
    /// The entries as names are compared, made when they are first asked for.
    folded: OnceLock<Box<[Folded]>>,
}

impl Texts {
    /// A column of cells that are all empty.
    pub(in super::super) fn empty() -> Self {
        Self { bytes: "".into(), ends: [0].into(), codes: Codes::Same, folded: OnceLock::new() }
    }

    /// The text of a row.
    pub(in super::super) fn get(&self, row: usize) -> &str {
        self.entry(self.codes.get(row))
    }

    /// The text of a row in the forms in which names are compared.
    pub(in super::super) fn folded(&self, row: usize) -> Option<&Folded> {
        self.folded.get_or_init(|| self.entries().map(Folded::of).collect()).get(self.codes.get(row))
    }

    /// The entry that a row has.
    pub(in super::super) fn code(&self, row: usize) -> usize {
        self.codes.get(row)
    }

    fn entry(&self, code: usize) -> &str {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = code.checked_sub(1).map_or(0, end);
        self.bytes.get(start..end(code)).unwrap_or("")
    }

    /// Number of distinct texts.
    pub(in super::super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All distinct texts in order of first appearance.
    pub(in super::super) fn entries(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|code| self.entry(code))
    }
}

/// Collects a column of text.
#[derive(Debug, Default)]
pub(super) struct TextsBuilder {
    seen: IndexSet<Box<str>>,
    codes: Vec<u32>,
}

impl TextsBuilder {
    /// The cell of the given row; rows that were left out before it are empty.
    pub(super) fn put(&mut self, row: usize, text: &str) {
        if text.is_empty() && self.seen.is_empty() {
            return;
        }
        self.fill(row);
        let last = self
            .codes
            .last()
            .copied()
            .filter(|code| self.seen.get_index(*code as usize).is_some_and(|known| **known == *text));
        let code = last.unwrap_or_else(|| match self.seen.get_index_of(text) {
            Some(code) => code as u32,
            None => self.seen.insert_full(text.into()).0 as u32,
        });
        self.codes.push(code);
    }

    fn fill(&mut self, rows: usize) {
        if self.codes.len() < rows {
            let code = self.seen.insert_full("".into()).0 as u32;
            self.codes.resize(rows, code);
        }
    }

    /// The column of so many rows.
    pub(super) fn finish(mut self, rows: usize) -> Texts {
        if self.seen.is_empty() {
            return Texts::empty();
        }
        self.fill(rows);
        let mut bytes = String::with_capacity(self.seen.iter().map(|text| text.len()).sum());
        let mut ends = Vec::with_capacity(self.seen.len());
        for text in &self.seen {
            bytes.push_str(text);
            ends.push(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        }
        let codes = Codes::new(&self.codes, ends.len());
        Texts { bytes: bytes.into(), ends: ends.into(), codes, folded: OnceLock::new() }
    }
}

/// One column of anything else that has few distinct values.
#[derive(Debug)]
pub(in super::super) struct Coded<T> {
    entries: Box<[T]>,
    codes: Codes,
}

impl<T> Coded<T> {
    /// The value of a row.
    pub(in super::super) fn get(&self, row: usize) -> Option<&T> {
        self.entries.get(self.codes.get(row))
    }

    /// The entry that a row has.
    pub(in super::super) fn code(&self, row: usize) -> usize {
        self.codes.get(row)
    }

    /// All entries.
    pub(in super::super) fn entries(&self) -> &[T] {
        &self.entries
    }
}

/// Collects a column of few distinct values.
#[derive(Debug)]
pub(in super::super) struct CodedBuilder<T> {
    entries: Vec<T>,
    codes: Vec<u32>,
}

impl<T> Default for CodedBuilder<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), codes: Vec::new() }
    }
}

/// Entries among which an equal one is looked for: a column of many distinct values then costs memory, never time.
const NEAR: usize = 64;

impl<T: PartialEq> CodedBuilder<T> {
    /// Adds the next row.
    pub(in super::super) fn push(&mut self, value: T) {
        let near = self.entries.len().saturating_sub(NEAR);
        let known = self.entries.iter().skip(near).position(|entry| *entry == value).map(|at| at + near);
        let code = known.unwrap_or_else(|| {
            self.entries.push(value);
            self.entries.len() - 1
        });
        self.codes.push(code as u32);
    }

    /// The finished column.
    pub(in super::super) fn finish(self) -> Coded<T> {
        let codes = Codes::new(&self.codes, self.entries.len());
        Coded { entries: self.entries.into(), codes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Texts {
        let mut builder = TextsBuilder::default();
        for (row, cell) in cells.iter().enumerate() {
            builder.put(row, cell);
        }
        builder.finish(cells.len())
    }

    #[test]
    fn codes_take_the_narrowest_width() {
        let many: Vec<String> = (0..70_000).map(|n| format!("{}", n / 2 * 2)).collect();
        let cells = |count: usize| many.iter().take(count).map(String::as_str).collect::<Vec<_>>();
        assert!(matches!(column(&["x"; 9]).codes, Codes::Same));
        assert!(matches!(column(&["x", "y"]).codes, Codes::Own));
        assert!(matches!(column(&cells(500)).codes, Codes::Byte(_)));
        assert!(matches!(column(&cells(700)).codes, Codes::Short(_)));
        let more: Vec<String> = (0..70_000).chain(0..2).map(|n| n.to_string()).collect();
        assert!(matches!(column(&more.iter().map(String::as_str).collect::<Vec<_>>()).codes, Codes::Long(_)));
    }

    proptest::proptest! {
        #[test]
        fn every_cell_is_had_back(cells in proptest::collection::vec("[ab豆]{0,2}", 0..40)) {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            let column = column(&cells);
            for (row, cell) in cells.iter().enumerate() {
                assert_eq!(column.get(row), *cell);
            }
        }

        #[test]
        fn every_value_is_had_back(values in proptest::collection::vec(0..200_u8, 0..400)) {
            let mut builder = CodedBuilder::default();
            for value in &values {
                builder.push(*value);
            }
            let column = builder.finish();
            for (row, value) in values.iter().enumerate() {
                assert_eq!(column.get(row), Some(value));
            }
        }
    }
}
