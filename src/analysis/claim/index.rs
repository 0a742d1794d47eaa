//! Series by the names that claims speak of them by, and their stated values by period.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::wording::{Statement, Wording, plain_forms, wording};
use crate::analysis::before::unlike;
use crate::base::{Dimension, Measure, ObsRef, Period, is_stated};
use crate::data::Dataset;

/// So many metrics are read for claims; a table of more is no collection of statements.
pub(super) const METRICS: usize = 20_000;
/// Reports of one period that are compared with: of more the latest.
const REPORTS: usize = 4;
/// Rows of one first day that are looked through for them.
const ROWS: usize = 64;
/// Series of other sources or scopes that a claim is held against.
const TIER: usize = 32;
/// Rows inside one span that are looked through for its ends: the days of a year.
const SPAN: usize = 366;

/// What is known of one metric.
struct Metric {
    wording: Option<Wording>,
    series: Vec<usize>,
}

/// The series of a dataset by metric.
pub(super) struct Index<'a> {
    pub(super) dataset: &'a Dataset,
    /// By the metric's key.
    metrics: BTreeMap<Arc<str>, Metric>,
    /// Keys of metrics by every plain name.
    named: BTreeMap<String, BTreeSet<Arc<str>>>,
    /// Series by entity, of metrics that something may be stated of.
    of_entity: BTreeMap<(Arc<str>, Arc<str>), Vec<usize>>,
}

impl<'a> Index<'a> {
    /// `None` where there are more metrics than anybody makes statements of.
    pub(super) fn new(dataset: &'a Dataset) -> Option<Self> {
        let mut metrics: BTreeMap<Arc<str>, Metric> = BTreeMap::new();
        let mut named: BTreeMap<String, BTreeSet<Arc<str>>> = BTreeMap::new();
        for (at, series) in dataset.series().iter().enumerate() {
            if let Some(known) = metrics.get_mut(&series.key.metric) {
                known.series.push(at);
                continue;
            }
            if metrics.len() >= METRICS {
                return None;
            }
            let key = series.key.metric.clone();
            for form in plain_forms(&series.metric_forms) {
                named.entry(form).or_default().insert(key.clone());
            }
            metrics.insert(key, Metric { wording: wording(&series.metric_forms), series: vec![at] });
        }
        Some(Self { dataset, metrics, named, of_entity: BTreeMap::new() })
    }

    /// Metrics that state something, with their series.
    pub(super) fn stating(&self) -> impl Iterator<Item = (&Wording, &[usize])> {
        self.metrics.values().filter_map(|metric| Some((metric.wording.as_ref()?, metric.series.as_slice())))
    }

    /// Whether a metric states the change of another one.
    pub(super) fn states_change(&self, metric: &str) -> bool {
        let wording = self.metrics.get(metric).and_then(|metric| metric.wording.as_ref());
        wording.is_some_and(|wording| matches!(wording.statement, Statement::Growth { .. }))
    }

    /// Series of multiples whose metric has values of another dimension, too: `users, 翻倍`.
    pub(super) fn multiples(&self) -> Vec<usize> {
        let dimension = |at: &usize| self.dataset.series().get(*at).map(|series| &series.key.dimension);
        let is_factor = |at: &usize| dimension(at) == Some(&Dimension::Factor);
        let plain = self.metrics.values().filter(|metric| metric.wording.is_none());
        let both = plain.filter(|metric| metric.series.iter().any(is_factor) && !metric.series.iter().all(is_factor));
        both.flat_map(|metric| metric.series.iter().copied().filter(is_factor)).collect()
    }

    /// Keys of the metrics of that name, in the singular or plural; not `own`.
    pub(super) fn metrics_named(&self, name: &str, own: &str) -> Vec<Arc<str>> {
        let plural = format!("{name}s");
        let found = [name, plural.as_str()].into_iter().find_map(|name| {
            let keys: Vec<Arc<str>> = self.named.get(name)?.iter().filter(|key| ***key != *own).cloned().collect();
            (!keys.is_empty()).then_some(keys)
        });
        found.unwrap_or_default()
    }

