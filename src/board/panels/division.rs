//! Bars that a column divides: what each part of a row is.

use std::collections::BTreeMap;

use super::Hue;
use crate::base::ObsRef;

/// How the rows of a ranking are divided by a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Division {
    /// The values of the column, the largest first.
    pub segments: Vec<Segment>,
    /// Each row has all its parts, one behind the other; else each row is one part.
    pub stacked: bool,
    /// The parts of a row by its first observation, in the order of the segments.
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

/// One part of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Which segment.
    pub segment: usize,
    /// How long.
    pub value: f64,
}
