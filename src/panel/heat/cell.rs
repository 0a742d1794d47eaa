//! One cell: its shade, the number where it fits whole, and signs for what must be said with it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::frame::Frame;
use crate::analysis::write_change;
use crate::base::{Standing, Unit, width, write_measure};
use crate::board::{Heat, HeatCell, Shading};
use crate::panel::changed::Changed;
use crate::panel::ink::{glyph, put, put_right, safe};
use crate::panel::status;
use crate::panel::{Look, View};

/// Shades by size. The lightest is no blank: that is a period without rows.
const SIZES: [(&str, &str); 5] = [("▁", "."), ("░", ":"), ("▒", "+"), ("▓", "#"), ("█", "@")];
/// Shades by change: falls, hardly any change, rises.
const CHANGES: [(&str, &str); 5] = [("▼", "v"), ("▽", ","), ("=", "="), ("△", "'"), ("▲", "^")];

/// Most columns of shade beside a number where there is no background.
const SWATCH: u16 = 3;

/// What a cell says, the unit with it or not.
pub(super) fn text(cell: &HeatCell, units: bool, look: &Look<'_>) -> String {
    let bare = Unit::none();
    let words = match &cell.change {
        Some(change) if change.refused.is_some() => String::from("n/a"),
        Some(change) if units => write_change(change, look.numbers, false),
        Some(change) => {
            let mut change = change.clone();
            change.measure.unit = bare;
            write_change(&change, look.numbers, false)
        }
        None if !cell.conflict.is_empty() && cell.joined.is_empty() => cell.conflict.join("/"),
        None if units || cell.place.is_none() => write_measure(&cell.measure, look.numbers),
        None => {
            let mut measure = cell.measure.clone();
            measure.unit = bare;
            write_measure(&measure, look.numbers)
        }
    };
    safe(&words, look)
}

