//! Stated places against the values of all entities that are named for that period.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::index::Index;
use super::wording::Statement;
use super::{Claim, ClaimKind, Found, across};
use crate::analysis::{Derived, Ranked, Rules, rank};
use crate::base::{Measure, NumberStyle, ObsRef, Period, write_measure};

/// Values that the formula names.
const NAMED: usize = 3;

/// Values that are put in order for all tables of one dataset; what would need more is not checked.
const MOST_RANKED: usize = 1_000_000;

/// What ranks one table: metric, source, scope and period.
type Table = (Arc<str>, Arc<str>, Arc<str>, Option<crate::base::Day>, Option<crate::base::Day>);

/// Places by table, made once each.
#[derive(Default)]
pub(super) struct Ranks {
    tables: BTreeMap<Table, Standing>,
    /// Series that were looked through for them.
    spent: usize,
}

/// One table in order of its places.
#[derive(Default)]
struct Standing {
    places: Vec<(Ranked, Measure)>,
    by_row: BTreeMap<ObsRef, usize>,
    /// How many have a place.
    named: usize,
}

/// A stated place, and whose.
pub(super) struct Place<'a> {
    pub(super) at: ObsRef,
    pub(super) series: usize,
    pub(super) entity: &'a Arc<str>,
    pub(super) measure: Measure,
    pub(super) status: &'a str,
}

impl Ranks {
    /// Whether places were compared with so many values that no more are.
    pub(super) fn are_too_many(&self, statement: &Statement) -> bool {
        self.spent >= MOST_RANKED && matches!(statement, Statement::Rank)
    }

    /// Places of the stated values of a metric at one period, of the source and scope of one of its series.
    fn table(&mut self, index: &Index<'_>, of: usize, period: &Period, rules: &Rules) -> Option<&Standing> {
        let own = index.dataset.series().get(of)?;
        let (key, metric) = (&own.key, &own.key.metric);
        let table = (metric.clone(), key.source.clone(), key.scope.clone(), period.first, period.last);
        let spent = &mut self.spent;
        let standing = self.tables.entry(table).or_insert_with(|| {
            *spent += index.series_of(metric).len();
            let totals = super::parts::totals(index, metric, rules);
            let same = |at: &&usize| {
                index.dataset.series().get(**at).is_some_and(|other| {
                    (&other.key.source, &other.key.scope, &other.key.dimension)
                        == (&key.source, &key.scope, &key.dimension)
                        && !totals.contains(&other.key.entity)
                })
            };
            let members = index.series_of(metric).iter().filter(same);
            let reports: Vec<Vec<(ObsRef, Measure)>> =
                members.map(|at| index.reports(*at, period, "")).filter(|own| !own.is_empty()).collect();
            // Where reports of one of them disagree nobody's place is sure: the table has none.
            let contested = reports.iter().any(|own| own.len() > 1);
            let values: Vec<(ObsRef, Measure)> = reports.into_iter().flatten().filter(|_| !contested).collect();
            let ascending = rules.of(&own.metric).lower_is_better.unwrap_or(false);
            let ranked = rank(&values, ascending);
            let of: BTreeMap<ObsRef, &Measure> = values.iter().map(|(at, measure)| (*at, measure)).collect();
            let places: Vec<(Ranked, Measure)> = ranked
                .into_iter()
                .filter_map(|one| {
                    let measure = (*of.get(&one.at)?).clone();
                    Some((one, measure))
                })
                .collect();
            let by_row = places.iter().enumerate().map(|(nth, (one, _))| (one.at, nth)).collect();
            let named = places.iter().filter(|(one, _)| one.ranked).count();
            Standing { places, by_row, named }
        });
        Some(standing)
    }

    /// Holds a stated place against that among the named. More may be ahead than are named, so that a place behind all of them
    /// is left open.
    pub(super) fn check(&mut self, index: &Index<'_>, place: &Place<'_>, metric: &Arc<str>, rules: &Rules) -> Found {
        let period = index.dataset.period(place.at);
        let mut failed = None;
        for base in index.tiers(place.entity, metric, place.series).into_iter().flatten() {
            let values = index.reports(base, &period, place.status);
            let (Some((at, _)), 1) = (values.first(), values.len()) else { continue };
            let at = *at;
            let Some(table) = self.table(index, base, &period, rules) else { continue };
            let named = table.named;
            let own = table.by_row.get(&at).and_then(|nth| table.places.get(*nth)).filter(|(one, _)| one.ranked);
            let Some((own, _)) = own else { continue };
            let (best, worst) = (f64::from(own.best), f64::from(own.worst));
            let low = place.measure.low.map_or(0.0, |end| end.value);
            let high = place.measure.high.map_or(f64::MAX, |end| end.value);
            let follows = high >= best && low <= worst;
            if named < 2 || !follows && low > named as f64 {
                continue;
            }
            let unit = place.measure.unit.clone();
            let measure = if best == worst { Measure::exact(best, unit) } else { Measure::range(best, worst, unit) };
            let style = NumberStyle::default();
            let mut shown: Vec<String> =
                table.places.iter().take(NAMED).map(|(_, measure)| write_measure(measure, style)).collect();
            if named > NAMED {
                shown.push("…".to_owned());
            }
            let words = format!("of {named} named");
            let note = across(index, place.series, base).map_or(words.clone(), |across| format!("{words}, {across}"));
            // Its own row first, then the first of those ahead of it.
            let ahead = table.places.iter().take(NAMED).map(|(one, _)| one);
            let rivals = ahead.filter(|one| one.at != at && one.best <= own.best);
            let inputs = std::iter::once(at).chain(rivals.map(|one| one.at)).collect();
            let formula = shown.join(", ");
            let recomputed = Derived { measure, formula, words, inputs, note: Some(note), refused: None };
            let said = place.measure.clone();
            let claim = Claim { stated: place.at, kind: ClaimKind::Rank, said, recomputed, follows };
            if follows {
                return Found::of(claim);
            }
            failed.get_or_insert(claim);
        }
        failed.map_or(Found::NoValues, Found::of)
    }
}
