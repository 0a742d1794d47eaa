//! How many values stand between which numbers: columns on their edges where there is room for them, else a row a bin.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::{glyph, list_step, point, put, put_right, safe, settled};
use super::{Cursor, Mark, Move, View};
use crate::base::{ObsRef, width, write_number};
use crate::board::Distribution;

pub(super) const LEAST: (u16, u16) = (16, 3);

/// Columns narrower than this cannot be told apart.
const LEAST_COLUMN: u16 = 3;
/// Columns need not be wider than this.
const WIDE: u16 = 12;
/// Lines of columns, their counts, the axis with its labels, and what is under the cursor.
const LEAST_HEIGHT: u16 = 8;
const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const ASCII_EIGHTHS: [&str; 8] = ["_", "_", ".", ":", ":", "#", "#", "#"];

/// Where columns stand; `None` where each bin is a row.
struct Columns {
    /// Columns of the screen for each bin, the blank between two included.
    each: u16,
    /// Lines of the tallest.
    height: u16,
    /// Line of the axis, from the top of the area.
    axis: u16,
}

fn columns(bins: &Distribution, area: Rect) -> Option<Columns> {
    let count = u16::try_from(bins.bins.len().max(1)).ok()?;
    let each = area.width.saturating_sub(1) / count;
    if each < LEAST_COLUMN || area.height < LEAST_HEIGHT {
        return None;
    }
    let below = 2 + u16::from(!bins.aside.is_empty());
    let axis = area.height - below;
    // A line for what is under the cursor, one for the count over the tallest.
    Some(Columns { each: each.min(WIDE), height: axis - 2, axis })
}

fn most(bins: &Distribution) -> usize {
    bins.bins.iter().map(|bin| bin.obs.len()).max().unwrap_or(0).max(1)
}

fn edge(value: f64, view: &View<'_>) -> String {
    safe(&write_number(value, None, view.look.numbers), view.look)
}

/// `1B–10B`.
fn between(bins: &Distribution, item: usize, view: &View<'_>) -> String {
    let Some(bin) = bins.bins.get(item) else { return String::new() };
    let to = if view.look.ascii || bin.low < 0.0 { " to " } else { "–" };
    format!("{}{to}{}", edge(bin.low, view), edge(bin.high, view))
}

/// `1B to below 10B`; the upper edge of the last bin belongs to it.
fn exactly(bins: &Distribution, item: usize, view: &View<'_>) -> String {
    let Some(bin) = bins.bins.get(item) else { return String::new() };
    let below = if item + 1 == bins.bins.len() { "" } else { "below " };
    format!("{} to {below}{}", edge(bin.low, view), edge(bin.high, view))
}

/// Lines below the rows.
fn foot(bins: &Distribution, area: Rect) -> u16 {
    u16::from((!bins.aside.is_empty() || bins.log) && area.height >= 5)
}

fn fits(bins: &Distribution, area: Rect) -> usize {
    if columns(bins, area).is_some() { bins.bins.len() } else { usize::from((area.height - foot(bins, area)).max(1)) }
}

pub(super) fn marks(bins: &Distribution, view: &View<'_>) -> Vec<Mark> {
    let area = view.area;
    let cursor = settle(bins, view);
    let shown = bins.bins.iter().enumerate().skip(cursor.top).take(fits(bins, area));
    let columns = columns(bins, area);
    shown
        .map(|(item, bin)| {
            let place = match &columns {
                Some(columns) => {
                    let x = area.x.saturating_add(item as u16 * columns.each);
                    Rect { x, y: area.y + 1, width: columns.each, height: columns.height + 1 }
                }
                None => Rect { y: area.y + (item - cursor.top) as u16, height: 1, ..area },
            };
            Mark { area: place.intersection(area), item, column: 0, obs: bin.obs.clone() }
        })
        .collect()
}

pub(super) fn draw(bins: &Distribution, view: &View<'_>, buf: &mut Buffer) {
    match columns(bins, view.area) {
        Some(columns) => draw_columns(bins, &columns, view, buf),
        None => draw_rows(bins, view, buf),
    }
}

