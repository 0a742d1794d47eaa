//! Which panels suit what a dataset holds: many periods make a line, one period with many entities a bar, two periods a
//! change, two metrics of the same things a scatter, intervals a range, events a timeline; single figures are listed; the table is always there.

use super::survey::{Survey, Topic};
use crate::base::{Dimension, PanelKind, Period};

/// Most panels beside the table: six readable panels fill a screen of 120×40.
const MOST: usize = 5;
/// Most rows of a list of figures or changes: what such a panel has room for.
const MOST_ROWS: usize = 8;
/// Most bars or intervals of a panel: the others are named below them.
const MOST_BARS: usize = 12;

/// Fewest points that show how one value goes with another.
const MANY: usize = 12;
/// Metrics among which a pair is looked for.
const FIRST: usize = 4;

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
    /// The metric that runs across in a scatter.
    pub(super) x: Option<&'a Topic>,
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
            x: None,
            rows: Vec::new(),
        }
    }

    fn of(kind: PanelKind, topic: &'a Topic, why: String) -> Self {
        Self { metric: Some(&topic.name), log: topic.is_wide(), ..Self::new(kind, &topic.name, why) }
    }

    /// Whether it takes the whole width: names and long rows need it.
    pub(super) fn is_wide(&self) -> bool {
        matches!(self.kind, PanelKind::Heat | PanelKind::Timeline | PanelKind::Table)
    }
}

/// How one metric is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawing {
    Line,
    Range,
    Change,
    Bar,
    Figure,
}

impl Drawing {
    /// What suits a metric. Where several things are told of a few products, they are compared by each of them; when they were
    /// released is no curve.
    fn of(topic: &Topic, topics: usize) -> Self {
        let few = topics > 1 && topic.entities.len() <= MOST_BARS;
        if topic.longest() >= 3 || (topic.is_succession() && !few) {
            Self::Line
        } else if topic.is_ranges() && topic.entities.len() >= 2 {
            Self::Range
        } else if topic.longest() == 2 && topic.entities.values().any(|reach| reach.stated == 2) {
            Self::Change
        } else if topic.entities.len() >= 2 {
            Self::Bar
        } else {
            Self::Figure
        }
    }
}

