//! Series over time: which points make a series, its name, its order, where it breaks, which events stand on the axis.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::ask::{Ask, Drawn};
use super::gaps::gaps;
use super::ranking::drop_total;
use super::units::{common_unit, in_unit};
use crate::analysis::{Field, Where};
use crate::base::{Basis, Day, Measure, NumberStyle, ObsRef, Period, Precision, Shape, Unit, is_hollow, write_measure};
use crate::board::{Hue, Line, LineEvent, LinePoint, LineSeries, Resolved};
use crate::data::{Dataset, Observation};

/// Most series of one panel: more than these cannot be told apart by colour and shape.
const MOST_SERIES: usize = 12;
/// Most events on the axis.
const MOST_EVENTS: usize = 12;

/// The panel: unit and time span at its corner, sources below.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    let selection = ask.select(&ask.spec.select);
    let Some(first) = selection.refs.first() else { return ask.nothing(&selection) };
    let metric = ask.dataset.metric_name(*first);
    let one_metric = selection.refs.iter().all(|at| ask.dataset.metric_name(*at) == metric);
    let rules = ask.config.rules.of(metric);
    let wanted = Wanted {
        by: ask.spec.by.as_deref(),
        log: ask.log(),
        most: ask.spec.top.unwrap_or(MOST_SERIES).min(MOST_SERIES),
        tolerance: rules.tolerance.unwrap_or(0),
    };
    let (refs, total) = without_total(ask, &selection.refs);
    let (unit, series, mut aside) = series(ask.dataset, &refs, &wanted, |seen| ask.hue(seen));
    aside.splice(0..0, total);
    if series.is_empty() {
        let why = if aside.is_empty() { String::new() } else { format!(": {}", aside.join(", ")) };
        return ask.problem("no-points", format!("none of {} rows has a point on the axes{why}", selection.refs.len()));
    }
    let obs: Vec<ObsRef> = series.iter().flat_map(|series| series.points.iter().map(|point| point.obs)).collect();
    let events = events(ask.dataset, &ask.select(&Where::default()).refs, &series);
    let corner = [unit.code.to_string(), span_words(&series)];
    let corner: Vec<String> = corner.into_iter().filter(|words| !words.is_empty()).collect();
    let bottom = ask.bottom(&obs);
    let (target, words) = target(ask.dataset, &selection.refs, &unit, rules.target.filter(|_| one_metric));
    aside.extend(words);
    let target = target.filter(|target| !wanted.log || *target > 0.0);
    let line = Line { unit, log: wanted.log, series, events, target, aside };
    Drawn { resolved: Resolved::Line(line), corner: corner.join(" · "), bottom, obs }
}

/// The observations without those of the total, which would press the others to the ground, and its last value in words. One
/// that the config or the viewer asks for by name stays.
pub(super) fn without_total(ask: &Ask<'_>, refs: &[ObsRef]) -> (Vec<ObsRef>, Option<String>) {
    let data = ask.dataset;
    let mut rest = refs.to_vec();
    let mut conditions = ask.spec.select.conditions.iter().chain(&ask.filter.conditions);
    if conditions.any(|condition| condition.field == Field::Entity) {
        return (rest, None);
    }
    let found = drop_total(ask, &mut rest);
    let numbers = found.into_iter().filter(|at| data.get(*at).measure.has_number());
    let last = numbers.max_by_key(|at| (data.period(*at), std::cmp::Reverse(*at)));
    let words = last.map(|at| {
        let (words, when) =
            (write_measure(&data.get(at).measure, NumberStyle::default()), data.period(at).words(false));
        let when = if when.is_empty() { when } else { format!(" in {when}") };
        format!("{}: {words}{when}", data.entity_name(at))
    });
    (rest, words)
}