fn draw_columns(bins: &Distribution, columns: &Columns, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let cursor = settle(bins, view);
    let most = most(bins);
    for (item, bin) in bins.bins.iter().enumerate() {
        let here = view.focused && item == cursor.item;
        let style = if here { theme.accent } else { theme.hue(crate::board::Hue::default()) };
        let x = item as u16 * columns.each;
        let count = bin.obs.len();
        let eighths = (count as f64 / most as f64 * f64::from(columns.height) * 8.0).round() as u16;
        let eighths = if count > 0 { eighths.max(1) } else { 0 };
        let wide = columns.each - 1;
        for line in 0..eighths.div_ceil(8) {
            let part = (eighths - line * 8).min(8);
            let glyphs = if look.ascii { ASCII_EIGHTHS } else { EIGHTHS };
            let symbol = glyphs.get(usize::from(part) - 1).copied().unwrap_or(" ");
            let text = symbol.repeat(usize::from(wide));
            put(buf, area, (x + 1, columns.axis - 1 - line), wide, &text, style, look.ascii);
        }
        let text = count.to_string();
        let columns_of = width(&text) as u16;
        let y = (columns.axis - 1).saturating_sub(eighths.div_ceil(8));
        if count > 0 && columns_of <= columns.each {
            let x = x + 1 + wide.saturating_sub(columns_of) / 2;
            put(buf, area, (x, y), columns_of, &text, if here { theme.strong } else { theme.text }, look.ascii);
        }
    }
    draw_axis(bins, columns, view, buf);
    let said = if view.focused { readout(bins, cursor.item, view) } else { String::new() };
    put(buf, area, (0, 0), area.width, &said, theme.strong, look.ascii);
    if !bins.aside.is_empty() {
        let aside = safe(&bins.aside.join(" · "), look);
        put(buf, area, (0, area.height - 1), area.width, &aside, theme.dim, look.ascii);
    }
}

/// The rule with a mark at each edge, the quartiles on it, and as many edges labelled as there is room for.
fn draw_axis(bins: &Distribution, columns: &Columns, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let count = bins.bins.len();
    let end = count as u16 * columns.each;
    for x in 0..=end {
        let sign = if x.is_multiple_of(columns.each) { glyph(look, "┴", "+") } else { glyph(look, "─", "-") };
        put(buf, area, (x, columns.axis), 1, sign, theme.dim, look.ascii);
    }
    let marks = [(0, "◇", "o"), (2, "◇", "o"), (1, "◆", "*")];
    for (at, unicode, ascii) in marks {
        let place = bins.quartiles.get(at).copied().flatten().and_then(|value| bins.place(value));
        if let Some(place) = place {
            let x = (place * f64::from(columns.each)).round() as u16;
            put(buf, area, (x.min(end), columns.axis), 1, glyph(look, unicode, ascii), theme.strong, look.ascii);
        }
    }
    let edges: Vec<String> = bins
        .bins
        .iter()
        .map(|bin| bin.low)
        .chain(bins.bins.last().map(|bin| bin.high))
        .map(|e| edge(e, view))
        .collect();
    let start = |at: usize| {
        let own = edges.get(at).map_or(0, |text| width(text) as u16);
        (at as u16 * columns.each).saturating_sub(own / 2).min(area.width.saturating_sub(own))
    };
    // The finest step at which labels stand apart; each is centred on its edge.
    let apart = |step: usize| {
        let shown: Vec<usize> = (0..edges.len()).step_by(step).collect();
        shown
            .iter()
            .zip(shown.iter().skip(1))
            .all(|(a, b)| start(*a) + edges.get(*a).map_or(0, |text| width(text) as u16) < start(*b))
    };
    let step = (1..=edges.len().max(1)).find(|step| apart(*step)).unwrap_or(1);
    for at in (0..edges.len()).step_by(step) {
        let text = edges.get(at).map_or("", String::as_str);
        put(buf, area, (start(at), columns.axis + 1), area.width, text, theme.dim, look.ascii);
    }
}

