//! One value against another, or against time: a marker a point, names beside those that tell most. Where points are more than cells,
//! dots finer than cells; where these run together, shades that say how many.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::ink::{glyph, put, put_right, safe};
use super::{ChartAxes, Cursor, Mark, View};
use crate::base::{Standing, width, write_number, write_unit_suffix};
use crate::board::{Reference, Scatter, ScatterAxis};
use crate::chart::{Axis, Glyphs, Raster, Scale, ScaleKind, Tick, draw_axis, height_ticks, value_ticks};

mod crowd;
mod head;
mod marker;
mod names;
mod reach;
mod trend;
mod walk;

use crowd::Crowd;
use reach::{Reach, drawn_ranges};
pub(super) use walk::step;

pub(super) const LEAST: (u16, u16) = (30, 6);

/// From this height on the signs are explained above the plot.
const LEGEND: u16 = 9;
/// From this height on what the trend says is written below.
const SAID_TREND: u16 = 8;
/// From this height on what is left out is said below.
const SAID_ASIDE: u16 = 10;
/// Most points with a marker each, and cells that each then has: else they would hide each other.
const MARKED: usize = 1_500;
const CELLS_EACH: usize = 4;
/// Where more than one in so many cells holds more points than dots, shades say how many.
const SOME: usize = 20;
const DOTS: u32 = 8;
/// Columns between the labels of numbers below the plot.
const APART: u16 = 3;
/// More changes at once than this are a new file rather than news.
const MOST_CHANGED: usize = 1_000;

/// Where the parts of the chart stand.
struct Frame {
    plot: Rect,
    x: Scale,
    y: Scale,
    ticks: Vec<Tick>,
    /// Points between the ends of the horizontal axis.
    run: Range<usize>,
    legend: bool,
    foot: u16,
    /// More points than markers would leave room for.
    crowded: bool,
}

/// The scale of an axis over so many cells: of the part that is looked at, else of all.
fn scale(axis: &ScatterAxis, part: Option<(f64, f64)>, cells: u16) -> Scale {
    if let Some((low, high)) = part {
        return axis.scale.over(low, high, cells);
    }
    let (mut low, mut high) = axis.domain;
    for level in axis.references.iter().filter(|level| axis.scale.holds(level.value)) {
        (low, high) = (low.min(level.value), high.max(level.value));
    }
    // What begins near zero begins at zero: places are compared, but so are sizes.
    if axis.scale.kind == ScaleKind::Linear && !axis.is_time() && low > 0.0 && low < high / 3.0 {
        low = 0.0;
    }
    if axis.scale.kind == ScaleKind::Symlog {
        (low, high) = (low.min(0.0), high.max(0.0));
    }
    axis.scale.over(low, high, cells)
}

impl Frame {
    fn new(scatter: &Scatter, view: &View<'_>) -> Self {
        let area = view.area;
        let x = scale(&scatter.x, view.window.x, area.width.max(1));
        let xs = &scatter.points.x;
        let run = xs.partition_point(|at| *at < x.low)..xs.partition_point(|at| *at <= x.high);
        let rough = usize::from(area.width) * usize::from(area.height);
        let crowded = run.len() > MARKED || run.len() * CELLS_EACH > rough;
        let legend = area.height >= LEGEND && names::has_legend(scatter, crowded);
        let trend = scatter.trend.is_some() && area.height >= SAID_TREND;
        let aside = !scatter.aside.is_empty() && area.height >= SAID_ASIDE;
        let foot = u16::from(trend || aside);
        let above = 1 + u16::from(legend);
        let height = area.height.saturating_sub(above + 2 + foot).max(1);
        let y = scale(&scatter.y, view.window.y, height);
        let ticks = height_ticks(&y, view.look.numbers);
        let axis = ticks.iter().map(|t| width(&t.label)).max().unwrap_or(0) as u16 + 1;
        let width = area.width.saturating_sub(axis).max(1);
        let plot = Rect { x: area.x + axis, y: area.y + above, width, height };
        Self { plot, x: Scale { cells: width, ..x }, y, ticks, run, legend, foot, crowded }
    }

    /// Row of a value inside the plot, from the top.
    fn row(&self, value: f64) -> u16 {
        let last = self.plot.height.saturating_sub(1);
        last - self.y.cell(value).min(last)
    }

