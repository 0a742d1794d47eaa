//! Value <-> position, both ways.

/// How a scale shares out its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ScaleKind {
    /// Equal differences, equal lengths.
    #[default]
    Linear,
    /// Equal ratios, equal lengths; above zero only.
    Log,
    /// Linear around zero, logarithmic further out on both sides: for values of many sizes that may be zero or negative.
    Symlog,
}

/// A mapping from values to positions along `cells` cells and back. Positions are in cells from the start of the plot; the
/// domain's ends sit in the middle of the first and the last cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Value at the first cell's middle.
    pub low: f64,
    /// Value at the last cell's middle; greater than `low`.
    pub high: f64,
    /// How cells are shared out; a log scale has both ends above zero.
    pub kind: ScaleKind,
    /// Of a symlog scale the size up to which it is about linear, above zero; 0 for others.
    pub linear_to: f64,
    /// Number of cells, at least 1.
    pub cells: u16,
}

/// Least part of the larger end that a domain spans: narrower ones are widened, for doubles have no round numbers left in them.
const NARROWEST: f64 = 1e-12;
/// Below this, doubles run out of digits: no domain is narrower, and no log scale begins there.
const LEAST: f64 = 1e-300;
/// As [`NARROWEST`] for logarithms, of which fewer digits are left.
const NARROWEST_LOG: f64 = 1e-9;
/// Of the larger end, the threshold of a symlog scale that was not given one: three decades are logarithmic.
const LINEAR_PART: f64 = 1e-3;

/// What a domain may reach: half of the largest number between its ends keeps `high - low` finite.
fn bound(value: f64) -> f64 {
    value.clamp(-f64::MAX / 4.0, f64::MAX / 4.0)
}

impl Scale {
    /// A linear or log scale over a domain; see [`Scale::of`].
    pub fn new(low: f64, high: f64, log: bool, cells: u16) -> Self {
        Self::of(if log { ScaleKind::Log } else { ScaleKind::Linear }, low, high, cells)
    }

    /// A scale over a domain; a degenerate or non-finite domain is widened so that it can be drawn. A log scale that would reach
    /// zero is linear. The threshold of a symlog scale is a thousandth of its larger end; see [`Scale::symlog`].
    pub fn of(kind: ScaleKind, low: f64, high: f64, cells: u16) -> Self {
        let (low, high) = match (low.is_finite(), high.is_finite()) {
            (true, true) => (bound(low.min(high)), bound(low.max(high))),
            (true, false) => (bound(low), bound(low)),
            (false, true) => (bound(high), bound(high)),
            (false, false) => (0.0, 1.0),
        };
        let kind = if kind == ScaleKind::Log && low < LEAST { ScaleKind::Linear } else { kind };
        let size = low.abs().max(high.abs());
        let (low, high) = if kind == ScaleKind::Log && high / low < 1.0 + NARROWEST_LOG {
            (low / 10f64.sqrt(), high * 10f64.sqrt())
        } else if kind != ScaleKind::Log && high - low <= (size * NARROWEST).max(LEAST) {
            widened(low, high)
        } else {
            (low, high)
        };
        let scale = Self { low, high, kind, linear_to: 0.0, cells: cells.max(1) };
        if kind == ScaleKind::Symlog { scale.linear_up_to(size * LINEAR_PART) } else { scale }
    }

    /// A scale that takes zero and both signs: linear up to about `threshold` on both sides, logarithmic beyond. It is the
    /// bi-symmetric log transformation of Webber (2012, Measurement Science and Technology 24, 027001), sign(x) ln(1 + |x| / threshold):
    /// smooth, and for large values as far from one decade to the next as a log scale. The least size of a value other than zero
    /// is a good threshold; one of no use (zero, or far above the domain) is moved to where it can be used.
    pub fn symlog(low: f64, high: f64, threshold: f64, cells: u16) -> Self {
        let scale = Self::of(ScaleKind::Symlog, low, high, cells);
        if threshold.is_finite() && threshold != 0.0 { scale.linear_up_to(threshold.abs()) } else { scale }
    }

