//! A TOML tree with places: typed access that says what is wrong, where, and what it may have meant.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::{Code, Diagnostic, Place, nearness};

/// A value with its place in the text.
pub(super) type Node<'t> = Spanned<DeValue<'t>>;

/// One key of a table with its place and value.
pub(super) struct Entry<'a, 't> {
    pub(super) key: &'a str,
    pub(super) at: Range<usize>,
    pub(super) node: &'a Node<'t>,
}

/// Reads typed values out of one text and collects what is wrong.
pub(super) struct Reader<'t> {
    text: &'t str,
    name: Arc<str>,
    pub(super) found: Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, name: &str) -> Self {
        Self { text, name: Arc::from(name), found: Vec::new() }
    }

    /// Line and character column, both 1-based, of a byte offset.
    pub(super) fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let col = before.rsplit('\n').next().map_or(0, |tail| tail.chars().count()) + 1;
        let number = |n: usize| u32::try_from(n).ok();
        Place { file: Some(Arc::clone(&self.name)), line: number(line), col: number(col), column: None }
    }

    pub(super) fn line(&self, offset: usize) -> u32 {
        self.place(offset).line.unwrap_or(1)
    }

    pub(super) fn error(&mut self, at: &Range<usize>, code: Code, message: impl Into<String>) {
        let place = self.place(at.start);
        self.found.push(Diagnostic::error(code, message).at(place));
    }

    pub(super) fn error_with_help(&mut self, at: &Range<usize>, code: Code, message: String, help: Option<String>) {
        let place = self.place(at.start);
        let mut problem = Diagnostic::error(code, message).at(place);
        problem.help = help;
        self.found.push(problem);
    }

    /// A key that does not belong there, with the nearest that does.
    pub(super) fn unknown(&mut self, entry: &Entry<'_, '_>, known: &[&str]) {
        let message = match nearest(entry.key, known) {
            Some(near) => format!("unknown key \"{}\"; nearest: \"{near}\"", entry.key),
            None => format!("unknown key \"{}\"", entry.key),
        };
        self.error_with_help(&entry.at, "unknown-key", message, Some(format!("keys here: {}", known.join(", "))));
    }

    fn wrong_kind(&mut self, key: &str, node: &Node<'_>, wanted: &str) {
        let message = format!("{key} is {}; wanted {wanted}", kind_of(node));
        self.error(&node.span(), "wrong-kind", message);
    }

    pub(super) fn string(&mut self, key: &str, node: &Node<'_>) -> Option<String> {
        let text = node.get_ref().as_str().map(ToOwned::to_owned);
        if text.is_none() {
            self.wrong_kind(key, node, "a string in quotes");
        }
        text
    }

    /// A string, a number or a date as it is written.
    pub(super) fn word(&mut self, key: &str, node: &Node<'_>) -> Option<String> {
        match node.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) => Some(number.as_str().to_owned()),
            DeValue::Float(number) => Some(number.as_str().to_owned()),
            DeValue::Datetime(date) => Some(date.to_string()),
            _ => {
                self.wrong_kind(key, node, "a string in quotes");
                None
            }
        }
    }

    pub(super) fn boolean(&mut self, key: &str, node: &Node<'_>) -> Option<bool> {
        let value = node.get_ref().as_bool();
        if value.is_none() {
            self.wrong_kind(key, node, "true or false");
        }
        value
    }

    pub(super) fn number(&mut self, key: &str, node: &Node<'_>) -> Option<f64> {
        let digits = match node.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
            DeValue::Float(number) => Some(number.as_str()),
            _ => None,
        };
        let value = digits.and_then(|d| d.replace('_', "").parse::<f64>().ok()).filter(|v| v.is_finite());
        if value.is_none() {
            self.wrong_kind(key, node, "a number");
        }
        value
    }

    pub(super) fn count<N: TryFrom<u32>>(&mut self, key: &str, node: &Node<'_>) -> Option<N> {
        let value = whole_number(node).filter(|n| *n > 0).and_then(|n| N::try_from(n).ok());
        if value.is_none() {
            self.wrong_kind(key, node, "a whole number above zero");
        }
        value
    }

    /// How many of what may also be none at all.
    pub(super) fn count_or_none(&mut self, key: &str, node: &Node<'_>) -> Option<usize> {
        let value = whole_number(node).and_then(|n| usize::try_from(n).ok());
        if value.is_none() {
            self.wrong_kind(key, node, "a count, 0 or more");
        }
        value
    }

    pub(super) fn list<'a, 'n>(&mut self, key: &str, node: &'a Node<'n>) -> &'a [Node<'n>] {
        let Some(items) = node.get_ref().as_array() else {
            self.wrong_kind(key, node, "a list in [ ]");
            return &[];
        };
        items
    }

    /// A string, or a list of strings.
    pub(super) fn strings(&mut self, key: &str, node: &Node<'_>) -> Vec<String> {
        match node.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(|item| self.string(key, item)).collect(),
            _ => self.string(key, node).into_iter().collect(),
        }
    }

    /// The entries of a table in the order of the text.
    pub(super) fn entries<'a, 'n>(&mut self, key: &str, node: &'a Node<'n>) -> Vec<Entry<'a, 'n>> {
        let Some(table) = node.get_ref().as_table() else {
            self.wrong_kind(key, node, "a table");
            return Vec::new();
        };
        in_order(table)
    }
}

fn whole_number(node: &Node<'_>) -> Option<u32> {
    node.get_ref().as_integer().and_then(|n| n.as_str().replace('_', "").parse().ok())
}

/// The entries of a table in the order of the text.
pub(super) fn in_order<'a, 't>(table: &'a DeTable<'t>) -> Vec<Entry<'a, 't>> {
    let mut entries: Vec<_> =
        table.iter().map(|(key, node)| Entry { key: key.get_ref().as_ref(), at: key.span(), node }).collect();
    entries.sort_by_key(|entry| entry.at.start);
    entries
}

/// What a value is, in words with their article.
pub(super) fn kind_of(node: &Node<'_>) -> &'static str {
    match node.get_ref() {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The known word that the typed one most likely meant; none where all are too far off.
pub(super) fn nearest<'k>(typed: &str, known: &[&'k str]) -> Option<&'k str> {
    let scored = known.iter().filter_map(|word| Some((nearness(typed, word)?, *word)));
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, word)| word)
}
