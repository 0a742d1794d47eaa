//! Events of the file as marks on the time axis.

use std::collections::BTreeSet;

use super::points::days;
use crate::base::{Day, ObsRef, Precision, Shape};
use crate::board::LineEvent;
use crate::data::Dataset;

/// Most events on the axis.
const MOST: usize = 12;
/// An event of more days than this is a time rather than a moment.
const LONGEST: i32 = 366;

/// The events that fall on the axis: those of entities that are shown first, then the most precise, in order of time.
pub(super) fn events(
    dataset: &Dataset,
    refs: &[ObsRef],
    (first, last): (Day, Day),
    shown: &BTreeSet<&str>,
) -> Vec<LineEvent> {
    let mut found: Vec<(bool, Precision, LineEvent)> = refs
        .iter()
        .filter(|at| dataset.numbers(**at).is_none())
        .filter_map(|at| {
            let period = dataset.period(*at);
            let days = days(&period).filter(|days| first <= days.0 && days.1 <= last)?;
            if days.1.0 - days.0.0 > LONGEST || dataset.measure(*at).shape != Shape::Event {
                return None;
            }
            let label = dataset.metric_name(*at).to_owned();
            let foreign = !shown.contains(dataset.entity_name(*at));
            Some((foreign, period.precision, LineEvent { label, period, obs: *at }))
        })
        .collect();
    found.sort_by_key(|(foreign, precision, event)| (*foreign, *precision, event.period));
    found.truncate(MOST);
    let mut chosen: Vec<LineEvent> = found.into_iter().map(|(_, _, event)| event).collect();
    chosen.sort_by_key(|event| event.period);
    chosen
}
