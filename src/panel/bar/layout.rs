//! Where the columns of a ranking stand: labels, bars, numbers behind the ends of the bars, what changed at the right.

use super::{movement, number, relation};
use crate::base::width;
use crate::board::{BarRow, Bars};
use crate::panel::View;
use crate::panel::changed::{self, Changed};
use crate::panel::label::{self, Pitch};

/// Shorter bars do not compare.
pub(super) const LEAST_BAR: u16 = 4;
/// From this length on the eye loses the row between the end of a bar and a number at the right; below it numbers stand in a column.
const LONG_BAR: u16 = 20;
/// Rows that two lines each suit, where there is room: more of them are read one below the other.
const FEW: usize = 6;

/// Columns, counted from the left edge of the area.
pub(super) struct Layout {
    /// Columns of the ranks, which stand before the labels.
    pub(super) ranks: u16,
    /// Columns of the labels.
    pub(super) labels: u16,
    /// Where bars begin.
    pub(super) bar_at: u16,
    /// Cells of the longest bar.
    pub(super) bar: u16,
    /// Whether each number stands behind its bar, and not in a column.
    pub(super) behind: bool,
    /// Whether what follows from a number has room behind every one.
    pub(super) inline: bool,
    /// Where numbers end.
    pub(super) number_end: u16,
    /// Columns of the marks of what changed.
    pub(super) marked: u16,
    /// Where all ends but how ranks moved.
    pub(super) end: u16,
}

impl Layout {
    /// For the rows that are drawn, of `lines` lines each, and the marks of those that have them beside their numbers.
    pub(super) fn new(bars: &Bars, rows: &[&BarRow], lines: u16, marks: &[&Changed], view: &View<'_>) -> Self {
        let area = view.area;
        let measured: Vec<&BarRow> = rows.iter().copied().chain(bars.siblings.iter()).collect();
        let columns = |text: &str| u16::try_from(width(text)).unwrap_or(u16::MAX);
        let widest = |of: &dyn Fn(&BarRow) -> u16| measured.iter().map(|row| of(row)).max().unwrap_or(0);
        let own = |row: &BarRow| columns(&number(row, view));
        let follows = |row: &BarRow| columns(&relation(row, view));
        let numbers = widest(&own);
        let value = if lines == 2 || !bars.siblings.is_empty() { numbers.max(widest(&follows)) } else { numbers };
        let both = widest(&|row| {
            let follows = follows(row);
            own(row) + if follows > 0 { 2 + follows } else { 0 }
        });
        let moved = widest(&|row| columns(&movement(row, view)));
        let moved = if moved > 0 { moved + 1 } else { 0 };
        let ranks = if bars.rank_columns > 0 { bars.rank_columns + 1 } else { 0 };
        // Ranks go before a name is cut to nothing.
        let ranks = if area.width > ranks + value + moved + LEAST_BAR + 10 { ranks } else { 0 };
        let room = area.width.saturating_sub(1 + ranks);
        let wished = label::wish(&measured, lines, view);
        // What was said before stands beside numbers while a bar is left that compares.
        let spare = room.saturating_sub(wished + value + moved + 2 * LEAST_BAR + 3);
        let marked = changed::beside(marks.iter().copied(), spare);
        let end = area.width.saturating_sub(moved);
        let number_end = end.saturating_sub(marked);
        // Labels take what they need while a bar that compares is left, then they are cut; numbers never.
        let labels = wished.min(room.saturating_sub(value + marked + moved + LEAST_BAR + 3).max(6)).min(room);
        let bar_at = 1 + ranks + labels + 1;
        let span = number_end.saturating_sub(bar_at);
        let aligned = span.saturating_sub(value + 2);
        let behind = aligned >= LONG_BAR;
        let with_both = span.saturating_sub(both + 1);
        let inline = behind && lines == 1 && with_both >= LONG_BAR.max(span / 2);
        let bar = match (behind, inline) {
            (false, _) => aligned,
            (true, true) => with_both,
            (true, false) => span.saturating_sub(value + 1),
        };
        Self { ranks, labels, bar_at, bar, behind, inline, number_end, marked, end }
    }
}

/// Lines for the words below the bars.
pub(super) fn aside_lines(bars: &Bars, height: u16) -> u16 {
    u16::from((bars.log || !bars.aside.is_empty()) && height >= 4)
}

/// Whether rows are parts of a group, which stand below each other without a line between.
pub(super) fn grouped(bars: &Bars) -> bool {
    bars.division.as_ref().is_some_and(|division| !division.stacked)
}

/// Two lines a row where labels need them, or where rows are few or too narrow for what follows from their numbers; else one.
pub(super) fn pitch(bars: &Bars, view: &View<'_>) -> Pitch {
    let room = view.area.height.saturating_sub(aside_lines(bars, view.area.height));
    if grouped(bars) {
        return Pitch { lines: 1, step: 1, fits: usize::from(room.max(1)) };
    }
    let count = bars.rows.len();
    let second = label::has_second_line(&bars.rows);
    // The last row has no next one to be compared with.
    let last = if second || bars.division.is_some() { 2 } else { 1 };
    let two = count.saturating_sub(1) * 2 + last <= usize::from(room);
    let inline = || Layout::new(bars, &bars.rows.iter().collect::<Vec<_>>(), 1, &[], view).inline;
    let follows = bars.rows.iter().any(|row| row.relation.is_some());
    let lines = if second || (follows && two && (count <= FEW || !inline())) { 2 } else { 1 };
    label::pitch(count, room, lines, if lines == 2 { u16::try_from(last).unwrap_or(2) } else { 1 })
}
