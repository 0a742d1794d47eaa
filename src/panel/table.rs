//! Records. Only the rows on the screen are formatted, so the cost does not depend on how many there are.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::ink::{glyph, list_step, put, put_right, safe, settled, visible};
use super::{Cursor, Mark, Move, View};
use crate::base::{ObsRef, Shape, width, write_measure};
use crate::board::{Records, TableColumn};

pub(super) const LEAST: (u16, u16) = (24, 2);

/// Columns wider than this are cut first when there is too little room.
const WIDE: usize = 28;
/// Columns of words are this wide where not all columns fit.
const NARROW: usize = 14;

/// One cell as drawn.
struct Cell {
    text: String,
    style: Style,
    /// A number, a period or a place: never cut.
    whole: bool,
    /// What it said before, drawn after it where there is room.
    before: String,
}

/// A drawn column: which one, where it starts, how wide.
struct Placed {
    index: usize,
    x: u16,
    columns: u16,
}

fn cell(column: &TableColumn, row: usize, view: &View<'_>) -> Cell {
    let look = view.look;
    let theme = look.theme;
    let record = view.dataset.row(row);
    let typed = || record.cells.get(column.column).copied().unwrap_or("").to_owned();
    let mut before = String::new();
    let Some(at) = record.observation else {
        return Cell {
            text: safe(&typed(), look),
            style: if record.bad { theme.warning } else { theme.dim },
            whole: false,
            before,
        };
    };
    let observation = view.dataset.get(at);
    let (text, style) = match column.role {
        "entity" => (view.dataset.entity_name(at).to_owned(), theme.text),
        "metric" => (view.dataset.metric_name(at).to_owned(), theme.text),
        "period" => (observation.period.words(look.ascii), theme.dim),
        "value" => {
            let (style, said) = value_style(at, view);
            before = said;
            (write_measure(&observation.measure, look.numbers), style)
        }
        "source" | "ref" | "via" | "reported" => (typed(), theme.dim),
        _ => (typed(), theme.text),
    };
    let number = observation.measure.has_number();
    let whole = matches!(column.role, "period" | "ref") || column.role == "value" && number;
    Cell { text: safe(&text, look), style, whole, before }
}

/// Style of a value and, where it changed, what it said before: `▼ was 18`.
fn value_style(at: ObsRef, view: &View<'_>) -> (Style, String) {
    let (look, theme) = (view.look, view.look.theme);
    let observation = view.dataset.get(at);
    match look.changed.get(&view.dataset.key(at)) {
        None if view.dataset.row(observation.row).bad => (theme.warning, String::new()),
        None if observation.measure.shape == Shape::Text => (theme.text, String::new()),
        None => (theme.strong, String::new()),
        Some(None) => (theme.changed, String::from("new")),
        Some(Some(old)) => {
            let sign = match old.place().zip(observation.measure.place()) {
                Some((was, is)) if was > is => glyph(look, "▼ ", "v "),
                Some((was, is)) if was < is => glyph(look, "▲ ", "^ "),
                _ => "",
            };
            (theme.changed, safe(&format!("{sign}was {}", write_measure(old, look.numbers)), look))
        }
    }
}

/// The columns that fit, the first one frozen, the cursor's column among them.
fn placed(records: &Records, view: &View<'_>, cursor: Cursor, cells: &[Vec<Cell>]) -> Vec<Placed> {
    let room = view.area.width;
    let natural: Vec<usize> = records
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let widest = cells
                .iter()
                .filter_map(|row| row.get(index))
                .map(|cell| width(&cell.text) + if cell.before.is_empty() { 0 } else { width(&cell.before) + 1 });
            widest.max().unwrap_or(0).max(width(&column.title) + 2)
        })
        .collect();
    let whole: Vec<usize> = (0..records.columns.len())
        .map(|index| {
            let cells = cells.iter().filter_map(|row| row.get(index)).filter(|cell| cell.whole);
            cells.map(|cell| width(&cell.text)).max().unwrap_or(0)
        })
        .collect();
    // Words give way together, numbers never; the gap gives way before a column drops out.
    let limited = |index: usize, cap: usize| {
        let full = natural.get(index).copied().unwrap_or(0);
        full.min(cap.max(whole.get(index).copied().unwrap_or(0)))
    };
    let needed = |cap: usize, gap: usize| -> usize {
        (0..records.columns.len()).map(|index| limited(index, cap) + gap).sum::<usize>().saturating_sub(gap)
    };
    let wide = natural.iter().copied().max().unwrap_or(0);
    let tries = std::iter::once((wide, 2))
        .chain((16..=WIDE).rev().map(|cap| (cap, 2)))
        .chain((9..=WIDE).rev().map(|cap| (cap, 1)));
    let fitting = tries.into_iter().find(|(cap, gap)| needed(*cap, *gap) <= usize::from(room));
    let (cap, gap) = fitting.unwrap_or((NARROW, 1));
    let gap = gap as u16;
    let capped = |index: usize| (limited(index, cap) as u16).min(room);
    let last = records.columns.len();
    let mut left = view.cursor.left.clamp(1, last.max(1));
    if cursor.column > 0 {
        left = left.min(cursor.column);
    }
    loop {
        let mut out: Vec<Placed> = Vec::new();
        let mut x = 0;
        for index in std::iter::once(0).chain(left..last) {
            let columns = capped(index);
            if x + columns > room {
                // What is left over may still hold a cut text column, never a cut number.
                let rest = room.saturating_sub(x);
                let text =
                    records.columns.get(index).is_some_and(|c| !c.right && !matches!(c.role, "value" | "period"));
                if text && rest >= 8 {
                    out.push(Placed { index, x, columns: rest });
                }
                break;
            }
            out.push(Placed { index, x, columns });
            x += columns + gap;
        }
        let seen = cursor.column == 0 || out.iter().any(|p| p.index == cursor.column);
        if seen || left >= cursor.column {
            stretch(&mut out, records, &natural, room);
            return out;
        }
        left += 1;
    }
}

