//! Money in another currency, by the rates that the user gives and no others (rule 12).

use super::interval::{Interval, computed};
use super::{Derived, Rate};
use crate::base::{Day, Dimension, Measure, NumberStyle, Period, Unit, write_number};

/// The currency of an amount or a price, and what the price is for: `CNY`; `CNY` and `1e6 {token}`. `None` where it is no money.
fn currency(unit: &Unit) -> Option<(String, Option<String>)> {
    match &unit.dimension {
        Dimension::Money(code) => Some((code.to_string(), None)),
        Dimension::Word(_) => {
            let (money, per) = unit.code.split_once('/')?;
            matches!(Unit::parse(money), (Unit { dimension: Dimension::Money(_), .. }, 1.0))
                .then(|| (money.to_owned(), Some(per.to_owned())))
        }
        _ => None,
    }
}

/// Whether two units are money in two currencies, for the same thing: what only a rate can bring together.
fn differ_in_currency(a: &Unit, b: &Unit) -> bool {
    currency(a).zip(currency(b)).is_some_and(|((from, for_a), (to, for_b))| from != to && for_a == for_b)
}

/// The day at which money of a period is converted: the last that it covers, as a balance is stated; without days none.
fn day_of(period: &Period) -> Option<Day> {
    period.last.or(period.first)
}

/// An amount, or a price for the same thing, in another currency: by the rate of the nearest date to the last day of its period
/// (of two as near the earlier; without days the latest), in either direction. Rates are not chained. The note says by which:
/// `converted at 7.3 CNY/USD of 2024-12-31, SOURCE`. `None` where both are of one currency or either is no money; refused without
/// a rate. Its inputs are for the caller to fill in.
pub fn convert(measure: &Measure, period: &Period, to: &Unit, rates: &[Rate]) -> Option<Derived> {
    if !differ_in_currency(&measure.unit, to) || !measure.has_number() {
        return None;
    }
    let ((from, _), (wanted, _)) = (currency(&measure.unit)?, currency(to)?);
    let fits = |rate: &&Rate| {
        let own = [rate.from.to_uppercase(), rate.to.to_uppercase()];
        own == [from.as_str(), &wanted] || own == [wanted.as_str(), &from]
    };
    let distance = |rate: &&Rate| {
        // Without a day the latest is nearest.
        let day = day_of(period).map_or(i32::MAX, |day| day.0);
        (i64::from(day).abs_diff(i64::from(rate.date.0)), rate.date)
    };
    let Some(rate) = rates.iter().filter(fits).min_by_key(distance) else {
        return Some(Derived::refused(&[measure], &format!("no rate {from}/{wanted}")));
    };
    let direct = rate.from.to_uppercase() == from;
    let by = if direct { rate.rate } else { 1.0 / rate.rate };
    let own = Interval::of(measure);
    let point = measure.point.map(|point| point * by);
    let stated = Measure { digits: Some(digits(rate.rate)), ..Measure::exact(rate.rate, Unit::none()) };
    let unit = to.clone();
    let style = NumberStyle::default();
    let number = write_number(rate.rate, None, style);
    let source = if rate.source.is_empty() { String::new() } else { format!(", {}", rate.source) };
    let words = format!("converted at {number} {}/{} of {}{source}", rate.to, rate.from, rate.date.iso());
    let amount = measure.point.or(measure.high.or(measure.low).map(|end| end.value));
    let sign = if direct { "×" } else { "/" };
    Some(Derived {
        formula: amount
            .map_or(String::new(), |amount| format!("{} {sign} {number}", write_number(amount, None, style))),
        measure: computed(own.times(by), point, unit, &[measure, &stated]),
        words: words.clone(),
        inputs: Vec::new(),
        note: Some(words),
        refused: None,
    })
}

/// Significant digits of a rate as typed.
fn digits(rate: f64) -> u8 {
    let mantissa = format!("{rate:e}");
    let mantissa = mantissa.split('e').next().unwrap_or_default();
    u8::try_from(mantissa.chars().filter(char::is_ascii_digit).count()).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rounded;
    use crate::base::{PeriodContext, ValueContext, parse_period, parse_value, write_measure};

    fn rate(date: (i16, i8, i8), from: &str, to: &str, rate: f64) -> Rate {
        let date = Day::from_ymd(date.0, date.1, date.2).unwrap();
        Rate { date, from: from.into(), to: to.into(), rate, source: "PBOC".into() }
    }

    fn read(text: &str) -> Measure {
        parse_value(text, &ValueContext::default()).unwrap()
    }

    fn said(text: &str, period: &str, to: &str, rates: &[Rate]) -> Option<(String, String)> {
        let period = parse_period(period, &PeriodContext::default()).unwrap();
        let found = convert(&read(text), &period, &Unit::parse(to).0, rates)?;
        let written =
            found.refused.clone().unwrap_or_else(|| write_measure(&rounded(&found.measure), NumberStyle::default()));
        Some((written, found.note.unwrap_or_default()))
    }

    #[test]
    fn the_nearest_rate_converts_in_either_direction() {
        let rates = [rate((2023, 12, 29), "USD", "CNY", 7.1), rate((2024, 12, 31), "USD", "CNY", 7.3)];
        let found = said("$100", "2024", "CNY", &rates).unwrap();
        assert_eq!(found, ("¥730".into(), "converted at 7.3 CNY/USD of 2024-12-31, PBOC".into()));
        assert_eq!(said("71元", "2023", "USD", &rates).unwrap().0, "$10");
        assert_eq!(said("50-71元", "2023Q4", "USD", &rates).unwrap().0, "$7–10");
        // A year and a half after: the latest; without days too.
        assert_eq!(said("$100", "2026", "CNY", &rates).unwrap().0, "¥730");
        assert_eq!(said("$100", "", "CNY", &rates).unwrap().0, "¥730");
        // As near to both: the earlier.
        let even = [rate((2024, 1, 1), "USD", "CNY", 8.0), rate((2024, 1, 3), "USD", "CNY", 7.0)];
        assert_eq!(said("$100", "2024-01-02", "CNY", &even).unwrap().0, "¥800");
    }

    #[test]
    fn only_what_the_user_gave_a_rate_for() {
        let rates = [rate((2024, 12, 31), "USD", "CNY", 7.3)];
        assert_eq!(said("€100", "2024", "CNY", &rates).unwrap().0, "no rate EUR/CNY");
        assert_eq!(said("5 s", "2024", "CNY", &rates), None);
        assert_eq!(said("$5", "2024", "USD", &rates), None);
        // A price is money for something: of the same thing only.
        let price = said("$2/1M tokens", "2024", "CNY/1e6 {token}", &rates).unwrap();
        assert_eq!(price.0, "15 CNY/1e6 {token}");
        assert_eq!(said("$2/1M tokens", "2024", "CNY", &rates), None);
    }
}
