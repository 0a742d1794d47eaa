//! Orders each series and tells revisions, conflicts and repeated rows apart; decides which further columns keep rows apart.

use std::collections::BTreeMap;

use super::dataset::{Dataset, Parts, Revision, SeriesInfo};
use crate::base::{Day, Diagnostic, ObsRef, Period, Place};

/// Rows of one series, period and `reported`.
struct Group {
    refs: Vec<ObsRef>,
    /// Whether they say different things.
    differ: bool,
}

/// What the order of the series shows.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) revisions: Vec<Revision>,
    pub(super) conflicts: Vec<Vec<ObsRef>>,
    /// Rows that repeat another, in groups.
    repeats: Vec<Vec<ObsRef>>,
}

/// Gives every series its observations in order, and every observation its number among those of its key and period.
pub(super) fn order(parts: &mut Parts) -> Found {
    let mut by_series: Vec<Vec<(Period, Option<Day>, ObsRef)>> = vec![Vec::new(); parts.series.len()];
    for piece in &parts.pieces {
        let file = parts.files.get(piece.file);
        for nth in 0..piece.understood.len() {
            let at = ObsRef(u32::try_from(piece.first_obs + nth).unwrap_or(u32::MAX));
            let reported = file.and_then(|file| piece.reported(file, nth));
            if let Some(series) = by_series.get_mut(piece.series(nth)) {
                series.push((piece.understood.periods.get(nth), reported, at));
            }
        }
    }
    let mut found = Found::default();
    let mut nths = BTreeMap::new();
    let mut groups = Vec::new();
    let refused: Vec<ObsRef> = parts.refused_periods().collect();
    for (series, stated) in parts.series.iter_mut().zip(&mut by_series) {
        if !stated.is_sorted() {
            stated.sort_unstable();
        }
        series.observations = stated.iter().map(|(_, _, at)| *at).collect();
        for same in stated.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            let mut refs: Vec<ObsRef> = same.iter().map(|(_, _, at)| *at).collect();
            refs.sort_unstable();
            let numbered = refs.iter().skip(1).zip(1..).map(|(at, nth)| (*at, nth));
            nths.extend(numbered);
            let reports: Vec<Vec<ObsRef>> =
                same.chunk_by(|a, b| a.1 == b.1).map(|report| report.iter().map(|(_, _, at)| *at).collect()).collect();
            let firsts: Vec<ObsRef> = reports.iter().filter_map(|report| report.first().copied()).collect();
            found.revisions.extend(firsts.windows(2).filter_map(|pair| match pair {
                [old, new] => Some(Revision { old: *old, new: *new }),
                _ => None,
            }));
            // Where the period could not be read it is not known whether it is the same.
            let known = reports.into_iter().map(|report| -> Vec<ObsRef> {
                report.into_iter().filter(|at| refused.binary_search(at).is_err()).collect()
            });
            groups.extend(known.filter(|report| report.len() > 1));
        }
    }
    parts.nths = nths;
    for refs in groups {
        let Group { refs, differ } = compared(parts, refs);
        if differ { found.conflicts.push(refs) } else { found.repeats.push(refs) }
    }
    found
}

/// In a table that was not written to be one of observations, rows of one name and period need not disagree: that is said once, and
/// held against none of them.
fn forgive(parts: &mut Parts, found: &mut Found) {
    let strict = |refs: &Vec<ObsRef>| {
        refs.first().is_none_or(|at| parts.file_of(*at).is_none_or(|file| file.reading.is_strict()))
    };
    let (kept, alike): (Vec<_>, Vec<_>) = std::mem::take(&mut found.conflicts).into_iter().partition(strict);
    found.conflicts = kept;
    found.repeats.retain(strict);
    let Some((series, place)) = alike.first().and_then(|refs| {
        let last = *refs.last()?;
        Some((parts.series.get(parts.series_of(last))?, parts.place(last)?.1))
    }) else {
        return;
    };
    let rows: std::collections::BTreeSet<usize> =
        alike.iter().flatten().filter_map(|at| parts.place(*at)).map(|(row, _)| row).collect();
    let some = if rows.len() == 1 { "1 row says".to_owned() } else { format!("{} rows say", rows.len()) };
    let message = format!("{some} different things of one name and period; the first name: \"{}\"", series.entity);
    let help = "All are shown. Name a column that tells them apart in [table] key, or another one as entity";
    parts.diagnostics.push(Diagnostic::note("rows-alike", message).at(place).with_help(help));
}

