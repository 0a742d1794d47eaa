//! What a dataset holds, metric by metric: how many periods, entities and intervals, how far its numbers reach, and which
//! metrics matter first.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::order::{self, By};
use crate::base::{Dimension, Period, Shape, fold, is_stated};
use crate::data::{ColumnKind, Dataset, SeriesInfo, TableShape};

/// Numbers that reach over this many times the smallest need a log axis: three orders of magnitude.
const WIDE: f64 = 1000.0;
/// And over this many for shades, of which there are five.
const STEEP: f64 = 30.0;
/// A grid has more rows than lines can be told apart, and columns that can be read.
const LEAST_ROWS: usize = 8;
const LEAST_COLUMNS: usize = 3;
const MOST_COLUMNS: usize = 48;

/// What a dataset holds.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Metrics with numbers that deserve a panel: what matters most first.
    pub(super) topics: Vec<Topic>,
    /// Metrics that another one speaks for, such as the day's high beside its close.
    pub(super) shadowed: Vec<Topic>,
    /// Number of events.
    pub(super) events: usize,
    /// Whether any observation names a group.
    pub(super) groups: bool,
}

/// How many periods a series has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reach {
    /// All.
    pub(super) periods: usize,
    /// Those of facts: forecasts, rumours and targets are no end of a change.
    pub(super) stated: usize,
}

/// One metric that has numbers. Where one of its entities is the total of the others, it is not counted here.
#[derive(Debug)]
pub(super) struct Topic {
    /// Its shown name.
    pub(super) name: String,
    /// Shown entities in order of first appearance, each with what its longest series has.
    pub(super) entities: IndexMap<String, Reach>,
    /// All its periods, each with the number of series that have it.
    pub(super) periods: BTreeMap<Period, usize>,
    /// Number of observations with a number.
    pub(super) numbers: usize,
    /// How many of them are intervals.
    pub(super) intervals: usize,
    /// What its first number is measured in.
    pub(super) dimension: Dimension,
    /// Whether its numbers count things.
    pub(super) counts: bool,
    /// The entity that stands for the sum of the others.
    pub(super) total: Option<String>,
    /// Smallest and largest number above zero, in the base unit.
    reach: Option<(f64, f64)>,
    /// Whether a number at or below zero is among them, and whether one below.
    below: bool,
    negative: bool,
}

impl Topic {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            entities: IndexMap::new(),
            periods: BTreeMap::new(),
            numbers: 0,
            intervals: 0,
            dimension: Dimension::None,
            counts: false,
            total: None,
            reach: None,
            below: false,
            negative: false,
        }
    }

    fn take(&mut self, dataset: &Dataset, series: &SeriesInfo, found: &mut Survey) {
        let (before, mut own) = (self.numbers, Reach::default());
        let (mut last, mut last_stated) = (None, None);
        for at in &series.observations {
            let observation = dataset.get(*at);
            let measure = &observation.measure;
            found.events += usize::from(measure.shape == Shape::Event);
            let Some(number) = measure.place().or(measure.low.or(measure.high).map(|end| end.value)) else { continue };
            if self.numbers == 0 {
                self.dimension = measure.unit.dimension.clone();
            }
            self.numbers += 1;
            let apart = measure.low.zip(measure.high).is_some_and(|(low, high)| low.value < high.value);
            self.intervals += usize::from(apart || matches!(measure.shape, Shape::Range | Shape::Order));
            found.groups |= !observation.group.is_empty();
            let base = number * measure.unit.factor;
            self.below |= base <= 0.0;
            self.negative |= base < 0.0;
            if base > 0.0 {
                let (low, high) = self.reach.unwrap_or((base, base));
                self.reach = Some((low.min(base), high.max(base)));
            }
            // The observations of a series are in order of their periods.
            if observation.period != Period::NONE && last != Some(observation.period) {
                last = Some(observation.period);
                own.periods += 1;
                *self.periods.entry(observation.period).or_default() += 1;
            }
            if observation.period != Period::NONE
                && last_stated != Some(observation.period)
                && is_stated(observation.status)
            {
                last_stated = Some(observation.period);
                own.stated += 1;
            }
        }
        if self.numbers > before {
            let longest = self.entities.entry(series.entity.to_string()).or_default();
            *longest = own.max(*longest);
        }
    }

    /// Number of periods of its longest series.
    pub(super) fn longest(&self) -> usize {
        self.entities.values().map(|reach| reach.periods).max().unwrap_or(0)
    }

    /// Whether its numbers are best compared by ratio.
    pub(super) fn is_wide(&self) -> bool {
        !self.below && self.reach.is_some_and(|(low, high)| high / low >= WIDE)
    }

    /// Whether equal steps of size would leave most of its numbers in the lightest of few shades. Zeros have none.
    pub(super) fn is_steep(&self) -> bool {
        !self.negative && self.reach.is_some_and(|(low, high)| high / low >= STEEP)
    }

    /// Whether its series fill a grid of entities and periods that is worth reading: too many lines, and most cells filled.
    pub(super) fn is_grid(&self) -> bool {
        let (rows, columns) = (self.entities.len(), self.periods.len());
        rows >= LEAST_ROWS
            && (LEAST_COLUMNS..=MOST_COLUMNS).contains(&columns)
            && self.numbers * 2 >= rows.saturating_mul(columns)
    }

    /// Whether most of its numbers are intervals.
    pub(super) fn is_ranges(&self) -> bool {
        self.intervals >= 2 && self.intervals * 2 >= self.numbers
    }

    /// Whether its entities come one by one in time, as releases do: many dates, hardly a series.
    pub(super) fn is_succession(&self) -> bool {
        self.longest() < 3 && self.periods.len() > 3 && self.periods.len() * 2 > self.entities.len()
    }
}

/// Looks at all series of a dataset.
pub(super) fn survey(dataset: &Dataset) -> Survey {
    let mut found = Survey::default();
    let tables = dataset.tables();
    let totals: BTreeSet<String> = tables.iter().filter_map(|table| table.total).map(fold).collect();
    let columns = tables.iter().flat_map(|table| &table.columns);
    let counts: Vec<String> =
        columns.filter(|column| column.kind == ColumnKind::Count).map(|column| fold(column.header)).collect();
    let ordered = tables.iter().any(|table| table.shape == TableShape::Leaderboard);
    let mut by_metric: IndexMap<String, Vec<&SeriesInfo>> = IndexMap::new();
    for series in dataset.series() {
        by_metric.entry(fold(&series.metric)).or_default().push(series);
    }
    for series in by_metric.into_values() {
        let Some(first) = series.first() else { continue };
        let mut topic = Topic::new(&first.metric);
        let (sums, parts): (Vec<&SeriesInfo>, Vec<&SeriesInfo>) =
            series.into_iter().partition(|series| totals.contains(&fold(&series.entity)));
        for series in &parts {
            topic.take(dataset, series, &mut found);
        }
        if topic.numbers > 0 {
            topic.total = sums.first().map(|series| series.entity.to_string());
        } else {
            for series in &sums {
                topic.take(dataset, series, &mut found);
            }
        }
        topic.counts = counts.iter().any(|header| header.starts_with(&fold(&topic.name)));
        if topic.numbers > 0 {
            found.topics.push(topic);
        }
    }
    let by = match (dataset.is_strict(), ordered) {
        (true, _) => By::Numbers,
        (false, true) => By::Header,
        (false, false) => By::Figures,
    };
    order::sort(&mut found, by);
    found
}
