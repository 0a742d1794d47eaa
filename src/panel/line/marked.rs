//! Which points of a line changed since the viewer looked, and as of an earlier day which were revised since.

use super::frame::Frame;
use crate::analysis::later_report;
use crate::base::ObsRef;
use crate::board::{Line, LineSeries};
use crate::data::Dataset;
use crate::panel::View;

/// More changes at once than this are a new file rather than news, and looking each up would cost more than the frame.
const MOST: usize = 1_000;

/// A point: its series, and its place in it.
pub(super) type Place = (usize, usize);

/// The points with a sign.
pub(super) struct Marked {
    /// They changed since the viewer looked.
    pub(super) changed: Vec<Place>,
    /// As of an earlier day: later reports say otherwise.
    pub(super) revised: Vec<Place>,
}

impl Marked {
    pub(super) fn new(line: &Line, frame: &Frame, view: &View<'_>) -> Self {
        Self { changed: changed_points(line, view), revised: revised_points(line, frame, view) }
    }

    /// The latest of those that changed, else of those that were revised.
    pub(super) fn newest(&self, line: &Line) -> Option<Place> {
        let x = |at: &Place| line.series.get(at.0).and_then(|s| s.points.get(at.1)).map_or(f64::MIN, |p| p.x);
        let all = if self.changed.is_empty() { &self.revised } else { &self.changed };
        all.iter().copied().max_by(|a, b| x(a).total_cmp(&x(b)))
    }

    /// `3 changed`, `2 revised`: of what is not told of at the right, or is not all there is.
    pub(super) fn counted(&self, told: Option<Place>) -> Vec<String> {
        let kinds = [(&self.changed, "changed"), (&self.revised, "revised")];
        let more = |all: &Vec<Place>| all.len() > 1 || !all.is_empty() && told.is_none_or(|told| !all.contains(&told));
        kinds.into_iter().filter(|(all, _)| more(all)).map(|(all, word)| format!("{} {word}", all.len())).collect()
    }
}

/// Series and point of each point that changed, in the order of the series. The changes are looked up among the points and not the
/// other way round: of the points there may be very many.
fn changed_points(line: &Line, view: &View<'_>) -> Vec<Place> {
    let changed = view.look.changed.keys().take(MOST).filter_map(|key| view.dataset.find(key));
    places(line, changed, view.dataset)
}

/// Those of which a later report says otherwise. Whichever are fewer are gone through, the points that are looked at or what was
/// revised; of very many of both none has a sign: which one was is then told of the one under the cursor.
fn revised_points(line: &Line, frame: &Frame, view: &View<'_>) -> Vec<Place> {
    let data = view.dataset;
    let revisions = data.revisions();
    if revisions.is_empty() {
        return Vec::new();
    }
    let is_revised = |at: &ObsRef| later_report(data, *at).is_some();
    let points: usize = line.series.iter().map(|series| frame.within(series).len()).sum();
    if points > MOST.min(revisions.len()) {
        let few = if revisions.len() > MOST { &[][..] } else { revisions };
        return places(line, few.iter().map(|revision| revision.old).filter(is_revised), data);
    }
    let shown = line.series.iter().enumerate().flat_map(|(item, series)| {
        let own = frame.within(series);
        let obs = series.points.obs().iter().enumerate().take(own.end).skip(own.start);
        obs.filter(|(_, at)| is_revised(at)).map(move |(column, _)| (item, column)).collect::<Vec<_>>()
    });
    shown.collect()
}

fn places(line: &Line, obs: impl Iterator<Item = ObsRef>, dataset: &Dataset) -> Vec<Place> {
    let mut found = Vec::new();
    for at in obs {
        for (item, series) in line.series.iter().enumerate() {
            found.extend(place(series, at, dataset).map(|column| (item, column)));
        }
    }
    found.sort_unstable();
    found.dedup();
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
