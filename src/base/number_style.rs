//! Numbers written as people write them.

mod interval;
mod unit_words;

use super::value_grammar::needed;
use super::width;
use super::{Bound, Dimension, Measure, Shape};
use interval::{interval, with_margin};
pub use unit_words::write_unit_suffix;
use unit_words::{behind, money_symbol, suffix_for};

/// How magnitudes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scale {
    /// K, M, B, T.
    #[default]
    Short,
    /// 万, 亿.
    Wan,
    /// All digits, grouped by three.
    Plain,
    /// 4.839e7.
    Scientific,
}

/// How numbers are written on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct NumberStyle {
    /// Magnitudes.
    pub scale: Scale,
    /// ASCII only: `~` `<=` `>=` `-` for ≈ ≤ ≥ –, and `w`/`yi` spelled out as words for 万 亿.
    pub ascii: bool,
}

/// Below this all digits are written, above it a magnitude.
const SHORTENED_FROM: f64 = 10_000.0;
const SHORT: &[(f64, &str, &str)] = &[(1e12, "T", "T"), (1e9, "B", "B"), (1e6, "M", "M"), (1e3, "K", "K")];
const WAN: &[(f64, &str, &str)] = &[(1e12, "万亿", "wanyi"), (1e8, "亿", "yi"), (1e4, "万", "wan")];
/// From here on only the exponent can be read.
const SCIENTIFIC_FROM: f64 = 1e15;

/// Rounds to so many significant digits (at least 1), half away from zero; zero stays zero.
pub fn round_to_digits(value: f64, digits: u8) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    // On the digits of the shortest text, so that 1.005 rounds as it reads and not as its binary neighbour.
    let shortest = format!("{:e}", value.abs());
    let Some((mantissa, exponent)) = shortest.split_once('e') else { return value };
    let typed: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.clamp(1, 17);
    let Some((kept, dropped)) = typed.split_at_checked(usize::from(digits)).filter(|(_, dropped)| !dropped.is_empty())
    else {
        return value;
    };
    let up = u64::from(dropped.starts_with(['5', '6', '7', '8', '9']));
    let (Ok(kept), Ok(exponent)) = (kept.parse::<u64>(), exponent.parse::<i64>()) else { return value };
    let rounded = format!("{}e{}", kept + up, exponent - i64::from(digits) + 1).parse::<f64>();
    rounded.ok().filter(|r| r.is_finite()).map_or(value, |r| r.copysign(value))
}

/// A bare number in a style: `48.39M`, `4839万`, `48,390,000`, `4.839e7`. `digits` are the significant digits to keep
/// (`None`: all that the shortest exact form needs). Minus is `−` (ASCII `-`).
pub fn write_number(value: f64, digits: Option<u8>, style: NumberStyle) -> String {
    let (number, suffix) = parts(value, digits, style);
    format!("{number}{suffix}")
}

/// The number and its magnitude.
fn parts(value: f64, digits: Option<u8>, style: NumberStyle) -> (String, &'static str) {
    let rounded = digits.map_or(value, |d| round_to_digits(value, d));
    let size = rounded.abs();
    let minus = match (rounded < 0.0, style.ascii) {
        (false, _) => "",
        (true, false) => "−",
        (true, true) => "-",
    };
    let table = match style.scale {
        Scale::Short => SHORT,
        Scale::Wan => WAN,
        Scale::Plain | Scale::Scientific => &[],
    };
    let tiny = size > 0.0 && size < 1e-6;
    if style.scale == Scale::Scientific || tiny || (size >= SCIENTIFIC_FROM && style.scale != Scale::Plain) {
        return (format!("{minus}{}", scientific(size, digits)), "");
    }
    if size >= SHORTENED_FROM
        && let Some((unit, word, ascii)) = table.iter().find(|(unit, _, _)| size >= *unit)
    {
        // A quotient such as 48390000 / 1e6 has noise in its last digits; fifteen are what a double holds.
        let mut number = decimal(round_to_digits(size / unit, 15), digits.map(|digits| shown_digits(size, digits)));
        if style.scale == Scale::Wan {
            // 4839万: Chinese figures are not grouped by three.
            number.retain(|c| c != ',');
        }
        let word = if style.ascii { ascii } else { word };
        // A magnitude is there to be shorter: 48.39M, but 226,248 and not 226.248K.
        if width(&number) + width(word) < width(&decimal(size, digits)) {
            return (format!("{minus}{number}"), word);
        }
    }
    (format!("{minus}{}", decimal(size, digits)), "")
}

/// Zeros that are digits stay up to the fourth digit: `16.50M`.
fn shown_digits(size: f64, digits: u8) -> u8 {
    needed(size).max(digits.min(4))
}

/// The digits of a number in a measure, without the zeros that only fill its places. All digits of 11.80M and 1650万 were meant;
/// those of 7000000000, of 7000000000.0 as programs write it, and of 约200万 end where its zeros begin.
fn meant_digits(measure: &Measure, value: f64) -> Option<u8> {
    let digits = measure.digits?;
    let raw = measure.raw.as_ref();
    let number: String = raw.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    let written_out = whole.parse::<f64>().is_ok_and(|whole| whole == value.abs());
    let fills = match fraction {
        "" => written_out || measure.about,
        _ => written_out && value.abs() >= SHORTENED_FROM && fraction.chars().all(|c| c == '0'),
    };
    // More digits than a double holds are not counted by it.
    Some(if fills && digits <= 15 { digits.min(needed(value)) } else { digits })
}

fn scientific(size: f64, digits: Option<u8>) -> String {
    match digits {
        Some(digits) => format!("{size:.*e}", usize::from(digits.clamp(1, 17)) - 1),
        None => format!("{size:e}"),
    }
}

