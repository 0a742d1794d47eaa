//! Numbers written as people write them.

use super::{Bound, Dimension, Measure, Shape, Unit};

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
        let mut number = decimal(size / unit, digits);
        if style.scale == Scale::Wan {
            // 4839万: Chinese figures are not grouped by three.
            number.retain(|c| c != ',');
        }
        return (format!("{minus}{number}"), if style.ascii { ascii } else { word });
    }
    (format!("{minus}{}", decimal(size, digits)), "")
}

fn scientific(size: f64, digits: Option<u8>) -> String {
    match digits {
        Some(digits) => format!("{size:.*e}", usize::from(digits.clamp(1, 17)) - 1),
        None => format!("{size:e}"),
    }
}

/// Decimal digits with groups of three; so many significant ones, or all of the shortest form.
fn decimal(size: f64, digits: Option<u8>) -> String {
    // A quotient such as 48390000 / 1e6 has noise in its last digits; fifteen are what a double holds.
    let mut text = format!("{}", round_to_digits(size, 15));
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
    let mut grouped = String::new();
    for (index, c) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    if let Some(rest) = rest {
        grouped.push('.');
        grouped.push_str(rest);
    }
    grouped
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
        _ => format!("{}{}", one(value, digits), suffix_for(unit, Some(value), style)),
    };
    match (measure.low, measure.high, measure.point) {
        (low, high, Some(point)) => {
            let around = match (low, high) {
                (Some(l), Some(h)) if l.value < point || h.value > point => {
                    format!(" ({})", interval(l.value, h.value, "", style))
                }
                _ => String::new(),
            };
            if around.is_empty() {
                format!("{mark}{}", single(point, measure.digits))
            } else {
                format!("{mark}{}{around}{}", one(point, measure.digits), suffix_for(unit, None, style))
            }
        }
        (Some(low), Some(high), None) => {
            let place = if unit.dimension == Dimension::Rank { "No. " } else { "" };
            let ends = interval(low.value, high.value, symbol, style);
            format!("{mark}{place}{ends}{}", suffix_for(unit, None, style))
        }
        (None, Some(high), None) => {
            format!("{mark}{}{}", sign(high, ["≤", "<"], ["<=", "<"], style), single(high.value, measure.digits))
        }
        (Some(low), None, None) => {
            format!("{mark}{}{}", sign(low, ["≥", ">"], [">=", ">"], style), single(low.value, measure.digits))
        }
        (None, None, None) => measure.raw.trim().to_owned(),
    }
}

/// The same with all digits and no magnitude: `48,390,000`, `10,000,000–99,999,999`.
pub fn write_full(measure: &Measure, style: NumberStyle) -> String {
    let style = NumberStyle { scale: Scale::Plain, ..style };
    if measure.shape == Shape::Order
        && let (Some(low), Some(high)) = (measure.low, measure.high)
    {
        let mark = if measure.about { about(style) } else { "" };
        let ends = interval(low.value, high.value, money_symbol(&measure.unit, style), style);
        return format!("{mark}{ends}{}", suffix_for(&measure.unit, None, style));
    }
    write_measure(measure, style)
}

/// The unit as it stands after a number, with its space if it takes one: ` %`, ` s`, ` pp`; empty for persons, items, money.
pub fn write_unit_suffix(unit: &Unit) -> String {
    suffix_for(unit, None, NumberStyle::default())
}

fn suffix_for(unit: &Unit, value: Option<f64>, style: NumberStyle) -> String {
    match &unit.dimension {
        Dimension::Factor => String::from(if style.ascii { "x" } else { "×" }),
        Dimension::Money(code) if money_symbol(unit, style).is_empty() => format!(" {code}"),
        Dimension::None | Dimension::Rank | Dimension::Money(_) => String::new(),
        Dimension::Time if unit.code.as_ref() == "a" => {
            String::from(if value == Some(1.0) { " year" } else { " years" })
        }
        Dimension::Word(_) if unit.is_item_word() => String::new(),
        _ => format!(" {}", unit.code),
    }
}

fn about(style: NumberStyle) -> &'static str {
    if style.ascii { "~" } else { "≈" }
}

fn sign(bound: Bound, unicode: [&'static str; 2], ascii: [&'static str; 2], style: NumberStyle) -> &'static str {
    let [inclusive, exclusive] = if style.ascii { ascii } else { unicode };
    if bound.inclusive { inclusive } else { exclusive }
}

fn money_symbol(unit: &Unit, style: NumberStyle) -> &'static str {
    let Dimension::Money(code) = &unit.dimension else { return "" };
    match (code.as_ref(), style.ascii) {
        ("USD", _) => "$",
        ("HKD", _) => "HK$",
        ("EUR", false) => "€",
        ("GBP", false) => "£",
        ("CNY", false) => "¥",
        _ => "",
    }
}

/// `5–20`, `140–150B`, `90M–120M`, `$5–10M`, `−14.3…13.5`.
fn interval(low: f64, high: f64, symbol: &str, style: NumberStyle) -> String {
    let ((from, from_unit), (to, to_unit)) = (parts(low, None, style), parts(high, None, style));
    let dash = match (low < 0.0, style.ascii) {
        (false, false) => "–",
        (false, true) => "-",
        (true, false) => "…",
        (true, true) => "..",
    };
    if from_unit == to_unit {
        format!("{symbol}{from}{dash}{to}{to_unit}")
    } else {
        format!("{symbol}{from}{from_unit}{dash}{symbol}{to}{to_unit}")
    }
}

/// N where the ends are those of "N digits".
fn digit_count(measure: &Measure) -> Option<u32> {
    let (low, high) = (measure.low?.value, measure.high?.value);
    let count = low.log10().round() as i32 + 1;
    (low == 10f64.powi(count - 1) && high == 10f64.powi(count) - 1.0).then(|| count.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styled(value: f64, digits: Option<u8>, scale: Scale) -> String {
        write_number(value, digits, NumberStyle { scale, ascii: false })
    }

    #[test]
    fn every_style_writes_the_same_number() {
        assert_eq!(styled(48_390_000.0, Some(4), Scale::Short), "48.39M");
        assert_eq!(styled(48_390_000.0, Some(4), Scale::Wan), "4839万");
        assert_eq!(styled(48_390_000.0, Some(4), Scale::Plain), "48,390,000");
        assert_eq!(styled(48_390_000.0, Some(4), Scale::Scientific), "4.839e7");
        assert_eq!(styled(16_500_000.0, Some(4), Scale::Short), "16.50M");
        assert_eq!(styled(7e12, Some(1), Scale::Short), "7T");
        assert_eq!(styled(2_000.0, Some(4), Scale::Short), "2,000");
        assert_eq!(styled(-23.0, None, Scale::Short), "−23");
        assert_eq!(styled(0.75, None, Scale::Short), "0.75");
        assert_eq!(styled(999_999.0, Some(3), Scale::Short), "1.00M");
        assert_eq!(styled(0.0, Some(2), Scale::Short), "0");
    }

    #[test]
    fn rounding_keeps_digits() {
        assert_eq!(round_to_digits(91.666, 2), 92.0);
        assert_eq!(round_to_digits(-0.0125, 2), -0.013);
        assert_eq!(round_to_digits(0.0, 2), 0.0);
        assert_eq!(round_to_digits(1.005, 3), 1.01);
        assert_eq!(round_to_digits(9.96, 2), 10.0);
        assert_eq!(round_to_digits(1e300, 3), 1e300);
    }
}
