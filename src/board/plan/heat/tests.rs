use std::collections::BTreeMap;

use crate::analysis::write_change;
use crate::base::{NumberStyle, write_measure};
use crate::board::{Board, Heat, HeatCell, Lens, Resolved, Sources, check_config, plan};
use crate::data::{FileBytes, ReadOptions, read};

fn heat(rows: &[&str], panel: &str, more: &str) -> Heat {
    let text = format!("entity,metric,period,value,unit,source,group,status\n{}\n", rows.join("\n"));
    let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
    let data = read(&[file], &ReadOptions::default(), None);
    let config = check_config(&format!("[panel.a]\nkind = \"heat\"\n{panel}\n{more}"), "my.toml").0.unwrap();
    let sources = Sources { open: &data, name: "x.csv", others: BTreeMap::new() };
    let Board { mut pages, .. } = plan(&config, &sources, &Lens::default());
    match pages.remove(0).panels.remove(0).resolved {
        Resolved::Heat(heat) => heat,
        other => panic!("no grid: {other:?}"),
    }
}

fn said(cell: &HeatCell) -> String {
    let style = NumberStyle::default();
    let text = match &cell.change {
        Some(change) => write_change(change, style, false),
        None => write_measure(&cell.measure, style),
    };
    let shade = if cell.place.is_some() { "" } else { " unshaded" };
    let conflict = if cell.conflict.is_empty() { String::new() } else { format!(" !{}", cell.conflict.join("/")) };
    let joined = if cell.joined.is_empty() { String::new() } else { format!(" {}", cell.joined) };
    format!("{text}{joined}{conflict}{shade}")
}

/// Rows as they read, `.` where there is no row and `_` in a period without any.
fn all(heat: &Heat) -> Vec<String> {
    let row = |(item, row): (usize, &crate::board::HeatRow)| {
        let cells = heat.columns.iter().enumerate().map(|(at, column)| match heat.cell(item, at) {
            Some(cell) => said(cell),
            None if column.empty => String::from("_"),
            None => String::from("."),
        });
        format!("{} | {}", row.name, cells.collect::<Vec<_>>().join(" | "))
    };
    heat.rows.iter().enumerate().map(row).collect()
}

#[test]
fn a_period_without_rows_is_no_zero_and_no_gap_of_one_row() {
    let rows = ["A,u,2021,5,,,", "A,u,2023,0,,,", "B,u,2023,~7,,,", "B,u,2024,≤9,,,"];
    let found = heat(&rows, "", "");
    assert_eq!(all(&found), ["B | . | _ | ≈7 | ≤9", "A | 5 | _ | 0 | ."]);
}

#[test]
fn the_last_number_puts_rows_in_order() {
    let rows = ["A,u,2023,50,,,", "A,u,2024,1,,,", "B,u,2023,9,,,", "B,u,2024,3,,,", "C,u,2023,3,,,"];
    let names = |panel: &str| heat(&rows, panel, "").rows.into_iter().map(|row| row.name).collect::<Vec<_>>();
    assert_eq!(names(""), ["B", "C", "A"]);
    assert_eq!(names("sort = \"value\""), ["A", "B", "C"]);
    assert_eq!(names("sort = \"-entity\""), ["C", "B", "A"]);
    let found = heat(&rows, "top = 1", "");
    assert_eq!((found.rows.len(), found.aside), (1, vec![String::from("2 more: C, A")]));
}

#[test]
fn reports_that_disagree_are_both_told() {
    let found = heat(&["A,u,2023,5,,,", "A,u,2024,40,,,", "A,u,2024,45,,,"], "", "");
    assert_eq!(all(&found), ["A | 5 | 40–45 !40/45 unshaded"], "their middle would average them");
    // Nor are they put in order by it: here by the year before.
    let rows = ["A,u,2023,5,,,", "A,u,2024,40,,,", "A,u,2024,45,,,", "B,u,2024,9,,,"];
    let found = heat(&rows, "", "");
    assert_eq!(found.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["B", "A"]);
    let found = heat(&rows[..3], "", "");
    assert_eq!(found.cell(0, 1).unwrap().obs.len(), 2);
    // Two sources are two rows, never spliced.
    let found = heat(&["A,u,2024,40,,X,", "A,u,2024,45,,Y,"], "", "");
    assert_eq!(all(&found), ["A, Y | 45", "A, X | 40"]);
}

