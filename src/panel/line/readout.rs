//! What is read off above the plot: the point under the cursor, and what the other series say of the same time.

use ratatui::buffer::Buffer;

use super::frame::Frame;
use super::marked::Marked;
use super::stroke::marker;
use crate::analysis::write_change;
use crate::base::{Standing, width, write_measure, write_unit_suffix};
use crate::board::{Computed, Line, LinePoint, LineSeries};
use crate::panel::changed::Changed;
use crate::panel::ink::{fitted, named_forms, put, put_right, safe};
use crate::panel::{Cursor, View};

/// The point under the cursor, else the one that changed last, at the right; at the left the unit and how much changed; between them,
/// or on a line of its own, the other series at that time.
pub(super) fn draw(line: &Line, frame: &Frame, view: &View<'_>, cursor: Cursor, marked: &Marked, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let told = if view.focused { Some((cursor.item, cursor.column)) } else { marked.newest(line) };
    let point = told.and_then(|(item, column)| {
        let series = line.series.get(item)?;
        Some((item, column, series, series.points.get(column)?))
    });
    let end = point.map_or(area.width, |(_, nth, series, point)| draw_point(line, series, (nth, &point), view, buf));
    let unit = unit_words(line, &marked.counted(told), usize::from(end), view);
    let from = put(buf, area, (0, 0), end.saturating_sub(1), &unit, look.theme.dim, look.ascii);
    let Some((item, _, _, point)) = point.filter(|_| view.focused) else {
        if frame.labels == 0 {
            draw_names(line, (from + if from > 0 { 2 } else { 0 }, end.saturating_sub(1)), view, buf);
        }
        return;
    };
    let others = others(line, item, &point, view);
    let look_at = |other: &Other<'_>| value(line, other.series, other.nth, view);
    if frame.readout > 1 && !others.is_empty() {
        let when = safe(&format!("{}: ", view.dataset.period(point.obs).words(look.ascii)), look);
        let from = put(buf, area, (0, 1), area.width, &when, look.theme.dim, look.ascii);
        draw_others(&others, &look_at, (from, area.width), 1, view, buf);
    } else {
        draw_others(&others, &look_at, (from + 2, end.saturating_sub(1)), 0, view, buf);
    }
}

/// Name, number and period of one point, right aligned; returns where it starts.
fn draw_point(
    line: &Line,
    series: &LineSeries,
    (nth, point): (usize, &LinePoint),
    view: &View<'_>,
    buf: &mut Buffer,
) -> u16 {
    let (area, look) = (view.area, view.look);
    let mut end = area.width;
    let period = view.dataset.period(point.obs).words(look.ascii);
    // The fact that forecasts go on from is none of them.
    let own =
        line.series.iter().find(|other| series.joined && nth == 0 && other.shape == series.shape && !other.joined);
    let name = if series.named { view.dataset.entity_name(point.obs) } else { &own.unwrap_or(series).name };
    let said = safe(&format!("{}{} {period}", value(line, series, nth, view), standing(point.standing)), look);
    if let Some(mark) = Changed::of(point.obs, view) {
        let room = area.width.saturating_sub(width(&said) as u16 + 1);
        end = put_right(buf, area, 0, 0, end, mark.fitted(room), look.theme.changed).saturating_sub(1);
    }
    // The number is whole before the name is said.
    let room = end.saturating_sub(width(&said) as u16 + 1);
    let name = fitted(&named_forms(name, look), room, look.ascii);
    let style = if view.focused { look.theme.strong } else { look.theme.text };
    put_right(buf, area, 0, 0, end, format!("{name} {said}").trim(), style)
}

/// What a point states, as it was stated; what was computed for it.
pub(super) fn value(line: &Line, series: &LineSeries, nth: usize, view: &View<'_>) -> String {
    match (series.derived.get(nth), line.computed) {
        (Some(derived), Some(Computed::Growth(_))) => write_change(derived, view.look.numbers, false),
        (Some(derived), _) => write_measure(&derived.measure, view.look.numbers),
        (None, _) => {
            let at = series.points.obs().get(nth);
            at.map_or_else(String::new, |at| write_measure(&view.dataset.measure(*at), view.look.numbers))
        }
    }
}

