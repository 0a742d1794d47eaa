//! Which metrics matter first, and which another one speaks for.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::survey::{Survey, Topic};
use crate::base::{Dimension, HeaderRole, fold, header_role};

/// The first of these are those that a reader sees at once.
const FIRST: usize = 3;
/// A trading day: the close speaks for the others.
const DAY: [&str; 4] = ["open", "high", "low", "close"];
const SHADOWED: [&str; 5] = ["open", "high", "low", "adj close", "adjusted close"];
/// What a header ends with that tells on how much another figure rests.
const SURENESS: [&str; 12] = [
    "votes",
    "vote count",
    "n",
    "sample",
    "samples",
    "sample size",
    "respondents",
    "ratings",
    "票数",
    "投票数",
    "样本量",
    "投票數",
];

/// What a metric matters by, beside how much of the table it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Exactly that: in the form that this program asks for, nobody fills all.
    Numbers,
    /// Place in the header: a leaderboard is led by its score.
    Header,
    /// Whether it is a figure of something, then place in the header.
    Figures,
}

/// Puts first what matters first: what is told of most records, then what has a unit or two ends, then what stands first in
/// the header. Ranks, ids and counts of votes come last: they say how sure or how placed something is, not how much.
pub(super) fn sort(survey: &mut Survey, by: By) {
    let names: BTreeSet<String> = survey.topics.iter().map(|topic| fold(&topic.name)).collect();
    if DAY.iter().all(|name| names.contains(*name)) {
        let (shadowed, kept) = std::mem::take(&mut survey.topics)
            .into_iter()
            .partition(|topic: &Topic| SHADOWED.contains(&fold(&topic.name).as_str()));
        (survey.shadowed, survey.topics) = (shadowed, kept);
    }
    let most = survey.topics.iter().map(|topic| topic.numbers).max().unwrap_or(0);
    survey.topics.sort_by_key(|topic| {
        let empty = if by == By::Numbers { most - topic.numbers } else { (most - topic.numbers) * 4 / most.max(1) };
        (is_minor(topic), empty, by == By::Figures && !is_figure(topic), Reverse(topic.is_ranges()))
    });
    // A price is asked for wherever there is one.
    let is_price = |topic: &Topic| matches!(topic.dimension, Dimension::Money(_)) && !is_minor(topic);
    let place = survey.topics.iter().position(is_price).filter(|place| by == By::Figures && *place >= FIRST);
    if let Some(place) = place
        && survey.topics.get(place).is_some_and(|topic| topic.numbers * 2 >= most)
    {
        let price = survey.topics.remove(place);
        survey.topics.insert(1, price);
    }
}

/// What has a unit, counts things, or has ends that say how sure it is.
fn is_figure(topic: &Topic) -> bool {
    topic.dimension != Dimension::None || topic.counts || topic.is_ranges()
}

/// What tells the place or weight of something else.
fn is_minor(topic: &Topic) -> bool {
    let name = fold(&topic.name);
    topic.dimension == Dimension::Rank
        || matches!(header_role(&topic.name), Some(HeaderRole::Rank | HeaderRole::Id))
        || SURENESS
            .iter()
            .any(|word| name.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')))
}
