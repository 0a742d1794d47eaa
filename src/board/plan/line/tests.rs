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

type Named = (String, Vec<f64>);

/// The computed numbers of each series, and what is said aside; or why there is none.
fn shown(rows: &str, panel: &str) -> Result<(Vec<Named>, Vec<String>), String> {
    let text = format!("entity,metric,period,value,status,source\n{rows}");
    let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
    let data = read(&[file], &ReadOptions::default(), None);
    let config = crate::board::check_config(&format!("[panel.a]\nkind = \"line\"\n{panel}"), "my.toml").0.unwrap();
    let sources = crate::board::Sources { open: &data, name: "x.csv", others: std::collections::BTreeMap::new() };
    let board = crate::board::plan(&config, &sources, &crate::board::Lens::default());
    match &board.pages[0].panels[0].resolved {
        Resolved::Line(line) => {
            let values =
                |one: &LineSeries| one.points.iter().map(|point| (point.value * 10.0).round() / 10.0).collect();
            Ok((line.series.iter().map(|one| (one.name.clone(), values(one))).collect(), line.aside.clone()))
        }
        Resolved::Failed(problems) => Err(problems[0].message.clone()),
        other => Err(format!("{other:?}")),
    }
}

/// The panel of these keys, by the way that a board goes.
fn line_of(rows: &str, keys: &str, lens: &crate::board::Lens) -> crate::board::Line {
    let file = FileBytes { name: "x.csv".into(), bytes: rows.as_bytes().into(), may_grow: false };
    let data = read(&[file], &ReadOptions::default(), None);
    let config = format!("[panel.a]\nkind = \"line\"\n{keys}");
    let config = crate::board::check_config(&config, "my.toml").0.unwrap();
    let sources = crate::board::Sources { open: &data, name: "x.csv", others: std::collections::BTreeMap::new() };
    match crate::board::plan(&config, &sources, lens).pages[0].panels[0].resolved.clone() {
        crate::board::Resolved::Line(line) => line,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_index_of_a_forecast_is_told_against_the_facts_before_it() {
    let rows = "A,u,2021,100,,\nA,u,2022,200,,\nA,u,2023,250,F,\n";
    let (series, _) = shown(rows, "show = \"index\"").unwrap();
    assert_eq!(series, [("A, forecast".into(), vec![200.0, 250.0]), ("A".into(), vec![100.0, 200.0])]);
    let (series, _) = shown(rows, "show = \"index\"\nbase = \"2022\"").unwrap();
    assert_eq!(series, [("A, forecast".into(), vec![100.0, 125.0]), ("A".into(), vec![50.0, 100.0])]);
}

#[test]
fn shares_and_ranks_count_each_fact_once() {
    let rows = "A,u,2022,60,,\nB,u,2022,40,,\nA,u,2023,90,F,\n";
    let (series, _) = shown(rows, "show = \"share\"").unwrap();
    assert_eq!(series, [("A".into(), vec![60.0]), ("B".into(), vec![40.0])]);
    let (series, _) = shown(rows, "show = \"rank\"").unwrap();
    assert_eq!(series, [("A".into(), vec![1.0]), ("B".into(), vec![2.0])]);
}

#[test]
fn an_index_stays_within_one_key() {
    let rows = "GPT-1,size,2018,100,,Lab\nGPT-2,size,2019,1500,,Lab\nGPT-2,size,2020,3000,,Lab\n";
    let (series, _) = shown(rows, "show = \"index\"\nby = \"source\"").unwrap();
    assert_eq!(series, [("Lab".into(), vec![100.0, 100.0, 200.0])]);
}

#[test]
fn what_cannot_be_computed_is_said() {
    let rows = "A,u,2021,60,,\nB,u,2021,40,,\nA,u,2022,5,,\n";
    let (_, aside) = shown(rows, "show = \"share\"").unwrap();
    assert_eq!(aside, ["2022 without B"]);
    let rows = "A,u,2021,0,,\nA,u,2022,5,,\nA,u,2023,10,,\n";
    let (series, aside) = shown(rows, "show = \"yoy\"").unwrap();
    assert_eq!((series, aside), (vec![("A".into(), vec![100.0])], vec!["not computed: no 2020 and 1 more".into()]));
}

#[test]
fn an_index_says_of_which_period_it_is_100() {
    let base = crate::base::parse_period("2023Q4", &crate::base::PeriodContext::default()).unwrap();
    let index = LineSpec { show: Some(Computed::Index), ..LineSpec::default() };
    assert_eq!(unit_words(&Unit::none(), &index), "first point of each = 100");
    assert_eq!(unit_words(&Unit::none(), &LineSpec { base: Some(base), ..index }), "Q4 2023 = 100");
}

#[test]
fn a_symlog_axis_shows_what_a_log_axis_leaves_out() {
    use crate::chart::ScaleKind::{Linear, Log, Symlog};
    let rows =
        "entity,metric,period,value\nA,profit,2021,-4000\nA,profit,2022,0\nA,profit,2023,30\nA,profit,2024,70000\n";
    let seen = |keys: &str, lens: Option<crate::chart::ScaleKind>| {
        let scale = lens.map(|kind| ("a".to_owned(), kind)).into_iter().collect();
        let line = line_of(rows, keys, &crate::board::Lens { scale, ..crate::board::Lens::default() });
        (line.scale.kind, line.series[0].points.len(), line.next_scale())
    };
    assert_eq!(seen("", None), (Linear, 4, Log));
    assert_eq!(seen("log = true", None), (Log, 2, Symlog));
    assert_eq!(seen("", Some(Log)), (Log, 2, Symlog));
    assert_eq!(seen("log = \"symlog\"", None), (Symlog, 4, Linear));
    assert_eq!(line_of(rows, "log = \"symlog\"", &crate::board::Lens::default()).scale.linear_to, 10.0);
    // A change that is negative is shown, whatever axis was asked for.
    let falling = "entity,metric,period,value\nA,users,2021,50\nA,users,2022,40\nA,users,2023,60\n";
    let line = line_of(falling, "log = true\nshow = \"yoy\"", &crate::board::Lens::default());
    assert_eq!((line.scale.kind, line.series[0].points.len(), line.next_scale()), (Symlog, 2, Linear));
}

#[test]
fn an_index_does_not_run_across_a_new_definition() {
    let rows = "A,u,2021,100,,\nA,u,2022,200,B,\nA,u,2023,250,,\n";
    let (series, aside) = shown(rows, "show = \"index\"").unwrap();
    assert_eq!(series, [("A".into(), vec![100.0])]);
    assert_eq!(aside, ["not computed: the definition changed in 2022 and 1 more"]);
}
