//! Config + Dataset + Lens -> Board. Total: a panel that cannot be drawn says why; it never takes the others down.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexSet;

use crate::analysis::{Condition, Field, Test, Where, parse_filter, select};
use crate::base::{Diagnostic, ObsRef, PanelKind, Severity, fold, halves};
use crate::data::{Dataset, Role};

use super::config::is_named;
use super::{Checked, Grid, Lens, Notes, PageSpec, PanelSpec, Resolved};

mod ask;
mod column;
mod comparison;
mod facets;
mod gaps;
mod heat;
mod lags;
mod legend;
mod line;
mod names;
mod ranking;
mod scatter;
mod stat;
mod table;
mod timeline;
mod units;

use ask::{Ask, Drawn};
pub use table::all_columns;

/// Everything that can be shown of one dataset through one lens.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// Title.
    pub title: String,
    /// Pages in order; never empty.
    pub pages: Vec<Page>,
    /// Group names by hue, for legends.
    pub groups: Vec<String>,
    /// What went wrong while planning.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the lens filters rows, how many of how many are left.
    pub filtered: Option<(usize, usize)>,
}

impl Board {
    /// What is said where there is no page of that name; an empty name is none that is looked for.
    pub fn unknown_page(&self, name: &str) -> Option<String> {
        let known: Vec<&str> = self.pages.iter().map(|page| page.name.as_str()).collect();
        let is_known = name.is_empty() || known.contains(&name);
        (!is_known).then(|| format!("No page \"{name}\" for these data. There are: {}", known.join(", ")))
    }
}

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Name.
    pub name: String,
    /// Layout.
    pub grid: Grid,
    /// Layout below 100 columns.
    pub narrow: Option<Grid>,
    /// Panels in number order (panel 1 first).
    pub panels: Vec<Panel>,
}

/// One panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Id in the config.
    pub id: Arc<str>,
    /// Kind in the config (`resolved` may be a table because of `t`, or Failed).
    pub kind: PanelKind,
    /// Title.
    pub title: String,
    /// Top right of the border: unit, period, counts.
    pub corner: String,
    /// Bottom border: sources, or the finding.
    pub bottom: String,
    /// What it draws.
    pub resolved: Resolved,
    /// All observations it shows.
    pub obs: Vec<ObsRef>,
    /// The glob of the file whose data it is resolved from, where that is not the open one.
    pub file: Option<String>,
}

/// The data that a board is planned from.
#[derive(Debug, Clone)]
pub struct Sources<'a> {
    /// The open file, or files.
    pub open: &'a Dataset,
    /// Its name, as the user named it.
    pub name: &'a str,
    /// Other files by the glob with which panels name them ([`Checked::other_files`]).
    pub others: BTreeMap<&'a str, &'a Dataset>,
}

impl<'a> Sources<'a> {
    /// The data of a panel that names the file `glob`, and whether it is another than the open file's. `None` where no
    /// such file is loaded.
    pub(super) fn of(&self, glob: Option<&str>) -> Option<(&'a Dataset, bool)> {
        match glob {
            Some(glob) if !is_named(self.name, glob) => self.others.get(glob).map(|data| (*data, true)),
            _ => Some((self.open, false)),
        }
    }
}

