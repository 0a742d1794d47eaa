//! What can lie over the board: lists that are filtered by typing and acted on with Enter, and texts.

use super::{Session, World, keymap};
use crate::base::{ACTIONS, Action, ObsKey, fold, width, write_full, write_measure};

/// What an overlay shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Help,
    Palette,
    Picker,
    Problems,
    Changes,
    HowRead,
    Detail,
}

impl Kind {
    /// Whether printable keys type into its filter.
    pub(super) fn types(self) -> bool {
        matches!(self, Self::Help | Self::Palette | Self::Picker)
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Help => "Keys",
            Self::Palette => "Run",
            Self::Picker => "Open a data file",
            Self::Problems => "Problems",
            Self::Changes => "Changes since you last looked",
            Self::HowRead => "How this file was read",
            Self::Detail => "Source",
        }
    }
}

/// One thing open over the board.
#[derive(Debug, Clone)]
pub(super) struct Overlay {
    pub(super) kind: Kind,
    pub(super) typed: String,
    pub(super) at: usize,
}

impl Overlay {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, typed: String::new(), at: 0 }
    }
}

/// What Enter does on a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Choice {
    Run(Action),
    Page(String),
    Panel(usize),
    Entry(usize),
    Observation(ObsKey),
    Nothing,
}

/// One line of an overlay.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) text: String,
    pub(super) right: String,
    pub(super) choice: Choice,
}

impl Item {
    fn line(text: impl Into<String>) -> Self {
        Self { text: text.into(), right: String::new(), choice: Choice::Nothing }
    }
}

/// The lines of an overlay that its filter lets through.
pub(super) fn items(world: &World, session: &Session, overlay: &Overlay) -> Vec<Item> {
    let mut items = match overlay.kind {
        Kind::Help => actions(world),
        Kind::Palette => {
            let mut items = places(session);
            items.extend(actions(world).into_iter().map(|mut item| {
                if let Choice::Run(action) = item.choice {
                    item.text = format!("{:<16} {}", action.info().name, action.info().doc);
                }
                item
            }));
            items
        }
        Kind::Picker => entries(world),
        Kind::Problems => problems(world, session),
        Kind::Changes => changes(session),
        Kind::HowRead => session
            .shown
            .iter()
            .flat_map(|shown| shown.dataset.explanation().iter().map(|line| Item::line(line.as_str())))
            .collect(),
        Kind::Detail => detail(world, session).into_iter().map(Item::line).collect(),
    };
    if !overlay.typed.is_empty() {
        let typed = fold(overlay.typed.trim_start_matches(':'));
        items.retain(|item| is_subsequence(&typed, &fold(&item.text)));
        items.sort_by_key(|item| !fold(&item.text).contains(&typed));
    }
    items
}

/// Whether the letters of `typed` come in that order in `text`; blanks are free.
fn is_subsequence(typed: &str, text: &str) -> bool {
    let mut rest = text.chars();
    typed.chars().filter(|c| !c.is_whitespace()).all(|wanted| rest.any(|c| c == wanted))
}

fn actions(world: &World) -> Vec<Item> {
    ACTIONS
        .iter()
        .map(|info| {
            let keys: Vec<String> = keymap::keys_of(&world.config, info)
                .iter()
                .map(|keys| keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
                .collect();
            Item { text: info.doc.to_owned(), right: keys.join(", "), choice: Choice::Run(info.action) }
        })
        .collect()
}

fn places(session: &Session) -> Vec<Item> {
    let mut items = Vec::new();
    for page in session.board().map_or(&[][..], |board| &board.pages) {
        items.push(Item {
            text: page.name.clone(),
            right: String::from("page"),
            choice: Choice::Page(page.name.clone()),
        });
    }
    for (at, panel) in session.page().map_or(&[][..], |page| &page.panels).iter().enumerate() {
        items.push(Item { text: panel.title.clone(), right: format!("panel {}", at + 1), choice: Choice::Panel(at) });
    }
    items
}

fn entries(world: &World) -> Vec<Item> {
    world
        .entries
        .iter()
        .enumerate()
        .map(|(at, entry)| {
            let rows = entry.rows.map_or(String::new(), |rows| format!("{rows} rows  "));
            let open = if world.open == Some(at) { " (open)" } else { "" };
            Item {
                text: format!("{}{open}", entry.name),
                right: format!("{rows}{}  {}", entry.modified, entry.fit).trim().to_owned(),
                choice: Choice::Entry(at),
            }
        })
        .collect()
}

fn problems(world: &World, session: &Session) -> Vec<Item> {
    let Some(shown) = &session.shown else { return world.config_diagnostics.iter().map(problem).collect() };
    let mut items: Vec<Item> = world.config_diagnostics.iter().chain(&shown.board.diagnostics).map(problem).collect();
    for diagnostic in shown.dataset.diagnostics() {
        let mut item = problem(diagnostic);
        let row = (0..shown.dataset.rows())
            .map(|row| shown.dataset.row(row))
            .find(|row| Some(row.line) == diagnostic.place.line && Some(row.file) == diagnostic.place.file.as_deref());
        if let Some(at) = row.and_then(|row| row.observation) {
            item.choice = Choice::Observation(shown.dataset.key(at));
        }
        items.push(item);
    }
    for conflict in shown.dataset.conflicts() {
        let Some(first) = conflict.first() else { continue };
        let values: Vec<String> =
            conflict.iter().map(|at| write_measure(&shown.dataset.get(*at).measure, session.numbers)).collect();
        items.push(Item {
            text: format!(
                "{} {}: reports disagree: {}",
                shown.dataset.entity_name(*first),
                shown.dataset.metric_name(*first),
                values.join(" / ")
            ),
            right: String::from("conflict"),
            choice: Choice::Observation(shown.dataset.key(*first)),
        });
    }
    items
}

fn problem(diagnostic: &crate::base::Diagnostic) -> Item {
    let place = diagnostic.place.to_string();
    let place = if place.is_empty() { place } else { format!("{place}: ") };
    let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!(". {help}"));
    Item {
        text: format!("{place}{}{help}", diagnostic.message),
        right: diagnostic.severity.as_str().to_owned(),
        choice: Choice::Nothing,
    }
}

