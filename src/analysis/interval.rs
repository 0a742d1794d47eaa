//! Interval arithmetic on what measures say: an open end stays open (NUMBERS rules 3 and 5; Moore, Interval Analysis, 1966).

use super::MetricRules;
use crate::base::{Bound, Dimension, Measure, Shape, Unit, round_to_digits};

/// Digits of the coarsest result.
const LEAST_DIGITS: u8 = 2;

/// The two ends of a statement; `None` = open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    pub(super) low: Option<Bound>,
    pub(super) high: Option<Bound>,
}

fn both(a: Option<Bound>, b: Option<Bound>, join: impl Fn(f64, f64) -> f64) -> Option<Bound> {
    let (a, b) = (a?, b?);
    let value = join(a.value, b.value);
    value.is_finite().then_some(Bound { value, inclusive: a.inclusive && b.inclusive })
}

impl Interval {
    pub(super) fn of(measure: &Measure) -> Self {
        Self { low: measure.low, high: measure.high }
    }

    /// All ends times a positive factor.
    pub(super) fn times(self, factor: f64) -> Self {
        let scale = |end: Option<Bound>| end.map(|b| Bound { value: b.value * factor, ..b });
        Self { low: scale(self.low), high: scale(self.high) }
    }

    /// Open ends closed by natural limits; says which were used.
    pub(super) fn closed(self, floor: Option<f64>, ceiling: Option<f64>) -> (Self, Vec<String>) {
        let mut used = Vec::new();
        let mut close = |end: Option<Bound>, limit: Option<f64>, word: &str| {
            end.or_else(|| {
                let value = limit?;
                used.push(format!("{word} {value} used"));
                Some(Bound { value, inclusive: true })
            })
        };
        let closed = Self { low: close(self.low, floor, "floor"), high: close(self.high, ceiling, "ceiling") };
        (closed, used)
    }

    /// Both ends further out by a part of themselves.
    pub(super) fn widened(self, part: f64) -> Self {
        let out = |end: Option<Bound>, sign: f64| {
            end.map(|end| Bound { value: end.value + sign * part * end.value.abs(), ..end })
        };
        Self { low: out(self.low, -1.0), high: out(self.high, 1.0) }
    }

    /// No further out than limits, but where `own` already is.
    pub(super) fn within(self, own: Self, floor: Option<f64>, ceiling: Option<f64>) -> Self {
        let kept = |end: Option<Bound>, own: Option<Bound>, limit: Option<f64>, sign: f64| {
            let (Some(bound), Some(own), Some(limit)) = (end, own, limit) else { return end };
            let beyond = bound.value * sign > limit * sign && own.value * sign <= limit * sign;
            Some(if beyond { Bound { value: limit, inclusive: true } } else { bound })
        };
        Self { low: kept(self.low, own.low, floor, -1.0), high: kept(self.high, own.high, ceiling, 1.0) }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self { low: both(self.low, other.low, |a, b| a + b), high: both(self.high, other.high, |a, b| a + b) }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self { low: both(self.low, other.high, |a, b| a - b), high: both(self.high, other.low, |a, b| a - b) }
    }

    /// Quotient by an interval that lies above zero: what is below zero is the smaller the more it is divided by.
    pub(super) fn over(self, other: Self) -> Self {
        let below = |end: Option<Bound>| end.is_some_and(|b| b.value < 0.0);
        let by = |own, far, near| both(own, if below(own) { near } else { far }, |a, b| a / b);
        Self { low: by(self.low, other.high, other.low), high: by(self.high, other.low, other.high) }
    }

    pub(super) fn map(self, change: impl Fn(f64) -> f64) -> Self {
        let apply = |end: Option<Bound>| end.map(|b| Bound { value: change(b.value), ..b });
        Self { low: apply(self.low), high: apply(self.high) }
    }

    /// Whether all of it lies above zero; an open lower end does not.
    pub(super) fn is_positive(self) -> bool {
        self.low.is_some_and(|b| b.value > 0.0 || (b.value == 0.0 && !b.inclusive))
    }
}

/// Numbers of `measure` in the unit of `unit`, as a factor; `None` where the dimensions differ.
pub(super) fn conversion(measure: &Measure, unit: &Unit) -> Option<f64> {
    (measure.unit.dimension == unit.dimension).then(|| measure.unit.factor / unit.factor)
}

