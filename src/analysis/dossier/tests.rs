use std::fmt::Write as _;

use super::*;
use crate::analysis::{Condition, Field, Test, claims};
use crate::data::{FileBytes, ReadOptions, read};

const HEAD: &str = "entity,metric,period,value,source,status,reported,kind,group";

fn data(rows: &str) -> Dataset {
    let text = format!("{HEAD}\n{rows}");
    let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
    let options = ReadOptions {
        entity_names: vec![vec!["Doubao 豆包".to_owned(), "Cici".to_owned()]],
        ..ReadOptions::default()
    };
    read(&[file], &options, None)
}

fn of(data: &Dataset, name: &str) -> Dossier {
    let rules = Rules::default();
    let told = Told { as_of: None, rules: &rules, claims: &claims(data, &rules), after: &[] };
    dossier(data, &Folded::of(name), &told)
}

fn said(data: &Dataset, refs: &[ObsRef]) -> Vec<String> {
    refs.iter().map(|at| data.get(*at).measure.raw.to_string()).collect()
}

#[test]
fn rows_of_every_name_are_gathered_and_those_of_others_are_not() {
    let data = data(
        "Doubao 豆包,users,2024-10,5,A,,,,\n豆包,staff,2024,7,A,,,,\nCici,price,2024,3,A,,,,\n\
         Doubao models 豆包大模型,users,2024-10,9,A,,,,\n",
    );
    for name in ["Doubao 豆包", "doubao", "豆包", "CICI"] {
        let forms = data.series()[0].entity_forms.clone();
        assert!(forms.is_same(&Folded::of(name)), "{name}");
    }
    let found = dossier(
        &data,
        &data.series()[0].entity_forms,
        &Told { as_of: None, rules: &Rules::default(), claims: &Claims::default(), after: &[] },
    );
    let figures: Vec<String> = found.figures.iter().flat_map(|figure| said(&data, &[figure.at])).collect();
    assert_eq!(figures, ["5", "7", "3"]);
    assert_eq!(of(&data, "nobody"), Dossier::default());
}

#[test]
fn the_latest_stated_value_leads_and_the_rest_is_kept_apart() {
    let data = data(
        "A,users,2023,100,S,,2024-01-01,,\nA,users,2024,110,S,,2025-01-01,,\nA,users,2024,120,S,,2025-06-01,,\n\
         A,users,2025,150,S,F,2025-06-01,,\n",
    );
    let found = of(&data, "A");
    let [figure] = &found.figures[..] else { panic!("{found:?}") };
    assert_eq!(said(&data, &[figure.at]), ["120"]);
    assert_eq!(said(&data, &figure.history), ["100"]);
    assert_eq!(said(&data, &figure.unstated), ["150"]);
    assert_eq!(said(&data, &figure.revised), ["110"]);
    assert_eq!(figure.all.len(), 4);
    let (before, change) = figure.change.as_ref().expect("a change");
    assert_eq!(said(&data, &[*before]), ["100"]);
    assert_eq!(change.formula, "120/100 − 1");
    // What was not known yet is not told.
    let day = Day::from_ymd(2025, 2, 1);
    let told = Told { as_of: day, rules: &Rules::default(), claims: &Claims::default(), after: &[] };
    let then = dossier(&data, &Folded::of("A"), &told);
    assert_eq!(said(&data, &[then.figures[0].at]), ["110"]);
    assert!(then.figures[0].unstated.is_empty() && then.figures[0].revised.is_empty());
}

#[test]
fn events_follow_in_time_with_the_lags_between_them() {
    let data = data(
        "A,second,2023-06,,S,,,event,G\nA,never dated,,,S,,,event,G\nA,first,2023-01,,S,,,event,H\n\
         B,anchor,2022-11,,S,,,event,\nA,before,2021,,S,,,event,g\n",
    );
    let anchor = Where {
        conditions: vec![Condition {
            field: Field::Metric,
            negated: false,
            any: vec![Test::Name("anchor".to_owned())],
        }],
    };
    let told = Told { as_of: None, rules: &Rules::default(), claims: &Claims::default(), after: &[&anchor, &anchor] };
    let found = dossier(&data, &Folded::of("A"), &told);
    let names: Vec<&str> = found.events.iter().map(|at| data.metric_name(*at)).collect();
    assert_eq!(names, ["before", "first", "second", "never dated"]);
    assert_eq!(found.groups, ["G", "H"]);
    let words: Vec<String> = found
        .lags
        .iter()
        .map(|lag| match lag {
            DossierLag::Next { from, to, lag } => {
                format!("{} {} {}", data.metric_name(*from), data.metric_name(*to), lag.words(false, false))
            }
            DossierLag::After { from, to } => {
                let each = to.iter().map(|(at, lag)| format!("{} {}", data.metric_name(*at), lag.words(true, false)));
                format!("after {}: {}", data.metric_name(*from), each.collect::<Vec<_>>().join(", "))
            }
        })
        .collect();
    assert_eq!(words, ["before first 13–24 mo", "first second 5 mo", "after anchor: first 2, second 7"]);
}

