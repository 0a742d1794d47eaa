//! How long after one event another came.

use crate::base::Period;

/// Whole months from one period to another, as an interval; days where both are days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lag {
    /// Fewest months; `None` = open.
    pub low: Option<i32>,
    /// Most months; `None` = open.
    pub high: Option<i32>,
    /// Whether either end was approximate.
    pub about: bool,
    /// Exact days, where both events have one day.
    pub days: Option<i32>,
}

/// The lag from `from` to `to` by calendar months of their first and last days: Nov 2022 to Mar–Apr 2023 is 4–5 months. `None` where
/// either has no days.
pub fn lag(from: &Period, to: &Period) -> Option<Lag> {
    todo!("{from:?} {to:?}")
}

impl Lag {
    /// `4–5 mo`, `≈18 mo`, `≥12 mo`; without unit where `bare`.
    pub fn words(&self, bare: bool, ascii: bool) -> String {
        todo!("{bare} {ascii}")
    }
}
