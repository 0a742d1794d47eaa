//! One value against another, or against time: which observations make a point, its group, what it is called by.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::ask::{Ask, Drawn};
use super::line::{By, days, levels, middle, span_words, without_total};
use super::units::common_unit;
use crate::base::{Day, NumberStyle, ObsRef, Period, Standing, Unit, fold, write_number};
use crate::board::{
    Called, Hue, PanelSpec, PointGroup, Reference, Resolved, Scatter, ScatterAxis, ScatterPoints, ValueScale, Way,
};
use crate::chart::{Periods, ScaleKind};
use crate::data::Dataset;

mod pair;
#[cfg(test)]
mod tests;
mod trend;

use pair::{Paired, pair};

/// Most groups that are told apart; the points of the others look alike.
const MOST_GROUPS: usize = 6;
/// Most points that are put in order for naming.
const MOST_TELLING: usize = 64;
/// Most names of what an axis cannot show.
const MOST_NAMED: usize = 3;

/// The panel: how many points of which days at its corner, sources below.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    found(ask).unwrap_or_else(|why| *why)
}

/// The rows of one axis that can stand on it.
struct Rows {
    metric: String,
    unit: Unit,
    refs: Vec<ObsRef>,
    references: Vec<Reference>,
    aside: Vec<String>,
}

fn found(ask: &Ask<'_>) -> Result<Drawn, Box<Drawn>> {
    let data = ask.dataset;
    let mut sides = Vec::new();
    for (select, select_text) in ask.spec.axes() {
        let spec = PanelSpec { select, select_text, ..ask.spec.clone() };
        sides.push(rows(&Ask { spec: &spec, ..*ask })?);
    }
    let mut sides = sides.into_iter();
    let (Some(y), x) = (sides.next(), sides.next()) else { return Err(Box::new(ask.problem("no-points", "no axis"))) };
    let paired = x.as_ref().map(|x| pair(data, &x.refs, &y.refs));
    let mut aside: Vec<String> = Vec::new();
    aside.extend(paired.iter().flat_map(|found| lacking(found, x.as_ref().map_or("", |x| &x.metric), &y.metric)));
    let several = paired.as_ref().is_some_and(|paired| paired.several);
    let pairs: Vec<(Option<ObsRef>, ObsRef)> = match paired {
        Some(paired) => paired.pairs.into_iter().map(|(x, y)| (Some(x), y)).collect(),
        None => y.refs.iter().map(|y| (None, *y)).collect(),
    };
    let units = [x.as_ref().map_or_else(Unit::none, |x| x.unit.clone()), y.unit.clone()];
    let scales = scales(ask, &pairs, &units);
    let log = scales.map(|scale| scale.kind == ScaleKind::Log);
    let mut made = Made::new(ask, log, units, &pairs);
    for (x, y) in &pairs {
        made.add(*x, *y);
    }
    aside.splice(0..0, made.aside());
    for side in x.iter().chain([&y]) {
        aside.extend(side.aside.iter().cloned());
    }
    if made.raw.is_empty() {
        let why = if aside.is_empty() { String::new() } else { format!(": {}", aside.join(", ")) };
        let message = format!("none of {} rows has a point on the axes{why}", y.refs.len());
        return Err(Box::new(ask.problem("no-points", message)));
    }
    let days = made.days;
    let groups = made.groups();
    let called = called(data, &made.raw, several);
    let (points, domains) = made.columns(x.is_some());
    let obs: Vec<ObsRef> = points.obs.iter().chain(&points.x_obs).copied().collect();
    let when = days.map_or_else(String::new, |(first, last)| span_words((first, last)));
    let count = if points.len() == 1 { String::from("1 point") } else { format!("{} points", grouped(points.len())) };
    let corner = if when.is_empty() { count } else { format!("{count} · {when}") };
    let [across, up] = scales;
    let scales = [across.measured(points.x.iter().copied()), up.measured(points.y.iter().copied())];
    let periods = Periods::of(points.obs.iter().filter(|_| x.is_none()).map(|at| data.period(*at)));
    let axis = |rows: Option<Rows>, at: usize| ScatterAxis {
        scale: scales.get(at).copied().unwrap_or_default(),
        periods: if rows.is_some() { Periods::default() } else { periods },
        domain: domains.get(at).copied().unwrap_or_default(),
        references: rows.as_ref().map_or_else(Vec::new, |rows| rows.references.clone()),
        name: rows.as_ref().map_or_else(String::new, |rows| rows.metric.clone()),
        unit: rows.map(|rows| rows.unit),
    };
    let chart = &ask.spec.line_chart;
    let lower = ask.config.rules.of(&y.metric).lower_is_better == Some(true);
    let asked = chart.records || chart.trend.is_some();
    let (facts, left) = if asked { trend::facts(data, &points) } else { Default::default() };
    let records = chart.records.then(|| trend::record_setters(&points, &facts, lower));
    let units = (x.as_ref().map(|x| &x.unit), &y.unit);
    let through = if chart.trend.is_some() {
        records.clone().unwrap_or_else(|| facts.iter().filter_map(|nth| u32::try_from(*nth).ok()).collect())
    } else {
        Vec::new()
    };
    let laid = chart.trend.map(|fit| trend::lay(&points, &facts, records.as_deref(), fit, log, units));
    let laid = laid.transpose().unwrap_or_else(|why| {
        aside.push(format!("no trend: {why}"));
        None
    });
    if chart.trend.is_some() && !left.is_empty() {
        aside.push(format!("trend without {left}"));
    }
    let telling = telling(&points, records.as_deref());
    let labels = ask.spec.scatter.labels;
    let bottom = ask.bottom(&obs);
    let (x, mut y) = (axis(x, 0), axis(Some(y), 1));
    y.references.extend(chart.levels.iter().filter(|level| y.scale.holds(level.value)).cloned());
    let scatter = Scatter { x, y, points, groups, called, telling, labels, trend: laid, records, laid: through, aside };
    Ok(Drawn { resolved: Resolved::Scatter(Box::new(scatter)), corner, bottom, obs })
}