    fn linear_up_to(self, threshold: f64) -> Self {
        let size = self.low.abs().max(self.high.abs());
        // Within these, the share of an end and the threshold is finite, and no linear part is lost in the last digits.
        let linear_to = threshold.clamp((size * 1e-300).max(f64::MIN_POSITIVE), (size * 1e3).max(1e-300));
        let scale = Self { linear_to, ..self };
        let (from, to) = (scale.along(scale.low), scale.along(scale.high));
        if to - from > from.abs().max(to.abs()) * NARROWEST_LOG {
            return scale;
        }
        let (low, high) = widened(scale.low, scale.high);
        Self { low, high, ..scale }
    }

    /// Distance of a value from zero on a symlog scale, in units of e.
    fn along(&self, value: f64) -> f64 {
        (value.abs() / self.linear_to).ln_1p().copysign(value)
    }

    /// Logarithm of the ratio of two values above zero: by their quotient where it is finite, for it keeps the digits that a
    /// difference of logarithms loses.
    fn ratio(value: f64, to: f64) -> f64 {
        let quotient = value / to;
        if quotient.is_normal() { quotient.ln() } else { value.ln() - to.ln() }
    }

    /// Part of the way from the low to the high end; infinite where a value has no place (zero on a log axis).
    fn share(&self, value: f64) -> f64 {
        let value = bound(value);
        match self.kind {
            ScaleKind::Linear => (value - self.low) / (self.high - self.low),
            ScaleKind::Log if value > 0.0 => Self::ratio(value, self.low) / Self::ratio(self.high, self.low),
            ScaleKind::Log => f64::NEG_INFINITY,
            ScaleKind::Symlog => {
                let from = self.along(self.low);
                (self.along(value) - from) / (self.along(self.high) - from)
            }
        }
    }

    /// Cells from a tenth of the larger end to that end: what a decade takes on a log scale, and on a symlog scale far from zero.
    pub(super) fn decade(&self) -> f64 {
        let end = if self.high.abs() < self.low.abs() { self.low } else { self.high };
        (self.reach(end) - self.reach(end / 10.0)).abs()
    }

    /// Position of a value in cells, 0.5 = middle of the first cell; clamped into the plot.
    pub fn position(&self, value: f64) -> f64 {
        let share = self.share(value);
        let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
        0.5 + share * f64::from(self.cells.saturating_sub(1))
    }

    /// As [`Scale::position`], but beyond the plot's ends for values that lie outside of the domain; infinite where a value
    /// has no place (zero on a log axis).
    pub fn reach(&self, value: f64) -> f64 {
        0.5 + self.share(value) * f64::from(self.cells.saturating_sub(1))
    }

    /// Cell of a value, 0-based, clamped.
    pub fn cell(&self, value: f64) -> u16 {
        (self.position(value).floor() as u16).min(self.cells.saturating_sub(1))
    }

    /// Value at a position: the inverse of [`Scale::position`], also beyond the plot; always finite.
    pub fn value(&self, position: f64) -> f64 {
        let steps = f64::from(self.cells.saturating_sub(1));
        let share = (position - 0.5) / steps;
        // A single cell stands for its first value.
        if steps == 0.0 || share.is_nan() {
            return self.low;
        }
        let value = match self.kind {
            ScaleKind::Linear => self.low + (self.high - self.low) * share,
            ScaleKind::Log => {
                let by = Self::ratio(self.high, self.low) * share;
                let value = self.low * by.exp();
                // The factor alone may be infinite where the product is not.
                let value = if value.is_finite() { value } else { (self.low.ln() + by).exp() };
                value.max(f64::MIN_POSITIVE)
            }
            ScaleKind::Symlog => {
                let (from, to) = (self.along(self.low), self.along(self.high));
                let along = from + (to - from) * share;
                (along.abs().exp_m1() * self.linear_to).copysign(along)
            }
        };
        value.clamp(-f64::MAX / 2.0, f64::MAX / 2.0)
    }

    /// Whether a value lies within the domain. Values that no domain reaches ([`Scale::of`]) are at its ends.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&bound(value))
    }
}

