//! Events in lanes, as long as their precision; labels right of their bars, left of them at the right edge.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::changed::Changed;
use super::ink::{glyph, list_marks, more, name, point, put, put_right, safe, settled};
use super::lit::{Light, SIGN};
use super::{Cursor, Mark, Move, View};
use crate::base::{Day, width};
use crate::board::{Event, Timeline};
use crate::chart::{Axis, Scale, draw_rule, draw_tick_labels, span_ticks};

pub(super) const LEAST: (u16, u16) = (40, 4);

/// Least width and height of the list that stands for a timeline where there is no room for one.
const LEAST_LIST: (u16, u16) = (14, 1);
/// Fewer columns than this are no name: the day gives way.
const LEAST_NAME: u16 = 8;
/// How many cells an open end fades over.
const FADE: u16 = 4;
/// Rows in which an event looks for room.
const TRIED: usize = 64;
/// Cells between the labels of the axis: it is read at a glance, not measured on.
const TICK_GAP: u16 = 8;

/// Whether there is room for a list of the events, though not for lanes.
pub(super) fn listed(area: Rect) -> bool {
    let least = |(width, height): (u16, u16)| area.width >= width && area.height >= height;
    least(LEAST_LIST) && !least(LEAST)
}

/// One event where it is drawn: row of the plot, cells of the bar and of the label.
struct Placed {
    item: usize,
    row: usize,
    bar: (u16, u16),
    label: (u16, u16),
}

/// Where everything stands: width of the lane names, first and last rows of the lanes, events.
struct Layout {
    names: u16,
    lanes: Vec<(usize, usize)>,
    events: Vec<Placed>,
    rows: usize,
}

fn events(timeline: &Timeline) -> impl Iterator<Item = &Event> {
    timeline.lanes.iter().flat_map(|lane| &lane.events)
}

fn layout(timeline: &Timeline, view: &View<'_>) -> Layout {
    let names = timeline.lanes.iter().map(|lane| width(&name(&lane.name, view.look))).max().unwrap_or(0);
    let names = (names as u16).min(view.area.width / 4) + 2;
    let plot = view.area.width.saturating_sub(names).max(1);
    let scale = scale(timeline, plot);
    let mut lanes = Vec::new();
    let mut placed: Vec<Placed> = Vec::new();
    let mut rows = 0usize;
    for lane in &timeline.lanes {
        let first = rows;
        let mut taken: Vec<Vec<(u16, u16)>> = Vec::new();
        for event in &lane.events {
            let bar = bar_of(timeline, event, &scale);
            let marked = mark(event, view).map_or(0, |mark| mark.columns() + 1);
            let columns = width(&name(&event.label, view.look)) as u16 + marked;
            let right = (bar.1 + 1, bar.1 + 1 + columns);
            let label = if right.1 <= plot {
                right
            } else if bar.0 > columns {
                (bar.0 - columns - 1, bar.0 - 1)
            } else if plot - bar.1 >= bar.0 {
                (bar.1 + 1, plot)
            } else {
                (0, bar.0.saturating_sub(1))
            };
            let whole = (bar.0.min(label.0), bar.1.max(label.1));
            let free = |row: &Vec<(u16, u16)>| row.iter().all(|(from, to)| whole.1 + 1 < *from || *to + 1 < whole.0);
            // Of very many rows only the last are tried: a gap far above is not worth a search that grows with its square.
            let tried = taken.len().saturating_sub(TRIED);
            let row = taken.iter().skip(tried).position(free).map_or_else(
                || {
                    taken.push(Vec::new());
                    taken.len() - 1
                },
                |row| row + tried,
            );
            if let Some(row) = taken.get_mut(row) {
                row.push(whole);
            }
            placed.push(Placed { item: placed.len(), row: rows + row, bar, label });
        }
        rows += taken.len().max(1);
        lanes.push((first, rows - 1));
    }
    // Lanes stand apart where all of them fit so.
    let gaps = lanes.len().saturating_sub(1);
    if gaps > 0 && rows + gaps <= usize::from(rows_that_fit(timeline, view)) {
        let before = |row: usize| lanes.iter().filter(|(first, _)| *first <= row).count().saturating_sub(1);
        for p in &mut placed {
            p.row += before(p.row);
        }
        lanes = lanes.iter().zip(0..).map(|((first, last), gap)| (first + gap, last + gap)).collect();
        rows += gaps;
    }
    Layout { names, lanes, events: placed, rows }
}

