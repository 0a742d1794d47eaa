//! The screen of a terminal too small for panels, and the screen without data.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Paint;
use crate::app::overlay::wrap;
use crate::app::{Session, World, words};
use crate::base::write_measure;

/// Name, value and period, source, position: what is under the cursor where there is no room for panels.
pub(super) fn tiny(world: &World, session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let mut lines = Vec::new();
    if let (Some(data), Some(at)) = (session.data(), session.under().first().copied()) {
        let seen = data.get(at);
        let value = write_measure(&seen.measure, session.numbers);
        lines.push(data.entity_name(at).to_owned());
        lines.push(format!("{value} {}", seen.period.words(paint.ascii)).trim().to_owned());
        lines.push([seen.source, &words::place(seen.reference)].join(" ").trim().to_owned());
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
    let columns = area.width.saturating_sub(4);
    let said = [Some(message), why.help.clone()];
    let lines: Vec<String> =
        said.iter().flatten().flat_map(|line| wrap(&paint.spell(line), usize::from(columns))).collect();
    for (y, line) in (area.y + area.height / 3..area.bottom().saturating_sub(2)).zip(&lines) {
        paint.put(buf, (area.x + 2, y), columns, line, paint.theme.text);
    }
}
