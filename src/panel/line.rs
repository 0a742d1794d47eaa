//! Series over time on a real time axis, with direct labels at their ends.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::{glyph, put, put_right, safe};
use super::{Cursor, Mark, Move, View};
use crate::base::{width, write_measure, write_unit_suffix};
use crate::board::{Line, LineSeries};
use crate::chart::{Axis, Glyphs, Raster, Scale, draw_axis, row_ticks, time_ticks};

pub(super) const LEAST: (u16, u16) = (30, 6);

/// Marker shapes and dashes, so that colour is never the only sign.
const MARKERS: [(&str, &str); 6] = [("●", "*"), ("◆", "o"), ("▲", "^"), ("■", "#"), ("○", "+"), ("◇", "x")];
const DASHES: [Option<u32>; 3] = [None, Some(4), Some(2)];
/// More points than this in a series are a line, not marks.
const MARKED: usize = 24;
/// Widest label at a line's end.
const WIDEST_LABEL: usize = 22;

/// Where the parts of the chart stand.
struct Frame {
    plot: Rect,
    x: Scale,
    y: Scale,
    labels: u16,
}

fn frame(line: &Line, view: &View<'_>) -> Frame {
    let area = view.area;
    let look = view.look;
    let points = || line.series.iter().flat_map(|s| &s.points);
    let (mut low, mut high) = (f64::MAX, f64::MIN);
    for value in points()
        .flat_map(|p| [p.measure.point, p.measure.low.map(|b| b.value), p.measure.high.map(|b| b.value)])
        .flatten()
    {
        if !line.log || value > 0.0 {
            low = low.min(value);
            high = high.max(value);
        }
    }
    if let Some(target) = line.target {
        low = low.min(target);
        high = high.max(target);
    }
    // A linear axis shows sizes: it starts at zero unless the data are far from it.
    if !line.log && low > 0.0 && low < high / 2.0 {
        low = 0.0;
    }
    let (first, last) = points().fold((f64::MAX, f64::MIN), |(l, h), p| (l.min(p.x), h.max(p.x)));
    let below = 2 + u16::from(!line.aside.is_empty() && area.height >= 10);
    let height = area.height.saturating_sub(1 + below).max(1);
    let y = Scale::new(low, high, line.log, height);
    let ticks = y_ticks(&y, view);
    let axis = ticks.iter().map(|t| width(&t.label)).max().unwrap_or(0) as u16 + 1;
    let labels =
        line.series.iter().map(|s| width(&safe(&s.name, look)).min(WIDEST_LABEL)).max().unwrap_or(0) as u16 + 3;
    let labels = if area.width > axis + labels + 20 { labels } else { 0 };
    let plot = Rect { x: area.x + axis, y: area.y + 1, width: area.width.saturating_sub(axis + labels).max(1), height };
    Frame { plot, x: Scale::new(first, last, false, plot.width), y, labels }
}

fn y_ticks(y: &Scale, view: &View<'_>) -> Vec<crate::chart::Tick> {
    row_ticks(y, view.look.numbers, 2)
}

/// Row of a value inside the plot, from the top.
fn row(frame: &Frame, value: f64) -> u16 {
    let last = frame.plot.height.saturating_sub(1);
    last - frame.y.cell(value).min(last)
}

pub(super) fn marks(line: &Line, view: &View<'_>) -> Vec<Mark> {
    let frame = frame(line, view);
    let mut out = Vec::new();
    for (item, series) in line.series.iter().enumerate() {
        for (column, point) in series.points.iter().enumerate() {
            let Some(place) = point.measure.place().filter(|v| !line.log || *v > 0.0) else { continue };
            let area = Rect {
                x: frame.plot.x + frame.x.cell(point.x),
                y: frame.plot.y + row(&frame, place),
                width: 1,
                height: 1,
            };
            out.push(Mark { area: area.intersection(view.area), item, column, obs: vec![point.obs] });
        }
    }
    out
}

