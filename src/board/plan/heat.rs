//! An entity × period grid: which observations stand in a cell, what the cell says of them, how it is shaded.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::ask::{Ask, Drawn};
use super::column::text_of;
use super::ranking::{drop_total, periods};
use super::units::common_unit;
use crate::analysis::{self, Change, Derived, Field, disagreement, period_before};
use crate::base::{Dimension, Measure, NumberStyle, ObsRef, Shape, Unit, is_stated, write_measure};
use crate::board::{Heat, HeatCell, HeatColumn, HeatRow, Resolved, Shading, swing};

mod cell;
mod columns;
mod names;
#[cfg(test)]
mod tests;

use cell::cell;
use columns::{Days, days};

/// Rows named in "N more" before the others are only counted.
const MOST_NAMED: usize = 5;

/// The grid, with unit and years at its corner.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    let data = ask.dataset;
    let selection = ask.select(&ask.spec.select);
    let mut refs = selection.refs.clone();
    refs.retain(|at| data.get(*at).measure.shape != Shape::Event);
    if refs.is_empty() {
        return ask.nothing(&selection);
    }
    let total = without_total(ask, &mut refs);
    let (mut columns, kept, mut aside) = columns::columns(data, &refs);
    aside.splice(0..0, total);
    let numbers: Vec<ObsRef> = kept.iter().copied().filter(|at| data.get(*at).measure.has_number()).collect();
    let unit = common_unit(data, &numbers);
    let mut rows = rows(ask, &columns, &kept, &unit);
    let unit = if ask.spec.growth { grow(ask, &mut rows, &mut columns, &unit) } else { unit };
    let shading = shade(ask, &mut rows, &unit);
    sort(ask, &mut rows);
    if let Some(top) = ask.spec.top.filter(|top| *top > 0 && *top < rows.len()) {
        aside.push(more(&rows.split_off(top)));
    }
    let obs: Vec<ObsRef> = rows.iter().flat_map(|row| &row.cells).flat_map(|(_, cell)| &cell.obs).copied().collect();
    if obs.is_empty() {
        let why = if aside.is_empty() { String::new() } else { format!(": {}", aside.join(", ")) };
        let what = if ask.spec.growth { "a change against the period before" } else { "a period for a column" };
        return ask.problem("no-cells", format!("none of {} rows has {what}{why}", selection.refs.len()));
    }
    let corner = corner(ask, &unit, &columns, &kept);
    let bottom = ask.bottom(&obs);
    Drawn { resolved: Resolved::Heat(Heat { unit, shading, columns, rows, aside }), corner, bottom, obs }
}

/// Takes the total out, which would leave no shade to the others, and gives its last value in words. One that is asked for by
/// name stays.
fn without_total(ask: &Ask<'_>, refs: &mut Vec<ObsRef>) -> Option<String> {
    let data = ask.dataset;
    let mut conditions = ask.spec.select.conditions.iter().chain(&ask.filter.conditions);
    if conditions.any(|condition| condition.field == Field::Entity) {
        return None;
    }
    let found = drop_total(ask, refs);
    let at = found.into_iter().max_by_key(|at| (data.period(*at), std::cmp::Reverse(*at)))?;
    let words = write_measure(&data.get(at).measure, NumberStyle::default());
    let when = data.period(at).words(false);
    let when = if when.is_empty() { when } else { format!(" in {when}") };
    Some(format!("{}: {words}{when}", data.entity_name(at)))
}

