//! Series over time on a real time axis, with direct labels at their ends. A frame costs what its cells cost, whatever the number of
//! points: runs of points that share a column are drawn by their extremes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::{glyph, put, put_right, safe};
use super::lit::Light;
use super::{ChartAxes, Cursor, Mark, Move, View};
use crate::base::{ObsRef, width, write_number};
use crate::board::{Line, LineSeries, Reference};
use crate::chart::{Axis, Raster, ScaleKind, draw_axis};
use crate::data::Dataset;

mod band;
mod extremes;
mod frame;
mod marked;
mod names;
mod readout;
mod stroke;

use frame::Frame;

pub(super) const LEAST: (u16, u16) = (30, 6);

/// Columns between the labels of times.
const APART: u16 = 3;
/// Why there is no way to the left.
const FIRST_POINT: &str = "First point. H or Shift-Tab: previous panel";

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
    let marked = marked::Marked::new(line, &frame, view);
    readout::draw(line, &frame, view, cursor, &marked, buf);
    let top = Rect { y: frame.plot.y, height: frame.plot.height, ..area };
    for tick in &frame.ticks {
        put_right(buf, top, frame.row(tick.value), 0, frame.plot.x - area.x - 1, &tick.label, theme.dim);
    }
    let time = Axis { scale: frame.x, ticks: line.periods.ticks(&frame.x, APART), suffix: String::new() };
    let below = Rect { y: frame.plot.y + frame.plot.height, height: 2, ..frame.plot };
    draw_axis(&time, below.intersection(area), theme.dim, look.ascii, buf);
    draw_beyond(line, &frame, view, buf);
    names::draw_events(line, &frame, view, buf);
    if !line.references.iter().any(|level| level.value == 0.0) {
        draw_zero(&frame, view, buf);
    }
    line.references.iter().for_each(|level| draw_level(level, &frame, view, buf));
    let mut raster = Raster::new(frame.plot, look.glyphs);
    // The series under the cursor owns the cells that it shares.
    let mut order: Vec<usize> = (0..line.series.len()).collect();
    order.sort_by_key(|index| {
        let lit = line.series.get(*index).is_some_and(|series| stroke::light(series, view) == Light::Lit);
        (*index != cursor.item, !lit)
    });
    for series in order.iter().filter_map(|index| line.series.get(*index)) {
        stroke::draw_line(series, line.stroke, &frame, view, &mut raster);
    }
    for trend in &line.trends {
        if let Some(series) = line.series.get(trend.series) {
            stroke::draw_trend(trend, series, &frame, view, &mut raster);
        }
    }
    band::draw(line, cursor, &frame, view, &mut raster);
    raster.draw(buf);
    for item in order.iter().rev() {
        let Some(series) = line.series.get(*item) else { continue };
        let here = (view.focused && *item == cursor.item).then_some(cursor.column);
        let own = |all: &[marked::Place]| all.iter().filter(|at| at.0 == *item).map(|at| at.1).collect::<Vec<_>>();
        let (changed, revised) = (own(&marked.changed), own(&marked.revised));
        stroke::draw_markers(series, here, [&changed, &revised], &frame, view, buf);
    }
    line.references.iter().for_each(|level| name_level(level, &frame, view, buf));
    names::draw_ends(line, &frame, view, cursor, buf);
    extremes::draw(line, &frame, view, cursor, buf);
    if frame.aside {
        let row = area.height - 1;
        let told = trend_words(line, cursor, view);
        let from = put(buf, area, (0, row), area.width, &told, theme.derived, look.ascii);
        let rest = safe(&line.aside.join(" · "), look);
        let gap = if from == 0 { 0 } else { 2 };
        put(buf, area, (from + gap, row), area.width.saturating_sub(from + gap), &rest, theme.dim, look.ascii);
    }
}