    /// Cell of a point inside the plot; none where it lies outside of the axes.
    fn place(&self, scatter: &Scatter, point: usize) -> Option<(u16, u16)> {
        let (x, y) = scatter.points.at(point)?;
        (self.x.contains(x) && self.y.contains(y)).then(|| (self.x.cell(x), self.row(y)))
    }

    fn crowd(&self, scatter: &Scatter) -> Option<Crowd> {
        self.crowded.then(|| Crowd::new(scatter, self))
    }
}

/// Marks of the points; of several that share a cell in a crowd that of the cursor or the first.
pub(super) fn marks(scatter: &Scatter, view: &View<'_>) -> Vec<Mark> {
    let frame = Frame::new(scatter, view);
    let mark = |point: usize, (x, y): (u16, u16)| {
        let area = Rect { x: frame.plot.x + x, y: frame.plot.y + y, width: 1, height: 1 };
        Mark { area: area.intersection(view.area), item: point, column: 0, obs: scatter.points.behind(point) }
    };
    let Some(crowd) = frame.crowd(scatter) else {
        return frame.run.clone().filter_map(|at| Some(mark(at, frame.place(scatter, at)?))).collect();
    };
    let here = view.cursor.item;
    let own = frame.place(scatter, here);
    let mut marks: Vec<Mark> =
        crowd.filled().map(|(at, cell)| mark(if own == Some(at) { here } else { cell.first as usize }, at)).collect();
    marks.sort_by_key(|mark| mark.item);
    marks
}

pub(super) fn draw(scatter: &Scatter, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let frame = Frame::new(scatter, view);
    let crowd = frame.crowd(scatter);
    let changed = changed(scatter, view);
    head::draw(scatter, view, &changed, buf);
    if frame.legend {
        names::draw_legend(scatter, &frame, crowd.as_ref(), view, buf);
    }
    draw_axes(scatter, &frame, view, buf);
    draw_levels(scatter, &frame, view, buf);
    match &crowd {
        Some(crowd) => draw_crowd(scatter, crowd, &frame, view, buf),
        None => draw_points(scatter, &frame, view, buf),
    }
    for point in scatter.records.iter().flatten().map(|point| *point as usize) {
        if let Some(at) = frame.place(scatter, point) {
            let own = marker::of_point(scatter, point, look);
            put(buf, frame.plot, at, 1, own, hue(scatter, point, view), look.ascii);
        }
    }
    trend::draw(scatter, &frame, view, buf);
    names::draw(scatter, &frame, crowd.as_ref(), view, buf);
    let own = |point: usize| marker::of_point(scatter, point, look);
    for point in changed {
        if let Some(at) = frame.place(scatter, point) {
            put(buf, frame.plot, at, 1, own(point), theme.changed, look.ascii);
        }
    }
    let here = settle(scatter, view).item;
    if let Some(at) = frame.place(scatter, here).filter(|_| view.focused) {
        if let Some(reach) = Reach::of(scatter, &frame, here) {
            reach.draw(scatter, &frame, view, buf);
        }
        put(buf, frame.plot, at, 1, own(here), theme.cursor, look.ascii);
    }
    if frame.foot > 0 {
        let row = area.height - 1;
        let fits = |text: &String| width(text) <= usize::from(area.width);
        let told = trend::forms(scatter, view).into_iter().find(fits).unwrap_or_default();
        let from = put(buf, area, (0, row), area.width, &told, theme.derived, look.ascii);
        let gap = if from == 0 { 0 } else { 3 };
        let rest = safe(&scatter.aside.join(" · "), look);
        put(buf, area, (from + gap, row), area.width.saturating_sub(from + gap), &rest, theme.dim, look.ascii);
    }
}

