//! An entity × period grid: row names at the left, periods on top, a shade and where it fits the number in each cell, the scale of
//! shades below. The cursor moves in two dimensions; its column counts periods back from the last, so that a panel that nobody
//! touched shows the newest.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::{glyph, point, put, put_right, safe, settled};
use super::{Cursor, Mark, Move, View};
use crate::base::{ObsRef, width};
use crate::board::{Heat, HeatCell, HeatColumn};

mod cell;
mod frame;
mod legend;

use frame::Frame;

pub(super) const LEAST: (u16, u16) = (16, 4);

/// Column of the grid under a cursor.
fn column_of(heat: &Heat, cursor: Cursor) -> Option<usize> {
    heat.columns.len().checked_sub(cursor.column.saturating_add(1))
}

pub(super) fn marks(heat: &Heat, view: &View<'_>) -> Vec<Mark> {
    let frame = Frame::new(heat, view);
    let mut out = Vec::new();
    for item in frame.rows(heat) {
        for column in frame.columns(heat) {
            if let Some(cell) = heat.cell(item, column) {
                let area = frame.area(item, column).intersection(view.area);
                out.push(Mark { area, item, column: heat.columns.len() - 1 - column, obs: cell.obs.clone() });
            }
        }
    }
    out
}

pub(super) fn draw(heat: &Heat, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let frame = Frame::new(heat, view);
    let cursor = settle(heat, view);
    let here = column_of(heat, cursor).filter(|_| view.focused);
    draw_head(heat, &frame, here, view, buf);
    for item in frame.rows(heat) {
        let Some(row) = heat.rows.get(item) else { continue };
        // Names stand beside the numbers of their row.
        let y = frame.line(item) + (frame.tall - 1) / 2;
        let is_here = view.focused && item == cursor.item;
        if is_here {
            point(buf, area, y, look);
        }
        let style = if is_here { theme.strong } else { theme.text };
        put(buf, area, (1, y), frame.labels.saturating_sub(2), &frame.name(&row.name, look), style, look.ascii);
        for column in frame.columns(heat) {
            let place = frame.area(item, column).intersection(area);
            cell::draw(heat, (item, column), place, is_here && here == Some(column), &frame, view, buf);
        }
    }
    legend::draw(heat, &frame, cursor, view, buf);
}

/// Rows above and below those on the screen.
pub(super) fn hidden(heat: &Heat, view: &View<'_>) -> (usize, usize) {
    let frame = Frame::new(heat, view);
    (frame.top, heat.rows.len().saturating_sub(frame.top + frame.fits))
}