/// The scales of x and y; on what the viewer bends, what the config leaves plain stays so.
fn scales(ask: &Ask<'_>, pairs: &[(Option<ObsRef>, ObsRef)], units: &[Unit; 2]) -> [ValueScale; 2] {
    const PLAIN: ScaleKind = ScaleKind::Linear;
    let own = ask.spec.scatter.scale;
    let asked = match ask.lens.scale.get(ask.id) {
        None => own,
        Some(kind) if *kind != PLAIN && own != [PLAIN; 2] => own.map(|own| if own == PLAIN { PLAIN } else { *kind }),
        Some(kind) => [*kind; 2],
    };
    let low = |at: ObsRef, unit: &Unit| Value::of(ask.dataset, at, unit).is_some_and(|value| value.place <= 0.0);
    let [x_unit, y_unit] = units;
    let over_time = pairs.iter().all(|(x, _)| x.is_none());
    let x = ValueScale::of(asked[0], pairs.iter().any(|(x, _)| x.is_some_and(|x| low(x, x_unit))));
    let y = ValueScale::of(asked[1], pairs.iter().any(|(_, y)| low(*y, y_unit)));
    [if over_time { ValueScale::default() } else { x }, y]
}

fn grouped(count: usize) -> String {
    write_number(count as f64, None, NumberStyle::default())
}

