//! Claims: stated changes, multiples, shares, ranks and times, recomputed from what the same data states (rule 16).
//!
//! A claim is told by the name of its metric: `revenue growth, YoY` speaks of `revenue`. It is held against values of the same
//! entity and scope, of its own source first. Where words have two readings (增长3倍: ×3 or ×4; "growth" of a quarter: on the
//! quarter or the year before) it differs only if it does by every one of them. What cannot be checked is counted, not flagged.

mod compare;
mod growth;
mod index;
mod lags;
mod parts;
mod ranks;
mod wording;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Derived, Rules};
use crate::base::{Dimension, Measure, ObsRef};
use crate::data::Dataset;
use index::Index;
use lags::Events;
use ranks::Ranks;
use wording::{Statement, Window, Wording};

/// Rows of one dataset that are looked at for claims; more are counted only, so that the cost stays that of a screen's wait.
const MOST: usize = 50_000;

/// What a claim states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimKind {
    /// A change or multiple against another period.
    Change,
    /// A share, a ratio, or a multiple of another entity.
    Part,
    /// A place among all.
    Rank,
    /// A time between two events.
    Lag,
}

/// One stated number that was recomputed.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The row that states it.
    pub stated: ObsRef,
    /// What it states.
    pub kind: ClaimKind,
    /// The stated number as it was compared: a decline by 14 % is −14 %.
    pub said: Measure,
    /// The recomputed one, with its formula, its rows, and what must be said with it ("across sources").
    pub recomputed: Derived,
    /// Whether the stated number lies inside the recomputed interval, rounded to its own digits.
    pub follows: bool,
}

/// The claims of one dataset.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claims {
    /// Those that could be checked, in the order of the file.
    pub checked: Vec<Claim>,
    /// How many lack the values to check them with.
    pub without_values: usize,
    /// How many rows of metrics that are named like claims were not looked at, there being too many.
    pub passed_over: usize,
    /// Whether there are too many metrics to read their names.
    pub unread: bool,
}

/// What came of one statement.
enum Found {
    Checked(Box<Claim>),
    NoValues,
}

/// Recomputes the claims of a dataset. Takes one look at each series' name, and at the rows that state something; a table of
/// very many metrics or claims is left alone beyond a bound.
pub fn claims(dataset: &Dataset, rules: &Rules) -> Claims {
    let Some(mut index) = Index::new(dataset) else { return Claims { unread: true, ..Claims::default() } };
    let statements = statements(&index, rules);
    // Names tell: where none is a claim's, no row is looked at.
    if statements.is_empty() {
        return Claims::default();
    }
    let mut entities: BTreeSet<Arc<str>> = BTreeSet::new();
    for statement in &statements {
        entities.extend(statement.bases.iter().chain(&statement.others).cloned());
    }
    index.take_entities(&entities);
    let replaced: BTreeSet<ObsRef> = dataset.revisions().iter().map(|revision| revision.old).collect();
    let lags = statements.iter().any(|one| matches!(one.wording.statement, Statement::Lag { .. }));
    let mut checker = Checker {
        events: lags.then(|| Events::new(&index)),
        index,
        rules,
        ranks: Ranks::default(),
        totals: BTreeMap::new(),
        called: BTreeMap::new(),
    };
    let mut claims = Claims::default();
    let mut looked = 0;
    for statement in &statements {
        for series in &statement.series {
            let members = dataset.series().get(*series).map_or(&[][..], |series| &series.observations);
            for at in members.iter().filter(|at| !replaced.contains(at)) {
                if looked >= MOST || checker.ranks.are_too_many(&statement.wording.statement) {
                    claims.passed_over += 1;
                    continue;
                }
                looked += 1;
                match checker.check(statement, *series, *at) {
                    Some(Found::Checked(claim)) => claims.checked.push(*claim),
                    Some(Found::NoValues) => claims.without_values += 1,
                    None => {}
                }
            }
        }
    }
    claims.checked.sort_by_key(|claim| claim.stated);
    claims
}

/// Series that state something, and of which metrics.
struct Stating {
    wording: Wording,
    series: Vec<usize>,
    bases: Vec<Arc<str>>,
    /// The metric that ratios are in terms of.
    others: Vec<Arc<str>>,
}

fn statements(index: &Index<'_>, rules: &Rules) -> Vec<Stating> {
    let own = |series: &[usize]| series.first().and_then(|at| index.dataset.series().get(*at));
    let mut found: Vec<Stating> = Vec::new();
    for (wording, series) in index.stating() {
        let Some(first) = own(series) else { continue };
        let key = &first.key.metric;
        let bases = bases(index, wording, key);
        let others = match &wording.statement {
            Statement::Ratio { of } => index.metrics_named(of, key),
            // The total may be a metric of its own.
            Statement::Share => bases
                .iter()
                .filter_map(|base| rules.of(base).total)
                .flat_map(|total| index.metrics_named(&wording::plain(&total), key))
                .collect(),
            _ => Vec::new(),
        };
        let lag = matches!(wording.statement, Statement::Lag { .. });
        if wording.strong || !bases.is_empty() || lag {
            found.push(Stating { wording: wording.clone(), series: series.to_vec(), bases, others });
        }
    }
    for series in index.multiples() {
        let Some(key) = index.dataset.series().get(series).map(|series| series.key.metric.clone()) else { continue };
        let statement = Statement::Growth { window: Window::Open, falls: false };
        let wording = Wording { statement, bases: Vec::new(), strong: false };
        found.push(Stating { wording, series: vec![series], bases: vec![key], others: Vec::new() });
    }
    found
}

