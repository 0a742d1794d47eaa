//! Layout words: one string a row, one word a cell; a repeated word spans, as in CSS grid areas; "." is empty.

/// Where one panel stands, in cells of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// First column.
    pub column: u16,
    /// First row.
    pub row: u16,
    /// Columns spanned.
    pub columns: u16,
    /// Rows spanned.
    pub rows: u16,
}

/// A checked layout: every area is a rectangle.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// Panel ids with their slots, in order of first appearance.
    pub areas: Vec<(String, Slot)>,
    /// Weights of the columns.
    pub column_weights: Vec<u16>,
    /// Weights of the rows.
    pub row_weights: Vec<u16>,
}