pub(super) fn draw(line: &Line, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let frame = frame(line, view);
    let cursor = settle(line, view);
    draw_readout(line, view, cursor, buf);
    let top = Rect { y: frame.plot.y, height: frame.plot.height, ..area };
    for tick in y_ticks(&frame.y, view) {
        put_right(buf, top, row(&frame, tick.value), 0, frame.plot.x - area.x - 1, &tick.label, theme.dim);
    }
    let time = Axis { scale: frame.x, ticks: time_ticks(&frame.x, 3), suffix: String::new() };
    let below = Rect { y: frame.plot.y + frame.plot.height, height: 2, ..frame.plot };
    draw_axis(&time, below.intersection(area), theme.dim, look.ascii, buf);
    for event in &line.events {
        if let Some(day) = event.period.first.filter(|day| frame.x.contains(f64::from(day.0))) {
            let x = frame.plot.x - area.x + frame.x.cell(f64::from(day.0));
            put(buf, area, (x, below.y - area.y), 1, glyph(look, "▴", "^"), theme.accent, look.ascii);
        }
    }
    let mut raster = Raster::new(frame.plot, if look.ascii { Glyphs::Ascii } else { Glyphs::Braille });
    for series in &line.series {
        draw_band(series, &frame, view, buf);
    }
    // The series under the cursor owns the cells that it shares.
    let mut order: Vec<usize> = (0..line.series.len()).collect();
    order.sort_by_key(|index| *index != cursor.item);
    for series in order.iter().filter_map(|index| line.series.get(*index)) {
        draw_series(series, &frame, view, &mut raster);
    }
    raster.draw(buf);
    for (item, series) in line.series.iter().enumerate() {
        let (unicode, ascii) = MARKERS[usize::from(series.shape) % MARKERS.len()];
        for (column, point) in series.points.iter().enumerate() {
            let Some(place) = point.measure.place().filter(|v| !line.log || *v > 0.0) else { continue };
            let here = view.focused && item == cursor.item && column == cursor.column;
            if series.points.len() > MARKED && !here {
                continue;
            }
            let symbol = if point.hollow && !here { glyph(look, "○", "o") } else { glyph(look, unicode, ascii) };
            let style = if here { theme.cursor } else { theme.hue(series.hue) };
            put(buf, frame.plot, (frame.x.cell(point.x), row(&frame, place)), 1, symbol, style, look.ascii);
        }
    }
    if let Some(target) = line.target.filter(|t| frame.y.contains(*t)) {
        let y = row(&frame, target);
        for x in (0..frame.plot.width).step_by(2) {
            put(buf, frame.plot, (x, y), 1, glyph(look, "╌", "-"), theme.dim, look.ascii);
        }
    }
    draw_labels(line, &frame, view, cursor, buf);
    if !line.aside.is_empty() && area.height >= 10 {
        put(buf, area, (0, area.height - 1), area.width, &safe(&line.aside.join(" · "), look), theme.dim, look.ascii);
    }
}

/// What is under the cursor, or the unit, above the plot.
fn draw_readout(line: &Line, view: &View<'_>, cursor: Cursor, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let unit = safe(write_unit_suffix(&line.unit).trim(), look);
    let used = put(buf, area, (0, 0), area.width, &unit, look.theme.dim, look.ascii);
    let point = line.series.get(cursor.item).and_then(|s| Some((s, s.points.get(cursor.column)?)));
    if let Some((series, point)) = point.filter(|_| view.focused) {
        let period = view.dataset.get(point.obs).period.words(look.ascii);
        let name = if point.name.is_empty() { &series.name } else { &point.name };
        let text = format!("{name} {} {period}", write_measure(&point.measure, look.numbers));
        put_right(buf, area, 0, used + 1, area.width, &safe(&text, look), look.theme.strong);
    }
}

/// Low to high as a light shade behind the line.
fn draw_band(series: &LineSeries, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    for point in &series.points {
        let (Some(low), Some(high)) = (point.measure.low, point.measure.high) else { continue };
        if low.value >= high.value {
            continue;
        }
        let x = frame.x.cell(point.x);
        for y in row(frame, high.value)..=row(frame, low.value) {
            put(buf, frame.plot, (x, y), 1, glyph(look, "░", ":"), look.theme.hue(series.hue), look.ascii);
        }
    }
}

