//! Everything that the data say of one entity, in the order of a card: figures, events, lags, sources, contradictions.

use std::collections::{BTreeMap, BTreeSet};

use super::interval::{Interval, conversion};
use super::{Change, Claims, Derived, Lag, Rules, Where, change, lag, own_disagreement, period_before, select};
use crate::base::{Bound, Day, Dimension, Folded, Measure, ObsRef, Period, Shape, fold, is_stated, round_to_digits};
use crate::data::{Dataset, Role};

/// What a dossier must be told besides the name.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// What was known on that day.
    pub as_of: Option<Day>,
    /// What is known of the metrics.
    pub rules: &'a Rules,
    /// What the data state of themselves, recomputed.
    pub claims: &'a Claims,
    /// Events of others that lags are counted from, as the config names them.
    pub after: &'a [&'a Where],
}

/// Everything on one name in one dataset.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dossier {
    /// Its groups in order of first appearance.
    pub groups: Vec<String>,
    /// One for each series of figures, in order of first appearance.
    pub figures: Vec<DossierFigure>,
    /// In order of time; what has no day comes last.
    pub events: Vec<ObsRef>,
    /// From each own event to the next, then from the events of others.
    pub lags: Vec<DossierLag>,
    /// In order of first appearance.
    pub sources: Vec<DossierSource>,
    /// What does not go together, or is not sure to be so.
    pub contradictions: Vec<Contradiction>,
}

/// One series of figures: a metric as one source tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct DossierFigure {
    /// The latest stated value; where nothing is stated, the latest forecast, rumour or target.
    pub at: ObsRef,
    /// The value one period before, with the change from it; else why there is none.
    pub change: Result<(ObsRef, Derived), String>,
    /// Stated values of other periods, by period.
    pub history: Vec<ObsRef>,
    /// Forecasts, rumours and targets besides, by period.
    pub unstated: Vec<ObsRef>,
    /// Earlier reports of the same period, the first one first.
    pub revised: Vec<ObsRef>,
    /// Other reports of the same period and day that say something else.
    pub conflicting: Vec<ObsRef>,
    /// All observations of the series.
    pub all: Vec<ObsRef>,
}

/// How long after one event others came.
#[derive(Debug, Clone, PartialEq)]
pub enum DossierLag {
    /// From one own event to the next.
    Next {
        /// The earlier one.
        from: ObsRef,
        /// The later one.
        to: ObsRef,
        /// The time between them.
        lag: Lag,
    },
    /// From an event of somebody else to each own event that did not come before it.
    After {
        /// The event of somebody else.
        from: ObsRef,
        /// Own events in order of time.
        to: Vec<(ObsRef, Lag)>,
    },
}

/// One source with what it tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DossierSource {
    /// As typed first; empty where no source is named.
    pub name: String,
    /// Documents in which it was read.
    pub via: Vec<String>,
    /// Number of its figures.
    pub figures: usize,
    /// Number of its events.
    pub events: usize,
    /// All of its observations, in file order.
    pub all: Vec<ObsRef>,
}

/// What does not go together, or is not sure to be so.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    /// Why it is one.
    pub why: Why,
    /// The observations in question.
    pub obs: Vec<ObsRef>,
}

/// Why something is listed as a contradiction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Reports of one metric and period say things that cannot both be so.
    Reports,
    /// It is told as a rumour.
    Rumour,
    /// It states what does not follow from the values; those come after it.
    Claim,
}

/// The dossier of an entity in one dataset; empty where that does not know the name.
pub fn dossier(dataset: &Dataset, entity: &Folded, told: &Told<'_>) -> Dossier {
    let known = |at: &ObsRef| told.as_of.is_none_or(|day| dataset.reported(*at).is_none_or(|said| said <= day));
    let is_event = |at: &ObsRef| dataset.get(*at).measure.shape == Shape::Event;
    let mut own: Vec<ObsRef> = Vec::new();
    let mut figures = Vec::new();
    for series in dataset.series().iter().filter(|series| series.entity_forms.is_same(entity)) {
        let all: Vec<ObsRef> = series.observations.iter().copied().filter(known).collect();
        let numbers: Vec<ObsRef> = all.iter().copied().filter(|at| !is_event(at)).collect();
        own.extend(all);
        figures.extend(figure(dataset, numbers, told));
    }
    own.sort_unstable();
    let mut events: Vec<ObsRef> = own.iter().copied().filter(is_event).collect();
    events.sort_by_key(|at| {
        let period = dataset.period(*at);
        let begins = period.first.or(period.last);
        (begins.is_none(), begins, period.last, *at)
    });
    let mut groups: Vec<String> = Vec::new();
    for at in &own {
        let group = dataset.cell(*at, Role::Group);
        if !group.is_empty() && !groups.iter().any(|known| fold(known) == fold(group)) {
            groups.push(group.to_owned());
        }
    }
    Dossier {
        groups,
        lags: lags(dataset, &events, told),
        sources: sources(dataset, &own),
        contradictions: contradictions(dataset, &own, told),
        figures,
        events,
    }
}

