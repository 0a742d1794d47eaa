//! When: days covered, how precisely that was said, and how to say it again.

use super::Day;

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
    };

    /// In words as on screen: `≈ Dec 2024`, `early 2024`, `since 2023`, `Q1 2024`, `7 Feb 2024`, `Mar–Apr 2023`, empty for none.
    pub fn words(&self, ascii: bool) -> String {
        todo!("{ascii}")
    }

    /// In EDTF-like notation that [`super::parse_period`] reads back to the same period.
    pub fn notation(&self) -> String {
        todo!()
    }

    /// Whether it covers that day.
    pub fn covers(&self, day: Day) -> bool {
        todo!("{day:?}")
    }

    /// The period of the same length so many units earlier (negative) or later: the previous quarter of a quarter.
    /// `None` for intervals, thirds and open periods.
    pub fn shifted(&self, units: i32) -> Option<Self> {
        todo!("{units}")
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
