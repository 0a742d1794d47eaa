//! Ticks: at round values, labels that never repeat and never overlap.

use super::Scale;
use crate::base::{Day, NumberStyle};

/// A tick on its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Its value (days since 1970-01-01 on a time axis).
    pub value: f64,
    /// Its label, without unit; distinct from all others of the axis.
    pub label: String,
}

/// Ticks of a linear scale at multiples of 1, 2, 5 x 10^n (Wilkinson-like), at least `spacing` cells between the starts of labels
/// beyond their widths; at least two where two fit.
pub fn number_ticks(scale: &Scale, style: NumberStyle, spacing: u16) -> Vec<Tick> {
    todo!("{scale:?} {style:?} {spacing}")
}

/// Ticks of a log scale: decades, then 1-2-5, at least two labels even inside one decade.
pub fn log_ticks(scale: &Scale, style: NumberStyle, spacing: u16) -> Vec<Tick> {
    todo!("{scale:?} {style:?} {spacing}")
}

/// Ticks of a time scale in days: years, halves, quarters, months, weeks or days by span and room; labels carry just what is needed
/// (`2023`, `Q2`, `Jul`, with the year at the first tick and wherever it changes).
pub fn time_ticks(scale: &Scale, spacing: u16) -> Vec<Tick> {
    todo!("{scale:?} {spacing}")
}

/// First and last day of a scale, for callers that think in days.
pub(super) fn days(scale: &Scale) -> (Day, Day) {
    (Day(scale.low.floor() as i32), Day(scale.high.ceil() as i32))
}
