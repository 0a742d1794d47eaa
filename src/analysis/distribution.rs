//! How values lie: quantiles, and bins with round edges.

use super::Derived;
use super::interval::{Interval, computed, conversion, rounded};
use crate::base::{Bound, Measure, NumberStyle, ObsRef, Shape, Unit, write_measure, write_number};

/// From this ratio of the largest value to the smallest on bins are laid on decades.
const LOG_FROM: f64 = 1000.0;
/// Fewer than this are no histogram, more can't be read.
const MOST_BINS: f64 = 60.0;

/// One bin: from `low` up to and without `high`; the last one with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// Lower edge.
    pub low: f64,
    /// Upper edge.
    pub high: f64,
    /// Which values lie in it.
    pub obs: Vec<ObsRef>,
}

/// Bins, and what has no place in any.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// In order, empty ones too.
    pub bins: Vec<Bin>,
    /// Unit of the edges.
    pub unit: Unit,
    /// Whether the edges stand on decades.
    pub log: bool,
    /// Words for what is counted apart: `2 ranges by their midpoint`, `3 with an open end`, `1 without number`.
    pub aside: Vec<String>,
}

/// The value below which a part of sorted numbers lies: type 7 of Hyndman & Fan (1996), linear between order statistics, which R
/// and numpy take too. `p` is 0 to 1.
fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let place = p.clamp(0.0, 1.0) * (sorted.len().checked_sub(1)?) as f64;
    let below = *sorted.get(place.floor() as usize)?;
    let above = *sorted.get(place.ceil() as usize)?;
    // Both ends may be open, and infinite.
    if below == above { Some(below) } else { Some(below + (above - below) * place.fract()) }
}

fn sorted(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_unstable_by(f64::total_cmp);
    numbers
}

/// Quantiles of measures in the unit of the first: of intervals by both ends, of which an open one lies beyond all. What has no
/// number is left out, and said.
pub fn quantiles(measures: &[(ObsRef, Measure)], probabilities: &[f64]) -> Vec<Derived> {
    let Some(unit) = measures.iter().find(|(_, m)| m.has_number()).map(|(_, m)| m.unit.clone()) else {
        let all: Vec<&Measure> = measures.iter().map(|(_, m)| m).collect();
        return probabilities.iter().map(|_| Derived::refused(&all, "no row has a number")).collect();
    };
    let taken: Vec<(ObsRef, &Measure, f64)> = measures
        .iter()
        .filter(|(_, measure)| measure.has_number())
        .filter_map(|(at, measure)| Some((*at, measure, conversion(measure, &unit)?)))
        .collect();
    let lows = sorted(taken.iter().map(|(_, m, by)| m.low.map_or(f64::NEG_INFINITY, |b| b.value * by)));
    let highs = sorted(taken.iter().map(|(_, m, by)| m.high.map_or(f64::INFINITY, |b| b.value * by)));
    let points = taken.iter().map(|(_, m, by)| m.point.map(|p| p * by)).collect::<Option<Vec<f64>>>();
    let points = points.map(|points| sorted(points.into_iter()));
    let used: Vec<&Measure> = taken.iter().map(|(_, m, _)| *m).collect();
    let left = measures.len() - taken.len();
    let one = |p: &f64| {
        let end = |numbers: &[f64]| {
            let value = quantile(numbers, *p).filter(|value| value.is_finite())?;
            Some(Bound { value, inclusive: true })
        };
        let ends = Interval { low: end(&lows), high: end(&highs) };
        if ends.low.is_none() && ends.high.is_none() {
            return Derived::refused(&used, "open ends");
        }
        let point = points.as_ref().and_then(|points| quantile(points, *p));
        let measure = computed(ends, point, unit.clone(), &used);
        let percent = write_number(*p * 100.0, None, NumberStyle::default());
        let value = write_measure(&rounded(&measure), NumberStyle::default());
        Derived {
            words: if *p == 0.5 { format!("median {value}") } else { format!("{percent} % are at most {value}") },
            formula: format!("quantile {p} of {} values, linear between them", used.len()),
            measure,
            inputs: taken.iter().map(|(at, ..)| *at).collect(),
            note: (left > 0).then(|| format!("{left} left out")),
            refused: None,
        }
    };
    probabilities.iter().map(one).collect()
}

