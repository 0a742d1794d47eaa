//! Series by their keys, at the cost of a search: what is asked for on each frame must not go through all of them.

use std::sync::Arc;

use super::Dataset;
use crate::base::SeriesKey;

impl Dataset {
    /// The series of a key, as an index into [`Dataset::series`].
    pub fn find_series(&self, key: &SeriesKey) -> Option<usize> {
        self.parts.series_index.get(key).copied()
    }

    /// Series of the entity, metric and dimension of a key, of whatever source and scope, in the order of these; as indexes into
    /// [`Dataset::series`].
    pub fn series_like<'a>(&'a self, key: &'a SeriesKey) -> impl Iterator<Item = usize> + 'a {
        let (source, scope): (Arc<str>, Arc<str>) = (Arc::from(""), Arc::from(""));
        let from = SeriesKey { source, scope, ..key.clone() };
        let same = |other: &SeriesKey| {
            (&other.entity, &other.metric, &other.dimension) == (&key.entity, &key.metric, &key.dimension)
        };
        self.parts.series_index.range(from..).take_while(move |(other, _)| same(other)).map(|(_, at)| *at)
    }
}
