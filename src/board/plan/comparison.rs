//! Before and after, a row for each series that a row of the config selects.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::ask::{Ask, Drawn};
use super::ranking::short;
use super::units::in_unit;
use crate::analysis::{Derived, MetricRules, change, different, disagreement, unlike};
use crate::base::{Bound, Measure, ObsRef, Period, Shape, Unit, is_stated};
use crate::board::config::RowSpec;
use crate::board::{Comparison, ComparisonRow, Resolved};
use crate::data::Observation;

/// The panel: below it the sources, and what the signs mean that occur.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    let whole = ask.select(&ask.spec.select);
    let every = [RowSpec::default()];
    let specs = if ask.spec.rows.is_empty() { &every[..] } else { &ask.spec.rows };
    let rows: Vec<ComparisonRow> = specs.iter().flat_map(|spec| rows(ask, spec)).collect();
    if rows.is_empty() && !whole.refs.is_empty() {
        return ask.problem("no-change", format!("none of {} rows: no series has two periods", whole.refs.len()));
    }
    if rows.is_empty() {
        return ask.nothing(&whole);
    }
    let rows = told_apart(rows);
    let obs: Vec<ObsRef> = rows.iter().flat_map(|row| row.change.inputs.iter().copied()).collect();
    let mut bottom = ask.bottom(&obs);
    let legend = legend(&rows);
    if ask.spec.finding.is_none() && !legend.is_empty() {
        bottom = if bottom.is_empty() { legend } else { format!("{bottom} · {legend}") };
    }
    let units: Vec<&Unit> = rows.iter().filter(|row| !row.words).map(|row| &row.plot[1].unit).collect();
    let shared_axis = units.len() > 1 && units.windows(2).all(|pair| pair.first() == pair.last());
    Drawn { resolved: Resolved::Change(Comparison { rows, shared_axis }), corner: String::new(), bottom, obs }
}

/// Rows of one metric are named by their entity first: on a small screen the first name is the only one.
fn told_apart(mut rows: Vec<ComparisonRow>) -> Vec<ComparisonRow> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for row in &rows {
        *times.entry(row.label.clone()).or_default() += 1;
    }
    for row in rows.iter_mut().filter(|row| !row.entity.is_empty() && times.get(&row.label) > Some(&1)) {
        std::mem::swap(&mut row.label, &mut row.entity);
    }
    rows
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

/// One end of a change: its reports (several where they disagree) and its period.
struct End {
    reports: Vec<ObsRef>,
    period: Period,
}

impl End {
    /// The reports of one period.
    fn at(ask: &Ask<'_>, members: &[ObsRef], period: Period) -> Self {
        let same = |at: &ObsRef| {
            let own = ask.dataset.period(*at);
            (own.first, own.last) == (period.first, period.last)
        };
        Self { reports: members.iter().copied().filter(same).collect(), period }
    }

    /// What it says; of reports that disagree all.
    fn measure(&self, ask: &Ask<'_>, unit: &Unit) -> Measure {
        let said = different(ask.dataset, &self.reports);
        match self.reports.first() {
            Some(_) if said.len() > 1 => Measure::wordless(Shape::Text, unit.clone(), &said.join(" / ")),
            Some(at) => ask.dataset.get(*at).measure,
            None => Measure::wordless(Shape::Missing, unit.clone(), ""),
        }
    }
}

/// The first and last period of the series; of periods of several kinds (years, quarters, sums over time) those of the
/// kind that has two and reaches furthest.
fn outermost(periods: &[Period]) -> Option<(Period, Period)> {
    let first_alike = |to: &Period| periods.iter().filter(|from| unlike(from, to).is_none()).min().copied();
    let apart = |from: &Period, to: &Period| (from.first, from.last) != (to.first, to.last);
    let mut latest_first = periods.to_vec();
    latest_first.sort_by_key(|period| std::cmp::Reverse(*period));
    let alike = latest_first.iter().find_map(|to| Some((first_alike(to)?, *to)).filter(|(from, to)| apart(from, to)));
    alike.or_else(|| Some((*periods.iter().min()?, *latest_first.first()?)))
}

/// None where a series has neither end, or one period only and no end was named.
fn row(ask: &Ask<'_>, spec: &RowSpec, members: &[ObsRef]) -> Option<ComparisonRow> {
    let data = ask.dataset;
    let periods: Vec<Period> = members.iter().map(|at| data.period(*at)).collect();
    let (first, last) = outermost(&periods)?;
    let from = End::at(ask, members, spec.from.unwrap_or(first));
    let to = End::at(ask, members, spec.to.unwrap_or(last));
    let any = *from.reports.first().or(to.reports.first())?;
    if (from.period.first, from.period.last) == (to.period.first, to.period.last) {
        return None;
    }
    let seen: Vec<Option<Observation<'_>>> = [&from, &to].map(|end| end.reports.first().map(|at| data.get(*at))).into();
    let unit = data.get(any).measure.unit;
    let (before, after) = (from.measure(ask, &unit), to.measure(ask, &unit));
    let rules = ask.config.rules.of(data.metric_name(any));
    let stages = stages(&seen);
    let refused = refusal(ask, &from, &to, stages.is_some());
    // What disagrees or lacks an end is no rating that went from one word to another.
    let words = refused.is_none() && !before.has_number() && !after.has_number();
    let mut found = match refused {
        Some(why) => Derived::refused(&[&before, &after], &why),
        None => change(&before, &after, ask.spec.change, &rules),
    };
    found.inputs = from.reports.iter().chain(&to.reports).copied().collect();
    let last = data.get(to.reports.first().copied().unwrap_or(any));
    let label = spec.label.clone().unwrap_or_else(|| data.metric_name(any).to_owned());
    let common = if after.has_number() { after.unit.clone() } else { before.unit.clone() };
    let plot = [&before, &after].map(|measure| {
        let known = in_unit(measure, &common);
        // Nothing is drawn beyond what the change is computed with.
        if found.refused.is_none() { closed(known, &rules) } else { known }
    });
    Some(ComparisonRow {
        label,
        entity: data.entity_name(any).to_owned(),
        periods: stages.unwrap_or_else(|| spoken(&from.period, &to.period)),
        from: (before, from.period, from.reports.first().copied()),
        to: (after, to.period, to.reports.first().copied()),
        plot,
        change: found,
        source: place(&last),
        hue: ask.hue(&last),
        words,
    })
}

