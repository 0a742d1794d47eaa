//! One line a figure, in the order of the config.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::ask::{Ask, Drawn};
use crate::analysis::{Derived, MetricRules, Where, change, different, disagreement, period_before, select, unlike};
use crate::base::{Bound, Measure, NumberStyle, ObsRef, Shape, is_stated, write_number};
use crate::board::{Figure, Figures, Resolved};

/// Fewest points that make a history worth a sparkline.
const HISTORY: usize = 3;

/// Each row of the config takes the last period of what it selects; without rows, each series does. Forecasts, rumours and
/// targets are taken only where nothing else is selected.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    let whole = ask.select(&ask.spec.select);
    let mut last: Vec<(Vec<ObsRef>, Option<&str>)> = Vec::new();
    if ask.spec.rows.is_empty() {
        let mut series: IndexMap<usize, Vec<ObsRef>> = IndexMap::new();
        for at in &whole.refs {
            series.entry(ask.dataset.series_of(*at)).or_default().push(*at);
        }
        last.extend(series.values().map(|members| (latest(ask, members), None)));
    }
    for spec in &ask.spec.rows {
        let mut both = ask.spec.select.clone();
        both.conditions.extend(spec.select.conditions.iter().cloned());
        last.push((latest(ask, &ask.select(&both).refs), spec.label.as_deref()));
    }
    let wanted = last.iter().filter_map(|(reports, _)| Some(ask.dataset.series_of(*reports.first()?))).collect();
    let past = past(ask, &wanted);
    let rows: Vec<Figure> = last.iter().filter_map(|(reports, label)| figure(ask, reports, *label, &past)).collect();
    if rows.is_empty() {
        return ask.nothing(&whole);
    }
    let obs: Vec<ObsRef> = last.into_iter().flat_map(|(reports, _)| reports).collect();
    let bottom = ask.bottom(&obs);
    Drawn { resolved: Resolved::Stat(Figures { rows }), corner: String::new(), bottom, obs }
}

/// The reports of the last period, all of one series.
fn latest(ask: &Ask<'_>, refs: &[ObsRef]) -> Vec<ObsRef> {
    let data = ask.dataset;
    let stated: Vec<ObsRef> = refs.iter().copied().filter(|at| is_stated(data.get(*at).status)).collect();
    let refs = if stated.is_empty() { refs } else { &stated };
    let Some(last) = refs.iter().copied().max_by_key(|at| data.period(*at)) else { return Vec::new() };
    let same = |at: &ObsRef| data.series_of(*at) == data.series_of(last) && data.period(*at) == data.period(last);
    refs.iter().copied().filter(same).collect()
}

/// The current stated rows of some series, by series, as known on the viewer's day.
fn past(ask: &Ask<'_>, wanted: &BTreeSet<usize>) -> BTreeMap<usize, Vec<ObsRef>> {
    let mut past: BTreeMap<usize, Vec<ObsRef>> = BTreeMap::new();
    for at in select(ask.dataset, &Where::default(), ask.lens.as_of).refs {
        let series = ask.dataset.series_of(at);
        if wanted.contains(&series) && is_stated(ask.dataset.get(at).status) {
            past.entry(series).or_default().push(at);
        }
    }
    for members in past.values_mut() {
        members.sort_by_key(|at| ask.dataset.period(*at));
    }
    past
}

fn figure(
    ask: &Ask<'_>,
    reports: &[ObsRef],
    label: Option<&str>,
    past: &BTreeMap<usize, Vec<ObsRef>>,
) -> Option<Figure> {
    let data = ask.dataset;
    // The last in the file where several say the same.
    let at = *reports.last()?;
    let seen = data.get(at);
    let conflict = disagreement(data, reports);
    let members = past.get(&data.series_of(at)).map_or(&[][..], Vec::as_slice);
    let until = members.partition_point(|other| data.period(*other) <= seen.period);
    let alike =
        members.iter().take(until).copied().filter(|other| unlike(&data.period(*other), &seen.period).is_none());
    let alike: Vec<ObsRef> = alike.collect();
    let earlier = alike.iter().any(|other| data.period(*other) < seen.period);
    let delta = (conflict.is_none() && is_stated(seen.status)).then(|| delta(ask, at, earlier)).flatten();
    let (delta, missing) = delta.map_or((None, None), |(delta, missing)| (Some(delta), missing));
    // A period of which two things are said has no step in the history.
    let periods = alike.chunk_by(|a, b| data.period(*a) == data.period(*b));
    let one = periods.filter(|reports| different(data, reports).len() == 1).filter_map(|reports| reports.first());
    let history: Vec<f64> = one
        .map(|other| data.get(*other).measure)
        .filter_map(|measure| Some(measure.place()? * measure.unit.factor))
        .collect();
    let words = label.map_or_else(|| format!("{} {}", data.entity_name(at), data.metric_name(at)), str::to_owned);
    let words = missing.map_or(words.clone(), |missing| format!("{words}, {missing}"));
    Some(Figure {
        words: match alert(&seen.measure, &ask.config.rules.of(data.metric_name(at))) {
            Some(alert) if conflict.is_none() => format!("! {words} ({alert})"),
            _ => words,
        },
        place: seen.reference.to_owned(),
        obs: at,
        delta,
        history: if history.len() >= HISTORY { history } else { Vec::new() },
        hue: ask.hue(&seen),
        measure: match conflict {
            Some(words) => Measure::wordless(Shape::Text, seen.measure.unit, &words),
            None => seen.measure,
        },
    })
}

