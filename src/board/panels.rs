//! Panels resolved to what they draw: numbers, words and observations; no cells, no colours.

use crate::analysis::{Derived, Movement, rounded, write_change};
use crate::base::{Day, Diagnostic, Measure, NumberStyle, ObsRef, Period, Standing, Unit, width, write_measure};

mod division;
mod line;

pub use division::{Division, Part, Segment};
pub use line::{Computed, Gap, Line, LineEvent, LinePoint, LineSeries, LineTrend, Open, Points, Reference, Stroke};

mod scatter;
mod value_scale;

pub use scatter::{Called, PointGroup, Scatter, ScatterAxis, ScatterPoints, ScatterTrend, Way};
pub use value_scale::ValueScale;

mod facets;
mod heat;
mod histogram;

pub use facets::Facets;
pub use heat::{Heat, HeatCell, HeatColumn, HeatRow, SHADES, Shading, swing};
pub use histogram::Distribution;

/// A colour by meaning: the n-th group of the board. The theme gives it a colour; 0 is the first group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hue(pub u8);

impl Hue {
    /// Of what belongs to no group, on a board that has groups.
    pub const NONE: Self = Self(u8::MAX);
}

/// What a panel draws.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolved {
    /// Ranking.
    Bar(Bars),
    /// How values lie (`bins`).
    Histogram(Distribution),
    /// Before and after.
    Change(Comparison),
    /// Intervals on one axis.
    Range(Intervals),
    /// Series over time.
    Line(Line),
    /// One value against another, or against time.
    Scatter(Box<Scatter>),
    /// Entity × period grid.
    Heat(Heat),
    /// Events in lanes.
    Timeline(Timeline),
    /// Records.
    Table(Records),
    /// One line a figure.
    Stat(Figures),
    /// Small multiples of one of the others (`facet`).
    Facets(Facets),
    /// Notes.
    Text(Notes),
    /// Nothing can be drawn: why, and where to mend it.
    Failed(Vec<Diagnostic>),
}

/// A ranking at one period, all of one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// Unit of all rows.
    pub unit: Unit,
    /// Log axis.
    pub log: bool,
    /// Rows in drawing order.
    pub rows: Vec<BarRow>,
    /// Words for what has no bar: entities missing at that period, values that a log axis cannot show.
    pub aside: Vec<String>,
    /// What the bars of all rows span, whichever of them are on screen.
    pub extent: Extent,
    /// Parts of the rows, where a column divides them.
    pub division: Option<Division>,
    /// Columns of the widest rank where rows share one ("2–3"), else 0: ranks in order are told by the order.
    pub rank_columns: u16,
    /// How concentrated the shares of the rows are, where they have shares.
    pub concentration: Option<Box<Derived>>,
    /// Rows of all the charts that stand beside this one on the same scale: its columns are as wide as these need, so that equal lengths
    /// mean equal values.
    pub siblings: std::sync::Arc<[BarRow]>,
}

/// The numbers that an axis must hold.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Extent {
    /// The smallest, at most 0.
    pub lowest: f64,
    /// The largest, at least 0.
    pub highest: f64,
    /// The smallest above 0, where a log axis begins.
    pub least: Option<f64>,
    /// Whether any row is open at an end.
    pub open: bool,
}

impl Bars {
    /// Bars with what follows from all rows together.
    pub fn new(unit: Unit, log: bool, rows: Vec<BarRow>, aside: Vec<String>) -> Self {
        let mut extent = Extent::default();
        for measure in rows.iter().map(|row| &row.measure).filter(|measure| measure.has_number()) {
            extent.open |= measure.low.is_none() || measure.high.is_none();
            let ends = [measure.point, measure.low.map(|b| b.value), measure.high.map(|b| b.value)];
            for value in ends.into_iter().flatten().filter(|value| value.is_finite()) {
                extent.lowest = extent.lowest.min(value);
                extent.highest = extent.highest.max(value);
                if value > 0.0 {
                    extent.least = Some(extent.least.map_or(value, |least| least.min(value)));
                }
            }
        }
        let shared = rows.iter().any(|row| row.rank.contains('–'));
        let widest = rows.iter().map(|row| width(&row.rank)).max().unwrap_or(0);
        let rank_columns = if shared { u16::try_from(widest).unwrap_or(0) } else { 0 };
        Self {
            unit,
            log,
            rows,
            aside,
            extent,
            division: None,
            rank_columns,
            concentration: None,
            siblings: std::sync::Arc::from([]),
        }
    }

    /// The same, divided. Parts below zero lie left of those above it, so a row may reach farther than its sum on both sides.
    pub(crate) fn divided(mut self, division: Division) -> Self {
        for parts in division.parts.values() {
            let widest = parts.iter().map(Part::widest);
            let (below, above) = widest.fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
            self.extent.highest = self.extent.highest.max(above);
            self.extent.lowest = self.extent.lowest.min(below);
        }
        self.division = Some(division);
        self
    }
}

