//! The screen of a terminal too small for panels, and the screen without data.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Paint, hints};
use crate::app::overlay::wrap;
use crate::app::{Session, World, able, words};
use crate::base::{Action, Diagnostic, width, write_measure};

/// Name, value and period, source, position: what is under the cursor where there is no room for panels.
pub(super) fn tiny(world: &World, session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let mut lines: Vec<String> = Vec::new();
    if let (Some(data), Some(at)) = (session.data(), session.under().first().copied()) {
        let seen = data.get(at);
        let value = paint.spell(&write_measure(&seen.measure, session.numbers));
        let dated = format!("{value} {}", paint.spell(&seen.period.words(paint.ascii))).trim().to_owned();
        let columns = usize::from(area.width);
        // A number is shown whole or not at all: its first digits are another number. Words are cut.
        let mark = if paint.ascii { "~" } else { "…" };
        let lost = if seen.measure.has_number() { mark } else { &value };
        let fits = [&dated, &value].into_iter().find(|text| width(text) <= columns);
        // Where there is one line only it is the number's.
        if area.height > 1 {
            lines.push(paint.name(data.entity_name(at)));
        }
        lines.push(fits.map_or(lost, String::as_str).to_owned());
        lines.push([paint.name(seen.source), paint.spell(&words::place(seen.reference))].join(" ").trim().to_owned());
    } else if let Some(nothing) = &world.nothing {
        lines.extend(wrap(&paint.spell(&reason(nothing)), usize::from(area.width)));
    } else if let Some(panel) = session.panel() {
        lines.push(paint.name(&panel.title));
    }
    if let Some(count) = session.page().map(|page| page.panels.len()).filter(|count| *count > 0) {
        let next = if able::refusal(world, session, Action::Down).is_none() {
            hints::letter(world, Action::Down).map_or_else(String::new, |key| format!("  {key} next"))
        } else {
            String::new()
        };
        lines.push(format!("{}/{count}{next}", session.focus() + 1));
    }
    for (y, line) in (area.y..area.bottom()).zip(&lines) {
        let style = if y == area.y { paint.theme.strong } else { paint.theme.text };
        paint.put(buf, (area.x, y), area.width, line, style);
    }
}

/// Why there is nothing to show, and what to do about it.
pub(super) fn nothing(world: &World, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let Some(why) = &world.nothing else { return };
    let columns = area.width.saturating_sub(4);
    let said = [Some(reason(why)), why.help.clone()];
    let lines: Vec<String> =
        said.iter().flatten().flat_map(|line| wrap(&paint.spell(line), usize::from(columns))).collect();
    for (y, line) in (area.y + area.height / 3..area.bottom().saturating_sub(2)).zip(&lines) {
        paint.put(buf, (area.x + 2, y), columns, line, paint.theme.text);
    }
}

/// Why there is nothing to show, in one line: the place first, where it has one.
pub(super) fn reason(why: &Diagnostic) -> String {
    let place = why.place.to_string();
    if place.is_empty() { why.message.clone() } else { format!("{place}: {}", why.message) }
}
