//! Whether an action can do something where the viewer is, and if not, why. Keys, hints and help ask the same question.

use super::session::{Session, Zoom};
use super::update::window;
use super::{World, layout};
use crate::base::{Action, PanelKind};
use crate::board::Resolved;
use crate::chart::ScaleKind;
use crate::panel::{self, Move};

/// Why an action can do nothing here, as a sentence without final period; `None` where it can.
pub(super) fn refusal(world: &World, session: &Session, action: Action) -> Option<String> {
    if let Some(direction) = direction(action) {
        return move_refusal(session, direction);
    }
    let count = session.page().map_or(0, |page| page.panels.len());
    if let Some(number) = action.panel_number() {
        let panels = if count == 1 { String::from("one panel") } else { format!("{count} panels") };
        if session.page().is_none() {
            return Some(String::from("The board is not there yet"));
        }
        if number > count {
            return Some(format!("This page has {panels}"));
        }
        let present =
            session.page().is_some_and(|page| layout::present(page, session.area.width).contains(&(number - 1)));
        return (!present).then(|| format!("Panel {number} does not stand in the layout of this width"));
    }
    let said = |why: &str| Some(String::from(why));
    if session.rows.is_some() && needs_board(action) {
        return said("These are the rows behind one thing. Esc leaves them first");
    }
    match action {
        Action::NextPanel | Action::PreviousPanel if count < 2 => said("There is no other panel on this page"),
        Action::FocusLeft | Action::FocusRight | Action::FocusUp | Action::FocusDown => {
            beside(session, action).is_none().then(|| String::from("No panel in that direction. Tab: next panel"))
        }
        Action::Zoom | Action::Grow | Action::Shrink if count == 0 => said("There is no panel here"),
        Action::Grow if session.here.zoom == Zoom::Full => said("This is the largest. - makes it smaller"),
        Action::Shrink if session.here.zoom == Zoom::Normal => said("This is its normal size. + makes it larger"),
        Action::AsTable => match session.panel().map(|panel| panel.kind) {
            Some(PanelKind::Table | PanelKind::Text) | None => said("There is nothing to turn into a table here"),
            Some(_) => None,
        },
        Action::Open | Action::Edit if session.row_under().is_none() => said("No row is under the cursor"),
        Action::Mark | Action::Difference | Action::CopyValue | Action::CopyCitation if session.under().is_empty() => {
            said("No observation is under the cursor")
        }
        Action::Only if session.lens.only.is_none() && session.lit.is_none() && session.entity_under().is_none() => {
            said("No entity is under the cursor")
        }
        Action::NextHit | Action::PreviousHit if session.lens.filters.is_empty() => {
            said("No filter is set. / sets one")
        }
        Action::Sort | Action::SortReverse if !is_table(session) => {
            said("Only a table can be sorted. t shows this as one")
        }
        Action::Axis if next_scale(session).is_none() => said("This panel has no axis of values"),
        _ if action.is_window() => window::refusal(session, action),
        Action::AsOf if session.lens.as_of.is_none() && !has_vintages(session) => {
            said("No row has a reported date, so there is only one vintage")
        }
        Action::NextFile | Action::PreviousFile if world.entries.len() < 2 => {
            said("There is no other data file. o lists what can be opened")
        }
        Action::NextPage | Action::PreviousPage if session.board().map_or(0, |board| board.pages.len()) < 2 => {
            said("This board has one page")
        }
        Action::Changes | Action::ClearChanges if session.changed.is_empty() => {
            said("Nothing has changed since you last looked")
        }
        _ => None,
    }
}

/// What would change the board and not the rows that lie over it.
fn needs_board(action: Action) -> bool {
    matches!(
        action,
        Action::Filter
            | Action::NextHit
            | Action::PreviousHit
            | Action::Only
            | Action::Sort
            | Action::SortReverse
            | Action::AsOf
            | Action::NextPage
            | Action::PreviousPage
    )
}

