//! Records. Only the rows on the screen are formatted, so the cost does not depend on how many there are.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::changed::Changed;
use super::ink::{fitted, gap, glyph, list_step, more, named_forms, put, put_right, safe, settled, visible};
use super::lit::{Light, SIGN};
use super::status::signed;
use super::{Cursor, Look, Mark, Move, View};
use crate::base::{ObsRef, Shape, width, write_measure};
use crate::board::{Records, TableColumn};
use crate::data::Dataset;

mod widths;

use widths::{Need, Placed};

pub(super) const LEAST: (u16, u16) = (24, 2);

/// Widest place in a source (`¶3, 5`) that is never cut; longer ones are words.
const PLACE: usize = 12;
/// From this width on the signs of hidden columns have their own room.
const ROOMY: u16 = 50;
/// Widest heading that a column makes room for.
const HEADING: usize = 12;

/// One cell as drawn.
struct Cell {
    /// What it says, in full first, then in shorter whole forms.
    forms: Vec<String>,
    style: Style,
    /// A number, a period or a place: never cut.
    whole: bool,
    /// What it said before, drawn after it where there is room.
    before: Option<Changed>,
}

impl Cell {
    fn full(&self) -> u16 {
        self.forms.first().map_or(0, |text| width(text)) as u16
    }

    /// Columns of what it said before.
    fn said(&self) -> u16 {
        self.before.as_ref().map_or(0, Changed::columns)
    }

    fn short(&self) -> u16 {
        self.forms.iter().map(|text| width(text)).min().unwrap_or(0) as u16
    }

    /// The longest form that fits; of a number that does not fit nothing but that there is one.
    fn fitted(&self, columns: u16, ascii: bool) -> String {
        if self.whole && self.short() > columns {
            return String::from(if ascii { "~" } else { "…" });
        }
        fitted(&self.forms, columns, ascii)
    }
}

fn cell(column: &TableColumn, row: usize, view: &View<'_>) -> Cell {
    let look = view.look;
    let theme = look.theme;
    let record = view.dataset.row(row);
    let typed = || record.cells.get(column.column).copied().unwrap_or("");
    let forms = |text: &str| named_forms(text, look);
    let mut before = None;
    let own = if column.role == "value" { view.dataset.observation_at(row, column.column) } else { None };
    // A value of a record that makes several observations is none of the others.
    let Some(at) = own.or_else(|| record.observation().filter(|_| column.role != "value" || view.dataset.is_strict()))
    else {
        let style = if record.bad { theme.warning } else { theme.dim };
        return Cell { forms: vec![safe(typed(), look)], style, whole: false, before };
    };
    let observation = view.dataset.get(at);
    let whole = match column.role {
        "period" => true,
        "ref" => width(typed()) <= PLACE,
        "value" => observation.measure.has_number() || observation.measure.shape == Shape::Unlimited,
        _ => false,
    };
    let (forms, style) = match column.role {
        // In a table of somebody else the other columns say what was added to the name to tell rows apart.
        "entity" if view.dataset.is_strict() => (forms(view.dataset.entity_name(at)), theme.text),
        "metric" => (forms(view.dataset.metric_name(at)), theme.text),
        // A column that tells one of two days keeps its own.
        "period" if observation.period_text.trim() != typed().trim() => (vec![safe(typed(), look)], theme.dim),
        "period" => (vec![safe(&observation.period.words(look.ascii), look)], theme.dim),
        "value" => {
            let (style, said) = value_style(at, view);
            before = said;
            let number = safe(&write_measure(&observation.measure, look.numbers), look);
            (vec![if whole { signed(number, at, view) } else { number }], style)
        }
        "source" | "via" => (forms(typed()), theme.dim),
        "entity" | "group" | "scope" => (forms(typed()), theme.text),
        "ref" | "reported" => (vec![safe(typed(), look)], theme.dim),
        _ => (vec![safe(typed(), look)], theme.text),
    };
    Cell { forms, style, whole, before }
}

/// Style of a value and, where it changed, what it said before: `▼ was 18`.
fn value_style(at: ObsRef, view: &View<'_>) -> (Style, Option<Changed>) {
    let theme = view.look.theme;
    let observation = view.dataset.get(at);
    match Changed::of(at, view) {
        Some(mark) => (theme.changed, Some(mark)),
        None if view.dataset.row(observation.row).bad => (theme.warning, None),
        None if observation.measure.shape == Shape::Text => (theme.text, None),
        None => (theme.strong, None),
    }
}

/// Order in which columns get their place: who, what and how much, then when and where it says so.
fn rank(role: &str) -> u8 {
    match role {
        "metric" | "value" => 0,
        "entity" => 1,
        "period" => 2,
        "source" | "ref" | "" => 3,
        "status" | "scope" => 4,
        "note" | "group" | "confidence" | "reported" => 5,
        "kind" => 6,
        "via" => 7,
        _ => 8,
    }
}

