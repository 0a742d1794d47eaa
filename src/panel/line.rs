//! Series over time on a real time axis, with direct labels at their ends. A frame costs what its cells cost, whatever the number of
//! points: runs of points that share a column are drawn by their extremes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::{glyph, put, put_right, safe};
use super::{ChartAxes, Cursor, Mark, Move, View};
use crate::base::{ObsRef, width, write_number};
use crate::board::{Line, LineSeries, Reference};
use crate::chart::{Axis, Raster, draw_axis, time_ticks};
use crate::data::Dataset;

mod band;
mod frame;
mod marked;
mod names;
mod readout;
mod stroke;

use frame::Frame;

pub(super) const LEAST: (u16, u16) = (30, 6);

/// Marks of the points that have a cell column of their own: of several in one the first.
pub(super) fn marks(line: &Line, view: &View<'_>) -> Vec<Mark> {
    let frame = Frame::new(line, view);
    let mut out = Vec::new();
    for (item, series) in line.series.iter().enumerate() {
        let own = frame.within(series);
        let mut column = own.start;
        while let Some(point) = series.points.get(column).filter(|_| column < own.end) {
            let cell = frame.cell(&point);
            let area = Rect { x: frame.plot.x + cell, y: frame.plot.y + frame.row(point.value), width: 1, height: 1 };
            if frame.shows(&point) {
                out.push(Mark { area: area.intersection(view.area), item, column, obs: vec![point.obs] });
            }
            column = frame.first_from(series, cell + 1).max(column + 1);
        }
    }
    out
}

pub(super) fn draw(line: &Line, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let frame = Frame::new(line, view);
    let cursor = settle(line, view);
    let changed = marked::changed_points(line, view);
    readout::draw(line, &frame, view, cursor, &changed, buf);
    let top = Rect { y: frame.plot.y, height: frame.plot.height, ..area };
    for tick in &frame.ticks {
        put_right(buf, top, frame.row(tick.value), 0, frame.plot.x - area.x - 1, &tick.label, theme.dim);
    }
    let time = Axis { scale: frame.x, ticks: time_ticks(&frame.x, 3), suffix: String::new() };
    let below = Rect { y: frame.plot.y + frame.plot.height, height: 2, ..frame.plot };
    draw_axis(&time, below.intersection(area), theme.dim, look.ascii, buf);
    draw_beyond(line, &frame, view, buf);
    names::draw_events(line, &frame, view, buf);
    line.references.iter().for_each(|level| draw_level(level, &frame, view, buf));
    if let Some(series) = banded(line, cursor) {
        band::draw(series, &frame, view, buf);
    }
    let mut raster = Raster::new(frame.plot, look.glyphs);
    // The series under the cursor owns the cells that it shares.
    let mut order: Vec<usize> = (0..line.series.len()).collect();
    order.sort_by_key(|index| *index != cursor.item);
    for series in order.iter().filter_map(|index| line.series.get(*index)) {
        stroke::draw_line(series, line.stroke, &frame, view, &mut raster);
    }
    raster.draw(buf);
    for item in order.iter().rev() {
        let Some(series) = line.series.get(*item) else { continue };
        let here = (view.focused && *item == cursor.item).then_some(cursor.column);
        let changed = changed.iter().filter(|at| at.0 == *item).map(|at| at.1).collect::<Vec<_>>();
        stroke::draw_markers(series, here, &changed, &frame, view, buf);
    }
    names::draw_ends(line, &frame, view, cursor, buf);
    if frame.aside {
        put(buf, area, (0, area.height - 1), area.width, &safe(&line.aside.join(" · "), look), theme.dim, look.ascii);
    }
}

/// The series whose band is drawn: the only one that has one, else that of the cursor, for several bands hide each other.
fn banded(line: &Line, cursor: Cursor) -> Option<&LineSeries> {
    let mut with = line.series.iter().filter(|series| series.points.is_banded());
    match (with.next(), with.next()) {
        (Some(only), None) => Some(only),
        _ => line.series.get(cursor.item),
    }
}

/// Signs at the ends of the axis that the series go on there, beyond what is looked at.
fn draw_beyond(line: &Line, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    let rule = Rect { y: frame.plot.y + frame.plot.height, height: 1, ..frame.plot }.intersection(view.area);
    let ends = || line.series.iter().filter_map(|series| series.points.first().zip(series.points.last()));
    let [before, after] = [glyph(look, "◂", "<"), glyph(look, "▸", ">")];
    if ends().any(|(first, _)| first.x < frame.x.low) {
        put(buf, rule, (0, 0), 1, before, look.theme.accent, look.ascii);
    }
    if ends().any(|(_, last)| last.x > frame.x.high) {
        put(buf, rule, (rule.width.saturating_sub(1), 0), 1, after, look.theme.accent, look.ascii);
    }
}

