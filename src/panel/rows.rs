//! What the kinds that list rows share: clipped text, glyphs with ASCII twins, and a cursor over a scrolled list.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Cursor, Move, View};
use crate::base::{Measure, NumberStyle, ObsRef, Repertoire, Safe, cut, width, write_measure};

/// Data text made drawable.
pub(super) fn safe(text: &str, view: &View<'_>) -> String {
    let repertoire = if view.look.ascii { Repertoire::Ascii } else { Repertoire::Unicode };
    Safe::new(text, repertoire).to_string()
}

/// Words that the program made, maybe with data in them: known signs get their ASCII twins, the rest is made drawable.
pub(super) fn words(text: &str, view: &View<'_>) -> String {
    if !view.look.ascii {
        return safe(text, view);
    }
    let mut twins = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '×' => twins.push('x'),
            '−' | '–' => twins.push('-'),
            '≈' | '…' => twins.push('~'),
            '≤' => twins.push_str("<="),
            '≥' => twins.push_str(">="),
            '→' => twins.push_str("->"),
            '·' => twins.push(','),
            '▲' => twins.push('^'),
            '▼' => twins.push('v'),
            '¶' => twins.push('#'),
            _ => twins.push(c),
        }
    }
    safe(&twins, view)
}

/// A measure as written in this look.
pub(super) fn value(measure: &Measure, view: &View<'_>) -> String {
    words(&write_measure(measure, numbers(view)), view)
}

/// The number style, ASCII where the look is.
pub(super) fn numbers(view: &View<'_>) -> NumberStyle {
    NumberStyle { ascii: view.look.ascii || view.look.numbers.ascii, ..view.look.numbers }
}

/// One of two glyphs.
pub(super) fn glyph(view: &View<'_>, unicode: &'static str, ascii: &'static str) -> &'static str {
    if view.look.ascii { ascii } else { unicode }
}

/// Writes text at a place of the area, cut with `…` at `room` columns; nothing outside the area is touched.
pub(super) fn put(view: &View<'_>, buf: &mut Buffer, at: (u16, u16), room: usize, text: &str, style: Style) {
    let area = view.area.intersection(buf.area);
    let (x, y) = (view.area.x.saturating_add(at.0), view.area.y.saturating_add(at.1));
    if !area.contains(Position { x, y }) {
        return;
    }
    let room = room.min(usize::from(area.right().saturating_sub(x)));
    buf.set_stringn(x, y, cut(text, room, view.look.ascii), room, style);
}

/// Writes text so that it ends before column `end` of the area; not at all if it does not fit after column `start`.
pub(super) fn put_right(view: &View<'_>, buf: &mut Buffer, row: u16, ends: (u16, u16), text: &str, style: Style) {
    let size = width(text);
    let (start, end) = ends;
    if size <= usize::from(end.saturating_sub(start)) {
        put(view, buf, (end - size as u16, row), size, text, style);
    }
}

/// The style of a value: bold, and marked where it changed since the viewer looked.
pub(super) fn value_style(view: &View<'_>, obs: &[ObsRef]) -> Style {
    let theme = view.look.theme;
    if !view.look.changed.is_empty() && obs.iter().any(|at| view.look.changed.contains_key(&view.dataset.key(*at))) {
        return theme.strong.patch(theme.changed);
    }
    theme.strong
}

/// Whether the marked value is one of these.
pub(super) fn is_marked(view: &View<'_>, obs: &[ObsRef]) -> bool {
    view.look.marked.is_some_and(|key| obs.iter().any(|at| view.dataset.key(*at) == *key))
}

/// A scrolled list: so many items, so many of them drawn at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct List {
    /// Items.
    pub(super) items: usize,
    /// Items that fit.
    pub(super) page: usize,
}

impl List {
    /// The cursor inside the list, scrolled no further than needed.
    pub(super) fn settle(self, cursor: Cursor) -> Cursor {
        let item = cursor.item.min(self.items.saturating_sub(1));
        let page = self.page.max(1);
        let top = cursor.top.min(self.items.saturating_sub(page)).min(item).max((item + 1).saturating_sub(page));
        Cursor { item, top, ..cursor }
    }

    /// The cursor after a move up or down, or why there is none.
    pub(super) fn step(self, cursor: Cursor, direction: Move) -> Result<Cursor, String> {
        let cursor = self.settle(cursor);
        let last = self.items.saturating_sub(1);
        let (half, page) = ((self.page / 2).max(1), self.page.max(1));
        let item = match direction {
            Move::Up => cursor.item.saturating_sub(1),
            Move::Down => (cursor.item + 1).min(last),
            Move::HalfUp => cursor.item.saturating_sub(half),
            Move::HalfDown => (cursor.item + half).min(last),
            Move::PageUp => cursor.item.saturating_sub(page),
            Move::PageDown => (cursor.item + page).min(last),
            Move::First => 0,
            Move::Last => last,
            Move::Left | Move::RowStart => return Err(NO_LEFT.to_owned()),
            Move::Right | Move::RowEnd => return Err(NO_RIGHT.to_owned()),
        };
        if self.items == 0 {
            return Err("Nothing to move over here".to_owned());
        }
        if item == cursor.item {
            let above = matches!(direction, Move::Up | Move::HalfUp | Move::PageUp | Move::First);
            return Err(if above { NO_UP } else { NO_DOWN }.to_owned());
        }
        Ok(self.settle(Cursor { item, ..cursor }))
    }
}

/// Why a move leads nowhere.
pub(super) const NO_LEFT: &str = "Nothing to the left. H or Shift-Tab: previous panel";
/// See [`NO_LEFT`].
pub(super) const NO_RIGHT: &str = "Nothing to the right. L or Tab: next panel";
const NO_UP: &str = "Nothing above. K or Shift-Tab: previous panel";
const NO_DOWN: &str = "Nothing below. J or Tab: next panel";
