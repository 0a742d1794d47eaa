//! Floor 4: one file a kind. A resolved panel -> marks -> Buffer. Knows not where data came from, and keeps no state: it is told
//! the cursor and the scroll. [`marks`] is the one source of positions: drawing, cursor moves and the mouse use it.

mod bar;
mod line;
mod look;
mod range;
mod rows;

pub use look::{Look, Theme};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::base::ObsRef;
use crate::board::{Panel, Resolved};
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
    /// First unfrozen column drawn.
    pub left: usize,
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

/// Marks of what is drawn with this view, in item order.
pub fn marks(view: &View<'_>) -> Vec<Mark> {
    todo!("{:?}", view.area)
}

/// Draws the inside of a panel. Never panics, whatever the area; where the area is too small for the kind, draws the main number,
/// then one line.
pub fn draw(view: &View<'_>, buf: &mut Buffer) {
    todo!("{:?} {buf:?}", view.area)
}

/// Where a move leads, scroll adjusted; or why it leads nowhere (`Nothing to the right`).
///
/// # Errors
/// A sentence without final period.
pub fn step(view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    todo!("{:?} {direction:?}", view.area)
}

/// The cursor put back inside the panel and its scroll adjusted, after a reload or a resize.
pub fn settle(view: &View<'_>) -> Cursor {
    todo!("{:?}", view.area)
}

/// Number of items that the cursor can be on.
pub fn items(resolved: &Resolved) -> usize {
    todo!("{resolved:?}")
}

/// Observations under the cursor; empty where the item has none (a bad record).
pub fn under(panel: &Panel, dataset: &Dataset, cursor: Cursor) -> Vec<ObsRef> {
    todo!("{panel:?} {dataset:?} {cursor:?}")
}

/// The item and column that stand for an observation, if the panel shows it.
pub fn locate(panel: &Panel, dataset: &Dataset, at: ObsRef) -> Option<Cursor> {
    todo!("{panel:?} {dataset:?} {at:?}")
}

/// Least width and height at which the kind is drawn as itself.
pub fn least(resolved: &Resolved) -> (u16, u16) {
    todo!("{resolved:?}")
}
