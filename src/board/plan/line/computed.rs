//! Points that are computed from stated ones: growth, index, share, rank.

use std::collections::BTreeMap;

use super::points::standing_for;
use crate::analysis::{
    AtPeriod, Change, Derived, MetricRules, Movement, Ranked, Share, definition_changed, growth, indexed,
    own_disagreement, ranks_over_time, shares_over_time,
};
use crate::base::{Bound, Dimension, Measure, NumberStyle, ObsRef, Period, Shape, Unit, is_stated, write_number};
use crate::board::plan::ask::Ask;
use crate::board::{Computed, Gap, LinePoint, LineSeries, Open, Points};

/// Periods named in what is left out before the others are only counted.
const MOST_NAMED: usize = 2;

/// What is computed for each observation, and what could not be, in words.
struct Found {
    numbers: BTreeMap<ObsRef, Derived>,
    aside: Vec<String>,
}

/// What a computed line is asked for.
pub(super) struct Wanted<'a> {
    pub(super) show: Computed,
    pub(super) rules: &'a MetricRules,
    /// All rows that shares and ranks are among, also those of series that are not drawn.
    pub(super) all: &'a [ObsRef],
    /// Unit of the stated numbers.
    pub(super) unit: &'a Unit,
}

/// Turns series of stated points into series of computed ones. What cannot be computed is no point: `aside` says how many, and
/// why the first was not.
///
/// # Errors
/// Why nothing can be computed, in words.
pub(super) fn compute(
    ask: &Ask<'_>,
    series: &mut Vec<LineSeries>,
    wanted: &Wanted<'_>,
    aside: &mut Vec<String>,
) -> Result<Unit, String> {
    let mut found = match wanted.show {
        Computed::Growth(step) => {
            // Points for rates; of all else a difference, where the base is not above zero, would not stand on the same axis.
            let rate = matches!(wanted.unit.dimension, Dimension::Percent | Dimension::Points | Dimension::Rank);
            let kind = if rate { Change::Natural } else { Change::Relative };
            let one = |at: ObsRef| (at, growth(ask.dataset, at, step, kind, ask.lens.as_of, wanted.rules));
            Found { numbers: own_points(series).map(one).collect(), aside: Vec::new() }
        }
        Computed::Index => Found { numbers: index(ask, series), aside: Vec::new() },
        Computed::Share => rows(shares_over_time(ask.dataset, wanted.all, wanted.rules)?, share_rows),
        Computed::Rank => {
            let ascending = wanted.rules.lower_is_better == Some(true);
            rows(ranks_over_time(ask.dataset, wanted.all, ascending), rank_rows)
        }
    };
    let refused: Vec<String> = found.numbers.values().filter_map(|derived| derived.refused.clone()).collect();
    found.numbers.retain(|_, derived| derived.refused.is_none() && derived.measure.has_number());
    if let Some(first) = refused.first() {
        let others = if refused.len() == 1 { String::new() } else { format!(" and {} more", refused.len() - 1) };
        aside.push(format!("not computed: {first}{others}"));
    }
    aside.append(&mut found.aside);
    let unit = found.numbers.values().next().map_or_else(Unit::none, |derived| derived.measure.unit.clone());
    let before = found.numbers.len();
    found.numbers.retain(|_, derived| derived.measure.unit.dimension == unit.dimension);
    if found.numbers.len() < before {
        aside.push(format!("{} in another unit", before - found.numbers.len()));
    }
    for one in series.iter_mut() {
        replace(one, &found.numbers);
    }
    series.retain(|series| series.points.len() > usize::from(series.joined));
    if series.is_empty() {
        return Err(refused.first().cloned().unwrap_or_else(|| "no number can be computed".to_owned()));
    }
    Ok(unit)
}

/// The observations of all series, each once: a run of forecasts begins with a point of the facts that it goes on from.
fn own_points(series: &[LineSeries]) -> impl Iterator<Item = ObsRef> + '_ {
    series.iter().flat_map(|one| one.points.obs().iter().copied().skip(usize::from(one.joined)))
}

/// The series with the computed numbers in place of the stated ones; where one is missing between two, the line breaks.
fn replace(series: &mut LineSeries, found: &BTreeMap<ObsRef, Derived>) {
    let mut points = Vec::new();
    let mut derived = Vec::new();
    let mut missed = false;
    for (nth, point) in series.points.iter().enumerate() {
        let Some((own, value)) = found.get(&point.obs).and_then(|own| Some((own, standing_for(&own.measure)?))) else {
            missed = true;
            series.joined &= nth > 0;
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

/// Each point against the one of the base period of its own key, or else the first fact of that key.
fn index(ask: &Ask<'_>, series: &[LineSeries]) -> BTreeMap<ObsRef, Derived> {
    let data = ask.dataset;
    let wanted = ask.spec.line_chart.base;
    let same = |period: Period| wanted.is_none_or(|base| (period.first, period.last) == (base.first, base.last));
    // Facts before forecasts, and of each the earliest: a forecast is told against the facts that it goes on from.
    let mut all: Vec<ObsRef> = own_points(series).collect();
    all.sort_by_key(|at| (!is_stated(data.status(*at)), data.period(*at), *at));
    let mut bases: BTreeMap<usize, ObsRef> = BTreeMap::new();
    for at in all.iter().copied().filter(|at| same(data.period(*at))) {
        bases.entry(data.series_of(at)).or_insert(at);
    }
    let unsure = |at: ObsRef| own_disagreement(data, at);
    let one = |at: ObsRef| {
        let value = data.measure(at);
        let derived = match (bases.get(&data.series_of(at)).copied(), wanted) {
            (Some(base), _) => match unsure(base).or_else(|| unsure(at)).or_else(|| definition_changed(data, base, at))
            {
                Some(why) => Derived::refused(&[&value], &why),
                None => indexed((base, &data.measure(base)), (at, &value)),
            },
            (None, Some(base)) => {
                Derived::refused(&[&value], &format!("{} has no {}", data.entity_name(at), base.words(false)))
            }
            (None, None) => Derived::refused(&[&value], "no first point"),
        };
        (at, derived)
    };
    all.into_iter().map(one).collect()
}

/// The numbers of all periods; which periods have none or lack names, in words.
fn rows<T>(periods: Vec<AtPeriod<T>>, of: impl Fn(&[T]) -> Vec<(ObsRef, Derived)>) -> Found {
    let (mut numbers, mut refused, mut fewer) = (BTreeMap::new(), Vec::new(), Vec::new());
    for at in periods {
        let when = at.period.words(false);
        match at.rows {
            Ok(rows) => {
                if !at.missing.is_empty() {
                    fewer.push(format!("{when} without {}", at.missing.join(", ")));
                }
                numbers.extend(of(&rows));
            }
            Err(why) => refused.push(format!("{when}: {why}")),
        }
    }
    let aside = [refused, fewer].into_iter().filter_map(|words| listed(&words)).collect();
    Found { numbers, aside }
}

/// The first of these, and how many more.
fn listed(words: &[String]) -> Option<String> {
    let more = words.len().saturating_sub(MOST_NAMED);
    let first = words.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join("; ");
    let more = if more > 0 { format!(" and {more} more periods") } else { String::new() };
    (!words.is_empty()).then(|| format!("{first}{more}"))
}

fn share_rows(rows: &[Share]) -> Vec<(ObsRef, Derived)> {
    rows.iter().map(|share| (share.at, share.share.clone())).collect()
}

/// A rank as a number that was computed: `2` of 5 named.
fn rank_rows(rows: &[(Ranked, Movement)]) -> Vec<(ObsRef, Derived)> {
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
