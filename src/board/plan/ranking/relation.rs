//! What rows are to each other: shares of a whole, ratios to the next, and what is left over (rules 9 and 11).

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::period::{Table, is_same};
use super::reports::counted;
use super::standing::Place;
use super::{Ask, Axis, Values};
use crate::analysis::{Derived, Field, Movement, Where, concentration, ratio, select, shares, sum};
use crate::base::{Dimension, Measure, NumberStyle, ObsRef, Standing, fold, matches_name, write_measure};
use crate::board::{BarRow, Hue, Relation};
use crate::data::Role;

/// What rows that hold a total are called.
const TOTALS: [&str; 5] = ["total", "合计", "总计", "全部", "总体"];
/// Part of a total by which rounded parts may add up to more.
const ROUNDED: f64 = 0.01;
/// Rows named in "N more" before the others are only counted.
const MOST_NAMED: usize = 3;

/// The name of the total of the metric of these rows.
fn total_name(ask: &Ask<'_>, refs: &[ObsRef]) -> Option<String> {
    refs.first().and_then(|at| ask.config.rules.of(ask.dataset.metric_name(*at)).total)
}

/// Leaves out the rows that hold a total, by entity or by metric; gives them.
pub(in crate::board::plan) fn drop_total(ask: &Ask<'_>, refs: &mut Vec<ObsRef>) -> Vec<ObsRef> {
    let data = ask.dataset;
    let Some(name) = total_name(ask, refs) else { return Vec::new() };
    let name = fold(&name);
    let holds = |at: &ObsRef| matches_name(&name, data.entity_name(*at)) || matches_name(&name, data.metric_name(*at));
    let (totals, rest): (Vec<ObsRef>, Vec<ObsRef>) = refs.iter().copied().partition(holds);
    // A metric that is its own total names no other row.
    if !rest.is_empty() {
        *refs = rest;
        return totals;
    }
    Vec::new()
}

/// The same, and where no total is named a row that is called one and is no less than all the others together: "Total" is a company,
/// too.
pub(super) fn drop_any_total(ask: &Ask<'_>, refs: &mut Vec<ObsRef>) -> Vec<ObsRef> {
    let data = ask.dataset;
    if total_name(ask, refs).is_some() || ask.spec.share == Some(false) {
        return drop_total(ask, refs);
    }
    let names: Vec<String> = data.tables().iter().filter_map(|table| table.total).map(fold).collect();
    let called = |at: &ObsRef| {
        let entity = data.entity_name(*at);
        names.iter().map(String::as_str).chain(TOTALS).any(|name| matches_name(name, entity))
    };
    let (totals, rest): (Vec<ObsRef>, Vec<ObsRef>) = refs.iter().copied().partition(called);
    let sum: f64 = rest.iter().filter_map(|at| data.get(*at).measure.place()).sum();
    let holds_all = |at: &ObsRef| data.get(*at).measure.place().is_some_and(|total| total >= sum * (1.0 - ROUNDED));
    let found = !totals.is_empty() && rest.len() > 1 && totals.iter().all(holds_all);
    if !found || !may_add(ask, refs.iter().copied(), true) {
        return Vec::new();
    }
    *refs = rest;
    totals
}

/// Takes the total out of the rows that are ranked, or finds it outside of what is selected. None where there is none, or
/// where two reports of it differ.
pub(super) fn take_total(ask: &Ask<'_>, table: &mut Table) -> Option<ObsRef> {
    let data = ask.dataset;
    let named = total_name(ask, &table.refs);
    let mut found = drop_any_total(ask, &mut table.refs);
    let first = *table.refs.first()?;
    let name = named.or_else(|| found.first().map(|at| data.entity_name(*at).to_owned()))?;
    let wanted = ask.spec.share.unwrap_or_else(|| may_add(ask, table.refs.iter().copied(), true));
    if found.is_empty() && wanted {
        let kept = |field: &Field| !matches!(field, Field::Entity | Field::Metric | Field::Period);
        let conditions = ask.spec.select.conditions.iter().filter(|own| kept(&own.field)).cloned().collect();
        let metric = data.metric_name(first);
        found = select(data, &Where { conditions }, ask.lens.as_of).refs;
        found.retain(|at| {
            let own = data.metric_name(*at);
            let folded = fold(&name);
            (own == metric && matches_name(&folded, data.entity_name(*at))) || matches_name(&folded, own)
        });
    }
    found.retain(|at| is_same(&data.period(*at), &data.period(first)) && data.get(*at).measure.has_number());
    if found.len() > 1 {
        let source = data.get(first).source;
        found.retain(|at| data.get(*at).source == source);
    }
    let measure = data.get(*found.first()?).measure;
    let same = |at: &ObsRef| data.get(*at).measure == measure;
    if found.iter().all(same) {
        let words = write_measure(&measure, NumberStyle::default());
        table.aside.insert(0, format!("{name}: {words}"));
        return found.first().copied();
    }
    table.aside.push(format!("{name} is stated in {} ways", found.len()));
    None
}

