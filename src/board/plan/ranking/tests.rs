use std::collections::BTreeMap;

use crate::base::{NumberStyle, write_measure};
use crate::board::{BarRow, Bars, Board, Lens, Resolved, Sources, check_config, plan};
use crate::data::{Dataset, FileBytes, ReadOptions, read};

fn small(header: &str, rows: &[&str]) -> Dataset {
    let text = format!("{header}\n{}\n", rows.join("\n"));
    let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
    read(&[file], &ReadOptions::default(), None)
}

/// The bars of one panel of kind bar, with these lines of config in its table and these after it.
fn bars(rows: &[&str], panel: &str, more: &str) -> Bars {
    drawn(&small("entity,metric,period,value,unit", rows), panel, more)
}

fn drawn(data: &Dataset, panel: &str, more: &str) -> Bars {
    let config = check_config(&format!("[panel.a]\nkind = \"bar\"\n{panel}\n{more}"), "my.toml").0.unwrap();
    let sources = Sources { open: data, name: "x.csv", others: BTreeMap::new() };
    let Board { mut pages, .. } = plan(&config, &sources, &Lens::default());
    match pages.remove(0).panels.remove(0).resolved {
        Resolved::Bar(bars) => bars,
        other => panic!("no bars: {other:?}"),
    }
}

/// A row as it reads: rank, label, value, movement, relation.
fn said(row: &BarRow) -> String {
    let style = NumberStyle::default();
    let relation = row.relation.as_ref().map_or(String::new(), |relation| relation.write(style));
    let moved = match row.movement {
        crate::analysis::Movement::None => String::new(),
        other => format!("{other:?}"),
    };
    let parts = [row.rank.clone(), row.label.clone(), write_measure(&row.measure, style), moved, relation];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | ")
}

fn all(bars: &Bars) -> Vec<String> {
    bars.rows.iter().map(said).collect()
}

const QUARTERS: [&str; 5] =
    ["A,sales,2024Q1,100,", "B,sales,2024Q1,90,", "C,sales,2024Q1,80,", "C,sales,2024Q2,95,", "B,sales,2024Q2,90,"];

#[test]
fn a_row_that_left_still_had_its_rank() {
    let found = bars(&QUARTERS, "where = { period = \"2024Q2\" }", "");
    assert_eq!(all(&found), ["1 | C | 95 | Up(2) | 1.1× next", "2 | B | 90"]);
}

#[test]
fn a_shared_rank_has_moved_only_where_that_is_sure() {
    let rows = [
        "A,sales,2024Q1,100,",
        "B,sales,2024Q1,90,",
        "C,sales,2024Q1,80,",
        "A,sales,2024Q2,10,",
        "B,sales,2024Q2,95,",
        "C,sales,2024Q2,90-110,",
    ];
    let found = bars(&rows, "", "");
    assert_eq!(
        all(&found),
        ["1–2 | C | 90–110 | Up(1) | 0.95–1.2× next", "1–2 | B | 95 | 9.5× next", "3 | A | 10 | Down(2)"]
    );
}

#[test]
fn one_period_is_ranked_and_the_others_stand_aside() {
    let found = bars(&QUARTERS, "", "");
    assert_eq!(all(&found), ["1 | C | 95 | Up(2) | 1.1× next", "2 | B | 90"]);
    assert_eq!(found.aside, ["A: 100 in Q1 2024"]);
}

#[test]
fn models_dated_by_their_release_are_ranked_together() {
    let rows = ["A,size,2024-01-05,5,", "B,size,2024-03-01,7,", "C,size,2024-05-09,9,", "C,size,2024-06-09,8,"];
    let found = bars(&rows, "", "");
    assert_eq!(all(&found), ["1 | C | 8 | 1.1× next", "2 | B | 7 | 1.4× next", "3 | A | 5"]);
    let rows = ["A,size,2024,5,", "B,size,2024,7,", "C,size,some day,9,"];
    assert_eq!(bars(&rows, "", "").aside, ["C: 9 without a period"]);
}

#[test]
fn the_total_is_no_part_of_itself() {
    let rows = ["A,revenue,2024,60,USD", "B,revenue,2024,30,USD", "Total,revenue,2024,120,USD"];
    let found = bars(&rows, "share = true", "[metric.revenue]\ntotal = \"Total\"");
    assert_eq!(all(&found), ["1 | A | $60 | 50 % of the total", "2 | B | $30 | 25 % of the total"]);
    assert_eq!(found.aside, ["Total: $120"]);
    let rows = ["A,revenue,2024,60-90,USD", "B,revenue,2024,30,USD", "Total,revenue,2024,400,USD"];
    let found = bars(&rows, "share = true", "[metric.revenue]\ntotal = \"Total\"");
    assert_eq!(all(&found)[0], "1 | A | $60–90 | 15–23 % of the total");
}

