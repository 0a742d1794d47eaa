//! Ticks: at round values, labels that never repeat and never overlap.

use std::collections::BTreeSet;

use super::Scale;
use crate::base::{Day, NumberStyle, width, write_number};

/// A tick on its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Its value (days since 1970-01-01 on a time axis).
    pub value: f64,
    /// Its label, without unit; distinct from all others of the axis.
    pub label: String,
}

/// What decides whether labels fit: cells between the end of one and the start of the next, or rows between two.
#[derive(Debug, Clone, Copy)]
enum Room {
    Across(u16),
    Down(u16),
}

/// Ticks of a linear scale at multiples of 1, 2, 5 x 10^n (Wilkinson-like), at least `spacing` cells between the starts of labels
/// beyond their widths; at least two where two fit.
pub fn number_ticks(scale: &Scale, style: NumberStyle, spacing: u16) -> Vec<Tick> {
    choose(linear_candidates(*scale, style), scale, Room::Across(spacing))
}

/// Ticks of a log scale: decades, then 1-2-5, at least two labels even inside one decade.
pub fn log_ticks(scale: &Scale, style: NumberStyle, spacing: u16) -> Vec<Tick> {
    choose(log_candidates(*scale, style), scale, Room::Across(spacing))
}

/// Ticks of a vertical axis, linear or log as the scale is: labels stand one above the other, at least `spacing` rows apart.
pub fn row_ticks(scale: &Scale, style: NumberStyle, spacing: u16) -> Vec<Tick> {
    let room = Room::Down(spacing.max(1));
    if scale.log {
        choose(log_candidates(*scale, style), scale, room)
    } else {
        choose(linear_candidates(*scale, style), scale, room)
    }
}

/// Ticks of a time scale in days: years, halves, quarters, months, weeks or days by span and room; labels carry just what is needed
/// (`2023`, `Q2`, `Jul`, with the year at the first tick and wherever it changes).
pub fn time_ticks(scale: &Scale, spacing: u16) -> Vec<Tick> {
    choose(STEPS.iter().map(|step| calendar_ticks(scale, *step)), scale, Room::Across(spacing))
}

/// As [`time_ticks`], with the month of the first day at the left edge where there is room: where the axis begins.
pub fn span_ticks(scale: &Scale, spacing: u16) -> Vec<Tick> {
    let mut ticks = time_ticks(scale, spacing);
    let (year, month, _) = days(scale).0.ymd();
    ticks.insert(0, Tick { value: scale.low, label: format!("{} {year}", month_name(month)) });
    if !fits(scale, &ticks, Room::Across(spacing.min(2))) {
        ticks.remove(0);
    }
    ticks
}

/// First column of each label: centred on its value, kept inside the scale's cells.
pub(super) fn label_starts(scale: &Scale, ticks: &[Tick]) -> Vec<u16> {
    let start = |tick: &Tick| {
        let size = width(&tick.label) as u16;
        scale.cell(tick.value).saturating_sub(size / 2).min(scale.cells.saturating_sub(size))
    };
    ticks.iter().map(start).collect()
}

/// The first candidate (finest first) with two or more labels that fit and differ; else the two outer ones of a candidate, those
/// with the shortest labels, for two say how far it is from one to the other; else one label that fits.
fn choose(candidates: impl Iterator<Item = Vec<Tick>>, scale: &Scale, room: Room) -> Vec<Tick> {
    let mut outer: Option<(usize, Vec<Tick>)> = None;
    let mut single = None;
    for ticks in candidates {
        if ticks.len() >= 2 && fits(scale, &ticks, room) {
            return ticks;
        }
        if let [first, .., last] = ticks.as_slice() {
            let pair = vec![first.clone(), last.clone()];
            let columns = width(&first.label) + width(&last.label);
            if outer.as_ref().is_none_or(|(least, _)| columns < *least) && fits(scale, &pair, room) {
                outer = Some((columns, pair));
            }
        }
        let alone = ticks.into_iter().next().map(|tick| vec![tick]);
        single = alone.filter(|tick| fits(scale, tick, room)).or(single);
    }
    outer.map(|(_, pair)| pair).or(single).unwrap_or_default()
}

