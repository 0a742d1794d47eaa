use std::collections::BTreeSet;

use super::choose::label_starts;
use super::time::time_ticks;
use super::*;
use crate::base::{
    Day, FiscalYearEnd, Period, PeriodContext, Scale as Magnitudes, ValueContext, parse_period, parse_value, width,
};
use crate::chart::ScaleKind;
use proptest::prelude::*;

fn labels(ticks: &[Tick]) -> Vec<&str> {
    ticks.iter().map(|tick| tick.label.as_str()).collect()
}

fn line(ticks: &[Tick]) -> String {
    labels(ticks).join(" | ")
}

fn day(year: i16, month: i8, date: i8) -> f64 {
    f64::from(Day::from_ymd(year, month, date).unwrap().0)
}

#[test]
fn numbers_are_round() {
    let style = NumberStyle::default();
    assert_eq!(labels(&value_ticks(&Scale::new(0.0, 60.0, false, 30), style, 5)), ["0", "20", "40", "60"]);
    assert_eq!(labels(&value_ticks(&Scale::new(0.1, 0.35, false, 30), style, 5)), ["0.1", "0.2", "0.3"]);
    assert_eq!(labels(&row_ticks(&Scale::new(0.0, 4e7, false, 9), style, 2)), ["0", "10M", "20M", "30M", "40M"]);
}

#[test]
fn log_axes_have_two_labels_even_inside_a_decade() {
    let style = NumberStyle::default();
    assert_eq!(labels(&value_ticks(&Scale::new(1.0, 1e4, true, 40), style, 2)), ["1", "10", "100", "1,000", "10K"]);
    assert_eq!(labels(&value_ticks(&Scale::new(3.1, 4.9, true, 40), style, 8)), ["3.5", "4", "4.5"]);
    assert_eq!(labels(&value_ticks(&Scale::new(2.0, 9.0, true, 24), style, 3)), ["2", "5"]);
    assert_eq!(labels(&value_ticks(&Scale::new(2.0, 3e3, true, 10), style, 2)), ["10", "1,000"]);
}

#[test]
fn a_log_height_is_read_by_as_many_numbers_as_it_has_room_for() {
    let ticks = |decades: f64, rows| {
        line(&height_ticks(&Scale::new(1.0, 10f64.powf(decades), true, rows), NumberStyle::default()))
    };
    assert_eq!(ticks(2.2, 30), "1 | 2 | 5 | 10 | 20 | 50 | 100");
    assert_eq!(ticks(4.0, 29), "1 | 10 | 100 | 1,000 | 10K");
    assert_eq!(ticks(8.0, 17), "1 | 10 | 100 | 1,000 | 10K | 100K | 1M | 10M | 100M");
    assert_eq!(ticks(8.0, 12), "1 | 100 | 10K | 1M | 100M");
    assert_eq!(ticks(8.0, 4), "1 | 100K");
}

#[test]
fn symlog_axes_have_zero_and_decades_on_both_sides() {
    let ticks = |low, high, cells| line(&value_ticks(&Scale::symlog(low, high, 1.0, cells), NumberStyle::default(), 2));
    assert_eq!(ticks(-1e3, 1e3, 120), "−1,000 | −100 | −10 | −1 | 0 | 1 | 10 | 100 | 1,000");
    assert_eq!(ticks(-1e3, 1e3, 40), "−1,000 | −10 | 0 | 10 | 1,000");
    assert_eq!(ticks(-1e6, 1e6, 20), "−1M | 0 | 1M");
    assert_eq!(ticks(0.0, 1e6, 60), "0 | 1 | 10 | 100 | 1,000 | 10K | 100K | 1M");
    assert_eq!(ticks(0.0, 0.4, 40), "0 | 0.1 | 0.2 | 0.3 | 0.4");
    assert_eq!(ticks(-3.0, 40.0, 60), "−2 | −1 | 0 | 1 | 2 | 5 | 10 | 20");
    assert_eq!(ticks(-900.0, -200.0, 40), "−500 | −200");
}

#[test]
fn two_numbers_too_long_for_a_narrow_axis_are_written_by_their_exponents() {
    let style = NumberStyle::default();
    let ticks = |low, high, log| line(&value_ticks(&Scale::new(low, high, log, 20), style, 2));
    assert_eq!(ticks(-1.25e-6, -1.05e-6, false), "−1.2e-6 | −1.1e-6");
    assert_eq!(ticks(1.1e-5, 1.3e-5, true), "0.000011 | 0.000013");
    let plain = NumberStyle { scale: Magnitudes::Plain, ..style };
    assert_eq!(line(&value_ticks(&Scale::new(0.0, 1e30, false, 20), plain, 2)), "0 | 5e29 | 1e30");
}

