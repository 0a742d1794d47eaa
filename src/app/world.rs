//! What is loaded, immutable behind an `Arc`, one per opened set of files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::{Changed, Claims};
use crate::base::Diagnostic;
use crate::board::{Checked, Sources};
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
    /// How well it fits: the pages of the config that show it, or what is missing; empty where not looked at.
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
    /// Whether nobody named the open file: neither the command line nor a config.
    pub unchosen: bool,
    /// How the data stands to its files.
    pub health: Health,
    /// When the shown data was last read whole, as shown.
    pub last_good: String,
    /// Observations that differ from the load before, newest load only, with the time of that load.
    pub changed: Vec<Changed>,
    /// What is missing because the load was stopped: `first 412 MB only`; empty where nothing is.
    pub partial: String,
    /// When something last changed, as shown; empty if nothing has.
    pub changed_at: String,
    /// Nothing can be shown: why, in words with place and remedy (no data, a directory, a binary file).
    pub nothing: Option<Diagnostic>,
    /// What the shown data states of itself, recomputed.
    pub claims: Arc<Claims>,
    /// Further files, by the glob with which panels name them.
    pub others: BTreeMap<String, Other>,
}

/// A file that is not open but drawn by panels that name it.
#[derive(Debug, Clone, Default)]
pub struct Other {
    /// The file, or files, as named by the user or found by the glob.
    pub name: String,
    /// The last good data.
    pub dataset: Dataset,
    /// What it states of itself, recomputed.
    pub claims: Arc<Claims>,
    /// How the data stands to the file.
    pub health: Health,
    /// When the shown data was last read whole, as shown.
    pub last_good: String,
}

impl World {
    /// What a board is planned from.
    pub fn sources(&self) -> Sources<'_> {
        let others = self.others.iter().filter(|(_, other)| !other.last_good.is_empty());
        Sources {
            open: &self.dataset,
            name: self.open_name(),
            others: others.map(|(glob, other)| (glob.as_str(), &other.dataset)).collect(),
        }
    }

    /// The name of a file without its folder, unless another one that can be opened is called the same.
    pub(super) fn short_name<'a>(&self, full: &'a str) -> &'a str {
        // Several files of one board keep their folders: only the last would lose it.
        let bare = if full.contains(" + ") { full } else { full.rsplit('/').next().unwrap_or(full) };
        let alike = self.entries.iter().filter(|entry| entry.name.rsplit('/').next() == Some(bare)).count();
        if alike > 1 { full } else { bare }
    }

    /// Name of the open file, as shown.
    pub fn open_name(&self) -> &str {
        self.open.and_then(|at| self.entries.get(at)).map_or("", |entry| &entry.name)
    }
}