/// The days of the axis along so many cells.
fn scale(timeline: &Timeline, cells: u16) -> Scale {
    Scale::new(f64::from(timeline.first.0), f64::from(timeline.last.0), false, cells)
}

/// That an event is new, or when it was said to be before.
fn mark(event: &Event, view: &View<'_>) -> Option<Changed> {
    event.obs.iter().find_map(|at| Changed::of(*at, view))
}

/// Writes the name of an event and what it said before: of that at least the sign.
fn draw_label(event: &Event, here: bool, view: &View<'_>, area: Rect, buf: &mut Buffer) {
    let (look, theme) = (view.look, view.look.theme);
    let mark = mark(event, view);
    let light = view.light(&event.obs);
    let style = match &mark {
        _ if here => light.label(theme.cursor, view).patch(theme.cursor),
        Some(_) => theme.changed,
        None => light.label(theme.text, view),
    };
    let label = name(&event.label, look);
    let Some(mark) = mark else {
        put(buf, area, (0, 0), area.width, &label, style, look.ascii);
        return;
    };
    let text = mark.fitted(area.width.saturating_sub(width(&label) as u16 + 1).max(1));
    let room = area.width.saturating_sub(width(text) as u16 + 1);
    let used = put(buf, area, (0, 0), room, &label, style, look.ascii);
    put(buf, area, (used + 1, 0), area.width, text, theme.changed, look.ascii);
}

/// First and past-the-last cell of an event's bar.
fn bar_of(timeline: &Timeline, event: &Event, scale: &Scale) -> (u16, u16) {
    let cell = |day: Day| scale.cell(f64::from(day.0));
    // Up to where the next day begins, so that two months in a row do not share a cell.
    let past = |day: Day| if day >= timeline.last { scale.cells } else { cell(day.plus(1)) };
    let (from, to) = match (event.period.first, event.period.last) {
        (Some(first), Some(last)) => (cell(first), past(last)),
        (Some(first), None) => (cell(first), cell(first) + FADE),
        (None, Some(last)) => (past(last).saturating_sub(FADE), past(last)),
        (None, None) => (0, 1),
    };
    let from = from.min(scale.cells.saturating_sub(1));
    (from, to.clamp(from + 1, scale.cells.max(from + 1)))
}

/// Rows for events: all but the axis above, the rule below where there is room, and the words for what has no day.
fn rows_that_fit(timeline: &Timeline, view: &View<'_>) -> u16 {
    let height = view.area.height;
    let below = u16::from(ruled(view)) + aside_lines(timeline, height);
    height.saturating_sub(1 + below).max(1)
}

fn ruled(view: &View<'_>) -> bool {
    view.area.height >= 6
}

fn aside_lines(timeline: &Timeline, height: u16) -> u16 {
    u16::from(!timeline.aside.is_empty() && height >= 8)
}

fn scroll(timeline: &Timeline, view: &View<'_>, layout: &Layout) -> usize {
    let fits = usize::from(rows_that_fit(timeline, view));
    let row = layout
        .events
        .iter()
        .find(|p| p.item == view.cursor.item.min(items(timeline).saturating_sub(1)))
        .map_or(0, |p| p.row);
    let top = view.cursor.top.min(row).max(row.saturating_sub(fits - 1));
    top.min(layout.rows.saturating_sub(fits))
}

pub(super) fn marks(timeline: &Timeline, view: &View<'_>) -> Vec<Mark> {
    if listed(view.area) {
        let all: Vec<&Event> = events(timeline).collect();
        let obs = |item: usize| all.get(item).map(|event| event.obs.clone()).unwrap_or_default();
        return list_marks(view, 0, 1, all.len(), obs);
    }
    let layout = layout(timeline, view);
    let top = scroll(timeline, view, &layout);
    let all: Vec<&Event> = events(timeline).collect();
    let seen =
        layout.events.iter().filter(|p| p.row >= top && p.row - top < usize::from(rows_that_fit(timeline, view)));
    seen.map(|p| {
        let from = p.bar.0.min(p.label.0);
        let area = Rect {
            x: view.area.x + layout.names + from,
            y: view.area.y + 1 + (p.row - top) as u16,
            width: p.bar.1.max(p.label.1).saturating_sub(from),
            height: 1,
        };
        let obs = all.get(p.item).map(|event| event.obs.clone()).unwrap_or_default();
        Mark { area: area.intersection(view.area), item: p.item, column: 0, obs }
    })
    .collect()
}

