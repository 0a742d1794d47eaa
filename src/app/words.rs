//! What an observation says, in words: for the line under the board, the detail view and citations.

use super::World;
use crate::base::{
    Bound, Measure, NumberStyle, ObsRef, Period, Precision, Quality, Shape, ascii_name, drawn_part, fold, halves,
    write_full, write_measure,
};
use crate::data::Dataset;

/// The quality of a number that is one stated fact.
const PLAIN: &str = "plain figure";

/// What a figure is by its status, where it is no reported fact.
fn no_fact(status: &str) -> Option<&'static str> {
    match status {
        "E" => Some("estimate"),
        "F" => Some("forecast"),
        "U" => Some("rumour"),
        "target" => Some("target"),
        _ => None,
    }
}

/// How a value was said, and what it is where it is no fact: `plain figure`, `estimate`, `at most, forecast`.
pub(super) fn quality(measure: &Measure, status: &str) -> String {
    match (measure.quality(), no_fact(status)) {
        (Quality::Exact, is) => is.unwrap_or(PLAIN).to_owned(),
        (other, None) => other.as_str().to_owned(),
        (other, Some(is)) => {
            [other.as_str(), is].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
        }
    }
}

/// A value in words: `at most 17 %, no lower bound`, `about 40 %`, `from 5 to 20 s`, `48,390,000, plain figure`, `634,773, estimate`.
pub(super) fn value(measure: &Measure, status: &str, style: NumberStyle) -> String {
    let said = said(measure, style);
    let end = format!(", {PLAIN}");
    match no_fact(status) {
        Some(_) if said.is_empty() => said,
        Some(is) => format!("{}, {is}", said.strip_suffix(&end).unwrap_or(&said)),
        None => said,
    }
}

/// A value in words, whatever its status.
fn said(measure: &Measure, style: NumberStyle) -> String {
    let one = |number: f64| {
        let plain = Measure { digits: measure.digits, ..Measure::exact(number, measure.unit.clone()) };
        write_full(&plain, style)
    };
    let about = if measure.about { "about " } else { "" };
    let least = |bound: Bound| {
        format!("{} {about}{}", if bound.inclusive { "at least" } else { "more than" }, one(bound.value))
    };
    let most =
        |bound: Bound| format!("{} {about}{}", if bound.inclusive { "at most" } else { "less than" }, one(bound.value));
    match (measure.shape, measure.low, measure.high, measure.point) {
        (Shape::Event, ..) => String::new(),
        (Shape::Unlimited, ..) => String::from("no limit"),
        (Shape::Missing, ..) => String::from("not stated"),
        (Shape::Order, ..) => {
            let (short, full) = (write_measure(measure, style), write_full(measure, style));
            if short == full {
                format!("{short}, order of magnitude")
            } else {
                format!("{short}, an order of magnitude: {full}")
            }
        }
        (_, Some(low), Some(high), None) => {
            // The unit is said once, with the upper end.
            let bare = Measure { digits: None, ..Measure::exact(low.value, crate::base::Unit::none()) };
            let from = if starts_with_symbol(&one(low.value)) { one(low.value) } else { write_full(&bare, style) };
            match (low.inclusive, high.inclusive) {
                (true, true) => format!("from {about}{from} to {}", one(high.value)),
                _ => format!("{} and {}", least(low), most(high)),
            }
        }
        (_, Some(low), Some(high), Some(point)) if low.value < point || high.value > point => {
            format!("{about}{}, between {} and {}", one(point), one(low.value), one(high.value))
        }
        (_, _, _, Some(point)) if measure.about => format!("about {}", one(point)),
        (_, _, _, Some(point)) => format!("{}, {PLAIN}", one(point)),
        (_, Some(low), None, None) => format!("{}, no upper bound", least(low)),
        (_, None, Some(high), None) => format!("{}, no lower bound", most(high)),
        (_, None, None, None) => measure.raw.trim().to_owned(),
    }
}

/// Money is written before its number: there each end keeps its sign.
fn starts_with_symbol(number: &str) -> bool {
    number.trim_start_matches(['−', '-']).starts_with(|c: char| !c.is_ascii_digit())
}

