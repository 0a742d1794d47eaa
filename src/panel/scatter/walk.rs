//! The cursor from point to point: left and right by x, up and down by y; in a crowd from cell to cell.

use super::{Frame, settle};
use crate::board::Scatter;
use crate::panel::{Cursor, Move, View};

pub(in crate::panel) fn step(scatter: &Scatter, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    let cursor = settle(scatter, view);
    let points = &scatter.points;
    if points.is_empty() {
        return Err(String::from("Nothing to move to here. Tab: next panel"));
    }
    let frame = Frame::new(scatter, view);
    let last = points.len() - 1;
    let tenth = frame.plot.width.div_ceil(10);
    let found = match direction {
        Move::First | Move::RowStart => Some(0),
        Move::Last | Move::RowEnd => Some(last),
        Move::Right if !frame.crowded => Some(cursor.item + 1).filter(|next| *next <= last),
        Move::Left if !frame.crowded => cursor.item.checked_sub(1),
        Move::Up if !frame.crowded => next_by_y(scatter, cursor.item, true),
        Move::Down if !frame.crowded => next_by_y(scatter, cursor.item, false),
        Move::Right => beside(scatter, &frame, cursor.item, 1),
        Move::Left => beside(scatter, &frame, cursor.item, -1),
        Move::Up => above(scatter, &frame, cursor.item, true),
        Move::Down => above(scatter, &frame, cursor.item, false),
        Move::HalfDown | Move::PageDown => {
            beside(scatter, &frame, cursor.item, i32::from(tenth)).or((cursor.item < last).then_some(last))
        }
        Move::HalfUp | Move::PageUp => {
            beside(scatter, &frame, cursor.item, -i32::from(tenth)).or((cursor.item > 0).then_some(0))
        }
    };
    let refused = match direction {
        Move::Left | Move::HalfUp | Move::PageUp => "Nothing to the left. H or Shift-Tab: previous panel",
        Move::Up => "Nothing above. K: panel above",
        Move::Down => "Nothing below. J: panel below",
        _ => "Nothing to the right. L or Tab: next panel",
    };
    found.map(|item| Cursor { item, ..cursor }).ok_or_else(|| refused.to_owned())
}

/// The point next in y; of equal ones each in turn.
fn next_by_y(scatter: &Scatter, from: usize, up: bool) -> Option<usize> {
    let ys = &scatter.points.y;
    let here = (*ys.get(from)?, from);
    let order = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    let all = ys.iter().enumerate().map(|(nth, y)| (*y, nth));
    let found = if up {
        all.filter(|other| order(other, &here).is_gt()).min_by(order)
    } else {
        all.filter(|other| order(other, &here).is_lt()).max_by(order)
    };
    found.map(|(_, nth)| nth)
}

/// The points of one column of cells.
fn column(scatter: &Scatter, frame: &Frame, column: u16) -> std::ops::Range<usize> {
    let xs = &scatter.points.x;
    let before = |cell: u16| xs.partition_point(|x| frame.x.cell(*x) < cell);
    before(column)..before(column.saturating_add(1))
}

/// The point nearest in height in the first column with points at least so many to the right (left where negative).
fn beside(scatter: &Scatter, frame: &Frame, from: usize, by: i32) -> Option<usize> {
    let (x, y) = scatter.points.at(from)?;
    let cell = frame.x.cell(x);
    let first = i32::from(cell) + by;
    let columns: Vec<u16> = if by > 0 {
        (first..i32::from(frame.plot.width)).filter_map(|at| u16::try_from(at).ok()).collect()
    } else {
        (0..=first).rev().filter_map(|at| u16::try_from(at).ok()).collect()
    };
    let row = i32::from(frame.row(y));
    let off = |nth: &usize| scatter.points.y.get(*nth).map_or(i32::MAX, |y| (i32::from(frame.row(*y)) - row).abs());
    columns.into_iter().find_map(|at| column(scatter, frame, at).min_by_key(off))
}

/// The point in the nearest row above (or below), in this column of cells or else the nearest one that has any.
fn above(scatter: &Scatter, frame: &Frame, from: usize, up: bool) -> Option<usize> {
    let (x, y) = scatter.points.at(from)?;
    let (cell, row) = (i32::from(frame.x.cell(x)), i32::from(frame.row(y)));
    let off = |nth: &usize| {
        let other = scatter.points.y.get(*nth).map_or(row, |y| i32::from(frame.row(*y)));
        if up { row - other } else { other - row }
    };
    let columns = (0..i32::from(frame.plot.width)).flat_map(|far| [cell - far, cell + far]);
    let mut runs = columns.filter_map(|at| u16::try_from(at).ok()).map(|at| column(scatter, frame, at));
    runs.find_map(|run| run.filter(|nth| off(nth) > 0).min_by_key(off))
}
