//! The computation rules, one by one: figures as people type them, read from CSV, computed with, and written again.

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether::analysis::{
    Change, Derived, Fit, MetricRules, Movement, Rate, Step, TrendPoint, Where, blended_price, cagr, calendar_period,
    calendarised, change, concentration, convert, growth, indexed, period_before, ranks_over_time, ratio, records,
    select, shares, shares_over_time, sum, trend, write_change,
};
use bellwether::base::{Day, FiscalYearEnd, Measure, NumberStyle, ObsRef, Shape, Unit, write_measure};
use bellwether::data::{Dataset, FileBytes, ReadOptions, read};

const HEADER: &str = "entity,metric,period,value,source,scope,status,reported";

fn load(rows: &[&str]) -> Dataset {
    load_with(rows, &ReadOptions::default())
}

fn load_with(rows: &[&str], options: &ReadOptions) -> Dataset {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    read(&[FileBytes { name: Arc::from("x.csv"), bytes: text.as_bytes().into(), may_grow: false }], options, None)
}

/// The observation of the n-th record.
fn nth(data: &Dataset, index: usize) -> ObsRef {
    data.refs().nth(index).expect("a record")
}

fn all(data: &Dataset) -> Vec<(ObsRef, Measure)> {
    data.refs().map(|at| (at, data.get(at).measure)).collect()
}

fn said(derived: &Derived) -> String {
    write_change(derived, NumberStyle::default(), false)
}

fn rules() -> MetricRules {
    MetricRules::default()
}

fn yoy(data: &Dataset, index: usize, rules: &MetricRules) -> Derived {
    growth(data, nth(data, index), Step::Year, Change::Natural, None, rules)
}

/// The change from the first record to the second.
fn changed(from: &str, to: &str, rules: &MetricRules) -> Derived {
    let data = load(&[&format!("A,m,2023,{from},,,,"), &format!("A,m,2024,{to},,,,")]);
    change(&data.get(nth(&data, 0)).measure, &data.get(nth(&data, 1)).measure, Change::Natural, rules)
}

fn ends(measure: &Measure) -> (Option<f64>, Option<f64>) {
    (measure.low.map(|end| end.value), measure.high.map(|end| end.value))
}

#[test]
fn rule_01_change_only_within_one_series() {
    for other in ["A,m,2023,10,Gartner,,,", "A,m,2023,10,IDC,China,,", "B,m,2023,10,IDC,,,", "A,m,2023,10%,IDC,,,"] {
        let data = load(&[other, "A,m,2024,20,IDC,,,"]);
        assert_eq!(said(&yoy(&data, 1, &rules())), "n/a (no 2023)", "{other}");
    }
    let data = load(&["A,m,2023,10,IDC,,,", "A,m,2024,20,IDC,,,"]);
    let found = yoy(&data, 1, &rules());
    assert_eq!((said(&found), found.inputs), ("+100 %".into(), vec![nth(&data, 0), nth(&data, 1)]));
}

#[test]
fn rule_02_a_gap_gives_no_growth_and_never_the_nearest_period() {
    let data = load(&["A,m,2023Q2,10,,,,", "A,m,2023Q4,10,,,,", "A,m,2024Q3,20,,,,"]);
    assert_eq!(said(&yoy(&data, 2, &rules())), "n/a (no Q3 2023)");
    let quarter = growth(&data, nth(&data, 2), Step::Quarter, Change::Natural, None, &rules());
    assert_eq!(said(&quarter), "n/a (no Q2 2024)");
    // With a tolerance the one further back, and the note says which.
    let found = yoy(&data, 2, &MetricRules { tolerance: Some(1), ..rules() });
    assert_eq!((said(&found), found.note.as_deref()), ("+100 %".into(), Some("against Q2 2023, 1 missing")));
    // A year is not a quarter, and a forecast is no base.
    let data = load(&["A,m,2023,10,,,,", "A,m,2023Q3,10,,,F,", "A,m,2024Q3,20,,,,"]);
    assert_eq!(said(&yoy(&data, 2, &rules())), "n/a (no Q3 2023)");
}

