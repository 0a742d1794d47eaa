//! One viewer: what is chosen, where the cursor stands, what is open over the board.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::Loading;
use super::layout;
use super::overlay::Overlay;
use super::rows::Rows;
use crate::analysis::{Claims, Dossier};
use crate::base::{Day, Folded, Glyphs, Key, LONGEST_NAME, Measure, NumberStyle, ObsKey, ObsRef, Repertoire, nearness};
use crate::board::{Board, Lens, Page, Panel, Resolved, ThemeSpec};
use crate::chart::Window;
use crate::data::Dataset;
use crate::frame::Caps;
use crate::panel::{Cursor, Look, Theme, View};

/// How much of the screen the focused panel takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Zoom {
    /// Its share of the layout.
    #[default]
    Normal,
    /// The upper half, above the others.
    Half,
    /// The whole body.
    Full,
}

/// A cursor, with the content it stands on: after a reload the content is looked up, not the index.
#[derive(Debug, Clone, Default)]
pub(super) struct Spot {
    pub(super) cursor: Cursor,
    pub(super) key: Option<ObsKey>,
}

/// Where the viewer is in one opened file; kept by file name, so that coming back leads to the same place.
#[derive(Debug, Clone, Default)]
pub(super) struct Standpoint {
    /// Page by name.
    pub(super) page: String,
    /// Focused panel by page.
    pub(super) focus: BTreeMap<String, String>,
    /// Cursor by panel id.
    pub(super) spots: BTreeMap<String, Spot>,
    /// The part of a chart that is looked at, by panel id, with those before it: a step back leads to the one before.
    pub(super) windows: BTreeMap<String, Vec<Window>>,
    pub(super) zoom: Zoom,
}

/// What the viewer left in a file when another was opened.
#[derive(Debug, Clone, Default)]
pub(super) struct Away {
    pub(super) there: Standpoint,
    pub(super) lens: Lens,
    pub(super) changed: BTreeMap<ObsKey, Option<Measure>>,
    pub(super) marked: Option<ObsKey>,
    pub(super) lit: Option<Lit>,
}

/// The entity that is lit in every panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lit {
    /// As shown.
    pub(super) name: String,
    /// In the forms in which names are compared.
    pub(super) forms: Folded,
}

/// What one file says of the lit entity. References count in the shown data.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Card {
    /// The glob of the file, where it is not the open one.
    pub(super) file: Option<String>,
    pub(super) dossier: Dossier,
}

/// A board with the data that it was planned from. A newer World may have arrived; references count in this data only.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) board: Arc<Board>,
    pub(super) dataset: Dataset,
    /// Data of other files, by the glob with which panels name them.
    pub(super) others: BTreeMap<String, Dataset>,
    /// Days on which something of the open file was reported, in order; empty unless the view is as of a day.
    pub(super) vintages: Vec<Day>,
    /// What the open file's data states of itself, recomputed.
    pub(super) claims: Arc<Claims>,
    /// The same of other files, by the glob with which panels name them.
    pub(super) other_claims: BTreeMap<String, Arc<Claims>>,
}

impl Shown {
    /// The data that a panel is drawn from: that of the open file, or of the one that it names.
    pub(super) fn data_of(&self, panel: &Panel) -> &Dataset {
        self.data(panel.file.as_deref())
    }

    pub(super) fn data(&self, file: Option<&str>) -> &Dataset {
        file.and_then(|glob| self.others.get(glob)).unwrap_or(&self.dataset)
    }

    /// What the data of a file, by its glob, states of itself.
    pub(super) fn claims(&self, file: Option<&str>) -> &Claims {
        file.and_then(|glob| self.other_claims.get(glob)).unwrap_or(&self.claims)
    }

    /// All data, that of the open file first, each with its glob.
    pub(super) fn all_data(&self) -> impl Iterator<Item = (Option<&str>, &Dataset)> {
        let others = self.others.iter().map(|(glob, data)| (Some(glob.as_str()), data));
        std::iter::once((None, &self.dataset)).chain(others)
    }
}

