//! Value <-> position, both ways.

/// A mapping from values to positions along `cells` cells and back. Positions are in cells from the start of the plot; the
/// domain's ends sit in the middle of the first and the last cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Value at the first cell's middle.
    pub low: f64,
    /// Value at the last cell's middle; greater than `low`.
    pub high: f64,
    /// Logarithmic (both ends above zero).
    pub log: bool,
    /// Number of cells, at least 1.
    pub cells: u16,
}

impl Scale {
    /// A scale over a domain; a degenerate or non-finite domain is widened so that it can be drawn.
    pub fn new(low: f64, high: f64, log: bool, cells: u16) -> Self {
        todo!("{low} {high} {log} {cells}")
    }

    /// Position of a value in cells, 0.5 = middle of the first cell; clamped into the plot.
    pub fn position(&self, value: f64) -> f64 {
        todo!("{value}")
    }

    /// Cell of a value, 0-based, clamped.
    pub fn cell(&self, value: f64) -> u16 {
        todo!("{value}")
    }

    /// Value at a position: the inverse of [`Scale::position`].
    pub fn value(&self, position: f64) -> f64 {
        todo!("{position}")
    }

    /// Whether a value lies within the domain.
    pub fn contains(&self, value: f64) -> bool {
        todo!("{value}")
    }
}