#[test]
fn calendar_labels_say_only_what_changed() {
    let half = Scale::new(day(2023, 11, 1), day(2024, 4, 1), false, 60);
    assert_eq!(labels(&time_ticks(&half, 2)), ["Nov 2023", "Dec", "Jan 2024", "Feb", "Mar", "Apr"]);
    let span = |cells| labels(&span_ticks(&Scale::new(day(2022, 11, 1), day(2024, 12, 31), false, cells), 9)).join(" ");
    assert_eq!(span(100), "Q1 2023 Q3 2023 Q1 2024 Q3 2024");
    assert_eq!(span(170), "Nov 2022 Q1 2023 Q2 2023 Q3 2023 Q4 2023 Q1 2024 Q2 2024 Q3 2024 Q4 2024");
    let years = Scale::new(day(2010, 1, 1), day(2024, 12, 31), false, 40);
    assert_eq!(labels(&time_ticks(&years, 4)), ["2010", "2015", "2020"]);
    let week = Scale::new(day(2024, 1, 30), day(2024, 2, 3), false, 64);
    assert_eq!(labels(&time_ticks(&week, 2)), ["30 Jan 2024", "31", "1 Feb", "2", "3"]);
}

#[test]
fn times_of_the_day_say_their_day_once() {
    let noon = day(2024, 7, 3) + 0.5;
    let ticks = |hours: f64, cells| line(&time_ticks(&Scale::new(noon, noon + hours / 24.0, false, cells), 2));
    assert_eq!(ticks(12.0, 60), "12:00 | 15:00 | 18:00 | 21:00 | 4 Jul 2024");
    assert_eq!(ticks(3.0, 60), "3 Jul 2024 12:00 | 13:00 | 14:00 | 15:00");
    assert_eq!(ticks(0.001, 120), "3 Jul 2024 12:00 | 12:00:01 | 12:00:02 | 12:00:03");
    // Twice the same time of day is twice told of which day.
    assert_eq!(ticks(48.0, 120), "3 Jul 12:00 | 4 Jul 2024 | 4 Jul 12:00 | 5 Jul | 5 Jul 12:00");
    assert_eq!(ticks(48.0, 60), "4 Jul 2024 | 5");
    assert_eq!(ticks(24.0, 20), "12:00 | 4 Jul");
    assert_eq!(ticks(6.0, 20), "3 Jul 12:00 | 18:00");
}

#[test]
fn two_days_on_a_narrow_axis_are_told_apart_though_not_their_year() {
    let scale = Scale::new(day(2023, 12, 30), day(2024, 1, 1), false, 20);
    assert_eq!(line(&time_ticks(&scale, 2)), "30 Dec | 31 | 1 Jan");
    // The second label of two that are far apart says its month, whatever stood between.
    let scale = Scale::new(day(2024, 1, 5), day(2024, 2, 14), false, 20);
    assert_eq!(line(&time_ticks(&scale, 2)), "8 Jan 2024 | 12 Feb");
}

#[test]
fn where_a_span_begins_is_said_to_the_day_where_cells_are_days() {
    let scale = |to| Scale::new(day(2024, 3, 14), to, false, 80);
    assert_eq!(line(&span_ticks(&scale(day(2024, 5, 30)), 8)), "14 Mar 2024 | Apr 2024 | May");
    assert_eq!(line(&span_ticks(&scale(day(2034, 5, 30)), 8)), "Mar 2024 | 2026 | 2028 | 2030 | 2032 | 2034");
}

const NVIDIA: FiscalYearEnd = FiscalYearEnd::LastWeekday { weekday: 6, month: 1 };

/// Periods as they are written, fiscal ones of Nvidia.
fn periods(texts: &[&str]) -> Vec<Period> {
    let context = PeriodContext { fiscal: NVIDIA, ..PeriodContext::default() };
    texts.iter().map(|text| parse_period(text, &context).unwrap()).collect()
}

