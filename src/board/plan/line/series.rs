//! Which points make a series, and in which order the series stand.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::names::{By, series_names};
use super::points::{Onto, days, height, points};
use crate::analysis::Rate;
use crate::base::{ObsRef, Unit};
use crate::board::plan::units::common_unit;
use crate::board::{Gap, Hue, LinePoint, LineSeries, Points};
use crate::data::Dataset;

/// What a line panel asks for.
pub(super) struct Wanted<'a> {
    /// Column that makes the series; default: the series key.
    pub(super) by: Option<&'a str>,
    /// Log axis: only numbers above zero.
    pub(super) log: bool,
    /// Most series.
    pub(super) most: usize,
    /// Periods that may be missing without a gap.
    pub(super) tolerance: u32,
    /// The user's rates, for money of another currency.
    pub(super) rates: &'a [Rate],
}

/// The rows of one series: facts, forecasts, rumours.
type Runs = [Vec<ObsRef>; 3];

/// The series among `refs` in one unit, and what was left out, in words.
pub(super) fn series(
    dataset: &Dataset,
    refs: &[ObsRef],
    wanted: &Wanted<'_>,
    hue: impl Fn(ObsRef) -> Hue,
) -> (Unit, Vec<LineSeries>, Vec<String>) {
    let numbers: Vec<ObsRef> = refs.iter().copied().filter(|at| dataset.numbers(*at).is_some()).collect();
    let unit = common_unit(dataset, &numbers);
    let onto = Onto { unit: &unit, rates: wanted.rates };
    let (groups, mut aside) = grouped(dataset, &numbers, &onto, wanted);
    let firsts: Vec<ObsRef> = groups.values().filter_map(|runs| runs.iter().flatten().next().copied()).collect();
    let names: Vec<String> = match wanted.by {
        Some(_) => groups.keys().map(|(_, name)| if name.is_empty() { "other" } else { name }.to_owned()).collect(),
        None => series_names(dataset, &firsts),
    };
    // Each with the number of its group, so that a forecast has the sign of the facts that it goes on from.
    let mut all: Vec<(usize, LineSeries)> = Vec::new();
    for ((group, [facts, forecasts, rumours]), name) in groups.values().enumerate().zip(names) {
        let one = |members: &[ObsRef], name: String, before: Option<&[LinePoint]>| {
            let mut points = points(dataset, members, &onto, wanted.tolerance);
            let start = before.and_then(|before| start(dataset, before, &points));
            points.splice(0..0, start);
            let hue = members.first().map_or_else(Hue::default, |at| hue(*at));
            let series = LineSeries {
                name,
                hue,
                shape: 0,
                named: wanted.by.is_some(),
                joined: start.is_some(),
                points: Points::new(&points),
                derived: Vec::new(),
            };
            (series, points)
        };
        let (stated, before) = one(facts, name.clone(), None);
        for (members, word) in [(forecasts, "forecast"), (rumours, "rumour")] {
            if !members.is_empty() {
                all.push((group, one(members, format!("{name}, {word}"), Some(&before)).0));
            }
        }
        if !stated.points.is_empty() {
            all.push((group, stated));
        }
    }
    order(&mut all, wanted, &mut aside);
    let all = all.into_iter().map(|(_, series)| series).collect();
    (unit, all, aside)
}

/// The rows of each series, and what belongs to none, in words.
fn grouped<'a>(
    dataset: &'a Dataset,
    numbers: &[ObsRef],
    onto: &Onto<'_>,
    wanted: &Wanted<'_>,
) -> (IndexMap<(usize, &'a str), Runs>, Vec<String>) {
    let (mut undated, mut other_unit, mut off_log) = (0, 0, 0);
    let mut converted = BTreeSet::new();
    // Targets are a line of their own, points only where nothing else was asked for.
    let only_targets = numbers.iter().all(|at| dataset.status(*at) == "target");
    let by = wanted.by.map(|by| By::of(dataset, by));
    let mut groups: IndexMap<(usize, &str), Runs> = IndexMap::new();
    for at in numbers.iter().copied() {
        let status = dataset.status(at);
        if status == "target" && !only_targets {
            continue;
        }
        let placed = onto.factor(dataset, at);
        if placed.is_none() {
            other_unit += 1;
        } else if days(&dataset.period(at)).is_none() {
            undated += 1;
        } else if wanted.log && height(dataset, at, onto).is_none_or(|value| value <= 0.0) {
            off_log += 1;
        } else {
            let key = match by {
                Some(by) => (0, by.cell(dataset, at)),
                None => (dataset.series_of(at), ""),
            };
            let run = match status {
                "F" => 1,
                "U" => 2,
                _ => 0,
            };
            converted.extend(placed.and_then(|(_, note)| note));
            groups.entry(key).or_default().get_mut(run).into_iter().for_each(|run| run.push(at));
        }
    }
    let aside = [(other_unit, "in other units"), (undated, "without a day"), (off_log, "not above 0")];
    let aside = aside.into_iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}"));
    (groups, aside.chain(converted).collect())
}

/// The stated point from which forecasts or rumours go on; those of several entities go on from nowhere.
fn start(dataset: &Dataset, stated: &[LinePoint], run: &[LinePoint]) -> Option<LinePoint> {
    let first = run.first()?;
    let before = stated.partition_point(|point| point.x < first.x).checked_sub(1)?;
    let start = stated.get(before)?;
    let same = dataset.entity_name(start.obs) == dataset.entity_name(first.obs);
    same.then_some(LinePoint { gap: Gap::None, ..*start })
}

/// The largest last value first, no more than wanted, each group with a shape of its own.
fn order(all: &mut Vec<(usize, LineSeries)>, wanted: &Wanted<'_>, aside: &mut Vec<String>) {
    let last = |(_, series): &(usize, LineSeries)| series.points.last().map_or(f64::MIN, |point| point.value);
    let by_last = |a: &(usize, LineSeries), b: &(usize, LineSeries)| last(b).total_cmp(&last(a));
    if wanted.by.is_some() {
        // Groups that were told most of first: the last word of one is no measure of it.
        all.sort_by_key(|(_, series)| std::cmp::Reverse(series.points.len()));
    } else {
        all.sort_by(by_last);
    }
    if all.len() > wanted.most {
        let rest: Vec<String> = all.split_off(wanted.most).into_iter().map(|(_, series)| series.name).collect();
        aside.push(format!("{} more: {}", rest.len(), rest.join(", ")));
    }
    all.sort_by(by_last);
    let mut shapes: IndexMap<usize, u8> = IndexMap::new();
    for (group, series) in all {
        let next = u8::try_from(shapes.len()).unwrap_or(u8::MAX);
        series.shape = *shapes.entry(*group).or_insert(next);
    }
}
