//! One line a figure: value right-aligned, then words, then place.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::changed::Changed;
use super::ink::{list_step, name, point, put, put_right, safe, settled};
use super::status::signed;
use super::{Cursor, Mark, Move, View, text};
use crate::analysis::write_change;
use crate::base::{width, write_measure};
use crate::board::{Figure, Figures};

pub(super) const LEAST: (u16, u16) = (20, 1);

/// Words that stand for a number (`no limit`, `8 digits`) and are no longer line up with the numbers.
const SHORT: usize = 10;
/// Fewer columns of words than this are not worth a place beside them.
const LEAST_WORDS: u16 = 8;
/// Steps of a sparkline.
const SPARKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const LONGEST_SPARK: usize = 12;

/// Where the parts of all lines stand: where numbers end, and which figures take a second line for their words.
struct Layout {
    column: u16,
    /// Columns of place, mark, history and change at the right, the same for all lines.
    right: [u16; 4],
    /// Lines of each where all fit, else none: one each.
    heights: Vec<u16>,
}

fn layout(figures: &Figures, view: &View<'_>) -> Layout {
    // Where not all fit, only what is on the screen is measured: the cost is that of the screen.
    let height = usize::from(view.area.height);
    let top = settled(view.cursor, figures.rows.len(), height.max(1)).top;
    let all = figures.rows.len() <= height;
    let shown = if all { figures.rows.as_slice() } else { figures.rows.get(top..top + height).unwrap_or_default() };
    let numbers = shown.iter().filter(|figure| figure.measure.has_number());
    let widest = numbers.map(|figure| width(&number(figure, view))).max().unwrap_or(0);
    // Words that stand for a number line up with the numbers where they are no longer than these; longer ones push only their own.
    let words = shown.iter().map(|figure| width(&number(figure, view))).filter(|columns| *columns <= SHORT);
    let column = widest.max(words.max().unwrap_or(0)) as u16 + 1;
    let widest = |part: usize| {
        let columns = shown.iter().filter_map(|figure| Some(width(parts(figure, view).get(part)?)));
        columns.max().unwrap_or(0) as u16
    };
    let right = [0, 1, 2, 3].map(widest);
    if !all {
        return Layout { column, right, heights: Vec::new() };
    }
    let mut spare = view.area.height.saturating_sub(shown.len() as u16);
    let mut height = |figure: &Figure| {
        let line = line(figure, column, right, view);
        let wraps = spare > 0 && line.words_end > line.words && wrapped(&line, view).len() > 1;
        spare -= u16::from(wraps);
        1 + u16::from(wraps)
    };
    let mut heights: Vec<u16> = shown.iter().map(&mut height).collect();
    // Lines stand apart where all of them fit so; the last needs none below it.
    let apart = heights.iter().map(|lines| lines + 1).sum::<u16>().saturating_sub(1) <= view.area.height;
    for lines in heights.iter_mut().filter(|_| apart) {
        *lines += 1;
    }
    Layout { column, right, heights }
}

/// Where the parts of one line stand.
struct Line<'a> {
    figure: &'a Figure,
    number: String,
    /// Where the number starts.
    start: u16,
    /// Where the words start and where they must end.
    words: u16,
    words_end: u16,
    /// What stands at the right: its part, its text, and where it ends.
    right: Vec<(usize, String, u16)>,
    /// What it said before, where only the sign of it stands at the right.
    was: Option<Changed>,
}

/// Place, what it said before, history and change, empty where there is none.
fn parts(figure: &Figure, view: &View<'_>) -> [String; 4] {
    let look = view.look;
    let history = if look.ascii { String::new() } else { sparkline(&figure.history) };
    let change = figure.delta.as_ref().map(|delta| safe(&write_change(delta, look.numbers, false), look));
    let was = mark(figure, view).map(|mark| mark.said);
    [safe(&figure.place, look), was.unwrap_or_default(), history, change.unwrap_or_default()]
}

fn mark(figure: &Figure, view: &View<'_>) -> Option<Changed> {
    Changed::among(&[figure.obs], &figure.measure, view)
}

/// Numbers whole, then the words; of what stands right of them only what leaves the words whole, the place first.
fn line<'a>(figure: &'a Figure, column: u16, widths: [u16; 4], view: &View<'_>) -> Line<'a> {
    let look = view.look;
    let number = number(figure, view);
    let start = column.saturating_sub(width(&number) as u16).max(1);
    let words = (column + 1).max(start + width(&number) as u16 + 1);
    let wanted = words + width(&name(&figure.words, look)) as u16;
    let (mut end, mut words_end) = (view.area.width, view.area.width);
    let mut right = Vec::new();
    let mut was = None;
    for (part, (text, columns)) in parts(figure, view).into_iter().zip(widths).enumerate() {
        let before = end.saturating_sub(width(&text) as u16 + 1);
        // Words that are cut anyway are not cut for the sake of more; the place says where to read them.
        let fits = before >= wanted || part == 0 && before > words + LEAST_WORDS;
        if !text.is_empty() && fits {
            right.push((part, text, end));
            words_end = before;
        } else if part == 1
            && let Some(mark) = mark(figure, view).filter(|_| end > words + 3)
        {
            // Of what was said before at least which way it went.
            right.push((part, String::from(mark.sign), end));
            words_end = end - 2;
            end = words_end.saturating_sub(1);
            was = Some(mark);
            continue;
        }
        end = end.saturating_sub(if columns > 0 { columns + 2 } else { 0 });
    }
    Line { figure, number, start, words, words_end, right, was }
}