/// A domain without an extent made as wide as its value is large.
fn widened(low: f64, high: f64) -> (f64, f64) {
    let margin = low.abs().max(high.abs()) / 2.0;
    let margin = if margin > LEAST { margin } else { 1.0 };
    (low - margin, high + margin)
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

    #[test]
    fn a_symlog_scale_has_zero_in_the_middle_of_equal_ends_and_decades_further_out() {
        let scale = Scale::symlog(-1e6, 1e6, 1.0, 201);
        assert_eq!([-1e6, 0.0, 1e6].map(|value| scale.cell(value)), [0, 100, 200]);
        let decade = |exponent: i32| scale.position(10f64.powi(exponent + 1)) - scale.position(10f64.powi(exponent));
        assert!((decade(4) - decade(3)).abs() < 0.01);
        // Below the threshold twice the value is nearly twice the way.
        let way = |value: f64| scale.position(value) - scale.position(0.0);
        assert!((way(0.02) / way(0.01) - 2.0).abs() < 0.02);
        assert!((way(-0.02) + way(0.02)).abs() < 1e-9);
    }

    #[test]
    fn a_log_scale_that_would_reach_zero_is_linear() {
        assert_eq!(Scale::of(ScaleKind::Log, 0.0, 9.0, 9).kind, ScaleKind::Linear);
        assert_eq!(Scale::new(-1.0, 9.0, true, 9).kind, ScaleKind::Linear);
        assert_eq!(Scale::of(ScaleKind::Log, 1.0, 9.0, 9).kind, ScaleKind::Log);
    }

    fn any_scale() -> impl Strategy<Value = Scale> {
        let kinds = [ScaleKind::Linear, ScaleKind::Log, ScaleKind::Symlog];
        let number = || prop_oneof![any::<f64>(), -1e3..1e3f64, Just(0.0), Just(1.0), Just(1.0 + 1e-11)];
        (number(), number(), 0..3usize, any::<f64>(), any::<u16>()).prop_map(move |(a, b, kind, threshold, cells)| {
            match kinds[kind] {
                ScaleKind::Symlog => Scale::symlog(a, b, threshold, cells),
                kind => Scale::of(kind, a, b, cells),
            }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn positions_lead_back_to_values(scale in any_scale(), share in 0.0..1.0f64) {
            prop_assert!(scale.low < scale.high && scale.low.is_finite() && scale.high.is_finite(), "{scale:?}");
            prop_assert!((scale.high - scale.low).is_finite(), "{scale:?}");
            let position = 0.5 + share * f64::from(scale.cells - 1);
            let back = scale.position(scale.value(position));
            // A narrow domain has only so many doubles.
            let grain = f64::EPSILON * scale.low.abs().max(scale.high.abs()) / (scale.high - scale.low);
            let apart = (back - position).abs();
            prop_assert!(apart < 2e-2 + 2.0 * grain * f64::from(scale.cells), "{scale:?} {position} {back}");
        }

        #[test]
        fn the_ends_of_the_domain_are_those_of_the_plot(scale in any_scale()) {
            prop_assert_eq!((scale.cell(scale.low), scale.cell(scale.high)), (0, scale.cells - 1), "{:?}", scale);
        }

        /// Seen red with 6.8e307, beyond what any domain reaches: its point was not drawn.
        #[test]
        fn a_domain_contains_what_it_is_made_of(a in any::<f64>(), b in any::<f64>()) {
            let scale = Scale::new(a, b, false, 10);
            prop_assert!([a, b].into_iter().all(|value| scale.contains(value) || !value.is_finite()), "{scale:?}");
        }

        #[test]
        fn any_value_has_a_cell_and_any_position_a_value(scale in any_scale(), value in any::<f64>()) {
            prop_assert!(scale.cell(value) < scale.cells);
            prop_assert!(scale.value(value).is_finite());
        }

        #[test]
        fn a_greater_value_is_never_further_left(scale in any_scale(), a in any::<f64>(), b in any::<f64>()) {
            let (less, more) = if a < b { (a, b) } else { (b, a) };
            prop_assert!(scale.position(less) <= scale.position(more) || less.is_nan() || more.is_nan(), "{:?}", scale);
        }
    }
}
