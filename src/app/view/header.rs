//! The first line: file, page, counts, newest period; health and changes at the right. Narrow: sources go first, then newest, then counts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Paint;
use crate::app::{Health, LoadStep, Loading, Session, World};
use crate::base::{Shape, width};

/// Draws the header line.
pub(super) fn draw(world: &World, session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let (health, live) = health(world, session);
    let name = world.open_name();
    // What is wrong matters more than where the viewer is; a file that is gone is named in the sentence itself.
    let kept = match &world.health {
        Health::Live => area.width / 2,
        Health::Gone { .. } => 0,
        Health::BeingWritten { .. } | Health::Stale { .. } => {
            u16::try_from(width(name) + 2).unwrap_or(area.width).min(area.width / 2)
        }
    };
    let health_wide = u16::try_from(width(&health)).unwrap_or(area.width).min(area.width - kept);
    let mut room = area.width.saturating_sub(health_wide + 2);
    if kept == 0 && usize::from(room) < width(name) {
        room = 0;
    }
    let mut parts = parts(world, session);
    while parts.len() > 1 && width(name) + 1 + width(&parts.join(" · ")) > usize::from(room) {
        parts.pop();
    }
    let taken = paint.text(buf, (area.x, area.y), room, name, paint.theme.strong);
    let rest = format!(" {}", parts.join(" · "));
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
    let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    parts.push([many(figures, "figure"), many(events, "event"), many(sources, "source")].join(", "));
    if newest.last.is_some() {
        parts.push(format!("newest {}", newest.words(session.ascii())));
    }
    parts
}

/// `412 of 960 MB`, in units of 1,000 bytes.
fn amount(done: u64, total: u64) -> String {
    let (unit, name) = if total < 1_000_000 { (1_000, "KB") } else { (1_000_000, "MB") };
    format!("{} of {} {name}", done / unit, total.div_ceil(unit))
}

fn loading(loading: Loading) -> String {
    let Loading { step, done, total } = loading;
    let share = done.saturating_mul(100) / total.max(1);
    let amount = amount(done, total);
    match step {
        LoadStep::Reading => format!("◌ reading {share} % · {amount} · Esc stops"),
        LoadStep::Understanding => {
            format!("◌ loading {share} % · {amount} · ranks and totals wait for the end · Esc stops")
        }
    }
}

fn health(world: &World, session: &Session) -> (String, bool) {
    if let Some(far) = session.loading {
        return (loading(far), true);
    }
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
            if world.partial.is_empty() {
                (format!("● live{changed}"), true)
            } else {
                (format!("▲ {}{changed}", world.partial), false)
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Entry;
    use crate::panel::Theme;

    fn line(health: Health, columns: u16) -> String {
        let entry = Entry { name: String::from("ai-industry-2024.csv"), ..Entry::default() };
        let good = String::from("14:02:29");
        let world = World { entries: vec![entry], open: Some(0), health, last_good: good, ..World::default() };
        let area = Rect::new(0, 0, columns, 1);
        let session = Session::new(crate::frame::Caps::default(), area, None);
        let paint = Paint { theme: Theme::of(&world.config.theme, false, &[]), ascii: false };
        let mut buf = Buffer::empty(area);
        draw(&world, &session, area, &paint, &mut buf);
        buf.content().iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn what_is_wrong_is_said_in_full_on_a_usual_screen() {
        let since = || String::from("14:02:31");
        assert_eq!(
            line(Health::Gone { since: since() }, 120).trim(),
            "▲ ai-industry-2024.csv gone since 14:02:31. Shown: last good read 14:02:29, 0 rows. Reopens when it returns."
        );
        let reason = String::from("line 59 ends inside a quote");
        let torn = line(Health::BeingWritten { since: since(), reason }, 120);
        assert!(torn.starts_with("ai-industry-2024.csv "), "{torn}");
        assert!(
            torn.ends_with(
                "▲ being written since 14:02:31: line 59 ends inside a quote. Shown: last good read 14:02:29."
            ),
            "{torn}"
        );
        assert!(line(Health::Live, 60).starts_with("ai-industry-2024.csv file 1/1"));
        assert_eq!(line(Health::Gone { since: since() }, 60).chars().count(), 60);
    }
}
