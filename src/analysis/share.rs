//! Sums and shares of the named rows (rule 9), with interval arithmetic.

use super::Derived;
use crate::base::{Measure, ObsRef};

/// One share.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Whose.
    pub at: ObsRef,
    /// In %.
    pub share: Derived,
}

/// The sum of measures of one dimension, noted "of N named"; refused where an input has no number at all.
pub fn sum(measures: &[(ObsRef, Measure)]) -> Derived {
    todo!("{measures:?}")
}

/// Shares against the sum of the named rows, or against `total` where there is one.
pub fn shares(measures: &[(ObsRef, Measure)], total: Option<&Measure>) -> Vec<Share> {
    todo!("{measures:?} {total:?}")
}
