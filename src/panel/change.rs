//! Before and after: what was said, on its own axis, and the change that follows from it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::ink::{glyph, list_step, put, put_right, safe, settled};
use super::{Cursor, Mark, Move, View};
use crate::analysis::write_change;
use crate::base::{Measure, ObsRef, halves, width, write_measure, write_number, write_unit_suffix};
use crate::board::{Comparison, ComparisonRow};

pub(super) const LEAST: (u16, u16) = (30, 2);

/// Narrower plots say less than the numbers beside them.
const LEAST_PLOT: u16 = 12;
const WIDEST_PLOT: u16 = 32;
/// From here on names in two scripts have room beside the plot.
const WIDE: u16 = 90;

/// Cells of each item: two lines and a blank one where there is room, one line for words.
fn heights(rows: &Comparison, view: &View<'_>) -> Vec<u16> {
    let room = view.area.height;
    let tall = |numbers: u16, words: u16| {
        rows.rows.iter().map(|r| if r.words { words } else { numbers }).collect::<Vec<u16>>()
    };
    for (numbers, words) in [(3, 2), (3, 1), (2, 1)] {
        let heights = tall(numbers, words);
        // The last item needs no blank line after it.
        let needed = heights.iter().sum::<u16>().saturating_sub(u16::from(numbers == 3));
        if needed <= room {
            return heights;
        }
    }
    if view.area.height >= 4 { tall(2, 1) } else { tall(1, 1) }
}

/// Items on the screen with their first line and height, from the scroll on.
fn shown(rows: &Comparison, view: &View<'_>, top: usize) -> Vec<(usize, u16, u16)> {
    let mut y = 0;
    let mut out = Vec::new();
    for (item, height) in heights(rows, view).into_iter().enumerate().skip(top) {
        if y >= view.area.height {
            break;
        }
        out.push((item, y, height));
        y += height;
    }
    out
}

fn fits(rows: &Comparison, view: &View<'_>) -> usize {
    let mut sum = 0;
    let count = heights(rows, view).into_iter().take_while(|h| {
        sum += h;
        sum <= view.area.height + 1
    });
    count.count().max(1)
}

fn observations(row: &ComparisonRow) -> Vec<ObsRef> {
    row.to.2.into_iter().chain(row.from.2).collect()
}

pub(super) fn marks(rows: &Comparison, view: &View<'_>) -> Vec<Mark> {
    let cursor = settle(rows, view);
    let marks = shown(rows, view, cursor.top).into_iter().filter_map(|(item, y, height)| {
        let row = rows.rows.get(item)?;
        let area = Rect { x: view.area.x, y: view.area.y + y, width: view.area.width, height }.intersection(view.area);
        Some(Mark { area, item, column: 0, obs: observations(row) })
    });
    marks.collect()
}

/// `≈40 → ≤17 %`: the unit once, where both have the same and it stands behind the number.
fn values(row: &ComparisonRow, view: &View<'_>) -> String {
    let style = view.look.numbers;
    let (from, to) = (write_measure(&row.from.0, style), write_measure(&row.to.0, style));
    let unit = write_unit_suffix(&row.to.0.unit);
    let from = if !unit.is_empty() && row.from.0.unit == row.to.0.unit {
        from.strip_suffix(unit.as_str()).unwrap_or(&from).to_owned()
    } else {
        from
    };
    safe(&format!("{from} {} {to}", glyph(view.look, "→", "->")), view.look)
}

/// `ByteDance China` of `ByteDance China 字节跳动中国`.
fn first_half(row: &ComparisonRow, view: &View<'_>) -> String {
    safe(halves(&row.entity).map_or(row.entity.as_str(), |(first, _)| first), view.look)
}

fn change_text(row: &ComparisonRow, view: &View<'_>) -> String {
    if row.words || row.change.refused.is_some() && !row.change.measure.has_number() && !row.to.0.has_number() {
        return String::new();
    }
    safe(&write_change(&row.change, view.look.numbers, false), view.look)
}

