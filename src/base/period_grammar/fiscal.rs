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

pub(in crate::base) fn fiscal(year: i32, part: i32, precision: Precision, end: FiscalYearEnd) -> Option<Period> {
    let start = year_end(year - 1, end)?.plus(1);
    let close = year_end(year, end)?;
    let (parts, size) = match precision {
        Precision::FiscalQuarter => (4, 1),
        Precision::FiscalHalf => (2, 2),
        _ => (1, 4),
    };
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