/// The panels in reading order, the table last.
pub(super) fn choose(survey: &Survey) -> Vec<Choice<'_>> {
    let topics: Vec<(Drawing, &Topic)> =
        survey.topics.iter().map(|topic| (Drawing::of(topic, survey.topics.len()), topic)).collect();
    let mut chosen: Vec<Choice<'_>> = Vec::new();
    let (mut changes, mut figures) = (Vec::new(), Vec::new());
    for (drawing, topic) in &topics {
        let count = |kind: PanelKind| chosen.iter().filter(|choice| choice.kind == kind).count();
        match drawing {
            Drawing::Line if count(PanelKind::Line) < 3 => {
                // How things came to be, then how they stand.
                let beside = count(PanelKind::Line) == 0 && count(PanelKind::Bar) == 0 && stands(topic);
                let gridded = count(PanelKind::Heat) == 0 && topic.is_grid();
                chosen.push(line(topic, survey.groups));
                chosen.extend(beside.then(|| standing(topic)));
                chosen.extend(gridded.then(|| grid(topic)));
            }
            Drawing::Range if count(PanelKind::Range) < 2 => {
                let why = format!("{} intervals", topic.intervals);
                chosen.push(Choice { top: top(topic), ..Choice::of(PanelKind::Range, topic, why) });
            }
            Drawing::Change => {
                let both = topic.entities.iter().filter(|(_, reach)| reach.stated == 2);
                let room = MOST_ROWS.saturating_sub(changes.len());
                changes.extend(both.map(|(entity, _)| (topic.name.as_str(), entity.as_str())).take(room));
            }
            Drawing::Bar if count(PanelKind::Bar) < 3 => chosen.push(bar(topic)),
            Drawing::Figure => {
                let room = MOST_ROWS.saturating_sub(figures.len());
                figures.extend(topic.entities.keys().map(|entity| (topic.name.as_str(), entity.as_str())).take(room));
            }
            Drawing::Line | Drawing::Range | Drawing::Bar => {}
        }
    }
    if let Some(scatter) = scatter(&survey.topics) {
        // After what each of the two says by itself.
        chosen.insert(chosen.len().min(2), scatter);
    }
    if !changes.is_empty() {
        let why = "series of two periods".to_owned();
        chosen.push(Choice { rows: changes, ..Choice::new(PanelKind::Change, "Before → after", why) });
    }
    if !figures.is_empty() {
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

/// Metrics that no panel draws.
pub(super) fn left_out<'a>(survey: &'a Survey, chosen: &[Choice<'_>]) -> Vec<&'a Topic> {
    let drawn = |topic: &&Topic| {
        let own = |metric: &str| metric == topic.name;
        !chosen.iter().any(|choice| choice.metric.is_some_and(own) || choice.rows.iter().any(|(metric, _)| own(metric)))
    };
    survey.topics.iter().chain(&survey.shadowed).filter(drawn).collect()
}

/// The two metrics that matter most and are told of the same many things, the first against the second. What is told again and again
/// of few things is a line each.
fn scatter(topics: &[Topic]) -> Option<Choice<'_>> {
    let fits =
        |topic: &&Topic| topic.dimension != Dimension::Rank && topic.longest() <= 2 && topic.entities.len() >= MANY;
    let mut fitting = topics.iter().take(FIRST).filter(fits);
    let (y, x) = (fitting.next()?, fitting.next()?);
    let both = y.entities.keys().filter(|entity| x.entities.contains_key(*entity)).count();
    let why = format!("{both} entities with both");
    let title = format!("{} against {}", y.name, x.name);
    (both >= MANY).then(|| Choice { title, x: Some(x), ..Choice::of(PanelKind::Scatter, y, why) })
}

/// A bar beside a line pays where its last period (or, in a succession, all time) has several entities.
fn stands(topic: &Topic) -> bool {
    topic.is_succession() || topic.periods.last_key_value().is_some_and(|(_, series)| *series >= 2)
}

fn line(topic: &Topic, groups: bool) -> Choice<'_> {
    let (first, last) = (topic.periods.keys().next(), topic.periods.keys().next_back());
    let why = match (first.filter(|period| period.first.is_some()), last.filter(|period| period.last.is_some())) {
        (Some(from), Some(to)) => {
            let [from, to] = [from, to].map(|period: &Period| period.words(false));
            format!("{} periods from {from} to {to}", topic.periods.len())
        }
        _ => format!("{} periods", topic.periods.len()),
    };
    Choice { by_group: groups && topic.is_succession(), ..Choice::of(PanelKind::Line, topic, why) }
}

/// The bar beside a line of the same metric: its title says first what else it tells, for the metric's name may be cut.
fn standing(topic: &Topic) -> Choice<'_> {
    let word = if topic.is_succession() { "Largest" } else { "Latest" };
    Choice { title: format!("{word}: {}", topic.name), ..bar(topic) }
}

/// More entities than lines can be told apart, period by period.
fn grid(topic: &Topic) -> Choice<'_> {
    let why = format!("{} entities by {} periods", topic.entities.len(), topic.periods.len());
    let title = format!("All: {}", topic.name);
    Choice { title, log: topic.is_steep(), ..Choice::of(PanelKind::Heat, topic, why) }
}

fn bar(topic: &Topic) -> Choice<'_> {
    let latest = topic.periods.len() > 1 && topic.longest() > 1;
    let when = if latest { " at the last period" } else { "" };
    let why = format!("{} entities{when}", topic.entities.len());
    // A bar begins at zero; on a log axis it cannot, so lengths stay honest at the cost of short ones.
    Choice { latest, top: top(topic), log: false, ..Choice::of(PanelKind::Bar, topic, why) }
}

fn top(topic: &Topic) -> Option<usize> {
    (topic.entities.len() > MOST_BARS).then_some(MOST_BARS)
}
