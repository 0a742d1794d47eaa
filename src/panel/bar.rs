//! A ranking at one period: label, bar, value, and what follows from it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::changed::{self, Changed};
use super::ink::{glyph, list_step, put, put_right, safe, say_more, settled};
use super::label::{self, Pitch};
use super::{Cursor, Mark, Move, View};
use crate::analysis::Movement;
use crate::base::{Bound, Measure, width, write_measure};
use crate::board::{BarRow, Bars};

pub(super) const LEAST: (u16, u16) = (24, 2);

/// Shorter bars do not compare.
const LEAST_BAR: u16 = 4;
/// Eighths of a cell.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// Cells that an open end goes on for.
const OPEN: u16 = 2;

/// Words below the bars: what has none, and that lengths are not in proportion.
fn words_below(bars: &Bars) -> String {
    let log = bars.log.then(|| String::from("log scale"));
    log.into_iter().chain(bars.aside.iter().cloned()).collect::<Vec<_>>().join(" · ")
}

/// Lines for the words below the bars.
fn aside_lines(bars: &Bars, height: u16) -> u16 {
    u16::from((bars.log || !bars.aside.is_empty()) && height >= 4)
}

fn pitch(bars: &Bars, view: &View<'_>) -> Pitch {
    let room = view.area.height.saturating_sub(aside_lines(bars, view.area.height));
    let second = label::has_second_line(&bars.rows);
    let lines = if second || bars.rows.iter().any(|row| row.relation.is_some()) { 2 } else { 1 };
    // The last row has no next one to be compared with.
    label::pitch(bars.rows.len(), room, lines, if second { lines } else { 1 })
}

pub(super) fn marks(bars: &Bars, view: &View<'_>) -> Vec<Mark> {
    label::marks(&bars.rows, view, pitch(bars, view))
}

fn number(row: &BarRow, view: &View<'_>) -> String {
    safe(&write_measure(&row.measure, view.look.numbers), view.look)
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
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let cursor = settle(bars, view);
    let pitch = pitch(bars, view);
    let shown: Vec<(usize, &BarRow)> = bars.rows.iter().enumerate().skip(cursor.top).take(pitch.fits).collect();
    let measured: Vec<(usize, &BarRow)> = shown.iter().copied().chain(bars.siblings.iter().enumerate()).collect();
    let widest =
        |text: &dyn Fn(&BarRow) -> String| measured.iter().map(|(_, r)| width(&text(r))).max().unwrap_or(0) as u16;
    let value = widest(&|r| number(r, view)).max(if pitch.lines == 2 || !bars.siblings.is_empty() {
        widest(&|r| relation(r, view))
    } else {
        0
    });
    let moved = widest(&|r| movement(r, view));
    let moved = if moved > 0 { moved + 1 } else { 0 };
    let ranks = if bars.rank_columns > 0 { bars.rank_columns + 1 } else { 0 };
    // Ranks go before a name is cut to nothing.
    let ranks = if area.width > ranks + value + moved + LEAST_BAR + 10 { ranks } else { 0 };
    let room = area.width.saturating_sub(1 + ranks);
    let label = label::wish(&measured, pitch.lines, view);
    let marks: Vec<Option<Changed>> = shown.iter().map(|(_, row)| mark(row, view)).collect();
    let last = area.height - aside_lines(bars, area.height);
    let lower = |line: usize| pitch.lines == 2 && line as u16 * pitch.step + 1 < last;
    // On one line what was said before stands between the value and the movement, while a bar is left that compares.
    let beside: Vec<Changed> = bars.siblings.iter().filter_map(|row| mark(row, view)).collect();
    let alone = marks.iter().enumerate().filter(|(line, _)| !lower(*line)).filter_map(|(_, mark)| mark.as_ref());
    let marked = changed::beside(alone.chain(&beside), room.saturating_sub(label + value + moved + 2 * LEAST_BAR + 3));
    let (number_end, end) = (area.width.saturating_sub(marked + moved), area.width.saturating_sub(moved));
    // Labels take what they need while a bar that compares is left, then they are cut; numbers never.
    let columns = label.min(room.saturating_sub(value + marked + moved + LEAST_BAR + 3).max(6)).min(room);
    let bar_at = 1 + ranks + columns + 1;
    let bar = number_end.saturating_sub(bar_at + value + 2);
    let ruler = Ruler::new(bars, bar);
    if bar >= LEAST_BAR && ruler.zero > 0 {
        let lines = (shown.len() as u16).saturating_sub(1) * pitch.step + 1;
        for y in 0..lines.min(area.height) {
            put(buf, area, (bar_at + ruler.zero, y), 1, glyph(look, "▏", "|"), theme.dim, look.ascii);
        }
    }
    for (line, ((item, row), mark)) in shown.iter().zip(&marks).enumerate() {
        let y = line as u16 * pitch.step;
        let here = view.focused && *item == cursor.item;
        let light = view.light(&row.obs);
        light.draw_sign(view, y, buf);
        if here {
            put(buf, area, (0, y), 1, glyph(look, "▸", ">"), theme.accent, look.ascii);
        }
        let lines = if y + 1 < area.height { pitch.lines } else { 1 };
        if ranks > 0 {
            put_right(buf, area, y, 1, ranks, &safe(&row.rank, look), theme.dim);
        }
        let labels = View { area: Rect { x: area.x + ranks, width: area.width - ranks, ..area }, ..*view };
        let style = light.label(if here { theme.strong } else { theme.text }, view);
        label::draw(row, &labels, y, columns, lines, style, buf);
        if bar >= LEAST_BAR {
            let area = Rect { x: area.x + bar_at, y: area.y + y, width: bar, height: 1 }.intersection(area);
            draw_bar(row, &ruler, view, area, buf);
        }
        let changed = Changed::among(&row.obs, &row.measure, view).is_some();
        let number_style = if changed { theme.changed } else { light.mark(theme.strong, view) };
        put_right(buf, area, y, 0, number_end, &number(row, view), number_style);
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
        if lower(line) {
            label::draw_below(mark.as_ref(), &relation(row, view), view, y + 1, (bar_at, end), buf);
        }
    }
    if aside_lines(bars, area.height) > 0 {
        put(buf, area, (1, area.height - 1), room, &safe(&words_below(bars), look), theme.dim, look.ascii);
    }
    say_more(view, cursor.top, bars.rows.len().saturating_sub(cursor.top + shown.len()), buf);
}

