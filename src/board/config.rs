//! config.toml: raw (what was typed) and checked (what it means). Errors carry line, column and the nearest known key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analysis::{Change, Rules, Where};
use crate::base::{Action, Diagnostic, Glyphs, Key, PanelKind, Place, Severity};
use crate::chart::ScaleKind;
use crate::data::{ReadOptions, TableShape};

use super::{Grid, Slot};

mod layout;
mod line;
mod panel;
mod reader;
mod scatter;
mod selection;
mod settings;
mod table;

pub use line::LineSpec;

use layout::{RawPage, check_page};
use reader::{Entry, Node, Reader, in_order};
use scatter::ScatterSpec;
pub(super) use table::{MEASURES, ROLES};

/// The config that ships, commented; parsed by the same code as any other.
pub const DEFAULT_CONFIG: &str = include_str!("../../config.toml");

/// What a config means.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checked {
    /// The config file as the user named it; empty where the config was planned from data.
    pub file: Arc<str>,
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
    /// Quote; zero, which is in no text, where the file has none.
    pub quote: Option<u8>,
    /// Label of the encoding.
    pub encoding: Option<String>,
    /// Lines before the header.
    pub skip: Option<usize>,
    /// Lines of the header.
    pub header: Option<usize>,
    /// What the records are.
    pub shape: Option<TableShape>,
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
    /// `log = true | "symlog"`, the latter of line panels: the scale of the values.
    pub scale: ScaleKind,
    /// Most rows before "rest".
    pub top: Option<usize>,
    /// `share = true`: share instead of the ratio to the next; `false`: never; where it is not set, of what adds up to a total that
    /// the file states.
    pub share: Option<bool>,
    /// Column that divides the bars.
    pub divide: Option<Divide>,
    /// Column that makes the series of a line (`by = "group"`); default: the series key.
    pub by: Option<String>,
    /// What only a line is told.
    pub line_chart: LineSpec,
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
    /// Column that makes small multiples: one chart for each of its values.
    pub facet: Option<String>,
    /// The most bins: how the values of a bar panel lie, instead of their ranking.
    pub bins: Option<usize>,
    /// `show = "growth"`: a heat panel shows changes instead of values.
    pub growth: bool,
    /// Which change.
    pub change: Change,
    /// Finding for the bottom border, in the author's words.
    pub finding: Option<String>,
    /// What only a scatter is told.
    pub scatter: ScatterSpec,
}

/// `stack = "region"` or `group_by = "region"` of a bar panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Divide {
    /// Column by role or header.
    pub column: String,
    /// Parts of a sum one behind the other; else each a bar.
    pub stacked: bool,
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
    /// What curves are drawn with; none: what the terminal shows for sure.
    pub glyphs: Option<Glyphs>,
    /// Colours by role or group name, as `#rrggbb`, a name, or 0-255.
    pub colors: BTreeMap<String, String>,
}

/// Reads a config. `name` is the file as the user named it. The config is there unless the text is no TOML or has an error
/// of severity `Error`; warnings and notes come beside it.
pub fn check_config(text: &str, name: &str) -> (Option<Checked>, Vec<Diagnostic>) {
    let mut reader = Reader::new(text, name);
    let table = match toml::de::DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(problem) => {
            let at = problem.span().unwrap_or(0..0);
            reader.error(&at, "toml-syntax", problem.message().replace('\n', "; "));
            return (None, reader.found);
        }
    };
    let mut checked = check_top(&mut reader, &in_order(&table));
    checked.file = Arc::from(name);
    reader.found.sort_by_key(|problem| (problem.place.line, problem.place.col));
    let broken = reader.found.iter().any(|problem| problem.severity == Severity::Error);
    ((!broken).then_some(checked), reader.found)
}

const TOP: [&str; 16] = [
    "title", "data", "mouse", "layout", "rows", "columns", "narrow", "panel", "page", "metric", "entity", "table",
    "keys", "theme", "fiscal", "rates",
];

