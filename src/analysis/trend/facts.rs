//! Which numbers a line may be laid through: one number each, that nobody contests, of one definition.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, ObsRef, Standing};
use crate::data::Dataset;

/// What was left out, by the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Ranges and bounds without a stated number.
    pub wide: usize,
    /// Numbers that another report of the same series and days contradicts.
    pub contested: usize,
    /// Numbers of a definition before the last one of their series.
    pub before_break: usize,
    /// When the last of these definitions began.
    pub broke: Option<Day>,
}

impl LeftOut {
    /// `2 ranges or bounds, 2 in conflict, 3 before the new definition of 2023`; empty where nothing was.
    pub fn words(&self) -> String {
        let since = self.broke.map_or_else(String::new, |day| format!(" of {}", day.ymd().0));
        let parts = [
            (self.wide, if self.wide == 1 { "range or bound" } else { "ranges or bounds" }.to_owned()),
            (self.contested, "in conflict".to_owned()),
            (self.before_break, format!("before the new definition{since}")),
        ];
        let told = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}"));
        told.collect::<Vec<_>>().join(", ")
    }
}

/// The places in `obs` of facts and estimates that are one number each (a stated point inside a range counts), are in no conflict,
/// and are not older than the last break (B) of their series; with what was left out. Forecasts, rumours and targets are passed over.
pub fn fit_facts(dataset: &Dataset, obs: &[ObsRef]) -> (Vec<usize>, LeftOut) {
    let mut left = LeftOut::default();
    let stated = |at: ObsRef| matches!(Standing::of(dataset.status(at)), Standing::Actual | Standing::Estimate);
    let has_number = |at: ObsRef| dataset.numbers(at).is_some_and(|numbers| numbers.point.is_some());
    let starts = |at: ObsRef| {
        let period = dataset.period(at);
        period.first.or(period.last)
    };
    let mut breaks: BTreeMap<usize, Day> = BTreeMap::new();
    for at in obs.iter().copied().filter(|at| dataset.status(*at) == "B") {
        if let Some(day) = starts(at) {
            breaks.entry(dataset.series_of(at)).and_modify(|last| *last = day.max(*last)).or_insert(day);
        }
    }
    let contested: BTreeSet<ObsRef> = dataset.conflicts().iter().flatten().copied().collect();
    let mut kept = Vec::new();
    for (nth, at) in obs.iter().copied().enumerate().filter(|(_, at)| stated(*at)) {
        let broke = breaks.get(&dataset.series_of(at)).copied();
        let broke = broke.filter(|day| starts(at).is_some_and(|own| own < *day));
        if broke.is_some() {
            left.before_break += 1;
            left.broke = left.broke.max(broke);
        } else if contested.contains(&at) {
            left.contested += 1;
        } else if has_number(at) {
            kept.push(nth);
        } else {
            left.wide += 1;
        }
    }
    (kept, left)
}
