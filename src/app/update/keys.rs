//! A key press: what is open takes it first, then the keymap.

use super::{cursor, files, look, run, say};
use crate::app::keymap::{self, Found};
use crate::app::overlay::{self, Choice, Kind};
use crate::app::{Effect, Session, World};
use crate::base::{Action, Key, KeyCode};

/// One key.
pub(super) fn press(session: &mut Session, world: &World, key: Key) -> Vec<Effect> {
    if key == Key::ctrl('c') {
        if session.prompt.is_none() && session.overlays.is_empty() {
            return vec![Effect::Quit];
        }
        return run::back(session);
    }
    if session.prompt.is_some() {
        return look::prompt_key(session, world, key);
    }
    if let Some(open) = session.overlays.last() {
        if open.kind.types() && matches!(key.code, KeyCode::Char(_)) && !key.ctrl && !key.alt {
            return typed(session, key);
        }
        if open.kind.types() && key.code == KeyCode::Backspace && !open.typed.is_empty() {
            if let Some(open) = session.overlays.last_mut() {
                open.typed.pop();
                open.at = 0;
            }
            return Vec::new();
        }
    }
    let before = session.pending.take();
    match keymap::find(&world.config, before, key) {
        Found::Begins => {
            session.pending = Some(key);
            Vec::new()
        }
        Found::Nothing if before.is_some() => press(session, world, key),
        Found::Nothing => say(session, format!("{key} does nothing here. ? lists all keys")),
        Found::Action(action) if session.overlays.is_empty() => run::action(session, world, action),
        Found::Action(action) => in_overlay(session, world, action),
    }
}

/// Pasted text goes where text is typed, control characters left out.
pub(super) fn paste(session: &mut Session, text: &str) -> Vec<Effect> {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    if let Some((typed, _)) = &mut session.prompt {
        typed.push_str(&text);
        return look::refilter(session);
    }
    if let Some(open) = session.overlays.last_mut().filter(|open| open.kind.types()) {
        open.typed.push_str(&text);
        open.at = 0;
    }
    Vec::new()
}

fn typed(session: &mut Session, key: Key) -> Vec<Effect> {
    if let (Some(open), KeyCode::Char(c)) = (session.overlays.last_mut(), key.code) {
        open.typed.push(c);
        open.at = 0;
    }
    Vec::new()
}

fn in_overlay(session: &mut Session, world: &World, action: Action) -> Vec<Effect> {
    let Some(open) = session.overlays.last().cloned() else { return Vec::new() };
    let count = overlay::items(world, session, &open).len();
    let last = count.saturating_sub(1);
    let page = usize::from(session.area.height / 2).max(1);
    let at = match action {
        Action::Up => open.at.saturating_sub(1),
        Action::Down => open.at.saturating_add(1).min(last),
        Action::PageUp | Action::HalfPageUp => open.at.saturating_sub(page),
        Action::PageDown | Action::HalfPageDown => open.at.saturating_add(page).min(last),
        Action::First => 0,
        Action::Last => last,
        Action::Open => return accept(session, world),
        Action::Back | Action::Quit => return run::back(session),
        Action::Edit
        | Action::CopyValue
        | Action::CopyCitation
        | Action::ClearChanges
        | Action::Repaint
        | Action::Suspend
        | Action::Numbers => return run::action(session, world, action),
        _ => return say(session, "Esc closes this first"),
    };
    if let Some(open) = session.overlays.last_mut() {
        open.at = at;
    }
    Vec::new()
}

/// Enter in an overlay.
fn accept(session: &mut Session, world: &World) -> Vec<Effect> {
    let Some(open) = session.overlays.last().cloned() else { return Vec::new() };
    if open.kind == Kind::Detail {
        session.overlays.pop();
        return look::rows_of(session);
    }
    if open.kind == Kind::Palette {
        let effects = match open.typed.trim_start_matches(':') {
            "q" => Some(vec![Effect::Quit]),
            "n" => Some(files::neighbour(session, world, 1)),
            "p" => Some(files::neighbour(session, world, -1)),
            "reload" => Some(vec![Effect::Reload]),
            _ => None,
        };
        if let Some(effects) = effects {
            session.overlays.clear();
            return effects;
        }
    }
    let Some(item) = overlay::items(world, session, &open).into_iter().nth(open.at) else {
        return say(session, "Nothing fits what is typed");
    };
    match item.choice {
        Choice::Nothing => say(session, "This line leads nowhere; it has no row"),
        Choice::Run(action) => {
            session.overlays.clear();
            run::action(session, world, action)
        }
        Choice::Page(name) => {
            session.overlays.clear();
            session.here.page = name;
            cursor::settle(session);
            Vec::new()
        }
        Choice::Panel(at) => {
            session.overlays.clear();
            session.focus_on(at);
            cursor::settle(session);
            Vec::new()
        }
        Choice::Entry(at) => {
            session.overlays.clear();
            vec![Effect::OpenEntry(at)]
        }
        Choice::Observation(key) => {
            session.overlays.clear();
            if cursor::lead_to(session, &key, false) { Vec::new() } else { say(session, "No panel shows that row") }
        }
    }
}