/// Whether values may be added: one metric that is additive, one period, and no rates, places, prices or multiples. Where the config
/// itself calls them parts, money is no price unless the file says so.
pub(in crate::board::plan) fn may_add(ask: &Ask<'_>, refs: impl Iterator<Item = ObsRef>, are_parts: bool) -> bool {
    let data = ask.dataset;
    let mut seen = BTreeSet::new();
    let mut adds = true;
    for at in refs {
        let one = data.get(at);
        let rate = matches!(
            one.measure.unit.dimension,
            Dimension::Percent | Dimension::Points | Dimension::Factor | Dimension::Rank
        );
        let sold = are_parts && data.cell(at, Role::Kind).is_empty() && one.kind == "price";
        adds &= !rate && (sold || !matches!(one.kind, "rank" | "share" | "price" | "rating"));
        seen.insert((data.metric_name(at), one.period));
    }
    adds && seen.len() == 1 && seen.first().is_some_and(|(metric, _)| ask.config.rules.of(metric).additive)
}

/// The rows that count for shares and sums: one of each name and scope, however many sources tell of it. Words for the names
/// whose reports disagree, by their name: they count with none.
fn one_each(ask: &Ask<'_>, values: &Values) -> (Values, IndexMap<String, String>) {
    let data = ask.dataset;
    let mut names: IndexMap<(&str, &str), Values> = IndexMap::new();
    for (at, measure) in values {
        names.entry((data.entity_name(*at), data.metric_name(*at))).or_default().push((*at, measure.clone()));
    }
    let (mut one_each, mut refused) = (Values::new(), IndexMap::new());
    for ((name, _), reports) in names {
        match counted(ask, &reports) {
            Ok(rows) => one_each.extend(rows),
            Err(why) => {
                refused.insert(name.to_owned(), why);
            }
        }
    }
    (one_each, refused)
}

/// The second line of each row: its share where that is asked for and means something, else its ratio to the next. Of shares
/// it gives how concentrated they are, or the words for why that is not told.
pub(super) fn say(
    ask: &Ask<'_>,
    rows: &mut [BarRow],
    places: &[Place],
    values: &Values,
    total: Option<ObsRef>,
) -> Option<Result<Derived, String>> {
    // What has a total is part of it, and so is what the config wants shares of: then money is no price.
    let are_parts = total.is_some() || ask.spec.share == Some(true);
    let adds = || may_add(ask, values.iter().map(|(at, _)| *at), are_parts);
    // A share that nobody asked for needs both: a total that is stated, and rows that add up to it.
    let is_wanted = match ask.spec.share {
        Some(wanted) => wanted && (total.is_some() || adds()),
        None => total.is_some() && adds(),
    };
    if is_wanted {
        return say_shares(ask, rows, places, values, total.map(|at| ask.dataset.get(at).measure).as_ref());
    }
    let one = |index: usize| {
        let (place, next) = (places.get(index)?, places.get(index + 1)?);
        let (row, other) = (rows.get(index)?, rows.get(index + 1)?);
        let compares = |place: &Place, row: &BarRow| !place.in_conflict && !row.rank.is_empty();
        let times = (compares(place, row) && compares(next, other)).then(|| ratio(&row.measure, &other.measure))?;
        // A tie is told by the rank.
        let tie = row.measure.says_same(&other.measure);
        (times.refused.is_none() && !tie).then_some(Relation::Next { times, other: next.at, name: None })
    };
    let next: Vec<Option<Relation>> = (0..rows.len()).map(one).collect();
    rows.iter_mut().zip(next).for_each(|(row, relation)| row.relation = relation);
    let why = "the values are no parts of one sum (rates, prices, ranks, or additive = false)";
    (ask.spec.share == Some(true) && rows.len() > 1).then(|| Err(format!("no shares, {why}")))
}