#[test]
fn rule_03_intervals_give_intervals() {
    let found = changed("60 s", "5-20 s", &rules());
    assert_eq!((said(&found), found.formula.as_str()), ("−92…−67 %".into(), "5/60 − 1 … 20/60 − 1"));
    assert_eq!(write_change(&found, NumberStyle::default(), true), "−91.7…−66.7 %");
    let data = load(&["A,m,2023,10-20,,,,", "A,m,2024,30-40,,,,"]);
    let pair = [nth(&data, 0), nth(&data, 1)].map(|at| data.get(at).measure);
    let found = change(&pair[0], &pair[1], Change::Difference, &rules());
    assert_eq!(ends(&found.measure), (Some(10.0), Some(30.0)));
    assert_eq!(ends(&ratio(&pair[1], &pair[0]).measure), (Some(1.5), Some(4.0)));
    let index = indexed((nth(&data, 0), &pair[0]), (nth(&data, 1), &pair[1]));
    assert_eq!(ends(&index.measure), (Some(150.0), Some(400.0)));
}

#[test]
fn rule_04_percentages_change_in_points() {
    let found = changed("约40%", "17%以内", &rules());
    assert_eq!((said(&found), found.words.as_str()), ("≈≤ −23 pp".into(), "fell by at least about 23 points"));
    let data = load(&["A,m,2023,40%,,,,", "A,m,2024,50%,,,,"]);
    let asked = growth(&data, nth(&data, 1), Step::Year, Change::Relative, None, &rules());
    assert_eq!(said(&asked), "+25 %");
}

#[test]
fn rule_05_open_ends_stay_open_but_for_a_declared_limit() {
    let found = changed("40%", "17%以内", &rules());
    assert_eq!(ends(&found.measure), (None, Some(-23.0)));
    let closed = changed("40%", "17%以内", &MetricRules { floor: Some(0.0), ..rules() });
    assert_eq!((ends(&closed.measure), closed.note.as_deref()), ((Some(-40.0), Some(-23.0)), Some("floor 0 used")));
    // From more than 1,000 to just under 2,000 it less than doubled; from over 10 to over 20 nothing is known.
    assert_eq!(said(&changed(">1000", "近2000", &rules())), "≈< +100.0 %");
    assert_eq!(said(&changed(">10", ">20", &rules())), "n/a, both ends open");
    assert_eq!(said(&changed("<=10", "20", &rules())), "≥ +10");
}

#[test]
fn rule_06_about_has_no_width_but_the_users() {
    let found = changed("约40", "60", &rules());
    assert_eq!((said(&found), found.measure.point, found.note), ("≈+50 %".into(), Some(50.0), None));
    let wide = changed("约40", "60", &MetricRules { band: Some(0.1), ..rules() });
    assert_eq!((said(&wide), wide.note.as_deref()), ("≈+36…+67 %".into(), Some("about taken as ±10 %")));
}

#[test]
fn rule_07_a_base_that_is_not_above_zero_has_no_relative_change() {
    for base in ["0", "-5", "-5-5"] {
        let data = load(&[&format!("A,m,2023,{base},,,,"), "A,m,2024,10,,,,"]);
        let asked = growth(&data, nth(&data, 1), Step::Year, Change::Relative, None, &rules());
        assert_eq!(said(&asked), "n/a, base ≤ 0", "{base}");
        let natural = yoy(&data, 1, &rules());
        assert_eq!(natural.note.as_deref(), Some("no relative change, base ≤ 0"));
        assert!(natural.refused.is_none());
    }
}

#[test]
fn rule_08_growth_a_year_and_doubling() {
    let data = load(&["A,m,2020Q1,100,,,,", "A,m,2022Q3,200-300,,,,"]);
    let [from, to] = [nth(&data, 0), nth(&data, 1)].map(|at| data.get(at));
    let found = cagr((&from.measure, &from.period), (&to.measure, &to.period));
    // Thirty months are 2.5 years.
    assert_eq!(found.formula, "(200/100)^(1/2.5) − 1 … (300/100)^(1/2.5) − 1");
    assert_eq!(said(&found), "+32.0…+55.2 %");
    let point = |(day, value): (i32, f64)| TrendPoint { x: f64::from(day), value, obs: nth(&data, 0) };
    let doubling = [(0, 1.0), (365, 2.0), (730, 4.0), (1095, 8.0)].map(point);
    let line = trend(&doubling, Fit::LogLeastSquares, &Unit::none()).expect("a trend");
    assert!((line.doubling_years.expect("a time") - 365.0 / 365.2425).abs() < 1e-12);
    let words = line.words(NumberStyle::default());
    assert!(
        words.starts_with("×2.0 a year") && words.contains("R² 1.00, n 4") && words.ends_with("1970–1972"),
        "{words}"
    );
    let two = trend(&doubling[..2], Fit::LogLeastSquares, &Unit::none());
    assert_eq!(two.unwrap_err(), "two points only: growth between them is CAGR");
    let falling = [(0, 8.0), (365, 4.0), (730, 2.0)].map(point);
    let line = trend(&falling, Fit::TheilSen, &Unit::none()).expect("a trend");
    assert!(line.words(NumberStyle::default()).contains("halving every 12 months"));
    assert_eq!(records(&[(0, 2.0), (9, 2.0), (12, 3.0)].map(point)), [0, 2]);
}

