//! Observations with their keys, sources and rows; revisions and conflicts kept apart.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::records::{Chunk, Record};
use super::schema;
use crate::base::{Day, Diagnostic, Measure, ObsKey, ObsRef, Period, SeriesKey, Shape, Unit};

/// What was read from one opened set of files. Cheap to clone: all parts are behind `Arc`.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    pub(super) parts: Arc<Parts>,
}

/// One file's records.
#[derive(Debug)]
pub(super) struct FilePart {
    pub(super) name: Arc<str>,
    pub(super) text: Arc<str>,
    pub(super) delimiter: u8,
    /// Records with the header first.
    pub(super) chunks: Vec<Chunk>,
    /// Number of records after the header.
    pub(super) rows: usize,
    /// Column of this file for each column of the table.
    pub(super) columns: Vec<Option<usize>>,
    /// Number of columns in its header.
    pub(super) width: usize,
    pub(super) roles: BTreeMap<&'static str, usize>,
}

impl FilePart {
    /// The n-th record after the header.
    pub(super) fn record(&self, row: usize) -> Option<&Record> {
        let mut at = row + 1;
        // All chunks but the last are of one length.
        let length = self.chunks.first().map_or(1, |chunk| chunk.len().max(1));
        let chunk = self.chunks.get(at / length)?;
        at %= length;
        chunk.get(at)
    }

    pub(super) fn cell(&self, row: usize, role: &str) -> &str {
        let column = self.roles.get(role);
        column.and_then(|&column| self.record(row)?.cells.get(column)).unwrap_or("")
    }
}

/// What of an observation is not its cells as typed.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) file: usize,
    /// Row of the file, and of the whole table.
    pub(super) file_row: usize,
    pub(super) row: usize,
    pub(super) period: Period,
    pub(super) measure: Measure,
    pub(super) reported: Option<Day>,
    pub(super) kind: &'static str,
    pub(super) series: usize,
    pub(super) nth: u16,
}

#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) files: Vec<FilePart>,
    pub(super) names: Vec<Arc<str>>,
    pub(super) headers: Vec<Arc<str>>,
    pub(super) rows: usize,
    pub(super) observations: Vec<Stored>,
    /// Observation of each row.
    pub(super) by_row: BTreeMap<usize, ObsRef>,
    pub(super) bad_rows: BTreeSet<usize>,
    pub(super) series: Vec<SeriesInfo>,
    pub(super) by_key: BTreeMap<ObsKey, ObsRef>,
    pub(super) revisions: Vec<Revision>,
    pub(super) conflicts: Vec<Vec<ObsRef>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) explanation: Vec<String>,
}

/// One observation, assembled from the typed columns on demand.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation<'a> {
    /// Its place in this dataset.
    pub at: ObsRef,
    /// Who or what, as typed.
    pub entity: &'a str,
    /// What is measured, or the event's name, as typed.
    pub metric: &'a str,
    /// When.
    pub period: Period,
    /// The period as typed.
    pub period_text: &'a str,
    /// How much; `raw` is the value as typed.
    pub measure: Measure,
    /// Who measured or said it.
    pub source: &'a str,
    /// Document in which it was read.
    pub via: &'a str,
    /// Paragraph, page or URL, as typed (`¶36`, `36`).
    pub reference: &'a str,
    /// Date of the report.
    pub reported: Option<Day>,
    /// Status as one of `A E F P R B D U claimed target`, empty if none.
    pub status: &'a str,
    /// `high`, `medium`, `low`, or empty.
    pub confidence: &'a str,
    /// Region, platform, definition.
    pub scope: &'a str,
    /// For lanes and colour.
    pub group: &'a str,
    /// `measure event count rank share price duration text rating`, guessed where absent.
    pub kind: &'a str,
    /// Free text.
    pub note: &'a str,
    /// The record it came from.
    pub row: usize,
}

/// One record of the file, observation or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// File as the user named it.
    pub file: &'a str,
    /// 1-based line where the record starts.
    pub line: u32,
    /// Cells as read, padded to the number of columns; extra cells after them.
    pub cells: Vec<&'a str>,
    /// The observation it became, if it did.
    pub observation: Option<ObsRef>,
    /// Whether a diagnostic of severity warning or error names this record.
    pub bad: bool,
}

/// One series: its key, how it is shown, its observations by period.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesInfo {
    /// Content key.
    pub key: SeriesKey,
    /// Entity as shown ("Doubao 豆包").
    pub entity: Arc<str>,
    /// Metric as shown.
    pub metric: Arc<str>,
    /// Observations ordered by period, then reported, then file order.
    pub observations: Vec<ObsRef>,
}

/// A later report of the same key and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    /// The observation that was replaced.
    pub old: ObsRef,
    /// The one that replaces it.
    pub new: ObsRef,
}

impl Dataset {
    /// Names of the files it was read from.
    pub fn files(&self) -> &[Arc<str>] {
        &self.parts.names
    }

    /// Number of observations, events included.
    pub fn len(&self) -> usize {
        self.parts.observations.len()
    }

