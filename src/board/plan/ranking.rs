//! Bars and intervals: which observations stand on one axis, in which order, with what said beside them.

use indexmap::IndexMap;

use super::ask::{Ask, Drawn};
use super::names::{First, names};
use super::units::{common_unit, in_unit};
use crate::analysis::{Movement, Ranked, rank, ratio, shares, sum};
use crate::base::{Measure, NumberStyle, ObsRef, Period, Unit, halves, write_measure};
use crate::board::{BarRow, Bars, Hue, Intervals, Relation, Resolved};

type Values = Vec<(ObsRef, Measure)>;

/// What shares an axis: its unit, its values, and the words for what does not.
struct Axis {
    unit: Unit,
    values: Values,
    aside: Vec<String>,
}

/// A ranking: each series by its last period among the rows selected.
pub(super) fn bars(ask: &Ask<'_>) -> Drawn {
    let selection = ask.select(&ask.spec.select);
    let refs = latest(ask, &selection.refs);
    if refs.is_empty() {
        return ask.nothing(&selection);
    }
    let mut axis = axis(ask, &refs);
    if !selection.missing.is_empty() {
        axis.aside.push(format!("no value: {}", selection.missing.join(", ")));
    }
    let ranked = rank(&axis.values, lower_is_better(ask, &refs));
    let mut rows = rows(ask, &axis, &ranked, First::Entity);
    say_movements(ask, &mut rows, &ranked);
    say_relations(ask, &mut rows, &axis.values);
    keep_top(ask, &mut rows, &mut axis);
    sort(ask, &mut rows);
    let Axis { unit, aside, .. } = axis;
    let resolved = Resolved::Bar(Bars { unit, log: ask.log(), rows, aside });
    Drawn { resolved, corner: periods(ask, &refs), bottom: ask.bottom(&refs), obs: refs }
}

/// Intervals of one unit, all periods.
pub(super) fn intervals(ask: &Ask<'_>) -> Drawn {
    let selection = ask.select(&ask.spec.select);
    let refs = selection.refs.clone();
    if refs.is_empty() {
        return ask.nothing(&selection);
    }
    let mut axis = axis(ask, &refs);
    let ranked = rank(&axis.values, lower_is_better(ask, &refs));
    let mut rows = rows(ask, &axis, &ranked, First::Metric);
    keep_top(ask, &mut rows, &mut axis);
    sort(ask, &mut rows);
    let Axis { unit, aside, .. } = axis;
    let resolved = Resolved::Range(Intervals { unit, log: ask.log(), rows, aside });
    Drawn { resolved, corner: periods(ask, &refs), bottom: ask.bottom(&refs), obs: refs }
}

/// Of each series the rows of its last period; conflicting ones all. Forecasts, rumours and targets are not ranked among facts.
fn latest(ask: &Ask<'_>, refs: &[ObsRef]) -> Vec<ObsRef> {
    let stated: Vec<ObsRef> = refs.iter().copied().filter(|at| is_stated(ask.dataset.get(*at).status)).collect();
    let refs = if stated.is_empty() { refs } else { &stated };
    let mut last: IndexMap<usize, Period> = IndexMap::new();
    for at in refs {
        let period = ask.dataset.get(*at).period;
        let known = last.entry(ask.dataset.series_of(*at)).or_insert(period);
        *known = (*known).max(period);
    }
    let is_last = |at: &ObsRef| last.get(&ask.dataset.series_of(*at)) == Some(&ask.dataset.get(*at).period);
    refs.iter().copied().filter(is_last).collect()
}

/// Whether a status is one of facts and estimates, not of forecasts, rumours or targets.
pub(super) fn is_stated(status: &str) -> bool {
    !matches!(status, "F" | "U" | "target")
}

fn lower_is_better(ask: &Ask<'_>, refs: &[ObsRef]) -> bool {
    let first = refs.first().map(|at| ask.config.rules.of(ask.dataset.metric_name(*at)));
    first.and_then(|rules| rules.lower_is_better).unwrap_or(false)
}

