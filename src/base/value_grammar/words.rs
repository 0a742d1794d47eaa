//! The words around a number: about, at most, more than, in English and Chinese.

use super::{Refusal, factors, refuse};

/// Which end a word bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) upper: bool,
    pub(super) inclusive: bool,
}

const AT_MOST: Side = Side { upper: true, inclusive: true };
const BELOW: Side = Side { upper: true, inclusive: false };
const AT_LEAST: Side = Side { upper: false, inclusive: true };
const ABOVE: Side = Side { upper: false, inclusive: false };

/// A word, whether it means "about", and which end it bounds.
type Word = (&'static str, bool, Option<Side>);

/// Before the number, longest first where one begins another.
const LEADING: &[Word] = &[
    ("大约", true, None),
    ("大约为", true, None),
    ("约为", true, None),
    ("大概", true, None),
    ("约", true, None),
    ("≈", true, None),
    ("~", true, None),
    ("c. ", true, None),
    ("c.", true, None),
    ("ca. ", true, None),
    ("circa ", true, None),
    ("about ", true, None),
    ("around ", true, None),
    ("roughly ", true, None),
    ("approximately ", true, None),
    ("approx. ", true, None),
    ("接近", true, Some(BELOW)),
    ("将近", true, Some(BELOW)),
    ("近", true, Some(BELOW)),
    ("nearly ", true, Some(BELOW)),
    ("almost ", true, Some(BELOW)),
    ("close to ", true, Some(BELOW)),
    ("just under ", true, Some(BELOW)),
    ("just over ", true, Some(ABOVE)),
    ("a little over ", true, Some(ABOVE)),
    ("不超过", false, Some(AT_MOST)),
    ("至多", false, Some(AT_MOST)),
    ("最多", false, Some(AT_MOST)),
    ("最高", false, Some(AT_MOST)),
    ("≤", false, Some(AT_MOST)),
    ("<=", false, Some(AT_MOST)),
    ("within ", false, Some(AT_MOST)),
    ("up to ", false, Some(AT_MOST)),
    ("at most ", false, Some(AT_MOST)),
    ("no more than ", false, Some(AT_MOST)),
    ("不多于", false, Some(AT_MOST)),
    ("不高于", false, Some(AT_MOST)),
    ("少于", false, Some(BELOW)),
    ("不足", false, Some(BELOW)),
    ("不到", false, Some(BELOW)),
    ("未满", false, Some(BELOW)),
    ("低于", false, Some(BELOW)),
    ("<", false, Some(BELOW)),
    ("under ", false, Some(BELOW)),
    ("below ", false, Some(BELOW)),
    ("less than ", false, Some(BELOW)),
    ("fewer than ", false, Some(BELOW)),
    ("至少", false, Some(AT_LEAST)),
    ("不低于", false, Some(AT_LEAST)),
    ("不少于", false, Some(AT_LEAST)),
    ("no less than ", false, Some(AT_LEAST)),
    ("no fewer than ", false, Some(AT_LEAST)),
    ("≥", false, Some(AT_LEAST)),
    (">=", false, Some(AT_LEAST)),
    ("at least ", false, Some(AT_LEAST)),
    ("from ", false, Some(AT_LEAST)),
    ("超过", false, Some(ABOVE)),
    ("突破", false, Some(ABOVE)),
    ("多于", false, Some(ABOVE)),
    ("超", false, Some(ABOVE)),
    ("逾", false, Some(ABOVE)),
    (">", false, Some(ABOVE)),
    ("over ", false, Some(ABOVE)),
    ("more than ", false, Some(ABOVE)),
    ("above ", false, Some(ABOVE)),
    // Emphasis: the number stands as stated.
    ("高达", false, None),
    ("多达", false, None),
    ("达到", false, None),
    ("达", false, None),
    ("仅有", false, None),
    ("仅", false, None),
    ("只有", false, None),
    ("as high as ", false, None),
    ("as much as ", false, None),
    ("only ", false, None),
    ("exactly ", false, None),
];

/// After the number.
const TRAILING: &[Word] = &[
    ("左右", true, None),
    ("上下", true, None),
    (" or so", true, None),
    ("以内", false, Some(AT_MOST)),
    ("之内", false, Some(AT_MOST)),
    (" or less", false, Some(AT_MOST)),
    (" or fewer", false, Some(AT_MOST)),
    (" or more", false, Some(AT_LEAST)),
    (" or above", false, Some(AT_LEAST)),
    ("以下", false, Some(AT_MOST)),
    ("以上", false, Some(AT_LEAST)),
    ("起", false, Some(AT_LEAST)),
    ("+", false, Some(AT_LEAST)),
    ("出头", true, Some(ABOVE)),
    ("多", true, Some(ABOVE)),
    ("余", true, Some(ABOVE)),
];

/// Words and marks that no unit has: where one stands behind a number, it says something that must not be lost.
const NO_UNIT: &[&str] = &[
    "约",
    "≈",
    "~",
    "≤",
    "≥",
    "<",
    ">",
    "=",
    "±",
    "?",
    "!",
    ",",
    ";",
    ":",
    "。",
    "、",
    "[",
    "]",
    "左右",
    "上下",
    "大概",
    "以内",
    "之内",
    "以上",
    "以下",
    "超",
    "逾",
    "突破",
    "至少",
    "至多",
    "最多",
    "最少",
    "最高",
    "最低",
    "不足",
    "不到",
    "未满",
    "不低于",
    "多于",
    "少于",
    "低于",
    "高于",
    "出头",
    "不等",
    "之间",
    "或",
    "可能",
    "预计",
];
const NO_UNIT_WORDS: &[&str] = &[
    "or",
    "and",
    "to",
    "more",
    "less",
    "fewer",
    "than",
    "least",
    "most",
    "about",
    "around",
    "roughly",
    "approximately",
    "approx",
    "approx.",
    "nearly",
    "almost",
    "maybe",
    "perhaps",
    "probably",
    "up",
    "not",
    "over",
    "under",
    "above",
    "below",
    "minimum",
    "maximum",
    "max",
    "plus",
    "within",
    "only",
    "ish",
];

/// Whether a text behind a number says how far the number holds, and so is no unit.
pub(super) fn qualifies(text: &str) -> bool {
    let lower = text.to_lowercase();
    NO_UNIT.iter().any(|mark| lower.contains(mark)) || lower.split([' ', '-']).any(|word| NO_UNIT_WORDS.contains(&word))
}

/// What the words say, and the text without them.
pub(super) struct Words {
    pub(super) about: bool,
    pub(super) bound: Option<Side>,
    pub(super) rest: String,
}

/// Takes all words off both sides.
pub(super) fn strip(text: &str) -> Result<Words, Refusal> {
    let mut words = Words { about: false, bound: None, rest: text.trim().to_owned() };
    loop {
        let lower = words.rest.to_lowercase();
        let found = LEADING
            .iter()
            .filter(|(word, ..)| lower.starts_with(word))
            .max_by_key(|(word, ..)| word.len())
            // `from 5 to 20` is a range; `from` alone is a bound.
            .map(|found| if found.0 == "from " && lower.contains(" to ") { ("from ", false, None) } else { *found })
            .map(|found| (found, words.rest.chars().skip(found.0.chars().count()).collect::<String>()))
            .or_else(|| {
                let found =
                    TRAILING.iter().filter(|(word, ..)| lower.ends_with(word)).max_by_key(|(word, ..)| word.len())?;
                let keep = words.rest.chars().count() - found.0.chars().count();
                Some((*found, words.rest.chars().take(keep).collect()))
            });
        let Some(((word, about, bound), rest)) = found else { break };
        if rest.trim().is_empty() {
            return refuse("bad-number", "no number", None);
        }
        if word == "~" && rest.trim_start().starts_with('~') {
            return refuse("bad-number", "two signs before the number", None);
        }
        words.about |= about;
        match (words.bound, bound) {
            (Some(a), Some(b)) if a != b => {
                return refuse("two-bounds", "two different bounds", Some("Write a range: 5-20"));
            }
            (None, Some(side)) => words.bound = Some(side),
            _ => {}
        }
        rest.trim().clone_into(&mut words.rest);
    }
    within_verb(&mut words)?;
    Ok(words)
}

/// 增长超过3倍, 降至约1/400: the word stands between the verb and the number.
fn within_verb(words: &mut Words) -> Result<(), Refusal> {
    let Some((verb, tail)) = factors::verb(&words.rest).filter(|(_, tail)| !tail.trim().is_empty()) else {
        return Ok(());
    };
    let inner = strip(tail)?;
    if words.bound.is_some() && inner.bound.is_some() && words.bound != inner.bound {
        return refuse("two-bounds", "two different bounds", Some("Write a range: 5-20"));
    }
    words.about |= inner.about;
    words.bound = words.bound.or(inner.bound);
    words.rest = format!("{verb}{}", inner.rest);
    Ok(())
}
