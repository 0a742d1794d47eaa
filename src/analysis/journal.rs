//! What changed between two loads.

use crate::base::{Measure, ObsKey};
use crate::data::Dataset;

/// One observation that is new, gone, or says something else.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// Which, by content.
    pub key: ObsKey,
    /// What it said before; `None` = it is new.
    pub old: Option<Measure>,
    /// What it says now; `None` = it is gone.
    pub new: Option<Measure>,
}

/// Observations by content that differ between two loads, in the order of the new file, those that are gone last.
pub fn difference(old: &Dataset, new: &Dataset) -> Vec<Changed> {
    todo!("{old:?} {new:?}")
}
