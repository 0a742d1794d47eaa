//! Stated changes and multiples against the values of the metric that they speak of.

use super::compare::{follows, loosened};
use super::index::Index;
use super::wording::Window;
use super::{Claim, ClaimKind, Found, across};
use crate::analysis::{Change, Derived, MetricRules, change, ratio};
use crate::base::{Basis, Bound, Day, Dimension, Measure, ObsRef, Period, Precision, Shape};

/// So many series are tried with each other where a claim follows from none of them alone.
const SPLICED: usize = 4;

/// A stated change, and how its metric is named.
pub(super) struct Stated<'a> {
    pub(super) at: ObsRef,
    pub(super) series: usize,
    pub(super) measure: Measure,
    pub(super) period: Period,
    pub(super) status: &'a str,
    pub(super) window: Window,
    pub(super) falls: bool,
    /// Whether the metric's name says "growth": growth of 3 times may mean ×4 or ×3.
    pub(super) grows: bool,
}

/// The same period one year before; of weeks none, as years have no whole number of them.
pub(super) fn year_before(period: &Period) -> Option<Period> {
    let back = |day: Day| {
        let (year, month, date) = day.ymd();
        Day::from_ymd(year.checked_sub(1)?, month, date)
    };
    match period.precision {
        Precision::Year | Precision::FiscalYear => period.shifted(-1),
        Precision::Half | Precision::FiscalHalf => period.shifted(-2),
        Precision::Quarter | Precision::FiscalQuarter => period.shifted(-4),
        Precision::Month => period.shifted(-12),
        Precision::Day => {
            let day = back(period.first?)?;
            Some(Period { first: Some(day), last: Some(day), ..*period })
        }
        Precision::Interval if period.basis == Basis::Calendar => {
            let (first, last) = (period.first?, period.last?);
            // A month's end stays one: of February, too.
            let end = if last.plus(1).ymd().2 == 1 { last.plus(1).month_start(-12).plus(-1) } else { back(last)? };
            Some(Period { first: Some(back(first)?), last: Some(end), ..*period })
        }
        _ => None,
    }
}

/// Periods that the stated one may be a change from; of an open span of several periods also that of its first to its last.
fn pairs(index: &Index<'_>, stated: &Stated<'_>, base: usize) -> Vec<(Period, Period)> {
    let own = stated.period;
    let before = || own.shifted(-1).map(|from| (from, own));
    let year = || year_before(&own).map(|from| (from, own));
    match stated.window {
        Window::Year => year().into_iter().collect(),
        Window::Before(Some(length)) if !is_of(&own, length) => Vec::new(),
        Window::Before(_) => before().into_iter().collect(),
        Window::Open => {
            let span = (own.precision == Precision::Interval && !own.cumulative)
                .then(|| index.ends_of(base, &own, stated.status))
                .flatten();
            let mut pairs: Vec<(Period, Period)> = year().into_iter().chain(before()).chain(span).collect();
            pairs.dedup();
            pairs
        }
    }
}

fn is_of(period: &Period, length: Precision) -> bool {
    period.precision == length || (length == Precision::Quarter && period.precision == Precision::FiscalQuarter)
}

/// One way to read what was stated, and what it is then compared with.
#[derive(Clone, Copy)]
enum Reading {
    Relative,
    Points,
    Amount,
    Times,
}

/// The ways in which a number of this unit may state a change of values of that unit.
fn readings(stated: &Stated<'_>, base: &Measure) -> Vec<(Reading, Measure)> {
    let measure = &stated.measure;
    let percent = matches!(base.unit.dimension, Dimension::Percent | Dimension::Points);
    let signed = if stated.falls { negated(measure) } else { measure.clone() };
    match &measure.unit.dimension {
        Dimension::Percent if percent => vec![(Reading::Points, signed.clone()), (Reading::Relative, signed)],
        Dimension::Percent => vec![(Reading::Relative, signed)],
        Dimension::Points if percent => vec![(Reading::Points, signed)],
        Dimension::Factor => {
            let by = |more: f64| shifted(measure, more);
            let mut all = vec![(Reading::Times, measure.clone())];
            if measure.other_factor().is_some() {
                all.push((Reading::Times, by(-1.0)));
            } else if stated.grows && measure.digits.is_some() {
                all.push((Reading::Times, by(1.0)));
            }
            all
        }
        dimension if *dimension == base.unit.dimension && !matches!(dimension, Dimension::Rank) => {
            let mut all = vec![(Reading::Amount, signed.clone())];
            if *dimension == Dimension::None {
                all.insert(0, (Reading::Relative, signed.clone()));
                all.push((Reading::Relative, signed.times(100.0)));
            }
            all
        }
        // A bare number may be a percentage, or a part of one.
        Dimension::None => vec![(Reading::Relative, signed.clone()), (Reading::Relative, signed.times(100.0))],
        _ => Vec::new(),
    }
}

/// A fall by 14 % is −14 %; where the sign was typed it stands.
fn negated(measure: &Measure) -> Measure {
    if measure.high.is_some_and(|high| high.value <= 0.0) {
        return measure.clone();
    }
    let turn = |end: Option<Bound>| end.map(|end| Bound { value: -end.value, ..end });
    Measure {
        low: turn(measure.high),
        high: turn(measure.low),
        point: measure.point.map(|point| -point),
        ..measure.clone()
    }
}

