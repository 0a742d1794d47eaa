//! NUMBERS rule 16: a stated change, multiple, share, rank or time is recomputed, and flagged only where it cannot follow.

use std::fs;
use std::path::Path;
use std::process::Command;

use bellwether::analysis::{Claims, Rules, claims};
use bellwether::base::NumberStyle;
use bellwether::data::{Dataset, FileBytes, ReadOptions, read};

const HEADER: &str = "entity,metric,period,value,unit,source,scope,status,reported\n";

fn data(rows: &str) -> Dataset {
    let text = format!("{HEADER}{rows}");
    let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
    read(&[file], &ReadOptions::default(), None)
}

fn found(rows: &str) -> (Dataset, Claims) {
    let data = data(rows);
    let claims = claims(&data, &Rules::default());
    (data, claims)
}

/// What is said of the one claim: that it follows, how it differs, or that it cannot be checked.
fn said(rows: &str) -> String {
    let (data, claims) = found(rows);
    match claims.checked.as_slice() {
        [claim] => claim.verdict(&data, NumberStyle::default()),
        [] => format!("{} without the values", claims.without_values),
        more => panic!("{} claims of {rows}: {more:?}", more.len()),
    }
}

fn follows(rows: &str) -> bool {
    let said = said(rows);
    assert!(said.starts_with("follows") || said.starts_with("does not follow"), "{rows}: {said}");
    said.starts_with("follows")
}

#[test]
fn rule_16_claims_are_recomputed_from_values_of_the_same_key() {
    let rows = "A,users,2023,100,,S,,,\nB,users,2023,90,,S,,,\nA,users,2024,112,,S,,,\n";
    assert_eq!(
        said(&format!("{rows}A,\"users growth, YoY\",2024,20%,,S,,,\n")),
        "does not follow: stated +20 %, computed +12 % = 112/100 − 1 (lines 2 and 4)"
    );
    assert_eq!(
        said(&format!("{rows}A,\"users growth, YoY\",2024,12%,,S,,,\n")),
        "follows from 112/100 − 1 = +12 % (lines 2 and 4)"
    );
    // Another entity, another scope, no value of the year before: nothing is said.
    for other in
        ["B,users growth,2024,20%,,S,,,", "A,users growth,2024,20%,,S,China,,", "A,users growth,2023,20%,,S,,,"]
    {
        let scoped = rows.replace(",S,,,", ",S,World,,");
        let rows = if other.contains("China") { &scoped } else { rows };
        assert_eq!(said(&format!("{rows}{other}\n")), "1 without the values", "{other}");
    }
}

#[test]
fn rule_16_claims_are_recomputed_across_sources_and_said_to_be() {
    let rows = "A,users,2023,100,,S,,,\nA,users,2024,112,,S,,,\nA,users growth,2024,20%,,T,,,\n";
    assert!(said(rows).ends_with("= 112/100 − 1 (across sources; lines 2 and 3)"), "{}", said(rows));
    // Never one value of one source and one of another.
    let spliced = rows.replace("2024,112,,S", "2024,112,,U");
    assert_eq!(said(&spliced), "1 without the values");
    // But where it follows from them nothing is held against it: 112 was said first, 120 by another source.
    let first = format!("{spliced}A,users,2024,120,,S,,,\n").replace("20%", "12%");
    assert!(follows(&first));
    assert!(!follows(&first.replace("12%", "30%")));
}

#[test]
fn rule_16_claims_are_recomputed_by_the_digits_that_were_stated() {
    let rows =
        |claim: &str| format!("A,users,2023,1000,,S,,,\nA,users,2024,1124,,S,,,\nA,users growth,2024,{claim},,S,,,\n");
    for (claim, expected) in [
        ("12%", true),
        ("12.4%", true),
        ("12.5%", false),
        ("13%", false),
        ("约10%", true),
        ("10-15%", true),
        (">=13%", false),
    ] {
        assert_eq!(follows(&rows(claim)), expected, "{claim}");
    }
    // Values that were rounded themselves leave room for a last digit: 4.8M to 5.4M is +12.5 %, or +11 % to +15 %.
    let rounded = "A,users,2023,4.8M,,S,,,\nA,users,2024,5.4M,,S,,,\nA,users growth,2024,14%,,S,,,\n";
    assert!(follows(rounded));
    assert!(!follows(&rounded.replace("14%", "16%")));
    let coarse = "A,营收,2023,10亿元,,S,,,\nA,营收,2024,12亿元,,S,,,\nA,营收增速,2024,30%,,S,,,\n";
    assert!(!follows(coarse), "ten points are no rounding");
    // Intervals: 100 to 110–130 is +10 to +30 %.
    let interval = "A,users,2023,100,,S,,,\nA,users,2024,110-130,,S,,,\nA,users growth,2024,25%,,S,,,\n";
    assert!(follows(interval));
    assert!(!follows(&interval.replace("25%", "35%")));
}

