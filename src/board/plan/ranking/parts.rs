//! Rankings that a column divides: parts of a sum one behind the other, or bars of a group below each other.

use std::collections::BTreeMap;

use indexmap::{IndexMap, IndexSet};

use super::reports::counted;
use super::{Axis, Values, axis_of, lower_is_better, period, periods, relation, short, sort};
use crate::analysis::{Movement, closed, rounded, sum};
use crate::base::{
    Measure, NumberStyle, ObsRef, Shape, Standing, Unit, fold, is_hollow, matches_name, nearness, round_to_digits,
    write_measure,
};
use crate::board::config::Divide;
use crate::board::plan::ask::{Ask, Drawn};
use crate::board::{BarRow, Bars, Division, Hue, Part, Relation, Resolved, Segment};

/// Segments that textures tell apart without colour.
const MOST: usize = 4;
/// Rows named in "N more" before the others are only counted.
const MOST_NAMED: usize = 3;

/// One row an entity with a part a segment, or one row a part.
pub(super) fn bars(ask: &Ask<'_>, divide: &Divide) -> Drawn {
    let data = ask.dataset;
    let selection = ask.select(&ask.spec.select);
    let mut table = period::table(ask, &selection.refs);
    relation::take_total(ask, &mut table);
    let refs = table.refs;
    let column = match column(ask, &divide.column) {
        Ok(column) => column,
        Err(problem) => return ask.problem("unknown-column", problem),
    };
    if refs.is_empty() {
        return ask.nothing(&selection);
    }
    if divide.stacked && !relation::may_add(ask, refs.iter().copied(), true) {
        let why = "what is stacked is added up, and these rows are no parts of a sum; use group_by";
        return ask.problem("cannot-stack", why);
    }
    let mut axis = axis_of(ask, &refs, ask.log() && !divide.stacked);
    axis.aside.extend(table.aside);
    if !selection.missing.is_empty() {
        axis.aside.push(format!("no value: {}", selection.missing.join(", ")));
    }
    let cell = |at: ObsRef| match column {
        Column::Entity => data.entity_name(at),
        Column::Metric => data.metric_name(at),
        Column::Cell(column) => data.row(data.get(at).row).cells.get(column).copied().unwrap_or(""),
    };
    let (segments, places) = segments(ask, divide, &mut axis, cell);
    let mut entities: IndexMap<String, BTreeMap<usize, Values>> = IndexMap::new();
    for (at, measure) in &axis.values {
        let Some(place) = places.get_index_of(cell(*at)) else { continue };
        let own = entities.entry(without(data.entity_name(*at), cell(*at))).or_default();
        own.entry(place).or_default().push((*at, measure.clone()));
    }
    let names: Vec<&str> = places.iter().map(|name| named(name)).collect();
    let drawn = Parts { ask, segments: &segments, names: &names };
    let (mut rows, mut said) = (Vec::new(), Vec::new());
    for (entity, members) in &entities {
        if divide.stacked {
            rows.push(drawn.stack(entity, members, &mut said));
        } else {
            rows.extend(members.iter().flat_map(|(place, reports)| drawn.group(entity, *place, reports)));
        }
    }
    // Why a sum is none, or not of all, is said before anything else.
    axis.aside.splice(0..0, said);
    let (mut rows, parts): (Vec<BarRow>, Vec<Vec<Part>>) = rows.into_iter().unzip();
    let parts = rows.iter().zip(parts).filter_map(|(row, own)| Some((*row.obs.first()?, own))).collect();
    order(ask, &mut rows, lower_is_better(ask, &refs), &mut axis.aside);
    sort(ask, &mut rows);
    let division = Division { segments, stacked: divide.stacked, parts };
    let log = ask.log() && !divide.stacked;
    let bars = Bars::new(axis.unit, log, rows, axis.aside).divided(division);
    Drawn { resolved: Resolved::Bar(bars), corner: periods(ask, &refs), bottom: ask.bottom(&refs), obs: refs }
}

