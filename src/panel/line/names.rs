//! Names in a line chart: of the series at their ends, of the events below the axis.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::frame::Frame;
use super::readout::value;
use super::stroke::{light, marker};
use crate::base::{Day, Measure, Standing, Unit, width, write_measure};
use crate::board::{Line, LineEvent, LineSeries};
use crate::chart::{stack, telling_cut};
use crate::panel::ink::{glyph, name, named_forms, put, safe};
use crate::panel::lit::Light;
use crate::panel::{Cursor, Look, View};

/// A chart of more columns than this gives a smaller part of them to names.
const WIDE: u16 = 90;
/// Digits of a number that stands without the range which it is the middle of.
const DIGITS: u8 = 3;
/// Fewest columns of a name beside its number.
const LEAST_NAME: usize = 6;
/// Fewer cells than this are no plot worth a name beside it.
const LEAST_PLOT: u16 = 20;

/// Columns for the names at the line ends, each with a sign before it and its last number after it where there is room: as wide as
/// they are, up to a third of a narrow and a quarter of a wide chart; none where no plot would be left.
pub(super) fn columns(line: &Line, view: &View<'_>, room: u16) -> u16 {
    let most = if room > WIDE { room / 4 } else { room / 3 };
    let wish = |series: &LineSeries| {
        let numbers = numbers(line, series, series.points.len().checked_sub(1), view);
        let forms = named_forms(&series.name, view.look);
        let both = forms.iter().flat_map(|name| numbers.iter().map(move |number| width(name) + 1 + width(number)));
        let both: Vec<u16> = both.map(|own| own as u16 + 3).collect();
        // A little more where one line would else be the only one without its number.
        let shortest = both.iter().copied().min().filter(|own| *own <= room / 5 * 2);
        both.into_iter().find(|own| *own <= most).or(shortest).unwrap_or(most)
    };
    let columns = line.series.iter().map(wish).max().unwrap_or(0);
    if room > columns + LEAST_PLOT { columns } else { 0 }
}

/// The number at the end of a series in the forms in which it may stand beside its name, longest first: with its unit, without it (the
/// axis says it), and of a number with a range the number alone.
pub(super) fn numbers(line: &Line, series: &LineSeries, nth: Option<usize>, view: &View<'_>) -> Vec<String> {
    let Some((nth, point)) = nth.and_then(|nth| Some((nth, series.points.get(nth)?))) else { return Vec::new() };
    let own = view.dataset.numbers(point.obs).and_then(|own| own.unit);
    if series.derived.is_empty() && own.is_some_and(|own| own.dimension != line.unit.dimension) {
        // Money of another currency stands where the rate puts it: beside the line its number is that of the axis.
        let stated = view.dataset.measure(point.obs);
        let digits = stated.digits.map(|digits| digits.min(DIGITS));
        let there = Measure { digits, about: stated.about, ..Measure::exact(point.value, line.unit.clone()) };
        return vec![safe(&write_measure(&there, view.look.numbers), view.look)];
    }
    let mut forms = vec![safe(&value(line, series, nth, view), view.look)];
    if series.derived.is_empty() {
        let stated = Measure { unit: Unit::none(), ..view.dataset.measure(point.obs) };
        // In another unit than the axis a number without its unit is another number.
        if own.is_none_or(|unit| unit.code == line.unit.code) {
            forms.push(safe(&write_measure(&stated, view.look.numbers), view.look));
            if let Some(number) = stated.point.filter(|_| stated.low != stated.high) {
                let alone = Measure {
                    digits: stated.digits.map(|digits| digits.min(DIGITS)),
                    about: stated.about,
                    ..Measure::exact(number, Unit::none())
                };
                forms.push(safe(&write_measure(&alone, view.look.numbers), view.look));
            }
        }
    }
    forms.dedup();
    forms
}