/// The target of the rules, else the one that all target rows name; of several the words.
pub(super) fn target(
    dataset: &Dataset,
    refs: &[ObsRef],
    unit: &Unit,
    of_rules: Option<f64>,
) -> (Option<f64>, Option<String>) {
    let rows = refs.iter().map(|at| dataset.get(*at)).filter(|seen| seen.status == "target");
    let rows: Vec<Observation<'_>> = rows.filter(|seen| seen.measure.unit.dimension == unit.dimension).collect();
    let mut values: Vec<f64> = rows.iter().filter_map(|seen| height(&in_unit(&seen.measure, unit))).collect();
    values.extend(of_rules);
    let one = values.first().copied().filter(|first| values.iter().all(|value| value == first));
    let style = crate::base::NumberStyle::default();
    let said = |seen: &Observation<'_>| {
        format!("{} ({})", crate::base::write_measure(&seen.measure, style), seen.period.words(false))
    };
    let words = one.is_none() && !rows.is_empty();
    let words = words.then(|| format!("targets: {}", rows.iter().map(said).collect::<Vec<_>>().join(", ")));
    (one.or(of_rules), words)
}

/// From when to when, no finer than a glance needs: years over three years, months over two months, else days.
fn span_words(series: &[LineSeries]) -> String {
    let points = || series.iter().flat_map(|series| &series.points);
    let (first, last) = (points().map(|point| point.span.0).min(), points().map(|point| point.span.1).max());
    first.zip(last).map_or_else(String::new, |(first, last)| days_words(first, last))
}

/// The same of any two days.
pub(super) fn days_words(first: Day, last: Day) -> String {
    let year = |day: Day, month: i8, date: i8| Day::from_ymd(day.ymd().0, month, date).unwrap_or(day);
    let (precision, first, last) = match last.0 - first.0 {
        0 => (Precision::Day, first, last),
        1..=61 => (Precision::Interval, first, last),
        62..=1096 => whole_months(first.month_start(0), last.month_start(1).plus(-1)),
        _ => (Precision::Interval, year(first, 1, 1), year(last, 12, 31)),
    };
    let basis = Basis::Calendar;
    Period { first: Some(first), last: Some(last), precision, basis, ..Period::NONE }.words(false)
}

/// Whole months, as a quarter or year where they are one.
fn whole_months(first: Day, last: Day) -> (Precision, Day, Day) {
    let precision = match (first.ymd().1, (last.0 - first.0) / 28) {
        (1 | 4 | 7 | 10, 3) => Precision::Quarter,
        (1, 13) => Precision::Year,
        _ => Precision::Interval,
    };
    (precision, first, last)
}

/// The days that a period covers; one day where an end is open.
pub(super) fn span(period: &Period) -> Option<(Day, Day)> {
    let (first, last) = (period.first.or(period.last)?, period.last.or(period.first)?);
    Some((first, last))
}

/// The number that a point stands by: the stated one or the middle, else the end that is known.
pub(super) fn height(measure: &Measure) -> Option<f64> {
    measure.place().or(measure.low.or(measure.high).map(|end| end.value))
}

/// The cell that `by` names, by role or header.
pub(super) fn cell<'a>(dataset: &'a Dataset, seen: &Observation<'a>, by: &str) -> &'a str {
    match by {
        "entity" => dataset.entity_name(seen.at),
        "metric" => dataset.metric_name(seen.at),
        _ => {
            let header = || dataset.headers().iter().position(|header| crate::base::matches_name(by, header));
            let column = dataset.role_column(by).or_else(header);
            column.and_then(|column| dataset.row(seen.row).cells.get(column).copied()).unwrap_or("")
        }
    }
}

