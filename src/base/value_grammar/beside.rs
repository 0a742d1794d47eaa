//! Cells that stand beside a value: lone margins (`+3/-4`), and values with the flags of a statistics office (`12.3 p`).

use super::normalised;

/// A lone margin as in a column beside its values: how far up and how far down from the value. In the value's unit, or in per
/// cent where the text ends in `%`; of one side alone (`+3`) nothing is known.
///
/// ```
/// # use bellwether::base::parse_margin;
/// assert_eq!(parse_margin("+3/-4"), Some((3.0, 4.0)));
/// assert_eq!(parse_margin("±5"), Some((5.0, 5.0)));
/// assert_eq!(parse_margin("-4"), None);
/// ```
pub fn parse_margin(text: &str) -> Option<(f64, f64)> {
    let text: String = normalised(text).chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(&text);
    if let Some(size) = ["±", "+/-", "+-", "-/+"].iter().find_map(|sign| text.strip_prefix(sign)) {
        return size_of(size).map(|size| (size, size));
    }
    let Some(first) = text.strip_prefix(['+', '-']) else {
        return size_of(text).map(|size| (size, size));
    };
    let second = first.find(['+', '-'])?;
    let (one, other) = first.split_at_checked(second)?;
    let one = size_of(one.strip_suffix(['/', ',', ';', '|']).unwrap_or(one))?;
    let two = size_of(other.get(1..)?)?;
    match (text.starts_with('+'), other.starts_with('+')) {
        (true, false) => Some((one, two)),
        (false, true) => Some((two, one)),
        _ => None,
    }
}

/// Digits with at most one point, in groups of three or none, with or without `%`.
fn size_of(text: &str) -> Option<f64> {
    let text = text.strip_suffix('%').unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = !whole.contains(',') || (1..=3).contains(&first.len());
    if !grouped || !(digits(first) || first.is_empty() && text.starts_with('.')) || !digits(fraction) {
        return None;
    }
    if !groups.all(|group| group.len() == 3 && digits(group)) {
        return None;
    }
    text.replace(',', "").parse().ok().filter(|size: &f64| size.is_finite())
}

/// Flags of an observation as Eurostat writes them: break, confidential, definition differs, estimated, forecast, see metadata, not
/// significant, provisional, revised, estimated by Eurostat, low reliability, not applicable.
const FLAGS: &str = "bcdefinprsuz";

/// A cell of a statistics office as its value and the flags behind it (`12.3 p`, `: c`, `8.1 bep`, `5 (e)`); without flags, the cell
/// as it is. Only for columns that are known to have flags: elsewhere `5 s` is five seconds.
pub fn split_flags(text: &str) -> (&str, &str) {
    let text = text.trim();
    let whole = (text, "");
    let digits_end = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '(' || c == ')');
    let value = digits_end.trim_end();
    let Some(flags) = text.get(digits_end.len()..) else { return whole };
    let bare = flags.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(flags);
    let mut letters = bare.chars();
    let distinct = bare.chars().enumerate().all(|(at, c)| !bare.chars().take(at).any(|before| before == c));
    let number = value == ":"
        || (value.ends_with(|c: char| c.is_ascii_digit())
            && value.chars().all(|c| c.is_ascii_digit() || "+-.,−\u{a0}\u{202f} ".contains(c)));
    let apart = value == ":" || digits_end.len() > value.len() || flags.starts_with('(');
    let flagged = (1..=4).contains(&bare.len()) && letters.all(|c| FLAGS.contains(c)) && distinct;
    if number && apart && flagged { (value, bare) } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_margins() {
        for (text, margin) in [
            ("+3/-4", Some((3.0, 4.0))),
            ("+3 / −4", Some((3.0, 4.0))),
            ("-4/+3", Some((3.0, 4.0))),
            ("−4 , +3", Some((3.0, 4.0))),
            ("(+5/-6)", Some((5.0, 6.0))),
            ("±5", Some((5.0, 5.0))),
            ("± 0.25", Some((0.25, 0.25))),
            ("+/-5", Some((5.0, 5.0))),
            ("+/– 5", Some((5.0, 5.0))),
            ("5", Some((5.0, 5.0))),
            (".5", Some((0.5, 0.5))),
            ("0", Some((0.0, 0.0))),
            ("2.1%", Some((2.1, 2.1))),
            ("±2.1％", Some((2.1, 2.1))),
            ("+20,066/-17,536", Some((20_066.0, 17_536.0))),
            ("", None),
            ("-4", None),
            ("+3", None),
            ("+3/+4", None),
            ("-3/-4", None),
            ("+3/4", None),
            ("3/4", None),
            ("±", None),
            ("+-", None),
            ("±-5", None),
            ("inf", None),
            ("±nan", None),
            ("5 s", None),
            ("1_000", None),
            ("2024-02-07", None),
            ("±12,34", None),
        ] {
            assert_eq!(parse_margin(text), margin, "{text}");
        }
        let huge = format!("±{}", "9".repeat(400));
        assert_eq!(parse_margin(&huge), None);
    }

    #[test]
    fn flags_behind_a_value() {
        for (text, parts) in [
            ("12.3 p", ("12.3", "p")),
            (": c", (":", "c")),
            (":c", (":", "c")),
            ("8.1 bep", ("8.1", "bep")),
            ("-0.4 e", ("-0.4", "e")),
            ("1 234.5 b", ("1 234.5", "b")),
            ("5 (e)", ("5", "e")),
            ("12.3", ("12.3", "")),
            (":", (":", "")),
            ("12.3p", ("12.3p", "")),
            ("5 kg", ("5 kg", "")),
            ("5 pp", ("5 pp", "")),
            ("5 x", ("5 x", "")),
            ("5 bedpn", ("5 bedpn", "")),
            ("about p", ("about p", "")),
            ("p", ("p", "")),
            ("", ("", "")),
            ("亿 p", ("亿 p", "")),
        ] {
            assert_eq!(split_flags(text), parts, "{text}");
        }
    }
}
