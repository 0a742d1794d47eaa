//! Whether a text looks like a period: cheap, and strict enough to tell a column of dates from one of numbers.

use super::{PeriodContext, parse_period};
use crate::base::Precision;

/// Years that a bare number can be.
const YEARS: std::ops::RangeInclusive<u32> = 1400..=2199;
/// Longest text that is a period of the grammar.
const LONGEST: usize = 48;

/// How precise the period is that a text looks like; `None` where it is none or rather a number. Whole numbers are periods only as
/// years (`2024`), months (`202410`) and days (`20240207`) of our times.
pub fn look_at_period(text: &str, context: &PeriodContext) -> Option<Precision> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole_number(text);
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let dots = text.bytes().filter(|byte| *byte == b'.').count();
    // `2016.1` is a number unless its column says otherwise; `12` with a word is not.
    let decimal = dots == 1 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if digits == 0 || decimal || text.contains(['%', '$', '€', '£']) {
        return None;
    }
    let found = parse_period(text, context).ok()?.precision;
    (found != Precision::None).then_some(found)
}

fn whole_number(text: &str) -> Option<Precision> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let year = number(0, 4).filter(|year| YEARS.contains(year))?;
    let month = || number(4, 6).filter(|month| (1..=12).contains(month));
    match text.len() {
        4 => Some(Precision::Year),
        // Nobody writes months of other times without a mark.
        6 => month().filter(|_| (1900..=2100).contains(&year)).map(|_| Precision::Month),
        8 => month().and_then(|_| number(6, 8)).filter(|day| (1..=31).contains(day)).map(|_| Precision::Day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_no_periods() {
        let look =
            |text: &str| look_at_period(text, &PeriodContext { day_first: Some(true), ..PeriodContext::default() });
        for text in [
            "",
            "5",
            "12",
            "999",
            "2024.5",
            "1,234",
            "30000",
            "2416000000",
            "12%",
            "$2024",
            "H100",
            "-",
            "0.5",
            "2345",
            "207813",
        ] {
            assert_eq!(look(text), None, "{text}");
        }
        for (text, precision) in [
            ("2024", Precision::Year),
            ("202410", Precision::Month),
            ("20240207", Precision::Day),
            ("2024-02-07", Precision::Day),
            ("13.02.2024", Precision::Day),
            ("2024Q3", Precision::Quarter),
            ("FY23Q1", Precision::FiscalQuarter),
            ("2024年8月", Precision::Month),
            ("Oct 2024", Precision::Month),
        ] {
            assert_eq!(look(text), Some(precision), "{text}");
        }
    }
}
