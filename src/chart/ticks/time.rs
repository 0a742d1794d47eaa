//! Ticks at the beginnings of years, quarters, months, weeks, days, hours.

use super::choose::{Levels, Room, choose, first_with_two, fits, label_levels};
use super::{Scale, Tick};
use crate::base::{Day, TimeOfDay};

/// Ticks of a time scale in days since 1970-01-01, with fractions for times of the day: years, halves, quarters, months, weeks,
/// days, hours and less by span and room. Labels carry just what is needed (`2023`, `Q2`, `Jul`, `3 Jul`, `06:00`), with the year
/// at the first tick and wherever it changes.
pub(super) fn time_ticks(scale: &Scale, spacing: u16) -> Vec<Tick> {
    ticks_of(scale, spacing, STEPS)
}

/// As `time_ticks`, of steps below so many months: where a longer period is named by its middle, its first day is not also it.
pub(super) fn finer_ticks(scale: &Scale, spacing: u16, months: i32) -> Vec<Tick> {
    let steps = STEPS.partition_point(|step| !matches!(step, Step::Months(own) if *own >= months));
    ticks_of(scale, spacing, STEPS.get(..steps).unwrap_or(STEPS))
}

fn ticks_of(scale: &Scale, spacing: u16, steps: &[Step]) -> Vec<Tick> {
    let room = Room::Across(spacing);
    // On the narrowest axes the distance of two days says more than their year.
    let tries = [(room, YEAR), (room.tight(), YEAR), (room, YEAR - 1), (room.tight(), YEAR - 1)];
    let ticks = |(room, most): (Room, usize)| {
        let candidates = steps.iter().map(|step| moments(scale, *step));
        choose(candidates, |moments| label_moments(moments, most), scale, room)
    };
    first_with_two(tries.into_iter().map(ticks))
}

/// As `time_ticks`, with the month of the first day at the left edge where there is room: where the axis begins.
pub fn span_ticks(scale: &Scale, spacing: u16) -> Vec<Tick> {
    let mut ticks = time_ticks(scale, spacing);
    let first = days(scale).0;
    let (year, month, date) = first.ymd();
    let month_begins = f64::from(first.month_start(0).0);
    // Where a cell is less than a month the day is said too: a label stands on its value.
    let cells = (scale.low - month_begins) / (scale.high - scale.low) * f64::from(scale.cells);
    let day = if cells > 0.5 { format!("{date} ") } else { String::new() };
    ticks.insert(0, Tick { value: scale.low, label: format!("{day}{} {year}", month_name(month)) });
    if !fits(scale, &ticks, Room::Across(spacing.min(2))) {
        ticks.remove(0);
    }
    ticks
}

/// Distance of ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Milliseconds, a part of a day.
    Millis(u32),
    Days(i32),
    Months(i32),
}

const SECOND: u32 = 1_000;
const MINUTE: u32 = 60 * SECOND;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;

const STEPS: &[Step] = &[
    Step::Millis(1),
    Step::Millis(10),
    Step::Millis(100),
    Step::Millis(SECOND),
    Step::Millis(5 * SECOND),
    Step::Millis(15 * SECOND),
    Step::Millis(30 * SECOND),
    Step::Millis(MINUTE),
    Step::Millis(5 * MINUTE),
    Step::Millis(10 * MINUTE),
    Step::Millis(15 * MINUTE),
    Step::Millis(30 * MINUTE),
    Step::Millis(HOUR),
    Step::Millis(3 * HOUR),
    Step::Millis(6 * HOUR),
    Step::Millis(12 * HOUR),
    Step::Days(1),
    Step::Days(7),
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(240),
    Step::Months(600),
    Step::Months(1_200),
    Step::Months(6_000),
    Step::Months(12_000),
];

/// The beginning of a step.
#[derive(Debug, Clone, Copy)]
struct Moment {
    day: Day,
    /// After midnight.
    millis: u32,
    step: Step,
}

impl Moment {
    fn value(self) -> f64 {
        f64::from(self.day.0) + f64::from(self.millis) / f64::from(DAY)
    }
}

