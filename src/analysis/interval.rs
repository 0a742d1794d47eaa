//! Interval arithmetic on what measures say: an open end stays open (NUMBERS rules 3 and 5; Moore, Interval Analysis, 1966).

use crate::base::{Bound, Dimension, Measure, Shape, Unit};

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

    pub(super) fn plus(self, other: Self) -> Self {
        Self { low: both(self.low, other.low, |a, b| a + b), high: both(self.high, other.high, |a, b| a + b) }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self { low: both(self.low, other.high, |a, b| a - b), high: both(self.high, other.low, |a, b| a - b) }
    }

    /// Quotient of two intervals that lie above zero.
    pub(super) fn over(self, other: Self) -> Self {
        Self { low: both(self.low, other.high, |a, b| a / b), high: both(self.high, other.low, |a, b| a / b) }
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

/// A computed measure: shape and "about" as rule 11 says, digits as rule 17.
pub(super) fn computed(ends: Interval, point: Option<f64>, unit: Unit, inputs: &[&Measure]) -> Measure {
    let strongest = inputs.iter().map(|m| m.shape).max().unwrap_or(Shape::Exact);
    let shape = match (ends.low, ends.high) {
        (Some(low), Some(high)) if low.value == high.value && point.is_some() && strongest <= Shape::Order => {
            Shape::Exact
        }
        (Some(_), Some(_)) => strongest.clamp(Shape::Range, Shape::Order),
        (None, None) => Shape::Missing,
        _ => Shape::Bound,
    };
    Measure {
        shape,
        low: ends.low,
        high: ends.high,
        point,
        about: inputs.iter().any(|m| m.about),
        unit,
        digits: Some(inputs.iter().filter_map(|m| m.digits).min().unwrap_or(17).max(2)),
        raw: "".into(),
    }
}

/// A unit without base, for computed numbers.
pub(super) fn plain_unit(code: &str, dimension: Dimension) -> Unit {
    Unit { code: code.into(), dimension, factor: 1.0 }
}