/// Why two ends have no change: reports that disagree, an end that is not there, periods that do not compare. Stages that
/// the notes name are compared as they are.
fn refusal(ask: &Ask<'_>, from: &End, to: &End, staged: bool) -> Option<String> {
    for end in [from, to] {
        if let Some(words) = disagreement(ask.dataset, &end.reports) {
            return Some(words);
        }
        if end.reports.is_empty() {
            return Some(format!("no {}", end.period.words(false)));
        }
    }
    let period = |end: &End| end.reports.first().map(|at| ask.dataset.period(*at));
    if staged { None } else { unlike(&period(from)?, &period(to)?) }
}

/// Open ends closed by the limits that the metric declares.
fn closed(mut measure: Measure, rules: &MetricRules) -> Measure {
    let end = |value: f64| Bound { value, inclusive: true };
    if measure.has_number() {
        measure.low = measure.low.or(rules.floor.map(end));
        measure.high = measure.high.or(rules.ceiling.map(end));
    }
    measure
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

/// What the signs of the numbers mean that occur. Those of the plots depend on the room: whoever draws them says what they mean.
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
    ];
    let mut said: Vec<&str> = signs.into_iter().filter(|(occurs, _)| *occurs).map(|(_, words)| words).collect();
    // A limit that closed an end is said, once.
    for note in rows.iter().filter_map(|row| row.change.note.as_deref()) {
        if !said.contains(&note) {
            said.push(note);
        }
    }
    said.join("  ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::analysis::write_change;
    use crate::base::{NumberStyle, write_measure};
    use crate::board::{Board, Lens, Sources, check_config, plan};
    use crate::data::{FileBytes, ReadOptions, read};

    fn board(rows: &str, more: &str) -> Board {
        let text = format!("entity,metric,period,value,status\n{rows}");
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        let config = check_config(&format!("[panel.a]\nkind = \"change\"\n{more}"), "my.toml").0.unwrap();
        plan(&config, &Sources { open: &data, name: "x.csv", others: BTreeMap::new() }, &Lens::default())
    }

    fn said(rows: &str, more: &str) -> Vec<String> {
        let Resolved::Change(found) = board(rows, more).pages[0].panels[0].resolved.clone() else { return Vec::new() };
        let style = NumberStyle::default();
        let one = |row: &ComparisonRow| {
            let (from, to) = (write_measure(&row.from.0, style), write_measure(&row.to.0, style));
            format!("{} | {from} → {to} | {}", row.periods, write_change(&row.change, style, false))
        };
        found.rows.iter().map(one).collect()
    }

    #[test]
    fn reports_that_disagree_are_all_said() {
        let rows = "A,users,2024Q1,100,\nA,users,2024Q1,500,\nA,users,2024Q2,200,\nA,users,2024Q2,900,\n";
        assert_eq!(said(rows, ""), ["Q1 → Q2 2024 | 100 / 500 → 200 / 900 | n/a, 2 reports disagree: 100 / 500"]);
    }

    #[test]
    fn only_like_periods_compare() {
        assert_eq!(
            said("A,u,2022,1,\nA,u,2024Q1,2,\n", ""),
            ["2022 → Q1 2024 | 1 → 2 | n/a, a year against a quarter"]
        );
        // Two years and a quarter: the years.
        assert_eq!(said("A,u,2022,1,\nA,u,2023,2,\nA,u,2024Q1,2,\n", ""), ["2022 → 2023 | 1 → 2 | +100 %"]);
        assert_eq!(
            said("A,u,2022,1,\nA,u,2023,2,\nA,u,2024,9,F\nA,u,2025,9,target\n", ""),
            ["2022 → 2023 | 1 → 2 | +100 %"]
        );
        let named = "rows = [{ entity = \"A\", from = \"2022\", to = \"2024\" }]\n";
        assert_eq!(said("A,u,2022,1,\nA,u,2023,2,\n", named), ["2022 → 2024 | 1 → n/a | n/a (no 2024)"]);
    }

    #[test]
    fn both_ends_stand_on_one_axis_and_limits_are_said() {
        let found = board("A,wait,2023,2 min,\nA,wait,2024,45 s,\n", "");
        let Resolved::Change(rows) = &found.pages[0].panels[0].resolved else { panic!("no comparison") };
        assert_eq!(rows.rows[0].plot.clone().map(|measure| measure.point), [Some(120.0), Some(45.0)]);
        let found = board("A,share,2023,40%,\nA,share,2024,17%以内,\n", "[metric.share]\nfloor = 0\n");
        assert_eq!(found.pages[0].panels[0].bottom, "≤ at most  floor 0 used");
    }

    #[test]
    fn one_period_each_is_said() {
        let found = board("A,u,2022,1,\nB,u,2022,1,\n", "");
        assert_eq!(found.diagnostics[0].message, "none of 2 rows: no series has two periods");
    }
}
