//! Points that are ranges: a line across and one up, from low to high.

use ratatui::buffer::Buffer;

use super::{Frame, hue};
use crate::board::Scatter;
use crate::panel::View;
use crate::panel::ink::{glyph, put};

/// More ranges than this are drawn for the point under the cursor only.
const MOST: usize = 120;

/// Low to high of a point in cells: a row of columns and a column of rows.
pub(super) struct Reach {
    point: usize,
    at: (u16, u16),
    across: Option<(u16, u16)>,
    up: Option<(u16, u16)>,
}

impl Reach {
    /// Of one point, if it is a range.
    pub(super) fn of(scatter: &Scatter, frame: &Frame, point: usize) -> Option<Self> {
        let ranges = &scatter.points.ranges;
        let found = ranges.binary_search_by_key(&point, |(at, _)| *at as usize).ok()?;
        let [left, right, low, high] = ranges.get(found)?.1;
        let across = left.zip(right).map(|(left, right)| (frame.x.cell(left), frame.x.cell(right)));
        let up = low.zip(high).map(|(low, high)| (frame.row(high), frame.row(low)));
        Some(Self { point, at: frame.place(scatter, point)?, across, up })
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = (u16, u16)> + use<> {
        let (x, y) = self.at;
        let across = self.across.into_iter().flat_map(move |(from, to)| (from..=to).map(move |x| (x, y)));
        across.chain(self.up.into_iter().flat_map(move |(from, to)| (from..=to).map(move |y| (x, y))))
    }

    pub(super) fn draw(&self, scatter: &Scatter, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
        let (look, style) = (view.look, hue(scatter, self.point, view));
        for at in self.cells() {
            let symbol = if at.1 == self.at.1 && at.0 != self.at.0 { ("─", "-") } else { ("│", "|") };
            put(buf, frame.plot, at, 1, glyph(look, symbol.0, symbol.1), style, look.ascii);
        }
    }
}

/// The ranges that are drawn for all points; none where they are so many that they would hide each other.
pub(super) fn drawn_ranges(scatter: &Scatter, frame: &Frame) -> Vec<Reach> {
    let ranges = &scatter.points.ranges;
    let few = if ranges.len() <= MOST { ranges.as_slice() } else { &[] };
    few.iter().filter_map(|(point, _)| Reach::of(scatter, frame, *point as usize)).collect()
}