fn wrapped(line: &Line<'_>, view: &View<'_>) -> Vec<String> {
    let room = usize::from(line.words_end.saturating_sub(line.words));
    text::wrap(&name(&line.figure.words, view.look), room.max(1))
}

/// Figures that fit.
fn fits(layout: &Layout, height: u16) -> usize {
    layout.heights.len().max(usize::from(height)).max(1)
}

/// First line and height of each figure on the screen.
fn places(figures: &Figures, layout: &Layout, view: &View<'_>, top: usize) -> Vec<(usize, u16, u16)> {
    if layout.heights.is_empty() {
        return (top..figures.rows.len()).zip(0..view.area.height).map(|(item, y)| (item, y, 1)).collect();
    }
    let mut y = 0;
    let place = |(item, height): (usize, &u16)| {
        y += height;
        (item, y - height, *height)
    };
    layout.heights.iter().enumerate().map(place).collect()
}

pub(super) fn marks(figures: &Figures, view: &View<'_>) -> Vec<Mark> {
    let layout = layout(figures, view);
    let top = settle(figures, view).top;
    let mark = |(item, y, height): (usize, u16, u16)| {
        let area = Rect { y: view.area.y + y, height, ..view.area }.intersection(view.area);
        Some(Mark { area, item, column: 0, obs: vec![figures.rows.get(item)?.obs] })
    };
    places(figures, &layout, view, top).into_iter().filter_map(mark).collect()
}

fn number(figure: &Figure, view: &View<'_>) -> String {
    let number = safe(&write_measure(&figure.measure, view.look.numbers), view.look);
    if figure.measure.has_number() { signed(number, figure.obs, view) } else { number }
}

pub(super) fn draw(figures: &Figures, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let layout = layout(figures, view);
    let cursor = settle(figures, view);
    let shown = places(figures, &layout, view, cursor.top);
    for (item, y, height) in shown {
        let Some(figure) = figures.rows.get(item) else { continue };
        let line = line(figure, layout.column, layout.right, view);
        let light = view.light(&[figure.obs]);
        light.draw_sign(view, y, buf);
        if view.focused && item == cursor.item {
            point(buf, area, y, look);
        }
        let changed = mark(figure, view).is_some();
        let style = if changed { theme.changed } else { light.mark(theme.strong, view) };
        put(buf, area, (line.start, y), area.width, &line.number, style, look.ascii);
        for (part, text, end) in &line.right {
            let style = match part {
                0 => theme.dim,
                1 => theme.changed,
                2 => light.mark(theme.hue(figure.hue), view),
                _ => theme.derived,
            };
            put_right(buf, area, y, line.words, *end, text, style);
        }
        let room = line.words_end.saturating_sub(line.words);
        let words = light.label(theme.text, view);
        if height > 1 {
            let wrapped = wrapped(&line, view);
            for (below, text) in (0..height).zip(&wrapped) {
                put(buf, area, (line.words, y + below), room, text, words, look.ascii);
            }
            if let Some(mark) = line.was.filter(|_| wrapped.len() < usize::from(height)) {
                let room = area.width.saturating_sub(line.words);
                let at = (line.words, y + wrapped.len() as u16);
                put(buf, area, at, room, mark.fitted(room), theme.changed, look.ascii);
            }
        } else {
            put(buf, area, (line.words, y), room, &name(&figure.words, look), words, look.ascii);
        }
    }
}

/// The history as a row of blocks; fewer than two values are no history.
fn sparkline(history: &[f64]) -> String {
    let last = history.iter().rev().take(LONGEST_SPARK).rev().copied().filter(|v| v.is_finite()).collect::<Vec<_>>();
    if last.len() < 2 {
        return String::new();
    }
    let (low, high) = last.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    let step = |value: f64| {
        if high > low { ((value / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0) * 7.0).round() as usize } else { 3 }
    };
    last.iter().filter_map(|value| SPARKS.get(step(*value).min(7))).copied().collect()
}

pub(super) fn step(figures: &Figures, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    let fits = fits(&layout(figures, view), view.area.height);
    list_step(settle(figures, view), figures.rows.len(), fits, direction)
}

pub(super) fn settle(figures: &Figures, view: &View<'_>) -> Cursor {
    settled(view.cursor, figures.rows.len(), fits(&layout(figures, view), view.area.height))
}

pub(super) fn items(figures: &Figures) -> usize {
    figures.rows.len()
}
