//! Before and after: what was said, on its own axis, and the change that follows from it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::changed::Changed;
use super::ink::{fitted, glyph, list_step, name, named_forms, point, put, put_right, safe, settled};
use super::lit::Light;
use super::{Cursor, Mark, Move, View, interval};
use crate::analysis::{NO_NUMBERS, write_change};
use crate::base::{Measure, ObsRef, Period, halves, width, write_measure, write_unit_suffix};
use crate::board::{Comparison, ComparisonRow};
use crate::chart::{Axis, draw_tick_labels, value_ticks};

pub(super) const LEAST: (u16, u16) = (30, 2);

/// Narrower plots say less than the numbers beside them.
const LEAST_PLOT: u16 = 12;
const WIDEST_PLOT: u16 = 32;
/// What is left of the plot where other parts stand on its line.
const NARROW_PLOT: u16 = 18;
/// Widest unit behind the last tick.
const LONGEST_UNIT: usize = 6;
/// Cells between the labels of ticks, on a short and on a long plot.
const TICK_GAP: [u16; 2] = [3, 5];
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
        let needed = heights.iter().map(|lines| u32::from(*lines)).sum::<u32>().saturating_sub(u32::from(numbers == 3));
        if needed <= u32::from(room) {
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

/// What an end said before, for both ends: which one is meant is said where it is the first.
fn mark(row: &ComparisonRow, view: &View<'_>) -> Option<Changed> {
    let of = |side: &(Measure, Period, Option<ObsRef>)| side.2.and_then(|at| Changed::of(at, view));
    match (of(&row.from), of(&row.to)) {
        (None, to) => to,
        (Some(from), None) => Some(Changed { sign: from.sign, said: format!("from {}", from.said) }),
        (Some(from), Some(to)) => {
            let arrow = glyph(view.look, "→", "->");
            Some(Changed { sign: to.sign, said: format!("{} {arrow} {}", from.said, to.said) })
        }
    }
}

/// Writes the values from a column on, the ends that changed in their style; returns the columns written.
fn draw_values(row: &ComparisonRow, view: &View<'_>, at: (u16, u16), room: u16, style: Style, buf: &mut Buffer) -> u16 {
    let look = view.look;
    let text = values(row, view);
    let changed = |at: Option<ObsRef>| at.is_some_and(|at| Changed::of(at, view).is_some());
    let arrow = format!(" {} ", glyph(look, "→", "->"));
    let written = put(buf, view.area, at, room, &text, style, look.ascii);
    let Some((from, to)) = text.split_once(&arrow) else { return written };
    let (from, to) = (width(from) as u16, width(to) as u16);
    let ends = [(row.from.2, 0, from), (row.to.2, from + width(&arrow) as u16, to)];
    for (_, x, columns) in ends.into_iter().filter(|(end, ..)| changed(*end)) {
        let columns = columns.min(written.saturating_sub(x));
        let cells = Rect { x: view.area.x + at.0 + x, y: view.area.y + at.1, width: columns, height: 1 };
        buf.set_style(cells.intersection(view.area), look.theme.changed);
    }
    written
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
    name(halves(&row.entity).map_or(row.entity.as_str(), |(first, _)| first), view.look)
}

fn change_text(row: &ComparisonRow, view: &View<'_>) -> String {
    // Two words, or a number and a word: that they are others says it all.
    if row.words || row.change.refused.as_deref() == Some(NO_NUMBERS) && !row.to.0.has_number() {
        return String::new();
    }
    safe(&write_change(&row.change, view.look.numbers, false), view.look)
}

/// Columns of the parts of all rows, the same for each so that they stand under each other.
struct Columns {
    name: u16,
    plot_at: u16,
    plot: u16,
    values_at: u16,
    /// Where the periods stand on the first line, if they do.
    periods_at: Option<u16>,
    /// Whether the sources stand on the first line.
    sources: bool,
    /// Too narrow for names beside values: these stand below them.
    stacked: bool,
}

fn columns(shown: &[&ComparisonRow], view: &View<'_>, tall: bool) -> Columns {
    let look = view.look;
    let numbers: Vec<&&ComparisonRow> = shown.iter().filter(|r| !r.words).collect();
    let widest =
        |text: &dyn Fn(&ComparisonRow) -> String| numbers.iter().map(|r| width(&text(r))).max().unwrap_or(0) as u16;
    let label = widest(&|r| name(&r.label, look));
    let own = if tall { label.max(widest(&|r| name(&r.entity, look))) } else { label };
    // Half of a name in two scripts says who it is; the plot says more than the other half.
    let own = if own > label && view.area.width < WIDE { label.max(widest(&|r| first_half(r, view))) } else { own };
    let (said, change) = (widest(&|r| values(r, view)), widest(&|r| change_text(r, view)));
    let (periods, source) = (widest(&|r| safe(&r.periods, look)), widest(&|r| safe(&r.source, look)));
    let room = view.area.width.saturating_sub(1);
    let unit = widest(&|r| suffix(r, view));
    // The numbers are whole; the name gives way before them, and the plot before the name.
    let mut fixed = if tall { (said + change + 2).max(periods + source + 1) } else { said + change + 2 };
    let own = own.min(room.saturating_sub(fixed + 2)).max(8.min(room));
    let spare = |fixed: u16| room.saturating_sub(fixed + own + 4 + unit);
    // On one line the periods and then the sources stand beside the values while a plot is left that shows something.
    let mut beside = |columns: u16| {
        let fits = !tall && columns > 0 && spare(fixed + columns + 2) >= NARROW_PLOT;
        fixed += if fits { columns + 2 } else { 0 };
        fits
    };
    let (with_periods, sources) = (beside(periods), beside(source));
    let plot = if spare(fixed) >= LEAST_PLOT { spare(fixed).min(WIDEST_PLOT) } else { 0 };
    let plot_at = 1 + own + 2;
    let values_at = if plot > 0 { plot_at + plot + unit + 2 } else { plot_at };
    Columns {
        name: own,
        plot_at,
        plot,
        values_at,
        periods_at: with_periods.then_some(values_at + said + 2),
        sources,
        stacked: tall && own < label,
    }
}

/// What the arrows mean that are drawn.
pub(super) fn signs(rows: &Comparison, view: &View<'_>) -> String {
    let cursor = settle(rows, view);
    let places = shown(rows, view, cursor.top);
    let seen: Vec<&ComparisonRow> = places.iter().filter_map(|(item, ..)| rows.rows.get(*item)).collect();
    let tall = seen.iter().zip(&places).any(|(row, (.., height))| !row.words && *height > 1);
    let at = columns(&seen, view, tall);
    let lower = |y: u16, height: u16| y + 1 < view.area.height && height > 1;
    let plotted = |(row, (_, y, height)): &(&&ComparisonRow, &(usize, u16, u16))| {
        at.plot > 0 && !row.words && !(at.stacked && lower(*y, *height))
    };
    let drawn: Vec<&Measure> = seen.iter().zip(&places).filter(plotted).flat_map(|(row, _)| &row.plot).collect();
    let open = |end: &dyn Fn(&Measure) -> bool| drawn.iter().any(|measure| measure.has_number() && end(measure));
    let below = open(&|measure| measure.low.is_none()).then_some("◄ no lower bound");
    let above = open(&|measure| measure.high.is_none()).then_some("► no upper bound");
    below.into_iter().chain(above).collect::<Vec<_>>().join("  ")
}

/// The unit as it stands behind the last tick; a long one is read at the values.
fn suffix(row: &ComparisonRow, view: &View<'_>) -> String {
    let unit = safe(&write_unit_suffix(&row.plot[1].unit), view.look);
    if width(&unit) <= LONGEST_UNIT { unit } else { String::new() }
}

pub(super) fn draw(rows: &Comparison, view: &View<'_>, buf: &mut Buffer) {
    let cursor = settle(rows, view);
    let (area, look) = (view.area, view.look);
    let (theme, ascii) = (look.theme, look.ascii);
    let places = shown(rows, view, cursor.top);
    let seen: Vec<&ComparisonRow> = places.iter().filter_map(|(item, ..)| rows.rows.get(*item)).collect();
    let tall = seen.iter().zip(&places).any(|(row, (.., height))| !row.words && *height > 1);
    let at = columns(&seen, view, tall);
    for (item, y, height) in places {
        let Some(row) = rows.rows.get(item) else { continue };
        let light = view.light(&observations(row));
        light.draw_sign(view, y, buf);
        if view.focused && item == cursor.item {
            point(buf, area, y, look);
        }
        if row.words {
            draw_words(row, light, view, y, buf);
            continue;
        }
        let lower = y + 1 < area.height && height > 1;
        if at.stacked && lower {
            draw_stacked(row, light, view, y, buf);
            continue;
        }
        let label = fitted(&named_forms(&row.label, look), at.name, ascii);
        put(buf, area, (1, y), at.name, &label, light.label(theme.text, view), ascii);
        let mark = mark(row, view);
        let mut end = area.width;
        let source = safe(&row.source, look);
        if at.sources {
            end = put_right(buf, area, y, 0, end, &source, theme.dim).saturating_sub(2);
        }
        let periods = safe(&row.periods, look);
        let here = values(row, view);
        match mark.as_ref().filter(|_| !lower) {
            None => {
                let style = light.mark(theme.derived.patch(theme.strong), view);
                end = put_right(buf, area, y, 0, end, &change_text(row, view), style);
                if let Some(x) = at.periods_at {
                    put(buf, area, (x, y), end.saturating_sub(x + 1), &periods, theme.dim, ascii);
                }
            }
            // On one line what was said before takes the place of what follows from it.
            Some(mark) => {
                let from = at.values_at + width(&here) as u16 + 2;
                put_right(buf, area, y, from, end, mark.fitted(end.saturating_sub(from)), theme.changed);
            }
        }
        let room = end.saturating_sub(at.values_at + 1);
        draw_values(row, view, (at.values_at, y), room, light.mark(theme.text, view), buf);
        if lower {
            let entity = fitted(&named_forms(&row.entity, look), at.name, ascii);
            put(buf, area, (1, y + 1), at.name, &entity, theme.dim, ascii);
            let mut x = at.values_at;
            if let Some(mark) = &mark {
                let room = area.width.saturating_sub(x);
                x += put(buf, area, (x, y + 1), room, mark.fitted(room), theme.changed, ascii) + 2;
            }
            let from = put_right(buf, area, y + 1, x + 4, area.width, &source, theme.dim);
            let room = from.saturating_sub(x + 1);
            if mark.is_none() || width(&periods) <= usize::from(room) {
                put(buf, area, (x, y + 1), room, &periods, theme.dim, ascii);
            }
        }
        if at.plot > 0 {
            let plot = Rect { x: area.x + at.plot_at, y: area.y + y, width: at.plot, height: 1 + u16::from(lower) };
            draw_plot(rows, row, view, plot.intersection(area), buf);
        }
    }
}

/// Name and change, and below them the values with what there is room for.
fn draw_stacked(row: &ComparisonRow, light: Light, view: &View<'_>, y: u16, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let style = light.mark(theme.derived.patch(theme.strong), view);
    let end = put_right(buf, area, y, 0, area.width, &change_text(row, view), style);
    let room = end.saturating_sub(2);
    let label = fitted(&named_forms(&row.label, look), room, look.ascii);
    put(buf, area, (1, y), room, &label, light.label(theme.text, view), look.ascii);
    let mut x = 1 + draw_values(row, view, (1, y + 1), area.width, light.mark(theme.text, view), buf) + 2;
    if let Some(mark) = mark(row, view) {
        let text = mark.fitted(area.width.saturating_sub(x));
        x += put(buf, area, (x, y + 1), area.width, text, theme.changed, look.ascii) + 2;
    }
    let (periods, source) = (safe(&row.periods, look), safe(&row.source, look));
    let both = usize::from(x) + width(&periods) + 2 + width(&source) <= usize::from(area.width);
    let from = if both { put_right(buf, area, y + 1, x, area.width, &source, theme.dim) } else { area.width };
    if usize::from(x) + width(&periods) <= usize::from(from) {
        put(buf, area, (x, y + 1), from.saturating_sub(x), &periods, theme.dim, look.ascii);
    }
}

/// A rating or other words: one line, no plot.
fn draw_words(row: &ComparisonRow, light: Light, view: &View<'_>, y: u16, buf: &mut Buffer) {
    let theme = view.look.theme;
    let (area, look) = (view.area, view.look);
    let said = values(row, view);
    let source = safe(&row.source, look);
    let label = name(&row.label, look);
    let periods = safe(&row.periods, look);
    let mark = mark(row, view);
    let marked = mark.as_ref().map_or(0, |mark| usize::from(mark.columns()) + 2);
    // Of a long name enough is left to know it by, and of what was said before at least the sign.
    let room = area.width.saturating_sub((width(&said) + 4 + marked.min(3)) as u16);
    let mut x = 1 + put(buf, area, (1, y), room, &label, light.label(theme.text, view), look.ascii) + 1;
    if usize::from(x) + width(&periods) + width(&said) + marked + 4 <= usize::from(area.width) {
        x += put(buf, area, (x, y), area.width, &periods, theme.dim, look.ascii) + 2;
    }
    let style = light.mark(theme.strong, view);
    let mut end = x + draw_values(row, view, (x, y), area.width.saturating_sub(x), style, buf) + 2;
    if let Some(mark) = mark {
        let text = mark.fitted(area.width.saturating_sub(end));
        end += put(buf, area, (end, y), area.width, text, theme.changed, look.ascii) + 2;
    }
    put_right(buf, area, y, end, area.width, &source, theme.dim);
}

/// Before and after on an axis of their own, or on that of all rows where they share one.
fn draw_plot(rows: &Comparison, row: &ComparisonRow, view: &View<'_>, area: Rect, buf: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let look = view.look;
    let own = std::slice::from_ref(row);
    let spanned = if rows.shared_axis { rows.rows.as_slice() } else { own };
    let measures = spanned.iter().filter(|r| !r.words).flat_map(|r| &r.plot);
    let scale = interval::scale(measures, false, interval::Origin::Zero, area.width);
    let hue = view.light(&observations(row)).mark(look.theme.hue(row.hue), view);
    let [from, to] = &row.plot;
    let ends = interval::span(from, &scale).zip(interval::span(to, &scale));
    if let Some((start, end)) = ends {
        let (from, to) = if end.1 < start.0 { (end.1, start.0) } else { (start.1, end.0) };
        for x in from..=to.max(from) {
            put(buf, area, (x, 0), 1, glyph(look, "┈", "."), look.theme.dim, look.ascii);
        }
    }
    let line = glyph(look, "━", "=");
    for (measure, point) in [(from, glyph(look, "○", "o")), (to, glyph(look, "●", "*"))] {
        interval::draw(measure, &scale, (line, point), hue, look, area, buf);
    }
    if area.height >= 2 {
        let suffix = suffix(row, view);
        let ticks = value_ticks(&scale, look.numbers, TICK_GAP[usize::from(area.width >= 24)]);
        let labels = Rect { y: area.y + 1, height: 1, width: area.width + width(&suffix) as u16, ..area };
        let axis = Axis { scale, ticks, suffix };
        draw_tick_labels(&axis, labels.intersection(view.area), look.theme.dim, buf);
    }
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
