//! Names beside points where they find room, and what the signs mean where there are several.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;

use super::crowd::Crowd;
use super::reach::{Reach, drawn_ranges};
use super::{Frame, marker};
use crate::base::{Standing, cut, width, write_measure};
use crate::board::{Called, Scatter};
use crate::panel::View;
use crate::panel::ink::{glyph, name, named_forms, put, safe};

/// Cells of the plot for one name, where the config does not say how many there may be.
const CELLS: usize = 110;
/// Fewest and most names then.
const NAMES: (usize, usize) = (2, 40);
/// Names in a crowd: of the extremes.
const IN_CROWD: usize = 4;
/// Longest name before it is cut.
const LONGEST: usize = 26;

/// What a point is called where its period is said anyway, in forms from long to short.
pub(super) fn undated(scatter: &Scatter, point: usize, view: &View<'_>) -> Vec<String> {
    let Some(at) = scatter.points.obs.get(point) else { return Vec::new() };
    named_forms(view.dataset.entity_name(*at), view.look)
}

/// What a point is called, in forms from long to short.
pub(super) fn forms(scatter: &Scatter, point: usize, view: &View<'_>) -> Vec<String> {
    let Some(at) = scatter.points.obs.get(point) else { return Vec::new() };
    let (data, look) = (view.dataset, view.look);
    let period = || safe(&data.period(*at).words(look.ascii), look);
    // The other half of a name in two scripts is often the maker's, which many points share.
    let names = || named_forms(data.entity_name(*at), look).into_iter().take(2);
    match scatter.called {
        Called::Entity => names().collect(),
        Called::Period => vec![period()],
        Called::Value => vec![safe(&write_measure(&data.get(*at).measure, look.numbers), look)],
        Called::EntityAndPeriod => {
            let period = period();
            names().map(|name| format!("{name} {period}").trim().to_owned()).collect()
        }
    }
}

/// Where names must not stand.
struct Taken {
    width: usize,
    cells: Vec<bool>,
}

impl Taken {
    fn new(frame: &Frame) -> Self {
        let (width, height) = (usize::from(frame.plot.width), usize::from(frame.plot.height));
        Self { width, cells: vec![false; width * height] }
    }

    fn take(&mut self, (x, y): (u16, u16), columns: usize) {
        let start = usize::from(y) * self.width + usize::from(x);
        let row_end = (usize::from(y) + 1) * self.width;
        let run = self.cells.get_mut(start..(start + columns).min(row_end));
        run.into_iter().flatten().for_each(|cell| *cell = true);
    }

    /// Whether so many columns are free, and one more at either end but for the point's own cell.
    fn is_free(&self, (x, y): (i32, i32), columns: usize, own: (u16, u16)) -> bool {
        let Some((x, y)) = usize::try_from(x).ok().zip(usize::try_from(y).ok()) else { return false };
        if x + columns > self.width || (y + 1) * self.width > self.cells.len() {
            return false;
        }
        let own = (usize::from(own.0), usize::from(own.1));
        let free = |at: usize| (at, y) == own || self.cells.get(y * self.width + at) == Some(&false);
        (x.saturating_sub(1)..(x + columns + 1).min(self.width)).all(free) && !(x..x + columns).any(|at| (at, y) == own)
    }
}

