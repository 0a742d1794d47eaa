//! Cursor moves, and the cursor put back by content after a reload.

use super::window;
use crate::app::layout;
use crate::app::rows;
use crate::app::session::{Session, Spot};
use crate::base::{ObsKey, ObsRef};
use crate::board::{Panel, Resolved};
use crate::panel::{self, Cursor, Move};

/// One move inside the focused panel; `false` where there is nothing to move to.
pub(super) fn go(session: &mut Session, direction: Move) -> bool {
    let moved = session.view_of(session.focus(), |view| panel::step(view, direction));
    match moved {
        Some(Ok(cursor)) => {
            put(session, cursor);
            true
        }
        _ => false,
    }
}

/// The cursor of the focused panel stands there now; what it was on counts as seen.
pub(super) fn put(session: &mut Session, cursor: Cursor) {
    let Some(id) = session.panel().map(|panel| panel.id.to_string()) else { return };
    seen(session);
    session.here.spots.insert(id.clone(), Spot { cursor, key: None });
    let key = key_under(session);
    session.here.spots.insert(id, Spot { cursor, key });
    window::follow(session);
}

/// A changed value that the cursor leaves has been seen.
pub(super) fn seen(session: &mut Session) {
    for at in session.under() {
        if let Some(key) = session.data().map(|data| data.key(at)) {
            session.changed.remove(&key);
        }
    }
}

/// Content under the cursor of the focused panel.
pub(super) fn key_under(session: &Session) -> Option<ObsKey> {
    let at = *session.under().first()?;
    Some(session.data()?.key(at))
}

/// Puts every cursor of the page where its content is now, and inside its panel.
pub(super) fn settle(session: &mut Session) {
    let Some((count, focus)) = session.page().map(|page| (page.panels.len(), session.focus())) else { return };
    for at in 0..count {
        let Some((id, moved)) = relocated(session, at) else { continue };
        let spot = session.here.spots.entry(id.clone()).or_default();
        spot.cursor.item = moved.item;
        spot.cursor.column = moved.column;
        if let Some(cursor) = session.view_of(at, panel::settle) {
            session.here.spots.entry(id).or_default().cursor = cursor;
        }
    }
    if let Some(id) = session.page().and_then(|page| page.panels.get(focus)).map(|panel| panel.id.to_string()) {
        let key = key_under(session);
        session.here.spots.entry(id).or_default().key = key;
    }
}

/// Leads to an observation: on this page if a panel shows it, else on the first page that does.
pub(super) fn lead_to(session: &mut Session, key: &ObsKey) -> bool {
    lead(session, |panel, session| {
        let data = session.shown.as_ref()?.data_of(panel);
        panel::locate(panel, data, data.find(key)?)
    })
}

/// Leads to a record, whether it became an observation or not, in a table that holds it; on this page first.
pub(super) fn lead_to_record(session: &mut Session, file: Option<&str>, row: usize) -> bool {
    lead(session, |panel, _| match &panel.resolved {
        Resolved::Table(records) if panel.file.as_deref() == file => {
            let item = records.rows.iter().position(|other| *other == row)?;
            Some(Cursor { item, ..Cursor::default() })
        }
        _ => None,
    })
}

fn lead(session: &mut Session, find: impl Fn(&Panel, &Session) -> Option<Cursor>) -> bool {
    let Some(board) = session.shown.as_ref().map(|shown| shown.board.clone()) else { return false };
    let here = session.page_number();
    let order = std::iter::once(here).chain((0..board.pages.len()).filter(|n| *n != here));
    for page in order.filter_map(|n| board.pages.get(n)) {
        for number in layout::present(page, session.area.width) {
            let Some(candidate) = page.panels.get(number) else { continue };
            if let Some(cursor) = find(candidate, session) {
                rows::close(session);
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
    let data = shown.data_of(panel);
    let found: Option<ObsRef> = spot.key.as_ref().and_then(|key| data.find(key));
    let moved = found.and_then(|at| panel::locate(panel, data, at));
    // A table's column is the viewer's own; only its row follows the content.
    let keeps_column = matches!(panel.resolved, Resolved::Table(_));
    let cursor = moved.map_or(spot.cursor, |moved| Cursor {
        item: moved.item,
        column: if keeps_column { spot.cursor.column } else { moved.column },
        ..spot.cursor
    });
    Some((panel.id.to_string(), cursor))
}
