//! Names of series.

use std::collections::BTreeMap;

use crate::base::{ObsRef, matches_name};
use crate::data::{Dataset, Role};

/// What `by` names, looked up once for all rows.
#[derive(Debug, Clone, Copy)]
pub(in crate::board::plan) enum By {
    Entity,
    Metric,
    Column(usize),
    /// No such column.
    Nothing,
}

impl By {
    /// By role or header.
    pub(in crate::board::plan) fn of(dataset: &Dataset, by: &str) -> Self {
        match by {
            "entity" => Self::Entity,
            "metric" => Self::Metric,
            _ => {
                let header = || dataset.headers().iter().position(|header| matches_name(by, header));
                dataset.role_column(by).or_else(header).map_or(Self::Nothing, Self::Column)
            }
        }
    }

    /// The cell of one row.
    pub(in crate::board::plan) fn cell(self, dataset: &Dataset, at: ObsRef) -> &str {
        match self {
            Self::Entity => dataset.entity_name(at),
            Self::Metric => dataset.metric_name(at),
            Self::Column(column) => dataset.column_cell(at, column),
            Self::Nothing => "",
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