fn draw_series(series: &LineSeries, frame: &Frame, view: &View<'_>, raster: &mut Raster) {
    let style = view.look.theme.hue(series.hue);
    // Braille and ASCII differ in dots a cell: ask the raster, so that lines and their markers meet.
    let (across, down) = (raster.width() as f64, raster.height() as f64);
    let dot = |x: f64, value: f64| {
        let px = frame.x.position(x) / f64::from(frame.plot.width) * across;
        let py = (1.0 - frame.y.position(value) / f64::from(frame.plot.height)) * down;
        (px.floor() as i64, py.floor().min(down - 1.0) as i64)
    };
    let mut before: Option<((i64, i64), bool)> = None;
    for point in &series.points {
        let Some(place) = point.measure.place().filter(|v| !frame.y.log || *v > 0.0) else {
            before = None;
            continue;
        };
        let at = dot(point.x, place);
        if let Some((from, hollow)) = before.filter(|_| !point.gap_before) {
            let dash = if hollow || point.hollow {
                Some(1)
            } else {
                DASHES[usize::from(series.shape) / MARKERS.len() % DASHES.len()]
            };
            raster.line(from, at, style, dash);
        } else {
            raster.dot(at.0, at.1, style);
        }
        before = Some((at, point.hollow));
    }
}

/// Names at the line ends, moved apart; what finds no room is left to the readout.
fn draw_labels(line: &Line, frame: &Frame, view: &View<'_>, cursor: Cursor, buf: &mut Buffer) {
    if frame.labels == 0 {
        return;
    }
    let look = view.look;
    let mut taken = vec![false; usize::from(frame.plot.height)];
    let area = Rect { x: frame.plot.x + frame.plot.width + 1, width: frame.labels.saturating_sub(1), ..frame.plot };
    for (item, series) in line.series.iter().enumerate() {
        let last = series.points.iter().rev().find_map(|p| p.measure.place().filter(|v| !line.log || *v > 0.0));
        let Some(wish) = last.map(|value| usize::from(row(frame, value))) else { continue };
        let near = (0..taken.len()).filter(|y| !taken[*y]).min_by_key(|y| y.abs_diff(wish));
        let Some(y) = near else { break };
        taken[y] = true;
        let (unicode, ascii) = MARKERS[usize::from(series.shape) % MARKERS.len()];
        let here = view.focused && item == cursor.item;
        let style = if here { look.theme.strong.patch(look.theme.hue(series.hue)) } else { look.theme.hue(series.hue) };
        let text = format!("{} {}", glyph(look, unicode, ascii), safe(&series.name, look));
        put(buf, area, (0, y as u16), area.width, &text, style, look.ascii);
    }
}

pub(super) fn step(line: &Line, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    let cursor = settle(line, view);
    let points = |item: usize| line.series.get(item).map_or(0, |s| s.points.len());
    let last = points(cursor.item).saturating_sub(1);
    let x = line.series.get(cursor.item).and_then(|s| s.points.get(cursor.column)).map_or(0.0, |p| p.x);
    // Another series keeps the time, not the number of the point.
    let onto = |item: usize| {
        let points = line.series.get(item).map(|s| s.points.as_slice()).unwrap_or_default();
        let near = points.iter().enumerate().min_by(|(_, a), (_, b)| (a.x - x).abs().total_cmp(&(b.x - x).abs()));
        Cursor { item, column: near.map_or(0, |(column, _)| column), ..cursor }
    };
    let ten = 10.min(last);
    match direction {
        Move::Left if cursor.column == 0 => Err(String::from("First point. H or Shift-Tab: previous panel")),
        Move::Right if cursor.column >= last => Err(String::from("Nothing to the right. L or Tab: next panel")),
        Move::Left => Ok(Cursor { column: cursor.column - 1, ..cursor }),
        Move::Right => Ok(Cursor { column: cursor.column + 1, ..cursor }),
        Move::HalfUp | Move::PageUp => Ok(Cursor { column: cursor.column.saturating_sub(ten), ..cursor }),
        Move::HalfDown | Move::PageDown => Ok(Cursor { column: (cursor.column + ten).min(last), ..cursor }),
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