#[test]
fn rule_16_claims_are_recomputed_for_the_window_that_is_named() {
    let rows = "A,revenue,2023Q3,100,,S,,,\nA,revenue,2024Q2,140,,S,,,\nA,revenue,2024Q3,150,,S,,,\n";
    for (claim, expected) in [
        ("\"revenue growth, YoY\",2024Q3,50%", true),
        ("\"revenue growth, YoY\",2024Q3,7%", false),
        ("\"revenue growth, QoQ\",2024Q3,7%", true),
        ("\"revenue growth, QoQ\",2024Q3,50%", false),
        // Without a word either reading will do, and neither is forced.
        ("revenue growth,2024Q3,50%", true),
        ("revenue growth,2024Q3,7%", true),
        ("revenue growth,2024Q3,20%", false),
    ] {
        assert_eq!(follows(&format!("{rows}A,{claim},,S,,,\n")), expected, "{claim}");
    }
    let half = rows.replace("A,revenue,2024Q2,140,,S,,,\n", "");
    assert_eq!(said(&format!("{half}A,revenue growth,2024Q3,20%,,S,,,\n")), "1 without the values");
    let months = "A,销量,2024-04,100,,S,,,\nA,销量,2024-05,110,,S,,,\n";
    assert!(follows(&format!("{months}A,销量环比,2024-05,10%,,S,,,\n")));
    assert!(!follows(&format!("{months}A,销量环比下降,2024-05,10%,,S,,,\n")));
}

#[test]
fn rule_16_claims_are_recomputed_in_both_readings_of_growth_by_times() {
    let rows = |claim: &str, to: u32| format!("A,营收,2023,100,,S,,,\nA,营收,2024,{to},,S,,,\nA,{claim},,S,,,\n");
    for (claim, to, expected) in [
        ("营收同比增速,2024,增长3倍", 400, true),
        ("营收同比增速,2024,增长3倍", 300, true),
        ("营收同比增速,2024,增长3倍", 200, false),
        ("营收同比增速,2024,增至3倍", 400, false),
        ("营收同比增速,2024,增至3倍", 300, true),
        ("营收,2024,翻倍", 200, true),
        ("营收,2024,翻倍", 300, false),
        ("营收,2024,翻两番", 400, true),
        ("营收,2024,×2", 200, true),
        ("营收,2024,×2", 140, false),
    ] {
        assert_eq!(follows(&rows(claim, to)), expected, "{claim} {to}");
    }
}

#[test]
fn rule_16_claims_are_recomputed_in_points_amounts_and_declines() {
    let rates = "A,margin,2023,40%,,S,,,\nA,margin,2024,30%,,S,,,\n";
    for (claim, expected) in [("-10pp", true), ("-12pp", false), ("-10%", true), ("-25%", true), ("-30%", false)] {
        assert_eq!(follows(&format!("{rates}A,margin change,2024,{claim},,S,,,\n")), expected, "{claim}");
    }
    let amounts = "A,revenue,2023,$100M,,S,,,\nA,revenue,2024,$112M,,S,,,\n";
    assert!(follows(&format!("{amounts}A,revenue increase,2024,$12M,,S,,,\n")));
    assert!(!follows(&format!("{amounts}A,revenue increase,2024,$20M,,S,,,\n")));
    let falling = "A,price,2023,100,,S,,,\nA,price,2024,86,,S,,,\n";
    for (claim, expected) in [("14%", true), ("-14%", true), ("20%", false)] {
        assert_eq!(follows(&format!("{falling}A,price decline,2024,{claim},,S,,,\n")), expected, "{claim}");
    }
}

#[test]
fn rule_16_claims_are_recomputed_for_ranks_among_the_named() {
    let rows = "A,users,2024,100,,S,,,\nB,users,2024,90,,S,,,\nC,users,2024,80,,S,,,\n";
    assert!(follows(&format!("{rows}A,rank by users,2024,No. 1,,S,,,\n")));
    assert_eq!(
        said(&format!("{rows}B,rank by users,2024,第一,,S,,,\n")),
        "does not follow: stated No. 1, computed No. 2 = 100, 90, 80 (of 3 named; lines 3 and 2)"
    );
    assert!(!follows(&format!("{rows}A,rank by users,2024,No. 3,,S,,,\n")));
    // More may be ahead than are named.
    assert_eq!(said(&format!("{rows}A,rank by users,2024,No. 7,,S,,,\n")), "1 without the values");
}

#[test]
fn rule_16_claims_are_recomputed_for_shares_ratios_and_multiples() {
    let rows = "A,users,2024,25,,S,,,\nB,users,2024,50,,S,,,\nTotal,users,2024,100,,S,,,\nA,costs,2024,30,,S,,,\nA,revenue,2024,120,,S,,,\n";
    for (claim, expected) in [
        ("A,users share,2024,25%", true),
        ("A,users share,2024,40%", false),
        ("A,costs as % of revenue,2024,25%", true),
        ("A,costs as % of revenue,2024,50%", false),
        ("B,\"users, multiple of A\",2024,2x", true),
        ("B,\"users, multiple of A\",2024,3x", false),
    ] {
        assert_eq!(follows(&format!("{rows}{claim},,S,,,\n")), expected, "{claim}");
    }
}

