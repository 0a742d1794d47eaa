//! The styles of a screen in few lines: a letter a style, runs of cells a row.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// First a legend, a line a style, then rows: `3-5: .2 a14` is two cells of no style and 14 of `a` in each of the rows 3 to 5. Rows
/// and ends of rows without a style are left out. A space in which nothing is drawn counts as the cell before it.
pub(super) fn written(frame: &Buffer) -> String {
    let mut known: Vec<String> = Vec::new();
    let mut rows: Vec<(usize, usize, String)> = Vec::new();
    for (number, row) in frame.content.chunks(usize::from(frame.area.width).max(1)).enumerate() {
        let runs = runs(row, &mut known);
        match rows.last_mut() {
            Some((_, last, same)) if *same == runs && *last + 1 == number => *last = number,
            _ => rows.push((number, number, runs)),
        }
    }
    let mut out = String::new();
    for (style, letter) in known.iter().zip(LETTERS.chars()) {
        let _ = writeln!(out, "{letter} = {style}");
    }
    assert!(known.len() <= LETTERS.len(), "{} styles are more than there are letters", known.len());
    for (first, last, runs) in rows.into_iter().filter(|(_, _, runs)| !runs.is_empty()) {
        let rows = if first == last { first.to_string() } else { format!("{first}-{last}") };
        let _ = writeln!(out, "{rows}: {runs}");
    }
    out
}

fn runs(row: &[Cell], known: &mut Vec<String>) -> String {
    let mut runs: Vec<(char, usize)> = Vec::new();
    // Cells from which on nothing can be seen.
    let end = row.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1);
    for cell in row.iter().take(end) {
        let letter = if is_blank(cell) { runs.last().map_or('.', |run| run.0) } else { letter(said(cell), known) };
        match runs.last_mut() {
            Some((last, count)) if *last == letter => *count += 1,
            _ => runs.push((letter, 1)),
        }
    }
    runs.pop_if(|(letter, _)| *letter == '.');
    runs.iter().map(|(letter, count)| format!("{letter}{count}")).collect::<Vec<_>>().join(" ")
}

fn letter(style: String, known: &mut Vec<String>) -> char {
    if style.is_empty() {
        return '.';
    }
    let at = known.iter().position(|other| *other == style).unwrap_or_else(|| {
        known.push(style);
        known.len() - 1
    });
    LETTERS.chars().nth(at).unwrap_or('?')
}

/// A space in which nothing can be seen.
fn is_blank(cell: &Cell) -> bool {
    let ink = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.intersects(ink)
}

fn said(cell: &Cell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(cell.fg.to_string());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg));
    }
    words.extend(cell.modifier.iter_names().map(|(name, _)| name.to_lowercase()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn styles_are_runs_of_letters() {
        let mut frame = Buffer::with_lines([" ab cd ", "       ", "ab  cd ", "ab  cd "]);
        let bold = Style::new().fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::BOLD);
        for y in [0, 2, 3] {
            frame.set_style(Rect::new(0, y, 3, 1), bold);
        }
        frame.set_style(Rect::new(0, 1, 3, 1), bold.add_modifier(Modifier::REVERSED));
        let expected = "a = #010203 bold\nb = #010203 bold reversed\n0: .1 a3\n1: b3\n2-3: a4\n";
        assert_eq!(written(&frame), expected);
    }
}
