//! What all kinds need to draw: safe text kept inside an area, a list that scrolls, the smallest form of a panel.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Cursor, Look, Mark, Move, View};
use crate::base::{ObsRef, Repertoire, Shape, cut, drawable, drawable_name, halves, width, write_measure};
use crate::board::Resolved;

/// Text as it may be drawn for this viewer.
pub(super) fn safe(text: &str, look: &Look<'_>) -> String {
    drawable(text, repertoire(look))
}

fn repertoire(look: &Look<'_>) -> Repertoire {
    if look.ascii { Repertoire::Ascii } else { Repertoire::Unicode }
}

/// One of two glyphs.
pub(super) fn glyph(look: &Look<'_>, unicode: &'static str, ascii: &'static str) -> &'static str {
    if look.ascii { ascii } else { unicode }
}

/// The sign before the row under the cursor. In ASCII no `>`: before a number that would say "more than".
pub(super) fn point(buf: &mut Buffer, area: Rect, y: u16, look: &Look<'_>) {
    put(buf, area, (0, y), 1, glyph(look, "▸", ":"), look.theme.accent, look.ascii);
}

/// A name as it may be drawn: in ASCII its Latin half, where it has one.
pub(super) fn name(text: &str, look: &Look<'_>) -> String {
    drawable_name(text, repertoire(look))
}

/// A name in full, then each half of one in two scripts: half a name says who it is, a cut one does not.
pub(super) fn named_forms(text: &str, look: &Look<'_>) -> Vec<String> {
    match halves(text) {
        Some((latin, other)) if !look.ascii => {
            [text, latin, other].map(|form| drawable_name(form, repertoire(look))).to_vec()
        }
        _ => vec![name(text, look)],
    }
}

/// What a list says of its rows that are not on the screen: `↑ 2 ↓ 7 more`; empty where all are.
pub(super) fn more(above: usize, below: usize, look: &Look<'_>) -> String {
    let up = (above > 0).then(|| format!("{} {above}", glyph(look, "↑", "^")));
    let down = (below > 0).then(|| format!("{} {below} more", glyph(look, "↓", "v")));
    [up, down].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Where so many columns of text fit into a line with two blank ones on either side, as far right as that is.
pub(super) fn gap(buf: &Buffer, area: Rect, y: u16, columns: u16) -> Option<(u16, u16)> {
    let mut free = 0;
    for x in (area.x..area.right()).rev() {
        let blank = buf.cell((x, y)).is_some_and(|cell| cell.symbol() == " ");
        free = if blank { free + 1 } else { 0 };
        // At the edge nothing stands beside it.
        let beside = if x + free < area.right() { 2 } else { 0 };
        if free >= columns + 2 + beside {
            return Some((x + 2, y));
        }
    }
    None
}

/// The longest of these forms that fits, else the shorter one cut.
pub(super) fn fitted(forms: &[String], columns: u16, ascii: bool) -> String {
    let fits = |text: &&String| width(text) <= usize::from(columns);
    let short = || forms.get(1).or(forms.first()).map_or(String::new(), |text| cut(text, usize::from(columns), ascii));
    forms.iter().find(fits).cloned().unwrap_or_else(short)
}

/// Writes drawable text at an offset inside the area, cut with an ellipsis at `columns`; returns the columns written.
pub(super) fn put(
    buf: &mut Buffer,
    area: Rect,
    at: (u16, u16),
    columns: u16,
    text: &str,
    style: Style,
    ascii: bool,
) -> u16 {
    let (x, y) = at;
    if y >= area.height || x >= area.width {
        return 0;
    }
    let room = columns.min(area.width - x);
    let text = cut(text, usize::from(room), ascii);
    buf.set_stringn(area.x + x, area.y + y, &text, usize::from(room), style);
    width(&text) as u16
}

/// Writes text that ends before the offset `end`; only whole. Returns where it starts, or `end` if it does not fit after `from`.
pub(super) fn put_right(buf: &mut Buffer, area: Rect, row: u16, from: u16, end: u16, text: &str, style: Style) -> u16 {
    let columns = width(text) as u16;
    let end = end.min(area.width);
    if row >= area.height || end < from.saturating_add(columns) || columns == 0 {
        return end;
    }
    let x = end - columns;
    buf.set_stringn(area.x + x, area.y + row, text, usize::from(columns), style);
    x
}

/// Rows of a list that fit: `height` cells, each item `tall`.
pub(super) fn visible(height: u16, tall: u16) -> usize {
    usize::from((height / tall.max(1)).max(1))
}

/// The cursor inside a list, scrolled so that it is visible.
pub(super) fn settled(cursor: Cursor, count: usize, fits: usize) -> Cursor {
    let item = cursor.item.min(count.saturating_sub(1));
    let last_top = count.saturating_sub(fits);
    let top = cursor.top.min(item).max(item.saturating_sub(fits.saturating_sub(1))).min(last_top);
    Cursor { item, top, ..cursor }
}

/// A move in a list.
pub(super) fn list_step(cursor: Cursor, count: usize, fits: usize, direction: Move) -> Result<Cursor, String> {
    if count == 0 {
        return Err(String::from("Nothing to move to here. Tab: next panel"));
    }
    let last = count - 1;
    let down = |by: usize| {
        if cursor.item >= last {
            Err(String::from("Last row. J or Tab: next panel"))
        } else {
            Ok((cursor.item + by).min(last))
        }
    };
    let up = |by: usize| {
        if cursor.item == 0 {
            Err(String::from("First row. K or Shift-Tab: previous panel"))
        } else {
            Ok(cursor.item.saturating_sub(by))
        }
    };
    let item = match direction {
        Move::Down => down(1)?,
        Move::Up => up(1)?,
        Move::HalfDown => down((fits / 2).max(1))?,
        Move::HalfUp => up((fits / 2).max(1))?,
        Move::PageDown => down(fits)?,
        Move::PageUp => up(fits)?,
        Move::First => 0,
        Move::Last => last,
        Move::Left | Move::RowStart => return Err(String::from("Nothing to the left. H or Shift-Tab: previous panel")),
        Move::Right | Move::RowEnd => return Err(String::from("Nothing to the right. L or Tab: next panel")),
    };
    Ok(settled(Cursor { item, ..cursor }, count, fits))
}

/// Marks of a list whose items stand under each other.
pub(super) fn list_marks(
    view: &View<'_>,
    first_row: u16,
    tall: u16,
    count: usize,
    obs: impl Fn(usize) -> Vec<ObsRef>,
) -> Vec<Mark> {
    let height = view.area.height.saturating_sub(first_row);
    let fits = visible(height, tall);
    let cursor = settled(view.cursor, count, fits);
    (cursor.top..count.min(cursor.top + fits))
        .map(|item| {
            let row = first_row + (item - cursor.top) as u16 * tall;
            let area = Rect { x: view.area.x, y: view.area.y + row, width: view.area.width, height: tall }
                .intersection(view.area);
            Mark { area, item, column: 0, obs: obs(item) }
        })
        .collect()
}

/// The smallest form: name, number with its period, source, and which of how many it is; as many lines as there are.
pub(super) fn main_number(view: &View<'_>, buf: &mut Buffer) {
    let cursor = match &view.panel.resolved {
        // The newest number is the one to know, unless another was looked for.
        Resolved::Line(line) if view.cursor.column == 0 => {
            let points = line.series.get(view.cursor.item).map_or(0, |series| series.points.len());
            Cursor { column: points.saturating_sub(1), ..view.cursor }
        }
        _ => view.cursor,
    };
    let under = super::under(view.panel, view.dataset, cursor);
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let Some(at) = under.first() else {
        put(buf, area, (0, 0), area.width, &safe(&view.panel.title, look), theme.dim, look.ascii);
        return;
    };
    let seen = view.dataset.get(*at);
    let called = match &view.panel.resolved {
        Resolved::Stat(figures) => figures.rows.get(cursor.item).map_or("", |figure| &figure.words),
        _ if seen.measure.shape == Shape::Event => view.dataset.metric_name(*at),
        _ => view.dataset.entity_name(*at),
    };
    let called = fitted(&named_forms(called, look), area.width, look.ascii);
    let number = safe(&write_measure(&seen.measure, look.numbers), look);
    let period = safe(&seen.period.words(look.ascii), look);
    let both = format!("{number} {period}").trim().to_owned();
    // A number is shown whole or not at all.
    let number = [both, number].into_iter().find(|text| width(text) <= usize::from(area.width));
    let source = safe(format!("{} {}", seen.source, seen.reference).trim(), look);
    let items = super::items(&view.panel.resolved);
    let place = if items > 1 { format!("{} of {items}", cursor.item + 1) } else { String::new() };
    let mut lines = vec![(called, theme.text)];
    lines.extend(number.map(|text| (text, theme.strong)));
    lines.extend([(source, theme.dim), (place, theme.dim)]);
    lines.retain(|(text, _)| !text.is_empty());
    if area.height == 1 && lines.get(1).is_some_and(|(_, style)| *style == theme.strong) {
        lines.swap(0, 1);
    }
    for (row, (text, style)) in lines.iter().take(usize::from(area.height)).enumerate() {
        put(buf, area, (0, row as u16), area.width, text, *style, look.ascii);
    }
}
