//! From one measure to another: differences, points, relative changes, ratios (rules 1-7, 11, 17).

use super::MetricRules;
use crate::base::{Measure, NumberStyle, ObsRef};

/// A computed number: never looks like a stated one, and lists where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// The result; a result without numbers has the shape of its strongest input.
    pub measure: Measure,
    /// How it was computed, with the numbers: `17 − 40`, `5/60 − 1 … 20/60 − 1`.
    pub formula: String,
    /// In words: `fell by at least about 23 points`.
    pub words: String,
    /// What was computed with.
    pub inputs: Vec<ObsRef>,
    /// What must be said with it (`floor 0 used`, `across sources`, `of 3 named`).
    pub note: Option<String>,
    /// Why there is no number: `base ≤ 0`, `no 2023Q3`.
    pub refused: Option<String>,
}

/// What kind of change to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Change {
    /// Points for percentages, relative for the rest, the difference where the base is not above zero.
    #[default]
    Natural,
    /// Difference in the unit.
    Difference,
    /// Relative change in %.
    Relative,
}

/// The change from one measure to another of the same dimension (`from` earlier). Units are converted inside a dimension.
pub fn change(from: &Measure, to: &Measure, kind: Change, rules: &MetricRules) -> Derived {
    todo!("{from:?} {to:?} {kind:?} {rules:?}")
}

/// How many times `other` one measure is, for positive measures of one dimension; unit `x`.
pub fn ratio(measure: &Measure, other: &Measure) -> Derived {
    todo!("{measure:?} {other:?}")
}

/// A change as drawn, sign always there, rounded by rule 17: `≈≤ −23 pp`, `−92…−67 %`, `+12 %`, `n/a, base ≤ 0`.
/// With `full`, one more digit (`−91.7…−66.7 %`).
pub fn write_change(derived: &Derived, style: NumberStyle, full: bool) -> String {
    todo!("{derived:?} {style:?} {full}")
}
