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
    let mut changed = Vec::new();
    for at in new.refs() {
        let key = new.key(at);
        let now = new.get(at).measure;
        let before = old.find(&key).map(|was| old.get(was).measure);
        if before.as_ref() != Some(&now) {
            changed.push(Changed { key, old: before, new: Some(now) });
        }
    }
    for at in old.refs() {
        let key = old.key(at);
        if new.find(&key).is_none() {
            changed.push(Changed { key, old: Some(old.get(at).measure), new: None });
        }
    }
    changed
}
