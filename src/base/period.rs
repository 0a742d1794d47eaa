//! When: days covered, how precisely that was said, and how to say it again.

use super::period_grammar::{FiscalYearEnd, fiscal};
use super::{Day, TimeOfDay};

/// How precisely a period was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// One day.
    Day,
    /// Early, mid or late part of a month or year.
    Third,
    /// ISO week.
    Week,
    /// Calendar month.
    Month,
    /// Calendar quarter.
    Quarter,
    /// Calendar half.
    Half,
    /// Calendar year.
    Year,
    /// From one day to another, either end may be open.
    Interval,
    /// Fiscal quarter.
    FiscalQuarter,
    /// Fiscal half.
    FiscalHalf,
    /// Fiscal year.
    FiscalYear,
    /// No period was stated.
    None,
}

impl Precision {
    /// The word in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Third => "third",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Year => "year",
            Self::Interval => "interval",
            Self::FiscalQuarter => "fiscal-quarter",
            Self::FiscalHalf => "fiscal-half",
            Self::FiscalYear => "fiscal-year",
            Self::None => "none",
        }
    }

    /// How many such periods a fiscal year has, and of how many quarters.
    pub(super) fn fiscal_parts(self) -> (i32, i32) {
        match self {
            Self::FiscalQuarter => (4, 1),
            Self::FiscalHalf => (2, 2),
            _ => (1, 4),
        }
    }
}

/// Which calendar a period's label counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The civil calendar.
    Calendar,
    /// A company's fiscal years; `part` is the quarter 1-4 or half 1-2, 0 for the whole year.
    Fiscal {
        /// Fiscal year as labelled.
        year: i16,
        /// Part of the year.
        part: u8,
    },
}

/// The days that a statement covers. Orders by first day (an open start first), then last day (an open end last).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// First day covered; `None` = open or not stated.
    pub first: Option<Day>,
    /// Last day covered; `None` = open or not stated.
    pub last: Option<Day>,
    /// How precisely it was said.
    pub precision: Precision,
    /// "about", "early", `~`.
    pub approximate: bool,
    /// `?`, one of several.
    pub uncertain: bool,
    /// Calendar or fiscal.
    pub basis: Basis,
    /// Year to date, trailing twelve months, first three quarters.
    pub cumulative: bool,
    /// Time of that day, where one was typed: in UTC where an offset was typed too, else as typed.
    pub time: Option<TimeOfDay>,
}

impl Period {
    /// No period stated.
    pub const NONE: Self = Self {
        first: None,
        last: None,
        precision: Precision::None,
        approximate: false,
        uncertain: false,
        basis: Basis::Calendar,
        cumulative: false,
        time: None,
    };

    /// From the first day of one period to the last of another, called as `label` calls it where that is a fiscal period:
    /// such a year's days differ from company to company, and here they are told.
    pub fn between(first: Self, last: Self, label: Option<Self>) -> Self {
        let (start, end) = (first.first, last.last);
        let whole = |precision| Self { first: start, last: end, precision, ..Self::NONE };
        let span = start.zip(end).filter(|(start, end)| start <= end);
        let by_days = span.and_then(|(start, end)| {
            let ((year, month, day), next) = (start.ymd(), end.plus(1));
            let months = (i32::from(next.ymd().0) - i32::from(year)) * 12 + i32::from(next.ymd().1) - i32::from(month);
            match (months, day == 1 && next.ymd().2 == 1) {
                (1, true) => Some(Precision::Month),
                (3, true) if month % 3 == 1 => Some(Precision::Quarter),
                (6, true) if month % 6 == 1 => Some(Precision::Half),
                (12, true) if month == 1 => Some(Precision::Year),
                _ => (start == end).then_some(Precision::Day),
            }
        });
        let plain = whole(by_days.unwrap_or(Precision::Interval));
        let called = label.filter(|label| matches!(label.basis, Basis::Fiscal { .. }));
        let called = called.map_or(plain, |label| Self { precision: label.precision, basis: label.basis, ..plain });
        Self {
            approximate: first.approximate || last.approximate,
            uncertain: first.uncertain || last.uncertain,
            ..called
        }
    }

