//! Floor 1: bytes -> rows -> typed columns -> [`Dataset`], with diagnostics. Knows no files, charts or config.
//!
//! `unpack` and `decode` make UTF-8 of the bytes, `dialect` decides how they are divided, `records` splits them with `csv-core` and
//! keeps line numbers. `schema` knows the names that columns go by, `shape` decides what a table is and how its records become
//! observations, `columns` how cells are read, `understand` reads them; `table` holds typed columns in append-only chunks. `series`
//! and `revisions` give the observations their keys, `exported` reads an export back, `table_info` tells what was decided.
//! Nothing here aborts: a bad cell is a gap and a diagnostic.

mod build;
mod columns;
mod dataset;
mod decode;
mod dialect;
mod export;
mod exported;
mod glance;
mod lookup;
mod names;
mod open;
mod places;
mod records;
mod revisions;
mod schema;
mod series;
mod shape;
mod table;
mod table_info;
mod understand;
mod unpack;

pub use dataset::{Dataset, Observation, Revision, Row, SeriesInfo, Summary};
pub use export::{Form, export_cells, export_observations};
pub use glance::glance_problems;
pub use schema::Role;
pub use shape::{ColumnKind, TableShape};
pub use table::Numbers;
pub use table_info::{ColumnInfo, TableInfo};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::FiscalYearEnd;

/// One file as it was read whole: what the reader is given.
#[derive(Debug, Clone)]
pub struct FileBytes {
    /// The file as the user named it (shown in places).
    pub name: Arc<str>,
    /// Its content.
    pub bytes: Arc<[u8]>,
    /// Whether the file may still be growing: a last line without newline is then held back, not read.
    pub may_grow: bool,
}

/// What the reader must be told; the board fills it in from the config.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadOptions {
    /// Names of one entity: first the shown name, then the others (`[entity."X"] also`).
    pub entity_names: Vec<Vec<String>>,
    /// Names of one metric, likewise.
    pub metric_names: Vec<Vec<String>>,
    /// Unit of a metric's values that have none, by folded metric name.
    pub metric_units: BTreeMap<String, String>,
    /// Further columns that belong to the key (`[table."…"].key`), by header.
    pub key_columns: Vec<String>,
    /// Fiscal calendars by folded entity name.
    pub fiscal: BTreeMap<String, FiscalYearEnd>,
    /// `[table."…"]`: header for a role (`entity`, `metric`, `period`, `value`, `low`, `high`, `unit`, ...), by role.
    pub roles: BTreeMap<String, Vec<String>>,
    /// `day_order`: day first.
    pub day_first: Option<bool>,
    /// `decimal = ","`.
    pub decimal_comma: Option<bool>,
    /// `delimiter`.
    pub delimiter: Option<u8>,
    /// `quote`: an ASCII character.
    pub quote: Option<u8>,
    /// `encoding`: a label of the WHATWG Encoding Standard, as `gb18030`.
    pub encoding: Option<String>,
    /// `skip`: lines before the header that are no part of the table.
    pub skip: Option<usize>,
    /// `header`: number of header lines; 0 = the first line is a record.
    pub header: Option<usize>,
    /// `kind`: what the records are.
    pub shape: Option<TableShape>,
    /// `zhao`.
    pub zhao: Option<f64>,
    /// `yen = "JPY"`.
    pub yen_is_jpy: bool,
    /// `anchor`: day from which "yesterday" counts where no `reported` stands.
    pub anchor: Option<crate::base::Day>,
}

/// Reads files into one dataset. Total: what could not be read is in [`Dataset::diagnostics`].
///
/// `previous` is the dataset of the last load: where a file only grew, its finished chunks are shared.
pub fn read(files: &[FileBytes], options: &ReadOptions, previous: Option<&Dataset>) -> Dataset {
    read_watched(files, options, previous, &mut |_| true)
}

/// As [`read`], for long loads: `progress` is told now and then how many bytes were dealt with, of the sum of all lengths.
/// Where it returns false, reading stops: what was read until then is the dataset, with the note `stopped`.
pub fn read_watched(
    files: &[FileBytes],
    options: &ReadOptions,
    previous: Option<&Dataset>,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Dataset {
    build::build(files, options, previous, progress)
}
