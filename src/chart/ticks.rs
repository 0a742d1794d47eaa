//! Ticks: at round values, labels that never repeat and never overlap, two of them wherever two have room.

mod choose;
mod fiscal;
mod log;
mod number;
mod symlog;
#[cfg(test)]
mod tests;
mod time;

use super::Scale;
use crate::base::NumberStyle;
use choose::Room;
pub(super) use choose::label_starts;
pub use fiscal::fiscal_ticks;
pub use time::{span_ticks, time_ticks};

/// A tick on its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Its value (days since 1970-01-01 on a time axis).
    pub value: f64,
    /// Its label, without unit; distinct from all others of the axis.
    pub label: String,
}

/// Ticks of a horizontal axis of numbers, `spacing` cells or more between one label and the next; on an axis too narrow for two
/// such labels, less. Linear: multiples of 1, 2, 5 x 10^n; log: decades, then 1-2-5; symlog: zero and decades on both sides. Two at
/// least where two numbers of the domain can be written beside each other, also inside one decade.
pub fn value_ticks(scale: &Scale, style: NumberStyle, spacing: u16) -> Vec<Tick> {
    number::number_choice(scale, style, Room::Across(spacing))
}

/// As [`value_ticks`], of a vertical axis: labels stand one above the other, `spacing` rows or more from one to the next.
pub fn row_ticks(scale: &Scale, style: NumberStyle, spacing: u16) -> Vec<Tick> {
    number::number_choice(scale, style, Room::Down(spacing.max(1)))
}
