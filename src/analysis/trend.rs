//! The trend of points over time: a line through their logarithms, its growth per year with its interval, and how long a
//! doubling takes (rule 8). Knows numbers and days, no drawing.

mod facts;
pub(super) mod lines;
mod student;
pub(super) mod words;

pub use facts::{LeftOut, fit_facts};

use super::growth::YEAR;
use super::interval::plain_unit;
use crate::base::{Day, Dimension, ObsRef, Unit};

/// Fewest points of a trend.
const LEAST: usize = 3;
/// Fewest days from the first point to the last: growth a year from fewer is a guess at best.
const LEAST_DAYS: f64 = 28.0;
/// Points of fewer days than this do not span a year.
const WHOLE_YEAR: f64 = 365.0;

/// One point: an observation of which the value is one number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendPoint {
    /// Days since 1970-01-01; a period by its middle.
    pub x: f64,
    /// The number, in the unit of all points.
    pub value: f64,
    /// Where it comes from.
    pub obs: ObsRef,
}

/// How the line is laid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// Least squares of ln(value).
    LogLeastSquares,
    /// The median of the slopes of ln(value) between all pairs (Theil 1950, Sen 1968): single strays do not move it.
    TheilSen,
    /// Least squares of the values themselves, where some are not above zero or all are rates.
    Linear,
}

impl Fit {
    /// The method in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::LogLeastSquares => "log-linear least squares",
            Self::TheilSen => "Theil–Sen on logarithms",
            Self::Linear => "linear least squares",
        }
    }

    /// Whether it is a line through logarithms.
    pub fn is_log(self) -> bool {
        self != Self::Linear
    }
}

/// A fitted line.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// How it was laid.
    pub method: Fit,
    /// Points that it was laid through.
    pub n: usize,
    /// Day of the first point.
    pub first: Day,
    /// Day of the last point.
    pub last: Day,
    /// Rise of ln(value) per year of 365.2425 days; of a linear fit in `unit` per year.
    pub slope: f64,
    /// 95 % interval of the slope: by Student's t with n − 2 degrees of freedom; of Theil–Sen by Kendall's variance (Sen 1968), which
    /// gives none from three or four points.
    pub slope_interval: Option<(f64, f64)>,
    /// ln(value) of the line on the first day; of a linear fit the value.
    pub intercept: f64,
    /// 1 − squares left over by the line / squares about the mean, of what the line is laid through; `None` where all points
    /// have one value. Of Theil–Sen it may be below zero.
    pub r2: Option<f64>,
    /// Growth in % per year; `None` for a linear fit.
    pub growth: Option<f64>,
    /// Its 95 % interval.
    pub growth_interval: Option<(f64, f64)>,
    /// ln 2 / |slope|, in years: of a falling line the time in which it halves. `None` where it is flat or the fit is linear.
    pub doubling_years: Option<f64>,
    /// Its 95 % interval: shortest and longest; `None` there = it may be flat, or turn.
    pub doubling_interval: Option<(f64, Option<f64>)>,
    /// What must be said with it.
    pub note: Option<String>,
    /// Whether the points span less than a year: growth per year is more than they show.
    pub short: bool,
    /// Unit of the slope of a linear fit: percentage points for rates, else that of the values.
    pub unit: Unit,
    /// What it was computed from.
    pub inputs: Vec<ObsRef>,
}