fn shifted(measure: &Measure, by: f64) -> Measure {
    let moved = |end: Option<Bound>| end.map(|end| Bound { value: end.value + by, ..end });
    Measure {
        low: moved(measure.low),
        high: moved(measure.high),
        point: measure.point.map(|point| point + by),
        ..measure.clone()
    }
}

fn recomputed(reading: Reading, from: &Measure, to: &Measure) -> Derived {
    // Natural limits close no end here: a claim is held against what was stated only.
    let rules = MetricRules::default();
    match reading {
        Reading::Relative => change(from, to, Change::Relative, &rules),
        Reading::Points | Reading::Amount => change(from, to, Change::Difference, &rules),
        Reading::Times => ratio(to, from),
    }
}

/// The stated number in the unit of the recomputed one.
fn in_unit_of(stated: &Measure, computed: &Measure, reading: Reading) -> Option<Measure> {
    match reading {
        Reading::Amount => {
            let factor = stated.unit.factor / computed.unit.factor;
            let alike = stated.unit.dimension == computed.unit.dimension && factor.is_finite();
            alike.then(|| Measure { unit: computed.unit.clone(), ..stated.clone().times(factor) })
        }
        _ => Some(Measure { unit: computed.unit.clone(), ..stated.clone() }),
    }
}

/// What comes of holding a statement against two series.
enum Held {
    /// It follows.
    Follows(Claim),
    /// It does not, by any reading.
    Fails(Claim),
    /// A reading lacks a value, so that nothing is known.
    Open,
}

/// Holds a stated change against the series of its metric: it follows where it does by any reading that is left open, from any report.
pub(super) fn check(index: &Index<'_>, stated: &Stated<'_>, tiers: &[Vec<usize>]) -> Found {
    let mut failed: Option<Claim> = None;
    for base in tiers.iter().flatten().copied() {
        match hold(index, stated, base, base) {
            Held::Follows(claim) => return Found::of(claim),
            Held::Fails(claim) => failed = failed.or(Some(claim)),
            Held::Open => {}
        }
    }
    // Values of two sources are never held against a claim, but where it follows from them it is no news that another differs.
    let few = || tiers.iter().flatten().copied().take(SPLICED);
    for (old, new) in few().flat_map(|old| few().map(move |new| (old, new))).filter(|(old, new)| old != new) {
        if let Held::Follows(claim) = hold(index, stated, old, new) {
            return Found::of(claim);
        }
    }
    failed.map_or(Found::NoValues, Found::of)
}

/// From a value of the series `older` to one of the series `base`.
fn hold(index: &Index<'_>, stated: &Stated<'_>, older: usize, base: usize) -> Held {
    // An open word has two readings: unless both can be seen to fail, nothing is said.
    let mut every = true;
    let mut failed: Option<Claim> = None;
    for (from, to) in pairs(index, stated, base) {
        let (olds, news) = (index.reports(older, &from, stated.status), index.reports(base, &to, stated.status));
        if olds.is_empty() || news.is_empty() {
            every = false;
            continue;
        }
        for ((old_at, old), (new_at, new)) in olds.iter().flat_map(|old| news.iter().map(move |new| (old, new))) {
            for (reading, said) in readings(stated, new) {
                let mut derived = recomputed(reading, old, new);
                let loose = recomputed(reading, &loosened(old), &loosened(new));
                let Some(said) = in_unit_of(&said, &derived.measure, reading) else { continue };
                if derived.refused.is_some() || derived.measure.shape > Shape::Bound {
                    every = false;
                    continue;
                }
                derived.inputs = vec![*old_at, *new_at];
                derived.note = across(index, stated.series, base).or_else(|| across(index, older, base));
                let follows = follows(&said, &derived.measure, &loose.measure);
                let claim = Claim { stated: stated.at, kind: ClaimKind::Change, said, recomputed: derived, follows };
                if follows {
                    return Held::Follows(claim);
                }
                failed.get_or_insert(claim);
            }
        }
    }
    failed.filter(|_| every).map_or(Held::Open, Held::Fails)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{PeriodContext, parse_period};

    #[test]
    fn a_year_before_is_the_same_period_of_that_year() {
        let period = |text: &str| parse_period(text, &PeriodContext::default()).unwrap();
        for (now, then) in [
            ("2024", "2023"),
            ("2024Q3", "2023Q3"),
            ("2024-02", "2023-02"),
            ("2024H1", "2023H1"),
            ("2024-03-15", "2023-03-15"),
            ("2024Q1-Q3", "2023Q1-Q3"),
            ("FY2025Q4", "FY2024Q4"),
        ] {
            let (found, wanted) = (year_before(&period(now)).unwrap(), period(then));
            assert_eq!((found.first, found.last), (wanted.first, wanted.last), "{now}");
        }
        assert_eq!(year_before(&period("2024-02-29")), None);
        assert_eq!(year_before(&period("2024-W20")), None);
    }
}
