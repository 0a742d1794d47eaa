//! The detail view: all that is known of what is under the cursor, in words.

use crate::analysis::{self, Derived, Rules};
use crate::app::{Session, World, words};
use crate::base::{Measure, ObsRef, pad_right, width, write_full, write_measure};
use crate::board::{BarRow, Relation, Resolved};
use crate::data::Dataset;

/// The text, a paragraph for each observation.
pub(super) fn lines(world: &World, session: &Session) -> Vec<String> {
    let Some(data) = session.data() else { return vec![String::from("Nothing is loaded")] };
    let mut lines = Vec::new();
    let under = session.under();
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
    let said = [words::value(&seen.measure, session.numbers), other_reading(&seen.measure, session), when];
    lines.push(said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "));
    let stated = if seen.measure.raw.is_empty() { String::new() } else { format!("stated \"{}\"", seen.measure.raw) };
    let stated = [stated, words::citation(data, at, session.ascii())];
    lines.push(stated.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "));
    lines.extend(derived(session, data, &world.config.rules, at));
    for revision in data.revisions().iter().filter(|revision| revision.new == at) {
        lines.push(format!("replaces {}", write_measure(&data.get(revision.old).measure, session.numbers)));
    }
    for conflict in data.conflicts().iter().filter(|conflict| conflict.contains(&at)) {
        for other in conflict.iter().filter(|other| **other != at) {
            let value = write_measure(&data.get(*other).measure, session.numbers);
            let said = [format!("in conflict with {value}"), words::citation(data, *other, session.ascii())];
            lines.push(said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "));
        }
    }
    if let Some(Some(old)) = session.changed.get(&data.key(at)) {
        lines.push(format!("before the last change it was {}", write_measure(old, session.numbers)));
    }
    if data.row(seen.row).bad {
        wrong(data, seen.row, lines);
    }
    cells(data, seen.row, lines);
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
        lines.push(format!("  {}  {cell}", pad_right(header, wide)));
    }
    for cell in row.cells.iter().skip(headings.len()).filter(|cell| !cell.is_empty()) {
        lines.push(format!("  {}  {cell}", pad_right("(no header)", wide)));
    }
}

/// What was computed with this value: the change that the panel shows, or that against the period before; ratio or share of a bar.
fn derived(session: &Session, data: &Dataset, rules: &Rules, at: ObsRef) -> Vec<String> {
    let mut lines = Vec::new();
    match session.panel().map(|panel| &panel.resolved) {
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
        Some(Resolved::Bar(bars)) => lines.extend(bar(session, &bars.rows, at)),
        _ => {}
    }
    if let Ok(before) = before(data, session, rules, at) {
        let (old, new) = (data.get(before), data.get(at));
        let rules = rules.of(data.metric_name(at));
        let found = analysis::change(&old.measure, &new.measure, analysis::Change::default(), &rules);
        // Words have no number to compare: that they were others says it all.
        if found.refused.is_none() || old.measure.has_number() {
            let from = write_measure(&old.measure, session.numbers);
            lines.push(change(&format!("from {from} ({})", old.period.words(session.ascii())), &found));
        }
    }
    lines
}

fn change(from: &str, found: &Derived) -> String {
    let note = found.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
    match &found.refused {
        Some(why) => format!("{from}: no change computed, {why}"),
        None if found.formula.is_empty() => format!("{from}: {}{note}", found.words),
        None => format!("{from}: {} = {}{note}", found.words, found.formula),
    }
}

/// The period before in the same series, as known on the viewer's day; else why there is none.
pub(in crate::app) fn before(data: &Dataset, session: &Session, rules: &Rules, at: ObsRef) -> Result<ObsRef, String> {
    let tolerance = rules.of(data.metric_name(at)).tolerance.unwrap_or(0);
    analysis::period_before(data, at, session.lens.as_of, tolerance)
}

/// What stands beside a bar, with the numbers that it came from.
fn bar(session: &Session, rows: &[BarRow], at: ObsRef) -> Option<String> {
    let index = rows.iter().position(|row| row.obs.contains(&at))?;
    let row = rows.get(index)?;
    let relation = row.relation.as_ref()?;
    if let Relation::Sum(sum) = relation {
        let total = write_measure(&sum.measure, session.numbers);
        return Some(format!("{total} = {} ({})", sum.formula, relation.write(session.numbers)));
    }
    if row.obs.len() > 1 {
        return None;
    }
    let shown = relation.write(session.numbers);
    let said = |row: &BarRow| {
        format!("{} ({})", write_measure(&row.measure, session.numbers), words::named(&row.label, session.ascii()))
    };
    match relation {
        Relation::Next { times, other, .. } => {
            let next = rows.iter().find(|row| row.obs.first() == Some(other))?;
            Some(format!("{shown} = {}: {} by {}", times.formula, said(row), said(next)))
        }
        Relation::Share(share) if share.words == "of the total" => {
            Some(format!("{shown}: {} = {}", said(row), share.formula))
        }
        Relation::Sum(_) => None,
        Relation::Share(_) => {
            let others: Vec<String> = rows.iter().map(said).collect();
            Some(format!("{shown}: {} among {}", said(row), others.join(", ")))
        }
    }
}