fn changes(session: &Session) -> Vec<Item> {
    let Some(shown) = &session.shown else { return Vec::new() };
    session
        .changed
        .iter()
        .map(|(key, old)| {
            let was =
                old.as_ref().map_or(String::from("new"), |old| format!("was {}", write_measure(old, session.numbers)));
            let (name, now) = match shown.dataset.find(key) {
                Some(at) => (
                    format!("{} · {}", shown.dataset.entity_name(at), shown.dataset.metric_name(at)),
                    write_measure(&shown.dataset.get(at).measure, session.numbers),
                ),
                None => (format!("{} · {}", key.series.entity, key.series.metric), String::from("gone")),
            };
            Item {
                text: format!("{name} · {} {now}", key.period.words(session.ascii())),
                right: was,
                choice: Choice::Observation(key.clone()),
            }
        })
        .collect()
}

/// All that is known of what is under the cursor, a line each.
fn detail(world: &World, session: &Session) -> Vec<String> {
    let Some(shown) = &session.shown else { return Vec::new() };
    let data = &shown.dataset;
    let mut lines = Vec::new();
    let under = session.under();
    for at in &under {
        let seen = data.get(*at);
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(format!("{} · {}", data.metric_name(*at), data.entity_name(*at)));
        let when = seen.period.words(session.ascii());
        lines.push(
            [write_full(&seen.measure, session.numbers), when]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
        );
        lines.push(format!("stated \"{}\" · {}", seen.measure.raw, citation(data, *at)));
        if let crate::board::Resolved::Change(comparison) =
            session.panel().map_or(&crate::board::Resolved::Failed(Vec::new()), |panel| &panel.resolved)
            && let Some(row) = comparison.rows.iter().find(|row| row.to.2 == Some(*at))
        {
            let why = row.change.refused.as_ref().map_or_else(
                || format!("{} = {}", row.change.words, row.change.formula),
                |why| format!("no change computed: {why}"),
            );
            lines.push(format!(
                "from {} ({}): {why}",
                write_measure(&row.from.0, session.numbers),
                row.from.1.words(session.ascii())
            ));
        }
        for revision in data.revisions().iter().filter(|revision| revision.new == *at) {
            lines.push(format!("replaces {}", write_measure(&data.get(revision.old).measure, session.numbers)));
        }
        for conflict in data.conflicts().iter().filter(|conflict| conflict.contains(at)) {
            for other in conflict.iter().filter(|other| *other != at) {
                let value = write_measure(&data.get(*other).measure, session.numbers);
                lines.push(format!("in conflict with {value} · {}", citation(data, *other)));
            }
        }
        let row = data.row(seen.row);
        let headings = data.headers();
        let wide = headings.iter().map(|header| width(header)).max().unwrap_or(0).min(20);
        for (header, cell) in headings.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
            lines.push(format!("  {}  {cell}", crate::base::pad_right(header, wide)));
        }
        lines.push(format!("{}:{}", row.file, row.line));
    }
    if lines.is_empty() {
        lines.push(format!("No observation is under the cursor in {}", world.open_name()));
    }
    lines
}

/// Who said it and where it was read: `QuestMobile via article ¶36`.
pub(super) fn citation(data: &crate::data::Dataset, at: crate::base::ObsRef) -> String {
    let seen = data.get(at);
    let via = if seen.via.is_empty() { String::new() } else { format!(" via {}", seen.via) };
    let place = match seen.reference {
        "" => String::new(),
        number if number.chars().all(|c| c.is_ascii_digit()) => format!(" ¶{number}"),
        other => format!(" {other}"),
    };
    format!("{}{via}{place}", seen.source).trim().to_owned()
}
