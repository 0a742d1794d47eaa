//! Where the header is, how many lines it has, and whether there is one at all.

use super::{Dialect, PREAMBLE, Sampled};
use crate::base::{PeriodContext, Shape, ValueContext, fold, look_at_period, parse_value, split_header};

/// Lines that a header can have.
const LINES: usize = 3;
/// Records below a header that tell what its columns hold.
const BELOW: usize = 40;
/// Share of the cells of a column that must be figures or dates.
const MOST: f64 = 0.6;
/// From this width on a record that is filled at its left only is no header.
const WIDE: usize = 5;

/// What one cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Empty,
    /// `n/a`, `-`.
    Missing,
    Figure,
    When,
    Words,
}

fn look(cell: &str) -> Look {
    let cell = cell.trim();
    if cell.is_empty() {
        return Look::Empty;
    }
    // The order of days does not matter here, nor does the decimal mark.
    if look_at_period(cell, &PeriodContext { day_first: Some(true), ..PeriodContext::default() }).is_some() {
        return Look::When;
    }
    let read = |comma| parse_value(cell, &ValueContext { decimal_comma: comma, ..ValueContext::default() });
    match read(None).or_else(|_| read(Some(true))) {
        Ok(measure) if measure.shape == Shape::Missing => Look::Missing,
        Ok(measure) if measure.has_number() => Look::Figure,
        _ => Look::Words,
    }
}

/// Finds the header in the beginning of a text and says so in the dialect. With `placed` it is known where the table begins.
pub(super) fn find(dialect: &mut Dialect, sample: &str, placed: bool) {
    let records = dialect.sample(sample);
    let records: Vec<&Sampled> = records
        .iter()
        .filter(|record| !dialect.is_comment(record.cells.first().map_or("", String::as_str), record.cells.len()))
        .collect();
    let width = dialect.width;
    let first = if placed {
        0
    } else {
        records.iter().take(PREAMBLE).position(|record| can_be_header(record, width)).unwrap_or(0)
    };
    let (above, table) = records.split_at_checked(first).unwrap_or((&[], &records));
    let Some(top) = table.first() else { return };
    if let (Some(from), Some(to)) = (above.first(), above.last()) {
        dialect.title = above.iter().find_map(|record| title(&record.words()));
        let words = above.iter().map(|record| format!("\"{}\"", record.words())).collect::<Vec<_>>().join(", ");
        let lines = if from.line == to.line {
            format!("line {}", from.line)
        } else {
            format!("lines {}–{}", from.line, to.line)
        };
        let verb = if from.line == to.line { "stands" } else { "stand" };
        dialect.why.push(format!("{lines} {verb} above the table: {words}"));
    }
    dialect.start = (top.byte, top.line);
    dialect.headers = lines_of(table);
    match dialect.headers {
        0 => dialect.why.push(format!("no header: line {} is a record like those below it", top.line)),
        1 => {}
        lines => {
            dialect.units = is_units_line(table, lines);
            let units = if dialect.units { ", the last of them names units" } else { "" };
            dialect.why.push(format!("{lines} header lines, joined{units}"));
        }
    }
}

/// Whether a record can be the first line of a header, and not a title, source or date above the table.
fn can_be_header(record: &Sampled, width: usize) -> bool {
    if width < 2 {
        return true;
    }
    let filled = record.filled();
    if filled < 2 || record.cells.len() * 2 < width {
        return false;
    }
    let at_left = record.cells.iter().take(filled).all(|cell| !cell.trim().is_empty());
    let stump = width >= WIDE && filled * 2 <= width && at_left;
    !stump
}

/// A line above the table that tells what it is about.
fn title(words: &str) -> Option<String> {
    let folded = fold(words);
    let other = [
        "source",
        "data source",
        "last updated",
        "updated",
        "note",
        "来源",
        "数据来源",
        "更新",
        "注",
        "http",
        "date",
        "exported",
        "(c)",
        "©",
    ];
    if words.trim().is_empty() || other.iter().any(|start| folded.starts_with(start)) {
        return None;
    }
    let said = ["title:", "table:", "标题：", "标题:"]
        .iter()
        .find_map(|start| words.get(start.len()..).filter(|_| folded.starts_with(start)));
    Some(said.unwrap_or(words).trim().to_owned())
}