/// The rows that an axis selects: of one metric and dimension, without totals and targets.
fn rows(ask: &Ask<'_>) -> Result<Rows, Box<Drawn>> {
    let data = ask.dataset;
    let selection = ask.select(&ask.spec.select);
    if selection.refs.is_empty() {
        return Err(Box::new(ask.nothing(&selection)));
    }
    let (refs, total) = without_total(ask, &selection.refs);
    let mut by_metric: IndexMap<&str, Vec<ObsRef>> = IndexMap::new();
    for at in refs.into_iter().filter(|at| data.numbers(*at).is_some()) {
        by_metric.entry(data.metric_name(at)).or_default().push(at);
    }
    let most = by_metric.values().map(Vec::len).max().unwrap_or(0);
    let Some((metric, all)) = by_metric.iter().find(|(_, refs)| refs.len() == most) else {
        return Err(Box::new(ask.problem("no-points", format!("none of {} rows has a number", selection.refs.len()))));
    };
    let mut aside: Vec<String> = total.into_iter().collect();
    let others: Vec<&str> = by_metric.keys().filter(|other| *other != metric).copied().collect();
    if !others.is_empty() {
        aside.push(format!("not {}", listed(others.iter().map(|name| (*name).to_owned()))));
    }
    let unit = common_unit(data, all);
    let (fitting, strange): (Vec<ObsRef>, Vec<ObsRef>) =
        all.iter().copied().partition(|at| data.measure(*at).unit.dimension == unit.dimension);
    if !strange.is_empty() {
        aside.push(format!("{} in other units", strange.len()));
    }
    let (references, words) = levels(data, all, &unit, ask.config.rules.of(metric).target);
    aside.extend(words);
    let refs = fitting.into_iter().filter(|at| data.status(*at) != "target").collect();
    Ok(Rows { metric: (*metric).to_owned(), unit, refs, references, aside })
}

/// What has one of the two values only, in words.
fn lacking(found: &Paired, x: &str, y: &str) -> Vec<String> {
    let words = [
        (found.without_x, format!("without {x}")),
        (found.without_y, format!("without {y}")),
        (found.unclear, format!("with several {x}")),
        (found.across, "of two periods".to_owned()),
    ];
    words.into_iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect()
}

/// Names, the first few of many.
fn listed(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    let more = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    let all = names.join(", ");
    if more > 0 { format!("{all} and {more} more") } else { all }
}

/// One point before all are known and put in order.
struct Raw {
    x: f64,
    y: f64,
    obs: ObsRef,
    x_obs: ObsRef,
    group: usize,
    standing: Standing,
    open: Way,
    range: Option<Box<[Option<f64>; 4]>>,
}

/// Points as they are made.
struct Made<'a> {
    ask: &'a Ask<'a>,
    by: Option<By>,
    log: [bool; 2],
    units: [Unit; 2],
    raw: Vec<Raw>,
    /// Groups in file order with the number of their points.
    groups: IndexMap<&'a str, usize>,
    undated: usize,
    off_log: BTreeSet<&'a str>,
    days: Option<(Day, Day)>,
}

impl<'a> Made<'a> {
    fn new(ask: &'a Ask<'a>, log: [bool; 2], units: [Unit; 2], pairs: &[(Option<ObsRef>, ObsRef)]) -> Self {
        let grouped = || pairs.iter().any(|(_, y)| !ask.dataset.get(*y).group.is_empty());
        let by = ask.spec.by.as_deref().or_else(|| grouped().then_some("group"));
        let by = by.map(|by| By::of(ask.dataset, by));
        Self {
            ask,
            by,
            log,
            units,
            raw: Vec::new(),
            groups: IndexMap::new(),
            undated: 0,
            off_log: BTreeSet::new(),
            days: None,
        }
    }

    fn add(&mut self, x_obs: Option<ObsRef>, obs: ObsRef) {
        let data = self.ask.dataset;
        let [x_unit, y_unit] = &self.units;
        let Some(up) = Value::of(data, obs, y_unit) else { return };
        let period = data.period(obs);
        let across = x_obs.and_then(|at| Value::of(data, at, x_unit));
        let x = if x_obs.is_some() { across.map(|value| value.place) } else { middle(&period) };
        let Some(x) = x else {
            self.undated += usize::from(x_obs.is_none());
            return;
        };
        if self.log[0] && x <= 0.0 || self.log[1] && up.place <= 0.0 {
            self.off_log.insert(data.entity_name(obs));
            return;
        }
        if let Some((first, last)) = days(&period) {
            let (a, b) = self.days.unwrap_or((first, last));
            self.days = Some((a.min(first), b.max(last)));
        }
        let ranges = [across.and_then(Value::range), up.range()];
        let [across_ends, up_ends] = ranges.map(Option::unzip);
        let standing = |at| Standing::of(data.status(at));
        let entry = self.groups.entry(self.by.map_or("", |by| by.cell(data, obs)));
        let group = entry.index();
        *entry.or_default() += 1;
        self.raw.push(Raw {
            x,
            y: up.place,
            obs,
            x_obs: x_obs.unwrap_or(obs),
            group,
            standing: x_obs.map_or(Standing::Actual, standing).max(standing(obs)),
            open: open(up, across),
            range: (ranges != [None; 2]).then(|| Box::new([across_ends.0, across_ends.1, up_ends.0, up_ends.1])),
        });
    }

