//! Student's t, for intervals of a fitted slope.

use std::f64::consts::PI;

/// Up to here the distribution is summed, above it expanded: there the expansion is good to nine digits.
const SUMMED_TO: usize = 200;
/// The 97.5 % quantile of the normal distribution.
const NORMAL: f64 = 1.959_963_984_540_054;

/// The t beyond which 5 % lie, 2.5 % on either side, with so many degrees of freedom (1 or more). The distribution of whole
/// degrees is a finite sum (Abramowitz & Stegun, 26.7.3 and 26.7.4), inverted by bisection; for many degrees their expansion
/// 26.7.5 from the normal quantile.
pub(super) fn quantile_95(degrees: usize) -> f64 {
    let degrees = degrees.max(1);
    if degrees > SUMMED_TO {
        return expanded(degrees as f64);
    }
    let (mut low, mut high) = (1.0, 13.0);
    while high - low > 1e-12 {
        let middle = low / 2.0 + high / 2.0;
        if within(middle, degrees) < 0.95 { low = middle } else { high = middle }
    }
    high
}

/// The probability that |T| is at most t.
fn within(t: f64, degrees: usize) -> f64 {
    let angle = (t / (degrees as f64).sqrt()).atan();
    let (sine, cosine) = angle.sin_cos();
    // Terms of an odd number of degrees begin with the cosine and step by 2/3, 4/5; of an even one with 1 and by 1/2, 3/4.
    let odd = degrees % 2 == 1;
    let mut term = if odd { cosine } else { 1.0 };
    let mut sum = if odd && degrees == 1 { 0.0 } else { term };
    let mut k = if odd { 3 } else { 2 };
    while k < degrees {
        term *= (k - 1) as f64 / k as f64 * cosine * cosine;
        sum += term;
        k += 2;
    }
    if odd { 2.0 / PI * (angle + sine * sum) } else { sine * sum }
}

fn expanded(degrees: f64) -> f64 {
    let z = NORMAL;
    let terms = [
        (z.powi(3) + z) / 4.0,
        (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0,
        (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0,
        (79.0 * z.powi(9) + 776.0 * z.powi(7) + 1482.0 * z.powi(5) - 1920.0 * z.powi(3) - 945.0 * z) / 92160.0,
    ];
    terms.into_iter().rev().fold(0.0, |sum, term| (sum + term) / degrees) + z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_published_table() {
        // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, column 0.975.
        for (degrees, published) in [
            (1, 12.706),
            (2, 4.303),
            (3, 3.182),
            (4, 2.776),
            (5, 2.571),
            (10, 2.228),
            (15, 2.131),
            (30, 2.042),
            (60, 2.000),
            (99, 1.984),
            (100, 1.984),
            (1_000_000, 1.960),
        ] {
            let found = quantile_95(degrees);
            assert!((found - published).abs() <= 0.0005, "{degrees}: {found}");
        }
    }

    #[test]
    fn sum_and_expansion_meet() {
        for degrees in [SUMMED_TO, SUMMED_TO - 1] {
            assert!((quantile_95(degrees) - expanded(degrees as f64)).abs() < 1e-9);
        }
    }
}