fn check_top(reader: &mut Reader<'_>, entries: &[Entry<'_, '_>]) -> Checked {
    let mut checked = Checked::default();
    let mut first = RawPage::default();
    let (mut pages, mut ids) = (Vec::new(), Vec::new());
    for entry in entries {
        let (key, node) = (entry.key, entry.node);
        match key {
            "title" => checked.title = reader.string(key, node).unwrap_or_default(),
            "data" => {
                checked.data_line = Some(reader.line(entry.at.start));
                checked.data = check_data(reader, node);
            }
            "mouse" => checked.mouse = reader.boolean(key, node).unwrap_or_default(),
            "layout" => first.layout = Some(node),
            "rows" => first.rows = Some(node),
            "columns" => first.columns = Some(node),
            "narrow" => first.narrow = Some(node),
            "panel" => {
                for panel in reader.entries(key, node) {
                    ids.push(panel.key.to_owned());
                    if let Some(spec) = panel::check_panel(reader, &panel) {
                        checked.panels.insert(panel.key.to_owned(), spec);
                    }
                }
            }
            "page" => pages = reader.entries(key, node),
            "metric" => reader.entries(key, node).iter().for_each(|e| settings::check_metric(reader, e, &mut checked)),
            "entity" => reader.entries(key, node).iter().for_each(|e| settings::check_entity(reader, e, &mut checked)),
            "table" => reader.entries(key, node).iter().for_each(|e| table::check_table(reader, e, &mut checked)),
            "fiscal" => reader.entries(key, node).iter().for_each(|e| settings::check_fiscal(reader, e, &mut checked)),
            "rates" => reader.list(key, node).iter().for_each(|item| settings::check_rate(reader, item, &mut checked)),
            "keys" => reader.entries(key, node).iter().for_each(|e| settings::check_key(reader, e, &mut checked)),
            "theme" => {
                reader.entries(key, node).iter().for_each(|e| settings::check_theme(reader, e, &mut checked.theme));
            }
            _ => reader.unknown(entry, &TOP),
        }
    }
    let known: Vec<&str> = ids.iter().map(String::as_str).collect();
    if first.layout.is_some() {
        push_page(reader, &mut checked, "overview", &first, &known);
    }
    for page in pages {
        let raw = check_page_keys(reader, &page);
        push_page(reader, &mut checked, page.key, &raw, &known);
    }
    if checked.pages.is_empty() && !known.is_empty() {
        checked.pages.push(stacked(&known));
    }
    checked
}

fn check_page_keys<'a, 't>(reader: &mut Reader<'_>, page: &Entry<'a, 't>) -> RawPage<'a, 't> {
    let mut raw = RawPage::default();
    for entry in reader.entries(page.key, page.node) {
        match entry.key {
            "layout" => raw.layout = Some(entry.node),
            "rows" => raw.rows = Some(entry.node),
            "columns" => raw.columns = Some(entry.node),
            "narrow" => raw.narrow = Some(entry.node),
            _ => reader.unknown(&entry, &RawPage::KEYS),
        }
    }
    if raw.layout.is_none() {
        reader.error(&page.at, "missing-key", format!("[page.{}] has no layout", page.key));
    }
    raw
}

fn push_page(reader: &mut Reader<'_>, checked: &mut Checked, name: &str, raw: &RawPage<'_, '_>, known: &[&str]) {
    if let Some((grid, narrow)) = check_page(reader, raw, known) {
        checked.pages.push(PageSpec { name: name.to_owned(), grid, narrow });
    }
}

/// Panels without any layout stand one below the other, in the order of the file.
fn stacked(ids: &[&str]) -> PageSpec {
    let areas = (0u16..).zip(ids).map(|(row, id)| ((*id).to_owned(), Slot { column: 0, row, columns: 1, rows: 1 }));
    let grid = Grid { areas: areas.collect(), column_weights: vec![1], row_weights: vec![1; ids.len()] };
    PageSpec { name: "overview".to_owned(), grid, narrow: None }
}

fn check_data(reader: &mut Reader<'_>, node: &Node<'_>) -> Vec<Vec<String>> {
    if node.get_ref().is_str() {
        return reader.string("data", node).map(|one| vec![one]).into_iter().collect();
    }
    let items = reader.list("data", node);
    items.iter().map(|item| reader.strings("data", item)).filter(|choice| !choice.is_empty()).collect()
}

