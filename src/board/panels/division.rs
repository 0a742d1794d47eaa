//! Bars that a column divides: what each part of a row is.

use std::collections::BTreeMap;

use super::Hue;
use crate::base::{Bound, Measure, ObsRef};

/// How the rows of a ranking are divided by a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Division {
    /// The values of the column, the largest first.
    pub segments: Vec<Segment>,
    /// Each row has all its parts, one behind the other; else each row is one part.
    pub stacked: bool,
    /// The parts of a row by its first observation, in the order of the segments; none where they have no sum.
    pub parts: BTreeMap<ObsRef, Vec<Part>>,
}

/// One value of the column.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// As written; `other (3)` for those that are one segment together.
    pub name: String,
    /// Colour where it is the name of a group; else its parts have that of their row.
    pub hue: Option<Hue>,
}

/// One part of a row: between its ends, of which one may be open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Which segment.
    pub segment: usize,
    /// The smallest that it may be.
    pub low: Option<f64>,
    /// The largest that it may be.
    pub high: Option<f64>,
    /// Forecast, estimate or rumour.
    pub hollow: bool,
}

impl Part {
    /// What a measure says of a segment; none where it has no number.
    pub fn new(segment: usize, measure: &Measure, hollow: bool) -> Option<Self> {
        let ends = |end: Option<Bound>| end.map(|end| end.value).filter(|value| value.is_finite());
        let (low, high) = (ends(measure.low), ends(measure.high));
        (low.is_some() || high.is_some()).then_some(Self { segment, low, high, hollow })
    }

    /// How far it surely reaches below and above zero.
    pub fn sure(&self) -> (f64, f64) {
        (self.high.unwrap_or(0.0).min(0.0), self.low.unwrap_or(0.0).max(0.0))
    }

    /// How far it may reach below and above zero; an open end as far as the other.
    pub fn widest(&self) -> (f64, f64) {
        (self.low.or(self.high).unwrap_or(0.0).min(0.0), self.high.or(self.low).unwrap_or(0.0).max(0.0))
    }
}
