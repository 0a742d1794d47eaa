//! Where the parts of a line chart stand: axes, plot, names, readout.

use ratatui::layout::Rect;

use super::names;
use crate::base::{NumberStyle, width};
use crate::board::{Computed, Line, LinePoint, LineSeries, Stroke};
use crate::chart::{Scale, ScaleKind, Tick, height_ticks};
use crate::panel::View;

/// From this height on the events of the axis have a line for their names.
const NAMED_EVENTS: u16 = 12;
/// From this height on what is left out is said below.
const SAID_ASIDE: u16 = 10;
/// Part of the height that is given up for a number at the top, on a linear axis and on others, where it is more of the values.
const MOST_ROUNDED: [f64; 2] = [0.12, 0.08];
/// From this height on the other series under the cursor have a line of their own.
const TOLD_APART: u16 = 16;

/// Days.
const HALF_A_YEAR: f64 = 182.5;

/// Where the parts of the chart stand.
pub(super) struct Frame {
    pub(super) plot: Rect,
    pub(super) x: Scale,
    pub(super) y: Scale,
    pub(super) ticks: Vec<Tick>,
    /// Columns for the names at the line ends.
    pub(super) labels: u16,
    /// Whether events have a line for their names.
    pub(super) events: bool,
    /// Whether what is left out has a line.
    pub(super) aside: bool,
    /// Lines above the plot.
    pub(super) readout: u16,
    /// Whether the smallest number stands on top.
    pub(super) inverted: bool,
}

impl Frame {
    pub(super) fn new(line: &Line, view: &View<'_>) -> Self {
        let area = view.area;
        let window = view.window.or(line.domain);
        let ends = line.series.iter().filter_map(|s| Some((s.points.first()?.x, s.points.last()?.x)));
        let whole = ends.fold((f64::MAX, f64::MIN), |(l, h), (from, to)| (l.min(from), h.max(to)));
        let (first, last) = window.x.unwrap_or(whole);
        let (low, high) = view.window.y.unwrap_or_else(|| {
            let raw = line.domain.y.filter(|_| view.window.x.is_none());
            based(line, raw.unwrap_or_else(|| heights(line, (first, last))))
        });
        let events = !line.events.is_empty() && area.height >= NAMED_EVENTS;
        let aside = !(line.aside.is_empty() && line.trends.is_empty()) && area.height >= SAID_ASIDE;
        let readout = 1 + u16::from(line.series.len() > 1 && area.height >= TOLD_APART);
        let below = 2 + u16::from(events) + u16::from(aside);
        let height = area.height.saturating_sub(readout + below).max(1);
        let mut y = line.scale.over(low, high, height);
        let mut ticks = height_ticks(&y, view.look.numbers);
        if view.window.y.is_none() {
            (y, ticks) = rounded(y, ticks, view.look.numbers);
        }
        let inverted = line.computed.is_some_and(Computed::is_inverted);
        if inverted {
            // Between two places there is none.
            ticks.retain(|tick| tick.value.fract() == 0.0);
        }
        let axis = ticks.iter().map(|t| width(&t.label)).max().unwrap_or(0) as u16 + 1;
        let labels = names::columns(line, view, area.width.saturating_sub(axis));
        let width = area.width.saturating_sub(axis + labels).max(1);
        let plot = Rect { x: area.x + axis, y: area.y + readout, width, height };
        // One day alone stands in the middle of the year around it.
        let (first, last) = if first < last { (first, last) } else { (first - HALF_A_YEAR, last + HALF_A_YEAR) };
        Self { plot, x: Scale::new(first, last, false, width), y, ticks, labels, events, aside, readout, inverted }
    }

    /// Row of a value inside the plot, from the top.
    pub(super) fn row(&self, value: f64) -> u16 {
        let last = self.plot.height.saturating_sub(1);
        let cell = self.y.cell(value).min(last);
        if self.inverted { cell } else { last - cell }
    }

    /// Column of a point inside the plot.
    pub(super) fn cell(&self, point: &LinePoint) -> u16 {
        self.x.cell(point.x)
    }