#[test]
fn a_stated_total_gives_shares_by_itself() {
    let rows = ["A,revenue,2024,60,USD", "B,revenue,2024,30,USD", "Total,revenue,2024,120,USD"];
    let said = |kind: &str, panel: &str, config: &str| {
        let rows: Vec<String> = rows.iter().map(|row| format!("{row},{kind}")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        all(&drawn(&small("entity,metric,period,value,unit,kind", &rows), panel, config))
    };
    let shares = ["1 | A | $60 | 50 % of the total", "2 | B | $30 | 25 % of the total"];
    let named = "[metric.revenue]\ntotal = \"Total\"";
    assert_eq!(said("", "", named), shares);
    assert_eq!(said("", "", ""), shares, "a row called so");
    assert_eq!(said("", "share = false", named), ["1 | A | $60 | 2.0× next", "2 | B | $30"]);
    assert_eq!(said("", "share = false", "").len(), 3, "a row as any other");
    assert_eq!(said("", "", &format!("{named}\nadditive = false")), ["1 | A | $60 | 2.0× next", "2 | B | $30"]);
    // A company of that name is no total.
    let oil = ["A,output,2024,60,", "B,output,2024,30,", "Total,output,2024,70,"];
    assert_eq!(bars(&oil, "", "").rows.len(), 3);
}

#[test]
fn what_must_not_be_added_is_named() {
    let rows = ["A,share,2024,50%,", "B,share,2024,30%,", "C,share,2024,20%,"];
    let found = bars(&rows, "top = 1", "");
    assert_eq!((found.rows.len(), found.aside), (1, vec![String::from("2 more: B, C")]));
    let rows = ["A,sales,2024,50,", "B,sales,2024,30,", "C,sales,2024,20,"];
    assert_eq!(bars(&rows, "top = 1", "").rows[1].label, "rest (2)");
    let found = bars(&rows, "top = 1", "[metric.sales]\nadditive = false");
    assert_eq!((found.rows.len(), found.aside), (1, vec![String::from("2 more: B, C")]));
    // A year to date is no quarter.
    let rows = ["A,sales,2024Q3,50,", "B,sales,2024Q3,30,", "D,sales,2024Q3,10,", "C,sales,YTD 2024-09,20,"];
    let found = bars(&rows, "top = 1", "");
    assert_eq!(all(&found), ["1 | A | 50", "rest (2) | 40"]);
    assert_eq!(found.aside.len(), 1);
}

#[test]
fn the_next_row_is_named_where_it_is_drawn_elsewhere() {
    let rows = ["A,sales,2024,80,", "B,sales,2024,40,", "C,sales,2024,10,"];
    assert_eq!(all(&bars(&rows, "", "")), ["1 | A | 80 | 2.0× next", "2 | B | 40 | 4.0× next", "3 | C | 10"]);
    let upwards = all(&bars(&rows, "sort = \"value\"", ""));
    assert_eq!(upwards, ["3 | C | 10", "2 | B | 40 | 4.0× C", "1 | A | 80 | 2.0× B"]);
    assert_eq!(all(&bars(&rows, "sort = \"entity\"", "")), ["1 | A | 80", "2 | B | 40", "3 | C | 10"]);
}

#[test]
fn two_reports_that_conflict_are_not_ranked_against_each_other() {
    let rows =
        ["A,sales,2024Q1,50,", "B,sales,2024Q1,60,", "A,sales,2024Q2,80,", "A,sales,2024Q2,40,", "B,sales,2024Q2,10,"];
    let found = bars(&rows, "where = { period = \"2024Q2\" }", "");
    assert_eq!(all(&found), ["1 | A | 80", "1 | A | 40", "2 | B | 10 | Down(1)"]);
    assert_eq!(found.rows.iter().map(|row| row.tag.as_str()).collect::<Vec<_>>(), ["", "conflict", ""]);
}

#[test]
fn another_unit_is_said_once() {
    let rows = ["A,mass,2024,5,kg", "B,mass,2024,7,t", "C,mass,2024,9,t", "D,mass,2024,4,t", "E,mass,2024,80%,"];
    assert_eq!(bars(&rows, "", "").aside, ["A: 5 kg, another unit", "E: 80 %, another unit"]);
    let rows = ["A,mass,2024,5,kg", "B,mass,2024,6,kg", "C,mass,2024,2,t", "D,mass,2024,7,"];
    assert_eq!(bars(&rows, "", "").aside, ["C: 2 t, another unit", "D: 7, without unit"]);
}

#[test]
fn money_of_two_currencies_stands_on_one_axis_by_the_user_s_rate() {
    let rate = "[[rates]]\ndate = \"2024-12-31\"\nfrom = \"USD\"\nto = \"CNY\"\nrate = 7.3\nsource = \"PBOC\"\n";
    let rows = ["A,sales,2024,100,CNY", "B,sales,2024,10,USD", "C,sales,2024,80,CNY", "D,sales,2024,9,EUR"];
    let found = bars(&rows, "", rate);
    assert_eq!(all(&found), ["1 | A | ¥100 | 1.3× next", "2 | C | ¥80 | 1.1× next", "3 | B | ¥73"]);
    assert_eq!(found.aside, ["D: €9, no rate EUR/CNY", "B: converted at 7.3 CNY/USD of 2024-12-31, PBOC"]);
    assert_eq!(found.rows.iter().map(|row| row.detail.contains("converted")).collect::<Vec<_>>(), [false, false, true]);
    // Without a rate nothing is converted.
    assert_eq!(bars(&rows, "", "").aside, ["B: $10, another unit", "D: €9, another unit"]);
}

#[test]
fn a_converted_row_had_its_rank_before() {
    let rate = "[[rates]]\ndate = \"2024-12-31\"\nfrom = \"USD\"\nto = \"CNY\"\nrate = 7.3\n";
    let rows = [
        "A,sales,2023,100,CNY",
        "B,sales,2023,10,USD",
        "C,sales,2023,50,CNY",
        "A,sales,2024,100,CNY",
        "B,sales,2024,20,USD",
        "C,sales,2024,60,CNY",
    ];
    let movements: Vec<_> = bars(&rows, "", rate).rows.iter().map(|row| (row.label.clone(), row.movement)).collect();
    let (up, down) = (crate::analysis::Movement::Up(1), crate::analysis::Movement::Down(1));
    assert_eq!(movements[..2], [("B".to_owned(), up), ("A".to_owned(), down)]);
}

#[test]
fn how_concentrated_shares_are_stands_below() {
    let data = small("entity,metric,period,value,source", &["A,u,2024,60,S", "B,u,2024,30,S", "C,u,2024,10,S"]);
    let config = check_config("[panel.a]\nkind = \"bar\"\nshare = true\n", "my.toml").0.unwrap();
    let board = plan(&config, &Sources { open: &data, name: "x.csv", others: BTreeMap::new() }, &Lens::default());
    assert_eq!(board.pages[0].panels[0].bottom, "S · HHI 4,600 of 3 named");
}

/// The rows of a panel of shares, and what stands below.
fn shared(rows: &[&str], panel: &str, more: &str) -> (Vec<String>, String) {
    let data = small("entity,metric,period,value,source", rows);
    let text = format!("[panel.a]\nkind = \"bar\"\nshare = true\n{panel}{more}");
    let config = check_config(&text, "my.toml").0.unwrap();
    let board = plan(&config, &Sources { open: &data, name: "x.csv", others: BTreeMap::new() }, &Lens::default());
    let panel = &board.pages[0].panels[0];
    let Resolved::Bar(bars) = &panel.resolved else { panic!("no bars") };
    (all(bars), panel.bottom.clone())
}

#[test]
fn a_name_that_two_sources_tell_of_is_in_a_sum_once() {
    let (rows, bottom) = shared(&["A,u,2024,60,S", "B,u,2024,40,S", "A,u,2024,60,T"], "", "");
    let expected = ["1 | A | 60 | 60 % of 2 named", "1 | A | 60 | 60 % of 2 named", "2 | B | 40 | 40 % of 2 named"];
    assert_eq!(rows, expected);
    assert_eq!(bottom, "2 sources · HHI 5,200 of 2 named");
    let (rows, bottom) = shared(&["A,u,2024,60,S", "B,u,2024,40,S", "A,u,2024,50,T"], "", "");
    assert_eq!(rows, ["1 | A | 60", "1 | A | 50", "2 | B | 40"]);
    assert_eq!(bottom, "2 sources · no shares, A: 2 sources disagree: 60 / 50");
    // Of a stated total the others still have theirs.
    let all = ["A,u,2024,60,S", "B,u,2024,40,S", "A,u,2024,50,T", "All,u,2024,200,S"];
    let (rows, bottom) = shared(&all, "", "[metric.u]\ntotal = \"All\"");
    assert_eq!(rows, ["1 | A | 60", "1 | A | 50", "2 | B | 40 | 20 % of the total"]);
    assert_eq!(bottom, "2 sources · no HHI, A: 2 sources disagree: 60 / 50");
    let more = ["A,u,2024,60,S", "B,u,2024,80,S", "All,u,2024,100,S"];
    assert_eq!(shared(&more, "", "[metric.u]\ntotal = \"All\"").1, "S · no HHI, shares add up to 140 %");
}

#[test]
fn shares_that_are_wanted_are_there_or_refused_in_words() {
    let money = ["A,sales,2024,60 USD,S", "B,sales,2024,40 USD,S"];
    let (rows, _) = shared(&money, "", "");
    assert_eq!(
        rows,
        ["1 | A | $60 | 60 % of 2 named", "2 | B | $40 | 40 % of 2 named"],
        "parts of a sum, says the config"
    );
    let why = "S · no shares, the values are no parts of one sum (rates, prices, ranks, or additive = false)";
    assert_eq!(shared(&money, "", "[metric.sales]\nadditive = false").1, why);
    assert_eq!(shared(&["A,growth,2024,60%,S", "B,growth,2024,40%,S"], "", "").1, why);
}

#[test]
fn the_rest_counts_no_name_twice() {
    let rows = ["A,u,2024,60,S", "B,u,2024,40,S", "C,u,2024,10,S", "C,u,2024,10,T", "A,u,2024,60,T"];
    let found = |rows: &[&str], top: &str| {
        let bars = drawn(&small("entity,metric,period,value,source", rows), top, "");
        (all(&bars).pop().unwrap_or_default(), bars.aside.join(" · "))
    };
    let rest = |row: &str| (row.to_owned(), String::new());
    assert_eq!(found(&rows, "top = 2"), rest("rest (2) | 50"));
    assert_eq!(found(&rows, "top = 1"), rest("rest (2) | 50"));
    let (last, aside) = found(&["A,u,2024,60,S", "B,u,2024,40,S", "B,u,2024,30,T"], "top = 1");
    assert_eq!((last.split(" | ").nth(1), aside.as_str()), (Some("A"), "2 more: B, B"));
}

const REGIONS: [&str; 6] = [
    "A,sales,North,2024,10",
    "A,sales,South,2024,5",
    "B,sales,North,2024,12",
    "A,sales,South,2024,7",
    "C,sales,North,2024,1",
    "C,sales,West,2024,1",
];

#[test]
fn parts_are_added_and_the_whole_says_so() {
    let data = small("entity,metric,region,period,value", &REGIONS);
    let bars = drawn(&data, "stack = \"region\"\ntop = 2", "");
    assert_eq!(all(&bars), ["B | 12", "C | 2.0 | sum of 2"]);
    // Of two reports of A in the South neither is chosen.
    assert_eq!(bars.aside, ["A, South: 2 reports disagree: 5 / 7", "1 more: A"]);
    let bars = drawn(&data, "stack = \"region\"", "");
    assert_eq!((said(&bars.rows[2]).as_str(), bars.rows[2].obs.len()), ("A | n/a", 3));
    let division = bars.division.as_ref().unwrap();
    let names: Vec<&str> = division.segments.iter().map(|segment| segment.name.as_str()).collect();
    assert_eq!(names, ["North", "South", "West"]);
    let parts =
        |row: &BarRow| division.parts[&row.obs[0]].iter().map(|p| (p.segment, p.low, p.high)).collect::<Vec<_>>();
    let one = Some(1.0);
    assert_eq!((parts(&bars.rows[1]), parts(&bars.rows[2])), (vec![(0, one, one), (2, one, one)], vec![]));
}

/// The stack of these rows of one metric in 2024: its rows, and what stands aside.
fn stacked(header: &str, rows: &[&str], more: &str) -> (Vec<String>, Vec<String>) {
    let bars = drawn(&small(header, rows), "stack = \"region\"", more);
    (all(&bars), bars.aside)
}

#[test]
fn a_sum_keeps_what_is_open_of_its_parts() {
    let found = |values: [&str; 2], more: &str| {
        let rows = [format!("A,sales,North,2024,{}", values[0]), format!("A,sales,South,2024,{}", values[1])];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let (rows, aside) = stacked("entity,metric,region,period,value", &rows, more);
        (rows[0].clone(), aside.join(" · "))
    };
    let told = |row: &str, aside: &str| (row.to_owned(), aside.to_owned());
    assert_eq!(found(["8.4", ">=7"], ""), told("A | ≥15 | sum of 2", ""));
    assert_eq!(found(["8.4", "<=3"], ""), told("A | ≤12 | sum of 2", ""));
    let floor = "[metric.sales]\nfloor = 0";
    assert_eq!(found(["8.4", "<=3"], floor), told("A | 8.4–12 | sum of 2", "A: floor 0 used"));
    assert_eq!(found([">=7", "<=3"], ""), told("A | n/a", "A: the parts are open to both sides"));
    assert_eq!(found([">=7", "<=3"], floor), told("A | ≥7.0 | sum of 2", "A: floor 0 used"));
    assert_eq!(found(["8.4", "unlimited"], ""), told("A | 8.4", "A without South (no limit)"));
}

#[test]
fn of_one_part_series_are_added_and_sources_are_not() {
    let header = "entity,metric,region,period,value,source,scope";
    let found = |rows: &[&str]| {
        let (rows, aside) = stacked(header, rows, "");
        (rows.join(" · "), aside.join(" · "))
    };
    let told = |row: &str, aside: &str| (row.to_owned(), aside.to_owned());
    let (north, south) = ("A,sales,North,2024,10,S,shops", "A,sales,South,2024,5,S,shops");
    // Shops and the web are parts of the South.
    let both = found(&[north, south, "A,sales,South,2024,7,S,web"]);
    assert_eq!(both, told("A | 22 | sum of 3", ""));
    // Another source says the same again.
    assert_eq!(found(&[north, south, "A,sales,South,2024,5,T,shops"]), told("A | 15 | sum of 2", ""));
    let other = found(&[north, south, "A,sales,South,2024,7,T,shops"]);
    assert_eq!(other, told("A | n/a", "A, South: 2 sources disagree: 5 / 7"));
    let apart = found(&[north, south, "A,sales,South,2024,7,T,web"]);
    assert_eq!(apart, told("A | n/a", "A, South: 2 sources of unlike scope: 5 / 7"));
}

#[test]
fn bars_of_a_group_stand_together() {
    let data = small("entity,metric,region,period,value", &REGIONS);
    let bars = drawn(&data, "group_by = \"region\"", "");
    let rows: Vec<String> = bars.rows.iter().map(|row| format!("{} {}", said(row), row.tag)).collect();
    let expected =
        ["B | 12 North", "A | 10 North", "A | 5 South", "A | 7 South · conflict", "C | 1 North", "C | 1 West"];
    assert_eq!(rows, expected);
}

#[test]
fn small_parts_are_one_together() {
    let mut rows: Vec<String> = (1..=6).map(|n| format!("A,sales,R{n},2024,{n}")).collect();
    rows.push("B,sales,R1,2024,0.5".to_owned());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let data = small("entity,metric,region,period,value", &rows);
    let division = drawn(&data, "stack = \"region\"", "").division.unwrap();
    let names: Vec<&str> = division.segments.iter().map(|segment| segment.name.as_str()).collect();
    assert_eq!(names, ["R6", "R5", "R4", "other (3)"]);
    assert_eq!(drawn(&data, "stack = \"region\"", "").rows[0].obs.len(), 6);
    assert_eq!(drawn(&data, "group_by = \"region\"", "").aside, ["left out: R2, R1"]);
}

#[test]
fn what_is_no_sum_is_not_stacked() {
    let config = |column: &str| {
        let text = format!("[panel.a]\nkind = \"bar\"\nstack = \"{column}\"");
        let data = small("entity,metric,region,period,value", &["A,share,North,2024,10%", "A,share,South,2024,5%"]);
        let sources = Sources { open: &data, name: "x.csv", others: BTreeMap::new() };
        plan(&check_config(&text, "my.toml").0.unwrap(), &sources, &Lens::default()).diagnostics.remove(0).message
    };
    assert!(config("region").starts_with("what is stacked is added up"));
    let money = ["A,sales,North,2024,$10", "A,sales,South,2024,$5"];
    let row = |header: &str, rows: &[&str]| said(&drawn(&small(header, rows), "stack = \"region\"", "").rows[0]);
    assert_eq!(row("entity,metric,region,period,value", &money), "A | $15 | sum of 2");
    assert_eq!(config("regoin"), "no column \"regoin\"; nearest: \"region\"");
}

#[test]
fn a_second_source_of_one_name_moves_nobody() {
    let header = "entity,metric,period,value,source";
    let rows = ["A,u,2023,9,Press", "B,u,2023,5,Press", "A,u,2024,40,Filing", "A,u,2024,37,Press", "B,u,2024,9,Press"];
    let bars = drawn(&small(header, &rows), "", "");
    let moved: Vec<_> = bars.rows.iter().map(|row| (row.label.as_str(), row.rank.as_str(), row.movement)).collect();
    let none = crate::analysis::Movement::None;
    assert_eq!(moved, [("A", "1", none), ("A", "1", none), ("B", "2", none)]);
}
