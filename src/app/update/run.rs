//! Actions on the board.

use super::{cursor, difference, files, hits, look, say, window};
use crate::app::overlay::{Kind, Overlay, gather};
use crate::app::session::Zoom;
use crate::app::words::citation;
use crate::app::{Effect, Session, World, able, layout, rows};
use crate::base::{Action, NumberStyle, Scale, write_full};
use crate::panel::Move;

/// Runs one action.
pub(super) fn action(session: &mut Session, world: &World, action: Action) -> Vec<Effect> {
    if let Some(why) = able::refusal(world, session, action) {
        return say(session, why);
    }
    if let Some(number) = action.panel_number() {
        return panel(session, number - 1);
    }
    match action {
        Action::NextPanel => turn(session, 1),
        Action::PreviousPanel => turn(session, -1),
        Action::FocusLeft | Action::FocusRight | Action::FocusUp | Action::FocusDown => {
            able::beside(session, action).map_or_else(Vec::new, |at| panel(session, at))
        }
        Action::Zoom if session.here.zoom == Zoom::Full => zoom(session, Zoom::Normal),
        Action::Zoom => zoom(session, Zoom::Full),
        Action::Grow => zoom(session, if session.here.zoom == Zoom::Normal { Zoom::Half } else { Zoom::Full }),
        Action::Shrink => zoom(session, if session.here.zoom == Zoom::Full { Zoom::Half } else { Zoom::Normal }),
        Action::AsTable => look::as_table(session),
        Action::Left if session.as_of => look::move_as_of(session, false),
        Action::Right if session.as_of => look::move_as_of(session, true),
        Action::Open if session.is_on_lit() => {
            session.card = gather(world, session);
            open(session, Kind::Dossier)
        }
        Action::Open => open(session, Kind::Detail),
        Action::Quit if session.is_plain() => vec![Effect::Quit],
        Action::Back if session.is_plain() && session.loading.is_some() => vec![Effect::StopLoading],
        Action::Back | Action::Quit => back(session),
        Action::Only => look::only(session),
        Action::Filter => look::filter(session),
        Action::NextHit => hits::go(session, 1),
        Action::PreviousHit => hits::go(session, -1),
        Action::Sort => look::sort(session, false),
        Action::SortReverse => look::sort(session, true),
        Action::Axis => look::axis(session),
        Action::Mark => mark(session),
        Action::Difference => difference::say_difference(session, world),
        Action::Numbers => numbers(session, next_scale(session.numbers.scale)),
        Action::AsOf => look::as_of(session),
        Action::RowStart if able::refusal(world, session, Action::Fit).is_none() => window::look(session, Action::Fit),
        _ if action.is_window() => window::look(session, action),
        Action::OpenFile => {
            open(session, Kind::Picker);
            vec![Effect::ListEntries]
        }
        Action::NextFile => files::neighbour(world, 1),
        Action::PreviousFile => files::neighbour(world, -1),
        Action::NextPage => files::page(session, 1),
        Action::PreviousPage => files::page(session, -1),
        Action::Reload => vec![Effect::Reload],
        Action::Pause => {
            session.paused = !session.paused;
            vec![Effect::Pause(session.paused)]
        }
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
        // Numbered panels were taken above; what is left moves the cursor.
        other => able::direction(other).map_or_else(Vec::new, |direction| go(session, direction)),
    }
}

/// A move inside the focused panel. On a tiny screen, which shows one thing, past the end of a panel comes the next one.
fn go(session: &mut Session, direction: Move) -> Vec<Effect> {
    if cursor::go(session, direction) {
        return Vec::new();
    }
    if let Some(by) = able::on_to_a_panel(session, direction) {
        turn(session, by);
        cursor::go(session, if by > 0 { Move::First } else { Move::Last });
    }
    Vec::new()
}

