//! Actions on the board.

use super::{cursor, files, look, say};
use crate::app::overlay::{Kind, Overlay, citation};
use crate::app::session::Zoom;
use crate::app::{Effect, Session, World, layout};
use crate::base::{Action, NumberStyle, Scale, write_full, write_measure};
use crate::panel::Move;

/// Runs one action.
pub(super) fn action(session: &mut Session, world: &World, action: Action) -> Vec<Effect> {
    if let Some(number) = action.panel_number() {
        return panel(session, number - 1);
    }
    match action {
        Action::NextPanel => turn(session, 1),
        Action::PreviousPanel => turn(session, -1),
        Action::FocusLeft => beside(session, -1, 0),
        Action::FocusRight => beside(session, 1, 0),
        Action::FocusUp => beside(session, 0, -1),
        Action::FocusDown => beside(session, 0, 1),
        Action::Zoom if session.here.zoom == Zoom::Full => zoom(session, Zoom::Normal),
        Action::Zoom => zoom(session, Zoom::Full),
        Action::Grow => zoom(session, if session.here.zoom == Zoom::Normal { Zoom::Half } else { Zoom::Full }),
        Action::Shrink => zoom(session, if session.here.zoom == Zoom::Full { Zoom::Half } else { Zoom::Normal }),
        Action::AsTable => look::as_table(session),
        Action::Left if session.as_of => look::move_as_of(session, false),
        Action::Right if session.as_of => look::move_as_of(session, true),
        Action::Up => cursor::go(session, Move::Up),
        Action::Down => cursor::go(session, Move::Down),
        Action::Left => cursor::go(session, Move::Left),
        Action::Right => cursor::go(session, Move::Right),
        Action::HalfPageDown => cursor::go(session, Move::HalfDown),
        Action::HalfPageUp => cursor::go(session, Move::HalfUp),
        Action::PageDown => cursor::go(session, Move::PageDown),
        Action::PageUp => cursor::go(session, Move::PageUp),
        Action::First => cursor::go(session, Move::First),
        Action::Last => cursor::go(session, Move::Last),
        Action::RowStart => cursor::go(session, Move::RowStart),
        Action::RowEnd => cursor::go(session, Move::RowEnd),
        Action::Open if session.under().is_empty() => say(session, "No observation is under the cursor"),
        Action::Open => open(session, Kind::Detail),
        Action::Quit if session.is_plain() => vec![Effect::Quit],
        Action::Back if session.is_plain() && session.loading.is_some() => vec![Effect::StopLoading],
        Action::Back | Action::Quit => back(session),
        Action::Only => look::only(session),
        Action::Filter => look::filter(session),
        Action::NextHit => hit(session, Move::Down, 1),
        Action::PreviousHit => hit(session, Move::Up, -1),
        Action::Sort => look::sort(session, false),
        Action::SortReverse => look::sort(session, true),
        Action::Axis => look::axis(session),
        Action::Mark => mark(session),
        Action::Difference => difference(session, world),
        Action::Numbers => numbers(session),
        Action::AsOf => look::as_of(session),
        Action::OpenFile => {
            open(session, Kind::Picker);
            vec![Effect::ListEntries]
        }
        Action::NextFile => files::neighbour(session, world, 1),
        Action::PreviousFile => files::neighbour(session, world, -1),
        Action::NextPage => files::page(session, 1),
        Action::PreviousPage => files::page(session, -1),
        Action::Reload => vec![Effect::Reload],
        Action::Pause => {
            session.paused = !session.paused;
            vec![Effect::Pause(session.paused)]
        }
        Action::Changes if session.changed.is_empty() => say(session, "Nothing has changed since you last looked"),
        Action::Changes => open(session, Kind::Changes),
        Action::ClearChanges => {
            session.changed.clear();
            Vec::new()
        }
        Action::CopyValue => copy(session, false),
        Action::CopyCitation => copy(session, true),
        Action::Edit => edit(session),
        Action::HowRead => open(session, Kind::HowRead),
        Action::Problems => open(session, Kind::Problems),
        Action::Palette => open(session, Kind::Palette),
        Action::Help => open(session, Kind::Help),
        Action::Repaint => vec![Effect::Repaint],
        Action::Suspend => vec![Effect::Suspend],
        // Numbered panels were taken above.
        _ => Vec::new(),
    }
}

/// One step back; on the plain board nothing is left to take back.
pub(super) fn back(session: &mut Session) -> Vec<Effect> {
    session.pending = None;
    if let Some((_, before)) = session.prompt.take() {
        session.lens.filters = before;
    } else if session.overlays.pop().is_some() {
        return Vec::new();
    } else if session.as_of || session.lens.as_of.is_some() {
        session.as_of = false;
        session.lens.as_of = None;
    } else if session.here.zoom != Zoom::Normal {
        return zoom(session, Zoom::Normal);
    } else if !session.lens.as_table.is_empty() {
        session.lens.as_table.clear();
    } else if !session.lens.filters.is_empty() {
        session.lens.filters.clear();
    } else if session.lens.only.take().is_none() {
        session.notice = None;
        session.marked = None;
        return Vec::new();
    }
    vec![Effect::Plan(session.lens.clone())]
}

fn open(session: &mut Session, kind: Kind) -> Vec<Effect> {
    session.overlays.push(Overlay::new(kind));
    Vec::new()
}

fn zoom(session: &mut Session, zoom: Zoom) -> Vec<Effect> {
    session.here.zoom = zoom;
    cursor::settle(session);
    Vec::new()
}

