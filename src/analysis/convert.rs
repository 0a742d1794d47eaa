//! Money in another currency, by the rates that the user gives and no others (rule 12).

use super::interval::{Interval, computed, conversion};
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

/// One price of what is read and what is written, three to one: (3 · in + out) / 4 (rule 13). Both in one unit, by token or per
/// 1M tokens: money per tokens is read as money per 1M tokens. Only for who asks for it.
pub fn blended_price(read: &Measure, written: &Measure) -> Derived {
    let both = [read, written];
    if !both.iter().all(|price| price.unit.code.ends_with("{token}")) {
        return Derived::refused(&both, "no prices per token");
    }
    let Some(factor) = conversion(written, &read.unit) else {
        return Derived::refused(&both, "two units that do not compare");
    };
    if !both.iter().all(|price| price.has_number()) {
        return Derived::refused(&both, super::NO_NUMBERS);
    }
    let (a, b) = (Interval::of(read).times(3.0), Interval::of(written).times(factor));
    let point = read.point.zip(written.point).map(|(p, q)| (3.0 * p + q * factor) / 4.0);
    let say = |measure: &Measure, by: f64| {
        let number = measure.point.or(measure.high.or(measure.low).map(|end| end.value));
        number.map_or(String::new(), |number| write_number(number * by, None, NumberStyle::default()))
    };
    Derived {
        measure: computed(a.plus(b).times(0.25), point, read.unit.clone(), &both),
        formula: format!("(3·{} + {}) / 4", say(read, 1.0), say(written, factor)),
        words: "blended, 3 of input to 1 of output".to_owned(),
        inputs: Vec::new(),
        note: Some("blended 3:1".to_owned()),
        refused: None,
    }
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

    #[test]
    fn a_blended_price_weighs_three_to_one() {
        let found = blended_price(&read("$2/1M tokens"), &read("$0.008/1k tokens"));
        assert_eq!((found.measure.point, found.formula.as_str()), (Some(3.5), "(3·2 + 8) / 4"));
        assert_eq!(blended_price(&read("$2"), &read("$8")).refused.as_deref(), Some("no prices per token"));
        let other = blended_price(&read("$2/1M tokens"), &read("8元/1M tokens"));
        assert_eq!(other.refused.as_deref(), Some("two units that do not compare"));
    }
}