    /// Whether a point lies in the part that is looked at.
    pub(super) fn shows(&self, point: &LinePoint) -> bool {
        self.x.contains(point.x) && self.y.contains(point.value)
    }

    /// The points of a series that lie between the ends of the time axis.
    pub(super) fn within(&self, series: &LineSeries) -> std::ops::Range<usize> {
        let xs = series.points.xs();
        xs.partition_point(|x| *x < self.x.low)..xs.partition_point(|x| *x <= self.x.high)
    }

    /// The first point of a series that stands in this column or right of it.
    pub(super) fn first_from(&self, series: &LineSeries, cell: u16) -> usize {
        let own = self.within(series);
        let xs = series.points.xs().get(own.clone()).unwrap_or_default();
        own.start + xs.partition_point(|x| self.x.cell(*x) < cell)
    }
}

/// The scale with its top at the number that would come next, where that takes little of the height and is written there: a line
/// that ends between two numbers is read by both.
fn rounded(scale: Scale, ticks: Vec<Tick>, style: NumberStyle) -> (Scale, Vec<Tick>) {
    let [.., before, last] = ticks.as_slice() else { return (scale, ticks) };
    let linear = scale.kind == ScaleKind::Linear;
    let next = if linear { last.value + (last.value - before.value) } else { next_round(scale.high) };
    let room = (scale.reach(next) - scale.reach(scale.high)) / f64::from(scale.cells.saturating_sub(1));
    let most = if linear { MOST_ROUNDED[0] } else { MOST_ROUNDED[1] };
    if last.value >= scale.high || !(0.0..most).contains(&room) {
        return (scale, ticks);
    }
    let higher = Scale { high: next, ..scale };
    let more = height_ticks(&higher, style);
    if linear || more.last().is_some_and(|top| top.value >= next) { (higher, more) } else { (scale, ticks) }
}

/// The least of 1, 2, 5 x 10^n that is not below a number.
fn next_round(value: f64) -> f64 {
    let exponent = value.abs().log10().floor() as i32;
    // Read as a decimal, as the values of ticks are.
    let rounds = ["1e", "2e", "5e", "10e"].map(|mantissa| format!("{mantissa}{exponent}").parse().unwrap_or(value));
    rounds.into_iter().find(|round| *round >= value).unwrap_or(value)
}

/// Lowest and highest number between two times, with the levels to compare with.
fn heights(line: &Line, (first, last): (f64, f64)) -> (f64, f64) {
    let (mut low, mut high) = (f64::MAX, f64::MIN);
    for points in line.series.iter().map(|series| &series.points) {
        let run = points.xs().partition_point(|x| *x < first)..points.xs().partition_point(|x| *x <= last);
        for (from, to) in [points.extremes(run.clone()), points.band(run)].into_iter().flatten() {
            (low, high) = (low.min(from), high.max(to));
        }
    }
    for level in &line.references {
        (low, high) = (low.min(level.value), high.max(level.value));
    }
    (low, high)
}

/// The domain of these numbers: from zero, where the axis shows sizes.
fn based(line: &Line, (low, high): (f64, f64)) -> (f64, f64) {
    if line.scale.kind == ScaleKind::Log {
        // A band may reach down to nothing, which a log axis has no place for.
        let lowest = line.series.iter().filter_map(|series| series.points.extremes(0..series.points.len()));
        let positive = lowest.map(|found| found.0).fold(f64::MAX, f64::min);
        return (if low > 0.0 { low } else { positive }, high);
    }
    if line.scale.kind == ScaleKind::Symlog {
        return (low.min(0.0), high.max(0.0));
    }
    if line.computed == Some(Computed::Rank) {
        return (low, high);
    }
    // A filled area is read by its size.
    if line.stroke == Stroke::Area {
        return (low.min(0.0), high.max(0.0));
    }
    // A linear axis shows sizes: it starts at zero unless the data are far from it.
    (if low > 0.0 && low < high / 2.0 { 0.0 } else { low }, high)
}
