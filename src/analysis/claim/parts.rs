//! Stated shares, ratios and multiples: one value in terms of another of the same period.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compare::{follows, loosened};
use super::index::Index;
use super::wording::plain_forms;
use super::{Claim, ClaimKind, Found, across};
use crate::analysis::{Derived, Rules, ratio, shares};
use crate::base::{Dimension, Measure, ObsRef, Shape, fold, halves};

/// Entities that stand for the sum of all, besides those that the config or the file names.
const TOTALS: [&str; 6] = ["total", "all", "合计", "总计", "全部", "总体"];

/// A stated part, and where it stands.
pub(super) struct Part<'a> {
    pub(super) at: ObsRef,
    pub(super) series: usize,
    pub(super) entity: &'a Arc<str>,
    pub(super) measure: Measure,
    pub(super) status: &'a str,
}

/// Keys of the entities that hold the total of a metric.
pub(super) fn totals(index: &Index<'_>, metric: &str, rules: &Rules) -> BTreeSet<Arc<str>> {
    let mut names: BTreeSet<String> = TOTALS.into_iter().map(str::to_owned).collect();
    names.extend(rules.of(metric).total.as_deref().map(fold));
    names.extend(index.dataset.tables().iter().filter_map(|table| table.total).map(fold));
    let own = index.series_of(metric).iter().filter_map(|at| index.dataset.series().get(*at));
    let is_total = |entity: &str| {
        let half = halves(entity).is_some_and(|(a, b)| names.contains(&fold(a)) || names.contains(&fold(b)));
        names.contains(&fold(entity)) || half
    };
    own.filter(|series| is_total(&series.entity)).map(|series| series.key.entity.clone()).collect()
}

/// Holds a stated part against its own value and that of the whole: pairs of an entity and a metric, the first its own.
pub(super) fn check(index: &Index<'_>, part: &Part<'_>, own: &Arc<str>, whole: (&Arc<str>, &Arc<str>)) -> Found {
    let data = index.dataset;
    let period = data.period(part.at);
    let mut failed = None;
    for base in index.tiers(part.entity, own, part.series).into_iter().flatten() {
        let values = index.reports(base, &period, part.status);
        if values.is_empty() {
            continue;
        }
        // What it is held against is of the same source and scope as the value itself.
        let wholes = index.tiers(whole.0, whole.1, base);
        let Some(other) = wholes.into_iter().flatten().find(|at| !index.reports(*at, &period, part.status).is_empty())
        else {
            continue;
        };
        let others = index.reports(other, &period, part.status);
        for ((at, value), (other_at, other_value)) in values.iter().flat_map(|v| others.iter().map(move |o| (v, o))) {
            let Some(mut derived) = quotient(&part.measure, value, other_value) else { continue };
            let Some(loose) = quotient(&part.measure, &loosened(value), &loosened(other_value)) else { continue };
            derived.inputs = vec![*at, *other_at];
            derived.note = across(index, part.series, base).or_else(|| across(index, base, other));
            let said = Measure { unit: derived.measure.unit.clone(), ..part.measure.clone() };
            let follows = follows(&said, &derived.measure, &loose.measure);
            let claim = Claim { stated: part.at, kind: ClaimKind::Part, said, recomputed: derived, follows };
            if follows {
                return Found::of(claim);
            }
            failed.get_or_insert(claim);
        }
    }
    failed.map_or(Found::NoValues, Found::of)
}

/// In % or in multiples, as the stated number is.
fn quotient(stated: &Measure, value: &Measure, other: &Measure) -> Option<Derived> {
    let derived = match stated.unit.dimension {
        Dimension::Percent => {
            let mut share = shares(&[(ObsRef(0), value.clone())], Some(other)).pop()?.share;
            share.formula = format!("{} of {}", written(value), written(other));
            share
        }
        Dimension::Factor | Dimension::None => ratio(value, other),
        _ => return None,
    };
    (derived.refused.is_none() && derived.measure.shape <= Shape::Bound).then_some(derived)
}

fn written(measure: &Measure) -> String {
    crate::base::write_measure(measure, crate::base::NumberStyle::default())
}

/// Keys of entities by every plain name: the whole one, halves, joined ones.
pub(super) type Called = BTreeMap<String, BTreeSet<Arc<str>>>;

/// The entities of a metric by their names, read once for all that are compared with one of them.
pub(super) fn called(index: &Index<'_>, metric: &str) -> Called {
    let mut called = Called::new();
    for series in index.series_of(metric).iter().filter_map(|at| index.dataset.series().get(*at)) {
        for form in plain_forms(&series.entity_forms) {
            called.entry(form).or_default().insert(series.key.entity.clone());
        }
    }
    called
}
