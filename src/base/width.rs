//! Text measured in terminal columns.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that the text takes, counted as ratatui draws it, one grapheme after another: what it counts wider than this would be cut off
/// at the end of the room. Whole texts are shorter in unicode-width, which joins letters over graphemes (Arabic لا) and does not count
/// half-width voicing marks.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { graphemes(text).map(grapheme_width).sum() }
}

/// Columns of one grapheme.
pub fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.len() == 1 {
        return 1;
    }
    grapheme.width() + grapheme.matches(['\u{ff9e}', '\u{ff9f}']).count()
}

/// The extended grapheme clusters (Unicode Annex 29) of a text. As those of unicode-segmentation, in a fifth of the time where letters
/// follow each other that need no table.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.chars();
        let first = chars.next()?;
        let alone = is_plain(first) && chars.next().is_none_or(is_plain);
        let end = if alone { first.len_utf8() } else { rest.graphemes(true).next().map_or(rest.len(), str::len) };
        let (grapheme, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(grapheme)
    })
}

/// Whether a character is a grapheme of its own beside any other of them, and is drawn as it is: ASCII, letters of Europe and East Asia,
/// signs, lines, blocks and patterns. Of others a table must be asked.
#[inline]
pub(super) fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{a1}'..='\u{a8}'
        | '\u{aa}'..='\u{ac}'
        | '\u{af}'..='\u{2ff}'
        | '\u{391}'..='\u{3a1}'
        | '\u{3a3}'..='\u{3e1}'
        | '\u{400}'..='\u{482}'
        | '\u{48a}'..='\u{52f}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{203b}'
        | '\u{2190}'..='\u{21ff}'
        | '\u{2200}'..='\u{22ff}'
        | '\u{2500}'..='\u{25ff}'
        | '\u{2801}'..='\u{28ff}'
        | '\u{3001}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a0}'..='\u{30ff}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff01}'..='\u{ff60}')
}

/// The text cut to at most `columns`, by grapheme, with `…` (or `~` where `ascii`) where something was lost. Of a long text no more is
/// read than what is kept.
pub fn cut(text: &str, columns: usize, ascii: bool) -> String {
    let mark = if ascii { "~" } else { "…" };
    let (mut at, mut used, mut kept) = (0, 0, 0);
    for grapheme in graphemes(text) {
        // So far there is still room for the mark.
        if used < columns {
            kept = at;
        }
        at += grapheme.len();
        used += grapheme_width(grapheme);
        if used > columns {
            return if columns == 0 {
                String::new()
            } else {
                format!("{}{mark}", text.get(..kept).unwrap_or_default())
            };
        }
    }
    text.to_owned()
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
    use proptest::prelude::*;

    use super::*;
    use crate::base::{Repertoire, Safe};

    /// Seen red with U+3001-U+302F plain, of which the last six are marks.
    #[test]
    fn what_is_plain_is_a_letter_of_its_own_and_drawn_as_it_is() {
        for c in ('\0'..=char::MAX).filter(|c| is_plain(*c)) {
            let beside = format!("a{c}가{c}一{c}~");
            assert!(beside.graphemes(true).eq(beside.split("").filter(|letter| !letter.is_empty())), "{c:?}");
            assert!(Safe::is_safe(c.encode_utf8(&mut [0; 4]), Repertoire::Unicode), "{c:?}");
        }
    }

    proptest! {
        /// Seen red with every first character taken for a grapheme.
        #[test]
        fn graphemes_are_those_of_the_standard(
            text in "[a~豆가é·…\u{301}\u{940}\u{915}\u{94d}\u{1100}\u{1161}\u{11a8}\u{200d}👩🔬🇨🇳🏽\u{600}\u{fe0f}\r\n\u{ff76}\u{ff9e}لا]{0,16}",
            any in any::<String>(),
        ) {
            for text in [text, any] {
                prop_assert!(graphemes(&text).eq(text.graphemes(true)), "{text:?}");
            }
        }
    }

    #[test]
    fn cuts_between_graphemes_and_says_so() {
        assert_eq!(cut("豆包 Doubao", 20, false), "豆包 Doubao");
        assert_eq!(cut("豆包 Doubao", 4, false), "豆…");
        assert_eq!(cut("豆包 Doubao", 4, true), "豆~");
        assert_eq!(cut("ab", 0, false), "");
        assert_eq!(cut("e\u{301}ab", 2, false), "e\u{301}…");
        assert_eq!(cut("豆包", 3, false), "豆…");
        assert_eq!(cut("لا لا", 4, false), "لا …");
        assert_eq!(cut("ﾊﾞｲﾄ", 3, false), "…");
        assert_eq!(cut("ﾊﾞｲﾄ", 4, false), "ﾊﾞ…");
    }
}
