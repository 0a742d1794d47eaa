//! Bars and intervals: which observations stand on one axis, in which order, with what said beside them.

use indexmap::IndexMap;

use super::ask::{Ask, Drawn};
use super::names::{First, names};
use super::units::{common_unit, on_axis};
use crate::analysis::Movement;
use crate::base::{Dimension, Measure, NumberStyle, ObsRef, Period, Standing, Unit, halves, write_measure};
use crate::board::{BarRow, Bars, Intervals, Relation, Resolved};

mod histogram;
mod parts;
mod period;
mod relation;
mod reports;
mod standing;
#[cfg(test)]
mod tests;

pub(super) use relation::{drop_total, may_add};
use standing::{Place, standing};

type Values = Vec<(ObsRef, Measure)>;

/// What shares an axis: its unit, its values, and the words for what does not.
struct Axis {
    unit: Unit,
    values: Values,
    aside: Vec<String>,
}

/// A ranking at one period: the last, where the rows are a table of periods, else each series by its own last one.
pub(super) fn bars(ask: &Ask<'_>) -> Drawn {
    if ask.spec.bins.is_some() {
        return histogram::resolve(ask);
    }
    if let Some(divide) = &ask.spec.divide {
        return parts::bars(ask, divide);
    }
    let selection = ask.select(&ask.spec.select);
    let mut table = period::table(ask, &selection.refs);
    let total = relation::take_total(ask, &mut table);
    let refs = table.refs;
    if refs.is_empty() {
        return ask.nothing(&selection);
    }
    let mut axis = axis(ask, &refs);
    axis.aside.extend(table.aside);
    if !selection.missing.is_empty() {
        axis.aside.push(format!("no value: {}", selection.missing.join(", ")));
    }
    let places = standing(ask, &axis.values, lower_is_better(ask, &refs));
    let (kept, rest) = split(ask, &places);
    let mut rows = rows(ask, &axis, kept, First::Entity);
    if let Some(period) = table.period {
        standing::say_movements(ask, &mut rows, kept, &axis.unit, &period);
    }
    let concentrated = relation::say(ask, &mut rows, kept, &axis.values, total);
    relation::say_rest(ask, &mut rows, rest, &mut axis);
    sort(ask, &mut rows);
    let Axis { unit, aside, .. } = axis;
    let corner = periods(ask, &refs);
    // `HHI 4,600 of 3 named`
    let words = concentrated.as_ref().filter(|_| ask.spec.finding.is_none()).map(|told| match told {
        Ok(index) => format!("{} {}", index.words, index.note.as_deref().unwrap_or_default()),
        Err(why) => why.clone(),
    });
    let said = [ask.bottom(&refs), words.unwrap_or_default()];
    let bottom = said.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
    let obs = refs.into_iter().chain(total).collect();
    let bars = Bars {
        concentration: concentrated.and_then(Result::ok).map(Box::new),
        ..Bars::new(unit, ask.log(), rows, aside)
    };
    Drawn { resolved: Resolved::Bar(bars), corner, bottom, obs }
}

/// Intervals of one unit, all periods.
pub(super) fn intervals(ask: &Ask<'_>) -> Drawn {
    let selection = ask.select(&ask.spec.select);
    let refs = selection.refs.clone();
    if refs.is_empty() {
        return ask.nothing(&selection);
    }
    let mut axis = axis(ask, &refs);
    let places = standing(ask, &axis.values, lower_is_better(ask, &refs));
    let (kept, rest) = split(ask, &places);
    let mut rows = rows(ask, &axis, kept, First::Metric);
    relation::say_rest(ask, &mut rows, rest, &mut axis);
    sort(ask, &mut rows);
    let Axis { unit, aside, .. } = axis;
    let resolved = Resolved::Range(Intervals { unit, log: ask.log(), rows, aside });
    Drawn { resolved, corner: periods(ask, &refs), bottom: ask.bottom(&refs), obs: refs }
}

/// The first `top` places, and those after them.
fn split<'a>(ask: &Ask<'_>, places: &'a [Place]) -> (&'a [Place], &'a [Place]) {
    let top = ask.spec.top.filter(|top| *top > 0).unwrap_or(places.len()).min(places.len());
    places.split_at(top)
}

fn lower_is_better(ask: &Ask<'_>, refs: &[ObsRef]) -> bool {
    let first = refs.first().map(|at| ask.config.rules.of(ask.dataset.metric_name(*at)));
    first.and_then(|rules| rules.lower_is_better).unwrap_or(false)
}

