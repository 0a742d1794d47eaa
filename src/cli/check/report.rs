//! Problems as a compiler prints them, and as JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;

use super::excerpt::excerpt;
use super::said;
use crate::base::{Diagnostic, Repertoire, Severity};

/// Problems alike that are printed in full; of the others only the lines are named.
const FULL: usize = 3;
/// Lines that are named.
const NAMED: usize = 4;

/// What makes problems alike: the file, the code, the column.
type Kind<'a> = (&'a str, &'a str, Option<&'a str>);

/// Problems that are alike, as far as they were met.
#[derive(Default)]
struct Alike {
    met: usize,
    /// Lines of those that are not printed.
    lines: BTreeSet<u32>,
    left: usize,
}

/// All problems in their order; of many alike in one of the data `files` only the first in full. A config has few problems, each
/// another slip of its author: none is left out.
pub(super) fn as_text(problems: &[Diagnostic], files: &BTreeSet<Arc<str>>, repertoire: Repertoire) -> String {
    let mut kinds: BTreeMap<Kind<'_>, Alike> = BTreeMap::new();
    for problem in problems {
        let Some(kind) = kind(problem, files) else { continue };
        let alike = kinds.entry(kind).or_default();
        alike.met += 1;
        if alike.met > FULL {
            alike.left += 1;
            alike.lines.extend(problem.place.line);
        }
    }
    let mut out = String::new();
    let mut printed: BTreeMap<Kind<'_>, usize> = BTreeMap::new();
    for problem in problems {
        let Some(kind) = kind(problem, files) else {
            out.push_str(&in_full(problem, repertoire));
            continue;
        };
        let nth = printed.entry(kind).or_default();
        *nth += 1;
        if *nth <= FULL {
            out.push_str(&in_full(problem, repertoire));
        }
        if *nth == FULL
            && let Some(alike) = kinds.get(&kind).filter(|alike| alike.left > 0)
        {
            let _ = writeln!(out, "{}", said(&more(alike), repertoire));
        }
    }
    out
}

fn kind<'a>(problem: &'a Diagnostic, files: &BTreeSet<Arc<str>>) -> Option<Kind<'a>> {
    let file = problem.place.file.as_ref().filter(|file| files.contains(*file))?;
    Some((file, problem.code, problem.place.column.as_deref()))
}

/// `… and 9,997 more like it: lines 12, 15, 19, 23, …`
fn more(alike: &Alike) -> String {
    let mut out = format!("… and {} more like it", thousands(alike.left));
    let named: Vec<String> = alike.lines.iter().take(NAMED).map(ToString::to_string).collect();
    if !named.is_empty() {
        let word = if alike.lines.len() == 1 { "line" } else { "lines" };
        let _ = write!(out, ": {word} {}", named.join(", "));
    }
    if alike.lines.len() > NAMED {
        out.push_str(", …");
    }
    out
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `file:line:col: code: message`, the line around it, the help.
pub(super) fn in_full(problem: &Diagnostic, repertoire: Repertoire) -> String {
    let place = said(&problem.place.to_string(), repertoire);
    let at = if place.is_empty() { String::new() } else { format!("{place}: ") };
    let severity = match problem.severity {
        Severity::Error => "",
        Severity::Warning => "warning: ",
        Severity::Note => "note: ",
    };
    let mut out = format!(
        "{at}{severity}{}: {}\n{}",
        problem.code,
        said(&problem.message, repertoire),
        excerpt(problem, repertoire)
    );
    if let Some(help) = &problem.help {
        let _ = writeln!(out, "    help: {}", said(help, repertoire));
    }
    out
}

/// How many there are of each severity.
pub(super) fn counts(problems: &[Diagnostic]) -> String {
    if problems.is_empty() {
        return String::from("no problems\n");
    }
    let some = |severity: Severity, word: &str| {
        let number = problems.iter().filter(|problem| problem.severity == severity).count();
        format!("{number} {word}{}", if number == 1 { "" } else { "s" })
    };
    let (errors, warnings) = (some(Severity::Error, "error"), some(Severity::Warning, "warning"));
    format!("{errors}, {warnings}, {}\n", some(Severity::Note, "note"))
}

/// All of them, each on its own.
pub(super) fn as_json(problems: &[Diagnostic]) -> String {
    let list: Vec<_> = problems
        .iter()
        .map(|d| {
            json!({
                "code": d.code,
                "severity": d.severity.as_str(),
                "file": d.place.file.as_deref(),
                "line": d.place.line,
                "col": d.place.col,
                "column": d.place.column.as_deref(),
                "text": d.text.as_deref(),
                "message": d.message,
                "help": d.help,
            })
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&list).unwrap_or_else(|_| String::from("[]"));
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Excerpt, Place};

    fn problem(line: u32, column: &str) -> Diagnostic {
        let place = Place { file: Some("x.csv".into()), line: Some(line), col: Some(4), column: Some(column.into()) };
        Diagnostic::error("two-amounts", "two amounts in \"40%或50%\"").at(place).with_help("Write 40%-50% or two rows")
    }

    fn text(problems: &[Diagnostic]) -> String {
        as_text(problems, &BTreeSet::from(["x.csv".into()]), Repertoire::Unicode)
    }

    #[test]
    fn a_problem_reads_like_a_compiler_s() {
        let excerpt = Excerpt { line: "豆包,40%或50%".into(), from: 3 };
        let problem = problem(17, "value").with_text("40%或50%").with_excerpt(Some(excerpt));
        let expected = "x.csv:17:4: two-amounts: two amounts in \"40%或50%\"\n    17 | 豆包,40%或50%\n       |      ^^^^^^^^\n\
                        \x20   help: Write 40%-50% or two rows\n";
        assert_eq!(text(&[problem]), expected);
    }

    #[test]
    fn many_alike_are_named_by_their_lines() {
        let mut many: Vec<_> = (0..10_000).map(|n| problem(2 + 3 * n, "value")).collect();
        many.insert(5, problem(9, "period"));
        let said = text(&many);
        let heads: Vec<&str> = said.lines().filter(|line| !line.starts_with("    ")).collect();
        assert_eq!(heads.len(), 5, "{said}");
        assert_eq!(heads[2].split(' ').next(), Some("x.csv:8:4:"));
        assert_eq!(heads[3], "… and 9,997 more like it: lines 11, 14, 17, 20, …");
        assert_eq!(heads[4].split(' ').next(), Some("x.csv:9:4:"), "another column is another problem");
        assert_eq!(counts(&many), "10001 errors, 0 warnings, 0 notes\n");
        assert!(text(&many[..4]).contains("… and 1 more like it: line 11\n"));
        assert!(!text(&many[..3]).contains("more like it"));
        assert_eq!(
            as_text(&many[..5], &BTreeSet::new(), Repertoire::Unicode).matches("two-amounts").count(),
            5,
            "a config is said in full"
        );
    }

    #[test]
    fn json_has_every_field_of_every_problem() {
        let many: Vec<_> = (1..=9).map(|line| problem(line, "value")).collect();
        let list: serde_json::Value = serde_json::from_str(&as_json(&many)).expect("valid JSON");
        assert_eq!(list.as_array().map(Vec::len), Some(9));
        assert_eq!((&list[8]["line"], &list[8]["column"]), (&json!(9), &json!("value")));
        assert!(list[0]["text"].is_null());
        let fields: Vec<&String> = list[0].as_object().expect("an object").keys().collect();
        assert_eq!(fields, ["code", "col", "column", "file", "help", "line", "message", "severity", "text"]);
    }
}
