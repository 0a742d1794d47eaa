//! Ticks of a log scale.

use super::Scale;
use super::number::{Candidates, decimal, linear_candidates};

/// Every so many decades, where not each of them has room.
pub(super) const EVERY: [i32; 9] = [1, 2, 3, 5, 10, 20, 50, 100, 200];

/// Cells of a decade from which on 2 and 5 stand between two: fewer are one beside the other.
pub(super) const ROOMY: f64 = 8.0;

/// 1-2-5 where a decade has room for it or there are no three decades; then decades, every 2nd, 3rd ... of them; then a linear
/// choice, so that there are two even inside one decade.
pub(super) fn candidates(scale: Scale) -> Candidates {
    let (first, last) = (scale.low.log10().floor() as i32, scale.high.log10().ceil() as i32);
    let inside = move |value: &f64| scale.contains(*value);
    let decades = move |every: i32| -> Vec<f64> {
        let exponents = (first..=last).filter(move |exponent| exponent.rem_euclid(every) == 0);
        exponents.map(|exponent| decimal(1, exponent)).filter(inside).collect()
    };
    let between = (first..=last).flat_map(|exponent| [1, 2, 5].map(|mantissa| decimal(mantissa, exponent)));
    let between =
        if scale.decade() < ROOMY && decades(1).len() >= 3 { Vec::new() } else { between.filter(inside).collect() };
    Box::new(std::iter::once(between).chain(EVERY.into_iter().map(decades)).chain(linear_candidates(scale)))
}
