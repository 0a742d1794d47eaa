//! Two ends, and a point between them, written with one magnitude and digits that tell them apart.

use super::super::Measure;
use super::super::value_grammar::needed;
use super::unit_words::{money_symbol, suffix_for};
use super::{NumberStyle, SCIENTIFIC_FROM, SHORT, SHORTENED_FROM, Scale, WAN, decimal, round_to_digits, scientific};

/// `5–20`, `140–150B`, `$5–10M`, `−14.3…13.5`; `90M–120M` where a magnitude was typed on both ends.
pub(super) fn interval(measure: &Measure, low: f64, high: f64, style: NumberStyle) -> String {
    let symbol = money_symbol(&measure.unit, style);
    let written = written(&[low, high], measure.digits, style);
    let [from, to] = written.as_slice() else { return String::new() };
    let dash = dash(low, style);
    let both = from.magnitude != to.magnitude || typed_on_both(&measure.raw);
    let first = if both { from.magnitude } else { "" };
    // `$5–10M`, but `$0.5M–$2B`: with two magnitudes each end is read alone.
    let again = if both { symbol } else { "" };
    format!("{}{first}{dash}{}{}", from.with(symbol, style), to.with(again, style), to.magnitude)
}

/// `1,470 (1,465–1,475)`, `8.58K (6.59–11.1K)`, unit included.
pub(super) fn with_margin(measure: &Measure, [low, point, high]: [f64; 3], style: NumberStyle) -> String {
    let symbol = money_symbol(&measure.unit, style);
    let written = written(&[low, point, high], measure.digits, style);
    let [from, at, to] = written.as_slice() else { return String::new() };
    let first = if from.magnitude == to.magnitude { "" } else { from.magnitude };
    let (dash, unit) = (dash(low, style), suffix_for(&measure.unit, None, style));
    let (from, at_text, to_text) = (from.with("", style), at.with(symbol, style), to.with("", style));
    format!("{at_text}{} ({from}{first}{dash}{to_text}{}){unit}", at.magnitude, to.magnitude)
}

fn dash(low: f64, style: NumberStyle) -> &'static str {
    match (low < 0.0, style.ascii) {
        (false, false) => "–",
        (false, true) => "-",
        (true, false) => "…",
        (true, true) => "..",
    }
}

/// A number apart from its magnitude.
struct Written {
    negative: bool,
    size: String,
    magnitude: &'static str,
}

impl Written {
    fn with(&self, symbol: &str, style: NumberStyle) -> String {
        let minus = if style.ascii { "-" } else { "−" };
        format!("{}{symbol}{}", if self.negative { minus } else { "" }, self.size)
    }
}

/// The numbers of one statement. Either all of them have a magnitude or none has, as a magnitude on the last one only is read as
/// one of all (rule 7): [5, 20000] is no `5–20K`.
fn written(values: &[f64], typed: Option<u8>, style: NumberStyle) -> Vec<Written> {
    let plain = |text: fn(f64) -> String| {
        let write = |value: &f64| Written { negative: *value < 0.0, size: text(value.abs()), magnitude: "" };
        values.iter().map(write).collect::<Vec<_>>()
    };
    let largest = values.iter().fold(0f64, |most, value| most.max(value.abs()));
    let tiny = values.iter().any(|value| *value != 0.0 && value.abs() < 1e-6);
    let table = match style.scale {
        Scale::Plain => return plain(|size| decimal(size, None)),
        Scale::Short => SHORT,
        Scale::Wan => WAN,
        Scale::Scientific => &[],
    };
    if table.is_empty() || tiny || largest >= SCIENTIFIC_FROM {
        return plain(|size| scientific(size, None));
    }
    if largest < SHORTENED_FROM {
        return plain(|size| decimal(size, None));
    }
    let digits = digits(values, typed);
    let rounded: Vec<f64> = values.iter().map(|value| round_to_digits(*value, digits)).collect();
    let largest = rounded.iter().fold(0f64, |most, value| most.max(value.abs()));
    let unit_of = |size: f64| table.iter().find(|(unit, ..)| size >= *unit);
    let every = |holds: &dyn Fn(f64) -> bool| rounded.iter().all(|value| *value == 0.0 || holds(value.abs()));
    let own = every(&|size| unit_of(size).is_some()) && !rounded.contains(&0.0);
    let Some(common) = unit_of(largest) else { return plain(|size| decimal(size, None)) };
    let apart = own && (style.scale == Scale::Wan || !every(&|size| size >= common.0 / 10.0));
    if !apart && !every(&|size| size >= common.0 / 10.0) {
        return plain(|size| decimal(size, None));
    }
    let pairs = values.iter().zip(&rounded);
    let write = |(value, rounded): (&f64, &f64)| {
        let (unit, word, ascii) = if apart { unit_of(rounded.abs()).unwrap_or(common) } else { common };
        // Zeros stay where rounding made them digits: 91.0K of 91,046.
        let shown = (typed.is_some() && value != rounded).then_some(digits);
        let mut size = decimal(round_to_digits(rounded.abs() / unit, 15), shown);
        if style.scale == Scale::Wan {
            size.retain(|c| c != ',');
        }
        Written { negative: *rounded < 0.0, size, magnitude: if style.ascii { ascii } else { word } }
    };
    pairs.map(write).collect()
}

/// Three digits, more where the gap between two of the numbers needs them to keep two digits of its own; never more than were
/// typed, but always enough to tell the numbers apart.
fn digits(values: &[f64], typed: Option<u8>) -> u8 {
    let gaps = values.iter().zip(values.iter().skip(1)).map(|(a, b)| b - a).filter(|gap| *gap > 0.0);
    let smallest = gaps.fold(f64::INFINITY, f64::min);
    let largest = values.iter().fold(0f64, |most, value| most.max(value.abs()));
    let place = |size: f64| size.log10().floor() as i32;
    let of_gap = if smallest.is_finite() { place(largest) - place(smallest) + 2 } else { 3 };
    let wanted = u8::try_from(of_gap.clamp(3, 17)).unwrap_or(17);
    let least = wanted.min(typed.unwrap_or(17)).max(1);
    let apart = |digits: u8| {
        let pairs = values.iter().zip(values.iter().skip(1));
        pairs.into_iter().all(|(a, b)| a == b || round_to_digits(*a, digits) != round_to_digits(*b, digits))
    };
    let needed = values.iter().map(|value| needed(*value)).max().unwrap_or(17);
    (least..=17).find(|digits| apart(*digits)).unwrap_or(needed)
}

/// Whether a magnitude stood on both ends of what was typed: 9000万-1.2亿.
fn typed_on_both(raw: &str) -> bool {
    let mut after_digit = false;
    let mut count = 0;
    for c in raw.chars() {
        count += usize::from(after_digit && "KkMBbTt千万亿".contains(c));
        after_digit = c.is_ascii_digit() || (after_digit && c == ' ');
    }
    count == 2
}
