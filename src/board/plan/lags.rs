//! The finding of a timeline: how long after one event others came, computed from their days, never typed.

use crate::analysis::{Lag, Where, lag, select};
use crate::base::{Day, Period};
use crate::board::config::LagSpec;
use crate::data::Dataset;

/// The period of the earliest observation that a lag's end names.
fn when(dataset: &Dataset, end: &Where, as_of: Option<Day>) -> Option<Period> {
    let found = select(dataset, end, as_of).refs;
    found.iter().map(|at| dataset.get(*at).period).filter(|period| period.first.or(period.last).is_some()).min()
}

/// `after ChatGPT: rivals 4–5 mo · Skylark 9 · 13 behind rival clouds (text: “1 year”)`. The unit stands once, at the first
/// lag. Within a run the label comes first; a lag from another event than the run's comes number first, so that its label can
/// say from what. An end that names no dated event leaves its lag out.
pub(super) fn finding(dataset: &Dataset, lags: &[LagSpec], as_of: Option<Day>) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut run: Option<&Where> = None;
    let mut opening: Option<&str> = None;
    for spec in lags {
        if spec.after.is_some() || run.is_none() {
            (run, opening) = (Some(&spec.from), spec.after.as_deref());
        }
        let ends = [&spec.from, &spec.to].map(|end| when(dataset, end, as_of));
        let [Some(from), Some(to)] = ends else { continue };
        let Some(words) = lag(&from, &to).map(|lag: Lag| lag.words(!parts.is_empty(), false)) else { continue };
        let said = spec.said.as_ref().map_or(String::new(), |said| format!(" ({said})"));
        let pair = if run == Some(&spec.from) { [spec.label.as_str(), &words] } else { [&words, spec.label.as_str()] };
        let after = opening.take().map_or(String::new(), |after| format!("{after}: "));
        parts.push(format!("{after}{}{said}", pair.join(" ").trim()));
    }
    parts.join(" · ")
}