/// An entity that is told by several columns, without the one that divides the bars.
fn without(entity: &str, cell: &str) -> String {
    let rest: Vec<&str> = entity.split(" · ").filter(|part| fold(part) != fold(cell)).collect();
    if rest.is_empty() { entity.to_owned() } else { rest.join(" · ") }
}

enum Column {
    Entity,
    Metric,
    Cell(usize),
}

/// The column of that role or header; else the nearest header in words.
fn column(ask: &Ask<'_>, name: &str) -> Result<Column, String> {
    let data = ask.dataset;
    let header = || data.headers().iter().position(|header| matches_name(name, header));
    match name {
        "entity" => Ok(Column::Entity),
        "metric" => Ok(Column::Metric),
        _ => data.role_column(name).or_else(header).map(Column::Cell).ok_or_else(|| {
            let near = data.headers().iter().filter_map(|header| Some((nearness(name, header)?, header)));
            let near = near.max_by(|a, b| a.0.total_cmp(&b.0));
            let near = near.map_or(String::new(), |(_, header)| format!("; nearest: \"{header}\""));
            format!("no column \"{name}\"{near}")
        }),
    }
}

/// The segments, the largest first, and the values of the column in that order. Of too many the small ones are one
/// together in a stack, and left out where each has a bar.
fn segments<'a>(
    ask: &Ask<'_>,
    divide: &Divide,
    axis: &mut Axis,
    cell: impl Fn(ObsRef) -> &'a str,
) -> (Vec<Segment>, IndexSet<&'a str>) {
    let mut sums: IndexMap<&str, f64> = IndexMap::new();
    for (at, measure) in &axis.values {
        let size = measure.place().or(measure.high.or(measure.low).map(|end| end.value));
        *sums.entry(cell(*at)).or_default() += size.unwrap_or(0.0).abs();
    }
    sums.sort_by(|_, a, _, b| b.total_cmp(a));
    let hue = |name: &str| {
        let place = ask.groups.iter().position(|group| fold(group) == fold(name))?;
        u8::try_from(place).ok().map(Hue)
    };
    let kept = if sums.len() > MOST { MOST - usize::from(divide.stacked) } else { sums.len() };
    let mut segments: Vec<Segment> =
        sums.keys().take(kept).map(|name| Segment { name: named(name).to_owned(), hue: hue(name) }).collect();
    let rest: Vec<&str> = sums.keys().skip(kept).copied().collect();
    if !rest.is_empty() && divide.stacked {
        segments.push(Segment { name: format!("other ({})", rest.len()), hue: None });
    } else if !rest.is_empty() {
        axis.aside.push(format!("left out: {}", listed(rest.iter().copied())));
    }
    let drawn = if divide.stacked { sums.len() } else { kept };
    (segments, sums.keys().take(drawn).copied().collect())
}

/// The first names, and how many more.
fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    let first: Vec<&str> = names.take(MOST_NAMED).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", first.join(", "))
}

/// A value of the column as a name.
fn named(value: &str) -> &str {
    if value.is_empty() { "none" } else { value }
}

/// How rows are made of parts.
struct Parts<'a> {
    ask: &'a Ask<'a>,
    segments: &'a [Segment],
    /// Values of the column; several share the last segment where it is one of "other".
    names: &'a [&'a str],
}