/// A row for each series, or for each word of the `by` column; in file order.
fn rows(ask: &Ask<'_>, columns: &[HeatColumn], refs: &[ObsRef], unit: &Unit) -> Vec<HeatRow> {
    let data = ask.dataset;
    let place: BTreeMap<Days, usize> =
        columns.iter().enumerate().map(|(at, column)| (days(&column.period), at)).collect();
    let mut groups: IndexMap<(usize, String), BTreeMap<usize, Vec<ObsRef>>> = IndexMap::new();
    for at in refs {
        let Some(column) = place.get(&days(&data.period(*at))) else { continue };
        let key = match &ask.spec.by {
            Some(by) => (0, text_of(ask, by, *at)),
            None => (data.series_of(*at), String::new()),
        };
        groups.entry(key).or_default().entry(*column).or_default().push(*at);
    }
    let firsts: Vec<ObsRef> = groups.values().filter_map(|cells| cells.values().next()?.first().copied()).collect();
    let names = match &ask.spec.by {
        Some(_) => groups.keys().map(|(_, word)| if word.is_empty() { "other" } else { word }.to_owned()).collect(),
        None => names::names(data, &firsts),
    };
    let own = |cells: BTreeMap<usize, Vec<ObsRef>>| {
        cells.into_iter().map(|(column, refs)| (column, cell(ask, &refs, unit))).collect()
    };
    groups.into_values().zip(names).map(|(cells, name)| HeatRow { name, cells: own(cells) }).collect()
}

/// The number that stands for a measure: the stated one or the middle, else the end that is known.
fn height(measure: &Measure) -> Option<f64> {
    measure.place().or(measure.low.or(measure.high).map(|end| end.value))
}

/// Makes the cells say how much they changed, in points where the values are rates, else in %; where no base is above zero,
/// by the difference.
fn grow(ask: &Ask<'_>, rows: &mut [HeatRow], columns: &mut Vec<HeatColumn>, unit: &Unit) -> Unit {
    let rate = matches!(unit.dimension, Dimension::Percent | Dimension::Points | Dimension::Rank);
    let by = if rate { Change::Natural } else { Change::Relative };
    let cells = || rows.iter().flat_map(|row| &row.cells).map(|(_, cell)| cell);
    let any = cells().any(|cell| against_before(ask, cell, by).0.refused.is_none());
    say_changes(ask, rows, columns, if any { by } else { Change::Difference })
}

/// The changes; periods at the start that have none at all are left out. Gives the unit of most of them.
fn say_changes(ask: &Ask<'_>, rows: &mut [HeatRow], columns: &mut Vec<HeatColumn>, by: Change) -> Unit {
    let mut units: IndexMap<String, (Unit, usize)> = IndexMap::new();
    let mut first = columns.len();
    for (column, cell) in rows.iter_mut().flat_map(|row| &mut row.cells) {
        let (change, before) = against_before(ask, cell, by);
        cell.obs.extend(before);
        if change.refused.is_none() {
            first = first.min(*column);
            let unit = change.measure.unit.clone();
            units.entry(unit.code.to_string()).or_insert((unit, 0)).1 += 1;
        }
        cell.change = Some(change);
    }
    for row in rows.iter_mut() {
        row.cells.retain(|(column, _)| *column >= first);
        row.cells.iter_mut().for_each(|(column, _)| *column -= first);
    }
    columns.drain(..first.min(columns.len()));
    let most = units.into_values().rev().max_by_key(|(_, count)| *count);
    most.map_or_else(Unit::none, |(unit, _)| unit)
}

/// The change and what it was computed from; a refused one has in words how the value differs.
fn against_before(ask: &Ask<'_>, cell: &HeatCell, by: Change) -> (Derived, Option<ObsRef>) {
    let data = ask.dataset;
    let refuse = |why: &str| (Derived::refused(&[&cell.measure], why), None);
    let Some(at) = cell.obs.first().copied() else { return refuse("no row") };
    if !cell.joined.is_empty() {
        return refuse(&cell.joined);
    }
    if !is_stated(data.get(at).status) {
        return refuse("a forecast, rumour or target");
    }
    if let Some(why) = disagreement(data, &cell.obs) {
        return refuse(&why);
    }
    let rules = ask.config.rules.of(data.metric_name(at));
    let (before, note) = match period_before(data, at, ask.lens.as_of, rules.tolerance.unwrap_or(0)) {
        Ok(found) => found,
        Err(why) => return refuse(&why),
    };
    let (from, to) = (data.get(before).measure, data.get(at).measure);
    let mut found = analysis::change(&from, &to, by, &rules);
    if found.refused.is_some() {
        found.words = analysis::change(&from, &to, Change::Difference, &rules).words;
    }
    (Derived { inputs: vec![at, before], ..found }.noted(note), Some(before))
}

