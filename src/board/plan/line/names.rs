//! Names of series.

use std::collections::BTreeMap;

use crate::base::{ObsRef, matches_name};
use crate::data::{Dataset, Role};

/// The cell that `by` names, by role or header.
pub(in crate::board::plan) fn cell<'a>(dataset: &'a Dataset, at: ObsRef, by: &str) -> &'a str {
    match by {
        "entity" => dataset.entity_name(at),
        "metric" => dataset.metric_name(at),
        _ => {
            let header = || dataset.headers().iter().position(|header| matches_name(by, header));
            let column = dataset.role_column(by).or_else(header);
            column.and_then(|column| dataset.row(dataset.get(at).row).cells.get(column).copied()).unwrap_or("")
        }
    }
}

/// Name of a series: what tells it from the others, entity first.
pub(super) fn series_names(dataset: &Dataset, first: &[ObsRef]) -> Vec<String> {
    let fact = |at: &ObsRef| {
        let cell = |role| dataset.cell(*at, role);
        [dataset.entity_name(*at), dataset.metric_name(*at), cell(Role::Scope), cell(Role::Source)]
    };
    let facts: Vec<[&str; 4]> = first.iter().map(fact).collect();
    let differs = |n: usize| facts.iter().any(|fact| fact.get(n) != facts.first().and_then(|first| first.get(n)));
    let [entity, metric, scope, source] = [0, 1, 2, 3].map(differs);
    let mut names: Vec<String> = facts
        .iter()
        .map(|[name, what, ..]| match (entity, metric) {
            (true, true) => format!("{name}, {what}"),
            (false, true) => (*what).to_owned(),
            _ => (*name).to_owned(),
        })
        .collect();
    for (n, named) in [(2, scope), (3, source)] {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for name in &names {
            *counts.entry(name.clone()).or_default() += 1;
        }
        for (name, fact) in names.iter_mut().zip(&facts) {
            let word = fact.get(n).copied().unwrap_or("");
            if named && counts.get(name).is_some_and(|count| *count > 1) && !word.is_empty() {
                *name = format!("{name}, {word}");
            }
        }
    }
    names
}
