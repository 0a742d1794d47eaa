//! Axes with ticks and labels.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Scale, Tick};

/// A horizontal axis: a line with tick marks and labels that sit on their values.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Value to cell.
    pub scale: Scale,
    /// Ticks to label.
    pub ticks: Vec<Tick>,
    /// Written after the last label where it fits (a unit).
    pub suffix: String,
}

/// Draws labels on the first row of `area` (and a rule with tick marks on the second, if there is one), each label centred on
/// its value and kept inside the area.
pub fn draw_axis(axis: &Axis, area: Rect, style: Style, ascii: bool, buf: &mut Buffer) {
    todo!("{axis:?} {area:?} {style:?} {ascii} {buf:?}")
}
