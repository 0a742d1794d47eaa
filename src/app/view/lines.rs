//! The two lines at the bottom, the screen of a terminal too small for panels, and the screen without data.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Paint;
use crate::app::overlay::citation;
use crate::app::{Session, World, keymap};
use crate::base::{Action, Quality, width, write_full, write_measure};
use crate::board::Resolved;

/// Says in words what is under the cursor; a notice or the prompt goes first.
pub(super) fn status(_world: &World, session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let place = (area.x, area.bottom() - 2);
    if let Some((typed, _)) = &session.prompt {
        let rows = session.board().and_then(|board| board.filtered);
        let nearest = match rows {
            Some((0, _)) => session.nearest_name(typed.rsplit(':').next().unwrap_or_default()),
            _ => None,
        };
        let nearest = nearest.map_or(String::new(), |name| format!(" Nearest: {name}. Tab takes it."));
        let rows = rows.map_or(String::new(), |(left, all)| format!("  {left} of {all} rows.{nearest}"));
        paint.text(
            buf,
            place,
            area.width,
            &format!("/{typed}_{rows}  Enter keeps it, Esc clears."),
            paint.theme.strong,
        );
        return;
    }
    if let Some(notice) = &session.notice {
        paint.text(buf, place, area.width, notice, paint.theme.warning);
        return;
    }
    let Some((shown, at)) = session.shown.as_ref().zip(session.under().first().copied()) else { return };
    let data = &shown.dataset;
    let seen = data.get(at);
    let when = seen.period.words(paint.ascii);
    let when = if when.is_empty() { when } else { format!(", {when}") };
    let value = write_full(&seen.measure, session.numbers);
    let value = if value.is_empty() { value } else { format!(": {value}") };
    let strong = format!("{} · {}{when}{value}", data.entity_name(at), data.metric_name(at));
    let taken = paint.text(buf, place, area.width, &strong, paint.theme.strong);
    let quality = match seen.measure.quality() {
        Quality::Exact => "plain figure",
        other => other.as_str(),
    };
    let raw = &seen.measure.raw;
    let stated = if raw.is_empty() { String::new() } else { format!("stated “{raw}” · ") };
    let room = usize::from(area.width.saturating_sub(taken));
    let brief = [seen.source, seen.reference].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let full = format!("  {stated}{} · {quality}", citation(data, at));
    // Whole fields drop, the document first: where it stands is what finds it again.
    let rest = if width(&full) <= room { full } else { format!("  {stated}{brief} · {quality}") };
    paint.text(buf, (place.0 + taken, place.1), area.width.saturating_sub(taken), &rest, paint.theme.dim);
}

/// At most five keys that matter here.
pub(super) fn hints(world: &World, session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let wanted: &[(Action, &str)] = if session.overlays.is_empty() {
        match session.panel().map(|panel| &panel.resolved) {
            Some(Resolved::Table(_)) => &[
                (Action::Down, "row"),
                (Action::Open, "source"),
                (Action::Sort, "sort"),
                (Action::Filter, "filter"),
                (Action::Help, "all keys"),
            ],
            None => &[(Action::OpenFile, "open a file"), (Action::Help, "all keys"), (Action::Quit, "quit")],
            Some(_) => &[
                (Action::Down, "row"),
                (Action::Open, "source"),
                (Action::Only, "only this"),
                (Action::Filter, "filter"),
                (Action::Help, "all keys"),
            ],
        }
    } else {
        &[(Action::Open, "go on"), (Action::Back, "back")]
    };
    let (mut x, y) = (area.x, area.bottom() - 1);
    for (action, what) in wanted {
        let Some(key) = keymap::shown(&world.config, *action) else { continue };
        x += paint.text(buf, (x, y), area.right().saturating_sub(x), &key, paint.theme.accent);
        x += paint.text(buf, (x, y), area.right().saturating_sub(x), &format!(" {what}   "), paint.theme.dim);
    }
}

/// Name, value and period, source, position: what is under the cursor where there is no room for panels.
pub(super) fn tiny(world: &World, session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let mut lines = Vec::new();
    if let (Some(shown), Some(at)) = (&session.shown, session.under().first().copied()) {
        let data = &shown.dataset;
        let seen = data.get(at);
        let value = write_measure(&seen.measure, session.numbers);
        lines.push(data.entity_name(at).to_owned());
        lines.push(format!("{value} {}", seen.period.words(paint.ascii)).trim().to_owned());
        lines.push([seen.source, seen.reference].join(" ").trim().to_owned());
    } else if let Some(nothing) = &world.nothing {
        lines.push(nothing.message.clone());
    } else if let Some(panel) = session.panel() {
        lines.push(panel.title.clone());
    }
    let count = session.page().map_or(0, |page| page.panels.len());
    lines.push(format!("{}/{count}  j next", session.focus() + 1));
    for (y, line) in (area.y..area.bottom()).zip(&lines) {
        let style = if y == area.y { paint.theme.strong } else { paint.theme.text };
        paint.text(buf, (area.x, y), area.width, line, style);
    }
}

/// Why there is nothing to show, and what to do about it.
pub(super) fn nothing(world: &World, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let Some(why) = &world.nothing else { return };
    let place = why.place.to_string();
    let message = if place.is_empty() { why.message.clone() } else { format!("{place}: {}", why.message) };
    let lines = [Some(message), why.help.clone()];
    for (y, line) in (area.y + area.height / 3..area.bottom().saturating_sub(2)).zip(lines.iter().flatten()) {
        paint.text(buf, (area.x + 2, y), area.width.saturating_sub(4), line, paint.theme.text);
    }
}
