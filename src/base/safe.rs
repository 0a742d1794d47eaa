//! Text that can be drawn: nothing in it can command a terminal, and nothing in it is hidden.

use std::fmt::{self, Write};

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::name::LONGEST_NAME;
use super::width::{beginning, is_plain};

/// Combining marks that one base may carry; more would stack over neighbouring lines.
const MAX_MARKS: usize = 8;
/// The no-break space, which French text and figures are full of, as editors show it: in one column, so that a table stays readable.
const NO_BREAK: char = '␣';
/// The space of Chinese and Japanese text, as editors there show it.
const WIDE_BLANK: char = '□';
/// Most bytes of one text that are drawn: more than a screen of 120x38 shows.
const LONGEST: usize = 8 << 10;

/// Which characters a viewer's terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Repertoire {
    /// All of Unicode.
    #[default]
    Unicode,
    /// Bytes 0x20-0x7E only; anything else is shown as `\u{8c46}`.
    Ascii,
}

/// The signs that the board itself writes (qualifiers, dashes, arrows) as ASCII that says the same; other text stays.
pub fn spell_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '·' => out.push('|'),
            '●' => out.push('*'),
            '▲' => out.push('!'),
            '◐' => out.push('e'),
            '○' => out.push('o'),
            '◌' => out.push('?'),
            '═' => out.push('='),
            '◄' => out.push('<'),
            '►' => out.push('>'),
            '≈' => out.push('~'),
            '≤' => out.push_str("<="),
            '≥' => out.push_str(">="),
            '−' | '–' => out.push('-'),
            '→' => out.push_str("->"),
            '←' => out.push_str("<-"),
            '↑' => out.push('^'),
            '↓' => out.push('v'),
            '…' => out.push_str(".."),
            '¶' => out.push_str("par."),
            '“' | '”' => out.push('"'),
            '×' => out.push('x'),
            other => out.push(other),
        }
    }
    out
}

/// A name for a viewer who sees only ASCII: without the words that could only be escapes, where the others still say who or what it
/// is (`Doubao 豆包` is `Doubao`); else as it is. Not drawable yet.
pub fn ascii_name(text: &str) -> String {
    let mut kept = String::new();
    for word in spell_ascii(text).split_whitespace() {
        if word.is_ascii() {
            if !kept.is_empty() {
                kept.push(' ');
            }
            kept.push_str(word);
        } else if let Some(sign) = word.chars().last().filter(char::is_ascii_punctuation) {
            // A comma after what was left out still parts what stands around it.
            kept.push(sign);
        }
    }
    if kept.chars().any(|c| c.is_ascii_alphanumeric()) { kept } else { text.to_owned() }
}

/// Text as it may be drawn: hidden characters shown, and in ASCII the board's own signs spelled, other letters escaped. To be done
/// once, and before anything is measured: an escape is wider than its letter, and would be escaped again. What is longer than any
/// screen is cut first, so that a cell of a megabyte costs no frame more than a long sentence does.
pub fn drawable(text: &str, repertoire: Repertoire) -> String {
    drawn(text, LONGEST, repertoire)
}

/// A name as it may be drawn: in ASCII the words of it that are ASCII ([`ascii_name`]); at most as much of it as a line shows, since
/// names are compared with each other letter by letter before they are cut.
pub fn drawable_name(name: &str, repertoire: Repertoire) -> String {
    match repertoire {
        Repertoire::Unicode => drawn(name, LONGEST_NAME, repertoire),
        Repertoire::Ascii => drawn(&ascii_name(beginning(name, LONGEST)), LONGEST_NAME, repertoire),
    }
}

/// What is built of a text to be drawn needs no more of it than this: what [`drawable`] keeps, and a letter by which it sees that there
/// was more.
pub fn drawn_part(text: &str) -> &str {
    beginning(text, LONGEST + 4)
}

fn drawn(text: &str, longest: usize, repertoire: Repertoire) -> String {
    let kept = beginning(text, longest);
    let (mut drawn, whole) = match repertoire {
        Repertoire::Unicode => marked(kept, longest, repertoire),
        Repertoire::Ascii => marked(&spell_ascii(kept), longest, repertoire),
    };
    if kept.len() < text.len() || !whole {
        drawn.push_str(if repertoire == Repertoire::Ascii { ".." } else { "…" });
    }
    drawn
}

/// Text in which every control, bidi, zero-width, tag or otherwise invisible character is replaced by a visible mark
/// (`^[`, `<U+202E>`), with at most 8 combining marks per base.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Safe(String);

impl Safe {
    /// Makes any text drawable.
    pub fn new(text: &str, repertoire: Repertoire) -> Self {
        Self(marked(text, usize::MAX, repertoire).0)
    }

    /// The drawable text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether one grapheme may stand in a cell as it is.
    pub fn is_safe(symbol: &str, repertoire: Repertoire) -> bool {
        let mut chars = symbol.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if repertoire == Repertoire::Unicode && (is_plain(c) || is_blank_sign(c)) => true,
            _ => Self::new(symbol, repertoire).0 == symbol,
        }
    }
}

