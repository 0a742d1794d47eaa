//! How long after one event another came.

use crate::base::{Day, Period, Precision};

/// Whole months from one period to another, as an interval; days where both are days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lag {
    /// Fewest months; `None` = open.
    pub low: Option<i32>,
    /// Most months; `None` = open.
    pub high: Option<i32>,
    /// Whether either end was approximate.
    pub about: bool,
    /// Exact days, where both events have one day.
    pub days: Option<i32>,
}

/// The lag from `from` to `to` by calendar months of their first and last days: Nov 2022 to Mar–Apr 2023 is 4–5 months. `None` where
/// either has no days.
pub fn lag(from: &Period, to: &Period) -> Option<Lag> {
    // An open end leaves the event where it began (or ended): "since April" counts by April.
    let ends = |p: &Period| Some((p.first.or(p.last)?, if p.first.is_some() { p.last.or(p.first)? } else { p.last? }));
    let month = |day: Day| i32::from(day.ymd().0) * 12 + i32::from(day.ymd().1);
    let ((from_first, from_last), (to_first, to_last)) = (ends(from)?, ends(to)?);
    let exact = from.precision == Precision::Day && to.precision == Precision::Day;
    Some(Lag {
        low: Some(month(to_first) - month(from_last)),
        high: Some(month(to_last) - month(from_first)),
        about: from.approximate || to.approximate,
        days: exact.then_some(to_first.0 - from_first.0),
    })
}

impl Lag {
    /// `4–5 mo`, `≈18 mo`, `≥12 mo`; without unit where `bare`.
    pub fn words(&self, bare: bool, ascii: bool) -> String {
        let [about, least, most, dash, minus] =
            if ascii { ["~", ">=", "<=", "-", "-"] } else { ["≈", "≥", "≤", "–", "−"] };
        let number = |n: i32| if n < 0 { format!("{minus}{}", n.unsigned_abs()) } else { n.to_string() };
        let span = match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => number(low),
            (Some(low), Some(high)) => format!("{}{dash}{}", number(low), number(high)),
            (Some(low), None) => format!("{least}{}", number(low)),
            (None, Some(high)) => format!("{most}{}", number(high)),
            (None, None) => return String::new(),
        };
        format!("{}{span}{}", if self.about { about } else { "" }, if bare { "" } else { " mo" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{PeriodContext, parse_period};

    #[test]
    fn months_between_events() {
        let period = |text: &str| parse_period(text, &PeriodContext::default()).unwrap();
        for (from, to, words) in [
            ("2022-11", "2023-03/2023-04", "4–5 mo"),
            ("2022-11", "2023-08", "9 mo"),
            ("2022-11", "2024-05", "18 mo"),
            ("2023-04/..", "2024-05", "13 mo"),
            ("2022-11~", "2024-05", "≈18 mo"),
        ] {
            assert_eq!(lag(&period(from), &period(to)).unwrap().words(false, false), words);
        }
    }
}
