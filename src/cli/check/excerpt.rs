//! The line that a problem is in, with carets under the offending text.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::base::{Diagnostic, Repertoire, Safe, width};

/// Columns of a line that are printed; more is cut around the offending text.
const WIDEST: usize = 100;
/// Columns before the offending text that are kept where the line is cut.
const BEFORE: usize = 40;

/// How this reader's text is printed.
#[derive(Clone, Copy)]
struct Print(Repertoire);

impl Print {
    /// As it stands in the file: also the board's own signs are escaped, not spelled.
    fn safe(self, text: &str) -> String {
        Safe::new(text, self.0).to_string()
    }

    fn width(self, text: &str) -> usize {
        width(&self.safe(text))
    }

    /// Where something was lost, in one column.
    fn cut(self) -> &'static str {
        if self.0 == Repertoire::Ascii { "~" } else { "…" }
    }
}

/// The line with its number in a gutter, and the carets below it; empty where the line is not known.
pub(super) fn excerpt(problem: &Diagnostic, repertoire: Repertoire) -> String {
    let print = Print(repertoire);
    let (Some(excerpt), Some(number)) = (&problem.excerpt, problem.place.line) else { return String::new() };
    let from = excerpt.line.char_indices().nth(excerpt.from as usize).map_or(excerpt.line.len(), |(at, _)| at);
    let (before, rest) = excerpt.line.split_at_checked(from).unwrap_or((&excerpt.line, ""));
    let text = problem.text.as_deref().unwrap_or_default();
    // As typed it may be more than stands on this line, or be written with doubled quotes.
    let (marked, after) = match rest.strip_prefix(text) {
        Some(after) => (text, after),
        None => ("", rest),
    };
    let carets = if marked.is_empty() { print.width(text).min(print.width(rest)) } else { print.width(marked) };
    let [before, marked, after] = [before, marked, after].map(|part| Shown::of(part, print));
    let (line, from, end) = cut(&before, &marked, &after, print.cut());
    // At least one, also where the line ends before the place.
    let carets = "^".repeat(carets.min(end - from).max(1));
    let number = number.to_string();
    let mut out = String::new();
    let _ = writeln!(out, "    {number} | {line}");
    let _ = writeln!(out, "    {} | {}{carets}", " ".repeat(number.len()), " ".repeat(from));
    out
}

/// Text as it is printed, sign by sign with its width: so that a cut never falls into a mark that stands for a hidden character.
struct Shown {
    signs: Vec<(String, usize)>,
    width: usize,
}

impl Shown {
    fn of(text: &str, print: Print) -> Self {
        let signs: Vec<(String, usize)> = text
            .graphemes(true)
            .map(|sign| {
                let sign = print.safe(sign);
                let width = width(&sign);
                (sign, width)
            })
            .collect();
        let width = signs.iter().map(|(_, width)| width).sum();
        Self { signs, width }
    }

    /// The last signs that fit, and their width.
    fn tail(&self, columns: usize) -> (String, usize) {
        let (mut start, mut left) = (0, self.width);
        while left > columns {
            let Some((_, width)) = self.signs.get(start) else { break };
            left -= width;
            start += 1;
        }
        (self.signs.iter().skip(start).map(|(sign, _)| sign.as_str()).collect(), left)
    }

    fn push_onto(&self, line: &mut String) {
        line.extend(self.signs.iter().map(|(sign, _)| sign.as_str()));
    }
}

