//! Ranking with ties and movement (rule 10).

use crate::base::{Measure, ObsRef};

/// Movement against the period before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// There is no period before, or nothing changed in rank and nothing is said.
    None,
    /// So many places up.
    Up(u32),
    /// So many places down.
    Down(u32),
    /// Not ranked in the period before, which exists.
    New,
}

impl Movement {
    /// From the places (best, worst) of the period before to those of now. A shared rank may be any of its places: only what is
    /// sure is said.
    pub fn between(was: Option<(u32, u32)>, now: (u32, u32)) -> Self {
        match was {
            None => Self::New,
            Some((best, _)) if best > now.1 => Self::Up(best - now.1),
            Some((_, worst)) if worst < now.0 => Self::Down(now.0 - worst),
            Some(_) => Self::None,
        }
    }
}

/// One ranked row.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The observation.
    pub at: ObsRef,
    /// First place that it may have, 1-based.
    pub best: u32,
    /// Last place that it may have; equal to `best` unless intervals overlap.
    pub worst: u32,
    /// Whether it can be ranked at all (open ends come after all, unranked).
    pub ranked: bool,
}

/// Ranks measures of one dimension, largest first (smallest first where `ascending`): by stated point, else midpoint of a
/// closed interval, else after all; overlapping intervals share ranks ("2–3"). Order is stable for ties.
pub fn rank(measures: &[(ObsRef, Measure)], ascending: bool) -> Vec<Ranked> {
    let sign = if ascending { -1.0 } else { 1.0 };
    // Larger is better from here on.
    let mut placed: Vec<(ObsRef, f64, f64, f64)> = measures
        .iter()
        .filter_map(|(at, measure)| {
            let factor = measure.unit.factor * sign;
            let place = measure.place()? * factor;
            let ends =
                [measure.low.map_or(place, |b| b.value * factor), measure.high.map_or(place, |b| b.value * factor)];
            Some((*at, place, ends[0].min(ends[1]), ends[0].max(ends[1])))
        })
        .collect();
    placed.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut lows: Vec<f64> = placed.iter().map(|p| p.2).collect();
    let mut highs: Vec<f64> = placed.iter().map(|p| p.3).collect();
    lows.sort_by(f64::total_cmp);
    highs.sort_by(f64::total_cmp);
    let count = placed.len();
    let mut out: Vec<Ranked> = placed
        .iter()
        .map(|&(at, _, low, high)| {
            let surely_above = count - lows.partition_point(|&other| other <= high);
            let surely_below = highs.partition_point(|&other| other < low);
            Ranked {
                at,
                best: u32::try_from(surely_above + 1).unwrap_or(u32::MAX),
                worst: u32::try_from(count - surely_below).unwrap_or(u32::MAX),
                ranked: true,
            }
        })
        .collect();
    let last = u32::try_from(count + 1).unwrap_or(u32::MAX);
    let unplaced = measures.iter().filter(|(_, measure)| measure.place().is_none());
    out.extend(unplaced.map(|(at, _)| Ranked { at: *at, best: last, worst: last, ranked: false }));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Unit, ValueContext, parse_value};

    fn ranks(texts: &[&str], ascending: bool) -> Vec<(u32, u32, u32)> {
        let read = |text: &&str| parse_value(text, &ValueContext::default()).expect("a value");
        let measures: Vec<_> = texts.iter().enumerate().map(|(i, t)| (ObsRef(i as u32), read(t))).collect();
        rank(&measures, ascending).iter().map(|r| (r.at.0, r.best, r.worst)).collect()
    }

    #[test]
    fn plain_figures_are_in_order() {
        assert_eq!(ranks(&["1650万", "4839万", "1179万"], false), [(1, 1, 1), (0, 2, 2), (2, 3, 3)]);
        assert_eq!(ranks(&["5", "3"], true), [(1, 1, 1), (0, 2, 2)]);
    }

    #[test]
    fn overlapping_intervals_share_ranks() {
        assert_eq!(ranks(&["100", "40-60", "50-55", "1"], false), [(0, 1, 1), (2, 2, 3), (1, 2, 3), (3, 4, 4)]);
    }

    #[test]
    fn open_ends_come_last_unranked() {
        let list = [
            (ObsRef(0), parse_value(">=7", &ValueContext::default()).expect("a value")),
            (ObsRef(1), Measure::exact(3.0, Unit::none())),
        ];
        let ranked = rank(&list, false);
        assert_eq!(
            (ranked[0].at, ranked[0].ranked, ranked[1].at, ranked[1].ranked),
            (ObsRef(1), true, ObsRef(0), false)
        );
    }
}
