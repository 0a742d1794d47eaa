//! What a panel computed: each number with its formula and what it came from.

mod bars;
mod groups;
mod points;

use crate::analysis;
use crate::app::{Session, words};
use crate::base::{ObsRef, write_measure};
use crate::board::{Figure, Resolved};
use crate::data::Dataset;
use crate::panel::{self, Cursor};

/// Inputs that are listed each; of more the first ones and how many there are.
const LISTED: usize = 6;

/// What is under the cursor and no row states: it goes before the rows behind it.
pub(super) fn under(session: &Session, data: &Dataset, resolved: &Resolved, cursor: Cursor) -> Vec<String> {
    match resolved {
        Resolved::Histogram(bins) => groups::bin(session, data, bins, cursor.item),
        Resolved::Heat(heat) => {
            panel::heat_cell(heat, cursor).map(|cell| groups::cell(session, data, cell)).unwrap_or_default()
        }
        Resolved::Bar(bars) => bars.rows.get(cursor.item).map(|row| bars::sum(session, data, row)).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// What the panel computed with an observation.
pub(super) fn of(session: &Session, data: &Dataset, resolved: &Resolved, at: ObsRef) -> Vec<String> {
    match resolved {
        Resolved::Line(line) => points::line(session, data, line, at),
        Resolved::Scatter(scatter) => points::on_scatter(session, scatter, at).into_iter().collect(),
        Resolved::Bar(bars) => bars::beside(session, &bars.rows, at).into_iter().collect(),
        Resolved::Stat(figures) => {
            let own = figures.rows.iter().find(|figure| figure.obs == at);
            own.map(|figure| delta(session, data, figure)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// What it computed of all that it shows: it goes last.
pub(super) fn whole(session: &Session, data: &Dataset, resolved: &Resolved) -> Vec<String> {
    match resolved {
        Resolved::Scatter(scatter) => points::scatter(session, data, scatter),
        Resolved::Bar(bars) => bars::concentration(session, data, bars),
        _ => Vec::new(),
    }
}

/// The change beside a figure.
fn delta(session: &Session, data: &Dataset, figure: &Figure) -> Vec<String> {
    let Some(found) = figure.delta.as_ref().filter(|found| !found.formula.is_empty()) else { return Vec::new() };
    let shown = analysis::write_change(found, session.numbers, true);
    let note = found.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
    let mut out = vec![format!("change on the period before: {shown} = {}{note}", found.formula)];
    out.extend(inputs(session, data, &found.inputs));
    out
}

/// What it was computed from: value, name, period and place, a line each.
fn inputs(session: &Session, data: &Dataset, refs: &[ObsRef]) -> Vec<String> {
    some_inputs(session, data, refs, refs.len())
}

/// The same of so many, of which these are the first.
fn some_inputs(session: &Session, data: &Dataset, refs: &[ObsRef], all: usize) -> Vec<String> {
    let one = |at: &ObsRef| {
        let value = write_measure(&data.measure(*at), session.numbers);
        let row = data.row(data.get(*at).row);
        let name = words::named(data.entity_name(*at), session.ascii());
        let when = data.period(*at).words(session.ascii());
        format!("  from {value} · {name}, {when} · {}:{}", row.file, row.line)
    };
    let mut out: Vec<String> = refs.iter().take(LISTED).map(one).collect();
    if all > out.len() {
        out.push(format!("  and {} more", all - out.len()));
    }
    out
}

/// One price of both that a model has, where the other is stated, too: who opens the source of one asks for it.
pub(super) fn blended(session: &Session, data: &Dataset, at: ObsRef) -> Vec<String> {
    let Some(found) = analysis::blended(data, at, session.lens.as_of) else { return Vec::new() };
    let price = write_measure(&analysis::rounded(&found.measure), session.numbers);
    let mut out = vec![format!("blended (3 × input + output)/4: {price} = {}", found.formula)];
    out.extend(inputs(session, data, &found.inputs));
    out
}
