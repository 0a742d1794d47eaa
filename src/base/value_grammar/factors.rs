//! Changes told as words that are factors: 翻倍 ×2, 翻两番 ×4, 增长3倍 ×4 (or ×3), 增至3倍 ×3, 降至1/400.

use super::super::Unit;
use super::{Refusal, Scanner, Statement, ValueContext, numeral, refuse};

/// Verbs that say to what something grew.
const GREW_TO: &[&str] = &["增长到", "增长至", "增长为", "增加到", "增加至", "增加为", "增至", "增到"];
/// Verbs that say by what something grew; "by 3 times" is also said where "to 3 times" is meant.
const GREW_BY: &[&str] = &["增长了", "增加了", "增长", "增加"];
const FELL_TO: &[&str] = &["降低到", "降低至", "下降到", "下降至", "降至", "降到", "降为"];

/// A factor told as a verb; `None` where the text is none.
pub(super) fn factor(text: &str, context: &ValueContext) -> Option<Result<Statement, Refusal>> {
    let stated = |value: f64| Ok(Statement::stated(value, Unit::parse("x").0));
    let (text, lower) = (compared(text), text.to_lowercase());
    for (word, value) in [("doubled", 2.0), ("tripled", 3.0), ("翻倍", 2.0), ("翻番", 2.0)] {
        if lower == word || text == word {
            return Some(stated(value));
        }
    }
    if let Some(times) = text.strip_prefix('翻') {
        let times = times.strip_prefix('了').unwrap_or(times);
        if times == "一倍" || times == "倍" {
            return Some(stated(2.0));
        }
        let times = times.strip_suffix('番')?;
        let times = numeral::chinese(times).or_else(|| times.parse().ok()).filter(|n| (1.0..=30.0).contains(n));
        return Some(times.map_or_else(no_number, |times| stated(2f64.powf(times))));
    }
    let (verb, tail) = verb(text)?;
    let tail = tail.strip_prefix("原来的").unwrap_or(tail);
    let times = tail.strip_suffix('倍');
    let fell = FELL_TO.contains(&verb);
    let (times, plus) = match times {
        Some(times) => (times, if GREW_BY.contains(&verb) { 1.0 } else { 0.0 }),
        None if fell && tail.contains('/') => (tail, 0.0),
        None => return None,
    };
    let mut scanner = Scanner::new(times, context);
    Some(match scanner.amount() {
        Ok(amount) if scanner.at_end() && amount.unit.is_none() && amount.beyond.is_none() => {
            stated(amount.value + plus)
        }
        _ => no_number(),
    })
}

/// Whether "by N times" may also mean "to N times": 增长3倍 is ×4, and ×3 to some.
pub(in crate::base) fn may_mean_to(text: &str) -> bool {
    let grew_by = |at: &str| verb(at).is_some_and(|(verb, _)| GREW_BY.contains(&verb));
    text.contains('倍') && text.char_indices().any(|(at, _)| text.get(at..).is_some_and(grew_by))
}

/// A verb of change at the start and what follows it.
pub(super) fn verb(text: &str) -> Option<(&'static str, &str)> {
    [GREW_TO, GREW_BY, FELL_TO].into_iter().flatten().find_map(|verb| text.strip_prefix(verb).map(|rest| (*verb, rest)))
}

/// Without "year on year" before the verb.
fn compared(text: &str) -> &str {
    ["同比", "环比"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text)
}

fn no_number<T>() -> Result<T, Refusal> {
    refuse("bad-number", "no number of times", Some("Write 3x"))
}
