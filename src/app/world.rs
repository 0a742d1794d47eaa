//! What is loaded, immutable behind an `Arc`, one per opened set of files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::Changed;
use crate::base::Diagnostic;
use crate::board::Checked;
use crate::data::Dataset;

/// How the shown data stands to the files. Clock times are as shown (`14:02:31`), local.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Health {
    /// Shown is what is in the files.
    #[default]
    Live,
    /// The file is gone; the last good read is shown.
    Gone {
        /// Since when.
        since: String,
    },
    /// The file is being written; the last good read is shown.
    BeingWritten {
        /// Since when.
        since: String,
        /// Why it cannot be taken yet: `line 59 ends inside a quote`.
        reason: String,
    },
    /// The file cannot be read; the last good read is shown.
    Stale {
        /// Since when.
        since: String,
        /// Why: `permission denied`.
        reason: String,
    },
}

/// One data file that can be opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// As named by the user or found by a glob, relative to where globs count from; several files of one board joined by ` + `.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// When it was modified, as shown (`2024-12-30 14:02`).
    pub modified: String,
    /// Number of records, where the file has been looked at.
    pub rows: Option<usize>,
    /// How well it fits: names of roles found, or what is missing; empty where not looked at.
    pub fit: String,
    /// First lines, for the preview.
    pub preview: Vec<String>,
}

/// What is loaded.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Counts up with every change.
    pub rev: u64,
    /// The config in force: the last good one, or the one planned from the data.
    pub config: Arc<Checked>,
    /// Whether the config was planned from the data because none was there or none fits: the sentence to show.
    pub planned: Option<String>,
    /// Problems of the config on disk (the shown one may be older).
    pub config_diagnostics: Vec<Diagnostic>,
    /// The last good data.
    pub dataset: Dataset,
    /// Files that can be opened, in order.
    pub entries: Vec<Entry>,
    /// Which of them is open; `None` where there is none.
    pub open: Option<usize>,
    /// How the data stands to its files.
    pub health: Health,
    /// When the shown data was last read whole, as shown.
    pub last_good: String,
    /// Observations that differ from the load before, newest load only, with the time of that load.
    pub changed: Vec<Changed>,
    /// When something last changed, as shown; empty if nothing has.
    pub changed_at: String,
    /// Nothing can be shown: why, in words with place and remedy (no data, a directory, a binary file).
    pub nothing: Option<Diagnostic>,
    /// Health of further files that panels name by `file`.
    pub others: BTreeMap<String, Dataset>,
}

impl World {
    /// Name of the open file, as shown.
    pub fn open_name(&self) -> &str {
        self.open.and_then(|at| self.entries.get(at)).map_or("", |entry| &entry.name)
    }
}
