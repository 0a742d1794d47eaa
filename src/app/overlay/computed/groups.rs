//! What was computed of several values that stand in one place: a bin and the quartiles, a cell of a heat map.

use super::inputs;
use crate::analysis::write_change;
use crate::app::Session;
use crate::base::{Bound, Measure, width, write_full, write_measure};
use crate::board::{Distribution, HeatCell};
use crate::data::Dataset;

/// A bin with its edges and rows, and where it stands among all: `7 of 58 values from 10 up to and without 20`.
pub(super) fn bin(session: &Session, data: &Dataset, bins: &Distribution, item: usize) -> Vec<String> {
    let Some(bin) = bins.bins.get(item) else { return Vec::new() };
    let edge = |value: f64| write_measure(&Measure::exact(value, bins.unit.clone()), session.numbers);
    let until = if item + 1 == bins.bins.len() { "to" } else { "up to and without" };
    let (low, high) = (edge(bin.low), edge(bin.high));
    let mut out = vec![format!("{} of {} values from {low} {until} {high}", bin.obs.len(), bins.count())];
    out.extend(inputs(session, data, &bin.obs));
    out.extend(quartiles(session, bins));
    out
}

/// `median 12 = quantile 0.5 of 58 values, linear between them (type 7)`.
fn quartiles(session: &Session, bins: &Distribution) -> Vec<String> {
    let names = ["first quartile", "median", "third quartile"];
    let known = names.into_iter().zip(&bins.computed);
    let wide = names.iter().map(|name| width(name)).max().unwrap_or(0);
    let one = |(name, found): (&str, &crate::analysis::Derived)| {
        let note = found.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        let name = crate::base::pad_right(name, wide);
        let said = if let Some(why) = &found.refused {
            format!("n/a ({why})")
        } else {
            let shown = write_measure(&crate::analysis::rounded(&found.measure), session.numbers);
            format!("{shown} = {} (type 7){note}", found.formula)
        };
        format!("{name} {said}")
    };
    known.map(one).collect()
}

/// A cell that says what no row states: its change, or the sum or span of several rows.
pub(super) fn cell(session: &Session, data: &Dataset, cell: &HeatCell) -> Vec<String> {
    let mut out = Vec::new();
    if !cell.joined.is_empty() {
        let value = write_full(&cell.measure, session.numbers);
        let formula = if cell.joined.starts_with("sum") { terms(session, data, cell) } else { ends(session, cell) };
        out.push(format!("{value} = {formula} ({})", cell.joined));
        out.extend(inputs(session, data, &cell.obs));
    }
    if let Some(change) = &cell.change {
        let shown = write_change(change, session.numbers, true);
        let note = change.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        let formula = if change.formula.is_empty() { String::new() } else { format!(" = {}", change.formula) };
        out.push(format!("change on the period before: {shown}{formula}{note}"));
        if cell.joined.is_empty() {
            out.extend(inputs(session, data, &change.inputs));
        }
    }
    out
}

fn terms(session: &Session, data: &Dataset, cell: &HeatCell) -> String {
    let shown = cell.obs.iter().take(super::LISTED).map(|at| write_measure(&data.measure(*at), session.numbers));
    let mut terms: Vec<String> = shown.collect();
    if cell.obs.len() > terms.len() {
        terms.push(format!("{} more", cell.obs.len() - terms.len()));
    }
    terms.join(" + ")
}

fn ends(session: &Session, cell: &HeatCell) -> String {
    let end = |end: Option<Bound>| {
        let one = |end: Bound| write_measure(&Measure::exact(end.value, cell.measure.unit.clone()), session.numbers);
        end.map_or_else(|| String::from("open"), one)
    };
    format!("from the lowest, {}, to the highest, {}", end(cell.measure.low), end(cell.measure.high))
}
