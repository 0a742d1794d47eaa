//! Names in a line chart: of the series at their ends, of the events below the axis.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame::Frame;
use super::stroke::marker;
use crate::base::{Day, Standing, width};
use crate::board::{Line, LineEvent, LineSeries};
use crate::panel::ink::{fitted, glyph, name, named_forms, put};
use crate::panel::{Cursor, View};

/// Fewer cells than this are no plot worth a name beside it.
const LEAST_PLOT: u16 = 20;

/// Columns for the names at the line ends, with a marker before them: as wide as they are, up to a third; none where no plot would
/// be left.
pub(super) fn columns(line: &Line, view: &View<'_>, room: u16) -> u16 {
    let most = room / 3;
    let wish = |text: &String| {
        let forms = named_forms(text, view.look);
        let fits = forms.iter().map(|text| width(text) as u16 + 3).find(|columns| *columns <= most);
        fits.unwrap_or(most)
    };
    let columns = line.series.iter().map(|series| wish(&series.name)).max().unwrap_or(0);
    if room > columns + LEAST_PLOT { columns } else { 0 }
}

/// Names at the line ends, moved apart in the order of the ends; what finds no room is left to the readout.
pub(super) fn draw_ends(line: &Line, frame: &Frame, view: &View<'_>, cursor: Cursor, buf: &mut Buffer) {
    if frame.labels == 0 {
        return;
    }
    let look = view.look;
    // A series that ends beyond what is looked at is named where it leaves it.
    let last = |series: &LineSeries| series.points.get(frame.within(series).end.checked_sub(1)?);
    let end = |item: usize| Some(frame.row(line.series.get(item).and_then(last)?.value));
    let mut ends: Vec<(usize, u16)> = (0..line.series.len()).filter_map(|item| Some((item, end(item)?))).collect();
    let height = usize::from(frame.plot.height);
    let hidden = if ends.len() > height { ends.len() + 1 - height } else { 0 };
    // The series under the cursor is named before others are.
    ends.sort_by_key(|(item, _)| *item != cursor.item);
    ends.truncate(ends.len() - hidden);
    ends.sort_by_key(|(_, row)| *row);
    spread(&mut ends, frame.plot.height - u16::from(hidden > 0));
    let area = Rect { x: frame.plot.x + frame.plot.width + 1, width: frame.labels.saturating_sub(1), ..frame.plot };
    for (item, row) in ends {
        let Some(series) = line.series.get(item) else { continue };
        let hue = look.theme.hue(series.hue);
        let style = if view.focused && item == cursor.item { look.theme.strong.patch(hue) } else { hue };
        let text = fitted(&named_forms(&series.name, look), area.width.saturating_sub(2), look.ascii);
        // A line that ends right here has its own marker beside its name.
        let ends_here =
            end(item) == Some(row) && last(series).is_some_and(|point| frame.cell(&point) + 1 >= frame.plot.width);
        // One that ends above or below what is looked at is named at that edge.
        let beyond = last(series).map(|point| (point.value > frame.y.high, point.value < frame.y.low));
        let sign = match beyond {
            Some((true, _)) => glyph(look, "↑", "^"),
            Some((_, true)) => glyph(look, "↓", "v"),
            _ if ends_here => " ",
            _ => marker(series, Standing::Actual, view),
        };
        put(buf, area, (0, row), area.width, &format!("{sign} {text}"), style, look.ascii);
    }
    if hidden > 0 {
        let words = [format!("  {hidden} more"), format!("  +{hidden}")];
        let text = words.iter().find(|text| text.len() <= usize::from(area.width)).map_or("", String::as_str);
        put(buf, area, (0, frame.plot.height - 1), area.width, text, look.theme.dim, look.ascii);
    }
}

/// Moves rows apart, down from the top and then back up from the bottom.
fn spread(rows: &mut [(usize, u16)], height: u16) {
    let mut free = 0;
    for (_, row) in rows.iter_mut() {
        *row = (*row).max(free);
        free = *row + 1;
    }
    let mut most = height;
    for (_, row) in rows.iter_mut().rev() {
        *row = (*row).min(most.saturating_sub(1));
        most = *row;
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

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn names_keep_the_order_of_their_ends() {
        let mut rows = vec![(4, 0), (2, 1), (0, 1), (1, 6), (3, 6)];
        spread(&mut rows, 7);
        assert_eq!(rows, [(4, 0), (2, 1), (0, 2), (1, 5), (3, 6)]);
    }
}