    fn aside(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.undated > 0 {
            said.push(format!("{} without a day", self.undated));
        }
        if !self.off_log.is_empty() {
            said.push(format!("not above 0: {}", listed(self.off_log.iter().map(|name| (*name).to_owned()))));
        }
        said
    }

    /// The groups of the most points have a shape each, in file order; all others are one, the last. Points are told their number.
    fn groups(&mut self) -> Vec<PointGroup> {
        let board = self.ask.groups;
        if self.by.is_none() {
            let hue = if board.is_empty() { Hue::default() } else { Hue::NONE };
            return vec![PointGroup { name: String::new(), hue, shape: Some(0) }];
        }
        let mut largest: Vec<(usize, usize)> = self
            .groups
            .iter()
            .enumerate()
            .filter(|(_, (name, _))| !name.is_empty())
            .map(|(n, (_, c))| (n, *c))
            .collect();
        largest.sort_by_key(|(nth, count)| (std::cmp::Reverse(*count), *nth));
        let mut kept: Vec<usize> = largest.into_iter().take(MOST_GROUPS).map(|(nth, _)| nth).collect();
        kept.sort_unstable();
        let mut strangers = board.len();
        let mut groups: Vec<PointGroup> = Vec::new();
        for (shape, name) in (0u8..).zip(kept.iter().filter_map(|nth| self.groups.get_index(*nth))) {
            let name = *name.0;
            let known = board.iter().position(|group| fold(group) == fold(name));
            // A colour that another group has on this board would say that this is it.
            let place = known.unwrap_or_else(|| {
                strangers += 1;
                strangers - 1
            });
            let hue = u8::try_from(place).map_or(Hue::NONE, Hue);
            groups.push(PointGroup { name: name.to_owned(), hue, shape: Some(shape) });
        }
        for raw in &mut self.raw {
            raw.group = kept.iter().position(|nth| *nth == raw.group).unwrap_or(kept.len());
        }
        let rest = self.groups.len() - kept.len();
        if rest > 0 {
            let last =
                self.groups.keys().enumerate().find(|(nth, _)| !kept.contains(nth)).map_or("", |(_, name)| *name);
            let name = match (rest, last) {
                (1, "") => String::from("no group"),
                (1, name) => name.to_owned(),
                _ => format!("{rest} others"),
            };
            groups.push(PointGroup { name, hue: Hue::NONE, shape: None });
        }
        groups
    }

    /// The points in order of x, then y, in columns; and what they span across and up.
    fn columns(mut self, has_x: bool) -> (ScatterPoints, [(f64, f64); 2]) {
        self.raw.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
        let mut points = ScatterPoints::default();
        let mut domains = [(f64::MAX, f64::MIN); 2];
        let mut hold = |axis: usize, value: f64| {
            // An end at or below zero has no place on a log axis.
            if let Some((low, high)) = domains.get_mut(axis)
                && !(self.log.get(axis) == Some(&true) && value <= 0.0)
            {
                (*low, *high) = (low.min(value), high.max(value));
            }
        };
        for (nth, raw) in (0u32..).zip(self.raw) {
            let ends = raw.range.as_deref().copied().unwrap_or_default();
            for (place, end) in ends.into_iter().enumerate() {
                if let Some(end) = end {
                    hold(place / 2, end);
                }
            }
            hold(0, raw.x);
            hold(1, raw.y);
            points.x.push(raw.x);
            points.y.push(raw.y);
            points.obs.push(raw.obs);
            if has_x {
                points.x_obs.push(raw.x_obs);
            }
            points.group.push(u8::try_from(raw.group).unwrap_or(u8::MAX));
            points.standing.push(raw.standing);
            points.open.push(raw.open);
            points.ranges.extend(raw.range.map(|ends| (nth, *ends)));
        }
        (points, domains)
    }
}

