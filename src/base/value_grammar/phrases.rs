//! Whole phrases that are no plain number: footnote marks, two amounts, changes told as verbs.

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

/// The second of two amounts: `40%或50%`, `5 or 6`.
pub(super) fn second_amount(text: &str) -> Option<&str> {
    let has_digit = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    let mut pairs = ["或", " or ", ";", "；", "、"].iter().filter_map(|word| text.split_once(word));
    pairs.find(|(one, other)| has_digit(one) && has_digit(other)).map(|(_, other)| other)
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
    if ["up to ", "降至", "降到", "降为", "下降至", "下降到", "降低至", "降低到", "增至", "增到"]
        .iter()
        .any(|word| bare.starts_with(word))
        || bare.contains('倍')
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