    /// In words as on screen: `≈ Dec 2024`, `early 2024`, `since 2023`, `Q1 2024`, `7 Feb 2024`,
    /// `7 Feb 2024 12:30`, `Mar–Apr 2023`, `Jan–Sep 2024, cumulative`, empty for none.
    pub fn words(&self, ascii: bool) -> String {
        let about = if ascii { "~ " } else { "≈ " };
        let doubt = if self.uncertain { "?" } else { "" };
        let mark = if self.approximate && self.precision != Precision::Third { about } else { "" };
        let words = match (self.first, self.last) {
            (None, None) => return String::new(),
            (Some(first), None) => format!("since {}", edge(first, first.ymd().2 == 1, first.ymd().1 == 1)),
            (None, Some(last)) => format!("until {}", edge(last, last.plus(1).ymd().2 == 1, last.ymd().1 == 12)),
            (Some(first), Some(last)) => self.closed_words(first, last, ascii),
        };
        // A sum over a part of a year is no figure of that span alone.
        let sum = if self.cumulative { ", cumulative" } else { "" };
        format!("{mark}{words}{sum}{doubt}")
    }

    fn closed_words(&self, first: Day, last: Day, ascii: bool) -> String {
        let (year, month, _) = first.ymd();
        match self.precision {
            Precision::Day => match self.time {
                Some(time) => format!("{} {}", day_words(first), time.words()),
                None => day_words(first),
            },
            Precision::Third => third_words(first, last, &format!("{} {year}", month_name(month))),
            Precision::Week => format!("W{:02} {}", week_of(first), first.plus(3).ymd().0),
            Precision::Month => format!("{} {year}", month_name(month)),
            Precision::Quarter => format!("Q{} {year}", (month + 2) / 3),
            Precision::Half => format!("H{} {year}", (month + 5) / 6),
            Precision::Year => year.to_string(),
            Precision::FiscalQuarter | Precision::FiscalHalf | Precision::FiscalYear => {
                let Basis::Fiscal { year, part } = self.basis else { return String::new() };
                let letter = if self.precision == Precision::FiscalHalf { 'H' } else { 'Q' };
                let label = format!("FY{:02}", i32::from(year).rem_euclid(100));
                if self.precision == Precision::FiscalYear { label } else { format!("{label} {letter}{part}") }
            }
            Precision::Interval | Precision::None => span_words(first, last, if ascii { "-" } else { "–" }),
        }
    }