impl PanelSpec {
    /// A panel of a kind with nothing set.
    pub(super) fn new(kind: PanelKind, line: u32) -> Self {
        Self {
            kind,
            line,
            title: None,
            file: None,
            select: Where::default(),
            select_text: Vec::new(),
            rows: Vec::new(),
            scale: ScaleKind::Linear,
            top: None,
            share: None,
            divide: None,
            by: None,
            line_chart: LineSpec::default(),
            lanes: Vec::new(),
            lags: Vec::new(),
            columns: Vec::new(),
            sort: None,
            text: None,
            facet: None,
            bins: None,
            growth: false,
            change: Change::default(),
            finding: None,
            scatter: ScatterSpec::default(),
        }
    }
}

impl Checked {
    /// A line of the config file; nowhere where the config was planned from data.
    pub(super) fn place(&self, line: u32) -> Place {
        if self.file.is_empty() {
            return Place::default();
        }
        Place { file: Some(self.file.clone()), line: Some(line), ..Place::default() }
    }

    /// The globs of panels that draw another file than `open`.
    pub fn other_files(&self, open: &str) -> BTreeSet<&str> {
        let globs = self.panels.values().filter_map(|panel| panel.file.as_deref());
        globs.filter(|glob| !is_named(open, glob)).collect()
    }

    /// What the reader is told for a file: what holds for all and what its `[table."glob"]` says. Of several globs that
    /// match, the first in the file wins.
    pub fn read_options(&self, file: &str) -> ReadOptions {
        let told = |glob: &str| glob.is_empty() || is_named(file, glob);
        let table = self.tables.iter().find(|(glob, _)| told(glob)).map(|(_, table)| table.clone()).unwrap_or_default();
        ReadOptions {
            entity_names: self.read.entity_names.clone(),
            metric_names: self.read.metric_names.clone(),
            metric_units: self.read.metric_units.clone(),
            key_columns: table.key,
            fiscal: self.read.fiscal.clone(),
            roles: table.roles,
            day_first: table.day_first,
            decimal_comma: table.decimal_comma,
            delimiter: table.delimiter,
            quote: table.quote,
            encoding: table.encoding,
            skip: table.skip,
            header: table.header,
            shape: table.shape,
            zhao: table.zhao,
            yen_is_jpy: table.yen_is_jpy,
            anchor: table.anchor,
        }
    }
}

/// Whether a glob of the config means a file, by its whole path or its last part.
pub fn is_named(file: &str, glob: &str) -> bool {
    let base = file.rsplit('/').next().unwrap_or(file);
    globset::Glob::new(glob).is_ok_and(|glob| {
        let matcher = glob.compile_matcher();
        matcher.is_match(file) || matcher.is_match(base)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let (checked, found) = check_config(text, "config.toml");
        assert_eq!(checked.is_some(), found.is_empty());
        found.iter().map(|d| format!("{}: {}: {}", d.place, d.code, d.message)).collect()
    }

    #[test]
    fn problems_carry_their_place_and_the_nearest_word() {
        assert_eq!(lines("titel = \"x\""), ["config.toml:1:1: unknown-key: unknown key \"titel\"; nearest: \"title\""]);
        let text = "layout = [\"facts fact\"]\n[panel.facts]\nkind = \"table\"\ntop = 3";
        let expected = [
            "config.toml:1:18: unknown-panel: no [panel.fact]; nearest: \"facts\"",
            "config.toml:4:1: unknown-key: unknown key \"top\"",
        ];
        assert!(lines(text).iter().zip(expected).all(|(got, want)| got.starts_with(want)), "{:?}", lines(text));
        let both = lines("[panel.a]\nkind = \"bar\"\nstack = \"region\"\ngroup_by = \"region\"");
        assert_eq!(both, ["config.toml:4:1: two-divisions: bars are stacked or grouped, not both"]);
        assert!(lines("title = ").iter().all(|line| line.contains("toml-syntax")));
    }
}
