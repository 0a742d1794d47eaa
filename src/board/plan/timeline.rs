//! Events in lanes: which lane, which are joined, from when to when the axis runs.

use super::ask::{Ask, Drawn};
use super::lags::finding;
use crate::base::{Day, ObsRef, Period, Shape, is_hollow, matches_name, width};
use crate::board::{Event, Hue, Lane, Resolved, Timeline};
use crate::data::{Dataset, Observation};

/// Widest joined label in columns: two short names, so that a join never hides a long one.
const JOINED: usize = 30;

/// The panel: how many events stand at its corner, the lags between them below.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    let selection = ask.select(&ask.spec.select);
    if selection.refs.is_empty() {
        return ask.nothing(&selection);
    }
    let (drawn, obs) = timeline(ask.dataset, &selection.refs, &ask.spec.lanes, |seen| ask.hue(seen));
    let Some(timeline) = drawn else {
        return ask.problem("no-events", format!("none of {} rows is an event with a day", selection.refs.len()));
    };
    let lags = finding(ask.dataset, &ask.spec.lags, ask.lens.as_of);
    let bottom = if ask.spec.finding.is_none() && !lags.is_empty() { lags } else { ask.bottom(&obs) };
    let corner = if obs.len() == 1 { "1 event".to_owned() } else { format!("{} events", obs.len()) };
    Drawn { resolved: Resolved::Timeline(timeline), corner, bottom, obs }
}

fn known_days(period: &Period) -> impl Iterator<Item = Day> {
    [period.first, period.last].into_iter().flatten()
}

/// The lanes that the config names, else one for each group in file order; `None` for an event that no named lane takes.
struct Lanes<'a> {
    named: &'a [(String, Vec<String>)],
    found: Vec<Lane>,
}

impl<'a> Lanes<'a> {
    fn new(named: &'a [(String, Vec<String>)]) -> Self {
        let found = named.iter().map(|(name, _)| Lane { name: name.clone(), events: Vec::new() }).collect();
        Self { named, found }
    }

    fn of(&mut self, group: &str) -> Option<&mut Lane> {
        let place = if self.named.is_empty() {
            self.found.iter().position(|lane| lane.name == group).unwrap_or_else(|| {
                self.found.push(Lane { name: group.to_owned(), events: Vec::new() });
                self.found.len() - 1
            })
        } else {
            // A lane without groups takes the group of its own name.
            let takes = |(name, groups): &(String, Vec<String>)| {
                if groups.is_empty() {
                    matches_name(name, group)
                } else {
                    groups.iter().any(|g| matches_name(g, group))
                }
            };
            self.named.iter().position(takes)?
        };
        self.found.get_mut(place)
    }
}

/// Adds an event to a lane, joined to one of the same days and look where both names are short.
fn add(lane: &mut Lane, event: Event) {
    let joins = |other: &&mut Event| {
        other.period == event.period
            && (other.hue, other.hollow) == (event.hue, event.hollow)
            && width(&other.label) + 2 + width(&event.label) <= JOINED
    };
    match lane.events.iter_mut().find(joins) {
        Some(other) if other.label == event.label => other.obs.extend(event.obs),
        Some(other) => {
            other.label = format!("{}, {}", other.label, event.label);
            other.obs.extend(event.obs);
        }
        None => lane.events.push(event),
    }
}

