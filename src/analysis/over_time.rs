//! Shares and ranks of the same names, period by period (rules 9 and 10).

use std::collections::{BTreeMap, BTreeSet};

use super::before::disagreement;
use super::{MetricRules, Movement, Ranked, Share, rank, shares};
use crate::base::{Dimension, Measure, ObsRef, Period, fold, is_stated, matches_name};
use crate::data::Dataset;

/// The rows of one period, one for each name.
#[derive(Debug, Clone, PartialEq)]
pub struct AtPeriod<T> {
    /// When.
    pub period: Period,
    /// What was computed of each name; why there is nothing of this period: `2 reports disagree: 3 / 4`.
    pub rows: Result<Vec<T>, String>,
    /// Names that have a row in another period and none in this one.
    pub missing: Vec<String>,
}

type Rows = Vec<(ObsRef, Measure)>;
/// First and last place of each series.
type Places = BTreeMap<usize, (u32, u32)>;

/// The share of each name in each period, of the named rows or of the rows that the metric's `total` names. Shares of the named
/// are those of fewer where some are missing: that is in `missing`.
///
/// # Errors
/// Where nothing may be added: rates, places, several metrics, a metric that is not additive.
pub fn shares_over_time(
    dataset: &Dataset,
    refs: &[ObsRef],
    rules: &MetricRules,
) -> Result<Vec<AtPeriod<Share>>, String> {
    let total = rules.total.as_deref().map(fold);
    let is_total = |at: &ObsRef| {
        let named = |name: &str| total.as_deref().is_some_and(|total| matches_name(total, name));
        named(dataset.entity_name(*at)) || named(dataset.metric_name(*at))
    };
    let (totals, parts): (Vec<ObsRef>, Vec<ObsRef>) = refs.iter().copied().partition(is_total);
    // A metric that is its own total names no other row.
    let (totals, parts) = if parts.is_empty() { (Vec::new(), totals) } else { (totals, parts) };
    if totals.is_empty() && !rules.additive {
        return Err("its values may not be added".to_owned());
    }
    let rate = |at: &ObsRef| {
        let dimension = dataset.get(*at).measure.unit.dimension;
        matches!(dimension, Dimension::Percent | Dimension::Points | Dimension::Factor | Dimension::Rank)
    };
    if parts.iter().any(rate) {
        return Err("rates and places do not add up".to_owned());
    }
    if parts.iter().map(|at| dataset.metric_name(*at)).collect::<BTreeSet<_>>().len() > 1 {
        return Err("several metrics".to_owned());
    }
    let wholes = by_period(dataset, &totals);
    Ok(each(dataset, &parts, |period, rows| match wholes.get(period) {
        Some(whole) => match one_each(dataset, whole)?.as_slice() {
            [(_, whole)] => Ok(shares(&rows, Some(whole))),
            several => Err(format!("{} totals", several.len())),
        },
        None if totals.is_empty() => Ok(shares(&rows, None)),
        None => Err("no total".to_owned()),
    }))
}

/// The rank of each name in each period, largest first (smallest first where `ascending`), with its movement against the period
/// just before, where there is one.
pub fn ranks_over_time(dataset: &Dataset, refs: &[ObsRef], ascending: bool) -> Vec<AtPeriod<(Ranked, Movement)>> {
    let mut before: Option<(Period, Places)> = None;
    each(dataset, refs, |period, rows| {
        let ranks = rank(&rows, ascending);
        let places = |ranks: &[Ranked]| {
            let ranked = ranks.iter().filter(|one| one.ranked);
            ranked.map(|one| (dataset.series_of(one.at), (one.best, one.worst))).collect::<Places>()
        };
        let last = before.replace((*period, places(&ranks)));
        let wanted = period.shifted(-1);
        let was = last.filter(|(last, _)| wanted.is_some_and(|wanted| is_same(&wanted, last))).map(|(_, was)| was);
        let moved = |one: Ranked| {
            let known = was.as_ref().filter(|_| one.ranked);
            let movement = known.map_or(Movement::None, |was| {
                Movement::between(was.get(&dataset.series_of(one.at)).copied(), (one.best, one.worst))
            });
            (one, movement)
        };
        Ok(ranks.into_iter().map(moved).collect())
    })
}

fn is_same(a: &Period, b: &Period) -> bool {
    (a.first, a.last, a.cumulative) == (b.first, b.last, b.cumulative)
}

/// Stated rows by period, in order of time.
fn by_period(dataset: &Dataset, refs: &[ObsRef]) -> BTreeMap<Period, Vec<ObsRef>> {
    let mut periods: BTreeMap<Period, Vec<ObsRef>> = BTreeMap::new();
    for at in refs.iter().copied().filter(|at| is_stated(dataset.get(*at).status)) {
        periods.entry(dataset.period(at)).or_default().push(at);
    }
    periods
}

