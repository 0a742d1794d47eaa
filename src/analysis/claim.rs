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

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Derived, Rules, write_change};
use crate::base::{Diagnostic, Dimension, Measure, NumberStyle, ObsRef, round_to_digits, write_measure};
use crate::data::Dataset;
use index::Index;
use lags::Events;
use ranks::Ranks;
use wording::{Statement, Window, Wording};

/// Claims of one dataset that are recomputed; more are counted only, so that the cost stays that of a screen's wait.
const MOST: usize = 50_000;
/// Lines that a message names.
const LINES: usize = 4;
/// Digits of a recomputed number, at most: beyond them stands what dividing itself adds.
const MOST_DIGITS: u8 = 12;

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
    /// How many were not looked at, there being too many.
    pub passed_over: usize,
}

/// What came of one statement.
enum Found {
    Checked(Box<Claim>),
    NoValues,
}

/// Recomputes the claims of a dataset. Takes one look at each series' name, and at the rows that state something; a table of
/// very many metrics or claims is left alone beyond a bound.
pub fn claims(dataset: &Dataset, rules: &Rules) -> Claims {
    let Some(mut index) = Index::new(dataset) else { return Claims::default() };
    let statements = statements(&index, rules);
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
    };
    let mut claims = Claims::default();
    for statement in &statements {
        for series in &statement.series {
            let members = dataset.series().get(*series).map_or(&[][..], |series| &series.observations);
            for at in members.iter().filter(|at| !replaced.contains(at)) {
                if claims.checked.len() + claims.without_values >= MOST {
                    claims.passed_over += 1;
                    continue;
                }
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
                    for other in parts::entities_named(&self.index, base, of) {
                        best = best.or(|| parts::check(&self.index, &part, base, (&other, base)));
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

    /// `3 claims checked, 1 does not follow, 2 without the values`.
    pub fn summary(&self) -> String {
        let (checked, failing) = (self.checked.len(), self.failing().count());
        let claims = if checked == 1 { "claim" } else { "claims" };
        let mut parts = vec![format!("{checked} {claims} checked")];
        if checked > 0 {
            parts.push(match failing {
                0 => String::from("all follow"),
                1 => String::from("1 does not follow"),
                n => format!("{n} do not follow"),
            });
        }
        if self.without_values > 0 {
            parts.push(format!("{} without the values", self.without_values));
        }
        if self.passed_over > 0 {
            parts.push(format!("{} not looked at", self.passed_over));
        }
        parts.join(", ")
    }
}

impl Claim {
    fn write(&self, measure: &Measure, digits: u8, style: NumberStyle) -> String {
        let digits = Some(digits);
        if self.kind == ClaimKind::Change {
            let shown = Derived { measure: Measure { digits, ..measure.clone() }, ..self.recomputed.clone() };
            return write_change(&shown, style, false);
        }
        let mut shown = measure.clone();
        for end in [&mut shown.low, &mut shown.high].into_iter().flatten() {
            end.value = digits.map_or(end.value, |digits| round_to_digits(end.value, digits));
        }
        shown.point = shown.point.map(|point| digits.map_or(point, |digits| round_to_digits(point, digits)));
        write_measure(&shown, style)
    }

    /// The stated number, as the recomputed one is written: `+20 %`, `No. 1`.
    pub fn write_said(&self, style: NumberStyle) -> String {
        if self.kind == ClaimKind::Change {
            let shown = Derived { measure: self.said.clone(), ..self.recomputed.clone() };
            return write_change(&shown, style, false);
        }
        write_measure(&self.said, style)
    }

    /// The recomputed number: `+12 %`. With as many digits as were stated, and as many more as show a difference.
    pub fn write_computed(&self, style: NumberStyle) -> String {
        let said = self.write_said(style);
        let least = self.said.digits.unwrap_or(2).clamp(2, MOST_DIGITS);
        let mut written = self.write(&self.recomputed.measure, least, style);
        for digits in least + 1..=MOST_DIGITS {
            if self.follows || written != said {
                break;
            }
            written = self.write(&self.recomputed.measure, digits, style);
        }
        written
    }

    /// `follows from 112/100 − 1 = +12 % (lines 3 and 7)`, or
    /// `does not follow: stated +20 %, computed +12 % = 112/100 − 1 (lines 3 and 7)`.
    pub fn verdict(&self, dataset: &Dataset, style: NumberStyle) -> String {
        if self.follows {
            let (formula, computed) = (&self.recomputed.formula, self.write_computed(style));
            return format!("follows from {formula} = {computed} ({})", self.aside(dataset));
        }
        format!("does not follow: {}", self.message(dataset, style))
    }

    /// `stated +20 %, computed +12 % = 112/100 − 1 (lines 3 and 7)`.
    pub fn message(&self, dataset: &Dataset, style: NumberStyle) -> String {
        let (said, computed) = (self.write_said(style), self.write_computed(style));
        format!("stated {said}, computed {computed} = {} ({})", self.recomputed.formula, self.aside(dataset))
    }

    fn aside(&self, dataset: &Dataset) -> String {
        let note = self.recomputed.note.as_ref().map_or(String::new(), |note| format!("{note}; "));
        format!("{note}{}", self.lines(dataset))
    }

    /// `lines 3 and 7`, `a.csv:3 and b.csv:7`.
    fn lines(&self, dataset: &Dataset) -> String {
        let row = |at: &ObsRef| dataset.row(dataset.get(*at).row);
        let own = row(&self.stated);
        // Of many rows only these are looked up.
        let rows: Vec<_> = self.recomputed.inputs.iter().take(LINES).map(row).collect();
        let same = rows.iter().all(|row| row.file == own.file);
        let one = |row: &crate::data::Row<'_>| {
            if same { row.line.to_string() } else { format!("{}:{}", row.file, row.line) }
        };
        let mut names: Vec<String> = rows.iter().map(one).collect();
        names.dedup();
        let word = match (same, names.len()) {
            (false, _) => "",
            (true, 1) => "line ",
            (true, _) => "lines ",
        };
        let more = self.recomputed.inputs.len().saturating_sub(LINES);
        let last = if more > 0 { Some(format!("{more} more")) } else { names.pop() };
        let last = last.unwrap_or_default();
        if names.is_empty() { format!("{word}{last}") } else { format!("{word}{} and {last}", names.join(", ")) }
    }

    /// As a problem, without its place in the file.
    pub fn diagnostic(&self, dataset: &Dataset) -> Diagnostic {
        let what = match self.kind {
            ClaimKind::Change => "both values, the periods and the words of the claim",
            ClaimKind::Part => "both values and what it is a part of",
            ClaimKind::Rank => "the values of those that are named",
            ClaimKind::Lag => "the days of both events",
        };
        Diagnostic::warning("claim-differs", self.message(dataset, NumberStyle::default()))
            .with_text(&dataset.get(self.stated).measure.raw)
            .with_help(format!("Check {what}; if the source errs, say so in note"))
    }
}
