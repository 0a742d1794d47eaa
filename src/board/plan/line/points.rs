//! The points of one series: where they stand, where the line between them breaks.

use crate::analysis::{Rate, convert};
use crate::base::{Day, Measure, ObsRef, Period, Precision, Standing, Unit};
use crate::board::plan::gaps::gaps;
use crate::board::{Gap, LinePoint, Open};
use crate::data::Dataset;

/// Milliseconds of a day.
const DAY: f64 = 86_400_000.0;

/// The days that a period covers; one day where an end is open.
pub(in crate::board::plan) fn days(period: &Period) -> Option<(Day, Day)> {
    let (first, last) = (period.first.or(period.last)?, period.last.or(period.first)?);
    Some((first, last))
}

/// Middle of a period in days since 1970-01-01, to the time of the day where it is told.
pub(in crate::board::plan) fn middle(period: &Period) -> Option<f64> {
    let (first, last) = days(period)?;
    let clock = period.time.map_or(0.0, |time| f64::from(time.millis()) / DAY);
    Some(f64::midpoint(f64::from(first.0), f64::from(last.0)) + clock)
}

/// The number that a point stands by, in `unit`: the stated one or the middle, else the end that is known.
pub(super) fn height(dataset: &Dataset, at: ObsRef, onto: &Onto<'_>) -> Option<f64> {
    point(dataset, at, onto).map(|point| point.value)
}

/// The number that a measure stands by: the stated one or the middle, else the end that is known.
pub(super) fn standing_for(measure: &Measure) -> Option<f64> {
    measure.place().or(measure.low.or(measure.high).map(|end| end.value))
}

/// The axis that numbers are put on.
pub(in crate::board::plan) struct Onto<'a> {
    /// Its unit.
    pub(in crate::board::plan) unit: &'a Unit,
    /// The user's rates, for money of another currency.
    pub(in crate::board::plan) rates: &'a [Rate],
}

impl Onto<'_> {
    /// What a number is to be multiplied by, with the words for a rate; `None` where it has no place on the axis.
    pub(super) fn factor(&self, dataset: &Dataset, at: ObsRef) -> Option<(f64, Option<String>)> {
        let none = Unit::none();
        let own = dataset.numbers(at)?.unit.unwrap_or(&none);
        if own.dimension == self.unit.dimension {
            let factor = own.factor / self.unit.factor;
            // A factor that cannot be told leaves the number as it was typed.
            return Some((if factor.is_finite() && factor > 0.0 { factor } else { 1.0 }, None));
        }
        if self.rates.is_empty() {
            return None;
        }
        let one = Measure::exact(1.0, own.clone());
        let found = convert(&one, &dataset.period(at), self.unit, self.rates)?;
        found.measure.point.filter(|_| found.refused.is_none()).map(|factor| (factor, found.note))
    }
}

/// A point with nothing said of those beside it; `None` without a day or a number.
pub(super) fn point(dataset: &Dataset, at: ObsRef, onto: &Onto<'_>) -> Option<LinePoint> {
    let numbers = dataset.numbers(at)?;
    let (factor, _) = onto.factor(dataset, at)?;
    let moved = |end: Option<f64>| end.map(|end| end * factor);
    let (low, high) = (moved(numbers.low), moved(numbers.high));
    let middle_of = low.zip(high).map(|(low, high)| low / 2.0 + high / 2.0);
    let value = moved(numbers.point).or(middle_of).or(low).or(high)?;
    Some(LinePoint {
        x: middle(&dataset.period(at))?,
        value,
        band: low.zip(high).filter(|(low, high)| low < high),
        obs: at,
        open: match (low, high) {
            (None, Some(_)) => Open::Below,
            (Some(_), None) => Open::Above,
            _ => Open::No,
        },
        standing: Standing::of(dataset.status(at)),
        gap: Gap::None,
    })
}

/// The points of a series by time, with its breaks. `several`: of several entities, which stand beside each other.
pub(super) fn points(dataset: &Dataset, members: &[ObsRef], onto: &Onto<'_>, tolerance: u32) -> Vec<LinePoint> {
    let mut found: Vec<LinePoint> = members.iter().filter_map(|at| point(dataset, *at, onto)).collect();
    // Members of one series are in order already: the sort is stable and then costs one pass.
    found.sort_by(|a, b| a.x.total_cmp(&b.x));
    let each: Vec<(Day, Precision)> = found
        .iter()
        .map(|point| {
            let period = dataset.period(point.obs);
            (days(&period).map_or(Day(0), |days| days.0), period.precision)
        })
        .collect();
    let breaks = gaps(&each, tolerance);
    let conflicts = in_conflict(dataset, &found);
    let first = found.first().map(|point| dataset.entity_name(point.obs));
    // A line says that something became something else: points of several entities stand beside each other.
    let several = found.iter().any(|point| Some(dataset.entity_name(point.obs)) != first);
    let mut parted = false;
    for ((point, missing), conflict) in found.iter_mut().zip(breaks).zip(conflicts) {
        // A new definition measures something else: nothing became of the old numbers.
        point.gap = if dataset.status(point.obs) == "B" {
            Gap::Break
        } else if missing || conflict || parted || several {
            Gap::Missing
        } else {
            Gap::None
        };
        parted = conflict;
    }
    found
}

/// For each point, whether another report of the same days says something else: neither is joined to anything.
fn in_conflict(dataset: &Dataset, points: &[LinePoint]) -> Vec<bool> {
    let disagree = |a: &LinePoint, b: &LinePoint| {
        let same_days = || {
            let (own, other) = (dataset.period(a.obs), dataset.period(b.obs));
            (own.first, own.last, own.time) == (other.first, other.last, other.time)
        };
        a.x == b.x
            && same_days()
            && dataset.entity_name(a.obs) == dataset.entity_name(b.obs)
            && !dataset.measure(a.obs).says_same(&dataset.measure(b.obs))
    };
    let mut found = vec![false; points.len()];
    for (at, pair) in points.windows(2).enumerate() {
        if let [a, b] = pair
            && disagree(a, b)
        {
            found.iter_mut().skip(at).take(2).for_each(|one| *one = true);
        }
    }
    found
}