/// Name and number: both in full, else a shorter number, a shorter name, a cut name; the number goes before the name is cut to a few
/// letters.
fn worded(names: &[String], numbers: &[String], cut: &str, columns: usize, ascii: bool) -> (String, String) {
    let both = names.iter().flat_map(|name| numbers.iter().map(move |number| (name, number)));
    let fits = |(name, number): &(&String, &String)| width(name) + 1 + width(number) <= columns;
    if let Some((name, number)) = both.into_iter().find(fits) {
        return (name.clone(), number.clone());
    }
    let name = names.iter().find(|name| width(name) <= columns).cloned().unwrap_or_else(|| cut.to_owned());
    let shortest = numbers.iter().min_by_key(|number| width(number));
    match shortest.filter(|number| columns >= width(number) + 1 + LEAST_NAME) {
        Some(number) => {
            let room = columns - width(number) - 1;
            let last = names.last().map_or(cut, String::as_str);
            (crate::base::cut(last, room, ascii), number.clone())
        }
        None => (name, String::new()),
    }
}

/// Names at the line ends: right behind a line that ends early, else in a column of their own, moved apart in the order of the ends;
/// what finds no room is left to the readout.
pub(super) fn draw_ends(line: &Line, frame: &Frame, view: &View<'_>, cursor: Cursor, buf: &mut Buffer) {
    if frame.labels == 0 {
        return;
    }
    let look = view.look;
    // A series that ends beyond what is looked at is named where it leaves it.
    let last_of = |series: &LineSeries| {
        let own = frame.within(series);
        // One that neither has a point there nor passes by is not in the picture.
        let passes = own.start > 0 && own.end < series.points.len();
        // The fact that forecasts go on from is named by its own line.
        let last = own.end.checked_sub(1).filter(|last| *last > 0 || !series.joined);
        last.filter(|_| !own.is_empty() || passes)
    };
    let last = |series: &LineSeries| series.points.get(last_of(series)?);
    let end = |item: usize| Some(frame.row(line.series.get(item).and_then(last)?.value));
    let columns = usize::from(frame.labels.saturating_sub(3));
    let names: Vec<&str> = line.series.iter().map(|series| series.name.as_str()).collect();
    let cut = telling_cut(&names, columns, look.ascii);
    let worded = |item: usize, series: &LineSeries| {
        let numbers = numbers(line, series, last_of(series), view);
        let cut = cut.get(item).map_or_else(String::new, |name| safe(name, look));
        worded(&named_forms(&series.name, look), &numbers, &cut, columns, look.ascii)
    };
    let style = |item: usize, series: &LineSeries| {
        let hue = light(series, view).label(look.theme.hue(series.hue), view);
        if view.focused && item == cursor.item { look.theme.strong.patch(hue) } else { hue }
    };
    let mut ends: Vec<(usize, u16)> = Vec::new();
    for (item, series) in line.series.iter().enumerate() {
        let (Some(row), Some(point)) = (end(item), last(series)) else { continue };
        let (name, number) = worded(item, series);
        let text = format!("{name} {number}");
        let columns = width(text.trim()) as u16;
        let start = frame.cell(&point) + 2;
        let near = frame.shows(&point) && start + columns + 1 < frame.plot.width;
        let free = |x: u16| buf.cell((frame.plot.x + x, frame.plot.y + row)).is_some_and(|cell| cell.symbol() == " ");
        if near && (start - 1..=start + columns).all(free) {
            let style = style(item, series);
            let from = start + put(buf, frame.plot, (start, row), columns, &name, style, look.ascii) + 1;
            put(buf, frame.plot, (from, row), columns, &number, look.theme.strong.patch(style), look.ascii);
        } else {
            ends.push((item, row));
        }
    }
    let height = usize::from(frame.plot.height);
    let hidden = if ends.len() > height { ends.len() + 1 - height } else { 0 };
    // The series under the cursor is named before others are, and one that is lit before the rest.
    ends.sort_by_key(|(item, _)| {
        let lit = line.series.get(*item).is_some_and(|series| light(series, view) == Light::Lit);
        (*item != cursor.item, !lit)
    });
    ends.truncate(ends.len() - hidden);
    let wanted: Vec<(u16, u16)> = ends.iter().map(|(_, row)| (*row, 1)).collect();
    let rows = stack(&wanted, frame.plot.height - u16::from(hidden > 0));
    let area = Rect { x: frame.plot.x + frame.plot.width + 1, width: frame.labels.saturating_sub(1), ..frame.plot };
    for ((item, _), row) in ends.into_iter().zip(rows) {
        let (Some(series), Some(row)) = (line.series.get(item), row) else { continue };
        // A line that ends right here has its own marker beside its name.
        let ends_here =
            end(item) == Some(row) && last(series).is_some_and(|point| frame.cell(&point) + 1 >= frame.plot.width);
        // One that ends above or below what is looked at is named at that edge.
        let beyond = last(series).map(|point| (point.value > frame.y.high, point.value < frame.y.low));
        let sign = match beyond {
            Some((true, _)) => glyph(look, "↑", "^"),
            Some((_, true)) => glyph(look, "↓", "v"),
            _ if ends_here => " ",
            _ => marker(series, last(series).map_or(Standing::Actual, |point| point.standing), view),
        };
        if let Some(from) = end(item) {
            draw_leader((frame.plot.x + frame.plot.width, frame.plot.y), (from, row), style(item, series), look, buf);
        }
        let (name, number) = worded(item, series);
        let style = style(item, series);
        let from = put(buf, area, (0, row), area.width, &format!("{sign} {name}"), style, look.ascii) + 1;
        put(buf, area, (from, row), area.width, &number, look.theme.strong.patch(style), look.ascii);
    }
    if hidden > 0 {
        let words = [format!("  {hidden} more"), format!("  +{hidden}")];
        let text = words.iter().find(|text| text.len() <= usize::from(area.width)).map_or("", String::as_str);
        put(buf, area, (0, frame.plot.height - 1), area.width, text, look.theme.dim, look.ascii);
    }
}

