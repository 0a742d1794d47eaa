//! Panels as the text of a config.toml.

use std::fmt::Write as _;

use super::choose::Choice;
use super::layout::{Layout, layout};
use super::survey::Topic;
use super::table;
use crate::base::PanelKind;
use crate::data::Dataset;

/// Columns of a line of names in a comment.
const WIDE: usize = 100;

/// A TOML basic string: any text in quotes on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Ids in order: the kind's name, from the second on with a number.
fn ids(choices: &[Choice<'_>]) -> Vec<String> {
    let nth = |at: usize, kind: PanelKind| choices.iter().take(at).filter(|choice| choice.kind == kind).count();
    let named = choices.iter().enumerate().map(|(at, choice)| match nth(at, choice.kind) {
        0 => choice.kind.as_str().to_owned(),
        before => format!("{}{}", choice.kind.as_str(), before + 1),
    });
    named.collect()
}

/// The whole text. `file` is the data file as the user named it; `-` (standard input) is no file to name.
pub(super) fn write(
    choices: &[Choice<'_>],
    left_out: &[&Topic],
    topics: &[Topic],
    file: &str,
    dataset: &Dataset,
) -> String {
    let base = file.rsplit('/').next().unwrap_or(file);
    let title = base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem });
    let ids = ids(choices);
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    line(&format!("# Planned from {} ({} rows). Paths are relative to this file.", quoted(base), dataset.rows()));
    line(&format!("title  = {}", quoted(title)));
    if file != "-" {
        line(&format!("data   = [{}]", quoted(&globset::escape(file))));
    }
    line("");
    line("# One string a row, one word a cell; a repeated word spans, \".\" is empty.");
    line("layout = [");
    let Layout { rows, heights, widths } = layout(choices, &ids);
    for row in &rows {
        line(&format!("  {},", quoted(row)));
    }
    line("]");
    if rows.len() > 1 {
        line(&format!("rows    = {heights:?}   # heights, in parts"));
    }
    if let Some(widths) = widths {
        line(&format!("columns = {widths:?}   # widths"));
    }
    let narrow: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
    line(&format!("narrow  = [{}]   # below 100 columns", narrow.join(", ")));
    for (choice, id) in choices.iter().zip(&ids) {
        line("");
        line(&format!("[panel.{id}]   # {}", choice.why));
        panel(choice, &mut line);
    }
    for topic in topics.iter().filter(|topic| choices.iter().any(|choice| choice.metric == Some(&topic.name))) {
        if let Some(total) = &topic.total {
            line("");
            line(&format!("[metric.{}]", quoted(&topic.name)));
            line(&format!("total = {}   # the sum of the others: no rank, no share, no line", quoted(total)));
        }
    }
    if !left_out.is_empty() {
        line("");
        line("# In the table only:");
        for names in names(left_out.iter().map(|topic| quoted(&topic.name))) {
            line(&format!("#   {names}"));
        }
    }
    if file != "-" {
        line("");
        line("# How the file was read. Where that is wrong, take away the # and change it.");
        for table in dataset.tables() {
            for text in table::lines(&table) {
                line(&format!("# {text}"));
            }
        }
    }
    out
}

/// Names in lines of a readable width.
fn names(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for name in all {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() + 2 <= WIDE => {
                let _ = write!(line, ", {name}");
            }
            _ => lines.push(name),
        }
    }
    lines
}

fn panel(choice: &Choice<'_>, line: &mut impl FnMut(&str)) {
    line(&format!("kind  = \"{}\"", choice.kind.as_str()));
    line(&format!("title = {}", quoted(&choice.title)));
    let mut conditions = Vec::new();
    conditions.extend(choice.metric.map(|metric| format!("metric = {}", quoted(metric))));
    if choice.latest {
        conditions.push("period = \"latest\"".to_owned());
    }
    if choice.events {
        conditions.push("kind = \"event\"".to_owned());
    }
    if !conditions.is_empty() {
        line(&format!("where = {{ {} }}", conditions.join(", ")));
    }
    if choice.by_group {
        line("by    = \"group\"");
    }
    if let Some(x) = choice.x {
        line(&format!("x     = {}", quoted(&x.name)));
    }
    match choice.x.map(Topic::is_wide) {
        Some(true) if !choice.log => line("log   = \"x\""),
        Some(false) if choice.log => line("log   = \"y\""),
        _ if choice.log => line("log   = true"),
        _ => {}
    }
    if let Some(top) = choice.top {
        line(&format!("top   = {top}"));
    }
    if !choice.rows.is_empty() {
        line("rows  = [");
        for (metric, entity) in &choice.rows {
            line(&format!("  {{ metric = {}, entity = {} }},", quoted(metric), quoted(entity)));
        }
        line("]");
    }
}