impl fmt::Display for Safe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text with marks in place of what shows nothing; at least its first `longest` bytes, and whether that is all of it.
fn marked(text: &str, longest: usize, repertoire: Repertoire) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    let mut marks = None;
    let mut before = '\0';
    while let Some(c) = rest.next() {
        if out.len() >= longest {
            return (out, false);
        }
        if repertoire == Repertoire::Unicode && is_plain(c) && !looks_like_a_mark(c, rest.as_str()) {
            out.push(c);
            (marks, before) = (Some(0), c);
            continue;
        }
        if repertoire == Repertoire::Unicode && attaches(before, c) {
            match marks {
                Some(count) if count < MAX_MARKS => out.push(c),
                Some(MAX_MARKS) => out.push('\u{fffd}'),
                Some(_) => {}
                None => push_code(&mut out, c),
            }
            marks = marks.map(|count: usize| count.saturating_add(1));
            before = c;
            continue;
        }
        let begins = marks.take().is_none();
        before = c;
        match c {
            '\0'..='\x1f' | '\x7f' => {
                out.push('^');
                out.push(char::from((c as u8) ^ 0x40));
            }
            '\u{a0}' if repertoire == Repertoire::Unicode => out.push(NO_BREAK),
            '\u{3000}' if repertoire == Repertoire::Unicode => out.push(WIDE_BLANK),
            _ if repertoire == Repertoire::Unicode && c.width() == Some(0) => push_code(&mut out, c),
            // It would stand on one of our own signs: the last of a code, or what the board writes before the text.
            _ if repertoire == Repertoire::Unicode && begins && attaches('a', c) => push_code(&mut out, c),
            _ if is_hidden(c) || looks_like_a_mark(c, rest.as_str()) => push_code(&mut out, c),
            '\\' if repertoire == Repertoire::Ascii && rest.as_str().starts_with("u{") => out.push_str("\\u{5c}"),
            _ if repertoire == Repertoire::Ascii && !c.is_ascii() => out.extend(c.escape_unicode()),
            _ => {
                out.push(c);
                marks = Some(0);
            }
        }
    }
    (out, true)
}

/// Whether a mark, a skin tone, or a vowel or final of Hangul becomes one with what stands before it. Alone it would take no column, and
/// a library that knows it not would drop it.
fn attaches(before: char, c: char) -> bool {
    if c.is_ascii() || is_hidden(c) || !(is_mark(c) || c.width() == Some(0)) {
        return false;
    }
    let mut pair = [0; 8];
    let end = before.encode_utf8(&mut pair).len();
    let end = end + c.encode_utf8(&mut pair[end..]).len();
    std::str::from_utf8(&pair[..end]).is_ok_and(|pair| pair.graphemes(true).nth(1).is_none())
}