fn fits(scale: &Scale, ticks: &[Tick], room: Room) -> bool {
    let labels: BTreeSet<&str> = ticks.iter().map(|tick| tick.label.as_str()).collect();
    if labels.len() < ticks.len() {
        return false;
    }
    match room {
        Room::Down(spacing) => {
            let rows: Vec<u16> = ticks.iter().map(|tick| scale.cell(tick.value)).collect();
            rows.iter().zip(rows.iter().skip(1)).all(|(a, b)| b.abs_diff(*a) >= spacing)
        }
        Room::Across(spacing) => {
            let starts = label_starts(scale, ticks);
            let ends: Vec<usize> = starts.iter().zip(ticks).map(|(s, t)| usize::from(*s) + width(&t.label)).collect();
            ends.iter().all(|end| *end <= usize::from(scale.cells))
                && ends
                    .iter()
                    .zip(starts.iter().skip(1))
                    .all(|(end, next)| end + usize::from(spacing) <= usize::from(*next))
        }
    }
}

/// The number nearest to `mantissa` x 10^`exponent`: read as a decimal, so that 3 x 10^-1 is 0.3 and labels stay short.
fn decimal(mantissa: i64, exponent: i32) -> f64 {
    format!("{mantissa}e{exponent}").parse().unwrap_or(0.0)
}

/// Ticks at multiples of 1, 2, 5 x 10^n from about one a cell to about one a domain.
fn linear_candidates(scale: Scale, style: NumberStyle) -> impl Iterator<Item = Vec<Tick>> {
    let span = scale.high - scale.low;
    let finest = (span / f64::from(scale.cells)).log10().floor() as i32;
    let coarsest = span.log10().ceil() as i32;
    let steps = (finest..=coarsest).flat_map(|exponent| [1, 2, 5].map(|mantissa| (mantissa, exponent)));
    steps.map(move |(mantissa, exponent)| {
        let step = decimal(mantissa, exponent);
        let (first, last) = ((scale.low / step).ceil(), (scale.high / step).floor());
        if !step.is_normal() || !first.is_finite() || last - first > f64::from(scale.cells) {
            return Vec::new();
        }
        // Scale::new keeps the domain wider than 1e-12 of its ends, so that these counts are exact.
        let values = (first as i64..=last as i64).map(|count| decimal(count.saturating_mul(mantissa), exponent));
        numbered(values, &scale, style)
    })
}

/// Decades alone where there are three or more, else 1-2-5; then every 2nd, 3rd ... decade; then a linear choice.
fn log_candidates(scale: Scale, style: NumberStyle) -> impl Iterator<Item = Vec<Tick>> {
    let (first, last) = (scale.low.log10().floor() as i32, scale.high.log10().ceil() as i32);
    let decades = move |every: i32| {
        let exponents = (first..=last).filter(move |exponent| exponent.rem_euclid(every) == 0);
        numbered(exponents.map(|exponent| decimal(1, exponent)), &scale, style)
    };
    let between = (first..=last).flat_map(|exponent| [1, 2, 5].map(|mantissa| decimal(mantissa, exponent)));
    let between = if decades(1).len() >= 3 { Vec::new() } else { numbered(between, &scale, style) };
    let coarser = [1, 2, 3, 5, 10, 20, 50, 100, 200].into_iter().map(decades);
    std::iter::once(between).chain(coarser).chain(linear_candidates(scale, style))
}

fn numbered(values: impl Iterator<Item = f64>, scale: &Scale, style: NumberStyle) -> Vec<Tick> {
    let inside = values.filter(|value| scale.contains(*value));
    inside.map(|value| Tick { value, label: write_number(value, None, style) }).collect()
}

/// Distance of ticks on a time axis.
#[derive(Debug, Clone, Copy)]
enum Step {
    Days(i32),
    Months(i32),
}

