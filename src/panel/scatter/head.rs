//! The first line of a scatter: what runs up and across, and the point under the cursor in full.

use ratatui::buffer::Buffer;

use super::{names, settle, words as words_of};
use crate::base::{ObsRef, Period, width, write_measure, write_unit_suffix};
use crate::board::{Scatter, ScatterAxis};
use crate::panel::View;
use crate::panel::changed::Changed;
use crate::panel::ink::{fitted, glyph, put, put_right, safe};

/// On the first line what runs up and across at the left, the point under the cursor or else what changed last at the right.
pub(super) fn draw(scatter: &Scatter, view: &View<'_>, changed: &[usize], buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let told = if view.focused { Some(settle(scatter, view).item) } else { changed.last().copied() };
    let mut end = area.width;
    if let Some(point) = told.filter(|point| *point < scatter.points.len()) {
        let said = safe(&said(scatter, point, view), look);
        let mark = scatter.points.behind(point).into_iter().find_map(|at| Changed::of(at, view));
        if let Some(mark) = mark {
            let room = area.width.saturating_sub(width(&said) as u16 + 1);
            end = put_right(buf, area, 0, 0, end, mark.fitted(room), look.theme.changed).saturating_sub(1);
        }
        // The number is whole before the name is said.
        let room = end.saturating_sub(width(&said) as u16 + 1);
        let name = fitted(&names::undated(scatter, point, view), room, look.ascii);
        let style = if view.focused { look.theme.strong } else { look.theme.text };
        end = put_right(buf, area, 0, 0, end, format!("{name} {said}").trim(), style);
    }
    let count = if changed.len() > 1 { format!("{} changed", changed.len()) } else { String::new() };
    let fits = |text: &String| width(text) < usize::from(end);
    let head = axes_words(scatter, view).into_iter().map(|words| {
        let parts = [words, count.clone()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(&safe(" · ", look))
    });
    if let Some(text) = head.into_iter().find(fits) {
        put(buf, area, (0, 0), end.saturating_sub(1), &text, look.theme.dim, look.ascii);
    }
}

/// What runs up and across, in forms from long to short: names with units, else units, else nothing.
fn axes_words(scatter: &Scatter, view: &View<'_>) -> Vec<String> {
    let look = view.look;
    let unit = |axis: &ScatterAxis| {
        axis.unit.as_ref().map_or_else(String::new, |unit| safe(write_unit_suffix(unit).trim(), look))
    };
    let y = unit(&scatter.y);
    if scatter.x.is_time() {
        return vec![y, String::new()];
    }
    let named = |axis: &ScatterAxis, sign: &str| {
        let (name, unit) = (safe(&axis.name, look), unit(axis));
        // A metric called by its unit need not say it twice.
        let whole = if unit.is_empty() || name.contains(&unit) { name } else { format!("{name}, {unit}") };
        format!("{sign} {whole}")
    };
    let (up, right) = (glyph(look, "↑", "^"), glyph(look, "→", ">"));
    let gap = "   ";
    vec![
        format!("{}{gap}{}", named(&scatter.y, up), named(&scatter.x, right)),
        format!("{up} {}{gap}{right} {}", safe(&scatter.y.name, look), safe(&scatter.x.name, look)),
        y,
        String::new(),
    ]
}

/// `226,248 units at 70,980 H100 equivalents FY23 Q1, estimate`; against time `1.76T Mar 2023, estimate`.
fn said(scatter: &Scatter, point: usize, view: &View<'_>) -> String {
    let points = &scatter.points;
    let (Some(y), x) = (points.obs.get(point), points.x_obs.get(point)) else { return String::new() };
    let number = |at: ObsRef| write_measure(&view.dataset.get(at).measure, view.look.numbers);
    let period = |at: ObsRef| view.dataset.period(at);
    let mut words = number(*y);
    let mut push = |text: &str| {
        if !text.is_empty() {
            words.push(' ');
            words.push_str(text);
        }
    };
    let when = period(*y).words(view.look.ascii);
    match x {
        Some(x) if period(*x) != period(*y) && period(*x) != Period::NONE => {
            push(&when);
            push(&format!("at {}", number(*x)));
            push(&period(*x).words(view.look.ascii));
        }
        Some(x) => {
            push(&format!("at {}", number(*x)));
            push(&when);
        }
        None => push(&when),
    }
    let standing = points.standing.get(point).map_or("", |standing| words_of(*standing));
    if standing.is_empty() { words } else { format!("{words}, {standing}") }
}
