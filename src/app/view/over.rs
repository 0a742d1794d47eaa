//! What lies over the board: a box with the lines of the topmost overlay.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::{Paint, border};
use crate::app::overlay::{Choice, Kind, items};
use crate::app::{Session, World, layout};
use crate::base::{PanelKind, width};
use crate::board::{Notes, Panel, Resolved};

/// Draws the topmost overlay, if one is open.
pub(super) fn draw(world: &World, session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let Some(open) = session.overlays.last() else { return };
    let body = layout::body(area);
    let list = items(world, session, open);
    let most = body.height - body.height / 12 * 2;
    // A box as tall as what it holds; a list that is typed into keeps its size, so that it does not jump.
    let wanted = u16::try_from(list.len()).unwrap_or(u16::MAX).saturating_add(2);
    let height = if open.kind.types() { most } else { wanted.clamp(3.min(most), most) };
    let rect = Rect {
        x: body.x + body.width / 12,
        width: body.width - body.width / 12 * 2,
        y: body.y + body.height / 12,
        height,
    };
    Clear.render(rect, buf);
    let bottom = match open.kind {
        Kind::Detail => "Enter rows · e edit · y value · Y citation · Esc back",
        kind if kind.types() => "type to filter · Enter takes it · Esc back",
        _ => "Enter goes to the row · Esc back",
    };
    let frame = Panel {
        id: "".into(),
        kind: PanelKind::Text,
        title: if open.kind.types() {
            format!("{}: {}_", open.kind.title(), open.typed)
        } else {
            open.kind.title().to_owned()
        },
        corner: list.len().to_string(),
        bottom: bottom.to_owned(),
        resolved: Resolved::Text(Notes { text: String::new() }),
        obs: Vec::new(),
        file: None,
    };
    border::draw(&frame, session.overlays.len(), true, rect, paint, buf);
    let inside = layout::inside(rect);
    let preview = match list.get(open.at).map(|item| &item.choice) {
        Some(Choice::Entry(at)) => world.entries.get(*at).map(|entry| entry.preview.as_slice()),
        _ => None,
    }
    .unwrap_or_default();
    let below = u16::try_from(preview.len()).unwrap_or(0).min(inside.height / 2);
    let rows = inside.height - below;
    if list.is_empty() {
        let words = if open.typed.is_empty() { "There is nothing to list." } else { "Nothing fits what is typed." };
        paint.text(buf, (inside.x, inside.y), inside.width, words, paint.theme.dim);
    }
    let top = open.at.saturating_sub(usize::from(rows.saturating_sub(1)));
    for (at, (y, item)) in (top..).zip((inside.y..inside.y + rows).zip(list.iter().skip(top))) {
        let right = u16::try_from(width(&item.right)).unwrap_or(u16::MAX).min(inside.width / 2);
        let room = inside.width.saturating_sub(right + 1);
        paint.text(buf, (inside.x, y), room, &item.text, paint.theme.text);
        paint.text(buf, (inside.right() - right, y), right, &item.right, paint.theme.dim);
        if at == open.at && open.kind != Kind::Detail {
            buf.set_style(Rect { y, height: 1, ..inside }, paint.theme.cursor);
        }
    }
    for (y, line) in (inside.y + rows..inside.bottom()).zip(preview) {
        paint.text(buf, (inside.x, y), inside.width, line, paint.theme.dim);
    }
}
