//! How the values of a selection lie.

use crate::analysis::{Bin, Derived};
use crate::base::Unit;

/// Bins of values, with the quartiles.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// Unit of the edges.
    pub unit: Unit,
    /// Whether the edges stand on decades.
    pub log: bool,
    /// In order of value, empty ones too.
    pub bins: Vec<Bin>,
    /// First quartile, median and third quartile, where they are known.
    pub quartiles: [Option<f64>; 3],
    /// How these were computed; their inputs are the values in the bins.
    pub computed: Vec<Derived>,
    /// What is in no bin, and how ranges were counted, in words.
    pub aside: Vec<String>,
}

impl Distribution {
    /// Number of values in all bins.
    pub fn count(&self) -> usize {
        self.bins.iter().map(|bin| bin.obs.len()).sum()
    }

    /// Where a value stands among the bins: the whole part is its bin, the rest how far it is in it (by ratio on decades).
    pub fn place(&self, value: f64) -> Option<f64> {
        let last = self.bins.len().checked_sub(1)?;
        let at = self.bins.partition_point(|bin| bin.high <= value).min(last);
        let bin = self.bins.get(at)?;
        let part = if self.log && bin.low > 0.0 {
            // Not the logarithm of a ratio: that of 1e200 to 1e-200 is infinite.
            (value.ln() - bin.low.ln()) / (bin.high.ln() - bin.low.ln())
        } else {
            (value - bin.low) / (bin.high - bin.low)
        };
        part.is_finite().then(|| at as f64 + part.clamp(0.0, 1.0))
    }
}
