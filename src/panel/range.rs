//! Intervals on one axis; open ends are arrows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::changed::{self, Changed};
use super::ink::{glyph, list_step, point, put, put_right, safe, settled};
use super::label::{self, Pitch};
use super::status;
use super::{Cursor, Mark, Move, View, interval};
use crate::base::{width, write_unit_suffix};
use crate::board::{BarRow, Intervals};
use crate::chart::{Axis, Scale, draw_axis, value_ticks};

pub(super) const LEAST: (u16, u16) = (24, 2);

const LEAST_PLOT: u16 = 10;

/// Lines below the rows: the axis, and the words for what cannot be drawn.
fn below(x: &Intervals, height: u16) -> u16 {
    if height >= 5 { 2 + u16::from(!x.aside.is_empty()) } else { 0 }
}

fn pitch(x: &Intervals, view: &View<'_>) -> Pitch {
    let lines = if label::has_second_line(&x.rows) { 2 } else { 1 };
    label::pitch(x.rows.len(), view.area.height.saturating_sub(below(x, view.area.height)), lines, lines)
}

pub(super) fn marks(x: &Intervals, view: &View<'_>) -> Vec<Mark> {
    label::marks(&x.rows, view, pitch(x, view))
}

pub(super) fn draw(x: &Intervals, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let cursor = settle(x, view);
    let pitch = pitch(x, view);
    let shown: Vec<(usize, &BarRow)> = x.rows.iter().enumerate().skip(cursor.top).take(pitch.fits).collect();
    let number = |row: &BarRow| label::number(row, look);
    let value = shown.iter().map(|(_, r)| width(&number(r))).max().unwrap_or(0) as u16;
    let room = area.width.saturating_sub(1);
    let plotted = LEAST_PLOT.max(room / if pitch.lines == 1 { 4 } else { 3 });
    let rows: Vec<&BarRow> = shown.iter().map(|(_, row)| *row).collect();
    let columns = label::wish(&rows, pitch.lines, view);
    let marks: Vec<Option<Changed>> =
        shown.iter().map(|(_, row)| Changed::among(&row.obs, &row.measure, view)).collect();
    let marked = if pitch.lines == 1 {
        changed::beside(marks.iter().flatten(), room.saturating_sub(columns + value + plotted + 4))
    } else {
        0
    };
    let columns = columns.min(room.saturating_sub(value + marked + plotted + 4).max(6)).min(room);
    let at = 1 + columns + 2;
    let number_end = area.width.saturating_sub(marked);
    let plot = number_end.saturating_sub(at + value + 2);
    let scale = interval::scale(x.rows.iter().map(|row| &row.measure), x.log, interval::Origin::Values, plot);
    for (line, ((item, row), mark)) in shown.iter().zip(&marks).enumerate() {
        let y = line as u16 * pitch.step;
        let here = view.focused && *item == cursor.item;
        let light = view.light(&row.obs);
        light.draw_sign(view, y, buf);
        if here {
            point(buf, area, y, look);
        }
        let style = light.label(if here { theme.strong } else { theme.text }, view);
        label::draw(row, view, y, columns, pitch.lines, style, buf);
        if plot >= LEAST_PLOT {
            let area = Rect { x: area.x + at, y: area.y + y, width: plot, height: 1 };
            draw_interval(row, &scale, view, area, buf);
        }
        let style = if mark.is_some() { theme.changed } else { light.mark(theme.strong, view) };
        put_right(buf, area, y, 0, number_end, &number(row), style);
        if let Some(mark) = mark.as_ref().filter(|_| marked > 0) {
            put(buf, area, (number_end + 1, y), marked - 1, mark.fitted(marked - 1), theme.changed, look.ascii);
        }
        if pitch.lines == 2 {
            label::draw_below(mark.as_ref(), "", view, y + 1, (at, area.width), buf);
        }
    }
    let end = (shown.len() as u16).saturating_sub(1) * pitch.step + pitch.lines;
    let below = below(x, area.height);
    if below >= 2 && plot >= LEAST_PLOT {
        let ticks = value_ticks(&scale, look.numbers, if x.log { 2 } else { 3 });
        let axis = Axis { scale, ticks, suffix: safe(&write_unit_suffix(&x.unit), look) };
        let line = Rect { x: area.x + at, y: area.y + end, width: plot, height: 2 };
        draw_axis(&axis, line.intersection(area), theme.dim, look.ascii, buf);
    }
    if below == 3 {
        put(buf, area, (1, area.height - 1), room, &safe(&x.aside.join(" · "), look), theme.dim, look.ascii);
    }
}

fn draw_interval(row: &BarRow, scale: &Scale, view: &View<'_>, area: Rect, buf: &mut Buffer) {
    let look = view.look;
    let (line, point) = match status::sign(row.standing, look) {
        "" => (glyph(look, "━", "="), glyph(look, "●", "*")),
        sign => (glyph(look, "┅", "-"), sign),
    };
    let hue = view.light(&row.obs).mark(look.theme.hue(row.hue), view);
    interval::draw(&row.measure, scale, (line, point), hue, look, area, buf);
}

pub(super) fn step(x: &Intervals, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    list_step(settle(x, view), x.rows.len(), pitch(x, view).fits, direction)
}

pub(super) fn settle(x: &Intervals, view: &View<'_>) -> Cursor {
    settled(view.cursor, x.rows.len(), pitch(x, view).fits)
}

pub(super) fn items(x: &Intervals) -> usize {
    x.rows.len()
}