/// Name of a series: what tells it from the others, entity first.
fn series_names(dataset: &Dataset, first: &[ObsRef]) -> Vec<String> {
    let facts: Vec<[&str; 4]> = first
        .iter()
        .map(|at| {
            let seen = dataset.get(*at);
            [dataset.entity_name(*at), dataset.metric_name(*at), seen.scope, seen.source]
        })
        .collect();
    let differs = |n: usize| facts.iter().any(|fact| fact.get(n) != facts.first().and_then(|first| first.get(n)));
    let [entity, metric, scope, source] = [0, 1, 2, 3].map(differs);
    let mut names: Vec<String> = facts
        .iter()
        .map(|[name, what, ..]| match (entity, metric) {
            (true, true) => format!("{name}, {what}"),
            (false, true) => (*what).to_owned(),
            _ => (*name).to_owned(),
        })
        .collect();
    for (n, named) in [(2, scope), (3, source)] {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for name in &names {
            *counts.entry(name.clone()).or_default() += 1;
        }
        for (name, fact) in names.iter_mut().zip(&facts) {
            let word = fact.get(n).copied().unwrap_or("");
            if named && counts.get(name).is_some_and(|count| *count > 1) && !word.is_empty() {
                *name = format!("{name}, {word}");
            }
        }
    }
    names
}

/// What a line panel asks for.
struct Wanted<'a> {
    by: Option<&'a str>,
    log: bool,
    most: usize,
    tolerance: u32,
}

