//! A panel that cannot be drawn: why, where, and what to do.

use ratatui::buffer::Buffer;

use super::ink::{put, safe};
use super::{Cursor, Mark, Move, View, text};
use crate::base::Diagnostic;

pub(super) const LEAST: (u16, u16) = (8, 1);

pub(super) fn marks(_: &[Diagnostic], _: &View<'_>) -> Vec<Mark> {
    Vec::new()
}

pub(super) fn draw(problems: &[Diagnostic], view: &View<'_>, buf: &mut Buffer) {
    let theme = view.look.theme;
    let mut row = 0;
    for problem in problems {
        let place = problem.place.to_string();
        let head = if place.is_empty() { problem.message.clone() } else { format!("{place}: {}", problem.message) };
        let parts = [(Some(head), theme.warning), (problem.help.clone(), theme.dim)];
        for (sentence, style) in parts.into_iter().filter_map(|(s, style)| Some((s?, style))) {
            for line in text::wrap(&safe(&sentence, view.look), usize::from(view.area.width)) {
                put(buf, view.area, (0, row), view.area.width, &line, style, view.look.ascii);
                row += 1;
            }
        }
    }
}

pub(super) fn step(_: &[Diagnostic], _: &View<'_>, _: Move) -> Result<Cursor, String> {
    Err(String::from("Nothing to move to here. Tab: next panel"))
}

pub(super) fn settle(_: &[Diagnostic], view: &View<'_>) -> Cursor {
    Cursor { item: 0, top: 0, ..view.cursor }
}

pub(super) fn items(_: &[Diagnostic]) -> usize {
    0
}
