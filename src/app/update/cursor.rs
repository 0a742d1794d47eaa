//! Cursor moves, and the cursor put back by content after a reload.

use ratatui::layout::Rect;

use super::say;
use crate::app::session::{Session, Spot};
use crate::app::{Effect, layout};
use crate::base::ObsKey;
use crate::panel::{self, Cursor, Look, Move, Theme, View};

/// One move inside the focused panel.
pub(super) fn go(session: &mut Session, direction: Move) -> Vec<Effect> {
    let Some(at) = session.page().map(|_| session.focus()) else { return Vec::new() };
    match with_view(session, at, |view| panel::step(view, direction)) {
        Some(Ok(cursor)) => {
            put(session, cursor);
            Vec::new()
        }
        Some(Err(why)) => say(session, format!("{why}. L or Tab: next panel")),
        None => Vec::new(),
    }
}

/// The cursor of the focused panel stands there now; a changed value that it was on counts as seen.
pub(super) fn put(session: &mut Session, cursor: Cursor) {
    let Some(id) = session.panel().map(|panel| panel.id.to_string()) else { return };
    for at in session.under() {
        if let Some(key) = session.shown.as_ref().map(|shown| shown.dataset.key(at)) {
            session.changed.remove(&key);
        }
    }
    session.here.spots.insert(id.clone(), Spot { cursor, key: None });
    let key = key_under(session);
    session.here.spots.insert(id, Spot { cursor, key });
}

/// Content under the cursor of the focused panel.
pub(super) fn key_under(session: &Session) -> Option<ObsKey> {
    let at = *session.under().first()?;
    Some(session.shown.as_ref()?.dataset.key(at))
}

/// Puts every cursor of the page where its content is now, and inside its panel.
pub(super) fn settle(session: &mut Session) {
    let Some((count, focus)) = session.page().map(|page| (page.panels.len(), session.focus())) else { return };
    for at in 0..count {
        let Some((id, moved)) = relocated(session, at) else { continue };
        let spot = session.here.spots.entry(id.clone()).or_default();
        spot.cursor.item = moved.item;
        spot.cursor.column = moved.column;
        if let Some(cursor) = with_view(session, at, panel::settle) {
            session.here.spots.entry(id).or_default().cursor = cursor;
        }
    }
    if let Some(id) = session.page().and_then(|page| page.panels.get(focus)).map(|panel| panel.id.to_string()) {
        let key = key_under(session);
        session.here.spots.entry(id).or_default().key = key;
    }
}

/// Leads to an observation: on this page if a panel shows it, else on the first page that does.
pub(super) fn lead_to(session: &mut Session, key: &ObsKey, tables_only: bool) -> bool {
    let Some(shown) = session.shown.clone() else { return false };
    let Some(at) = shown.dataset.find(key) else { return false };
    let here = session.page_number();
    let order = std::iter::once(here).chain((0..shown.board.pages.len()).filter(|n| *n != here));
    for page in order.filter_map(|n| shown.board.pages.get(n)) {
        for (number, candidate) in page.panels.iter().enumerate() {
            if tables_only && !matches!(candidate.resolved, crate::board::Resolved::Table(_)) {
                continue;
            }
            if let Some(cursor) = panel::locate(candidate, &shown.dataset, at) {
                session.here.page.clone_from(&page.name);
                session.focus_on(number);
                put(session, cursor);
                settle(session);
                return true;
            }
        }
    }
    false
}

fn relocated(session: &Session, at: usize) -> Option<(String, Cursor)> {
    let panel = session.page()?.panels.get(at)?;
    let shown = session.shown.as_ref()?;
    let spot = session.here.spots.get(&*panel.id).cloned().unwrap_or_default();
    let found = spot.key.as_ref().and_then(|key| shown.dataset.find(key));
    let moved = found.and_then(|at| panel::locate(panel, &shown.dataset, at));
    // A table's column is the viewer's own; only its row follows the content.
    let keeps_column = matches!(panel.resolved, crate::board::Resolved::Table(_));
    let cursor = moved.map_or(spot.cursor, |moved| Cursor {
        item: moved.item,
        column: if keeps_column { spot.cursor.column } else { moved.column },
        ..spot.cursor
    });
    Some((panel.id.to_string(), cursor))
}

fn with_view<T>(session: &Session, at: usize, ask: impl FnOnce(&View<'_>) -> T) -> Option<T> {
    let page = session.page()?;
    let panel = page.panels.get(at)?;
    let shown = session.shown.as_ref()?;
    let area = layout::places(session, page, session.area)
        .into_iter()
        .find(|(number, _)| *number == at)
        .map_or(Rect::new(0, 0, 40, 1), |(_, rect)| layout::inside(rect));
    let theme = Theme::default();
    let look = Look {
        theme: &theme,
        ascii: session.ascii(),
        numbers: session.numbers,
        changed: &session.changed,
        marked: session.marked.as_ref(),
    };
    let view =
        View { panel, dataset: &shown.dataset, area, look: &look, cursor: session.cursor_of(panel), focused: true };
    Some(ask(&view))
}
