//! `[table."glob"]`: how to read a file where what is detected is not what its author meant.

use encoding_rs::Encoding;

use super::reader::{Entry, Node, Reader, nearest};
use super::settings::{check_day, choice};
use super::{Checked, TableSpec};
use crate::data::TableShape;

/// Roles that one column plays.
pub(in crate::board) const ROLES: [&str; 15] = [
    "entity",
    "metric",
    "period",
    "start",
    "end",
    "unit",
    "source",
    "via",
    "ref",
    "reported",
    "status",
    "confidence",
    "scope",
    "group",
    "note",
];
/// Roles that several columns can play: a record with two values has two pairs of bounds.
pub(in crate::board) const MEASURES: [&str; 4] = ["value", "low", "high", "margin"];
const READING: [&str; 12] = [
    "key",
    "kind",
    "delimiter",
    "quote",
    "encoding",
    "skip",
    "header",
    "day_order",
    "decimal",
    "zhao",
    "yen",
    "anchor",
];
/// Encodings that tables come in, for whoever mistyped one.
const ENCODINGS: [&str; 12] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "gb18030",
    "gbk",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "windows-1251",
    "windows-1252",
    "iso-8859-15",
];

pub(super) fn check_table(reader: &mut Reader<'_>, entry: &Entry<'_, '_>, checked: &mut Checked) {
    let mut table = TableSpec::default();
    let mut quote_at = None;
    for Entry { key, at, node } in reader.entries(entry.key, entry.node) {
        match key {
            "key" => table.key = check_headers(reader, key, node),
            "kind" => table.shape = check_shape(reader, key, node),
            "day_order" => table.day_first = choice(reader, key, node, &[("dmy", true), ("mdy", false)]),
            "decimal" => table.decimal_comma = choice(reader, key, node, &[(",", true), (".", false)]),
            "delimiter" => {
                let known =
                    [(",", b','), (";", b';'), ("\t", b'\t'), ("tab", b'\t'), ("|", b'|'), (":", b':'), (" ", b' ')];
                table.delimiter = choice(reader, key, node, &known);
            }
            "quote" => {
                table.quote = check_quote(reader, key, node);
                quote_at = Some(node.span());
            }
            "encoding" => table.encoding = check_encoding(reader, key, node),
            "skip" => table.skip = reader.count_or_none(key, node),
            "header" => table.header = reader.count_or_none(key, node),
            "zhao" => table.zhao = reader.number(key, node),
            "yen" => table.yen_is_jpy = choice(reader, key, node, &[("JPY", true), ("CNY", false)]).unwrap_or_default(),
            "anchor" => table.anchor = check_day(reader, key, node),
            role if ROLES.contains(&role) || MEASURES.contains(&role) => {
                let headers = check_headers(reader, role, node);
                if headers.len() > 1 && !MEASURES.contains(&role) {
                    let message = format!("{role} is one column, and {} are named", headers.len());
                    let help = format!("Several can be named for {} and key", MEASURES.join(", "));
                    reader.error_with_help(&node.span(), "unknown-value", message, Some(help));
                }
                table.roles.insert(role.to_owned(), headers);
            }
            _ => reader.unknown(&Entry { key, at, node }, &[&ROLES[..], &MEASURES[..], &READING[..]].concat()),
        }
    }
    if let Some(at) = quote_at
        && table.quote.is_some()
        && table.quote == table.delimiter
    {
        reader.error(&at, "unknown-value", "quote and delimiter are the same character");
    }
    checked.tables.push((entry.key.to_owned(), table));
}

/// Headers of the file, one or a list.
fn check_headers(reader: &mut Reader<'_>, key: &str, node: &Node<'_>) -> Vec<String> {
    let before = reader.found.len();
    let headers = reader.strings(key, node);
    if reader.found.len() == before && (headers.is_empty() || headers.iter().any(|header| header.trim().is_empty())) {
        let help = Some(String::from(
            "Write the header as it stands in the file; a column without one is column_1, column_2, ...",
        ));
        reader.error_with_help(&node.span(), "unknown-value", format!("{key} names no column"), help);
    }
    headers
}

fn check_shape(reader: &mut Reader<'_>, key: &str, node: &Node<'_>) -> Option<TableShape> {
    let typed = reader.string(key, node)?;
    let shape = TableShape::parse(&typed);
    if shape.is_none() {
        let names: Vec<&str> = TableShape::names().collect();
        refuse(reader, node, format!("no kind of table \"{typed}\""), &typed, &names, "kinds");
    }
    shape
}

/// One ASCII sign, or nothing where a quote is a letter like any other: then zero, which is in no text.
fn check_quote(reader: &mut Reader<'_>, key: &str, node: &Node<'_>) -> Option<u8> {
    let typed = reader.string(key, node)?;
    let quote = match typed.as_bytes() {
        [] => Some(0),
        [one] if one.is_ascii_punctuation() => Some(*one),
        _ => None,
    };
    if quote.is_none() {
        let help = Some(String::from("Write quote = \"'\", or quote = \"\" where no cell is quoted"));
        reader.error_with_help(
            &node.span(),
            "unknown-value",
            format!("\"{typed}\" is no quote; wanted one ASCII sign"),
            help,
        );
    }
    quote
}

fn check_encoding(reader: &mut Reader<'_>, key: &str, node: &Node<'_>) -> Option<String> {
    let typed = reader.string(key, node)?;
    if Encoding::for_label_no_replacement(typed.as_bytes()).is_some() {
        return Some(typed);
    }
    refuse(reader, node, format!("no encoding \"{typed}\""), &typed, &ENCODINGS, "for example");
    None
}

fn refuse(reader: &mut Reader<'_>, node: &Node<'_>, message: String, typed: &str, known: &[&str], words: &str) {
    let near = nearest(typed, known).map_or(String::new(), |near| format!("; nearest: \"{near}\""));
    let help = Some(format!("{words}: {}", known.join(", ")));
    reader.error_with_help(&node.span(), "unknown-value", message + &near, help);
}

#[cfg(test)]
mod tests {
    use crate::board::check_config;
    use crate::data::TableShape;

    #[test]
    fn what_a_table_says_reaches_the_reader_of_the_files_it_names() {
        let text = "[table.\"gpu*.csv\"]\nkind = \"records\"\nencoding = \"GBK\"\nskip = 2\nheader = 0\nquote = \"'\"\n\
                    entity = \"Model\"\nvalue = [\"Price\", \"Power\"]\nlow = [\"P5\", \"W5\"]\nhigh = [\"P95\", \"W95\"]\n\
                    margin = \"+3/-4\"\nstart = \"From\"\nend = \"To\"\n[table.\"plain.csv\"]\nquote = \"\"\n";
        let (checked, found) = check_config(text, "config.toml");
        let checked = checked.expect("a config");
        assert!(found.is_empty(), "{found:?}");
        let told = checked.read_options("data/gpu-2024.csv");
        assert_eq!((told.shape, told.skip, told.header), (Some(TableShape::Records), Some(2), Some(0)));
        assert_eq!((told.encoding.as_deref(), told.quote), (Some("GBK"), Some(b'\'')));
        let roles: Vec<String> =
            told.roles.iter().map(|(role, headers)| format!("{role}={}", headers.join("|"))).collect();
        let expected =
            ["end=To", "entity=Model", "high=P95|W95", "low=P5|W5", "margin=+3/-4", "start=From", "value=Price|Power"];
        assert_eq!(roles, expected);
        assert_eq!(checked.read_options("plain.csv").quote, Some(0));
        assert_eq!(checked.read_options("other.csv"), crate::data::ReadOptions::default());
    }
}
