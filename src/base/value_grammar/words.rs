//! The words around a number: about, at most, more than, in English and Chinese.

use super::super::{Dimension, Unit};
use super::{Refusal, Statement, ValueContext, refuse};

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
        if word == "~" && rest.trim_start().starts_with(['~', '-']) {
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
    Ok(words)
}

/// A trailing footnote mark (`123*`, `45[1]`) is no part of the number.
pub(super) fn without_footnote(text: &str) -> &str {
    let bare = text.trim_end_matches(['*', '†', '‡']).trim_end();
    if let Some(open) = bare.strip_suffix(']')
        && let Some((before, mark)) = open.rsplit_once('[')
        && !before.is_empty()
        && mark.chars().all(|c| c.is_ascii_alphanumeric())
    {
        return before.trim_end();
    }
    if bare.is_empty() { text } else { bare }
}

/// `40%或50%`, `5 or 6`.
pub(super) fn names_two_amounts(text: &str) -> bool {
    ["或", " or ", ";", "；", "、"].iter().any(|word| {
        text.split_once(word).is_some_and(|(a, b)| {
            let has_digit = |t: &str| t.chars().any(|c| c.is_ascii_digit());
            has_digit(a) && has_digit(b)
        })
    })
}

/// The remedy where a change is told as a verb: `跌14%`.
pub(super) fn change_as_value(text: &str) -> Option<String> {
    const FALLS: &[&str] = &[
        "下跌",
        "下降",
        "下滑",
        "减少",
        "缩减",
        "减",
        "跌",
        "降",
        "fell by ",
        "fell ",
        "down by ",
        "down ",
        "decreased by ",
    ];
    const RISES: &[&str] = &[
        "上涨",
        "上升",
        "增加",
        "增长",
        "涨",
        "升",
        "增",
        "rose by ",
        "rose ",
        "up by ",
        "up ",
        "grew by ",
        "grew ",
        "increased by ",
    ];
    let lower = text.to_lowercase();
    let bare = ["同比", "环比"].iter().find_map(|word| lower.strip_prefix(word)).unwrap_or(&lower);
    if ["up to ", "降至", "降到", "增至", "增到"].iter().any(|word| bare.starts_with(word)) || bare.ends_with('倍')
    {
        return None;
    }
    let rest = |words: &[&str]| {
        let rest = words.iter().filter_map(|word| bare.strip_prefix(word)).min_by_key(|rest| rest.len())?;
        let rest = rest.strip_prefix('了').unwrap_or(rest).trim();
        rest.chars().any(|c| c.is_ascii_digit()).then(|| rest.to_owned())
    };
    if let Some(amount) = rest(FALLS) {
        let digit = amount.starts_with(|c: char| c.is_ascii_digit());
        return Some(if digit {
            format!("write -{amount}")
        } else {
            String::from("write the change as a number, as -14%")
        });
    }
    rest(RISES).map(|amount| format!("write {amount}"))
}

/// Orders of magnitude, halves and factors told in words.
#[expect(
    clippy::too_many_lines,
    reason = "a list of wordings tried in turn; its parts share the two ways to state a span"
)]
pub(super) fn order(text: &str, context: &ValueContext) -> Option<Result<Statement, Refusal>> {
    let span = |low: f64, high: Option<f64>, unit: Option<Unit>| Statement {
        low: Some(low),
        high,
        point: None,
        order: true,
        unit,
        magnitude: true,
        digits: None,
        beyond: None,
    };
    let exact = |value: f64, unit: Unit| Statement {
        low: Some(value),
        high: Some(value),
        point: Some(value),
        order: false,
        unit: Some(unit),
        magnitude: false,
        digits: None,
        beyond: None,
    };
    let lower = text.to_lowercase();
    let digits = ["位数", " digits", " digit", " figures", " figure"].iter().find_map(|word| lower.strip_suffix(word));
    if let Some(count) = digits {
        let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        let count = count.trim().trim_end_matches('-');
        let count = match words.iter().position(|word| *word == count) {
            Some(index) => i32::try_from(index + 1).ok(),
            None => count.parse().ok().or_else(|| super::scan::chinese(count).map(|n| n as i32)),
        };
        return match count {
            Some(n @ 1..=15) => Some(Ok(span(10f64.powi(n - 1), Some(10f64.powi(n) - 1.0), None))),
            _ => Some(refuse("bad-number", "no count of digits", None)),
        };
    }
    if lower == "low double digits" || lower == "double digits" {
        return Some(Ok(span(10.0, Some(99.0), None)));
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
    let percent = || Unit::parse("%").0;
    let factor = || Unit::parse("x").0;
    if ["半数", "一半", "half"].contains(&lower.as_str()) {
        return Some(Ok(exact(50.0, percent())));
    }
    if let Some((tens, ones)) = text.split_once('成')
        && let Some(whole) = super::scan::chinese(tens).or_else(|| tens.parse().ok())
        && (1.0..=10.0).contains(&whole)
    {
        let ones = if ones.is_empty() { Some(0.0) } else { super::scan::chinese(ones) };
        return ones.map(|ones| Ok(exact(whole * 10.0 + ones, percent())));
    }
    if ["翻倍", "翻番", "翻一番", "doubled"].contains(&lower.as_str()) {
        return Some(Ok(exact(2.0, factor())));
    }
    if let Some(times) = text.strip_prefix('翻').and_then(|t| t.strip_suffix('番')) {
        let times = times.strip_prefix('了').unwrap_or(times);
        let times = super::scan::chinese(times).or_else(|| times.parse().ok()).filter(|n| (1.0..=30.0).contains(n));
        return Some(match times {
            Some(times) => Ok(exact(2f64.powf(times), factor())),
            None => refuse("bad-number", "no number of times", None),
        });
    }
    for (word, plus) in [("增长到", 0.0), ("增长至", 0.0), ("增加到", 0.0), ("增至", 0.0), ("增长", 1.0), ("增加", 1.0)]
    {
        if let Some(times) = text.strip_prefix(word).and_then(|t| t.strip_suffix('倍')) {
            let times = times.strip_prefix(['了', '至', '到']).unwrap_or(times);
            let mut scanner = super::Scanner::new(times, context);
            return match scanner.amount() {
                Ok(amount) if scanner.at_end() && amount.unit.is_none() && amount.beyond.is_none() => {
                    Some(Ok(exact(amount.value + plus, factor())))
                }
                _ => Some(refuse("bad-number", "no number of times", None)),
            };
        }
    }
    if let Some(rest) = text.strip_prefix("降至") {
        let mut scanner = super::Scanner::new(rest, context);
        if let Ok(amount) = scanner.amount()
            && scanner.at_end()
            && amount.unit.is_none()
            && rest.contains('/')
        {
            return Some(Ok(exact(amount.value, factor())));
        }
    }
    None
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
