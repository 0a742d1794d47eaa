//! Records: which columns and rows, in which order.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::ask::{Ask, Drawn};
use crate::base::{ObsRef, matches_name};
use crate::board::{Records, Resolved, TableColumn};
use crate::data::Dataset;

/// Roles in the order in which they are read best; other columns follow in file order.
const ORDER: [&str; 15] = [
    "metric",
    "entity",
    "period",
    "value",
    "source",
    "ref",
    "status",
    "confidence",
    "scope",
    "group",
    "kind",
    "note",
    "reported",
    "via",
    // A value is shown with its unit.
    "unit",
];

/// Rows that are looked at to tell what a column is for.
const GLANCE: usize = 200;

/// The panel: number of rows and their order at its corner, sources below. Without `where` and filter it holds bad records too.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    let data = ask.dataset;
    let selects = |row: &crate::board::config::RowSpec| {
        let mut both = ask.spec.select.clone();
        both.conditions.extend(row.select.conditions.iter().cloned());
        ask.select(&both).refs
    };
    let everything = ask.spec.rows.is_empty()
        && ask.spec.select.conditions.is_empty()
        && ask.filter.conditions.is_empty()
        && ask.lens.as_of.is_none();
    let (mut rows, obs): (Vec<usize>, Vec<ObsRef>) = if everything {
        ((0..data.rows()).collect(), data.refs().collect())
    } else {
        let selection = ask.select(&ask.spec.select);
        let mut seen = BTreeSet::new();
        let chosen: Vec<ObsRef> = if ask.spec.rows.is_empty() {
            selection.refs.clone()
        } else {
            ask.spec.rows.iter().flat_map(selects).filter(|at| seen.insert(*at)).collect()
        };
        if chosen.is_empty() {
            return ask.nothing(&selection);
        }
        (chosen.iter().map(|at| data.get(*at).row).collect(), chosen)
    };
    if rows.is_empty() {
        return ask.problem("no-rows", "the file has no rows");
    }
    let columns = columns(data, &ask.spec.columns);
    let wanted = ask.lens.sorts.get(ask.id).map(|sort| (sort.column.as_str(), sort.descending)).or_else(|| {
        let typed = ask.spec.sort.as_deref()?;
        Some(typed.strip_prefix('-').map_or((typed, false), |column| (column, true)))
    });
    let sort = wanted.and_then(|(name, descending)| {
        let place = columns.iter().position(|column| column.role == name || matches_name(name, &column.title))?;
        Some((place, descending))
    });
    if let Some((column, descending)) = sort.and_then(|(at, descending)| Some((columns.get(at)?, descending))) {
        rows.sort_by(|a, b| {
            let order = compare(data, column, *a, *b);
            if descending { order.reverse() } else { order }
        });
    }
    let arrow = |descending: bool| if descending { "↓" } else { "↑" };
    let sorted_by = sort
        .and_then(|(at, descending)| Some(format!("by {} {}", columns.get(at)?.title, arrow(descending))))
        .unwrap_or_default();
    let count = if rows.len() == 1 { "1 row".to_owned() } else { format!("{} rows", rows.len()) };
    let corner = if sorted_by.is_empty() { count } else { format!("{count} · {sorted_by}") };
    let bottom = ask.bottom(&obs);
    Drawn { resolved: Resolved::Table(Records { columns, rows, sorted_by, sort }), corner, bottom, obs }
}

/// The columns that the config names, else all.
fn columns(data: &Dataset, named: &[String]) -> Vec<TableColumn> {
    let by_name = |name: &String| {
        let header = || data.headers().iter().position(|header| matches_name(name, header));
        data.role_column(name).or_else(header)
    };
    let chosen: Vec<TableColumn> = named.iter().filter_map(by_name).map(|column| make(data, column)).collect();
    if chosen.is_empty() { all_columns(data) } else { chosen }
}

/// Every column: by role first, then in file order; those that are empty as far as a glance tells come last.
pub fn all_columns(data: &Dataset) -> Vec<TableColumn> {
    let roles = ORDER.into_iter().filter_map(|role| data.role_column(role));
    let others = (0..data.headers().len()).filter(|column| role_of(data, *column).is_empty());
    let mut columns: Vec<TableColumn> = roles.chain(others).map(|column| make(data, column)).collect();
    columns.sort_by_key(|column| glance(data, column.column).all(|cell| cell.trim().is_empty()));
    columns
}

fn role_of(data: &Dataset, column: usize) -> &'static str {
    ORDER.into_iter().find(|role| data.role_column(role) == Some(column)).unwrap_or("")
}

fn make(data: &Dataset, column: usize) -> TableColumn {
    let role = role_of(data, column);
    let header = data.headers().get(column).map_or("", |header| header);
    let is_paragraph = |cell: &str| cell.starts_with('¶') || cell.chars().all(|c| c.is_ascii_digit());
    let paragraphs = role == "ref" && glance(data, column).all(|cell| is_paragraph(cell.trim()));
    let title = if paragraphs { "¶" } else { header }.to_owned();
    TableColumn { role, column, title, right: role == "value" || paragraphs }
}

/// The cells of a column in the first rows.
fn glance(data: &Dataset, column: usize) -> impl Iterator<Item = &str> {
    (0..data.rows().min(GLANCE)).filter_map(move |row| data.row(row).cells.get(column).copied())
}

/// By period and number where the column has them, else by the first number in the cell, else by its text. Empty cells last.
fn compare(data: &Dataset, column: &TableColumn, a: usize, b: usize) -> Ordering {
    let (left, right) = (data.row(a), data.row(b));
    if let (Some(x), Some(y), true) = (left.observation, right.observation, matches!(column.role, "period" | "value")) {
        let (x, y) = (data.get(x), data.get(y));
        if column.role == "period" {
            return x.period.cmp(&y.period);
        }
        let number = |o: &crate::data::Observation<'_>| o.measure.place().map(|place| place * o.measure.unit.factor);
        return match (number(&x), number(&y)) {
            (Some(x), Some(y)) => x.total_cmp(&y),
            (x, y) => y.is_some().cmp(&x.is_some()),
        };
    }
    let cell = |cells: &[&str]| cells.get(column.column).map_or(String::new(), |cell| crate::base::fold(cell));
    let (x, y) = (cell(&left.cells), cell(&right.cells));
    let key = |text: &str| {
        let digits = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit);
        (text.is_empty(), digits.collect::<String>().parse::<u64>().unwrap_or(u64::MAX))
    };
    match column.role {
        "ref" => key(&x).cmp(&key(&y)).then_with(|| x.cmp(&y)),
        _ => x.is_empty().cmp(&y.is_empty()).then_with(|| x.cmp(&y)),
    }
}
