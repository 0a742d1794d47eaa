//! Ticks: at round values, labels that never repeat and never overlap, two of them wherever two have room.

mod choose;
mod log;
mod number;
mod period;
mod symlog;
#[cfg(test)]
mod tests;
mod time;

use super::{Scale, ScaleKind};
use crate::base::NumberStyle;
use choose::Room;
pub(super) use choose::label_starts;
pub use period::Periods;
pub use time::span_ticks;

/// A tick on its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Its value (days since 1970-01-01 on a time axis).
    pub value: f64,
    /// Its label, without unit; distinct from all others of the axis.
    pub label: String,
}

/// Ticks of a horizontal axis of numbers, `spacing` cells or more between one label and the next; on an axis too narrow for two
/// such labels, less. Linear: multiples of 1, 2, 5 x 10^n; log: 1-2-5 where there is room, else decades; symlog: zero and decades on both sides. Two at
/// least where two numbers of the domain can be written beside each other, also inside one decade.
pub fn value_ticks(scale: &Scale, style: NumberStyle, spacing: u16) -> Vec<Tick> {
    number::number_choice(scale, style, Room::Across(spacing))
}

/// Rows from one number of a log axis to the next: each decade is read by itself.
const LOG_APART: u16 = 2;
/// Numbers that a linear height is read by, or so.
const HEIGHTS: u16 = 6;

/// As [`value_ticks`], of a vertical axis, where labels stand one above the other: about six on a linear axis; on a log axis 1-2-5
/// where a decade has eight rows, each decade where it has two, else every 2nd, 3rd ...
pub fn height_ticks(scale: &Scale, style: NumberStyle) -> Vec<Tick> {
    let linear = scale.kind == ScaleKind::Linear;
    row_ticks(scale, style, if linear { (scale.cells / HEIGHTS).max(2) } else { LOG_APART })
}

/// The same, `spacing` rows or more from one label to the next.
fn row_ticks(scale: &Scale, style: NumberStyle, spacing: u16) -> Vec<Tick> {
    number::number_choice(scale, style, Room::Down(spacing.max(1)))
}