/// What a column asks for, by what is on the screen of it.
fn need(column: &TableColumn, title: &str, cells: &[&Cell]) -> Need {
    let widest = |of: &dyn Fn(&Cell) -> u16| cells.iter().map(|cell| of(cell)).max().unwrap_or(0);
    let heading = width(title).min(HEADING) as u16;
    let empty = widest(&Cell::full) == 0;
    // Wide enough to tell one from another.
    let words = match column.role {
        "note" => 16,
        "entity" => 10,
        "value" => 8,
        _ => 12,
    };
    let whole = widest(&|cell| if cell.whole { cell.full() } else { 0 });
    // What was said before stands in columns of its own, so that the numbers keep their edge; of it at least the sign.
    let said = widest(&Cell::said);
    let changed = said > 0;
    let sign = if changed { whole + 2 } else { 0 };
    let least = whole.max(sign).max(widest(&Cell::short).min(words)).max(heading);
    let ease = match column.role {
        "metric" | "note" => [16, 24],
        "entity" => [13, 16],
        _ => [0, 0],
    };
    let ends = |cell: &&Cell| match cell.said() {
        0 => (cell.full(), cell.short()),
        _ => (whole + 1 + said, whole + 1 + said),
    };
    Need {
        cells: cells.iter().map(ends).collect(),
        least,
        ease: ease.map(|columns| least.max(widest(&Cell::full).min(columns))),
        tier: match rank(column.role) {
            0 | 1 => 0,
            2 | 3 => 1,
            _ => 2,
        },
        rank: rank(column.role),
        // A value is written with its unit.
        extra: empty || column.role == "unit",
        weight: match column.role {
            // A change is what a reader looks for.
            "value" if changed => 9,
            "metric" | "value" => 3,
            "entity" => 2,
            _ => 1,
        },
        // A place of many words reads from its start, as words do.
        right: column.right && (column.role != "ref" || usize::from(widest(&Cell::full)) <= PLACE),
    }
}

