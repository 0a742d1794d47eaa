//! One line a figure: value right-aligned, then words, then place.

use ratatui::buffer::Buffer;

use super::ink::{glyph, list_marks, list_step, put, put_right, safe, settled, visible};
use super::{Cursor, Mark, Move, View};
use crate::analysis::write_change;
use crate::base::{width, write_measure};
use crate::board::{Figure, Figures};

pub(super) const LEAST: (u16, u16) = (20, 1);

/// Steps of a sparkline.
const SPARKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const LONGEST_SPARK: usize = 12;

pub(super) fn marks(figures: &Figures, view: &View<'_>) -> Vec<Mark> {
    list_marks(view, 0, 1, figures.rows.len(), |item| {
        figures.rows.get(item).map(|row| vec![row.obs]).unwrap_or_default()
    })
}

fn number(figure: &Figure, view: &View<'_>) -> String {
    safe(&write_measure(&figure.measure, view.look.numbers), view.look)
}

pub(super) fn draw(figures: &Figures, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let cursor = settle(figures, view);
    let fits = visible(area.height, 1);
    let shown = || figures.rows.iter().enumerate().skip(cursor.top).take(fits);
    // Words of a text are no number: they may be cut, a number may not.
    let widest =
        shown().filter(|(_, f)| f.measure.has_number()).map(|(_, f)| width(&number(f, view))).max().unwrap_or(0);
    let all = shown().map(|(_, f)| width(&number(f, view))).max().unwrap_or(0);
    let column = all.min((usize::from(area.width) / 5).max(widest)) as u16 + 1;
    for (row, (item, figure)) in shown().enumerate() {
        let row = row as u16;
        let number = number(figure, view);
        let columns = width(&number) as u16;
        let start = column.saturating_sub(columns).max(1);
        let here = view.focused && item == cursor.item;
        if here {
            put(buf, area, (0, row), 1, glyph(look, "▸", ">"), look.theme.accent, look.ascii);
        }
        let changed = look.changed.contains_key(&view.dataset.key(figure.obs));
        let style = if changed { look.theme.changed } else { look.theme.strong };
        // Words that stand for a number may be longer than the numbers: they push their own words on.
        let taken = if figure.measure.has_number() { column } else { area.width };
        let written = put(buf, area, (start, row), taken.saturating_sub(start).max(1), &number, style, look.ascii);
        let mut end = area.width;
        if !figure.place.is_empty() {
            end = put_right(buf, area, row, column + 6, end, &safe(&figure.place, look), look.theme.dim)
                .saturating_sub(1);
        }
        let spark = sparkline(&figure.history);
        if !look.ascii && !spark.is_empty() {
            end = put_right(buf, area, row, column + 14, end, &spark, look.theme.hue(figure.hue)).saturating_sub(1);
        }
        if let Some(delta) = &figure.delta {
            let text = safe(&write_change(delta, look.numbers, false), look);
            end = put_right(buf, area, row, column + 10, end, &text, look.theme.derived).saturating_sub(1);
        }
        let words = (column + 1).max(start + written + 1);
        put(
            buf,
            area,
            (words, row),
            end.saturating_sub(words),
            &safe(&figure.words, look),
            look.theme.text,
            look.ascii,
        );
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
    list_step(view.cursor, figures.rows.len(), visible(view.area.height, 1), direction)
}

pub(super) fn settle(figures: &Figures, view: &View<'_>) -> Cursor {
    settled(view.cursor, figures.rows.len(), visible(view.area.height, 1))
}

pub(super) fn items(figures: &Figures) -> usize {
    figures.rows.len()
}