fn axis(ask: &Ask<'_>, refs: &[ObsRef]) -> Axis {
    let data = ask.dataset;
    let numbers: Vec<ObsRef> = refs.iter().copied().filter(|at| data.get(*at).measure.has_number()).collect();
    let unit = common_unit(data, &numbers);
    let (mut values, mut aside) = (Vec::new(), Vec::new());
    for at in refs {
        let measure = data.get(*at).measure;
        let label = data.entity_name(*at);
        let off_log = |m: &Measure| m.low.is_some_and(|b| b.value <= 0.0) || m.high.is_some_and(|b| b.value <= 0.0);
        let words = write_measure(&measure, NumberStyle::default());
        if measure.has_number() && measure.unit.dimension != unit.dimension {
            aside.push(format!("{label}: {words} {}, another unit", measure.unit.code));
        } else if ask.log() && off_log(&measure) {
            aside.push(format!("{label}: {words}, not above 0"));
        } else if measure.has_number() {
            values.push((*at, in_unit(&measure, &unit)));
        } else {
            values.push((*at, measure));
        }
    }
    Axis { unit, values, aside }
}

fn rows(ask: &Ask<'_>, axis: &Axis, ranked: &[Ranked], first: First) -> Vec<BarRow> {
    let data = ask.dataset;
    let places: IndexMap<ObsRef, &Measure> = axis.values.iter().map(|(at, measure)| (*at, measure)).collect();
    let source = axis.values.first().map(|(at, _)| data.get(*at).source);
    let several = axis.values.iter().any(|(at, _)| Some(data.get(*at).source) != source);
    let refs: Vec<ObsRef> = ranked.iter().map(|place| place.at).collect();
    let named = names(data, &refs, first);
    ranked
        .iter()
        .zip(named)
        .filter_map(|(place, name)| {
            let measure = (*places.get(&place.at)?).clone();
            let seen = data.get(place.at);
            let rank = match place {
                Ranked { ranked: false, .. } => String::new(),
                Ranked { best, worst, .. } if best == worst => best.to_string(),
                Ranked { best, worst, .. } => format!("{best}–{worst}"),
            };
            Some(BarRow {
                label: name.label,
                detail: name.detail,
                tag: name.tag,
                measure,
                obs: vec![place.at],
                rank,
                movement: Movement::None,
                relation: None,
                hue: ask.hue(&seen),
                hollow: matches!(seen.status, "E" | "F" | "U"),
                source: if several { short(seen.source).to_owned() } else { String::new() },
            })
        })
        .collect()
}

/// The Latin half of a name in two halves.
pub(super) fn short(name: &str) -> &str {
    halves(name).map_or(name, |(latin, _)| latin)
}

/// Movement against the period just before, in the same series; none where that period was not reported at all.
fn say_movements(ask: &Ask<'_>, rows: &mut [BarRow], ranked: &[Ranked]) {
    let earlier: Vec<(ObsRef, Option<ObsRef>)> = ranked.iter().map(|now| (now.at, before(ask, now.at))).collect();
    let old: Values = earlier.iter().filter_map(|(_, at)| Some(((*at)?, ask.dataset.get((*at)?).measure))).collect();
    let refs: Vec<ObsRef> = old.iter().map(|(at, _)| *at).collect();
    let was = rank(&old, lower_is_better(ask, &refs));
    if !was.iter().any(|place| place.ranked) {
        return;
    }
    for row in rows {
        let place = |list: &[Ranked], at: ObsRef| list.iter().find(|r| r.at == at && r.ranked).map(|r| r.best);
        let Some((now, at)) = row.obs.first().and_then(|at| Some((place(ranked, *at)?, *at))) else { continue };
        let then = earlier.iter().find(|(own, _)| *own == at).and_then(|(_, old)| place(&was, (*old)?));
        row.movement = match then {
            None => Movement::New,
            Some(then) if then > now => Movement::Up(then - now),
            Some(then) if then < now => Movement::Down(now - then),
            Some(_) => Movement::None,
        };
    }
}

