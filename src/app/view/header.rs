//! The first line: file, page, counts, newest period; health and changes at the right. Narrow: sources go first, then newest, then counts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Paint, lines};
use crate::app::session::Zoom;
use crate::app::{Health, LoadStep, Loading, Session, World, layout, words};
use crate::base::{Diagnostic, Severity, width};

/// Draws the header line.
pub(super) fn draw(world: &World, session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let (health, live) = health(world, session, world.short_name(world.open_name()));
    let (health, name) = (paint.spell(&health), paint.spell(world.short_name(world.open_name())));
    // What is wrong matters more than where the viewer is; a file that is gone is named in the sentence itself.
    let kept = match &world.health {
        _ if world.nothing.is_some() => 0,
        Health::Live if config_error(world).is_none() => area.width / 2,
        Health::Live => u16::try_from(width(&name) + 2).unwrap_or(area.width).min(area.width / 2),
        Health::Gone { .. } => 0,
        Health::BeingWritten { .. } | Health::Stale { .. } => {
            u16::try_from(width(&name) + 2).unwrap_or(area.width).min(area.width / 2)
        }
    };
    let health_wide = u16::try_from(width(&health)).unwrap_or(area.width).min(area.width - kept);
    let mut room = area.width.saturating_sub(health_wide + 2);
    if kept == 0 && usize::from(room) < width(&name) {
        room = 0;
    }
    let mut parts = parts(world, session);
    while width(&name) + 1 + width(&paint.spell(&joined(&parts))) > usize::from(room)
        // What narrows the view is cut rather than dropped.
        && let Some((at, _)) = parts.iter().enumerate().filter(|(_, part)| part.drops > 0).max_by_key(|(_, part)| part.drops)
    {
        parts.remove(at);
    }
    let taken = paint.put(buf, (area.x, area.y), room, &name, paint.theme.strong);
    let rest = format!(" {}", joined(&parts));
    paint.text(buf, (area.x + taken, area.y), room.saturating_sub(taken), &rest, paint.theme.dim);
    let style = if live { paint.theme.live } else { paint.theme.warning };
    paint.put(buf, (area.right() - health_wide, area.y), health_wide, &health, style);
}

/// One part of the line.
struct Part {
    text: String,
    /// Parted from the one before by a comma, not by a dot.
    comma: bool,
    /// The highest is dropped first where there is no room.
    drops: u8,
}

fn joined(parts: &[Part]) -> String {
    let mut line = String::new();
    for part in parts {
        if !line.is_empty() {
            line.push_str(if part.comma { ", " } else { " · " });
        }
        line.push_str(&part.text);
    }
    line
}

/// File and page, what narrows the view, counts, newest. Sources are dropped first, then newest, then counts.
fn parts(world: &World, session: &Session) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut add = |text: String, comma: bool, drops: u8| parts.push(Part { text, comma, drops });
    match world.open {
        Some(at) => add(format!("file {}/{}", at + 1, world.entries.len()), false, 3),
        None => add(String::from("no file"), false, 3),
    }
    let (Some(shown), Some(page)) = (&session.shown, session.page()) else { return parts };
    if let Some(rows) = &session.rows {
        let count = page.panels.first().map_or(0, |panel| crate::panel::items(&panel.resolved));
        add(format!("[{} behind {}]", many(count, "row"), rows.of), false, 0);
        return parts;
    }
    add(format!("{} {}/{}", page.name, session.page_number() + 1, shown.board.pages.len()), false, 2);
    let present = layout::present(page, session.area.width).len();
    let places = layout::places(session, page, session.area);
    if let (Some((first, _)), Some((last, _))) = (places.first(), places.last())
        && places.len() < present
        && session.here.zoom == Zoom::Normal
    {
        add(format!("panels {}–{} of {present}", first + 1, last + 1), false, 4);
    }
    for filter in session.lens.filters.iter().chain(&session.lens.only) {
        add(format!("[{filter}]"), false, 0);
    }
    if let Some(lit) = session.lit_on_board() {
        add(format!("lit: {}", words::named(&lit.name, session.ascii())), false, 0);
    }
    if let Some((left, all)) = shown.board.filtered {
        add(format!("{left} of {all} rows"), false, 1);
    }
    if let Some(day) = session.lens.as_of {
        let known = shown.vintages.partition_point(|vintage| *vintage <= day);
        let of = format!(" ({known} of {})", many(shown.vintages.len(), "vintage"));
        // Until the board of that day is there the days are not counted.
        let of = if shown.vintages.is_empty() { String::new() } else { of };
        add(format!("as of {}{of}", day.iso()), false, 0);
    }
    let bad = shown.all_data().map(|(_, data)| data.summary().problems).sum();
    if bad > 0 {
        add(many(bad, "problem"), false, 1);
    }
    let counts = shown.dataset.summary();
    let all = [(counts.figures, "figure", 4), (counts.events, "event", 5), (counts.sources, "source", 7)];
    let mut comma = false;
    for (count, word, drops) in all.into_iter().filter(|(count, ..)| *count > 0) {
        add(many(count, word), comma, drops);
        comma = true;
    }
    if counts.newest.last.is_some() {
        add(format!("newest {}", counts.newest.words(session.ascii())), false, 6);
    }
    if !world.config.title.is_empty() {
        add(world.config.title.clone(), false, 8);
    }
    parts
}

