//! Items laid out in a box: long lines wrapped, in two columns where there is room, scrolled so that the chosen one is seen.

use ratatui::layout::Rect;

use super::{Item, Kind, Overlay, Tone, chosen};
use crate::app::{Session, layout};
use crate::base::{grapheme_width, graphemes, width};

/// Two columns are worth it from this many cells each.
const COLUMN: u16 = 54;
/// Keys stand in a column of at most this many cells.
const KEYS: usize = 14;

/// One line as drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct Line {
    /// Which item it belongs to.
    pub(in crate::app) item: usize,
    /// Whether it is the item's first.
    pub(in crate::app) first: bool,
    /// Whether it stands below the item's text.
    pub(in crate::app) below: bool,
    pub(in crate::app) text: String,
}

/// A box with lines.
#[derive(Debug, Clone)]
pub(in crate::app) struct Flow {
    /// The box with its border, or the whole of a tiny screen.
    pub(in crate::app) rect: Rect,
    /// Where its lines stand.
    pub(in crate::app) inside: Rect,
    /// Number of columns, and cells of each.
    pub(in crate::app) columns: usize,
    pub(in crate::app) wide: u16,
    /// Lines that one column holds.
    pub(in crate::app) rows: usize,
    /// Cells that keys take at the left.
    pub(in crate::app) keys: usize,
    pub(in crate::app) lines: Vec<Line>,
    /// First line drawn.
    pub(in crate::app) top: usize,
}

/// Columns left free on either side of the box.
fn side(kind: Kind, body: u16) -> u16 {
    match kind {
        _ if body < 60 => 0,
        Kind::Help | Kind::Dossier => body / 40,
        _ => body / 12,
    }
}

/// Columns inside the box of an overlay.
pub(super) fn columns(session: &Session, kind: Kind) -> u16 {
    let body = session.area().width;
    if layout::is_tiny(session.area()) { body } else { (body - side(kind, body) * 2).saturating_sub(2) }
}

/// Lays an overlay out; `below` is the number of lines to leave free under the list.
pub(in crate::app) fn flow(session: &Session, overlay: &Overlay, items: &[Item], below: u16) -> Flow {
    let area = session.area();
    // Where there is no room for panels there is none for a border: a title line, then its lines.
    let tiny = layout::is_tiny(area);
    let body = if tiny { area } else { layout::body(area) };
    let side = side(overlay.kind, body.width);
    let above = if body.height < 14 { 0 } else { body.height / 12 };
    let most = body.height - above * 2;
    let inner = columns(session, overlay.kind);
    let many = if overlay.kind == Kind::Help && inner >= COLUMN * 2 { 2 } else { 1 };
    let wide = if many == 2 { (inner - 2) / 2 } else { inner };
    let keys = items.iter().map(|item| width(&item.keys)).max().unwrap_or(0).min(KEYS.min(usize::from(wide) / 3));
    let keys = if keys == 0 { 0 } else { keys + 2 };
    let lines = wrapped(items, usize::from(wide).saturating_sub(keys));
    // A box as tall as what it holds; a list that is typed into keeps its size, so that it does not jump.
    let wanted = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(below).saturating_add(2);
    let height = if tiny || overlay.kind.types() { most } else { wanted.clamp(3.min(most), most) };
    let rect = Rect { x: body.x + side, width: body.width - side * 2, y: body.y + above, height };
    let inside = if tiny { under_title(rect) } else { layout::inside(rect) };
    let rows = usize::from(inside.height - below.min(inside.height / 2)).max(1);
    let capacity = rows * many;
    let furthest = lines.len().saturating_sub(capacity);
    let top = if overlay.kind.is_text() {
        overlay.at.min(furthest)
    } else {
        let at = chosen(items, overlay.at);
        let last = lines.iter().rposition(|line| line.item == at).unwrap_or(0);
        // What stands above the first choice, its heading, is seen with it.
        if at == chosen(items, 0) { 0 } else { (last + 1).saturating_sub(capacity) }
    };
    Flow { rect, inside, columns: many, wide, rows, keys, lines, top }
}

/// What a title line leaves; a single line has no title.
fn under_title(rect: Rect) -> Rect {
    let title = u16::from(rect.height > 1);
    Rect { y: rect.y + title, height: rect.height - title, ..rect }
}

impl Flow {
    /// The furthest first line of a text.
    pub(in crate::app) fn furthest(&self) -> usize {
        self.lines.len().saturating_sub(self.rows * self.columns)
    }
}

fn wrapped(items: &[Item], columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (item, content) in items.iter().enumerate() {
        let right = content.right_columns(columns);
        let beside = if right == 0 { 0 } else { right + 1 };
        if content.tone == Tone::Dim {
            // What cannot be done here takes one line, cut where it is drawn.
            lines.push(Line { item, first: true, below: false, text: content.text.clone() });
            continue;
        }
        for (at, text) in wrap(&content.text, columns.saturating_sub(beside)).into_iter().enumerate() {
            lines.push(Line { item, first: at == 0, below: false, text });
        }
        for text in content.below.iter().flat_map(|text| wrap(text, columns)) {
            lines.push(Line { item, first: false, below: true, text });
        }
    }
    lines
}

/// Text in lines of at most so many columns, broken at blanks and between wide letters, inside a word only where it is longer than a
/// line. Further lines are indented by two.
pub(in crate::app) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(8);
    let indent = " ".repeat(text.chars().take_while(|c| *c == ' ').count().min(columns / 2) + 2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in words(text) {
        let begun = if lines.is_empty() { 0 } else { indent.len() };
        if word.blank && (used + word.wide > columns || used == begun && begun > 0) {
            continue;
        }
        if used + word.wide > columns && used > begun {
            lines.push(std::mem::replace(&mut line, indent.clone()).trim_end().to_owned());
            used = indent.len();
        }
        if used + word.wide <= columns {
            line.push_str(word.text);
            used += word.wide;
            continue;
        }
        for letter in graphemes(word.text) {
            let wide = grapheme_width(letter);
            if used + wide > columns {
                lines.push(std::mem::replace(&mut line, indent.clone()));
                used = indent.len();
            }
            line.push_str(letter);
            used += wide;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// What is kept together: a run of blanks, a wide letter, or other letters up to either.
struct Word<'a> {
    text: &'a str,
    /// Its columns.
    wide: usize,
    blank: bool,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let (mut begin, mut end, mut joins) = (0, 0, false);
    for letter in graphemes(text) {
        let (at, blank, wide) = (end, letter.trim().is_empty(), grapheme_width(letter));
        end += letter.len();
        match words.last_mut() {
            Some(word) if joins && wide <= 1 && word.blank == blank => {
                word.text = text.get(begin..end).unwrap_or(letter);
                word.wide += wide;
            }
            _ => {
                begin = at;
                words.push(Word { text: letter, wide, blank });
            }
        }
        joins = wide <= 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_lose_nothing() {
        assert_eq!(wrap("stated \"17%以内\" by LatePost", 16), ["stated \"17%以内\"", "  by LatePost"]);
        assert_eq!(wrap("abcdefghijklmnopqrst", 10), ["abcdefghij", "  klmnopqr", "  st"]);
        assert_eq!(wrap("", 10), [""]);
        for columns in 0..40 {
            let text = "豆包 Doubao 4839万 users, monthly   active";
            let joined: String = wrap(text, columns).concat();
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(letters(&joined), letters(text), "{columns}");
            assert!(wrap(text, columns).iter().all(|line| width(line) <= columns.max(8)), "{columns}");
        }
    }
}
