//! A key press: what is open takes it first, then the keymap.

use super::{cursor, look, run, say};
use crate::app::keymap::{self, Found};
use crate::app::overlay::{self, Choice, Kind};
use crate::app::rows::{self, Kept};
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
        return look::prompt_key(session, key);
    }
    if let Some(open) = session.overlays.last() {
        if let (true, KeyCode::Char(c), false) = (open.kind.types(), key.code, key.ctrl || key.alt) {
            return typed(session, c);
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

/// Most bytes that a prompt holds, pasted or typed: whoever floods it must not fill the memory.
const LONGEST_TEXT: usize = 64 << 10;
const FULL: &str = "No more text fits here: 64 KiB are the most";

/// Pasted text goes where text is typed, line breaks as blanks, other control characters left out. What was cut is said.
pub(super) fn paste(session: &mut Session, text: &str, cut: bool) -> Vec<Effect> {
    let plain = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control());
    let is_filter = session.prompt.is_some();
    let Some(typed) = place(session) else { return Vec::new() };
    let mut cut = cut;
    for c in plain {
        if !add(typed, c) {
            cut = true;
            break;
        }
    }
    let mut effects = if is_filter { look::refilter(session) } else { Vec::new() };
    if cut {
        effects.extend(say(session, "Not all that was pasted was taken: 64 KiB are the most"));
    }
    effects
}

/// One character typed.
pub(super) fn typed(session: &mut Session, c: char) -> Vec<Effect> {
    let is_filter = session.prompt.is_some();
    match place(session).map(|typed| add(typed, c)) {
        Some(false) => say(session, FULL),
        Some(true) if is_filter => look::refilter(session),
        _ => Vec::new(),
    }
}

/// Where typed text goes; a list that is searched begins at its top again.
fn place(session: &mut Session) -> Option<&mut String> {
    if let Some((typed, _)) = &mut session.prompt {
        return Some(typed);
    }
    let open = session.overlays.last_mut().filter(|open| open.kind.types())?;
    open.at = 0;
    Some(&mut open.typed)
}

/// Whether it fits.
fn add(typed: &mut String, c: char) -> bool {
    let fits = typed.len() + c.len_utf8() <= LONGEST_TEXT;
    if fits {
        typed.push(c);
    }
    fits
}

pub(super) fn in_overlay(session: &mut Session, world: &World, action: Action) -> Vec<Effect> {
    let Some(open) = session.overlays.last() else { return Vec::new() };
    let items = overlay::items(world, session, open);
    let flow = overlay::flow(session, open, &items, 0);
    let (last, page) = (items.len().saturating_sub(1), flow.rows);
    let at = if open.kind.is_text() {
        let at = open.at.min(flow.furthest());
        match action {
            Action::Up => at.checked_sub(1),
            Action::Down => (at < flow.furthest()).then_some(at + 1),
            Action::PageUp | Action::HalfPageUp => Some(at.saturating_sub(page)),
            Action::PageDown | Action::HalfPageDown => Some((at + page).min(flow.furthest())),
            Action::First => Some(0),
            Action::Last => Some(flow.furthest()),
            _ => return act_in_overlay(session, world, action),
        }
    } else {
        let at = overlay::chosen(&items, open.at);
        match action {
            Action::Up => Some(overlay::beside(&items, at, false)).filter(|next| *next != at),
            Action::Down => Some(overlay::beside(&items, at, true)).filter(|next| *next != at),
            Action::PageUp | Action::HalfPageUp => Some(overlay::chosen(&items, at.saturating_sub(page))),
            Action::PageDown | Action::HalfPageDown => Some(overlay::chosen(&items, (at + page).min(last))),
            Action::First => Some(overlay::chosen(&items, 0)),
            Action::Last => Some(overlay::chosen(&items, last)),
            _ => return act_in_overlay(session, world, action),
        }
    };
    let Some(at) = at else {
        let end = if action == Action::Up { "This is the first line" } else { "This is the last line" };
        return say(session, end);
    };
    if let Some(open) = session.overlays.last_mut() {
        open.at = at;
    }
    Vec::new()
}

/// What can be done with an overlay open besides moving in it.
fn act_in_overlay(session: &mut Session, world: &World, action: Action) -> Vec<Effect> {
    match action {
        Action::Open => accept(session, world),
        Action::Back | Action::Quit => run::back(session),
        Action::Help if session.overlays.last().is_some_and(|open| open.kind == Kind::Help) => {
            say(session, "These are the keys. Esc closes them")
        }
        Action::Help
        | Action::Edit
        | Action::CopyValue
        | Action::CopyCitation
        | Action::ClearChanges
        | Action::Repaint
        | Action::Suspend
        | Action::Numbers => run::action(session, world, action),
        _ => say(session, "Esc closes this first. F1 lists its keys"),
    }
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
            "n" => Some(run::action(session, world, Action::NextFile)),
            "p" => Some(run::action(session, world, Action::PreviousFile)),
            "reload" => Some(vec![Effect::Reload]),
            _ => None,
        };
        if let Some(effects) = effects {
            session.overlays.clear();
            return effects;
        }
    }
    let items = overlay::items(world, session, &open);
    let at = overlay::chosen(&items, open.at);
    let Some(item) = items.into_iter().nth(at) else {
        return say(
            session,
            if open.typed.is_empty() { "There is nothing here" } else { "Nothing fits what is typed" },
        );
    };
    match item.choice {
        Choice::Nothing => say(session, "This line leads nowhere; it has no row"),
        Choice::Tell(sentence) => say(session, sentence),
        Choice::Unfold(name) => {
            if let Some(open) = session.overlays.last_mut() {
                open.unfolded.push(name);
            }
            Vec::new()
        }
        Choice::Numbers(scale) => {
            session.overlays.clear();
            run::numbers(session, scale)
        }
        Choice::Light(light) => {
            session.overlays.clear();
            session.caps.light = light;
            vec![Effect::Repaint]
        }
        Choice::Glyphs(glyphs) => {
            session.overlays.clear();
            session.caps.glyphs = Some(glyphs);
            vec![Effect::Repaint]
        }
        // Keys of what lies under the help act there.
        Choice::Run(action) if open.kind == Kind::Help && session.overlays.len() > 1 => {
            session.overlays.pop();
            in_overlay(session, world, action)
        }
        Choice::Run(action) => {
            session.overlays.clear();
            run::action(session, world, action)
        }
        Choice::Page(name) => {
            leave(session);
            session.here.page = name;
            cursor::settle(session);
            Vec::new()
        }
        Choice::Panel(page, at) => {
            leave(session);
            if let Some(name) = session.board().and_then(|board| board.pages.get(page)).map(|page| page.name.clone()) {
                session.here.page = name;
                session.focus_on(at);
                cursor::settle(session);
            }
            Vec::new()
        }
        Choice::Record(file, line) => {
            session.overlays.clear();
            record(session, &file, line)
        }
        Choice::Entry(at) => {
            session.overlays.clear();
            vec![Effect::OpenEntry(at)]
        }
        Choice::Rows { of, file, keys } => {
            let kept = keys.into_iter().map(Kept::Observation).collect();
            if !rows::open(session, of, file, kept) {
                return say(session, "These rows are gone");
            }
            cursor::settle(session);
            Vec::new()
        }
        Choice::Observation(key) => {
            session.overlays.clear();
            if cursor::lead_to(session, &key) { Vec::new() } else { say(session, "No panel shows that row") }
        }
    }
}

/// Back to the board, whatever lies over it: the viewer goes somewhere else now.
fn leave(session: &mut Session) {
    session.overlays.clear();
    rows::close(session);
    cursor::seen(session);
}

/// To a record in a table that shows it, else to its mark in any panel, else to the record alone.
fn record(session: &mut Session, file: &str, line: u32) -> Vec<Effect> {
    let found = session.shown.as_ref().and_then(|shown| {
        shown.all_data().find_map(|(glob, data)| {
            let row = data.row_at(file, line)?;
            Some((glob.map(str::to_owned), row, data.row(row).observation().map(|at| data.key(at))))
        })
    });
    let Some((glob, row, key)) = found else {
        return say(session, format!("{file}:{line} belongs to no row"));
    };
    if cursor::lead_to_record(session, glob.as_deref(), row) || key.is_some_and(|key| cursor::lead_to(session, &key)) {
        return Vec::new();
    }
    rows::open(session, rows::record_name(file, line), glob, vec![Kept::Record(file.into(), line)]);
    cursor::settle(session);
    Vec::new()
}