pub(super) fn draw(rows: &Comparison, view: &View<'_>, buf: &mut Buffer) {
    let cursor = settle(rows, view);
    let numbers: Vec<&ComparisonRow> = rows.rows.iter().filter(|r| !r.words).collect();
    let widest =
        |text: &dyn Fn(&ComparisonRow) -> String| numbers.iter().map(|r| width(&text(r))).max().unwrap_or(0) as u16;
    let label = widest(&|r| safe(&r.label, view.look));
    let name = label.max(widest(&|r| safe(&r.entity, view.look)));
    // Half of a name in two scripts says who it is; the plot says more than the other half.
    let name = if name > label && view.area.width < WIDE { label.max(widest(&|r| first_half(r, view))) } else { name };
    let said = widest(&|r| values(r, view));
    let change = widest(&|r| change_text(r, view));
    let below = numbers.iter().map(|r| width(&safe(&r.periods, view.look)) + width(&safe(&r.source, view.look)));
    let below = below.max().unwrap_or(0) as u16;
    let room = view.area.width.saturating_sub(1);
    // The numbers are whole; the name gives way before them, and the plot before the name.
    let fixed = (said + change + 4).max(below + 3);
    let name = name.min(room.saturating_sub(fixed)).max(8.min(room));
    let spare = room.saturating_sub(fixed + name + 4);
    let plot = if spare >= LEAST_PLOT { spare.min(WIDEST_PLOT) } else { 0 };
    for (item, y, height) in shown(rows, view, cursor.top) {
        let Some(row) = rows.rows.get(item) else { continue };
        let here = view.focused && item == cursor.item;
        if here {
            put(buf, view.area, (0, y), 1, glyph(view.look, "▸", ">"), view.look.theme.accent, view.look.ascii);
        }
        if row.words {
            draw_words(row, view, y, buf);
            continue;
        }
        let lower = y + 1 < view.area.height && height > 1;
        let theme = view.look.theme;
        let ascii = view.look.ascii;
        put(buf, view.area, (1, y), name, &safe(&row.label, view.look), theme.text, ascii);
        let style = theme.derived.patch(theme.strong);
        let end = put_right(buf, view.area, y, 0, view.area.width, &change_text(row, view), style);
        let plot_at = 1 + name + 2;
        let values_at = if plot > 0 { plot_at + plot + 2 } else { plot_at };
        let values_end = end.saturating_sub(1);
        put(
            buf,
            view.area,
            (values_at, y),
            values_end.saturating_sub(values_at),
            &values(row, view),
            theme.text,
            ascii,
        );
        if lower {
            let entity = safe(&row.entity, view.look);
            let entity = if width(&entity) > usize::from(name) { first_half(row, view) } else { entity };
            put(buf, view.area, (1, y + 1), name, &entity, theme.dim, ascii);
            let source = safe(&row.source, view.look);
            let from = put_right(buf, view.area, y + 1, values_at + 4, view.area.width, &source, theme.dim);
            let periods = safe(&row.periods, view.look);
            let room = from.saturating_sub(values_at + 1);
            put(buf, view.area, (values_at, y + 1), room, &periods, theme.dim, ascii);
        }
        if plot > 0 {
            let area =
                Rect { x: view.area.x + plot_at, y: view.area.y + y, width: plot, height: if lower { 2 } else { 1 } };
            draw_plot(row, domain(rows, row), view, area.intersection(view.area), buf);
        }
    }
}

/// A rating or other words: one line, no plot.
fn draw_words(row: &ComparisonRow, view: &View<'_>, y: u16, buf: &mut Buffer) {
    let theme = view.look.theme;
    let (area, look) = (view.area, view.look);
    let said = values(row, view);
    let source = safe(&row.source, look);
    let name = safe(&row.label, look);
    let periods = safe(&row.periods, look);
    let mut x = 1
        + put(buf, area, (1, y), area.width.saturating_sub(width(&said) as u16 + 4), &name, theme.text, look.ascii)
        + 1;
    if usize::from(x) + width(&periods) + width(&said) + 4 <= usize::from(area.width) {
        x += put(buf, area, (x, y), area.width, &periods, theme.dim, look.ascii) + 2;
    }
    let end = x + put(buf, area, (x, y), area.width.saturating_sub(x), &said, theme.strong, look.ascii) + 2;
    put_right(buf, area, y, end, area.width, &source, theme.dim);
}

