//! The names of bars and intervals at the left of their plot: in one line, or in two with what else tells them apart.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::changed::Changed;
use super::ink::{fitted, name, named_forms, put, put_right, safe, settled};
use super::status;
use super::{Look, Mark, View};
use crate::base::{width, write_measure};
use crate::board::BarRow;

/// Lines that rows may take: how many each, and from one to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pitch {
    /// One, or two with the second line.
    pub(super) lines: u16,
    /// Lines from row to row: one more where there is room to set them apart.
    pub(super) step: u16,
    /// Rows that fit.
    pub(super) fits: usize,
}

/// The widest spacing at which all `count` rows fit into `room` lines, else one line each. The last row of several may need `last`
/// of its lines only.
pub(super) fn pitch(count: usize, room: u16, lines: u16, last: u16) -> Pitch {
    let needed = |lines: u16, step: u16| {
        let last = if lines > 1 { last } else { 1 };
        count.saturating_sub(1) * usize::from(step) + usize::from(last)
    };
    let choices = [(lines, lines + 1), (lines, lines), (1, 1)];
    let (lines, step) = choices.into_iter().find(|(l, s)| needed(*l, *s) <= usize::from(room)).unwrap_or((1, 1));
    Pitch { lines, step, fits: usize::from(room.max(1)).div_ceil(usize::from(step)) }
}

/// Marks of the rows that are drawn, as high as their lines.
pub(super) fn marks(rows: &[BarRow], view: &View<'_>, pitch: Pitch) -> Vec<Mark> {
    let cursor = settled(view.cursor, rows.len(), pitch.fits);
    let shown = rows.iter().enumerate().skip(cursor.top).take(pitch.fits);
    shown
        .map(|(item, row)| {
            let y = view.area.y + (item - cursor.top) as u16 * pitch.step;
            let area = Rect { y, height: pitch.lines, ..view.area }.intersection(view.area);
            Mark { area, item, column: 0, obs: row.obs.clone() }
        })
        .collect()
}

/// What stands below a name: what else differs, and its source where there are several.
fn below(row: &BarRow) -> String {
    let parts = [row.detail.as_str(), row.source.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Whether any row has something to say on a second line.
pub(super) fn has_second_line(rows: &[BarRow]) -> bool {
    rows.iter().any(|row| !row.detail.is_empty() || !row.source.is_empty())
}

/// What a row says, behind the sign of what is no fact: `◐ 32B`.
pub(super) fn number(row: &BarRow, look: &Look<'_>) -> String {
    let number = safe(&write_measure(&row.measure, look.numbers), look);
    match status::sign(row.standing, look) {
        "" => number,
        sign => format!("{sign} {number}"),
    }
}

/// Columns that the labels of these rows would like.
pub(super) fn wish(rows: &[&BarRow], lines: u16, view: &View<'_>) -> u16 {
    let one = |text: &str| width(&name(text, view.look));
    let columns = |row: &BarRow| match lines {
        1 => [&row.label, &row.tag, &row.source]
            .map(|text| if text.is_empty() { 0 } else { one(text) + 1 })
            .iter()
            .sum::<usize>()
            .saturating_sub(1),
        _ => one(&row.label).max(one(&below(row))),
    };
    rows.iter().map(|row| columns(row)).max().unwrap_or(0) as u16
}

/// Writes the label from column 1 on. In one line what tells it from a row of the same name is whole before the name is.
pub(super) fn draw(row: &BarRow, view: &View<'_>, y: u16, columns: u16, lines: u16, style: Style, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let dim = look.theme.dim;
    let forms = named_forms(&row.label, look);
    if lines > 1 {
        put(buf, area, (1, y), columns, &fitted(&forms, columns, look.ascii), style, look.ascii);
        let full = name(&below(row), look);
        // Half a name leaves room for the rest of the line.
        let detail = row.detail.split(" · ").map(|part| named_forms(part, look)).collect::<Vec<_>>();
        let short = detail.iter().map(|forms| forms.get(1).or(forms.first()).cloned().unwrap_or_default());
        let short = short.chain((!row.source.is_empty()).then(|| name(&row.source, look)));
        let short = short.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(&safe(" · ", look));
        put(buf, area, (1, y + 1), columns, &fitted(&[full, short], columns, look.ascii), dim, look.ascii);
        return;
    }
    let tags = named_forms(&row.tag, look);
    let tag = tags.get(1).or(tags.first()).cloned().unwrap_or_default();
    let taken = if tag.is_empty() { 0 } else { width(&tag) as u16 + 1 };
    let own = if taken + 4 <= columns { columns - taken } else { columns };
    let used = put(buf, area, (1, y), own, &fitted(&forms, own, look.ascii), style, look.ascii);
    let mut end = 1 + used;
    if taken > 0 && own < columns {
        end += 1 + put(buf, area, (1 + used + 1, y), taken, &tag, dim, look.ascii);
    }
    // Whose number it is, where that is in question and there is room.
    let source = name(&row.source, look);
    if !source.is_empty() && usize::from(end) + width(&source) <= usize::from(columns) {
        put(buf, area, (end + 1, y), columns, &source, dim, look.ascii);
    }
}

/// Below a value, from one column up to another: what it said before, and left of that what follows from it where there is room.
pub(super) fn draw_below(
    mark: Option<&Changed>,
    follows: &str,
    view: &View<'_>,
    y: u16,
    (from, end): (u16, u16),
    buf: &mut Buffer,
) {
    let (area, theme) = (view.area, view.look.theme);
    let mut end = end;
    if let Some(mark) = mark {
        let text = mark.fitted(end.saturating_sub(from));
        end = put_right(buf, area, y, from, end, text, theme.changed).saturating_sub(2);
    }
    put_right(buf, area, y, from, end, follows, theme.derived);
}

/// Below a value that begins in column `at`: what follows from it, then what it said before. Both move left, as far as `from`, before
/// they pass `end`.
pub(super) fn draw_behind(
    mark: Option<&Changed>,
    follows: &str,
    view: &View<'_>,
    y: u16,
    (from, at, end): (u16, u16, u16),
    buf: &mut Buffer,
) {
    let (area, theme) = (view.area, view.look.theme);
    let room = end.saturating_sub(from);
    let said = mark.map_or("", |mark| mark.fitted(room));
    let gap = if said.is_empty() || follows.is_empty() { 0 } else { 2 };
    let both = (width(follows) + gap + width(said)) as u16;
    // What changed is new to the viewer; what follows can be worked out again.
    let (follows, gap, columns) = if both <= room { (follows, gap, both) } else { ("", 0, width(said) as u16) };
    let start = at.min(end.saturating_sub(columns)).max(from);
    let behind = start + width(follows) as u16;
    put_right(buf, area, y, start, behind, follows, theme.derived);
    put_right(buf, area, y, behind, behind + gap as u16 + width(said) as u16, said, theme.changed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_apart_where_all_fit() {
        assert_eq!(pitch(3, 7, 2, 1), Pitch { lines: 2, step: 3, fits: 3 });
        assert_eq!(pitch(3, 6, 2, 1), Pitch { lines: 2, step: 2, fits: 3 });
        assert_eq!(pitch(3, 4, 2, 2), Pitch { lines: 1, step: 1, fits: 4 });
        assert_eq!(pitch(9, 4, 2, 2), Pitch { lines: 1, step: 1, fits: 4 });
        assert_eq!(pitch(4, 7, 1, 1), Pitch { lines: 1, step: 2, fits: 4 });
        assert_eq!(pitch(0, 0, 1, 1).fits, 1);
    }
}
