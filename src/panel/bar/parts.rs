//! Parts of bars: one behind the other or below each other, told apart by texture as well as colour, with a line that names them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::length::Ruler;
use crate::base::width;
use crate::board::{BarRow, Bars, Division};
use crate::chart::telling_cut;
use crate::panel::View;
use crate::panel::ink::{glyph, name, put};

/// Textures by segment.
const TEXTURES: [(&str, &str); 4] = [("█", "#"), ("▓", "="), ("▒", "-"), ("░", ".")];
/// From this height on the segments have a line for their names.
const NAMED: u16 = 4;

/// Lines above the rows.
pub(super) fn lines(bars: &Bars, view: &View<'_>) -> u16 {
    u16::from(bars.division.is_some() && view.area.height >= NAMED)
}

fn texture(segment: usize, view: &View<'_>) -> &'static str {
    let (unicode, ascii) = TEXTURES[segment % TEXTURES.len()];
    glyph(view.look, unicode, ascii)
}

/// The segments by name with their textures; of names that are too long what tells them apart.
pub(super) fn draw_legend(division: &Division, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let names: Vec<String> = division.segments.iter().map(|segment| name(&segment.name, look)).collect();
    let count = names.len().max(1);
    // A texture and a blank before each, two blanks between them.
    let room = usize::from(area.width).saturating_sub(1 + count * 4 - 2);
    let fit = names.iter().map(|name| width(name)).sum::<usize>() <= room;
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let shown = if fit { names.clone() } else { telling_cut(&all, room / count, look.ascii) };
    let mut x = 1;
    for (at, (segment, text)) in division.segments.iter().zip(shown).enumerate() {
        let style = segment.hue.map_or(look.theme.text, |hue| look.theme.hue(hue));
        put(buf, area, (x, 0), 1, texture(at, view), style, look.ascii);
        x += 2 + put(buf, area, (x + 2, 0), area.width, &text, look.theme.dim, look.ascii) + 2;
    }
}

/// The parts of a row from zero on, those below zero to the left. Their ends are rounded together, so that the whole is as long as
/// the sum.
pub(super) fn draw(row: &BarRow, division: &Division, ruler: &Ruler, view: &View<'_>, area: Rect, buf: &mut Buffer) {
    let look = view.look;
    let Some(parts) = row.obs.first().and_then(|at| division.parts.get(at)) else { return };
    let (mut above, mut below) = (0.0, 0.0);
    for part in parts {
        let from = if part.value < 0.0 { &mut below } else { &mut above };
        let (start, end) = (ruler.place(*from), ruler.place(*from + part.value));
        *from += part.value;
        let hue = division.segments.get(part.segment).and_then(|segment| segment.hue).unwrap_or(row.hue);
        for x in start.min(end).round() as u16..start.max(end).round() as u16 {
            put(buf, area, (x, 0), 1, texture(part.segment, view), look.theme.hue(hue), look.ascii);
        }
    }
}
