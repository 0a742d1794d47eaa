//! Against numbers that were computed elsewhere: numpy 2.4 (normal equations) and scipy 1.17 (`stats.t`, `stats.theilslopes`).

use super::*;
use crate::base::{NumberStyle, Unit};

/// Parameters of twelve models by day of publication, counted since 1970-01-01, 2015-12-10 to 2024-12-24. Single figures of Epoch
/// AI (2025), with minor processing by Our World in Data: "Number of parameters of notable AI systems", CC BY 4.0.
const MODELS: [(i32, f64); 12] = [
    (16779, 6.02e7),    // ResNet-152
    (17329, 2.13e8),    // Transformer
    (17683, 1.17e8),    // GPT-1
    (17815, 3.4e8),     // BERT-Large
    (17941, 1.5e9),     // GPT-2
    (18192, 1.1e10),    // T5-11B
    (18410, 1.746e11),  // GPT-3
    (18638, 1.571e12),  // Switch
    (19086, 5.4035e11), // PaLM
    (19556, 7e10),      // Llama 2-70B
    (19927, 4.05e11),   // Llama 3.1-405B
    (20081, 6.71e11),   // DeepSeek-V3
];

/// A price that falls, with two values and two days alike.
const PRICE: [(i32, f64); 7] =
    [(18262, 60.0), (18628, 36.0), (18993, 20.0), (19358, 20.0), (19723, 8.0), (20089, 4.0), (20089, 2.0)];

fn points(list: &[(i32, f64)]) -> Vec<TrendPoint> {
    let point = |(index, (day, value)): (usize, &(i32, f64))| TrendPoint {
        x: f64::from(*day),
        value: *value,
        obs: ObsRef(index as u32),
    };
    list.iter().enumerate().map(point).collect()
}

fn laid(list: &[(i32, f64)], fit: Fit) -> Trend {
    trend(&points(list), fit, &Unit::none()).unwrap()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 5.1e-7 * expected.abs().max(1.0), "{found} is not {expected}");
}

#[test]
fn the_line_of_the_parameter_counts_is_that_of_an_independent_computation() {
    let found = laid(&MODELS, Fit::LogLeastSquares);
    near(found.slope, 1.144_470);
    near(found.intercept, 18.044_087);
    near(found.r2.unwrap(), 0.729_493);
    near(found.slope_interval.unwrap().0, 0.653_420);
    near(found.slope_interval.unwrap().1, 1.635_519);
    near(found.doubling_years.unwrap(), 0.605_649);
    let (shortest, longest) = found.doubling_interval.unwrap();
    near(shortest, 0.423_809);
    near(longest.unwrap(), 1.060_798);
    near(found.growth.unwrap(), 214.0775);
    near(found.growth_interval.unwrap().0, 92.2104);
    near(found.growth_interval.unwrap().1, 413.2119);
    assert_eq!(
        found.words(NumberStyle::default()),
        "×3.1 a year (1.9–5.1, 95 %), doubling every 7.3 months (5.1–13), R² 0.73, n 12, log-linear least squares, 2015–2024"
    );
    assert_eq!(
        (found.n, found.inputs.len(), found.first.iso(), found.last.iso()),
        (12, 12, "2015-12-10".into(), "2024-12-24".into())
    );
    // The line passes where it was fitted: ln at the first day, and a doubling later twice as high.
    near(found.value(16779.0).ln(), 18.044_087);
    let later = 16779.0 + found.doubling_years.unwrap() * YEAR;
    near(found.value(later) / found.value(16779.0), 2.0);
}

#[test]
fn the_median_of_slopes_is_that_of_an_independent_computation() {
    for (list, slope, intercept, low, high) in [
        (&MODELS[..], 1.223_927, 17.284_313, 0.839_141, 2.118_184),
        (&PRICE[..], -0.549_107, 4.133_013, -0.804_152, -0.458_450),
    ] {
        let found = laid(list, Fit::TheilSen);
        near(found.slope, slope);
        near(found.intercept, intercept);
        near(found.slope_interval.unwrap().0, low);
        near(found.slope_interval.unwrap().1, high);
    }
}

#[test]
fn a_falling_line_halves() {
    let found = laid(&PRICE, Fit::LogLeastSquares);
    near(found.slope, -0.597_571);
    near(found.doubling_years.unwrap(), 1.159_941);
    let (shortest, longest) = found.doubling_interval.unwrap();
    near(shortest, 0.866_469);
    near(longest.unwrap(), 1.754_027);
    assert_eq!(
        found.forms(NumberStyle { ascii: true, ..NumberStyle::default() })[2],
        "-45 % a year (-55..-33 %, 95 %), halving every 14 months (10-21), R2 0.92, n 7"
    );
}

#[test]
fn a_line_that_may_be_flat_has_no_longest_doubling() {
    let found = laid(&[(18262, 100.0), (18628, 130.0), (18993, 120.0), (19358, 125.0)], Fit::LogLeastSquares);
    near(found.doubling_interval.unwrap().0, 2.613_875);
    assert_eq!(found.doubling_interval.unwrap().1, None);
    assert_eq!(
        found.forms(NumberStyle::default())[2],
        "+6.1 % a year (−14…+30 %, 95 %), doubling every 12 years (≥2.6), R² 0.43, n 4"
    );
}

