//! What bars computed: ratios, shares, sums, and how concentrated the shares are.

use super::inputs;
use crate::analysis::Derived;
use crate::app::{Session, words};
use crate::base::{ObsRef, write_measure};
use crate::board::{BarRow, Bars, Relation};
use crate::data::Dataset;

/// A row that is a sum: the sum with its parts.
pub(super) fn sum(session: &Session, data: &Dataset, row: &BarRow) -> Vec<String> {
    let Some(Relation::Sum(sum)) = &row.relation else { return Vec::new() };
    let total = write_measure(&sum.measure, session.numbers);
    let words = row.relation.as_ref().map(|relation| relation.write(session.numbers)).unwrap_or_default();
    let mut out = vec![format!("{}: {total} = {} ({words})", words::named(&row.label, session.ascii()), sum.formula)];
    out.extend(inputs(session, data, &sum.inputs));
    out
}

/// How concentrated the shares are: `HHI 4,600 of 3 named = 60² + 30² + 10²`.
pub(super) fn concentration(session: &Session, data: &Dataset, bars: &Bars) -> Vec<String> {
    let Some(Derived { words, formula, note, inputs: refs, .. }) = bars.concentration.as_deref() else {
        return Vec::new();
    };
    let note = note.as_ref().map_or(String::new(), |note| format!(" {note}"));
    let mut out = vec![format!("{words}{note} = {formula}, shares in %")];
    out.extend(inputs(session, data, refs));
    out
}

/// What stands beside a bar, with the numbers that it came from.
pub(super) fn beside(session: &Session, rows: &[BarRow], at: ObsRef) -> Option<String> {
    let index = rows.iter().position(|row| row.obs.contains(&at))?;
    let row = rows.get(index)?;
    let relation = row.relation.as_ref()?;
    if row.obs.len() > 1 {
        return None;
    }
    let shown = relation.write(session.numbers);
    let said = |row: &BarRow| {
        format!("{} ({})", write_measure(&row.measure, session.numbers), words::named(&row.label, session.ascii()))
    };
    match relation {
        Relation::Next { times, other, .. } => {
            let next = rows.iter().find(|row| row.obs.first() == Some(other))?;
            Some(format!("{shown} = {}: {} by {}", times.formula, said(row), said(next)))
        }
        Relation::Share(share) if share.words == "of the total" => {
            Some(format!("{shown}: {} = {}", said(row), share.formula))
        }
        Relation::Sum(_) => None,
        Relation::Share(_) => {
            let others: Vec<String> = rows.iter().map(said).collect();
            Some(format!("{shown}: {} among {}", said(row), others.join(", ")))
        }
    }
}
