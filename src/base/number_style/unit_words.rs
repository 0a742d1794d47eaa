//! The unit as it stands at a number.

use super::super::{Dimension, Unit};
use super::NumberStyle;

/// The unit as it stands after a number, with its space if it takes one: ` %`, ` s`, ` pp`; empty for persons, items, money.
pub fn write_unit_suffix(unit: &Unit) -> String {
    suffix_for(unit, None, NumberStyle::default())
}

pub(super) fn suffix_for(unit: &Unit, value: Option<f64>, style: NumberStyle) -> String {
    match &unit.dimension {
        Dimension::Factor => String::from(if style.ascii { "x" } else { "×" }),
        Dimension::Money(code) if money_symbol(unit, style).is_empty() => format!(" {code}"),
        Dimension::None | Dimension::Rank | Dimension::Money(_) => String::new(),
        Dimension::Time if unit.code.as_ref() == "a" => {
            String::from(if value == Some(1.0) { " year" } else { " years" })
        }
        Dimension::Word(_) if unit.is_item_word() => String::new(),
        Dimension::Word(_) if value == Some(1.0) => format!(" {}", singular(&unit.code)),
        _ => format!(" {}", unit.code),
    }
}

pub(super) fn money_symbol(unit: &Unit, style: NumberStyle) -> &'static str {
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

/// Number and unit; a letter does not run into a letter: `7T x`.
pub(super) fn behind(number: &str, suffix: &str) -> String {
    let runs_on = number.ends_with(|c: char| c.is_ascii_alphabetic()) && suffix.starts_with('x');
    format!("{number}{}{suffix}", if runs_on { " " } else { "" })
}

/// A plural as typed in a unit column, for the one: categories -> category, teams -> team. Other words stay.
fn singular(words: &str) -> String {
    const SINGULAR: &[&str] = &["series", "species", "news", "gas", "lens", "means", "always"];
    let (head, word) = words.rsplit_once(' ').map_or(("", words), |(head, word)| (head, word));
    let stays = |word: &str| {
        word.contains('/')
            || SINGULAR.contains(&word)
            || !word.contains(['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U'])
            || ["ss", "us", "is", "oes"].iter().any(|end| word.ends_with(end))
    };
    let one = match word {
        "people" => Some(String::from("person")),
        word if stays(word) => None,
        word => match word.strip_suffix("ies").filter(|stem| stem.len() > 1 && *stem != "mov") {
            Some(stem) => Some(format!("{stem}y")),
            None => ["sses", "xes", "ches", "shes"]
                .iter()
                .find(|end| word.ends_with(*end))
                .and_then(|_| word.strip_suffix("es"))
                .or_else(|| word.strip_suffix('s').filter(|stem| stem.len() > 1))
                .map(str::to_owned),
        },
    };
    let Some(one) = one else { return words.to_owned() };
    if head.is_empty() { one } else { format!("{head} {one}") }
}