/// One viewer's state.
#[derive(Debug, Clone)]
pub struct Session {
    pub(super) caps: Caps,
    pub(super) area: Rect,
    pub(super) lens: Lens,
    pub(super) shown: Option<Shown>,
    pub(super) file: String,
    pub(super) here: Standpoint,
    pub(super) elsewhere: BTreeMap<String, Away>,
    /// The rows behind something, shown instead of a page.
    pub(super) rows: Option<Rows>,
    pub(super) overlays: Vec<Overlay>,
    /// The filter being typed, and the filters before it.
    pub(super) prompt: Option<(String, Vec<String>)>,
    pub(super) pending: Option<Key>,
    pub(super) numbers: NumberStyle,
    pub(super) changed: BTreeMap<ObsKey, Option<Measure>>,
    pub(super) rev: Option<u64>,
    pub(super) marked: Option<ObsKey>,
    pub(super) lit: Option<Lit>,
    /// What all open data say of it, kept while its card is open.
    pub(super) card: Vec<Card>,
    pub(super) as_of: bool,
    pub(super) paused: bool,
    /// How far the load that goes on is, if it takes long.
    pub(super) loading: Option<Loading>,
    pub(super) notice: Option<String>,
    /// When the notice goes away, in milliseconds of the shell's clock.
    pub(super) notice_until: u64,
    pub(super) millis: u64,
}

impl Session {
    /// A new viewer. `page` is the page to begin with, by name.
    pub fn new(caps: Caps, area: Rect, page: Option<String>) -> Self {
        let ascii = caps.repertoire == Repertoire::Ascii;
        Self {
            caps,
            area,
            lens: Lens::default(),
            shown: None,
            file: String::new(),
            here: Standpoint { page: page.unwrap_or_default(), ..Standpoint::default() },
            elsewhere: BTreeMap::new(),
            rows: None,
            overlays: Vec::new(),
            prompt: None,
            pending: None,
            numbers: NumberStyle { ascii, ..NumberStyle::default() },
            changed: BTreeMap::new(),
            rev: None,
            marked: None,
            lit: None,
            card: Vec::new(),
            as_of: false,
            paused: false,
            loading: None,
            notice: None,
            notice_until: 0,
            millis: 0,
        }
    }

    /// What the terminal can do.
    pub fn caps(&self) -> &Caps {
        &self.caps
    }

    /// What this viewer chose to see of the data.
    pub fn lens(&self) -> &Lens {
        &self.lens
    }

    /// The board that is drawn.
    pub fn board(&self) -> Option<&Board> {
        self.shown.as_ref().map(|shown| &*shown.board)
    }

    /// Whether text is typed somewhere, so that a paste has a place to go.
    pub fn takes_text(&self) -> bool {
        self.prompt.is_some() || self.overlays.last().is_some_and(|open| open.kind.types())
    }

    /// Size of the screen.
    pub fn area(&self) -> Rect {
        self.area
    }

    pub(super) fn ascii(&self) -> bool {
        self.caps.repertoire == Repertoire::Ascii
    }

    /// What curves are drawn with: as the viewer, the command line or the terminal, and then the config says.
    pub(super) fn glyphs(&self, theme: &ThemeSpec) -> Glyphs {
        if self.ascii() {
            return Glyphs::Ascii;
        }
        self.caps.glyphs.or(theme.glyphs).unwrap_or_default()
    }

    /// The page that is shown: that of the rows behind something, else the one of that name, else the first.
    pub(super) fn page(&self) -> Option<&Page> {
        if let Some(rows) = &self.rows {
            return Some(&rows.page);
        }
        let pages = &self.board()?.pages;
        pages.get(self.page_number())
    }

    pub(super) fn page_number(&self) -> usize {
        self.board().and_then(|board| board.pages.iter().position(|page| page.name == self.here.page)).unwrap_or(0)
    }

    /// Index of the focused panel on its page.
    pub(super) fn focus(&self) -> usize {
        let Some(page) = self.page() else { return 0 };
        let id = self.here.focus.get(&page.name).map(String::as_str);
        let present = layout::present(page, self.area.width);
        let chosen = present.iter().find(|at| page.panels.get(**at).map(|panel| &*panel.id) == id);
        chosen.or(present.first()).copied().unwrap_or(0)
    }

    pub(super) fn panel(&self) -> Option<&Panel> {
        self.page()?.panels.get(self.focus())
    }

    /// The chart under the cursor, a small multiple for one of several, and the cursor in it.
    pub(super) fn part(&self) -> Option<(&Panel, Cursor)> {
        let panel = self.panel()?;
        Some(crate::panel::part(panel, self.cursor_of(panel)))
    }

    pub(super) fn focus_on(&mut self, at: usize) {
        let Some((page, id)) =
            self.page().and_then(|page| Some((page.name.clone(), page.panels.get(at)?.id.to_string())))
        else {
            return;
        };
        self.here.focus.insert(page, id);
    }

    pub(super) fn cursor_of(&self, panel: &Panel) -> Cursor {
        self.here.spots.get(&*panel.id).map_or_else(Cursor::default, |spot| spot.cursor)
    }

