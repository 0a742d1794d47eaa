//! Which points of a line changed since the viewer looked.

use crate::base::ObsRef;
use crate::board::{Line, LineSeries};
use crate::data::Dataset;
use crate::panel::View;

/// More changes at once than this are a new file rather than news, and looking each up would cost more than the frame.
const MOST: usize = 1_000;

/// Series and point of each point that changed, in the order of the series. The changes are looked up among the points and not the
/// other way round: of the points there may be very many.
pub(super) fn changed_points(line: &Line, view: &View<'_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for at in view.look.changed.keys().take(MOST).filter_map(|key| view.dataset.find(key)) {
        for (item, series) in line.series.iter().enumerate() {
            found.extend(place(series, at, view.dataset).map(|column| (item, column)));
        }
    }
    found.sort_unstable();
    found
}

/// Where an observation stands in a series: looked up by its time.
pub(in crate::panel) fn place(series: &LineSeries, at: ObsRef, dataset: &Dataset) -> Option<usize> {
    let first = dataset.period(at).first.or(dataset.period(at).last)?;
    // A point stands at the middle of its period, not before its first day.
    let from = series.points.xs().partition_point(|x| *x < f64::from(first.0));
    let last = dataset.period(at).last.unwrap_or(first);
    let mut same = series.points.xs().iter().zip(series.points.obs()).enumerate().skip(from);
    same.by_ref()
        .take_while(|(_, (x, _))| **x <= f64::from(last.0) + 1.0)
        .find(|(_, (_, obs))| **obs == at)
        .map(|(at, _)| at)
}

/// The latest of them.
pub(super) fn newest(line: &Line, changed: &[(usize, usize)]) -> Option<(usize, usize)> {
    let x = |at: &(usize, usize)| line.series.get(at.0).and_then(|s| s.points.get(at.1)).map_or(f64::MIN, |p| p.x);
    changed.iter().copied().max_by(|a, b| x(a).total_cmp(&x(b)))
}
