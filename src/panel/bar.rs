//! A ranking at one period: label, bar, value, and what follows from it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::{glyph, list_marks, list_step, put, put_right, safe, settled, visible};
use super::{Cursor, Mark, Move, View};
use crate::analysis::Movement;
use crate::base::{Measure, width, write_measure};
use crate::board::{BarRow, Bars};
use crate::chart::Scale;

pub(super) const LEAST: (u16, u16) = (24, 2);

/// Shorter bars do not compare.
const LEAST_BAR: u16 = 4;
/// Eighths of a cell.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Lines for the words below the bars.
fn aside_lines(bars: &Bars, height: u16) -> u16 {
    u16::from(!bars.aside.is_empty() && height >= 4)
}

fn tall(bars: &Bars, view: &View<'_>) -> u16 {
    let room = view.area.height.saturating_sub(aside_lines(bars, view.area.height));
    if bars.rows.iter().any(|r| !r.aside.is_empty()) && bars.rows.len() as u16 * 2 <= room + 1 { 2 } else { 1 }
}

fn fits(bars: &Bars, view: &View<'_>) -> usize {
    let room = view.area.height.saturating_sub(aside_lines(bars, view.area.height));
    // The last row needs no second line.
    visible(room + tall(bars, view) - 1, tall(bars, view))
}

pub(super) fn marks(bars: &Bars, view: &View<'_>) -> Vec<Mark> {
    let mut marks = list_marks(view, 0, tall(bars, view), bars.rows.len(), |item| {
        bars.rows.get(item).map(|row| row.obs.clone()).unwrap_or_default()
    });
    marks.truncate(fits(bars, view));
    marks
}

fn number(row: &BarRow, view: &View<'_>) -> String {
    safe(&write_measure(&row.measure, view.look.numbers), view.look)
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
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let cursor = settle(bars, view);
    let tall = tall(bars, view);
    let shown: Vec<(usize, &BarRow)> = bars.rows.iter().enumerate().skip(cursor.top).take(fits(bars, view)).collect();
    let widest =
        |text: &dyn Fn(&BarRow) -> String| shown.iter().map(|(_, r)| width(&text(r))).max().unwrap_or(0) as u16;
    let value = widest(&|r| number(r, view)).max(if tall == 2 { widest(&|r| safe(&r.aside, look)) } else { 0 });
    let moved = widest(&|r| movement(r, view));
    let moved = if moved > 0 { moved + 1 } else { 0 };
    let label = widest(&|r| safe(&r.label, look));
    let room = area.width.saturating_sub(1);
    // Labels take what they need while a bar that compares is left, then they are cut; numbers never.
    let label = label.min(room.saturating_sub(value + moved + LEAST_BAR + 3).max(6)).min(room);
    let bar_at = 1 + label + 1;
    let bar = area.width.saturating_sub(bar_at + value + moved + 2);
    let scale = scale(bars, &shown, bar);
    for (line, (item, row)) in shown.iter().enumerate() {
        let y = line as u16 * tall;
        let here = view.focused && *item == cursor.item;
        if here {
            put(buf, area, (0, y), 1, glyph(look, "▸", ">"), theme.accent, look.ascii);
        }
        let style = if here { theme.strong } else { theme.text };
        put(buf, area, (1, y), label, &safe(&row.label, look), style, look.ascii);
        if bar >= LEAST_BAR {
            draw_bar(row, &scale, view, Rect { x: area.x + bar_at, y: area.y + y, width: bar, height: 1 }, buf);
        }
        let changed = row.obs.iter().any(|at| look.changed.contains_key(&view.dataset.key(*at)));
        let number_style = if changed { theme.changed } else { theme.strong };
        put_right(buf, area, y, 0, area.width.saturating_sub(moved), &number(row, view), number_style);
        put_right(buf, area, y, 0, area.width, &movement(row, view), theme.derived);
        if tall == 2 && y + 1 < area.height {
            put_right(
                buf,
                area,
                y + 1,
                bar_at,
                area.width.saturating_sub(moved),
                &safe(&row.aside, look),
                theme.derived,
            );
            if !row.source.is_empty() {
                put(buf, area, (1, y + 1), label, &safe(&row.source, look), theme.dim, look.ascii);
            }
        }
    }
    if aside_lines(bars, area.height) > 0 {
        let words = safe(&bars.aside.join(" · "), look);
        put(buf, area, (1, area.height - 1), room, &words, theme.dim, look.ascii);
    }
}

/// From zero, or on a log axis from just below the smallest, to the largest end.
fn scale(bars: &Bars, shown: &[(usize, &BarRow)], cells: u16) -> Scale {
    let ends = |row: &BarRow| {
        let m = &row.measure;
        [m.point, m.low.map(|b| b.value), m.high.map(|b| b.value)].into_iter().flatten().collect::<Vec<f64>>()
    };
    let values: Vec<f64> = shown.iter().flat_map(|(_, row)| ends(row)).collect();
    let high = values.iter().copied().fold(0.0, f64::max);
    if bars.log {
        let low = values.iter().copied().filter(|v| *v > 0.0).fold(f64::MAX, f64::min);
        if low < f64::MAX {
            return Scale::new(10f64.powf((low / 2.0).log10().floor()), high, true, cells);
        }
    }
    Scale::new(values.iter().copied().fold(0.0, f64::min), high, false, cells)
}

