//! Names of rows: the entity, and what else tells two rows of one entity apart.

use std::collections::BTreeMap;

use crate::base::ObsRef;
use crate::data::Dataset;

/// Names of the rows whose first observations these are.
pub(super) fn names(data: &Dataset, firsts: &[ObsRef]) -> Vec<String> {
    let facts: Vec<[&str; 4]> = firsts
        .iter()
        .map(|at| {
            let seen = data.get(*at);
            [data.entity_name(*at), data.metric_name(*at), seen.scope, seen.source]
        })
        .collect();
    let part = |fact: &[&str; 4], at: usize| fact.get(at).copied().unwrap_or("").to_owned();
    let differs =
        |at: usize| facts.iter().any(|fact| facts.first().is_some_and(|first| part(first, at) != part(fact, at)));
    // Metrics of one entity are rows by themselves.
    let called = usize::from(!differs(0) && differs(1));
    let mut names: Vec<String> = facts.iter().map(|fact| part(fact, called)).collect();
    for at in (0..4).filter(|at| *at != called && differs(*at)) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in &names {
            *counts.entry(name).or_default() += 1;
        }
        let shared: Vec<bool> = names.iter().map(|name| counts.get(name.as_str()).is_some_and(|n| *n > 1)).collect();
        for ((name, fact), shared) in names.iter_mut().zip(&facts).zip(shared) {
            let word = part(fact, at);
            if shared && !word.is_empty() {
                *name = format!("{name}, {word}");
            }
        }
    }
    names
}