    /// Whether there is no observation.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All observations in file order.
    pub fn refs(&self) -> impl Iterator<Item = ObsRef> + '_ {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(ObsRef)
    }

    fn stored(&self, at: ObsRef) -> Option<(&Stored, &FilePart)> {
        let stored = self.parts.observations.get(at.0 as usize)?;
        Some((stored, self.parts.files.get(stored.file)?))
    }

    /// One observation. `at` must be of this dataset; any other gives an empty one.
    pub fn get(&self, at: ObsRef) -> Observation<'_> {
        let found = self.stored(at);
        let cell = |role: &str| found.map_or("", |(stored, file)| file.cell(stored.file_row, role));
        Observation {
            at,
            entity: cell("entity"),
            metric: cell("metric"),
            period: found.map_or(Period::NONE, |(stored, _)| stored.period),
            period_text: cell("period"),
            measure: found.map_or_else(
                || Measure::wordless(Shape::Missing, Unit::none(), ""),
                |(stored, _)| stored.measure.clone(),
            ),
            source: cell("source"),
            via: cell("via"),
            reference: cell("ref"),
            reported: found.and_then(|(stored, _)| stored.reported),
            status: schema::status(cell("status")),
            confidence: schema::confidence(cell("confidence")),
            scope: cell("scope"),
            group: cell("group"),
            kind: found.map_or("", |(stored, _)| stored.kind),
            note: cell("note"),
            row: found.map_or(0, |(stored, _)| stored.row),
        }
    }

    /// Content key of an observation of this dataset.
    pub fn key(&self, at: ObsRef) -> ObsKey {
        let empty = || Arc::from("");
        let found = self.stored(at).and_then(|(stored, _)| Some((stored, self.parts.series.get(stored.series)?)));
        let series = found.map_or_else(
            || SeriesKey {
                entity: empty(),
                metric: empty(),
                dimension: Unit::none().dimension,
                source: empty(),
                scope: empty(),
            },
            |(_, series)| series.key.clone(),
        );
        let (period, nth) = found.map_or((Period::NONE, 0), |(stored, _)| (stored.period, stored.nth));
        ObsKey { series, period, nth }
    }

    /// The observation of that content, if this dataset has it.
    pub fn find(&self, key: &ObsKey) -> Option<ObsRef> {
        self.parts.by_key.get(key).copied()
    }

    fn series_info(&self, at: ObsRef) -> Option<&SeriesInfo> {
        self.parts.series.get(self.series_of(at))
    }

    /// The entity as shown everywhere: the first of its joined names ("Doubao 豆包").
    pub fn entity_name(&self, at: ObsRef) -> &str {
        self.series_info(at).map_or("", |series| &series.entity)
    }

    /// The metric as shown everywhere: the first of its joined names.
    pub fn metric_name(&self, at: ObsRef) -> &str {
        self.series_info(at).map_or("", |series| &series.metric)
    }

    /// All series in order of first appearance.
    pub fn series(&self) -> &[SeriesInfo] {
        &self.parts.series
    }

    /// The series that holds an observation, as an index into [`Dataset::series`].
    pub fn series_of(&self, at: ObsRef) -> usize {
        self.stored(at).map_or(0, |(stored, _)| stored.series)
    }

    /// Later reports of the same key and period.
    pub fn revisions(&self) -> &[Revision] {
        &self.parts.revisions
    }

    /// Groups of observations with the same key, period and `reported` but different values.
    pub fn conflicts(&self) -> &[Vec<ObsRef>] {
        &self.parts.conflicts
    }

    /// Header of the table as read, in file order.
    pub fn headers(&self) -> &[Arc<str>] {
        &self.parts.headers
    }

    /// The header that plays a role (`"entity"`, `"source"` ...), as a column index.
    pub fn role_column(&self, role: &str) -> Option<usize> {
        self.parts.files.iter().find_map(|file| {
            let own = file.roles.get(role)?;
            file.columns.iter().position(|column| column.as_ref() == Some(own))
        })
    }

    /// Number of records, whether observations or not.
    pub fn rows(&self) -> usize {
        self.parts.rows
    }

    /// One record; `row` below [`Dataset::rows`], any other gives an empty one.
    pub fn row(&self, row: usize) -> Row<'_> {
        let mut own = row;
        let mut found = None;
        for file in &self.parts.files {
            if own < file.rows {
                found = file.record(own).map(|record| (file, record));
                break;
            }
            own -= file.rows;
        }
        let Some((file, record)) = found else {
            return Row { file: "", line: 0, cells: Vec::new(), observation: None, bad: false };
        };
        let known = file.columns.iter().map(|column| column.and_then(|at| record.cells.get(at)).unwrap_or(""));
        Row {
            file: &file.name,
            line: record.line,
            cells: known.chain(record.cells.iter().skip(file.width)).collect(),
            observation: self.parts.by_row.get(&row).copied(),
            bad: self.parts.bad_rows.contains(&row),
        }
    }

    /// What could not be read, in file order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.parts.diagnostics
    }

    /// How the files were read, and why, in sentences (`i` in the app, `check --explain`).
    pub fn explanation(&self) -> &[String] {
        &self.parts.explanation
    }

    /// Distinct sources in order of first appearance.
    pub fn sources(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        self.refs().map(|at| self.get(at).source).filter(|source| !source.is_empty() && seen.insert(*source)).collect()
    }
}