#[test]
fn values_below_zero_take_a_straight_line() {
    let list = [(18262, -3.0), (18628, 1.0), (18993, 2.0), (19358, 7.0)];
    let refused = trend(&points(&list), Fit::LogLeastSquares, &Unit::none());
    assert_eq!(refused.unwrap_err(), "1 of 4 values is not above zero");
    let found = trend(&points(&list), Fit::Linear, &Unit::parse("USD").0).unwrap();
    near(found.slope, 3.099_565);
    near(found.intercept, -2.902_626);
    near(found.slope_interval.unwrap().0, 0.864_888);
    near(found.slope_interval.unwrap().1, 5.334_243);
    assert_eq!((found.growth, found.doubling_years), (None, None));
    assert_eq!(
        found.words(NumberStyle::default()),
        "+$3.1 a year (+$0.86…+$5.3, 95 %), R² 0.95, n 4, linear least squares, 2020–2023"
    );
}

#[test]
fn what_has_no_trend_says_why() {
    let why = |list: &[(i32, f64)]| trend(&points(list), Fit::LogLeastSquares, &Unit::none()).unwrap_err();
    assert_eq!(why(&[]), "no points");
    assert_eq!(why(&[(1, 2.0), (2, 3.0)]), "two points only: growth between them is CAGR");
    assert_eq!(why(&[(1, 2.0), (1, 3.0), (1, 4.0)]), "all points on one day");
    // All of one height: no R², no doubling.
    let flat = laid(&[(1, 2.0), (2, 2.0), (300, 2.0)], Fit::TheilSen);
    assert_eq!((flat.r2, flat.doubling_years, flat.growth), (None, None, Some(0.0)));
    assert_eq!(
        flat.forms(NumberStyle::default())[2],
        "0 % a year, from less than a year (no interval from 3 points), n 3"
    );
}

#[test]
fn of_many_points_the_drawn_pairs_tell_the_same() {
    let line =
        |day: i32| (day, (f64::from(day) / YEAR * 0.7).exp() * (1.0 + 0.3 * f64::from(day * 7919 % 101 - 50) / 50.0));
    let list: Vec<(i32, f64)> = (0..3000).map(line).collect();
    let found = laid(&list, Fit::TheilSen);
    assert!((found.slope - 0.7).abs() < 0.01, "{}", found.slope);
    assert!(
        found.slope_interval.unwrap().0 < 0.7 && found.slope_interval.unwrap().1 > 0.7,
        "{:?}",
        found.slope_interval
    );
    assert_eq!(found.note.as_deref(), Some("median of 1,000,000 of its pairs"));
    assert_eq!(found, laid(&list, Fit::TheilSen));
}

#[test]
fn records_are_new_maxima_in_order_of_time() {
    assert_eq!(records(&points(&MODELS)), [0, 1, 3, 4, 5, 6, 7]);
    // Equal values set none; of one day only the highest; any order in the file.
    assert_eq!(records(&points(&[(5, 2.0), (1, 1.0), (5, 3.0), (7, 3.0), (9, 4.0)])), [1, 2, 4]);
}

#[test]
fn rates_rise_in_points_a_year_and_places_have_no_trend() {
    let list = [(18262, 10.0), (18628, 13.0), (18993, 16.0), (19358, 19.0)];
    for code in ["%", "pp"] {
        for fit in [Fit::LogLeastSquares, Fit::TheilSen, Fit::Linear] {
            let found = trend(&points(&list), fit, &Unit::parse(code).0).unwrap();
            let words = found.words(NumberStyle::default());
            assert!(words.starts_with("+3.0 pp a year (+3.0 pp…+3.0 pp, 95 %), R² 1.00, n 4, linear"), "{words}");
            assert_eq!((found.growth, found.doubling_years), (None, None));
        }
    }
    let places = Unit { dimension: crate::base::Dimension::Rank, ..Unit::none() };
    for fit in [Fit::LogLeastSquares, Fit::Linear] {
        assert_eq!(trend(&points(&list), fit, &places).unwrap_err(), "places have no trend");
    }
}

#[test]
fn of_three_or_four_points_the_median_of_slopes_has_no_interval() {
    let list = [(18262, 100.0), (18628, 130.0), (18993, 120.0), (19358, 125.0), (19723, 140.0)];
    let said = |n: usize| laid(&list[..n], Fit::TheilSen).forms(NumberStyle::default())[2].clone();
    assert_eq!(said(3), "+9.5 % a year (no interval from 3 points), doubling every 7.6 years, R² 0.19, n 3");
    assert!(said(4).contains(" a year (no interval from 4 points), doubling every "), "{}", said(4));
    assert!(said(5).contains(", 95 %), doubling every "), "{}", said(5));
}

#[test]
fn a_year_is_not_told_from_days_and_from_months_it_is_said() {
    let daily = |days: i32| [(18262, 100.0), (18262 + days / 2, 105.0), (18262 + days, 111.0)];
    let refused = trend(&points(&daily(20)), Fit::LogLeastSquares, &Unit::none());
    assert_eq!(refused.unwrap_err(), "20 days only: too few for growth a year");
    for (days, said) in [(90, true), (364, true), (365, false)] {
        let forms = laid(&daily(days), Fit::LogLeastSquares).forms(NumberStyle::default());
        assert!(forms.iter().all(|form| form.contains("from less than a year") == said), "{days}: {forms:?}");
    }
}