/// A period in words, with what its short form does not tell of its precision, and the note where it was inferred:
/// `Q3 2024 (inferred: the text says "first three quarters")`.
pub(super) fn period(period: &Period, note: &str, ascii: bool) -> String {
    let mut words = period.words(ascii);
    if words.is_empty() {
        return words;
    }
    let days = || period.first.zip(period.last).map(|(first, last)| format!("{} to {}", first.iso(), last.iso()));
    let told = match period.precision {
        Precision::FiscalQuarter | Precision::FiscalHalf | Precision::FiscalYear => days(),
        Precision::Third => Some(String::from("a third of it")),
        _ => None,
    };
    let flags = [
        (period.approximate && told.is_none(), "approximate"),
        (period.uncertain, "uncertain"),
        (period.cumulative, "cumulative"),
    ];
    let flags = flags.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word.to_owned());
    let inferred = note.split(';').map(str::trim).find(|part| {
        let folded = fold(part);
        folded.contains("inferred") || folded.contains("implied")
    });
    let asides: Vec<String> = told.into_iter().chain(flags).chain(inferred.map(str::to_owned)).collect();
    if !asides.is_empty() {
        words = format!("{words} ({})", asides.join("; "));
    }
    words
}

/// The name line: metric and entity, each with the other names that the config gives it.
pub(super) fn names(world: &World, data: &Dataset, at: ObsRef, ascii: bool) -> String {
    let read = &world.config.read;
    let metric = with_others(drawn_part(data.metric_name(at)), &read.metric_names);
    let mut letters = metric.chars();
    let first = letters.next().map_or_else(String::new, |first| first.to_uppercase().collect());
    let entity = with_others(drawn_part(data.entity_name(at)), &read.entity_names);
    let parts = [format!("{first}{}", letters.as_str()), entity].map(|name| named(&name, ascii));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A name as a viewer who may see only ASCII is told it: then its Latin half, where it has one.
pub(super) fn named(name: &str, ascii: bool) -> String {
    if ascii { ascii_name(name) } else { name.to_owned() }
}

fn with_others(name: &str, joined: &[Vec<String>]) -> String {
    let same = |other: &String| fold(other) == fold(name);
    let others = joined.iter().find(|names| names.iter().any(same)).map_or(&[][..], Vec::as_slice);
    let half = |other: &str| halves(name).is_some_and(|(a, b)| fold(a) == fold(other) || fold(b) == fold(other));
    let new: Vec<&str> = others.iter().filter(|other| !same(other) && !half(other)).map(String::as_str).collect();
    if new.is_empty() { name.to_owned() } else { format!("{name} {}", new.join(", ")) }
}

/// The place in a document as shown: `¶16`; other places as typed.
pub(super) fn place(reference: &str) -> String {
    if !reference.is_empty() && reference.chars().all(|c| c.is_ascii_digit()) {
        format!("¶{reference}")
    } else {
        reference.to_owned()
    }
}

/// Who said it and where it was read: `QuestMobile via article ¶36`.
pub(super) fn citation(data: &Dataset, at: ObsRef, ascii: bool) -> String {
    let seen = data.get(at);
    let via = if seen.via.is_empty() { String::new() } else { format!("via {}", named(seen.via, ascii)) };
    let parts = [named(seen.source, ascii), via, place(seen.reference)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ValueContext, parse_value};

    #[test]
    fn values_in_words() {
        for (typed, expected) in [
            ("17%以内", "at most 17 %, no lower bound"),
            ("约40%", "about 40 %"),
            ("5-20 s", "from 5 to 20 s"),
            (">50%", "more than 50 %, no upper bound"),
            ("≥2", "at least 2, no upper bound"),
            ("4839万", "48,390,000, plain figure"),
            ("$5-10M", "from $5,000,000 to $10,000,000"),
            ("8位数", "8 digits, an order of magnitude: 10,000,000–99,999,999"),
            ("不限", "no limit"),
        ] {
            let measure = parse_value(typed, &ValueContext::default()).expect(typed);
            assert_eq!(value(&measure, "", NumberStyle::default()), expected, "{typed}");
        }
    }

    #[test]
    fn an_estimate_is_no_plain_figure() {
        let typed = |text| parse_value(text, &ValueContext::default()).expect(text);
        let said = |text, status| value(&typed(text), status, NumberStyle::default());
        assert_eq!(said("634773", "E"), "634,773, estimate");
        assert_eq!(said("17%以内", "F"), "at most 17 %, no lower bound, forecast");
        let qualities = [
            ("5", "", "plain figure"),
            ("5", "E", "estimate"),
            ("约5", "U", "about, rumour"),
            ("5", "B", "plain figure"),
        ];
        for (text, status, expected) in qualities {
            assert_eq!(quality(&typed(text), status), expected, "{text} {status}");
        }
    }

    #[test]
    fn other_names_stand_beside_the_shown_one() {
        let joined = [vec![String::from("Doubao 豆包"), String::from("豆包"), String::from("Cici")]];
        assert_eq!(with_others("Doubao 豆包", &joined), "Doubao 豆包 Cici");
        assert_eq!(with_others("Kimi", &joined), "Kimi");
    }
}