/// Number of header lines at the top of a table; 0 where the first record is like those below.
fn lines_of(table: &[&Sampled]) -> usize {
    let Some(top) = table.first() else { return 1 };
    let width = table.iter().map(|record| record.cells.len()).max().unwrap_or(0);
    let mut lines = 1;
    while lines < LINES {
        let columns = figure_columns(table, lines + 1, width);
        let is_more = table.get(lines).is_some_and(|record| goes_on(record, &columns)) && !columns.is_empty();
        if !is_more {
            break;
        }
        lines += 1;
    }
    let columns = figure_columns(table, lines, width);
    let cell = |record: &Sampled, column: usize| record.cells.get(column).map_or(Look::Empty, |cell| look(cell));
    // `30 to 50` over bare numbers is a name.
    let named = |column: usize| {
        let has_words = |record: &&Sampled| record.cells.get(column).is_some_and(|cell| has_word(cell));
        let below = || table.iter().skip(lines).take(BELOW).copied();
        has_words(top) && below().filter(has_words).count() * 2 < below().count()
    };
    let figure = |column: usize| matches!(cell(top, column), Look::Figure | Look::When) && !named(column);
    let empty = |column: usize| matches!(cell(top, column), Look::Missing | Look::Empty);
    let like_below = |column: &usize| figure(*column) || empty(*column);
    let said = columns.iter().any(|column| figure(*column));
    let headless = lines == 1 && said && columns.iter().all(like_below) && !runs_on(top, &columns, table);
    if headless { 0 } else { lines }
}

fn has_word(cell: &str) -> bool {
    cell.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() > 1)
}

/// Whether the cells over the figures are periods in a row, over figures that are none: `2019, 2020, 2021`.
fn runs_on(top: &Sampled, columns: &[usize], table: &[&Sampled]) -> bool {
    let over: Vec<&str> = columns
        .iter()
        .filter_map(|column| top.cells.get(*column))
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let whens = over.iter().all(|cell| look(cell) == Look::When);
    // The same year twice is a slip, not a record.
    let distinct = over.iter().collect::<std::collections::BTreeSet<_>>().len() > 1;
    let below = table
        .iter()
        .skip(1)
        .take(BELOW)
        .flat_map(|record| columns.iter().filter_map(|column| record.cells.get(*column)));
    let figures = below.filter(|cell| look(cell) == Look::Figure).count();
    over.len() > 1 && whens && distinct && figures > 0
}

/// Columns whose cells, from some record on, are mostly figures or dates.
fn figure_columns(table: &[&Sampled], from: usize, width: usize) -> Vec<usize> {
    let holds = |column: &usize| {
        let looks =
            table.iter().skip(from).take(BELOW).filter_map(|record| record.cells.get(*column)).map(|cell| look(cell));
        let filled: Vec<Look> = looks.filter(|look| !matches!(look, Look::Empty | Look::Missing)).collect();
        let figures = filled.iter().filter(|look| matches!(look, Look::Figure | Look::When)).count();
        figures > 0 && figures as f64 >= filled.len() as f64 * MOST
    };
    (0..width).filter(holds).collect()
}

/// Whether a record is a further header line: it has words, or periods without names beside them, over the figures.
fn goes_on(record: &Sampled, columns: &[usize]) -> bool {
    let over: Vec<Look> =
        columns.iter().map(|column| record.cells.get(*column).map_or(Look::Empty, |cell| look(cell))).collect();
    let filled = over.iter().filter(|look| **look != Look::Empty).count();
    let words = over.iter().filter(|look| **look == Look::Words).count();
    let whens = over.iter().filter(|look| **look == Look::When).count();
    let beside =
        record.cells.iter().enumerate().filter(|(column, cell)| !columns.contains(column) && !cell.trim().is_empty());
    // Without a column of names every record would be one of figures alone.
    let alone = beside.count() == 0 && columns.len() < record.cells.len();
    filled * 2 >= over.len() && filled > 0 && (words == filled || (alone && words + whens == filled))
}

/// Whether the last header line holds units: nothing else, and none over the names.
fn is_units_line(table: &[&Sampled], lines: usize) -> bool {
    let Some(last) = lines.checked_sub(1).and_then(|at| table.get(at)) else { return false };
    let width = table.iter().map(|record| record.cells.len()).max().unwrap_or(0);
    let columns = figure_columns(table, lines, width);
    let cells = last.cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    let is_unit = |cell: &str| cell.trim() == "%" || split_header(&format!("x ({})", cell.trim())).unit.is_some();
    let mut filled = cells.peekable();
    filled.peek().is_some() && filled.all(|(column, cell)| columns.contains(&column) && is_unit(cell))
}

