//! The beginning of a large file -> the problems that are certain from it, before the rest is read.

use std::sync::Arc;

use super::ReadOptions;
use super::decode::decode;
use super::dialect::Dialect;
use super::open::flaw_problem;
use super::records::{Cursor, Found, RECORD, excerpt_at};
use super::table::Flaw;
use super::unpack::unpack;
use crate::base::{Diagnostic, Place};

/// Bytes that are looked at, packed or not.
const LOOKED_AT: usize = 4 << 20;
/// Problems that are said; a file with more has trouble enough.
const MOST: usize = 20;

/// What is wrong with how a file is written, as far as its first bytes tell for certain: that it is no text, quotes that are never
/// closed, cells and records that are too long, too many columns. The same will be said once the whole file is read.
pub fn glance_problems(name: &Arc<str>, prefix: &[u8], options: &ReadOptions) -> Vec<Diagnostic> {
    let whole = Place { file: Some(name.clone()), ..Place::default() };
    let prefix = prefix.get(..LOOKED_AT).unwrap_or(prefix);
    // That the archive is torn is no news: only its beginning is here.
    let unpacked = unpack(prefix, LOOKED_AT).bytes;
    let end = unpacked.iter().rposition(|byte| *byte == b'\n').map_or(unpacked.len(), |at| at + 1);
    let decoded = match decode(unpacked, options.encoding.as_deref()) {
        Ok(decoded) => decoded,
        Err(problem) => return vec![problem.at(whole)],
    };
    // In another encoding the line end may be anywhere near: the text knows.
    let text = decoded.text.get(..end).unwrap_or(&decoded.text);
    let text = text.rfind('\n').and_then(|at| text.get(..=at)).unwrap_or(text);
    let dialect = Dialect::of(text, options);
    let mut cursor = Cursor::new(text, dialect.start.0, dialect.start.1, &dialect);
    let mut problems = Vec::new();
    while problems.len() < MOST
        && let Some(record) = cursor.next()
    {
        let Some(flaw) = record.flaw.filter(|flaw| is_certain(*flaw, record, text, dialect.quote)) else { continue };
        if dialect.is_comment(cursor.cell(0), cursor.len()) {
            continue;
        }
        let col = match flaw {
            Flaw::OpenQuote(column) => Some(column),
            Flaw::StrayQuote | Flaw::CellTooLong(_) | Flaw::RecordTooLong | Flaw::TooManyColumns(_) => None,
        };
        let line = text.get(record.byte..).unwrap_or("");
        let into = line.chars().take(col.map_or(0, |col| col as usize - 1)).map(char::len_utf8).sum::<usize>();
        let place = Place { line: Some(record.line), col, ..whole.clone() };
        problems.push(flaw_problem(flaw).with_excerpt(excerpt_at(text, record.byte + into)).at(place));
    }
    problems
}

/// Whether more of the file could not mend it: a quote that is open where the beginning ends may be closed behind it, unless its
/// record is longer than any may be.
fn is_certain(flaw: Flaw, record: Found, text: &str, quote: Option<u8>) -> bool {
    let Flaw::OpenQuote(column) = flaw else { return true };
    let rest = text.as_bytes().get(record.byte..).unwrap_or_default();
    // Quotes and delimiters take no room in the cells of a record.
    let marks = rest.iter().filter(|byte| Some(**byte) == quote).count() + column as usize;
    rest.len() > RECORD + marks
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::data::{FileBytes, read};

    const HEADER: &str = "entity,metric,period,value\n";

    fn rows(bytes: usize) -> String {
        let mut text = String::new();
        for n in 0.. {
            let _ = writeln!(text, "A{},users,2024,{n}", n % 7);
            if text.len() > bytes {
                break;
            }
        }
        text
    }

    fn glanced(text: &[u8]) -> Vec<Diagnostic> {
        glance_problems(&Arc::from("x.csv"), text, &ReadOptions::default())
    }

    #[test]
    fn an_open_quote_at_the_top_is_certain_and_said_as_it_will_be() {
        let text = format!("{HEADER}A,\"users,2024,5\n{}", rows(3_000_000));
        let early = glanced(text.as_bytes());
        assert_eq!(early.len(), 1);
        let name = Arc::from("x.csv");
        let file = FileBytes { name, bytes: text.as_bytes().into(), may_grow: false };
        let whole = read(&[file], &ReadOptions::default(), None);
        assert!(whole.diagnostics().contains(&early[0]), "{early:?}\n{:?}", whole.diagnostics());
    }

    #[test]
    fn what_more_of_the_file_could_mend_is_not_said() {
        let text = format!("{HEADER}{}A,\"users,2024,5\n{}", rows(1_000_000), rows(1_000_000));
        assert_eq!(glanced(text.as_bytes()), []);
        assert_eq!(glanced(format!("{HEADER}{}A,\"us", rows(100_000)).as_bytes()), []);
        assert_eq!(glanced(b""), []);
    }

    #[test]
    fn what_is_no_text_and_what_is_too_long_is_said() {
        assert_eq!(glanced(b"\x7fELF\0\x01\0\0").first().map(|problem| problem.code), Some("binary-file"));
        let long = format!("{HEADER}A,users,2024,{}\n", "5".repeat(1_500_000));
        assert_eq!(glanced(long.as_bytes()).first().map(|problem| problem.code), Some("cell-too-long"));
    }
}
