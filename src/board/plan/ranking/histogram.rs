//! How the values lie that bars would rank: how many stand between which numbers, and where the middle is.

use super::{Ask, Drawn, axis, period, periods, relation};
use crate::analysis::{Bin, Derived, histogram, quantiles};
use crate::base::{NumberStyle, round_to_digits, write_measure};
use crate::board::{Distribution, Resolved};

/// The distribution: unit and period at the corner, median and quartiles on the border.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    let selection = ask.select(&ask.spec.select);
    let mut table = period::table(ask, &selection.refs);
    relation::take_total(ask, &mut table);
    let refs = table.refs;
    if refs.is_empty() {
        return ask.nothing(&selection);
    }
    let mut axis = axis(ask, &refs);
    axis.aside.extend(table.aside);
    let Some(found) = histogram(&axis.values) else {
        return ask.problem("no-values", format!("none of {} rows has a number to count", refs.len()));
    };
    let quartiles = quantiles(&axis.values, &[0.25, 0.5, 0.75]);
    let unit = found.unit;
    let count = found.bins.iter().map(|bin| bin.obs.len()).sum();
    let words = said(&quartiles, count);
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
        bins: joined(found.bins, ask.spec.bins.unwrap_or(usize::MAX)),
        quartiles: [place(0), place(1), place(2)],
        // All values are in the bins: they are not kept three times more.
        computed: quartiles.into_iter().map(|own| Derived { inputs: Vec::new(), ..own }).collect(),
        unit,
        aside: axis.aside,
    };
    Drawn { resolved: Resolved::Histogram(distribution), corner, bottom, obs: refs }
}

/// At most so many bins: neighbours are joined, so that edges stay round.
fn joined(bins: Vec<Bin>, most: usize) -> Vec<Bin> {
    if bins.len() <= most {
        return bins;
    }
    let each = bins.len().div_ceil(most.max(1));
    let one = |run: &[Bin]| {
        let (first, last) = (run.first()?, run.last()?);
        let obs = run.iter().flat_map(|bin| bin.obs.iter().copied()).collect();
        Some(Bin { low: first.low, high: last.high, obs })
    };
    bins.chunks(each).filter_map(one).collect()
}

/// `median 12B · quartiles 3B–70B · n 58`.
fn said(quartiles: &[Derived], count: usize) -> String {
    let style = NumberStyle::default();
    let round = |own: &Derived| {
        let mut measure = own.measure.clone();
        for end in [&mut measure.low, &mut measure.high].into_iter().flatten() {
            end.value = measure.digits.map_or(end.value, |digits| round_to_digits(end.value, digits));
        }
        measure.point =
            measure.point.zip(measure.digits).map(|(point, digits)| round_to_digits(point, digits)).or(measure.point);
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
    [median, both, Some(format!("n {count}"))].into_iter().flatten().collect::<Vec<_>>().join(" · ")
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
        let text = format!("entity,metric,period,value\n{rows}");
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
    fn bins_are_joined_where_fewer_are_wanted() {
        let values: Vec<String> = (0..100).map(|n| format!("{n}")).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let (_, all) = drawn(&values, "true");
        let (_, few) = drawn(&values, "2");
        assert!(all.bins.len() > 2);
        assert_eq!((few.bins.len(), few.count()), (2, 100));
    }
}
