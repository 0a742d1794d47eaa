//! Value <-> position, both ways.

/// A mapping from values to positions along `cells` cells and back. Positions are in cells from the start of the plot; the
/// domain's ends sit in the middle of the first and the last cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Value at the first cell's middle.
    pub low: f64,
    /// Value at the last cell's middle; greater than `low`.
    pub high: f64,
    /// Logarithmic (both ends above zero).
    pub log: bool,
    /// Number of cells, at least 1.
    pub cells: u16,
}

impl Scale {
    /// A scale over a domain; a degenerate or non-finite domain is widened so that it can be drawn.
    pub fn new(low: f64, high: f64, log: bool, cells: u16) -> Self {
        // Half of the largest number on each side keeps `high - low` finite.
        let bound = |value: f64| value.clamp(-f64::MAX / 4.0, f64::MAX / 4.0);
        let (low, high) = match (low.is_finite(), high.is_finite()) {
            (true, true) => (bound(low.min(high)), bound(low.max(high))),
            (true, false) => (bound(low), bound(low)),
            (false, true) => (bound(high), bound(high)),
            (false, false) => (0.0, 1.0),
        };
        let log = log && low >= f64::MIN_POSITIVE;
        let (low, high) = if log && high / low < 1.0 + 1e-9 {
            ((low / 10f64.sqrt()).max(f64::MIN_POSITIVE), high * 10f64.sqrt())
        } else if !log && high - low <= low.abs().max(high.abs()) * 1e-12 {
            let margin = if low == 0.0 { 1.0 } else { low.abs() / 2.0 };
            let margin = if margin > f64::MIN_POSITIVE { margin } else { 1.0 };
            (low - margin, high + margin)
        } else {
            (low, high)
        };
        Self { low, high, log, cells: cells.max(1) }
    }

    /// Position of a value in cells, 0.5 = middle of the first cell; clamped into the plot.
    pub fn position(&self, value: f64) -> f64 {
        let share = if self.log {
            if value > 0.0 { (value.ln() - self.low.ln()) / (self.high.ln() - self.low.ln()) } else { 0.0 }
        } else {
            (value - self.low) / (self.high - self.low)
        };
        let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
        0.5 + share * f64::from(self.cells.saturating_sub(1))
    }

    /// As [`Scale::position`], but beyond the plot's ends for values that lie outside of the domain; infinite where a value
    /// has no place (zero on a log axis).
    pub fn reach(&self, value: f64) -> f64 {
        let share = if self.log {
            if value > 0.0 {
                (value.ln() - self.low.ln()) / (self.high.ln() - self.low.ln())
            } else {
                f64::NEG_INFINITY
            }
        } else {
            (value - self.low) / (self.high - self.low)
        };
        0.5 + share * f64::from(self.cells.saturating_sub(1))
    }

    /// Cell of a value, 0-based, clamped.
    pub fn cell(&self, value: f64) -> u16 {
        (self.position(value).floor() as u16).min(self.cells.saturating_sub(1))
    }

    /// Value at a position: the inverse of [`Scale::position`].
    pub fn value(&self, position: f64) -> f64 {
        let steps = f64::from(self.cells.saturating_sub(1));
        if steps == 0.0 {
            return self.low;
        }
        let share = (position - 0.5) / steps;
        if self.log {
            (self.low.ln() + (self.high.ln() - self.low.ln()) * share).exp()
        } else {
            self.low + (self.high - self.low) * share
        }
    }

    /// Whether a value lies within the domain.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ends_sit_in_the_middle_of_the_outer_cells() {
        let scale = Scale::new(0.0, 100.0, false, 11);
        assert_eq!((scale.position(0.0), scale.position(100.0)), (0.5, 10.5));
        assert_eq!((scale.cell(-5.0), scale.cell(50.0), scale.cell(1e9)), (0, 5, 10));
        let decades = Scale::new(1.0, 1e4, true, 5);
        assert_eq!((decades.cell(10.0), decades.cell(0.0)), (1, 0));
    }

    proptest! {
        #[test]
        fn positions_lead_back_to_values(a in any::<f64>(), b in any::<f64>(), log: bool, cells in 2u16.., share in 0.0..1.0f64) {
            let scale = Scale::new(a, b, log, cells);
            prop_assert!(scale.low < scale.high && scale.low.is_finite() && scale.high.is_finite());
            let position = 0.5 + share * f64::from(cells - 1);
            let back = scale.position(scale.value(position));
            prop_assert!((back - position).abs() < 1e-2, "{scale:?} {position} {back}");
        }

        #[test]
        fn any_value_has_a_cell(low in any::<f64>(), high in any::<f64>(), log: bool, cells: u16, value in any::<f64>()) {
            let scale = Scale::new(low, high, log, cells);
            prop_assert!(scale.cell(value) < scale.cells);
        }
    }
}
