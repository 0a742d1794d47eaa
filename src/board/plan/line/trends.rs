//! Trends of the series of a line.

use crate::analysis::{Fit, TrendPoint, records, trend};
use crate::base::{Standing, Unit};
use crate::board::{LineSeries, LineTrend, Open};

/// A trend of each series of facts that has one; why the others have none, in words.
pub(super) fn trends(
    series: &[LineSeries],
    fit: Fit,
    only_records: bool,
    unit: &Unit,
) -> (Vec<LineTrend>, Vec<String>) {
    let (mut found, mut aside) = (Vec::new(), Vec::new());
    for (at, one) in series.iter().enumerate() {
        // A bound is no number to lay a line through, and a forecast no fact.
        let stated = |standing| matches!(standing, Standing::Actual | Standing::Estimate);
        let facts = one.points.iter().filter(|point| stated(point.standing) && point.open == Open::No);
        let mut points: Vec<TrendPoint> =
            facts.map(|point| TrendPoint { x: point.x, value: point.value, obs: point.obs }).collect();
        if points.is_empty() {
            continue;
        }
        if only_records {
            points = records(&points).into_iter().filter_map(|nth| points.get(nth).copied()).collect();
        }
        // Numbers that have no logarithm still have a trend.
        let fit = if points.iter().any(|point| point.value <= 0.0) { Fit::Linear } else { fit };
        match trend(&points, fit, unit) {
            Ok(trend) => found.push(LineTrend { series: at, trend }),
            Err(why) => aside.push(format!("no trend of {}: {why}", one.name)),
        }
    }
    (found, aside)
}
