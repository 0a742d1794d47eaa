//! What is shown of the data: filter, entity, sort, axis, as-of date, rows of an observation.

use std::collections::BTreeSet;

use super::{cursor, keys, say};
use crate::app::rows::{self, Kept};
use crate::app::session::Lit;
use crate::app::{Effect, Session, able};
use crate::base::{Day, Key, KeyCode, ObsRef};
use crate::board::{Resolved, Sort};
use crate::chart::ScaleKind;
use crate::data::Dataset;

fn plan(session: &Session) -> Vec<Effect> {
    vec![Effect::Plan(session.lens.clone())]
}

/// Opens the filter prompt.
pub(super) fn filter(session: &mut Session) -> Vec<Effect> {
    session.prompt = Some((String::new(), session.lens.filters.clone()));
    session.notice = None;
    Vec::new()
}

/// The filter as typed so far holds at once.
pub(super) fn refilter(session: &mut Session) -> Vec<Effect> {
    // How many rows are left is news; what was said before is old.
    session.notice = None;
    if let Some((typed, before)) = &session.prompt {
        let mut filters = before.clone();
        if !typed.trim().is_empty() {
            filters.push(typed.clone());
        }
        session.lens.filters = filters;
    }
    plan(session)
}

/// A key while the filter is being typed.
pub(super) fn prompt_key(session: &mut Session, key: Key) -> Vec<Effect> {
    let Some((typed, before)) = &mut session.prompt else { return Vec::new() };
    match key.code {
        KeyCode::Enter => {
            session.prompt = None;
            Vec::new()
        }
        KeyCode::Esc => {
            session.lens.filters = std::mem::take(before);
            session.prompt = None;
            plan(session)
        }
        KeyCode::Tab => {
            let (field, word) = match typed.rsplit_once(':') {
                Some((field, word)) => (format!("{field}:"), word),
                None => (String::new(), typed.as_str()),
            };
            let word = word.to_owned();
            let Some(name) = session.nearest_name(&word) else {
                return say(session, "No name is near what is typed");
            };
            session.prompt = session.prompt.take().map(|(_, before)| (format!("{field}\"{name}\""), before));
            refilter(session)
        }
        KeyCode::Backspace => {
            typed.pop();
            refilter(session)
        }
        KeyCode::Char(c) if !key.ctrl && !key.alt => keys::typed(session, c),
        _ => Vec::new(),
    }
}

/// Lights the entity under the cursor in every panel; the lit one again: only it; then off.
pub(super) fn only(session: &mut Session) -> Vec<Effect> {
    if session.lens.only.take().is_some() {
        session.lit = None;
        return plan(session);
    }
    let other = |under: &Lit| session.lit.as_ref().is_none_or(|lit| !lit.forms.is_same(&under.forms));
    if let Some(under) = session.entity_under().filter(other) {
        session.lit = Some(under);
        return Vec::new();
    }
    session.lens.only = session.lit.as_ref().map(|lit| lit.name.clone());
    plan(session)
}

/// Sorts the focused table by the cursor's column: ascending, descending, file order.
pub(super) fn sort(session: &mut Session, reverse: bool) -> Vec<Effect> {
    let found = session.panel().and_then(|panel| {
        let Resolved::Table(records) = &panel.resolved else { return None };
        let column = records.columns.get(session.cursor_of(panel).column)?;
        let name = if column.role.is_empty() { column.title.clone() } else { column.role.to_owned() };
        Some((panel.id.to_string(), name))
    });
    let Some((id, column)) = found else { return Vec::new() };
    let next = match session.lens.sorts.get(&id) {
        Some(sort) if reverse => Some(Sort { descending: !sort.descending, ..sort.clone() }),
        Some(sort) if sort.column == column && sort.descending => None,
        Some(sort) if sort.column == column => Some(Sort { column, descending: true }),
        _ => Some(Sort { column, descending: reverse }),
    };
    match next {
        Some(sort) => session.lens.sorts.insert(id, sort),
        None => session.lens.sorts.remove(&id),
    };
    plan(session)
}

/// The next scale of the focused panel's values: linear, log, symlog where log leaves values out.
pub(super) fn axis(session: &mut Session) -> Vec<Effect> {
    let found = session.panel().map(|panel| panel.id.to_string()).zip(able::next_scale(session));
    let Some((id, scale)) = found else { return Vec::new() };
    session.lens.scale.insert(id, scale);
    let said = match scale {
        ScaleKind::Linear => "Axis: linear",
        ScaleKind::Log => "Axis: log",
        ScaleKind::Symlog => "Axis: symlog, log on both sides of zero",
    };
    let mut effects = say(session, said);
    effects.extend(plan(session));
    effects
}

/// The same data as a table, and back.
pub(super) fn as_table(session: &mut Session) -> Vec<Effect> {
    let Some(panel) = session.panel() else { return Vec::new() };
    let id = panel.id.to_string();
    if !session.lens.as_table.remove(&id) {
        session.lens.as_table.insert(id);
    }
    plan(session)
}

/// The rows behind what is under the cursor, and nothing else, until Esc.
pub(super) fn rows_of(session: &mut Session) -> Vec<Effect> {
    if session.rows.is_some() {
        return say(session, "This is its row. Esc goes back to the board");
    }
    let Some(data) = session.data() else { return Vec::new() };
    let under = session.under();
    let (of, kept) = match (under.first(), session.row_under()) {
        (Some(first), _) => {
            let keys = under.iter().map(|at| Kept::Observation(data.key(*at))).collect();
            (behind(data, *first, under.len()), keys)
        }
        (None, Some(row)) => {
            let row = data.row(row);
            (rows::record_name(row.file, row.line), vec![Kept::Record(row.file.into(), row.line)])
        }
        (None, None) => return say(session, "No row is under the cursor"),
    };
    let file = session.panel().and_then(|panel| panel.file.clone());
    rows::open(session, of, file, kept);
    cursor::settle(session);
    Vec::new()
}

fn behind(data: &Dataset, first: ObsRef, count: usize) -> String {
    let name = [data.entity_name(first), data.metric_name(first)];
    let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    // A change has two rows of one name, joined events or a rest have several.
    if count < 3 { name } else { format!("{name} and {} more", count - 1) }
}

/// Days on which something was reported, in order.
pub(super) fn vintages(dataset: &Dataset) -> Vec<Day> {
    let days: BTreeSet<Day> = dataset.refs().filter_map(|at| dataset.reported(at)).collect();
    days.into_iter().collect()
}

/// Turns as-of on at the newest vintage, and off.
pub(super) fn as_of(session: &mut Session) -> Vec<Effect> {
    if session.as_of {
        session.as_of = false;
        session.lens.as_of = None;
        return plan(session);
    }
    let newest = session.shown.as_ref().and_then(|shown| vintages(&shown.dataset).pop());
    let Some(newest) = newest else { return Vec::new() };
    session.as_of = true;
    session.lens.as_of = Some(newest);
    plan(session)
}

/// One vintage earlier or later.
pub(super) fn move_as_of(session: &mut Session, later: bool) -> Vec<Effect> {
    let days = session.shown.as_ref().map_or(&[][..], |shown| &shown.vintages);
    let next = session.lens.as_of.and_then(|now| {
        if later { days.iter().find(|day| **day > now) } else { days.iter().rev().find(|day| **day < now) }.copied()
    });
    let Some(next) = next else {
        return say(session, if later { "This is the newest vintage" } else { "This is the oldest vintage" });
    };
    session.lens.as_of = Some(next);
    plan(session)
}
