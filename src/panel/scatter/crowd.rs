//! Points that share cells, counted cell by cell: one pass over the columns of numbers, so that a million points cost a few
//! nanoseconds each and the drawing what its cells cost.

use super::Frame;
use crate::board::Scatter;
use crate::chart::{Scale, ScaleKind};

/// What stands in one cell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    /// Number of points.
    pub(super) count: u32,
    /// The first of them.
    pub(super) first: u32,
    /// Their group.
    pub(super) group: u8,
    /// Whether they are of several groups.
    pub(super) mixed: bool,
    /// Which of its 2×4 dots they take: bit `2 * row + column`, rows from the top.
    pub(super) dots: u8,
}

/// All cells of a plot, row by row from the top.
#[derive(Debug)]
pub(super) struct Crowd {
    width: usize,
    pub(super) cells: Vec<Cell>,
}

impl Crowd {
    pub(super) fn new(scatter: &Scatter, frame: &Frame) -> Self {
        let (width, height) = (usize::from(frame.plot.width), usize::from(frame.plot.height));
        let mut cells = vec![Cell::default(); width * height];
        let points = &scatter.points;
        let rows = Rows::new(&frame.y);
        // The points stand in order of x: those of a column of dots are a run.
        let mut from = frame.run.start;
        for column in 0..width * 2 {
            let run = points.x.get(from..).unwrap_or_default();
            let in_column = |x: &f64| ((frame.x.position(*x) * 2.0) as usize) <= column && *x <= frame.x.high;
            let to = from + run.partition_point(in_column);
            let run =
                points.y.get(from..to).unwrap_or_default().iter().zip(points.group.get(from..to).unwrap_or_default());
            for (nth, (y, group)) in (from as u32..).zip(run) {
                let Some(dot) = rows.of(*y) else { continue };
                let Some(row) = (height * 4).checked_sub(dot + 1) else { continue };
                let Some(cell) = cells.get_mut(row / 4 * width + column / 2) else { continue };
                if cell.count == 0 {
                    (cell.first, cell.group) = (nth, *group);
                }
                cell.mixed |= cell.group != *group;
                cell.count += 1;
                cell.dots |= 1 << (row % 4 * 2 + column % 2);
            }
            from = to;
        }
        Self { width, cells }
    }

    /// Cells with points, each with its column and row.
    pub(super) fn filled(&self) -> impl Iterator<Item = ((u16, u16), &Cell)> {
        let width = self.width.max(1);
        let filled = self.cells.iter().enumerate().filter(|(_, cell)| cell.count > 0);
        filled.map(move |(at, cell)| (((at % width) as u16, (at / width) as u16), cell))
    }

    /// Points in the fullest cell.
    pub(super) fn most(&self) -> u32 {
        self.cells.iter().map(|cell| cell.count).max().unwrap_or(0)
    }
}

/// Steps in which a first guess at the row of a value is kept.
const STEPS: u64 = 4096;

/// The rows of dots of a scale, without a logarithm for each value: a guess from the leading bits or by one multiplication, which is
/// then moved up to the last edge that the value reaches.
#[derive(Debug)]
struct Rows {
    domain: (f64, f64),
    /// Where each row begins, from the bottom.
    edges: Vec<f64>,
    guess: Vec<u16>,
    step: Step,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    /// Steps a unit.
    Linear(f64),
    /// The bits of positive numbers ascend as the numbers do: so many are dropped, and so much is taken off.
    Bits(u32, u64),
}

impl Rows {
    fn new(scale: &Scale) -> Self {
        let (low, high) = (scale.low, scale.high);
        let edges: Vec<f64> = (0..u32::from(scale.cells) * 4).map(|row| scale.value(f64::from(row) / 4.0)).collect();
        let (step, count) = if scale.kind == ScaleKind::Log {
            let count = |drop: u32| (high.to_bits() >> drop) - (low.to_bits() >> drop) + 1;
            let drop = (30..63).find(|drop| count(*drop) <= STEPS).unwrap_or(62);
            (Step::Bits(drop, low.to_bits() >> drop), count(drop))
        } else {
            (Step::Linear(STEPS as f64 / (high - low)), STEPS + 1)
        };
        let begins = |nth: u64| match step {
            // One step lower than it says: what is rounded up must not be missed.
            Step::Linear(by) => low + (nth as f64 - 1.0) / by,
            Step::Bits(drop, base) => f64::from_bits((base + nth) << drop),
        };
        let row = |value: f64| edges.partition_point(|edge| *edge <= value).saturating_sub(1) as u16;
        let guess = (0..count).map(|nth| row(begins(nth))).collect();
        Self { domain: (low, high), edges, guess, step }
    }

    /// Row of dots of a value, from the bottom; none outside of the scale.
    fn of(&self, value: f64) -> Option<usize> {
        if !(self.domain.0..=self.domain.1).contains(&value) {
            return None;
        }
        let nth = match self.step {
            Step::Linear(by) => ((value - self.domain.0) * by) as u64,
            Step::Bits(drop, base) => (value.to_bits() >> drop) - base,
        };
        let mut row = usize::from(*self.guess.get(nth as usize).or(self.guess.last())?);
        while self.edges.get(row + 1).is_some_and(|edge| *edge <= value) {
            row += 1;
        }
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_guess_ends_where_the_scale_says(
            low in -1e12..1e12f64,
            span in 1e-3..1e12f64,
            decades in 0.02..30.0f64,
            log: bool,
            cells in 2u16..300,
            share in 0.0..=1.0f64,
        ) {
            let scale = if log {
                let low = low.abs().max(1e-9);
                Scale::new(low, low * 10f64.powf(decades), true, cells)
            } else {
                Scale::new(low, low + span, false, cells)
            };
            let value = scale.value(0.5 + share * f64::from(cells - 1)).clamp(scale.low, scale.high);
            let row = Rows::new(&scale).of(value).expect("a row");
            let position = scale.position(value) * 4.0;
            prop_assert!((position - row as f64) > -1e-3 && (position - row as f64) < 1.001, "{} {}", position, row);
        }
    }
}
