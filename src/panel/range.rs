//! Intervals on one axis.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::rows::{List, put, safe, value, value_style};
use super::{Cursor, Mark, Move, View};
use crate::base::width;
use crate::board::Intervals;

/// Least width and height at which intervals are drawn.
pub(super) const LEAST: (u16, u16) = (24, 2);

fn list(x: &Intervals, view: &View<'_>) -> List {
    List { items: x.rows.len(), page: usize::from(view.area.height) }
}

pub(super) fn items(x: &Intervals) -> usize {
    x.rows.len()
}

pub(super) fn settle(x: &Intervals, view: &View<'_>) -> Cursor {
    list(x, view).settle(view.cursor)
}

pub(super) fn step(x: &Intervals, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    list(x, view).step(view.cursor, direction)
}

pub(super) fn marks(x: &Intervals, view: &View<'_>) -> Vec<Mark> {
    let top = settle(x, view).top;
    let rows = x.rows.iter().enumerate().skip(top).take(usize::from(view.area.height));
    rows.map(|(item, row)| Mark {
        area: Rect { y: view.area.y.saturating_add((item - top) as u16), height: 1, ..view.area },
        item,
        column: 0,
        obs: row.obs.clone(),
    })
    .collect()
}

pub(super) fn draw(x: &Intervals, view: &View<'_>, buf: &mut Buffer) {
    for mark in marks(x, view) {
        let Some(row) = x.rows.get(mark.item) else { continue };
        let y = mark.area.y - view.area.y;
        let label = safe(&row.label, view);
        put(view, buf, (1, y), usize::from(view.area.width), &label, view.look.theme.text);
        let at = (width(&label) as u16).saturating_add(2);
        put(view, buf, (at, y), usize::from(view.area.width), &value(&row.measure, view), value_style(view, &row.obs));
    }
}
