//! Events in lanes, as long as their precision; labels right of their bars, left of them at the right edge.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::{glyph, put, put_right, safe, settled};
use super::{Cursor, Mark, Move, View};
use crate::base::{Day, width};
use crate::board::{Event, Timeline};

pub(super) const LEAST: (u16, u16) = (40, 4);

/// How many cells an open end fades over.
const FADE: u16 = 3;

/// One event where it is drawn: row of the plot, cells of the bar and of the label.
struct Placed {
    item: usize,
    row: u16,
    bar: (u16, u16),
    label: (u16, u16),
}

/// Where everything stands: width of the lane names, first rows of the lanes, events.
struct Layout {
    names: u16,
    lanes: Vec<u16>,
    events: Vec<Placed>,
    rows: u16,
}

fn events(timeline: &Timeline) -> impl Iterator<Item = (usize, usize, &Event)> {
    let lanes = timeline.lanes.iter().enumerate().flat_map(|(lane, l)| l.events.iter().map(move |event| (lane, event)));
    lanes.enumerate().map(|(item, (lane, event))| (item, lane, event))
}

fn layout(timeline: &Timeline, view: &View<'_>) -> Layout {
    let names = timeline.lanes.iter().map(|lane| width(&safe(&lane.name, view.look))).max().unwrap_or(0);
    let names = (names as u16).min(view.area.width / 4) + 2;
    let plot = view.area.width.saturating_sub(names).max(1);
    let mut lanes = Vec::new();
    let mut placed: Vec<Placed> = Vec::new();
    let mut rows = 0;
    for (lane, _) in timeline.lanes.iter().enumerate() {
        lanes.push(rows);
        let mut taken: Vec<Vec<(u16, u16)>> = Vec::new();
        for (item, _, event) in events(timeline).filter(|(_, l, _)| *l == lane) {
            let bar = bar_of(timeline, event, plot);
            let columns = width(&safe(&event.label, view.look)) as u16;
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
            let row = taken.iter().position(free).unwrap_or_else(|| {
                taken.push(Vec::new());
                taken.len() - 1
            });
            if let Some(row) = taken.get_mut(row) {
                row.push(whole);
            }
            placed.push(Placed { item, row: rows + row as u16, bar, label });
        }
        rows += taken.len().max(1) as u16;
    }
    Layout { names, lanes, events: placed, rows }
}

/// First and past-the-last cell of an event's bar.
fn bar_of(timeline: &Timeline, event: &Event, plot: u16) -> (u16, u16) {
    let days = f64::from((timeline.last.0 - timeline.first.0).max(1));
    let cell =
        |day: Day| ((f64::from(day.0 - timeline.first.0) / days).clamp(0.0, 1.0) * f64::from(plot)).floor() as u16;
    let (from, to) = match (event.period.first, event.period.last) {
        (Some(first), Some(last)) => (cell(first), cell(last.plus(1))),
        (Some(first), None) => (cell(first), cell(first) + FADE),
        (None, Some(last)) => (cell(last).saturating_sub(FADE), cell(last.plus(1))),
        (None, None) => (0, 1),
    };
    let from = from.min(plot.saturating_sub(1));
    (from, to.clamp(from + 1, plot.max(from + 1)))
}

/// Rows for events: all but the axis above and, where there is room, the rule below.
fn rows_that_fit(view: &View<'_>) -> u16 {
    view.area.height.saturating_sub(if view.area.height >= 6 { 2 } else { 1 }).max(1)
}

fn scroll(timeline: &Timeline, view: &View<'_>, layout: &Layout) -> u16 {
    let fits = rows_that_fit(view);
    let row = layout
        .events
        .iter()
        .find(|p| p.item == view.cursor.item.min(items(timeline).saturating_sub(1)))
        .map_or(0, |p| p.row);
    let top = (view.cursor.top as u16).min(row).max(row.saturating_sub(fits - 1));
    top.min(layout.rows.saturating_sub(fits))
}

pub(super) fn marks(timeline: &Timeline, view: &View<'_>) -> Vec<Mark> {
    let layout = layout(timeline, view);
    let top = scroll(timeline, view, &layout);
    let all: Vec<&Event> = events(timeline).map(|(_, _, event)| event).collect();
    let seen = layout.events.iter().filter(|p| p.row >= top && p.row - top < rows_that_fit(view));
    seen.map(|p| {
        let from = p.bar.0.min(p.label.0);
        let area = Rect {
            x: view.area.x + layout.names + from,
            y: view.area.y + 1 + p.row - top,
            width: p.bar.1.max(p.label.1).saturating_sub(from),
            height: 1,
        };
        let obs = all.get(p.item).map(|event| event.obs.clone()).unwrap_or_default();
        Mark { area: area.intersection(view.area), item: p.item, column: 0, obs }
    })
    .collect()
}

