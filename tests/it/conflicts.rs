//! One conflict through every kind of panel that draws numbers: two reports of one key and period, and another source. Both values are
//! shown, never their mean, never one line through both.

use std::collections::BTreeMap;
use std::fs;

use bellwether::base::parse_keys;
use bellwether::board::{Lens, Resolved, Sources, check_config, plan};
use bellwether::data::{FileBytes, ReadOptions, read};
use bellwether::frame::{Caps, ColorLevel, to_text};
use bellwether::shell::{self, RunOptions};

/// 150 and 550 disagree (their mean would be 350), 730 is of another source.
const ROWS: &str = "entity,metric,period,value,source\nA,users,2023,120,Office\nA,users,2024,150,Office\nA,users,2024,550,Office\n\
                    A,users,2023,700,Bureau\nA,users,2024,730,Bureau\nA,staff,2024,10,Office\n";

fn config(kind: &str) -> String {
    let more = match kind {
        "change" => "rows = [{ metric = \"users\" }]\n",
        "scatter" => "y = \"users\"\n",
        _ => "where = { metric = \"users\" }\n",
    };
    format!("data = [\"x.csv\"]\nlayout = [\"a\"]\n[panel.a]\nkind = \"{kind}\"\n{more}")
}

fn screen(kind: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("x.csv"), ROWS).expect("written");
    let path = folder.path().join("config.toml");
    fs::write(&path, config(kind)).expect("written");
    let options = RunOptions { config: Some(path), ..RunOptions::default() };
    let world = shell::load_once(&options);
    let caps = Caps { color: ColorLevel::None, ..Caps::default() };
    let keys = parse_keys("").expect("no keys");
    to_text(&shell::snapshot(&world, &options, caps, (110, 24), &keys))
}

#[test]
fn both_values_of_a_conflict_are_shown_and_never_their_mean() {
    for kind in ["bar", "change", "stat", "table"] {
        let drawn = screen(kind);
        for value in ["150", "550", "730"] {
            assert!(drawn.contains(value), "{kind}: {value} is missing\n{drawn}");
        }
    }
    for kind in ["bar", "change", "stat", "table", "line", "scatter"] {
        let drawn = screen(kind);
        for mean in ["350", "440", "476", "477", "640"] {
            assert!(!drawn.contains(mean), "{kind}: {mean} is a mean of several\n{drawn}");
        }
    }
}

#[test]
fn no_line_runs_through_two_sources_and_both_reports_are_points() {
    let file = FileBytes { name: "x.csv".into(), bytes: ROWS.as_bytes().into(), may_grow: false };
    let data = read(&[file], &ReadOptions::default(), None);
    let sources = Sources { open: &data, name: "x.csv", others: BTreeMap::new() };
    let of = |kind: &str| {
        let config = check_config(&config(kind), "my.toml").0.expect("a config");
        plan(&config, &sources, &Lens::default()).pages.remove(0).panels.remove(0).resolved
    };
    let value = |at: &bellwether::base::ObsRef| data.measure(*at).point.expect("a number");
    let Resolved::Line(line) = of("line") else { panic!("no line") };
    let mut all = Vec::new();
    for series in &line.series {
        let from: Vec<&str> = series.points.obs().iter().map(|at| data.get(*at).source).collect();
        assert!(from.windows(2).all(|pair| pair[0] == pair[1]), "spliced: {from:?}");
        all.extend(series.points.obs().iter().map(value));
    }
    let Resolved::Scatter(scatter) = of("scatter") else { panic!("no scatter") };
    let points: Vec<f64> = scatter.points.obs.iter().map(value).collect();
    for wanted in [150.0, 550.0, 730.0] {
        assert!(all.contains(&wanted), "{wanted} is on no line: {all:?}");
        assert!(points.contains(&wanted), "{wanted} is no point: {points:?}");
    }
}
