//! The columns of a grid: periods of one length, those between them that no row has, and what they are called.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Basis, Day, ObsRef, Period, Precision, TimeOfDay};
use crate::board::HeatColumn;
use crate::data::Dataset;

/// What makes two periods one column: their days, and their time of day where they have one.
pub(super) type Days = (Option<Day>, Option<Day>, Option<TimeOfDay>);

/// Periods without rows are drawn while they are not many more than those with rows.
const MOST_EMPTY: usize = 60;

pub(super) fn days(period: &Period) -> Days {
    (period.first, period.last, period.time)
}

/// What periods have to share to stand on one axis: length, calendar or fiscal, and whether they are sums over time.
type Kind = (Precision, bool, bool);

fn kind(period: &Period) -> Kind {
    (period.precision, period.basis != Basis::Calendar, period.cumulative)
}

/// The columns, the observations that stand in them, and words for those that do not.
pub(super) fn columns(data: &Dataset, refs: &[ObsRef]) -> (Vec<HeatColumn>, Vec<ObsRef>, Vec<String>) {
    let mut kinds: BTreeMap<Kind, (BTreeSet<usize>, Vec<ObsRef>)> = BTreeMap::new();
    let mut undated = 0;
    for at in refs {
        let period = data.period(*at);
        if period.first.is_none() || period.last.is_none() {
            undated += 1;
            continue;
        }
        let (series, members) = kinds.entry(kind(&period)).or_default();
        series.insert(data.series_of(*at));
        members.push(*at);
    }
    let most = kinds.iter().max_by_key(|(_, (series, members))| (series.len(), members.len())).map(|(kind, _)| *kind);
    let mut aside = Vec::new();
    let mut kept = Vec::new();
    for (kind, (_, members)) in kinds {
        if Some(kind) == most {
            kept = members;
            continue;
        }
        let (precision, _, cumulative) = kind;
        let what = match precision {
            Precision::Interval | Precision::Third | Precision::None => String::from("other spans"),
            precision => format!("{}s", precision.as_str().replace('-', " ")),
        };
        let sums = if cumulative { ", cumulative" } else { "" };
        aside.push(format!("{} of {what}{sums}", count(members.len())));
    }
    if undated > 0 {
        aside.push(format!("{} without a period", count(undated)));
    }
    let mut present: BTreeMap<Days, Period> = BTreeMap::new();
    for at in &kept {
        let period = data.period(*at);
        // What is about, or in doubt, is said of each cell.
        let plain = Period { approximate: false, uncertain: false, ..period };
        present.entry(days(&period)).or_insert(plain);
    }
    let (all, left_out) = with_empty(&present);
    if left_out > 0 {
        aside.push(format!("{left_out} periods without rows left out"));
    }
    (named(&all, &present), kept, aside)
}

fn count(rows: usize) -> String {
    format!("{rows} row{}", if rows == 1 { "" } else { "s" })
}

/// All periods from the first to the last one where they follow each other at one step, and how many were left out because
/// they would be too many.
fn with_empty(present: &BTreeMap<Days, Period>) -> (Vec<Period>, usize) {
    let own: Vec<Period> = present.values().copied().collect();
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return (own, 0) };
    let mut chain = Vec::new();
    let most = own.len() * 4 + MOST_EMPTY;
    let mut at = Some(*first);
    let mut steps = 0usize;
    while let Some(period) = at.filter(|period| period.first <= last.first) {
        steps += 1;
        if steps <= most {
            chain.push(period);
        }
        // The step after the last day that there is leads nowhere.
        at = period.shifted(1).filter(|next| next.first > period.first);
    }
    let reached = chain.iter().filter(|period| present.contains_key(&days(period))).count();
    if steps <= most && reached == own.len() {
        return (chain, 0);
    }
    let left_out = if steps > most { steps.saturating_sub(own.len()) } else { 0 };
    (own, left_out)
}

fn named(all: &[Period], present: &BTreeMap<Days, Period>) -> Vec<HeatColumn> {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for period in all {
        *seen.entry(label(period)).or_default() += 1;
    }
    let column = |period: &Period| {
        let (group, mut text) = label(period);
        // The fiscal years of two companies share a name, not their days.
        if seen.get(&(group.clone(), text.clone())).is_some_and(|count| *count > 1)
            && let Some(last) = period.last
        {
            let (year, month, _) = last.ymd();
            text = format!("{text} to {year}-{month:02}");
        }
        HeatColumn { period: *period, group, label: text, empty: !present.contains_key(&days(period)) }
    };
    all.iter().map(column).collect()
}

/// What neighbours share, and what each has alone: (`2023`, `Q2`), (`Feb 2024`, `7`), (nothing, `2023`).
fn label(period: &Period) -> (String, String) {
    let words = Period { cumulative: false, ..*period }.words(false);
    let two = |parts: Option<(&str, &str)>, swapped: bool| match parts {
        Some((first, rest)) if swapped => (rest.to_owned(), first.to_owned()),
        Some((first, rest)) => (first.to_owned(), rest.to_owned()),
        None => (String::new(), words.clone()),
    };
    match period.precision {
        Precision::Quarter | Precision::Half | Precision::Month | Precision::Week => two(words.rsplit_once(' '), true),
        Precision::Day if period.time.is_some() => two(words.rsplit_once(' '), false),
        Precision::Day => two(words.split_once(' '), true),
        Precision::FiscalQuarter | Precision::FiscalHalf => two(words.split_once(' '), false),
        _ => (String::new(), words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{FileBytes, ReadOptions, read};

    fn found(periods: &[&str]) -> (Vec<String>, Vec<String>) {
        let rows: Vec<String> = periods.iter().enumerate().map(|(n, period)| format!("A{n},u,{period},{n}")).collect();
        let text = format!("entity,metric,period,value\n{}\n", rows.join("\n"));
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        let refs: Vec<ObsRef> = data.refs().collect();
        let (columns, _, aside) = columns(&data, &refs);
        let said = columns.iter().map(|column| {
            let empty = if column.empty { " empty" } else { "" };
            format!("{} {}{empty}", column.group, column.label).trim().to_owned()
        });
        (said.collect(), aside)
    }

    #[test]
    fn missing_periods_are_empty_columns() {
        let (columns, aside) = found(&["2023Q3", "2024Q1", "2024Q1"]);
        assert_eq!(columns, ["2023 Q3", "2023 Q4 empty", "2024 Q1"]);
        assert_eq!(aside, Vec::<String>::new());
        assert_eq!(found(&["2021", "2023"]).0, ["2021", "2022 empty", "2023"]);
        assert_eq!(found(&["2024-01-30", "2024-02-01"]).0, ["Jan 2024 30", "Jan 2024 31 empty", "Feb 2024 1"]);
    }

    #[test]
    fn one_length_of_period_and_the_others_named() {
        let (columns, aside) = found(&["2023", "2024", "2024Q1", "", "YTD 2024-09"]);
        assert_eq!(columns, ["2023", "2024"]);
        assert_eq!(aside, ["1 row of quarters", "1 row of other spans, cumulative", "1 row without a period"]);
    }

    #[test]
    fn days_far_apart_have_no_thousand_columns_between_them() {
        let (columns, aside) = found(&["2001-01-01", "2024-02-01"]);
        assert_eq!(columns.len(), 2);
        assert_eq!(aside, ["8430 periods without rows left out"]);
    }
}
