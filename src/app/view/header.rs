//! The first line: file, page, counts, newest period; health and changes at the right. Narrow: sources go first, then newest, then counts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Paint;
use crate::app::{Health, Session, World};
use crate::base::{Shape, width};

/// Draws the header line.
pub(super) fn draw(world: &World, session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let (health, live) = health(world, session);
    let name = world.open_name();
    // What is wrong with the data matters more than how much there is of it.
    let most = if live { area.width / 2 } else { area.width.saturating_sub(2) };
    let health_wide = u16::try_from(width(&health)).unwrap_or(area.width).min(most);
    let room = area.width.saturating_sub(health_wide + 2);
    let mut parts = parts(world, session);
    while parts.len() > 1 && width(name) + 1 + width(&parts.join(" · ")) > usize::from(room) {
        parts.pop();
    }
    // The warning names the file itself.
    let taken = if live || width(name) <= usize::from(room) {
        paint.text(buf, (area.x, area.y), room, name, paint.theme.strong)
    } else {
        0
    };
    let rest = parts.join(" · ");
    let rest = if 1 + width(name) + width(&rest) > usize::from(room) { String::new() } else { format!(" {rest}") };
    paint.text(buf, (area.x + taken, area.y), room.saturating_sub(taken), &rest, paint.theme.dim);
    let style = if live { paint.theme.live } else { paint.theme.warning };
    paint.text(buf, (area.right() - health_wide, area.y), health_wide, &health, style);
}

/// File and page, then counts, then newest, then sources: dropped from the end where there is no room.
fn parts(world: &World, session: &Session) -> Vec<String> {
    let file = match world.open {
        Some(at) => format!("file {}/{}", at + 1, world.entries.len()),
        None => String::from("no file"),
    };
    let (Some(shown), Some(page)) = (&session.shown, session.page()) else { return vec![file] };
    let (mut figures, mut events, mut newest) = (0usize, 0usize, crate::base::Period::NONE);
    for at in shown.dataset.refs() {
        let seen = shown.dataset.get(at);
        if seen.measure.shape == Shape::Event {
            events += 1;
        } else {
            figures += 1;
        }
        if seen.period.last > newest.last {
            newest = seen.period;
        }
    }
    let sources = shown.dataset.sources().len();
    let mut parts = vec![format!("{file} · {} {}/{}", page.name, session.page_number() + 1, shown.board.pages.len())];
    for filter in session.lens.filters.iter().chain(&session.lens.only) {
        parts.push(format!("[{filter}]"));
    }
    if let Some((left, all)) = shown.board.filtered {
        parts.push(format!("{left} of {all} rows"));
    }
    if let Some(day) = session.lens.as_of {
        parts.push(format!("as of {}", day.iso()));
    }
    parts.push(format!("{figures} figures, {events} events, {sources} sources"));
    if newest.last.is_some() {
        parts.push(format!("newest {}", newest.words(session.ascii())));
    }
    parts
}

fn health(world: &World, session: &Session) -> (String, bool) {
    let name = world.open_name();
    let rows = session.shown.as_ref().map_or(0, |shown| shown.dataset.rows());
    let good = &world.last_good;
    match &world.health {
        Health::Live if session.paused => (String::from("▲ paused · p goes on"), false),
        Health::Live => {
            let changed = session.changed.len();
            let changed = match changed {
                0 => String::new(),
                n => format!(" · {n} changed {}", world.changed_at),
            };
            (format!("● live{changed}"), true)
        }
        Health::Gone { since } => {
            let reopens = "Reopens when it returns.";
            (format!("▲ {name} gone since {since}. Shown: last good read {good}, {rows} rows. {reopens}"), false)
        }
        Health::BeingWritten { since, reason } => {
            (format!("▲ being written since {since}: {reason}. Shown: last good read {good}."), false)
        }
        Health::Stale { since, reason } => (format!("▲ stale since {since}: {reason}. Last good read {good}."), false),
    }
}