/// Numbers left of the plot, the rule and its labels below it.
fn draw_axes(scatter: &Scatter, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let (area, look) = (view.area, view.look);
    let left = Rect { y: frame.plot.y, height: frame.plot.height, ..area };
    for tick in &frame.ticks {
        put_right(buf, left, frame.row(tick.value), 0, frame.plot.x - area.x - 1, &tick.label, look.theme.dim);
    }
    let ticks = if scatter.x.is_time() {
        scatter.x.periods.ticks(&frame.x, APART)
    } else {
        value_ticks(&frame.x, look.numbers, APART)
    };
    let suffix = scatter.x.unit.as_ref().map_or_else(String::new, |unit| safe(&write_unit_suffix(unit), look));
    let axis = Axis { scale: frame.x, ticks, suffix };
    let below = Rect { y: frame.plot.y + frame.plot.height, height: 2, ..frame.plot };
    draw_axis(&axis, below.intersection(area), look.theme.dim, look.ascii, buf);
    let zero = |scale: &Scale| scale.kind == ScaleKind::Symlog && scale.contains(0.0);
    if zero(&frame.y) {
        let rule = glyph(look, "─", "-").repeat(frame.plot.width.into());
        put(buf, frame.plot, (0, frame.row(0.0)), frame.plot.width, &rule, look.theme.dim, look.ascii);
    }
    for y in (0..frame.plot.height).filter(|_| zero(&frame.x)) {
        put(buf, frame.plot, (frame.x.cell(0.0), y), 1, glyph(look, "│", "|"), look.theme.dim, look.ascii);
    }
}

/// What stands on the line of a level: its name and number.
fn level_words(level: &Reference, view: &View<'_>) -> String {
    safe(&format!(" {} {} ", level.label, write_number(level.value, None, view.look.numbers)), view.look)
}

/// Levels to compare with as dashed lines, those of y with name and number.
fn draw_levels(scatter: &Scatter, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let (look, plot) = (view.look, frame.plot);
    for level in scatter.x.references.iter().filter(|level| frame.x.contains(level.value)) {
        for y in 0..plot.height {
            put(buf, plot, (frame.x.cell(level.value), y), 1, glyph(look, "┆", ":"), look.theme.dim, look.ascii);
        }
    }
    for level in scatter.y.references.iter().filter(|level| frame.y.contains(level.value)) {
        let y = frame.row(level.value);
        for x in (0..plot.width).step_by(2) {
            put(buf, plot, (x, y), 1, glyph(look, "╌", "-"), look.theme.dim, look.ascii);
        }
        let text = level_words(level, view);
        if width(&text) + 4 <= usize::from(plot.width) {
            put(buf, plot, (2, y), plot.width, &text, look.theme.dim, look.ascii);
        }
    }
}

/// A standing in words; of a fact nothing is said.
fn words(standing: Standing) -> &'static str {
    match standing {
        Standing::Actual => "",
        Standing::Estimate => "estimate",
        Standing::Forecast => "forecast",
        Standing::Rumour => "rumour",
    }
}

/// A marker a point, ranges as lines through it, an arrow where only one end is known.
fn draw_points(scatter: &Scatter, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let (look, points) = (view.look, &scatter.points);
    for reach in drawn_ranges(scatter, frame) {
        reach.draw(scatter, frame, view, buf);
    }
    for point in frame.run.clone() {
        let Some((x, y)) = frame.place(scatter, point) else { continue };
        let open = points.open.get(point).copied().unwrap_or_default();
        let Some((symbol, (right, down))) = marker::arrow(open, look) else { continue };
        let to = (i32::from(x) + right, i32::from(y) + down);
        if let (Ok(x), Ok(y)) = (u16::try_from(to.0), u16::try_from(to.1)) {
            put(buf, frame.plot, (x, y), 1, symbol, hue(scatter, point, view), look.ascii);
        }
    }
    for point in frame.run.clone() {
        let Some((x, y)) = frame.place(scatter, point) else { continue };
        let open = points.open.get(point).copied().unwrap_or_default();
        // At the edge there is no cell to point to: the arrow stands for the point.
        let edge = marker::arrow(open, look).filter(|(_, (right, down))| {
            let to = (i32::from(x) + right, i32::from(y) + down);
            to.0 < 0 || to.1 < 0 || to.0 >= i32::from(frame.plot.width) || to.1 >= i32::from(frame.plot.height)
        });
        let symbol = edge.map_or_else(|| marker::of_point(scatter, point, look), |(arrow, _)| arrow);
        if scatter.records.is_some() {
            put(buf, frame.plot, (x, y), 1, glyph(look, "·", "."), look.theme.dim, look.ascii);
        } else {
            put(buf, frame.plot, (x, y), 1, symbol, hue(scatter, point, view), look.ascii);
        }
    }
}