/// One bar or interval.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    /// Name.
    pub label: String,
    /// What else tells it from the other rows: entity, metric or period where they differ.
    pub detail: String,
    /// The part of `detail` that tells it from rows of the same name; empty where the name does.
    pub tag: String,
    /// What it says.
    pub measure: Measure,
    /// The observations behind it: one, or several for "rest".
    pub obs: Vec<ObsRef>,
    /// `1`, `2–3`, empty where unranked.
    pub rank: String,
    /// Against the period before.
    pub movement: Movement,
    /// What follows from the rows together, on its second line.
    pub relation: Option<Relation>,
    /// Group.
    pub hue: Hue,
    /// What it is where it is no fact: drawn hollow, with a sign of its own.
    pub standing: Standing,
    /// Source tag where a panel has two or more sources, else empty.
    pub source: String,
}

/// What a row is to the others, kept as numbers: they are written as the viewer writes numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Relation {
    /// How many times the row that is next in rank.
    Next {
        /// The ratio, in x.
        times: Derived,
        /// The next row.
        other: ObsRef,
        /// Its name, where another row is drawn next.
        name: Option<String>,
    },
    /// The part of all rows, in %, with the words for what "all" is.
    Share(Derived),
    /// The row is the sum of its parts.
    Sum(Derived),
}

impl Relation {
    /// `2.93× next`, `2.93× Kimi`, `62.6 % of 3 named`.
    pub fn write(&self, style: NumberStyle) -> String {
        match self {
            Self::Next { times, name, .. } => {
                format!("{} {}", write_change(times, style, false), name.as_deref().unwrap_or("next"))
            }
            Self::Sum(sum) => format!("sum of {}", sum.inputs.len()),
            Self::Share(share) => {
                format!("{} {}", write_measure(&rounded(&share.measure), style), share.words)
            }
        }
    }
}

/// Before and after, a row each.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Rows.
    pub rows: Vec<ComparisonRow>,
    /// Whether all rows share one unit, and so one axis.
    pub shared_axis: bool,
}

/// One before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonRow {
    /// Metric, as shown.
    pub label: String,
    /// Entity.
    pub entity: String,
    /// Before; the observation may be missing.
    pub from: (Measure, Period, Option<ObsRef>),
    /// After.
    pub to: (Measure, Period, Option<ObsRef>),
    /// Both as drawn: in one unit, open ends closed by the limits that the change was computed with.
    pub plot: [Measure; 2],
    /// The change; no number for ratings and words.
    pub change: Derived,
    /// Periods in words: `Q1 → Q3 2024`, or stages from the notes: `preview → release`.
    pub periods: String,
    /// `LatePost ¶16`.
    pub source: String,
    /// Group.
    pub hue: Hue,
    /// Ratings: shown as words, no plot.
    pub words: bool,
}

/// Intervals on one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervals {
    /// Unit of all rows.
    pub unit: Unit,
    /// Log axis.
    pub log: bool,
    /// Rows in drawing order.
    pub rows: Vec<BarRow>,
    /// Words for what cannot be drawn.
    pub aside: Vec<String>,
}

/// Events in lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// First day of the axis.
    pub first: Day,
    /// Last day of the axis.
    pub last: Day,
    /// Lanes in order.
    pub lanes: Vec<Lane>,
    /// Events without a day, in words.
    pub aside: Vec<String>,
}

/// One lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// Name.
    pub name: String,
    /// Events by first day, then precision, then name.
    pub events: Vec<Event>,
}

/// One event (several with the same days and label line joined).
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What happened.
    pub label: String,
    /// When.
    pub period: Period,
    /// Where from.
    pub obs: Vec<ObsRef>,
    /// Group.
    pub hue: Hue,
    /// Forecast, estimate or rumour.
    pub hollow: bool,
}

/// Records as a table: cells are made when drawn, so the cost does not depend on the number of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Records {
    /// Columns in order.
    pub columns: Vec<TableColumn>,
    /// Rows of the dataset in drawing order, bad records among them.
    pub rows: Vec<usize>,
    /// Sort in words: `by ¶`.
    pub sorted_by: String,
    /// Index into `columns` of the sort column, and whether descending.
    pub sort: Option<(usize, bool)>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    /// Role (`entity`, `value`, `ref` ...) or empty for an unknown column.
    pub role: &'static str,
    /// Column of the table as read.
    pub column: usize,
    /// Heading.
    pub title: String,
    /// Numbers and places: right aligned.
    pub right: bool,
}

/// One line a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Lines in the order of the config.
    pub rows: Vec<Figure>,
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it says.
    pub measure: Measure,
    /// Words after it.
    pub words: String,
    /// Place in the source: `¶7`.
    pub place: String,
    /// Where from.
    pub obs: ObsRef,
    /// Change against the period before, where there is one.
    pub delta: Option<Derived>,
    /// History for a sparkline, by period.
    pub history: Vec<f64>,
    /// Group.
    pub hue: Hue,
}

/// Notes: a Markdown subset (headings, lists, bold, code, links as text).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    /// The text.
    pub text: String,
}
