//! How a changed value says so, the same in every kind: which way its number went and what it said before, `▼ was 16.50M`, until it
//! has been seen. The sign tells the direction of the number, never good or bad. As of an earlier day, what was revised since says what
//! it is now.

use super::View;
use super::ink::{glyph, safe};
use crate::analysis::later_report;
use crate::base::{Dimension, Measure, ObsKey, ObsRef, Shape, width, write_measure};

/// Observations of one series that are looked through for what an event replaces.
const LOOKED: usize = 64;

/// Of what a later report says otherwise.
pub(super) const REVISED: &str = "r";

/// What a changed value is marked with, ready to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Changed {
    /// One column: `▲`, `▼`, `+` for what is new, `~` where no direction can be told, `r` for what was revised since.
    pub(super) sign: &'static str,
    /// In full: `▲ was 16.50M`, `was "no limit"`, `new`, `changed`.
    pub(super) said: String,
}

impl Changed {
    /// The mark of one observation, if it changed since the viewer looked, or, as of an earlier day, if it was revised since.
    pub(super) fn of(at: ObsRef, view: &View<'_>) -> Option<Self> {
        Self::since_looked(at, view).or_else(|| Self::since_said(at, view))
    }

    /// What a later report made of it: `r now 115`. Shown with others it stands only as of an earlier day.
    fn since_said(at: ObsRef, view: &View<'_>) -> Option<Self> {
        let newest = later_report(view.dataset, at)?;
        let now = write_measure(&view.dataset.get(newest).measure, view.look.numbers);
        Some(Self { sign: REVISED, said: safe(&format!("{REVISED} now {now}"), view.look) })
    }

    fn since_looked(at: ObsRef, view: &View<'_>) -> Option<Self> {
        let look = view.look;
        if look.changed.is_empty() {
            return None;
        }
        let key = view.dataset.key(at);
        let now = view.dataset.get(at).measure;
        let was = |sign: &'static str, old: &str| {
            let lead = if sign == "~" { String::new() } else { format!("{sign} ") };
            Self { sign, said: safe(&format!("{lead}was {old}"), look) }
        };
        match look.changed.get(&key)? {
            None => {
                let moved = (now.shape == Shape::Event).then(|| replaced(&key, view)).flatten();
                let new = Self { sign: "+", said: String::from("new") };
                Some(moved.map_or(new, |key| was("~", &key.period.words(look.ascii))))
            }
            Some(old) => {
                let text = write_measure(old, look.numbers);
                if text.is_empty() {
                    return Some(Self { sign: "~", said: String::from("changed") });
                }
                let sign = match direction(old, &now) {
                    Some(true) => glyph(look, "▲", "^"),
                    Some(false) => glyph(look, "▼", "v"),
                    None => "~",
                };
                Some(was(sign, &text))
            }
        }
    }

    /// The mark of what is drawn for several observations: of a number that follows from them only that it changed.
    pub(super) fn among(obs: &[ObsRef], shown: &Measure, view: &View<'_>) -> Option<Self> {
        let (at, mark) = obs.iter().find_map(|at| Some((*at, Self::of(*at, view)?)))?;
        let same = view.dataset.get(at).measure.says_same(shown);
        Some(match mark.sign {
            _ if same => mark,
            REVISED => Self { sign: REVISED, said: String::from(REVISED) },
            _ => Self { sign: "~", said: String::from("changed") },
        })
    }

    /// The full mark where it fits into so many columns, else its sign, else nothing.
    pub(super) fn fitted(&self, columns: u16) -> &str {
        let fits = |text: &&str| width(text) <= usize::from(columns);
        [self.said.as_str(), self.sign].into_iter().find(fits).unwrap_or_default()
    }

    /// Columns of the full mark.
    pub(super) fn columns(&self) -> u16 {
        width(&self.said) as u16
    }
}

/// Columns for marks that stand beside their values, one blank before them: for all in full, else for their signs.
pub(super) fn beside<'a>(marks: impl Iterator<Item = &'a Changed>, spare: u16) -> u16 {
    match marks.map(Changed::columns).max() {
        None => 0,
        Some(widest) if widest < spare => widest + 1,
        Some(_) => 2,
    }
}

/// Whether the number went up; none where that cannot be told.
fn direction(old: &Measure, new: &Measure) -> Option<bool> {
    let factors = if old.unit.code == new.unit.code {
        (1.0, 1.0)
    } else if old.unit.dimension == Dimension::Time && new.unit.dimension == Dimension::Time {
        (old.unit.factor, new.unit.factor)
    } else {
        return None;
    };
    let ends = match (old.place().zip(new.place()), (old.low, new.low), (old.high, new.high)) {
        (Some(places), ..) => places,
        // Two bounds on the same side move as their ends do.
        (None, (None, None), (Some(old), Some(new))) | (None, (Some(old), Some(new)), (None, None)) => {
            (old.value, new.value)
        }
        _ => return None,
    };
    let (was, is) = (ends.0 * factors.0, ends.1 * factors.1);
    was.partial_cmp(&is).filter(|order| order.is_ne()).map(std::cmp::Ordering::is_lt)
}

/// What the file no longer says of the same series: the day of an event is part of what tells it from others, so an event that moved
/// is a new one and a gone one.
fn replaced<'a>(key: &ObsKey, view: &View<'a>) -> Option<&'a ObsKey> {
    let changed = view.look.changed;
    let same = |(other, old): &(&ObsKey, &Option<Measure>)| old.is_some() && view.dataset.find(other).is_none();
    let series = |(other, _): &(&ObsKey, &Option<Measure>)| other.series == key.series;
    let before = changed.range(..key).rev().take(LOOKED).take_while(series).find(same);
    let after = || changed.range(key..).take(LOOKED).take_while(series).find(same);
    before.or_else(after).map(|(other, _)| other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ValueContext, parse_value};

    #[test]
    fn the_sign_is_that_of_the_number() {
        let read = |text: &str| parse_value(text, &ValueContext::default()).expect("a value");
        for (old, new, up) in [
            ("12M", "16.5M", Some(true)),
            ("40%", "17%", Some(false)),
            ("≤17%", "≤20%", Some(true)),
            (">50%", ">40%", Some(false)),
            ("≤17%", ">20%", None),
            ("5-20%", "12%", Some(false)),
            ("60s", "2min", Some(true)),
            ("$5", "¥20", None),
            ("no limit", "12", None),
            ("12", "12.0", None),
        ] {
            assert_eq!(direction(&read(old), &read(new)), up, "{old} {new}");
        }
    }
}