/// The glyph of a step.
pub(super) fn shade(shading: &Shading, step: usize, look: &Look<'_>) -> &'static str {
    let glyphs = if matches!(shading, Shading::Change { .. }) { CHANGES } else { SIZES };
    glyphs.get(step).map_or(" ", |(unicode, ascii)| glyph(look, unicode, ascii))
}

/// The background of a step with the colour of text on it, where the terminal has colours for it.
pub(super) fn background(shading: &Shading, step: usize, look: &Look<'_>) -> Option<Style> {
    let styles = if matches!(shading, Shading::Change { .. }) { &look.theme.swings } else { &look.theme.shades };
    styles.get(step).copied()
}

/// The colour of a glyph that stands for a shade: one of one end for each direction, for its density tells the rest.
pub(super) fn ink(shading: &Shading, step: usize, look: &Look<'_>) -> Style {
    let theme = look.theme;
    let end = match shading {
        Shading::Value { .. } => theme.shades.last(),
        Shading::Change { .. } if step < 2 => theme.swings.first(),
        Shading::Change { .. } if step > 2 => theme.swings.last(),
        Shading::Change { .. } => None,
    };
    end.and_then(|style| style.bg).map_or(theme.text, |color| Style::new().fg(color))
}

/// What must be seen beside the number: a changed value, a conflict, an estimate, a fall or rise (which the number says too).
fn sign(cell: &HeatCell, shading: &Shading, view: &View<'_>) -> Option<(&'static str, bool)> {
    if let Some(mark) = Changed::among(&cell.obs, &cell.measure, view) {
        return Some((mark.sign, true));
    }
    if !cell.conflict.is_empty() {
        return Some(("!", false));
    }
    if cell.standing != Standing::Actual {
        return Some((status::sign(cell.standing, view.look), false));
    }
    let (Some(place), Shading::Change { .. }) = (cell.place, shading) else { return None };
    Some((shade(shading, shading.step(place), view.look), false))
}

pub(super) fn draw(
    heat: &Heat,
    (row, column): (usize, usize),
    place: Rect,
    here: bool,
    frame: &Frame,
    view: &View<'_>,
    buf: &mut Buffer,
) {
    let look = view.look;
    let theme = look.theme;
    if place.is_empty() {
        return;
    }
    let middle = (place.height - 1) / 2;
    let is_empty = heat.columns.get(column).is_none_or(|column| column.empty);
    let Some(cell) = heat.cell(row, column) else {
        let words = match (here, is_empty) {
            (true, true) => "  ",
            (_, false) => glyph(look, "·", "-"),
            (false, true) => return,
        };
        let end = if frame.numbers { place.width - frame.pad().min(place.width) } else { place.width.div_ceil(2) };
        put_right(buf, place, middle, 0, end.max(1), words, theme.dim);
        if here {
            point_at(place, false, view, buf);
        }
        return;
    };
    let step = cell.place.map(|number| heat.shading.step(number));
    let text = text(cell, frame.units, look);
    let columns = width(&text) as u16;
    let sign = sign(cell, &heat.shading, view);
    // The first column of a cell keeps its number from the one before.
    let fits = frame.numbers && columns < place.width;
    let back = step.and_then(|step| background(&heat.shading, step, look)).filter(|_| fits);
    let emphasis = if cell.change.is_some() || !cell.joined.is_empty() { Modifier::ITALIC } else { Modifier::BOLD };
    if fits {
        if let Some(back) = back {
            buf.set_style(place, back);
        } else if let Some(step) = step.filter(|_| !heat.is_change()) {
            let glyph = shade(&heat.shading, step, look);
            // As wide in all cells, whatever their numbers; where these stand close, beside its own.
            let before = (place.width - frame.pad()).saturating_sub(frame.widest.max(columns) + 1);
            let (x, wide) = match before {
                0 => ((place.width - columns).saturating_sub(1), 1),
                room => (room - room.min(SWATCH), room.min(SWATCH)),
            };
            let swatch = glyph.repeat(usize::from(wide));
            for y in 0..place.height {
                put(buf, place, (x, y), wide, &swatch, ink(&heat.shading, step, look), look.ascii);
            }
        }
        let style = back.unwrap_or(theme.text).add_modifier(emphasis);
        let style =
            if sign.is_some_and(|(_, changed)| changed) { style.add_modifier(Modifier::UNDERLINED) } else { style };
        let style = if step.is_none() { theme.dim } else { style };
        let end = place.width - frame.pad();
        let start = put_right(buf, place, middle, 0, end.max(columns + 1), &text, style);
        if let Some((sign, _)) = sign {
            put(buf, place, (start.saturating_sub(1), middle), 1, sign, style, look.ascii);
        }
    } else if let Some(step) = step {
        let (glyph, style) = (shade(&heat.shading, step, look), ink(&heat.shading, step, look));
        // A blank keeps a block from the number beside it.
        let end = if frame.numbers { place.width - 1 } else { place.width };
        for y in 0..place.height {
            for x in 0..end {
                put(buf, place, (x, y), 1, glyph, style, look.ascii);
            }
        }
        if let Some((sign, _)) = sign.filter(|_| !heat.is_change() || cell.standing != Standing::Actual) {
            put(buf, place, (0, middle), 1, sign, theme.strong, look.ascii);
        }
    } else {
        let x = place.width / 2;
        let mark = if cell.conflict.is_empty() { "?" } else { "!" };
        put(buf, place, (x, middle), 1, mark, theme.dim, look.ascii);
    }
    if here {
        point_at(place, !fits && step.is_some(), view, buf);
    }
}

/// The cell under the cursor: plain text reversed, whatever its shade; brackets stand in one that is a shade only, for a block
/// reversed is a blank.
fn point_at(place: Rect, is_shade: bool, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    if is_shade {
        let style = look.theme.accent;
        for y in 0..place.height {
            for (x, bracket) in [(0, "["), (place.width - 1, "]")] {
                put(buf, place, (x, y), 1, bracket, style, look.ascii);
            }
        }
        return;
    }
    buf.set_style(place, Style::reset().patch(look.theme.cursor));
}
