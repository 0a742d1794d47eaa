//! What the cells of each column are, told from those of the first chunk.

use super::super::columns::{MarkEvidence, day_order, is_dotted_month};
use super::super::table::{Chunk, Texts};
use crate::base::{
    Dimension, HeaderParts, HeaderRole, Measure, PeriodContext, Shape, Unit, ValueContext, header_role, look_at_period,
    parse_value, split_flags, split_header,
};

/// Distinct cells of a column that are looked at: enough to tell what it is, few enough for a thousand columns.
const LOOKED: usize = 400;
/// Digits that a double does not hold for sure: whole numbers of more are names of something.
const SURE_DIGITS: usize = 16;
/// Years that a number can be under a header that does not speak of time.
const OURS: std::ops::RangeInclusive<u16> = 1950..=2035;
/// Mean length in characters from which words are prose.
const PROSE: usize = 36;
/// Shares of the cells of a column that must fit for it to be of a kind.
const MOST: f64 = 0.8;
const MANY: f64 = 0.7;
const SOME: f64 = 0.3;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Nothing in it.
    Empty,
    /// Numbers.
    Number,
    /// Numbers in per cent.
    Percent,
    /// Amounts of money.
    Money,
    /// Numbers with two ends.
    Interval,
    /// Numbers with one end.
    Bound,
    /// Whole numbers of things.
    Count,
    /// Days, months, quarters, years ...
    Period,
    /// Days with a time of day.
    Timestamp,
    /// Words that name something, short.
    Category,
    /// Prose.
    Text,
    /// Marks that tell one thing from another, numbers or not.
    Id,
    /// Addresses.
    Link,
}

impl ColumnKind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Number => "number",
            Self::Percent => "percent",
            Self::Money => "money",
            Self::Interval => "interval",
            Self::Bound => "bound",
            Self::Count => "count",
            Self::Period => "period",
            Self::Timestamp => "timestamp",
            Self::Category => "category",
            Self::Text => "text",
            Self::Id => "id",
            Self::Link => "link",
        }
    }

    /// Whether its cells can be drawn as figures.
    pub fn is_measure(self) -> bool {
        matches!(self, Self::Number | Self::Percent | Self::Money | Self::Interval | Self::Bound | Self::Count)
    }

    /// Whether its cells say when.
    pub(super) fn is_period(self) -> bool {
        matches!(self, Self::Period | Self::Timestamp)
    }

    /// Whether its cells are words.
    pub(super) fn is_words(self) -> bool {
        matches!(self, Self::Category | Self::Text)
    }
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Profile {
    pub(super) header: HeaderParts,
    /// What the header says that the column is about.
    pub(super) role: Option<HeaderRole>,
    pub(in super::super) kind: ColumnKind,
    /// Records that were looked at, those with something in this column, and those of them that are of its kind.
    pub(super) rows: usize,
    pub(in super::super) filled: usize,
    pub(in super::super) fitting: usize,
    /// Records with something in this column, looked at or not.
    pub(super) present: usize,
    /// Distinct cells of those that were looked at.
    pub(super) distinct: usize,
    /// Records whose cell is a number, whatever the kind.
    pub(in super::super) figures: usize,
    /// A cell that is not of its kind.
    pub(in super::super) misfit: Option<String>,
    /// Bare years: they may be numbers after all.
    pub(super) bare_years: bool,
    /// Whole numbers from 1 on without a gap, in order.
    pub(super) counts_up: bool,
    /// Middle of the sizes of its numbers.
    pub(super) typical: Option<f64>,
}

impl Profile {
    /// Unit that the header names.
    pub(in super::super) fn unit(&self) -> Option<&str> {
        self.header.unit.as_deref()
    }

    /// Whether it only numbers the records, under a header that says nothing.
    pub(super) fn counts_up_unnamed(&self) -> bool {
        let name = self.header.name.trim();
        self.counts_up && (name.is_empty() || name.starts_with("column_") || name.starts_with("Unnamed"))
    }
}

/// What one cell is.
enum Cell {
    Missing,
    Link,
    Period,
    Year,
    Number(Box<Measure>),
    BigInteger,
    /// Digits and marks that make no number.
    Malformed,
    Words,
}