fn each<T>(
    dataset: &Dataset,
    refs: &[ObsRef],
    mut of: impl FnMut(&Period, Rows) -> Result<Vec<T>, String>,
) -> Vec<AtPeriod<T>> {
    let periods = by_period(dataset, refs);
    let names: BTreeSet<&str> = periods.values().flatten().map(|at| dataset.entity_name(*at)).collect();
    let one = |(period, refs): (&Period, &Vec<ObsRef>)| {
        let here: BTreeSet<&str> = refs.iter().map(|at| dataset.entity_name(*at)).collect();
        let missing = names.difference(&here).map(|name| (*name).to_owned()).collect();
        let rows = one_each(dataset, refs).and_then(|rows| of(period, rows));
        AtPeriod { period: *period, rows, missing }
    };
    periods.iter().map(one).collect()
}

/// One row of each name (entity and metric) of one period, in the order of `refs`: none of reports that disagree is chosen, and
/// two sources of one name are not counted twice.
///
/// # Errors
/// Whose reports disagree: `A: 2 reports disagree: 3 / 4`.
pub fn one_each(dataset: &Dataset, refs: &[ObsRef]) -> Result<Vec<(ObsRef, Measure)>, String> {
    let mut names: BTreeMap<(&str, &str), Vec<ObsRef>> = BTreeMap::new();
    for at in refs {
        names.entry((dataset.entity_name(*at), dataset.metric_name(*at))).or_default().push(*at);
    }
    let mut firsts: BTreeSet<ObsRef> = BTreeSet::new();
    for ((name, _), reports) in names {
        if let Some(words) = disagreement(dataset, &reports) {
            return Err(format!("{name}: {words}"));
        }
        firsts.extend(reports.first());
    }
    Ok(refs.iter().filter(|at| firsts.contains(at)).map(|at| (*at, dataset.get(*at).measure)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{FileBytes, ReadOptions, read};

    fn load(rows: &str) -> Dataset {
        let text = format!("entity,metric,period,value,status\n{rows}");
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        read(&[file], &ReadOptions::default(), None)
    }

    fn said(rows: &str, rules: &MetricRules) -> Result<Vec<String>, String> {
        let data = load(rows);
        let refs: Vec<ObsRef> = data.refs().collect();
        let at = |found: AtPeriod<Share>| {
            let rows = found.rows.map_or_else(
                |why| why,
                |rows| {
                    let points = rows.iter().map(|row| row.share.measure.point.map_or("?".into(), |p| p.to_string()));
                    points.collect::<Vec<_>>().join(" ")
                },
            );
            format!("{}: {rows} | {}", found.period.words(false), found.missing.join(","))
        };
        Ok(shares_over_time(&data, &refs, rules)?.into_iter().map(at).collect())
    }

    #[test]
    fn shares_are_of_the_names_of_each_period() {
        let rows = "A,u,2023,60,\nB,u,2023,40,\nA,u,2024,50,\nB,u,2024,30,\nC,u,2024,20,\nA,u,2025,9,F\n";
        let rules = MetricRules::default();
        assert_eq!(said(rows, &rules), Ok(vec!["2023: 60 40 | C".into(), "2024: 50 30 20 | ".into()]));
        let all = MetricRules { total: Some("All".into()), ..rules.clone() };
        let rows = "A,u,2023,60,\nAll,u,2023,200,\nA,u,2024,50,\n";
        assert_eq!(said(rows, &all), Ok(vec!["2023: 30 | ".into(), "2024: no total | ".into()]));
        let apart = MetricRules { additive: false, ..rules.clone() };
        assert_eq!(said(rows, &apart), Err("its values may not be added".into()));
        assert_eq!(said("A,u,2023,6%,\nB,u,2023,5%,\n", &rules), Err("rates and places do not add up".into()));
        let rows = "A,u,2023,6,\nA,u,2023,7,\nB,u,2023,5,\n";
        assert_eq!(said(rows, &rules), Ok(vec!["2023: A: 2 reports disagree: 6 / 7 | ".into()]));
    }

    #[test]
    fn ranks_move_against_the_period_just_before() {
        let data = load(
            "A,u,2022,3,\nB,u,2022,2,\nA,u,2023,1,\nB,u,2023,2,\nC,u,2023,9,\nA,u,2025,1,\nC,u,2025,2,\nA,u,2026,5-9,\nC,u,2026,4,\n",
        );
        let refs: Vec<ObsRef> = data.refs().collect();
        let at = |found: &AtPeriod<(Ranked, Movement)>| {
            let one = |(ranked, movement): &(Ranked, Movement)| {
                format!("{} {} {movement:?}", data.entity_name(ranked.at), ranked.best)
            };
            found.rows.as_ref().unwrap().iter().map(one).collect::<Vec<_>>().join(", ")
        };
        let found: Vec<String> = ranks_over_time(&data, &refs, false).iter().map(at).collect();
        assert_eq!(
            found,
            [
                "A 1 None, B 2 None",
                "C 1 New, B 2 None, A 3 Down(2)",
                // No 2024: nothing is said of 2025.
                "C 1 None, A 2 None",
                "A 1 Up(1), C 2 Down(1)",
            ]
        );
    }
}