/// The beginnings of such steps inside the scale; none where there would be more than cells.
fn moments(scale: &Scale, step: Step) -> Vec<Moment> {
    let (first, last) = days(scale);
    let cells = i64::from(scale.cells) + 1;
    let length = match step {
        Step::Millis(millis) => return times(scale, millis, cells),
        Step::Days(days) => i64::from(days),
        Step::Months(months) => i64::from(months) * 28,
    };
    if (i64::from(last.0) - i64::from(first.0)) / length > cells {
        return Vec::new();
    }
    let mut at = match step {
        Step::Days(7) => first.plus(-first.weekday()),
        Step::Months(months) => {
            let (year, month, _) = first.ymd();
            first.month_start(-(i32::from(year) * 12 + i32::from(month) - 1).rem_euclid(months))
        }
        _ => first,
    };
    let mut begins = Vec::new();
    while at <= last {
        if scale.contains(f64::from(at.0)) {
            begins.push(Moment { day: at, millis: 0, step });
        }
        let next = match step {
            Step::Months(months) => at.month_start(months),
            Step::Days(days) => at.plus(days),
            Step::Millis(_) => at,
        };
        if next <= at {
            break;
        }
        at = next;
    }
    begins
}

fn times(scale: &Scale, millis: u32, most: i64) -> Vec<Moment> {
    let (first, last) = days(scale);
    let count = |value: f64| (value.clamp(first.0.into(), last.0.into()) * f64::from(DAY) / f64::from(millis)).floor();
    let (from, to) = (count(scale.low) as i64, count(scale.high) as i64 + 1);
    if to - from > most {
        return Vec::new();
    }
    let a_day = i64::from(DAY / millis);
    let moment = |count: i64| {
        let day = Day(i32::try_from(count.div_euclid(a_day)).ok()?);
        let millis = u32::try_from(count.rem_euclid(a_day)).ok()? * millis;
        Some(Moment { day, millis, step: Step::Millis(millis) })
    };
    (from..=to).filter_map(moment).filter(|moment| scale.contains(moment.value())).collect()
}

/// The level of a label that says all, the year too.
const YEAR: usize = 2;

/// Each moment gets the shortest label that tells what changed since the tick before.
fn label_moments(moments: &[Moment], most: usize) -> Vec<Tick> {
    let midnight = moments.iter().find(|moment| moment.millis == 0).map(|moment| moment.day);
    let mut before = None;
    let mut rows: Vec<(f64, usize, Levels)> = Vec::with_capacity(moments.len());
    for moment in moments {
        let (year, month, date) = moment.day.ymd();
        let named = moment.millis == 0 || !matches!(moment.step, Step::Millis(_));
        let least = match before {
            Some((y, m, d)) if y == year && m == month && (d == date || matches!(moment.step, Step::Days(_))) => 0,
            Some((y, ..)) if y == year => 1,
            // The midnight to come says which day it was until then.
            None if !named && midnight == Some(moment.day.plus(1)) => 0,
            _ => YEAR,
        };
        if named || least > 0 {
            before = Some((year, month, date));
        }
        rows.push((moment.value(), least, levels(*moment)));
    }
    label_levels(&rows, most)
}

fn levels(moment: Moment) -> Levels {
    let (year, month, date) = moment.day.ymd();
    let name = month_name(month);
    let quarter = (month + 2) / 3;
    match moment.step {
        Step::Millis(_) if moment.millis > 0 => {
            let time = TimeOfDay::from_millis(moment.millis).map(TimeOfDay::words).unwrap_or_default();
            [time.clone(), format!("{date} {name} {time}"), format!("{date} {name} {year} {time}")]
        }
        Step::Millis(_) => [format!("{date} {name}"), format!("{date} {name}"), format!("{date} {name} {year}")],
        Step::Days(_) => [format!("{date}"), format!("{date} {name}"), format!("{date} {name} {year}")],
        Step::Months(1) => [name.to_owned(), name.to_owned(), format!("{name} {year}")],
        // A half year is named by the quarter that begins there: the label stands at its first day.
        Step::Months(3 | 6) => [format!("Q{quarter}"), format!("Q{quarter}"), format!("Q{quarter} {year}")],
        Step::Months(_) => [year.to_string(), year.to_string(), year.to_string()],
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

pub(super) fn month_name(month: i8) -> &'static str {
    MONTHS.get(usize::try_from(month - 1).unwrap_or(0)).copied().unwrap_or("")
}

/// First and last day of a scale, both in the years -9998 to 9998 where months can be counted.
pub(super) fn days(scale: &Scale) -> (Day, Day) {
    let day = |value: f64| Day(value.clamp(-4_371_000.0, 2_932_000.0) as i32);
    (day(scale.low.floor()), day(scale.high.ceil()))
}