/// `412 of 960 MB`, in units of 1,000 bytes.
fn amount(done: u64, total: u64) -> String {
    let (unit, name) = if total < 1_000_000 { (1_000, "KB") } else { (1_000_000, "MB") };
    format!("{} of {} {name}", done / unit, total.div_ceil(unit))
}

fn loading(loading: &Loading) -> String {
    let Loading { step, done, total, problem } = loading;
    let (done, total) = (*done, *total);
    let share = done.saturating_mul(100) / total.max(1);
    // How much is still to come nobody knows.
    if *step == LoadStep::Piped {
        return format!("◌ reading standard input · {} KB until now · Esc stops", done / 1_000);
    }
    if let Some(problem) = problem {
        return format!("◌ loading {share} % · ▲ {problem} · Esc stops");
    }
    let amount = amount(done, total);
    if *step == LoadStep::Reading {
        return format!("◌ reading {share} % · {amount} · Esc stops");
    }
    format!("◌ loading {share} % · {amount} · ranks and totals wait for the end · Esc stops")
}

fn many(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The first error of the config on disk: what is shown is another one.
fn config_error(world: &World) -> Option<&Diagnostic> {
    world.config_diagnostics.iter().find(|problem| problem.severity == Severity::Error)
}

fn health(world: &World, session: &Session, name: &str) -> (String, bool) {
    if let Some(far) = &session.loading {
        let said = loading(far);
        // In ASCII the sign is spelled as that of a rumour, which this is not.
        let said = if session.ascii() { said.replacen('◌', "o", 1) } else { said };
        return (said, far.problem.is_none());
    }
    // Nothing was ever read: there is nothing shown to date, only a reason.
    if let Some(why) = world.nothing.as_ref().filter(|_| world.health != Health::Live) {
        return (format!("▲ {}", lines::reason(why)), false);
    }
    let rows = session.shown.as_ref().map_or(0, |shown| shown.dataset.rows());
    let good = &world.last_good;
    match &world.health {
        Health::Live if world.nothing.is_some() => (String::from("○ nothing is shown"), false),
        Health::Live if config_error(world).is_some() => {
            let wrong = config_error(world).map(|wrong| format!("{}: {}", wrong.place, wrong.message));
            (format!("▲ {}. ! says more", wrong.unwrap_or_default()), false)
        }
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
        Health::Gone { since } if good.is_empty() => {
            (format!("▲ {name} gone since {since}. Opens when it returns."), false)
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
        let good = String::from("14:02:29");
        drawn(World { health, last_good: good, ..World::default() }, columns)
    }

    fn drawn(world: World, columns: u16) -> String {
        let entry = Entry { name: String::from("ai-industry-2024.csv"), ..Entry::default() };
        let world = World { entries: vec![entry], open: Some(0), ..world };
        let area = Rect::new(0, 0, columns, 1);
        let session = Session::new(crate::frame::Caps::default(), area, None);
        let paint = Paint { theme: Theme::of(&world.config.theme, false, &[]), ascii: false };
        let mut buf = Buffer::empty(area);
        draw(&world, &session, area, &paint, &mut buf);
        buf.content().iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn where_nothing_was_ever_read_the_reason_is_said_and_nothing_is_dated() {
        let gone = Health::Gone { since: String::from("14:02:31") };
        for health in [gone, Health::Live] {
            let mut nothing = Diagnostic::error("unreadable-file", "no such file");
            nothing.place.file = Some("ai-industry-2024.csv".into());
            let live = health == Health::Live;
            let said = drawn(World { health, nothing: Some(nothing), ..World::default() }, 100);
            assert!(!said.contains("live") && !said.contains("last good"), "{said}");
            assert!(live || said.trim().ends_with("▲ ai-industry-2024.csv: no such file"), "{said}");
        }
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