pub(super) fn draw(timeline: &Timeline, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let layout = layout(timeline, view);
    let top = scroll(timeline, view, &layout);
    let fits = rows_that_fit(view);
    let plot = Rect { x: area.x + layout.names, width: area.width.saturating_sub(layout.names), ..area };
    draw_axis(timeline, view, plot, buf);
    for (lane, first) in timeline.lanes.iter().zip(&layout.lanes) {
        if *first >= top && first - top < fits {
            put(buf, area, (0, 1 + first - top), layout.names - 1, &safe(&lane.name, look), theme.strong, look.ascii);
        }
    }
    let all: Vec<&Event> = events(timeline).map(|(_, _, event)| event).collect();
    for p in layout.events.iter().filter(|p| p.row >= top && p.row - top < fits) {
        let Some(event) = all.get(p.item) else { continue };
        let row = 1 + p.row - top;
        let hue = theme.hue(event.hue);
        for x in p.bar.0..p.bar.1 {
            let symbol = if event.period.last.is_none() {
                // An open end fades: it goes on, nobody said how long.
                match x - p.bar.0 {
                    0 => glyph(look, "█", "#"),
                    1 => glyph(look, "▓", "="),
                    2 => glyph(look, "▒", "-"),
                    _ => glyph(look, "░", "."),
                }
            } else if event.hollow {
                glyph(look, "░", ".")
            } else if event.period.approximate || event.period.uncertain {
                glyph(look, "▒", "=")
            } else {
                glyph(look, "█", "#")
            };
            put(buf, plot, (x, row), 1, symbol, hue, look.ascii);
        }
        let here = view.focused && p.item == view.cursor.item;
        let changed = event.obs.iter().any(|at| look.changed.contains_key(&view.dataset.key(*at)));
        let style = if here {
            theme.cursor
        } else if changed {
            theme.changed
        } else {
            theme.text
        };
        put(
            buf,
            plot,
            (p.label.0, row),
            p.label.1.saturating_sub(p.label.0),
            &safe(&event.label, look),
            style,
            look.ascii,
        );
    }
    let hidden = layout.rows.saturating_sub(top + fits);
    if hidden > 0 {
        let more = format!("{} {hidden} more", glyph(look, "↓", "v"));
        // On the rule below or, without one, on the axis above: never over an event.
        let row = if area.height >= 6 { area.height - 1 } else { 0 };
        put_right(buf, area, row, 0, area.width, &format!(" {more}"), theme.dim);
    }
}

/// Labels above on the first days of quarters, half years or years, with a rule below.
fn draw_axis(timeline: &Timeline, view: &View<'_>, plot: Rect, buf: &mut Buffer) {
    let look = view.look;
    let dim = look.theme.dim;
    let days = f64::from((timeline.last.0 - timeline.first.0).max(1));
    let cell = |day: Day| (f64::from(day.0 - timeline.first.0) / days * f64::from(plot.width)).floor() as u16;
    let months = (days / 30.44).max(1.0);
    let per_label = f64::from(plot.width) / 16.0;
    let step =
        [1, 3, 6, 12, 24, 60, 120].into_iter().find(|step| months / f64::from(*step) <= per_label).unwrap_or(240);
    let ruled = view.area.height >= 6;
    let base = plot.height.saturating_sub(1);
    if ruled {
        for x in 0..plot.width {
            put(buf, plot, (x, base), 1, glyph(look, "─", "-"), dim, look.ascii);
        }
    }
    let mut free = 0;
    let mut shown_year = None;
    let mut day = timeline.first.month_start(0);
    while day <= timeline.last {
        let (year, month, _) = day.ymd();
        let first = free == 0 && day <= timeline.first;
        let index = i32::from(year) * 12 + i32::from(month) - 1;
        if day >= timeline.first && index.rem_euclid(step) == 0 || first {
            let x = cell(day.max(timeline.first));
            if ruled && !first {
                put(buf, plot, (x, base), 1, glyph(look, "┴", "+"), dim, look.ascii);
            }
            let name = match (step, first) {
                (12.., _) => format!("{year}"),
                (3 | 6, false) if shown_year == Some(year) => format!("Q{}", (month - 1) / 3 + 1),
                (3 | 6, false) => format!("Q{} {year}", (month - 1) / 3 + 1),
                _ => format!("{} {:02}", month_name(month), year.rem_euclid(100)),
            };
            let columns = width(&name) as u16;
            if x >= free && x + columns <= plot.width {
                put(buf, plot, (x, 0), columns, &name, dim, look.ascii);
                free = x + columns + 2;
                shown_year = (!first).then_some(year).or(shown_year);
            }
        }
        let next = day.month_start(1);
        if next <= day {
            break;
        }
        day = next;
    }
}

fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES.get((month - 1).unsigned_abs() as usize).copied().unwrap_or("")
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
    let fits = usize::from(rows_that_fit(view));
    let moved = super::ink::list_step(view.cursor, count, fits.max(1), direction)?;
    let view = &View { cursor: Cursor { item: moved.item, ..view.cursor }, ..*view };
    Ok(settle(timeline, view))
}

pub(super) fn settle(timeline: &Timeline, view: &View<'_>) -> Cursor {
    let cursor = settled(view.cursor, items(timeline), usize::MAX / 2);
    let view = &View { cursor: Cursor { top: view.cursor.top, ..cursor }, ..*view };
    let top = if view.area.is_empty() { 0 } else { scroll(timeline, view, &layout(timeline, view)) };
    Cursor { top: usize::from(top), ..cursor }
}

pub(super) fn items(timeline: &Timeline) -> usize {
    timeline.lanes.iter().map(|lane| lane.events.len()).sum()
}