/// Gives each cell the number that it is shaded by; those of another unit have none, nor have those for which no one number
/// stands: their middle would average what contradicts itself.
fn shade(ask: &Ask<'_>, rows: &mut [HeatRow], unit: &Unit) -> Shading {
    let log = ask.log();
    let cells = || rows.iter().flat_map(|row| &row.cells).map(|(_, cell)| cell);
    let place = |cell: &HeatCell| match &cell.change {
        _ if cell.apart => None,
        Some(change) if change.refused.is_none() && change.measure.unit == *unit => height(&change.measure),
        None if cell.measure.unit.dimension == unit.dimension => height(&cell.measure).filter(|v| !log || *v > 0.0),
        _ => None,
    };
    let places: Vec<f64> = cells().filter_map(place).collect();
    let shading = if ask.spec.growth {
        let ratio = unit.dimension == Dimension::Percent;
        let mut sizes: Vec<f64> = places.iter().map(|place| swing(*place, ratio).abs()).collect();
        sizes.sort_by(f64::total_cmp);
        // One that exploded must not make all others look alike.
        let strong = sizes.get(sizes.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0.0);
        Shading::Change { strong, ratio }
    } else {
        let low = places.iter().copied().fold(f64::INFINITY, f64::min);
        let high = places.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
        Shading::Value { low, high, log }
    };
    for row in rows {
        for (_, cell) in &mut row.cells {
            cell.place = place(cell);
        }
    }
    shading
}

/// By the last number of each row, the largest first: the order in which the last column is read. Or as the config says.
fn sort(ask: &Ask<'_>, rows: &mut [HeatRow]) {
    let typed = ask.spec.sort.as_deref().unwrap_or("-value");
    let (column, descending) = typed.strip_prefix('-').map_or((typed, false), |rest| (rest, true));
    let number = |cell: &HeatCell| match &cell.change {
        Some(_) => cell.place,
        None if cell.apart => None,
        None => height(&cell.measure),
    };
    let last = |row: &HeatRow| row.cells.iter().rev().find_map(|(column, cell)| Some((*column, number(cell)?)));
    // Ties stay in the order of the file, either way.
    let either = |order: std::cmp::Ordering| if descending { order.reverse() } else { order };
    match column {
        "entity" | "label" => rows.sort_by(|a, b| either(a.name.cmp(&b.name))),
        "value" => rows.sort_by(|a, b| match (last(a), last(b)) {
            (Some(a), Some(b)) => either(a.1.total_cmp(&b.1)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }),
        _ => {}
    }
}

/// `17 more: A, B, C, D, E and 12 more`.
fn more(rest: &[HeatRow]) -> String {
    let named: Vec<&str> = rest.iter().take(MOST_NAMED).map(|row| row.name.as_str()).collect();
    let others = rest.len().saturating_sub(named.len());
    let others = if others > 0 { format!(" and {others} more") } else { String::new() };
    format!("{} more: {}{others}", rest.len(), named.join(", "))
}

/// `USD · 2019–2024`; for changes `% against the year before · 2020–2024`.
fn corner(ask: &Ask<'_>, unit: &Unit, columns: &[HeatColumn], refs: &[ObsRef]) -> String {
    let what = if ask.spec.growth {
        let one = columns.first().map_or("period", |column| column.period.precision.as_str()).replace('-', " ");
        let before = format!("against the {one} before");
        if unit.code.is_empty() { format!("change {before}") } else { format!("{} {before}", unit.code) }
    } else {
        unit.code.to_string()
    };
    let sums = columns.first().is_some_and(|column| column.period.cumulative).then(|| String::from("cumulative"));
    let shown: std::collections::BTreeSet<Days> = columns.iter().map(|column| days(&column.period)).collect();
    let inside: Vec<ObsRef> =
        refs.iter().copied().filter(|at| shown.contains(&days(&ask.dataset.period(*at)))).collect();
    let parts = [Some(what), sums, Some(periods(ask, &inside))];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
