use std::collections::BTreeMap;

use super::*;
use crate::board::{Lens, Panel, ScatterTrend, Sources, check_config, plan};
use crate::data::{FileBytes, ReadOptions, read};

const CHIPS: &str = "entity,metric,period,value,unit,status,group\n\
    A,price,,100,USD,,X\nA,power,,10,W,,X\nB,price,,200,USD,,Y\nB,power,,40,W,E,Y\nC,price,,400,USD,,X\n\
    C,power,,160 (+10/-10),W,,X\nD,price,,0,USD,,X\nD,power,,5,W,,X\nE,power,,7,W,,X\n";

fn panel(rows: &str, keys: &str, lens: &Lens) -> Panel {
    let file = FileBytes { name: "x.csv".into(), bytes: rows.as_bytes().into(), may_grow: false };
    let data = read(&[file], &ReadOptions::default(), None);
    let config = check_config(&format!("[panel.a]\nkind = \"scatter\"\n{keys}"), "my.toml").0.unwrap();
    let sources = Sources { open: &data, name: "x.csv", others: BTreeMap::new() };
    plan(&config, &sources, lens).pages[0].panels[0].clone()
}

fn scatter(rows: &str, keys: &str) -> Scatter {
    match panel(rows, keys, &Lens::default()).resolved {
        Resolved::Scatter(found) => *found,
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_metrics_of_one_entity_are_a_point() {
    let found = scatter(CHIPS, "x = \"price\"\ny = \"power\"\nlog = true\n");
    assert_eq!(found.title(), "power against price");
    assert_eq!((found.points.x, found.points.y), (vec![100.0, 200.0, 400.0], vec![10.0, 40.0, 160.0]));
    assert_eq!(found.points.standing[1], Standing::Estimate);
    assert_eq!(found.points.ranges, [(2, [None, None, Some(150.0), Some(170.0)])]);
    assert_eq!(found.groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["X", "Y"]);
    assert_eq!(found.aside, ["not above 0: D", "1 without price"]);
    assert_eq!((found.y.domain, found.telling), ((10.0, 170.0), vec![2, 0, 1]));
}

#[test]
fn axes_are_log_as_told_and_as_the_viewer_says() {
    use ScaleKind::{Linear, Log, Symlog};
    let scales = |lens: Option<ScaleKind>, key: &str| {
        let lens = Lens { scale: lens.map(|kind| ("a".to_owned(), kind)).into_iter().collect(), ..Lens::default() };
        let keys = format!("x = \"price\"\nwhere = {{ metric = \"power\" }}\n{key}");
        match panel(CHIPS, &keys, &lens).resolved {
            Resolved::Scatter(found) => ([found.x.scale.kind, found.y.scale.kind], found.next_scale()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(scales(None, "log = \"y\""), ([Linear, Log], Linear));
    assert_eq!(scales(Some(Linear), "log = \"y\""), ([Linear, Linear], Log));
    assert_eq!(scales(Some(Log), "log = \"y\""), ([Linear, Log], Linear));
    assert_eq!(scales(Some(Log), ""), ([Log, Log], Symlog));
    // One price is zero, no power is.
    assert_eq!(scales(Some(Symlog), ""), ([Symlog, Log], Linear));
    assert_eq!(scales(None, "log = \"symlog\""), ([Symlog, Log], Linear));
}

#[test]
fn a_metric_that_is_not_there_is_named() {
    let Resolved::Failed(found) = panel(CHIPS, "x = \"prise\"\ny = \"power\"\n", &Lens::default()).resolved else {
        panic!("drawn")
    };
    assert_eq!(found[0].message, "No row matches: no metric \"prise\"; nearest: \"price\" (4 rows)");
}

#[test]
fn a_table_of_it_has_the_rows_of_both_axes() {
    let lens = Lens { as_table: ["a".to_owned()].into(), ..Lens::default() };
    let found = panel(CHIPS, "x = \"price\"\nwhere = { metric = \"power\", group = \"X\" }\n", &lens);
    let Resolved::Table(records) = &found.resolved else { panic!("{:?}", found.resolved) };
    assert_eq!(records.rows.len(), 7);
}

#[test]
fn trends_go_through_facts_or_records_alone() {
    let rows = "entity,metric,period,value,status\nA,size,2020-01-01,1,\nB,size,2021-01-01,4,\nC,size,2022-01-01,2,\n\
        D,size,2023-01-01,64,E\nE,size,2024-01-01,≥300,\nF,size,2025-01-01,9000,F\n";
    let fitted = |keys: &str| {
        let found = scatter(rows, keys);
        let Some(ScatterTrend::Time(trend)) = found.trend else { panic!("{:?}", found.aside) };
        (trend.n, found.records)
    };
    assert_eq!(fitted("trend = true\n"), (4, None));
    assert_eq!(fitted("trend = true\nrecords = true\n"), (3, Some(vec![0, 1, 3])));
    let middle = scatter(&rows.replace("2,\nD", "1-3,\nD"), "trend = true\n");
    assert_eq!(middle.aside, ["trend without 2 ranges or bounds"]);
    let found = scatter(CHIPS, "x = \"price\"\ny = \"power\"\nlog = true\ntrend = \"theil-sen\"\n");
    let Some(ScatterTrend::Values(line)) = found.trend else { panic!("{:?}", found.aside) };
    // Three points: 10, 40 and 160 at 100, 200 and 400 double twice as often.
    assert!((line.slope - 2.0).abs() < 1e-12 && line.n == 3, "{line:?}");
    let few = scatter(
        CHIPS,
        "x = \"price\"\ny = \"power\"\nlog = true\ntrend = true\nrecords = true\nwhere = { group = \"X\" }\n",
    );
    assert_eq!((few.trend, few.aside.last().map(String::as_str)), (None, Some("no trend: 2 points only")));
}

#[test]
fn a_small_multiple_holds_the_points_of_its_own_value() {
    let keys = "x = \"price\"\ny = \"power\"\nfacet = \"group\"\n";
    let Resolved::Facets(found) = panel(CHIPS, keys, &Lens::default()).resolved else { panic!("no facets") };
    let points = |part: &Panel| match &part.resolved {
        Resolved::Scatter(found) => found.points.len(),
        other => panic!("{other:?}"),
    };
    let counts: Vec<_> = found.parts.iter().map(|part| (part.title.as_str(), points(part))).collect();
    assert_eq!(counts, [("X", 3), ("Y", 1)]);
}
