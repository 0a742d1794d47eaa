//! Orders of magnitude and shares told in words: 几百万, 8位数, 上亿, 三成, 一半.

use super::super::{Dimension, Unit};
use super::{Refusal, Statement, ValueContext, factors, numeral, refuse};

/// A span told in words, or a share; `None` where the text is neither.
pub(super) fn order(text: &str, context: &ValueContext) -> Option<Result<Statement, Refusal>> {
    let lower = text.to_lowercase();
    if ["low double digits", "double digits"].contains(&lower.as_str()) {
        return Some(Ok(span(10.0, Some(99.0), None)));
    }
    if let Some(count) = DIGIT_WORDS.iter().find_map(|word| lower.strip_suffix(word)) {
        return Some(digits(count));
    }
    if let Some(rest) = text.strip_prefix('上') {
        let (scale, unit) = magnitude_and_unit(rest);
        if scale > 1.0 {
            return Some(Ok(span(scale, None, unit)));
        }
    }
    for (word, low, high) in [("数十", 20.0, 99.0), ("几十", 20.0, 99.0), ("十几", 11.0, 19.0)] {
        if let Some(rest) = text.strip_prefix(word) {
            let (scale, unit) = magnitude_and_unit(rest);
            return Some(Ok(span(low * scale, Some((high + 1.0) * scale - 1.0), unit)));
        }
    }
    if let Some(rest) = text.strip_prefix(['几', '数']) {
        let (scale, unit) = magnitude_and_unit(rest);
        if scale > 1.0 {
            return Some(Ok(span(2.0 * scale, Some(10.0 * scale - 1.0), unit)));
        }
    }
    share(text, &lower).or_else(|| factors::factor(text, context))
}

const DIGIT_WORDS: &[&str] = &["位数", " digits", " digit", "-digit", " figures", " figure", "-figure"];

/// `N位数`: from 10^(N-1) to 10^N - 1.
fn digits(count: &str) -> Result<Statement, Refusal> {
    const WORDS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let count = count.trim().trim_end_matches('-');
    let count = match WORDS.iter().position(|word| *word == count) {
        Some(index) => i32::try_from(index + 1).ok(),
        None => count.parse().ok().or_else(|| numeral::chinese(count).map(|n| n as i32)),
    };
    match count {
        Some(n @ 1..=15) => Ok(span(10f64.powi(n - 1), Some(10f64.powi(n) - 1.0), None)),
        _ => refuse("bad-number", "no count of digits", Some("Write 8 digits, or a range")),
    }
}

/// 半数, 三成, 六成五.
fn share(text: &str, lower: &str) -> Option<Result<Statement, Refusal>> {
    let percent = |value: f64| Some(Ok(Statement::stated(value, Unit::parse("%").0)));
    if ["半数", "一半", "half"].contains(&lower) {
        return percent(50.0);
    }
    let (tens, ones) = text.split_once('成')?;
    let whole = numeral::chinese(tens).or_else(|| tens.parse().ok()).filter(|tens| (1.0..=10.0).contains(tens))?;
    let ones = if ones.is_empty() { 0.0 } else { numeral::chinese(ones)? };
    percent(whole * 10.0 + ones)
}

fn span(low: f64, high: Option<f64>, unit: Option<Unit>) -> Statement {
    Statement { low: Some(low), high, point: None, order: true, unit, magnitude: true, digits: None, beyond: None }
}

fn unit_of(text: &str) -> Option<Unit> {
    let text = text.trim();
    (!text.is_empty()).then(|| Unit::parse(text).0).filter(|unit| unit.dimension != Dimension::None)
}

fn magnitude_and_unit(text: &str) -> (f64, Option<Unit>) {
    let chinese = [
        ("百万", 1e6),
        ("千万", 1e7),
        ("百亿", 1e10),
        ("千亿", 1e11),
        ("百", 100.0),
        ("千", 1e3),
        ("万", 1e4),
        ("亿", 1e8),
    ];
    let found = chinese.iter().find_map(|(word, scale)| text.strip_prefix(word).map(|rest| (*scale, rest)));
    let (scale, rest) = found.unwrap_or((1.0, text));
    (scale, unit_of(rest))
}