/// The series among `refs`, and what was left out, in words.
fn series(
    dataset: &Dataset,
    refs: &[ObsRef],
    wanted: &Wanted<'_>,
    hue: impl Fn(&Observation<'_>) -> Hue,
) -> (Unit, Vec<LineSeries>, Vec<String>) {
    let has_number = |at: &ObsRef| dataset.get(*at).measure.has_number();
    let numbers: Vec<ObsRef> = refs.iter().copied().filter(has_number).collect();
    let unit = common_unit(dataset, &numbers);
    let (mut undated, mut other_unit, mut off_log) = (0, 0, 0);
    // Targets are a line of their own, points only where nothing else was asked for.
    let is_target = |at: &ObsRef| dataset.get(*at).status == "target";
    let only_targets = numbers.iter().all(is_target);
    let mut groups: IndexMap<(usize, &str), [Vec<ObsRef>; 3]> = IndexMap::new();
    for at in numbers {
        let seen = dataset.get(at);
        if is_target(&at) && !only_targets {
            continue;
        }
        if seen.measure.unit.dimension != unit.dimension {
            other_unit += 1;
        } else if span(&seen.period).is_none() {
            undated += 1;
        } else if wanted.log && height(&seen.measure).is_none_or(|value| value <= 0.0) {
            off_log += 1;
        } else {
            let key = match wanted.by {
                Some(by) => (0, cell(dataset, &seen, by)),
                None => (dataset.series_of(at), ""),
            };
            let run = match seen.status {
                "F" => 1,
                "U" => 2,
                _ => 0,
            };
            if let Some(run) = groups.entry(key).or_default().get_mut(run) {
                run.push(at);
            }
        }
    }
    let mut aside = Vec::new();
    for (count, words) in [(other_unit, "in other units"), (undated, "without a day"), (off_log, "not above 0")] {
        if count > 0 {
            aside.push(format!("{count} {words}"));
        }
    }
    let firsts: Vec<ObsRef> = groups.values().filter_map(|runs| runs.iter().flatten().next().copied()).collect();
    let names: Vec<String> = match wanted.by {
        Some(_) => groups.keys().map(|(_, name)| if name.is_empty() { "other" } else { name }.to_owned()).collect(),
        None => series_names(dataset, &firsts),
    };
    // Each with the number of its group, so that a forecast has the sign of the facts that it goes on from.
    let mut all: Vec<(usize, LineSeries)> = Vec::new();
    for ((group, runs), name) in groups.values().enumerate().zip(names) {
        let [facts, forecasts, rumours] = runs;
        let stated = one_series(dataset, facts, name.clone(), &unit, wanted, &hue);
        for (members, word) in [(forecasts, "forecast"), (rumours, "rumour")] {
            if !members.is_empty() {
                let run = one_series(dataset, members, format!("{name}, {word}"), &unit, wanted, &hue);
                all.push((group, continued(run, &stated)));
            }
        }
        if !stated.points.is_empty() {
            all.push((group, stated));
        }
    }
    if wanted.by.is_some() {
        // Groups that were told most of first: the last word of one is no measure of it.
        all.sort_by_key(|(_, series)| std::cmp::Reverse(series.points.len()));
    }
    let last = |(_, series): &(usize, LineSeries)| series.points.last().map_or(f64::MIN, |point| point.value);
    let by_last = |a: &(usize, LineSeries), b: &(usize, LineSeries)| last(b).total_cmp(&last(a));
    if wanted.by.is_none() {
        all.sort_by(by_last);
    }
    if all.len() > wanted.most {
        let rest: Vec<String> = all.split_off(wanted.most).into_iter().map(|(_, series)| series.name).collect();
        aside.push(format!("{} more: {}", rest.len(), rest.join(", ")));
    }
    all.sort_by(by_last);
    let mut shapes: IndexMap<usize, u8> = IndexMap::new();
    for (group, series) in &mut all {
        let next = u8::try_from(shapes.len()).unwrap_or(u8::MAX);
        series.shape = *shapes.entry(*group).or_insert(next);
    }
    let all = all.into_iter().map(|(_, series)| series).collect();
    (unit, all, aside)
}

/// A run of forecasts or rumours from the last stated point before it on; of several entities from nowhere.
fn continued(run: LineSeries, stated: &LineSeries) -> LineSeries {
    let Some(first) = run.points.first() else { return run };
    let before = stated.points.partition_point(|point| point.x < first.x).checked_sub(1);
    let Some(start) = before.and_then(|at| stated.points.get(at)).filter(|start| start.name == first.name) else {
        return run;
    };
    let start = LinePoint { gap_before: false, ..start.clone() };
    let points = std::iter::once(start).chain(run.points).collect();
    LineSeries::new(run.name, run.hue, run.shape, points)
}

/// For each point, whether another report of the same days says something else: neither is joined to anything.
fn in_conflict(points: &[(LinePoint, Precision)]) -> Vec<bool> {
    let disagree =
        |a: &LinePoint, b: &LinePoint| a.span == b.span && a.name == b.name && !a.measure.says_same(&b.measure);
    let mut found = vec![false; points.len()];
    for (at, pair) in points.windows(2).enumerate() {
        if let [(a, _), (b, _)] = pair
            && disagree(a, b)
        {
            found.iter_mut().skip(at).take(2).for_each(|one| *one = true);
        }
    }
    found
}

fn one_series(
    dataset: &Dataset,
    members: &[ObsRef],
    name: String,
    unit: &Unit,
    wanted: &Wanted<'_>,
    hue: impl Fn(&Observation<'_>) -> Hue,
) -> LineSeries {
    let mut found: Vec<(LinePoint, Precision)> = members
        .iter()
        .filter_map(|at| {
            let seen = dataset.get(*at);
            let (first, last) = span(&seen.period)?;
            let measure = in_unit(&seen.measure, unit);
            let point = LinePoint {
                x: f64::midpoint(f64::from(first.0), f64::from(last.0)),
                span: (first, last),
                value: height(&measure)?,
                measure,
                obs: *at,
                hollow: is_hollow(seen.status),
                gap_before: false,
                name: if wanted.by.is_some() { dataset.entity_name(*at).to_owned() } else { String::new() },
            };
            Some((point, seen.period.precision))
        })
        .collect();
    found.sort_by(|a, b| a.0.x.total_cmp(&b.0.x));
    let days: Vec<(Day, Precision)> = found.iter().map(|(point, precision)| (point.span.0, *precision)).collect();
    let breaks = gaps(&days, wanted.tolerance);
    let conflicts = in_conflict(&found);
    let after_conflict = std::iter::once(false).chain(conflicts.iter().copied());
    let parted: Vec<bool> = conflicts.iter().zip(after_conflict).map(|(here, before)| *here || before).collect();
    // A line says that something became something else: points of several entities stand beside each other.
    let several = found.iter().any(|(point, _)| found.first().is_some_and(|(first, _)| first.name != point.name));
    let points = found
        .into_iter()
        .zip(breaks.into_iter().zip(parted))
        .map(|((point, _), (gap, parted))| {
            // A new definition measures something else: nothing became of the old numbers.
            let redefined = dataset.get(point.obs).status == "B";
            LinePoint { gap_before: gap || parted || several || redefined, ..point }
        })
        .collect();
    let hue = members.first().map_or_else(Hue::default, |at| hue(&dataset.get(*at)));
    LineSeries::new(name, hue, 0, points)
}

/// The events that fall on the axis: those of entities that are shown first, then the most precise, in order of time.
fn events(dataset: &Dataset, refs: &[ObsRef], shown: &[LineSeries]) -> Vec<LineEvent> {
    let points = || shown.iter().flat_map(|series| &series.points);
    let (Some(first), Some(last)) =
        (points().map(|point| point.span.0).min(), points().map(|point| point.span.1).max())
    else {
        return Vec::new();
    };
    let entities: std::collections::BTreeSet<&str> = points().map(|point| dataset.entity_name(point.obs)).collect();
    let mut found: Vec<(bool, Precision, LineEvent)> = refs
        .iter()
        .filter_map(|at| {
            let seen = dataset.get(*at);
            let days = span(&seen.period).filter(|days| first <= days.0 && days.1 <= last)?;
            if seen.measure.shape != Shape::Event || days.1.0 - days.0.0 > 366 {
                return None;
            }
            let label = dataset.metric_name(*at).to_owned();
            let foreign = !entities.contains(dataset.entity_name(*at));
            Some((foreign, seen.period.precision, LineEvent { label, period: seen.period, obs: *at }))
        })
        .collect();
    found.sort_by_key(|(foreign, precision, event)| (*foreign, *precision, event.period));
    found.truncate(MOST_EVENTS);
    let mut chosen: Vec<LineEvent> = found.into_iter().map(|(_, _, event)| event).collect();
    chosen.sort_by_key(|event| event.period);
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{FileBytes, ReadOptions, read};

    fn dataset(rows: &[&str]) -> Dataset {
        let text = format!("entity,metric,period,value,group,kind\n{}\n", rows.join("\n"));
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        read(&[file], &ReadOptions::default(), None)
    }

    fn drawn(data: &Dataset, wanted: &Wanted<'_>) -> (Vec<LineSeries>, Vec<String>) {
        let refs: Vec<ObsRef> = data.refs().collect();
        let (_, series, aside) = series(data, &refs, wanted, |_| Hue(0));
        (series, aside)
    }

    const PLAIN: Wanted<'_> = Wanted { by: None, log: false, most: MOST_SERIES, tolerance: 0 };

    fn names(series: &[LineSeries]) -> Vec<&str> {
        series.iter().map(|series| series.name.as_str()).collect()
    }

    #[test]
    fn series_by_key_largest_end_first() {
        let data = dataset(&["A,users,2022,5,,", "B,users,2022,9,,", "A,users,2021,1,,", "B,users,2023,90,,"]);
        let (series, aside) = drawn(&data, &PLAIN);
        assert_eq!(names(&series), ["B", "A"]);
        assert_eq!(series.iter().map(|series| series.shape).collect::<Vec<_>>(), [0, 1]);
        let xs: Vec<f64> = series[1].points.iter().map(|point| point.x).collect();
        let new_year = f64::from(Day::from_ymd(2021, 1, 1).unwrap().0);
        assert_eq!(xs, [new_year + 182.0, new_year + 365.0 + 182.0]);
        assert!(aside.is_empty());
    }

    #[test]
    fn a_log_axis_names_what_it_cannot_show() {
        let data = dataset(&["A,users,2021,0人,,", "A,users,2022,5人,,", "A,users,2023,5%,,", "A,users,,7人,,"]);
        let (series, aside) = drawn(&data, &Wanted { log: true, ..PLAIN });
        assert_eq!(series[0].points.len(), 1);
        assert_eq!(aside, ["1 in other units", "1 without a day", "1 not above 0"]);
    }

    #[test]
    fn a_column_joins_entities_and_names_their_points() {
        let data = dataset(&[
            "GPT-1,size,2018-06-01,1,OpenAI,",
            "GPT-2,size,2019-02-14,15,OpenAI,",
            "PaLM,size,2022-04-04,540,Google,",
        ]);
        let (series, _) = drawn(&data, &Wanted { by: Some("group"), ..PLAIN });
        assert_eq!(names(&series), ["Google", "OpenAI"]);
        assert_eq!(series[1].points.iter().map(|point| point.name.as_str()).collect::<Vec<_>>(), ["GPT-1", "GPT-2"]);
    }

    #[test]
    fn one_unit_for_all_and_the_rest_named() {
        let data = dataset(&["A,wait,2021,90 s,,", "A,wait,2022,2 min,,", "B,wait,2021,30 s,,", "C,wait,2021,10 s,,"]);
        let (series, aside) = drawn(&data, &Wanted { most: 2, ..PLAIN });
        let values: Vec<f64> = series[0].points.iter().filter_map(|point| height(&point.measure)).collect();
        assert_eq!(values, [90.0, 120.0]);
        assert_eq!(aside, ["1 more: C"]);
    }

    fn with_status(rows: &[&str]) -> Dataset {
        let text = format!("entity,metric,period,value,status\n{}\n", rows.join("\n"));
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        read(&[file], &ReadOptions::default(), None)
    }

    fn values(series: &LineSeries) -> Vec<f64> {
        series.points.iter().map(|point| point.value).collect()
    }

    #[test]
    fn forecasts_go_on_from_the_facts_and_targets_are_no_points() {
        let data = with_status(&["A,u,2022,1,", "A,u,2023,2,A", "A,u,2024,5,F", "A,u,2025,9,F", "A,u,2026,100,target"]);
        let (series, _) = drawn(&data, &PLAIN);
        assert_eq!(names(&series), ["A, forecast", "A"]);
        assert_eq!([values(&series[0]), values(&series[1])], [vec![2.0, 5.0, 9.0], vec![1.0, 2.0]]);
        assert!(series[0].points[1].hollow && !series[0].points[0].hollow && series[0].shape == series[1].shape);
        let refs: Vec<ObsRef> = data.refs().collect();
        assert_eq!(target(&data, &refs, &Unit::none(), None), (Some(100.0), None));
        assert_eq!(target(&data, &refs, &Unit::none(), Some(7.0)), (Some(7.0), Some("targets: 100 (2026)".into())));
    }

    #[test]
    fn a_line_joins_neither_a_conflict_nor_two_definitions() {
        let breaks = |rows: &[&str]| {
            let (series, _) = drawn(&with_status(rows), &PLAIN);
            series[0].points.iter().map(|point| point.gap_before).collect::<Vec<_>>()
        };
        let conflict = ["A,u,2021,1,", "A,u,2022,100,", "A,u,2022,500,", "A,u,2023,3,", "A,u,2024,4,"];
        assert_eq!(breaks(&conflict), [false, true, true, true, false]);
        assert_eq!(breaks(&["A,u,2021,1,", "A,u,2022,2,B", "A,u,2023,3,"]), [false, true, false]);
    }

    #[test]
    fn events_within_the_axis() {
        let data = dataset(&[
            "A,size,2018,1,,",
            "A,size,2022,2,,",
            "B,B begins,2019-03,,,event",
            "A,A ends,2020,,,event",
            "B,late,2023-01,,,event",
        ]);
        let (series, _) = drawn(&data, &PLAIN);
        let refs: Vec<ObsRef> = data.refs().collect();
        let found = events(&data, &refs, &series);
        assert_eq!(found.iter().map(|event| event.label.as_str()).collect::<Vec<_>>(), ["B begins", "A ends"]);
    }
}