/// Ticks of an axis from the middle of the first of these periods to that of the last.
fn period_ticks(texts: &[&str], cells: u16) -> (Scale, Vec<Tick>) {
    let all = periods(texts);
    let scale = Scale::new(middle(&all[0]), middle(&all[all.len() - 1]), false, cells);
    (scale, Periods::of(all.into_iter()).ticks(&scale, 2))
}

fn middle(period: &Period) -> f64 {
    f64::midpoint(period.first.unwrap().0.into(), period.last.unwrap().0.into())
}

#[test]
fn labels_stand_in_the_middle_of_the_periods_that_they_name() {
    let (_, ticks) = period_ticks(&["2019", "2020", "2023"], 60);
    assert_eq!(line(&ticks), "2019 | 2020 | 2021 | 2022 | 2023");
    assert_eq!(ticks[0].value, middle(&periods(&["2019"])[0]));
    let said = |texts: &[&str], cells| line(&period_ticks(texts, cells).1);
    // Fewer than all: round years, and both ends.
    assert_eq!(said(&["2001", "2023"], 60), "2001 | 2005 | 2010 | 2015 | 2020 | 2023");
    assert_eq!(said(&["2004", "2023"], 20), "2010 | 2020");
    assert_eq!(said(&["2022Q3", "2023Q4"], 60), "Q3 2022 | Q4 2022 | Q1 2023 | Q2 2023 | Q3 2023 | Q4 2023");
    assert_eq!(said(&["2022Q3", "2024Q4"], 60), "Q3 2022 | Q1 2023 | Q3 2023 | Q1 2024 | Q3 2024");
    assert_eq!(said(&["2022H1", "2023H2"], 60), "H1 2022 | H2 2022 | H1 2023 | H2 2023");
    assert_eq!(said(&["2022-11", "2023-03"], 60), "Nov 2022 | Dec | Jan 2023 | Feb | Mar");
    assert_eq!(said(&["FY25 Q1", "FY26 Q1"], 60), "FY25 Q1 | Q2 | Q3 | Q4 | FY26 Q1");
    assert_eq!(said(&["FY20", "FY26"], 60), "FY20 | FY21 | FY22 | FY23 | FY24 | FY25 | FY26");
    assert_eq!(said(&["FY24 H1", "FY25 H2"], 60), "FY24 H1 | FY24 H2 | FY25 H1 | FY25 H2");
    // Of several lengths, and of days, none stands in its middle.
    assert_eq!(Periods::of(periods(&["2022", "2023Q1"]).into_iter()), Periods::default());
    assert_eq!(Periods::of(periods(&["2022", "FY23"]).into_iter()), Periods::default());
    assert_eq!(Periods::of(periods(&["2022-03-01", "2022-03-02"]).into_iter()), Periods::default());
    // Looked at closer than two of them: days, and never the name of one at another place.
    let close = Scale::new(day(2023, 2, 1), day(2023, 6, 1), false, 60);
    assert_eq!(
        line(&Periods::of(periods(&["2022", "2023"]).into_iter()).ticks(&close, 2)),
        "Feb 2023 | Mar | Apr | May | Jun"
    );
}

#[test]
fn fiscal_periods_of_several_lengths_stand_at_their_first_days() {
    let scale = |from: f64, to: f64, cells| Scale::new(from, to, false, cells);
    let fiscal = Periods::of(periods(&["FY24", "FY25 Q1"]).into_iter());
    let year = scale(day(2024, 1, 1), day(2025, 1, 31), 60);
    let ticks = fiscal.ticks(&year, 2);
    assert_eq!(line(&ticks), "FY25 Q1 | Q2 | Q3 | Q4 | FY26 Q1");
    assert_eq!(ticks.first().map(|tick| tick.value), Some(day(2024, 1, 29)));
    assert_eq!(ticks.last().map(|tick| tick.value), Some(day(2025, 1, 27)));
    let halves = scale(day(2023, 5, 1), day(2025, 12, 31), 60);
    assert_eq!(line(&fiscal.ticks(&halves, 2)), "FY24 Q3 | FY25 Q1 | FY25 Q3 | FY26 Q1 | FY26 Q3");
    // Without two fiscal days the civil calendar says when it was.
    let month = scale(day(2024, 6, 1), day(2024, 6, 30), 60);
    assert_eq!(fiscal.ticks(&month, 2), time_ticks(&month, 2));
}

