//! Below the grid: what the shades mean, and in words what is under the cursor.

use ratatui::buffer::Buffer;

use super::cell;
use super::column_of;
use super::frame::Frame;
use crate::analysis::write_change;
use crate::base::{Measure, NumberStyle, cut, round_to_digits, width, write_measure, write_number, write_unit_suffix};
use crate::board::{Heat, HeatCell, SHADES, Shading};
use crate::panel::changed::Changed;
use crate::panel::ink::{put, safe};
use crate::panel::{Cursor, View};

/// Digits of the numbers of the scale.
const DIGITS: u8 = 3;

pub(super) fn draw(heat: &Heat, frame: &Frame, cursor: Cursor, view: &View<'_>, buf: &mut Buffer) {
    let (area, theme, ascii) = (view.area, view.look.theme, view.look.ascii);
    let end = frame.line(frame.rows(heat).end);
    // Close below the grid, a blank line between where there is room.
    let first = (end + 1).min(area.height.saturating_sub(frame.foot));
    let last = (first + frame.foot).saturating_sub(1).min(area.height.saturating_sub(1));
    let told = view.focused.then(|| readout(heat, cursor, usize::from(area.width), view)).filter(|t| !t.is_empty());
    if frame.foot > 1 || told.is_none() {
        scale(heat, first, view, buf);
    }
    if let Some(told) = told {
        put(buf, area, (1, last), area.width - 1, &told, theme.strong, ascii);
    } else if frame.foot > 1 {
        put(buf, area, (1, last), area.width - 1, &safe(&heat.aside.join(" · "), view.look), theme.dim, ascii);
    }
}

/// Each shade with the number that it begins at; where that is too long, the first and the last number alone.
fn scale(heat: &Heat, y: u16, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let edges = heat.shading.edges();
    let words = words(heat, &edges, look.numbers);
    let tail = match heat.shading {
        Shading::Value { log: true, .. } => "  log",
        _ => "",
    };
    let steps: Vec<usize> = if heat.shading.is_flat() { vec![SHADES / 2] } else { (0..SHADES).collect() };
    let columns = |words: &[String]| words.iter().map(|word| 3 + width(word) + 1).sum::<usize>() + tail.len() + 1;
    let short: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(at, word)| if at == 0 || at + 1 == words.len() { word.clone() } else { String::new() })
        .collect();
    let room = usize::from(area.width);
    let Some(words) = [words, short].into_iter().find(|words| columns(words) <= room) else { return };
    let mut x = 1;
    for (step, word) in steps.into_iter().zip(&words) {
        let swatch = cell::shade(&heat.shading, step, look);
        let style = cell::background(&heat.shading, step, look).unwrap_or_else(|| cell::ink(&heat.shading, step, look));
        let is_change = heat.is_change();
        let both = if theme.shades.is_empty() || is_change { swatch.repeat(2) } else { String::from("  ") };
        x += put(buf, area, (x, y), 2, &both, style, look.ascii);
        x += 1 + if word.is_empty() {
            0
        } else {
            put(buf, area, (x + 1, y), area.width, &safe(word, look), theme.dim, look.ascii) + 1
        };
    }
    put(buf, area, (x.saturating_sub(1), y), area.width, tail, theme.dim, look.ascii);
}

fn words(heat: &Heat, edges: &[f64; SHADES + 1], numbers: NumberStyle) -> Vec<String> {
    let unit = &heat.unit;
    let of = |value: f64| write_measure(&Measure::exact(round_to_digits(value, DIGITS), unit.clone()), numbers);
    let [first, .., fifth, last] = *edges;
    if heat.shading.is_flat() {
        return vec![if heat.is_change() { String::from("no change") } else { of(first) }];
    }
    if heat.is_change() {
        let suffix = write_unit_suffix(unit);
        let signed = |value: f64| {
            let number = write_number(round_to_digits(value, DIGITS), None, numbers);
            format!("{}{number}{suffix}", if value > 0.0 { "+" } else { "" })
        };
        let edge = |at: usize| edges.get(at).copied().map_or(String::new(), signed);
        let [at_most, at_least] = if numbers.ascii { ["<=", ">="] } else { ["≤", "≥"] };
        let falls = [1, 2].map(|at| format!("{at_most} {}", edge(at)));
        let rises = [3, 4].map(|at| format!("{at_least} {}", edge(at)));
        return falls.into_iter().chain([String::from("about level")]).chain(rises).collect();
    }
    let ends = [fifth.min(last), last].map(|value| round_to_digits(value, DIGITS));
    let last = write_measure(&Measure::range(ends[0], ends[1], unit.clone()), numbers);
    edges.iter().take(SHADES - 1).map(|edge| of(*edge)).chain([last]).collect()
}

/// `China · 2023: 45`, with what must be said of it. The number is whole before the name is.
fn readout(heat: &Heat, cursor: Cursor, room: usize, view: &View<'_>) -> String {
    let look = view.look;
    let Some(column) = column_of(heat, cursor) else { return String::new() };
    let (Some(row), Some(at)) = (heat.rows.get(cursor.item), heat.columns.get(column)) else { return String::new() };
    let when = at.period.words(look.ascii);
    let said = match heat.cell(cursor.item, column) {
        Some(cell) => said(cell, view),
        None if at.empty => vec![String::from("no row of any name")],
        None => vec![String::from("no row")],
    };
    let mut said: Vec<String> = said.iter().map(|part| safe(part, look)).collect();
    let name = safe(&row.name, look);
    loop {
        let tail = safe(&format!("{when}: {}", said.join(" · ")), look);
        let left = room.saturating_sub(width(&tail) + 4);
        if left >= width(&name).min(8) || said.len() < 2 {
            let name = if left >= 4 { cut(&name, left, look.ascii) } else { String::new() };
            let gap = if name.is_empty() { "" } else { " " };
            return format!("{name}{gap}{tail}");
        }
        said.pop();
    }
}

/// What a cell says, what matters most first.
fn said(cell: &HeatCell, view: &View<'_>) -> Vec<String> {
    let style = view.look.numbers;
    let value = write_measure(&cell.measure, style);
    let mut parts = Vec::new();
    if !cell.conflict.is_empty() && cell.joined.is_empty() {
        parts.push(format!("{} reports disagree: {}", cell.conflict.len(), cell.conflict.join(" / ")));
    } else if let Some(change) = &cell.change {
        parts.push(write_change(change, style, false));
        let before = change.inputs.get(1).map(|at| {
            let before = view.dataset.get(*at);
            format!("from {} ({}) to {value}", write_measure(&before.measure, style), before.period.words(style.ascii))
        });
        parts.push(before.unwrap_or(value));
        parts.extend([change.words.clone(), change.note.clone().unwrap_or_default()]);
    } else {
        parts.push(value);
        parts.push(cell.joined.clone());
    }
    if let Some(mark) = Changed::among(&cell.obs, &cell.measure, view) {
        parts.insert(1.min(parts.len()), mark.said);
    }
    parts.retain(|part| !part.is_empty());
    parts
}
