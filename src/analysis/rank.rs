//! Ranking with ties and movement (rule 10).

use crate::base::{Measure, ObsRef};

/// Movement against the period before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// There is no period before, or nothing changed in rank and nothing is said.
    None,
    /// So many places up.
    Up(u32),
    /// So many places down.
    Down(u32),
    /// Not ranked in the period before, which exists.
    New,
}

/// One ranked row.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The observation.
    pub at: ObsRef,
    /// First place that it may have, 1-based.
    pub best: u32,
    /// Last place that it may have; equal to `best` unless intervals overlap.
    pub worst: u32,
    /// Whether it can be ranked at all (open ends come after all, unranked).
    pub ranked: bool,
}

/// Ranks measures of one dimension, largest first (smallest first where `ascending`): by stated point, else midpoint of a
/// closed interval, else after all; overlapping intervals share ranks ("2–3"). Order is stable for ties.
pub fn rank(measures: &[(ObsRef, Measure)], ascending: bool) -> Vec<Ranked> {
    todo!("{measures:?} {ascending}")
}