fn is_mark(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

/// Characters that show nothing, or reorder what others show: format characters, fillers, blanks of all widths, selectors, tags,
/// private use.
fn is_hidden(c: char) -> bool {
    match c {
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{600}'..='\u{605}'
        | '\u{61c}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{890}'..='\u{891}'
        | '\u{8e2}'
        | '\u{115f}'..='\u{1160}'
        | '\u{1680}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{2000}'..='\u{200f}'
        | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{fffe}'..='\u{ffff}'
        | '\u{110bd}'
        | '\u{110cd}'
        | '\u{13430}'..='\u{1345f}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{10ffff}' => true,
        '\u{1161}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7fb}' => false,
        _ => c.width().unwrap_or(0) == 0 && !is_combining_mark(c) && !c.is_ascii(),
    }
}

/// Whether a typed `^`, `<`, `␣` or `□` would read as one of our marks: then it is written as a code, so that no two texts look alike.
fn looks_like_a_mark(c: char, rest: &str) -> bool {
    match c {
        '^' => rest.chars().next().is_some_and(|next| matches!(next, '?'..='_' | '\0'..='\x1f' | '\x7f')),
        '<' => rest.starts_with("U+"),
        _ => is_blank_sign(c),
    }
}

/// Whether it is what a blank is shown as.
fn is_blank_sign(c: char) -> bool {
    matches!(c, NO_BREAK | WIDE_BLANK)
}

fn push_code(out: &mut String, c: char) {
    // Writing to a String cannot fail.
    let _ = write!(out, "<U+{:04X}>", u32::from(c));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unicode(text: &str) -> String {
        Safe::new(text, Repertoire::Unicode).to_string()
    }

    #[test]
    fn hidden_characters_become_marks() {
        for (typed, shown) in [
            ("\x1b]52;c;\x07", "^[]52;c;^G"),
            ("a\tb\nc\x7f", "a^Ib^Jc^?"),
            ("\u{9b}", "<U+009B>"),
            ("\u{202e}cba", "<U+202E>cba"),
            ("\u{feff}\u{e0041}", "<U+FEFF><U+E0041>"),
            ("👩\u{200d}🔬", "👩<U+200D>🔬"),
            ("豆包 é e\u{301}", "豆包 é e\u{301}"),
            ("1\u{a0}234", "1␣234"),
            ("1\u{202f}234", "1<U+202F>234"),
            ("山田\u{3000}太郎", "山田□太郎"),
            ("␣□", "<U+2423><U+25A1>"),
            ("\u{1112}\u{1161}\u{11ab} 하\u{11ab}", "\u{1112}\u{1161}\u{11ab} 하\u{11ab}"),
            ("a\u{1161}한\u{1161}", "a<U+1161>한<U+1161>"),
            ("မြန်မာ ဘာသာ", "မြန်မာ ဘာသာ"),
            // Marks that are too new for the library that draws: alone, they would be dropped.
            ("a\u{1ade}b", "a<U+1ADE>b"),
            ("\u{301}a", "<U+0301>a"),
            ("🏽a", "<U+1F3FD>a"),
            ("\x07🏽🏽", "^G<U+1F3FD><U+1F3FD>"),
            ("<U+202E>\u{940}क\u{940}", "<U+003C>U+202E>\u{940}क\u{940}"),
            ("10^25", "10^25"),
            ("^[", "<U+005E>["),
            ("<U+202E>", "<U+003C>U+202E>"),
        ] {
            assert_eq!(unicode(typed), shown);
        }
    }

    /// X4, X5. Seen red with U+205F-U+206F not in the list: they were drawn as they are.
    #[test]
    fn every_class_of_hidden_characters_is_shown() {
        let classes = [
            ('\u{202a}', '\u{202e}'),
            ('\u{2066}', '\u{2069}'),
            ('\u{61c}', '\u{61c}'),
            ('\u{200b}', '\u{200f}'),
            ('\u{2028}', '\u{2029}'),
            ('\u{feff}', '\u{feff}'),
            ('\u{fff9}', '\u{fffb}'),
            ('\u{115f}', '\u{1160}'),
            ('\u{3164}', '\u{3164}'),
            ('\u{ffa0}', '\u{ffa0}'),
            ('\u{e0001}', '\u{e007f}'),
            ('\u{80}', '\u{9f}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{2000}', '\u{200a}'),
            ('\u{202f}', '\u{202f}'),
            ('\u{205f}', '\u{205f}'),
            ('\u{13430}', '\u{1343f}'),
            ('\u{890}', '\u{891}'),
        ];
        for hidden in classes.into_iter().flat_map(|(first, last)| first..=last) {
            assert_eq!(unicode(&format!("a{hidden}b")), format!("a<U+{:04X}>b", u32::from(hidden)));
        }
    }

    #[test]
    fn ascii_shows_codes() {
        assert_eq!(Safe::new("豆a\\u{8c46}", Repertoire::Ascii).as_str(), "\\u{8c46}a\\u{5c}u{8c46}");
    }

    #[test]
    fn names_in_ascii_are_their_latin_half() {
        for (typed, shown) in [
            ("Doubao 豆包", "Doubao"),
            ("Ernie Bot 文心一言, Tongyi 通义千问", "Ernie Bot, Tongyi"),
            ("豆包", "\\u{8c46}\\u{5305}"),
            ("PanGu-Σ", "PanGu-\\u{3a3}"),
            ("Before → after", "Before -> after"),
            ("", ""),
        ] {
            assert_eq!(drawable(&ascii_name(typed), Repertoire::Ascii), shown);
        }
    }

    /// X6. Seen red with no limit: 1,000 marks were kept.
    #[test]
    fn a_flood_of_marks_is_stopped() {
        let flood = format!("a{}", "\u{301}".repeat(1000));
        assert_eq!(unicode(&flood), format!("a{}\u{fffd}", "\u{301}".repeat(8)));
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left(text in any::<String>()) {
            for repertoire in [Repertoire::Unicode, Repertoire::Ascii] {
                let safe = Safe::new(&text, repertoire);
                prop_assert!(!safe.as_str().chars().any(|c| c.is_control() || is_hidden(c)));
                prop_assert!(repertoire == Repertoire::Unicode || safe.as_str().is_ascii());
            }
        }

        /// Else the sweep would replace what is drawn. Seen red with marks behind a code drawn as they are.
        #[test]
        fn every_grapheme_may_stand_alone(text in "[\\^<U+G>a\x07\x1b\u{202e}\u{301}\u{1f3fd}\u{915}\u{940}\u{1100}\u{1161}\u{102b}\u{a0}]{0,24}") {
            for grapheme in unicode(&text).graphemes(true) {
                prop_assert!(Safe::is_safe(grapheme, Repertoire::Unicode), "{grapheme:?}");
            }
        }

        #[test]
        fn distinct_texts_look_distinct(a in "[\\^<U+20E>?@A\\[\x00\x1b\x1e\x7f\u{202e}\u{301}a\\\\{}]{0,5}", b in "[\\^<U+20E>?@A\\[\x00\x1b\x1e\x7f\u{202e}\u{301}a\\\\{}]{0,5}") {
            for repertoire in [Repertoire::Unicode, Repertoire::Ascii] {
                prop_assert_eq!(a == b, Safe::new(&a, repertoire) == Safe::new(&b, repertoire));
            }
        }
    }
}
