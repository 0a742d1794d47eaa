//! Parts of bars: one behind the other or below each other, told apart by texture as well as colour, with a line that names them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::length::Ruler;
use crate::base::width;
use crate::board::{BarRow, Bars, Division};
use crate::chart::telling_cut;
use crate::panel::View;
use crate::panel::ink::{glyph, name, put};

/// Textures by segment; light shade is what may be, of any.
const TEXTURES: [(&str, &str); 4] = [("█", "#"), ("▓", "="), ("▒", "-"), ("▄", "+")];
const LIGHT: (&str, &str) = ("░", ".");
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

/// The parts of a row from zero on, those below zero to the left: each solid to what is sure and light to what may be, an
/// estimate with its outline between its texture. Ends are rounded together, so that the whole is as long as the sum.
pub(super) fn draw(row: &BarRow, division: &Division, ruler: &Ruler, view: &View<'_>, area: Rect, buf: &mut Buffer) {
    let look = view.look;
    let Some(parts) = row.obs.first().and_then(|at| division.parts.get(at)) else { return };
    let light = view.light(&row.obs);
    let last = area.width.saturating_sub(1);
    let mut dot = |x: f64, sign: &str, style: Style| {
        put(buf, area, ((x.max(0.0) as u16).min(last), 0), 1, sign, style, look.ascii);
    };
    let (mut above, mut below) = (0.0, 0.0);
    let (mut open_above, mut open_below) = (None, None);
    for part in parts {
        let hue = division.segments.get(part.segment).and_then(|segment| segment.hue).unwrap_or(row.hue);
        let style = light.mark(look.theme.hue(hue), view);
        let (sure, widest) = (part.sure(), part.widest());
        for (from, sure, widest) in [(&mut below, sure.0, widest.0), (&mut above, sure.1, widest.1)] {
            let [start, firm, end] =
                [*from, *from + sure, *from + widest].map(|value| ruler.place(value).round() as u16);
            *from += widest;
            // Never nothing: the smallest estimate still has its end.
            let tip = if widest < 0.0 { end } else { end.max(start + 1) - 1 };
            for x in start.min(end)..start.max(end) {
                let is_sure = (start.min(firm)..start.max(firm)).contains(&x);
                let outlined = part.hollow && (x.abs_diff(start) % 2 == 1);
                let sign = match (is_sure, outlined) {
                    (false, _) => glyph(look, LIGHT.0, LIGHT.1),
                    (true, true) => glyph(look, "═", "="),
                    (true, false) => texture(part.segment, view),
                };
                dot(f64::from(x), sign, style);
            }
            if part.hollow && widest != 0.0 {
                let sign = if widest < 0.0 { glyph(look, "╞", "[") } else { glyph(look, "╡", "]") };
                dot(f64::from(tip), sign, style);
            }
        }
        let beyond = |end: Option<f64>| end.is_some_and(|end| end > 0.0);
        match (part.low, part.high) {
            (None, high) if beyond(high) => dot(ruler.place(above).ceil() - 1.0, glyph(look, "▌", "|"), style),
            (None, _) => open_below = Some(style),
            (low, None) if low.is_some_and(|low| low < 0.0) => {
                dot(ruler.place(below).floor(), glyph(look, "▐", "|"), style);
            }
            (_, None) => open_above = Some(style),
            _ => {}
        }
    }
    if let Some(style) = open_below {
        dot(ruler.place(below).floor() - 1.0, glyph(look, "◄", "<"), style);
    }
    if let Some(style) = open_above {
        let end = ruler.place(above).ceil();
        dot(end, glyph(look, "━", "="), style);
        dot(end + 1.0, glyph(look, "►", ">"), style);
    }
}