/// Periods on top: what neighbours share said once above them where there is a line for it, else with the first of them.
fn draw_head(heat: &Heat, frame: &Frame, here: Option<usize>, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let (before, after) = (frame.left, heat.columns.len().saturating_sub(frame.left + frame.across));
    let hidden = [(before, "←", "<", true), (after, "→", ">", false)].into_iter().filter(|(count, ..)| *count > 0).map(
        |(count, unicode, ascii, first)| {
            let sign = glyph(look, unicode, ascii);
            if first { format!("{sign} {count}") } else { format!("{count} {sign}") }
        },
    );
    let hidden = hidden.collect::<Vec<_>>().join("  ");
    put_right(buf, area, 0, 0, frame.labels.saturating_sub(1), &hidden, theme.dim);
    let last = frame.head - 1;
    let (mut above_end, mut end) = (0, 0);
    // Labels beside the one under the cursor give way to it; it does only to the name of a group, and is said below too.
    let reserved = here.and_then(|at| Some((at, heat.columns.get(at)?))).map(|(at, column)| {
        let (x, text) = head_of(column, frame.area(frame.top, at), false, frame, view);
        (x, x + width(&text) as u16)
    });
    let named = if last == 0 { named_groups(heat, frame, here.zip(reserved), view) } else { Vec::new() };
    let mut group: Option<&str> = None;
    for (at, column) in heat.columns.iter().enumerate().skip(frame.left).take(frame.across) {
        let place = frame.area(frame.top, at);
        let start = place.x.saturating_sub(area.x);
        let is_here = here == Some(at);
        let style = match (is_here, column.empty) {
            (true, _) => theme.accent,
            (false, true) => theme.dim,
            (false, false) => theme.text,
        };
        let begins = group != Some(column.group.as_str());
        group = Some(&column.group);
        if begins && last > 0 && start >= above_end {
            let room = span_of(heat, frame, at) * frame.cell;
            let text = safe(&column.group, look);
            if width(&text) <= usize::from(room) || at + 1 == heat.columns.len() {
                let x = start.min((area.width).saturating_sub(width(&text) as u16));
                above_end = x.max(above_end)
                    + put(
                        buf,
                        area,
                        (x.max(above_end), 0),
                        room.max(width(&text) as u16),
                        &text,
                        theme.dim,
                        look.ascii,
                    )
                    + 1;
            }
        }
        if let Some((_, x, text)) = named.iter().find(|(own, ..)| *own == at) {
            end = x + put(buf, area, (*x, last), area.width, text, style, look.ascii) + 1;
            continue;
        }
        let (x, text) = head_of(column, place, false, frame, view);
        let columns = width(&text) as u16;
        let clear = |taken: (u16, u16)| x > taken.1 || x + columns < taken.0;
        let beside = named.iter().all(|(_, from, text)| clear((*from, from + width(text) as u16)));
        if x >= end && x >= frame.labels && beside && (is_here || reserved.is_none_or(clear)) {
            end = x + put(buf, area, (x, last), columns, &text, style, look.ascii) + 1;
        }
    }
}

/// Where groups have no line of their own: each where it begins, with the label of its first column where both have room before the
/// next group, else alone. Labels of other columns give way to them. The column, where the words stand, the words.
fn named_groups(
    heat: &Heat,
    frame: &Frame,
    here: Option<(usize, (u16, u16))>,
    view: &View<'_>,
) -> Vec<(usize, u16, String)> {
    let area = view.area;
    let shown = frame.columns(heat);
    let mut named: Vec<(usize, u16, String)> = Vec::new();
    let mut end = frame.labels;
    let mut at = shown.start;
    while let Some(column) = heat.columns.get(at).filter(|_| at < shown.end) {
        let span = span_of(heat, frame, at).max(1);
        let next = at + usize::from(span);
        let place = frame.area(frame.top, at);
        let start = place.x.saturating_sub(area.x);
        let limit = if next < shown.end { start + span * frame.cell - 1 } else { area.width };
        let alone = safe(&column.group, view.look);
        let left = start.min(area.width.saturating_sub(width(&alone) as u16));
        let forms = [head_of(column, place, true, frame, view), (left, alone)];
        let to = |(x, text): &(u16, String)| x + width(text) as u16;
        let fits = |form: &&(u16, String)| form.0 >= end && to(form) <= limit;
        // The label under the cursor stays beside it if it can.
        let clear =
            |form: &&(u16, String)| here.is_none_or(|(own, taken)| own == at || form.0 > taken.1 || to(form) < taken.0);
        let best = forms.iter().find(|form| fits(form) && clear(form)).or(forms.iter().rev().find(fits));
        if let Some((x, text)) = best.filter(|_| !column.group.is_empty()) {
            end = x + width(text) as u16 + 1;
            named.push((at, *x, text.clone()));
        }
        at = next;
    }
    named
}

/// Where a column's label stands, and what it says.
fn head_of(column: &HeatColumn, place: Rect, whole: bool, frame: &Frame, view: &View<'_>) -> (u16, String) {
    let start = place.x.saturating_sub(view.area.x);
    let text = safe(&label(column, whole), view.look);
    let columns = width(&text) as u16;
    // Over the last digit where numbers stand in the cells, else over the middle of the shade.
    let x = if frame.numbers && columns <= place.width {
        start + (place.width - frame.pad()).max(columns) - columns
    } else {
        start + place.width.saturating_sub(columns) / 2
    };
    (x.min(view.area.width.saturating_sub(columns)), text)
}

