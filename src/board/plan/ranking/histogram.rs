//! How the values lie that bars would rank: how many stand between which numbers, and where the middle is.

use indexmap::IndexMap;

use super::{Ask, Drawn, axis, period, periods, relation};
use crate::analysis::{Bin, Derived, disagreement, histogram, quantiles};
use crate::base::{NumberStyle, ObsRef, Period, Shape, round_to_digits, write_measure};
use crate::board::{Distribution, Resolved};

/// Digits that an edge is exact to: beyond stands what adding binary fractions leaves.
const EDGE_DIGITS: u8 = 12;
/// Names whose reports disagree before the others are only counted.
const MOST_NAMED: usize = 5;

/// The distribution: unit and period at the corner, median and quartiles on the border.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    let selection = ask.select(&ask.spec.select);
    let mut table = period::table(ask, &selection.refs);
    relation::take_total(ask, &mut table);
    let refs = table.refs;
    if refs.is_empty() {
        return ask.nothing(&selection);
    }
    let (counted, disagreeing) = one_each(ask, &refs);
    let mut axis = axis(ask, &counted);
    axis.aside.extend(disagreeing);
    axis.aside.extend(table.aside);
    let Some(found) = histogram(&axis.values) else {
        return ask.problem("no-values", format!("none of {} rows has a number to count", refs.len()));
    };
    let quartiles = quantiles(&axis.values, &[0.25, 0.5, 0.75]);
    let unit = found.unit;
    let placed: usize = found.bins.iter().map(|bin| bin.obs.len()).sum();
    let numbers = axis.values.iter().filter(|(_, measure)| measure.has_number()).count();
    let words = said(&quartiles, numbers, numbers.saturating_sub(placed));
    let parts = [ask.bottom(&refs), words];
    let bottom = match &ask.spec.finding {
        Some(finding) => finding.clone(),
        None => parts.into_iter().rev().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
    };
    let corner = [unit.code.to_string(), periods(ask, &refs)];
    let corner = corner.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let place = |at: usize| quartiles.get(at).and_then(|own| own.measure.place());
    axis.aside.extend(found.aside);
    let distribution = Distribution {
        log: found.log,
        bins: joined(found.bins, ask.spec.bins.unwrap_or(usize::MAX), found.log),
        quartiles: [place(0), place(1), place(2)],
        // All values are in the bins: they are not kept three times more.
        computed: quartiles.into_iter().map(|own| Derived { inputs: Vec::new(), ..own }).collect(),
        unit,
        aside: axis.aside,
    };
    Drawn { resolved: Resolved::Histogram(distribution), corner, bottom, obs: counted }
}

/// One observation of each name and period, for a second source is no further value; in words those whose reports disagree, of
/// which none is counted.
fn one_each(ask: &Ask<'_>, refs: &[ObsRef]) -> (Vec<ObsRef>, Vec<String>) {
    let data = ask.dataset;
    let mut names: IndexMap<(&str, &str, Period), Vec<ObsRef>> = IndexMap::new();
    for at in refs {
        names.entry((data.entity_name(*at), data.metric_name(*at), data.period(*at))).or_default().push(*at);
    }
    let (mut counted, mut aside) = (Vec::new(), Vec::new());
    for ((name, ..), reports) in names {
        match disagreement(data, &reports) {
            Some(words) => aside.push(format!("{name}: {words}")),
            None => counted.extend(reports.first()),
        }
    }
    let more = aside.len().saturating_sub(MOST_NAMED);
    aside.truncate(MOST_NAMED);
    if more > 0 {
        aside.push(format!("{more} more whose reports disagree"));
    }
    (counted, aside)
}

/// An empty bin after the last one, as wide as the others: of equal differences, or the next of 1, 2, 5 of a decade, or of as many
/// decades as the last.
fn next(last: &Bin, log: bool) -> Bin {
    let ratio = last.high / last.low;
    let high = match (log, last.high.log10().rem_euclid(1.0)) {
        (false, _) => last.high + (last.high - last.low),
        // Whole decades, or from 2 to 5.
        (true, lead) if ratio < 9.0 && (0.2..0.4).contains(&lead) => last.high * 2.5,
        (true, _) if ratio < 9.0 => last.high * 2.0,
        (true, _) => last.high * ratio,
    };
    Bin { low: last.high, high: round_to_digits(high, EDGE_DIGITS), obs: Vec::new() }
}

/// At most so many bins: as many neighbours are joined in each, so that edges stay round and widths equal.
fn joined(mut bins: Vec<Bin>, most: usize, log: bool) -> Vec<Bin> {
    if bins.len() <= most {
        return bins;
    }
    let each = bins.len().div_ceil(most.max(1));
    while !bins.len().is_multiple_of(each) {
        let Some(last) = bins.last() else { break };
        bins.push(next(last, log));
    }
    let one = |run: &[Bin]| {
        let (first, last) = (run.first()?, run.last()?);
        let obs = run.iter().flat_map(|bin| bin.obs.iter().copied()).collect();
        Some(Bin { low: first.low, high: last.high, obs })
    };
    bins.chunks(each).filter_map(one).collect()
}