    /// In EDTF-like notation that [`super::parse_period`] reads back to the same period.
    pub fn notation(&self) -> String {
        let cumulative = if self.cumulative { "cumulative " } else { "" };
        let about = self.approximate && self.precision != Precision::Third;
        let flags = match (about, self.uncertain) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        };
        let day = |day: Option<Day>| day.map_or_else(|| "..".to_owned(), Day::iso);
        let core = match (self.first, self.precision) {
            (_, Precision::None) => return String::new(),
            (None, _) | (_, Precision::Interval) => format!("{}/{}", day(self.first), day(self.last)),
            (Some(first), precision) => {
                let (year, month, _) = first.ymd();
                match precision {
                    Precision::Day => match self.time {
                        Some(time) => format!("{}T{}", first.iso(), time.words()),
                        None => first.iso(),
                    },
                    Precision::Third => {
                        third_words(first, self.last.unwrap_or(first), &format!("{year:04}-{month:02}"))
                    }
                    Precision::Week => format!("{:04}-W{:02}", first.plus(3).ymd().0, week_of(first)),
                    Precision::Month => format!("{year:04}-{month:02}"),
                    Precision::Quarter => format!("{year:04}Q{}", (month + 2) / 3),
                    Precision::Half => format!("{year:04}H{}", (month + 5) / 6),
                    Precision::Year => format!("{year:04}"),
                    _ => match self.basis {
                        Basis::Fiscal { year, .. } if precision == Precision::FiscalYear => format!("FY{year:04}"),
                        Basis::Fiscal { year, part } if precision == Precision::FiscalHalf => {
                            format!("FY{year:04}H{part}")
                        }
                        Basis::Fiscal { year, part } => format!("FY{year:04}Q{part}"),
                        Basis::Calendar => format!("{}/{}", day(self.first), day(self.last)),
                    },
                }
            }
        };
        format!("{cumulative}{core}{flags}")
    }

    /// Whether it covers that day.
    pub fn covers(&self, day: Day) -> bool {
        self.precision != Precision::None
            && self.first.is_none_or(|first| first <= day)
            && self.last.is_none_or(|last| day <= last)
    }

    /// The period of the same length so many units earlier (negative) or later: the previous quarter of a quarter.
    /// `None` for intervals, thirds and open periods.
    pub fn shifted(&self, units: i32) -> Option<Self> {
        let (first, last) = (self.first?, self.last?);
        let months = match self.precision {
            Precision::Day | Precision::Week => {
                let days = if self.precision == Precision::Day { units } else { units.checked_mul(7)? };
                return Some(Self { first: Some(first.plus(days)), last: Some(last.plus(days)), ..*self });
            }
            Precision::Month => 1,
            Precision::Quarter => 3,
            Precision::Half => 6,
            Precision::Year => 12,
            Precision::FiscalQuarter | Precision::FiscalHalf | Precision::FiscalYear => {
                return self.fiscal_shifted(units);
            }
            Precision::Third | Precision::Interval | Precision::None => return None,
        };
        let first = first.month_start(units.checked_mul(months)?);
        Some(Self { first: Some(first), last: Some(first.month_start(months).plus(-1)), ..*self })
    }

    fn fiscal_shifted(&self, units: i32) -> Option<Self> {
        let Basis::Fiscal { year, part } = self.basis else { return None };
        let parts = self.precision.fiscal_parts().0;
        let index = (i32::from(part) - 1).max(0);
        let to = i32::from(year).checked_mul(parts)?.checked_add(index)?.checked_add(units)?;
        let part = if parts == 1 { 0 } else { to.rem_euclid(parts) + 1 };
        let moved = fiscal(to.div_euclid(parts), part, self.precision, FiscalYearEnd::told_by(self)?)?;
        Some(Self { approximate: self.approximate, uncertain: self.uncertain, cumulative: self.cumulative, ..moved })
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |p: &Self| {
            (
                p.first.is_some(),
                p.first,
                p.last.is_none(),
                p.last,
                p.time,
                p.precision,
                p.approximate,
                p.uncertain,
                p.basis,
                p.cumulative,
            )
        };
        key(self).cmp(&key(other))
    }
}

fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or_default()
}

fn day_words(day: Day) -> String {
    let (year, month, date) = day.ymd();
    format!("{date} {} {year}", month_name(month))
}

/// ISO week number of the week that begins on that Monday.
fn week_of(monday: Day) -> i32 {
    let thursday = monday.plus(3);
    let new_year = Day::from_ymd(thursday.ymd().0, 1, 1).unwrap_or(thursday);
    (thursday.0 - new_year.0) / 7 + 1
}

/// Longer than a month: a part of a year; else a part of `month`.
fn third_words(first: Day, last: Day, month: &str) -> String {
    let (year, number, date) = first.ymd();
    if last.0 - first.0 > 31 {
        let part = match number {
            1 => "early",
            5 => "mid",
            _ => "late",
        };
        return format!("{part} {year:04}");
    }
    let part = match date {
        1 => "early",
        11 => "mid",
        _ => "late",
    };
    format!("{part} {month}")
}

/// One end of an open interval, no finer than it was said.
fn edge(day: Day, whole_month: bool, year_edge: bool) -> String {
    let (year, month, _) = day.ymd();
    match (whole_month, year_edge) {
        (true, true) if day.plus(1).ymd().0 == year => year.to_string(),
        (true, _) => format!("{} {year}", month_name(month)),
        _ => day_words(day),
    }
}

fn span_words(first: Day, last: Day, dash: &str) -> String {
    let ((y0, m0, d0), (y1, m1, _)) = (first.ymd(), last.ymd());
    if d0 != 1 || last.plus(1).ymd().2 != 1 {
        return format!("{}{dash}{}", day_words(first), day_words(last));
    }
    if m0 == 1 && m1 == 12 {
        return if y0 == y1 { y0.to_string() } else { format!("{y0}{dash}{y1}") };
    }
    if y0 == y1 && m0 % 3 == 1 && m1 % 3 == 0 {
        return format!("Q{}{dash}Q{} {y0}", (m0 + 2) / 3, m1 / 3);
    }
    if y0 == y1 {
        return format!("{}{dash}{} {y0}", month_name(m0), month_name(m1));
    }
    format!("{} {y0}{dash}{} {y1}", month_name(m0), month_name(m1))
}
