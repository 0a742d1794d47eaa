//! The detail view: all that is known of what is under the cursor, in words.

use super::computed;
use crate::analysis::{self, Derived, Rules, write_change};
use crate::app::{Session, World, words};
use crate::base::{Dimension, Measure, ObsRef, drawn_part, is_stated, pad_right, width, write_full, write_measure};
use crate::board::Resolved;
use crate::data::Dataset;

/// Days of a year and a bit.
const MORE_THAN_A_YEAR: i32 = 380;

/// Other sources that are told one by one.
const BESIDE: usize = 12;

/// The text, a paragraph for each observation.
pub(super) fn lines(world: &World, session: &Session) -> Vec<String> {
    let Some(data) = session.data() else { return vec![String::from("Nothing is loaded")] };
    let mut lines = Vec::new();
    let under = session.under();
    if let Some((panel, cursor)) = session.part().filter(|_| !under.is_empty()) {
        lines.extend(computed::under(session, data, &panel.resolved, cursor));
    }
    for at in &under {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        observation(world, session, data, *at, &mut lines);
        if under.len() > 1 {
            // The border names the place of the first one only.
            let row = data.row(data.get(*at).row);
            lines.push(format!("{}:{}", row.file, row.line));
        }
    }
    if let Some((panel, _)) = session.part().filter(|_| !under.is_empty()) {
        let whole = computed::whole(session, data, &panel.resolved);
        if !whole.is_empty() {
            lines.push(String::new());
            lines.extend(whole);
        }
    }
    if under.is_empty() {
        match session.row_under() {
            Some(row) => record(data, row, &mut lines),
            None => lines.push(format!("No observation is under the cursor in {}", world.open_name())),
        }
    }
    lines
}