/// Solid to what is sure, light to what may be; marks at bounds and open ends.
fn draw_bar(row: &BarRow, scale: &Scale, view: &View<'_>, area: Rect, buf: &mut Buffer) {
    let look = view.look;
    let hue = look.theme.hue(row.hue);
    let length = |value: f64| {
        ((scale.position(value) - 0.5) / f64::from((scale.cells - 1).max(1)) * f64::from(area.width)).max(0.0)
    };
    let m: &Measure = &row.measure;
    if area.width == 0 {
        return;
    }
    let solid = if row.hollow { glyph(look, "▒", ":") } else { glyph(look, "█", "#") };
    let light = glyph(look, "░", ".");
    let (sure, may) = match (m.low, m.high, m.point) {
        (Some(low), Some(high), _) => (length(low.value), length(high.value)),
        (None, Some(high), _) => (0.0, length(high.value)),
        (Some(low), None, _) => (length(low.value), length(low.value)),
        (None, None, _) => return,
    };
    let whole = sure.floor() as u16;
    for x in 0..whole.min(area.width) {
        put(buf, area, (x, 0), 1, solid, hue, look.ascii);
    }
    let eighths = ((sure - sure.floor()) * 8.0) as usize;
    if may <= sure + 0.5 {
        if let Some(part) = EIGHTHS.get(eighths).filter(|part| !look.ascii && !row.hollow && !part.is_empty()) {
            put(buf, area, (whole, 0), 1, part, hue, look.ascii);
        } else if whole == 0 && m.low.is_some() {
            put(buf, area, (0, 0), 1, glyph(look, "▏", "|"), hue, look.ascii);
        }
    }
    // An exact bar ends in its eighths: no light cell may cover them.
    let light_to = if may > sure + 0.5 || m.low.is_none() { (may.round() as u16).min(area.width) } else { whole };
    for x in whole..light_to {
        put(buf, area, (x, 0), 1, light, hue, look.ascii);
    }
    let end = (may.round() as u16).clamp(1, area.width);
    if m.low.is_none() {
        put(buf, area, (end - 1, 0), 1, glyph(look, "▏", "|"), hue, look.ascii);
    }
    if m.high.is_none() {
        put(buf, area, (end.min(area.width - 1), 0), 1, glyph(look, "►", ">"), hue, look.ascii);
    }
}

pub(super) fn step(bars: &Bars, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    list_step(settle(bars, view), bars.rows.len(), fits(bars, view), direction)
}

pub(super) fn settle(bars: &Bars, view: &View<'_>) -> Cursor {
    settled(view.cursor, bars.rows.len(), fits(bars, view))
}

pub(super) fn items(bars: &Bars) -> usize {
    bars.rows.len()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::base::{NumberStyle, ObsRef, PanelKind, Unit};
    use crate::board::{Hue, Panel, Resolved};
    use crate::data::Dataset;
    use crate::panel::{Look, Theme};

    fn row(label: &str, measure: Measure) -> BarRow {
        BarRow {
            label: label.to_owned(),
            measure,
            obs: vec![ObsRef(0)],
            rank: String::new(),
            movement: Movement::Up(1),
            aside: String::from("2.93× next"),
            hue: Hue(0),
            hollow: false,
            source: String::new(),
        }
    }

    fn drawn(rows: Vec<BarRow>, area: Rect) -> Buffer {
        let bars = Bars { unit: Unit::none(), log: false, rows, aside: vec![String::from("no Xinghuo 星火")] };
        let panel = Panel {
            id: Arc::from("p"),
            kind: PanelKind::Bar,
            title: String::new(),
            corner: String::new(),
            bottom: String::new(),
            resolved: Resolved::Failed(Vec::new()),
            obs: Vec::new(),
            file: None,
        };
        let (theme, changed, dataset) = (Theme::default(), BTreeMap::new(), Dataset::default());
        let look =
            Look { theme: &theme, ascii: false, numbers: NumberStyle::default(), changed: &changed, marked: None };
        let cursor = Cursor::default();
        let view = View { panel: &panel, dataset: &dataset, area, look: &look, cursor, focused: true };
        let mut buf = Buffer::empty(Rect::new(0, 0, area.right() + 2, area.bottom() + 2));
        draw(&bars, &view, &mut buf);
        for position in buf.area.positions().filter(|position| !area.contains(*position)) {
            assert_eq!(buf[position].symbol(), " ", "{area:?} {position:?}");
        }
        buf
    }

    #[test]
    fn stays_inside_any_area() {
        for (width, height) in [(0, 0), (1, 1), (5, 2), (12, 9), (30, 3), (300, 100)] {
            let rows = vec![
                row("Doubao 豆包", Measure::exact(48.39e6, Unit::none())),
                row("Kimi", Measure::range(-1e300, 1e300, Unit::none())),
            ];
            drawn(rows, Rect::new(2, 1, width, height));
        }
    }

    #[test]
    fn an_exact_bar_ends_in_eighths() {
        let rows = [10.0, 3.7].map(|value| row("a", Measure::exact(value, Unit::none())));
        let buf = drawn(rows.to_vec(), Rect::new(0, 0, 60, 8));
        assert!(!buf.content.iter().any(|cell| cell.symbol() == "░"));
    }
}