/// The timeline of the events among `refs`; none if no event has a day.
fn timeline(
    dataset: &Dataset,
    refs: &[ObsRef],
    named: &[(String, Vec<String>)],
    hue: impl Fn(&Observation<'_>) -> Hue,
) -> (Option<Timeline>, Vec<ObsRef>) {
    let mut lanes = Lanes::new(named);
    let (mut undated, mut homeless, mut drawn) = (Vec::new(), Vec::new(), Vec::new());
    let (mut first, mut last): (Option<Day>, Option<Day>) = (None, None);
    for at in refs {
        let seen = dataset.get(*at);
        if seen.measure.shape != Shape::Event {
            continue;
        }
        let label = dataset.metric_name(*at).to_owned();
        if known_days(&seen.period).next().is_none() {
            undated.push(label);
            continue;
        }
        let Some(lane) = lanes.of(seen.group) else {
            homeless.push(label);
            continue;
        };
        first = known_days(&seen.period).chain(first).min();
        last = known_days(&seen.period).chain(last).max();
        drawn.push(*at);
        let hollow = is_hollow(seen.status);
        add(lane, Event { label, period: seen.period, obs: vec![*at], hue: hue(&seen), hollow });
    }
    let mut aside = Vec::new();
    if !undated.is_empty() {
        aside.push(format!("without a day: {}", undated.join(", ")));
    }
    if !homeless.is_empty() {
        aside.push(format!("in no lane: {}", homeless.join(", ")));
    }
    let (Some(first), Some(last)) = (first, last) else { return (None, drawn) };
    let mut lanes = lanes.found;
    lanes.retain(|lane| !lane.events.is_empty());
    for lane in &mut lanes {
        lane.events.sort_by(|a, b| {
            let key = |event: &Event| (event.period.first.or(event.period.last), event.period.precision);
            key(a).cmp(&key(b)).then_with(|| a.label.cmp(&b.label))
        });
    }
    let (first, mut last) = (first.month_start(0), last.month_start(1).plus(-1));
    let length = |from: Day, to: Day| to.0.saturating_sub(from.0).saturating_add(1);
    let events = lanes.iter().flat_map(|lane| &lane.events);
    let longest = events.filter_map(|event| Some(length(event.period.first?, event.period.last?))).max();
    if longest.is_some_and(|longest| longest.saturating_mul(2) > length(first, last)) {
        // A bar over most of the axis leaves its name no room beside it.
        last = last.plus(1).month_start(0).plus(length(first, last).min(3660)).month_start(0).plus(-1);
    }
    let axis = Timeline { first, last, lanes, aside };
    (Some(axis), drawn)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests read the data that the repository brings")]
mod tests {
    use super::*;
    use crate::board::{Checked, DEFAULT_CONFIG, check_config};
    use crate::data::{FileBytes, ReadOptions, read};

    fn dataset(text: &str) -> Dataset {
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        read(&[file], &ReadOptions::default(), None)
    }

    fn drawn(rows: &[&str], named: &[(String, Vec<String>)]) -> Option<Timeline> {
        let text = format!("entity,metric,period,value,group,status,kind\n{}\n", rows.join("\n"));
        let data = dataset(&text);
        let refs: Vec<ObsRef> = data.refs().collect();
        timeline(&data, &refs, named, |seen| Hue(seen.group.len() as u8)).0
    }

    fn labels(timeline: &Timeline) -> Vec<Vec<&str>> {
        timeline.lanes.iter().map(|lane| lane.events.iter().map(|event| event.label.as_str()).collect()).collect()
    }

    fn shipped() -> (Checked, Dataset) {
        let config = check_config(DEFAULT_CONFIG, "config.toml").0.unwrap();
        let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/ai-industry-2024.csv")).unwrap();
        let file = FileBytes { name: "ai-industry-2024.csv".into(), bytes: bytes.into(), may_grow: false };
        let data = read(&[file], &config.read_options("ai-industry-2024.csv"), None);
        (config, data)
    }

    #[test]
    fn the_shipped_lags_are_computed() {
        let (config, data) = shipped();
        let expected =
            "after ChatGPT: rivals 4–5 mo · Skylark 9 · Doubao service 18 · 13 behind rival clouds (text: “1 year”)";
        assert_eq!(finding(&data, &config.panels["when"].lags, None), expected);
    }

    #[test]
    fn the_shipped_lanes() {
        let (config, data) = shipped();
        let spec = &config.panels["when"];
        let refs = crate::analysis::select(&data, &spec.select, None).refs;
        let timeline = timeline(&data, &refs, &spec.lanes, |_| Hue(0)).0.unwrap();
        let lanes = labels(&timeline);
        assert_eq!(lanes[0], ["ChatGPT launches", "Sora preview", "Sora release, ChatGPT Pro"]);
        assert_eq!(lanes[1], ["Ernie Bot 文心一言, Tongyi 通义千问", "Clouds open models"]);
        assert_eq!(lanes[2].len(), 8);
        assert_eq!([timeline.first.iso(), timeline.last.iso()], ["2022-11-01", "2024-12-31"]);
        assert!(timeline.aside.is_empty());
    }

    #[test]
    fn only_short_names_of_the_same_days_and_look_join() {
        let rows = [
            "A,A begins,2024-03,,G,,",
            "B,B begins,2024-03,,G,,",
            "C,C begins,2024-03,,G,U,",
            "D,D begins,2024-03~,,G,,",
        ];
        let found = drawn(&rows, &[]).unwrap();
        assert_eq!(labels(&found), [["A begins, B begins", "C begins", "D begins"]]);
        assert_eq!(found.lanes[0].events[0].obs.len(), 2);
        assert!(found.lanes[0].events[1].hollow);
    }

    #[test]
    fn nothing_is_lost_without_words() {
        let lanes = [("One".to_owned(), vec!["G".to_owned()])];
        let rows = ["A,kept,2024-03/..,,G,,", "B,no day,,,G,,event", "C,elsewhere,2024-05,,H,,", "D,number,2024,5,G,,"];
        let found = drawn(&rows, &lanes).unwrap();
        assert_eq!(labels(&found), [["kept"]]);
        assert_eq!(found.aside, ["without a day: no day", "in no lane: elsewhere"]);
        assert_eq!([found.first.iso(), found.last.iso()], ["2024-03-01", "2024-03-31"]);
        assert!(drawn(&rows[3..], &lanes).is_none());
    }
}
