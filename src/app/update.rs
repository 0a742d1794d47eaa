//! Takes one message: changes the session, says what must be done. Pure: the time is told, nothing is read.

mod cursor;
mod files;
mod keys;
mod look;
mod run;

use super::session::{Shown, Standpoint};
use super::{Effect, Msg, Now, Session, World};

/// How long a notice stays, in milliseconds.
const NOTICE: u64 = 6_000;

/// Takes one message: changes the session, says what must be done.
pub fn update(session: &mut Session, world: &World, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key, now) => {
            session.millis = now.millis;
            keys::press(session, world, key)
        }
        Msg::Paste(text) => keys::paste(session, &text),
        Msg::Resize(width, height) => {
            session.area = ratatui::layout::Rect::new(0, 0, width, height);
            cursor::settle(session);
            Vec::new()
        }
        Msg::Tick(now) => tick(session, &now),
        Msg::World(world) => take_world(session, &world),
        Msg::Planned { rev, lens, board } => {
            if rev == world.rev && lens == session.lens {
                session.shown = Some(Shown { board, dataset: world.dataset.clone() });
                cursor::settle(session);
            }
            Vec::new()
        }
        Msg::Failed(sentence) | Msg::Done(sentence) => say(session, sentence),
    }
}

/// Shows a sentence for a while.
fn say(session: &mut Session, sentence: impl Into<String>) -> Vec<Effect> {
    session.notice = Some(sentence.into());
    session.notice_until = session.millis.saturating_add(NOTICE);
    vec![Effect::Wake(NOTICE)]
}

fn tick(session: &mut Session, now: &Now) -> Vec<Effect> {
    session.millis = now.millis;
    if session.notice.is_some() && now.millis >= session.notice_until {
        session.notice = None;
    }
    Vec::new()
}

fn take_world(session: &mut Session, world: &World) -> Vec<Effect> {
    let mut effects = Vec::new();
    let first = session.rev.is_none();
    let name = world.open_name();
    if session.file != name {
        if !first {
            let page = session.here.page.clone();
            let there = session.elsewhere.remove(name).unwrap_or_else(|| Standpoint { page, ..Standpoint::default() });
            let left = std::mem::replace(&mut session.here, there);
            session.elsewhere.insert(std::mem::take(&mut session.file), left);
            session.lens = crate::board::Lens::default();
            session.changed.clear();
            session.marked = None;
            session.as_of = false;
        }
        name.clone_into(&mut session.file);
        if let Some(planned) = &world.planned {
            effects.extend(say(session, planned.clone()));
        }
    } else if session.rev != Some(world.rev) {
        for change in &world.changed {
            session.changed.entry(change.key.clone()).or_insert_with(|| change.old.clone());
        }
    }
    session.rev = Some(world.rev);
    effects.push(Effect::Plan(session.lens.clone()));
    effects
}
