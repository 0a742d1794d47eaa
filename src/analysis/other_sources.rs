//! What other sources say of the same thing: shown beside it, never spliced into it (rule 1).

use super::before::unlike;
use crate::base::{Day, ObsRef};
use crate::data::{Dataset, SeriesInfo};

/// Sources and scopes that are looked through: more are no statements to hold side by side, and looking would cost a frame.
const LOOKED: usize = 500;

/// The current reports of the same entity, metric, scope and days by other sources, as known on a day: of the first so many, in
/// the order of their names.
pub fn other_sources(dataset: &Dataset, at: ObsRef, as_of: Option<Day>) -> Vec<ObsRef> {
    let own_at = dataset.series_of(at);
    let Some(own) = dataset.series().get(own_at).map(|series| &series.key) else { return Vec::new() };
    if own.entity.is_empty() || !dataset.get(at).measure.has_number() {
        return Vec::new();
    }
    let period = dataset.period(at);
    let same = dataset.series_like(own).take(LOOKED).filter(|nth| *nth != own_at);
    let same = same.filter_map(|nth| dataset.series().get(nth)).filter(|series| series.key.scope == own.scope);
    let current = |series: &SeriesInfo| {
        // In order of first days: the cost is that of finding one.
        let members = &series.observations;
        let start = members.partition_point(|other| dataset.period(*other).first < period.first);
        let near = members.iter().skip(start).copied().take_while(|other| dataset.period(*other).first == period.first);
        let of_then = near.filter(|other| {
            let days = dataset.period(*other);
            let known = dataset.reported(*other).is_none_or(|day| as_of.is_none_or(|as_of| day <= as_of));
            known && days.last == period.last && unlike(&days, &period).is_none()
        });
        of_then.max_by_key(|other| (dataset.reported(*other), *other))
    };
    let mut found: Vec<ObsRef> =
        same.filter_map(current).filter(|other| dataset.get(*other).measure.has_number()).collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{FileBytes, ReadOptions, read};

    #[test]
    fn other_sources_of_the_same_days_are_named() {
        let text = "entity,metric,period,value,source,scope,reported\nA,u,2024,100,S,,\nA,u,2024,90,T,,2025-01-01\n\
                    A,u,2024,95,T,,2025-03-01\nA,u,2023,80,T,,\nB,u,2024,7,T,,\nA,u,2024,50,T,China,\n";
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        assert_eq!(other_sources(&data, ObsRef(0), None), [ObsRef(2)]);
        assert_eq!(other_sources(&data, ObsRef(0), Day::from_ymd(2025, 2, 1)), [ObsRef(1)]);
        assert_eq!(other_sources(&data, ObsRef(3), None), []);
    }
}