/// Values that the axis of a row spans: zero and every end of its statements, or of all rows where they share one.
fn domain(rows: &Comparison, row: &ComparisonRow) -> (f64, f64) {
    let mut low = 0.0f64;
    let mut high = 0.0f64;
    let mut include = |measure: &Measure| {
        let ends = [measure.low.map(|b| b.value), measure.high.map(|b| b.value), measure.point];
        for value in ends.into_iter().flatten() {
            low = low.min(value);
            high = high.max(value);
        }
    };
    let of = |row: &ComparisonRow, include: &mut dyn FnMut(&Measure)| {
        include(&row.from.0);
        include(&row.to.0);
    };
    if rows.shared_axis {
        rows.rows.iter().filter(|r| !r.words).for_each(|r| of(r, &mut include));
    } else {
        of(row, &mut include);
    }
    if high > low { (low, high) } else { (low, low + 1.0) }
}

fn draw_plot(row: &ComparisonRow, domain: (f64, f64), view: &View<'_>, area: Rect, buf: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let look = view.look;
    let (low, high) = domain;
    let last = f64::from(area.width - 1);
    let cell =
        |value: f64| ((value / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0) * last).round().clamp(0.0, last) as u16;
    let hue = look.theme.hue(row.hue);
    let mut dot = |x: u16, symbol: &str, style: Style| {
        put(buf, area, (x, 0), 1, symbol, style, look.ascii);
    };
    let span = |measure: &Measure| {
        let from = measure.low.map_or(0, |b| cell(b.value));
        let to = measure.high.map_or(area.width - 1, |b| cell(b.value));
        measure.has_number().then_some((from, to))
    };
    let (start, end) = (span(&row.from.0), span(&row.to.0));
    if let (Some(start), Some(end)) = (start, end) {
        let (from, to) = if end.1 < start.0 { (end.1, start.0) } else { (start.1, end.0) };
        for x in from..=to.max(from) {
            dot(x, glyph(look, "┈", "."), look.theme.dim);
        }
    }
    for (measure, ends, open) in [(&row.from.0, start, true), (&row.to.0, end, false)] {
        let Some((from, to)) = ends else { continue };
        if from == to && measure.low.is_some() && measure.high.is_some() {
            dot(from, if open { glyph(look, "○", "o") } else { glyph(look, "●", "*") }, hue);
            continue;
        }
        for x in from..=to {
            dot(x, glyph(look, "━", "="), hue);
        }
        dot(from, if measure.low.is_some() { glyph(look, "┝", "|") } else { glyph(look, "◄", "<") }, hue);
        dot(to, if measure.high.is_some() { glyph(look, "┥", "|") } else { glyph(look, "►", ">") }, hue);
    }
    if area.height < 2 {
        return;
    }
    let number = |value: f64| write_number(value, Some(3), look.numbers).trim_end_matches(".00").to_owned();
    let unit = safe(&write_unit_suffix(&row.to.0.unit), look);
    let dim = look.theme.dim;
    let left = put(
        buf,
        area,
        (cell(low.max(0.0)).min(area.width - 1), 1),
        area.width,
        &tidy(low, number(low)),
        dim,
        look.ascii,
    );
    let last_text = format!("{}{unit}", tidy(high, number(high)));
    let right = put_right(buf, area, 1, left + 1, area.width, &last_text, dim);
    let middle = low / 2.0 + high / 2.0;
    let middle_text = tidy(middle, number(middle));
    let x = cell(middle).saturating_sub(width(&middle_text) as u16 / 2);
    if low == 0.0 && x > left + 1 && usize::from(x) + width(&middle_text) + 1 < usize::from(right) {
        put(buf, area, (x, 1), area.width, &middle_text, dim, look.ascii);
    }
}

/// Ticks need no trailing zeros: they are places on an axis, not statements.
fn tidy(value: f64, text: String) -> String {
    if value == value.round() { text.split('.').next().unwrap_or(&text).to_owned() } else { text }
}

pub(super) fn step(rows: &Comparison, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    list_step(settle(rows, view), rows.rows.len(), fits(rows, view), direction)
}

pub(super) fn settle(rows: &Comparison, view: &View<'_>) -> Cursor {
    settled(view.cursor, rows.rows.len(), fits(rows, view))
}

pub(super) fn items(rows: &Comparison) -> usize {
    rows.rows.len()
}
