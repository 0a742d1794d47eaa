//! Which points of a line changed since the viewer looked.

use crate::board::Line;
use crate::panel::View;

/// More changes at once than this are a new file rather than news, and looking each up would cost more than the frame.
const MOST: usize = 1_000;

/// Series and point of each point that changed, in the order of the series. The changes are looked up among the points and not the
/// other way round: of the points there may be very many.
pub(super) fn changed_points(line: &Line, view: &View<'_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for at in view.look.changed.keys().take(MOST).filter_map(|key| view.dataset.find(key)) {
        let period = view.dataset.get(at).period;
        let Some((first, last)) = period.first.zip(period.last) else { continue };
        let middle = f64::midpoint(f64::from(first.0), f64::from(last.0));
        for (item, series) in line.series.iter().enumerate() {
            let from = series.points.partition_point(|point| point.x < middle);
            let same = series.points.iter().enumerate().skip(from).take_while(|(_, point)| point.x <= middle);
            found.extend(same.filter(|(_, point)| point.obs == at).map(|(column, _)| (item, column)));
        }
    }
    found.sort_unstable();
    found
}

/// The latest of them.
pub(super) fn newest(line: &Line, changed: &[(usize, usize)]) -> Option<(usize, usize)> {
    let x = |at: &(usize, usize)| line.series.get(at.0).and_then(|s| s.points.get(at.1)).map_or(f64::MIN, |p| p.x);
    changed.iter().copied().max_by(|a, b| x(a).total_cmp(&x(b)))
}