/// The words of an alert: from the number of the metric on, down where more is better. Of an interval they say whether all of it
/// is beyond; an open end may be anywhere, and is no alert.
fn alert(measure: &Measure, rules: &MetricRules) -> Option<String> {
    let limit = rules.alert?;
    let (near, far, way) = match rules.lower_is_better {
        Some(false) => (measure.high, measure.low, -1.0),
        _ => (measure.low, measure.high, 1.0),
    };
    let beyond = |end: Option<Bound>| end.is_some_and(|end| end.value * way >= limit * way);
    let side = if way > 0.0 { "or more" } else { "or less" };
    let number = write_number(limit, None, NumberStyle::default());
    match (beyond(near), beyond(far)) {
        (true, _) => Some(format!("alert: {number} {side}")),
        (false, true) => Some(format!("may be an alert: {number} {side}")),
        (false, false) => None,
    }
}

/// The change against the period before, with what must be said of that; why there is none is said where the series has `earlier` periods.
fn delta(ask: &Ask<'_>, at: ObsRef, earlier: bool) -> Option<(Derived, Option<String>)> {
    let data = ask.dataset;
    let rules = ask.config.rules.of(data.metric_name(at));
    let new = data.get(at).measure;
    match period_before(data, at, ask.lens.as_of, rules.tolerance.unwrap_or(0)) {
        Ok((old, note)) => {
            let mut found = change(&data.get(old).measure, &new, ask.spec.change, &rules);
            found.inputs = vec![old, at];
            found.refused.is_none().then_some((found, note))
        }
        Err(why) => (earlier && new.has_number()).then(|| (Derived::refused(&[&new], &why), None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::write_change;
    use crate::base::{Day, NumberStyle, write_measure};
    use crate::board::{Lens, Sources, check_config, plan};
    use crate::data::{FileBytes, ReadOptions, read};

    fn figures(rows: &str, as_of: Option<Day>) -> Vec<Figure> {
        told(rows, "", as_of)
    }

    fn told(rows: &str, more: &str, as_of: Option<Day>) -> Vec<Figure> {
        let text = format!("entity,metric,period,value,status,reported\n{rows}");
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        let config = check_config(&format!("[panel.a]\nkind = \"stat\"\n{more}"), "my.toml").0.unwrap();
        let sources = Sources { open: &data, name: "x.csv", others: BTreeMap::new() };
        let board = plan(&config, &sources, &Lens { as_of, ..Lens::default() });
        let Resolved::Stat(figures) = &board.pages[0].panels[0].resolved else { panic!("no figures") };
        figures.rows.clone()
    }

    fn said(figure: &Figure) -> (String, Option<String>) {
        let style = NumberStyle::default();
        (write_measure(&figure.measure, style), figure.delta.as_ref().map(|delta| write_change(delta, style, false)))
    }

    #[test]
    fn targets_and_forecasts_are_no_latest_figure() {
        let rows = "A,u,2022,1,,\nA,u,2023,2,,\nA,u,2024,3,,\nA,u,2025,50,F,\nA,u,2026,100,target,\n";
        let found = figures(rows, None);
        assert_eq!(said(&found[0]), ("3".into(), Some("+50 %".into())));
        assert_eq!(found[0].history, [1.0, 2.0, 3.0]);
    }

    #[test]
    fn an_alert_is_said_where_its_number_is_reached() {
        let words = |value: &str, more: &str| {
            let more = format!("[metric.u]\nalert = 100\n{more}");
            told(&format!("A,u,2024,{value},,\n"), &more, None).remove(0).words
        };
        assert_eq!(words("99", ""), "A u");
        assert_eq!(words("100", ""), "! A u (alert: 100 or more)");
        assert_eq!(words("90-110", ""), "! A u (may be an alert: 100 or more)");
        assert_eq!(words(">=50", ""), "A u");
        assert_eq!(words("90", "lower_is_better = false\n"), "! A u (alert: 100 or less)");
        assert_eq!(words("110", "lower_is_better = false\n"), "A u");
    }

    #[test]
    fn a_base_further_back_is_said() {
        let found = told("A,u,2022,2,,\nA,u,2024,3,,\n", "[metric.u]\ntolerance = 1\n", None);
        assert_eq!(found[0].words, "A u, against 2022, 1 missing");
        assert_eq!(said(&found[0]).1.as_deref(), Some("+50 %"));
    }

    #[test]
    fn a_conflict_is_said_and_a_gap_too() {
        let found = figures("A,u,2023,7,,\nA,u,2024,100,,\nA,u,2024,500,,\nB,u,2022,1,,\nB,u,2024,2,,\n", None);
        let (conflict, none) = said(&found[0]);
        assert_eq!((conflict.as_str(), none), ("2 reports disagree: 100 / 500", None));
        assert_eq!(said(&found[1]), ("2".into(), Some("n/a (no 2023)".into())));
    }

    #[test]
    fn the_history_is_of_current_reports_as_known_then() {
        let rows = "A,u,2021,1,,2022-01-01\nA,u,2022,2,,2023-01-01\nA,u,2022,5,,2024-01-01\nA,u,2023,3,,2023-02-01\n";
        assert_eq!(figures(rows, None)[0].history, [1.0, 5.0, 3.0]);
        assert_eq!(figures(rows, Day::from_ymd(2023, 6, 1))[0].history, [1.0, 2.0, 3.0]);
    }
}