/// Where values stand along the bars, in cells from their left edge.
struct Ruler {
    /// Cell at whose left edge zero stands (on a log axis, its start).
    zero: u16,
    cells_per_unit: f64,
    /// Decades from here, where logarithmic.
    log_from: Option<f64>,
    cells: u16,
}

impl Ruler {
    /// From zero, or on a log axis from just below the smallest, to the largest end of all rows, on screen or not; with room
    /// for open ends.
    fn new(bars: &Bars, cells: u16) -> Self {
        let extent = bars.extent;
        let open = if extent.open { OPEN } else { 0 };
        let room = f64::from(cells.saturating_sub(open).max(1));
        let (lowest, most) = (extent.lowest, extent.highest);
        if let Some(least) = extent.least.filter(|_| bars.log) {
            let from = (least / 2.0).log10().floor();
            return Self { zero: 0, cells_per_unit: room / (most.log10() - from), log_from: Some(from), cells };
        }
        // Halves, so that the span of two huge ends stays finite.
        let half = most / 2.0 - lowest / 2.0;
        if half <= 0.0 {
            return Self { zero: 0, cells_per_unit: 0.0, log_from: None, cells };
        }
        let zero = (-lowest / 2.0 / half * room).round();
        // Whole cells left of zero: the larger side decides how long a unit is, so that both sides compare.
        let per_unit = |cells: f64, end: f64| if end > 0.0 { cells / end } else { f64::MAX };
        let cells_per_unit = per_unit(zero, -lowest).min(per_unit(room - zero, most));
        Self { zero: zero as u16, cells_per_unit, log_from: None, cells }
    }

    fn place(&self, value: f64) -> f64 {
        let units = match self.log_from {
            Some(from) if value > 0.0 => value.log10() - from,
            Some(_) => 0.0,
            None => value,
        };
        (f64::from(self.zero) + units * self.cells_per_unit).clamp(0.0, f64::from(self.cells))
    }
}

/// How a stretch of a bar is filled.
#[derive(Clone, Copy, PartialEq)]
enum Fill {
    /// What is sure.
    Solid,
    /// What may be.
    Light,
    /// What is sure of an estimate, forecast or rumour: the outline of a bar.
    Hollow,
}