/// The line cut to what is printed, the column at which the marked text begins and that at which the line ends.
fn cut(before: &Shown, marked: &Shown, after: &Shown, mark: &str) -> (String, usize, usize) {
    let mut line = String::new();
    let mut from = before.width;
    let whole = before.width + marked.width + after.width;
    if whole <= WIDEST {
        for part in [before, marked, after] {
            part.push_onto(&mut line);
        }
        return (line, from, whole);
    }
    if before.width > BEFORE {
        let (tail, columns) = before.tail(BEFORE - width(mark));
        line.push_str(mark);
        line.push_str(&tail);
        from = columns + width(mark);
    } else {
        before.push_onto(&mut line);
    }
    let mut end = from;
    let room = if from + marked.width + after.width > WIDEST { WIDEST - width(mark) } else { WIDEST };
    for (sign, columns) in marked.signs.iter().chain(&after.signs) {
        if end + columns > room {
            line.push_str(mark);
            end += width(mark);
            break;
        }
        end += columns;
        line.push_str(sign);
    }
    (line, from, end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::{Excerpt, Place};

    fn problem(line: &str, from: u32, text: Option<&str>) -> Diagnostic {
        let place = Place { file: Some("x.csv".into()), line: Some(17), ..Place::default() };
        let excerpt = Excerpt { line: line.into(), from };
        let problem = Diagnostic::error("two-amounts", "two amounts").at(place).with_excerpt(Some(excerpt));
        Diagnostic { text: text.map(Into::into), ..problem }
    }

    fn lines(line: &str, from: u32, text: Option<&str>) -> Vec<String> {
        excerpt(&problem(line, from, text), Repertoire::Unicode).lines().map(str::to_owned).collect()
    }

    #[test]
    fn carets_stand_under_the_offending_text() {
        let under = |line, from, text| lines(line, from, text).join("\n");
        assert_eq!(
            under("A,users,40%或50%", 8, Some("40%或50%")),
            "    17 | A,users,40%或50%\n       |         ^^^^^^^^"
        );
        // Two columns a letter, and two a tab that is shown.
        assert_eq!(under("豆包,月活,x", 6, Some("x")), "    17 | 豆包,月活,x\n       |           ^");
        assert_eq!(under("a\tb\u{1b}\tx", 5, Some("x")), "    17 | a^Ib^[^Ix\n       |         ^");
        assert_eq!(
            under("a\u{202e},\u{301}b", 3, Some("\u{301}b")),
            "    17 | a<U+202E>,<U+0301>b\n       |           ^^^^^^^^^"
        );
        // Without a text, at the end of the line, and where the text is written otherwise than it is meant.
        assert_eq!(under("a,b", 2, None), "    17 | a,b\n       |   ^");
        assert_eq!(under("a,b", 3, None), "    17 | a,b\n       |    ^");
        assert_eq!(under("a,\"b\"\"c\"", 2, Some("b\"c")), "    17 | a,\"b\"\"c\"\n       |   ^^^");
        assert_eq!(under("a,\"b", 2, Some("\"b\nand so on")), "    17 | a,\"b\n       |   ^^");
        assert_eq!(excerpt(&Diagnostic::error("a", "b"), Repertoire::Unicode), "");
    }

    #[test]
    fn carets_count_the_escapes_of_ascii() {
        let said = excerpt(&problem("豆,40%或50%", 2, Some("40%或50%")), Repertoire::Ascii);
        assert_eq!(said, "    17 | \\u{8c46},40%\\u{6216}50%\n       |          ^^^^^^^^^^^^^^\n");
        let far = excerpt(&problem(&"a".repeat(300), 200, Some("a")), Repertoire::Ascii);
        assert!(far.is_ascii() && far.contains("| ~aaa"), "{far}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_offending_text() {
        let far = format!("{}bad{}", "a".repeat(300), "z".repeat(300));
        let cut = lines(&far, 300, Some("bad"));
        assert_eq!(cut[0], format!("    17 | …{}bad{}…", "a".repeat(39), "z".repeat(56)));
        assert_eq!(cut[1], format!("       | {}^^^", " ".repeat(40)));
        let near = lines(&far, 0, Some(&"a".repeat(300)));
        assert_eq!(near[0], format!("    17 | {}…", "a".repeat(99)));
        assert_eq!(near[1], format!("       | {}", "^".repeat(100)));
    }

    proptest! {
        #[test]
        fn whatever_the_line_holds_the_carets_stand_inside_it(line in ".{0,300}", from in 0u32..320, text in ".{0,40}") {
            let line = line.replace(['\n', '\r'], "");
            let rows = lines(&line, from, Some(&text));
            prop_assert_eq!(rows.len(), 2);
            let gutter = width("    17 | ");
            prop_assert!(width(&rows[0]) <= gutter + WIDEST);
            // One beyond the end, where the text is missing there.
            prop_assert!(width(&rows[1]) <= width(&rows[0]) + 1);
            prop_assert!(rows[1].ends_with('^'));
        }
    }
}
