//! Text measured in terminal columns.

/// Columns that the text takes (unicode-width, the same that ratatui uses).
pub fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// The text cut to at most `columns`, by grapheme, with `…` (or `~` where `ascii`) where something was lost.
pub fn cut(text: &str, columns: usize, ascii: bool) -> String {
    todo!("{text} {columns} {ascii}")
}

/// Padded with spaces on the left to `columns`; longer text stays.
pub fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Padded with spaces on the right to `columns`; longer text stays.
pub fn pad_right(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}
