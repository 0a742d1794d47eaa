//! Axes with ticks and labels.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::ticks::label_starts;
use super::{Scale, Tick};
use crate::base::width;

/// A horizontal axis: a line with tick marks and labels that sit on their values.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Value to cell.
    pub scale: Scale,
    /// Ticks to label.
    pub ticks: Vec<Tick>,
    /// Written after the last label where it fits (a unit).
    pub suffix: String,
}

/// Draws a rule with tick marks on the first row of `area` and the labels on the second; in one row the labels alone.
pub fn draw_axis(axis: &Axis, area: Rect, style: Style, ascii: bool, buf: &mut Buffer) {
    if area.height >= 2 {
        rule(axis, area, style, if ascii { ("-", "+") } else { ("─", "┬") }, buf);
    }
    let last = Rect { y: area.y + area.height.min(2).saturating_sub(1), height: area.height.min(1), ..area };
    draw_tick_labels(axis, last, style, buf);
}

/// Draws the labels on the first row of `area`, each centred on its value and kept inside the area.
pub fn draw_tick_labels(axis: &Axis, area: Rect, style: Style, buf: &mut Buffer) {
    let clip = area.intersection(buf.area);
    let mut put = |x: u16, text: &str| {
        if clip.contains(Position { x, y: area.y }) {
            buf.set_stringn(x, area.y, text, usize::from(clip.right() - x), style);
        }
    };
    let mut end = 0;
    for (start, tick) in label_starts(&axis.scale, &axis.ticks).into_iter().zip(&axis.ticks) {
        put(area.x.saturating_add(start), &tick.label);
        end = start.saturating_add(width(&tick.label) as u16);
    }
    if usize::from(end) + width(&axis.suffix) <= usize::from(area.width) {
        put(area.x.saturating_add(end), &axis.suffix);
    }
}

/// Draws a rule on the first row of `area`, with a mark at each tick that points up into the plot.
pub fn draw_rule(axis: &Axis, area: Rect, style: Style, ascii: bool, buf: &mut Buffer) {
    rule(axis, area, style, if ascii { ("-", "+") } else { ("─", "┴") }, buf);
}

fn rule(axis: &Axis, area: Rect, style: Style, (rule, mark): (&str, &str), buf: &mut Buffer) {
    let clip = Rect { height: area.height.min(1), ..area }.intersection(buf.area);
    let mut put = |column: u16, symbol: &str| {
        let x = area.x.saturating_add(column);
        if clip.contains(Position { x, y: area.y }) {
            buf.set_stringn(x, area.y, symbol, 1, style);
        }
    };
    (0..area.width.min(axis.scale.cells)).for_each(|column| put(column, rule));
    axis.ticks.iter().for_each(|tick| put(axis.scale.cell(tick.value), mark));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::NumberStyle;
    use crate::chart::value_ticks;

    #[test]
    fn labels_sit_on_their_values() {
        let scale = Scale::new(0.0, 40.0, false, 21);
        let axis = Axis { scale, ticks: value_ticks(&scale, NumberStyle::default(), 6), suffix: " %".into() };
        let area = Rect::new(0, 0, 24, 2);
        let mut buf = Buffer::empty(area);
        draw_axis(&axis, area, Style::default(), false, &mut buf);
        assert_eq!(buf, Buffer::with_lines(["┬─────────┬─────────┬   ", "0        20        40 % "]));
        draw_axis(&axis, Rect::new(20, 1, 40, 9), Style::default(), true, &mut buf);
    }
}
