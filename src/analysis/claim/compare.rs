//! Whether a stated number follows from a recomputed one: inside the recomputed interval, rounded to the stated number's own digits.

use crate::base::{Bound, Measure, Shape};

/// Half a step of the last digit, relative to which two numbers of one size are the same.
const NOISE: f64 = 1e-9;

/// The step of the last digit that was stated: 1 for 20 %, 0.1 for 12.5 %. "About" says that trailing zeros are no digits.
fn step(stated: &Measure) -> f64 {
    let ends = [stated.point, stated.low.map(|end| end.value), stated.high.map(|end| end.value)];
    let size = ends.into_iter().flatten().fold(0f64, |most, value| most.max(value.abs()));
    if size == 0.0 {
        return 1.0;
    }
    let needed = |value: f64| {
        let text = format!("{:e}", value.abs());
        let mantissa = text.split('e').next().unwrap_or_default().chars().filter(char::is_ascii_digit).count();
        i32::try_from(mantissa).unwrap_or(17)
    };
    let digits = match stated.digits {
        Some(digits) if stated.about => needed(size).min(i32::from(digits)),
        Some(digits) => i32::from(digits),
        None => needed(size).min(15),
    };
    10f64.powi(size.log10().floor() as i32 - digits.max(1) + 1)
}

/// Whether the stated measure can be the recomputed one; all in one unit. Both are compared by the coarser of their digits. Where
/// the values were rounded themselves, `loose` is what their rounding leaves open: it excuses a last digit that is one off, and no more.
pub(super) fn follows(stated: &Measure, computed: &Measure, loose: &Measure) -> bool {
    let own = step(stated);
    let coarser = computed.digits.map_or(own, |_| own.max(step(computed)));
    within(stated, computed, coarser / 2.0) || (within(stated, computed, own * 1.5) && within(stated, loose, own / 2.0))
}

/// Whether two intervals meet, where so much either way is the same.
fn within(stated: &Measure, computed: &Measure, half: f64) -> bool {
    let one_point = stated.point.is_some() && stated.shape != Shape::Bound;
    // Whether `upper`, an end of one interval, reaches up to `lower`, an end of the other.
    let reaches = |upper: Option<Bound>, lower: Option<Bound>, stated_end: Option<Bound>| {
        let (Some(upper), Some(lower)) = (upper, lower) else { return true };
        let noise = NOISE * upper.value.abs().max(lower.value.abs());
        let rounded = one_point || stated_end.is_none_or(|end| end.inclusive);
        if rounded { upper.value + half + noise >= lower.value } else { upper.value - noise > lower.value }
    };
    reaches(computed.high, stated.low, stated.low) && reaches(stated.high, computed.low, stated.high)
}

/// A number that was visibly rounded, as wide as that leaves it: 4.8M is from 4.75M to 4.85M. Whole numbers that are written out
/// are what they say.
pub(super) fn loosened(measure: &Measure) -> Measure {
    let rounded = |value: f64, step: f64| step > 1.0 || value.fract() != 0.0;
    let half = match (measure.point, measure.digits) {
        (Some(point), Some(_)) if measure.shape == Shape::Exact => {
            let step = step(&Measure { about: false, ..measure.clone() });
            // A step above the digits' own is of a magnitude word: 5M, 4839万.
            if rounded(point, step) { step / 2.0 } else { return measure.clone() }
        }
        _ => return measure.clone(),
    };
    let end = |end: Option<Bound>, by: f64| end.map(|end| Bound { value: end.value + by, ..end });
    let loose = Measure { low: end(measure.low, -half), high: end(measure.high, half), ..measure.clone() };
    // A number above zero does not become one below it by rounding.
    if loose.low.is_some_and(|low| low.value <= 0.0) { measure.clone() } else { loose }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Unit, ValueContext, parse_value};

    fn read(text: &str) -> Measure {
        parse_value(text, &ValueContext::default()).expect("a value")
    }

    fn holds(stated: &str, low: f64, high: f64) -> bool {
        let computed = Measure::range(low, high, Unit::none());
        follows(&read(stated), &computed, &computed)
    }

    #[test]
    fn a_stated_number_is_compared_by_its_own_digits() {
        for (stated, low, high, expected) in [
            ("20%", 12.0, 12.0, false),
            ("12%", 12.4, 12.4, true),
            ("12%", 12.6, 12.6, false),
            ("12.0%", 12.4, 12.4, false),
            ("12.5%", 12.46, 12.46, true),
            ("约40%", 43.0, 43.0, true),
            ("40%", 43.0, 43.0, false),
            ("约42%", 43.0, 43.0, false),
            ("-14%", -13.8, -13.8, true),
            ("20%", 12.0, 25.0, true),
            ("10-15%", 14.0, 30.0, true),
            ("10-15%", 16.0, 30.0, false),
        ] {
            assert_eq!(holds(stated, low, high), expected, "{stated} of {low} to {high}");
        }
    }

    #[test]
    fn bounds_hold_on_their_side_only() {
        for (stated, at, expected) in [
            (">=20%", 35.0, true),
            (">=20%", 19.6, true),
            (">=20%", 12.0, false),
            (">50%", 50.0, false),
            ("<=17%", 12.0, true),
        ] {
            assert_eq!(holds(stated, at, at), expected, "{stated} of {at}");
        }
    }

    #[test]
    fn a_result_is_no_finer_than_its_digits_and_rounding_excuses_one_step() {
        let computed = Measure { digits: Some(2), ..Measure::exact(12.5, Unit::none()) };
        let loose = Measure::range(10.5, 14.7, Unit::none());
        for (stated, expected) in [("12.3%", true), ("14%", true), ("14.5%", false), ("15%", false), ("11%", true)] {
            assert_eq!(follows(&read(stated), &computed, &loose), expected, "{stated}");
        }
        assert!(!follows(&read("14%"), &computed, &computed), "the values were not rounded");
    }

    #[test]
    fn only_what_was_rounded_is_as_wide_as_its_rounding() {
        let ends = |text: &str| {
            let loose = loosened(&read(text));
            (loose.low.map(|end| end.value), loose.high.map(|end| end.value))
        };
        assert_eq!(ends("112"), (Some(112.0), Some(112.0)));
        assert_eq!(ends("4.8M"), (Some(4.75e6), Some(4.85e6)));
        assert_eq!(ends("4839万"), (Some(48_385_000.0), Some(48_395_000.0)));
        assert_eq!(ends("5-20"), (Some(5.0), Some(20.0)));
        assert_eq!(ends("48,390,000"), (Some(48_390_000.0), Some(48_390_000.0)));
    }
}