fn panel(session: &mut Session, at: usize) -> Vec<Effect> {
    let count = session.page().map_or(0, |page| page.panels.len());
    if at >= count {
        return say(session, format!("This page has {count} panels"));
    }
    if session.focus() == at {
        let next = if session.here.zoom == Zoom::Full { Zoom::Normal } else { Zoom::Full };
        return zoom(session, next);
    }
    session.focus_on(at);
    cursor::settle(session);
    Vec::new()
}

fn turn(session: &mut Session, by: isize) -> Vec<Effect> {
    let count = session.page().map_or(0, |page| page.panels.len()).cast_signed();
    if count > 0 {
        session.focus_on((session.focus().cast_signed() + by).rem_euclid(count).unsigned_abs());
        cursor::settle(session);
    }
    Vec::new()
}

/// The nearest panel in a direction, by the middles of what is drawn.
fn beside(session: &mut Session, across: i32, along: i32) -> Vec<Effect> {
    let places = session.page().map(|page| layout::places(session, page, session.area)).unwrap_or_default();
    let focus = session.focus();
    let middle = |rect: &ratatui::layout::Rect| {
        (i32::from(rect.x) * 2 + i32::from(rect.width), i32::from(rect.y) * 2 + i32::from(rect.height))
    };
    let Some(from) = places.iter().find(|(at, _)| *at == focus).map(|(_, rect)| middle(rect)) else {
        return Vec::new();
    };
    let nearest = places
        .iter()
        .filter(|(at, _)| *at != focus)
        .map(|(at, rect)| (*at, middle(rect)))
        .filter(|(_, to)| (to.0 - from.0) * across + (to.1 - from.1) * along > 0)
        .min_by_key(|(at, to)| {
            let (x, y) = ((to.0 - from.0).abs(), (to.1 - from.1).abs() * 2);
            (if across == 0 { y + x / 2 } else { x / 2 + y * 2 }, *at)
        });
    match nearest {
        Some((at, _)) => panel(session, at),
        None => say(session, "No panel in that direction. Tab: next panel"),
    }
}

fn hit(session: &mut Session, direction: Move, by: isize) -> Vec<Effect> {
    if session.lens.filters.is_empty() {
        return say(session, "No filter is set. / sets one");
    }
    let before = session.panel().map(|panel| session.cursor_of(panel));
    let effects = cursor::go(session, direction);
    if session.panel().map(|panel| session.cursor_of(panel)) == before {
        session.notice = None;
        return turn(session, by);
    }
    effects
}

fn mark(session: &mut Session) -> Vec<Effect> {
    let key = cursor::key_under(session);
    if key.is_none() {
        return say(session, "No observation is under the cursor");
    }
    session.marked = if session.marked == key { None } else { key };
    Vec::new()
}

/// From the mark, or from the period before in the same series, to the cursor.
fn difference(session: &mut Session, world: &World) -> Vec<Effect> {
    let Some((shown, to)) = session.shown.as_ref().zip(session.under().first().copied()) else {
        return say(session, "No observation is under the cursor");
    };
    let data = &shown.dataset;
    let from = match &session.marked {
        Some(key) => data.find(key),
        None => data.series().get(data.series_of(to)).and_then(|series| {
            let at = series.observations.iter().position(|at| *at == to)?;
            series.observations.get(at.checked_sub(1)?).copied()
        }),
    };
    let Some(from) = from else {
        return say(session, "There is no period before in this series. Space marks a value to compare with");
    };
    let (before, after) = (data.get(from), data.get(to));
    let rules = world.config.rules.of(data.metric_name(to));
    let change = crate::analysis::change(&before.measure, &after.measure, crate::analysis::Change::default(), &rules);
    let sentence = match change.refused {
        Some(why) => format!("No difference: {why}"),
        None => format!(
            "{} → {}: {} = {}",
            write_measure(&before.measure, session.numbers),
            write_measure(&after.measure, session.numbers),
            change.words,
            change.formula
        ),
    };
    say(session, sentence)
}

fn numbers(session: &mut Session) -> Vec<Effect> {
    let (scale, name) = match session.numbers.scale {
        Scale::Short => (Scale::Wan, "万, 亿"),
        Scale::Wan => (Scale::Plain, "all digits"),
        Scale::Plain => (Scale::Scientific, "scientific"),
        Scale::Scientific => (Scale::Short, "K, M, B"),
    };
    session.numbers = NumberStyle { scale, ..session.numbers };
    say(session, format!("Numbers: {name}"))
}

fn copy(session: &mut Session, cite: bool) -> Vec<Effect> {
    let Some((shown, at)) = session.shown.as_ref().zip(session.under().first().copied()) else {
        return say(session, "No observation is under the cursor");
    };
    let data = &shown.dataset;
    let seen = data.get(at);
    let value = write_full(&seen.measure, session.numbers);
    let text = if cite {
        let row = data.row(seen.row);
        let (entity, metric) = (data.entity_name(at), data.metric_name(at));
        let when = seen.period.words(session.ascii());
        format!("{entity}, {metric}, {when}: {value} ({}; {}:{})", citation(data, at), row.file, row.line)
    } else {
        value
    };
    vec![Effect::Copy(text)]
}

fn edit(session: &mut Session) -> Vec<Effect> {
    let place = session.shown.as_ref().zip(session.under().first().copied()).map(|(shown, at)| {
        let row = shown.dataset.row(shown.dataset.get(at).row);
        (row.file.to_owned(), row.line)
    });
    match place {
        Some((file, line)) => vec![Effect::Edit { file, line }],
        None => say(session, "No row is under the cursor"),
    }
}
