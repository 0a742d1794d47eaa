//! How long bars are, and how they are filled.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::base::{Bound, Measure, Standing};
use crate::board::{BarRow, Bars};
use crate::panel::View;
use crate::panel::ink::{glyph, put};

/// Eighths of a cell.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// Cells that an open end goes on for.
const OPEN: u16 = 2;

/// Where values stand along the bars, in cells from their left edge.
pub(super) struct Ruler {
    /// Cell at whose left edge zero stands (on a log axis, its start).
    pub(super) zero: u16,
    cells_per_unit: f64,
    /// Decades from here, where logarithmic.
    log_from: Option<f64>,
    cells: u16,
}

impl Ruler {
    /// From zero, or on a log axis from just below the smallest, to the largest end of all rows, on screen or not; with room
    /// for open ends.
    pub(super) fn new(bars: &Bars, cells: u16) -> Self {
        let extent = bars.extent;
        let open = if extent.open { OPEN } else { 0 };
        let room = f64::from(cells.saturating_sub(open).max(1));
        let (lowest, most) = (extent.lowest, extent.highest);
        if let Some(least) = extent.least.filter(|_| bars.log) {
            let from = (least / 2.0).log10().floor();
            return Self { zero: 0, cells_per_unit: room / (most.log10() - from), log_from: Some(from), cells };
        }
        // Halves, so that the span of two huge ends stays finite.
        let half = most / 2.0 - lowest / 2.0;
        if half <= 0.0 {
            return Self { zero: 0, cells_per_unit: 0.0, log_from: None, cells };
        }
        let zero = (-lowest / 2.0 / half * room).round();
        // Whole cells left of zero: the larger side decides how long a unit is, so that both sides compare.
        let per_unit = |cells: f64, end: f64| if end > 0.0 { cells / end } else { f64::MAX };
        let cells_per_unit = per_unit(zero, -lowest).min(per_unit(room - zero, most));
        Self { zero: zero as u16, cells_per_unit, log_from: None, cells }
    }

    pub(super) fn place(&self, value: f64) -> f64 {
        let units = match self.log_from {
            Some(from) if value > 0.0 => value.log10() - from,
            Some(_) => 0.0,
            None => value,
        };
        (f64::from(self.zero) + units * self.cells_per_unit).clamp(0.0, f64::from(self.cells))
    }
}

/// How a stretch of a bar is filled.
#[derive(Clone, Copy, PartialEq)]
enum Fill {
    /// What is sure.
    Solid,
    /// What may be.
    Light,
    /// What is sure of an estimate, forecast or rumour: the outline of a bar.
    Hollow,
}

/// Solid to what is sure, light to what may be; marks at bounds and open ends.
pub(super) fn draw_bar(row: &BarRow, ruler: &Ruler, view: &View<'_>, area: Rect, buf: &mut Buffer) {
    let look = view.look;
    let hue = view.light(&row.obs).mark(look.theme.hue(row.hue), view);
    let m: &Measure = &row.measure;
    let sure = if row.standing == Standing::Actual { Fill::Solid } else { Fill::Hollow };
    let zero = f64::from(ruler.zero);
    let mut stretch = |from: f64, to: f64, fill: Fill| draw_stretch((from, to), fill, ruler, view, hue, area, buf);
    let at = |bound: Bound| ruler.place(bound.value);
    match (m.low.map(at), m.high.map(at)) {
        (Some(low), Some(high)) if low >= zero => {
            stretch(zero, low, sure);
            stretch(low, high, Fill::Light);
        }
        (Some(low), Some(high)) if high <= zero => {
            stretch(high, zero, sure);
            stretch(low, high, Fill::Light);
        }
        (Some(low), Some(high)) => stretch(low, high, Fill::Light),
        (None, Some(high)) if high > zero => stretch(zero, high, Fill::Light),
        (None, Some(high)) => stretch(high, zero, sure),
        (Some(low), None) if low >= zero => stretch(zero, low, sure),
        (Some(low), None) => stretch(low, zero, Fill::Light),
        (None, None) => return,
    }
    let last = area.width.saturating_sub(1);
    let mut sign = |x: f64, unicode: &'static str, ascii: &'static str| {
        put(buf, area, ((x.max(0.0) as u16).min(last), 0), 1, glyph(look, unicode, ascii), hue, look.ascii);
    };
    match (m.low.map(at), m.high.map(at)) {
        (None, Some(high)) if high > zero => sign(high.ceil() - 1.0, "▌", "|"),
        (None, Some(high)) => sign(high.floor() - 1.0, "◄", "<"),
        (Some(low), None) if low >= zero => {
            sign(low.ceil(), "━", "=");
            sign(low.ceil() + 1.0, "►", ">");
        }
        (Some(low), None) => sign(low.floor(), "▐", "|"),
        _ => {}
    }
}

/// Fills the cells between two places; the right end of a solid stretch in eighths of a cell, its left end in halves.
fn draw_stretch(
    (from, to): (f64, f64),
    fill: Fill,
    ruler: &Ruler,
    view: &View<'_>,
    hue: Style,
    area: Rect,
    buf: &mut Buffer,
) {
    let look = view.look;
    let mut dot = |x: u16, symbol: &str| {
        put(buf, area, (x, 0), 1, symbol, hue, look.ascii);
    };
    let rounded = (from.round() as u16, to.round() as u16);
    match fill {
        Fill::Light => (rounded.0..rounded.1).for_each(|x| dot(x, glyph(look, "░", "."))),
        Fill::Hollow => {
            // Never nothing: the smallest estimate still has its end.
            let (first, last) = (rounded.0.min(rounded.1.saturating_sub(1)), rounded.1.max(rounded.0 + 1));
            let negative = from < f64::from(ruler.zero);
            (first..last).for_each(|x| dot(x, glyph(look, "═", "=")));
            if negative {
                dot(first, glyph(look, "╞", "["));
            } else {
                dot(last - 1, glyph(look, "╡", "]"));
            }
        }
        Fill::Solid if from < f64::from(ruler.zero) => {
            let first = (from * 2.0).round() / 2.0;
            if first.fract() > 0.0 {
                dot(first.floor() as u16, glyph(look, "▐", "#"));
            }
            (first.ceil() as u16..ruler.zero).for_each(|x| dot(x, glyph(look, "█", "#")));
        }
        Fill::Solid => {
            let whole = to.floor() as u16;
            (from.floor() as u16..whole).for_each(|x| dot(x, glyph(look, "█", "#")));
            let part = EIGHTHS.get(((to - to.floor()) * 8.0) as usize).copied().unwrap_or("");
            if look.ascii {
                if to.round() as u16 > whole || whole == from as u16 {
                    dot(whole, if to - from < 0.5 { "|" } else { "#" });
                }
            } else if !part.is_empty() {
                dot(whole, part);
            } else if whole == from as u16 {
                dot(whole, "▏");
            }
        }
    }
}
