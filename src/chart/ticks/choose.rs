//! Which candidates become the ticks of an axis: labels differ and do not touch, and there are two wherever two have room.

use std::collections::BTreeSet;

use super::{Scale, Tick};
use crate::base::width;

/// What decides whether labels fit: cells between the end of one and the start of the next, or rows from one to the next.
#[derive(Debug, Clone, Copy)]
pub(super) enum Room {
    Across(u16),
    Down(u16),
}

impl Room {
    /// As near each other as labels may stand: two of them are worth more than air.
    pub(super) fn tight(self) -> Self {
        match self {
            Self::Across(spacing) => Self::Across(spacing.min(1)),
            Self::Down(_) => Self::Down(1),
        }
    }

    /// Whether so many ticks may fit, whatever their labels say.
    fn holds(self, ticks: usize, scale: &Scale) -> bool {
        let (least, spacing) = match self {
            Self::Across(spacing) => (1 + usize::from(spacing), spacing),
            Self::Down(spacing) => (usize::from(spacing), spacing),
        };
        ticks.saturating_mul(least) <= usize::from(scale.cells) + usize::from(spacing)
    }
}

/// The first result with two ticks or more, else the first with any.
pub(super) fn first_with_two(tries: impl Iterator<Item = Vec<Tick>>) -> Vec<Tick> {
    let mut less = Vec::new();
    for ticks in tries {
        if ticks.len() >= 2 {
            return ticks;
        }
        if less.is_empty() {
            less = ticks;
        }
    }
    less
}

/// The first candidate (finest first) with two or more labels that fit and differ; else two of one, the outer ones if they
/// fit, those with the shortest labels, for two say how far it is from one to the other; else one label that fits. Values of a candidate
/// ascend; `label` is asked anew for each choice, for what a label must say depends on the one before it.
pub(super) fn choose<T: Copy>(
    candidates: impl Iterator<Item = Vec<T>>,
    label: impl Fn(&[T]) -> Vec<Tick>,
    scale: &Scale,
    room: Room,
) -> Vec<Tick> {
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    let mut single = None;
    for values in candidates {
        if values.len() >= 2 && room.holds(values.len(), scale) {
            let ticks = label(&values);
            if fits(scale, &ticks, room) {
                return ticks;
            }
        }
        match values.as_slice() {
            [] => {}
            [first, rest @ .., last] => {
                outer.push([*first, *last]);
                if let Some(middle) = rest.get(rest.len() / 2) {
                    inner.extend([[*first, *middle], [*middle, *last]]);
                }
            }
            [only] => single = Some([*only]),
        }
    }
    let columns = |ticks: &Vec<Tick>| ticks.iter().map(|tick| width(&tick.label)).sum::<usize>();
    let shortest = |pairs: &[[T; 2]]| {
        let fitting = pairs.iter().map(|pair| label(pair)).filter(|pair| fits(scale, pair, room));
        fitting.min_by_key(columns)
    };
    shortest(&outer).or_else(|| shortest(&inner)).unwrap_or_else(|| {
        let firsts = outer.iter().rev().map(|[first, _]| [*first]);
        let mut alone = single.into_iter().chain(firsts).map(|only| label(&only));
        alone.find(|ticks| fits(scale, ticks, room)).unwrap_or_default()
    })
}

/// First column of each label: centred on its value, kept inside the scale's cells.
pub(in crate::chart) fn label_starts(scale: &Scale, ticks: &[Tick]) -> Vec<u16> {
    let start = |tick: &Tick| {
        let size = width(&tick.label) as u16;
        scale.cell(tick.value).saturating_sub(size / 2).min(scale.cells.saturating_sub(size))
    };
    ticks.iter().map(start).collect()
}

pub(super) fn fits(scale: &Scale, ticks: &[Tick], room: Room) -> bool {
    let labels: BTreeSet<&str> = ticks.iter().map(|tick| tick.label.as_str()).collect();
    if labels.len() < ticks.len() {
        return false;
    }
    match room {
        Room::Down(spacing) => {
            let rows: Vec<u16> = ticks.iter().map(|tick| scale.cell(tick.value)).collect();
            rows.iter().zip(rows.iter().skip(1)).all(|(a, b)| b.abs_diff(*a) >= spacing)
        }
        Room::Across(spacing) => {
            let starts = label_starts(scale, ticks);
            let ends: Vec<usize> = starts.iter().zip(ticks).map(|(s, t)| usize::from(*s) + width(&t.label)).collect();
            ends.iter().all(|end| *end <= usize::from(scale.cells))
                && ends
                    .iter()
                    .zip(starts.iter().skip(1))
                    .all(|(end, next)| end + usize::from(spacing) <= usize::from(*next))
        }
    }
}

/// What a label may say, from the least to all of it.
pub(super) type Levels = [String; 3];

/// Each value with the least level that its label needs after the one before it: where two labels would be the same, all say one
/// thing more, so that the labels of an axis are of one form. None says more than `most`.
pub(super) fn label_levels(rows: &[(f64, usize, Levels)], most: usize) -> Vec<Tick> {
    let at = |level: usize| -> Vec<&str> {
        let each = rows.iter().filter_map(|(_, least, levels)| levels.get((*least).max(level).min(most)));
        each.map(String::as_str).collect()
    };
    let distinct = |labels: &Vec<&str>| labels.iter().collect::<BTreeSet<_>>().len() == labels.len();
    let chosen = (0..most).map(at).find(distinct).unwrap_or_else(|| at(most));
    rows.iter().zip(chosen).map(|((value, ..), label)| Tick { value: *value, label: label.to_owned() }).collect()
}
