//! Claims of the data files: those that do not follow from other rows, as problems, and how many were checked.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::Claims;
use crate::app::World;
use crate::base::Diagnostic;
use crate::data::Dataset;

/// What the data files state of themselves.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// Those that do not follow, with their places.
    pub(super) differing: Vec<Diagnostic>,
    /// One line on all of them, empty where nothing was asked.
    pub(super) summary: String,
}

/// The claims of every data file, each file once.
pub(super) fn found(worlds: &[World]) -> Stated {
    let mut all = Claims::default();
    let mut differing = Vec::new();
    let mut seen: BTreeSet<Vec<Arc<str>>> = BTreeSet::new();
    let open = worlds.iter().map(|world| (&world.dataset, &world.claims));
    let others = worlds.iter().flat_map(|world| world.others.values().map(|other| (&other.dataset, &other.claims)));
    for (dataset, claims) in open.chain(others) {
        if !dataset.is_empty() && seen.insert(dataset.files().to_vec()) {
            differing.extend(problems(dataset, claims));
            all.checked.extend(claims.checked.iter().cloned());
            all.without_values += claims.without_values;
            all.passed_over += claims.passed_over;
            all.unread |= claims.unread;
        }
    }
    Stated { differing, summary: format!("{}\n", all.summary()) }
}

fn problems(dataset: &Dataset, claims: &Claims) -> Vec<Diagnostic> {
    let differing: Vec<_> = claims.failing().collect();
    let rows: Vec<_> = differing.iter().map(|claim| claim.stated).collect();
    let places = dataset.value_places(&rows);
    let told = differing.iter().zip(places);
    told.map(|(claim, (place, excerpt))| claim.diagnostic(dataset).at(place).with_excerpt(excerpt)).collect()
}
