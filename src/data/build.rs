//! Files -> a [`Dataset`]: reads records, decides columns, understands cells, joins observations to series. Of the last
//! load it takes over every chunk that is still the same, with all that was understood of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::columns::{Decisions, Evidence};
use super::dataset::{Dataset, Parts, Piece, SeriesInfo, Summary};
use super::names::Names;
use super::open::{Opening, open};
use super::revisions;
use super::series::{Joined, join, only_units};
use super::table::Chunk;
use super::understand::{Understood, bad_rows, understand};
use super::{FileBytes, ReadOptions};
use crate::base::{Folded, Period, Severity, Unit, fold};

pub(super) fn build(
    files: &[FileBytes],
    options: &ReadOptions,
    previous: Option<&Dataset>,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Dataset {
    // With other options every cell may mean something else.
    let previous = previous.filter(|old| old.parts.options == *options);
    let mut parts = Parts { options: options.clone(), ..Parts::default() };
    parts.names = files.iter().map(|file| file.name.clone()).collect();
    let (mut opening, mut before, mut going) = (Vec::new(), 0, true);
    for file in files {
        if !going {
            break;
        }
        let length = file.bytes.len() as u64;
        let mut go_on = |share: f64| {
            going = progress(before + (length as f64 * share) as u64);
            going
        };
        opening.extend(open(file, options, previous, &mut parts, &mut go_on));
        before += length;
    }
    let width = parts.headers.len();
    for file in &mut opening {
        file.part.columns.resize(width, None);
    }
    let names = Names::of(options);
    let seen = understood(&mut opening, options, &names);
    let only = only_units(seen.iter().map(|seen| &*seen.understood));
    let olds = opening.iter().flat_map(|file| {
        let old = file.old.iter().copied().map(Some);
        old.chain(std::iter::repeat(None)).take(file.chunks.len())
    });
    let olds: Vec<Option<&Piece>> = olds.collect();
    parts.files = opening.into_iter().map(|file| file.part).collect();
    parts.key_columns = kept_key(previous, &parts).unwrap_or_else(|| named_key(options, &parts.headers));
    let joined = join_all(&parts, &seen, &olds, &only, &names);
    let (mut first_row, mut first_obs) = (0, 0);
    for (Seen { file, chunk, evidence, understood }, joined) in seen.into_iter().zip(joined) {
        let (rows, len) = (chunk.rows(), understood.len());
        parts.bad_rows.extend(bad_rows(&understood).map(|row| first_row + row));
        parts.diagnostics.extend(understood.problems.iter().map(|(_, problem)| problem.clone()));
        let globals = Box::default();
        let decisions = parts.files.get(file).map(|file| file.decisions.clone()).unwrap_or_default();
        let piece = Piece { file, first_row, first_obs, chunk, evidence, decisions, understood, joined, globals };
        parts.pieces.push(piece);
        first_row += rows;
        first_obs += len;
    }
    (parts.rows, parts.observations) = (first_row, first_obs);
    number_series(&mut parts, &names);
    let mut found = revisions::order(&mut parts);
    if previous.is_none_or(Dataset::is_empty) && options.key_columns.is_empty() && !found.conflicts.is_empty() {
        (parts, found) = keep_apart(parts, found, &only, &names);
    }
    if !parts.key_columns.is_empty() && options.key_columns.is_empty() {
        parts.explanation.push(format!(
            "{} joins the key of a series: without it rows collide, with it none does",
            parts.key_columns.join(", ")
        ));
    }
    revisions::report(&mut parts, &mut found);
    (parts.revisions, parts.conflicts) = (found.revisions, found.conflicts);
    summarise(&mut parts);
    let names = parts.names.clone();
    parts.diagnostics.sort_by_key(|problem| {
        let file = problem.place.file.as_ref().and_then(|file| names.iter().position(|name| name == file));
        (file, problem.place.line, problem.place.col)
    });
    Dataset { parts: Arc::new(parts) }
}

/// A chunk before its observations are joined to series.
struct Seen {
    file: usize,
    chunk: Arc<Chunk>,
    evidence: Arc<Evidence>,
    understood: Arc<Understood>,
}

/// Decides the columns of each file, then reads each chunk that is new or must be read otherwise than before.
fn understood(opening: &mut [Opening<'_>], options: &ReadOptions, names: &Names) -> Vec<Seen> {
    let mut evidence: Vec<Vec<Arc<Evidence>>> = Vec::new();
    let mut valued = BTreeSet::new();
    let mut kept = Vec::new();
    for file in opening.iter_mut() {
        let known = file.old.iter().map(|piece| piece.evidence.clone());
        let new = file.chunks.iter().skip(file.old.len());
        let own: Vec<Arc<Evidence>> =
            known.chain(new.map(|chunk| Arc::new(Evidence::of(chunk, &file.part.reading, names)))).collect();
        file.part.decisions = Decisions::of(&own, &file.part.reading, options);
        valued.extend(own.iter().flat_map(|seen| &seen.valued).cloned());
        evidence.push(own);
    }
    for (at, (file, evidence)) in opening.iter().zip(evidence).enumerate() {
        let opened = file.opened();
        for (nth, (chunk, evidence)) in file.chunks.iter().zip(evidence).enumerate() {
            let old = file
                .old
                .get(nth)
                .filter(|old| old.decisions == file.part.decisions && old.understood.holds_for(&valued));
            let understood = old.map_or_else(
                || Arc::new(understand(chunk, &opened, &file.part.decisions, &valued, names, options)),
                |old| old.understood.clone(),
            );
            kept.push(Seen { file: at, chunk: chunk.clone(), evidence, understood });
        }
    }
    kept
}

/// The key that was decided when these files were opened, if its columns are still there.
fn kept_key(previous: Option<&Dataset>, parts: &Parts) -> Option<Vec<Arc<str>>> {
    let old = &previous.filter(|old| !old.is_empty())?.parts;
    let there = old.key_columns.iter().all(|column| parts.headers.contains(column));
    (old.names == parts.names && there).then(|| old.key_columns.clone())
}

/// The columns that the config names as part of the key.
fn named_key(options: &ReadOptions, headers: &[Arc<str>]) -> Vec<Arc<str>> {
    let named = |name: &String| headers.iter().find(|header| fold(header) == fold(name)).cloned();
    options.key_columns.iter().filter_map(named).collect()
}

fn join_all(
    parts: &Parts,
    seen: &[Seen],
    olds: &[Option<&Piece>],
    only: &BTreeMap<String, Unit>,
    names: &Names,
) -> Vec<Arc<Joined>> {
    let joined = seen.iter().zip(olds).filter_map(|(Seen { file, chunk, understood, .. }, old)| {
        let file = parts.files.get(*file)?;
        let keys: Vec<Option<usize>> = parts
            .key_columns
            .iter()
            .map(|name| file.columns.get(parts.headers.iter().position(|header| header == name)?).copied().flatten())
            .collect();
        let wanted = |metric: &String| only.get(metric).map(|unit| (metric.clone(), unit.clone()));
        let own = understood.unitless.iter().filter_map(wanted).collect();
        let same = old.filter(|old| Arc::ptr_eq(&old.understood, understood) && old.joined.holds_for(&keys, &own));
        Some(same.map_or_else(
            || Arc::new(join(chunk, understood, &file.reading, keys, own, names)),
            |old| old.joined.clone(),
        ))
    });
    joined.collect()
}

/// Numbers the series of all chunks in order of first appearance.
fn number_series(parts: &mut Parts, names: &Names) {
    parts.series.clear();
    parts.series_index.clear();
    let mut forms: HashMap<(bool, Arc<str>), Folded> = HashMap::new();
    for piece in &mut parts.pieces {
        let globals = piece.joined.series.iter().map(|local| {
            if let Some(at) = parts.series_index.get(&local.key) {
                return *at;
            }
            let (key, entity, metric) = (local.key.clone(), local.entity.clone(), local.metric.clone());
            parts.series_index.insert(key.clone(), parts.series.len());
            // One name stands in many series.
            let of_entity = forms.entry((true, entity.clone())).or_insert_with(|| names.entity_forms(&entity));
            let entity_forms = of_entity.clone();
            let of_metric = forms.entry((false, metric.clone())).or_insert_with(|| names.metric_forms(&metric));
            let metric_forms = of_metric.clone();
            parts.series.push(SeriesInfo { key, entity, metric, entity_forms, metric_forms, observations: Vec::new() });
            parts.series.len() - 1
        });
        piece.globals = globals.collect();
    }
}

/// Lets further columns join the key, if rows collide without them and none does with them.
fn keep_apart(
    parts: Parts,
    found: revisions::Found,
    only: &BTreeMap<String, Unit>,
    names: &Names,
) -> (Parts, revisions::Found) {
    let dataset = Dataset { parts: Arc::new(parts) };
    let columns = revisions::columns_apart(&dataset, &found.conflicts);
    // The only other holder of the parts was this function.
    let Ok(mut parts) = Arc::try_unwrap(dataset.parts) else { return (Parts::default(), found) };
    let Some(columns) = columns else { return (parts, found) };
    parts.key_columns = columns.iter().filter_map(|at| parts.headers.get(*at)).cloned().collect();
    let seen: Vec<Seen> = parts
        .pieces
        .iter()
        .map(|piece| Seen {
            file: piece.file,
            chunk: piece.chunk.clone(),
            evidence: piece.evidence.clone(),
            understood: piece.understood.clone(),
        })
        .collect();
    let joined = join_all(&parts, &seen, &vec![None; seen.len()], only, names);
    for (piece, joined) in parts.pieces.iter_mut().zip(joined) {
        piece.joined = joined;
    }
    number_series(&mut parts, names);
    let found = revisions::order(&mut parts);
    (parts, found)
}

fn summarise(parts: &mut Parts) {
    let mut known = BTreeSet::new();
    let mut summary = Summary { newest: Period::NONE, ..Summary::default() };
    for piece in &parts.pieces {
        let seen = &piece.understood;
        summary.events += seen.events;
        summary.figures += seen.len() - seen.events;
        if seen.newest.last > summary.newest.last {
            summary.newest = seen.newest;
        }
        parts.sources.extend(seen.sources.iter().filter(|source| known.insert((*source).clone())).cloned());
    }
    summary.sources = parts.sources.len();
    summary.problems = parts.diagnostics.iter().filter(|problem| problem.severity > Severity::Note).count();
    parts.summary = summary;
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "entity,metric,period,value,unit,colour\n";

    fn rows(count: usize) -> String {
        let row = |n| format!("E{},m{},{},{n},,red\n", n % 10, n % 3, 1000 + n / 30);
        (0..count).map(row).collect::<Vec<_>>().concat()
    }

    fn read(text: &str, previous: Option<&Dataset>) -> Dataset {
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        build(&[file], &ReadOptions::default(), previous, &mut |_| true)
    }

    /// For each piece of the first: whether cells, meaning and series are those of the second.
    fn shared(a: &Dataset, b: &Dataset) -> Vec<[bool; 3]> {
        let pairs = a.parts.pieces.iter().zip(&b.parts.pieces);
        pairs
            .map(|(a, b)| {
                let understood = Arc::ptr_eq(&a.understood, &b.understood);
                [Arc::ptr_eq(&a.chunk, &b.chunk), understood, Arc::ptr_eq(&a.joined, &b.joined)]
            })
            .collect()
    }

    fn same(a: &Dataset, b: &Dataset) {
        use crate::data::{Form, export_cells, export_observations};
        assert!(export_observations(a, Form::Json) == export_observations(b, Form::Json));
        assert!(export_cells(a) == export_cells(b));
        assert_eq!((a.summary(), a.diagnostics(), a.sources()), (b.summary(), b.diagnostics(), b.sources()));
        assert!(a.refs().all(|at| a.key(at) == b.key(at) && b.find(&a.key(at)) == Some(at)));
    }

    #[test]
    fn a_load_after_an_append_shares_all_full_chunks_and_what_was_understood() {
        let old = format!("{HEADER}{}", rows(9000));
        let first = read(&old, None);
        for (more, expected) in [
            ("E1,m1,2030,7,,blue\n", [true, true, true]),
            // The metric has a unit now, which all its values take.
            ("E1,m1,2030,7,kg,blue\n", [true, true, false]),
            // There is evidence of a decimal comma now.
            ("E1,m1,2030,\"1,5\",,blue\n", [true, false, false]),
        ] {
            let text = format!("{old}{more}");
            let second = read(&text, Some(&first));
            assert_eq!(shared(&first, &second), [expected, expected, [false; 3]], "{more}");
            same(&second, &read(&text, None));
        }
        let edited = old.replacen("E0", "F0", 1);
        assert_eq!(shared(&first, &read(&edited, Some(&first))), [[false; 3]; 3]);
    }

    #[test]
    fn a_key_is_decided_when_a_file_is_opened_and_kept() {
        let apart = format!("{HEADER}A,m,2024,5,,red\nA,m,2024,6,,blue\n");
        let first = read(&apart, None);
        assert_eq!((first.series().len(), first.conflicts().len()), (2, 0));
        let decided = "colour joins the key of a series: without it rows collide, with it none does";
        assert!(first.explanation().iter().any(|line| line == decided), "{:?}", first.explanation());
        let text = format!("{apart}A,m,2024,7,,blue\n");
        let kept = read(&text, Some(&first));
        assert_eq!((kept.series().len(), kept.conflicts().len()), (2, 1));
        assert_eq!((read(&text, None).series().len(), read(&text, None).conflicts().len()), (1, 1));
        // Nor does a column join later.
        let one = format!("{HEADER}A,m,2024,5,,red\n");
        let grown = read(&apart, Some(&read(&one, None)));
        assert_eq!((grown.series().len(), grown.conflicts().len()), (1, 1));
    }

    #[test]
    fn a_stopped_read_is_a_valid_dataset_and_is_finished_by_the_next() {
        let text = format!("{HEADER}{}", rows(9000));
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let mut told = Vec::new();
        let stopped = build(&[file], &ReadOptions::default(), None, &mut |bytes| {
            told.push(bytes);
            false
        });
        assert_eq!((told.len(), stopped.len()), (1, 4096));
        assert_eq!(stopped.diagnostics().iter().map(|d| d.code).collect::<Vec<_>>(), ["stopped"]);
        same(&read(&text, Some(&stopped)), &read(&text, None));
    }

    #[test]
    fn records_are_found_by_file_and_line() {
        let dataset = read(&format!("{HEADER}\"A\nB\",m,2024,5,,\n\nC,m,2024,x,,\n"), None);
        let rows: Vec<_> = (1..=6).map(|line| dataset.row_at("x.csv", line)).collect();
        assert_eq!(rows, [None, Some(0), Some(0), Some(0), Some(1), Some(1)]);
        assert_eq!(dataset.bad_rows().collect::<Vec<_>>(), [1]);
        assert_eq!(dataset.row_at("y.csv", 2), None);
    }
}