/// Decimal digits with groups of three; so many significant ones, or all of the shortest form.
fn decimal(size: f64, digits: Option<u8>) -> String {
    let mut text = format!("{size}");
    if let Some(digits) = digits.filter(|_| size > 0.0) {
        // Zeros as typed: 16.50M.
        let exponent = size.log10().floor() as i32;
        let decimals = (i32::from(digits.clamp(1, 17)) - 1 - exponent).clamp(0, 17);
        let has = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let lacks = usize::try_from(decimals).unwrap_or(0).saturating_sub(has);
        if lacks > 0 {
            if has == 0 {
                text.push('.');
            }
            text.extend(std::iter::repeat_n('0', lacks));
        }
    }
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    rest.map_or_else(|| grouped(whole), |rest| format!("{}.{rest}", grouped(whole)))
}

fn grouped(whole: &str) -> String {
    let mut grouped = String::new();
    for (index, c) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    grouped
}

/// The digits of an integer that a double does not hold, from the text that was typed.
fn long_integer(measure: &Measure) -> Option<String> {
    const HELD: f64 = 9_007_199_254_740_992.0;
    let point = measure.point.filter(|point| measure.shape == Shape::Exact && *point >= HELD)?;
    let digits: String = measure.raw.trim().chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    let plain = digits.chars().all(|c| c.is_ascii_digit());
    (plain && digits.parse::<f64>() == Ok(point)).then_some(digits)
}

/// A measure as a person would write it in a table or beside a bar, qualifier first, unit included:
/// `48.39M`, `≈40 %`, `≤17 %`, `5–20 s`, `≈<2,000`, `$7T`, `8 digits`, `no limit`, `n/a` for missing, the words of a text,
/// empty for an event.
pub fn write_measure(measure: &Measure, style: NumberStyle) -> String {
    match measure.shape {
        Shape::Unlimited => return String::from("no limit"),
        Shape::Missing => return String::from("n/a"),
        Shape::Text => return measure.raw.trim().to_owned(),
        Shape::Event => return String::new(),
        Shape::Order => {
            if let Some(count) = digit_count(measure) {
                let about = if measure.about { about(style) } else { "" };
                return format!("{about}{count} digits");
            }
        }
        Shape::Exact | Shape::Range | Shape::Bound => {}
    }
    let unit = &measure.unit;
    let mark = if measure.about { about(style) } else { "" };
    let symbol = money_symbol(unit, style);
    let one = |value: f64, digits: Option<u8>| {
        let number = write_number(value, digits, style);
        match (symbol, number.strip_prefix(['−', '-'])) {
            ("", _) => number,
            (symbol, Some(size)) => format!("{}{symbol}{size}", if style.ascii { "-" } else { "−" }),
            (symbol, None) => format!("{symbol}{number}"),
        }
    };
    let single = |value: f64, digits: Option<u8>| match unit.dimension {
        Dimension::Rank => format!("No. {}", write_number(value, digits, style)),
        _ => behind(&one(value, digits), &suffix_for(unit, Some(value), style)),
    };
    match (measure.low, measure.high, measure.point) {
        (low, high, Some(point)) => {
            if let (Some(l), Some(h)) = (low, high)
                && (l.value < point || h.value > point)
            {
                return format!("{mark}{}", with_margin(measure, [l.value, point, h.value], style));
            }
            format!("{mark}{}", single(point, meant_digits(measure, point)))
        }
        (Some(low), Some(high), None) => {
            let place = if unit.dimension == Dimension::Rank { "No. " } else { "" };
            let ends = interval(measure, low.value, high.value, style);
            format!("{mark}{place}{}", behind(&ends, &suffix_for(unit, None, style)))
        }
        (None, Some(high), None) => {
            format!(
                "{mark}{}{}",
                sign(high, ["≤", "<"], ["<=", "<"], style),
                single(high.value, meant_digits(measure, high.value))
            )
        }
        (Some(low), None, None) => {
            format!(
                "{mark}{}{}",
                sign(low, ["≥", ">"], [">=", ">"], style),
                single(low.value, meant_digits(measure, low.value))
            )
        }
        (None, None, None) => measure.raw.trim().to_owned(),
    }
}

/// The same with all digits and no magnitude: `48,390,000`, `10,000,000–99,999,999`.
pub fn write_full(measure: &Measure, style: NumberStyle) -> String {
    let style = NumberStyle { scale: Scale::Plain, ..style };
    if let Some(typed) = long_integer(measure) {
        let mark = if measure.about { about(style) } else { "" };
        let symbol = money_symbol(&measure.unit, style);
        return format!("{mark}{symbol}{}{}", grouped(&typed), suffix_for(&measure.unit, None, style));
    }
    if measure.shape == Shape::Order
        && let (Some(low), Some(high)) = (measure.low, measure.high)
    {
        let mark = if measure.about { about(style) } else { "" };
        let ends = interval(measure, low.value, high.value, style);
        return format!("{mark}{ends}{}", suffix_for(&measure.unit, None, style));
    }
    write_measure(measure, style)
}

fn about(style: NumberStyle) -> &'static str {
    if style.ascii { "~" } else { "≈" }
}

fn sign(bound: Bound, unicode: [&'static str; 2], ascii: [&'static str; 2], style: NumberStyle) -> &'static str {
    let [inclusive, exclusive] = if style.ascii { ascii } else { unicode };
    if bound.inclusive { inclusive } else { exclusive }
}

/// N where the ends are those of "N digits".
fn digit_count(measure: &Measure) -> Option<u32> {
    let (low, high) = (measure.low?.value, measure.high?.value);
    let count = low.log10().round() as i32 + 1;
    (low == 10f64.powi(count - 1) && high == 10f64.powi(count) - 1.0).then(|| count.unsigned_abs())
}

#[cfg(test)]
mod tests;
