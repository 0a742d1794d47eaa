//! Half-widths in a cell of their own, as leaderboards write them beside a score: `+3/-4`, `±5`.

/// How far the interval reaches above and below the value; both at least 0. `None` where the text is no half-width.
pub fn parse_margin(text: &str) -> Option<(f64, f64)> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '−' | '–' | '‐' | '‑' | '—') { '-' } else { c })
        .collect();
    let number = |text: &str| {
        let plain = text.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
    };
    if let Some(both) = text.strip_prefix('±').or_else(|| text.strip_prefix("+/-")) {
        return number(both).map(|width| (width, width));
    }
    let Some((one, other)) = text.split_once(['/', ',']) else { return number(&text).map(|width| (width, width)) };
    let signed = |text: &str, sign: char| text.strip_prefix(sign).and_then(number);
    match (signed(one, '+'), signed(other, '-'), signed(one, '-'), signed(other, '+')) {
        (Some(plus), Some(minus), ..) | (_, _, Some(minus), Some(plus)) => Some((plus, minus)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_widths() {
        for (text, expected) in [
            ("+3/-4", Some((3.0, 4.0))),
            ("-4 / +3", Some((3.0, 4.0))),
            ("+3,−4", Some((3.0, 4.0))),
            ("±5", Some((5.0, 5.0))),
            ("+/- 0.5", Some((0.5, 0.5))),
            ("5", Some((5.0, 5.0))),
            ("+3/+4", None),
            ("inf", None),
            ("±", None),
            ("a/b", None),
            ("", None),
        ] {
            assert_eq!(parse_margin(text), expected, "{text}");
        }
    }
}