/// What is written over a column; with what its neighbours share where that is not said above.
fn label(column: &HeatColumn, whole: bool) -> String {
    if whole && !column.group.is_empty() { format!("{} {}", column.label, column.group) } else { column.label.clone() }
}

/// Columns on the screen from this one on that share its group.
fn span_of(heat: &Heat, frame: &Frame, from: usize) -> u16 {
    let group = heat.columns.get(from).map(|column| &column.group);
    let shown = heat.columns.iter().take(frame.left + frame.across).skip(from);
    shown.take_while(|column| Some(&column.group) == group).count() as u16
}

pub(super) fn step(heat: &Heat, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    let cursor = settle(heat, view);
    let (rows, columns) = (heat.rows.len(), heat.columns.len());
    if rows == 0 || columns == 0 {
        return Err(String::from("Nothing to move to here. Tab: next panel"));
    }
    let fits = Frame::new(heat, view).fits;
    let down = |by: usize| {
        if cursor.item + 1 >= rows { Err(String::from("Last row. J or Tab: next panel")) } else { Ok(cursor.item + by) }
    };
    let up = |by: usize| {
        if cursor.item == 0 {
            Err(String::from("First row. K or Shift-Tab: previous panel"))
        } else {
            Ok(cursor.item.saturating_sub(by))
        }
    };
    let (mut item, mut column) = (cursor.item, cursor.column);
    match direction {
        Move::Down => item = down(1)?,
        Move::Up => item = up(1)?,
        Move::HalfDown => item = down((fits / 2).max(1))?,
        Move::HalfUp => item = up((fits / 2).max(1))?,
        Move::PageDown => item = down(fits)?,
        Move::PageUp => item = up(fits)?,
        Move::First => item = 0,
        Move::Last => item = rows - 1,
        Move::Left if column + 1 >= columns => {
            return Err(String::from("First period. H or Shift-Tab: previous panel"));
        }
        Move::Right if column == 0 => return Err(String::from("Nothing to the right. L or Tab: next panel")),
        Move::Left => column += 1,
        Move::Right => column -= 1,
        Move::RowStart => column = columns - 1,
        Move::RowEnd => column = 0,
    }
    Ok(settled(Cursor { item: item.min(rows - 1), column, ..cursor }, rows, fits))
}

pub(super) fn settle(heat: &Heat, view: &View<'_>) -> Cursor {
    let fits = frame::fits(heat, view.area).0;
    let column = view.cursor.column.min(heat.columns.len().saturating_sub(1));
    settled(Cursor { column, ..view.cursor }, heat.rows.len(), fits)
}

pub(super) fn items(heat: &Heat) -> usize {
    heat.rows.len()
}

/// The cell under the cursor.
pub(super) fn cell_under(heat: &Heat, cursor: Cursor) -> Option<&HeatCell> {
    column_of(heat, cursor).and_then(|column| heat.cell(cursor.item, column))
}

pub(super) fn under(heat: &Heat, cursor: Cursor) -> Vec<ObsRef> {
    cell_under(heat, cursor).map(|cell| cell.obs.clone()).unwrap_or_default()
}

/// The cell whose own observation it is, else one that was computed with it.
pub(super) fn locate(heat: &Heat, at: ObsRef) -> Option<Cursor> {
    let cells = || heat.rows.iter().enumerate().flat_map(|(item, row)| row.cells.iter().map(move |cell| (item, cell)));
    let first = |(_, (_, cell)): &(usize, &(usize, HeatCell))| cell.obs.first() == Some(&at);
    let any = |(_, (_, cell)): &(usize, &(usize, HeatCell))| cell.obs.contains(&at);
    let (item, (column, _)) = cells().find(first).or_else(|| cells().find(any))?;
    Some(Cursor { item, column: heat.columns.len().checked_sub(column + 1)?, ..Cursor::default() })
}
