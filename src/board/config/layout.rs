//! `layout`, `rows`, `columns`, `narrow`: words in rows -> a [`Grid`] of rectangles.

use std::ops::Range;

use super::reader::{Node, Reader, kind_of, nearest};
use crate::board::{Grid, Slot};

/// The layout keys of one page as they stand.
#[derive(Default)]
pub(super) struct RawPage<'a, 't> {
    pub(super) layout: Option<&'a Node<'t>>,
    pub(super) rows: Option<&'a Node<'t>>,
    pub(super) columns: Option<&'a Node<'t>>,
    pub(super) narrow: Option<&'a Node<'t>>,
}

impl RawPage<'_, '_> {
    pub(super) const KEYS: [&'static str; 4] = ["layout", "rows", "columns", "narrow"];
}

/// The grids of a page: the wide one and, if given, the narrow one.
pub(super) fn check_page(
    reader: &mut Reader<'_>,
    raw: &RawPage<'_, '_>,
    panels: &[&str],
) -> Option<(Grid, Option<Grid>)> {
    let mut grid = check_grid(reader, "layout", raw.layout?, panels)?;
    if let Some(node) = raw.rows {
        check_weights(reader, "rows", node, &mut grid.row_weights);
    }
    if let Some(node) = raw.columns {
        check_weights(reader, "columns", node, &mut grid.column_weights);
    }
    let narrow =
        raw.narrow.and_then(|node| check_grid(reader, "narrow", node, panels)).map(|narrow| reweigh(narrow, &grid));
    Some((grid, narrow))
}

fn check_weights(reader: &mut Reader<'_>, key: &str, node: &Node<'_>, weights: &mut Vec<u16>) {
    let Some(items) = node.get_ref().as_array() else {
        reader.error(&node.span(), "wrong-kind", format!("{key} is {}; wanted a list of weights", kind_of(node)));
        return;
    };
    let given: Vec<u16> = items.iter().filter_map(|item| reader.count(key, item)).collect();
    if items.len() != weights.len() {
        let message = format!("{key} has {} weights; layout has {} {key}", items.len(), weights.len());
        reader.error(&node.span(), "weights-count", message);
    } else if given.len() == weights.len() {
        *weights = given;
    }
}

/// A narrow layout takes the heights that its panels have in the wide one.
fn reweigh(mut narrow: Grid, wide: &Grid) -> Grid {
    let height = |id: &str| {
        let slot = wide.areas.iter().find(|(name, _)| name == id).map(|(_, slot)| *slot)?;
        let rows = wide.row_weights.iter().skip(usize::from(slot.row)).take(usize::from(slot.rows));
        Some(rows.sum::<u16>())
    };
    let heights: Vec<(Slot, u16)> = narrow.areas.iter().filter_map(|(id, slot)| Some((*slot, height(id)?))).collect();
    for (row, weight) in (0u16..).zip(narrow.row_weights.iter_mut()) {
        let here = heights.iter().filter(|(slot, _)| (slot.row..slot.row + slot.rows).contains(&row));
        *weight = here.map(|(slot, height)| height.div_ceil(slot.rows.max(1))).max().unwrap_or(1);
    }
    narrow
}

fn check_grid(reader: &mut Reader<'_>, key: &str, node: &Node<'_>, panels: &[&str]) -> Option<Grid> {
    let Some(items) = node.get_ref().as_array() else {
        reader.error(&node.span(), "wrong-kind", format!("{key} is {}; wanted a list of strings", kind_of(node)));
        return None;
    };
    let mut cells: Vec<Vec<(String, Range<usize>)>> = Vec::new();
    for item in items {
        let row = reader.string(key, item)?;
        // Offsets inside the quotes; a layout word holds nothing that needs an escape.
        let start = item.span().start + 1;
        let mut words = Vec::new();
        let mut offset = 0;
        for piece in row.split_inclusive(char::is_whitespace) {
            let word = piece.trim();
            if !word.is_empty() {
                words.push((word.to_owned(), start + offset..start + offset + word.len()));
            }
            offset += piece.len();
        }
        cells.push(words);
    }
    let width = cells.first().map_or(0, Vec::len);
    if width == 0 {
        reader.error(&node.span(), "layout-empty", format!("{key} names no panel"));
        return None;
    }
    for (row, item) in cells.iter().zip(items) {
        if row.len() != width {
            let message = format!("{key} row has {} words; the first has {width}", row.len());
            reader.error(&item.span(), "layout-ragged", message);
            return None;
        }
    }
    let areas = find_areas(reader, &cells, panels)?;
    Some(Grid { areas, column_weights: vec![1; width], row_weights: vec![1; cells.len()] })
}

fn find_areas(
    reader: &mut Reader<'_>,
    cells: &[Vec<(String, Range<usize>)>],
    panels: &[&str],
) -> Option<Vec<(String, Slot)>> {
    let mut boxes: Vec<(String, [usize; 4], usize, Range<usize>)> = Vec::new();
    for (y, row) in cells.iter().enumerate() {
        for (x, (word, at)) in row.iter().enumerate().filter(|(_, (word, _))| word != ".") {
            if let Some((_, area, count, _)) = boxes.iter_mut().find(|(name, ..)| name == word) {
                *area = [area[0].min(x), area[1].min(y), area[2].max(x), area[3].max(y)];
                *count += 1;
            } else {
                boxes.push((word.clone(), [x, y, x, y], 1, at.clone()));
            }
        }
    }
    let mut good = true;
    let mut areas = Vec::new();
    for (word, [left, top, right, bottom], count, at) in boxes {
        if !panels.contains(&word.as_str()) {
            let near = nearest(&word, panels).map_or(String::new(), |near| format!("; nearest: \"{near}\""));
            reader.error(&at, "unknown-panel", format!("no [panel.{word}]{near}"));
            good = false;
        } else if (right - left + 1) * (bottom - top + 1) != count {
            reader.error(&at, "layout-area", format!("the cells of \"{word}\" are no rectangle"));
            good = false;
        }
        let cell = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let slot =
            Slot { column: cell(left), row: cell(top), columns: cell(right - left + 1), rows: cell(bottom - top + 1) };
        areas.push((word, slot));
    }
    good.then_some(areas)
}