/// `10B to below 100B: 12 of 58 · GPT-3, PaLM, Gopher …`
fn readout(bins: &Distribution, item: usize, view: &View<'_>) -> String {
    let Some(bin) = bins.bins.get(item) else { return String::new() };
    let room = usize::from(view.area.width);
    let mut said = safe(&format!("{}: {} of {}", exactly(bins, item, view), bin.obs.len(), bins.count()), view.look);
    for (nth, at) in bin.obs.iter().rev().enumerate() {
        let sign = if nth == 0 { " · " } else { ", " };
        let more = if view.look.ascii { " ~" } else { " …" };
        let next = safe(&format!("{sign}{}", view.dataset.entity_name(*at)), view.look);
        if width(&said) + width(&next) + 2 > room {
            said.push_str(if nth > 0 && width(&said) + 2 <= room { more } else { "" });
            break;
        }
        said.push_str(&next);
    }
    said
}

fn draw_rows(bins: &Distribution, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let cursor = settle(bins, view);
    let fits = fits(bins, area);
    let most = most(bins);
    let shown: Vec<usize> = (cursor.top..bins.bins.len().min(cursor.top + fits)).collect();
    let label = shown.iter().map(|item| width(&between(bins, *item, view))).max().unwrap_or(0) as u16;
    let value = most.to_string().len() as u16;
    // The edges are numbers: they are whole, or the bar has no room.
    let bar = area.width.saturating_sub(1 + label + 1 + value + 1);
    for (line, item) in shown.iter().enumerate() {
        let Some(bin) = bins.bins.get(*item) else { continue };
        let (y, here) = (line as u16, view.focused && *item == cursor.item);
        if here {
            point(buf, area, y, look);
        }
        let style = if here { theme.strong } else { theme.text };
        let text = between(bins, *item, view);
        if width(&text) < usize::from(area.width) {
            put_right(buf, area, y, 1, 1 + label, &text, style);
        }
        let cells = (bin.obs.len() as f64 / most as f64 * f64::from(bar)).round() as u16;
        let cells = if bin.obs.is_empty() { 0 } else { cells.max(1) };
        let hue = if here { theme.accent } else { theme.hue(crate::board::Hue::default()) };
        for x in 0..cells.min(bar) {
            put(buf, area, (2 + label + x, y), 1, glyph(look, "█", "#"), hue, look.ascii);
        }
        // The middle of all stands in this bin.
        let is_middle = bins.quartiles[1].and_then(|value| bins.place(value)).is_some_and(|at| at as usize == *item);
        if is_middle && cells < bar {
            put(buf, area, (2 + label + cells, y), 1, glyph(look, "◆", "*"), theme.strong, look.ascii);
        }
        put_right(buf, area, y, 2 + label, area.width, &bin.obs.len().to_string(), style);
    }
    if foot(bins, area) > 0 {
        let log = bins.log.then(|| String::from("edges on decades"));
        let words = log.into_iter().chain(bins.aside.iter().cloned()).collect::<Vec<_>>().join(" · ");
        put(buf, area, (1, area.height - 1), area.width - 1, &safe(&words, look), theme.dim, look.ascii);
    }
}

pub(super) fn step(bins: &Distribution, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    let cursor = settle(bins, view);
    let fits = fits(bins, view.area);
    if columns(bins, view.area).is_none() {
        return list_step(cursor, bins.bins.len(), fits, direction);
    }
    let last = bins.bins.len().saturating_sub(1);
    let item = match direction {
        Move::Left if cursor.item == 0 => return Err(String::from("First bin. H or Shift-Tab: previous panel")),
        Move::Right if cursor.item >= last => return Err(String::from("Nothing to the right. L or Tab: next panel")),
        Move::Left => cursor.item - 1,
        Move::Right => cursor.item + 1,
        Move::First | Move::RowStart => 0,
        Move::Last | Move::RowEnd => last,
        Move::Up | Move::HalfUp | Move::PageUp => return Err(String::from("Nothing above. K: panel above")),
        Move::Down | Move::HalfDown | Move::PageDown => return Err(String::from("Nothing below. J: panel below")),
    };
    Ok(Cursor { item, ..cursor })
}

pub(super) fn settle(bins: &Distribution, view: &View<'_>) -> Cursor {
    settled(view.cursor, bins.bins.len(), fits(bins, view.area))
}

pub(super) fn items(bins: &Distribution) -> usize {
    bins.bins.len()
}

pub(super) fn under(bins: &Distribution, cursor: Cursor) -> Vec<ObsRef> {
    bins.bins.get(cursor.item).map(|bin| bin.obs.clone()).unwrap_or_default()
}
