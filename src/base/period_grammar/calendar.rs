//! Periods of the civil calendar from their numbers: days, months, quarters, halves, weeks, and thirds of a month or year.

use super::super::{Day, Period, Precision};

pub(super) fn month_named(word: &str) -> Option<i32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = NAMES.iter().position(|name| {
        *name == word || (word.len() == 3 && name.starts_with(word)) || (word == "sept" && *name == "september")
    })?;
    i32::try_from(at + 1).ok()
}

pub(super) fn day(year: i32, month: i32, day: i32) -> Option<Day> {
    Day::from_ymd(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

pub(super) fn months(year: i32, first: i32, count: i32, precision: Precision) -> Option<Period> {
    let first = day(year, first, 1)?;
    Some(Period { first: Some(first), last: Some(first.month_start(count).plus(-1)), precision, ..Period::NONE })
}

pub(super) fn month(year: i32, month: i32) -> Option<Period> {
    months(year, month, 1, Precision::Month)
}

pub(super) fn quarter(year: i32, quarter: i32) -> Option<Period> {
    (1..=4).contains(&quarter).then(|| months(year, quarter * 3 - 2, 3, Precision::Quarter))?
}

pub(super) fn half(year: i32, half: i32) -> Option<Period> {
    (1..=2).contains(&half).then(|| months(year, half * 6 - 5, 6, Precision::Half))?
}

pub(super) fn one_day(date: Option<Day>) -> Option<Period> {
    date.map(|d| Period { first: Some(d), last: Some(d), precision: Precision::Day, ..Period::NONE })
}

pub(super) fn week(year: i32, week: i32) -> Option<Period> {
    let fourth = day(year, 1, 4)?;
    let first = fourth.plus(-fourth.weekday() + (week - 1) * 7);
    // The week belongs to the year that holds its Thursday.
    ((1..=53).contains(&week) && i32::from(first.plus(3).ymd().0) == year).then(|| Period {
        first: Some(first),
        last: Some(first.plus(6)),
        precision: Precision::Week,
        ..Period::NONE
    })
}

pub(super) fn third(of: Period, part: &str) -> Option<Period> {
    let first = of.first?;
    let part = match part {
        "early" => 0,
        "mid" => 1,
        "late" => 2,
        _ => return None,
    };
    let (from, to) = match of.precision {
        Precision::Year => [
            (first, first.month_start(3).plus(-1)),
            (first.month_start(4), first.month_start(8).plus(-1)),
            (first.month_start(9), of.last?),
        ][part],
        Precision::Month => {
            [(first, first.plus(9)), (first.plus(10), first.plus(19)), (first.plus(20), of.last?)][part]
        }
        _ => return None,
    };
    Some(Period { first: Some(from), last: Some(to), precision: Precision::Third, approximate: true, ..Period::NONE })
}

/// So many years of which one is meant.
pub(super) fn years(first: i32, count: i32) -> Option<Period> {
    let last = day(first + count - 1, 12, 31)?;
    Some(Period {
        first: day(first, 1, 1),
        last: Some(last),
        precision: Precision::Interval,
        uncertain: true,
        ..Period::NONE
    })
}