/// The figure of a series; `None` where it has none.
fn figure(dataset: &Dataset, all: Vec<ObsRef>, told: &Told<'_>) -> Option<DossierFigure> {
    let stated = |at: &ObsRef| is_stated(dataset.get(*at).status);
    let latest = |of: &mut dyn Iterator<Item = ObsRef>| {
        of.max_by_key(|at| {
            let period = dataset.period(*at);
            (period.last.or(period.first), period.first, dataset.reported(*at), std::cmp::Reverse(*at))
        })
    };
    let newest = latest(&mut all.iter().copied().filter(stated));
    let at = newest.or_else(|| latest(&mut all.iter().copied()))?;
    let (period, reported) = (dataset.period(at), dataset.reported(at));
    let mut revised = Vec::new();
    let mut conflicting = Vec::new();
    let mut history = Vec::new();
    let mut unstated = Vec::new();
    for other in all.iter().copied().filter(|other| *other != at) {
        if stated(&other) != stated(&at) {
            unstated.push(other);
        } else if dataset.period(other) != period {
            history.push(other);
        } else if dataset.reported(other) != reported {
            revised.push(other);
        } else if !dataset.get(other).measure.says_same(&dataset.get(at).measure) {
            conflicting.push(other);
        }
    }
    let rules = told.rules.of(dataset.metric_name(at));
    let before = match own_disagreement(dataset, at) {
        Some(why) => Err(why),
        None => period_before(dataset, at, told.as_of, rules.tolerance.unwrap_or(0)),
    };
    let change = before.map(|(before, note)| {
        let (old, new) = (dataset.get(before).measure, dataset.get(at).measure);
        (before, change(&old, &new, Change::default(), &rules).noted(note))
    });
    Some(DossierFigure { at, change, history, unstated, revised, conflicting, all })
}

fn has_day(period: &Period) -> bool {
    period.first.or(period.last).is_some()
}

/// From each event to the next, and from the events of others to all that did not come before them.
fn lags(dataset: &Dataset, events: &[ObsRef], told: &Told<'_>) -> Vec<DossierLag> {
    let dated: Vec<(ObsRef, Period)> =
        events.iter().map(|at| (*at, dataset.period(*at))).filter(|(_, period)| has_day(period)).collect();
    let next = dated.iter().zip(dated.iter().skip(1)).filter_map(|((from, before), (to, after))| {
        Some(DossierLag::Next { from: *from, to: *to, lag: lag(before, after)? })
    });
    let mut found: Vec<DossierLag> = next.collect();
    let mut known: BTreeSet<ObsRef> = events.iter().copied().collect();
    for wanted in told.after.iter().filter(|_| !dated.is_empty()) {
        let all = select(dataset, wanted, told.as_of).refs;
        let first = all.into_iter().map(|at| (dataset.period(at), at)).filter(|(period, _)| has_day(period)).min();
        let Some((begins, from)) = first.filter(|(_, at)| known.insert(*at)) else { continue };
        let later = dated.iter().filter_map(|(at, period)| Some((*at, lag(&begins, period)?)));
        // Days tell more than months: twenty days before may be the same month.
        let is_later = |lag: &Lag| match lag.days {
            Some(days) => days >= 0,
            None => lag.high.is_none_or(|most| most >= 0),
        };
        let to: Vec<(ObsRef, Lag)> = later.filter(|(_, lag)| is_later(lag)).collect();
        if !to.is_empty() {
            found.push(DossierLag::After { from, to });
        }
    }
    found
}

fn sources(dataset: &Dataset, own: &[ObsRef]) -> Vec<DossierSource> {
    let mut found: Vec<DossierSource> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for at in own {
        let seen = dataset.get(*at);
        let place = *places.entry(fold(seen.source)).or_insert_with(|| {
            found.push(DossierSource { name: seen.source.to_owned(), ..DossierSource::default() });
            found.len() - 1
        });
        let Some(source) = found.get_mut(place) else { continue };
        if seen.measure.shape == Shape::Event {
            source.events += 1;
        } else {
            source.figures += 1;
        }
        if !seen.via.is_empty() && !source.via.iter().any(|via| via == seen.via) {
            source.via.push(seen.via.to_owned());
        }
        source.all.push(*at);
    }
    found
}