/// Where the columns stand, and what the heading says of those that do not.
fn placed(needs: &[Need], titles: &[String], cursor: usize, room: u16, look: &Look<'_>) -> (Vec<Placed>, String) {
    let mut narrower = 0;
    loop {
        let placed = widths::place(needs, cursor, room.saturating_sub(narrower));
        let hidden: Vec<usize> = (0..needs.len()).filter(|i| !placed.iter().any(|p| p.index == *i)).collect();
        let left = hidden.iter().filter(|index| **index < cursor).count();
        let right = hidden.len() - left;
        let end = placed.last().map_or(0, |last| {
            let title = titles.get(last.index).map_or(0, |title| width(title) as u16);
            if needs.get(last.index).is_some_and(|need| need.right) { last.x + last.columns } else { last.x + title }
        });
        let free = usize::from(room.saturating_sub(end + 2));
        let signs = |more: &str| {
            let left = if left > 0 { format!("{} {left}", glyph(look, "←", "<-")) } else { String::new() };
            let right = if right > 0 { format!("{} {right}{more}", glyph(look, "→", "->")) } else { String::new() };
            [left, right].into_iter().filter(|sign| !sign.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let fitting = [signs(" more"), signs("")].into_iter().find(|text| width(text) <= free);
        match fitting {
            Some(text) => return (placed, text),
            // Columns that drop without a word would be taken for all there are; on a narrow screen every column counts more.
            None if narrower == 0 && room >= ROOMY => narrower = width(&signs("")) as u16 + 2,
            None => return (placed, signs("")),
        }
    }
}

fn rows_that_fit(view: &View<'_>) -> usize {
    visible(view.area.height.saturating_sub(1), 1)
}

pub(super) fn marks(records: &Records, view: &View<'_>) -> Vec<Mark> {
    super::ink::list_marks(view, 1, 1, records.rows.len(), |item| {
        let row = records.rows.get(item).filter(|row| **row < view.dataset.rows());
        row.and_then(|row| observation(records, *row, view.cursor.column, view.dataset)).into_iter().collect()
    })
}

/// The observation that a cell of a row stands for: its own, where a record makes several, else the first of the record.
pub(super) fn observation(records: &Records, row: usize, column: usize, dataset: &Dataset) -> Option<ObsRef> {
    let column = records.columns.get(column).map(|column| column.column);
    let own = column.and_then(|column| dataset.observation_at(row, column));
    own.or_else(|| dataset.row(row).observation())
}

pub(super) fn draw(records: &Records, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let cursor = settle(records, view);
    let shown: Vec<usize> = records.rows.iter().skip(cursor.top).take(rows_that_fit(view)).copied().collect();
    let cells: Vec<Vec<Cell>> =
        shown.iter().map(|row| records.columns.iter().map(|column| cell(column, *row, view)).collect()).collect();
    let below = records.rows.len().saturating_sub(cursor.top + shown.len());
    let titles: Vec<String> = (0..records.columns.len()).map(|index| title(records, index, look)).collect();
    let bad = |row: usize| row < view.dataset.rows() && view.dataset.row(row).bad;
    // The sign of a bad record has a column of its own: over a place it would read as a part of it.
    let room = area.width.saturating_sub(if shown.iter().any(|row| bad(*row)) { 2 } else { 0 });
    let needs: Vec<Need> = records
        .columns
        .iter()
        .zip(&titles)
        .enumerate()
        .map(|(index, (column, title))| {
            let own: Vec<&Cell> = cells.iter().filter_map(|row| row.get(index)).collect();
            need(column, title, &own)
        })
        .collect();
    let (columns, hidden) = placed(&needs, &titles, cursor.column, room, look);
    let head = theme.dim.add_modifier(Modifier::UNDERLINED);
    buf.set_style(Rect { height: 1, ..area }, head);
    for place in &columns {
        let (Some(need), Some(title)) = (needs.get(place.index), titles.get(place.index)) else { continue };
        let here = view.focused && place.index == cursor.column;
        let style = if here { theme.accent.add_modifier(Modifier::UNDERLINED) } else { head };
        let main = main_width(place, &cells);
        let slack = main.saturating_sub(width(title) as u16);
        put(buf, area, (place.x + if need.right { slack } else { 0 }, 0), place.columns, title, style, look.ascii);
    }
    // Where there is no room at the right edge, in the widest gap between the headings.
    for text in [hidden, more(cursor.top, below, look)].iter().filter(|text| !text.is_empty()) {
        if let Some((x, y)) = gap(buf, Rect { width: room, ..area }, area.y, width(text) as u16) {
            buf.set_string(x, y, text, head);
        }
    }
    let is_name = |place: &&Placed| records.columns.get(place.index).is_some_and(|column| column.role == "entity");
    let named = columns.iter().find(is_name).map(|place| place.index);
    for (line, (row, cells_here)) in shown.iter().zip(&cells).enumerate() {
        let y = line as u16 + 1;
        let own = view.dataset.row(*row).observations.map(ObsRef).collect::<Vec<_>>();
        let light = view.light(&own);
        for place in &columns {
            let (Some(need), Some(cell)) = (needs.get(place.index), cells_here.get(place.index)) else { continue };
            let main = main_width(place, &cells);
            let text = cell.fitted(main, look.ascii);
            let slack = main.saturating_sub(width(&text) as u16);
            // The name is what is lit; where there is none it is the first thing that is said.
            let is_name = named.map_or(place.x == 0, |column| column == place.index);
            let style = match &cell.before {
                Some(_) => cell.style,
                None if is_name => light.label(cell.style, view),
                None => light.mark(cell.style, view),
            };
            put(buf, area, (place.x + if need.right { slack } else { 0 }, y), main, &text, style, look.ascii);
            if is_name && light == Light::Lit && place.x > 0 {
                put(buf, area, (place.x - 1, y), 1, SIGN, theme.accent, look.ascii);
            }
            if let Some(mark) = &cell.before {
                let rest = place.columns.saturating_sub(main + 1);
                put(buf, area, (place.x + main + 1, y), rest, mark.fitted(rest), theme.changed, look.ascii);
            }
        }
        if bad(*row) {
            put_right(buf, area, y, 0, area.width, "!", theme.warning);
        }
        if view.focused && cursor.top + line == cursor.item {
            // What the row is about, and the cell itself, each in one colour: a whole row would be sent anew with each step, twice.
            for place in columns.iter().filter(|place| place.x == 0 || place.index == cursor.column) {
                let cell = Rect::new(area.x + place.x, area.y + y, place.columns, 1);
                buf.set_style(cell.intersection(area), Style::new().fg(Color::Reset).patch(theme.cursor));
            }
        }
    }
}

/// Heading of a column, with the arrow of the sort.
fn title(records: &Records, index: usize, look: &Look<'_>) -> String {
    let sorted = match records.sort {
        Some((column, true)) if column == index => glyph(look, " ↓", " v"),
        Some((column, false)) if column == index => glyph(look, " ↑", " ^"),
        _ => "",
    };
    safe(&format!("{}{sorted}", records.columns.get(index).map_or("", |column| &column.title)), look)
}

/// Cells of a column that its own text takes; what was said before stands right of them, or its sign alone.
fn main_width(place: &Placed, cells: &[Vec<Cell>]) -> u16 {
    let own = || cells.iter().filter_map(|row| row.get(place.index));
    let said = own().map(Cell::said).max().unwrap_or(0);
    let whole = own().filter(|cell| cell.whole).map(Cell::full).max().unwrap_or(0);
    let beside = [said + 1, 2].into_iter().find(|beside| said > 0 && whole + beside <= place.columns);
    place.columns - beside.unwrap_or(0)
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
    Ok(Cursor { column, ..cursor })
}

pub(super) fn settle(records: &Records, view: &View<'_>) -> Cursor {
    let column = view.cursor.column.min(records.columns.len().saturating_sub(1));
    settled(Cursor { column, ..view.cursor }, records.rows.len(), rows_that_fit(view))
}

pub(super) fn items(records: &Records) -> usize {
    records.rows.len()
}
