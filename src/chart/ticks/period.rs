//! Ticks of an axis whose points are figures of years, halves, quarters or months, civil or fiscal: a label stands where the figure
//! of the period that it names does.

use std::collections::BTreeSet;

use super::choose::{Levels, Room, choose, first_with_two, fits, label_levels};
use super::time::{days, finer_ticks, month_name, time_ticks};
use super::{Scale, Tick};
use crate::base::{Basis, Day, FiscalYearEnd, Period, Precision};

/// What the points of a time axis are figures of. The default, days or periods of several lengths, has ticks of the civil calendar
/// at the first days of what they name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Periods {
    /// How the fiscal years end that all points count in.
    fiscal: Option<FiscalYearEnd>,
    /// Such periods in a year (1, 2, 4 or 12), where all points have one length.
    a_year: Option<i32>,
}

/// How many of a period a year has; `None` where a figure of it does not stand for a part of the calendar.
fn a_year(period: &Period) -> Option<i32> {
    match period.precision {
        _ if period.cumulative => None,
        Precision::Month => Some(12),
        Precision::Quarter | Precision::FiscalQuarter => Some(4),
        Precision::Half | Precision::FiscalHalf => Some(2),
        Precision::Year | Precision::FiscalYear => Some(1),
        _ => None,
    }
}

impl Periods {
    /// Those of all points of an axis.
    pub fn of(periods: impl Iterator<Item = Period>) -> Self {
        let (mut civil, mut fiscal) = (false, BTreeSet::new());
        let mut length = None;
        for period in periods {
            let own = a_year(&period);
            length = Some(if length.is_none_or(|before| before == own) { own } else { None });
            match period.basis {
                Basis::Calendar => civil = true,
                Basis::Fiscal { .. } => drop(fiscal.insert(period)),
            }
            if civil && (length == Some(None) || !fiscal.is_empty()) {
                return Self::default();
            }
        }
        if civil || fiscal.is_empty() {
            return Self { fiscal: None, a_year: length.flatten() };
        }
        let all: Vec<Period> = fiscal.into_iter().collect();
        let end = FiscalYearEnd::of(&all);
        Self { fiscal: end, a_year: length.flatten().filter(|_| end.is_some()) }
    }

    /// Ticks of a time scale in days since 1970-01-01, each in the middle of the period that it names, which is where its point
    /// stands: `2023`, `Q2`, `Jul`, `FY25 Q1`, with the year at the first and wherever it changes. Where points have several lengths
    /// they stand at first days, as those of `time_ticks`, and so do days where the scale is too narrow for two such periods.
    pub fn ticks(&self, scale: &Scale, spacing: u16) -> Vec<Tick> {
        let room = Room::Across(spacing);
        let candidates = || STEPS.iter().map(|step| self.names(scale, *step));
        let ticks = |room| choose(candidates(), |names| self.label(names), scale, room);
        let chosen = || first_with_two([room, room.tight()].into_iter().map(ticks));
        match (self.fiscal, self.a_year) {
            (None, None) => time_ticks(scale, spacing),
            (_, length) => match (chosen(), length) {
                (ticks, Some(1)) if ticks.len() >= 2 => self.with_ends(ticks, scale, room),
                (ticks, _) if ticks.len() >= 2 => ticks,
                (_, Some(length)) => finer_ticks(scale, spacing, 12 / length),
                (_, None) => time_ticks(scale, spacing),
            },
        }
    }

    /// With the first and the last year too where they have room: where the axis begins and ends is asked first.
    fn with_ends(&self, mut ticks: Vec<Tick>, scale: &Scale, room: Room) -> Vec<Tick> {
        let years = self.label(&self.names(scale, (1, 1)));
        for (end, at) in [(years.last(), ticks.len()), (years.first(), 0)] {
            let mut more = ticks.clone();
            more.splice(at.min(ticks.len())..at.min(ticks.len()), end.cloned());
            if fits(scale, &more, room) {
                ticks = more;
            }
        }
        ticks
    }

    /// The periods of a step that have their tick inside the scale; none where there would be more than cells.
    fn names(&self, scale: &Scale, (years, count): (i32, i32)) -> Vec<Named> {
        if count > self.a_year.unwrap_or(4) {
            return Vec::new();
        }
        // Half a year of quarters is named by its first one.
        let parts = if count == 2 && self.a_year != Some(2) { 4 } else { count };
        let (first, last) = days(scale);
        // A fiscal year is called after the one in which it ends.
        let (from, to) = (i32::from(first.ymd().0), i32::from(last.ymd().0) + 1);
        if (to - from) / years * count > i32::from(scale.cells) + count {
            return Vec::new();
        }
        let named = move |year: i32, nth: i32| {
            let part = 1 + nth * parts / count;
            let (first, last) = self.ends(year, part, parts)?;
            let middle = f64::midpoint(f64::from(first.0), f64::from(last.0));
            let value = if self.a_year.is_some() { middle } else { f64::from(first.0) };
            Some(Named { value, year, part, parts })
        };
        let years = (from..=to).filter(|year| year.rem_euclid(years) == 0);
        let all = years.flat_map(|year| (0..count).filter_map(move |nth| named(year, nth)));
        all.filter(|named| scale.contains(named.value)).collect()
    }

    /// First and last day of a part (from 1) of a year.
    fn ends(&self, year: i32, part: i32, parts: i32) -> Option<(Day, Day)> {
        if let Some(end) = self.fiscal {
            let quarters = 4 / parts;
            let (from, to) = (end.period(year, (part - 1) * quarters + 1)?, end.period(year, part * quarters)?);
            return from.first.zip(to.last);
        }
        let months = 12 / parts;
        let first = Day::from_ymd(i16::try_from(year).ok()?, 1, 1)?.month_start((part - 1) * months);
        Some((first, first.month_start(months).plus(-1)))
    }

    fn label(&self, names: &[Named]) -> Vec<Tick> {
        let mut before = None;
        let spans = names.first().zip(names.last()).map_or(0, |(first, last)| last.year - first.year);
        let row = |named: &Named| {
            let least = if before == Some(named.year) { 0 } else { 2 };
            before = Some(named.year);
            (named.value, least, self.levels(named, spans >= CENTURY))
        };
        label_levels(&names.iter().map(row).collect::<Vec<_>>(), 2)
    }

    /// Two digits tell fiscal years apart, but for those of a `long` axis.
    fn levels(&self, named: &Named, long: bool) -> Levels {
        let year = match self.fiscal {
            Some(_) if long => format!("FY{:04}", named.year),
            Some(end) => end.period(named.year, 0).map_or_else(String::new, |year| year.words(true)),
            None => named.year.to_string(),
        };
        let short = match named.parts {
            12 => i8::try_from(named.part).map_or("", month_name).to_owned(),
            4 => format!("Q{}", named.part),
            2 => format!("H{}", named.part),
            _ => return [year.clone(), year.clone(), year],
        };
        let full = if self.fiscal.is_some() { format!("{year} {short}") } else { format!("{short} {year}") };
        [short.clone(), short, full]
    }
}

/// Years from which on two digits of a year come again.
const CENTURY: i32 = 100;

/// Years from one tick to the next, and ticks a year.
const STEPS: [(i32, i32); 11] =
    [(1, 12), (1, 4), (1, 2), (1, 1), (2, 1), (5, 1), (10, 1), (20, 1), (50, 1), (100, 1), (1_000, 1)];

/// The n-th of so many parts of a year, and where its tick stands.
#[derive(Debug, Clone, Copy)]
struct Named {
    value: f64,
    year: i32,
    part: i32,
    parts: i32,
}
