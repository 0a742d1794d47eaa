//! The line through the points of a scatter, and which of them set records.

use crate::analysis::{Fit, NO_TREND_OF_PLACES, TrendPoint, fit_facts, records, regression, trend};
use crate::base::{Dimension, Unit};
use crate::board::{ScatterPoints, ScatterTrend};
use crate::data::Dataset;

/// Points that a line may be laid through, and what was left out, in words.
pub(super) fn facts(data: &Dataset, points: &ScatterPoints) -> (Vec<usize>, String) {
    let (up, mut left) = fit_facts(data, &points.obs);
    if points.x_obs.is_empty() {
        return (up, left.words());
    }
    let (across, _) = fit_facts(data, &points.x_obs);
    // Both lists are in order.
    let both: Vec<usize> = up.iter().copied().filter(|nth| across.binary_search(nth).is_ok()).collect();
    left.wide += up.len() - both.len();
    (both, left.words())
}

fn point(points: &ScatterPoints, nth: usize) -> Option<TrendPoint> {
    let (x, value) = points.at(nth)?;
    Some(TrendPoint { x, value, obs: *points.obs.get(nth)? })
}

/// The facts that were higher, or lower where that is better, than all before them.
pub(super) fn record_setters(points: &ScatterPoints, all: &[usize], lower: bool) -> Vec<u32> {
    let signed = |found: TrendPoint| TrendPoint { value: if lower { -found.value } else { found.value }, ..found };
    let found: Vec<TrendPoint> = all.iter().filter_map(|nth| point(points, *nth)).map(signed).collect();
    let set = records(&found).into_iter().filter_map(|at| all.get(at));
    set.filter_map(|nth| u32::try_from(*nth).ok()).collect()
}

/// The line through the facts, or through the record-setters among them; `x` is none where it is time.
pub(super) fn lay(
    points: &ScatterPoints,
    facts: &[usize],
    only: Option<&[u32]>,
    fit: Fit,
    log: [bool; 2],
    (x, y): (Option<&Unit>, &Unit),
) -> Result<ScatterTrend, String> {
    let chosen: Vec<TrendPoint> = match only {
        Some(records) => records.iter().filter_map(|nth| point(points, *nth as usize)).collect(),
        None => facts.iter().filter_map(|nth| point(points, *nth)).collect(),
    };
    let places = |unit: &Unit| unit.dimension == Dimension::Rank;
    if x.is_some_and(places) || places(y) {
        return Err(NO_TREND_OF_PLACES.to_owned());
    }
    if x.is_none() {
        // Numbers that have no logarithm still have a trend.
        let fit = if chosen.iter().any(|point| point.value <= 0.0) { Fit::Linear } else { fit };
        return trend(&chosen, fit, y).map(ScatterTrend::Time);
    }
    let values: Vec<(f64, f64)> = chosen.iter().map(|point| (point.x, point.value)).collect();
    let log = if fit == Fit::Linear { [false; 2] } else { log };
    regression(&values, log, fit).map(ScatterTrend::Values)
}
