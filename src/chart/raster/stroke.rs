//! Straight lines over the raster, whole or in dashes.

use ratatui::style::Style;

use super::Raster;

/// How a line is broken, so that lines differ without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dash {
    /// `────`
    #[default]
    Solid,
    /// `╌╌╌╌`
    Dashed,
    /// `····`
    Dotted,
    /// `─·─·`
    DashDot,
}

impl Dash {
    /// All, in the order in which series take them.
    pub const ALL: [Self; 4] = [Self::Solid, Self::Dashed, Self::DashDot, Self::Dotted];

    /// Dots drawn and left out in turn, where a cell has so many dots across.
    fn lengths(self, across: usize) -> &'static [u64] {
        match (self, across) {
            (Self::Solid, _) => &[1],
            (Self::Dashed, 1) => &[3, 2],
            (Self::Dashed, _) => &[6, 4],
            (Self::Dotted, 1) => &[1, 1],
            (Self::Dotted, _) => &[1, 2],
            (Self::DashDot, 1) => &[4, 1, 1, 1],
            (Self::DashDot, _) => &[7, 3, 1, 3],
        }
    }

    /// Whether the dot after so many is drawn.
    fn is_drawn(self, after: u64, across: usize) -> bool {
        let lengths = self.lengths(across);
        let mut rest = after % lengths.iter().sum::<u64>();
        for (at, length) in lengths.iter().enumerate() {
            match rest.checked_sub(*length) {
                None => return at % 2 == 0,
                Some(less) => rest = less,
            }
        }
        true
    }
}

/// What draws a run of strokes: its dashes go on from one stroke to the next, else short strokes would all begin with a whole dash.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pen {
    /// Style of its dots.
    pub style: Style,
    /// How it is broken.
    pub dash: Dash,
    drawn: u64,
}

impl Pen {
    /// A pen at the beginning of its first dash.
    pub fn new(style: Style, dash: Dash) -> Self {
        Self { style, dash, drawn: 0 }
    }
}

impl Raster {
    /// A straight line between two dots.
    pub fn line(&mut self, from: (i64, i64), to: (i64, i64), style: Style) {
        self.walk(from, to, |raster, x, y, _| raster.dot(x, y, style));
    }

    /// A straight line between two dots with a pen.
    pub fn stroke(&mut self, from: (i64, i64), to: (i64, i64), pen: &mut Pen) {
        let (across, before) = (self.glyphs.dots().0, *pen);
        let steps = self.walk(from, to, |raster, x, y, after| {
            if before.dash.is_drawn(before.drawn.wrapping_add(after), across) {
                raster.dot(x, y, before.style);
            }
        });
        pen.drawn = pen.drawn.wrapping_add(steps);
    }

    /// Calls for each dot of a line (Bresenham) that is near the raster, with how many came before it; returns the steps of the
    /// whole line. What is far outside costs nothing.
    fn walk(&mut self, from: (i64, i64), to: (i64, i64), mut call: impl FnMut(&mut Self, i64, i64, u64)) -> u64 {
        let steps = |a: (i64, i64), b: (i64, i64)| a.0.abs_diff(b.0).max(a.1.abs_diff(b.1));
        let whole = steps(from, to);
        let Some(((mut x, mut y), (end_x, end_y))) = self.near(from, to) else { return whole };
        let mut after = steps(from, (x, y));
        let (across, down) = ((end_x - x).abs(), -(end_y - y).abs());
        let (right, below) = ((end_x - x).signum(), (end_y - y).signum());
        let mut error = across + down;
        loop {
            call(self, x, y, after);
            if (x, y) == (end_x, end_y) {
                return whole;
            }
            after += 1;
            let twice = 2 * error;
            if twice >= down {
                error += down;
                x += right;
            }
            if twice <= across {
                error += across;
                y += below;
            }
        }
    }

