//! What can lie over the board: lists that are filtered by typing and acted on with Enter, and texts that scroll.

mod actions;
mod computed;
mod detail;
mod dossier;
mod flow;
mod lists;
mod problems;

pub(super) use detail::before;
pub(super) use dossier::gather;
pub(super) use flow::{Flow, Line, flow, wrap};

use super::{Session, World, layout};
use crate::base::{Action, Glyphs, ObsKey, Scale, drawable, fold, width};

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
    /// The card of the lit entity.
    Dossier,
}

impl Kind {
    /// Whether printable keys type into its filter.
    pub(super) fn types(self) -> bool {
        matches!(self, Self::Help | Self::Palette | Self::Picker)
    }

    /// Whether it is a text that scrolls, without a line that is chosen.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::HowRead | Self::Detail)
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
            Self::Dossier => "Card",
        }
    }
}

/// One thing open over the board.
#[derive(Debug, Clone)]
pub(super) struct Overlay {
    pub(super) kind: Kind,
    pub(super) typed: String,
    /// The chosen item; in a text, the first line shown.
    pub(super) at: usize,
    /// Groups of alike problems that were opened, by their name.
    pub(super) unfolded: Vec<String>,
}

impl Overlay {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, typed: String::new(), at: 0, unfolded: Vec::new() }
    }
}

/// What Enter does on a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Choice {
    Run(Action),
    /// A page by name.
    Page(String),
    /// A panel by page number and place on it.
    Panel(usize, usize),
    Entry(usize),
    Observation(ObsKey),
    /// A record by file and line.
    Record(String, u32),
    /// Rows of one file, told what they are behind; Esc leads back to the line.
    Rows {
        of: String,
        /// The glob of the file, where it is not the open one.
        file: Option<String>,
        keys: Vec<ObsKey>,
    },
    /// A group of alike problems, by its name: shows all of them.
    Unfold(String),
    Numbers(Scale),
    /// A light background, or a dark one.
    Light(bool),
    /// What curves are drawn with.
    Glyphs(Glyphs),
    /// Nothing but a sentence.
    Tell(&'static str),
    Nothing,
}

/// How an item is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tone {
    #[default]
    Plain,
    /// A heading; it cannot be chosen.
    Heading,
    /// It can do nothing here.
    Dim,
    /// Words between the others; it cannot be chosen.
    Note,
}

impl Tone {
    /// Whether a line of this tone can be chosen.
    pub(super) fn is_choice(self) -> bool {
        !matches!(self, Self::Heading | Self::Note)
    }
}

/// One item of an overlay.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// Keys, before the text.
    pub(super) keys: String,
    pub(super) text: String,
    pub(super) right: String,
    /// Further fields at the right, each whole or not there; the last is the first to go.
    pub(super) more: Vec<String>,
    pub(super) choice: Choice,
    pub(super) tone: Tone,
    /// A short name that finds it before its text does.
    pub(super) name: String,
    /// Further lines below its text.
    pub(super) below: Vec<String>,
    /// Columns of its first line that matter most, and from where on it matters less.
    pub(super) strong: std::ops::Range<usize>,
    pub(super) dim: usize,
}

impl Item {
    fn new(text: impl Into<String>, right: impl Into<String>, choice: Choice) -> Self {
        let (keys, name) = (String::new(), String::new());
        Self {
            keys,
            text: text.into(),
            right: right.into(),
            more: Vec::new(),
            choice,
            tone: Tone::Plain,
            name,
            below: Vec::new(),
            strong: 0..0,
            dim: usize::MAX,
        }
    }

    fn line(text: impl Into<String>) -> Self {
        Self::new(text, "", Choice::Nothing)
    }

    fn heading(text: impl Into<String>) -> Self {
        Self { tone: Tone::Heading, ..Self::line(text) }
    }

    /// Columns that stay free at the right of its first line, of so many: a reason why something cannot be done goes before words on
    /// what it would do.
    pub(super) fn right_columns(&self, columns: usize) -> usize {
        let most = if self.tone == Tone::Dim { columns * 3 / 5 } else { columns / 2 };
        width(&self.right_within(columns)).min(most.max(self.beside_text(columns)))
    }

