//! Floor 4: one file a kind. A resolved panel -> marks -> Buffer. Knows not where data came from, and keeps no state: it is told
//! the cursor and the scroll. [`marks`] is the one source of positions: drawing, cursor moves and the mouse use it.

mod bar;
mod change;
mod changed;
mod facets;
mod failed;
mod heat;
mod histogram;
mod ink;
mod interval;
mod label;
mod line;
mod lit;
mod look;
mod range;
mod scatter;
mod stat;
mod status;
mod table;
mod text;
mod timeline;

pub use look::{Look, Theme};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::base::ObsRef;
use crate::board::{Panel, Resolved};
use crate::chart::{Scale, Window};
use crate::data::Dataset;

/// What is needed to place and draw one panel's inside.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// What to draw.
    pub panel: &'a Panel,
    /// The rows behind it.
    pub dataset: &'a Dataset,
    /// Where, inside the border.
    pub area: Rect,
    /// How, for whom.
    pub look: &'a Look<'a>,
    /// Where the cursor is.
    pub cursor: Cursor,
    /// Whether this panel has the focus.
    pub focused: bool,
    /// The part of its axes that is looked at.
    pub window: Window,
}

/// A place inside a panel: the n-th item (row, bar, event, point), the column in a table or the point in a series, and the first item
/// drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    /// Item, 0-based.
    pub item: usize,
    /// Column of a table, or point of a line's series.
    pub column: usize,
    /// First item drawn (scroll), kept so that the cursor is visible.
    pub top: usize,
}

/// Something drawn that stands for observations.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Cells that it takes, inside the area.
    pub area: Rect,
    /// Item and column that the cursor has when it is on this mark.
    pub item: usize,
    /// See `item`.
    pub column: usize,
    /// The observations behind it.
    pub obs: Vec<ObsRef>,
}

/// A cursor move inside a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// One up.
    Up,
    /// One down.
    Down,
    /// One left.
    Left,
    /// One right.
    Right,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// To the first item.
    First,
    /// To the last item.
    Last,
    /// To the first column or point.
    RowStart,
    /// To the last column or point.
    RowEnd,
}

/// Calls one function of the file that draws this kind.
macro_rules! of_kind {
    ($resolved:expr, $function:ident $(, $argument:expr)*) => {
        match $resolved {
            Resolved::Bar(x) => bar::$function(x $(, $argument)*),
            Resolved::Histogram(x) => histogram::$function(x $(, $argument)*),
            Resolved::Change(x) => change::$function(x $(, $argument)*),
            Resolved::Range(x) => range::$function(x $(, $argument)*),
            Resolved::Line(x) => line::$function(x $(, $argument)*),
            Resolved::Scatter(x) => scatter::$function(x $(, $argument)*),
            Resolved::Heat(x) => heat::$function(x $(, $argument)*),
            Resolved::Timeline(x) => timeline::$function(x $(, $argument)*),
            Resolved::Table(x) => table::$function(x $(, $argument)*),
            Resolved::Stat(x) => stat::$function(x $(, $argument)*),
            Resolved::Facets(x) => facets::$function(x $(, $argument)*),
            Resolved::Text(x) => text::$function(x $(, $argument)*),
            Resolved::Failed(x) => failed::$function(x $(, $argument)*),
        }
    };
}

/// Marks of what is drawn with this view, in item order.
pub fn marks(view: &View<'_>) -> Vec<Mark> {
    if view.area.is_empty() {
        return Vec::new();
    }
    of_kind!(&view.panel.resolved, marks, view)
}

/// Draws the inside of a panel. Never panics, whatever the area; where the area is too small for the kind, draws the main number,
/// then one line.
pub fn draw(view: &View<'_>, buf: &mut Buffer) {
    let area = view.area.intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let view = &View { area, ..*view };
    if is_small(view) {
        ink::main_number(view, buf);
    } else {
        of_kind!(&view.panel.resolved, draw, view, buf);
    }
}

/// Whether there is room for the main number only.
fn is_small(view: &View<'_>) -> bool {
    let (width, height) = least(&view.panel.resolved);
    let listed = matches!(view.panel.resolved, Resolved::Timeline(_)) && timeline::listed(view.area);
    (view.area.width < width || view.area.height < height) && !listed
}

/// What a list says of its rows that are not on the screen: `↑ 2 ↓ 7 more`. It belongs beside the list, where it covers no row; empty
/// where all are there, and for kinds that say it on a line of their own.
pub fn hidden(view: &View<'_>) -> String {
    if view.area.is_empty() || is_small(view) {
        return String::new();
    }
    let (above, below) = match &view.panel.resolved {
        Resolved::Bar(_) | Resolved::Histogram(_) | Resolved::Change(_) | Resolved::Range(_) | Resolved::Stat(_) => {
            let marks = marks(view);
            let Some((first, last)) = marks.first().zip(marks.last()) else { return String::new() };
            (first.item, items(&view.panel.resolved).saturating_sub(last.item + 1))
        }
        Resolved::Heat(x) => heat::hidden(x, view),
        Resolved::Facets(x) => return facets::hidden(x, view),
        _ => (0, 0),
    };
    ink::more(above, below, view.look)
}

/// What the signs mean that this panel draws only where there is room for them; else empty.
pub fn signs(view: &View<'_>) -> String {
    match &view.panel.resolved {
        Resolved::Change(x) if !view.area.is_empty() && !is_small(view) => change::signs(x, view),
        _ => String::new(),
    }
}

