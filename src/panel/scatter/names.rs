//! Names beside points where they find room, and what the signs mean where there are several.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::crowd::Crowd;
use super::reach::{Reach, drawn_ranges};
use super::{Frame, marker};
use crate::base::{Standing, width, write_measure};
use crate::board::{Called, Scatter};
use crate::chart::{Placed, Side, Taken, Want, place, telling_cut};
use crate::panel::ink::{glyph, name, named_forms, put, safe};
use crate::panel::lit::Light;
use crate::panel::{Look, View};

/// Cells of the plot for one name, where the config does not say how many there may be.
const CELLS: usize = 110;
/// Fewest and most names then.
const NAMES: (usize, usize) = (2, 40);
/// Names in a crowd: of the extremes.
const IN_CROWD: usize = 4;
/// Rows between a name and its point, at most.
const FARTHEST: u16 = 2;
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

/// Names of the points that tell most, those of the lit entity before them. What finds no room is left to the readout.
pub(super) fn draw(scatter: &Scatter, frame: &Frame, crowd: Option<&Crowd>, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    let (plot, cell) = (frame.plot, |(x, y): (u16, u16)| Position { x: frame.plot.x + x, y: frame.plot.y + y });
    let mut taken = Taken::new(plot);
    let mut take = |at: (u16, u16)| {
        let Position { x, y } = cell(at);
        taken.add(Rect { x, y, width: 1, height: 1 });
    };
    if let Some(crowd) = crowd {
        crowd.filled().for_each(|(at, _)| take(at));
    } else {
        let points = frame.run.clone().filter_map(|at| frame.place(scatter, at));
        let reaches = drawn_ranges(scatter, frame);
        points.chain(reaches.iter().flat_map(Reach::cells)).for_each(&mut take);
    }
    for level in scatter.y.references.iter().filter(|level| frame.y.contains(level.value)) {
        let columns = width(&super::level_words(level, view)) as u16;
        taken.add(Rect { x: plot.x + 2, y: plot.y + frame.row(level.value), width: columns, height: 1 });
    }
    let cells = usize::from(plot.width) * usize::from(plot.height);
    let room = if crowd.is_some() { IN_CROWD } else { (cells / CELLS).clamp(NAMES.0, NAMES.1) };
    let most = scatter.labels.unwrap_or(room);
    let lit = |point: &usize| view.light(&scatter.points.behind(*point)) == Light::Lit;
    let all = frame.run.clone().filter(|point| look.lit.is_some() && lit(point)).take(most);
    let all = all.chain(scatter.telling.iter().map(|point| *point as usize));
    let mut named: Vec<(usize, Vec<String>)> = all.map(|point| (point, forms(scatter, point, view))).collect();
    named.retain(|(_, forms)| forms.first().is_some_and(|full| !full.is_empty()));
    let longest = LONGEST.min(usize::from(plot.width) / 2);
    // A cut name still says more than none, if it is no number.
    if scatter.called != Called::Value {
        let full: Vec<String> = named.iter().filter_map(|(_, forms)| forms.first().cloned()).collect();
        let cut = telling_cut(&full.iter().map(String::as_str).collect::<Vec<_>>(), longest, look.ascii);
        named.iter_mut().zip(cut).for_each(|((_, forms), cut)| forms.push(cut));
    }
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (point, mut forms) in named {
        if told.len() >= most {
            break;
        }
        let full = forms.first().cloned().unwrap_or_default();
        let Some(own) = frame.place(scatter, point).filter(|_| !told.contains(&full)) else { continue };
        forms.retain(|text| width(text) <= longest);
        let want = Want { at: cell(own), forms, sides: &Side::ALL };
        // One after the other, for those that find no room leave theirs to the next.
        let mut with = taken.clone();
        let label = place(&[want], &mut with).into_iter().next().flatten();
        // Far from its point, or among many others, a line to it is one more thing to read.
        let near = |label: &Placed| label.leader.is_none_or(|leader| crowd.is_none() && leader.height <= FARTHEST);
        if let Some(label) = label.filter(near) {
            taken = with;
            let style = view.light(&scatter.points.behind(point)).label(group_style(scatter, point, view), view);
            label.draw(style, look.theme.dim, look.ascii, buf);
            told.insert(full);
        }
    }
}

