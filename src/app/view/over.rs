//! What lies over the board: a box with the lines of the topmost overlay.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use super::{Paint, border};
use crate::app::overlay::{Choice, Flow, Item, Kind, Line, Overlay, Tone, chosen, flow, items};
use crate::app::{Session, World, layout};
use crate::base::PanelKind;
use crate::board::{Notes, Panel, Resolved};

/// Draws the topmost overlay, if one is open.
pub(super) fn draw(world: &World, session: &Session, paint: &Paint, buf: &mut Buffer) {
    let Some(open) = session.overlays.last() else { return };
    let list = items(world, session, open);
    let at = chosen(&list, open.at);
    let tiny = layout::is_tiny(session.area());
    let preview = match list.get(at).map(|item| &item.choice) {
        Some(Choice::Entry(at)) if !tiny => world.entries.get(*at).map(|entry| entry.preview.as_slice()),
        _ => None,
    }
    .unwrap_or_default();
    let below = u16::try_from(preview.len()).unwrap_or(0);
    let flow = flow(session, open, &list, below);
    let rect = flow.rect.intersection(buf.area);
    Clear.render(rect, buf);
    let place = session.data().zip(session.row_under()).map_or_else(String::new, |(data, row)| {
        let row = data.row(row);
        format!("{}:{}", row.file, row.line)
    });
    let title = match (open.kind, &session.lit) {
        (Kind::Dossier, Some(entity)) => entity.name.as_str(),
        _ => open.kind.title(),
    };
    let frame = frame(open, title, &list, &flow, &place);
    let inside = flow.inside.intersection(buf.area);
    if !tiny {
        border::draw(&frame, None, true, rect, &border::Ends::default(), paint, buf);
    } else if inside.y > rect.y {
        paint.text(buf, (rect.x, rect.y), rect.width, &frame.title, paint.theme.strong);
    }
    if list.is_empty() {
        paint.text(buf, (inside.x, inside.y), inside.width, nothing(open), paint.theme.dim);
    }
    let end = flow.lines.len().min(flow.top + flow.rows * flow.columns);
    for index in flow.top..end {
        let Some((line, item)) = flow.lines.get(index).and_then(|line| Some((line, list.get(line.item)?))) else {
            continue;
        };
        let (column, row) = ((index - flow.top) / flow.rows, (index - flow.top) % flow.rows);
        // The last may lie beyond any screen.
        let x = u16::try_from(usize::from(inside.x) + column * (usize::from(flow.wide) + 2)).unwrap_or(u16::MAX);
        let place = Rect { x, y: inside.y + row as u16, width: flow.wide, height: 1 }.intersection(inside);
        if place.is_empty() {
            continue;
        }
        draw_line(item, line, flow.keys as u16, place, paint, buf);
        if line.item == at && !open.kind.is_text() {
            // One style over the whole line: keys and reasons of others would turn into patches.
            buf.set_style(place, Style::reset().patch(paint.theme.cursor));
        }
    }
    let rows = inside.y + (flow.rows as u16).min(inside.height);
    for (y, line) in (rows..inside.bottom()).zip(preview) {
        paint.text(buf, (inside.x, y), inside.width, line, paint.theme.dim);
    }
}

fn draw_line(item: &Item, line: &Line, keys: u16, place: Rect, paint: &Paint, buf: &mut Buffer) {
    let (theme, first, text) = (&paint.theme, line.first, line.text.as_str());
    let (style, key_style) = match item.tone {
        _ if line.below => (theme.dim, theme.dim),
        Tone::Plain => (theme.text, theme.accent),
        Tone::Heading => (theme.strong, theme.strong),
        Tone::Dim | Tone::Note => (theme.dim, theme.dim),
    };
    // A heading stands at the edge, above the keys of what follows.
    let keys = if item.tone == Tone::Heading { 0 } else { keys };
    if first && keys > 0 {
        paint.put(buf, (place.x, place.y), keys.saturating_sub(1), &item.keys, key_style);
    }
    let mut right = 0;
    let columns = usize::from(place.width.saturating_sub(keys));
    if first && item.right_columns(columns) > 0 {
        right = item.right_columns(columns) as u16;
        paint.put(buf, (place.right() - right, place.y), right, &item.right_within(columns), theme.dim);
        right += 1;
    }
    paint.put(buf, (place.x + keys, place.y), place.width.saturating_sub(keys + right), text, style);
    if first {
        let mut ink = |columns: std::ops::Range<usize>, style: Style| {
            let from = u16::try_from(columns.start).unwrap_or(u16::MAX).min(place.width);
            let to = u16::try_from(columns.end).unwrap_or(u16::MAX).min(place.width);
            let cells = Rect { x: place.x + from, width: to.saturating_sub(from), ..place };
            buf.set_style(cells.intersection(place), style);
        };
        ink(item.dim..usize::MAX, theme.dim);
        ink(item.strong.clone(), theme.strong);
    }
}

/// The border, as a panel's: what is typed in the title, how much there is at the corner, the keys or the place in the
/// file below.
fn frame(open: &Overlay, title: &str, list: &[Item], flow: &Flow, place: &str) -> Panel {
    let count = list.iter().filter(|item| item.tone.is_choice()).count();
    let corner = match open.kind {
        Kind::Dossier if flow.furthest() == 0 => String::new(),
        Kind::Dossier => {
            let end = flow.lines.len().min(flow.top + flow.rows);
            format!("lines {}–{end} of {}", flow.top + 1, flow.lines.len())
        }
        kind if kind.is_text() && flow.furthest() == 0 => String::new(),
        kind if kind.is_text() => {
            let end = flow.lines.len().min(flow.top + flow.rows);
            format!("lines {}–{end} of {}", flow.top + 1, flow.lines.len())
        }
        _ => count.to_string(),
    };
    let bottom = match open.kind {
        Kind::Detail => place,
        Kind::HowRead => "Esc back",
        Kind::Help | Kind::Palette => "type to find · Enter runs it · Esc back",
        Kind::Picker => "type to find · Enter opens it · Esc back",
        Kind::Problems | Kind::Changes if count == 0 => "Esc back",
        Kind::Problems => "Enter goes to it · Esc back",
        Kind::Changes => "Enter goes to the row · C clears · Esc back",
        Kind::Dossier => "Enter shows its rows · Esc back",
    };
    let title = if open.kind.types() { format!("{title}: {}_", open.typed) } else { title.to_owned() };
    Panel {
        id: "".into(),
        kind: PanelKind::Text,
        title,
        corner,
        bottom: bottom.to_owned(),
        resolved: Resolved::Text(Notes { text: String::new() }),
        obs: Vec::new(),
        file: None,
    }
}

fn nothing(open: &Overlay) -> &'static str {
    match open.kind {
        _ if !open.typed.is_empty() => "Nothing fits what is typed.",
        Kind::Problems => "No problem was found.",
        Kind::Changes => "Nothing has changed since you last looked.",
        _ => "There is nothing to list.",
    }
}