/// Solid to what is sure, light to what may be; marks at bounds and open ends.
fn draw_bar(row: &BarRow, ruler: &Ruler, view: &View<'_>, area: Rect, buf: &mut Buffer) {
    let look = view.look;
    let hue = view.light(&row.obs).mark(look.theme.hue(row.hue), view);
    let m: &Measure = &row.measure;
    let sure = if row.hollow { Fill::Hollow } else { Fill::Solid };
    let zero = f64::from(ruler.zero);
    let mut stretch = |from: f64, to: f64, fill: Fill| draw_stretch((from, to), fill, ruler, view, hue, area, buf);
    let at = |bound: Bound| ruler.place(bound.value);
    match (m.low.map(at), m.high.map(at)) {
        (Some(low), Some(high)) if low >= zero => {
            stretch(zero, low, sure);
            stretch(low, high, Fill::Light);
        }
        (Some(low), Some(high)) if high <= zero => {
            stretch(high, zero, sure);
            stretch(low, high, Fill::Light);
        }
        (Some(low), Some(high)) => stretch(low, high, Fill::Light),
        (None, Some(high)) if high > zero => stretch(zero, high, Fill::Light),
        (None, Some(high)) => stretch(high, zero, sure),
        (Some(low), None) if low >= zero => stretch(zero, low, sure),
        (Some(low), None) => stretch(low, zero, Fill::Light),
        (None, None) => return,
    }
    let last = area.width.saturating_sub(1);
    let mut sign = |x: f64, unicode: &'static str, ascii: &'static str| {
        put(buf, area, ((x.max(0.0) as u16).min(last), 0), 1, glyph(look, unicode, ascii), hue, look.ascii);
    };
    match (m.low.map(at), m.high.map(at)) {
        (None, Some(high)) if high > zero => sign(high.ceil() - 1.0, "▌", "|"),
        (None, Some(high)) => sign(high.floor() - 1.0, "◄", "<"),
        (Some(low), None) if low >= zero => {
            sign(low.ceil(), "━", "=");
            sign(low.ceil() + 1.0, "►", ">");
        }
        (Some(low), None) => sign(low.floor(), "▐", "|"),
        _ => {}
    }
}

/// Fills the cells between two places; the right end of a solid stretch in eighths of a cell, its left end in halves.
fn draw_stretch(
    (from, to): (f64, f64),
    fill: Fill,
    ruler: &Ruler,
    view: &View<'_>,
    hue: Style,
    area: Rect,
    buf: &mut Buffer,
) {
    let look = view.look;
    let mut dot = |x: u16, symbol: &str| {
        put(buf, area, (x, 0), 1, symbol, hue, look.ascii);
    };
    let rounded = (from.round() as u16, to.round() as u16);
    match fill {
        Fill::Light => (rounded.0..rounded.1).for_each(|x| dot(x, glyph(look, "░", "."))),
        Fill::Hollow => {
            // Never nothing: the smallest estimate still has its end.
            let (first, last) = (rounded.0.min(rounded.1.saturating_sub(1)), rounded.1.max(rounded.0 + 1));
            let negative = from < f64::from(ruler.zero);
            (first..last).for_each(|x| dot(x, glyph(look, "═", "=")));
            if negative {
                dot(first, glyph(look, "╞", "["));
            } else {
                dot(last - 1, glyph(look, "╡", "]"));
            }
        }
        Fill::Solid if from < f64::from(ruler.zero) => {
            let first = (from * 2.0).round() / 2.0;
            if first.fract() > 0.0 {
                dot(first.floor() as u16, glyph(look, "▐", "#"));
            }
            (first.ceil() as u16..ruler.zero).for_each(|x| dot(x, glyph(look, "█", "#")));
        }
        Fill::Solid => {
            let whole = to.floor() as u16;
            (from.floor() as u16..whole).for_each(|x| dot(x, glyph(look, "█", "#")));
            let part = EIGHTHS.get(((to - to.floor()) * 8.0) as usize).copied().unwrap_or("");
            if look.ascii {
                if to.round() as u16 > whole || whole == from as u16 {
                    dot(whole, if to - from < 0.5 { "|" } else { "#" });
                }
            } else if !part.is_empty() {
                dot(whole, part);
            } else if whole == from as u16 {
                dot(whole, "▏");
            }
        }
    }
}

