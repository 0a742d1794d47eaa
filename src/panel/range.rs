//! Intervals on one axis; open ends are arrows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::{glyph, list_marks, list_step, put, put_right, safe, settled, visible};
use super::{Cursor, Mark, Move, View};
use crate::base::{width, write_measure, write_unit_suffix};
use crate::board::{BarRow, Intervals};
use crate::chart::{Axis, Scale, draw_axis, log_ticks, number_ticks};

pub(super) const LEAST: (u16, u16) = (24, 2);

const LEAST_PLOT: u16 = 10;

/// Lines below the rows: the axis, and the words for what cannot be drawn.
fn below(x: &Intervals, height: u16) -> u16 {
    if height >= 5 { 2 + u16::from(!x.aside.is_empty()) } else { 0 }
}

fn fits(x: &Intervals, view: &View<'_>) -> usize {
    visible(view.area.height.saturating_sub(below(x, view.area.height)), 1)
}

pub(super) fn marks(x: &Intervals, view: &View<'_>) -> Vec<Mark> {
    let mut marks =
        list_marks(view, 0, 1, x.rows.len(), |item| x.rows.get(item).map(|r| r.obs.clone()).unwrap_or_default());
    marks.truncate(fits(x, view));
    marks
}

pub(super) fn draw(x: &Intervals, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let cursor = settle(x, view);
    let shown: Vec<(usize, &BarRow)> = x.rows.iter().enumerate().skip(cursor.top).take(fits(x, view)).collect();
    let number = |row: &BarRow| safe(&write_measure(&row.measure, look.numbers), look);
    let value = shown.iter().map(|(_, r)| width(&number(r))).max().unwrap_or(0) as u16;
    let room = area.width.saturating_sub(1);
    let label = shown.iter().map(|(_, r)| width(&safe(&r.label, look))).max().unwrap_or(0) as u16;
    let label = label.min(room.saturating_sub(value + LEAST_PLOT + 3).max(6)).min(room);
    let at = 1 + label + 1;
    let plot = area.width.saturating_sub(at + value + 2);
    let scale = scale(x, plot);
    for (line, (item, row)) in shown.iter().enumerate() {
        let y = line as u16;
        let here = view.focused && *item == cursor.item;
        if here {
            put(buf, area, (0, y), 1, glyph(look, "▸", ">"), theme.accent, look.ascii);
        }
        let style = if here { theme.strong } else { theme.text };
        put(buf, area, (1, y), label, &safe(&row.label, look), style, look.ascii);
        if plot >= LEAST_PLOT {
            let area = Rect { x: area.x + at, y: area.y + y, width: plot, height: 1 };
            draw_interval(row, &scale, view, area, buf);
        }
        let changed = row.obs.iter().any(|at| look.changed.contains_key(&view.dataset.key(*at)));
        put_right(buf, area, y, 0, area.width, &number(row), if changed { theme.changed } else { theme.strong });
    }
    let below = below(x, area.height);
    if below >= 2 && plot >= LEAST_PLOT {
        let ticks = if scale.log { log_ticks(&scale, look.numbers, 2) } else { number_ticks(&scale, look.numbers, 3) };
        let axis = Axis { scale, ticks, suffix: safe(&write_unit_suffix(&x.unit), look) };
        let line = Rect { x: area.x + at, y: area.y + shown.len() as u16, width: plot, height: 2 };
        draw_axis(&axis, line.intersection(area), theme.dim, look.ascii, buf);
    }
    if below == 3 {
        put(buf, area, (1, area.height - 1), room, &safe(&x.aside.join(" · "), look), theme.dim, look.ascii);
    }
}

fn scale(x: &Intervals, cells: u16) -> Scale {
    let ends = |row: &BarRow| [row.measure.point, row.measure.low.map(|b| b.value), row.measure.high.map(|b| b.value)];
    let values: Vec<f64> = x.rows.iter().flat_map(ends).flatten().collect();
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    if x.log && low > 0.0 {
        Scale::new(low, high, true, cells)
    } else {
        Scale::new(low.min(0.0), high.max(0.0), false, cells)
    }
}

fn draw_interval(row: &BarRow, scale: &Scale, view: &View<'_>, area: Rect, buf: &mut Buffer) {
    let look = view.look;
    let hue = look.theme.hue(row.hue);
    let m = &row.measure;
    if !m.has_number() {
        return;
    }
    let last = area.width.saturating_sub(1);
    let cell = |value: f64| scale.cell(value).min(last);
    let (from, to) = (m.low.map_or(0, |b| cell(b.value)), m.high.map_or(last, |b| cell(b.value)));
    let mut dot = |x: u16, symbol: &str| {
        put(buf, area, (x, 0), 1, symbol, hue, look.ascii);
    };
    if !(m.low == m.high && m.low.is_some()) {
        let line = if row.hollow { glyph(look, "┅", "-") } else { glyph(look, "━", "=") };
        (from..=to).for_each(|x| dot(x, line));
        dot(from, if m.low.is_some() { glyph(look, "┝", "|") } else { glyph(look, "◄", "<") });
        dot(to, if m.high.is_some() { glyph(look, "┥", "|") } else { glyph(look, "►", ">") });
    }
    if let Some(point) = m.point {
        dot(cell(point), if row.hollow { glyph(look, "○", "o") } else { glyph(look, "●", "*") });
    }
}

pub(super) fn step(x: &Intervals, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    list_step(settle(x, view), x.rows.len(), fits(x, view), direction)
}

pub(super) fn settle(x: &Intervals, view: &View<'_>) -> Cursor {
    settled(view.cursor, x.rows.len(), fits(x, view))
}

pub(super) fn items(x: &Intervals) -> usize {
    x.rows.len()
}