/// Reports that disagree: of one series as the dataset found them, then those of several sources; claims that do not follow; rumours
/// last.
fn contradictions(dataset: &Dataset, own: &[ObsRef], told: &Told<'_>) -> Vec<Contradiction> {
    let is_own = |at: &ObsRef| own.binary_search(at).is_ok();
    let reports = |obs: Vec<ObsRef>| Contradiction { why: Why::Reports, obs };
    let conflicts = dataset.conflicts().iter().map(|all| all.iter().copied().filter(is_own).collect::<Vec<_>>());
    let mut found: Vec<Contradiction> = conflicts.filter(|all| all.len() > 1).map(reports).collect();
    found.extend(across_sources(dataset, own, told.rules).into_iter().map(reports));
    let known = |at: &ObsRef| dataset.reported(*at).is_none_or(|day| told.as_of.is_none_or(|as_of| day <= as_of));
    let failing = own.iter().filter_map(|at| told.claims.of(*at)).filter(|claim| !claim.follows);
    // What was not reported on that day is no ground to doubt what was.
    let failing = failing.filter(|claim| claim.recomputed.inputs.iter().all(known));
    found.extend(failing.map(|claim| {
        let values = claim.recomputed.inputs.iter().copied();
        Contradiction { why: Why::Claim, obs: std::iter::once(claim.stated).chain(values).collect() }
    }));
    let rumours = own.iter().copied().filter(|at| dataset.get(*at).status == "U");
    found.extend(rumours.map(|at| Contradiction { why: Why::Rumour, obs: vec![at] }));
    found
}

/// Stated figures of one metric, scope and period by several sources, of which two cannot both be so; of each source its newest
/// reports.
fn across_sources(dataset: &Dataset, own: &[ObsRef], rules: &Rules) -> Vec<Vec<ObsRef>> {
    type Place = (String, Dimension, String, Option<Day>, Option<Day>);
    let mut groups: BTreeMap<Place, BTreeMap<usize, Vec<ObsRef>>> = BTreeMap::new();
    for at in own {
        let seen = dataset.get(*at);
        let dated = has_day(&seen.period);
        if !dated || !seen.measure.has_number() || !is_stated(seen.status) {
            continue;
        }
        let key = dataset.key(*at).series;
        let place = (key.metric.to_string(), key.dimension, key.scope.to_string(), seen.period.first, seen.period.last);
        let reports = groups.entry(place).or_default().entry(dataset.series_of(*at)).or_default();
        let newest = reports.first().and_then(|at| dataset.reported(*at));
        if reports.is_empty() || dataset.reported(*at) == newest {
            reports.push(*at);
        } else if dataset.reported(*at) > newest {
            *reports = vec![*at];
        }
    }
    let mut found: Vec<Vec<ObsRef>> = Vec::new();
    for (place, by_series) in groups {
        let band = rules.of(&place.0).band;
        let all: Vec<(usize, ObsRef)> =
            by_series.iter().flat_map(|(series, reports)| reports.iter().map(|at| (*series, *at))).collect();
        let apart = |a: &(usize, ObsRef), b: &(usize, ObsRef)| {
            a.0 != b.0 && cannot_both_be(&dataset.get(a.1).measure, &dataset.get(b.1).measure, band)
        };
        if all.iter().enumerate().any(|(at, one)| all.iter().skip(at + 1).any(|other| apart(one, other))) {
            let mut reports: Vec<ObsRef> = all.into_iter().map(|(_, at)| at).collect();
            reports.sort_unstable();
            found.push(reports);
        }
    }
    found.sort_unstable();
    found
}

/// Whether two statements of one thing exclude each other: where neither end reaches the other, rounded to the coarser of both. What
/// is "about" excludes nothing unless the user says how far it reaches.
fn cannot_both_be(a: &Measure, b: &Measure, band: Option<f64>) -> bool {
    let Some(factor) = conversion(a, &b.unit) else { return false };
    if (a.about || b.about) && band.is_none() {
        return false;
    }
    let reach = |measure: &Measure, interval: Interval| {
        let band = band.filter(|_| measure.about).unwrap_or(0.0);
        let widen =
            |end: Option<Bound>, by: f64| end.map(|end| Bound { value: end.value + end.value.abs() * by, ..end });
        Interval { low: widen(interval.low, -band), high: widen(interval.high, band) }
    };
    let (x, y) = (reach(a, Interval::of(a).times(factor)), reach(b, Interval::of(b)));
    let digits = a.digits.into_iter().chain(b.digits).min();
    let rounded = |value: f64| digits.map_or(value, |digits| round_to_digits(value, digits));
    let below = |high: Option<Bound>, low: Option<Bound>| {
        let Some((high, low)) = high.zip(low) else { return false };
        let (top, bottom) = (rounded(high.value), rounded(low.value));
        top < bottom || (top == bottom && high.value >= low.value && !(high.inclusive && low.inclusive))
    };
    below(x.high, y.low) || below(y.high, x.low)
}

#[cfg(test)]
mod tests;