/// Tallies of the cells of one column, in rows.
#[derive(Default)]
struct Tally {
    missing: usize,
    links: usize,
    periods: usize,
    moments: usize,
    years: usize,
    numbers: usize,
    percents: usize,
    moneys: usize,
    intervals: usize,
    bounds: usize,
    wholes: usize,
    /// Numbers with letters among them.
    lettered: usize,
    big: usize,
    malformed: usize,
    words: usize,
    characters: usize,
}

/// Looks at all columns of a chunk.
pub(in super::super) fn profiles(chunk: &Chunk, headers: &[String], units: &[String]) -> Vec<Profile> {
    let columns = headers.iter().enumerate();
    columns
        .map(|(at, header)| {
            // A second `2023` was made distinct: what it says is `2023`.
            let number = |known: &String| header.strip_prefix(known.as_str())?.strip_prefix('_')?.parse::<usize>().ok();
            let typed = headers.iter().take(at).find(|known| number(known).is_some()).unwrap_or(header);
            let mut parts = split_header(typed);
            if let Some(unit) = units.get(at).filter(|unit| !unit.trim().is_empty()) {
                // A line of units stands below the names: the joined header ends with it.
                let name = parts.name.strip_suffix(unit.as_str()).unwrap_or(&parts.name).trim().to_owned();
                parts.name = name;
                parts.unit = Some(unit.trim().to_owned());
            }
            profile(chunk, at, parts, header_role(header))
        })
        .collect()
}

fn profile(chunk: &Chunk, column: usize, header: HeaderParts, role: Option<HeaderRole>) -> Profile {
    let rows = chunk.rows();
    let empty = Profile {
        header,
        role,
        kind: ColumnKind::Empty,
        rows,
        filled: 0,
        fitting: 0,
        present: 0,
        distinct: 0,
        figures: 0,
        misfit: None,
        bare_years: false,
        counts_up: false,
        typical: None,
    };
    let Some(texts) = chunk.column(column) else { return empty };
    let about_time = matches!(role, Some(HeaderRole::Period | HeaderRole::Start | HeaderRole::End));
    let look = Look::of(texts, &empty.header, about_time);
    let mut cells = Vec::new();
    let mut tally = Tally::default();
    let mut weights = vec![0_usize; texts.len()];
    for row in 0..rows {
        if chunk.is_header(row) {
            continue;
        }
        if let Some(weight) = weights.get_mut(texts.code(row)) {
            *weight += 1;
        }
    }
    for (text, weight) in texts.entries().zip(weights).filter(|(_, weight)| *weight > 0) {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        if cells.len() >= LOOKED {
            break;
        }
        let cell = look.cell(text);
        tally.add(&cell, text, weight);
        cells.push((text, cell, weight));
    }
    let filled = tally.filled();
    if filled == 0 {
        return empty;
    }
    let counts_up = counts_up(chunk, texts);
    let kind = tally.kind(&empty, cells.len(), counts_up);
    let fits = |cell: &Cell| match cell {
        Cell::Missing => true,
        Cell::Link => kind == ColumnKind::Link || kind.is_words(),
        Cell::Period => kind.is_period() || kind.is_words() || kind == ColumnKind::Id,
        Cell::Year => kind.is_period() || kind.is_measure() || kind.is_words() || kind == ColumnKind::Id,
        Cell::Number(_) => kind.is_measure() || kind.is_words() || kind == ColumnKind::Id,
        Cell::BigInteger => kind == ColumnKind::Id || kind.is_words(),
        Cell::Malformed | Cell::Words => kind.is_words() || kind == ColumnKind::Id,
    };
    let fitting = cells.iter().filter(|(_, cell, _)| !matches!(cell, Cell::Missing) && fits(cell));
    let mut sizes: Vec<f64> = cells
        .iter()
        .filter_map(|(_, cell, _)| match cell {
            Cell::Number(measure) => measure.place().map(f64::abs),
            _ => None,
        })
        .collect();
    sizes.sort_by(f64::total_cmp);
    Profile {
        kind,
        filled,
        fitting: fitting.map(|(_, _, weight)| weight).sum(),
        present: (0..rows).filter(|row| !chunk.is_header(*row) && !texts.get(*row).trim().is_empty()).count(),
        distinct: cells.len(),
        figures: tally.numbers + tally.years,
        misfit: cells.iter().find(|(_, cell, _)| !fits(cell)).map(|(text, ..)| (*text).to_owned()),
        bare_years: tally.years == filled,
        counts_up,
        typical: sizes.get(sizes.len() / 2).copied(),
        ..empty
    }
}

