//! An entity × period grid: what stands in each cell, and how dark each is.

use crate::analysis::Derived;
use crate::base::{Measure, ObsRef, Period, Standing, Unit, round_to_digits};
use crate::chart::Scale;

/// Steps of shade: as many as can be told apart without colour.
pub const SHADES: usize = 5;

/// An entity × period grid. Columns are periods of one length in true order.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// Unit of what the cells say.
    pub unit: Unit,
    /// What they are shaded by.
    pub shading: Shading,
    /// Periods from the first to the last, with those between that no row has.
    pub columns: Vec<HeatColumn>,
    /// Rows in drawing order.
    pub rows: Vec<HeatRow>,
    /// What stands in no cell, in words.
    pub aside: Vec<String>,
}

/// One period.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatColumn {
    /// Its days.
    pub period: Period,
    /// What is said once for neighbours: `2023`, `Jan 2024`; empty where `label` says all.
    pub group: String,
    /// What tells it from its neighbours: `Q2`, `Jul`, `2023`.
    pub label: String,
    /// Whether no row has it.
    pub empty: bool,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// Name.
    pub name: String,
    /// Cells by column, which is counted from the first period; columns without a row are left out.
    pub cells: Vec<(usize, HeatCell)>,
}

/// What is said of one entity in one period.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatCell {
    /// The value, in the unit of the panel where it is of its dimension; of several the sum, or all that they span.
    pub measure: Measure,
    /// The change against the period before, where the cell says that.
    pub change: Option<Derived>,
    /// The number that it is shaded by; `None` where it has none, or none that this scale can show.
    pub place: Option<f64>,
    /// The observations behind it, its own first.
    pub obs: Vec<ObsRef>,
    /// Fact, estimate, forecast or rumour: of several the least sure.
    pub standing: Standing,
    /// What its reports say where they disagree, each once; of several names the words for the first of whom they do.
    pub conflict: Vec<String>,
    /// How several names became one number, or why they did not: `sum of 3`, `span of 3 of 4, 1 without value`,
    /// `A: 2 reports disagree: 40 / 45`; empty for one.
    pub joined: String,
    /// Whether no one number stands for it: reports that disagree, or values that may not be added.
    pub apart: bool,
}

/// How numbers become shades.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shading {
    /// By size, from the smallest to the largest.
    Value {
        /// Smallest number.
        low: f64,
        /// Largest number.
        high: f64,
        /// Equal ratios rather than equal differences.
        log: bool,
    },
    /// By change: falls and rises of the same size are equally dark. The middle step is "hardly any change".
    Change {
        /// A change of this size fills the scale: nine in ten are at most as large. The darkest shade begins at three fifths of it.
        strong: f64,
        /// Compared as ratios (a doubling is as far as a halving), for changes in %.
        ratio: bool,
    },
}

impl Shading {
    /// The step of a number, 0 to 4. By change, 0 and 1 are falls, 2 is about level, 3 and 4 are rises.
    pub fn step(&self, place: f64) -> usize {
        match *self {
            Self::Value { .. } if self.is_flat() => SHADES / 2,
            Self::Value { .. } => {
                let scale = self.scale();
                let last = SHADES as f64 - 1.0;
                (scale.position(place) - 0.5).floor().clamp(0.0, last) as usize
            }
            Self::Change { strong, ratio } => {
                let size = swing(place, ratio);
                let part = if strong > 0.0 { size / strong } else { 0.0 };
                match part {
                    part if part <= -0.6 => 0,
                    part if part <= -0.2 => 1,
                    part if part < 0.2 => 2,
                    part if part < 0.6 => 3,
                    _ => 4,
                }
            }
        }
    }

