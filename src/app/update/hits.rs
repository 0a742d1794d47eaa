//! From one row that the filter lets through to the next, across panels and pages.

use super::{cursor, say};
use crate::app::{Effect, Session, layout};
use crate::board::{Panel, Resolved};
use crate::panel::{self, Cursor};

/// The next (1) or previous (−1) hit; says where it leads to when it leaves a panel, and when it begins again.
pub(super) fn go(session: &mut Session, by: isize) -> Vec<Effect> {
    let Some(shown) = session.shown.clone() else { return Vec::new() };
    let pages = &shown.board.pages;
    let width = session.area.width;
    let all: Vec<(usize, usize)> = pages
        .iter()
        .enumerate()
        .flat_map(|(n, page)| layout::present(page, width).into_iter().map(move |at| (n, at)))
        .collect();
    let here = (session.page_number(), session.focus());
    let Some(start) = all.iter().position(|place| *place == here) else { return Vec::new() };
    let panel_at = |place: (usize, usize)| pages.get(place.0).and_then(|page| page.panels.get(place.1));
    if let Some(panel) = panel_at(here) {
        let now = ordinal(panel, session.cursor_of(panel));
        if let Some(next) = now.checked_add_signed(by).filter(|next| *next < count(panel)) {
            session.notice = None;
            cursor::put(session, at_ordinal(panel, next));
            cursor::settle(session);
            return Vec::new();
        }
    }
    let length = all.len().cast_signed();
    for step in 1..=length {
        let index = start.cast_signed() + by * step;
        let again = index < 0 || index >= length;
        let Some(place) = all.get(index.rem_euclid(length).unsigned_abs()).copied() else { continue };
        let Some(panel) = panel_at(place).filter(|panel| count(panel) > 0) else { continue };
        if place == here && count(panel) == 1 {
            return say(session, "This is the only hit");
        }
        let last = count(panel) - 1;
        let target = at_ordinal(panel, if by < 0 { last } else { 0 });
        let Some(page) = pages.get(place.0) else { continue };
        cursor::seen(session);
        session.here.page.clone_from(&page.name);
        session.focus_on(place.1);
        cursor::put(session, target);
        cursor::settle(session);
        let around = match (again, by < 0) {
            (false, _) => "",
            (true, false) => "From the start again. ",
            (true, true) => "From the end again. ",
        };
        let where_to = if place.0 == here.0 {
            String::new()
        } else {
            format!("Page {} of {}, {}: ", place.0 + 1, pages.len(), page.name)
        };
        return say(session, format!("{around}{where_to}panel {}, {}", place.1 + 1, panel.title));
    }
    say(session, "No panel shows a hit")
}

/// Number of places in a panel that a hit can be at: its items, and in a line each point.
fn count(panel: &Panel) -> usize {
    match &panel.resolved {
        Resolved::Line(line) => line.series.iter().map(|series| series.points.len()).sum(),
        Resolved::Text(_) | Resolved::Failed(_) => 0,
        resolved => panel::items(resolved),
    }
}

fn ordinal(panel: &Panel, cursor: Cursor) -> usize {
    match &panel.resolved {
        Resolved::Line(line) => {
            line.series.iter().take(cursor.item).map(|series| series.points.len()).sum::<usize>() + cursor.column
        }
        _ => cursor.item,
    }
}

fn at_ordinal(panel: &Panel, ordinal: usize) -> Cursor {
    let mut cursor = Cursor { item: ordinal, ..Cursor::default() };
    if let Resolved::Line(line) = &panel.resolved {
        cursor.item = 0;
        cursor.column = ordinal;
        for series in &line.series {
            if cursor.column < series.points.len() {
                break;
            }
            cursor.column -= series.points.len();
            cursor.item += 1;
        }
    }
    cursor
}