#[test]
fn rule_09_shares_of_the_named_or_of_a_total() {
    let data = load(&["A,m,2024,60,,,,", "B,m,2024,30,,,,", "C,m,2024,10,,,,"]);
    let named = shares(&all(&data), None);
    assert_eq!(named.iter().filter_map(|own| own.share.measure.point).collect::<Vec<_>>(), [60.0, 30.0, 10.0]);
    assert_eq!(named[0].share.note.as_deref(), Some("of 3 named"));
    let index = concentration(&named, false);
    assert_eq!(index.measure.point.map(f64::round), Some(4600.0));
    // Of a total of 200 half is unknown: a rest of many, or of one.
    let total = Measure::exact(200.0, Unit::none());
    let of_total = concentration(&shares(&all(&data), Some(&total)), true);
    assert_eq!(ends(&of_total.measure), (Some(1150.0), Some(3650.0)));
    let wide = load(&["A,m,2024,10-20,,,,", "B,m,2024,20,,,,"]);
    let share = &shares(&all(&wide), None)[0].share.measure;
    assert!((share.low.expect("low").value - 100.0 / 3.0).abs() < 1e-9 && share.high.expect("high").value == 50.0);
    // Overlapping audiences have no sum, and no shares over time.
    let refs: Vec<ObsRef> = data.refs().collect();
    assert!(shares_over_time(&data, &refs, &MetricRules { additive: false, ..rules() }).is_err());
    assert_eq!(shares_over_time(&data, &refs, &rules()).expect("shares").len(), 1);
}

#[test]
fn rule_10_overlapping_intervals_share_a_rank_and_movement_needs_a_period_before() {
    let rows = ["A,m,2023,5,,,,", "B,m,2023,9,,,,", "A,m,2024,30,,,,", "B,m,2024,8-12,,,,", "C,m,2024,10-11,,,,"];
    let data = load(&[&rows[..], &["D,m,2024,>=7,,,,"]].concat());
    let refs: Vec<ObsRef> = data.refs().collect();
    let found = ranks_over_time(&data, &refs, false);
    let first = found[0].rows.as_ref().expect("ranks");
    assert!(first.iter().all(|(_, movement)| *movement == Movement::None));
    let last: Vec<_> = found[1]
        .rows
        .as_ref()
        .expect("ranks")
        .iter()
        .map(|(one, movement)| (data.entity_name(one.at), one.best, one.worst, one.ranked, *movement))
        .collect();
    assert_eq!(
        last,
        [
            ("A", 1, 1, true, Movement::Up(1)),
            ("C", 2, 3, true, Movement::New),
            ("B", 2, 3, true, Movement::Down(1)),
            // An open end comes after all, unranked.
            ("D", 4, 4, false, Movement::None),
        ]
    );
}

#[test]
fn rule_11_a_result_keeps_the_strongest_shape_and_about() {
    let data = load(&["A,m,2024,约5,,,,", "B,m,2024,>=7,,,,", "C,m,2024,10-20,,,,", "D,m,2024,不限,,,,"]);
    let rows = all(&data);
    let total = sum(&rows[..3]);
    assert_eq!(
        (total.measure.shape, total.measure.about, ends(&total.measure)),
        (Shape::Bound, true, (Some(22.0), None))
    );
    assert!(sum(&rows).refused.is_some());
    // Of nine months and of a quarter nothing is computed.
    let data = load(&["A,m,2023前三季度,10,,,,", "A,m,2023Q4,5,,,,", "A,m,2024Q1,5,,,,"]);
    assert_eq!(period_before(&data, nth(&data, 1), None, 0), Err("no Q3 2023".into()));
}