/// The style of a point: its group's, without colour while another entity is lit.
fn hue(scatter: &Scatter, point: usize, view: &View<'_>) -> Style {
    view.light(&scatter.points.behind(point)).mark(names::group_style(scatter, point, view), view)
}

/// Whether points run together so far that only shades can say how many there are.
fn is_shaded(crowd: &Crowd) -> bool {
    let (full, all) =
        crowd.filled().fold((0, 0), |(full, all), (_, cell)| (full + usize::from(cell.count > DOTS), all + 1));
    full * SOME > all || crowd.most() > DOTS * DOTS
}

/// One sign a cell: the marker of its group where they are told apart, else dots; or a shade by the number of its points.
fn draw_crowd(scatter: &Scatter, crowd: &Crowd, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    let mut raster = Raster::new(frame.plot, Glyphs::Braille);
    let steps = is_shaded(crowd).then(|| shades(crowd.most()));
    for (at, cell) in crowd.filled() {
        let point = cell.first as usize;
        if let Some(steps) = steps {
            let level = steps.iter().filter(|step| **step <= cell.count).count().saturating_sub(1);
            put(
                buf,
                frame.plot,
                at,
                1,
                shade_signs(look).get(level).copied().unwrap_or("#"),
                look.theme.text,
                look.ascii,
            );
        } else if scatter.groups.len() > 1 {
            let own = marker::of_point(scatter, point, look);
            let (symbol, style) =
                if cell.mixed { (glyph(look, "▒", "%"), look.theme.text) } else { (own, hue(scatter, point, view)) };
            put(buf, frame.plot, at, 1, symbol, style, look.ascii);
        } else if look.ascii {
            let symbol = if cell.count > 1 { ":" } else { "." };
            put(buf, frame.plot, at, 1, symbol, hue(scatter, point, view), look.ascii);
        } else {
            let style = hue(scatter, point, view);
            for dot in (0..8).filter(|dot| cell.dots & (1 << dot) != 0) {
                raster.dot(i64::from(at.0) * 2 + dot % 2, i64::from(at.1) * 4 + dot / 2, style);
            }
        }
    }
    raster.draw(buf);
}

const SHADES: [&str; 5] = ["·", "░", "▒", "▓", "█"];
const SHADES_ASCII: [&str; 5] = [".", ":", "+", "#", "@"];

/// The shades from light to full.
fn shade_signs(look: &super::Look<'_>) -> [&'static str; 5] {
    if look.ascii { SHADES_ASCII } else { SHADES }
}

/// From how many points a cell has each shade: equal ratios from 1 to the most.
fn shades(most: u32) -> [u32; 5] {
    let mut steps = [1u32; 5];
    for nth in 1..steps.len() {
        let before = steps.get(nth - 1).copied().unwrap_or(1);
        if let Some(step) = steps.get_mut(nth) {
            let ratio = f64::from(most).powf(nth as f64 / 5.0).ceil() as u32;
            *step = ratio.max(before.saturating_add(1));
        }
    }
    steps
}

/// The points that changed since the viewer looked.
fn changed(scatter: &Scatter, view: &View<'_>) -> Vec<usize> {
    let keys = view.look.changed.keys().take(MOST_CHANGED);
    let mut wanted: Vec<_> = keys.filter_map(|key| view.dataset.find(key)).collect();
    wanted.sort_unstable();
    if wanted.is_empty() {
        return Vec::new();
    }
    let points = &scatter.points;
    let is_in = |at: Option<&crate::base::ObsRef>| at.is_some_and(|at| wanted.binary_search(at).is_ok());
    (0..points.len()).filter(|nth| is_in(points.obs.get(*nth)) || is_in(points.x_obs.get(*nth))).collect()
}

/// Both axes, and where the cursor stands on them.
pub(super) fn axes(scatter: &Scatter, view: &View<'_>) -> ChartAxes {
    let frame = Frame::new(scatter, view);
    ChartAxes { x: frame.x, y: frame.y, at: scatter.points.at(settle(scatter, view).item) }
}

pub(super) fn settle(scatter: &Scatter, view: &View<'_>) -> Cursor {
    Cursor { item: view.cursor.item.min(scatter.points.len().saturating_sub(1)), column: 0, ..view.cursor }
}

pub(super) fn items(scatter: &Scatter) -> usize {
    scatter.points.len()
}
