//! Rankings that a column divides: parts of a sum one behind the other, or bars of a group below each other.

use std::collections::BTreeMap;

use indexmap::{IndexMap, IndexSet};

use super::{Axis, axis, lower_is_better, period, periods, relation, short, sort};
use crate::analysis::{Movement, sum};
use crate::base::{Measure, ObsRef, Standing, fold, matches_name, nearness};
use crate::board::config::Divide;
use crate::board::plan::ask::{Ask, Drawn};
use crate::board::{BarRow, Bars, Division, Hue, Part, Relation, Resolved, Segment};

/// Segments that textures tell apart without colour.
const MOST: usize = 4;
/// Rows named in "N more" before the others are only counted.
const MOST_NAMED: usize = 3;

/// The first report of an entity for each value of the column.
type Members = IndexMap<usize, (ObsRef, Measure)>;

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
    let mut axis = axis(ask, &refs);
    axis.aside.extend(table.aside);
    axis.values.retain(|(_, measure)| measure.place().is_some());
    let cell = |at: ObsRef| match column {
        Column::Entity => data.entity_name(at),
        Column::Metric => data.metric_name(at),
        Column::Cell(column) => data.row(data.get(at).row).cells.get(column).copied().unwrap_or(""),
    };
    let (segments, places) = segments(ask, divide, &mut axis, cell);
    let mut entities: IndexMap<String, Members> = IndexMap::new();
    let mut more = 0;
    for (at, measure) in &axis.values {
        let Some(place) = places.get_index_of(cell(*at)) else { continue };
        let own = entities.entry(without(data.entity_name(*at), cell(*at))).or_default();
        let first = own.entry(place).or_insert_with(|| (*at, measure.clone())).0;
        more += usize::from(first != *at);
    }
    if more > 0 {
        let reports = if more == 1 { "report" } else { "reports" };
        axis.aside.push(format!("{more} other {reports} of the same parts"));
    }
    let last = segments.len().saturating_sub(1);
    let mut rows = Vec::new();
    let mut parts = BTreeMap::new();
    for (entity, mut members) in entities {
        members.sort_keys();
        let members: Vec<(usize, (ObsRef, Measure))> =
            members.into_iter().map(|(place, own)| (place.min(last), own)).collect();
        let groups = if divide.stacked { vec![members] } else { members.into_iter().map(|one| vec![one]).collect() };
        for group in groups {
            let Some((row, own)) = row(ask, &entity, &group, &segments, divide.stacked) else { continue };
            parts.extend(row.obs.first().map(|at| (*at, own)));
            rows.push(row);
        }
    }
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
        *sums.entry(cell(*at)).or_default() += measure.place().unwrap_or(0.0).abs();
    }
    sums.sort_by(|_, a, _, b| b.total_cmp(a));
    let hue = |name: &str| {
        let place = ask.groups.iter().position(|group| fold(group) == fold(name))?;
        u8::try_from(place).ok().map(Hue)
    };
    let named = |name: &str| if name.is_empty() { "none" } else { name }.to_owned();
    let kept = if sums.len() > MOST { MOST - usize::from(divide.stacked) } else { sums.len() };
    let mut segments: Vec<Segment> =
        sums.keys().take(kept).map(|name| Segment { name: named(name), hue: hue(name) }).collect();
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

/// The row of these parts: their sum, or the one that there is.
fn row(
    ask: &Ask<'_>,
    entity: &str,
    members: &[(usize, (ObsRef, Measure))],
    segments: &[Segment],
    stacked: bool,
) -> Option<(BarRow, Vec<Part>)> {
    let values: Vec<(ObsRef, Measure)> = members.iter().map(|(_, own)| own.clone()).collect();
    let (first, only) = (members.first()?, values.first()?);
    let total = (values.len() > 1).then(|| sum(&values));
    let standing = values.iter().map(|(at, _)| Standing::of(ask.dataset.get(*at).status)).max().unwrap_or_default();
    let segment = segments.get(first.0).map_or("", |segment| segment.name.as_str());
    let words = if standing == Standing::Actual { "" } else { "with estimates" };
    let row = BarRow {
        label: entity.to_owned(),
        detail: if stacked { words.to_owned() } else { String::new() },
        tag: if stacked { words.to_owned() } else { segment.to_owned() },
        measure: total.as_ref().map_or_else(|| only.1.clone(), |total| total.measure.clone()),
        obs: values.iter().map(|(at, _)| *at).collect(),
        rank: String::new(),
        movement: Movement::None,
        relation: total.map(Relation::Sum),
        hue: match segments.get(first.0).and_then(|segment| segment.hue).filter(|_| !stacked) {
            Some(hue) => hue,
            None => ask.hue(&ask.dataset.get(only.0)),
        },
        standing: if stacked { Standing::Actual } else { standing },
        source: String::new(),
    };
    let part = |(segment, (_, measure)): &(usize, (ObsRef, Measure))| {
        Some(Part { segment: *segment, value: measure.place()? })
    };
    Some((row, members.iter().filter_map(part).collect()))
}

/// Best first, the rows of one entity together, no more entities than wanted.
fn order(ask: &Ask<'_>, rows: &mut Vec<BarRow>, ascending: bool, aside: &mut Vec<String>) {
    let sign = if ascending { 1.0 } else { -1.0 };
    let mut best: IndexMap<String, f64> = IndexMap::new();
    for row in rows.iter() {
        let value = row.measure.place().unwrap_or(0.0) * sign;
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