/// Bins of the values by stated point, else midpoint, in the unit of the first one that has a number. Their width is that of
/// Freedman & Diaconis (1981), 2 · interquartile range / ∛n; where half of the values are alike that of Sturges (1926), log₂ n + 1
/// bins. Edges are multiples of 1, 2 or 5 of a power of ten; where the largest value is a thousand times the smallest and more
/// they stand at 1, 2, 5 of each decade, or at whole decades. `None` where no value has a place.
pub fn histogram(measures: &[(ObsRef, Measure)]) -> Option<Histogram> {
    let unit = measures.iter().find(|(_, m)| m.place().is_some()).map(|(_, m)| m.unit.clone())?;
    let mut placed: Vec<(f64, ObsRef)> = Vec::new();
    let (mut ranges, mut open, mut none, mut other) = (0, 0, 0, 0);
    for (at, measure) in measures {
        match (conversion(measure, &unit), measure.place()) {
            _ if !measure.has_number() => none += 1,
            (None, _) => other += 1,
            (_, None) => open += 1,
            (Some(by), Some(place)) => {
                ranges += usize::from(measure.shape != Shape::Exact && measure.point.is_none());
                placed.push((place * by, *at));
            }
        }
    }
    placed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (least, most) = (placed.first()?.0, placed.last()?.0);
    let log = least > 0.0 && most / least >= LOG_FROM;
    let edges = if log { log_edges(&placed, least, most) } else { edges(&placed, least, most) };
    let mut bins: Vec<Bin> = edges
        .iter()
        .zip(edges.iter().skip(1))
        .map(|(low, high)| Bin { low: *low, high: *high, obs: Vec::new() })
        .collect();
    let end = bins.len().saturating_sub(1);
    for (value, at) in placed {
        let index = bins.partition_point(|bin| bin.high <= value).min(end);
        if let Some(bin) = bins.get_mut(index) {
            bin.obs.push(at);
        }
    }
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let aside = [
        (ranges, format!("{ranges} range{} by the midpoint", plural(ranges))),
        (open, format!("{open} with an open end")),
        (none, format!("{none} without number")),
        (other, format!("{other} in another unit")),
    ];
    let aside = aside.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    Some(Histogram { bins, unit, log, aside })
}

/// The width that the rules give, before it is made round; 0 where all values are one.
fn width(sorted: &[f64]) -> f64 {
    let n = sorted.len() as f64;
    let range = sorted.last().copied().unwrap_or(0.0) - sorted.first().copied().unwrap_or(0.0);
    let quartiles = quantile(sorted, 0.75).zip(quantile(sorted, 0.25)).map_or(0.0, |(upper, lower)| upper - lower);
    let width = 2.0 * quartiles / n.cbrt();
    let width = if width > 0.0 { width } else { range / (n.log2().ceil() + 1.0) };
    width.max(range / MOST_BINS)
}

/// The nearest 1, 2 or 5 of a power of ten, as (mantissa, exponent).
fn round_width(width: f64) -> (f64, i32) {
    let exponent = width.log10().floor();
    let mantissa = width / 10f64.powf(exponent);
    let (mantissa, more) = match mantissa {
        m if m < 1.5 => (1.0, 0),
        m if m < 3.5 => (2.0, 0),
        m if m < 7.5 => (5.0, 0),
        _ => (1.0, 1),
    };
    (mantissa, exponent as i32 + more)
}

fn edges(placed: &[(f64, ObsRef)], least: f64, most: f64) -> Vec<f64> {
    let numbers: Vec<f64> = placed.iter().map(|(value, _)| *value).collect();
    let wanted = width(&numbers);
    // All values are one: a bin as wide as its last place.
    let wanted = if wanted > 0.0 && wanted.is_finite() { wanted } else { (most.abs() / 10.0).max(1e-9) };
    let (mantissa, exponent) = round_width(wanted);
    // Whole numbers over a power of ten, so that an edge reads 0.3 and not 0.30000000000000004.
    let edge = |k: f64| {
        let size = 10f64.powi(exponent.abs());
        if exponent < 0 { k * mantissa / size } else { k * mantissa * size }
    };
    let step = edge(1.0);
    let (from, to) = ((least / step).floor(), (most / step).floor() + 1.0);
    let count = (to - from).min(MOST_BINS * 4.0) as usize;
    let mut edges: Vec<f64> = (0..=count).map(|k| edge(from + k as f64)).collect();
    // The largest value on an edge belongs to the bin before it.
    if edges.len() > 2 && edges.get(edges.len() - 2) == Some(&most) {
        edges.pop();
    }
    edges
}