#[test]
fn an_event_of_the_same_month_before_another_did_not_follow_it() {
    let data = data("A,early,2023-01-05,,S,,,event,\nA,late,2023-01-28,,S,,,event,\nB,anchor,2023-01-25,,S,,,event,\n");
    let any = vec![Test::Name("anchor".to_owned())];
    let anchor = Where { conditions: vec![Condition { field: Field::Metric, negated: false, any }] };
    let told = Told { as_of: None, rules: &Rules::default(), claims: &Claims::default(), after: &[&anchor] };
    let found = dossier(&data, &Folded::of("A"), &told);
    let Some(DossierLag::After { to, .. }) = found.lags.last() else { panic!("{found:?}") };
    let days: Vec<(&str, Option<i32>)> = to.iter().map(|(at, lag)| (data.metric_name(*at), lag.days)).collect();
    assert_eq!(days, [("late", Some(3))]);
}

#[test]
fn of_reports_that_disagree_none_is_chosen_for_a_change() {
    let data = data("A,users,2023,1,S,,,,\nA,users,2024,100,S,,,,\nA,users,2024,500,S,,,,\n");
    let found = of(&data, "A");
    assert_eq!(found.figures[0].change, Err("2 reports disagree: 100 / 500".to_owned()));
}

#[test]
fn sources_are_counted_once_by_their_name() {
    let data = data(
        "A,users,2024,5,Quest,,,,\nA,staff,2024,7,QUEST,,,,\nA,begins,2023,,author,,,event,\nB,staff,2024,7,Quest,,,,\n",
    );
    let found = of(&data, "A");
    let counts: Vec<(&str, usize, usize)> =
        found.sources.iter().map(|source| (source.name.as_str(), source.figures, source.events)).collect();
    assert_eq!(counts, [("Quest", 2, 0), ("author", 0, 1)]);
}

#[test]
fn what_cannot_both_be_so_is_told_with_all_reports() {
    let data = data(
        "A,users,2024,100,S,,,,\nA,users,2024,500,S,,,,\nA,staff,2024,48.39M,S,,,,\nA,staff,2024,48.4M,T,,,,\n\
         A,pay,2024,≤17,S,,,,\nA,pay,2024,20,T,,,,\nA,rent,2024,约40,S,,,,\nA,rent,2024,90,T,,,,\nA,hires,2024,3,S,U,,,\n",
    );
    let found = of(&data, "A");
    let told: Vec<(Why, Vec<String>)> = found.contradictions.iter().map(|c| (c.why, said(&data, &c.obs))).collect();
    let reports = |values: [&str; 2]| (Why::Reports, values.map(str::to_owned).to_vec());
    assert_eq!(told, [reports(["100", "500"]), reports(["≤17", "20"]), (Why::Rumour, vec!["3".to_owned()])]);
}

#[test]
fn a_claim_that_does_not_follow_is_told_with_its_values() {
    let data = data(
        "A,users,2023,100,S,,2024-01-01,,\nA,users,2024,112,S,,2025-01-01,,\nA,\"users growth, YoY\",2024,20%,T,,2024-12-01,,\n\
         A,\"users growth, YoY\",2023,9%,T,,,,\nA,staff,2023,50,S,,,,\nA,staff,2024,60,S,,,,\nA,\"staff growth, YoY\",2024,20%,T,,,,\n",
    );
    let found = of(&data, "A");
    let told: Vec<(Why, Vec<String>)> = found.contradictions.iter().map(|c| (c.why, said(&data, &c.obs))).collect();
    assert_eq!(told, [(Why::Claim, ["20%", "100", "112"].map(str::to_owned).to_vec())]);
    // On a day on which one of the values was not known yet nothing spoke against it.
    let rules = Rules::default();
    let all = claims(&data, &rules);
    let then = Told { as_of: Day::from_ymd(2024, 12, 5), rules: &rules, claims: &all, after: &[] };
    assert_eq!(dossier(&data, &Folded::of("A"), &then).contradictions, []);
}

proptest::proptest! {
    #[test]
    fn every_row_of_the_name_is_told_and_no_other(
        rows in proptest::collection::vec((0usize..3, 0usize..3, 2020u16..2025, 0u32..4, 0usize..3, 0usize..3), 0..24),
    ) {
        let mut text = String::new();
        for (entity, metric, year, value, source, status) in &rows {
            let (entity, metric) = (["A", "豆包 A", "B"][*entity], ["users", "staff", "begins"][*metric]);
            let (value, kind) = if metric == "begins" { (String::new(), "event") } else { (value.to_string(), "") };
            let (source, status) = (["S", "T", ""][*source], ["", "F", "U"][*status]);
            let _ = writeln!(text, "{entity},{metric},{year},{value},{source},{status},,{kind},");
        }
        let data = data(&text);
        let found = of(&data, "A");
        let own: Vec<ObsRef> = data.refs().filter(|at| data.is_of(*at, &Folded::of("A"))).collect();
        let sorted = |mut refs: Vec<ObsRef>| { refs.sort_unstable(); refs };
        let by_source = found.sources.iter().flat_map(|source| source.all.clone()).collect();
        proptest::prop_assert_eq!(&sorted(by_source), &own);
        let figures = found.figures.iter().flat_map(|figure| figure.all.clone());
        proptest::prop_assert_eq!(&sorted(figures.chain(found.events.clone()).collect()), &own);
        for figure in &found.figures {
            let parts = [&figure.history, &figure.unstated, &figure.revised, &figure.conflicting];
            let told = parts.iter().flat_map(|part| part.iter()).chain([&figure.at]);
            proptest::prop_assert!(told.into_iter().all(|at| figure.all.contains(at)));
        }
        let days: Vec<_> = found.events.iter().map(|at| data.period(*at).first).collect();
        proptest::prop_assert!(days.is_sorted());
    }
}