/// Plans a board. Pages of which less than half of the panels find rows are for other files and left out, unless that
/// leaves none.
pub fn plan(config: &Checked, sources: &Sources<'_>, lens: &Lens) -> Board {
    let mut filter = Where::default();
    for typed in &lens.filters {
        filter.conditions.extend(parse_filter(typed).conditions);
    }
    if let Some(entity) = &lens.only {
        // A file that tells one half of the name only means the same.
        let halves = halves(entity).map(|(latin, other)| [latin, other]).into_iter().flatten();
        let any = std::iter::once(entity.as_str()).chain(halves).map(|name| Test::Name(name.to_owned())).collect();
        filter.conditions.push(Condition { field: Field::Entity, negated: false, any });
    }
    let groups = group_names(config, sources);
    let fitting: Vec<&PageSpec> = config.pages.iter().filter(|page| config.page_fits(page, sources)).collect();
    let specs = if fitting.is_empty() { config.pages.iter().collect() } else { fitting };
    let pages = specs.into_iter().map(|page| {
        let panels = page.ids().filter_map(|id| {
            let spec = config.panels.get(id)?;
            let Some((dataset, elsewhere)) = sources.of(spec.file.as_deref()) else {
                return Some(without_file(id, spec, config));
            };
            let file = spec.file.clone().filter(|_| elsewhere);
            let ask = Ask { id, spec, config, dataset, lens, filter: &filter, groups: &groups };
            Some(Panel { file, ..draw(&ask) })
        });
        let panels = panels.collect();
        Page { name: page.name.clone(), grid: page.grid.clone(), narrow: page.narrow.clone(), panels }
    });
    let mut pages: Vec<Page> = pages.collect();
    if pages.is_empty() {
        pages.push(Page { name: "overview".to_owned(), grid: Grid::default(), narrow: None, panels: Vec::new() });
    }
    let failures = pages.iter().flat_map(|page| &page.panels).filter_map(|panel| match &panel.resolved {
        Resolved::Failed(problems) => Some(problems.clone()),
        _ => None,
    });
    // What the viewer's own filter leaves out is no problem.
    let diagnostics = failures.flatten().filter(|problem| problem.severity > Severity::Note).collect();
    let filtered = (!filter.conditions.is_empty()).then(|| {
        let left = select(sources.open, &filter, lens.as_of).refs.len();
        (left, select(sources.open, &Where::default(), lens.as_of).refs.len())
    });
    Board { title: config.title.clone(), pages, groups, diagnostics, filtered }
}

impl PageSpec {
    /// Ids of its panels by first appearance: those of the layout, then those that stand in `narrow` only.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        let wide = self.grid.areas.iter().map(|(id, _)| id.as_str());
        let narrow = self.narrow.iter().flat_map(|grid| &grid.areas).map(|(id, _)| id.as_str());
        wide.chain(narrow.filter(|id| !self.grid.areas.iter().any(|(wide, _)| wide == id)))
    }
}

/// A panel whose file is not there.
fn without_file(id: &str, spec: &PanelSpec, config: &Checked) -> Panel {
    let glob = spec.file.as_deref().unwrap_or_default();
    let problem = Diagnostic::error("no-file", format!("No file matches \"{glob}\""))
        .at(config.place(spec.line))
        .with_help("It is drawn as soon as there is one");
    Panel {
        id: Arc::from(id),
        kind: spec.kind,
        title: spec.title.clone().unwrap_or_else(|| id.to_owned()),
        corner: String::new(),
        bottom: String::new(),
        resolved: Resolved::Failed(vec![problem]),
        obs: Vec::new(),
        file: spec.file.clone(),
    }
}

/// Entities that have a colour of their own where there are no groups: more could not be told apart.
const COLOURED: usize = 6;

/// Groups in file order: the n-th has the n-th colour on the whole board, whatever is filtered. Where there are not two groups, and
/// lines are to be told apart, the entities that stand highest at the end take their place.
fn group_names(config: &Checked, sources: &Sources<'_>) -> Vec<String> {
    let mut names: IndexSet<&str> = IndexSet::new();
    for dataset in std::iter::once(sources.open).chain(sources.others.values().copied()) {
        if dataset.role_column("group").is_none() {
            continue;
        }
        names.extend(dataset.refs().map(|at| dataset.cell(at, Role::Group)).filter(|group| !group.is_empty()));
    }
    // One group tells nothing apart.
    if names.len() < 2 && config.panels.values().any(|panel| panel.kind == PanelKind::Line) {
        names = highest_entities(sources.open).into_iter().collect();
    }
    names.into_iter().map(str::to_owned).collect()
}

