//! From one value to another: in its unit, as a part, and in time.

use super::say;
use crate::analysis::{Change, change, lag, unlike, write_change};
use crate::app::overlay::before;
use crate::app::{Effect, Session, World};
use crate::base::{Dimension, Measure, ObsRef, Period, Precision, write_measure};
use crate::data::Dataset;

/// Says the difference from the mark, or from the period before in the same series, to the cursor.
pub(super) fn say_difference(session: &mut Session, world: &World) -> Vec<Effect> {
    let Some((data, to)) = session.data().zip(session.under().first().copied()) else {
        return say(session, "No observation is under the cursor");
    };
    let (from, note) = match &session.marked {
        Some(key) => (data.find(key), None),
        None => match before(data, session, &world.config.rules, to) {
            Ok((from, note)) => (Some(from), note),
            Err(why) => {
                return say(session, format!("Nothing to compare with: {why}. Space marks a value to compare with"));
            }
        },
    };
    let Some(from) = from else {
        return say(session, "The marked value is not here any more. Space marks a value to compare with");
    };
    if from == to {
        return say(session, "This is the marked value. d at another one says the difference");
    }
    let note = note.map_or(String::new(), |note| format!(" ({note})"));
    let sentence = format!("{}{}{note}", across(data, from, to), sentence(world, session, data, (from, to)));
    say(session, sentence)
}

/// `48.39M → 16.50M: −31.89M, −65.90 %, 12 mo later = 16.5M/48.39M − 1`.
fn sentence(world: &World, session: &Session, data: &Dataset, (from, to): (ObsRef, ObsRef)) -> String {
    let (old, new) = (data.measure(from), data.measure(to));
    let (rules, style) = (world.config.rules.of(data.metric_name(to)), session.numbers);
    let found = kinds(&new).iter().map(|kind| change(&old, &new, *kind, &rules)).collect::<Vec<_>>();
    let mut parts: Vec<String> =
        found.iter().filter(|one| one.refused.is_none()).map(|one| write_change(one, style, false)).collect();
    let Some(last) = found.iter().rev().find(|one| one.refused.is_none()) else {
        let why = found.first().and_then(|one| one.refused.clone()).unwrap_or_default();
        return format!("No difference: {why}");
    };
    parts.push(apart(&data.period(from), &data.period(to), style.ascii));
    parts.retain(|part| !part.is_empty());
    let arrow = if style.ascii { "->" } else { "→" };
    let [old, new] = [&old, &new].map(|measure| write_measure(measure, style));
    format!("{old} {arrow} {new}: {} = {}", parts.join(", "), last.formula)
}

/// A difference, and a part of the old value where that says something: a part of a rate or of a place does not (rule 4).
fn kinds(measure: &Measure) -> &'static [Change] {
    match measure.unit.dimension {
        Dimension::Percent | Dimension::Points | Dimension::Rank => &[Change::Difference],
        _ => &[Change::Difference, Change::Relative],
    }
}

/// Another entity, source or scope is compared on request only, and named (rule 1).
fn across(data: &Dataset, from: ObsRef, to: ObsRef) -> String {
    let (old, new) = (data.key(from).series, data.key(to).series);
    let differing = [
        ("entities", old.entity != new.entity),
        ("metrics", old.metric != new.metric),
        ("sources", old.source != new.source),
        ("scopes", old.scope != new.scope),
    ];
    let named: Vec<&str> = differing.into_iter().filter_map(|(what, differs)| differs.then_some(what)).collect();
    if named.is_empty() { String::new() } else { format!("Across {}: ", named.join(" and ")) }
}

/// How long one period lies after another: of one granularity by their beginnings, else as an interval of months.
fn apart(from: &Period, to: &Period, ascii: bool) -> String {
    let alike = unlike(from, to).is_none() && from.precision != Precision::None;
    let Some((start, end)) = from.first.zip(to.first).filter(|_| alike) else {
        return lag(from, to).map_or_else(String::new, |lag| lag.words(false, ascii));
    };
    let days = end.0.saturating_sub(start.0);
    let way = if days < 0 { "earlier" } else { "later" };
    if matches!(from.precision, Precision::Day | Precision::Week | Precision::Third) {
        let noun = if days.abs() == 1 { "day" } else { "days" };
        return if days == 0 { String::from("the same day") } else { format!("{} {noun} {way}", days.abs()) };
    }
    let month = |day: crate::base::Day| i32::from(day.ymd().0) * 12 + i32::from(day.ymd().1);
    match (month(end) - month(start)).abs() {
        0 => String::from("at the same time"),
        months if months % 12 == 0 => {
            if months == 12 {
                format!("1 year {way}")
            } else {
                format!("{} years {way}", months / 12)
            }
        }
        months => format!("{months} mo {way}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{PeriodContext, parse_period};

    #[test]
    fn times_between_periods_are_in_words() {
        let said = |from: &str, to: &str| {
            let read = |text: &str| parse_period(text, &PeriodContext::default()).unwrap();
            apart(&read(from), &read(to), false)
        };
        assert_eq!(said("2024Q1", "2024Q3"), "6 mo later");
        assert_eq!(said("2024-10", "2023-10"), "1 year earlier");
        assert_eq!(said("2024-02-07", "2024-02-09"), "2 days later");
        assert_eq!(said("2024-10", "2024-10"), "at the same time");
        assert_eq!(said("2022-11", "2023"), "2–13 mo");
    }
}
