//! Tests of the parts of a line together.

use std::collections::BTreeSet;

use super::events::events;
use super::levels::levels;
use super::series::{Wanted, series};
use super::*;
use crate::base::{Standing, Unit};
use crate::board::{Gap, Hue};
use crate::data::{FileBytes, ReadOptions, read};

fn dataset(rows: &[&str]) -> Dataset {
    let text = format!("entity,metric,period,value,group,kind\n{}\n", rows.join("\n"));
    let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
    read(&[file], &ReadOptions::default(), None)
}

fn drawn(data: &Dataset, wanted: &Wanted<'_>) -> (Vec<LineSeries>, Vec<String>) {
    let refs: Vec<ObsRef> = data.refs().collect();
    let (_, series, aside) = series(data, &refs, wanted, |_| Hue(0));
    (series, aside)
}

const PLAIN: Wanted<'_> = Wanted { by: None, log: false, most: MOST_SERIES, tolerance: 0, rates: &[] };

fn names(series: &[LineSeries]) -> Vec<&str> {
    series.iter().map(|series| series.name.as_str()).collect()
}

#[test]
fn series_by_key_largest_end_first() {
    let data = dataset(&["A,users,2022,5,,", "B,users,2022,9,,", "A,users,2021,1,,", "B,users,2023,90,,"]);
    let (series, aside) = drawn(&data, &PLAIN);
    assert_eq!(names(&series), ["B", "A"]);
    assert_eq!(series.iter().map(|series| series.shape).collect::<Vec<_>>(), [0, 1]);
    let xs: Vec<f64> = series[1].points.iter().map(|point| point.x).collect();
    let new_year = f64::from(Day::from_ymd(2021, 1, 1).unwrap().0);
    assert_eq!(xs, [new_year + 182.0, new_year + 365.0 + 182.0]);
    assert!(aside.is_empty());
}

#[test]
fn a_log_axis_names_what_it_cannot_show() {
    let data = dataset(&["A,users,2021,0人,,", "A,users,2022,5人,,", "A,users,2023,5%,,", "A,users,,7人,,"]);
    let (series, aside) = drawn(&data, &Wanted { log: true, ..PLAIN });
    assert_eq!(series[0].points.len(), 1);
    assert_eq!(aside, ["1 in other units", "1 without a day", "1 not above 0"]);
}

#[test]
fn a_column_joins_entities_and_names_their_points() {
    let data = dataset(&[
        "GPT-1,size,2018-06-01,1,OpenAI,",
        "GPT-2,size,2019-02-14,15,OpenAI,",
        "PaLM,size,2022-04-04,540,Google,",
    ]);
    let (series, _) = drawn(&data, &Wanted { by: Some("group"), ..PLAIN });
    assert_eq!(names(&series), ["Google", "OpenAI"]);
    assert_eq!(
        series[1].points.iter().map(|point| data.entity_name(point.obs)).collect::<Vec<_>>(),
        ["GPT-1", "GPT-2"]
    );
}

#[test]
fn one_unit_for_all_and_the_rest_named() {
    let data = dataset(&["A,wait,2021,90 s,,", "A,wait,2022,2 min,,", "B,wait,2021,30 s,,", "C,wait,2021,10 s,,"]);
    let (series, aside) = drawn(&data, &Wanted { most: 2, ..PLAIN });
    let values: Vec<f64> = series[0].points.iter().map(|point| point.value).collect();
    assert_eq!(values, [90.0, 120.0]);
    assert_eq!(aside, ["1 more: C"]);
}

fn with_status(rows: &[&str]) -> Dataset {
    let text = format!("entity,metric,period,value,status\n{}\n", rows.join("\n"));
    let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
    read(&[file], &ReadOptions::default(), None)
}

fn values(series: &LineSeries) -> Vec<f64> {
    series.points.iter().map(|point| point.value).collect()
}

#[test]
fn forecasts_go_on_from_the_facts_and_targets_are_no_points() {
    let data = with_status(&["A,u,2022,1,", "A,u,2023,2,A", "A,u,2024,5,F", "A,u,2025,9,F", "A,u,2026,100,target"]);
    let (series, _) = drawn(&data, &PLAIN);
    assert_eq!(names(&series), ["A, forecast", "A"]);
    assert_eq!([values(&series[0]), values(&series[1])], [vec![2.0, 5.0, 9.0], vec![1.0, 2.0]]);
    let at = |nth| series[0].points.get(nth).unwrap();
    assert!(
        at(1).standing == Standing::Forecast
            && at(0).standing == Standing::Actual
            && series[0].shape == series[1].shape
    );
    let refs: Vec<ObsRef> = data.refs().collect();
    let target = |of_rules| {
        let (levels, words) = levels(&data, &refs, &Unit::none(), of_rules);
        (levels.iter().map(|level| level.value).collect::<Vec<_>>(), words)
    };
    assert_eq!(target(None), (vec![100.0], None));
    assert_eq!(target(Some(7.0)), (vec![7.0], Some("targets: 100 (2026)".into())));
}

