//! The last line: at most five keys that matter here, and none that can do nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Paint;
use crate::app::overlay::{Kind, flow, items};
use crate::app::session::Zoom;
use crate::app::{Session, World, able, keymap};
use crate::base::{Action, width};
use crate::board::Resolved;

/// Keys of one hint, one or two, and what they do.
type Hint = (Vec<Action>, &'static str);

/// Draws the line.
pub(super) fn draw(world: &World, session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let mut hints: Vec<(String, &str)> = match (&session.prompt, session.overlays.last()) {
        (Some(_), _) => typed(&[("Enter", "keep"), ("Tab", "nearest name"), ("Esc", "clear")]),
        (None, Some(open)) => match open.kind {
            Kind::Detail if session.rows.is_some() => on_overlay(
                world,
                session,
                &[
                    (Action::Edit, "edit"),
                    (Action::CopyValue, "value"),
                    (Action::CopyCitation, "citation"),
                    (Action::Back, "back"),
                ],
            ),
            Kind::Detail => on_overlay(
                world,
                session,
                &[
                    (Action::Open, "rows"),
                    (Action::Edit, "edit"),
                    (Action::CopyValue, "value"),
                    (Action::CopyCitation, "citation"),
                    (Action::Back, "back"),
                ],
            ),
            Kind::HowRead => {
                let scrolls = flow(session, open, &items(world, session, open), 0).furthest() > 0;
                let all = [(Action::Down, "scroll"), (Action::Back, "back")];
                on_overlay(world, session, if scrolls { &all } else { &all[1..] })
            }
            Kind::Help | Kind::Palette => typed(&[("Enter", "run"), ("Esc", "back")]),
            Kind::Picker => typed(&[("Enter", "open"), ("Esc", "back")]),
            Kind::Dossier => on_overlay(
                world,
                session,
                &[(Action::Down, "line"), (Action::Open, "its rows"), (Action::Back, "back")],
            ),
            Kind::Problems | Kind::Changes => {
                let all = [(Action::Down, "row"), (Action::Open, "go to it"), (Action::Back, "back")];
                on_overlay(
                    world,
                    session,
                    match items(world, session, open).len() {
                        0 => &all[2..],
                        1 => &all[1..],
                        _ => &all,
                    },
                )
            }
        },
        (None, None) => on_board(world, session),
    };
    for (keys, _) in &mut hints {
        *keys = paint.spell(keys);
    }
    let (mut x, y) = (area.x, area.bottom() - 1);
    // A hint is whole or not there; the last one, which leads to all others, goes last.
    let all = |hints: &[(String, &str)]| hints.iter().map(|(keys, what)| width(keys) + width(what) + 4).sum::<usize>();
    while all(&hints) > usize::from(area.width) + 3 && hints.len() > 1 {
        hints.remove(hints.len() - 2);
    }
    for (at, (keys, what)) in hints.iter().enumerate() {
        let gap = if at + 1 == hints.len() { "" } else { "   " };
        x += paint.put(buf, (x, y), area.right().saturating_sub(x), keys, paint.theme.accent);
        x += paint.text(buf, (x, y), area.right().saturating_sub(x), &format!(" {what}{gap}"), paint.theme.dim);
    }
}

fn typed(hints: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    hints.iter().map(|(key, what)| ((*key).to_owned(), *what)).collect()
}

fn on_overlay(world: &World, session: &Session, hints: &[(Action, &'static str)]) -> Vec<(String, &'static str)> {
    let keys = |action: Action| {
        let key = letter(world, action)?;
        let other = (action == Action::Down).then(|| letter(world, Action::Up)).flatten();
        Some(other.map_or_else(|| key.clone(), |other| format!("{key} {other}")))
    };
    // Moving, Enter and Esc mean the overlay; the rest acts on what is under the cursor.
    let able = |action: Action| {
        matches!(action, Action::Down | Action::Open | Action::Back) || able::refusal(world, session, action).is_none()
    };
    let able = hints.iter().filter(|(action, _)| able(*action));
    able.filter_map(|(action, what)| Some((keys(*action)?, *what))).collect()
}

fn on_board(world: &World, session: &Session) -> Vec<(String, &'static str)> {
    let one = |action: Action, what: &'static str| (vec![action], what);
    let rows = (vec![Action::Down, Action::Up], "row");
    let mut hints: Vec<Hint> = Vec::new();
    if session.rows.is_some() {
        hints.extend([one(Action::Back, "back"), rows, one(Action::Open, "source"), one(Action::Edit, "edit")]);
    } else {
        let panel = session.panel().filter(|_| world.nothing.is_none());
        let resolved = panel.map(|panel| match &panel.resolved {
            // Of charts beside each other the keys are those of one.
            Resolved::Facets(facets) => facets.parts.first().map_or(&panel.resolved, |part| &part.resolved),
            resolved => resolved,
        });
        match resolved {
            None => hints.extend([one(Action::OpenFile, "open a file"), one(Action::Problems, "problems")]),
            Some(Resolved::Table(_)) => hints.extend([
                rows,
                (vec![Action::Left, Action::Right], "column"),
                one(Action::Sort, "sort"),
                one(Action::Open, "source"),
                one(Action::Filter, "filter"),
            ]),
            Some(Resolved::Text(_)) => hints.extend([rows, one(Action::NextPanel, "panel")]),
            Some(Resolved::Failed(_)) => {
                hints.extend([one(Action::Problems, "problems"), one(Action::NextPanel, "panel")]);
            }
            Some(Resolved::Scatter(_)) => hints.extend([
                (vec![Action::Left, Action::Right], "point"),
                (vec![Action::Down, Action::Up], "lower, higher"),
                one(Action::Open, "source"),
                one(Action::Axis, "axes"),
            ]),
            Some(Resolved::Heat(_)) => hints.extend([
                (vec![Action::Left, Action::Right], "period"),
                rows,
                one(Action::Open, "source"),
                one(Action::Axis, "log"),
                one(Action::Only, "only this"),
            ]),
            Some(Resolved::Line(_)) => hints.extend([
                (vec![Action::Left, Action::Right], "point"),
                (vec![Action::Down, Action::Up], "series"),
                one(Action::Open, "source"),
                one(Action::Closer, "closer"),
                one(Action::Filter, "filter"),
            ]),
            Some(_) => hints.extend([
                rows,
                one(Action::Open, "source"),
                one(Action::Only, star(session)),
                one(Action::Filter, "filter"),
            ]),
        }
        if session.lit_on_board().is_some() {
            // What can be done with it goes before what can be done anywhere.
            hints.retain(|(actions, _)| !matches!(actions.first(), Some(Action::Open | Action::Only)));
            let open = if session.is_on_lit() { "card" } else { "source" };
            hints.splice(0..0, [one(Action::Open, open), one(Action::Only, star(session))]);
        }
        if panel.is_none() {
            // Nothing is drawn: neither hits nor a zoom to leave.
        } else if !session.lens.filters.is_empty() {
            hints.insert(0, one(Action::NextHit, "next hit"));
        } else if panel.is_some_and(|panel| !session.window_of(panel).is_whole()) {
            hints.insert(0, one(Action::Fit, "all of it"));
        } else if session.lens.only.is_some()
            || session.lit.is_some()
            || session.here.zoom != Zoom::Normal
            || session.as_of
        {
            hints.insert(0, one(Action::Back, "back"));
        }
        if session.as_of {
            // These keys move the day now.
            hints.retain(|(actions, _)| !actions.contains(&Action::Left));
            hints.insert(1.min(hints.len()), (vec![Action::Left, Action::Right], "vintage"));
        }
    }
    let able = |hint: &Hint| hint.0.iter().any(|action| able::refusal(world, session, *action).is_none());
    hints.retain(able);
    hints.truncate(4);
    hints.push(one(Action::Help, "all keys"));
    let keys = |actions: &[Action]| {
        let keys: Vec<String> = actions.iter().filter_map(|action| letter(world, *action)).collect();
        (!keys.is_empty()).then(|| keys.join(" "))
    };
    hints.iter().filter_map(|(actions, what)| Some((keys(actions)?, *what))).collect()
}

/// What `*` does here.
fn star(session: &Session) -> &'static str {
    let other = session.lit.as_ref().zip(session.entity_under()).map(|(lit, under)| !lit.forms.is_same(&under.forms));
    match other {
        _ if session.lens.only.is_some() => "all again",
        Some(false) => "only it",
        _ => "light it",
    }
}

/// The key to show: of moves the letter, which is one cell wide; of the rest the first.
pub(super) fn letter(world: &World, action: Action) -> Option<String> {
    let arrow = match action {
        Action::Left => Some("←"),
        Action::Right => Some("→"),
        _ => None,
    };
    let keys = keymap::keys_of(&world.config, action.info());
    let written = |keys: &Vec<crate::base::Key>| keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let mut all = keys.iter().map(written);
    if let Some(arrow) = arrow {
        let first = all.next()?;
        return Some(if first == "Left" || first == "Right" { arrow.to_owned() } else { first });
    }
    let all: Vec<String> = all.collect();
    let short = all.iter().find(|key| able::direction(action).is_some() && width(key) == 1);
    short.or(all.first()).cloned()
}