/// Entities of the first metric by their last value, the largest first, without the total of the others; in file order where
/// they are few.
fn highest_entities(dataset: &Dataset) -> Vec<&str> {
    let totals: Vec<String> = dataset.tables().iter().filter_map(|table| table.total).map(fold).collect();
    let metric = dataset.series().first().map(|series| series.metric.clone());
    let series = dataset.series().iter().filter(|series| Some(&series.metric) == metric.as_ref());
    let mut found: Vec<(&str, f64)> = series
        .filter(|series| !totals.contains(&fold(&series.entity)))
        .filter_map(|series| {
            let last = dataset.get(*series.observations.last()?).measure;
            Some((&*series.entity, last.place()? * last.unit.factor))
        })
        .collect();
    if found.len() > COLOURED {
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
    }
    found.into_iter().map(|(entity, _)| entity).take(COLOURED).collect()
}

fn draw(ask: &Ask<'_>) -> Panel {
    let kind = if ask.lens.as_table.contains(ask.id) { PanelKind::Table } else { ask.spec.kind };
    let drawn = match &ask.spec.facet {
        Some(column) if kind == ask.spec.kind => facets::resolve(ask, kind, column),
        _ => resolve(ask, kind),
    };
    let axes = match &drawn.resolved {
        Resolved::Scatter(scatter) => Some(scatter.title()),
        _ => None,
    };
    let title = ask.spec.title.clone().or(axes).unwrap_or_else(|| title(ask, &drawn.obs));
    let Drawn { resolved, corner, bottom, obs } = drawn;
    let bottom =
        if ask.spec.finding.is_some() { bottom } else { legend::with_signs(ask.dataset, &resolved, bottom, &obs) };
    Panel { id: Arc::from(ask.id), kind: ask.spec.kind, title, corner, bottom, resolved, obs, file: None }
}

/// What a panel of that kind draws.
fn resolve(ask: &Ask<'_>, kind: PanelKind) -> Drawn {
    match kind {
        PanelKind::Bar => ranking::bars(ask),
        PanelKind::Change => comparison::resolve(ask),
        PanelKind::Range => ranking::intervals(ask),
        PanelKind::Stat => stat::resolve(ask),
        PanelKind::Timeline => timeline::resolve(ask),
        PanelKind::Line => line::resolve(ask),
        PanelKind::Scatter => scatter::resolve(ask),
        PanelKind::Heat => heat::resolve(ask),
        PanelKind::Text => text(ask),
        PanelKind::Table if ask.spec.kind == PanelKind::Scatter => {
            table::resolve(&Ask { spec: &ask.spec.both_axes(), ..*ask })
        }
        PanelKind::Table => table::resolve(ask),
    }
}

/// The metric that all rows share, else what the panel is; where it has no rows its id.
fn title(ask: &Ask<'_>, obs: &[ObsRef]) -> String {
    let metric = |at: &ObsRef| ask.dataset.metric_name(*at);
    match (obs.first().map(metric), ask.spec.kind) {
        (Some(first), _) if obs.iter().all(|at| metric(at) == first) => first.to_owned(),
        (None, kind) if kind != PanelKind::Table => ask.id.to_owned(),
        (_, PanelKind::Table) if ask.spec.select.conditions.is_empty() => String::from("All rows"),
        (_, PanelKind::Table) => String::from("Rows"),
        (_, PanelKind::Timeline) => String::from("Events"),
        (_, PanelKind::Change) => String::from("Before → after"),
        (_, PanelKind::Stat) => String::from("In figures"),
        _ => String::from("Figures"),
    }
}

