//! Points that are computed from stated ones: growth, index, share, rank.

use std::collections::BTreeMap;

use crate::analysis::{
    AtPeriod, Change, Derived, MetricRules, Ranked, growth, indexed, ranks_over_time, shares_over_time,
};
use crate::base::{Bound, Dimension, Measure, NumberStyle, ObsRef, Period, Shape, Unit, write_number};
use crate::board::plan::ask::Ask;
use crate::board::{Computed, Gap, LinePoint, LineSeries, Open, Points};

/// Turns series of stated points into series of computed ones. What cannot be computed is no point: `aside` says how many, and
/// why the first was not.
///
/// # Errors
/// Why nothing can be computed, in words.
pub(super) fn compute(
    ask: &Ask<'_>,
    series: &mut Vec<LineSeries>,
    wanted: Computed,
    rules: &MetricRules,
    aside: &mut Vec<String>,
) -> Result<Unit, String> {
    let refs: Vec<ObsRef> = series.iter().flat_map(|series| series.points.obs()).copied().collect();
    let mut found = match wanted {
        Computed::Growth(step) => {
            let one = |at: &ObsRef| (*at, growth(ask.dataset, *at, step, Change::Natural, ask.lens.as_of, rules));
            refs.iter().map(one).collect()
        }
        Computed::Index => index(ask, series),
        Computed::Share => shares_over_time(ask.dataset, &refs, rules)?.into_iter().flat_map(share_rows).collect(),
        Computed::Rank => {
            let ascending = rules.lower_is_better == Some(true);
            ranks_over_time(ask.dataset, &refs, ascending).into_iter().flat_map(rank_rows).collect()
        }
    };
    let refused: Vec<String> = found.values().filter_map(|derived| derived.refused.clone()).collect();
    found.retain(|_, derived| derived.refused.is_none() && derived.measure.has_number());
    if let Some(first) = refused.first() {
        let others = if refused.len() == 1 { String::new() } else { format!(" and {} more", refused.len() - 1) };
        aside.push(format!("not computed: {first}{others}"));
    }
    let unit = found.values().next().map_or_else(Unit::none, |derived| derived.measure.unit.clone());
    found.retain(|_, derived| derived.measure.unit.dimension == unit.dimension);
    for one in series.iter_mut() {
        replace(one, &found);
    }
    series.retain(|series| !series.points.is_empty());
    if series.is_empty() {
        return Err(refused.first().cloned().unwrap_or_else(|| "no number can be computed".to_owned()));
    }
    Ok(unit)
}

/// The series with the computed numbers in place of the stated ones; where one is missing between two, the line breaks.
fn replace(series: &mut LineSeries, found: &BTreeMap<ObsRef, Derived>) {
    let mut points = Vec::new();
    let mut derived = Vec::new();
    let mut missed = false;
    for point in series.points.iter() {
        let Some((own, value)) = found.get(&point.obs).and_then(|own| Some((own, height(&own.measure)?))) else {
            missed = true;
            continue;
        };
        let (low, high) = (own.measure.low.map(|end| end.value), own.measure.high.map(|end| end.value));
        points.push(LinePoint {
            value,
            band: low.zip(high).filter(|(low, high)| low < high),
            open: match (low, high) {
                (None, Some(_)) => Open::Below,
                (Some(_), None) => Open::Above,
                _ => Open::No,
            },
            gap: if missed && point.gap == Gap::None { Gap::Missing } else { point.gap },
            ..point
        });
        derived.push(own.clone());
        missed = false;
    }
    series.points = Points::new(&points);
    series.derived = derived;
}

fn height(measure: &Measure) -> Option<f64> {
    measure.place().or(measure.low.or(measure.high).map(|end| end.value))
}

/// Each point of a series against the one of the base period, or else its first.
fn index(ask: &Ask<'_>, series: &[LineSeries]) -> BTreeMap<ObsRef, Derived> {
    let wanted = ask.spec.line_chart.base;
    let same = |period: Period| wanted.is_none_or(|base| (period.first, period.last) == (base.first, base.last));
    let mut found = BTreeMap::new();
    for series in series {
        let base = series.points.obs().iter().copied().find(|at| same(ask.dataset.period(*at)));
        for at in series.points.obs().iter().copied() {
            let value = ask.dataset.measure(at);
            let derived = match (base, wanted) {
                (Some(base), _) => indexed((base, &ask.dataset.measure(base)), (at, &value)),
                (None, Some(base)) => {
                    Derived::refused(&[&value], &format!("{} has no {}", series.name, base.words(false)))
                }
                (None, None) => Derived::refused(&[&value], "no first point"),
            };
            found.insert(at, derived);
        }
    }
    found
}

fn share_rows(at: AtPeriod<crate::analysis::Share>) -> Vec<(ObsRef, Derived)> {
    at.rows.unwrap_or_default().into_iter().map(|share| (share.at, share.share)).collect()
}

/// A rank as a number that was computed: `2` of 5 named.
fn rank_rows(at: AtPeriod<(Ranked, crate::analysis::Movement)>) -> Vec<(ObsRef, Derived)> {
    let rows = at.rows.unwrap_or_default();
    let all: Vec<ObsRef> = rows.iter().map(|(row, _)| row.at).collect();
    let unit = Unit { dimension: Dimension::Rank, ..Unit::none() };
    let place = |value: u32| Some(Bound { value: f64::from(value), inclusive: true });
    let derived = |row: &Ranked| {
        let exact = row.best == row.worst;
        let measure = Measure {
            low: place(row.best),
            high: place(row.worst),
            point: exact.then_some(f64::from(row.best)),
            shape: if exact { Shape::Exact } else { Shape::Range },
            ..Measure::wordless(Shape::Exact, unit.clone(), "")
        };
        let said = |value: u32| write_number(f64::from(value), None, NumberStyle::default());
        let words = if exact { said(row.best) } else { format!("{}–{}", said(row.best), said(row.worst)) };
        Derived {
            measure,
            formula: format!("place {words} of {} named", all.len()),
            words: format!("place {words} of {}", all.len()),
            inputs: all.clone(),
            note: None,
            refused: None,
        }
    };
    rows.iter().filter(|(row, _)| row.ranked).map(|(row, _)| (row.at, derived(row))).collect()
}