fn observation(world: &World, session: &Session, data: &Dataset, at: ObsRef, lines: &mut Vec<String>) {
    let seen = data.get(at);
    lines.push(words::names(world, data, at, session.ascii()));
    let when = words::period(&seen.period, seen.note, session.ascii());
    let said = [words::value(&seen.measure, seen.status, session.numbers), other_reading(&seen.measure, session), when];
    lines.push(said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "));
    let stated = if seen.measure.raw.is_empty() {
        String::new()
    } else {
        format!("stated \"{}\"", drawn_part(&seen.measure.raw))
    };
    let stated = [stated, drawn_part(&words::citation(data, at, session.ascii())).to_owned()];
    lines.push(stated.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "));
    lines.extend(derived(session, data, &world.config.rules, at));
    let file = session.panel().and_then(|panel| panel.file.as_deref());
    let claim = session.shown.as_ref().and_then(|shown| shown.claims(file).of(at));
    lines.extend(claim.map(|claim| claim.verdict(data, session.numbers)));
    let rules = world.config.rules.of(data.metric_name(at));
    let steps = analysis::revisions_of(data, at, &rules);
    lines.extend(steps.iter().map(|step| step.words(data, session.numbers)));
    for conflict in data.conflicts().iter().filter(|conflict| conflict.contains(&at)) {
        let others = conflict.iter().filter(|other| **other != at);
        lines.extend(others.map(|other| beside("in conflict with", session, data, (at, *other))));
    }
    let others = analysis::other_sources(data, at, session.lens.as_of);
    lines.extend(others.iter().take(BESIDE).map(|other| beside("beside it", session, data, (at, *other))));
    if others.len() > BESIDE {
        lines.push(format!("and {} more beside it", others.len() - BESIDE));
    }
    if let Some(Some(old)) = session.changed.get(&data.key(at)) {
        lines.push(format!("before the last change it was {}", write_measure(old, session.numbers)));
    }
    if data.row(seen.row).bad {
        wrong(data, seen.row, lines);
    }
    cells(data, seen.row, lines);
}

/// Another report of the same thing, with how far it is from this one: `in conflict with 500 (+400 %) · LatePost ¶16`.
fn beside(lead: &str, session: &Session, data: &Dataset, (at, other): (ObsRef, ObsRef)) -> String {
    let (own, others) = (data.get(at).measure, data.get(other).measure);
    let found = analysis::change(&own, &others, analysis::Change::default(), &analysis::MetricRules::default());
    let by = match found.refused {
        None if own.says_same(&others) => String::from(" (the same)"),
        None => format!(" ({})", analysis::write_change(&found, session.numbers, false)),
        Some(_) => String::new(),
    };
    let value = write_measure(&others, session.numbers);
    let said = [format!("{lead} {value}{by}"), words::citation(data, other, session.ascii())];
    said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What the words may mean as well: 增长3倍 is ×4 to most, and ×3 to some who write it.
fn other_reading(measure: &Measure, session: &Session) -> String {
    measure.other_factor().map_or_else(String::new, |factor| {
        let other = Measure { digits: measure.digits, ..Measure::exact(factor, measure.unit.clone()) };
        format!("or {}, as some write it", write_full(&other, session.numbers))
    })
}

/// What is wrong with a record.
fn wrong(data: &Dataset, row: usize, lines: &mut Vec<String>) {
    let found = data.row(row);
    let own =
        |d: &&crate::base::Diagnostic| d.place.line == Some(found.line) && d.place.file.as_deref() == Some(found.file);
    for problem in data.diagnostics().iter().filter(own) {
        let help = problem.help.as_ref().map_or(String::new(), |help| format!(". {help}"));
        lines.push(format!("{}: {}{help}", problem.severity.as_str(), problem.message));
    }
}

/// A record that became no observation: what is wrong with it, and its cells.
fn record(data: &Dataset, row: usize, lines: &mut Vec<String>) {
    lines.push(String::from("This record is no observation"));
    wrong(data, row, lines);
    cells(data, row, lines);
}

/// Every column that holds something.
fn cells(data: &Dataset, row: usize, lines: &mut Vec<String>) {
    let row = data.row(row);
    let headings = data.headers();
    let wide = headings.iter().map(|header| width(header)).max().unwrap_or(0).min(20);
    for (header, cell) in headings.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
        lines.push(format!("  {}  {}", pad_right(header, wide), drawn_part(cell)));
    }
    for cell in row.cells.iter().skip(headings.len()).filter(|cell| !cell.is_empty()) {
        lines.push(format!("  {}  {}", pad_right("(no header)", wide), drawn_part(cell)));
    }
}

/// What was computed with this value: the change that the panel shows, or that against the period before; ratio or share of a bar.
fn derived(session: &Session, data: &Dataset, rules: &Rules, at: ObsRef) -> Vec<String> {
    let mut lines = Vec::new();
    match session.part().map(|(panel, _)| &panel.resolved) {
        Some(Resolved::Change(comparison)) => {
            if let Some(row) = comparison.rows.iter().find(|row| row.to.2 == Some(at)) {
                let from = write_measure(&row.from.0, session.numbers);
                lines.push(change(&format!("from {from} ({})", row.from.1.words(session.ascii())), &row.change));
            } else if let Some(row) = comparison.rows.iter().find(|row| row.from.2 == Some(at)) {
                let to = write_measure(&row.to.0, session.numbers);
                lines.push(format!("compared with {to} ({})", row.to.1.words(session.ascii())));
            }
            return lines;
        }
        Some(panel) => lines.extend(computed::of(session, data, panel, at)),
        None => {}
    }
    let before = before(data, session, rules, at).ok();
    let told = growths(data, session, rules, at);
    if let Some((before, note)) = before.filter(|(before, _)| !told.iter().any(|(base, _)| base == &Some(*before))) {
        let (old, new) = (data.get(before), data.get(at));
        let rules = rules.of(data.metric_name(at));
        let found = analysis::change(&old.measure, &new.measure, analysis::Change::default(), &rules).noted(note);
        // Words have no number to compare: that they were others says it all.
        if found.refused.is_none() || old.measure.has_number() {
            let from = write_measure(&old.measure, session.numbers);
            lines.push(change(&format!("from {from} ({})", old.period.words(session.ascii())), &found));
        }
    }
    lines.extend(told.into_iter().map(|(_, line)| line));
    lines.extend(compound(data, session, at));
    lines.extend(by_calendar(data, session, rules, at));
    lines.extend(computed::blended(session, data, at));
    lines
}

/// From what a value came, and by what formula; or why nothing was computed.
pub(super) fn change(from: &str, found: &Derived) -> String {
    let note = found.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
    match &found.refused {
        Some(why) => format!("{from}: no change computed, {why}"),
        None if found.formula.is_empty() => format!("{from}: {}{note}", found.words),
        None => format!("{from}: {} = {}{note}", found.words, found.formula),
    }
}

/// Growth against each matching period there is, with its base: `YoY +12 % = 17/15 − 1, from 15 (2023)`. That one is missing is
/// said where the series has earlier periods.
fn growths(data: &Dataset, session: &Session, rules: &Rules, at: ObsRef) -> Vec<(Option<ObsRef>, String)> {
    use analysis::Step;
    let own = rules.of(data.metric_name(at));
    let as_of = session.lens.as_of;
    let one = |step: Step| {
        let found = analysis::growth(data, at, step, analysis::Change::default(), as_of, &own);
        let shown = write_change(&found, session.numbers, false);
        let label = step.label();
        let Some(base) = found.inputs.first().copied().filter(|base| *base != at) else {
            let missing =
                found.refused.as_ref().is_some_and(|why| why.starts_with("no ") && why.contains(char::is_numeric));
            let earlier = analysis::earliest_alike(data, at, as_of).is_some();
            return (missing && earlier).then(|| (None, format!("{label} {shown}")));
        };
        let note = found.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        let formula = if found.formula.is_empty() { String::new() } else { format!(" = {}", found.formula) };
        let old = data.get(base);
        let from = write_measure(&old.measure, session.numbers);
        let when = old.period.words(session.ascii());
        (found.refused.is_none()).then(|| (Some(base), format!("{label} {shown}{formula}{note}, from {from} ({when})")))
    };
    [Step::Year, Step::Quarter, Step::Month, Step::Week].into_iter().filter_map(one).collect()
}

/// Growth a year since the first period that compares: `CAGR +12 % = (17/10)^(1/5) − 1, from 10 (2019)`. Rates and places have
/// none, and over one year it is the growth of that year.
fn compound(data: &Dataset, session: &Session, at: ObsRef) -> Option<String> {
    let base = analysis::earliest_alike(data, at, session.lens.as_of)?;
    let first = data.get(base);
    let seen = data.get(at);
    let rate = matches!(seen.measure.unit.dimension, Dimension::Percent | Dimension::Points | Dimension::Factor);
    let days = seen.period.first?.0 - first.period.first?.0;
    if rate || !is_stated(seen.status) || days <= MORE_THAN_A_YEAR {
        return None;
    }
    if let Some(why) = analysis::own_disagreement(data, at).or_else(|| analysis::definition_changed(data, base, at)) {
        return Some(format!("CAGR n/a, {why}"));
    }
    let found = analysis::cagr((&first.measure, &first.period), (&seen.measure, &seen.period));
    let shown = write_change(&found, session.numbers, false);
    let from = write_measure(&first.measure, session.numbers);
    let when = first.period.words(session.ascii());
    found.refused.is_none().then(|| format!("CAGR {shown} = {}, from {from} ({when})", found.formula))
}

/// A fiscal period's calendar neighbour, by the days that they share: `Q2 2024 by days ¥152 = ¥90 × 30/90 + ¥184 × 61/92, if it
/// flows evenly`. Only of what may be added.
fn by_calendar(data: &Dataset, session: &Session, rules: &Rules, at: ObsRef) -> Option<String> {
    let seen = data.get(at);
    let rate = !matches!(seen.measure.unit.dimension, Dimension::Money(_) | Dimension::Word(_) | Dimension::None);
    let wanted =
        analysis::calendar_period(&seen.period).filter(|_| !rate && rules.of(data.metric_name(at)).additive)?;
    let alike = analysis::current_alike(data, at, session.lens.as_of);
    let found = analysis::calendarised(data, &alike, &wanted);
    let shown = write_measure(&analysis::rounded(&found.measure), session.numbers);
    let words = found.words.clone();
    found.refused.is_none().then(|| format!("{words} {shown} = {}, if it flows evenly", found.formula))
}

/// The period before in the same series, as known on the viewer's day, with what must be said of it; else why there is none.
pub(in crate::app) fn before(
    data: &Dataset,
    session: &Session,
    rules: &Rules,
    at: ObsRef,
) -> Result<(ObsRef, Option<String>), String> {
    let tolerance = rules.of(data.metric_name(at)).tolerance.unwrap_or(0);
    analysis::period_before(data, at, session.lens.as_of, tolerance)
}