    /// The part of a line within a dot of the raster (Liang and Barsky, 1984); none where it passes by.
    fn near(&self, from: (i64, i64), to: (i64, i64)) -> Option<((i64, i64), (i64, i64))> {
        let (start, end) = ((from.0 as f64, from.1 as f64), (to.0 as f64, to.1 as f64));
        let way = (end.0 - start.0, end.1 - start.1);
        let (mut first, mut last) = (0.0f64, 1.0f64);
        let sides = [(start.0, way.0, self.width() as f64), (start.1, way.1, self.height() as f64)];
        for (at, step, most) in sides {
            if step == 0.0 {
                if !(-1.0..=most).contains(&at) {
                    return None;
                }
                continue;
            }
            let (a, b) = ((-1.0 - at) / step, (most - at) / step);
            (first, last) = (first.max(a.min(b)), last.min(a.max(b)));
        }
        let (right, bottom) = (self.width() as f64, self.height() as f64);
        // Of far ends the sum is too coarse: what is clipped stands on the box.
        let at = |share: f64| {
            let (x, y) = (start.0 + way.0 * share, start.1 + way.1 * share);
            (x.clamp(-1.0, right).round() as i64, y.clamp(-1.0, bottom).round() as i64)
        };
        let from = if first > 0.0 { at(first) } else { from };
        let to = if last < 1.0 { at(last) } else { to };
        (first <= last).then_some((from, to))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::*;
    use crate::base::Glyphs;

    fn row(raster: &Raster, columns: u16) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, columns, 1));
        raster.draw(&mut buf);
        buf.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn dashes_differ() {
        let expected = ["''''''''''''''", "'''  '''  '''  ", "'''' ' '''' ' ", "' ' ' ' ' ' ' "];
        for (dash, expected) in Dash::ALL.into_iter().zip(expected) {
            let mut raster = Raster::new(Rect::new(0, 0, 14, 1), Glyphs::Ascii);
            raster.stroke((0, 0), (13, 0), &mut Pen::new(Style::new(), dash));
            assert_eq!(row(&raster, 14), expected.chars().take(14).collect::<String>());
        }
    }

    #[test]
    fn dashes_go_on_from_stroke_to_stroke_and_from_outside() {
        for dash in Dash::ALL {
            let mut whole = Raster::new(Rect::new(0, 0, 30, 1), Glyphs::Braille);
            whole.stroke((-25, 1), (59, 1), &mut Pen::new(Style::new(), dash));
            let mut parts = Raster::new(Rect::new(0, 0, 30, 1), Glyphs::Braille);
            let mut pen = Pen::new(Style::new(), dash);
            for x in (-25..59).step_by(7) {
                parts.stroke((x, 1), (x + 7, 1), &mut pen);
            }
            assert_eq!(row(&whole, 30), row(&parts, 30), "{dash:?}");
        }
    }

    #[test]
    fn far_ends_keep_the_slope_and_empty_areas_are_no_trouble() {
        let mut raster = Raster::new(Rect::new(0, 0, 4, 1), Glyphs::Ascii);
        raster.line((-1_000_000_000_000, 1), (1_000_000_000_000, 1), Style::default());
        assert_eq!(row(&raster, 4), "----");
        let mut steep = Raster::new(Rect::new(0, 0, 3, 1), Glyphs::Ascii);
        steep.line((1, -1_000_000_000_000), (1, 1_000_000_000_000), Style::default());
        assert_eq!(row(&steep, 3), " | ");
        let mut empty = Raster::new(Rect::new(0, 0, 0, 0), Glyphs::Braille);
        empty.line((i64::MIN, 0), (i64::MAX, 5), Style::default());
        empty.draw(&mut Buffer::empty(Rect::new(0, 0, 1, 1)));
    }

    proptest! {
        /// A line that is cut at the raster's edge is the line that was meant, within a dot.
        #[test]
        fn clipping_moves_no_dot(from in (-300i64..300, -300i64..300), to in (-300i64..300, -300i64..300)) {
            let mut raster = Raster::new(Rect::new(0, 0, 20, 20), Glyphs::HalfBlock);
            let mut seen = Vec::new();
            raster.walk(from, to, |_, x, y, after| seen.push((x, y, after)));
            let inside = |x: i64, y: i64| (0..20).contains(&x) && (0..40).contains(&y);
            for (x, y, _) in seen.iter().filter(|(x, y, _)| inside(*x, *y)) {
                let long = ((to.0 - from.0) as f64).hypot((to.1 - from.1) as f64);
                let off = ((to.1 - from.1) * (x - from.0) - (to.0 - from.0) * (y - from.1)).abs() as f64;
                prop_assert!(off <= long * 1.5 || long == 0.0, "{from:?} {to:?}: {x} {y}");
            }
            // The middle of the raster is never missed.
            let crosses = (0..=1000).any(|at| {
                let share = f64::from(at) / 1000.0;
                let at = |a: i64, b: i64| a as f64 + (b - a) as f64 * share;
                (2.0..18.0).contains(&at(from.0, to.0)) && (2.0..38.0).contains(&at(from.1, to.1))
            });
            prop_assert!(!crosses || seen.iter().any(|(x, y, _)| inside(*x, *y)), "{from:?} {to:?}");
            prop_assert!(seen.len() <= 100);
        }
    }
}