/// The style of a point's group.
pub(super) fn group_style(scatter: &Scatter, point: usize, view: &View<'_>) -> Style {
    let theme = view.look.theme;
    let group = scatter.points.group.get(point).copied().unwrap_or_default();
    scatter.groups.get(usize::from(group)).map_or(theme.text, |group| theme.hue(group.hue))
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
                let signs = if letters { String::from("small") } else { signs(scatter, standing, look) };
                parts.push((format!("{signs} {}", super::words(standing)), usize::MAX));
            }
        }
    }
    parts
}

/// The signs that points of that standing have, each once: one a shape.
fn signs(scatter: &Scatter, standing: Standing, look: &Look<'_>) -> String {
    let mut signs: Vec<&str> = Vec::new();
    for (point, _) in scatter.points.standing.iter().enumerate().filter(|(_, own)| **own == standing) {
        let sign = marker::of_point(scatter, point, look);
        if !signs.contains(&sign) {
            signs.push(sign);
        }
    }
    signs.join(" ")
}

/// Whether signs need to be explained.
pub(super) fn has_legend(scatter: &Scatter, crowded: bool) -> bool {
    crowded || scatter.groups.len() > 1 || scatter.points.standing.iter().any(|standing| *standing != Standing::Actual)
}

/// The legend on the second line: what does not fit is counted.
pub(super) fn draw_legend(scatter: &Scatter, frame: &Frame, crowd: Option<&Crowd>, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let mut parts = parts(scatter, frame, view);
    if let Some(crowd) = crowd.filter(|crowd| super::is_shaded(crowd)) {
        let steps = super::shades(crowd.most()).into_iter().zip(super::shade_signs(look));
        parts = steps.map(|(step, sign)| (format!("{sign} {step}"), usize::MAX)).collect();
        parts.push((String::from("or more points a cell"), usize::MAX));
    } else if crowd.is_some() && scatter.groups.len() < 2 {
        let signs: &[&str] = if look.ascii { &[". one point", ": several"] } else { &["each dot a point"] };
        parts.extend(signs.iter().map(|sign| ((*sign).to_owned(), usize::MAX)));
    } else if crowd.is_some_and(|crowd| crowd.cells.iter().any(|cell| cell.mixed)) {
        parts.push((format!("{} several", glyph(look, "▒", "%")), usize::MAX));
    }
    // Groups give way before signs that nothing else explains.
    let (groups, signs): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, group)| *group != usize::MAX);
    let after = |parts: &[(String, usize)]| parts.iter().map(|(text, _)| width(text) + 2).sum::<usize>();
    let reserved = after(&signs);
    let mut x = 0;
    for (nth, (text, group)) in groups.iter().enumerate() {
        let left = groups.len() - nth;
        let rest = format!("+{left} more");
        let spare = reserved + if left > 1 { width(&rest) + 2 } else { 0 };
        if usize::from(x) + width(text) + spare > usize::from(area.width) {
            x += put(buf, area, (x, 1), area.width, &rest, look.theme.dim, look.ascii) + 2;
            break;
        }
        let style = scatter.groups.get(*group).map_or(look.theme.dim, |group| look.theme.hue(group.hue));
        x += put(buf, area, (x, 1), area.width, text, style, look.ascii) + 2;
    }
    for (text, _) in signs {
        if usize::from(x) + width(&text) <= usize::from(area.width) {
            x += put(buf, area, (x, 1), area.width, &text, look.theme.dim, look.ascii) + 2;
        }
    }
}