/// `median 12B · quartiles 3B–70B · n 58, 2 with an open end`: n counts what the median is of.
fn said(quartiles: &[Derived], count: usize, open: usize) -> String {
    let style = NumberStyle::default();
    let round = |own: &Derived| {
        let mut measure = own.measure.clone();
        for end in [&mut measure.low, &mut measure.high].into_iter().flatten() {
            end.value = measure.digits.map_or(end.value, |digits| round_to_digits(end.value, digits));
        }
        measure.point =
            measure.point.zip(measure.digits).map(|(point, digits)| round_to_digits(point, digits)).or(measure.point);
        // An open end elsewhere makes it an interval, which may have no width: 30, not 30–30.
        if let (Some(low), Some(high)) = (measure.low, measure.high)
            && low == high
            && low.inclusive
        {
            (measure.shape, measure.point) = (Shape::Exact, Some(low.value));
        }
        own.refused.is_none().then_some(measure)
    };
    let [first, middle, third] = [0, 1, 2].map(|at| quartiles.get(at).and_then(round));
    let median = middle.map(|measure| format!("median {}", write_measure(&measure, style)));
    let both = first.zip(third).map(|(low, high)| {
        let [low, high] = [low, high].map(|measure| write_measure(&measure, style));
        // An interval has its own dash.
        let dash = if low.contains('–') || high.contains('–') || high.contains('−') { " to " } else { "–" };
        format!("quartiles {low}{dash}{high}")
    });
    let open = if open > 0 { format!(", {open} with an open end") } else { String::new() };
    [median, both, Some(format!("n {count}{open}"))].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::board::{Distribution, Lens, Panel, Resolved, Sources, check_config, plan};
    use crate::data::{FileBytes, ReadOptions, read};

    fn drawn(values: &[&str], bins: &str) -> (Panel, Distribution) {
        let rows: String = values
            .iter()
            .enumerate()
            .map(|(n, value)| ["E", &n.to_string(), ",u,2024,", value, "\n"].concat())
            .collect();
        drawn_rows(&rows, bins)
    }

    fn drawn_rows(rows: &str, bins: &str) -> (Panel, Distribution) {
        let text = format!("entity,metric,period,value,source,status\n{rows}");
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        let config = check_config(&format!("[panel.a]\nkind = \"bar\"\nbins = {bins}\n"), "my.toml").0.unwrap();
        let sources = Sources { open: &data, name: "x.csv", others: BTreeMap::new() };
        let panel = plan(&config, &sources, &Lens::default()).pages.remove(0).panels.remove(0);
        match panel.resolved.clone() {
            Resolved::Histogram(found) => (panel, found),
            other => panic!("no histogram: {other:?}"),
        }
    }

    #[test]
    fn values_are_counted_between_round_edges() {
        let (panel, found) = drawn(&["1", "12", "13", "14", "25", "38", "n/a"], "true");
        assert_eq!(found.count(), 6);
        assert_eq!(panel.bottom, "median 14 · quartiles 12–22 · n 6");
        assert_eq!(found.aside, ["1 without number"]);
        assert!(!found.log);
        assert!(found.bins.iter().all(|bin| bin.low < bin.high && (bin.low % 10.0 == 0.0 || bin.low % 5.0 == 0.0)));
    }

    #[test]
    fn orders_of_magnitude_stand_on_decades() {
        let (_, found) = drawn(&["1", "30", "2000", "5M"], "true");
        assert!(found.log);
        assert_eq!(found.place(1e9), Some(found.bins.len() as f64));
    }

    #[test]
    fn each_name_is_counted_once_and_none_of_reports_that_disagree() {
        let rows = "A,u,2024,1,X\nB,u,2024,2,X\nB,u,2024,2,Y\nC,u,2024,3,X\nD,u,2024,8,X\nD,u,2024,9,X\n";
        let (panel, found) = drawn_rows(rows, "true");
        assert_eq!(found.count(), 3);
        assert_eq!(panel.bottom, "median 2.0 · quartiles 1.5–2.5 · n 3 · 2 sources");
        assert_eq!(found.aside, ["D: 2 reports disagree: 8 / 9"]);
    }

    #[test]
    fn n_counts_what_the_median_is_of() {
        let (panel, found) = drawn(&["10", "20", "30", "40", ">50"], "true");
        assert_eq!(found.count(), 4);
        assert_eq!(panel.bottom, "median 30 · quartiles 20–40 · n 5, 1 with an open end");
    }

    #[test]
    fn what_is_no_fact_is_said() {
        let (panel, _) = drawn_rows("A,u,2024,1,,E\nB,u,2024,2,,E\nC,u,2024,3,,\n", "true");
        assert_eq!(panel.bottom, "median 2.0 · quartiles 1.5–2.5 · n 3 · 2 estimates");
    }

    #[test]
    fn joined_bins_are_equally_wide() {
        let values: Vec<String> = (1..=20).map(|n| (f64::from(n) / 2.0).to_string()).collect();
        let (_, all) = drawn(&values.iter().map(String::as_str).collect::<Vec<_>>(), "true");
        let (_, few) = drawn(&values.iter().map(String::as_str).collect::<Vec<_>>(), "3");
        assert!(all.bins.len() % 3 != 0, "{} bins", all.bins.len());
        let widths: Vec<f64> = few.bins.iter().map(|bin| bin.high - bin.low).collect();
        assert!(widths.iter().all(|width| (width - widths[0]).abs() < 1e-9), "{widths:?}");
        assert_eq!(few.count(), 20);
        let powers: Vec<String> = (0..7).map(|n| 10f64.powi(n).to_string()).collect();
        let (_, few) = drawn(&powers.iter().map(String::as_str).collect::<Vec<_>>(), "4");
        let ratios: Vec<f64> = few.bins.iter().map(|bin| bin.high / bin.low).collect();
        assert!(ratios.iter().all(|ratio| (ratio / ratios[0] - 1.0).abs() < 1e-9), "{ratios:?}");
    }

    #[test]
    fn bins_are_joined_where_fewer_are_wanted() {
        let values: Vec<String> = (0..100).map(|n| format!("{n}")).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let (_, all) = drawn(&values, "true");
        let (_, few) = drawn(&values, "2");
        assert!(all.bins.len() > 2);
        assert_eq!((few.bins.len(), few.count()), (2, 100));
    }
}
