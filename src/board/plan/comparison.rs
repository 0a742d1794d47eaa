//! Before and after, a row for each series that a row of the config selects.

use indexmap::IndexMap;

use super::ask::{Ask, Drawn};
use super::ranking::{is_stated, short};
use crate::analysis::change;
use crate::base::{Measure, ObsRef, Period, Shape, Unit};
use crate::board::config::RowSpec;
use crate::board::{Comparison, ComparisonRow, Resolved};
use crate::data::Observation;

/// The panel: below it the sources, and what the signs mean that occur.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    let whole = ask.select(&ask.spec.select);
    let every = [RowSpec::default()];
    let specs = if ask.spec.rows.is_empty() { &every[..] } else { &ask.spec.rows };
    let rows: Vec<ComparisonRow> = specs.iter().flat_map(|spec| rows(ask, spec)).collect();
    if rows.is_empty() {
        return ask.nothing(&whole);
    }
    let obs: Vec<ObsRef> = rows.iter().flat_map(|row| [row.from.2, row.to.2]).flatten().collect();
    let mut bottom = ask.bottom(&obs);
    let legend = legend(&rows);
    if ask.spec.finding.is_none() && !legend.is_empty() {
        bottom = if bottom.is_empty() { legend } else { format!("{bottom} · {legend}") };
    }
    let units: Vec<&Unit> = rows.iter().filter(|row| !row.words).map(|row| &row.to.0.unit).collect();
    let shared_axis = units.len() > 1 && units.windows(2).all(|pair| pair.first() == pair.last());
    Drawn { resolved: Resolved::Change(Comparison { rows, shared_axis }), corner: String::new(), bottom, obs }
}

fn rows(ask: &Ask<'_>, spec: &RowSpec) -> Vec<ComparisonRow> {
    let mut both = ask.spec.select.clone();
    both.conditions.extend(spec.select.conditions.iter().cloned());
    let mut series: IndexMap<usize, Vec<ObsRef>> = IndexMap::new();
    for at in ask.select(&both).refs {
        let seen = ask.dataset.get(at);
        if is_stated(seen.status) && seen.measure.shape != Shape::Event {
            series.entry(ask.dataset.series_of(at)).or_default().push(at);
        }
    }
    series.into_values().filter_map(|members| row(ask, spec, &members)).collect()
}

/// None where a series has neither end, or one period only and no end was named.
fn row(ask: &Ask<'_>, spec: &RowSpec, members: &[ObsRef]) -> Option<ComparisonRow> {
    let data = ask.dataset;
    let period = |at: &ObsRef| data.get(*at).period;
    let same = |wanted: &Period, at: &ObsRef| {
        let own = period(at);
        (own.first, own.last) == (wanted.first, wanted.last)
    };
    let pick = |wanted: Option<Period>, or: Option<ObsRef>| match wanted {
        Some(wanted) => (members.iter().copied().find(|at| same(&wanted, at)), wanted),
        None => (or, or.map_or(Period::NONE, |at| period(&at))),
    };
    let from = pick(spec.from, members.iter().copied().min_by_key(period));
    let to = pick(spec.to, members.iter().copied().max_by_key(period));
    let any = from.0.or(to.0)?;
    if from.1 == to.1 {
        return None;
    }
    let seen: Vec<Option<Observation<'_>>> = [from.0, to.0].map(|at| at.map(|at| data.get(at))).into();
    let measure = |index: usize| {
        let known = seen.get(index).and_then(Option::as_ref).map(|o| o.measure.clone());
        known.unwrap_or_else(|| Measure::wordless(Shape::Missing, data.get(any).measure.unit, ""))
    };
    let (before, after) = (measure(0), measure(1));
    let words = !before.has_number() && !after.has_number();
    let mut found = change(&before, &after, ask.spec.change, &ask.config.rules.of(data.metric_name(any)));
    found.inputs = [from.0, to.0].into_iter().flatten().collect();
    let last = data.get(to.0.unwrap_or(any));
    let label = spec.label.clone().unwrap_or_else(|| data.metric_name(any).to_owned());
    Some(ComparisonRow {
        label,
        entity: data.entity_name(any).to_owned(),
        periods: stages(&seen).unwrap_or_else(|| spoken(&from.1, &to.1)),
        from: (before, from.1, from.0),
        to: (after, to.1, to.0),
        change: found,
        source: place(&last),
        hue: ask.hue(&last),
        words,
    })
}

/// `preview → release`, where both notes name a stage.
fn stages(seen: &[Option<Observation<'_>>]) -> Option<String> {
    let stage = |index: usize| {
        let note = seen.get(index)?.as_ref()?.note;
        note.split(';').find_map(|part| part.trim().strip_prefix("stage:")).map(str::trim)
    };
    Some(format!("{} → {}", stage(0)?, stage(1)?))
}

/// `Q1 → Q3 2024`: a year that both share stands once.
fn spoken(from: &Period, to: &Period) -> String {
    let (from, to) = (from.words(false), to.words(false));
    let year = |words: &str| words.rsplit_once(' ').map(|(rest, year)| (rest.to_owned(), year.to_owned()));
    match (year(&from), year(&to)) {
        (Some((part, a)), Some((_, b))) if a == b && part != "≈" => format!("{part} → {to}"),
        _ => format!("{from} → {to}"),
    }
}

/// `LatePost ¶16`; places that are no paragraph or page stay in the detail.
fn place(seen: &Observation<'_>) -> String {
    let source = short(seen.source);
    match seen.reference.chars().next() {
        Some('¶') => format!("{source} {}", seen.reference).trim().to_owned(),
        Some(c) if c.is_ascii_digit() => format!("{source} ¶{}", seen.reference).trim().to_owned(),
        _ => source.to_owned(),
    }
}

/// What the signs mean that occur.
fn legend(rows: &[ComparisonRow]) -> String {
    let numbers: Vec<&Measure> =
        rows.iter().flat_map(|row| [&row.from.0, &row.to.0]).filter(|measure| measure.has_number()).collect();
    let has = |test: &dyn Fn(&Measure) -> bool| numbers.iter().any(|measure| test(measure));
    let at_most = |m: &Measure| m.low.is_none() && m.high.is_some_and(|b| b.inclusive);
    let below = |m: &Measure| m.low.is_none() && m.high.is_some_and(|b| !b.inclusive);
    let at_least = |m: &Measure| m.high.is_none() && m.low.is_some_and(|b| b.inclusive);
    let above = |m: &Measure| m.high.is_none() && m.low.is_some_and(|b| !b.inclusive);
    let signs = [
        (has(&|m| m.about), "≈ about"),
        (has(&at_most), "≤ at most"),
        (has(&below), "< below"),
        (has(&at_least), "≥ at least"),
        (has(&above), "> above"),
        (has(&|m| m.low.is_none()), "◄ no lower bound"),
        (has(&|m| m.high.is_none()), "► no upper bound"),
    ];
    signs.into_iter().filter(|(occurs, _)| *occurs).map(|(_, words)| words).collect::<Vec<_>>().join("  ")
}
