//! The number that a panel writes is the number in the data, with the digits that were stated.

use super::axes::said;
use super::*;

/// A number as somebody would type it: so many digits, the decimal point somewhere among or behind them.
fn typed() -> impl Strategy<Value = String> {
    let digits = prop::collection::vec(0..10u8, 1..9);
    (digits, 0..6usize, any::<bool>(), any::<bool>()).prop_map(|(digits, point, behind, negative)| {
        let mut text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        if behind {
            text.extend(std::iter::repeat_n('0', point));
        } else if point > 0 {
            while text.len() <= point {
                text.insert(0, '0');
            }
            text.insert(text.len() - point, '.');
        }
        let whole = text.trim_start_matches('0');
        let text = if whole.is_empty() || whole.starts_with('.') { format!("0{whole}") } else { whole.to_owned() };
        if negative { format!("-{text}") } else { text }
    })
}

/// Whether a word among those lines is that number.
fn is_said(lines: &[String], number: f64) -> bool {
    let near = |other: f64| (other - number).abs() <= number.abs() * 1e-14;
    lines.iter().flat_map(|line| line.split_whitespace()).filter_map(said).any(near)
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn the_number_written_is_the_number_stated(
        typed in prop::collection::vec(typed(), 1..12),
        at in 0..12usize,
        ascii: bool,
    ) {
        let at = at % typed.len();
        let number: f64 = typed[at].parse().expect("a number");
        let said = |row: &dyn Fn(usize, &str) -> String| {
            typed.iter().enumerate().map(|(n, text)| row(n, text)).collect::<Vec<_>>().join("\n")
        };
        let lines = said(&|n, text| format!("S,m,{}-01-01,{text}", 2000 + n));
        let things = said(&|n, text| format!("Thing {n},m,2024,{text}"));
        let area = Rect::new(0, 0, 100, 40);
        let kinds = ["bar", "range", "table", "stat"].map(|kind| (kind, &things));
        for (kind, rows) in kinds.into_iter().chain([("line", &lines)]) {
            let chart = Drawing::new(&format!("kind = \"{kind}\""), rows, ascii);
            // Of the points of a line one at a time is written out.
            let cursor = (kind == "line").then_some(Cursor { column: at, ..Cursor::default() });
            let drawn = chart.lines(area, cursor);
            let shown = if kind == "line" { &drawn[..1] } else { &drawn[..] };
            prop_assert!(is_said(shown, number), "{} is not said by {kind}:\n{}", typed[at], drawn.join("\n"));
        }
    }
}
