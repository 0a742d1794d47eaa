//! At which period rows are ranked: one for all of them, where they are a table of periods.

use std::collections::{BTreeMap, BTreeSet};

use super::Ask;
use crate::base::{NumberStyle, ObsRef, Period, Precision, is_stated, write_measure};

/// Rows named beside a ranking before the others are only counted.
const MOST_NAMED: usize = 5;

/// What is ranked.
pub(super) struct Table {
    /// The period of all rows; `None` where each row has its own.
    pub(super) period: Option<Period>,
    /// Its observations; conflicting ones all.
    pub(super) refs: Vec<ObsRef>,
    /// Words for the series that have no row at that period.
    pub(super) aside: Vec<String>,
}

/// Same days, and both flows or both cumulative.
pub(super) fn is_same(a: &Period, b: &Period) -> bool {
    (a.first, a.last, a.cumulative) == (b.first, b.last, b.cumulative)
}

/// The rows to rank. Forecasts, rumours and targets are not ranked among facts. Where at least half of the series have
/// several periods, or most have a row at the last one, that one is ranked: of the length of period that most series have.
/// Else each row is dated on its own, such as a model by its release, and the last row of each series is ranked.
pub(super) fn table(ask: &Ask<'_>, refs: &[ObsRef]) -> Table {
    let data = ask.dataset;
    let stated: Vec<ObsRef> = refs.iter().copied().filter(|at| is_stated(data.get(*at).status)).collect();
    let refs = if stated.is_empty() { refs } else { &stated };
    let mut series: BTreeMap<usize, BTreeSet<Period>> = BTreeMap::new();
    let mut lengths: BTreeMap<(Precision, bool), (BTreeSet<usize>, Option<Period>)> = BTreeMap::new();
    for at in refs {
        let (own, period) = (data.series_of(*at), data.period(*at));
        series.entry(own).or_default().insert(period);
        if data.get(*at).measure.has_number() {
            let (members, last) = lengths.entry((period.precision, period.cumulative)).or_default();
            members.insert(own);
            *last = last.iter().copied().chain([period]).max_by_key(|p| (p.last, p.first));
        }
    }
    let most = lengths.values().max_by_key(|(members, last)| (members.len(), last.and_then(|p| p.last)));
    let period = most.and_then(|(_, last)| *last).filter(|period| {
        let several = series.values().filter(|periods| periods.len() > 1).count();
        let there = series.values().filter(|periods| periods.iter().any(|own| is_same(own, period))).count();
        several * 2 >= series.len() || there * 2 > series.len()
    });
    let at_period = |at: &ObsRef| period.is_some_and(|period| is_same(&data.period(*at), &period));
    let present: BTreeSet<usize> = refs.iter().filter(|at| at_period(at)).map(|at| data.series_of(*at)).collect();
    let is_last = |at: &ObsRef| series.get(&data.series_of(*at)).and_then(BTreeSet::last) == Some(&data.period(*at));
    if period.is_none() {
        return Table { period, refs: refs.iter().copied().filter(is_last).collect(), aside: Vec::new() };
    }
    let others = refs.iter().filter(|at| !present.contains(&data.series_of(**at)) && is_last(at));
    let mut aside: Vec<String> = others
        .map(|at| {
            let words = write_measure(&data.get(*at).measure, NumberStyle::default());
            let when = data.period(*at).words(false);
            let when = if when.is_empty() { String::from("without a period") } else { format!("in {when}") };
            format!("{}: {words} {when}", data.entity_name(*at))
        })
        .collect();
    let more = aside.len().saturating_sub(MOST_NAMED);
    aside.truncate(MOST_NAMED);
    if more > 0 {
        aside.push(format!("{more} more of other periods"));
    }
    Table { period, refs: refs.iter().copied().filter(at_period).collect(), aside }
}
