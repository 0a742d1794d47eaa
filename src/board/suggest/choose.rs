//! Which panels suit what a dataset holds: many periods make a line, one period with many entities a bar, two periods a
//! change, intervals a range, events a timeline; single figures are listed; the table is always there.

use super::survey::{Survey, Topic};
use crate::base::{PanelKind, Period};

/// Most panels beside the table: six readable panels fill a screen of 120×40.
const MOST: usize = 5;
/// Most rows of a list of figures or changes: what such a panel has room for.
const MOST_ROWS: usize = 8;

/// One panel to write.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own in the config, free of the others")]
pub(super) struct Choice<'a> {
    pub(super) kind: PanelKind,
    /// What it is called.
    pub(super) title: String,
    /// Why it was chosen, for the comment.
    pub(super) why: String,
    /// Its metric, where it has one.
    pub(super) metric: Option<&'a str>,
    /// Only the last period.
    pub(super) latest: bool,
    /// Only events.
    pub(super) events: bool,
    /// Join entities of a group to one line.
    pub(super) by_group: bool,
    pub(super) log: bool,
    pub(super) top: Option<usize>,
    /// Rows by metric and entity.
    pub(super) rows: Vec<(&'a str, &'a str)>,
}

impl<'a> Choice<'a> {
    fn new(kind: PanelKind, title: &str, why: String) -> Self {
        Self {
            kind,
            title: title.to_owned(),
            why,
            metric: None,
            latest: false,
            events: false,
            by_group: false,
            log: false,
            top: None,
            rows: Vec::new(),
        }
    }

    fn of(kind: PanelKind, topic: &'a Topic, why: String) -> Self {
        Self { metric: Some(&topic.name), log: topic.is_wide(), ..Self::new(kind, &topic.name, why) }
    }

    /// Whether it takes the whole width: names and long rows need it.
    pub(super) fn is_wide(&self) -> bool {
        matches!(self.kind, PanelKind::Timeline | PanelKind::Table)
    }
}

/// The panels in reading order, the table last.
pub(super) fn choose(survey: &Survey) -> Vec<Choice<'_>> {
    let mut chosen: Vec<Choice<'_>> = Vec::new();
    let (mut changes, mut figures) = (Vec::new(), Vec::new());
    for topic in &survey.topics {
        let room = |kind: PanelKind, most: usize| chosen.iter().filter(|choice| choice.kind == kind).count() < most;
        if topic.longest() >= 3 || topic.is_succession() {
            if room(PanelKind::Line, 2) {
                chosen.push(line(topic, survey.groups));
                if room_for_bar(topic) && chosen.iter().all(|choice| choice.kind != PanelKind::Bar) {
                    chosen.push(bar(topic));
                }
            }
        } else if topic.is_ranges() && topic.entities.len() >= 2 {
            if room(PanelKind::Range, 1) {
                let why = format!("{} intervals", topic.intervals);
                chosen.push(Choice { top: Some(20), ..Choice::of(PanelKind::Range, topic, why) });
            }
        } else if topic.longest() == 2 {
            let both = topic.entities.iter().filter(|(_, periods)| periods.len() == 2);
            changes.extend(both.map(|(entity, _)| (topic.name.as_str(), entity.as_str())));
        } else if topic.entities.len() >= 2 {
            if room(PanelKind::Bar, 2) {
                chosen.push(bar(topic));
            }
        } else {
            figures.extend(topic.entities.iter().map(|(entity, _)| (topic.name.as_str(), entity.as_str())));
        }
    }
    if !changes.is_empty() {
        changes.truncate(MOST_ROWS);
        let why = "series of two periods".to_owned();
        chosen.push(Choice { rows: changes, ..Choice::new(PanelKind::Change, "Before → after", why) });
    }
    if !figures.is_empty() {
        figures.truncate(MOST_ROWS);
        let why = "figures that stand alone".to_owned();
        chosen.push(Choice { rows: figures, ..Choice::new(PanelKind::Stat, "In figures", why) });
    }
    chosen.truncate(if survey.events > 0 { MOST - 1 } else { MOST });
    if survey.events > 0 {
        let why = format!("{} events", survey.events);
        chosen.push(Choice { events: true, ..Choice::new(PanelKind::Timeline, "Events", why) });
    }
    chosen.push(Choice::new(PanelKind::Table, "All rows", "every record as it was read".to_owned()));
    chosen
}

/// A bar beside a line pays where its last period (or, in a succession, all time) has several entities.
fn room_for_bar(topic: &Topic) -> bool {
    let last = topic.periods.last();
    let then = topic.entities.iter().filter(|(_, periods)| last.is_some_and(|last| periods.contains(last)));
    topic.is_succession() || then.count() >= 2
}

fn line(topic: &Topic, groups: bool) -> Choice<'_> {
    let why = match (topic.periods.first().and_then(|p| p.first), topic.periods.last().and_then(|p| p.last)) {
        (Some(_), Some(_)) => {
            let ends = [topic.periods.first(), topic.periods.last()];
            let [from, to] = ends.map(|period| period.map_or_else(String::new, |period: &Period| period.words(false)));
            format!("{} periods from {from} to {to}", topic.periods.len())
        }
        _ => format!("{} periods", topic.periods.len()),
    };
    Choice { by_group: groups && topic.is_succession(), ..Choice::of(PanelKind::Line, topic, why) }
}

fn bar(topic: &Topic) -> Choice<'_> {
    let latest = topic.periods.len() > 1 && !topic.is_succession();
    let when = if latest { " at the last period" } else { "" };
    let why = format!("{} entities{when}", topic.entities.len());
    let top = (topic.entities.len() > 12).then_some(10);
    // A bar begins at zero; on a log axis it cannot, so lengths stay honest at the cost of short ones.
    Choice { latest, top, log: false, ..Choice::of(PanelKind::Bar, topic, why) }
}