/// Any domain, and those that figures have: sizes from a billionth up, spans from a hundredth of the larger end.
fn scales(cells: std::ops::RangeInclusive<u16>) -> impl Strategy<Value = Scale> {
    let figures = (-9.0..15.0f64, -1.0..1.0f64, -1.7..1.0f64);
    let figures = figures.prop_map(|(size, low, span)| {
        let size = 10f64.powf(size);
        (size * low, size * (low + 10f64.powf(span)))
    });
    let decades =
        (-9.0..12.0f64, 0.02..12.0f64).prop_map(|(low, decades)| (10f64.powf(low), 10f64.powf(low + decades)));
    let domain = prop_oneof![figures, decades];
    (domain, 0..3usize, -6.0..0.0f64, cells).prop_map(|((low, high), kind, threshold, cells)| match kind {
        0 => Scale::new(low, high, false, cells),
        1 => Scale::new(low, high, true, cells),
        _ => Scale::symlog(low, high, low.abs().max(high.abs()) * 10f64.powf(threshold), cells),
    })
}

fn any_scale(cells: std::ops::RangeInclusive<u16>) -> impl Strategy<Value = Scale> {
    let kinds = [ScaleKind::Linear, ScaleKind::Log, ScaleKind::Symlog];
    let number = || prop_oneof![any::<f64>(), -1e6..1e6f64];
    (number(), number(), 0..3usize, any::<f64>(), cells).prop_map(move |(a, b, kind, threshold, cells)| {
        match kinds[kind] {
            ScaleKind::Symlog => Scale::symlog(a, b, threshold, cells),
            kind => Scale::of(kind, a, b, cells),
        }
    })
}

fn styles() -> impl Strategy<Value = NumberStyle> {
    let scales = [Magnitudes::Short, Magnitudes::Wan, Magnitudes::Plain, Magnitudes::Scientific];
    (0..4usize, any::<bool>()).prop_map(move |(scale, ascii)| NumberStyle { scale: scales[scale], ascii })
}

/// Inside, ascending, never the same label twice.
fn check(scale: &Scale, ticks: &[Tick]) -> Result<(), TestCaseError> {
    let distinct: BTreeSet<&str> = labels(ticks).into_iter().collect();
    prop_assert_eq!(distinct.len(), ticks.len(), "{:?} {:?}", scale, ticks);
    prop_assert!(ticks.iter().all(|tick| scale.contains(tick.value)), "{:?} {:?}", scale, ticks);
    prop_assert!(ticks.is_sorted_by(|a, b| a.value < b.value), "{:?} {:?}", scale, ticks);
    Ok(())
}

/// The same along a horizontal axis, where each label stands over its value and none touches another.
fn check_across(scale: &Scale, ticks: &[Tick]) -> Result<(), TestCaseError> {
    check(scale, ticks)?;
    let mut free = 0;
    for (start, tick) in label_starts(scale, ticks).into_iter().zip(ticks) {
        let end = start + width(&tick.label) as u16;
        prop_assert!(start >= free && end <= scale.cells, "{:?} {:?}", scale, ticks);
        prop_assert!((start..end).contains(&scale.cell(tick.value)), "{:?} {:?}", scale, ticks);
        free = end + 1;
    }
    Ok(())
}

/// The number that a label says lies in the cell of its tick.
fn check_numbers(scale: &Scale, ticks: &[Tick]) -> Result<(), TestCaseError> {
    for tick in ticks {
        let read = parse_value(&tick.label, &ValueContext::default()).ok().and_then(|measure| measure.point);
        let Some(read) = read else { return Err(TestCaseError::fail(format!("{tick:?} cannot be read"))) };
        let apart = scale.position(read) - scale.position(tick.value);
        prop_assert!(apart.abs() <= 0.5, "{:?} {:?} {}", scale, tick, read);
        prop_assert!((read - tick.value).abs() <= tick.value.abs() * 1e-14, "{:?} {:?} {}", scale, tick, read);
    }
    Ok(())
}

/// A word of a label of a time axis: a part of a date, or a time of the day in days.
enum Word {
    Year(i16),
    Month(i8),
    Date(i8),
    Time(f64),
}

fn words(label: &str) -> Vec<Word> {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let word = |word: &str| {
        if let Some(month) = NAMES.iter().position(|name| *name == word) {
            return Word::Month(month as i8 + 1);
        }
        if let Some(quarter) = word.strip_prefix('Q') {
            return Word::Month(quarter.parse::<i8>().unwrap() * 3 - 2);
        }
        if word.contains(':') {
            let seconds =
                word.split(':').zip([3600.0, 60.0, 1.0]).map(|(part, size)| part.parse::<f64>().unwrap() * size);
            return Word::Time(seconds.sum::<f64>() / 86_400.0);
        }
        let number: i16 = word.parse().unwrap();
        if (1..=31).contains(&number) { Word::Date(number as i8) } else { Word::Year(number) }
    };
    label.split(' ').map(word).collect()
}

