//! The lines themselves: strokes on the raster, markers, the low-high band.

use ratatui::buffer::Buffer;

use super::Frame;
use crate::board::{LinePoint, LineSeries};
use crate::chart::Raster;
use crate::panel::View;
use crate::panel::ink::{glyph, put};

/// Marker shapes: full, hollow, and their ASCII.
const MARKERS: [[(&str, &str); 2]; 5] = [
    [("●", "*"), ("○", "o")],
    [("◆", "#"), ("◇", "%")],
    [("▲", "A"), ("△", "V")],
    [("■", "@"), ("□", "&")],
    [("▼", "x"), ("▽", "+")],
];
/// Dots of a dash, for series that share a shape.
const DASHES: [Option<u32>; 3] = [None, Some(6), Some(3)];
/// Dots of what is forecast or estimated.
const DOTTED: u32 = 1;
/// More points than this in a series have a marker now and then, fewer one each.
const MARKED: usize = 24;
/// Cells from marker to marker along a long series.
const APART: u16 = 12;

/// The marker of a series, full or hollow.
pub(super) fn marker(series: &LineSeries, hollow: bool, view: &View<'_>) -> &'static str {
    let shapes = MARKERS[usize::from(series.shape) % MARKERS.len()];
    let (unicode, ascii) = shapes[usize::from(hollow)];
    glyph(view.look, unicode, ascii)
}

fn dash(series: &LineSeries, hollow: bool) -> Option<u32> {
    if hollow { Some(DOTTED) } else { DASHES[usize::from(series.shape) / MARKERS.len() % DASHES.len()] }
}

/// Strokes from point to point; where several share a column of dots, one from their lowest to their highest, so that no peak is
/// lost and no column costs more than another.
pub(super) fn draw_line(series: &LineSeries, frame: &Frame, view: &View<'_>, raster: &mut Raster) {
    let style = view.look.theme.hue(series.hue);
    // Braille and ASCII differ in dots a cell: ask the raster, so that lines and their markers meet.
    let (across, down) = (raster.width() as f64, raster.height() as f64);
    let dot_x = |x: f64| (frame.x.position(x) / f64::from(frame.plot.width) * across).floor() as i64;
    let dot_y = |value: f64| {
        let y = (1.0 - frame.y.position(value) / f64::from(frame.plot.height)) * down;
        y.floor().min(down - 1.0) as i64
    };
    let points = &series.points;
    let mut before: Option<&LinePoint> = None;
    let mut at = 0;
    while let Some(first) = points.get(at) {
        let x = dot_x(first.x);
        // Sparse points mostly stand alone: look at the next one before searching.
        let next = match points.get(at + 1) {
            Some(point) if dot_x(point.x) == x => {
                at + points.get(at..).map_or(1, |rest| rest.partition_point(|p| dot_x(p.x) <= x))
            }
            _ => at + 1,
        };
        let from = before.filter(|_| !first.gap_before);
        let end = (x, dot_y(first.value));
        match from {
            Some(from) => {
                let hollow = from.hollow || first.hollow;
                raster.line((dot_x(from.x), dot_y(from.value)), end, style, dash(series, hollow));
            }
            None => raster.dot(end.0, end.1, style),
        }
        let joined = series.points.get(at + 1..next).is_some_and(|rest| rest.iter().any(|point| !point.gap_before));
        if joined && let Some((low, high)) = series.values.of(at..next) {
            raster.line((x, dot_y(high)), (x, dot_y(low)), style, None);
        } else {
            for point in series.points.get(at + 1..next).unwrap_or_default() {
                raster.dot(x, dot_y(point.value), style);
            }
        }
        before = points.get(next - 1);
        at = next;
    }
}

/// A marker at each point, or along a long series at one in so many cells; those that changed and the one under the cursor always.
pub(super) fn draw_markers(
    series: &LineSeries,
    here: Option<usize>,
    changed: &[usize],
    frame: &Frame,
    view: &View<'_>,
    buf: &mut Buffer,
) {
    let look = view.look;
    let style = look.theme.hue(series.hue);
    let mut draw = |at: usize, style| {
        let Some(point) = series.points.get(at) else { return };
        // A bound is no point: an arrow to where the value may be.
        let symbol = match (point.measure.low, point.measure.high) {
            (None, Some(_)) => glyph(look, "↓", "v"),
            (Some(_), None) => glyph(look, "↑", "^"),
            _ => marker(series, point.hollow, view),
        };
        put(buf, frame.plot, (frame.cell(point), frame.row(point.value)), 1, symbol, style, look.ascii);
    };
    if series.points.len() <= MARKED {
        (0..series.points.len()).for_each(|at| draw(at, style));
    } else {
        // Each series begins elsewhere, so that markers of two that run together do not cover each other.
        let first = u16::from(series.shape) * 5 % APART;
        for cell in (first..frame.plot.width).step_by(usize::from(APART)) {
            let at = frame.first_from(series, cell);
            if series.points.get(at).is_some_and(|point| frame.cell(point) < cell + APART) {
                draw(at, style);
            }
        }
    }
    for at in changed {
        draw(*at, look.theme.changed);
    }
    if let Some(at) = here {
        draw(at, look.theme.cursor);
    }
}

/// Low to high as a light shade behind the line, from point to point.
pub(super) fn draw_band(series: &LineSeries, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    let style = look.theme.hue(series.hue);
    let rows = |(low, high): (f64, f64)| (frame.y.position(low), frame.y.position(high));
    for cell in 0..frame.plot.width {
        let (from, to) = (frame.first_from(series, cell), frame.first_from(series, cell + 1));
        let band = match series.bands.of(from..to) {
            Some(band) => Some(rows(band)),
            None => between(series, from, frame.x.value(f64::from(cell) + 0.5), &rows),
        };
        let Some((low, high)) = band else { continue };
        let last = frame.plot.height.saturating_sub(1);
        let row = |position: f64| last - (position.floor() as u16).min(last);
        for y in row(high)..=row(low) {
            put(buf, frame.plot, (cell, y), 1, glyph(look, "░", ":"), style, look.ascii);
        }
    }
}

/// The band at `x` between two points that both have one and are not parted by a gap.
fn between(series: &LineSeries, after: usize, x: f64, rows: &impl Fn((f64, f64)) -> (f64, f64)) -> Option<(f64, f64)> {
    let before = after.checked_sub(1)?;
    let (left, right) = (series.points.get(before)?, series.points.get(after)?);
    if right.gap_before || right.x <= left.x {
        return None;
    }
    let share = ((x - left.x) / (right.x - left.x)).clamp(0.0, 1.0);
    let (a, b) = (rows(series.bands.of(before..after)?), rows(series.bands.of(after..after + 1)?));
    Some((a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share))
}