impl Parts<'_> {
    fn name(&self, place: usize) -> &str {
        self.names.get(place).copied().unwrap_or("")
    }

    fn segment(&self, place: usize) -> usize {
        place.min(self.segments.len().saturating_sub(1))
    }

    fn is_soft(&self, at: ObsRef) -> bool {
        is_hollow(self.ask.dataset.get(at).status)
    }

    /// One row of all parts of an entity: their sum, or the one that there is. Where reports of a part disagree, or where the parts
    /// are open to both sides, there is no sum; that, and what has no number to add, is `said`.
    fn stack(&self, entity: &str, members: &BTreeMap<usize, Values>, said: &mut Vec<String>) -> (BarRow, Vec<Part>) {
        let rules = members.values().flatten().next().map(|(at, _)| self.ask.dataset.metric_name(*at));
        let rules = rules.map(|metric| self.ask.config.rules.of(metric)).unwrap_or_default();
        let obs: Vec<ObsRef> = members.values().flatten().map(|(at, _)| *at).collect();
        let mut added: Vec<(usize, (ObsRef, Measure))> = Vec::new();
        let (mut refused, mut wordy) = (false, Vec::new());
        for (place, reports) in members {
            match counted(self.ask, reports) {
                Ok(rows) => {
                    let (numbers, texts): (Values, Values) = rows.into_iter().partition(|(_, m)| m.has_number());
                    wordy.extend(texts.iter().map(|(_, measure)| self.words(*place, measure)));
                    added.extend(numbers.into_iter().map(|row| (*place, row)));
                }
                Err(why) => {
                    refused = true;
                    said.push(format!("{entity}, {}: {why}", self.name(*place)));
                }
            }
        }
        let mut used: Vec<String> = Vec::new();
        if added.len() > 1 {
            for (_, (_, measure)) in &mut added {
                let (ends, limits) = closed(measure, &rules);
                *measure = ends;
                used.extend(limits);
            }
        }
        used.dedup();
        let values: Values = added.iter().map(|(_, row)| row.clone()).collect();
        let total = (values.len() > 1).then(|| sum(&values));
        if !refused && total.as_ref().is_some_and(|total| !total.measure.has_number()) {
            refused = true;
            said.push(format!("{entity}: the parts are open to both sides"));
        }
        if !wordy.is_empty() && !values.is_empty() {
            said.push(format!("{entity} without {}", wordy.join(", ")));
        }
        if !refused && !used.is_empty() {
            said.push(format!("{entity}: {}", used.join(", ")));
        }
        let soft = values.iter().any(|(at, _)| self.is_soft(*at));
        let detail = if soft { "with estimates" } else { "" }.to_owned();
        let first = members.values().flatten().next();
        let none = || Measure::wordless(Shape::Missing, first.map_or_else(Unit::none, |own| own.1.unit.clone()), "");
        let (measure, relation) = match (refused, total, values.first()) {
            (true, ..) => (none(), None),
            (_, Some(total), _) => (as_written(&total.measure), Some(Relation::Sum(total))),
            (_, None, Some((_, only))) => (only.clone(), None),
            // All that there is are words.
            (_, None, None) => (first.map_or_else(none, |own| own.1.clone()), None),
        };
        let part = |(place, (at, measure)): &(usize, (ObsRef, Measure))| {
            Part::new(self.segment(*place), measure, self.is_soft(*at))
        };
        let parts = if refused { Vec::new() } else { added.iter().filter_map(part).collect() };
        let hue = obs.first().map_or_else(Hue::default, |at| self.ask.hue(&self.ask.dataset.get(*at)));
        let row = BarRow { detail: detail.clone(), tag: detail, relation, hue, ..plain(entity, measure, obs) };
        (row, parts)
    }

    /// `South (no limit)`.
    fn words(&self, place: usize, measure: &Measure) -> String {
        format!("{} ({})", self.name(place), write_measure(measure, NumberStyle::default()))
    }

    /// The bars of one part: one, but for reports that disagree and for series that may not be added, which have one each.
    fn group(&self, entity: &str, place: usize, reports: &Values) -> Vec<(BarRow, Vec<Part>)> {
        let ask = self.ask;
        let may_add = relation::may_add(ask, reports.iter().map(|(at, _)| *at), true);
        let one = |measure: &Measure, obs: Vec<ObsRef>, mark: &str, relation: Option<Relation>| {
            let segment = self.segments.get(self.segment(place));
            let hollow = obs.iter().any(|at| self.is_soft(*at));
            let words = if hollow { "with estimates" } else { "" };
            let name = segment.map_or("", |segment| segment.name.as_str());
            let tag = [name, mark].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
            let own = || obs.first().map_or_else(Hue::default, |at| ask.hue(&ask.dataset.get(*at)));
            let hue = segment.and_then(|segment| segment.hue).unwrap_or_else(own);
            let standing = obs.iter().map(|at| Standing::of(ask.dataset.get(*at).status)).max().unwrap_or_default();
            let part = Part::new(self.segment(place), measure, hollow);
            let detail = if relation.is_some() { words.to_owned() } else { String::new() };
            let row = BarRow { detail, tag, relation, hue, standing, ..plain(entity, measure.clone(), obs) };
            (row, part.into_iter().collect::<Vec<_>>())
        };
        let all = || reports.iter().map(|(at, _)| *at).collect();
        match counted(ask, reports).as_deref() {
            Ok([(_, only)]) => vec![one(only, all(), "", None)],
            Ok(rows) if may_add => {
                let total = sum(rows);
                vec![one(&as_written(&total.measure), all(), "", Some(Relation::Sum(total)))]
            }
            Ok(rows) => {
                let scope = |at: ObsRef| ask.dataset.get(at).scope;
                rows.iter().map(|(at, measure)| one(measure, vec![*at], scope(*at), None)).collect()
            }
            Err(_) => {
                let mut told: Values = Vec::new();
                for report in reports {
                    if !told.iter().any(|(_, other)| other.says_same(&report.1)) {
                        told.push(report.clone());
                    }
                }
                let mark = |index: usize| if index == 0 { "" } else { "conflict" };
                let rows = told.iter().enumerate();
                rows.map(|(index, (at, measure))| one(measure, vec![*at], mark(index), None)).collect()
            }
        }
    }
}

