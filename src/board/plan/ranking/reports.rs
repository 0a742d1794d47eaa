//! Which rows count where several tell of one thing: series of one source are added, of sources that agree one counts, and of
//! reports that disagree none (rule 1: other sources are never mixed).

use indexmap::IndexMap;

use super::{Ask, Values};
use crate::analysis::sum;
use crate::base::{Measure, NumberStyle, ObsRef, Period, fold, write_measure};

/// What one source says of each scope, a row a series.
type Scopes = IndexMap<(String, Period), Values>;

/// The rows that are added for all that these tell: those of the source that tells of most scopes.
///
/// # Errors
/// Why there is no sum: `2 reports disagree: 5 / 7`.
pub(super) fn counted(ask: &Ask<'_>, reports: &[(ObsRef, Measure)]) -> Result<Values, String> {
    let data = ask.dataset;
    let mut series: IndexMap<(usize, Period), Values> = IndexMap::new();
    for report in reports {
        let key = (data.series_of(report.0), data.period(report.0));
        series.entry(key).or_default().push(report.clone());
    }
    let mut sources: IndexMap<String, Scopes> = IndexMap::new();
    for ((_, period), own) in series {
        if let Some(words) = disagreement(own.iter().map(|(_, measure)| measure), "reports") {
            return Err(words);
        }
        let Some(first) = own.into_iter().next() else { continue };
        let seen = data.get(first.0);
        let scopes = sources.entry(fold(seen.source)).or_default();
        scopes.entry((fold(seen.scope), period)).or_default().push(first);
    }
    // The first of those with as many.
    let most = sources.values().rev().max_by_key(|scopes| scopes.len());
    let Some(most) = most else { return Ok(Values::new()) };
    let others = || sources.values().flatten();
    let wholes = || sources.values().map(|scopes| together(scopes.values().flatten())).collect::<Vec<Measure>>();
    if others().any(|(scope, _)| !most.contains_key(scope)) {
        let words: Vec<String> = wholes().iter().map(|whole| write_measure(whole, NumberStyle::default())).collect();
        return Err(format!("{} sources of unlike scope: {}", words.len(), words.join(" / ")));
    }
    for scope in most.keys() {
        let told: Vec<Measure> =
            others().filter(|(other, _)| *other == scope).map(|(_, rows)| together(rows)).collect();
        if let Some(words) = disagreement(told.iter(), "sources") {
            return Err(words);
        }
    }
    Ok(most.values().flatten().cloned().collect())
}

/// What is said in several ways, each once.
fn disagreement<'a>(measures: impl Iterator<Item = &'a Measure>, of: &str) -> Option<String> {
    let mut told: Vec<&Measure> = Vec::new();
    for measure in measures {
        if !told.iter().any(|other| other.says_same(measure)) {
            told.push(measure);
        }
    }
    let words: Vec<String> = told.iter().map(|measure| write_measure(measure, NumberStyle::default())).collect();
    (words.len() > 1).then(|| format!("{} {of} disagree: {}", words.len(), words.join(" / ")))
}

/// The one, or the sum of several.
fn together<'a>(rows: impl IntoIterator<Item = &'a (ObsRef, Measure)>) -> Measure {
    let rows: Values = rows.into_iter().cloned().collect();
    match rows.as_slice() {
        [(_, one)] => one.clone(),
        _ => sum(&rows).measure,
    }
}