fn compared(parts: &Parts, refs: Vec<ObsRef>) -> Group {
    let measures: Vec<_> = refs.iter().map(|at| parts.measure(*at)).collect();
    let differ = measures.iter().zip(measures.iter().skip(1)).any(|(a, b)| !a.says_same(b));
    Group { refs, differ }
}

/// Says what was found, and marks the rows that disagree.
pub(super) fn report(parts: &mut Parts, found: &mut Found) {
    forgive(parts, found);
    let found = &*found;
    for (refs, differ) in
        found.conflicts.iter().map(|refs| (refs, true)).chain(found.repeats.iter().map(|refs| (refs, false)))
    {
        let places: Vec<(usize, Place)> = refs.iter().filter_map(|at| parts.place(*at)).collect();
        let lines: Vec<String> = places.iter().filter_map(|(_, place)| Some(place.line?.to_string())).collect();
        let series: Option<&SeriesInfo> = refs.first().and_then(|at| parts.series.get(parts.series_of(*at)));
        let (Some(series), Some((_, place))) = (series, places.last()) else { continue };
        let what = format!("{}, {}: lines {}", series.entity, series.metric, lines.join(", "));
        let diagnostic = if differ {
            let help = "Both are shown. Tell them apart by source, scope or reported, or name a column in [table] key";
            Diagnostic::warning("conflict", format!("values differ for {what}")).with_help(help)
        } else {
            Diagnostic::note("duplicate", format!("the same statement twice for {what}"))
        };
        parts.diagnostics.push(diagnostic.at(place.clone()));
        if differ {
            parts.bad_rows.extend(places.iter().map(|(row, _)| *row));
        }
    }
}

/// Candidates beyond which only single columns are tried.
const PAIRED: usize = 24;

/// The smallest set of further columns under which no two rows of a conflict are left with one key; one column if one is
/// enough, else the first two, else all. `None` where even all of them leave a conflict.
pub(super) fn columns_apart(dataset: &Dataset, conflicts: &[Vec<ObsRef>]) -> Option<Vec<usize>> {
    let parts = &dataset.parts;
    let candidates: Vec<usize> = (0..parts.headers.len())
        .filter(|at| {
            parts.files.iter().all(|file| {
                let own = file.columns.get(*at).copied().flatten();
                own.is_none_or(|own| {
                    let exported = file.reading.exported.as_ref();
                    !file.reading.says_more(own) && exported.is_none_or(|fields| !fields.plays(own))
                })
            })
        })
        .filter(|at| !parts.is_provenance(*at))
        .collect();
    let apart = |columns: &[usize]| {
        conflicts.iter().all(|refs| {
            let mut said = BTreeMap::new();
            refs.iter().all(|at| {
                let seen = dataset.get(*at);
                let cell = |column: &usize| crate::base::fold(parts.cell(seen.row, *column));
                let key: Vec<String> = columns.iter().map(cell).collect();
                said.entry(key).or_insert_with(|| seen.measure.clone()).says_same(&seen.measure)
            })
        })
    };
    if let Some(one) = candidates.iter().find(|column| apart(&[**column])) {
        return Some(vec![*one]);
    }
    if !apart(&candidates) {
        return None;
    }
    let paired = candidates.iter().take(PAIRED);
    for (nth, first) in paired.enumerate() {
        for second in candidates.iter().take(PAIRED).skip(nth + 1) {
            if apart(&[*first, *second]) {
                return Some(vec![*first, *second]);
            }
        }
    }
    // More than two: those without which rows collide again.
    let mut needed = candidates.clone();
    for column in candidates {
        let without: Vec<usize> = needed.iter().copied().filter(|at| *at != column).collect();
        if apart(&without) {
            needed = without;
        }
    }
    Some(needed)
}
