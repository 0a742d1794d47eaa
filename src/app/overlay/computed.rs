//! What a line computed at a point: the number, how, and from what.

use crate::analysis::{self, Derived, write_change};
use crate::app::{Session, words};
use crate::base::{ObsRef, write_full, write_measure};
use crate::board::{Computed, Line, LineSeries};
use crate::data::Dataset;

/// Inputs that are listed each; of more the first ones and how many there are.
const LISTED: usize = 6;

/// The computed number of an observation, and the trend of its series.
pub(super) fn lines(session: &Session, data: &Dataset, line: &Line, at: ObsRef) -> Vec<String> {
    let mut out = Vec::new();
    for (nth, series) in line.series.iter().enumerate() {
        let Some(point) = series.points.obs().iter().position(|obs| *obs == at) else { continue };
        if let (Some(derived), Some(computed)) = (series.derived.get(point), line.computed) {
            out.extend(number(session, data, derived, computed));
        }
        for trend in line.trends.iter().filter(|trend| trend.series == nth) {
            out.push(format!("trend: {}", trend.trend.words(session.numbers)));
            out.push(format!("  {}", trend.trend.formula(session.numbers)));
            out.extend(inputs(session, data, &trend.trend.inputs));
        }
        out.extend(on_trend(session, line, nth, series, point));
    }
    out
}

fn number(session: &Session, data: &Dataset, derived: &Derived, computed: Computed) -> Vec<String> {
    let said = match computed {
        Computed::Growth(_) => write_change(derived, session.numbers, true),
        _ => write_full(&derived.measure, session.numbers),
    };
    let note = derived.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
    let mut out = vec![format!("{}: {said} = {}{note}", computed.words(), derived.formula)];
    out.extend(inputs(session, data, &derived.inputs));
    out
}

/// What it was computed from: value, name, period and place, a line each.
fn inputs(session: &Session, data: &Dataset, refs: &[ObsRef]) -> Vec<String> {
    let one = |at: &ObsRef| {
        let value = write_measure(&data.measure(*at), session.numbers);
        let row = data.row(data.get(*at).row);
        let name = words::named(data.entity_name(*at), session.ascii());
        let when = data.period(*at).words(session.ascii());
        format!("  from {value} · {name}, {when} · {}:{}", row.file, row.line)
    };
    let mut out: Vec<String> = refs.iter().take(LISTED).map(one).collect();
    if refs.len() > LISTED {
        out.push(format!("  and {} more", refs.len() - LISTED));
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

/// What the trend says at a point, for the number to be held against it.
fn on_trend(session: &Session, line: &Line, nth: usize, series: &LineSeries, point: usize) -> Option<String> {
    let trend = line.trends.iter().find(|trend| trend.series == nth)?;
    let point = series.points.get(point)?;
    let there = trend.trend.value(point.x);
    let measure = crate::base::Measure { digits: Some(3), ..crate::base::Measure::exact(there, line.unit.clone()) };
    Some(format!("  the trend stands at {} here", write_measure(&measure, session.numbers)))
}
