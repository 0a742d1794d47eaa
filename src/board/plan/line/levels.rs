//! Levels to compare with: the target.

use super::points::{Onto, height};
use crate::base::{NumberStyle, ObsRef, Unit, write_measure};
use crate::board::Reference;
use crate::data::{Dataset, Observation};

/// The target of the rules, else the one that all target rows name; of several the words.
pub(in crate::board::plan) fn levels(
    dataset: &Dataset,
    refs: &[ObsRef],
    unit: &Unit,
    of_rules: Option<f64>,
) -> (Vec<Reference>, Option<String>) {
    let targets = refs.iter().filter(|at| dataset.status(**at) == "target").map(|at| dataset.get(*at));
    let rows: Vec<Observation<'_>> = targets.filter(|seen| seen.measure.unit.dimension == unit.dimension).collect();
    let mut values: Vec<f64> =
        rows.iter().filter_map(|seen| height(dataset, seen.at, &Onto { unit, rates: &[] })).collect();
    values.extend(of_rules);
    let one = values.first().copied().filter(|first| values.iter().all(|value| value == first));
    let style = NumberStyle::default();
    let said =
        |seen: &Observation<'_>| format!("{} ({})", write_measure(&seen.measure, style), seen.period.words(false));
    let words = one.is_none() && !rows.is_empty();
    let words = words.then(|| format!("targets: {}", rows.iter().map(said).collect::<Vec<_>>().join(", ")));
    let target = one.or(of_rules).map(|value| Reference { value, label: String::from("target") });
    (target.into_iter().collect(), words)
}