/// One step back; on the plain board nothing is left to take back.
pub(super) fn back(session: &mut Session) -> Vec<Effect> {
    session.pending = None;
    if let Some((_, before)) = session.prompt.take() {
        session.lens.filters = before;
    } else if session.overlays.pop().is_some() {
        return Vec::new();
    } else if let Some(over) = rows::close(session) {
        session.overlays = over;
        cursor::settle(session);
        return Vec::new();
    } else if session.as_of || session.lens.as_of.is_some() {
        session.as_of = false;
        session.lens.as_of = None;
    } else if window::back(session) {
        cursor::settle(session);
        return Vec::new();
    } else if session.here.zoom != Zoom::Normal {
        return zoom(session, Zoom::Normal);
    } else if !session.lens.as_table.is_empty() {
        session.lens.as_table.clear();
    } else if !session.lens.filters.is_empty() {
        session.lens.filters.clear();
    } else if session.lens.only.take().is_none() {
        if session.lit.take().is_some() {
            return Vec::new();
        }
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
    if session.focus() == at {
        let next = if session.here.zoom == Zoom::Full { Zoom::Normal } else { Zoom::Full };
        return zoom(session, next);
    }
    cursor::seen(session);
    session.focus_on(at);
    cursor::settle(session);
    Vec::new()
}

fn turn(session: &mut Session, by: isize) -> Vec<Effect> {
    let present = session.page().map_or_else(Vec::new, |page| layout::present(page, session.area.width));
    let here = present.iter().position(|at| *at == session.focus()).unwrap_or(0);
    if !present.is_empty() {
        let next = (here.cast_signed() + by).rem_euclid(present.len().cast_signed()).unsigned_abs();
        cursor::seen(session);
        session.focus_on(present.get(next).copied().unwrap_or(0));
        cursor::settle(session);
    }
    Vec::new()
}

fn mark(session: &mut Session) -> Vec<Effect> {
    let key = cursor::key_under(session);
    session.marked = if session.marked == key { None } else { key };
    Vec::new()
}

/// Writes numbers so from now on.
pub(super) fn numbers(session: &mut Session, scale: Scale) -> Vec<Effect> {
    let name = match scale {
        Scale::Short => "K, M, B",
        Scale::Wan => "万, 亿",
        Scale::Plain => "all digits",
        Scale::Scientific => "scientific",
    };
    session.numbers = NumberStyle { scale, ..session.numbers };
    say(session, format!("Numbers: {name}"))
}

fn next_scale(scale: Scale) -> Scale {
    match scale {
        Scale::Short => Scale::Wan,
        Scale::Wan => Scale::Plain,
        Scale::Plain => Scale::Scientific,
        Scale::Scientific => Scale::Short,
    }
}

fn copy(session: &mut Session, cite: bool) -> Vec<Effect> {
    let Some((data, at)) = session.data().zip(session.under().first().copied()) else {
        return say(session, "No observation is under the cursor");
    };
    let seen = data.get(at);
    let value = write_full(&seen.measure, session.numbers);
    if value.is_empty() && !cite {
        return say(session, "There is no value under the cursor. Y copies what it is and where that was read");
    }
    let text = if cite {
        let row = data.row(seen.row);
        let (entity, metric) = (data.entity_name(at), data.metric_name(at));
        let when = seen.period.words(session.ascii());
        // What is copied leaves this terminal: it is cited in full, whatever this one can show.
        let from = [citation(data, at, false), format!("{}:{}", row.file, row.line)];
        let from = from.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        let what = [entity, metric, &when].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        if value.is_empty() { format!("{what} ({from})") } else { format!("{what}: {value} ({from})") }
    } else {
        value
    };
    vec![Effect::Copy(text)]
}

fn edit(session: &Session) -> Vec<Effect> {
    let Some((data, row)) = session.data().zip(session.row_under()) else { return Vec::new() };
    let row = data.row(row);
    vec![Effect::Edit { file: row.file.to_owned(), line: row.line }]
}
