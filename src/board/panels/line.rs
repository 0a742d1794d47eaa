//! Series over time, kept as columns: a million points cost about 33 bytes each.

use std::ops::Range;

use crate::analysis::{Derived, Step, Trend};
use crate::base::{ObsRef, Period, Standing, Unit};
use crate::chart::{Extremes, Periods, ScaleKind, Window};

use super::{Hue, ValueScale};

/// Series over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Unit of all series.
    pub unit: Unit,
    /// Scale of the numbers.
    pub scale: ValueScale,
    /// What the points are figures of: how their times are named.
    pub periods: Periods,
    /// What the numbers are where they are computed from the stated ones.
    pub computed: Option<Computed>,
    /// How points are joined.
    pub stroke: Stroke,
    /// Series in order of their last value, largest first.
    pub series: Vec<LineSeries>,
    /// Trends, each of one series.
    pub trends: Vec<LineTrend>,
    /// Events of the file as marks on the axis.
    pub events: Vec<LineEvent>,
    /// Target and reference lines.
    pub references: Vec<Reference>,
    /// What the axes span, where that does not follow from the points (charts beside each other share theirs).
    pub domain: Window,
    /// Series left out and values that a log axis cannot show, in words.
    pub aside: Vec<String>,
}

impl Line {
    /// What the points, their bands and the levels span: time, then numbers; `None` where there is no point.
    pub fn extent(&self) -> Option<((f64, f64), (f64, f64))> {
        let wider = |a: (f64, f64), b: (f64, f64)| (a.0.min(b.0), a.1.max(b.1));
        let times = self.series.iter().filter_map(|one| Some((one.points.first()?.x, one.points.last()?.x)));
        let runs = self.series.iter().flat_map(|one| {
            let all = 0..one.points.len();
            [one.points.extremes(all.clone()), one.points.band(all)]
        });
        let levels = self.references.iter().map(|level| (level.value, level.value));
        Some((times.reduce(wider)?, runs.flatten().chain(levels).reduce(wider)?))
    }

    /// The kind of scale to go on to. What is computed has no rows that could be left out, so that negatives are never log.
    pub fn next_scale(&self) -> ScaleKind {
        match self.scale.next() {
            ScaleKind::Log if self.computed.is_some() && self.scale.signed => ScaleKind::Symlog,
            next => next,
        }
    }
}

/// What is computed for each point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Computed {
    /// Change against the matching period before, a year, quarter, month or week back.
    Growth(Step),
    /// The point of the base period is 100, or the first of each series.
    Index,
    /// Part of the sum of the series at that period.
    Share,
    /// Place among the series at that period, the first on top.
    Rank,
}

impl Computed {
    /// Whether the smallest number stands on top.
    pub fn is_inverted(self) -> bool {
        self == Self::Rank
    }

    /// The words in config.toml, with what they mean.
    pub const ALL: [(&'static str, Self); 7] = [
        ("yoy", Self::Growth(Step::Year)),
        ("qoq", Self::Growth(Step::Quarter)),
        ("mom", Self::Growth(Step::Month)),
        ("wow", Self::Growth(Step::Week)),
        ("index", Self::Index),
        ("share", Self::Share),
        ("rank", Self::Rank),
    ];

    /// What a chart of it shows: `change on a year before`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Growth(Step::Year) => "change on the year before",
            Self::Growth(Step::Quarter) => "change on the quarter before",
            Self::Growth(Step::Month) => "change on the month before",
            Self::Growth(Step::Week) => "change on the week before",
            Self::Index => "index",
            Self::Share => "share of all shown",
            Self::Rank => "rank among all shown",
        }
    }
}

/// How the points of a series are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stroke {
    /// A straight line from point to point.
    #[default]
    Line,
    /// Level until the next point: prices, rates that hold until they are changed.
    Step,
    /// A line with the area below it filled.
    Area,
}

/// A level to compare with.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Where, in the unit of the axis.
    pub value: f64,
    /// Its name: `target`.
    pub label: String,
}

/// The trend of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct LineTrend {
    /// Which series.
    pub series: usize,
    /// The fit.
    pub trend: Trend,
}

/// An event as a mark on the time axis.
#[derive(Debug, Clone, PartialEq)]
pub struct LineEvent {
    /// Its name.
    pub label: String,
    /// When.
    pub period: Period,
    /// Where from.
    pub obs: ObsRef,
}

/// One series.
#[derive(Debug, Clone, PartialEq)]
pub struct LineSeries {
    /// Name at its end.
    pub name: String,
    /// Colour.
    pub hue: Hue,
    /// n-th dash and marker shape, so that colour is never the only sign.
    pub shape: u8,
    /// Whether its points are named by their entities (`by` joins several).
    pub named: bool,
    /// Whether its first point is the last fact before it, from which a run of forecasts or rumours goes on.
    pub joined: bool,
    /// Points by time.
    pub points: Points,
    /// The numbers of the points where they are computed, one each; else empty.
    pub derived: Vec<Derived>,
}

