//! Small multiples: one chart for each value of a column, all on the same scales.

use crate::board::Panel;

/// One chart a value, in the order in which the file names them.
#[derive(Debug, Clone, PartialEq)]
pub struct Facets {
    /// The charts: panels of one kind, the value as their title. What a cursor can be on is counted through all of them.
    pub parts: Vec<Panel>,
}
