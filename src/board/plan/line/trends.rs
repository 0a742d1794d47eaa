//! Trends of the series of a line.

use crate::analysis::{Fit, TrendPoint, fit_facts, records, trend};
use crate::base::{Standing, Unit};
use crate::board::{LineSeries, LineTrend};
use crate::data::Dataset;

/// A trend of each series of facts that has one; in words why the others have none and which numbers it is not laid through.
pub(super) fn trends(
    dataset: &Dataset,
    series: &[LineSeries],
    fit: Fit,
    only_records: bool,
    unit: &Unit,
) -> (Vec<LineTrend>, Vec<String>) {
    let (mut found, mut aside) = (Vec::new(), Vec::new());
    for (at, one) in series.iter().enumerate() {
        // A run of forecasts begins with the fact that it goes on from.
        if one.points.last().is_none_or(|last| matches!(last.standing, Standing::Forecast | Standing::Rumour)) {
            continue;
        }
        // A bound is no number to lay a line through, and a forecast no fact.
        let (mut facts, mut left) = fit_facts(dataset, one.points.obs());
        let stated = facts.len();
        facts.retain(|nth| one.derived.get(*nth).is_none_or(|own| own.measure.point.is_some()));
        left.wide += stated - facts.len();
        let left = left.words();
        let point = |nth: usize| {
            let point = one.points.get(nth)?;
            Some(TrendPoint { x: point.x, value: point.value, obs: point.obs })
        };
        let mut points: Vec<TrendPoint> = facts.into_iter().filter_map(point).collect();
        if points.is_empty() && left.is_empty() {
            continue;
        }
        if only_records {
            points = records(&points).into_iter().filter_map(|nth| points.get(nth).copied()).collect();
        }
        // Numbers that have no logarithm still have a trend.
        let fit = if points.iter().any(|point| point.value <= 0.0) { Fit::Linear } else { fit };
        match trend(&points, fit, unit) {
            Ok(trend) => {
                found.push(LineTrend { series: at, trend });
                if !left.is_empty() {
                    aside.push(format!("trend of {} without {left}", one.name));
                }
            }
            Err(why) if left.is_empty() => aside.push(format!("no trend of {}: {why}", one.name)),
            Err(why) => aside.push(format!("no trend of {}: {why}, without {left}", one.name)),
        }
    }
    (found, aside)
}
