//! Fiscal years, halves and quarters.

use super::super::{Basis, Day, Period, Precision};
use super::FiscalYearEnd;
use super::calendar::day;

/// Last day of the fiscal year of that label: the year in which it ends.
fn year_end(year: i32, end: FiscalYearEnd) -> Option<Day> {
    let last_of = |month: i8| day(year, i32::from(month), 1).map(|d| d.month_start(1).plus(-1));
    match end {
        FiscalYearEnd::December31 => day(year, 12, 31),
        FiscalYearEnd::MonthEnd(month) => last_of(month),
        FiscalYearEnd::LastWeekday { weekday, month } => {
            last_of(month).map(|last| last.plus(-(last.weekday() - i32::from(weekday)).rem_euclid(7)))
        }
    }
}

impl FiscalYearEnd {
    /// A quarter (1-4), or with 0 the whole, of the fiscal year of that label.
    pub fn period(self, year: i32, quarter: i32) -> Option<Period> {
        fiscal(year, quarter, if quarter == 0 { Precision::FiscalYear } else { Precision::FiscalQuarter }, self)
    }

    /// How the fiscal years end that these periods are parts of; `None` without one, and where they do not all end in one way.
    pub fn of(periods: &[Period]) -> Option<Self> {
        let fiscal_ones = || periods.iter().filter(|period| period.basis != Basis::Calendar);
        let told = || fiscal_ones().filter_map(Self::told_by);
        // Thirteen weeks may be three whole months by chance, but months are no weeks.
        let end = told().find(|end| matches!(end, Self::LastWeekday { .. })).or_else(|| told().next())?;
        let same = |period: &Period| {
            let Basis::Fiscal { year, part } = period.basis else { return false };
            let again = fiscal(year.into(), part.into(), period.precision, end);
            again.is_some_and(|again| again.first == period.first && again.last == period.last)
        };
        fiscal_ones().all(same).then_some(end)
    }

    /// A company's calendar is told by where its year begins: on the first of a month, or after a week's end.
    pub(in crate::base) fn told_by(period: &Period) -> Option<Self> {
        let Basis::Fiscal { part, .. } = period.basis else { return None };
        let (first, last) = (period.first?, period.last?);
        let quarters = (i32::from(part) - 1).max(0) * period.precision.fiscal_parts().1;
        let whole_months = first.ymd().2 == 1 && last.plus(1).ymd().2 == 1;
        let start = if whole_months { first.month_start(-quarters * 3) } else { first.plus(-quarters * 91) };
        let (_, month, _) = start.plus(-1).ymd();
        if whole_months {
            return Some(Self::MonthEnd(month));
        }
        Some(Self::LastWeekday { weekday: i8::try_from(start.plus(-1).weekday()).ok()?, month })
    }
}

pub(in crate::base) fn fiscal(year: i32, part: i32, precision: Precision, end: FiscalYearEnd) -> Option<Period> {
    let start = year_end(year - 1, end)?.plus(1);
    let close = year_end(year, end)?;
    let (parts, size) = precision.fiscal_parts();
    if part < i32::from(parts > 1) || part > parts {
        return None;
    }
    let quarters = |n: i32| {
        if matches!(end, FiscalYearEnd::LastWeekday { .. }) { start.plus(n * 91) } else { start.month_start(n * 3) }
    };
    let part_index = (part - 1).max(0);
    let last = if part_index + 1 == parts { close } else { quarters((part_index + 1) * size).plus(-1) };
    Some(Period {
        first: Some(quarters(part_index * size)),
        last: Some(last),
        precision,
        basis: Basis::Fiscal {
            year: i16::try_from(year).ok()?,
            part: i8::try_from(part).ok().and_then(|p| u8::try_from(p).ok())?,
        },
        ..Period::NONE
    })
}