/// What a number that is no fact is.
fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Actual => "",
        Standing::Estimate => " estimate,",
        Standing::Forecast => " forecast,",
        Standing::Rumour => " rumour,",
    }
}

/// The unit, and how many points changed or were revised where that is not told at the right.
fn unit_words(line: &Line, counted: &[String], room: usize, view: &View<'_>) -> String {
    let unit = safe(write_unit_suffix(&line.unit).trim(), view.look);
    let parts = std::iter::once(unit.as_str()).chain(counted.iter().map(String::as_str));
    let all = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    [safe(&all, view.look), unit].into_iter().find(|words| width(words) < room).unwrap_or_default()
}

/// Another series at the time of the cursor: what it says there, in forms of which one may fit.
struct Other<'a> {
    series: &'a LineSeries,
    nth: usize,
    point: LinePoint,
}

/// The other series that have a point within the period of this one.
fn others<'a>(line: &'a Line, item: usize, at: &LinePoint, view: &View<'_>) -> Vec<Other<'a>> {
    let period = view.dataset.period(at.obs);
    let meets = |point: &LinePoint| {
        let own = view.dataset.period(point.obs);
        point.x == at.x || own.first <= period.last && period.first <= own.last && own.time == period.time
    };
    let near = |series: &'a LineSeries| {
        let nth = series.points.nearest(at.x)?;
        let point = series.points.get(nth)?;
        (meets(&point) && point.obs != at.obs).then_some(Other { series, nth, point })
    };
    line.series.iter().enumerate().filter(|(other, _)| *other != item).filter_map(|(_, series)| near(series)).collect()
}

/// Where no line has its name at its end: the names with their signs, as many as fit, whole; how many more there are.
fn draw_names(line: &Line, (from, to): (u16, u16), view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let named: Vec<&LineSeries> =
        line.series.iter().filter(|series| !series.joined && !series.name.is_empty()).collect();
    let mut x = from;
    for (nth, series) in named.iter().enumerate() {
        let rest = named.len() - nth - 1;
        let more = if rest > 0 { format!("  +{rest}") } else { String::new() };
        let room = to.saturating_sub(x);
        let sign = marker(series, Standing::Actual, view);
        let text = named_forms(&series.name, look).into_iter().map(|name| format!("{sign} {name}"));
        let Some(text) = text.into_iter().find(|text| width(text) + width(&more) <= usize::from(room)) else {
            put(buf, area, (x, 0), room, &format!("+{}", rest + 1), look.theme.dim, look.ascii);
            return;
        };
        x += put(buf, area, (x, 0), room, &text, look.theme.hue(series.hue), look.ascii) + 2;
    }
}

/// As many as fit, whole; how many more there are.
fn draw_others(
    others: &[Other<'_>],
    value: &dyn Fn(&Other<'_>) -> String,
    (from, to): (u16, u16),
    row: u16,
    view: &View<'_>,
    buf: &mut Buffer,
) {
    let (area, look) = (view.area, view.look);
    let mut x = from;
    for (nth, other) in others.iter().enumerate() {
        let number = safe(&value(other), look);
        let rest = others.len() - nth - 1;
        let more = if rest > 0 { format!(" +{rest}") } else { String::new() };
        let room = to.saturating_sub(x);
        let forms = named_forms(&other.series.name, look);
        let sign = marker(other.series, other.point.standing, view);
        let text = forms.iter().map(|name| format!("{sign} {name} {number}"));
        let Some(text) = text.into_iter().find(|text| width(text) + width(&more) <= usize::from(room)) else {
            let left = format!("+{}", others.len() - nth);
            if width(&left) <= usize::from(room) {
                put(buf, area, (x, row), room, &left, look.theme.dim, look.ascii);
            }
            return;
        };
        x += put(buf, area, (x, row), room, &text, look.theme.hue(other.series.hue), look.ascii) + 2;
    }
}