/// The metrics that a name speaks of: a change of "revenue growth" speaks of revenue, and of growth itself only where nothing else
/// is there.
fn bases(index: &Index<'_>, wording: &Wording, own: &str) -> Vec<Arc<str>> {
    let named = wording.bases.iter().map(|base| index.metrics_named(base, own));
    let (mut plain, mut changes) = (Vec::new(), Vec::new());
    for keys in named {
        let (stating, others): (Vec<_>, Vec<_>) = keys.into_iter().partition(|key| index.states_change(key));
        if plain.is_empty() {
            plain = others;
        }
        if changes.is_empty() {
            changes = stating;
        }
    }
    if plain.is_empty() { changes } else { plain }
}

struct Checker<'a> {
    index: Index<'a>,
    rules: &'a Rules,
    events: Option<Events>,
    ranks: Ranks,
    totals: BTreeMap<Arc<str>, BTreeSet<Arc<str>>>,
    /// Entities of a metric by their plain names.
    called: BTreeMap<Arc<str>, parts::Called>,
}

impl Checker<'_> {
    /// `None` where the row states nothing of the kind: it has no number, or one of another unit.
    fn check(&mut self, stating: &Stating, series: usize, at: ObsRef) -> Option<Found> {
        let data = self.index.dataset;
        let (seen, info) = (data.get(at), data.series().get(series)?);
        if !seen.measure.has_number() || seen.status == "target" {
            return None;
        }
        let (measure, entity, status) = (seen.measure, &info.key.entity, seen.status);
        let dimension = measure.unit.dimension.clone();
        let parts = matches!(dimension, Dimension::Percent | Dimension::Factor | Dimension::None);
        let mut best = Found::NoValues;
        match &stating.wording.statement {
            Statement::Growth { window, falls } => {
                let grows = !stating.wording.bases.is_empty();
                let (window, falls, period) = (*window, *falls, seen.period);
                let stated = growth::Stated { at, series, measure, period, status, window, falls, grows };
                for base in &stating.bases {
                    let tiers = self.index.tiers(entity, base, series);
                    best = best.or(|| growth::check(&self.index, &stated, &tiers));
                }
            }
            Statement::Rank if dimension == Dimension::Rank || dimension == Dimension::None => {
                let place = ranks::Place { at, series, entity, measure, status };
                for base in &stating.bases {
                    best = best.or(|| self.ranks.check(&self.index, &place, base, self.rules));
                }
            }
            Statement::Share if parts => {
                let part = parts::Part { at, series, entity, measure, status };
                for base in &stating.bases {
                    let (index, rules) = (&self.index, self.rules);
                    let totals = self.totals.entry(base.clone());
                    for total in totals.or_insert_with(|| parts::totals(index, base, rules)).iter() {
                        best = best.or(|| parts::check(index, &part, base, (total, base)));
                    }
                    for other in &stating.others {
                        best = best.or(|| parts::check(index, &part, base, (entity, other)));
                    }
                }
            }
            Statement::Ratio { .. } if parts => {
                let part = parts::Part { at, series, entity, measure, status };
                for (base, other) in stating.bases.iter().flat_map(|b| stating.others.iter().map(move |o| (b, o))) {
                    best = best.or(|| parts::check(&self.index, &part, base, (entity, other)));
                }
            }
            Statement::Multiple { of } if parts => {
                let part = parts::Part { at, series, entity, measure, status };
                for base in &stating.bases {
                    let index = &self.index;
                    let called = self.called.entry(base.clone()).or_insert_with(|| parts::called(index, base));
                    for other in called.get(&wording::plain(of)).into_iter().flatten() {
                        best = best.or(|| parts::check(index, &part, base, (other, base)));
                    }
                }
            }
            Statement::Lag { from, to } if dimension == Dimension::Time => {
                let events = self.events.as_ref()?;
                best = events.check(&self.index, at, &measure, from, to.as_deref());
                if matches!(best, Found::NoValues) && !stating.wording.strong {
                    return None;
                }
            }
            _ => return None,
        }
        Some(best)
    }
}

impl Found {
    fn of(claim: Claim) -> Self {
        Self::Checked(Box::new(claim))
    }

    /// What was found, unless it is nothing or a difference and the other finds more.
    fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Checked(claim) if claim.follows => Self::Checked(claim),
            Self::NoValues => other(),
            differs @ Self::Checked(_) => match other() {
                Self::Checked(claim) if claim.follows => Self::Checked(claim),
                _ => differs,
            },
        }
    }
}

/// What must be said where a claim is held against values of another source or scope than its own.
fn across(index: &Index<'_>, own: usize, base: usize) -> Option<String> {
    let key = |at: usize| index.dataset.series().get(at).map(|series| &series.key);
    let (own, base) = (key(own)?, key(base)?);
    match (own.source == base.source, own.scope == base.scope) {
        (true, true) => None,
        (false, _) => Some(String::from("across sources")),
        (true, false) => Some(String::from("across scopes")),
    }
}

impl Claims {
    /// Those that do not follow.
    pub fn failing(&self) -> impl Iterator<Item = &Claim> {
        self.checked.iter().filter(|claim| !claim.follows)
    }

    /// What was found of the row `at`, if it states something that could be checked.
    pub fn of(&self, at: ObsRef) -> Option<&Claim> {
        self.checked.binary_search_by_key(&at, |claim| claim.stated).ok().and_then(|nth| self.checked.get(nth))
    }
}