/// The trend of the series under the cursor, else of the first that has one, in the longest words that fit.
fn trend_words(line: &Line, cursor: Cursor, view: &View<'_>) -> String {
    let own = line.trends.iter().find(|trend| trend.series == cursor.item).or(line.trends.first());
    let Some(trend) = own else { return String::new() };
    let name = line.series.get(trend.series).filter(|_| line.series.len() > 1).map(|series| series.name.as_str());
    let name = name.map_or(String::new(), |name| format!("{}: ", safe(name, view.look)));
    let forms = trend.trend.forms(view.look.numbers);
    let fits = |text: &String| width(text) <= usize::from(view.area.width);
    forms.into_iter().map(|words| safe(&format!("{name}{words}"), view.look)).find(fits).unwrap_or_default()
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

/// Zero of a symlog axis as a rule: above it and below it the numbers grow away from each other.
fn draw_zero(frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    if frame.y.kind == ScaleKind::Symlog && frame.y.contains(0.0) {
        let rule = glyph(view.look, "─", "-").repeat(frame.plot.width.into());
        put(buf, frame.plot, (0, frame.row(0.0)), frame.plot.width, &rule, view.look.theme.dim, view.look.ascii);
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
}

/// The name and number of a level beside its line, where nothing else is drawn.
fn name_level(level: &Reference, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    if level.label.is_empty() || !frame.y.contains(level.value) {
        return;
    }
    let text = safe(&format!(" {} {} ", level.label, write_number(level.value, None, look.numbers)), look);
    let columns = width(&text) as u16;
    let free = |x: u16, y: u16| {
        (x..x + columns).all(|x| {
            let cell = buf.cell((frame.plot.x + x, frame.plot.y + y));
            cell.is_some_and(|cell| matches!(cell.symbol(), " " | "╌" | "─" | "-"))
        })
    };
    let row = frame.row(level.value);
    let rows = [Some(row), row.checked_sub(1), Some(row + 1)].into_iter().flatten();
    let rows = rows.filter(|row| *row < frame.plot.height);
    let last = frame.plot.width.checked_sub(columns);
    let places = rows.flat_map(|y| (0..=last.unwrap_or(0)).map(move |x| (x, y)));
    if let Some(at) = places.into_iter().find(|(x, y)| last.is_some() && free(*x, *y)) {
        put(buf, frame.plot, at, columns, &text, look.theme.dim, look.ascii);
    }
}

/// The last fact that the forecasts or rumours under the cursor go on from: its series and its number there.
fn from_facts(line: &Line, cursor: Cursor) -> Option<(usize, usize)> {
    let own = line.series.get(cursor.item).filter(|series| series.joined)?;
    let fact = own.points.obs().first()?;
    let mut facts = line.series.iter().enumerate().filter(|(_, series)| !series.joined);
    facts.find_map(|(item, series)| Some((item, series.points.obs().iter().rposition(|at| at == fact)?)))
}

/// The series of forecasts or rumours that goes on from the last point of the series under the cursor.
fn into_forecasts(line: &Line, cursor: Cursor) -> Option<usize> {
    let last = line.series.get(cursor.item)?.points.obs().last()?;
    let goes_on =
        |series: &LineSeries| series.joined && series.points.len() > 1 && series.points.obs().first() == Some(last);
    line.series.iter().enumerate().find(|(item, series)| *item != cursor.item && goes_on(series)).map(|(item, _)| item)
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
        Move::Left if cursor.column <= 1 && from_facts(line, cursor).is_some() => {
            let (item, column) = from_facts(line, cursor).unwrap_or((cursor.item, cursor.column));
            // Its first point is the fact that it goes on from.
            match column.checked_sub(usize::from(cursor.column == 0)) {
                Some(column) => Ok(Cursor { item, column, ..cursor }),
                None => Err(String::from(FIRST_POINT)),
            }
        }
        Move::Right if cursor.column >= last && into_forecasts(line, cursor).is_some() => {
            let item = into_forecasts(line, cursor).unwrap_or(cursor.item);
            Ok(Cursor { item, column: 1, ..cursor })
        }
        Move::Left if cursor.column == 0 => Err(String::from(FIRST_POINT)),
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
