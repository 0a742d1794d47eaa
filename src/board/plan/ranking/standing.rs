//! Ranks of things, and how they moved: reports of one that contradict each other, of one source or of several, share its rank.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;

use super::period::is_same;
use super::{Ask, Values, lower_is_better, on_axis, relation};
use crate::analysis::{Field, Movement, Ranked, Where, rank, select};
use crate::base::{Bound, Measure, ObsRef, Period, SeriesKey, Shape, Unit, is_stated};
use crate::board::BarRow;
use crate::data::Dataset;

/// Where one report stands.
pub(super) struct Place {
    /// The report.
    pub(super) at: ObsRef,
    /// Its place among the values of the axis.
    pub(super) value: usize,
    /// Whether other reports of the same thing and period have another value.
    pub(super) in_conflict: bool,
    /// Whether it is not the first of them.
    pub(super) contradicts: bool,
    ranked: Option<(u32, u32)>,
}

impl Place {
    /// `1`, `2–3`, empty where unranked.
    pub(super) fn rank(&self) -> String {
        match self.ranked {
            None => String::new(),
            Some((best, worst)) if best == worst => best.to_string(),
            Some((best, worst)) => format!("{best}–{worst}"),
        }
    }
}

/// All that the reports of one series say together.
fn hull(reports: &[&Measure]) -> Option<Measure> {
    let numbers: Vec<&Measure> = reports.iter().copied().filter(|measure| measure.has_number()).collect();
    let first = *numbers.first().or(reports.first())?;
    let same = |other: &&Measure| (other.low, other.high, other.point) == (first.low, first.high, first.point);
    if numbers.iter().all(same) {
        return Some(first.clone());
    }
    let end = |ends: Option<Vec<Bound>>, sign: f64| {
        ends?.into_iter().min_by(|a, b| (a.value * sign).total_cmp(&(b.value * sign)))
    };
    let low = end(numbers.iter().map(|m| m.low).collect(), 1.0);
    let high = end(numbers.iter().map(|m| m.high).collect(), -1.0);
    Some(Measure { shape: Shape::Range, low, high, point: None, ..first.clone() })
}

/// What is ranked: a series, whichever source tells of it.
fn thing(data: &Dataset, at: ObsRef) -> SeriesKey {
    SeriesKey { source: Arc::from(""), ..data.key(at).series }
}

/// One measure for each thing and period, under its first report: for ranks, in which none counts twice, however many sources tell
/// of it.
fn by_series(ask: &Ask<'_>, values: &Values) -> Vec<(Vec<usize>, (ObsRef, Measure))> {
    let mut groups: IndexMap<(SeriesKey, Period), Vec<usize>> = IndexMap::new();
    for (index, (at, _)) in values.iter().enumerate() {
        groups.entry((thing(ask.dataset, *at), ask.dataset.period(*at))).or_default().push(index);
    }
    let one = |members: Vec<usize>| {
        let reports: Vec<&(ObsRef, Measure)> = members.iter().filter_map(|index| values.get(*index)).collect();
        let at = reports.first()?.0;
        let measure = hull(&reports.iter().map(|(_, measure)| measure).collect::<Vec<_>>())?;
        Some((members, (at, measure)))
    };
    groups.into_values().filter_map(one).collect()
}

/// Ranks, best first; the reports of one series stand together.
pub(super) fn standing(ask: &Ask<'_>, values: &Values, ascending: bool) -> Vec<Place> {
    let (groups, merged): (Vec<Vec<usize>>, Values) = by_series(ask, values).into_iter().unzip();
    let members: HashMap<ObsRef, Vec<usize>> = merged.iter().map(|(at, _)| *at).zip(groups).collect();
    let places = |ranked: Ranked| {
        let own = members.get(&ranked.at).cloned().unwrap_or_default();
        let first = own.first().and_then(|index| values.get(*index)).map(|(_, measure)| measure.clone());
        let differs = |index: usize| {
            let other = values.get(index).map(|(_, measure)| measure);
            other.zip(first.as_ref()).is_some_and(|(a, b)| (a.low, a.high, a.point) != (b.low, b.high, b.point))
        };
        let in_conflict = own.iter().any(|index| differs(*index));
        let place = |index: usize| {
            let (at, _) = values.get(index)?;
            let standing = ranked.ranked.then_some((ranked.best, ranked.worst));
            Some(Place { at: *at, value: index, in_conflict, contradicts: differs(index), ranked: standing })
        };
        own.iter().filter_map(|index| place(*index)).collect::<Vec<_>>()
    };
    rank(&merged, ascending).into_iter().flat_map(places).collect()
}

/// Movement against the ranking of all rows that meet the selection in the period just before; none where there is none.
pub(super) fn say_movements(ask: &Ask<'_>, rows: &mut [BarRow], places: &[Place], unit: &Unit, period: &Period) {
    let data = ask.dataset;
    let Some(wanted) = period.shifted(-1) else { return };
    let conditions = ask.spec.select.conditions.iter().chain(&ask.filter.conditions);
    let any_period = Where { conditions: conditions.filter(|own| own.field != Field::Period).cloned().collect() };
    let mut refs = select(data, &any_period, ask.lens.as_of).refs;
    refs.retain(|at| is_same(&data.period(*at), &wanted) && is_stated(data.get(*at).status));
    relation::drop_any_total(ask, &mut refs);
    let old: Values = refs.iter().filter_map(|at| Some((*at, on_axis(ask, *at, unit).ok()?.0))).collect();
    let before = standing(ask, &old, lower_is_better(ask, &refs));
    let was: BTreeMap<SeriesKey, ((u32, u32), bool)> =
        before.iter().filter_map(|place| Some((thing(data, place.at), (place.ranked?, place.in_conflict)))).collect();
    if was.is_empty() {
        return;
    }
    for (row, place) in rows.iter_mut().zip(places).filter(|(_, place)| !place.in_conflict) {
        let Some(now) = place.ranked else { continue };
        row.movement = match was.get(&thing(data, place.at)) {
            Some((_, true)) => Movement::None,
            was => Movement::between(was.map(|(places, _)| *places), now),
        };
    }
}
