//! Sums and shares of the named rows (rule 9), with interval arithmetic.

use super::Derived;
use super::interval::{Interval, Taken, computed, conversion, plain_unit};
use crate::base::{Bound, Dimension, Measure, NumberStyle, ObsRef, write_number};

/// One share.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Whose.
    pub at: ObsRef,
    /// In %.
    pub share: Derived,
}

const NOTHING: Interval =
    Interval { low: Some(Bound { value: 0.0, inclusive: true }), high: Some(Bound { value: 0.0, inclusive: true }) };

/// The measures in the unit of the first; `None` where one has no number or another dimension.
fn alike(measures: &[(ObsRef, Measure)]) -> Option<Vec<(Interval, Option<f64>)>> {
    let unit = &measures.first()?.1.unit;
    measures
        .iter()
        .map(|(_, measure)| {
            let factor = conversion(measure, unit)?;
            measure.has_number().then(|| (Interval::of(measure).times(factor), measure.point.map(|p| p * factor)))
        })
        .collect()
}

/// The sum of measures of one dimension, noted "of N named"; refused where an input has no number at all.
pub fn sum(measures: &[(ObsRef, Measure)]) -> Derived {
    let all: Vec<&Measure> = measures.iter().map(|(_, m)| m).collect();
    let Some(parts) = alike(measures) else {
        return Derived::refused(&all, "a row has no number");
    };
    let total = parts.iter().fold(NOTHING, |sum, (part, _)| sum.plus(*part));
    let point = parts.iter().map(|(_, point)| *point).sum::<Option<f64>>();
    let unit = all.first().map_or_else(crate::base::Unit::none, |m| m.unit.clone());
    let numbers: Vec<String> = parts
        .iter()
        .filter_map(|(part, point)| point.or(part.high.or(part.low).map(|b| b.value)))
        .map(|value| write_number(value, None, NumberStyle::default()))
        .collect();
    Derived {
        measure: computed(total, point, unit, &all),
        formula: numbers.join(" + "),
        words: format!("sum of {} named", measures.len()),
        inputs: measures.iter().map(|(at, _)| *at).collect(),
        note: Some(format!("of {} named", measures.len())),
        refused: None,
    }
}

/// Sums of all parts but one, for each of them: from both sides, so that a small part is not lost in taking a large one away.
fn others(parts: &[(Interval, Option<f64>)]) -> Vec<Interval> {
    let running = |sum: &mut Interval, part: Interval| {
        let before = *sum;
        *sum = sum.plus(part);
        Some(before)
    };
    let before = parts.iter().map(|(part, _)| *part).scan(NOTHING, running);
    let mut after: Vec<Interval> = parts.iter().rev().map(|(part, _)| *part).scan(NOTHING, running).collect();
    after.reverse();
    before.zip(after).map(|(before, after)| before.plus(after)).collect()
}

/// Shares against the sum of the named rows, or against `total` where there is one. A share lists its own row as input: the
/// others are all of `measures`, or the total.
pub fn shares(measures: &[(ObsRef, Measure)], total: Option<&Measure>) -> Vec<Share> {
    if let Some(whole) = total {
        let one = |(at, measure): &(ObsRef, Measure)| Share { at: *at, share: share_of(*at, measure, whole) };
        return measures.iter().map(one).collect();
    }
    let all = |why: &str| {
        let refused = Derived::refused(&measures.iter().map(|(_, m)| m).collect::<Vec<_>>(), why);
        measures.iter().map(|(at, _)| Share { at: *at, share: refused.clone() }).collect()
    };
    let Some(parts) = alike(measures) else { return all("a row has no number") };
    if parts.iter().any(|(part, _)| part.low.is_some_and(|b| b.value < 0.0)) {
        return all("a row is below 0");
    }
    let taken = Taken::from(measures.iter().map(|(_, m)| m));
    let sum: Option<f64> = parts.iter().map(|(_, point)| *point).sum();
    let note = format!("of {} named", measures.len());
    let rests = others(&parts);
    let share = |at: ObsRef, own: Interval, point: Option<f64>, rest: Interval| {
        // x / (x + r) grows with x and falls with r, so its ends are at opposite ends of both.
        let quotient = |x: Option<Bound>, r: Option<Bound>| {
            let (x, r) = (x?, r?);
            let whole = x.value + r.value;
            (whole > 0.0).then(|| Bound { value: x.value / whole, inclusive: x.inclusive && r.inclusive })
        };
        let ends = Interval { low: quotient(own.low, rest.high), high: quotient(own.high, rest.low) };
        let point = point.zip(sum).filter(|(_, s)| *s > 0.0).map(|(p, s)| p / s);
        Share { at, share: percent(at, own, (ends, point), taken, ("sum", &note)) }
    };
    let rows = measures.iter().zip(&parts).zip(rests);
    rows.map(|(((at, _), (own, point)), rest)| share(*at, *own, *point, rest)).collect()
}

