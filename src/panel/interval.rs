//! Intervals along one axis: ends as marks, open ends as arrows, a stated point on top.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Look;
use super::ink::{glyph, put};
use crate::base::Measure;
use crate::chart::{Scale, ScaleKind};

/// Cells of the shaft of an arrow beyond the last bound that is known: a head alone says nothing.
const SHAFT: u16 = 3;

/// Share of the way from zero below which the values of a range would lie side by side at the far end of the axis.
const NEAR: f64 = 0.4;

/// Where an axis begins that no length is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// At zero: how far a value moved is compared with how much it was.
    Zero,
    /// At zero, unless all values are far from it and near each other.
    Values,
}

/// Over all ends, and beyond them so far that an open end shows as a line that goes on.
pub(super) fn scale<'a>(measures: impl Iterator<Item = &'a Measure>, log: bool, origin: Origin, cells: u16) -> Scale {
    let numbers: Vec<&Measure> = measures.filter(|measure| measure.has_number()).collect();
    let ends = |m: &Measure| [m.point, m.low.map(|b| b.value), m.high.map(|b| b.value)];
    let values: Vec<f64> = numbers.iter().copied().flat_map(ends).flatten().collect();
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    let log = log && low > 0.0;
    let near = origin == Origin::Values && low > 0.0 && low < high && high - low < high * NEAR;
    let (low, high) = match (log, near) {
        (true, _) => (low, high),
        (false, true) => (low - (high - low) * 0.1, high),
        (false, false) => (low.min(0.0), high.max(0.0)),
    };
    let scale = Scale::new(low, high, log, cells);
    let (low, high, last) = (scale.low, scale.high, scale.cells - 1);
    let crowded = |at: Option<f64>, from: u16| at.is_some_and(|at| scale.cell(at).abs_diff(from) < SHAFT);
    let before = numbers.iter().any(|m| m.low.is_none() && crowded(m.high.map(|b| b.value), 0));
    let after = numbers.iter().any(|m| m.high.is_none() && crowded(m.low.map(|b| b.value), last));
    let taken = SHAFT * (u16::from(before) + u16::from(after));
    let Some(left) = last.checked_sub(taken).filter(|left| *left >= SHAFT) else { return scale };
    // As many cells more as the shafts take, at the same values a cell.
    let more = f64::from(SHAFT) / f64::from(left);
    let (by_low, by_high) = (if before { more } else { 0.0 }, if after { more } else { 0.0 });
    if scale.kind == ScaleKind::Log {
        let span = (high / low).ln();
        Scale::new(low * (-span * by_low).exp(), high * (span * by_high).exp(), true, cells)
    } else {
        Scale::new(low - (high - low) * by_low, high + (high - low) * by_high, false, cells)
    }
}

/// First and last cell of a measure; an open end reaches the edge. None where it has no number.
pub(super) fn span(measure: &Measure, scale: &Scale) -> Option<(u16, u16)> {
    let cell = |value: f64| scale.cell(value);
    let from = measure.low.map_or(0, |b| cell(b.value));
    let to = measure.high.map_or(scale.cells - 1, |b| cell(b.value));
    measure.has_number().then_some((from, to))
}

/// Draws a measure on the first row of `area`, with these glyphs for its line and its point.
pub(super) fn draw(
    measure: &Measure,
    scale: &Scale,
    (line, point): (&str, &str),
    style: Style,
    look: &Look<'_>,
    area: Rect,
    buf: &mut Buffer,
) {
    let Some((from, to)) = span(measure, scale) else { return };
    let mut dot = |x: u16, symbol: &str| {
        put(buf, area, (x, 0), 1, symbol, style, look.ascii);
    };
    let exact = measure.low == measure.high && measure.low.is_some();
    if !exact {
        (from..=to).for_each(|x| dot(x, line));
        dot(from, if measure.low.is_some() { glyph(look, "┝", "|") } else { glyph(look, "◄", "<") });
        dot(to, if measure.high.is_some() { glyph(look, "┥", "|") } else { glyph(look, "►", ">") });
    }
    if let Some(stated) = measure.point.or(measure.low.filter(|_| exact).map(|bound| bound.value)) {
        dot(scale.cell(stated), point);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ValueContext, parse_value};

    fn read(text: &str) -> Measure {
        parse_value(text, &ValueContext::default()).expect("a value")
    }

    #[test]
    fn an_open_end_is_a_line_that_goes_on() {
        for log in [false, true] {
            for cells in [12, 20, 33, 80] {
                let all = [read(">50%"), read("40%"), read("12%")];
                let scale = scale(all.iter(), log, Origin::Zero, cells);
                let (from, to) = span(&all[0], &scale).expect("cells");
                assert!(to - from >= SHAFT, "{cells} {scale:?}");
                assert_eq!(to, cells - 1);
            }
        }
        let below = [read("≤17%"), read("40%")];
        assert!(
            span(&below[0], &scale(below.iter(), false, Origin::Zero, 30))
                .is_some_and(|(from, to)| from == 0 && to >= SHAFT)
        );
    }

    #[test]
    fn nothing_to_draw_has_an_axis_all_the_same() {
        let none: [Measure; 0] = [];
        assert!(scale(none.iter(), true, Origin::Zero, 0).high > scale(none.iter(), true, Origin::Zero, 0).low);
    }
}
