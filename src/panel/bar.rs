//! A ranking at one period: label, bar, value, and what follows from it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::changed::Changed;
use super::ink::{glyph, list_step, point, put, put_right, safe, settled};
use super::label;
use super::{Cursor, Mark, Move, View};
use crate::analysis::Movement;
use crate::base::{Standing, width};
use crate::board::{BarRow, Bars, Relation};

mod layout;
mod length;
mod parts;

use layout::{LEAST_BAR, Layout, aside_lines, grouped, pitch};
use length::{Ruler, draw_bar};

pub(super) const LEAST: (u16, u16) = (24, 2);

/// Words below the bars: what has none, and that lengths are not in proportion.
fn words_below(bars: &Bars) -> String {
    let log = bars.log.then(|| String::from("log scale"));
    log.into_iter().chain(bars.aside.iter().cloned()).collect::<Vec<_>>().join(" · ")
}

/// Without the line that names the parts of the bars.
fn body<'a>(bars: &Bars, view: &View<'a>) -> View<'a> {
    let lines = parts::lines(bars, view);
    let area = Rect { y: view.area.y + lines, height: view.area.height - lines, ..view.area };
    View { area, ..*view }
}

pub(super) fn marks(bars: &Bars, view: &View<'_>) -> Vec<Mark> {
    let view = &body(bars, view);
    label::marks(&bars.rows, view, pitch(bars, view))
}

fn number(row: &BarRow, view: &View<'_>) -> String {
    label::number(row, view.look)
}

fn relation(row: &BarRow, view: &View<'_>) -> String {
    row.relation.as_ref().map_or(String::new(), |relation| safe(&relation.write(view.look.numbers), view.look))
}

/// What it said before, where it changed. A row that is new in the file is new in the ranking: that is said once.
fn mark(row: &BarRow, view: &View<'_>) -> Option<Changed> {
    let mark = Changed::among(&row.obs, &row.measure, view)?;
    (mark.sign != "+" || row.movement != Movement::New).then_some(mark)
}

fn movement(row: &BarRow, view: &View<'_>) -> String {
    match row.movement {
        Movement::None => String::new(),
        Movement::Up(places) => format!("{}{places}", glyph(view.look, "▲", "^")),
        Movement::Down(places) => format!("{}{places}", glyph(view.look, "▼", "v")),
        Movement::New => String::from("new"),
    }
}

