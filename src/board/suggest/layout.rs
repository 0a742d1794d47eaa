//! Where planned panels stand, and how much room each row and column gets.

use super::choose::Choice;
use crate::base::PanelKind;

/// The layout keys of the planned page.
pub(super) struct Layout {
    /// One string a row.
    pub(super) rows: Vec<String>,
    /// Heights of the rows.
    pub(super) heights: Vec<u16>,
    /// Widths of the columns, where they are not alike.
    pub(super) widths: Option<[u16; 2]>,
}

/// Wide panels take a row; the others stand in pairs, an odd one alone. What comes first is the main thing and gets half as
/// much again; a line with the last values of its series beside it needs more width for its time than the bar.
pub(super) fn layout(choices: &[Choice<'_>], ids: &[String]) -> Layout {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for (at, choice) in choices.iter().enumerate() {
        match rows.last_mut() {
            Some(row)
                if row.len() == 1
                    && !choice.is_wide()
                    && row.iter().all(|left| choices.get(*left).is_some_and(|left| !left.is_wide())) =>
            {
                row.push(at);
            }
            _ => rows.push(vec![at]),
        }
    }
    let of = |at: &usize| choices.get(*at);
    let is_latest = |row: &[usize]| match row.iter().filter_map(of).collect::<Vec<_>>()[..] {
        [line, bar] => line.kind == PanelKind::Line && bar.kind == PanelKind::Bar && bar.latest,
        _ => false,
    };
    let mut pairs = rows.iter().filter(|row| row.len() == 2).peekable();
    let widths = pairs.peek().is_some() && pairs.all(|row| is_latest(row));
    let named = |at: &usize| ids.get(*at).map_or("", String::as_str);
    let words = |row: &Vec<usize>| match row.as_slice() {
        [left, right] => format!("{} {}", named(left), named(right)),
        [one] => format!("{0} {0}", named(one)),
        _ => String::new(),
    };
    let heights = (0..rows.len()).map(|row| if row == 0 && rows.len() > 1 { 3 } else { 2 }).collect();
    Layout { rows: rows.iter().map(words).collect(), heights, widths: widths.then_some([3, 2]) }
}
