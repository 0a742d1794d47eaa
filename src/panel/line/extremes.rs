//! The highest and the lowest point of a line, with number and time where there is room beside the lines.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::frame::Frame;
use super::names::numbers;
use super::stroke::light;
use crate::base::Standing;
use crate::board::{Line, LineSeries};
use crate::chart::{Side, Taken, Want, place};
use crate::panel::ink::safe;
use crate::panel::{Cursor, View};

/// A plot lower than this has room for its lines alone.
const LEAST_HEIGHT: u16 = 8;
/// A line of fewer points is read point by point.
const LEAST_POINTS: usize = 5;
const ABOVE: &[Side] = &[Side::Above, Side::Right, Side::Left];
const BELOW: &[Side] = &[Side::Below, Side::Right, Side::Left];

/// Names the extremes of the series under the cursor: of several series those of each would be a crowd.
pub(super) fn draw(line: &Line, frame: &Frame, view: &View<'_>, cursor: Cursor, buf: &mut Buffer) {
    let look = view.look;
    let Some(series) = line.series.get(cursor.item) else { return };
    let own = frame.within(series);
    if frame.plot.height < LEAST_HEIGHT || own.len() < LEAST_POINTS {
        return;
    }
    let Some((low, high)) = series.points.extremes(own.clone()).filter(|(low, high)| low < high) else { return };
    let (upper, lower) = if frame.inverted { (low, high) } else { (high, low) };
    let mut taken = Taken::new(frame.plot);
    for at in frame.plot.intersection(buf.area).positions() {
        if buf.cell(at).is_some_and(|cell| cell.symbol() != " ") {
            taken.add(Rect { x: at.x, y: at.y, width: 1, height: 1 });
        }
    }
    let found = [(upper, ABOVE), (lower, BELOW)].map(|(value, sides)| want(line, series, value, sides, frame, view));
    let wants: Vec<Want> = found.into_iter().flatten().collect();
    let style = light(series, view).mark(look.theme.hue(series.hue), view);
    for placed in place(&wants, &mut taken).into_iter().flatten() {
        placed.draw(style, look.theme.dim, look.ascii, buf);
    }
}

/// The label of the first point that has this value; none of the last point, whose number stands at the line's end, and none of
/// what is no fact.
fn want(
    line: &Line,
    series: &LineSeries,
    value: f64,
    sides: &'static [Side],
    frame: &Frame,
    view: &View<'_>,
) -> Option<Want> {
    let own = frame.within(series);
    let nth = series.points.first_of(own.clone(), value)?;
    let point = series.points.get(nth).filter(|point| nth + 1 < own.end && frame.shows(point))?;
    if point.standing != Standing::Actual {
        return None;
    }
    let number = numbers(line, series, Some(nth), view).into_iter().last()?;
    let when = safe(&view.dataset.period(point.obs).words(view.look.ascii), view.look);
    let at = Position { x: frame.plot.x + frame.cell(&point), y: frame.plot.y + frame.row(point.value) };
    Some(Want { at, forms: vec![format!("{number} {when}"), number], sides })
}
