//! Series over time: which rows make the panel, what stands at its borders. Its series, events and levels have files of their own.

use std::collections::BTreeSet;

use super::ask::{Ask, Drawn};
use super::ranking::drop_total;
use crate::analysis::{Field, Where};
use crate::base::{Basis, Day, NumberStyle, ObsRef, Period, Precision, Unit, write_measure};
use crate::board::config::LineSpec;
use crate::board::{Computed, Line, LineSeries, Reference, Resolved, ValueScale};
use crate::chart::{Periods, ScaleKind, Window};
use crate::data::Dataset;

mod computed;
mod events;
mod levels;
mod names;
mod points;
mod series;
#[cfg(test)]
mod tests;
mod trends;

pub(super) use levels::levels;
pub(super) use names::By;
pub(super) use points::{days, middle};
use series::{Wanted, series};

/// Most series of one panel: more than these cannot be told apart by colour and shape.
const MOST_SERIES: usize = 12;

/// The panel: unit and time span at its corner, sources below.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    let selection = ask.select(&ask.spec.select);
    let Some(first) = selection.refs.first() else { return ask.nothing(&selection) };
    let metric = ask.dataset.metric_name(*first);
    let one_metric = selection.refs.iter().all(|at| ask.dataset.metric_name(*at) == metric);
    let rules = ask.config.rules.of(metric);
    let (refs, total) = without_total(ask, &selection.refs);
    let chart = &ask.spec.line_chart;
    // The unit changes the size of a number, not its sign.
    let sign = |at: &ObsRef| ask.dataset.numbers(*at).and_then(|own| own.point.or(own.low).or(own.high));
    let signed = chart.show.is_none() && refs.iter().any(|at| sign(at).is_some_and(|value| value <= 0.0));
    let mut scale = ValueScale::of(ask.scale(), signed);
    let wanted = Wanted {
        by: ask.spec.by.as_deref(),
        log: scale.kind == ScaleKind::Log && chart.show.is_none(),
        most: ask.spec.top.unwrap_or(MOST_SERIES).min(MOST_SERIES),
        tolerance: rules.tolerance.unwrap_or(0),
        rates: &ask.config.rules.rates,
    };
    let (mut unit, mut series, mut aside) = series(ask.dataset, &refs, &wanted, |at| ask.hue(&ask.dataset.get(at)));
    aside.splice(0..0, total);
    if series.is_empty() {
        let why = if aside.is_empty() { String::new() } else { format!(": {}", aside.join(", ")) };
        return ask.problem("no-points", format!("none of {} rows has a point on the axes{why}", selection.refs.len()));
    }
    if let Some(show) = chart.show {
        // A total that the rules name is what shares are of; one that was found by itself is no part.
        let all = if rules.total.is_some() { &selection.refs } else { &refs };
        let wanted = computed::Wanted { show, rules: &rules, all, unit: &unit };
        match computed::compute(ask, &mut series, &wanted, &mut aside) {
            Ok(computed) => {
                unit = computed;
                let low = |series: &LineSeries| series.points.extremes(0..series.points.len()).map(|ends| ends.0);
                let signed = series.iter().filter_map(low).any(|low| low <= 0.0);
                // What is computed is shown or refused, but not left out for the sake of an axis.
                let kind = if signed && scale.kind == ScaleKind::Log { ScaleKind::Symlog } else { ask.scale() };
                scale = ValueScale::of(kind, signed);
            }
            Err(why) => return ask.problem("not-computed", format!("{} cannot be computed: {why}", show.words())),
        }
    }
    let obs: Vec<ObsRef> = series.iter().flat_map(|series| series.points.obs()).copied().collect();
    let span = span(ask.dataset, &series);
    let events = span.map_or_else(Vec::new, |span| {
        let shown: BTreeSet<&str> = obs.iter().map(|at| ask.dataset.entity_name(*at)).collect();
        events::events(ask.dataset, &ask.select(&Where::default()).refs, span, &shown)
    });
    let corner = [unit_words(&unit, chart), span.map_or_else(String::new, span_words)];
    let corner: Vec<String> = corner.into_iter().filter(|words| !words.is_empty()).collect();
    let bottom = ask.bottom(&obs);
    let mut references = chart.levels.clone();
    match chart.show {
        None => {
            let (targets, words) = levels(ask.dataset, &selection.refs, &unit, rules.target.filter(|_| one_metric));
            references.extend(targets);
            aside.extend(words);
        }
        // What is computed is read against no change.
        Some(Computed::Growth(_)) => references.push(Reference { value: 0.0, label: String::new() }),
        Some(Computed::Index) => references.push(Reference { value: 100.0, label: String::new() }),
        Some(Computed::Share | Computed::Rank) => {}
    }
    let (trends, words) = chart
        .trend
        .map_or_else(Default::default, |fit| trends::trends(ask.dataset, &series, fit, chart.records, &unit));
    aside.extend(words);
    let scale = scale.measured(series.iter().flat_map(|series| series.points.iter()).map(|point| point.value));
    references.retain(|level| scale.holds(level.value));
    let line = Line {
        unit,
        scale,
        periods: Periods::of(obs.iter().map(|at| ask.dataset.period(*at))),
        computed: chart.show,
        stroke: chart.stroke,
        series,
        trends,
        events,
        references,
        domain: Window::default(),
        aside,
    };
    Drawn { resolved: Resolved::Line(line), corner: corner.join(" · "), bottom, obs }
}

/// The unit, or what is computed.
fn unit_words(unit: &Unit, chart: &LineSpec) -> String {
    let words = match (chart.show, chart.base) {
        (Some(Computed::Index), Some(base)) => format!("{} = 100", base.words(false)),
        (Some(Computed::Index), None) => "first point of each = 100".to_owned(),
        (Some(show), _) => show.words().to_owned(),
        (None, _) => return unit.code.to_string(),
    };
    if unit.code.is_empty() { words } else { format!("{words}, {}", unit.code) }
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
    let numbers = found.into_iter().filter(|at| data.numbers(*at).is_some());
    let last = numbers.max_by_key(|at| (data.period(*at), std::cmp::Reverse(*at)));
    let words = last.map(|at| {
        let (words, when) = (write_measure(&data.measure(at), NumberStyle::default()), data.period(at).words(false));
        let when = if when.is_empty() { when } else { format!(" in {when}") };
        format!("{}: {words}{when}", data.entity_name(at))
    });
    (rest, words)
}

/// First and last day of all points.
pub(super) fn span(dataset: &Dataset, series: &[LineSeries]) -> Option<(Day, Day)> {
    let ends = |point: Option<crate::board::LinePoint>| points::days(&dataset.period(point?.obs));
    let each = series.iter().flat_map(|series| [ends(series.points.first()), ends(series.points.last())]).flatten();
    each.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// From when to when, no finer than a glance needs: years over three years, months over two months, else days.
pub(super) fn span_words((first, last): (Day, Day)) -> String {
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
