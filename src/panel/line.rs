//! Series over time on a real time axis, with direct labels at their ends. A frame costs what its cells cost, whatever the number of
//! points: runs of points that share a column are drawn by their extremes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::changed::Changed;
use super::ink::{fitted, glyph, named_forms, put, put_right, safe};
use super::{Cursor, Mark, Move, View};
use crate::base::{width, write_measure, write_number, write_unit_suffix};
use crate::board::{Line, LinePoint, LineSeries};
use crate::chart::{Axis, Glyphs, Raster, Scale, Tick, draw_axis, row_ticks, time_ticks};

mod marked;
mod names;
mod stroke;

pub(super) const LEAST: (u16, u16) = (30, 6);

/// From this height on the events of the axis have a line for their names.
const NAMED_EVENTS: u16 = 12;
/// From this height on what is left out is said below.
const SAID_ASIDE: u16 = 10;

/// Where the parts of the chart stand.
struct Frame {
    plot: Rect,
    x: Scale,
    y: Scale,
    ticks: Vec<Tick>,
    labels: u16,
    events: bool,
}

impl Frame {
    fn new(line: &Line, view: &View<'_>) -> Self {
        let area = view.area;
        let (mut low, mut high) = (f64::MAX, f64::MIN);
        for (from, to) in line.series.iter().flat_map(|s| [s.values.all(), s.bands.all()]).flatten() {
            (low, high) = (low.min(from), high.max(to));
        }
        if let Some(target) = line.target {
            (low, high) = (low.min(target), high.max(target));
        }
        // A linear axis shows sizes: it starts at zero unless the data are far from it.
        if !line.log && low > 0.0 && low < high / 2.0 {
            low = 0.0;
        }
        let ends = line.series.iter().filter_map(|s| Some((s.points.first()?.x, s.points.last()?.x)));
        let (first, last) = ends.fold((f64::MAX, f64::MIN), |(l, h), (from, to)| (l.min(from), h.max(to)));
        let events = !line.events.is_empty() && area.height >= NAMED_EVENTS;
        let below = 2 + u16::from(events) + u16::from(!line.aside.is_empty() && area.height >= SAID_ASIDE);
        let height = area.height.saturating_sub(1 + below).max(1);
        let y = Scale::new(low, high, line.log, height);
        // Six numbers or so are enough to read a height by.
        let ticks = row_ticks(&y, view.look.numbers, (height / 6).max(2));
        let axis = ticks.iter().map(|t| width(&t.label)).max().unwrap_or(0) as u16 + 1;
        let labels = names::columns(line, view, area.width.saturating_sub(axis));
        let width = area.width.saturating_sub(axis + labels).max(1);
        let plot = Rect { x: area.x + axis, y: area.y + 1, width, height };
        Self { plot, x: Scale::new(first, last, false, width), y, ticks, labels, events }
    }

    /// Row of a value inside the plot, from the top.
    fn row(&self, value: f64) -> u16 {
        let last = self.plot.height.saturating_sub(1);
        last - self.y.cell(value).min(last)
    }

    fn cell(&self, point: &LinePoint) -> u16 {
        self.x.cell(point.x)
    }

    /// The first point of a series that stands in this cell or right of it.
    fn first_from(&self, series: &LineSeries, cell: u16) -> usize {
        series.points.partition_point(|point| self.cell(point) < cell)
    }
}