#[test]
fn a_line_joins_neither_a_conflict_nor_two_definitions() {
    let breaks = |rows: &[&str]| {
        let (series, _) = drawn(&with_status(rows), &PLAIN);
        series[0].points.iter().map(|point| point.gap != Gap::None).collect::<Vec<_>>()
    };
    let conflict = ["A,u,2021,1,", "A,u,2022,100,", "A,u,2022,500,", "A,u,2023,3,", "A,u,2024,4,"];
    assert_eq!(breaks(&conflict), [false, true, true, true, false]);
    assert_eq!(breaks(&["A,u,2021,1,", "A,u,2022,2,B", "A,u,2023,3,"]), [false, true, false]);
}

#[test]
fn a_trend_leaves_out_what_is_no_number_or_not_of_one_definition_and_says_so() {
    let said = |rows: &[&str]| {
        let data = with_status(rows);
        let (series, _) = drawn(&data, &PLAIN);
        let (found, aside) =
            trends::trends(&data, &series, crate::analysis::Fit::LogLeastSquares, false, &Unit::none());
        (found.first().map(|one| one.trend.n), aside)
    };
    let rows = ["A,u,2018,1,", "A,u,2019,10-90,", "A,u,2020,4,", "A,u,2021,7,", "A,u,2021,9,", "A,u,2022,16(+2/-2),"];
    assert_eq!(said(&rows), (Some(3), vec!["trend of A without 1 range or bound, 2 in conflict".into()]));
    let rows = ["A,u,2018,1,", "A,u,2019,2,", "A,u,2020,400,B", "A,u,2021,500,", "A,u,2022,600,", "A,u,2023,9,F"];
    assert_eq!(said(&rows), (Some(3), vec!["trend of A without 2 before the new definition of 2020".into()]));
    assert_eq!(
        said(&["A,u,2018,1,", "A,u,2019,2-3,", "A,u,2020,3,"]).1,
        ["no trend of A: two points only: growth between them is CAGR, without 1 range or bound"]
    );
    assert_eq!(said(&["A,u,2018,1,", "A,u,2019,2,", "A,u,2020,3,"]), (Some(3), vec![]));
}

#[test]
fn events_within_the_axis() {
    let data = dataset(&[
        "A,size,2018,1,,",
        "A,size,2022,2,,",
        "B,B begins,2019-03,,,event",
        "A,A ends,2020,,,event",
        "B,late,2023-01,,,event",
    ]);
    let (series, _) = drawn(&data, &PLAIN);
    let refs: Vec<ObsRef> = data.refs().collect();
    let shown = BTreeSet::from(["A"]);
    let found = events(&data, &refs, span(&data, &series).unwrap(), &shown);
    assert_eq!(found.iter().map(|event| event.label.as_str()).collect::<Vec<_>>(), ["B begins", "A ends"]);
}

#[test]
fn money_of_another_currency_is_a_point_by_the_user_s_rate() {
    let rate = crate::analysis::Rate {
        date: Day::from_ymd(2024, 12, 31).unwrap(),
        from: "USD".into(),
        to: "CNY".into(),
        rate: 7.0,
        source: "PBOC".into(),
    };
    let data = dataset(&["A,sales,2023,¥70,,", "A,sales,2024,¥80,,", "B,sales,2024,$10,,", "C,sales,2024,€9,,"]);
    let (series, aside) = drawn(&data, &Wanted { rates: std::slice::from_ref(&rate), ..PLAIN });
    assert_eq!(names(&series), ["A", "B"]);
    assert_eq!(series[1].points.iter().map(|point| point.value).collect::<Vec<_>>(), [70.0]);
    assert_eq!(aside, ["1 in other units", "converted at 7 CNY/USD of 2024-12-31, PBOC"]);
    let (series, _) = drawn(&data, &PLAIN);
    assert_eq!(names(&series), ["A"]);
}