/// Where a move leads, scroll adjusted; or why it leads nowhere (`Nothing to the right`).
///
/// # Errors
/// A sentence without final period.
pub fn step(view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    of_kind!(&view.panel.resolved, step, view, direction)
}

/// The cursor put back inside the panel and its scroll adjusted, after a reload or a resize.
pub fn settle(view: &View<'_>) -> Cursor {
    of_kind!(&view.panel.resolved, settle, view)
}

/// The axes of a chart of which a part can be looked at, and where the cursor stands on them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartAxes {
    /// From left to right.
    pub x: Scale,
    /// From the foot of the plot to its top.
    pub y: Scale,
    /// The values of the point under the cursor.
    pub at: Option<(f64, f64)>,
}

/// The axes as they are shown; `None` for kinds without such axes.
pub fn axes(view: &View<'_>) -> Option<ChartAxes> {
    match &view.panel.resolved {
        Resolved::Line(x) => Some(line::axes(x, view)),
        Resolved::Scatter(x) => Some(scatter::axes(x, view)),
        _ => None,
    }
}

/// Number of items that the cursor can be on.
pub fn items(resolved: &Resolved) -> usize {
    of_kind!(resolved, items)
}

/// Observations under the cursor; empty where the item has none (a bad record).
pub fn under(panel: &Panel, dataset: &Dataset, cursor: Cursor) -> Vec<ObsRef> {
    match &panel.resolved {
        Resolved::Bar(x) => x.rows.get(cursor.item).map(|row| row.obs.clone()).unwrap_or_default(),
        Resolved::Range(x) => x.rows.get(cursor.item).map(|row| row.obs.clone()).unwrap_or_default(),
        Resolved::Change(x) => {
            // The later statement is the one that a reader asks about first.
            x.rows.get(cursor.item).map(|row| row.to.2.into_iter().chain(row.from.2).collect()).unwrap_or_default()
        }
        Resolved::Line(x) => x
            .series
            .get(cursor.item)
            .and_then(|series| series.points.get(cursor.column.min(series.points.len().saturating_sub(1))))
            .map(|point| vec![point.obs])
            .unwrap_or_default(),
        Resolved::Scatter(x) => x.points.behind(cursor.item),
        Resolved::Histogram(x) => histogram::under(x, cursor),
        Resolved::Heat(x) => heat::under(x, cursor),
        Resolved::Timeline(x) => {
            x.lanes.iter().flat_map(|lane| &lane.events).nth(cursor.item).map(|e| e.obs.clone()).unwrap_or_default()
        }
        Resolved::Table(x) => {
            let row = x.rows.get(cursor.item).filter(|row| **row < dataset.rows());
            row.and_then(|row| table::observation(x, *row, cursor.column, dataset)).into_iter().collect()
        }
        Resolved::Stat(x) => x.rows.get(cursor.item).map(|row| vec![row.obs]).unwrap_or_default(),
        Resolved::Facets(x) => facets::under(x, dataset, cursor),
        Resolved::Text(_) | Resolved::Failed(_) => Vec::new(),
    }
}

/// The chart under the cursor, of small multiples the one of them, with the cursor in it.
pub fn part(panel: &Panel, cursor: Cursor) -> (&Panel, Cursor) {
    match &panel.resolved {
        Resolved::Facets(facets) => facets::part(facets, cursor).unwrap_or((panel, cursor)),
        _ => (panel, cursor),
    }
}

/// The cell of a heat map under the cursor.
pub fn heat_cell(heat: &crate::board::Heat, cursor: Cursor) -> Option<&crate::board::HeatCell> {
    heat::cell_under(heat, cursor)
}

/// The item and column that stand for an observation, if the panel shows it.
pub fn locate(panel: &Panel, dataset: &Dataset, at: ObsRef) -> Option<Cursor> {
    let item = |item: usize| Some(Cursor { item, ..Cursor::default() });
    match &panel.resolved {
        Resolved::Line(x) => line::locate(x, dataset, at),
        Resolved::Scatter(x) => x.points.of(at).and_then(item),
        Resolved::Heat(x) => heat::locate(x, at),
        Resolved::Facets(x) => facets::locate(x, dataset, at),
        Resolved::Table(x) => {
            // Rows are many: ask the observation for its row instead of every row for its observation.
            let row = dataset.get(at).row;
            x.rows.iter().position(|other| *other == row).and_then(item)
        }
        resolved => (0..items(resolved))
            .find(|index| {
                let cursor = Cursor { item: *index, ..Cursor::default() };
                under(panel, dataset, cursor).contains(&at)
            })
            .and_then(item),
    }
}

/// Least width and height at which the kind is drawn as itself.
pub fn least(resolved: &Resolved) -> (u16, u16) {
    match resolved {
        Resolved::Bar(_) => bar::LEAST,
        Resolved::Histogram(_) => histogram::LEAST,
        Resolved::Change(_) => change::LEAST,
        Resolved::Range(_) => range::LEAST,
        Resolved::Line(_) => line::LEAST,
        Resolved::Scatter(_) => scatter::LEAST,
        Resolved::Heat(_) => heat::LEAST,
        Resolved::Timeline(_) => timeline::LEAST,
        Resolved::Table(_) => table::LEAST,
        Resolved::Stat(_) => stat::LEAST,
        Resolved::Facets(x) => facets::least(x),
        Resolved::Text(_) => text::LEAST,
        Resolved::Failed(_) => failed::LEAST,
    }
}