/// The share of one row of a stated total.
fn share_of(at: ObsRef, measure: &Measure, whole: &Measure) -> Derived {
    let refused = |why| Derived::refused(&[measure, whole], why);
    let Some(factor) = conversion(measure, &whole.unit) else { return refused("the total has another unit") };
    if !measure.has_number() {
        return refused("the row has no number");
    }
    let (own, ends) = (Interval::of(measure).times(factor), Interval::of(whole));
    if !ends.is_positive() {
        return refused("the total is not above 0");
    }
    if own.low.is_some_and(|b| b.value < 0.0) {
        return refused("the row is below 0");
    }
    let point = measure.point.zip(whole.point).map(|(p, w)| p * factor / w);
    let taken = Taken::from([measure, whole].into_iter());
    let total = whole.point.or(whole.high.or(whole.low).map(|b| b.value));
    let total = total.map_or(String::new(), |value| write_number(value, None, NumberStyle::default()));
    percent(at, own, (own.over(ends), point), taken, (&total, "of the total"))
}

/// A share in %, of what is written so in its formula and in its words.
fn percent(
    at: ObsRef,
    own: Interval,
    (ends, point): (Interval, Option<f64>),
    taken: Taken,
    (whole, words): (&str, &str),
) -> Derived {
    let unit = plain_unit("%", Dimension::Percent);
    let share = taken.by(ends.map(|s| s * 100.0), point.map(|p| p * 100.0), unit);
    if !share.has_number() {
        return Derived::refused(&[&share], "open ends");
    }
    let own = own.high.or(own.low).map_or(String::new(), |b| write_number(b.value, None, NumberStyle::default()));
    Derived {
        formula: format!("{own} / {whole}"),
        words: words.to_owned(),
        measure: share,
        inputs: vec![at],
        note: Some(words.to_owned()),
        refused: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ValueContext, parse_value};

    fn list(texts: &[&str]) -> Vec<(ObsRef, Measure)> {
        let read = |text: &&str| parse_value(text, &ValueContext::default()).expect("a value");
        texts.iter().enumerate().map(|(i, t)| (ObsRef(i as u32), read(t))).collect()
    }

    #[test]
    fn shares_of_the_named_add_up() {
        let shares = shares(&list(&["60", "30", "10"]), None);
        let points: Vec<_> = shares.iter().filter_map(|s| s.share.measure.point).collect();
        assert_eq!(points, [60.0, 30.0, 10.0]);
        assert_eq!(shares[0].share.note.as_deref(), Some("of 3 named"));
    }

    #[test]
    fn an_interval_gives_interval_shares() {
        let shares = shares(&list(&["10-20", "20"]), None);
        let measure = &shares[0].share.measure;
        assert!((measure.low.expect("low").value - 100.0 / 3.0).abs() < 1e-9);
        assert_eq!(measure.high.expect("high").value, 50.0);
        assert_eq!(measure.point, None);
    }

    #[test]
    fn a_sum_keeps_open_ends_and_refuses_words() {
        let total = sum(&list(&["5", ">=7"]));
        assert_eq!((total.measure.low.map(|b| b.value), total.measure.high), (Some(12.0), None));
        assert!(sum(&list(&["5", "不限"])).refused.is_some());
    }

    #[test]
    fn a_stated_total_is_what_shares_are_of() {
        let total = list(&["200"]).remove(0).1;
        let shares = shares(&list(&["60", "30-40"]), Some(&total));
        assert_eq!(shares[0].share.measure.point, Some(30.0));
        assert_eq!((shares[0].share.words.as_str(), shares[0].share.formula.as_str()), ("of the total", "60 / 200"));
        assert_eq!(shares[1].share.measure.high.expect("high").value, 20.0);
    }

    #[test]
    fn a_small_part_beside_a_huge_one_has_its_share() {
        let shares = shares(&list(&["1e20", "5", "3"]), None);
        let point = |at: usize| shares[at].share.measure.point.expect("a point");
        assert!((point(2) / 3e-18 - 1.0).abs() < 1e-9);
        assert!((shares[0].share.measure.low.expect("low").value - 100.0).abs() < 1e-9);
    }
}