/// The observation of the same series one period before, as known on the lens's day.
pub(super) fn before(ask: &Ask<'_>, at: ObsRef) -> Option<ObsRef> {
    let data = ask.dataset;
    let wanted = data.get(at).period.shifted(-1)?;
    let series = data.series().get(data.series_of(at))?;
    let known = |at: &&ObsRef| {
        let seen = data.get(**at);
        let in_time = ask.lens.as_of.is_none_or(|day| seen.reported.is_none_or(|reported| reported <= day));
        in_time
            && is_stated(seen.status)
            && (seen.period.first, seen.period.last, seen.period.precision)
                == (wanted.first, wanted.last, wanted.precision)
    };
    series.observations.iter().rev().find(known).copied()
}

/// The second line of each row: its share where that is asked for and means something, else its ratio to the next.
fn say_relations(ask: &Ask<'_>, rows: &mut [BarRow], values: &Values) {
    let rules = values.first().map(|(at, _)| ask.config.rules.of(ask.dataset.metric_name(*at))).unwrap_or_default();
    if ask.spec.share && rules.additive {
        let all = shares(values, None);
        for row in rows {
            let own = all.iter().find(|share| row.obs.first() == Some(&share.at));
            let share = own.map(|own| own.share.clone()).filter(|share| share.refused.is_none());
            row.relation = share.map(Relation::Share);
        }
        return;
    }
    let next: Vec<(Measure, bool)> =
        rows.iter().skip(1).map(|row| (row.measure.clone(), !row.rank.is_empty())).collect();
    for (row, (other, ranked)) in rows.iter_mut().zip(next) {
        let times = ratio(&row.measure, &other);
        if ranked && !row.rank.is_empty() && times.refused.is_none() {
            row.relation = Some(Relation::Next(times));
        }
    }
}

/// More rows than `top` become one row where they may be added, else words.
fn keep_top(ask: &Ask<'_>, rows: &mut Vec<BarRow>, axis: &mut Axis) {
    let Some(top) = ask.spec.top.filter(|top| *top > 0 && rows.len() > *top) else { return };
    let rest = rows.split_off(top);
    let parts: Values = rest.iter().filter_map(|row| Some((*row.obs.first()?, row.measure.clone()))).collect();
    let additive = parts.first().is_some_and(|(at, _)| ask.config.rules.of(ask.dataset.metric_name(*at)).additive);
    let total = sum(&parts);
    if !additive || total.refused.is_some() {
        axis.aside.push(format!("{} more", rest.len()));
        return;
    }
    rows.push(BarRow {
        label: format!("rest ({})", rest.len()),
        detail: String::new(),
        tag: String::new(),
        measure: total.measure,
        obs: parts.iter().map(|(at, _)| *at).collect(),
        rank: String::new(),
        movement: Movement::None,
        relation: None,
        hue: Hue::default(),
        hollow: rest.iter().any(|row| row.hollow),
        source: String::new(),
    });
}

/// The viewer's order, or the config's: by name or by value; ranks stay with their rows.
fn sort(ask: &Ask<'_>, rows: &mut [BarRow]) {
    let typed = ask.spec.sort.as_deref();
    let own = typed.map(|text| text.strip_prefix('-').map_or((text, false), |rest| (rest, true)));
    let wanted = ask.lens.sorts.get(ask.id).map(|sort| (sort.column.as_str(), sort.descending)).or(own);
    let Some((column, descending)) = wanted else { return };
    match column {
        "entity" | "label" => rows.sort_by(|a, b| a.label.cmp(&b.label)),
        "value" => rows.sort_by(|a, b| {
            let place = |row: &BarRow| row.measure.place().unwrap_or(f64::NEG_INFINITY);
            place(a).total_cmp(&place(b))
        }),
        _ => return,
    }
    if descending {
        rows.reverse();
    }
}

/// The one period in words, else the years covered.
pub(super) fn periods(ask: &Ask<'_>, refs: &[ObsRef]) -> String {
    let all: Vec<Period> = refs.iter().map(|at| ask.dataset.get(*at).period).collect();
    let Some(first) = all.first() else { return String::new() };
    if all.iter().all(|period| period == first) {
        return first.words(false);
    }
    let days = || all.iter().flat_map(|period| [period.first, period.last]).flatten();
    match (days().min().map(|day| day.ymd().0), days().max().map(|day| day.ymd().0)) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from}–{to}"),
        _ => String::new(),
    }
}
