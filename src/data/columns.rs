//! What a whole column tells about how to read one of its cells: decimal mark, day order, months, metrics that have values.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ReadOptions;
use super::names::Names;
use super::schema::Role;
use super::shape::Reading;
use super::table::{Chunk, Texts};

/// Which decimal marks the cells of a column show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct MarkEvidence {
    comma: bool,
    point: bool,
}

impl MarkEvidence {
    /// Looks at one cell.
    pub(super) fn take(&mut self, cell: &str) {
        self.comma |= is_decimal_comma(cell);
        self.point |= has_decimal_point(cell);
    }

    /// Whether a comma is the decimal mark. With evidence of both nothing is decided: only the ambiguous cells are refused.
    pub(super) fn decides(self) -> Option<bool> {
        (self.comma && !self.point).then_some(true)
    }

    fn and(self, other: Self) -> Self {
        Self { comma: self.comma || other.comma, point: self.point || other.point }
    }
}

/// What one chunk of a file shows.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that was seen or not")]
pub(super) struct Evidence {
    /// By field.
    marks: Box<[MarkEvidence]>,
    /// Some day has its first part above 12, some its second.
    day_first: bool,
    month_first: bool,
    /// Some day is written with dots, as only those do who put the day first.
    dotted_day: bool,
    /// Some period is typed, and one is unlike `2024.1`.
    typed: bool,
    undotted: bool,
    dashed: DashEvidence,
    /// Folded metrics of which some row has a value.
    pub(super) valued: BTreeSet<String>,
}

/// What `2009-10` means: October, or the year from 2009 to 2010.
#[derive(Debug, Default)]
struct DashEvidence {
    /// `2009-03`: only a month.
    month: bool,
    /// `2012-13`: only a year of two halves.
    years: bool,
    /// Distinct cells that may be either.
    either: usize,
}

impl Evidence {
    pub(super) fn of(chunk: &Chunk, reading: &Reading, names: &Names) -> Self {
        let mut evidence = Self::default();
        let marks = reading.fields.iter().map(|field| {
            let mut marks = MarkEvidence::default();
            let texts = field.columns().filter_map(|column| chunk.column(column)).flat_map(Texts::entries);
            texts.for_each(|cell| marks.take(cell.trim()));
            marks
        });
        evidence.marks = marks.collect();
        let ends = reading.end.and_then(|column| chunk.column(column)).into_iter().flat_map(Texts::entries);
        for cell in reading.texts(chunk, Role::Period).into_iter().chain(ends).map(str::trim) {
            if cell.is_empty() {
                continue;
            }
            evidence.typed = true;
            evidence.undotted |= !is_dotted(cell);
            evidence.dashed.take(cell);
            evidence.dotted_day |= is_dotted_day(cell);
            match day_order(cell) {
                Some(true) => evidence.day_first = true,
                Some(false) => evidence.month_first = true,
                None => {}
            }
        }
        // Only where a row without a value may be an event does it matter which metrics have values.
        let values = reading.roles.get(Role::Value).filter(|_| reading.is_strict()).and_then(|at| chunk.column(at));
        if let (Some(values), Some(metrics)) = (values, reading.roles.get(Role::Metric).and_then(|at| chunk.column(at)))
        {
            let mut with_value = vec![false; metrics.len()];
            for row in (0..chunk.rows()).filter(|row| !values.get(*row).trim().is_empty()) {
                if let Some(slot) = with_value.get_mut(metrics.code(row)) {
                    *slot = true;
                }
            }
            let stated = metrics.entries().zip(with_value).filter(|(_, has)| *has);
            evidence.valued = stated.map(|(metric, _)| names.metric_key(metric)).collect();
        }
        evidence
    }
}

impl DashEvidence {
    fn take(&mut self, cell: &str) {
        let Some((year, part)) = cell.split_once(['-', '/']).filter(|(year, part)| year.len() == 4 && part.len() <= 2)
        else {
            return;
        };
        let (Ok(year), Ok(part)) = (year.parse::<u16>(), part.parse::<u16>()) else { return };
        let (month, next) = ((1..=12).contains(&part), part == (year + 1) % 100);
        self.month |= month && !next;
        self.years |= next && !month;
        self.either += usize::from(month && next);
    }
}

