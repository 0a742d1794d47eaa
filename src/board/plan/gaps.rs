//! Where a regular series misses periods.

use crate::base::{Day, Precision};

/// For each point, in order of time, whether periods are missing before it. A step counts as a gap where it is longer than
/// the usual one by half a step and the `tolerance` (missing periods that are allowed). Only a regular series has gaps:
/// calendar periods with a usual step, or days of which three in four follow it; releases and events have none.
pub(super) fn gaps(points: &[(Day, Precision)], tolerance: u32) -> Vec<bool> {
    let steps: Vec<i32> = points.iter().zip(points.iter().skip(1)).map(|(a, b)| b.0.0.saturating_sub(a.0.0)).collect();
    let mut lengths: Vec<i32> = steps.iter().copied().filter(|step| *step > 0).collect();
    lengths.sort_unstable();
    // The lower median: one gap among two steps is the longer one.
    let usual = lengths.get(lengths.len().saturating_sub(1) / 2).copied().map(f64::from);
    let Some(usual) = usual.filter(|_| is_regular(points, &lengths)) else { return vec![false; points.len()] };
    let most = usual * (1.5 + f64::from(tolerance));
    let after = steps.iter().map(|step| f64::from(*step) > most);
    std::iter::once(false).chain(after).take(points.len()).collect()
}

fn is_regular(points: &[(Day, Precision)], lengths: &[i32]) -> bool {
    let Some((_, precision)) = points.first() else { return false };
    let calendar = !matches!(precision, Precision::Day | Precision::Third | Precision::Interval | Precision::None);
    let same = points.iter().all(|(_, other)| other == precision);
    if calendar && same {
        return lengths.len() >= 2;
    }
    let usual = lengths.get(lengths.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    // A month is 28 to 31 days long, so that a quarter more or less is still the same step.
    let near = lengths.iter().filter(|step| (**step - usual).abs() * 4 <= usual).count();
    lengths.len() >= 4 && near * 4 >= lengths.len() * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(precision: Precision, days: &[i32]) -> Vec<(Day, Precision)> {
        days.iter().map(|day| (Day(*day), precision)).collect()
    }

    #[test]
    fn a_regular_series_breaks_where_periods_are_missing() {
        let years = days(Precision::Year, &[0, 365, 730, 1461, 1826]);
        assert_eq!(gaps(&years, 0), [false, false, false, true, false]);
        assert_eq!(gaps(&years, 1), [false; 5]);
        let months = days(Precision::Day, &[0, 31, 59, 90, 120, 304]);
        assert_eq!(gaps(&months, 0), [false, false, false, false, false, true]);
    }

    #[test]
    fn releases_have_no_gaps() {
        assert_eq!(gaps(&days(Precision::Day, &[0, 10, 300, 310, 900, 2000]), 0), [false; 6]);
        assert_eq!(gaps(&[], 0), Vec::<bool>::new());
        assert_eq!(gaps(&days(Precision::Year, &[0, 0, 3000]), 0), [false; 3]);
    }
}