/// From the end of a line to its name, in the blank column between them, where they stand more than a row apart and nothing else is
/// drawn there.
fn draw_leader(corner: (u16, u16), (from, to): (u16, u16), style: Style, look: &Look<'_>, buf: &mut Buffer) {
    let (x, top) = corner;
    let (first, last) = (from.min(to), from.max(to));
    let free = |y: u16| buf.cell((x, top + y)).is_some_and(|cell| cell.symbol() == " ");
    if last - first < 2 || !(first..=last).all(free) {
        return;
    }
    let (upper, lower) = if from < to {
        (glyph(look, "╮", "."), glyph(look, "╰", "'"))
    } else {
        (glyph(look, "╭", "."), glyph(look, "╯", "'"))
    };
    for y in first..=last {
        let symbol = match y {
            y if y == first => upper,
            y if y == last => lower,
            _ => glyph(look, "│", "|"),
        };
        buf.set_string(x, top + y, symbol, style);
    }
}

/// Events as marks on the axis and, on a line of their own, with their names where these fit.
pub(super) fn draw_events(line: &Line, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    let middle = |event: &LineEvent| {
        let (first, last): (Day, Day) = event.period.first.zip(event.period.last)?;
        let day = f64::midpoint(f64::from(first.0), f64::from(last.0));
        frame.x.contains(day).then(|| frame.x.cell(day))
    };
    let mut marks: Vec<(u16, &str)> =
        line.events.iter().filter_map(|event| Some((middle(event)?, event.label.as_str()))).collect();
    marks.sort_by_key(|(x, _)| *x);
    let sign = glyph(look, "▴", "^");
    let rule = Rect { y: frame.plot.y + frame.plot.height, height: 1, ..frame.plot }.intersection(view.area);
    for (x, _) in &marks {
        put(buf, rule, (*x, 0), 1, sign, look.theme.accent, look.ascii);
    }
    if !frame.events {
        return;
    }
    let names = Rect { y: rule.y + 2, ..rule }.intersection(view.area);
    let mut free = 0;
    for (at, (x, label)) in marks.iter().enumerate() {
        let next = marks.get(at + 1).map_or(names.width, |(next, _)| next.saturating_sub(1));
        let text = name(label, look);
        let columns = width(&text) as u16 + 2;
        if *x >= free && x + columns <= next {
            put(buf, names, (*x, 0), columns, &format!("{sign} {text}"), look.theme.dim, look.ascii);
            free = x + columns + 1;
        } else if x + 1 >= free + columns {
            put(buf, names, (x + 1 - columns, 0), columns, &format!("{text} {sign}"), look.theme.dim, look.ascii);
            free = x + 2;
        } else if *x >= free {
            put(buf, names, (*x, 0), 1, sign, look.theme.dim, look.ascii);
            free = x + 1;
        }
    }
}
