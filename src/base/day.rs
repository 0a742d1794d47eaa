//! Calendar days.

use jiff::civil::Date;

/// A day of the proleptic Gregorian calendar, counted from 1970-01-01 = 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// The day of that date, if there is one; years -9999 to 9999.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::from_date)
    }

    /// Year, month 1-12, day of month 1-31. Days outside the calendar's range are clamped into it.
    pub fn ymd(self) -> (i16, i8, i8) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// The first day of the month that holds this day, moved by so many months.
    #[must_use]
    pub fn month_start(self, months: i32) -> Self {
        let (year, month, _) = self.ymd();
        let index = i32::from(year) * 12 + i32::from(month) - 1 + months;
        let year = i16::try_from(index.div_euclid(12)).unwrap_or(if index < 0 { -9999 } else { 9999 });
        let month = i8::try_from(index.rem_euclid(12) + 1).unwrap_or(1);
        Self::from_ymd(year, month, 1).unwrap_or(self)
    }

    /// So many days later.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Day of the week, Monday = 0.
    pub fn weekday(self) -> i32 {
        (self.0 + 3).rem_euclid(7)
    }

    /// ISO 8601, `2024-10-31`.
    pub fn iso(self) -> String {
        self.date().to_string()
    }

    pub(crate) fn from_date(date: Date) -> Self {
        let epoch = Date::constant(1970, 1, 1);
        let span = date.since((jiff::Unit::Day, epoch));
        Self(span.map_or(0, |s| s.get_days()))
    }

    fn date(self) -> Date {
        let epoch = Date::constant(1970, 1, 1);
        epoch.saturating_add(jiff::Span::new().try_days(self.0).unwrap_or_default())
    }
}