/// One line an event: its day and its name, in the order of the lanes.
fn draw_list(timeline: &Timeline, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let fits = usize::from(area.height);
    let cursor = settled(view.cursor, items(timeline), fits);
    let shown: Vec<(usize, &Event)> = events(timeline).enumerate().skip(cursor.top).take(fits).collect();
    let rest = more(cursor.top, items(timeline).saturating_sub(cursor.top + shown.len()), look);
    let when = |event: &Event| safe(&event.period.words(look.ascii), look);
    // A day is whole or not said; one that is too long leaves the others theirs.
    let most = usize::from(area.width.saturating_sub(LEAST_NAME + 2));
    let days = shown.iter().map(|(_, event)| width(&when(event))).filter(|columns| *columns <= most);
    let columns = days.max().map_or(0, |columns| columns as u16 + 1);
    for (y, (item, event)) in (0..).zip(&shown) {
        let here = view.focused && *item == cursor.item;
        let light = view.light(&event.obs);
        light.draw_sign(view, y, buf);
        if here {
            point(buf, area, y, look);
        }
        let day = when(event);
        if width(&day) <= most {
            put(buf, area, (1, y), columns, &day, light.mark(theme.hue(event.hue), view), look.ascii);
        }
        let x = 1 + columns;
        // The last line leaves room for how many there are besides.
        let taken = if usize::from(y) + 1 == fits && !rest.is_empty() { width(&rest) as u16 + 2 } else { 0 };
        let label = Rect { x: area.x + x, y: area.y + y, width: area.width.saturating_sub(x + taken), height: 1 };
        draw_label(event, here, view, label.intersection(area), buf);
    }
    put_right(buf, area, area.height - 1, 0, area.width, &rest, theme.dim);
}

pub(super) fn draw(timeline: &Timeline, view: &View<'_>, buf: &mut Buffer) {
    if listed(view.area) {
        draw_list(timeline, view, buf);
        return;
    }
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let layout = layout(timeline, view);
    let top = scroll(timeline, view, &layout);
    let fits = usize::from(rows_that_fit(timeline, view));
    let plot = Rect { x: area.x + layout.names, width: area.width.saturating_sub(layout.names), ..area };
    let scale = scale(timeline, plot.width.max(1));
    let count = |hidden: &dyn Fn(usize) -> bool| layout.events.iter().filter(|p| hidden(p.row)).count();
    let (above, below) = (count(&|row| row < top), count(&|row| row >= top + fits));
    let more = more(above, below, look);
    let more = if more.is_empty() { more } else { format!(" {more}") };
    let mut ticks = span_ticks(&scale, TICK_GAP);
    if !ruled(view) {
        // What is not on the screen stands on the axis then: labels make room for it.
        let free = usize::from(plot.width).saturating_sub(width(&more) + 1);
        ticks.retain(|tick| usize::from(scale.cell(tick.value)) + width(&tick.label).div_ceil(2) < free);
    }
    let axis = Axis { scale, ticks, suffix: String::new() };
    draw_tick_labels(&axis, plot.intersection(area), theme.dim, buf);
    // The rule stands right below the last event, not at the foot of an empty panel.
    let rule = 1 + fits.min(layout.rows.saturating_sub(top)) as u16;
    if ruled(view) && rule < area.height {
        draw_rule(&axis, Rect { y: plot.y + rule, height: 1, ..plot }, theme.dim, look.ascii, buf);
    }
    for (lane, (first, last)) in timeline.lanes.iter().zip(&layout.lanes) {
        // A lane that began above still says which it is.
        let row = (*first).max(top);
        if row <= *last && row - top < fits {
            put(
                buf,
                area,
                (0, 1 + (row - top) as u16),
                layout.names - 1,
                &name(&lane.name, look),
                theme.strong,
                look.ascii,
            );
        }
    }
    let all: Vec<&Event> = events(timeline).collect();
    for p in layout.events.iter().filter(|p| p.row >= top && p.row - top < fits) {
        let Some(event) = all.get(p.item) else { continue };
        let row = 1 + (p.row - top) as u16;
        let light = view.light(&event.obs);
        let hue = light.mark(theme.hue(event.hue), view);
        for x in p.bar.0..p.bar.1 {
            let (unicode, ascii) = shade(event, x - p.bar.0, p.bar.1 - p.bar.0);
            put(buf, plot, (x, row), 1, glyph(look, unicode, ascii), hue, look.ascii);
        }
        let here = view.focused && p.item == view.cursor.item;
        let columns = p.label.1.saturating_sub(p.label.0);
        let label = Rect { x: plot.x + p.label.0, y: plot.y + row, width: columns, height: 1 };
        draw_label(event, here, view, label.intersection(area), buf);
        if light == Light::Lit {
            // In the blank between the bar and its name, which is always there.
            let between = if p.label.0 >= p.bar.1 { p.bar.1 } else { p.bar.0.saturating_sub(1) };
            put(buf, plot, (between, row), 1, SIGN, theme.accent, look.ascii);
        }
    }
    // On the rule below or, without one, on the axis above: never over an event.
    put_right(buf, area, if ruled(view) { rule } else { 0 }, 0, area.width, &more, theme.dim);
    if aside_lines(timeline, area.height) > 0 {
        let y = (rule + 1).min(area.height - 1);
        put(buf, area, (0, y), area.width, &safe(&timeline.aside.join(" · "), look), theme.dim, look.ascii);
    }
}

