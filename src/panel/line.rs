//! Series over time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::rows::{List, put, safe, value, value_style};
use super::{Cursor, Mark, Move, View};
use crate::base::width;
use crate::board::Line;

/// Least width and height at which series are drawn.
pub(super) const LEAST: (u16, u16) = (24, 5);

fn list(x: &Line, view: &View<'_>) -> List {
    List { items: x.series.len(), page: usize::from(view.area.height) }
}

pub(super) fn items(x: &Line) -> usize {
    x.series.len()
}

pub(super) fn settle(x: &Line, view: &View<'_>) -> Cursor {
    list(x, view).settle(view.cursor)
}

pub(super) fn step(x: &Line, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    list(x, view).step(view.cursor, direction)
}

pub(super) fn marks(x: &Line, view: &View<'_>) -> Vec<Mark> {
    let top = settle(x, view).top;
    let series = x.series.iter().enumerate().skip(top).take(usize::from(view.area.height));
    series
        .map(|(item, series)| Mark {
            area: Rect { y: view.area.y.saturating_add((item - top) as u16), height: 1, ..view.area },
            item,
            column: 0,
            obs: series.points.last().map(|point| point.obs).into_iter().collect(),
        })
        .collect()
}

pub(super) fn draw(x: &Line, view: &View<'_>, buf: &mut Buffer) {
    for mark in marks(x, view) {
        let Some(series) = x.series.get(mark.item) else { continue };
        let Some(last) = series.points.last() else { continue };
        let y = mark.area.y - view.area.y;
        let label = safe(&series.name, view);
        put(view, buf, (1, y), usize::from(view.area.width), &label, view.look.theme.hue(series.hue));
        let at = (width(&label) as u16).saturating_add(2);
        put(
            view,
            buf,
            (at, y),
            usize::from(view.area.width),
            &value(&last.measure, view),
            value_style(view, &mark.obs),
        );
    }
}
