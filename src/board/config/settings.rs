//! What holds for the whole board: metrics, entities, fiscal calendars, rates, keys, theme.

use super::reader::{Entry, Node, Reader, nearest};
use super::selection::check_period;
use super::{Checked, ThemeSpec};
use crate::analysis::{MetricRules, Rate};
use crate::base::{ACTIONS, Action, Day, FiscalYearEnd, Glyphs, fold, parse_keys};

const METRIC: [&str; 11] = [
    "also",
    "unit",
    "floor",
    "ceiling",
    "total",
    "additive",
    "lower_is_better",
    "target",
    "alert",
    "band",
    "tolerance",
];
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// `[metric."name"]`.
pub(super) fn check_metric(reader: &mut Reader<'_>, entry: &Entry<'_, '_>, checked: &mut Checked) {
    let mut rules = MetricRules::default();
    let mut names = vec![entry.key.to_owned()];
    for Entry { key, at, node } in reader.entries(entry.key, entry.node) {
        match key {
            "also" => names.extend(reader.strings(key, node)),
            "unit" => {
                if let Some(unit) = reader.string(key, node) {
                    checked.read.metric_units.insert(fold(entry.key), unit);
                }
            }
            "floor" => rules.floor = reader.number(key, node),
            "ceiling" => rules.ceiling = reader.number(key, node),
            "total" => rules.total = reader.string(key, node),
            "additive" => rules.additive = reader.boolean(key, node).unwrap_or(true),
            "lower_is_better" => rules.lower_is_better = reader.boolean(key, node),
            "target" => rules.target = reader.number(key, node),
            "alert" => rules.alert = reader.number(key, node),
            "band" => rules.band = reader.number(key, node).filter(|band| *band > 0.0),
            "tolerance" => rules.tolerance = reader.count(key, node),
            _ => reader.unknown(&Entry { key, at, node }, &METRIC),
        }
    }
    checked.rules.metrics.insert(fold(entry.key), rules);
    checked.read.metric_names.push(names);
}

/// `[entity."name"]`.
pub(super) fn check_entity(reader: &mut Reader<'_>, entry: &Entry<'_, '_>, checked: &mut Checked) {
    let mut names = vec![entry.key.to_owned()];
    for Entry { key, at, node } in reader.entries(entry.key, entry.node) {
        match key {
            "also" => names.extend(reader.strings(key, node)),
            _ => reader.unknown(&Entry { key, at, node }, &["also"]),
        }
    }
    checked.read.entity_names.push(names);
}

/// One of several words.
pub(super) fn choice<T: Copy>(reader: &mut Reader<'_>, key: &str, node: &Node<'_>, known: &[(&str, T)]) -> Option<T> {
    let typed = reader.string(key, node)?;
    let found = known.iter().find(|(name, _)| *name == typed).map(|(_, value)| *value);
    if found.is_none() {
        let names: Vec<String> = known.iter().map(|(name, _)| format!("{name:?}")).collect();
        reader.error(&node.span(), "unknown-value", format!("{key} is \"{typed}\"; wanted {}", names.join(" or ")));
    }
    found
}

/// A day, or the first one of a longer period.
pub(super) fn check_day(reader: &mut Reader<'_>, key: &str, node: &Node<'_>) -> Option<Day> {
    let text = reader.word(key, node)?;
    check_period(reader, &text, node)?.first
}

/// `"Nvidia" = "last sun jan"`, or `"jun"` for years that end with that month.
pub(super) fn check_fiscal(reader: &mut Reader<'_>, entry: &Entry<'_, '_>, checked: &mut Checked) {
    let Some(text) = reader.string(entry.key, entry.node) else { return };
    let lower = text.to_lowercase();
    let number = |names: &[&str], word: &str| {
        let found = names.iter().position(|name| word.len() >= 3 && word.starts_with(name))?;
        i8::try_from(found).ok()
    };
    let end = match lower.split_whitespace().collect::<Vec<_>>()[..] {
        ["last", weekday, month] => number(&WEEKDAYS, weekday)
            .zip(number(&MONTHS, month))
            .map(|(weekday, month)| FiscalYearEnd::LastWeekday { weekday, month: month + 1 }),
        [month] => number(&MONTHS, month).map(|month| FiscalYearEnd::MonthEnd(month + 1)),
        _ => None,
    };
    if let Some(end) = end {
        checked.read.fiscal.insert(fold(entry.key), end);
    } else {
        let help = Some("write \"last sun jan\", or \"jun\" for the end of June".to_owned());
        let message = format!("\"{text}\" is no end of a fiscal year");
        reader.error_with_help(&entry.node.span(), "unknown-value", message, help);
    }
}

