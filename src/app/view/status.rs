//! The line under the panels: in words, what is under the cursor; a prompt or a notice goes first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Paint;
use crate::app::{Session, words};
use crate::base::{ObsRef, cut, halves, width, write_full, write_measure};
use crate::data::Dataset;

/// Draws the line.
pub(super) fn draw(session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let place = (area.x, area.bottom() - 2);
    if draw_said(session, place, area.width, paint, buf) {
        return;
    }
    let Some((data, at)) = session.data().zip(session.under().first().copied()) else {
        if let Some((data, row)) = session.data().zip(session.row_under()) {
            let row = data.row(row);
            let line = format!("{}:{} is no observation. ! lists what is wrong with it", row.file, row.line);
            paint.text(buf, place, area.width, &line, paint.theme.warning);
        }
        return;
    };
    let head = head(session, data, at, usize::from(area.width), paint);
    let taken = paint.put(buf, place, area.width, &head, paint.theme.strong);
    let room = area.width.saturating_sub(taken);
    let rest = rest(data, at, usize::from(room), paint);
    paint.put(buf, (place.0 + taken, place.1), room, &rest, paint.theme.dim);
}

/// Draws the prompt, with a notice behind it, else the notice; `false` where there is neither.
pub(super) fn draw_said(session: &Session, place: (u16, u16), columns: u16, paint: &Paint, buf: &mut Buffer) -> bool {
    let (line, style) = match (&session.prompt, &session.notice) {
        (Some((typed, _)), _) => (prompt(session, typed, usize::from(columns)), paint.theme.strong),
        (None, Some(notice)) => (notice.clone(), paint.theme.warning),
        (None, None) => return false,
    };
    // It may lie over a line that is longer.
    let line = paint.spell(&line);
    let blank = usize::from(columns).saturating_sub(width(&line));
    paint.put(buf, place, columns, &format!("{line}{}", " ".repeat(blank)), style);
    true
}

/// What is typed, then a notice, else how many rows are left and, where none is, the nearest name. What is typed last is always seen.
fn prompt(session: &Session, typed: &str, columns: usize) -> String {
    let rows = session.board().and_then(|board| board.filtered);
    let nearest = match rows {
        Some((0, _)) => session.nearest_name(typed.rsplit(':').next().unwrap_or_default()),
        _ => None,
    };
    let mut said = rows.map_or(String::new(), |(left, all)| format!("  {left} of {all} rows."));
    match (&session.notice, nearest) {
        (Some(notice), _) => said = format!("  {notice}"),
        (None, Some(name)) => said = format!("{said} Nearest: {name}. Tab takes it, Esc clears."),
        (None, None) => said.push_str(" Enter keeps it, Esc clears."),
    }
    let room = columns.saturating_sub(width(&said) + 2).max(columns / 2);
    let mut end: String = typed.to_owned();
    if width(typed) > room {
        let mut letters: Vec<char> = Vec::new();
        let mut used = 1;
        for letter in typed.chars().rev() {
            used += width(letter.encode_utf8(&mut [0; 4]));
            if used > room {
                break;
            }
            letters.push(letter);
        }
        end = std::iter::once('…').chain(letters.into_iter().rev()).collect();
    }
    format!("/{end}_{said}")
}

/// `Doubao 豆包 · monthly active users, Oct 2024: 48,390,000`. The number with its qualifier and unit is never cut: the name gives way,
/// then the period.
fn head(session: &Session, data: &Dataset, at: ObsRef, columns: usize, paint: &Paint) -> String {
    let seen = data.get(at);
    let when = paint.spell(&seen.period.words(paint.ascii));
    let when = if when.is_empty() { when } else { format!(", {when}") };
    let colon = |value: String| if value.is_empty() { value } else { format!(": {value}") };
    let full = colon(paint.spell(&write_full(&seen.measure, session.numbers)));
    let short = colon(paint.spell(&write_measure(&seen.measure, session.numbers)));
    let (entity, metric) = (data.entity_name(at), data.metric_name(at));
    let half = |name| halves(name).map_or(name, |(latin, _)| latin);
    // One of two names is enough where the other would push out what was stated.
    let stated = width(&paint.spell(&seen.measure.raw)) + width(seen.reference) + width("  stated “” · ");
    let tries = [(entity, metric), (entity, half(metric)), (half(entity), half(metric))];
    let names = tries.map(|(entity, metric)| {
        paint.name(&[entity, metric].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
    });
    let fits = |name: &&String| width(name) + width(&when) + width(&full) + stated <= columns;
    let name = names.iter().find(fits).or(names.last()).cloned().unwrap_or_default();
    let whole = format!("{name}{when}{full}");
    if width(&whole) <= columns || !seen.measure.has_number() {
        return whole;
    }
    let tail = [format!("{when}{full}"), format!("{when}{short}"), short.clone()]
        .into_iter()
        .find(|tail| width(tail) + width(&name).min(12) <= columns)
        .unwrap_or(short);
    let name = cut(&name, columns.saturating_sub(width(&tail)), paint.ascii);
    format!("{name}{tail}")
}

/// What was stated, source, document, place, quality: whole fields, as many as fit. What finds the statement again stays longest.
fn rest(data: &Dataset, at: ObsRef, room: usize, paint: &Paint) -> String {
    let seen = data.get(at);
    let raw = &seen.measure.raw;
    let stated = if raw.is_empty() { String::new() } else { format!("stated “{raw}”") };
    let source = words::named(seen.source, paint.ascii);
    let via = if seen.via.is_empty() { String::new() } else { format!("via {}", words::named(seen.via, paint.ascii)) };
    let fields = [stated, source, via, words::place(seen.reference), words::quality(&seen.measure, seen.status)]
        .map(|field| paint.spell(&field));
    let dot = if paint.ascii { " | " } else { " · " };
    let said = |kept: &[bool; 5]| {
        let field = |at: usize| match (kept.get(at), fields.get(at)) {
            (Some(true), Some(field)) => field.as_str(),
            _ => "",
        };
        let from = [field(1), field(2), field(3)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let from = from.join(" ");
        let parts = [field(0), from.as_str(), field(4)].into_iter().filter(|part| !part.is_empty());
        format!("  {}", parts.collect::<Vec<_>>().join(dot))
    };
    let mut kept = [false; 5];
    // Stated text, place, quality, source, document.
    for field in [0, 3, 4, 1, 2] {
        let mut more = kept;
        if let Some(flag) = more.get_mut(field) {
            *flag = true;
        }
        if width(&said(&more)) <= room {
            kept = more;
        }
    }
    said(&kept)
}
