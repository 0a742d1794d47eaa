//! A figure as it was said: bounds, what is approximate, what was stated as a point, unit, digits.

use std::sync::Arc;

use super::value_grammar::may_mean_to;
use super::{Dimension, Unit};

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The end, in the unit of the measure; always finite.
    pub value: f64,
    /// Whether the end itself belongs to the interval.
    pub inclusive: bool,
}

/// What kind of statement a measure is, strongest first when results are combined (NUMBERS rule 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// One stated number.
    Exact,
    /// Two ends.
    Range,
    /// An order of magnitude ("eight digits").
    Order,
    /// One end only.
    Bound,
    /// Stated to be without limit.
    Unlimited,
    /// Stated to be unknown, or empty where a value was due.
    Missing,
    /// Words that are no number.
    Text,
    /// No value is due: something happened.
    Event,
}

/// The word for a measure in exports and on screen: its shape, or `about` where an exact number is approximate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quality {
    /// One stated number ("plain figure" on screen).
    Exact,
    /// One stated number with "about".
    About,
    /// Two ends.
    Range,
    /// One end only.
    Bound,
    /// An order of magnitude.
    Order,
    /// Without limit.
    Unlimited,
    /// Unknown.
    Missing,
    /// Words.
    Text,
    /// Something that happened.
    Event,
}

impl Quality {
    /// The word that exports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::Range => "range",
            Self::Bound => "bound",
            Self::Order => "order",
            Self::Unlimited => "unlimited",
            Self::Missing => "missing",
            Self::Text => "text",
            Self::Event => "event",
        }
    }
}

/// A figure as it was said.
///
/// Invariants: `low <= high` where both are present; every number is finite; `point` only where a point was stated;
/// `Shape::Exact` has `low == high == point`, both inclusive; `Unlimited`, `Missing`, `Text`, `Event` have no bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What kind of statement this is.
    pub shape: Shape,
    /// Lower end, in `unit`; `None` = open or unknown.
    pub low: Option<Bound>,
    /// Upper end, in `unit`; `None` = open or unknown.
    pub high: Option<Bound>,
    /// The stated point, in `unit`.
    pub point: Option<f64>,
    /// Whether the statement was approximate ("about"). Has no width.
    pub about: bool,
    /// Unit of all numbers here.
    pub unit: Unit,
    /// Significant digits as typed, trailing zeros counted; `None` where nothing was typed as a number.
    pub digits: Option<u8>,
    /// The text that was read, as typed.
    pub raw: Arc<str>,
}

impl Measure {
    /// One stated number.
    pub fn exact(value: f64, unit: Unit) -> Self {
        let end = Some(Bound { value, inclusive: true });
        Self {
            shape: Shape::Exact,
            low: end,
            high: end,
            point: Some(value),
            about: false,
            unit,
            digits: None,
            raw: Arc::from(""),
        }
    }

    /// A closed interval. `low` must not exceed `high`.
    pub fn range(low: f64, high: f64, unit: Unit) -> Self {
        Self {
            shape: Shape::Range,
            low: Some(Bound { value: low, inclusive: true }),
            high: Some(Bound { value: high, inclusive: true }),
            point: None,
            ..Self::exact(low, unit)
        }
    }

    /// The same stated point with a closed interval around it, which must hold it.
    #[must_use]
    pub fn around(self, low: f64, high: f64) -> Self {
        let end = |value| Some(Bound { value, inclusive: true });
        Self { shape: Shape::Range, low: end(low), high: end(high), ..self }
    }

    /// The same statement of so many times as much; `by` above zero. What would be no finite number is no number any more.
    #[must_use]
    pub fn times(self, by: f64) -> Self {
        let numbers = [self.low.map(|end| end.value), self.high.map(|end| end.value), self.point];
        if numbers.into_iter().flatten().any(|number| !(number * by).is_finite()) {
            return Self::wordless(Shape::Text, self.unit, &self.raw);
        }
        let end = |end: Option<Bound>| end.map(|end| Bound { value: end.value * by, ..end });
        Self { low: end(self.low), high: end(self.high), point: self.point.map(|point| point * by), ..self }
    }

    /// A statement without numbers: unlimited, missing, text or event.
    pub fn wordless(shape: Shape, unit: Unit, raw: &str) -> Self {
        Self { shape, low: None, high: None, point: None, about: false, unit, digits: None, raw: Arc::from(raw) }
    }

    /// The word for it in exports.
    pub fn quality(&self) -> Quality {
        match self.shape {
            Shape::Exact if self.about => Quality::About,
            Shape::Exact => Quality::Exact,
            Shape::Range => Quality::Range,
            Shape::Order => Quality::Order,
            Shape::Bound => Quality::Bound,
            Shape::Unlimited => Quality::Unlimited,
            Shape::Missing => Quality::Missing,
            Shape::Text => Quality::Text,
            Shape::Event => Quality::Event,
        }
    }

    /// Whether any number stands behind it.
    pub fn has_number(&self) -> bool {
        self.low.is_some() || self.high.is_some() || self.point.is_some()
    }

    /// The number to place it by: the stated point, else the midpoint of a closed interval (NUMBERS rule 10).
    pub fn place(&self) -> Option<f64> {
        match (self.point, self.low, self.high) {
            (Some(p), _, _) => Some(p),
            (None, Some(l), Some(h)) => Some(l.value / 2.0 + h.value / 2.0),
            _ => None,
        }
    }

    /// The factor that the words may mean as well: 增长3倍 is ×4, and ×3 to some who write it. `None` where there is one reading.
    pub fn other_factor(&self) -> Option<f64> {
        let stated = self.point.or(self.low.map(|b| b.value)).or(self.high.map(|b| b.value))?;
        (self.unit.dimension == Dimension::Factor && may_mean_to(&self.raw)).then_some(stated - 1.0)
    }

    /// Whether two measures say the same, whatever was typed: shape, bounds, point, about and unit.
    pub fn says_same(&self, other: &Self) -> bool {
        self.shape == other.shape
            && self.low == other.low
            && self.high == other.high
            && self.point == other.point
            && self.about == other.about
            && self.unit == other.unit
            && (self.has_number() || self.raw == other.raw)
    }
}
