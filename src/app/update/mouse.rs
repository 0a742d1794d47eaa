//! The mouse, where the config turns it on: a press focuses a panel and puts the cursor on the mark under it, the wheel moves.

use ratatui::layout::Position;

use super::{cursor, keys, run};
use crate::app::overlay::{self, Flow};
use crate::app::{Effect, Mouse, Session, World, layout};
use crate::base::Action;
use crate::panel::{self, Cursor};

/// One press or turn at a column and a row of the screen.
pub(super) fn take(session: &mut Session, world: &World, what: Mouse, (column, row): (u16, u16)) -> Vec<Effect> {
    let at = Position::new(column, row);
    let action = match what {
        Mouse::Press => None,
        Mouse::WheelUp => Some(Action::Up),
        Mouse::WheelDown => Some(Action::Down),
    };
    if session.prompt.is_some() {
        return Vec::new();
    }
    if let Some(open) = session.overlays.last() {
        let items = overlay::items(world, session, open);
        let flow = overlay::flow(session, open, &items, 0);
        return match action {
            Some(action) => keys::in_overlay(session, world, action),
            None if !flow.rect.contains(at) => run::back(session),
            None => {
                let item = item_at(&flow, at);
                if let Some(open) = session.overlays.last_mut().filter(|open| !open.kind.is_text()) {
                    open.at = item.unwrap_or(open.at);
                }
                Vec::new()
            }
        };
    }
    let places = session.page().map(|page| layout::places(session, page, session.area)).unwrap_or_default();
    let Some((number, _)) = places.into_iter().find(|(_, rect)| rect.contains(at)) else { return Vec::new() };
    if number != session.focus() {
        cursor::seen(session);
        session.focus_on(number);
        cursor::settle(session);
    }
    if let Some(action) = action {
        return run::action(session, world, action);
    }
    if let Some(target) = target(session, number, at) {
        cursor::put(session, target);
        cursor::settle(session);
    }
    Vec::new()
}

/// The item whose line is at a place of the screen.
fn item_at(flow: &Flow, at: Position) -> Option<usize> {
    let inside = flow.inside;
    let row = usize::from(at.y.checked_sub(inside.y)?);
    let column = usize::from(at.x.checked_sub(inside.x)? / (flow.wide + 2).max(1));
    if row >= flow.rows || column >= flow.columns {
        return None;
    }
    flow.lines.get(flow.top + column * flow.rows + row).map(|line| line.item)
}

/// Where the cursor goes for a press: to the smallest mark there, the scroll as it is.
fn target(session: &Session, number: usize, at: Position) -> Option<Cursor> {
    session.view_of(number, |view| {
        let marks = panel::marks(view);
        let hit = marks.iter().filter(|mark| mark.area.contains(at)).min_by_key(|mark| mark.area.area())?;
        let is_table = matches!(view.panel.resolved, crate::board::Resolved::Table(_));
        // A row of a table is one mark; the column stays the viewer's own.
        let column = if is_table { view.cursor.column } else { hit.column };
        Some(Cursor { item: hit.item, column, ..view.cursor })
    })?
}