fn log_edges(placed: &[(f64, ObsRef)], least: f64, most: f64) -> Vec<f64> {
    let logs: Vec<f64> = placed.iter().map(|(value, _)| value.log10()).collect();
    let wanted = width(&logs);
    let decades = wanted.round().max(1.0) as i32;
    let steps: &[f64] = if wanted < 0.6 { &[1.0, 2.0, 5.0] } else { &[1.0] };
    let first = (least.log10().floor() as i32).div_euclid(decades) * decades;
    let mut all: Vec<f64> = Vec::new();
    let mut decade = first;
    while all.last().is_none_or(|last| *last < most) && decade < 400 {
        all.extend(steps.iter().map(|step| step * 10f64.powi(decade)));
        decade += decades;
    }
    // Empty bins at either end say nothing.
    let from = all.partition_point(|edge| *edge <= least).saturating_sub(1);
    let to = all.partition_point(|edge| *edge < most) + 1;
    all.into_iter().take(to).skip(from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ValueContext, parse_value};

    fn list(texts: &[&str]) -> Vec<(ObsRef, Measure)> {
        let read = |text: &&str| parse_value(text, &ValueContext::default()).unwrap();
        texts.iter().enumerate().map(|(i, t)| (ObsRef(i as u32), read(t))).collect()
    }

    fn numbers(values: &[f64]) -> Vec<(ObsRef, Measure)> {
        let one = |(i, v): (usize, &f64)| (ObsRef(i as u32), Measure::exact(*v, Unit::none()));
        values.iter().enumerate().map(one).collect()
    }

    #[test]
    fn quantiles_are_those_of_type_seven() {
        // numpy.quantile([1, 2, 4, 8, 16], ...)
        let found = quantiles(&numbers(&[16.0, 1.0, 8.0, 2.0, 4.0]), &[0.0, 0.25, 0.5, 0.9, 1.0]);
        let points: Vec<f64> = found.iter().filter_map(|q| q.measure.point).collect();
        for (found, expected) in points.iter().zip([1.0, 2.0, 4.0, 12.8, 16.0]) {
            assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
        }
        assert_eq!(found[2].words, "median 4.0");
    }

    #[test]
    fn quantiles_of_intervals_have_both_ends() {
        let found = quantiles(&list(&["1-3", "5", "2-4", "不限"]), &[0.5]).remove(0);
        assert_eq!((found.measure.low.unwrap().value, found.measure.high.unwrap().value), (2.0, 4.0));
        assert_eq!((found.measure.point, found.note.as_deref()), (None, Some("1 left out")));
        // One of three is open above: the median is not.
        let found = quantiles(&list(&[">=1", "5", "6"]), &[0.5, 1.0]);
        assert_eq!((found[0].measure.low.unwrap().value, found[0].measure.high.unwrap().value), (5.0, 6.0));
        assert_eq!(found[1].measure.high, None);
        assert_eq!(quantiles(&list(&["不限"]), &[0.5])[0].refused.as_deref(), Some("no row has a number"));
    }

    fn shape(found: &Histogram) -> Vec<(f64, f64, usize)> {
        found.bins.iter().map(|bin| (bin.low, bin.high, bin.obs.len())).collect()
    }

    #[test]
    fn bins_have_round_edges_and_hold_all() {
        let values: Vec<f64> = (1..=20).map(|v| f64::from(v) / 10.0).collect();
        let found = histogram(&numbers(&values)).unwrap();
        assert_eq!(shape(&found), [(0.0, 0.5, 4), (0.5, 1.0, 5), (1.0, 1.5, 5), (1.5, 2.0, 6)]);
        assert!(!found.log);
        // Three quarters alike: Sturges' bins.
        let found = histogram(&numbers(&[5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 25.0])).unwrap();
        assert_eq!(shape(&found), [(5.0, 10.0, 7), (10.0, 15.0, 0), (15.0, 20.0, 0), (20.0, 25.0, 1)]);
        assert_eq!(shape(&histogram(&numbers(&[7.0, 7.0])).unwrap()).iter().map(|bin| bin.2).sum::<usize>(), 2);
        assert_eq!(shape(&histogram(&numbers(&[0.0])).unwrap()).len(), 1);
    }

    #[test]
    fn wide_spans_stand_on_decades() {
        let found = histogram(&numbers(&[1.0, 20.0, 300.0, 4000.0, 50_000.0])).unwrap();
        assert!(found.log);
        assert_eq!(found.bins.iter().map(|bin| bin.obs.len()).sum::<usize>(), 5);
        assert_eq!(found.bins[0].low, 1.0);
        let many: Vec<f64> = (0..400).map(|k| 10f64.powf(f64::from(k) / 100.0)).collect();
        let found = histogram(&numbers(&many)).unwrap();
        assert_eq!(shape(&found)[..3], [(1.0, 2.0, 31), (2.0, 5.0, 39), (5.0, 10.0, 30)]);
    }

    #[test]
    fn what_has_no_place_is_counted_apart() {
        let found = histogram(&list(&["5", "2-4", ">=7", "不限", "$5"])).unwrap();
        assert_eq!(
            found.aside,
            ["1 range by the midpoint", "1 with an open end", "1 without number", "1 in another unit"]
        );
        assert_eq!(found.bins.iter().map(|bin| bin.obs.len()).sum::<usize>(), 2);
        assert_eq!(histogram(&list(&["不限"])), None);
    }
}
