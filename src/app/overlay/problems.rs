//! The problem list: config, panels that cannot be drawn, what could not be read, reports that disagree.

use std::collections::BTreeMap;

use super::{Choice, Item};
use crate::analysis::{Change, Claim, Claims, MetricRules, change, write_change};
use crate::app::{Health, Session, World};
use crate::base::{Diagnostic, NumberStyle, ObsRef, Severity, write_measure};
use crate::board::Resolved;
use crate::data::Dataset;

/// So many of a kind are shown before the rest is one line.
const SHOWN: usize = 3;

/// Problems of one kind: the same code in the same column.
struct Group<'a> {
    name: String,
    severity: Severity,
    members: Vec<&'a Diagnostic>,
}

/// All problems, the worst first; many alike are three and a count, unless their group is among `unfolded`.
pub(super) fn list(world: &World, session: &Session, unfolded: &[String]) -> Vec<Item> {
    let in_config = Choice::Tell("This is in the config, not in a row of the data");
    let mut items: Vec<Item> = world.config_diagnostics.iter().map(|d| item(d, in_config.clone())).collect();
    let others = world.others.values().map(|other| (&other.name, &other.health));
    let own = (world.open_name(), &world.health);
    let others = others.map(|(name, health)| (name.as_str(), health));
    items.extend(std::iter::once(own).chain(others).filter_map(|(name, health)| unread(name, health)));
    let Some(shown) = &session.shown else { return items };
    for (number, page) in shown.board.pages.iter().enumerate() {
        for (at, panel) in page.panels.iter().enumerate() {
            if let Resolved::Failed(found) = &panel.resolved {
                let problems = found.iter().filter(|problem| problem.severity > Severity::Note);
                items.extend(problems.map(|d| item(d, Choice::Panel(number, at))));
            }
        }
    }
    let mut groups = groups(shown.all_data().flat_map(|(_, data)| data.diagnostics()));
    groups.sort_by_key(|group| std::cmp::Reverse(group.severity));
    for group in groups {
        let all = group.members.len();
        // One more line would say no less than the count.
        let open = all <= SHOWN + 1 || unfolded.contains(&group.name);
        let members = group.members.iter().take(if open { all } else { SHOWN });
        items.extend(members.map(|diagnostic| item(diagnostic, record(diagnostic))));
        if !open {
            let more = format!("and {} more like it: {}", all - SHOWN, group.name);
            items.push(Item::new(more, "Enter lists them", Choice::Unfold(group.name)));
        }
    }
    for (_, data) in shown.all_data() {
        items.extend(conflicts(data, session, unfolded));
    }
    for (glob, data) in shown.all_data() {
        items.extend(claims(data, shown.claims(glob), session, unfolded));
    }
    items
}

/// Why what is shown is older than the file.
fn unread(name: &str, health: &Health) -> Option<Item> {
    let (why, help) = match health {
        Health::Live => return None,
        Health::Gone { since } => (format!("gone since {since}"), "It opens again when it returns"),
        Health::BeingWritten { reason, .. } => {
            (reason.clone(), "If nobody is writing it, close the quote or mend that line")
        }
        Health::Stale { reason, .. } => {
            (reason.clone(), "Shown is the last good read; it is read again when it changes")
        }
    };
    let told = Choice::Tell("This is about the whole file");
    Some(Item::new(format!("{name}: {why}. {help}"), "error", told))
}

/// In order of first appearance.
fn groups<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let column = diagnostic.place.column.as_deref().unwrap_or_default();
        let at = *known.entry((diagnostic.code, column)).or_insert_with(|| {
            let name =
                if column.is_empty() { diagnostic.code.to_owned() } else { format!("{} in {column}", diagnostic.code) };
            groups.push(Group { name, severity: diagnostic.severity, members: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.members.push(diagnostic);
        }
    }
    groups
}

fn record(diagnostic: &Diagnostic) -> Choice {
    match (&diagnostic.place.file, diagnostic.place.line) {
        (Some(file), Some(line)) => Choice::Record(file.to_string(), line),
        _ => Choice::Nothing,
    }
}

fn item(diagnostic: &Diagnostic, choice: Choice) -> Item {
    let place = diagnostic.place.to_string();
    let place = if place.is_empty() { place } else { format!("{place}: ") };
    let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!(". {help}"));
    Item::new(format!("{place}{}{help}", diagnostic.message), diagnostic.severity.as_str(), choice)
}

/// How far the last of two reports is from the first: ` (+400 %)`.
fn apart(data: &Dataset, conflict: &[ObsRef]) -> String {
    let [first, last] = conflict else { return String::new() };
    let (first, last) = (data.get(*first).measure, data.get(*last).measure);
    let found = change(&first, &last, Change::default(), &MetricRules::default());
    match found.refused {
        None => format!(" ({})", write_change(&found, NumberStyle::default(), false)),
        Some(_) => String::new(),
    }
}

fn conflicts(data: &Dataset, session: &Session, unfolded: &[String]) -> Vec<Item> {
    let name = "reports that disagree";
    let all = data.conflicts();
    let open = all.len() <= SHOWN + 1 || unfolded.iter().any(|unfolded| unfolded == name);
    let shown = all.iter().take(if open { all.len() } else { SHOWN });
    let mut items: Vec<Item> = shown
        .filter_map(|conflict| {
            let first = *conflict.first()?;
            let values: Vec<String> =
                conflict.iter().map(|at| write_measure(&data.get(*at).measure, session.numbers)).collect();
            let (entity, metric) = (data.entity_name(first), data.metric_name(first));
            let when = data.period(first).words(session.ascii());
            let when = if when.is_empty() { when } else { format!(", {when}") };
            let text =
                format!("{entity} · {metric}{when}: reports disagree: {}{}", values.join(" / "), apart(data, conflict));
            Some(Item::new(text, "conflict", Choice::Observation(data.key(first))))
        })
        .collect();
    if !open {
        let more = format!("and {} more like it: {name}", all.len() - SHOWN);
        items.push(Item::new(more, "Enter lists them", Choice::Unfold(name.to_owned())));
    }
    items
}

/// Stated numbers that do not follow from others; a number that follows is no problem.
fn claims(data: &Dataset, claims: &Claims, session: &Session, unfolded: &[String]) -> Vec<Item> {
    let all: Vec<&Claim> = claims.failing().collect();
    if all.is_empty() {
        return Vec::new();
    }
    let name = "claims that don't follow";
    let open = all.len() <= SHOWN + 1 || unfolded.iter().any(|unfolded| unfolded == name);
    let mut items = vec![Item::heading(format!("Claims that don't follow: {}", claims.summary()))];
    items.extend(all.iter().take(if open { all.len() } else { SHOWN }).map(|claim| {
        let at = claim.stated;
        let (entity, metric) = (data.entity_name(at), data.metric_name(at));
        let row = data.row(data.get(at).row);
        let message = claim.message(data, session.numbers);
        let text = format!("{}:{}: {entity} · {metric}: {message}", row.file, row.line);
        Item::new(text, "claim", Choice::Observation(data.key(at)))
    }));
    if !open {
        let more = format!("and {} more like it: {name}", all.len() - SHOWN);
        items.push(Item::new(more, "Enter lists them", Choice::Unfold(name.to_owned())));
    }
    items
}
