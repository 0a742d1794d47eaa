//! The lines themselves: strokes on the raster, and markers.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::frame::Frame;
use crate::base::Standing;
use crate::board::{Gap, LinePoint, LineSeries, LineTrend, Open, Stroke};
use crate::chart::{Dash, Pen, Raster};
use crate::panel::View;
use crate::panel::changed::REVISED;
use crate::panel::ink::{glyph, put};
use crate::panel::lit::Light;

/// Marker shapes: of a fact, an estimate, a forecast, each with its ASCII; of the block of shapes that every font of a terminal has.
const MARKERS: [[(&str, &str); 3]; 5] = [
    [("●", "*"), ("◐", "e"), ("○", "o")],
    [("◆", "#"), ("◈", "%"), ("◇", "%")],
    [("▲", "A"), ("◭", "a"), ("△", "a")],
    [("■", "@"), ("◧", "&"), ("□", "&")],
    [("▼", "x"), ("▾", "+"), ("▽", "+")],
];
/// More points than this in a series have a marker now and then, fewer one each.
const MARKED: usize = 24;
/// More points than this that no line joins are too many for a marker each.
const MOST_APART: usize = 4_000;
/// Cells from marker to marker along a long series, and along one of more points than columns: there a marker hides what it marks.
const APART: [u16; 2] = [12, 36];
/// The marker of a series for a fact, estimate, forecast or rumour.
pub(super) fn marker(series: &LineSeries, standing: Standing, view: &View<'_>) -> &'static str {
    let shapes = MARKERS[usize::from(series.shape) % MARKERS.len()];
    let (unicode, ascii) = match standing {
        Standing::Actual => shapes[0],
        Standing::Estimate => shapes[1],
        Standing::Forecast => shapes[2],
        // A rumour has no shape of its own: it is the same for all.
        Standing::Rumour => ("◌", "?"),
    };
    glyph(view.look, unicode, ascii)
}

/// Series that share a marker differ by their dashes; what is estimated is dashed, what nobody knows yet is dotted.
fn dash(series: &LineSeries, standing: Standing) -> Dash {
    let own = Dash::ALL.get(usize::from(series.shape) / MARKERS.len() % Dash::ALL.len());
    match standing {
        Standing::Actual => own.copied().unwrap_or_default(),
        Standing::Estimate => Dash::Dashed,
        Standing::Forecast | Standing::Rumour => Dash::Dotted,
    }
}

/// How a series is drawn while an entity may be lit: a line by its first point, for a series is of one entity unless its points
/// are named.
pub(super) fn light(series: &LineSeries, view: &View<'_>) -> Light {
    let obs = series.points.obs();
    view.light(if series.named { obs } else { obs.get(..1).unwrap_or_default() })
}

/// A place in dots from the upper left corner.
type Spot = (f64, f64);

/// From values to dots of the raster: they differ by glyph set, so the raster is asked, and lines and their markers meet.
pub(super) struct Dots<'a> {
    frame: &'a Frame,
    across: f64,
    down: f64,
}

impl<'a> Dots<'a> {
    pub(super) fn new(frame: &'a Frame, raster: &Raster) -> Self {
        Self { frame, across: raster.width() as f64, down: raster.height() as f64 }
    }

    /// The time at the middle of a column of dots.
    pub(super) fn time(&self, column: i64) -> f64 {
        self.frame.x.value((column as f64 + 0.5) / self.across * f64::from(self.frame.plot.width))
    }

    pub(super) fn x(&self, x: f64) -> f64 {
        // Dots a cell are a whole number: multiplied first, a point stays in the cell that its mark has.
        self.frame.x.reach(x) * (self.across / f64::from(self.frame.plot.width))
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        let share = self.frame.y.reach(value) / f64::from(self.frame.plot.height);
        if self.frame.inverted { share * self.down } else { (1.0 - share) * self.down }
    }

    fn spot(&self, point: &LinePoint) -> Spot {
        (self.x(point.x), self.y(point.value))
    }

    pub(super) fn dot((x, y): Spot) -> (i64, i64) {
        (x.floor() as i64, y.floor() as i64)
    }
}

/// Strokes from point to point; where several share a column of dots, one from their lowest to their highest, so that no peak is
/// lost and no column costs more than another.
pub(super) fn draw_line(series: &LineSeries, stroke: Stroke, frame: &Frame, view: &View<'_>, raster: &mut Raster) {
    let style = light(series, view).mark(view.look.theme.hue(series.hue), view);
    let dots = Dots::new(frame, raster);
    let column = |x: f64| dots.x(x).floor() as i64;
    let points = &series.points;
    let own = frame.within(series);
    // One point on either side of what is looked at, for the lines that lead there.
    let mut at = own.start.saturating_sub(1);
    let end = (own.end + 1).min(points.len());
    let mut before: Option<LinePoint> = None;
    // A pen for each standing, so that its dashes go on where the line comes back to it.
    let mut pens =
        [Standing::Actual, Standing::Estimate, Standing::Forecast].map(|own| Pen::new(style, dash(series, own)));
    while let Some(first) = points.get(at).filter(|_| at < end) {
        let x = column(first.x);
        // Sparse points mostly stand alone: look at the next one before searching.
        let next = match points.xs().get(at + 1) {
            Some(after) if column(*after) == x => {
                at + points.xs().get(at..end).map_or(1, |rest| rest.partition_point(|other| column(*other) <= x))
            }
            _ => at + 1,
        };
        let spot = dots.spot(&first);
        match before.filter(|_| first.gap == Gap::None) {
            Some(from) => {
                let [fact, estimate, forecast] = &mut pens;
                let pen = match from.standing.max(first.standing) {
                    Standing::Actual => fact,
                    Standing::Estimate => estimate,
                    Standing::Forecast | Standing::Rumour => forecast,
                };
                let start = dots.spot(&from);
                if stroke == Stroke::Step {
                    let corner = (spot.0, start.1);
                    raster.stroke(Dots::dot(start), Dots::dot(corner), pen);
                    raster.stroke(Dots::dot(corner), Dots::dot(spot), pen);
                } else {
                    raster.stroke(Dots::dot(start), Dots::dot(spot), pen);
                }
            }
            None if frame.shows(&first) => {
                let (x, y) = Dots::dot(spot);
                raster.dot(x, y, style);
            }
            None => {}
        }
        if points.is_joined(at + 1..next)
            && let Some((low, high)) = points.extremes(at..next)
        {
            let [from, to] = [high, low].map(|value| Dots::dot((spot.0, dots.y(value))));
            raster.line(from, to, style);
        } else {
            for point in (at + 1..next).filter_map(|nth| points.get(nth)).filter(|point| frame.shows(point)) {
                let (x, y) = Dots::dot(dots.spot(&point));
                raster.dot(x, y, style);
            }
        }
        before = points.get(next - 1);
        at = next;
    }
    if stroke == Stroke::Area {
        fill(series, &dots, view, raster);
    }
}