/// How a cell of a bar is drawn, the n-th of so many: what is not exact or has no end fades where that is so.
fn shade(event: &Event, cell: u16, cells: u16) -> (&'static str, &'static str) {
    const FULL: (&str, &str) = ("█", "#");
    const FADING: [(&str, &str); 3] = [("░", "."), ("▒", "-"), ("▓", "=")];
    let (before, after) = (cell, cells - 1 - cell);
    let fading = |from_end: u16| FADING.get(usize::from(from_end)).copied().unwrap_or(FULL);
    match (event.period.first, event.period.last) {
        (Some(_), None) => fading(after),
        (None, Some(_)) => fading(before),
        _ if event.hollow => match (before, after) {
            (0, 1..) => ("╞", "["),
            (1.., 0) => ("╡", "]"),
            _ => ("═", "="),
        },
        _ if event.period.approximate || event.period.uncertain => match (before.min(after), cells) {
            (0, 6..) => ("░", "."),
            (0, 3..) | (1, 6..) | (_, ..3) => ("▒", "-"),
            _ => FULL,
        },
        _ => FULL,
    }
}

pub(super) fn step(timeline: &Timeline, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    let count = items(timeline);
    let direction = match direction {
        Move::Left => Move::Up,
        Move::Right => Move::Down,
        Move::RowStart => Move::First,
        Move::RowEnd => Move::Last,
        other => other,
    };
    let fits = usize::from(if listed(view.area) { view.area.height } else { rows_that_fit(timeline, view) });
    let moved = super::ink::list_step(view.cursor, count, fits.max(1), direction)?;
    let view = &View { cursor: Cursor { item: moved.item, ..view.cursor }, ..*view };
    Ok(settle(timeline, view))
}

pub(super) fn settle(timeline: &Timeline, view: &View<'_>) -> Cursor {
    if listed(view.area) {
        return settled(view.cursor, items(timeline), usize::from(view.area.height));
    }
    let cursor = settled(view.cursor, items(timeline), usize::MAX / 2);
    let view = &View { cursor: Cursor { top: view.cursor.top, ..cursor }, ..*view };
    let top = if view.area.is_empty() { 0 } else { scroll(timeline, view, &layout(timeline, view)) };
    Cursor { top, ..cursor }
}

pub(super) fn items(timeline: &Timeline) -> usize {
    timeline.lanes.iter().map(|lane| lane.events.len()).sum()
}