/// A level as a dashed line with its name and number.
fn draw_level(level: &Reference, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    if !frame.y.contains(level.value) {
        return;
    }
    let y = frame.row(level.value);
    for x in (0..frame.plot.width).step_by(2) {
        put(buf, frame.plot, (x, y), 1, glyph(look, "╌", "-"), look.theme.dim, look.ascii);
    }
    let text = safe(&format!(" {} {} ", level.label, write_number(level.value, None, look.numbers)), look);
    if width(&text) + 4 <= usize::from(frame.plot.width) {
        put(buf, frame.plot, (2, y), frame.plot.width, &text, look.theme.dim, look.ascii);
    }
}

pub(super) fn step(line: &Line, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    let cursor = settle(line, view);
    let frame = Frame::new(line, view);
    let Some(series) = line.series.get(cursor.item) else {
        return Err(String::from("Nothing to move to here. Tab: next panel"));
    };
    let last = series.points.len().saturating_sub(1);
    let here = series.points.get(cursor.column);
    let (x, cell) = here.map_or((0.0, 0), |point| (point.x, frame.cell(&point)));
    // A step is one that can be seen: to the next point that stands in another column.
    let right = |from: u16| frame.first_from(series, from + 1).clamp((cursor.column + 1).min(last), last);
    let left = |to: u16| {
        let before = frame.first_from(series, to).saturating_sub(1);
        let start = series.points.get(before).map_or(0, |point| frame.first_from(series, frame.cell(&point)));
        start.min(cursor.column.saturating_sub(1))
    };
    // Another series keeps the time, not the number of the point.
    let onto = |item: usize| {
        let column = line.series.get(item).and_then(|series| series.points.nearest(x)).unwrap_or(0);
        Cursor { item, column, ..cursor }
    };
    let tenth = (frame.plot.width / 10).max(1);
    match direction {
        Move::Left if cursor.column == 0 => Err(String::from("First point. H or Shift-Tab: previous panel")),
        Move::Right if cursor.column >= last => Err(String::from("Nothing to the right. L or Tab: next panel")),
        Move::Left => Ok(Cursor { column: left(cell), ..cursor }),
        Move::Right => Ok(Cursor { column: right(cell), ..cursor }),
        Move::HalfUp | Move::PageUp => Ok(Cursor { column: left(cell.saturating_sub(tenth)), ..cursor }),
        Move::HalfDown | Move::PageDown => Ok(Cursor { column: right(cell + tenth), ..cursor }),
        Move::First | Move::RowStart => Ok(Cursor { column: 0, ..cursor }),
        Move::Last | Move::RowEnd => Ok(Cursor { column: last, ..cursor }),
        Move::Up if cursor.item == 0 => Err(String::from("First series. K: panel above")),
        Move::Down if cursor.item + 1 >= line.series.len() => Err(String::from("Last series. J: panel below")),
        Move::Up => Ok(onto(cursor.item - 1)),
        Move::Down => Ok(onto(cursor.item + 1)),
    }
}

pub(super) fn settle(line: &Line, view: &View<'_>) -> Cursor {
    let item = view.cursor.item.min(line.series.len().saturating_sub(1));
    let points = line.series.get(item).map_or(0, |s| s.points.len());
    Cursor { item, column: view.cursor.column.min(points.saturating_sub(1)), ..view.cursor }
}

/// Both axes, and where the cursor stands.
pub(super) fn axes(line: &Line, view: &View<'_>) -> ChartAxes {
    let (frame, cursor) = (Frame::new(line, view), settle(line, view));
    let point = line.series.get(cursor.item).and_then(|series| series.points.get(cursor.column));
    ChartAxes { x: frame.x, y: frame.y, at: point.map(|point| (point.x, point.value)) }
}

/// The series and point that stand for an observation.
pub(super) fn locate(line: &Line, dataset: &Dataset, at: ObsRef) -> Option<Cursor> {
    let each = line.series.iter().enumerate();
    let mut found = each.filter_map(|(item, series)| Some((item, marked::place(series, at, dataset)?)));
    found.next().map(|(item, column)| Cursor { item, column, ..Cursor::default() })
}

pub(super) fn items(line: &Line) -> usize {
    line.series.len()
}
