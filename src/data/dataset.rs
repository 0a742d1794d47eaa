//! Observations with their keys, sources and rows; revisions and conflicts kept apart.

use std::sync::Arc;

use super::{FileBytes, ReadOptions};
use crate::base::{Day, Diagnostic, Measure, ObsKey, ObsRef, Period, SeriesKey};

/// What was read from one opened set of files. Cheap to clone: all parts are behind `Arc`.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    // The owner of this room replaces this by the typed table.
    diagnostics: Arc<Vec<Diagnostic>>,
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

pub(super) fn build(files: &[FileBytes], options: &ReadOptions, previous: Option<&Dataset>) -> Dataset {
    todo!("{files:?} {options:?} {previous:?}")
}

impl Dataset {
    /// Names of the files it was read from.
    pub fn files(&self) -> &[Arc<str>] {
        todo!()
    }

    /// Number of observations, events included.
    pub fn len(&self) -> usize {
        todo!()
    }

    /// Whether there is no observation.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All observations in file order.
    pub fn refs(&self) -> impl Iterator<Item = ObsRef> + '_ {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(ObsRef)
    }

    /// One observation. `at` must be of this dataset.
    pub fn get(&self, at: ObsRef) -> Observation<'_> {
        todo!("{at:?}")
    }

    /// Content key of an observation.
    pub fn key(&self, at: ObsRef) -> ObsKey {
        todo!("{at:?}")
    }

    /// The observation of that content, if this dataset has it.
    pub fn find(&self, key: &ObsKey) -> Option<ObsRef> {
        todo!("{key:?}")
    }

    /// The entity as shown everywhere: the first of its joined names ("Doubao 豆包").
    pub fn entity_name(&self, at: ObsRef) -> &str {
        todo!("{at:?}")
    }

    /// The metric as shown everywhere: the first of its joined names.
    pub fn metric_name(&self, at: ObsRef) -> &str {
        todo!("{at:?}")
    }

    /// All series in order of first appearance.
    pub fn series(&self) -> &[SeriesInfo] {
        todo!()
    }

    /// The series that holds an observation, as an index into [`Dataset::series`].
    pub fn series_of(&self, at: ObsRef) -> usize {
        todo!("{at:?}")
    }

    /// Later reports of the same key and period.
    pub fn revisions(&self) -> &[Revision] {
        todo!()
    }

    /// Groups of observations with the same key, period and `reported` but different values.
    pub fn conflicts(&self) -> &[Vec<ObsRef>] {
        todo!()
    }

    /// Header of the table as read, in file order.
    pub fn headers(&self) -> &[Arc<str>] {
        todo!()
    }

    /// The header that plays a role (`"entity"`, `"source"` ...), as a column index.
    pub fn role_column(&self, role: &str) -> Option<usize> {
        todo!("{role}")
    }

    /// Number of records, whether observations or not.
    pub fn rows(&self) -> usize {
        todo!()
    }

    /// One record; `row` below [`Dataset::rows`].
    pub fn row(&self, row: usize) -> Row<'_> {
        todo!("{row}")
    }

    /// What could not be read, in file order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How the files were read, and why, in sentences (`i` in the app, `check --explain`).
    pub fn explanation(&self) -> &[String] {
        todo!()
    }

    /// Distinct sources in order of first appearance.
    pub fn sources(&self) -> Vec<&str> {
        todo!()
    }
}
