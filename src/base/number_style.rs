//! Numbers written as people write them.

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

use super::Measure;

/// Rounds to so many significant digits (at least 1), half away from zero; zero stays zero.
pub fn round_to_digits(value: f64, digits: u8) -> f64 {
    todo!("{value} {digits}")
}

/// A bare number in a style: `48.39M`, `4839万`, `48,390,000`, `4.839e7`. `digits` are the significant digits to keep
/// (`None`: all that the shortest exact form needs). Minus is `−` (ASCII `-`).
pub fn write_number(value: f64, digits: Option<u8>, style: NumberStyle) -> String {
    todo!("{value} {digits:?} {style:?}")
}

/// A measure as a person would write it in a table or beside a bar, qualifier first, unit included:
/// `48.39M`, `≈40 %`, `≤17 %`, `5–20 s`, `≈<2,000`, `$7T`, `8 digits`, `no limit`, `n/a` for missing, the words of a text,
/// empty for an event.
pub fn write_measure(measure: &Measure, style: NumberStyle) -> String {
    todo!("{measure:?} {style:?}")
}

/// The same with all digits and no magnitude: `48,390,000`, `10,000,000–99,999,999`.
pub fn write_full(measure: &Measure, style: NumberStyle) -> String {
    todo!("{measure:?} {style:?}")
}

/// The unit as it stands after a number, with its space if it takes one: ` %`, ` s`, ` pp`; empty for persons, items, money.
pub fn write_unit_suffix(unit: &super::Unit) -> String {
    todo!("{unit:?}")
}