#[test]
fn rule_12_units_convert_inside_a_dimension_and_money_by_the_users_rates() {
    assert_eq!(said(&changed("1 min", "30 s", &rules())), "−50 %");
    let data = load(&["A,m,2024,$100,,,,", "B,m,2024,500元,,,,"]);
    let [dollars, yuan] = [nth(&data, 0), nth(&data, 1)].map(|at| data.get(at));
    assert_eq!(
        said(&change(&dollars.measure, &yuan.measure, Change::Natural, &rules())),
        "n/a, two units that do not compare"
    );
    let rate = |year, rate| Rate {
        date: Day::from_ymd(year, 12, 31).expect("a day"),
        from: "USD".into(),
        to: "CNY".into(),
        rate,
        source: "PBOC".into(),
    };
    let rates = [rate(2023, 7.1), rate(2024, 7.3)];
    let found = convert(&dollars.measure, &dollars.period, &yuan.measure.unit, &rates).expect("money");
    assert_eq!(write_measure(&found.measure, NumberStyle::default()), "¥730");
    assert_eq!(found.note.as_deref(), Some("converted at 7.3 CNY/USD of 2024-12-31, PBOC"));
    let none = convert(&dollars.measure, &dollars.period, &yuan.measure.unit, &[]).expect("money");
    assert_eq!(none.refused.as_deref(), Some("no rate USD/CNY"));
}

#[test]
fn rule_13_prices_are_per_million_tokens_and_blended_three_to_one() {
    let data = load(&["A,in,2024,0.0008元/千tokens,,,,", "A,out,2024,2元/1M tokens,,,,"]);
    let [read, written] = [nth(&data, 0), nth(&data, 1)].map(|at| data.get(at).measure);
    assert_eq!((read.point, &*read.unit.code), (Some(0.8), "CNY/1e6 {token}"));
    let found = blended_price(&read, &written);
    assert!((found.measure.point.expect("a price") - 1.1).abs() < 1e-12);
    assert_eq!(found.formula, "(3·0.8 + 2) / 4");
}

#[test]
fn rule_14_fiscal_periods_are_placed_by_their_days() {
    let fiscal =
        BTreeMap::from([("a".to_owned(), FiscalYearEnd::MonthEnd(1)), ("b".to_owned(), FiscalYearEnd::MonthEnd(6))]);
    let options = ReadOptions { fiscal, ..ReadOptions::default() };
    let rows = ["A,m,FY2025Q1,$90,,,,", "A,m,FY2025Q2,$184,,,,", "B,m,FY2025Q1,$90,,,,", "A,m,FY2024Q1,$45,,,,"];
    let data = load_with(&rows, &options);
    // Equal labels of different fiscal years are not equal periods.
    assert_ne!(data.period(nth(&data, 0)), data.period(nth(&data, 2)));
    // A year before by the label.
    assert_eq!(said(&yoy(&data, 0, &rules())), "+100 %");
    let wanted = calendar_period(&data.period(nth(&data, 1))).expect("a quarter");
    assert_eq!(wanted.words(false), "Q2 2024");
    let found = calendarised(&data, &[nth(&data, 0), nth(&data, 1)], &wanted);
    assert_eq!(found.formula, "$90 × 30/90 + $184 × 61/92");
    assert_eq!(found.note.as_deref(), Some("calendarised by days"));
}

#[test]
fn rule_15_what_was_known_on_a_day() {
    let rows = ["A,m,2023,10,,,,2024-01-31", "A,m,2023,20,,,,2024-06-30", "A,m,2024,40,,,,2025-01-31"];
    let data = load(&rows);
    let on = |month| {
        let day = Day::from_ymd(2025, month, 28);
        growth(&data, nth(&data, 2), Step::Year, Change::Natural, day, &rules())
    };
    assert_eq!(said(&on(2)), "+100 %");
    let early = growth(&data, nth(&data, 2), Step::Year, Change::Natural, Day::from_ymd(2024, 3, 1), &rules());
    assert_eq!(said(&early), "+300 %");
    let known = |day| select(&data, &Where::default(), day).refs.len();
    assert_eq!((known(None), known(Day::from_ymd(2024, 3, 1)), known(Day::from_ymd(2023, 1, 1))), (2, 1, 0));
    let revision = data.revisions().first().expect("a revision");
    assert_eq!((revision.old, revision.new), (nth(&data, 0), nth(&data, 1)));
}

#[test]
fn rule_17_rounding_to_the_coarser_input_and_never_below_two_digits() {
    let found = changed("12345", "45.0", &rules());
    assert_eq!(found.measure.digits, Some(3));
    let found = changed("3", "4", &rules());
    assert_eq!((said(&found), write_change(&found, NumberStyle::default(), true)), ("+33 %".into(), "+33.3 %".into()));
    // The full value stays in the result.
    assert_eq!(found.measure.point, Some((4.0 / 3.0 - 1.0) * 100.0));
}
