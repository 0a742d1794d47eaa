//! Points of one value against another, or against time. They are kept in columns, for there may be a million of them.

use super::{Hue, Reference, ValueScale};
use crate::analysis::{Regression, Trend};
use crate::base::{ObsRef, Standing, Unit};
use crate::chart::{Periods, ScaleKind};

/// Points of one value against another, or against time.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// What runs across.
    pub x: ScatterAxis,
    /// What runs up.
    pub y: ScatterAxis,
    /// The points by x, then by y.
    pub points: ScatterPoints,
    /// Groups by their number in the points; where points are not grouped one without a name.
    pub groups: Vec<PointGroup>,
    /// What a point is called by.
    pub called: Called,
    /// Points to name, as numbers of points, those first that matter most: the extremes of both axes, then from the top down.
    pub telling: Vec<u32>,
    /// Most names beside points; none: as many as find room.
    pub labels: Option<usize>,
    /// The line through the facts among the points.
    pub trend: Option<ScatterTrend>,
    /// Points that were higher than all before them, where only these are to be seen.
    pub records: Option<Vec<u32>>,
    /// The points that its line goes through, as numbers of points; none without a line.
    pub laid: Vec<u32>,
    /// What could not be drawn, in words.
    pub aside: Vec<String>,
}

impl Scatter {
    /// The kind of scale to go on to, of both axes that are not plain or of both at once.
    pub fn next_scale(&self) -> ScaleKind {
        let bent = || [&self.x, &self.y].map(|axis| axis.scale).into_iter().filter(|own| own.kind != ScaleKind::Linear);
        if bent().next().is_none() {
            return ScaleKind::Log;
        }
        bent().map(|own| own.next()).max().unwrap_or_default()
    }

    /// `units shipped against compute shipped`; against time the metric alone.
    pub fn title(&self) -> String {
        if self.x.is_time() { self.y.name.clone() } else { format!("{} against {}", self.y.name, self.x.name) }
    }
}

/// A line through points.
#[derive(Debug, Clone, PartialEq)]
pub enum ScatterTrend {
    /// Over time.
    Time(Trend),
    /// Of one value with another.
    Values(Regression),
}

impl ScatterTrend {
    /// The line's y at an x.
    pub fn value(&self, x: f64) -> f64 {
        match self {
            Self::Time(trend) => trend.value(x),
            Self::Values(line) => line.value(x),
        }
    }

    /// Through how many points it was laid.
    pub fn count(&self) -> usize {
        match self {
            Self::Time(trend) => trend.n,
            Self::Values(line) => line.n,
        }
    }

    /// From where to where it was laid.
    pub fn span(&self) -> (f64, f64) {
        match self {
            Self::Time(trend) => (f64::from(trend.first.0), f64::from(trend.last.0) + 1.0),
            Self::Values(line) => line.span,
        }
    }
}

/// One axis.
#[derive(Debug, Clone, PartialEq)]
pub struct ScatterAxis {
    /// Name of the metric; empty for time.
    pub name: String,
    /// Unit of its numbers; none where they are days since 1970-01-01.
    pub unit: Option<Unit>,
    /// Scale of its numbers.
    pub scale: ValueScale,
    /// What the points are figures of, where it is an axis of time.
    pub periods: Periods,
    /// Lowest and highest of what stands on it, ends of ranges among them.
    pub domain: (f64, f64),
    /// Levels to compare with.
    pub references: Vec<Reference>,
}

impl ScatterAxis {
    /// Whether it is an axis of time.
    pub fn is_time(&self) -> bool {
        self.unit.is_none()
    }
}

/// The points in columns: 27 bytes a point, and what only few of them have beside.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScatterPoints {
    /// Across: numbers in the axis' unit, or the middle of the period in days since 1970-01-01. Ascending.
    pub x: Vec<f64>,
    /// Up.
    pub y: Vec<f64>,
    /// The observations of y.
    pub obs: Vec<ObsRef>,
    /// The observations of x; empty where x is time.
    pub x_obs: Vec<ObsRef>,
    /// Their groups, as numbers of [`Scatter::groups`].
    pub group: Vec<u8>,
    /// How far they are facts.
    pub standing: Vec<Standing>,
    /// Where only one end is known.
    pub open: Vec<Way>,
    /// Points that are ranges, by their number: low and high of x, then of y.
    pub ranges: Vec<(u32, [Option<f64>; 4])>,
}

impl ScatterPoints {
    /// Number of points.
    pub fn len(&self) -> usize {
        self.y.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.y.is_empty()
    }

    /// Where the n-th point stands.
    pub fn at(&self, point: usize) -> Option<(f64, f64)> {
        self.x.get(point).copied().zip(self.y.get(point).copied())
    }

    /// The observations behind the n-th point: that of y, then that of x.
    pub fn behind(&self, point: usize) -> Vec<ObsRef> {
        [self.obs.get(point), self.x_obs.get(point)].into_iter().flatten().copied().collect()
    }

    /// The point that an observation is part of.
    pub fn of(&self, at: ObsRef) -> Option<usize> {
        let place = |all: &[ObsRef]| all.iter().position(|other| *other == at);
        place(&self.obs).or_else(|| place(&self.x_obs))
    }
}

/// A group of points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointGroup {
    /// Its name.
    pub name: String,
    /// Its colour.
    pub hue: Hue,
    /// The n-th marker shape, so that colour is never the only sign; none for all that are not told apart.
    pub shape: Option<u8>,
}

/// The way in which the value may lie, where only one end is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Way {
    /// It is known.
    #[default]
    No,
    /// Higher.
    Up,
    /// Lower.
    Down,
    /// Less of x.
    Left,
    /// More of x.
    Right,
}

/// What a point is called by: what tells it from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Called {
    /// Its entity.
    Entity,
    /// Its entity and period.
    EntityAndPeriod,
    /// Its period, where there is one entity.
    Period,
    /// Its value, where neither tells.
    Value,
}
