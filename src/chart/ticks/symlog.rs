//! Ticks of a symlog scale: zero, and decades on both sides of it.

use super::Scale;
use super::log::{EVERY, ROOMY};
use super::number::{Candidates, decimal, linear_candidates};

/// Zero and the decades beyond the threshold, with 1-2-5 where they are few; then every 2nd, 3rd ... decade, with those next to zero
/// (where decades crowd) and without; then a linear choice for a domain within the threshold or one decade.
pub(super) fn candidates(scale: Scale) -> Candidates {
    let size = scale.low.abs().max(scale.high.abs());
    let (first, last) = (scale.linear_to.log10().ceil() as i32, size.log10().floor() as i32);
    let both_sides = move |sizes: Vec<f64>| -> Vec<f64> {
        let below = sizes.iter().rev().map(|size| -size);
        let all = below.chain(std::iter::once(0.0)).chain(sizes.iter().copied());
        all.filter(|value| scale.contains(*value)).collect()
    };
    let decades = move |(every, from): (i32, i32)| {
        // Counted from the outermost: how far the axis reaches is what is read first.
        let exponents = (from..=last).filter(|exponent| (last - exponent) % every == 0);
        both_sides(exponents.map(|exponent| decimal(1, exponent)).collect())
    };
    let between = (first..=last).flat_map(|exponent| [1, 2, 5].map(|mantissa| decimal(mantissa, exponent)));
    let between = if scale.decade() < ROOMY && decades((1, first)).len() >= 4 {
        Vec::new()
    } else {
        both_sides(between.collect())
    };
    let coarser = EVERY.into_iter().flat_map(move |every| [(every, first), (every, first + every)]).map(decades);
    Box::new(std::iter::once(between).chain(coarser).chain(linear_candidates(scale)))
}
