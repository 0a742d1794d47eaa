//! What a dataset holds, metric by metric: how many periods, entities and intervals, and how far its numbers reach.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{ObsRef, Period, Shape, fold};
use crate::data::Dataset;

/// Numbers that reach over this many times the smallest need a log axis: three orders of magnitude.
const WIDE: f64 = 1000.0;

/// What a dataset holds.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Metrics with numbers: those with most numbers first, then by first appearance.
    pub(super) topics: Vec<Topic>,
    /// Number of events.
    pub(super) events: usize,
    /// Whether any observation names a group.
    pub(super) groups: bool,
}

/// One metric that has numbers.
#[derive(Debug)]
pub(super) struct Topic {
    /// Its shown name.
    pub(super) name: String,
    /// Shown entities in order of first appearance, each with the periods of its longest series.
    pub(super) entities: Vec<(String, BTreeSet<Period>)>,
    /// All its periods.
    pub(super) periods: BTreeSet<Period>,
    /// Number of observations with a number.
    pub(super) numbers: usize,
    /// How many of them are intervals.
    pub(super) intervals: usize,
    /// Smallest and largest number above zero, in the base unit.
    reach: Option<(f64, f64)>,
    /// Whether a number at or below zero is among them.
    below: bool,
}

impl Topic {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            entities: Vec::new(),
            periods: BTreeSet::new(),
            numbers: 0,
            intervals: 0,
            reach: None,
            below: false,
        }
    }

    fn take(&mut self, dataset: &Dataset, observations: &[ObsRef], groups: &mut bool) {
        let mut periods = BTreeSet::new();
        for at in observations {
            let observation = dataset.get(*at);
            let measure = &observation.measure;
            let Some(number) = measure.place().or(measure.low.or(measure.high).map(|end| end.value)) else { continue };
            self.numbers += 1;
            self.intervals += usize::from(matches!(measure.shape, Shape::Range | Shape::Order));
            *groups |= !observation.group.is_empty();
            let base = number * measure.unit.factor;
            self.below |= base <= 0.0;
            if base > 0.0 {
                let (low, high) = self.reach.unwrap_or((base, base));
                self.reach = Some((low.min(base), high.max(base)));
            }
            if observation.period != Period::NONE {
                periods.insert(observation.period);
            }
        }
        let Some(first) = observations.first().filter(|_| self.numbers > 0) else { return };
        self.periods.extend(periods.iter().copied());
        let entity = dataset.entity_name(*first);
        match self.entities.iter_mut().find(|(name, _)| name == entity) {
            Some((_, longest)) if longest.len() < periods.len() => *longest = periods,
            Some(_) => {}
            None => self.entities.push((entity.to_owned(), periods)),
        }
    }

    /// Number of periods of its longest series.
    pub(super) fn longest(&self) -> usize {
        self.entities.iter().map(|(_, periods)| periods.len()).max().unwrap_or(0)
    }

    /// Whether its numbers are best compared by ratio.
    pub(super) fn is_wide(&self) -> bool {
        !self.below && self.reach.is_some_and(|(low, high)| high / low >= WIDE)
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
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for series in dataset.series() {
        let is_event = |at: &&ObsRef| dataset.get(**at).measure.shape == Shape::Event;
        found.events += series.observations.iter().filter(is_event).count();
        let place = *places.entry(fold(&series.metric)).or_insert_with(|| {
            found.topics.push(Topic::new(&series.metric));
            found.topics.len() - 1
        });
        if let Some(topic) = found.topics.get_mut(place) {
            topic.take(dataset, &series.observations, &mut found.groups);
        }
    }
    found.topics.retain(|topic| topic.numbers > 0);
    found.topics.sort_by_key(|topic| std::cmp::Reverse(topic.numbers));
    found
}