/// Ends of a sum carry all digits that the addition gave; a point is rounded where it is written. An end is rounded outwards, for a
/// bound that is tighter than what was stated would be false.
fn as_written(measure: &Measure) -> Measure {
    if measure.point.is_some() {
        return measure.clone();
    }
    let mut written = rounded(measure);
    let step = |value: f64| 10f64.powf(value.abs().log10().floor() + 1.0 - f64::from(measure.digits.unwrap_or(15)));
    let ends = [(&mut written.low, measure.low, -1.0), (&mut written.high, measure.high, 1.0)];
    for (end, stated, way) in ends {
        if let (Some(end), Some(stated)) = (end.as_mut(), stated)
            && (stated.value - end.value) * way > 0.0
        {
            end.value = round_to_digits(end.value + way * step(end.value), measure.digits.unwrap_or(15));
        }
    }
    written
}

/// A row without anything beside its number.
fn plain(label: &str, measure: Measure, obs: Vec<ObsRef>) -> BarRow {
    BarRow {
        label: label.to_owned(),
        detail: String::new(),
        tag: String::new(),
        measure,
        obs,
        rank: String::new(),
        movement: Movement::None,
        relation: None,
        hue: Hue::default(),
        standing: Standing::Actual,
        source: String::new(),
    }
}

/// Best first, the rows of one entity together, no more entities than wanted.
fn order(ask: &Ask<'_>, rows: &mut Vec<BarRow>, ascending: bool, aside: &mut Vec<String>) {
    let sign = if ascending { 1.0 } else { -1.0 };
    let mut best: IndexMap<String, f64> = IndexMap::new();
    for row in rows.iter() {
        // An open end stands after all (rule 10).
        let value = row.measure.place().map_or(f64::INFINITY, |place| place * sign);
        let own = best.entry(row.label.clone()).or_insert(value);
        *own = own.min(value);
    }
    best.sort_by(|_, a, _, b| a.total_cmp(b));
    let top = ask.spec.top.filter(|top| *top > 0).unwrap_or(best.len()).min(best.len());
    if top < best.len() {
        let rest = best.keys().skip(top).map(|name| short(name));
        aside.push(format!("{} more: {}", best.len() - top, listed(rest)));
    }
    rows.retain(|row| best.get_index_of(&row.label).is_some_and(|place| place < top));
    rows.sort_by_key(|row| best.get_index_of(&row.label));
}
