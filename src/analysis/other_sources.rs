//! What other sources say of the same thing: shown beside it, never spliced into it (rule 1).

use super::before::unlike;
use crate::base::{Day, ObsRef};
use crate::data::Dataset;

/// More series than this are no collection of statements: looking through them would cost more than a frame.
const SERIES: usize = 200_000;

/// The current reports of the same entity, metric, scope and days by other sources, as known on a day.
pub fn other_sources(dataset: &Dataset, at: ObsRef, as_of: Option<Day>) -> Vec<ObsRef> {
    let own_at = dataset.series_of(at);
    let Some(own) = dataset.series().get(own_at).map(|series| &series.key) else { return Vec::new() };
    if dataset.series().len() > SERIES || own.entity.is_empty() || !dataset.get(at).measure.has_number() {
        return Vec::new();
    }
    let period = dataset.period(at);
    let same = dataset.series().iter().enumerate().filter(|(nth, series)| {
        let key = &series.key;
        *nth != own_at
            && (&key.entity, &key.metric, &key.scope, &key.dimension)
                == (&own.entity, &own.metric, &own.scope, &own.dimension)
    });
    let current = |(_, series): (usize, &crate::data::SeriesInfo)| {
        let of_then = series.observations.iter().copied().filter(|other| {
            let days = dataset.period(*other);
            let known = dataset.reported(*other).is_none_or(|day| as_of.is_none_or(|as_of| day <= as_of));
            known && (days.first, days.last) == (period.first, period.last) && unlike(&days, &period).is_none()
        });
        of_then.max_by_key(|other| (dataset.reported(*other), *other))
    };
    same.filter_map(current).filter(|other| dataset.get(*other).measure.has_number()).collect()
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