const STEPS: &[Step] = &[
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

/// Ticks at the first days of such steps; none where there would be more than cells.
fn calendar_ticks(scale: &Scale, step: Step) -> Vec<Tick> {
    let (first, last) = days(scale);
    let length = match step {
        Step::Days(days) => i64::from(days),
        Step::Months(months) => i64::from(months) * 28,
    };
    if (i64::from(last.0) - i64::from(first.0)) / length > i64::from(scale.cells) + 1 {
        return Vec::new();
    }
    let mut starts = Vec::new();
    let mut at = match step {
        Step::Days(7) => first.plus(-first.weekday()),
        Step::Days(_) => first,
        Step::Months(months) => {
            let (year, month, _) = first.ymd();
            first.month_start(-(i32::from(year) * 12 + i32::from(month) - 1).rem_euclid(months))
        }
    };
    while at <= last {
        if scale.contains(f64::from(at.0)) {
            starts.push(at);
        }
        let next = match step {
            Step::Days(days) => at.plus(days),
            Step::Months(months) => at.month_start(months),
        };
        if next <= at {
            break;
        }
        at = next;
    }
    label_days(&starts, step)
}

/// Each day gets the shortest label that tells what changed since the tick before; where two would be the same, all say one thing
/// more, so that the labels of an axis are of one form.
fn label_days(starts: &[Day], step: Step) -> Vec<Tick> {
    let mut before = None;
    let mut labels: Vec<(usize, Vec<String>)> = Vec::with_capacity(starts.len());
    for day in starts {
        let (year, month, date) = day.ymd();
        let name = month_name(month);
        let levels = match step {
            Step::Days(_) => vec![format!("{date}"), format!("{date} {name}"), format!("{date} {name} {year}")],
            Step::Months(1) => vec![name.to_owned(), format!("{name} {year}")],
            // A half year is named by the quarter that begins there: the label stands at its first day.
            Step::Months(3 | 6) => vec![format!("Q{}", (month + 2) / 3), format!("Q{} {year}", (month + 2) / 3)],
            Step::Months(_) => vec![year.to_string()],
        };
        let least = match before {
            Some((y, m)) if y == year && m == month => 0,
            Some((y, _)) if y == year => levels.len().saturating_sub(2),
            _ => levels.len() - 1,
        };
        before = Some((year, month));
        labels.push((least, levels));
    }
    let at = |level: usize| -> Vec<&str> {
        let each = labels.iter().filter_map(|(least, levels)| levels.get((*least).max(level)).or(levels.last()));
        each.map(String::as_str).collect()
    };
    let distinct = |labels: &Vec<&str>| labels.iter().collect::<BTreeSet<_>>().len() == labels.len();
    let chosen = (0..2).map(at).find(distinct).unwrap_or_else(|| at(2));
    starts.iter().zip(chosen).map(|(day, label)| Tick { value: f64::from(day.0), label: label.to_owned() }).collect()
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month_name(month: i8) -> &'static str {
    MONTHS.get(usize::try_from(month - 1).unwrap_or(0)).copied().unwrap_or("")
}

/// First and last day of a scale, both in the years -9998 to 9998 where months can be counted.
fn days(scale: &Scale) -> (Day, Day) {
    let day = |value: f64| Day(value.clamp(-4_371_000.0, 2_932_000.0) as i32);
    (day(scale.low.floor()), day(scale.high.ceil()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    fn day(year: i16, month: i8, date: i8) -> f64 {
        f64::from(Day::from_ymd(year, month, date).unwrap().0)
    }

    #[test]
    fn numbers_are_round() {
        let style = NumberStyle::default();
        assert_eq!(labels(&number_ticks(&Scale::new(0.0, 60.0, false, 30), style, 5)), ["0", "20", "40", "60"]);
        assert_eq!(labels(&number_ticks(&Scale::new(0.1, 0.35, false, 30), style, 5)), ["0.1", "0.2", "0.3"]);
        assert_eq!(labels(&row_ticks(&Scale::new(0.0, 4e7, false, 9), style, 2)), ["0", "10M", "20M", "30M", "40M"]);
    }

    #[test]
    fn log_axes_have_two_labels_even_inside_a_decade() {
        let style = NumberStyle::default();
        assert_eq!(labels(&log_ticks(&Scale::new(1.0, 1e4, true, 40), style, 2)), ["1", "10", "100", "1,000", "10K"]);
        assert_eq!(labels(&log_ticks(&Scale::new(3.1, 4.9, true, 40), style, 8)), ["3.5", "4", "4.5"]);
        assert_eq!(labels(&log_ticks(&Scale::new(2.0, 9.0, true, 24), style, 3)), ["2", "5"]);
        assert_eq!(labels(&log_ticks(&Scale::new(2.0, 3e3, true, 10), style, 2)), ["10", "1,000"]);
    }

    #[test]
    fn calendar_labels_say_only_what_changed() {
        let half = Scale::new(day(2023, 11, 1), day(2024, 4, 1), false, 60);
        assert_eq!(labels(&time_ticks(&half, 2)), ["Nov 2023", "Dec", "Jan 2024", "Feb", "Mar", "Apr"]);
        let span =
            |cells| labels(&span_ticks(&Scale::new(day(2022, 11, 1), day(2024, 12, 31), false, cells), 9)).join(" ");
        assert_eq!(span(100), "Q1 2023 Q3 2023 Q1 2024 Q3 2024");
        assert_eq!(span(170), "Nov 2022 Q1 2023 Q2 2023 Q3 2023 Q4 2023 Q1 2024 Q2 2024 Q3 2024 Q4 2024");
        let years = Scale::new(day(2010, 1, 1), day(2024, 12, 31), false, 40);
        assert_eq!(labels(&time_ticks(&years, 4)), ["2010", "2015", "2020"]);
        let week = Scale::new(day(2024, 1, 30), day(2024, 2, 3), false, 64);
        assert_eq!(labels(&time_ticks(&week, 2)), ["30 Jan 2024", "31", "1 Feb", "2", "3"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn ticks_differ_and_stay_inside(a in any::<f64>(), b in any::<f64>(), log: bool, cells in 0u16..400, spacing in 0u16..20) {
            let scale = Scale::new(a, b, log, cells);
            let style = NumberStyle::default();
            for ticks in [number_ticks(&scale, style, spacing), row_ticks(&scale, style, spacing), time_ticks(&scale, spacing)] {
                let distinct: BTreeSet<&str> = ticks.iter().map(|t| t.label.as_str()).collect();
                prop_assert_eq!(distinct.len(), ticks.len());
                prop_assert!(ticks.iter().all(|t| scale.contains(t.value)));
            }
            if scale.log {
                prop_assert!(log_ticks(&scale, style, spacing).iter().all(|t| scale.contains(t.value)));
            }
        }

        /// What a reader relies on at any width: labels differ, do not touch, and each stands over its value.
        #[test]
        fn labels_stand_apart_on_their_values(
            low in -1e9..1e9f64,
            span in 1e-3..1e12f64,
            decades in 0.02..12.0f64,
            log: bool,
            cells in 20u16..=300,
            spacing in 1u16..5,
        ) {
            let scale = if log {
                let low = low.abs().max(1e-3);
                Scale::new(low, low * 10f64.powf(decades), true, cells)
            } else {
                Scale::new(low, low + span, false, cells)
            };
            let style = NumberStyle::default();
            let numbers = if log { log_ticks(&scale, style, spacing) } else { number_ticks(&scale, style, spacing) };
            for ticks in [numbers, time_ticks(&scale, spacing)] {
                let mut free = 0;
                let mut seen = BTreeSet::new();
                for (start, tick) in label_starts(&scale, &ticks).into_iter().zip(&ticks) {
                    let end = start + width(&tick.label) as u16;
                    prop_assert!(start >= free && end <= cells, "{:?}", ticks);
                    prop_assert!((start..end).contains(&scale.cell(tick.value)), "{:?}", ticks);
                    prop_assert!(seen.insert(tick.label.clone()), "{:?}", ticks);
                    free = end + spacing;
                }
            }
        }

        #[test]
        fn a_log_axis_has_two_labels_at_any_width(low in 1e-3..1e9f64, decades in 0.02..12.0f64, cells in 24u16..=300) {
            let scale = Scale::new(low, low * 10f64.powf(decades), true, cells);
            prop_assert!(log_ticks(&scale, NumberStyle::default(), 1).len() >= 2, "{:?}", scale);
        }

        #[test]
        fn two_labels_where_there_is_room(low in -1e6..1e6f64, span in 1e-3..1e9f64, cells in 60u16..200) {
            let scale = Scale::new(low, low + span, false, cells);
            prop_assert!(number_ticks(&scale, NumberStyle::default(), 2).len() >= 2);
        }

        #[test]
        fn calendar_ticks_for_real_spans(first in -100_000..100_000i32, span in 20..50_000i32, cells in 40u16..200) {
            let scale = Scale::new(f64::from(first), f64::from(first + span), false, cells);
            let ticks = time_ticks(&scale, 2);
            prop_assert!(!ticks.is_empty() && ticks.iter().all(|t| scale.contains(t.value)), "{:?}", ticks);
        }
    }
}