/// What a result takes over from its inputs (rules 11 and 17).
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    shape: Shape,
    about: bool,
    digits: u8,
}

impl Taken {
    /// The strongest shape, "about" if any input is, and the digits of the coarsest input, at least 2. An order of magnitude has
    /// no digits, nor has a number that was not typed: 2 where no input tells more.
    pub(super) fn from<'a>(inputs: impl Iterator<Item = &'a Measure> + Clone) -> Self {
        let digits = |m: &Measure| if m.shape == Shape::Order { Some(LEAST_DIGITS) } else { m.digits };
        Self {
            shape: inputs.clone().map(|m| m.shape).max().unwrap_or(Shape::Exact),
            about: inputs.clone().any(|m| m.about),
            digits: inputs.filter_map(digits).min().unwrap_or(LEAST_DIGITS).max(LEAST_DIGITS),
        }
    }

    /// A computed measure.
    pub(super) fn by(self, ends: Interval, point: Option<f64>, unit: Unit) -> Measure {
        let shape = match (ends.low, ends.high) {
            (Some(low), Some(high)) if low.value == high.value && point.is_some() && self.shape <= Shape::Order => {
                Shape::Exact
            }
            (Some(_), Some(_)) => self.shape.clamp(Shape::Range, Shape::Order),
            (None, None) => Shape::Missing,
            _ => Shape::Bound,
        };
        Measure {
            shape,
            low: ends.low,
            high: ends.high,
            point,
            about: self.about,
            unit,
            digits: Some(self.digits),
            raw: "".into(),
        }
    }
}

/// A computed measure: shape and "about" as rule 11 says, digits as rule 17.
pub(super) fn computed(ends: Interval, point: Option<f64>, unit: Unit, inputs: &[&Measure]) -> Measure {
    Taken::from(inputs.iter().copied()).by(ends, point, unit)
}

/// A computed measure as it is written: its ends carry all digits that the computation gave, and are rounded as a point is.
pub fn rounded(measure: &Measure) -> Measure {
    let Some(digits) = measure.digits else { return measure.clone() };
    let end = |end: Option<Bound>| end.map(|end| Bound { value: round_to_digits(end.value, digits), ..end });
    let point = measure.point.map(|point| round_to_digits(point, digits));
    Measure { low: end(measure.low), high: end(measure.high), point, ..measure.clone() }
}

/// A statement with its open ends closed by the limits that its metric declares, and which were used: `floor 0 used`.
pub fn closed(measure: &Measure, rules: &MetricRules) -> (Measure, Vec<String>) {
    let (ends, used) = Interval::of(measure).closed(rules.floor, rules.ceiling);
    let ordered = ends.low.zip(ends.high).is_none_or(|(low, high)| low.value <= high.value);
    if used.is_empty() || !measure.has_number() || !ordered {
        return (measure.clone(), Vec::new());
    }
    let both = ends.low.is_some() && ends.high.is_some();
    let shape = if both { Shape::Range } else { measure.shape };
    (Measure { shape, low: ends.low, high: ends.high, ..measure.clone() }, used)
}

/// A unit without base, for computed numbers.
pub(super) fn plain_unit(code: &str, dimension: Dimension) -> Unit {
    Unit { code: code.into(), dimension, factor: 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ValueContext, parse_value};

    fn digits(texts: &[&str]) -> Option<u8> {
        let read = |text: &&str| parse_value(text, &ValueContext::default()).expect("a value");
        let inputs: Vec<Measure> = texts.iter().map(read).collect();
        let ends = inputs.first().map(Interval::of).expect("an input");
        computed(ends, None, Unit::none(), &inputs.iter().collect::<Vec<_>>()).digits
    }

    #[test]
    fn a_result_has_the_digits_of_its_coarsest_input() {
        assert_eq!(digits(&["12345", "678"]), Some(3));
        assert_eq!(digits(&["5", "678"]), Some(2));
        // Eight digits tell the size of a number and none of its digits.
        assert_eq!(digits(&["8位数", "7位数"]), Some(2));
        assert_eq!(digits(&["8位数", "12345"]), Some(2));
    }
}
