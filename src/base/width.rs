//! Text measured in terminal columns.

use unicode_segmentation::UnicodeSegmentation;

/// Columns that the text takes, counted as ratatui does: what it counts wider than this would be cut off at the end of the room. Beside
/// unicode-width that is one more for each half-width voicing mark.
pub fn width(text: &str) -> usize {
    let voiced = if text.is_ascii() { 0 } else { text.matches(['\u{ff9e}', '\u{ff9f}']).count() };
    unicode_width::UnicodeWidthStr::width(text) + voiced
}

/// The text cut to at most `columns`, by grapheme, with `…` (or `~` where `ascii`) where something was lost.
pub fn cut(text: &str, columns: usize, ascii: bool) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mark = if ascii { "~" } else { "…" };
    let Some(room) = columns.checked_sub(width(mark)) else { return String::new() };
    let mut kept = String::new();
    for grapheme in text.graphemes(true) {
        if width(&kept) + width(grapheme) > room {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.push_str(mark);
    kept
}

/// The text, or as many whole characters of its beginning as so many bytes hold.
pub fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Padded with spaces on the left to `columns`; longer text stays.
pub fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Padded with spaces on the right to `columns`; longer text stays.
pub fn pad_right(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_between_graphemes_and_says_so() {
        assert_eq!(cut("豆包 Doubao", 20, false), "豆包 Doubao");
        assert_eq!(cut("豆包 Doubao", 4, false), "豆…");
        assert_eq!(cut("豆包 Doubao", 4, true), "豆~");
        assert_eq!(cut("ab", 0, false), "");
        assert_eq!(cut("e\u{301}ab", 2, false), "e\u{301}…");
        assert_eq!(cut("ﾊﾞｲﾄ", 3, false), "…");
        assert_eq!(cut("ﾊﾞｲﾄ", 4, false), "ﾊﾞ…");
    }
}