/// How the cells of one file are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Decisions {
    /// By field: `1,5` is one and a half.
    pub(super) decimal_comma: Arc<[Option<bool>]>,
    /// `07/02/2024` is the seventh of February.
    pub(super) day_first: Option<bool>,
    /// The periods are months: `2016.1`, `2024-11`.
    pub(super) months: bool,
    /// The periods are years of two halves: `2009-10`, `2012-13`.
    pub(super) split_years: bool,
}

impl Decisions {
    /// Decides from all chunks of a file. What the options say wins.
    pub(super) fn of(evidence: &[Arc<Evidence>], reading: &Reading, options: &ReadOptions) -> Self {
        let any = |is: fn(&Evidence) -> bool| evidence.iter().any(|seen| is(seen));
        let all = |marks: &mut dyn Iterator<Item = &MarkEvidence>| {
            marks.fold(MarkEvidence::default(), |all, one| all.and(*one))
        };
        // Where a column shows neither mark, the file's other columns tell: `10.500` beside `12,5`.
        let file = all(&mut evidence.iter().flat_map(|seen| &seen.marks)).decides();
        let marks = |field: usize| {
            let own = all(&mut evidence.iter().filter_map(|seen| seen.marks.get(field)));
            if own == MarkEvidence::default() { file } else { own.decides() }
        };
        let decimal_comma = (0..reading.fields.len()).map(|field| options.decimal_comma.or_else(|| marks(field)));
        let either: usize = evidence.iter().map(|seen| seen.dashed.either).sum();
        let months = any(|seen| seen.dashed.month);
        let split_years = !months && (any(|seen| seen.dashed.years) || either > 1);
        let dashed = months || (either > 0 && !split_years);
        Self {
            decimal_comma: decimal_comma.collect(),
            // Where days contradict each other nothing is decided: those of open order are refused.
            day_first: options.day_first.or_else(|| match (any(|seen| seen.day_first), any(|seen| seen.month_first)) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                (false, false) if any(|seen| seen.dotted_day) => Some(true),
                _ => None,
            }),
            split_years,
            months: dashed || (any(|seen| seen.typed) && !any(|seen| seen.undotted)),
        }
    }
}

impl Decisions {
    /// What was decided, in sentences.
    pub(super) fn words(&self, reading: &Reading, headers: &[String]) -> Vec<String> {
        let mut out = Vec::new();
        let commas = reading.fields.iter().zip(self.decimal_comma.iter()).filter(|(_, comma)| **comma == Some(true));
        let commas = commas.filter_map(|(field, _)| headers.get(field.place()?)).map(|header| format!("\"{header}\""));
        let commas: Vec<String> = commas.collect();
        if !commas.is_empty() {
            out.push(format!("a comma is the decimal mark in {}", commas.join(", ")));
        }
        match self.day_first {
            Some(true) => out.push("in days like 05/04/2024 the day comes first".to_owned()),
            Some(false) => out.push("in days like 05/04/2024 the month comes first".to_owned()),
            None => {}
        }
        if self.split_years {
            out.push("periods like 2009-10 are years from one to the next".to_owned());
        }
        out
    }
}

/// `1,5`, `0,75 %` and `1.234,5`: digits after a comma that are no group of three.
fn is_decimal_comma(cell: &str) -> bool {
    last_mark(cell).is_some_and(|(whole, mark, digits)| {
        mark == ',' && !whole.contains(',') && (digits != 3 || whole == "0" || whole.contains('.'))
    })
}

/// `48.39M` and `1,234.5`: digits after a point that are no group of three.
fn has_decimal_point(cell: &str) -> bool {
    last_mark(cell).is_some_and(|(whole, mark, digits)| {
        mark == '.' && !whole.contains('.') && (digits != 3 || whole == "0" || whole.contains(','))
    })
}