/// The cursor move that an action is.
pub(super) fn direction(action: Action) -> Option<Move> {
    Some(match action {
        Action::Up => Move::Up,
        Action::Down => Move::Down,
        Action::Left => Move::Left,
        Action::Right => Move::Right,
        Action::HalfPageDown => Move::HalfDown,
        Action::HalfPageUp => Move::HalfUp,
        Action::PageDown => Move::PageDown,
        Action::PageUp => Move::PageUp,
        Action::First => Move::First,
        Action::Last => Move::Last,
        Action::RowStart => Move::RowStart,
        Action::RowEnd => Move::RowEnd,
        _ => return None,
    })
}

fn move_refusal(session: &Session, direction: Move) -> Option<String> {
    if session.as_of && matches!(direction, Move::Left | Move::Right) {
        return None;
    }
    let Some(answer) = session.view_of(session.focus(), |view| panel::step(view, direction)) else {
        return Some(String::from("There is nothing to move in"));
    };
    let why = answer.err()?;
    if on_to_a_panel(session, direction).is_some() {
        return None;
    }
    if session.page().is_some_and(|page| page.panels.len() < 2) {
        // No other panel to send the viewer to.
        return Some(why.split(". ").next().unwrap_or_default().to_owned());
    }
    Some(if why.contains("Tab") { why } else { format!("{why}. L or Tab: next panel") })
}

/// Where one panel fills a tiny screen, the panel that a move past its first or last row leads on to: 1 the next, −1 the one before.
pub(super) fn on_to_a_panel(session: &Session, direction: Move) -> Option<isize> {
    let panels = session.page().map_or(0, |page| page.panels.len());
    if panels < 2 || !layout::is_tiny(session.area) {
        return None;
    }
    match direction {
        Move::Down => Some(1),
        Move::Up => Some(-1),
        _ => None,
    }
}

/// The nearest panel in a direction, by the middles of what is drawn.
pub(super) fn beside(session: &Session, action: Action) -> Option<usize> {
    let (across, along) = match action {
        Action::FocusLeft => (-1, 0),
        Action::FocusRight => (1, 0),
        Action::FocusUp => (0, -1),
        _ => (0, 1),
    };
    let places = layout::places(session, session.page()?, session.area);
    let focus = session.focus();
    let middle = |rect: &ratatui::layout::Rect| {
        (i32::from(rect.x) * 2 + i32::from(rect.width), i32::from(rect.y) * 2 + i32::from(rect.height))
    };
    let from = places.iter().find(|(at, _)| *at == focus).map(|(_, rect)| middle(rect))?;
    let nearest = places
        .iter()
        .filter(|(at, _)| *at != focus)
        .map(|(at, rect)| (*at, middle(rect)))
        .filter(|(_, to)| (to.0 - from.0) * across + (to.1 - from.1) * along > 0)
        .min_by_key(|(at, to)| {
            let (x, y) = ((to.0 - from.0).abs(), (to.1 - from.1).abs() * 2);
            (if across == 0 { y + x / 2 } else { x / 2 + y * 2 }, *at)
        });
    nearest.map(|(at, _)| at)
}

fn is_table(session: &Session) -> bool {
    session.panel().is_some_and(|panel| matches!(panel.resolved, Resolved::Table(_)))
}

/// The scale that the value axis of the focused panel goes on to; `None` where there is no such axis.
pub(super) fn next_scale(session: &Session) -> Option<ScaleKind> {
    scale_after(&session.panel()?.resolved)
}

fn scale_after(resolved: &Resolved) -> Option<ScaleKind> {
    let other = |log: bool| if log { ScaleKind::Linear } else { ScaleKind::Log };
    match resolved {
        Resolved::Bar(bars) => Some(other(bars.log)),
        Resolved::Range(intervals) => Some(other(intervals.log)),
        Resolved::Line(line) => Some(line.next_scale()),
        Resolved::Scatter(scatter) => Some(scatter.next_scale()),
        // What one of them leaves out is worth an axis of all.
        Resolved::Facets(facets) => facets.parts.iter().filter_map(|part| scale_after(&part.resolved)).max(),
        Resolved::Heat(heat) => heat.shading.log().map(other),
        _ => None,
    }
}

fn has_vintages(session: &Session) -> bool {
    session.shown.as_ref().is_some_and(|shown| {
        let data = &shown.dataset;
        // Most files have no such column: they need not be looked through.
        data.role_column("reported").is_some() && data.refs().any(|at| data.reported(at).is_some())
    })
}