    /// What stands at the right of its first line, of so many columns.
    pub(super) fn right_within(&self, columns: usize) -> String {
        let mut right = self.right.clone();
        for field in &self.more {
            let longer = if right.is_empty() { field.clone() } else { format!("{right}  {field}") };
            if width(&longer) > self.beside_text(columns) {
                break;
            }
            right = longer;
        }
        right
    }

    /// Columns that its text leaves, where there are fields that may fill them.
    fn beside_text(&self, columns: usize) -> usize {
        if self.more.is_empty() { 0 } else { columns.saturating_sub(width(&self.text) + 2) }
    }

    fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }
}

/// The items of an overlay that its filter lets through, spelled for the viewer.
pub(super) fn items(world: &World, session: &Session, overlay: &Overlay) -> Vec<Item> {
    let mut items = match overlay.kind {
        Kind::Help => match session.overlays.iter().rev().find(|under| under.kind != Kind::Help) {
            Some(under) => actions::help_in(world, session, under.kind),
            None => actions::help(world, session),
        },
        Kind::Palette => actions::palette(world, session),
        Kind::Picker => lists::entries(world),
        Kind::Problems => problems::list(world, session, &overlay.unfolded),
        Kind::Changes => lists::changes(session),
        Kind::HowRead => lists::how_read(session),
        Kind::Detail => detail::lines(world, session).into_iter().map(Item::line).collect(),
        // It is laid out in columns of what is drawn: spelled already.
        Kind::Dossier => return dossier::items(world, session),
    };
    if !overlay.typed.is_empty() {
        let typed = fold(overlay.typed.trim_start_matches(':'));
        let mut ranked: Vec<(usize, Item)> =
            items.into_iter().filter_map(|item| Some((rank(&typed, &item)?, item))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        items = ranked.into_iter().map(|(_, item)| item).collect();
    }
    // What is typed finds the names themselves; what is laid out and drawn is what the viewer can see.
    let tiny = layout::is_tiny(session.area);
    for item in &mut items {
        if tiny {
            // What stands at the right would leave no room for the names.
            item.right.clear();
            item.more.clear();
        }
        for text in [&mut item.keys, &mut item.text, &mut item.right].into_iter().chain(&mut item.more) {
            *text = drawable(text, session.caps.repertoire);
        }
    }
    items
}

/// How well an item fits what is typed, best first; `None` where it does not.
fn rank(typed: &str, item: &Item) -> Option<usize> {
    if !item.tone.is_choice() {
        return None;
    }
    let (name, text) = (fold(&item.name), fold(&item.text));
    if name == typed || text == typed {
        Some(0)
    } else if name.starts_with(typed) || text.starts_with(typed) {
        Some(1)
    } else if name.contains(typed) || text.contains(typed) {
        Some(2)
    } else {
        // The letters of a word come in that order in almost any sentence; a name is short enough to mean something.
        let short = if name.is_empty() { &text } else { &name };
        is_subsequence(typed, short).then_some(3)
    }
}

/// Whether the letters of `typed` come in that order in `text`; blanks are free.
fn is_subsequence(typed: &str, text: &str) -> bool {
    let mut rest = text.chars();
    typed.chars().filter(|c| !c.is_whitespace()).all(|wanted| rest.any(|c| c == wanted))
}

/// The item that is chosen when the cursor stands at `at`: headings are passed over.
pub(super) fn chosen(items: &[Item], at: usize) -> usize {
    let at = at.min(items.len().saturating_sub(1));
    let is_item = |index: &usize| items.get(*index).is_some_and(|item| item.tone.is_choice());
    (at..items.len()).find(is_item).or_else(|| (0..at).rev().find(is_item)).unwrap_or(0)
}

/// The next item above (−1) or below (1), headings passed over; the same where there is none.
pub(super) fn beside(items: &[Item], at: usize, down: bool) -> usize {
    let at = chosen(items, at);
    let is_item = |index: &usize| items.get(*index).is_some_and(|item| item.tone.is_choice());
    let next = if down { (at + 1..items.len()).find(is_item) } else { (0..at).rev().find(is_item) };
    next.unwrap_or(at)
}