    /// The part of a chart that is looked at.
    pub(super) fn window_of(&self, panel: &Panel) -> Window {
        self.here.windows.get(&*panel.id).and_then(|windows| windows.last()).copied().unwrap_or_default()
    }

    /// The data that the focused panel is drawn from: references under its cursor count in it.
    pub(super) fn data(&self) -> Option<&Dataset> {
        let shown = self.shown.as_ref()?;
        Some(self.panel().map_or(&shown.dataset, |panel| shown.data_of(panel)))
    }

    /// Observations under the cursor of the focused panel.
    pub(super) fn under(&self) -> Vec<ObsRef> {
        match (self.panel(), &self.shown) {
            (Some(panel), Some(shown)) => crate::panel::under(panel, shown.data_of(panel), self.cursor_of(panel)),
            _ => Vec::new(),
        }
    }

    /// The record under the cursor of the focused panel: its observation's, or in a table one that became none.
    pub(super) fn row_under(&self) -> Option<usize> {
        let (panel, data) = (self.panel()?, self.data()?);
        if let Some(at) = self.under().first() {
            return Some(data.get(*at).row);
        }
        match &panel.resolved {
            Resolved::Table(records) => {
                records.rows.get(self.cursor_of(panel).item).copied().filter(|row| *row < data.rows())
            }
            _ => None,
        }
    }

    /// The entity under the cursor.
    pub(super) fn entity_under(&self) -> Option<Lit> {
        let (data, at) = (self.data()?, *self.under().first()?);
        let series = data.series().get(data.series_of(at)).filter(|series| !series.entity.is_empty())?;
        Some(Lit { name: series.entity.to_string(), forms: series.entity_forms.clone() })
    }

    /// The lit entity where there is anything else on the board to tell it from.
    pub(super) fn lit_on_board(&self) -> Option<&Lit> {
        self.lit.as_ref().filter(|_| self.lens.only.is_none() && self.rows.is_none())
    }

    /// Whether the cursor stands on a mark of the entity that is lit on the board.
    pub(super) fn is_on_lit(&self) -> bool {
        let lit = self.lit_on_board().zip(self.data());
        lit.is_some_and(|(lit, data)| self.under().iter().any(|at| data.is_of(*at, &lit.forms)))
    }

    /// Asks something of a panel of the page as it is placed on the screen; one that is scrolled out has a line of its own.
    pub(super) fn view_of<T>(&self, at: usize, ask: impl FnOnce(&View<'_>) -> T) -> Option<T> {
        let page = self.page()?;
        let panel = page.panels.get(at)?;
        let shown = self.shown.as_ref()?;
        let area = layout::places(self, page, self.area)
            .into_iter()
            .find(|(number, _)| *number == at)
            .map_or(Rect::new(0, 0, 40, 1), |(_, rect)| layout::inside(rect));
        let theme = Theme::default();
        let look = Look {
            theme: &theme,
            ascii: self.ascii(),
            glyphs: Glyphs::default(),
            numbers: self.numbers,
            changed: &self.changed,
            marked: self.marked.as_ref(),
            lit: self.lit_on_board().map(|lit| &lit.forms),
        };
        let (cursor, window) = (self.cursor_of(panel), self.window_of(panel));
        Some(ask(&View { panel, dataset: shown.data_of(panel), area, look: &look, cursor, focused: true, window }))
    }

    /// The entity or metric whose name is nearest to a word, by either half of the name.
    pub(super) fn nearest_name(&self, word: &str) -> Option<String> {
        // Nothing is near a flood, and to compare it takes long.
        if word.len() > LONGEST_NAME {
            return None;
        }
        let near = |name: &str| {
            let halves = crate::base::halves(name).map_or([name, name], |(latin, cjk)| [latin, cjk]);
            halves.into_iter().filter_map(|half| nearness(word, half)).max_by(f64::total_cmp)
        };
        let series = self.shown.as_ref()?.dataset.series();
        let names = series.iter().flat_map(|series| [&series.entity, &series.metric]);
        let nearest = names.filter_map(|name| Some((near(name)?, name))).max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(nearest.1.to_string())
    }

    /// Whether Esc has something to take back.
    pub(super) fn is_plain(&self) -> bool {
        self.overlays.is_empty()
            && self.prompt.is_none()
            && !self.as_of
            && self.rows.is_none()
            && self.here.zoom == Zoom::Normal
            && self.panel().is_none_or(|panel| self.window_of(panel).is_whole())
            && self.lens.only.is_none()
            && self.lit.is_none()
            && self.lens.filters.is_empty()
            && self.lens.as_of.is_none()
            && self.lens.as_table.is_empty()
    }
}