    /// Where the steps begin, and where the last one ends, rounded to two digits but for the ends of the data.
    pub fn edges(&self) -> [f64; SHADES + 1] {
        let edge = |at: usize| match *self {
            Self::Value { low, .. } if at == 0 => low,
            Self::Value { high, .. } if at == SHADES => high,
            Self::Value { .. } => round_to_digits(self.scale().value(0.5 + at as f64), 2),
            Self::Change { strong, ratio } => {
                let part = [-1.0, -0.6, -0.2, 0.2, 0.6, 1.0].get(at).copied().unwrap_or(1.0);
                round_to_digits(unswing(part * strong, ratio), 2)
            }
        };
        std::array::from_fn(edge)
    }

    /// Whether all numbers are the same: one shade says so.
    pub fn is_flat(&self) -> bool {
        match *self {
            Self::Value { low, high, .. } => low >= high,
            Self::Change { strong, .. } => strong <= 0.0,
        }
    }

    /// Whether it is by equal ratios.
    pub fn log(&self) -> Option<bool> {
        match *self {
            Self::Value { log, .. } => Some(log),
            Self::Change { .. } => None,
        }
    }

    /// One cell more than steps, whose middles are the edges of the steps.
    fn scale(&self) -> Scale {
        match *self {
            Self::Value { low, high, log } => Scale::new(low, high, log, SHADES as u16 + 1),
            Self::Change { strong, .. } => Scale::new(-strong, strong, false, SHADES as u16 + 1),
        }
    }
}

/// How far a change is from none: by ratio the logarithm of the factor, so that +100 % is as far as −50 %.
pub fn swing(change: f64, ratio: bool) -> f64 {
    if ratio { (1.0 + change / 100.0).max(1e-3).ln() } else { change }
}

fn unswing(size: f64, ratio: bool) -> f64 {
    if ratio { (size.exp() - 1.0) * 100.0 } else { size }
}

impl Heat {
    /// The cell of a row in a column.
    pub fn cell(&self, row: usize, column: usize) -> Option<&HeatCell> {
        let cells = &self.rows.get(row)?.cells;
        let at = cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        cells.get(at).map(|(_, cell)| cell)
    }

    /// Whether it shows changes.
    pub fn is_change(&self) -> bool {
        matches!(self.shading, Shading::Change { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn steps_are_equal_parts() {
        let linear = Shading::Value { low: 0.0, high: 100.0, log: false };
        assert_eq!([0.0, 19.0, 20.0, 59.0, 80.0, 100.0].map(|v| linear.step(v)), [0, 0, 1, 2, 4, 4]);
        assert_eq!(linear.edges(), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        let log = Shading::Value { low: 1.0, high: 1e5, log: true };
        assert_eq!([1.0, 11.0, 99.0, 1.1e4, 1e5].map(|v| log.step(v)), [0, 1, 1, 4, 4]);
        assert_eq!(Shading::Value { low: 7.0, high: 7.0, log: true }.step(7.0), 2);
    }

    #[test]
    fn a_doubling_is_as_dark_as_a_halving() {
        let shading = Shading::Change { strong: 2f64.ln(), ratio: true };
        assert_eq!([-50.0, -30.0, -5.0, 0.0, 10.0, 30.0, 100.0].map(|v| shading.step(v)), [0, 1, 2, 2, 2, 3, 4]);
        assert_eq!(shading.edges(), [-50.0, -34.0, -13.0, 15.0, 52.0, 100.0]);
        let points = Shading::Change { strong: 10.0, ratio: false };
        assert_eq!([-10.0, -3.0, 1.0, 3.0, 40.0].map(|v| points.step(v)), [0, 1, 2, 3, 4]);
    }

    proptest! {
        #[test]
        fn a_larger_number_is_never_lighter(a in any::<f64>(), b in any::<f64>(), x in any::<f64>(), y in any::<f64>(), log: bool) {
            let (low, high) = (a.min(b), a.max(b));
            let (x, y) = (x.min(y), x.max(y));
            for shading in [
                Shading::Value { low, high, log },
                Shading::Change { strong: high.abs(), ratio: log },
            ] {
                prop_assert!(shading.step(x) <= shading.step(y));
                prop_assert!(shading.step(y) < SHADES);
            }
        }
    }
}