/// Reads the labels of an axis from left to right as a reader does, and comes to the values of the ticks: a part that is not said
/// is as it was before where it is coarser than what is said, the first one where it is finer.
fn check_times(ticks: &[Tick]) -> Result<(), TestCaseError> {
    let yearless = !ticks.iter().flat_map(|tick| words(&tick.label)).any(|word| matches!(word, Word::Year(_)));
    // Times before the first day that is named are those of the day before it; a day that is named first says itself.
    let named = |tick: &Tick| words(&tick.label).iter().any(|word| !matches!(word, Word::Time(_)));
    let first = ticks.iter().find(|tick| named(tick)).map_or(Day(0), |tick| Day(tick.value.floor() as i32));
    let before = if ticks.first().is_some_and(named) { 0 } else { -1 };
    let (mut year, mut month, mut date) = first.plus(before).ymd();
    for tick in ticks {
        let words = words(&tick.label);
        let time = words.iter().find_map(|word| if let Word::Time(time) = word { Some(*time) } else { None });
        for word in words {
            match word {
                Word::Year(said) => {
                    year = said;
                    if tick.label == said.to_string() {
                        (month, date) = (1, 1);
                    }
                }
                Word::Month(said) => {
                    month = said;
                    if !tick.label.starts_with(|c: char| c.is_ascii_digit()) {
                        date = 1;
                    }
                }
                Word::Date(said) => date = said,
                Word::Time(_) => {}
            }
        }
        if yearless {
            year = Day(tick.value.floor() as i32).ymd().0;
        }
        let said = Day::from_ymd(year, month, date).map(|day| f64::from(day.0) + time.unwrap_or(0.0));
        prop_assert!(said.is_some_and(|said| (said - tick.value).abs() < 1e-8), "{:?} {:?} {:?}", said, tick, ticks);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn numbers_stand_apart_on_their_values(
        scale in prop_oneof![scales(20..=300), any_scale(20..=300)],
        style in styles(),
        spacing in 1u16..6,
    ) {
        let ticks = value_ticks(&scale, style, spacing);
        check_across(&scale, &ticks)?;
        check_numbers(&scale, &ticks)?;
        let down = row_ticks(&scale, style, spacing);
        check(&scale, &down)?;
        check_numbers(&scale, &down)?;
    }

    #[test]
    fn two_numbers_from_twenty_columns_on(scale in scales(20..=300), style in styles(), spacing in 1u16..6) {
        prop_assert!(value_ticks(&scale, style, spacing).len() >= 2, "{:?}", scale);
    }

    /// However large or small or near each other: from the width on that two numbers with the digits of such a distance take.
    #[test]
    fn two_numbers_of_any_domain(scale in any_scale(20..=300), style in styles(), spacing in 1u16..6) {
        let digits = (scale.low.abs().max(scale.high.abs()) / (scale.high - scale.low)).log10().max(0.0) as u16 + 2;
        // A sign, a point, and an exponent of three digits with its own.
        if scale.cells > 2 * (digits + 7) {
            prop_assert!(value_ticks(&scale, style, spacing).len() >= 2, "{:?} {}", scale, digits);
        }
    }

    #[test]
    fn two_numbers_of_two_rows(scale in prop_oneof![scales(3..=300), any_scale(3..=300)], spacing in 0u16..6) {
        prop_assert!(row_ticks(&scale, NumberStyle::default(), spacing).len() >= 2, "{:?}", scale);
    }

    /// A narrow range axis had one label only.
    #[test]
    fn two_numbers_on_a_narrow_log_axis(low in -2..7i32, mantissa in 1.0..9.9f64, decades in 0.1..8.0f64, cells in 14u16..=20) {
        let low = 10f64.powi(low) * mantissa;
        let scale = Scale::new(low, low * 10f64.powf(decades), true, cells);
        prop_assert!(value_ticks(&scale, NumberStyle::default(), 2).len() >= 2, "{:?}", scale);
    }

    #[test]
    fn times_stand_apart_on_their_values(
        first in -350_000.0..2_900_000.0f64,
        span in prop_oneof![1e-7..2.0f64, 2.0..100.0f64, 100.0..50_000.0f64, 50_000.0..3e6f64],
        cells in 20u16..=300,
        spacing in 1u16..6,
    ) {
        let scale = Scale::new(first, (first + span).min(2_931_000.0), false, cells);
        let ticks = time_ticks(&scale, spacing);
        check_across(&scale, &ticks)?;
        check_times(&ticks)?;
        prop_assert!(ticks.len() >= 2 || span < 2.0, "{:?} {:?}", scale, ticks);
        check_across(&scale, &span_ticks(&scale, spacing))?;
    }

    #[test]
    fn any_domain_is_safe_as_time(scale in any_scale(1..=300), spacing in 0u16..20) {
        check(&scale, &time_ticks(&scale, spacing))?;
        check(&scale, &span_ticks(&scale, spacing))?;
        for texts in [["FY24 Q1", "FY25"], ["FY24 Q1", "FY24 Q2"], ["2023", "2024"], ["2023-01", "2024-05"]] {
            check(&scale, &Periods::of(periods(&texts).into_iter()).ticks(&scale, spacing))?;
        }
    }

    #[test]
    fn any_width_is_safe_for_numbers(scale in any_scale(1..=19), style in styles(), spacing in 0u16..20) {
        let ticks = value_ticks(&scale, style, spacing);
        check(&scale, &ticks)?;
        check_numbers(&scale, &ticks)?;
    }

    /// A reader finds the figure of a period right over its name.
    #[test]
    fn a_label_stands_in_the_column_of_the_point_that_it_names(
        year in 1950..2060i32,
        part in 0..12i32,
        a_year in prop::sample::select(vec![1, 2, 4, 12]),
        count in prop_oneof![1..30i32, 30..300i32],
        fiscal: bool,
        weekday in 0..7i8,
        month in 1..=12i8,
        cells in 20u16..=300,
        spacing in 1u16..6,
    ) {
        let fiscal = fiscal && a_year < 12;
        let context =
            PeriodContext { fiscal: FiscalYearEnd::LastWeekday { weekday, month }, ..PeriodContext::default() };
        let named = |year: i32, part: i32, parts: i32| {
            let letter = if parts == 2 { "H" } else { "Q" };
            let text = match (fiscal, parts) {
                (true, 1) => format!("FY{year}"),
                (true, _) => format!("FY{year}{letter}{part}"),
                (false, 1) => format!("{year}"),
                (false, 12) => format!("{year}-{part:02}"),
                (false, _) => format!("{year}{letter}{part}"),
            };
            parse_period(&text, &context).unwrap()
        };
        let nth = |nth: i32| named(year + nth.div_euclid(a_year), nth.rem_euclid(a_year) + 1, a_year);
        let all: Vec<Period> = (part % a_year..=part % a_year + count).map(nth).collect();
        let scale = Scale::new(middle(&all[0]), middle(&all[all.len() - 1]), false, cells);
        let ticks = Periods::of(all.iter().copied()).ticks(&scale, spacing);
        check_across(&scale, &ticks)?;
        prop_assert!(ticks.len() >= 2, "{:?} {:?}", scale, ticks);
        let mut years = Vec::new();
        for tick in &ticks {
            let (mut part, mut parts) = (1, 1);
            for word in tick.label.split(' ') {
                let rest: i32 = word.trim_start_matches(|c: char| c.is_alphabetic()).parse().unwrap_or(0);
                match word.get(..1).unwrap_or_default() {
                    "F" if fiscal && rest >= 100 => years = vec![rest],
                    // Two digits of a fiscal year leave the century open.
                    "F" if fiscal => years = (1900..2500).filter(|year| year % 100 == rest).collect(),
                    "Q" => (part, parts) = (rest, 4),
                    "H" => (part, parts) = (rest, 2),
                    "1" | "2" => years = vec![rest],
                    _ => {
                        let Word::Month(month) = words(word).remove(0) else { panic!("{word}") };
                        (part, parts) = (month.into(), 12);
                    }
                }
            }
            let is_it = |year: &i32| {
                let point = middle(&named(*year, part, parts));
                scale.cell(point) == scale.cell(tick.value) && (point - tick.value).abs() < 0.1
            };
            prop_assert!(years.iter().any(is_it), "{:?} {:?}", tick, ticks);
        }
    }
}
