//! Stated times between two events that are named, against the days of those events.

use std::collections::BTreeMap;

use super::index::Index;
use super::wording::{plain, plain_forms};
use super::{Claim, ClaimKind, Found};
use crate::analysis::interval::plain_unit;
use crate::analysis::{Derived, lag};
use crate::base::{Bound, Dimension, Measure, ObsRef, Period, Precision, Shape, Unit};

/// Mean days of a month of the Gregorian calendar.
const MONTH: f64 = 365.2425 / 12.0;
/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Events by plain name.
pub(super) struct Events {
    by_name: BTreeMap<String, Vec<ObsRef>>,
    by_entity: BTreeMap<String, Vec<ObsRef>>,
}

impl Events {
    /// All events of a dataset, by every name of theirs and of their entity.
    pub(super) fn new(index: &Index<'_>) -> Self {
        let (mut by_name, mut by_entity) = (BTreeMap::new(), BTreeMap::new());
        let data = index.dataset;
        for series in data.series() {
            let is_event = |at: &&ObsRef| data.get(**at).measure.shape == Shape::Event;
            let Some(at) = series.observations.first().filter(is_event) else { continue };
            for form in plain_forms(&series.metric_forms) {
                by_name.entry(form).or_insert_with(Vec::new).push(*at);
            }
            for form in plain_forms(&series.entity_forms) {
                by_entity.entry(form).or_insert_with(Vec::new).push(*at);
            }
        }
        Self { by_name, by_entity }
    }

    /// The one event of that name, else the only one of the entity of that name.
    fn named(&self, name: &str) -> Option<ObsRef> {
        let name = plain(name);
        let found = self.by_name.get(&name).or_else(|| self.by_entity.get(&name))?;
        match found.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Holds a stated time against the days from one event to another, or to the row's own period.
    pub(super) fn check(&self, index: &Index<'_>, at: ObsRef, said: &Measure, from: &str, to: Option<&str>) -> Found {
        let data = index.dataset;
        let ends = self.named(from).zip(to.map_or(Some(at), |to| self.named(to)));
        let Some((from, to)) = ends.filter(|(from, to)| from != to) else { return Found::NoValues };
        let (first, last) = (data.period(from), data.period(to));
        let in_days = said.unit.factor <= 7.0 * DAY + 1.0;
        let Some(computed) = apart(&first, &last, in_days) else { return Found::NoValues };
        // An event that is only about then may be a month off.
        let slack = if !computed.about {
            0.0
        } else if in_days {
            MONTH
        } else {
            1.0
        };
        let end = |end: Option<Bound>, by: f64| end.map(|end| Bound { value: end.value + by, ..end });
        let loose = Measure { low: end(computed.low, -slack), high: end(computed.high, slack), ..computed.clone() };
        let unit = if in_days { DAY } else { MONTH * DAY };
        let by = said.unit.factor / unit;
        // 1 a is read in months, to the year.
        let back = |measure: &Measure| measure.clone().times(1.0 / by);
        let follows = {
            let loose = Measure { digits: None, ..back(&loose) };
            super::compare::follows(said, &loose, &loose)
        };
        let words = |period: &Period| period.words(false);
        let recomputed = Derived {
            formula: format!("{} − {}", words(&last), words(&first)),
            words: String::from("by the days of both events"),
            measure: computed,
            inputs: vec![from, to],
            note: None,
            refused: None,
        };
        Found::of(Claim { stated: at, kind: ClaimKind::Lag, said: said.clone(), recomputed, follows })
    }
}

/// The time between two periods in days or months; months of single days as the calendar counts them and by their length.
fn apart(from: &Period, to: &Period, in_days: bool) -> Option<Measure> {
    let months = lag(from, to)?;
    let days = |a: Option<crate::base::Day>, b: Option<crate::base::Day>| Some(f64::from(b?.0.saturating_sub(a?.0)));
    let (fewest, most) = (days(from.last, to.first), days(from.first, to.last));
    let about = months.about;
    let shown = |low: Option<f64>, high: Option<f64>, code: &str, seconds: f64| {
        let unit = Unit { factor: seconds, ..plain_unit(code, Dimension::Time) };
        let end = |value: f64| Bound { value, inclusive: true };
        let base = match (low, high) {
            (Some(low), Some(high)) if low == high => Measure::exact(low, unit),
            (Some(low), Some(high)) => Measure::range(low, high, unit),
            (None, None) => return None,
            (low, high) => {
                let one = Measure { shape: Shape::Bound, point: None, ..Measure::exact(0.0, unit) };
                Measure { low: low.map(end), high: high.map(end), ..one }
            }
        };
        Some(Measure { about, ..base })
    };
    if in_days {
        return shown(fewest, most, "d", DAY);
    }
    let exact = from.precision == Precision::Day && to.precision == Precision::Day;
    let by_length = |count: Option<i32>, days: Option<f64>, pick: fn(f64, f64) -> f64| {
        let count = f64::from(count?);
        Some(days.filter(|_| exact).map_or(count, |days| pick(count, days / MONTH)))
    };
    let low = by_length(months.low, fewest, f64::min);
    shown(low, by_length(months.high, most, f64::max), "mo", MONTH * DAY)
}