#[test]
fn rule_16_claims_are_recomputed_for_times_between_events() {
    let rows = "A,Alpha launch,2022-11,,,S,,,\nB,Beta launch,2024-12,,,S,,,\n";
    for (claim, expected) in [
        ("A,Alpha launch to Beta launch,2024-12,两年", true),
        ("A,Alpha launch to Beta launch,2024-12,25个月", true),
        ("A,Alpha launch to Beta launch,2024-12,18个月", false),
        ("A,time since Alpha launch,2023-11,1年", true),
        ("A,time since Alpha launch,2023-11,3年", false),
    ] {
        assert_eq!(follows(&format!("{rows}{claim},,S,,,\n")), expected, "{claim}");
    }
    assert_eq!(said(&format!("{rows}A,time since the move,2024-12,1年,,S,,,\n")), "1 without the values");
}

#[test]
fn rule_16_claims_are_recomputed_from_reports_of_any_vintage() {
    // The claim was right of what was known then.
    let rows = "A,users,2023,100,,S,,,2024-01-01\nA,users,2024,112,,S,,,2024-06-01\nA,users,2024,120,,S,,,2024-09-01\n";
    assert!(follows(&format!("{rows}A,users growth,2024,12%,,S,,,2024-06-01\n")));
    assert!(follows(&format!("{rows}A,users growth,2024,20%,,S,,,2024-09-01\n")));
    assert!(!follows(&format!("{rows}A,users growth,2024,30%,,S,,,2024-09-01\n")));
    // Forecasts and targets are nothing that a fact follows from.
    let forecast = "A,users,2023,100,,S,,,\nA,users,2024,112,,S,,F,\n";
    assert_eq!(said(&format!("{forecast}A,users growth,2024,30%,,S,,,\n")), "1 without the values");
    assert!(!follows(&format!("{forecast}A,users growth,2024,30%,,S,,F,\n")));
}

#[test]
fn rule_16_claims_are_recomputed_without_accusing_other_words() {
    let rows = "A,climate,2023,100,,S,,,\nA,climate,2024,112,,S,,,\nA,climate change index,2024,20%,,S,,,\nA,CAGR of climate,2024,20%,,S,,,\n";
    let (_, claims) = found(rows);
    assert_eq!((claims.checked.len(), claims.without_values), (0, 0));
}

#[test]
fn rule_16_claims_are_recomputed_and_the_shipped_data_hold() {
    let text = fs::read("data/ai-industry-2024.csv").expect("readable");
    let file = FileBytes { name: "a.csv".into(), bytes: text.into(), may_grow: false };
    let data = read(&[file], &ReadOptions::default(), None);
    let found = claims(&data, &Rules::default());
    let wrong: Vec<String> = found.failing().map(|claim| claim.message(&data, NumberStyle::default())).collect();
    assert_eq!(wrong, Vec::<String>::new());
    assert!(found.without_values >= 2, "{}", found.summary());
}

/// Exit code and output of the real program.
fn checked(dir: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bellwether"));
    command.args(arguments).current_dir(dir).env("LC_ALL", "C.UTF-8");
    let output = command.output().expect("the program runs");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

const FILE: &str = "entity,metric,period,value\nA,users,2023,100\nA,users,2024,112\nA,\"users growth, YoY\",2024,20%\n\
                    A,\"users growth, YoY\",2023,5%\nB,users growth,2024,5%\n";

#[test]
fn check_says_nothing_of_claims_unless_it_is_asked() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("a.csv"), FILE).expect("a file");
    let (code, text) = checked(dir.path(), &["check", "a.csv"]);
    assert!(code == Some(0) && !text.contains("claim"), "{text}");
    let (code, text) = checked(dir.path(), &["check", "--claims", "a.csv"]);
    assert_eq!(code, Some(1), "{text}");
    let expected = "a.csv:4:28: warning: claim-differs: stated +20 %, computed +12 % = 112/100 − 1 (lines 2 and 3)\n    \
                    4 | A,\"users growth, YoY\",2024,20%\n      |                            ^^^\n    \
                    help: Check both values, the periods and the words of the claim; if the source errs, say so in note\n\
                    0 errors, 1 warning, 0 notes\n1 claim checked, 1 does not follow, 2 without the values\n";
    assert_eq!(text, expected);
    let (code, json) = checked(dir.path(), &["check", "--claims", "--format", "json", "a.csv"]);
    let list: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((code, list.as_array().map(Vec::len)), (Some(1), Some(1)), "{json}");
    assert_eq!((&list[0]["code"], &list[0]["line"], &list[0]["col"]), (&"claim-differs".into(), &4.into(), &28.into()));
    fs::write(dir.path().join("b.csv"), FILE.replace("20%", "12%")).expect("a file");
    let (code, text) = checked(dir.path(), &["check", "--claims", "b.csv"]);
    assert_eq!((code, text.as_str()), (Some(0), "no problems\n1 claim checked, all follow, 2 without the values\n"));
}
