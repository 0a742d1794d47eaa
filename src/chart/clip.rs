//! The part of a straight line that lies inside a plot.

/// A point in dots from the upper left corner, or anything else that is even in both directions.
pub type Spot = (f64, f64);

/// The part of the line between two points that lies in `0..=width` by `0..=height` (Liang and Barsky 1984); `None` where
/// none does, or where a coordinate is no number.
pub fn clip(from: Spot, to: Spot, (width, height): Spot) -> Option<(Spot, Spot)> {
    let (across, down) = (to.0 - from.0, to.1 - from.1);
    if !(across.is_finite() && down.is_finite()) {
        return None;
    }
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    for (step, room) in [(-across, from.0), (across, width - from.0), (-down, from.1), (down, height - from.1)] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    let at = |share: f64| (from.0 + across * share, from.1 + down * share);
    (enter <= leave).then(|| (at(enter), at(leave)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_cut_at_the_edges() {
        let plot = (10.0, 10.0);
        assert_eq!(clip((-10.0, 5.0), (20.0, 5.0), plot), Some(((0.0, 5.0), (10.0, 5.0))));
        assert_eq!(clip((5.0, -5.0), (5.0, 5.0), plot), Some(((5.0, 0.0), (5.0, 5.0))));
        assert_eq!(clip((-1.0, -1.0), (-5.0, 20.0), plot), None);
        assert_eq!(clip((f64::NEG_INFINITY, 1.0), (5.0, 5.0), plot), None);
    }

    proptest! {
        #[test]
        fn what_is_left_lies_inside(x in -1e3..1e3f64, y in -1e3..1e3f64, a in -1e3..1e3f64, b in -1e3..1e3f64) {
            if let Some((from, to)) = clip((x, y), (a, b), (50.0, 30.0)) {
                for (x, y) in [from, to] {
                    prop_assert!((-1e-6..=50.0 + 1e-6).contains(&x) && (-1e-6..=30.0 + 1e-6).contains(&y));
                }
            }
        }
    }
}
