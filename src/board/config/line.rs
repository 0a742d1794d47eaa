//! What a line panel may be told besides the keys of all kinds; a scatter panel some of it.

use super::reader::{Node, Reader, in_order, kind_of};
use super::selection::check_period;
use super::settings::choice;
use crate::analysis::Fit;
use crate::base::Period;
use crate::board::{Computed, Reference, Stroke};

/// What a line panel is told; `trend`, `records` and `levels` are told to a scatter panel too.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LineSpec {
    /// `show = "yoy"`: what is computed for each point instead of its value.
    pub show: Option<Computed>,
    /// `base = "2020"`: the period of which an index is 100; default: the first of each series.
    pub base: Option<Period>,
    /// `stroke = "step"`.
    pub stroke: Stroke,
    /// `trend = true`, `trend = "theil-sen"`: a trend of each series.
    pub trend: Option<Fit>,
    /// `records = true`: the trend goes through the points that were higher than all before.
    pub records: bool,
    /// `levels = [{ value = 100, label = "parity" }]`.
    pub levels: Vec<Reference>,
}

pub(super) fn check_show(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Computed> {
    let known: Vec<(&str, Option<Computed>)> =
        std::iter::once(("value", None)).chain(Computed::ALL.map(|(name, computed)| (name, Some(computed)))).collect();
    choice(reader, "show", node, &known).flatten()
}

pub(super) fn check_base(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Period> {
    let text = reader.word("base", node)?;
    check_period(reader, &text, node)
}

pub(super) fn check_stroke(reader: &mut Reader<'_>, node: &Node<'_>) -> Stroke {
    let known = [("line", Stroke::Line), ("step", Stroke::Step), ("area", Stroke::Area)];
    choice(reader, "stroke", node, &known).unwrap_or_default()
}

/// `true` is least squares of logarithms: what grows mostly grows by a part of itself.
pub(super) fn check_trend(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Fit> {
    if let Some(wanted) = node.get_ref().as_bool() {
        return wanted.then_some(Fit::LogLeastSquares);
    }
    let known = [("least squares", Fit::LogLeastSquares), ("theil-sen", Fit::TheilSen), ("linear", Fit::Linear)];
    choice(reader, "trend", node, &known)
}

pub(super) fn check_levels(reader: &mut Reader<'_>, node: &Node<'_>) -> Vec<Reference> {
    let mut levels = Vec::new();
    for item in reader.list("levels", node) {
        let Some(table) = item.get_ref().as_table() else {
            let message = format!("a level is {}; wanted {{ value = 100, label = \"parity\" }}", kind_of(item));
            reader.error(&item.span(), "wrong-kind", message);
            continue;
        };
        let (mut value, mut label) = (None, String::new());
        for entry in in_order(table) {
            match entry.key {
                "value" => value = reader.number("value", entry.node),
                "label" => label = reader.string("label", entry.node).unwrap_or_default(),
                _ => reader.unknown(&entry, &["value", "label"]),
            }
        }
        match value {
            Some(value) => levels.push(Reference { value, label }),
            None => reader.error(&item.span(), "missing-key", "a level has no value"),
        }
    }
    levels
}