/// Why a line breaks before a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gap {
    /// It does not.
    #[default]
    None,
    /// Periods are missing, or nothing became of the point before.
    Missing,
    /// The definition changed (B): the old numbers measure something else.
    Break,
}

/// On which side the number of a point is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Open {
    /// On none.
    #[default]
    No,
    /// It is at most what is drawn.
    Below,
    /// It is at least what is drawn.
    Above,
}

/// One point of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinePoint {
    /// Middle of its period, in days since 1970-01-01, times of day as fractions.
    pub x: f64,
    /// The number that it stands by: the stated one or the middle, else the end that is known.
    pub value: f64,
    /// Low and high end, where it has both and they differ.
    pub band: Option<(f64, f64)>,
    /// Where from.
    pub obs: ObsRef,
    /// Whether it is a bound.
    pub open: Open,
    /// Fact, estimate, forecast or rumour.
    pub standing: Standing,
    /// Whether the line breaks before it.
    pub gap: Gap,
}

/// Points by time, as columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Points {
    xs: Vec<f64>,
    obs: Vec<ObsRef>,
    signs: Vec<(Open, Standing, Gap)>,
    values: Extremes,
    /// Empty where no point has a band.
    bands: Extremes,
}

impl Points {
    /// Of points in order of time.
    pub fn new(points: &[LinePoint]) -> Self {
        let banded = points.iter().any(|point| point.band.is_some());
        Self {
            xs: points.iter().map(|point| point.x).collect(),
            obs: points.iter().map(|point| point.obs).collect(),
            signs: points.iter().map(|point| (point.open, point.standing, point.gap)).collect(),
            values: Extremes::new(points.iter().map(|point| Some((point.value, point.value)))),
            bands: if banded { Extremes::new(points.iter().map(|point| point.band)) } else { Extremes::default() },
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.xs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.xs.is_empty()
    }

    /// The n-th point.
    pub fn get(&self, at: usize) -> Option<LinePoint> {
        let (open, standing, gap) = *self.signs.get(at)?;
        Some(LinePoint {
            x: *self.xs.get(at)?,
            value: self.values.get(at)?.0,
            band: self.bands.get(at),
            obs: *self.obs.get(at)?,
            open,
            standing,
            gap,
        })
    }

    /// The first point.
    pub fn first(&self) -> Option<LinePoint> {
        self.get(0)
    }

    /// The last point.
    pub fn last(&self) -> Option<LinePoint> {
        self.get(self.len().checked_sub(1)?)
    }

    /// All points in order.
    pub fn iter(&self) -> impl Iterator<Item = LinePoint> + '_ {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// Where from, in order.
    pub fn obs(&self) -> &[ObsRef] {
        &self.obs
    }

    /// Times in order, in days since 1970-01-01.
    pub fn xs(&self) -> &[f64] {
        &self.xs
    }

    /// The point that is nearest to a time.
    pub fn nearest(&self, x: f64) -> Option<usize> {
        let after = self.xs.partition_point(|other| *other < x);
        let near = [after.checked_sub(1), Some(after)].into_iter().flatten();
        let near = near.filter_map(|at| Some((at, (self.xs.get(at)? - x).abs())));
        near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
    }

    /// Whether any point of a run is joined to the one before it.
    pub fn is_joined(&self, mut run: Range<usize>) -> bool {
        run.any(|at| self.signs.get(at).is_some_and(|(.., gap)| *gap == Gap::None))
    }

    /// Lowest and highest value of a run, at a cost that does not grow with it.
    pub fn extremes(&self, run: Range<usize>) -> Option<(f64, f64)> {
        self.values.of(run)
    }

    /// The first point of a run whose value is its lowest or highest, at a cost that hardly grows with the run.
    pub fn first_of(&self, mut run: Range<usize>, extreme: f64) -> Option<usize> {
        let has = |run: Range<usize>| self.values.of(run).is_some_and(|(low, high)| low == extreme || high == extreme);
        if !has(run.clone()) {
            return None;
        }
        while run.len() > 1 {
            let middle = run.start + run.len() / 2;
            run = if has(run.start..middle) { run.start..middle } else { middle..run.end };
        }
        Some(run.start)
    }

    /// Lowest and highest end of the bands of a run; `None` where none of its points has one.
    pub fn band(&self, run: Range<usize>) -> Option<(f64, f64)> {
        self.bands.of(run)
    }

    /// Whether any point has a band.
    pub fn is_banded(&self) -> bool {
        self.bands.all().is_some()
    }
}