#[test]
fn values_of_a_group_are_added_only_where_they_may_be() {
    let rows = ["A,u,2024,40,,,G", "B,u,2024,45,,,G", "C,u,2024,1,,,H"];
    assert_eq!(all(&heat(&rows, "by = \"group\"", "")), ["G | 85 sum of 2", "H | 1"]);
    let overlap = "[metric.u]\nadditive = false";
    assert_eq!(all(&heat(&rows, "by = \"group\"", overlap)), ["H | 1", "G | 40–45 span of 2 unshaded"]);
    let rates = ["A,u,2024,40%,,,G", "B,u,2024,45%,,,G"];
    assert_eq!(all(&heat(&rates, "by = \"group\"", "")), ["G | 40–45 % span of 2 unshaded"]);
}

#[test]
fn a_sum_counts_each_name_once_and_says_what_it_leaves_out() {
    let one = |rows: &[&str]| all(&heat(rows, "by = \"group\"", "")).remove(0);
    // A second source, and a second report, of one name.
    assert_eq!(one(&["A,u,2024,40,,X,G", "A,u,2024,40,,Y,G", "B,u,2024,45,,X,G"]), "G | 85 sum of 2");
    assert_eq!(one(&["A,u,2024,40,,X,G", "A,u,2024,40,,Y,G"]), "G | 40");
    let conflict = ["A,u,2024,40,,X,G", "A,u,2024,41,,X,G", "B,u,2024,45,,X,G"];
    let why = "A: 2 reports disagree: 40 / 41";
    assert_eq!(one(&conflict), format!("G | n/a {why} !{why} unshaded"));
    let left = ["A,u,2024,40,,,G", "B,u,2024,n/a,,,G", "C,u,2024,9,,,G,F", "D,u,2024,2,,,G"];
    assert_eq!(one(&left), "G | 42 sum of 2 of 4, 1 without value, 1 forecast");
    assert_eq!(one(&["A,u,2024,40,,,G", "C,u,2024,9,,,G,F"]), "G | 40 1 of 2, 1 forecast");
    assert_eq!(one(&["A,u,2024,40,,,G", "A,u,2024,9,,,G,F"]), "G | 40", "a fact stands for its own forecast");
    assert!(one(&["A,u,2024,$4,,,G", "B,v,2024,$5,,,G", "C,w,2024,9 h,,,G"]).contains("1 in another unit"));
}

#[test]
fn a_forecast_is_no_growth() {
    let rows = ["A,u,2023,4,,,,", "A,u,2024,5,,,,", "A,u,2025,9,,,,F"];
    assert_eq!(all(&heat(&rows, "show = \"growth\"", "")), ["A | +25 % | n/a, a forecast, rumour or target unshaded"]);
}

#[test]
fn growth_is_against_the_period_before_or_not_at_all() {
    let rows = ["A,u,2020,100,,,", "A,u,2021,150,,,", "A,u,2023,75,,,", "B,u,2021,0,,,", "B,u,2022,5,,,"];
    let found = heat(&rows, "show = \"growth\"", "");
    assert_eq!(
        all(&found),
        ["A | +50.0 % | . | n/a (no 2022) unshaded", "B | n/a (no 2020) unshaded | n/a, base ≤ 0 unshaded | ."]
    );
    let rates = ["A,u,2023,~40%,,,", "A,u,2024,<=17%,,,"];
    assert_eq!(all(&heat(&rates, "show = \"growth\"", "")), ["A | ≈≤ −23 pp"]);
    let below = ["A,u,2023,-4,,,", "A,u,2024,-1,,,"];
    assert_eq!(all(&heat(&below, "show = \"growth\"", "")), ["A | +3.0"]);
}

#[test]
fn a_total_leaves_the_shades_to_its_parts() {
    let rows = ["A,u,2023,4,,,", "A,u,2024,5,,,", "World,u,2024,90,,,"];
    let found = heat(&rows, "", "[metric.u]\ntotal = \"World\"");
    assert_eq!((all(&found), found.aside), (vec![String::from("A | 4 | 5")], vec![String::from("World: 90 in 2024")]));
}

#[test]
fn a_log_scale_shows_zeros_without_shade() {
    let rows = ["A,u,2023,0,,,", "A,u,2024,500,,,", "B,u,2023,2,,,"];
    assert_eq!(all(&heat(&rows, "log = true", "")), ["A | 0 unshaded | 500", "B | 2 | ."]);
}