fn text(ask: &Ask<'_>) -> Drawn {
    let text = ask.spec.text.clone().unwrap_or_default();
    let bottom = ask.bottom(&[]);
    Drawn { resolved: Resolved::Text(Notes { text }), corner: String::new(), bottom, obs: Vec::new() }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests read the data that the repository brings")]
mod tests {
    use super::*;
    use crate::board::{DEFAULT_CONFIG, check_config};
    use crate::data::{FileBytes, ReadOptions, read};

    fn shipped(name: &str, lens: &Lens) -> Board {
        let config = check_config(DEFAULT_CONFIG, "config.toml").0.unwrap();
        let bytes = std::fs::read(format!("{}/data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let file = FileBytes { name: name.into(), bytes: bytes.into(), may_grow: false };
        let data = read(&[file], &config.read_options(name), None);
        plan(&config, &Sources { open: &data, name, others: BTreeMap::new() }, lens)
    }

    fn pages(board: &Board) -> Vec<&str> {
        board.pages.iter().map(|page| page.name.as_str()).collect()
    }

    fn panel<'a>(board: &'a Board, id: &str) -> &'a Panel {
        board.pages.iter().flat_map(|page| &page.panels).find(|panel| &*panel.id == id).unwrap()
    }

    #[test]
    fn each_shipped_file_has_its_pages_and_no_panel_fails() {
        for (file, expected) in [
            ("ai-industry-2024.csv", vec!["overview", "bytedance", "facts"]),
            ("models.csv", vec!["models"]),
            ("nvidia-chips.csv", vec!["chips"]),
        ] {
            let board = shipped(file, &Lens::default());
            assert_eq!(pages(&board), expected);
            assert_eq!(board.diagnostics, vec![]);
            assert_eq!(board.filtered, None);
        }
    }

    #[test]
    fn borders_say_what_is_shown() {
        let board = shipped("ai-industry-2024.csv", &Lens::default());
        let when = panel(&board, "when");
        assert_eq!((when.title.as_str(), when.corner.as_str()), ("Who moved when", "14 events"));
        assert!(when.bottom.starts_with("after ChatGPT: rivals 4–5 mo"));
        assert_eq!(panel(&board, "facts").corner, "72 rows · by ¶ ↑");
        assert_eq!(panel(&shipped("models.csv", &Lens::default()), "size").corner, "62 points · 2017–2025");
    }

    #[test]
    fn a_filter_narrows_every_panel_and_says_how_far() {
        let lens = Lens { filters: vec!["group:rivals".to_owned()], ..Lens::default() };
        let board = shipped("ai-industry-2024.csv", &lens);
        assert_eq!(panel(&board, "when").corner, "2 events");
        assert_eq!(board.filtered.map(|(_, all)| all), Some(72));
        assert!(matches!(panel(&board, "change").resolved, Resolved::Failed(_)));
        assert_eq!(board.groups, shipped("ai-industry-2024.csv", &Lens::default()).groups);
    }

    #[test]
    fn a_panel_without_rows_names_the_nearest_word() {
        let text = "[panel.a]\nkind = \"line\"\nwhere = { metric = \"usrs\" }\n[panel.b]\nkind = \"table\"\n";
        let config = check_config(text, "config.toml").0.unwrap();
        let data = small("entity,metric,period,value\nA,users,2024,5\n");
        let board = plan(&config, &Sources { open: &data, name: "x.csv", others: BTreeMap::new() }, &Lens::default());
        let lines: Vec<String> = board.diagnostics.iter().map(|d| format!("{}: {}", d.place, d.message)).collect();
        assert_eq!(lines, ["config.toml:3: No row matches: no metric \"usrs\"; nearest: \"users\" (1 row)"]);
        assert!(matches!(panel(&board, "b").resolved, Resolved::Table(_)));
    }

    fn small(text: &str) -> Dataset {
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        read(&[file], &ReadOptions::default(), None)
    }

    fn planned(config: &str, sources: &Sources<'_>) -> Board {
        plan(&check_config(config, "my.toml").0.unwrap(), sources, &Lens::default())
    }

    #[test]
    fn what_no_row_has_is_said_with_what_rows_have_instead() {
        let data = small(
            "entity,metric,period,value\nA,monthly active users,2024-10,5\nB,monthly active users,2024-10,7\nA,staff,2024-11,9\n",
        );
        let sources = Sources { open: &data, name: "x.csv", others: BTreeMap::new() };
        let said = |conditions: &str, more: &str| {
            let board = planned(&format!("[panel.a]\nkind = \"bar\"\nwhere = {{ {conditions} }}\n{more}"), &sources);
            board.diagnostics.iter().map(|d| format!("{}: {}", d.place, d.message)).collect::<Vec<_>>()
        };
        let also = "[metric.\"monthly active users\"]\nalso = [\"MAU\"]";
        assert_eq!(
            said("metric = \"mua\"", also),
            ["my.toml:3: No row matches: no metric \"mua\"; nearest: \"MAU\" = monthly active users (2 rows)"]
        );
        // The period is in the file, but not of that metric.
        assert_eq!(
            said("metric = \"monthly active users\", period = \"2024-11\"", ""),
            ["my.toml:3: \"monthly active users\" has only 2024-10; asked for 2024-11"]
        );
        assert_eq!(said("metric = \"staff\", entity = \"B\"", ""), ["my.toml:3: \"staff\" has only A; asked for B"]);
    }

    #[test]
    fn a_panel_draws_the_file_that_it_names() {
        let (data, other) = (
            small("entity,metric,period,value\nA,users,2024,5\n"),
            small("entity,metric,period,value\nB,staff,2024,7\n"),
        );
        let config = "[panel.here]\nkind = \"table\"\n[panel.there]\nkind = \"stat\"\nfile = \"staff*.csv\"\n[panel.nowhere]\nkind = \"stat\"\nfile = \"none*.csv\"\n";
        let sources = Sources { open: &data, name: "x.csv", others: BTreeMap::from([("staff*.csv", &other)]) };
        let board = planned(config, &sources);
        let there = panel(&board, "there");
        assert_eq!((there.title.as_str(), there.file.as_deref()), ("staff", Some("staff*.csv")));
        assert_eq!(panel(&board, "here").file, None);
        let Resolved::Failed(problems) = &panel(&board, "nowhere").resolved else { panic!("drawn from nowhere") };
        assert_eq!(problems[0].message, "No file matches \"none*.csv\"");
    }

    #[test]
    fn panels_of_the_narrow_layout_alone_are_planned_too() {
        let data = small("entity,metric,period,value\nA,users,2024,5\n");
        let config =
            "layout = [\"a\"]\nnarrow = [\"b\", \"a\"]\n[panel.a]\nkind = \"table\"\n[panel.b]\nkind = \"stat\"\n";
        let board = planned(config, &Sources { open: &data, name: "x.csv", others: BTreeMap::new() });
        assert_eq!(board.pages[0].panels.iter().map(|panel| &*panel.id).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn the_overview_computes_ratios_and_changes() {
        let board = shipped("ai-industry-2024.csv", &Lens::default());
        let style = crate::base::NumberStyle::default();
        let Resolved::Bar(bars) = &panel(&board, "mau").resolved else { panic!("no bars") };
        let said: Vec<String> = bars
            .rows
            .iter()
            .map(|row| {
                let relation = row.relation.as_ref().map_or(String::new(), |relation| relation.write(style));
                format!("{} {} {relation}", row.label, crate::base::write_measure(&row.measure, style))
            })
            .collect();
        assert_eq!(said[0], "Doubao 豆包 48.39M 2.93× next");
        assert_eq!(said[2], "Wenxiaoyan 文小言 11.79M ");
        assert_eq!(panel(&board, "mau").corner, "Oct 2024");
        let Resolved::Change(change) = &panel(&board, "change").resolved else { panic!("no comparison") };
        let said: Vec<String> = change
            .rows
            .iter()
            .map(|row| format!("{} | {}", row.periods, crate::analysis::write_change(&row.change, style, false)))
            .collect();
        assert_eq!(said[0], "Q1 → Q3 2024 | ≈≤ −23 pp");
        assert_eq!(said[1], "preview → release | −92…−67 %");
        assert!(change.rows[2].words);
        assert_eq!(change.rows[0].source, "LatePost ¶16");
        assert!(panel(&board, "change").bottom.ends_with("· ≈ about  ≤ at most"));
        let Resolved::Stat(figures) = &panel(&board, "small").resolved else { panic!("no figures") };
        assert_eq!((figures.rows.len(), figures.rows[0].place.as_str()), (10, "¶7"));
    }
}
