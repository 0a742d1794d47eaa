//! config.toml: raw (what was typed) and checked (what it means). Errors carry line, column and the nearest known key.

use std::collections::BTreeMap;

use crate::analysis::{Change, Rules, Where};
use crate::base::{Action, Diagnostic, Key, PanelKind};
use crate::data::ReadOptions;

use super::Grid;

/// The config that ships, commented; parsed by the same code as any other.
pub const DEFAULT_CONFIG: &str = include_str!("../../config.toml");

/// What a config means.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checked {
    /// Title of the board.
    pub title: String,
    /// Data files that can be opened, each entry a choice; an inner list of several patterns is one board of several files.
    pub data: Vec<Vec<String>>,
    /// Line of the `data` key, for messages.
    pub data_line: Option<u32>,
    /// Pages in order; page 1 is the top level.
    pub pages: Vec<PageSpec>,
    /// Panels by id.
    pub panels: BTreeMap<String, PanelSpec>,
    /// What is known of metrics, and rates.
    pub rules: Rules,
    /// How to read files; per `[table."glob"]`, plus what holds for all under the empty glob.
    pub tables: Vec<(String, TableSpec)>,
    /// Names of entities and metrics, fiscal calendars: what the reader is told for every file.
    pub read: ReadSpec,
    /// Remapped keys: action -> key sequences; empty = unbound.
    pub keys: BTreeMap<Action, Vec<Vec<Key>>>,
    /// Theme.
    pub theme: ThemeSpec,
    /// Mouse on.
    pub mouse: bool,
}

/// What holds for reading every file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadSpec {
    /// First the shown name, then the others.
    pub entity_names: Vec<Vec<String>>,
    /// Likewise.
    pub metric_names: Vec<Vec<String>>,
    /// Unit by folded metric name.
    pub metric_units: BTreeMap<String, String>,
    /// Fiscal calendar by folded entity name.
    pub fiscal: BTreeMap<String, crate::base::FiscalYearEnd>,
}

/// `[table."glob"]`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableSpec {
    /// Headers by role.
    pub roles: BTreeMap<String, Vec<String>>,
    /// Further key columns.
    pub key: Vec<String>,
    /// Day first.
    pub day_first: Option<bool>,
    /// Decimal comma.
    pub decimal_comma: Option<bool>,
    /// Delimiter.
    pub delimiter: Option<u8>,
    /// 兆.
    pub zhao: Option<f64>,
    /// ¥ is JPY.
    pub yen_is_jpy: bool,
    /// Anchor day.
    pub anchor: Option<crate::base::Day>,
}

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageSpec {
    /// Its name.
    pub name: String,
    /// Its layout.
    pub grid: Grid,
    /// Its layout below 100 columns.
    pub narrow: Option<Grid>,
}

/// `[panel.id]`, checked. Keys that do not belong to the kind are errors.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelSpec {
    /// Kind.
    pub kind: PanelKind,
    /// Line of the table header in config.toml.
    pub line: u32,
    /// Title; default: the metric's name.
    pub title: Option<String>,
    /// Glob over file names; default: the open file.
    pub file: Option<String>,
    /// Which observations.
    pub select: Where,
    /// The `where` as typed, condition by condition with its line, for messages.
    pub select_text: Vec<(String, u32)>,
    /// `rows = [ { ... } ]` of change and stat: each a selection of its own.
    pub rows: Vec<RowSpec>,
    /// `log = true`.
    pub log: bool,
    /// Most rows before "rest".
    pub top: Option<usize>,
    /// `share = true`: share instead of the ratio to the next.
    pub share: bool,
    /// Column that makes the series of a line (`by = "group"`); default: the series key.
    pub by: Option<String>,
    /// Lanes of a timeline in order: name and the groups in it; default: one lane a group.
    pub lanes: Vec<(String, Vec<String>)>,
    /// Lags for a timeline's finding.
    pub lags: Vec<LagSpec>,
    /// Columns of a table by role or header, in order.
    pub columns: Vec<String>,
    /// Column to sort by, `-` before it for descending.
    pub sort: Option<String>,
    /// Text of a text panel (Markdown subset).
    pub text: Option<String>,
    /// Which change.
    pub change: Change,
    /// Finding for the bottom border, in the author's words.
    pub finding: Option<String>,
}

/// One row of a change or stat panel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RowSpec {
    /// Which observations.
    pub select: Where,
    /// `from` and `to` periods of a change; default: first and last.
    pub from: Option<crate::base::Period>,
    /// See `from`.
    pub to: Option<crate::base::Period>,
    /// Words after the value of a stat, or the name of a change row.
    pub label: Option<String>,
    /// Line in config.toml.
    pub line: u32,
}

/// A lag to state: `{ from = "ChatGPT launch", to = "...", label = "rivals" }`.
#[derive(Debug, Clone, PartialEq)]
pub struct LagSpec {
    /// Metric (event name) and optionally entity of the first event.
    pub from: Where,
    /// Of the second.
    pub to: Where,
    /// What to call it.
    pub label: String,
    /// Opening words of a new run of lags: `after ChatGPT`.
    pub after: Option<String>,
    /// Added in brackets: `text: "1 year"`.
    pub said: Option<String>,
}

/// `[theme]`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ThemeSpec {
    /// `dark`, `light` or none: guessed from the environment, else dark.
    pub light: Option<bool>,
    /// Colours by role or group name, as `#rrggbb`, a name, or 0-255.
    pub colors: BTreeMap<String, String>,
}

/// Reads a config. `name` is the file as the user named it. The config is there unless the text is no TOML or has an error
/// of severity `Error`; warnings and notes come beside it.
pub fn check_config(text: &str, name: &str) -> (Option<Checked>, Vec<Diagnostic>) {
    todo!("{text} {name}")
}

impl Checked {
    /// What the reader is told for a file: what holds for all and what its `[table."glob"]` says.
    pub fn read_options(&self, file: &str) -> ReadOptions {
        todo!("{file}")
    }
}