/// Shares of the total, or of the named rows: of these there are none where it is not known what one of them is.
fn say_shares(
    ask: &Ask<'_>,
    rows: &mut [BarRow],
    places: &[Place],
    values: &Values,
    total: Option<&Measure>,
) -> Option<Result<Derived, String>> {
    let data = ask.dataset;
    let (named, refused) = one_each(ask, values);
    let why = refused.first().map(|(name, why)| format!("{name}: {why}"));
    if let Some(why) = why.as_ref().filter(|_| total.is_none()) {
        return Some(Err(format!("no shares, {why}")));
    }
    let shares = shares(&named, total);
    let index = concentration(&shares, total.is_some());
    // A row that says the same of the same thing has the same share.
    let mut by_row: BTreeMap<ObsRef, usize> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, own) in shares.iter().enumerate().filter(|(_, own)| own.share.refused.is_none()) {
        by_row.insert(own.at, index);
        by_name.entry(data.entity_name(own.at)).or_default().push(index);
    }
    for (row, place) in rows.iter_mut().zip(places) {
        let same = |index: &&usize| named.get(**index).is_some_and(|(_, measure)| measure.says_same(&row.measure));
        let twin = || by_name.get(data.entity_name(place.at)).and_then(|own| own.iter().find(same));
        let own = by_row.get(&place.at).or_else(twin).and_then(|index| shares.get(*index));
        row.relation = own.map(|own| Relation::Share(own.share.clone()));
    }
    match (&index.refused, why) {
        (None, None) => Some(Ok(index)),
        (_, Some(why)) => Some(Err(format!("no HHI, {why}"))),
        (Some(why), None) => why.starts_with("shares").then(|| Err(format!("no HHI, {why}"))),
    }
}

/// What is beyond `top` becomes one row where it may be added, else words.
pub(super) fn say_rest(ask: &Ask<'_>, rows: &mut Vec<BarRow>, rest: &[Place], axis: &mut Axis) {
    if rest.is_empty() {
        return;
    }
    let data = ask.dataset;
    let beyond: Values = rest.iter().filter_map(|place| axis.values.get(place.value).cloned()).collect();
    let (named, refused) = one_each(ask, &axis.values);
    let counted: BTreeSet<ObsRef> = named.iter().map(|(at, _)| *at).collect();
    // What a row above says too, by another source, is no part of the rest.
    let thing = |at: ObsRef| (data.entity_name(at), data.get(at).scope.to_owned());
    let above: BTreeSet<(&str, String)> = rows.iter().flat_map(|row| &row.obs).map(|at| thing(*at)).collect();
    let said_above = |at: ObsRef, measure: &Measure| {
        above.contains(&thing(at)) && rows.iter().any(|row| row.measure.says_same(measure))
    };
    let counts = |(at, measure): &&(ObsRef, Measure)| counted.contains(at) && !said_above(*at, measure);
    let parts: Values = beyond.iter().filter(counts).cloned().collect();
    let refs = || parts.iter().map(|(at, _)| *at);
    let sure = beyond.iter().all(|(at, _)| !refused.contains_key(data.entity_name(*at)));
    let adds = sure && !parts.is_empty() && may_add(ask, refs(), false);
    let total = adds.then(|| sum(&parts)).filter(|total| total.refused.is_none());
    let Some(total) = total else {
        let named: Vec<&str> = beyond.iter().take(MOST_NAMED).map(|(at, _)| data.entity_name(*at)).collect();
        let more = beyond.len().saturating_sub(named.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        axis.aside.push(format!("{} more: {}{more}", beyond.len(), named.join(", ")));
        return;
    };
    rows.push(BarRow {
        label: format!("rest ({})", parts.len()),
        detail: String::new(),
        tag: String::new(),
        measure: total.measure,
        obs: refs().collect(),
        rank: String::new(),
        movement: Movement::None,
        relation: None,
        hue: Hue::default(),
        standing: refs().map(|at| Standing::of(data.get(at).status)).max().unwrap_or_default(),
        source: String::new(),
    });
}