/// How the cells of one column are looked at.
struct Look {
    about_time: bool,
    period: PeriodContext,
    value: ValueContext,
}

impl Look {
    fn of(texts: &Texts, header: &HeaderParts, about_time: bool) -> Self {
        let mut marks = MarkEvidence::default();
        let mut day_first = None;
        for cell in texts.entries().take(LOOKED).map(str::trim) {
            marks.take(cell);
            day_first = day_first.or_else(|| day_order(cell));
        }
        let unit = header.unit.clone().unwrap_or_default();
        let filled: Vec<&str> = texts.entries().take(LOOKED).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let dotted = filled.iter().filter(|cell| is_dotted_month(cell)).count();
        let months = about_time && dotted > 0 && dotted as f64 >= filled.len() as f64 * MANY;
        Self {
            about_time,
            // The order of days may be open; that it is a day can be seen all the same.
            period: PeriodContext { day_first: day_first.or(Some(true)), months, ..PeriodContext::default() },
            value: ValueContext {
                decimal_comma: marks.decides(),
                percent_column: unit == "%",
                unit,
                ..ValueContext::default()
            },
        }
    }

    fn cell(&self, text: &str) -> Cell {
        if is_link(text) {
            return Cell::Link;
        }
        if is_big_integer(text) {
            return Cell::BigInteger;
        }
        if self.period.months && is_dotted_month(text) {
            return Cell::Period;
        }
        match look_at_period(text, &self.period) {
            // `2024`, `202410` and `20240207` may be numbers; `1442` is a score unless its header says otherwise.
            Some(_) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                let ours =
                    text.get(..4).and_then(|year| year.parse::<u16>().ok()).is_some_and(|year| OURS.contains(&year));
                if self.about_time || ours {
                    return Cell::Year;
                }
            }
            Some(_) => return Cell::Period,
            None => {}
        }
        let read = parse_value(text, &self.value);
        // A unit that the cell has as well as its header says nothing against its being a number.
        let read = read.or_else(|_| parse_value(text, &ValueContext { unit: String::new(), ..self.value.clone() }));
        let read = read.or_else(|error| match split_flags(text) {
            (figure, flags) if !flags.is_empty() => parse_value(figure, &self.value),
            _ => Err(error),
        });
        match read {
            Ok(measure) if measure.shape == Shape::Missing => Cell::Missing,
            Ok(measure) if measure.has_number() || measure.shape == Shape::Unlimited => Cell::Number(Box::new(measure)),
            _ if is_numeral(text) => Cell::Malformed,
            _ => Cell::Words,
        }
    }
}

/// Whether a text is made of digits and the marks between them only.
fn is_numeral(text: &str) -> bool {
    let marks =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’' | '_' | '+' | '-');
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(marks)
}

impl Tally {
    fn add(&mut self, cell: &Cell, text: &str, weight: usize) {
        self.characters += text.chars().count() * weight;
        match cell {
            Cell::Missing => self.missing += weight,
            Cell::Link => self.links += weight,
            Cell::Year => self.years += weight,
            Cell::Period => {
                self.periods += weight;
                // A clock's time is the only colon between digits in a period.
                self.moments += if text.contains(':') { weight } else { 0 };
            }
            Cell::BigInteger => self.big += weight,
            Cell::Malformed => self.malformed += weight,
            Cell::Words => self.words += weight,
            Cell::Number(measure) => {
                self.numbers += weight;
                self.lettered += if text.contains(char::is_alphabetic) { weight } else { 0 };
                let unit: &Unit = &measure.unit;
                self.percents += if unit.dimension == Dimension::Percent { weight } else { 0 };
                self.moneys += if matches!(unit.dimension, Dimension::Money(_)) { weight } else { 0 };
                self.intervals += if matches!(measure.shape, Shape::Range | Shape::Order) { weight } else { 0 };
                self.bounds += if measure.shape == Shape::Bound { weight } else { 0 };
                let whole = measure.point.is_some_and(|point| point >= 0.0 && point.fract() == 0.0);
                self.wholes += if whole && text.bytes().all(|b| b.is_ascii_digit() || b == b',') { weight } else { 0 };
            }
        }
    }