fn axis(ask: &Ask<'_>, refs: &[ObsRef]) -> Axis {
    axis_of(ask, refs, ask.log())
}

fn axis_of(ask: &Ask<'_>, refs: &[ObsRef], log: bool) -> Axis {
    let data = ask.dataset;
    let numbers: Vec<ObsRef> = refs.iter().copied().filter(|at| data.get(*at).measure.has_number()).collect();
    let unit = common_unit(data, &numbers);
    let (mut values, mut aside) = (Vec::new(), Vec::new());
    let mut converted: IndexMap<String, Vec<&str>> = IndexMap::new();
    for at in refs {
        let measure = data.get(*at).measure;
        let label = data.entity_name(*at);
        let off_log = |m: &Measure| m.low.is_some_and(|b| b.value <= 0.0) || m.high.is_some_and(|b| b.value <= 0.0);
        let words = write_measure(&measure, NumberStyle::default());
        if !measure.has_number() {
            values.push((*at, measure));
            continue;
        }
        match on_axis(ask, *at, &unit) {
            Err(why) => {
                // What a word counts stands on the axis, not with each number.
                let code = &measure.unit.code;
                let unit = if code.is_empty() || words.ends_with(&**code) { "" } else { &format!(" {code}") };
                let unit = if matches!(measure.unit.dimension, Dimension::Word(_)) { unit } else { "" };
                aside.push(format!("{label}: {words}{unit}, {why}"));
            }
            Ok(_) if log && off_log(&measure) => aside.push(format!("{label}: {words}, not above 0")),
            Ok((measure, by)) => {
                values.push((*at, measure));
                if let Some(by) = by {
                    converted.entry(by).or_default().push(label);
                }
            }
        }
    }
    aside.extend(converted.iter().map(|(by, labels)| format!("{}: {by}", labels.join(", "))));
    Axis { unit, values, aside }
}

/// A row for each place, in that order; a report that another of its series contradicts is marked.
fn rows(ask: &Ask<'_>, axis: &Axis, places: &[Place], first: First) -> Vec<BarRow> {
    let data = ask.dataset;
    let source = axis.values.first().map(|(at, _)| data.get(*at).source);
    let several = axis.values.iter().any(|(at, _)| Some(data.get(*at).source) != source);
    let refs: Vec<ObsRef> = places.iter().map(|place| place.at).collect();
    let named = names(data, &refs, first);
    let row = |(place, name): (&Place, super::names::Name)| {
        let (_, measure) = axis.values.get(place.value)?;
        let seen = data.get(place.at);
        let (mut detail, mut tag) = (name.detail, name.tag);
        // A stated amount in another currency is no longer one.
        let converted = measure.has_number() && seen.measure.unit.dimension != measure.unit.dimension;
        for mark in [(place.contradicts, "conflict"), (converted, "converted")]
            .into_iter()
            .filter_map(|(is, m)| is.then_some(m))
        {
            for words in [&mut detail, &mut tag] {
                *words = if words.is_empty() { mark.to_owned() } else { format!("{words} · {mark}") };
            }
        }
        Some(BarRow {
            label: name.label,
            detail,
            tag,
            measure: measure.clone(),
            obs: vec![place.at],
            rank: place.rank(),
            movement: Movement::None,
            relation: None,
            hue: ask.hue(&seen),
            standing: Standing::of(seen.status),
            source: if several { short(seen.source).to_owned() } else { String::new() },
        })
    };
    places.iter().zip(named).filter_map(row).collect()
}

/// The Latin half of a name in two halves.
pub(super) fn short(name: &str) -> &str {
    halves(name).map_or(name, |(latin, _)| latin)
}

/// The viewer's order, or the config's: by name or by value; ranks stay with their rows. A ratio to the next row names that
/// row where another one is drawn next, and is left out where the order says nothing of values.
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
    let drawn: Vec<Option<ObsRef>> = rows.iter().skip(1).map(|row| row.obs.first().copied()).collect();
    let labels: IndexMap<ObsRef, String> =
        rows.iter().filter_map(|row| Some((*row.obs.first()?, row.label.clone()))).collect();
    for (index, row) in rows.iter_mut().enumerate() {
        let Some(Relation::Next { other, name, .. }) = &mut row.relation else { continue };
        if column != "value" {
            row.relation = None;
        } else if drawn.get(index).copied().flatten() != Some(*other) {
            *name = labels.get(other).cloned();
        }
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