/// The numbers of an observation in the unit of its axis.
#[derive(Clone, Copy)]
struct Value {
    low: Option<f64>,
    high: Option<f64>,
    /// The number that it stands by: the stated one or the middle, else the end that is known.
    place: f64,
}

impl Value {
    fn of(data: &Dataset, at: ObsRef, unit: &Unit) -> Option<Self> {
        let numbers = data.numbers(at)?;
        let factor = numbers.unit.map_or(1.0, |own| own.factor) / unit.factor;
        // A factor that cannot be told leaves the number as it was typed.
        let moved =
            |end: Option<f64>| if factor.is_finite() && factor > 0.0 { end.map(|end| end * factor) } else { end };
        let (low, high) = (moved(numbers.low), moved(numbers.high));
        let middle = low.zip(high).map(|(low, high)| low / 2.0 + high / 2.0);
        Some(Self { low, high, place: moved(numbers.point).or(middle).or(low).or(high)? })
    }

    /// Both ends of a closed range that has some width.
    fn range(self) -> Option<(f64, f64)> {
        self.low.zip(self.high).filter(|(low, high)| low < high)
    }
}

fn open(up: Value, across: Option<Value>) -> Way {
    match ((up.low, up.high), across.map(|value| (value.low, value.high))) {
        ((Some(_), None), _) => Way::Up,
        ((None, Some(_)), _) => Way::Down,
        (_, Some((Some(_), None))) => Way::Right,
        (_, Some((None, Some(_)))) => Way::Left,
        _ => Way::No,
    }
}

/// What tells the points from each other.
fn called(data: &Dataset, raw: &[Raw], several: bool) -> Called {
    let first = raw.first().map_or("", |point| data.entity_name(point.obs));
    let one = raw.iter().all(|point| data.entity_name(point.obs) == first);
    let dated = raw.iter().any(|point| data.period(point.obs) != Period::NONE);
    match (one, several) {
        (false, false) => Called::Entity,
        (false, true) => Called::EntityAndPeriod,
        // Against time the period is what is read below.
        (true, true) if dated => Called::Period,
        (true, _) if raw.len() == 1 && !first.is_empty() => Called::Entity,
        (true, _) => Called::Value,
    }
}

/// The points to name: the extremes of both axes, then record-setters from the last back, or all points from the top down.
fn telling(points: &ScatterPoints, records: Option<&[u32]>) -> Vec<u32> {
    let all = || (0u32..).zip(points.x.iter().zip(&points.y));
    let top = all().max_by(|a, b| a.1.1.total_cmp(b.1.1));
    let bottom = all().min_by(|a, b| a.1.1.total_cmp(b.1.1));
    let ends = [top, all().last(), bottom, all().next()];
    let mut order: Vec<u32> = ends.into_iter().flatten().map(|(nth, _)| nth).collect();
    if let Some(records) = records {
        order.retain(|point| records.contains(point));
        order.extend(records.iter().rev());
    }
    let mut rest: Vec<(u32, f64)> = all().filter(|_| records.is_none()).map(|(nth, (_, y))| (nth, *y)).collect();
    let down = |a: &(u32, f64), b: &(u32, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if rest.len() > MOST_TELLING {
        rest.select_nth_unstable_by(MOST_TELLING, down);
        rest.truncate(MOST_TELLING);
    }
    rest.sort_by(down);
    order.extend(rest.into_iter().map(|(nth, _)| nth));
    let mut told = BTreeSet::new();
    order.retain(|nth| told.insert(*nth));
    order
}
