//! The low-high band of a series.

use super::frame::Frame;
use super::stroke::{Dots, light};
use crate::board::{Gap, Line, LineSeries};
use crate::chart::Raster;
use crate::panel::{Cursor, View};

/// More series with a band than these have theirs only under the cursor: they would hide each other.
const MOST: usize = 4;

/// Low to high as a light fill behind the lines, that of the cursor's series before the others.
pub(super) fn draw(line: &Line, cursor: Cursor, frame: &Frame, view: &View<'_>, raster: &mut Raster) {
    let banded = || line.series.iter().enumerate().filter(|(_, series)| series.points.is_banded());
    let few = banded().count() <= MOST;
    let mut order: Vec<(usize, &LineSeries)> = banded().filter(|(item, _)| few || *item == cursor.item).collect();
    order.sort_by_key(|(item, _)| *item != cursor.item);
    for (_, series) in order {
        band(series, frame, view, raster);
    }
}

fn band(series: &LineSeries, frame: &Frame, view: &View<'_>, raster: &mut Raster) {
    let style = light(series, view).mark(view.look.theme.hue(series.hue), view);
    let dots = Dots::new(frame, raster);
    // What lies beyond the plot, as an end at nothing does on a log axis, is drawn to its edge.
    let (top, foot) = (-1.0, raster.height() as f64 + 1.0);
    let heights = |(low, high): (f64, f64)| (dots.y(low).clamp(top, foot), dots.y(high).clamp(top, foot));
    let xs = series.points.xs();
    for column in 0..i64::try_from(raster.width()).unwrap_or(0) {
        let from = xs.partition_point(|x| Dots::dot((dots.x(*x), 0.0)).0 < column);
        let to = xs.partition_point(|x| Dots::dot((dots.x(*x), 0.0)).0 <= column);
        let found = match series.points.band(from..to) {
            Some(band) => Some(heights(band)),
            None => between(series, from, dots.time(column), &heights),
        };
        if let Some((low, high)) = found {
            let (_, top) = Dots::dot((0.0, high.min(low)));
            let (_, bottom) = Dots::dot((0.0, high.max(low)));
            raster.fill(column, top, bottom, style);
        }
    }
}

/// The band at a time between two points that both have one and are not parted by a gap.
fn between(
    series: &LineSeries,
    after: usize,
    time: f64,
    heights: &impl Fn((f64, f64)) -> (f64, f64),
) -> Option<(f64, f64)> {
    let before = after.checked_sub(1)?;
    let (left, right) = (series.points.get(before)?, series.points.get(after)?);
    if right.gap != Gap::None || right.x <= left.x {
        return None;
    }
    let share = ((time - left.x) / (right.x - left.x)).clamp(0.0, 1.0);
    let (a, b) = (heights(left.band?), heights(right.band?));
    Some((a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share))
}