/// The header's cells: several lines joined by one space, the upper ones carried over the empty cells to their right.
pub(in super::super) fn joined(lines: &[Vec<String>]) -> Vec<String> {
    let width = lines.iter().map(Vec::len).max().unwrap_or(0);
    let Some((last, upper)) = lines.split_last() else { return Vec::new() };
    let mut parts: Vec<Vec<String>> = Vec::new();
    for (at, line) in upper.iter().enumerate() {
        let mut carried = String::new();
        let cells = (0..width).map(|column| {
            let cell = line.get(column).map_or("", String::as_str);
            let below =
                lines.iter().skip(at + 1).any(|line| line.get(column).is_some_and(|cell| !cell.trim().is_empty()));
            if !cell.trim().is_empty() {
                cell.clone_into(&mut carried);
            } else if !below {
                carried.clear();
            }
            carried.clone()
        });
        parts.push(cells.collect());
    }
    parts.push((0..width).map(|column| last.get(column).cloned().unwrap_or_default()).collect());
    let cell = |column: usize| {
        let mut said: Vec<&str> = Vec::new();
        for part in parts.iter().filter_map(|line| line.get(column)).map(String::as_str) {
            if !part.trim().is_empty() && said.last() != Some(&part) {
                said.push(part);
            }
        }
        said.join(" ")
    };
    (0..width).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ReadOptions;

    fn of(text: &str) -> (u32, usize, bool) {
        let dialect = Dialect::of(text, &ReadOptions::default());
        (dialect.start.1, dialect.headers, dialect.units)
    }

    #[test]
    fn the_header_is_found() {
        for (text, line, headers, units) in [
            ("a,b\n1,2\n", 1, 1, false),
            ("Cloud GPU prices\nSource: own survey\n\ngpu,price\nH100,2\nA100,1\n", 4, 1, false),
            ("Title,,\n,,\nname,2023,2024\nA,1,2\n", 3, 1, false),
            ("country,2019,2020,2021\nA,1,2,3\nB,4,5,6\n", 1, 1, false),
            ("H100,Nvidia,2022-09,80\nMI300X,AMD,2023-12,192\n", 1, 0, false),
            ("Berlin;2023;38,5\nParis;2023;41,2\n", 1, 0, false),
            ("2024-09\tDoubao\t48.0M\n2024-10\tDoubao\t51.0M\n", 1, 0, false),
            (
                ",Training,,Inference,\nChip,TFLOPS,Power (W),TFLOPS,Power (W)\nH100,1,2,3,4\nA100,1,2,3,4\n",
                1,
                2,
                false,
            ),
            ("site,capacity,water\n,MW,million litres\nA,5,6\nB,7,8\n", 1, 2, true),
            (
                "Region,Spending,,Staff,\n,2023,2024,2023,2024\n,USD bn,USD bn,thousand,thousand\nA,1,2,3,4\nB,1,2,3,4\n",
                1,
                3,
                true,
            ),
            ("name,city\nA,Paris\nB,Rome\n", 1, 1, false),
            ("name,score\nA,n/a\nB,5\nC,6\n", 1, 1, false),
            ("#,Model,Score\n1,A,5\n2,B,4\n", 1, 1, false),
            ("# a comment, with a comma\nrun,loss,tokens\nx,5,1\ny,6,1\n", 2, 1, false),
            (
                "Data Source,World Development Indicators,\n\nLast Updated Date,2024-10-01,\n\nCountry Name,Country Code,Indicator Name,2019,2020,2021\nA,AA,GDP,1,2,3\nB,BB,GDP,1,2,3\n",
                5,
                1,
                false,
            ),
        ] {
            assert_eq!(of(text), (line, headers, units), "{text:?}");
        }
    }

    #[test]
    fn header_lines_are_joined() {
        let lines =
            |text: &str| text.lines().map(|line| line.split(',').map(String::from).collect()).collect::<Vec<_>>();
        assert_eq!(
            joined(&lines(",Training,,Use\nChip,TFLOPS,Power,TFLOPS")),
            ["Chip", "Training TFLOPS", "Training Power", "Use TFLOPS"]
        );
        assert_eq!(joined(&lines("Model,Input,,note\n,USD,EUR,")), ["Model", "Input USD", "Input EUR", "note"]);
        assert_eq!(joined(&lines("a,b")), ["a", "b"]);
    }
}