pub(super) fn step(bars: &Bars, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    list_step(settle(bars, view), bars.rows.len(), pitch(bars, view).fits, direction)
}

pub(super) fn settle(bars: &Bars, view: &View<'_>) -> Cursor {
    settled(view.cursor, bars.rows.len(), pitch(bars, view).fits)
}

pub(super) fn items(bars: &Bars) -> usize {
    bars.rows.len()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::base::{Glyphs, NumberStyle, ObsRef, PanelKind, Unit};
    use crate::board::{Hue, Panel, Resolved};
    use crate::data::Dataset;
    use crate::panel::{Look, Theme};

    fn row(label: &str, measure: Measure) -> BarRow {
        BarRow {
            label: label.to_owned(),
            detail: String::new(),
            tag: String::new(),
            measure,
            obs: vec![ObsRef(0)],
            rank: String::new(),
            movement: Movement::Up(1),
            relation: None,
            hue: Hue(0),
            hollow: false,
            source: String::new(),
        }
    }

    fn drawn(rows: Vec<BarRow>, area: Rect) -> Buffer {
        let bars = Bars::new(Unit::none(), false, rows, vec![String::from("no Xinghuo 星火")]);
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
        let look = Look {
            theme: &theme,
            ascii: false,
            glyphs: Glyphs::default(),
            numbers: NumberStyle::default(),
            changed: &changed,
            marked: None,
            lit: None,
        };
        let cursor = Cursor::default();
        let view = View {
            panel: &panel,
            dataset: &dataset,
            area,
            look: &look,
            cursor,
            focused: true,
            window: crate::chart::Window::default(),
        };
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

    /// The bars of rows, a line each, without their labels and numbers.
    fn bar_lines(rows: &[BarRow], columns: u16) -> Vec<String> {
        let buf = drawn(rows.to_vec(), Rect::new(0, 0, columns, rows.len() as u16));
        let line = |y: usize| (0..columns).map(|x| buf[(x, y as u16)].symbol()).collect::<String>();
        let bar = |text: String| text.chars().skip(3).filter(|c| !c.is_alphanumeric()).collect::<String>();
        (0..rows.len())
            .map(line)
            .map(bar)
            .map(|text| text.trim_end_matches([' ', '▲', '−', '%', '–', '…']).to_owned())
            .collect()
    }

    #[test]
    fn negative_values_hang_left_of_a_line_at_zero() {
        let rows = [-10.0, 20.0].map(|value| row("a", Measure::exact(value, Unit::none())));
        assert_eq!(bar_lines(&rows, 24), ["████▏", "    ████████"]);
    }

    #[test]
    fn an_estimate_is_an_outline() {
        let mut guess = row("a", Measure::exact(20.0, Unit::none()));
        guess.hollow = true;
        assert_eq!(bar_lines(&[guess, row("b", Measure::exact(10.0, Unit::none()))], 20), ["═════════╡", "█████"]);
    }

    #[test]
    fn bars_keep_their_length_while_the_list_scrolls() {
        let rows = |first: f64| [first, 10.0, 5.0].map(|value| row("a", Measure::exact(value, Unit::none()))).to_vec();
        let visible = |rows: &[BarRow]| {
            let buf = drawn(rows.to_vec(), Rect::new(0, 0, 40, 1));
            (0..40).filter(|x| buf[(*x, 0)].symbol() == "█").count()
        };
        // Of the second list only the small row is on screen; the large one below it counts all the same.
        let (mut far, near) = (rows(1000.0), rows(5.0));
        far.reverse();
        assert!(visible(&far) * 10 < visible(&near), "{} {}", visible(&far), visible(&near));
    }

    #[test]
    fn a_shared_rank_stands_before_the_name() {
        let text = |ranks: [&str; 2]| {
            let rows =
                ranks.map(|rank| BarRow { rank: rank.to_owned(), ..row("Kimi", Measure::exact(2.0, Unit::none())) });
            let buf = drawn(rows.to_vec(), Rect::new(0, 0, 40, 2));
            [0, 1].map(|y| (0..40).map(|x| buf[(x, y)].symbol()).collect::<String>())
        };
        assert!(text(["1–2", "1–2"]).iter().all(|line| line.contains("1–2 Kimi")), "{:?}", text(["1–2", "1–2"]));
        assert!(text(["1", "2"]).iter().all(|line| !line.contains(['1', '–']) || line.contains("▲1")));
    }
}