/// Fills from the line down to zero, or to the foot of the plot where zero has no place on it.
fn fill(series: &LineSeries, dots: &Dots<'_>, view: &View<'_>, raster: &mut Raster) {
    let style = view.look.theme.hue(series.hue);
    let (points, frame) = (&series.points, dots.frame);
    let foot = if frame.y.contains(0.0) { dots.y(0.0) } else { dots.down };
    for x in 0..dots.across as i64 {
        let time = dots.time(x);
        let after = points.xs().partition_point(|other| *other < time);
        let (Some(left), Some(right)) = (after.checked_sub(1).and_then(|at| points.get(at)), points.get(after)) else {
            continue;
        };
        if right.gap != Gap::None || right.x <= left.x {
            continue;
        }
        let share = (time - left.x) / (right.x - left.x);
        let (a, b) = (dots.y(left.value), dots.y(right.value));
        let level = a + (b - a) * share;
        let (_, top) = Dots::dot((0.0, level.min(foot)));
        let (_, bottom) = Dots::dot((0.0, level.max(foot)));
        raster.fill(x, top, bottom, style);
    }
}

/// A trend as a dotted curve: straight on a log axis, bent on a linear one.
pub(super) fn draw_trend(trend: &LineTrend, series: &LineSeries, frame: &Frame, view: &View<'_>, raster: &mut Raster) {
    let dots = Dots::new(frame, raster);
    let (first, last) = (f64::from(trend.trend.first.0), f64::from(trend.trend.last.0) + 1.0);
    let mut pen = Pen::new(view.look.theme.hue(series.hue), Dash::Dotted);
    let mut before = None;
    for cell in 0..=frame.plot.width {
        let x = frame.x.value(f64::from(cell)).clamp(first, last).clamp(frame.x.low, frame.x.high);
        let here = Dots::dot((dots.x(x), dots.y(trend.trend.value(x))));
        if let Some(before) = before {
            raster.stroke(before, here, &mut pen);
        }
        before = Some(here);
    }
}

/// A marker at each point, or along a long series at one in so many cells; those that changed and the one under the cursor always. What was
/// revised since has its sign beside it.
pub(super) fn draw_markers(
    series: &LineSeries,
    here: Option<usize>,
    [changed, revised]: [&[usize]; 2],
    frame: &Frame,
    view: &View<'_>,
    buf: &mut Buffer,
) {
    let look = view.look;
    let whole = light(series, view);
    let mut draw = |at: usize, style: Style| {
        let Some(point) = series.points.get(at).filter(|point| frame.shows(point)) else { return };
        let light = if series.named { view.light(&[point.obs]) } else { whole };
        let style = light.mark(style, view);
        // A bound is no point: an arrow to where the value may be.
        let symbol = match point.open {
            Open::Below => glyph(look, "↓", "v"),
            Open::Above => glyph(look, "↑", "^"),
            Open::No => marker(series, point.standing, view),
        };
        put(buf, frame.plot, (frame.cell(&point), frame.row(point.value)), 1, symbol, style, look.ascii);
    };
    let style = look.theme.hue(series.hue);
    let own = frame.within(series);
    // Points that no line joins are all there is: each has its marker, or some would look more important.
    let apart = own.len() <= MOST_APART && !series.points.is_joined(own.clone());
    if own.len() <= MARKED || apart {
        own.for_each(|at| draw(at, style));
    } else {
        // Each series begins elsewhere, so that markers of two that run together do not cover each other.
        let apart = APART[usize::from(own.len() > 2 * usize::from(frame.plot.width))];
        let first = u16::from(series.shape) * 5 % apart;
        for cell in (first..frame.plot.width).step_by(usize::from(apart)) {
            let at = frame.first_from(series, cell);
            if series.points.get(at).is_some_and(|point| frame.cell(&point) < cell + apart) {
                draw(at, style);
            }
        }
    }
    for at in changed {
        draw(*at, look.theme.changed);
    }
    if let Some(at) = here {
        draw(at, look.theme.cursor);
    }
    // Beside the point: what it is must be seen, too.
    for point in revised.iter().filter_map(|at| series.points.get(*at)).filter(|point| frame.shows(point)) {
        let cell = frame.cell(&point);
        let beside = if cell + 1 < frame.plot.width { cell + 1 } else { cell.saturating_sub(1) };
        put(buf, frame.plot, (beside, frame.row(point.value)), 1, REVISED, look.theme.changed, look.ascii);
    }
}
