//! The line through the points of a scatter, and which of them set records.

use crate::analysis::{Fit, TrendPoint, records, regression, trend};
use crate::base::Unit;
use crate::board::{ScatterPoints, ScatterTrend};

fn point(points: &ScatterPoints, nth: usize) -> Option<TrendPoint> {
    let (x, value) = points.at(nth)?;
    Some(TrendPoint { x, value, obs: *points.obs.get(nth)? })
}

/// The facts that were higher, or lower where that is better, than all before them.
pub(super) fn record_setters(points: &ScatterPoints, lower: bool) -> Vec<u32> {
    let all: Vec<usize> = points.facts().collect();
    let signed = |found: TrendPoint| TrendPoint { value: if lower { -found.value } else { found.value }, ..found };
    let found: Vec<TrendPoint> = all.iter().filter_map(|nth| point(points, *nth)).map(signed).collect();
    let set = records(&found).into_iter().filter_map(|at| all.get(at));
    set.filter_map(|nth| u32::try_from(*nth).ok()).collect()
}

/// The line through the facts, or through the record-setters among them.
pub(super) fn lay(
    points: &ScatterPoints,
    only: Option<&[u32]>,
    fit: Fit,
    over_time: bool,
    log: [bool; 2],
    unit: &Unit,
) -> Result<ScatterTrend, String> {
    let chosen: Vec<TrendPoint> = match only {
        Some(records) => records.iter().filter_map(|nth| point(points, *nth as usize)).collect(),
        None => points.facts().filter_map(|nth| point(points, nth)).collect(),
    };
    if over_time {
        // Numbers that have no logarithm still have a trend.
        let fit = if chosen.iter().any(|point| point.value <= 0.0) { Fit::Linear } else { fit };
        return trend(&chosen, fit, unit).map(ScatterTrend::Time);
    }
    let values: Vec<(f64, f64)> = chosen.iter().map(|point| (point.x, point.value)).collect();
    let log = if fit == Fit::Linear { [false; 2] } else { log };
    regression(&values, log, fit).map(ScatterTrend::Values)
}