/// Names of the points that tell most, first come first served: right of their point, left of it, above or below. What finds no room
/// is left to the readout.
pub(super) fn draw(scatter: &Scatter, frame: &Frame, crowd: Option<&Crowd>, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    let mut taken = Taken::new(frame);
    if let Some(crowd) = crowd {
        crowd.filled().for_each(|(cell, _)| taken.take(cell, 1));
    } else {
        let points = frame.run.clone().filter_map(|at| frame.place(scatter, at));
        let reaches = drawn_ranges(scatter, frame);
        points.chain(reaches.iter().flat_map(Reach::cells)).for_each(|at| taken.take(at, 1));
    }
    let cells = usize::from(frame.plot.width) * usize::from(frame.plot.height);
    let room = if crowd.is_some() { IN_CROWD } else { (cells / CELLS).clamp(NAMES.0, NAMES.1) };
    let most = scatter.labels.unwrap_or(room);
    let mut told: BTreeSet<String> = BTreeSet::new();
    for point in scatter.telling.iter().map(|point| *point as usize) {
        if told.len() >= most {
            break;
        }
        let Some(own) = frame.place(scatter, point) else { continue };
        let mut texts = forms(scatter, point, view);
        texts.retain(|text| !text.is_empty());
        let Some(full) = texts.first().cloned() else { continue };
        if told.contains(&full) {
            continue;
        }
        // A cut name still says more than none, if it is no number.
        if scatter.called != Called::Value && width(&full) > LONGEST {
            texts.push(cut(&full, LONGEST, look.ascii));
        }
        texts.retain(|text| width(text) <= LONGEST.min(usize::from(frame.plot.width) / 2));
        let placed = texts.into_iter().find_map(|text| Some((spot(&taken, own, width(&text))?, text)));
        let Some((at, text)) = placed else { continue };
        let group = scatter.points.group.get(point).copied().unwrap_or_default();
        let style = scatter.groups.get(usize::from(group)).map_or(look.theme.text, |group| look.theme.hue(group.hue));
        put(buf, frame.plot, at, frame.plot.width, &text, style, look.ascii);
        taken.take(at, width(&text));
        told.insert(full);
    }
}

/// Where a name of so many columns is free beside a point.
fn spot(taken: &Taken, own: (u16, u16), columns: usize) -> Option<(u16, u16)> {
    let (x, y, wide) = (i32::from(own.0), i32::from(own.1), i32::try_from(columns).unwrap_or(i32::MAX / 4));
    let spots = [
        (x + 2, y),
        (x - wide - 1, y),
        (x + 1, y - 1),
        (x - wide, y - 1),
        (x + 1, y + 1),
        (x - wide, y + 1),
        (x - wide / 2, y - 1),
        (x - wide / 2, y + 1),
    ];
    let free = spots.into_iter().find(|at| taken.is_free(*at, columns, own))?;
    u16::try_from(free.0).ok().zip(u16::try_from(free.1).ok())
}

/// The parts of the legend: groups where there are several, then who would vouch for what is no fact.
fn parts(scatter: &Scatter, frame: &Frame, view: &View<'_>) -> Vec<(String, usize)> {
    let look = view.look;
    let mut parts = Vec::new();
    if scatter.groups.len() > 1 {
        for (nth, group) in scatter.groups.iter().enumerate() {
            let sign = marker::sign(scatter, nth, Standing::Actual, look);
            parts.push((format!("{sign} {}", name(&group.name, look)), nth));
        }
    }
    if !frame.crowded {
        for standing in [Standing::Estimate, Standing::Forecast, Standing::Rumour] {
            if scatter.points.standing.contains(&standing) {
                let letters = look.ascii && scatter.groups.len() > 1;
                let sign = if letters { "small" } else { marker::sign(scatter, 0, standing, look) };
                parts.push((format!("{sign} {}", super::words(standing)), usize::MAX));
            }
        }
    }
    parts
}

/// Whether signs need to be explained.
pub(super) fn has_legend(scatter: &Scatter, crowded: bool) -> bool {
    scatter.groups.len() > 1 || !crowded && scatter.points.standing.iter().any(|standing| *standing != Standing::Actual)
}

/// The legend on the second line: what does not fit is counted.
pub(super) fn draw_legend(scatter: &Scatter, frame: &Frame, crowd: Option<&Crowd>, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let mut parts = parts(scatter, frame, view);
    if let Some(crowd) = crowd.filter(|crowd| crowd.cells.iter().any(|cell| cell.mixed))
        && scatter.groups.len() > 1
        && !super::is_shaded(crowd)
    {
        parts.push((format!("{} several", glyph(look, "▒", "%")), usize::MAX));
    }
    let mut x = 0;
    for (nth, (text, group)) in parts.iter().enumerate() {
        let left = parts.len() - nth;
        let rest = format!("+{left}");
        let spare = if left > 1 { width(&rest) + 2 } else { 0 };
        if usize::from(x) + width(text) + spare > usize::from(area.width) {
            put(buf, area, (x, 1), area.width, &rest, look.theme.dim, look.ascii);
            return;
        }
        let style = scatter.groups.get(*group).map_or(look.theme.dim, |group| look.theme.hue(group.hue));
        x += put(buf, area, (x, 1), area.width, text, style, look.ascii) + 2;
    }
}