/// Marks of the points that have a cell column of their own: of several in one the first.
pub(super) fn marks(line: &Line, view: &View<'_>) -> Vec<Mark> {
    let frame = Frame::new(line, view);
    let mut out = Vec::new();
    for (item, series) in line.series.iter().enumerate() {
        let mut column = 0;
        while let Some(point) = series.points.get(column) {
            let cell = frame.cell(point);
            let area = Rect { x: frame.plot.x + cell, y: frame.plot.y + frame.row(point.value), width: 1, height: 1 };
            out.push(Mark { area: area.intersection(view.area), item, column, obs: vec![point.obs] });
            column = frame.first_from(series, cell + 1);
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
    draw_readout(line, view, cursor, &changed, buf);
    let top = Rect { y: frame.plot.y, height: frame.plot.height, ..area };
    for tick in &frame.ticks {
        put_right(buf, top, frame.row(tick.value), 0, frame.plot.x - area.x - 1, &tick.label, theme.dim);
    }
    let time = Axis { scale: frame.x, ticks: time_ticks(&frame.x, 3), suffix: String::new() };
    let below = Rect { y: frame.plot.y + frame.plot.height, height: 2, ..frame.plot };
    draw_axis(&time, below.intersection(area), theme.dim, look.ascii, buf);
    names::draw_events(line, &frame, view, buf);
    draw_target(line, &frame, view, buf);
    if let Some(series) = banded(line, cursor) {
        stroke::draw_band(series, &frame, view, buf);
    }
    let mut raster = Raster::new(frame.plot, if look.ascii { Glyphs::Ascii } else { Glyphs::Braille });
    // The series under the cursor owns the cells that it shares.
    let mut order: Vec<usize> = (0..line.series.len()).collect();
    order.sort_by_key(|index| *index != cursor.item);
    for series in order.iter().filter_map(|index| line.series.get(*index)) {
        stroke::draw_line(series, &frame, view, &mut raster);
    }
    raster.draw(buf);
    for item in order.iter().rev() {
        let Some(series) = line.series.get(*item) else { continue };
        let here = (view.focused && *item == cursor.item).then_some(cursor.column);
        let changed = changed.iter().filter(|at| at.0 == *item).map(|at| at.1).collect::<Vec<_>>();
        stroke::draw_markers(series, here, &changed, &frame, view, buf);
    }
    names::draw_ends(line, &frame, view, cursor, buf);
    if !line.aside.is_empty() && area.height >= SAID_ASIDE {
        put(buf, area, (0, area.height - 1), area.width, &safe(&line.aside.join(" · "), look), theme.dim, look.ascii);
    }
}

/// The series whose band is drawn: the only one that has one, else that of the cursor, for several bands hide each other.
fn banded(line: &Line, cursor: Cursor) -> Option<&LineSeries> {
    let mut with = line.series.iter().filter(|series| series.bands.all().is_some());
    match (with.next(), with.next()) {
        (Some(only), None) => Some(only),
        _ => line.series.get(cursor.item),
    }
}

/// What is under the cursor, else what changed last, right above the plot; at the left the unit and how much changed.
fn draw_readout(line: &Line, view: &View<'_>, cursor: Cursor, changed: &[(usize, usize)], buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let mut unit = safe(write_unit_suffix(&line.unit).trim(), look);
    let told = if view.focused { Some((cursor.item, cursor.column)) } else { marked::newest(line, changed) };
    let point =
        told.and_then(|(item, column)| Some(line.series.get(item)?).and_then(|s| Some((s, s.points.get(column)?))));
    let mut end = area.width;
    if let Some((series, point)) = point {
        let period = view.dataset.get(point.obs).period.words(look.ascii);
        let name = if point.name.is_empty() { &series.name } else { &point.name };
        let said = safe(&format!("{} {period}", write_measure(&point.measure, look.numbers)), look);
        if let Some(mark) = Changed::of(point.obs, view) {
            let room = area.width.saturating_sub(width(&said) as u16 + 1);
            end = put_right(buf, area, 0, 0, end, mark.fitted(room), look.theme.changed).saturating_sub(1);
        }
        // The number is whole before the name is said.
        let room = end.saturating_sub(width(&said) as u16 + 1);
        let name = fitted(&named_forms(name, look), room, look.ascii);
        let style = if view.focused { look.theme.strong } else { look.theme.text };
        end = put_right(buf, area, 0, 0, end, format!("{name} {said}").trim(), style);
    }
    // One that is told of at the right need not be counted.
    let counted = changed.len() > 1 || !changed.is_empty() && told.is_none_or(|told| !changed.contains(&told));
    if counted {
        let count = format!("{} changed", changed.len());
        let both = if unit.is_empty() { count } else { safe(&format!("{unit} · {count}"), look) };
        unit = if width(&both) < usize::from(end) { both } else { unit };
    }
    if width(&unit) < usize::from(end) {
        put(buf, area, (0, 0), end.saturating_sub(1), &unit, look.theme.dim, look.ascii);
    }
}

/// The target as a dashed line with its number.
fn draw_target(line: &Line, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    let Some(target) = line.target.filter(|target| frame.y.contains(*target)) else { return };
    let y = frame.row(target);
    for x in (0..frame.plot.width).step_by(2) {
        put(buf, frame.plot, (x, y), 1, glyph(look, "╌", "-"), look.theme.dim, look.ascii);
    }
    let text = safe(&format!(" target {} ", write_number(target, None, look.numbers)), look);
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
    let (x, cell) = here.map_or((0.0, 0), |point| (point.x, frame.cell(point)));
    // A step is one that can be seen: to the next point that stands in another column.
    let right = |from: u16| frame.first_from(series, from + 1).clamp((cursor.column + 1).min(last), last);
    let left = |to: u16| {
        let before = frame.first_from(series, to).saturating_sub(1);
        let start = series.points.get(before).map_or(0, |point| frame.first_from(series, frame.cell(point)));
        start.min(cursor.column.saturating_sub(1))
    };
    // Another series keeps the time, not the number of the point.
    let onto = |item: usize| {
        let points = line.series.get(item).map(|s| s.points.as_slice()).unwrap_or_default();
        let after = points.partition_point(|point| point.x < x);
        let near =
            [after.saturating_sub(1), after].into_iter().filter_map(|at| Some((at, (points.get(at)?.x - x).abs())));
        let column = near.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(at, _)| at);
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

pub(super) fn items(line: &Line) -> usize {
    line.series.len()
}
