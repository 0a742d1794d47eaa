//! What lines and scatters computed: numbers at points, and the trends through them.

use super::{LISTED, inputs, some_inputs};
use crate::analysis::{Derived, write_change};
use crate::app::Session;
use crate::base::{Measure, ObsRef, Unit, write_full, write_measure, write_unit_suffix};
use crate::board::{Computed, Line, LineSeries, Scatter, ScatterTrend};
use crate::data::Dataset;

/// The computed number of an observation, and the trend of its series.
pub(super) fn line(session: &Session, data: &Dataset, line: &Line, at: ObsRef) -> Vec<String> {
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

/// What the trend says at a point, for the number to be held against it.
fn on_trend(session: &Session, line: &Line, nth: usize, series: &LineSeries, point: usize) -> Option<String> {
    let trend = line.trends.iter().find(|trend| trend.series == nth)?;
    let point = series.points.get(point)?;
    let there = trend.trend.value(point.x);
    let measure = Measure { digits: Some(3), ..Measure::exact(there, line.unit.clone()) };
    Some(format!("  the trend stands at {} here", write_measure(&measure, session.numbers)))
}

/// The line through the points of a scatter: what it says, how it was laid, and through which.
pub(super) fn scatter(session: &Session, data: &Dataset, scatter: &Scatter) -> Vec<String> {
    let Some(trend) = &scatter.trend else { return Vec::new() };
    let lead = if scatter.records.is_some() { "trend of records" } else { "trend" };
    let unit = |unit: Option<&Unit>| unit.map(|unit| write_unit_suffix(unit).trim().to_owned()).unwrap_or_default();
    let style = session.numbers;
    let (said, formula) = match trend {
        ScatterTrend::Time(trend) => (trend.words(style), trend.formula(style)),
        ScatterTrend::Values(line) => {
            let forms = line.forms(&unit(scatter.x.unit.as_ref()), &unit(scatter.y.unit.as_ref()), style);
            (forms.into_iter().next().unwrap_or_default(), line.formula(style))
        }
    };
    // Of very many points only those that are listed are looked up.
    let first = scatter.laid.iter().take(LISTED).map(|nth| *nth as usize);
    let first: Vec<ObsRef> = first.flat_map(|nth| scatter.points.behind(nth)).collect();
    let each = if scatter.points.x_obs.is_empty() { 1 } else { 2 };
    let mut out = vec![format!("{lead}: {said}"), format!("  {formula}")];
    out.extend(some_inputs(session, data, &first, trend.count() * each));
    out
}

/// What it says at a point, for the number to be held against it.
pub(super) fn on_scatter(session: &Session, scatter: &Scatter, at: ObsRef) -> Option<String> {
    let nth = scatter.points.obs.iter().position(|obs| *obs == at)?;
    let (x, _) = scatter.points.at(nth)?;
    let there = scatter.trend.as_ref()?.value(x);
    let unit = scatter.y.unit.clone().unwrap_or_else(Unit::none);
    let measure = Measure { digits: Some(3), ..Measure::exact(there, unit) };
    Some(format!("the trend stands at {} here", write_measure(&measure, session.numbers)))
}