/// The last mark between digits of the first number in a cell: what stands before it, the mark, and how many digits follow.
fn last_mark(cell: &str) -> Option<(&str, char, usize)> {
    let from = cell.find(|c: char| c.is_ascii_digit())?;
    let rest = cell.get(from..)?;
    let groups = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',') || groups(c))).unwrap_or(rest.len());
    // A full stop or comma behind a number ends a sentence.
    let number = rest.get(..end)?.trim_end_matches(|c: char| matches!(c, '.' | ',') || groups(c));
    let at = number.rfind(['.', ','])?;
    let mark = if number.get(at..)?.starts_with(',') { ',' } else { '.' };
    let digits = number.get(at + 1..)?.bytes().take_while(u8::is_ascii_digit).count();
    // `10, 20` is a list.
    (digits > 0).then_some(())?;
    Some((number.get(..at)?, mark, digits))
}

/// `2016.1` and `2016.13`: of such cells only those with a month of the year are months.
fn is_dotted(cell: &str) -> bool {
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    cell.split_once('.').is_some_and(|(year, part)| digits(year, 4..=4) && digits(part, 1..=2))
}

pub(super) fn is_dotted_month(cell: &str) -> bool {
    cell.split_once('.').is_some_and(|(year, month)| {
        year.len() == 4 && year.parse::<u16>().is_ok() && month.parse::<u8>().is_ok_and(|m| (1..=12).contains(&m))
    })
}

/// `07.02.2024`: two short numbers and a year.
fn is_dotted_day(cell: &str) -> bool {
    let day = cell.split([' ', 'T']).next().unwrap_or(cell);
    let lengths: Vec<usize> = day.split('.').map(str::len).collect();
    day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && matches!(lengths[..], [1 | 2, 1 | 2, 4])
}

/// Day first or not, where a part is above 12.
pub(super) fn day_order(cell: &str) -> Option<bool> {
    // A time of day may follow.
    let day = cell.split([' ', 'T']).next().unwrap_or(cell);
    let mut parts = day.split(['/', '.']).map(str::parse::<u16>);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(13..=31)), Some(Ok(1..=12)), Some(Ok(_))) => Some(true),
        (Some(Ok(1..=12)), Some(Ok(13..=31)), Some(Ok(_))) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_show_which_of_them_is_the_decimal_one() {
        for (cell, comma, point) in [
            ("1,5", true, false),
            ("0,75 %", true, false),
            ("1.234,5", true, false),
            ("12,5 Mio.", true, false),
            ("1,234", false, false),
            ("10 250,5", true, false),
            ("0,125", true, false),
            ("48.39M", false, true),
            ("1,234.5", false, true),
            ("1.234", false, false),
            ("1.234.567", false, false),
            ("0.125", false, true),
            ("$5", false, false),
            ("", false, false),
        ] {
            assert_eq!((is_decimal_comma(cell), has_decimal_point(cell)), (comma, point), "{cell}");
        }
    }

    #[test]
    fn a_day_above_twelve_shows_the_order() {
        assert_eq!(day_order("15.02.2024 09:15"), Some(true));
        assert_eq!(day_order("02/15/2024"), Some(false));
        assert_eq!(day_order("02/03/2024"), None);
        assert!(is_dotted_day("02.03.2024") && is_dotted_day("2.3.2024 09:15"));
        assert!(!is_dotted_day("02/03/2024") && !is_dotted_day("2024.03.02") && !is_dotted_day("1.234.567"));
    }

    #[test]
    fn dashed_years_are_months_only_where_one_says_so() {
        let of = |cells: &[&str]| {
            let mut dashed = DashEvidence::default();
            for cell in cells {
                dashed.take(cell);
            }
            (dashed.month, dashed.years, dashed.either)
        };
        assert_eq!(of(&["2009-10", "2009-03"]), (true, false, 1));
        assert_eq!(of(&["2009-10", "2012-13"]), (false, true, 1));
        assert_eq!(of(&["2009-10", "2010-11"]), (false, false, 2));
    }
}
