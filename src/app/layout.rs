//! Where the panels stand: the page's grid by weights, zoomed, or stacked where the screen is too small for it.

use ratatui::layout::Rect;

use super::session::{Session, Zoom};
use crate::board::{Grid, Page};
use crate::panel;

/// Width below which a page's `narrow` layout is used.
const NARROW: u16 = 100;

/// The body between header line and the two lines at the bottom.
pub(super) fn body(area: Rect) -> Rect {
    Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(3), ..area }
}

/// Whether the screen holds no more than one panel's main number.
pub(super) fn is_tiny(area: Rect) -> bool {
    area.width < 30 || area.height < 8
}

/// The panels that are drawn, by index on the page, each with its border.
pub(super) fn places(session: &Session, page: &Page, area: Rect) -> Vec<(usize, Rect)> {
    let body = body(area);
    let focus = session.focus();
    if page.panels.is_empty() || body.is_empty() || is_tiny(area) {
        return Vec::new();
    }
    match session.here.zoom {
        Zoom::Full => vec![(focus, body)],
        Zoom::Half => {
            let upper = Rect { height: body.height.div_ceil(2), ..body };
            let lower = Rect { y: body.y + upper.height, height: body.height - upper.height, ..body };
            let mut places = vec![(focus, upper)];
            let others: Vec<(usize, Rect)> =
                grid_places(page, lower).into_iter().filter(|(at, _)| *at != focus).collect();
            if others.iter().all(|(at, rect)| fits(page, *at, *rect)) {
                places.extend(others);
            } else {
                places = vec![(focus, body)];
            }
            places
        }
        Zoom::Normal => {
            let places = grid_places(page, body);
            if !places.is_empty() && places.iter().all(|(at, rect)| fits(page, *at, *rect)) {
                places
            } else {
                stack(page, body, &present(page, body.width), focus)
            }
        }
    }
}

/// The inside of a panel's border.
pub(super) fn inside(rect: Rect) -> Rect {
    Rect {
        x: rect.x.saturating_add(1),
        y: rect.y.saturating_add(1),
        width: rect.width.saturating_sub(2),
        height: rect.height.saturating_sub(2),
    }
}

fn fits(page: &Page, at: usize, rect: Rect) -> bool {
    let Some(shown) = page.panels.get(at) else { return false };
    let (width, height) = panel::least(&shown.resolved);
    let inside = inside(rect);
    inside.width >= width && inside.height >= height
}

/// The layout that a screen of this width has.
fn grid(page: &Page, width: u16) -> &Grid {
    match &page.narrow {
        Some(narrow) if width < NARROW => narrow,
        _ => &page.grid,
    }
}

/// The panels that stand in the layout of a screen of this width, by index on the page; others cannot be gone to.
pub(super) fn present(page: &Page, width: u16) -> Vec<usize> {
    let areas = &grid(page, width).areas;
    let stands = |at: &usize| page.panels.get(*at).is_some_and(|panel| areas.iter().any(|(id, _)| **id == *panel.id));
    (0..page.panels.len()).filter(stands).collect()
}

fn grid_places(page: &Page, body: Rect) -> Vec<(usize, Rect)> {
    let grid = grid(page, body.width);
    let columns = edges(&weights(grid, true), body.x, body.width);
    let rows = edges(&weights(grid, false), body.y, body.height);
    grid.areas
        .iter()
        .filter_map(|(id, slot)| {
            let at = page.panels.iter().position(|panel| &*panel.id == id.as_str())?;
            let edge = |edges: &[u16], n: u16| edges.get(usize::from(n)).or(edges.last()).copied();
            let (left, top) = (edge(&columns, slot.column)?, edge(&rows, slot.row)?);
            let right = edge(&columns, slot.column.saturating_add(slot.columns))?;
            let bottom = edge(&rows, slot.row.saturating_add(slot.rows))?;
            Some((at, Rect::new(left, top, right.saturating_sub(left), bottom.saturating_sub(top))))
        })
        .collect()
}

/// Weights of the tracks, 1 where the grid names none.
fn weights(grid: &Grid, columns: bool) -> Vec<u16> {
    let end = |slot: &crate::board::Slot| {
        if columns { slot.column.saturating_add(slot.columns) } else { slot.row.saturating_add(slot.rows) }
    };
    let count = usize::from(grid.areas.iter().map(|(_, slot)| end(slot)).max().unwrap_or(0));
    let given = if columns { &grid.column_weights } else { &grid.row_weights };
    (0..count).map(|n| given.get(n).copied().unwrap_or(1).max(1)).collect()
}

/// Track edges: one more than tracks, from `start` to `start + length`, rounded so that no gap is left.
fn edges(weights: &[u16], start: u16, length: u16) -> Vec<u16> {
    let total: u64 = weights.iter().map(|w| u64::from(*w)).sum::<u64>().max(1);
    let mut sum = 0u64;
    let mut edges = vec![start];
    for weight in weights {
        sum += u64::from(*weight);
        let offset = (u64::from(length) * sum + total / 2) / total;
        edges.push(start.saturating_add(u16::try_from(offset).unwrap_or(length)));
    }
    edges
}

/// One scrolling column of these panels, each at its least height, the focused one always among them.
fn stack(page: &Page, body: Rect, panels: &[usize], focus: usize) -> Vec<(usize, Rect)> {
    let height = |at: &usize| {
        let least = page.panels.get(*at).map_or(3, |shown| panel::least(&shown.resolved).1);
        least.saturating_add(2).max(5).min(body.height)
    };
    let (before, after) = panels.split_at(panels.iter().position(|at| *at == focus).unwrap_or(0));
    let mut room = body.height.saturating_sub(after.first().map_or(0, height));
    let above = before.iter().rev().take_while(|at| {
        let left = room.checked_sub(height(at));
        room = left.unwrap_or(0);
        left.is_some()
    });
    let first = before.len() - above.count();
    let mut places = Vec::new();
    let mut y = body.y;
    for at in panels.iter().skip(first) {
        let left = body.bottom().saturating_sub(y);
        let tall = height(at);
        if left < tall && !places.is_empty() {
            break;
        }
        places.push((*at, Rect { y, height: tall.min(left), ..body }));
        y += tall.min(left);
    }
    if let Some((_, last)) = places.last_mut() {
        last.height = body.bottom().saturating_sub(last.y);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracks_leave_no_gap() {
        assert_eq!(edges(&[9, 13, 13], 1, 35), [1, 10, 23, 36]);
        assert_eq!(edges(&[1, 1, 1], 0, 2), [0, 1, 1, 2]);
    }
}