/// One `[[rates]]`.
pub(super) fn check_rate(reader: &mut Reader<'_>, node: &Node<'_>, checked: &mut Checked) {
    let (mut date, mut from, mut to, mut rate, mut source) = (None, None, None, None, String::new());
    for Entry { key, at, node } in reader.entries("rates", node) {
        match key {
            "date" => date = check_day(reader, key, node),
            "from" => from = reader.string(key, node),
            "to" => to = reader.string(key, node),
            "rate" => rate = reader.number(key, node).filter(|rate| *rate > 0.0),
            "source" => source = reader.string(key, node).unwrap_or_default(),
            _ => reader.unknown(&Entry { key, at, node }, &["date", "from", "to", "rate", "source"]),
        }
    }
    match (date, from, to, rate) {
        (Some(date), Some(from), Some(to), Some(rate)) => {
            checked.rules.rates.push(Rate { date, from, to, rate, source });
        }
        _ => reader.error(&node.span(), "missing-key", "a rate needs date, from, to and a rate above zero"),
    }
}

/// One line of `[keys]`.
pub(super) fn check_key(reader: &mut Reader<'_>, entry: &Entry<'_, '_>, checked: &mut Checked) {
    let Some(action) = Action::parse(entry.key) else {
        let names: Vec<&str> = ACTIONS.iter().map(|info| info.name).collect();
        let near = nearest(entry.key, &names).map_or(String::new(), |near| format!("; nearest: \"{near}\""));
        reader.error(&entry.at, "unknown-action", format!("no action \"{}\"{near}", entry.key));
        return;
    };
    let single = std::slice::from_ref(entry.node);
    let items = entry.node.get_ref().as_array().map_or(single, |items| items);
    let mut bindings = Vec::new();
    for item in items {
        let Some(text) = reader.string(entry.key, item) else { continue };
        match parse_keys(&text) {
            Ok(keys) if !keys.is_empty() => bindings.push(keys),
            Ok(_) => reader.error(&item.span(), "unknown-key-name", "no key is named; [] unbinds"),
            Err(word) => reader.error(&item.span(), "unknown-key-name", format!("no key \"{word}\"")),
        }
    }
    checked.keys.insert(action, bindings);
}

/// One line of `[theme]`: `background`, `glyphs`, or a colour of a role or group.
pub(super) fn check_theme(reader: &mut Reader<'_>, entry: &Entry<'_, '_>, theme: &mut ThemeSpec) {
    if entry.key == "background" {
        theme.light = choice(reader, entry.key, entry.node, &[("light", true), ("dark", false)]);
        return;
    }
    if entry.key == "glyphs" {
        let sets = Glyphs::ALL.map(|glyphs| (glyphs.as_str(), Some(glyphs)));
        let known: Vec<_> = std::iter::once(("auto", None)).chain(sets).collect();
        theme.glyphs = choice(reader, entry.key, entry.node, &known).flatten();
        return;
    }
    let Some(color) = reader.word(entry.key, entry.node) else { return };
    let hex = color.strip_prefix('#').is_some_and(|h| h.len() == 6 && h.chars().all(|c| c.is_ascii_hexdigit()));
    let name = !color.is_empty() && color.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '_');
    if hex || name || color.parse::<u8>().is_ok() {
        theme.colors.insert(entry.key.to_owned(), color);
    } else {
        let help = Some("write \"#rrggbb\", a name such as \"blue\", or 0 to 255".to_owned());
        reader.error_with_help(&entry.node.span(), "bad-color", format!("\"{color}\" is no colour"), help);
    }
}
