//! Records: which columns and rows, in which order.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::ask::{Ask, Drawn};
use crate::base::{ObsRef, Period, matches_name};
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
        sort_rows(data, column, descending, &mut rows);
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
    let all = 0..data.headers().len();
    let mut columns: Vec<TableColumn> = if data.is_strict() {
        let roles = ORDER.into_iter().filter_map(|role| data.role_column(role));
        let others = all.filter(|column| role_of(data, *column).is_empty());
        roles.chain(others).map(|column| make(data, column)).collect()
    } else {
        // A table of somebody else keeps its order, but for the names: they are what rows are told apart by.
        let names = data.role_column("entity");
        let others = all.filter(|column| Some(*column) != names);
        names.into_iter().chain(others).map(|column| make(data, column)).collect()
    };
    columns.sort_by_key(|column| glance(data, column.column).all(|cell| cell.trim().is_empty()));
    columns
}

fn role_of(data: &Dataset, column: usize) -> &'static str {
    match data.column_role(column) {
        // An end of a value is shown as it is typed: the value tells the whole interval.
        Some(role) => ORDER.into_iter().find(|known| *known == role).unwrap_or(""),
        None => ORDER.into_iter().find(|role| data.role_column(role) == Some(column)).unwrap_or(""),
    }
}

fn make(data: &Dataset, column: usize) -> TableColumn {
    let role = role_of(data, column);
    let header = data.headers().get(column).map_or("", |header| header);
    let is_paragraph = |cell: &str| cell.starts_with('¶') || cell.chars().all(|c| c.is_ascii_digit());
    let paragraphs = role == "ref" && glance(data, column).all(|cell| is_paragraph(cell.trim()));
    let title = if paragraphs { "¶" } else { header }.to_owned();
    let right = role == "value" || paragraphs || (role.is_empty() && data.is_figures(column));
    TableColumn { role, column, title, right }
}

/// The cells of a column in the first rows.
fn glance(data: &Dataset, column: usize) -> impl Iterator<Item = &str> {
    (0..data.rows().min(GLANCE)).filter_map(move |row| data.row(row).cells.get(column).copied())
}

/// Sorts rows by a column; what has nothing to sort by comes last either way.
fn sort_rows(data: &Dataset, column: &TableColumn, descending: bool, rows: &mut Vec<usize>) {
    // Each cell is read once, not once a comparison.
    let mut keyed: Vec<(Option<SortKey>, usize)> =
        rows.drain(..).map(|row| (SortKey::of(data, column, row), row)).collect();
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) if descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    rows.extend(keyed.into_iter().map(|(_, row)| row));
}

/// What a cell is sorted by: period and number where the column has them, else its text.
#[derive(Debug, PartialEq)]
enum SortKey {
    When(Period),
    /// In the base unit of its dimension.
    Number(f64),
    /// The first number in a reference, then its text.
    Place(u64, String),
    Text(String),
}

impl SortKey {
    /// `None` for what has nothing to sort by: an empty cell, an open bound, words among numbers.
    fn of(data: &Dataset, column: &TableColumn, row: usize) -> Option<Self> {
        let own = data.observation_at(row, column.column);
        let row = data.row(row);
        match (column.role, own.or_else(|| row.observation().filter(|_| column.role != "value"))) {
            ("period", Some(at)) => {
                let period = data.period(at);
                return (period.first.is_some() || period.last.is_some()).then_some(Self::When(period));
            }
            ("value", Some(at)) => {
                let measure = data.get(at).measure;
                return measure.place().map(|place| Self::Number(place * measure.unit.factor));
            }
            _ => {}
        }
        if let Some(measure) = own.map(|at| data.get(at).measure) {
            let end = match data.column_role(column.column) {
                Some("low") => measure.low,
                Some("high") => measure.high,
                _ => None,
            };
            if let Some(end) = end {
                return Some(Self::Number(end.value * measure.unit.factor));
            }
        }
        let text = crate::base::fold(row.cells.get(column.column)?);
        if text.is_empty() {
            return None;
        }
        if column.role == "ref" {
            let digits = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit);
            let number = digits.collect::<String>().parse().unwrap_or(u64::MAX);
            return Some(Self::Place(number, text));
        }
        Some(Self::Text(text))
    }

    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::When(a), Self::When(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Place(a, x), Self::Place(b, y)) => a.cmp(b).then_with(|| x.cmp(y)),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            // Records that are no observation have text where others have a period or a number: behind them.
            (Self::Text(_), _) => Ordering::Greater,
            (_, Self::Text(_)) => Ordering::Less,
            _ => Ordering::Equal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{FileBytes, ReadOptions, read};

    #[test]
    fn the_lower_end_of_an_interval_is_no_value_of_its_own() {
        let text = "Country,Low estimate,High estimate\nFrance,10,100\nSpain,12,250\nItaly,8,14\n";
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        assert!(data.get(ObsRef(0)).measure.low.is_some_and(|low| low.value == 10.0), "an interval");
        assert_eq!([0, 1, 2].map(|column| make(&data, column).role), ["entity", "", ""]);
        for column in [1, 2] {
            let mut rows = vec![0, 1, 2];
            sort_rows(&data, &make(&data, column), false, &mut rows);
            assert_eq!(rows, [2, 0, 1], "by number, not by its digits");
        }
    }

    #[test]
    fn what_has_nothing_to_sort_by_is_last_either_way() {
        let text = "entity,metric,period,value\nA,users,2024,5\nB,users,2024,<=17\nC,users,2024,\nD,users,2024,9\n";
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        let column = make(&data, 3);
        for (descending, expected) in [(false, [0, 3, 1, 2]), (true, [3, 0, 1, 2])] {
            let mut rows = vec![0, 1, 2, 3];
            sort_rows(&data, &column, descending, &mut rows);
            assert_eq!(rows, expected, "descending: {descending}");
        }
    }
}