pub(super) fn draw(bars: &Bars, view: &View<'_>, buf: &mut Buffer) {
    if let Some(division) = bars.division.as_ref().filter(|_| parts::lines(bars, view) > 0) {
        parts::draw_legend(division, view, buf);
    }
    let cursor = settle(bars, view);
    let view = &body(bars, view);
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let pitch = pitch(bars, view);
    let shown: Vec<(usize, &BarRow)> = bars.rows.iter().enumerate().skip(cursor.top).take(pitch.fits).collect();
    let marks: Vec<Option<Changed>> = shown.iter().map(|(_, row)| mark(row, view)).collect();
    let last = area.height - aside_lines(bars, area.height);
    let lower = |line: usize| pitch.lines == 2 && line as u16 * pitch.step + 1 < last;
    // On one line what was said before stands between the value and the movement.
    let beside: Vec<Changed> = bars.siblings.iter().filter_map(|row| mark(row, view)).collect();
    let alone = marks.iter().enumerate().filter(|(line, _)| !lower(*line)).filter_map(|(_, mark)| mark.as_ref());
    let alone: Vec<&Changed> = alone.chain(&beside).collect();
    let rows: Vec<&BarRow> = shown.iter().map(|(_, row)| *row).collect();
    let layout = Layout::new(bars, &rows, pitch.lines, &alone, view);
    let Layout { ranks, bar_at, bar, number_end, marked, .. } = layout;
    let ruler = Ruler::new(bars, bar);
    // Where nothing lies right of zero the ends of the bars are that line, and a number follows them.
    if bar >= LEAST_BAR && ruler.zero > 0 && ruler.zero < bar {
        let lines = (shown.len() as u16).saturating_sub(1) * pitch.step + 1;
        draw_zero(bar_at + ruler.zero, lines.min(area.height), view, buf);
    }
    for (line, ((item, row), mark)) in shown.iter().zip(&marks).enumerate() {
        let y = line as u16 * pitch.step;
        let here = view.focused && *item == cursor.item;
        let light = view.light(&row.obs);
        light.draw_sign(view, y, buf);
        if here {
            point(buf, area, y, look);
        }
        let lines = if y + 1 < area.height { pitch.lines } else { 1 };
        if ranks > 0 {
            put_right(buf, area, y, 1, ranks, &safe(&row.rank, look), theme.dim);
        }
        let labels = View { area: Rect { x: area.x + ranks, width: area.width - ranks, ..area }, ..*view };
        let style = light.label(if here { theme.strong } else { theme.text }, view);
        let again = line > 0 && grouped(bars) && shown.get(line - 1).is_some_and(|(_, other)| other.label == row.label);
        let unnamed = again.then(|| BarRow { label: String::new(), ..(*row).clone() });
        label::draw(unnamed.as_ref().unwrap_or(row), &labels, y, layout.labels, lines, style, buf);
        if bar >= LEAST_BAR {
            let area = Rect { x: area.x + bar_at, y: area.y + y, width: bar, height: 1 }.intersection(area);
            // Of a part that is no one number its ends say more than its texture.
            match bars
                .division
                .as_ref()
                .filter(|own| own.stacked || row.measure.low == row.measure.high && row.standing == Standing::Actual)
            {
                Some(division) => parts::draw(row, division, &ruler, view, area, buf),
                None => draw_bar(row, &ruler, view, area, buf),
            }
        }
        let changed = Changed::among(&row.obs, &row.measure, view).is_some();
        let sum = matches!(row.relation, Some(Relation::Sum(_)));
        let number_style = match (changed, sum) {
            (true, _) => theme.changed,
            (false, true) => theme.derived.patch(theme.strong),
            (false, false) => light.mark(theme.strong, view),
        };
        let text = number(row, view);
        let text_end = if layout.behind {
            let bar = Rect { x: area.x + bar_at, y: area.y + y, width: bar, height: 1 }.intersection(area);
            bar_at + drawn_cells(bar, buf) + 1 + width(&text) as u16
        } else {
            number_end
        };
        let text_at = put_right(buf, area, y, 0, text_end, &text, number_style);
        let both = changed && mark.is_none();
        let moved_style = if both { theme.changed } else { theme.derived };
        put_right(buf, area, y, 0, area.width, &movement(row, view), moved_style);
        if let Some(mark) = mark.as_ref().filter(|_| !lower(line)) {
            put(
                buf,
                area,
                (number_end + 1, y),
                marked,
                mark.fitted(marked.saturating_sub(1)),
                theme.changed,
                look.ascii,
            );
        }
        let follows = relation(row, view);
        let (below, end) = (y + 1, layout.end);
        match (lower(line), layout.behind) {
            (true, true) => label::draw_behind(mark.as_ref(), &follows, view, below, (bar_at, text_at, end), buf),
            (true, false) => label::draw_below(mark.as_ref(), &follows, view, below, (bar_at, end), buf),
            (false, behind) => {
                let end = text_end + 2 + width(&follows) as u16;
                if behind && end <= number_end {
                    put_right(buf, area, y, text_end + 2, end, &follows, theme.derived);
                }
            }
        }
    }
    if aside_lines(bars, area.height) > 0 {
        put(buf, area, (1, area.height - 1), area.width, &safe(&words_below(bars), look), theme.dim, look.ascii);
    }
}

/// A line at zero, from the first bar to the last.
fn draw_zero(x: u16, lines: u16, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    for y in 0..lines {
        put(buf, view.area, (x, y), 1, glyph(look, "▏", "|"), look.theme.dim, look.ascii);
    }
}

/// Cells of a bar from its left edge to the last one that is filled.
fn drawn_cells(area: Rect, buf: &Buffer) -> u16 {
    let filled = |x: &u16| buf.cell((*x, area.y)).is_some_and(|cell| cell.symbol() != " ");
    (area.left()..area.right()).rev().find(filled).map_or(0, |x| x + 1 - area.x)
}

pub(super) fn step(bars: &Bars, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    list_step(settle(bars, view), bars.rows.len(), pitch(bars, &body(bars, view)).fits, direction)
}

pub(super) fn settle(bars: &Bars, view: &View<'_>) -> Cursor {
    settled(view.cursor, bars.rows.len(), pitch(bars, &body(bars, view)).fits)
}

pub(super) fn items(bars: &Bars) -> usize {
    bars.rows.len()
}

#[cfg(test)]
mod tests;