    /// Makes the series of these metrics known by entity.
    pub(super) fn take_entities(&mut self, metrics: &BTreeSet<Arc<str>>) {
        for at in metrics.iter().filter_map(|key| self.metrics.get(key)).flat_map(|metric| &metric.series) {
            let Some(series) = self.dataset.series().get(*at) else { continue };
            let key = (series.key.entity.clone(), series.key.metric.clone());
            self.of_entity.entry(key).or_default().push(*at);
        }
    }

    /// Series of a metric.
    pub(super) fn series_of(&self, metric: &str) -> &[usize] {
        self.metrics.get(metric).map_or(&[], |metric| &metric.series)
    }

    /// Series of one entity and metric, in tiers: of the same scope and source as `own`, of the same scope, of no scope on either
    /// side. Another scope is another thing.
    pub(super) fn tiers(&self, entity: &Arc<str>, metric: &Arc<str>, own: usize) -> Vec<Vec<usize>> {
        let Some(own_key) = self.dataset.series().get(own).map(|series| &series.key) else { return Vec::new() };
        let found = self.of_entity.get(&(entity.clone(), metric.clone())).map_or(&[][..], Vec::as_slice);
        let tier = |wanted: u8| {
            let of = |at: &usize| {
                let key = &self.dataset.series().get(*at)?.key;
                match (key.scope == own_key.scope, key.source == own_key.source) {
                    (true, true) => Some(0),
                    (true, false) => Some(1),
                    (false, _) if key.scope.is_empty() || own_key.scope.is_empty() => Some(2),
                    _ => None,
                }
            };
            found.iter().copied().filter(|at| *at != own && of(at) == Some(wanted)).take(TIER).collect::<Vec<usize>>()
        };
        [0, 1, 2].map(tier).into_iter().filter(|tier| !tier.is_empty()).collect()
    }

    /// What a series states for a period, the latest report first. A forecast is compared with forecasts, too.
    pub(super) fn reports(&self, series: usize, period: &Period, status: &str) -> Vec<(ObsRef, Measure)> {
        let data = self.dataset;
        let members = data.series().get(series).map_or(&[][..], |series| &series.observations);
        let place = |at: &ObsRef| {
            let period = data.period(*at);
            (period.first.is_some(), period.first)
        };
        let wanted = (period.first.is_some(), period.first);
        let end = members.partition_point(|at| place(at) <= wanted);
        // In order of reports: the latest stand last.
        let there = members.iter().take(end).rev().take(ROWS).take_while(|at| place(at) == wanted);
        let same = there.filter(|at| {
            let own = data.period(**at);
            own.last == period.last && unlike(&own, period).is_none()
        });
        let mut found: Vec<(ObsRef, Measure)> = same.filter_map(|at| self.number(*at, status)).collect();
        // Of one day the first in the file goes first.
        found.sort_by_key(|(at, _)| (std::cmp::Reverse(data.reported(*at)), *at));
        found.truncate(REPORTS);
        found
    }

    /// The number of an observation that may be computed with.
    fn number(&self, at: ObsRef, status: &str) -> Option<(ObsRef, Measure)> {
        let seen = self.dataset.get(at);
        let known = is_stated(seen.status) || seen.status == status;
        (known && seen.measure.has_number()).then_some((at, seen.measure))
    }

    /// First and last values inside a span of several periods: those that begin with it and those that end with it.
    pub(super) fn ends_of(&self, series: usize, span: &Period, status: &str) -> Option<(Period, Period)> {
        let data = self.dataset;
        let members = data.series().get(series).map_or(&[][..], |series| &series.observations);
        let known = |at: &&ObsRef| self.number(**at, status).is_some();
        let start = members.partition_point(|at| data.period(*at).first < span.first);
        let inside = || members.iter().skip(start).take(SPAN).take_while(|at| data.period(**at).first <= span.last);
        let periods = || inside().filter(known).map(|at| data.period(*at));
        let first = periods().find(|period| period.first == span.first && period.last < span.last)?;
        let last = periods()
            .find(|period| period.last == span.last && period.first > span.first && unlike(&first, period).is_none())?;
        Some((first, last))
    }
}