    fn filled(&self) -> usize {
        self.links + self.periods + self.years + self.numbers + self.big + self.malformed + self.words
    }

    fn kind(&self, column: &Profile, distinct: usize, counts_up: bool) -> ColumnKind {
        let filled = self.filled();
        let share = |part: usize| part as f64 / filled as f64;
        let about_time = matches!(column.role, Some(HeaderRole::Period | HeaderRole::Start | HeaderRole::End));
        let is_id = column.role == Some(HeaderRole::Id);
        if share(self.links) >= MOST {
            return ColumnKind::Link;
        }
        if self.big > 0 && share(self.big + self.numbers + self.years) >= MOST {
            return ColumnKind::Id;
        }
        // Years without anything else are years if nothing speaks for another number.
        let years_count = about_time || column.role.is_none() && column.header.unit.is_none();
        let periods = self.periods + if years_count { self.years } else { 0 };
        // A column that is called a date is one, however many of its cells are broken.
        if share(periods) >= if about_time { SOME } else { MOST } && !is_id {
            return if self.moments * 2 > periods { ColumnKind::Timestamp } else { ColumnKind::Period };
        }
        let numbers = self.numbers + self.years + self.malformed;
        // `一号` is a number to the grammar, and a name under such a header.
        let names = column.role == Some(HeaderRole::Entity)
            && self.lettered * 2 > numbers
            && column.header.name.split_whitespace().count() <= 2;
        if share(numbers) >= MANY && !names {
            if is_id && self.wholes + self.years == numbers
                || counts_up && column.role.is_none() && column.header.name.is_empty()
            {
                return ColumnKind::Id;
            }
            return self.measure(column, numbers);
        }
        if is_id && self.characters < filled * PROSE {
            return ColumnKind::Id;
        }
        if self.characters >= filled * PROSE && distinct * 2 > filled { ColumnKind::Text } else { ColumnKind::Category }
    }

    fn measure(&self, column: &Profile, numbers: usize) -> ColumnKind {
        let unit = column.header.unit.as_deref().map(|unit| Unit::parse(unit).0.dimension);
        let most = |part: usize| part * 2 > numbers;
        if most(self.intervals) {
            ColumnKind::Interval
        } else if most(self.bounds) {
            ColumnKind::Bound
        } else if most(self.percents) || unit == Some(Dimension::Percent) {
            ColumnKind::Percent
        } else if most(self.moneys) || matches!(unit, Some(Dimension::Money(_))) {
            ColumnKind::Money
        } else if self.wholes + self.years == numbers && (is_count(&column.header.name) || counts_items(column)) {
            ColumnKind::Count
        } else {
            ColumnKind::Number
        }
    }
}

fn is_link(text: &str) -> bool {
    let text = text.trim_start();
    ["http://", "https://", "www."]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|s| s.eq_ignore_ascii_case(start)))
        && !text.contains(char::is_whitespace)
}

/// A whole number of so many digits that it is a name: as a double it would be another one.
fn is_big_integer(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    digits.len() >= SURE_DIGITS
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.parse::<u128>().map_or(true, |number| number > 1 << 53)
}

/// Whether the unit is a word for things: persons, items.
fn counts_items(column: &Profile) -> bool {
    column.header.unit.as_deref().is_some_and(|unit| Unit::parse(unit).0.is_item_word())
}

/// Whether a name says that things are counted.
fn is_count(name: &str) -> bool {
    let name = crate::base::fold(name);
    [
        "number of",
        "# of",
        "count",
        "no. of",
        "votes",
        "users",
        "downloads",
        "数量",
        "人数",
        "个数",
        "用户",
        "员工",
        "headcount",
        "employees",
    ]
    .iter()
    .any(|word| name.contains(word))
}

/// Whether the rows are numbered: 1, 2, 3 ... from the first to the last.
fn counts_up(chunk: &Chunk, texts: &Texts) -> bool {
    let rows = (0..chunk.rows()).filter(|row| !chunk.is_header(*row)).take(LOOKED);
    let mut next = 1_usize;
    for row in rows {
        let Ok(number) = texts.get(row).trim().parse::<usize>() else { return false };
        if number != next && !(next == 1 && number == 0) {
            return false;
        }
        next = number + 1;
    }
    next > 2
}
