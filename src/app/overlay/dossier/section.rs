//! One section of the card: its lines in columns where these fit, else with what has no room below them.

use crate::app::overlay::{Choice, Item, Tone};
use crate::base::{pad_left, pad_right, width};

/// Values in words that are longer than this do not decide where the column of values ends.
const LONGEST_VALUE: usize = 14;

/// `3 figures`, `1 figure`.
pub(super) fn many(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// One line of a section before it is laid out. All texts are spelled.
pub(super) struct Entry {
    /// What it is called.
    pub(super) name: String,
    /// How much, right-aligned; may be empty.
    pub(super) value: String,
    /// Further cells.
    pub(super) cells: Vec<String>,
    /// Lines below.
    pub(super) below: Vec<String>,
    pub(super) choice: Choice,
    /// The value stands before the name.
    pub(super) leads: bool,
}

/// A heading with the count, then the entries in columns where these fit, else with their cells below their names.
pub(super) fn section(name: &str, entries: Vec<Entry>, columns: usize, items: &mut Vec<Item>) {
    if entries.is_empty() {
        return;
    }
    items.push(Item { tone: Tone::Note, ..Item::line("") });
    items.push(Item::heading(many(entries.len(), name)));
    let widest = |of: &dyn Fn(&Entry) -> usize, most: usize| {
        entries.iter().map(of).filter(|columns| *columns <= most).max().unwrap_or(0)
    };
    let names = widest(&|entry| width(&entry.name), columns * 2 / 5);
    let values = widest(&|entry| width(&entry.value), LONGEST_VALUE);
    let cell = |nth: usize| widest(&|entry| entry.cells.get(nth).map_or(0, |cell| width(cell)), columns / 3);
    let cells: Vec<usize> = (0..entries.iter().map(|entry| entry.cells.len()).max().unwrap_or(0)).map(cell).collect();
    for entry in entries {
        items.push(laid_out(entry, names, values, &cells, columns));
    }
}

/// One entry: name, value and cells on a line; what has no room there stands below it, whole.
fn laid_out(entry: Entry, names: usize, values: usize, cells: &[usize], columns: usize) -> Item {
    const INDENT: &str = "  ";
    let Entry { name, value, cells: said, mut below, choice, leads } = entry;
    let (mut text, strong) = if leads {
        let value = pad_left(&value, values);
        (format!("{INDENT}{value}  {name}"), INDENT.len()..INDENT.len() + width(&value))
    } else if values == 0 || value.is_empty() {
        (format!("{INDENT}{}", pad_right(&name, names)), 0..0)
    } else {
        let text = format!("{INDENT}{}  ", pad_right(&name, names));
        let end = width(&text) + values.max(width(&value));
        (format!("{text}{}", pad_left(&value, values)), end - width(&value)..end)
    };
    let dim = if leads { columns } else { width(&text) };
    // A value stands beside its name or below it, never broken over two lines.
    let mut rest: Vec<&str> = said.iter().filter(|cell| !cell.is_empty()).map(String::as_str).collect();
    let mut strong = strong;
    if !leads && width(&text) > columns && !value.is_empty() {
        text = format!("{INDENT}{name}");
        strong = 0..0;
        rest.insert(0, &value);
    } else {
        let mut line = text.clone();
        let blank = values > 0 && value.is_empty() && !leads;
        if blank {
            line.push_str(&" ".repeat(values + 2));
        }
        for (cell, columns) in said.iter().zip(cells) {
            line.push_str("  ");
            line.push_str(&pad_right(cell, *columns));
        }
        if width(line.trim_end()) <= columns {
            line.trim_end().clone_into(&mut text);
            rest.clear();
        }
    }
    if !rest.is_empty() {
        below.insert(0, rest.join("  "));
    }
    let below = below.into_iter().map(|line| format!("{INDENT}{INDENT}{line}")).collect();
    Item { below, strong, dim, ..Item::new(text.trim_end(), "", choice) }
}
