//! Ticks at the first days of fiscal quarters and years.

use super::choose::{Levels, Room, choose, first_with_two, label_levels};
use super::time::{days, time_ticks};
use super::{Scale, Tick};
use crate::base::{Day, FiscalYearEnd, Period};

/// Ticks of a time scale (days since 1970-01-01) at the first days of fiscal quarters, halves or years that end so (see
/// [`FiscalYearEnd::of`]): `FY25 Q1`, then `Q2` while the year is the same; `FY25` where only years have room. Calendar ticks where
/// no two such days fit.
pub fn fiscal_ticks(scale: &Scale, end: FiscalYearEnd, spacing: u16) -> Vec<Tick> {
    let room = Room::Across(spacing);
    let ticks = |room| choose(STEPS.iter().map(|step| begins(scale, end, *step)), label_begins, scale, room);
    let ticks = first_with_two([room, room.tight()].into_iter().map(ticks));
    if ticks.len() >= 2 { ticks } else { time_ticks(scale, spacing) }
}

/// Years from one tick to the next, and ticks a year.
const STEPS: [(i32, i32); 10] =
    [(1, 4), (1, 2), (1, 1), (2, 1), (5, 1), (10, 1), (20, 1), (50, 1), (100, 1), (1_000, 1)];

/// The beginning of a fiscal period.
#[derive(Debug, Clone, Copy)]
struct Begin {
    first: Day,
    year: i32,
    whole: Period,
    /// The quarter that begins there; `None` where years are counted.
    quarter: Option<(i32, Period)>,
}

/// The beginnings of such steps inside the scale; none where there would be more than cells.
fn begins(scale: &Scale, end: FiscalYearEnd, (years, parts): (i32, i32)) -> Vec<Begin> {
    let (first, last) = days(scale);
    // A fiscal year is called after the one in which it ends.
    let (from, to) = (i32::from(first.ymd().0), i32::from(last.ymd().0) + 1);
    if (to - from) / years * parts > i32::from(scale.cells) + parts {
        return Vec::new();
    }
    let years = (from..=to).filter(|year| year.rem_euclid(years) == 0);
    let begin = |year: i32, part: i32| {
        let whole = end.period(year, 0)?;
        let quarter = (parts > 1).then_some(1 + part * 4 / parts);
        let quarter = quarter.and_then(|quarter| Some((quarter, end.period(year, quarter)?)));
        Some(Begin { first: quarter.map_or(whole, |(_, period)| period).first?, year, whole, quarter })
    };
    let all = years.flat_map(|year| (0..parts).filter_map(move |part| begin(year, part)));
    all.filter(|begin| scale.contains(f64::from(begin.first.0))).collect()
}

fn label_begins(begins: &[Begin]) -> Vec<Tick> {
    let mut before = None;
    let row = |begin: &Begin| {
        let least = if before == Some(begin.year) { 0 } else { 2 };
        before = Some(begin.year);
        let levels: Levels = match begin.quarter {
            Some((quarter, period)) => [format!("Q{quarter}"), format!("Q{quarter}"), period.words(true)],
            None => [begin.whole.words(true), begin.whole.words(true), begin.whole.words(true)],
        };
        (f64::from(begin.first.0), least, levels)
    };
    label_levels(&begins.iter().map(row).collect::<Vec<_>>(), 2)
}
