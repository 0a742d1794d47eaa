//! The low-high band of a series.

use ratatui::buffer::Buffer;

use super::frame::Frame;
use crate::board::{Gap, LineSeries};
use crate::panel::View;
use crate::panel::ink::{glyph, put};

/// Low to high as a light shade behind the line, from point to point.
pub(super) fn draw(series: &LineSeries, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    let style = look.theme.hue(series.hue);
    let rows = |(low, high): (f64, f64)| (frame.y.position(low), frame.y.position(high));
    for cell in 0..frame.plot.width {
        let (from, to) = (frame.first_from(series, cell), frame.first_from(series, cell + 1));
        let band = match series.points.band(from..to) {
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
    if right.gap != Gap::None || right.x <= left.x {
        return None;
    }
    let share = ((x - left.x) / (right.x - left.x)).clamp(0.0, 1.0);
    let (a, b) = (rows(series.points.band(before..after)?), rows(series.points.band(after..after + 1)?));
    Some((a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share))
}
