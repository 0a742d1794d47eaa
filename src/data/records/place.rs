//! Where in a text a cell is, and the line around it.

use super::super::dialect::Dialect;
use super::cursor::{line_at, line_ends};
use crate::base::Excerpt;

/// Characters of a line that an excerpt shows.
const EXCERPT: usize = 200;

/// Lines after the record's first, and 1-based character column, where a cell of the record at `byte` starts.
pub(in super::super) fn cell_place(text: &str, byte: usize, cell: usize, dialect: &Dialect) -> (u32, u32) {
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
pub(in super::super) fn excerpt(text: &str, byte: usize, lines: u32, column: u32) -> Option<Excerpt> {
    let mut at = byte;
    for _ in 0..lines {
        at += line_at(text, at).len();
        let rest = text.as_bytes().get(at..)?;
        at += if rest.starts_with(b"\r\n") { 2 } else { 1 };
    }
    let line = line_at(text, at);
    let before = (column.saturating_sub(1)) as usize;
    let skipped = before.saturating_sub(EXCERPT / 2);
    let cut: String = line.chars().skip(skipped).take(EXCERPT).collect();
    let from = u32::try_from(before - skipped).ok()?;
    (!cut.is_empty()).then(|| Excerpt { line: cut.into(), from })
}

/// 1-based line and character column of a byte of a text.
pub(in super::super) fn line_and_column(text: &str, byte: usize) -> (u32, u32) {
    let before = text.get(..byte).unwrap_or("");
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let column = before.get(start..).map_or(0, |line| line.chars().count()) + 1;
    (line_ends(before.as_bytes()).saturating_add(1), u32::try_from(column).unwrap_or(u32::MAX))
}

/// The line around a byte of a text.
pub(in super::super) fn excerpt_at(text: &str, byte: usize) -> Option<Excerpt> {
    let before = text.get(..byte)?;
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    excerpt(text, start, 0, line_and_column(text, byte).1)
}