/// Gives what is left over to columns that were cut, and moves what stands right of them.
fn stretch(placed: &mut [Placed], records: &Records, natural: &[usize], room: u16) {
    let used = placed.last().map_or(0, |p| p.x + p.columns);
    let mut spare = room.saturating_sub(used);
    let mut shift = 0;
    for column in placed.iter_mut() {
        column.x += shift;
        let wish = natural.get(column.index).map_or(0, |n| *n as u16);
        let more = wish.saturating_sub(column.columns).min(spare);
        column.columns += more;
        shift += more;
        spare -= more;
    }
    // The place in the source belongs at the right edge.
    if let Some(last) = placed.last_mut()
        && records.columns.get(last.index).is_some_and(|c| c.right)
        && spare > 0
    {
        last.x += spare;
    }
}

fn rows_that_fit(view: &View<'_>) -> usize {
    visible(view.area.height.saturating_sub(1), 1)
}

pub(super) fn marks(records: &Records, view: &View<'_>) -> Vec<Mark> {
    super::ink::list_marks(view, 1, 1, records.rows.len(), |item| {
        let row = records.rows.get(item).filter(|row| **row < view.dataset.rows());
        row.and_then(|row| view.dataset.row(*row).observation).into_iter().collect()
    })
}

pub(super) fn draw(records: &Records, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let cursor = settle(records, view);
    let shown: Vec<usize> = records.rows.iter().skip(cursor.top).take(rows_that_fit(view)).copied().collect();
    let cells: Vec<Vec<Cell>> =
        shown.iter().map(|row| records.columns.iter().map(|column| cell(column, *row, view)).collect()).collect();
    let columns = placed(records, view, cursor, &cells);
    let head = Rect { height: 1, ..area };
    buf.set_style(head, theme.dim.add_modifier(Modifier::UNDERLINED));
    for place in &columns {
        let Some(column) = records.columns.get(place.index) else { continue };
        let sorted = match records.sort {
            Some((index, descending)) if index == place.index => {
                if descending {
                    glyph(look, " ↓", " v")
                } else {
                    glyph(look, " ↑", " ^")
                }
            }
            _ => "",
        };
        let title = safe(&format!("{}{sorted}", column.title), look);
        let style = theme.dim.add_modifier(Modifier::UNDERLINED);
        write(buf, area, 0, place, column.right, &title, style, look.ascii);
    }
    for (line, (row, cells)) in shown.iter().zip(&cells).enumerate() {
        let y = line as u16 + 1;
        let item = cursor.top + line;
        let bad = *row < view.dataset.rows() && view.dataset.row(*row).bad;
        for place in &columns {
            let (Some(column), Some(cell)) = (records.columns.get(place.index), cells.get(place.index)) else {
                continue;
            };
            write(buf, area, y, place, column.right && cell.before.is_empty(), &cell.text, cell.style, look.ascii);
            if !cell.before.is_empty() {
                let after = place.x + width(&cell.text) as u16 + 1;
                let room = (place.x + place.columns).saturating_sub(after);
                if width(&cell.before) <= usize::from(room) {
                    put(buf, area, (after, y), room, &cell.before, theme.changed, look.ascii);
                }
            }
        }
        if bad {
            put_right(buf, area, y, 0, area.width, "!", theme.warning);
        }
        if view.focused && item == cursor.item {
            let line = Rect { y: area.y + y, height: 1, ..area };
            // One colour over the whole row: cells of several would turn into patches.
            buf.set_style(line.intersection(area), Style::new().fg(Color::Reset).patch(theme.cursor));
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "one cell: where, how, what")]
fn write(buf: &mut Buffer, area: Rect, row: u16, place: &Placed, right: bool, text: &str, style: Style, ascii: bool) {
    let slack = place.columns.saturating_sub(width(text) as u16);
    let x = place.x + if right { slack } else { 0 };
    put(buf, area, (x, row), place.columns, text, style, ascii);
}

pub(super) fn step(records: &Records, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    let last = records.columns.len().saturating_sub(1);
    let cursor = settle(records, view);
    let column = match direction {
        Move::Left if cursor.column == 0 => return Err(String::from("First column. H or Shift-Tab: previous panel")),
        Move::Right if cursor.column >= last => return Err(String::from("Nothing to the right. L or Tab: next panel")),
        Move::Left => cursor.column - 1,
        Move::Right => cursor.column + 1,
        Move::RowStart => 0,
        Move::RowEnd => last,
        _ => return list_step(cursor, records.rows.len(), rows_that_fit(view), direction),
    };
    Ok(Cursor { column, left: if column == 0 { 1 } else { cursor.left }, ..cursor })
}

pub(super) fn settle(records: &Records, view: &View<'_>) -> Cursor {
    let column = view.cursor.column.min(records.columns.len().saturating_sub(1));
    settled(Cursor { column, ..view.cursor }, records.rows.len(), rows_that_fit(view))
}

pub(super) fn items(records: &Records) -> usize {
    records.rows.len()
}
