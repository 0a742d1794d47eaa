//! Sums and shares of the named rows (rule 9), with interval arithmetic.

use super::Derived;
use super::interval::{Interval, computed, conversion, plain_unit};
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

/// Shares against the sum of the named rows, or against `total` where there is one.
pub fn shares(measures: &[(ObsRef, Measure)], total: Option<&Measure>) -> Vec<Share> {
    let parts = alike(measures);
    let inputs: Vec<ObsRef> = measures.iter().map(|(at, _)| *at).collect();
    let one = |index: usize, at: ObsRef, measure: &Measure| {
        let others: Vec<&Measure> = measures.iter().map(|(_, m)| m).collect();
        let Some(parts) = &parts else { return Derived::refused(&others, "a row has no number") };
        let Some((own, point)) = parts.get(index).copied() else { return Derived::refused(&others, "no such row") };
        if parts.iter().any(|(part, _)| part.low.is_some_and(|b| b.value < 0.0)) {
            return Derived::refused(&others, "a row is below 0");
        }
        let percent = plain_unit("%", Dimension::Percent);
        let (ends, point, note) = if let Some(whole) = total {
            let Some(factor) = conversion(whole, &measure.unit) else {
                return Derived::refused(&[measure, whole], "the total has another unit");
            };
            let whole_ends = Interval::of(whole).times(factor);
            if !whole_ends.is_positive() {
                return Derived::refused(&[measure, whole], "the total is not above 0");
            }
            let point = point.zip(whole.point).map(|(p, w)| p / (w * factor));
            (own.over(whole_ends), point, String::from("of the total"))
        } else {
            let rest = parts.iter().enumerate().filter(|(i, _)| *i != index).fold(NOTHING, |s, (_, (p, _))| s.plus(*p));
            // x / (x + r) grows with x and falls with r, so its ends are at opposite ends of both.
            let quotient = |x: Option<Bound>, r: Option<Bound>| {
                let (x, r) = (x?, r?);
                let whole = x.value + r.value;
                (whole > 0.0).then(|| Bound { value: x.value / whole, inclusive: x.inclusive && r.inclusive })
            };
            let ends = Interval { low: quotient(own.low, rest.high), high: quotient(own.high, rest.low) };
            let sum: Option<f64> = parts.iter().map(|(_, p)| *p).sum();
            let point = point.zip(sum).filter(|(_, s)| *s > 0.0).map(|(p, s)| p / s);
            (ends, point, format!("of {} named", measures.len()))
        };
        let share = computed(ends.map(|s| s * 100.0), point.map(|p| p * 100.0), percent, &others);
        if !share.has_number() {
            return Derived::refused(&others, "open ends");
        }
        Derived {
            formula: format!(
                "{} / sum",
                own.high.or(own.low).map_or(String::new(), |b| write_number(b.value, None, NumberStyle::default()))
            ),
            words: note.clone(),
            measure: share,
            inputs: std::iter::once(at).chain(inputs.iter().copied().filter(|other| *other != at)).collect(),
            note: Some(note),
            refused: None,
        }
    };
    measures.iter().enumerate().map(|(i, (at, measure))| Share { at: *at, share: one(i, *at, measure) }).collect()
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
}