/// Lays a line through three or more points, in any order; through rates a straight one whatever `fit` says, for a percentage of
/// percent says nothing (rule 4).
///
/// # Errors
/// Why there is none, in words: fewer points, values that have no logarithm, all on one day or within a month, places.
pub fn trend(points: &[TrendPoint], fit: Fit, unit: &Unit) -> Result<Trend, String> {
    if unit.dimension == Dimension::Rank {
        return Err(NO_TREND_OF_PLACES.to_owned());
    }
    let rate = is_rate(unit);
    let fit = if rate { Fit::Linear } else { fit };
    match points.len() {
        0 => return Err("no points".to_owned()),
        1 => return Err("one point only".to_owned()),
        2 => return Err("two points only: growth between them is CAGR".to_owned()),
        _ => {}
    }
    let low = points.iter().filter(|point| point.value <= 0.0).count();
    if fit.is_log() && low > 0 {
        let are = if low == 1 { "is" } else { "are" };
        return Err(format!("{low} of {} values {are} not above zero", points.len()));
    }
    let (start, end) = ends(points);
    if start >= end {
        return Err("all points on one day".to_owned());
    }
    if end - start < LEAST_DAYS {
        let days = (end - start).ceil();
        let word = if days == 1.0 { "day" } else { "days" };
        return Err(format!("{days} {word} only: too few for growth a year"));
    }
    let years = |point: &TrendPoint| (point.x - start) / YEAR;
    let height = |point: &TrendPoint| if fit.is_log() { point.value.ln() } else { point.value };
    let at: Vec<(f64, f64)> = points.iter().map(|point| (years(point), height(point))).collect();
    let line = match fit {
        Fit::LogLeastSquares | Fit::Linear => lines::least_squares(&at),
        Fit::TheilSen => lines::theil_sen(&at),
    };
    let percent = |slope: f64| slope.exp_m1() * 100.0;
    let doubling = (fit.is_log() && line.slope != 0.0).then(|| std::f64::consts::LN_2 / line.slope.abs());
    let times = |(low, high): (f64, f64)| {
        // Of a falling line the steepest is the lower end.
        let (slow, fast) = if line.slope > 0.0 { (low, high) } else { (-high, -low) };
        (std::f64::consts::LN_2 / fast, (slow > 0.0).then(|| std::f64::consts::LN_2 / slow))
    };
    Ok(Trend {
        method: fit,
        n: points.len(),
        first: Day(start.floor() as i32),
        last: Day(end.floor() as i32),
        slope: line.slope,
        slope_interval: line.slope_interval,
        intercept: line.intercept,
        r2: line.r2,
        growth: fit.is_log().then(|| percent(line.slope)),
        growth_interval: line.slope_interval.filter(|_| fit.is_log()).map(|(low, high)| (percent(low), percent(high))),
        doubling_years: doubling,
        doubling_interval: line.slope_interval.filter(|_| doubling.is_some()).map(times),
        note: line.note,
        short: end - start < WHOLE_YEAR,
        unit: if rate { plain_unit("pp", Dimension::Points) } else { unit.clone() },
        inputs: points.iter().map(|point| point.obs).collect(),
    })
}

/// Why ranks have no trend, in words.
pub const NO_TREND_OF_PLACES: &str = "places have no trend";

/// Whether numbers of a unit are parts of a whole or points of them: these rise by points, not by percent.
pub(super) fn is_rate(unit: &Unit) -> bool {
    matches!(unit.dimension, Dimension::Percent | Dimension::Points)
}

impl Trend {
    /// The line's value on a day, counted since 1970-01-01.
    pub fn value(&self, day: f64) -> f64 {
        let height = self.intercept + self.slope * (day - f64::from(self.first.0)) / YEAR;
        if self.method.is_log() { height.exp() } else { height }
    }
}

fn ends(points: &[TrendPoint]) -> (f64, f64) {
    points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| (low.min(point.x), high.max(point.x)))
}

/// Which points set a record when they came: higher than all before them, by index in order of time. An equal one sets none, nor
/// does a lower one of the same day.
pub fn records(points: &[TrendPoint]) -> Vec<usize> {
    let mut order: Vec<(usize, &TrendPoint)> = points.iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| a.x.total_cmp(&b.x).then(b.value.total_cmp(&a.value)));
    let mut highest = f64::NEG_INFINITY;
    let mut set = Vec::new();
    for (index, point) in order {
        if point.value > highest {
            highest = point.value;
            set.push(index);
        }
    }
    set
}

#[cfg(test)]
mod tests;
