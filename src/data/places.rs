//! Where in its file the value of an observation stands: texts are not kept, so that each file is decoded once more for it.

use std::collections::BTreeMap;

use super::dataset::Dataset;
use super::decode::decode;
use super::shape::Field;
use super::understand::Opened;
use super::unpack::{MOST, unpack};
use crate::base::{Excerpt, ObsRef, Place};

impl Dataset {
    /// Line and column of the values of some observations, each with the line around it; in their order. Costs a decoding of
    /// each of their files: for lists that are printed, not for what is drawn.
    pub fn value_places(&self, wanted: &[ObsRef]) -> Vec<(Place, Option<Excerpt>)> {
        let mut by_file: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (nth, at) in wanted.iter().enumerate() {
            if let Some((piece, ..)) = self.parts.located(*at) {
                by_file.entry(piece.file).or_default().push(nth);
            }
        }
        let mut places = vec![(Place::default(), None); wanted.len()];
        for (file, nths) in by_file {
            let Some(part) = self.parts.files.get(file) else { continue };
            let unpacked = unpack(&part.bytes, MOST);
            let Ok(decoded) = decode(unpacked.bytes, self.parts.options.encoding.as_deref()) else { continue };
            let opened = Opened {
                name: &part.name,
                text: &decoded.text,
                dialect: &part.dialect,
                headers: &part.headers,
                reading: &part.reading,
            };
            for nth in nths {
                let found = wanted.get(nth).and_then(|at| self.parts.located(*at));
                let Some(((piece, _, own), place)) = found.zip(places.get_mut(nth)) else { continue };
                let row = piece.understood.row(own);
                let column = part.reading.fields.get(piece.understood.field(own)).and_then(Field::place);
                let at = opened.place(&piece.chunk, row, column);
                let excerpt = opened.excerpt(&piece.chunk, row, &at);
                *place = (at, excerpt);
            }
        }
        places
    }

    /// Whether this is the very same data as another, and not only equal to it.
    pub fn is_same(&self, other: &Self) -> bool {
        std::sync::Arc::ptr_eq(&self.parts, &other.parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{FileBytes, ReadOptions, read};

    #[test]
    fn a_value_is_found_in_its_line() {
        let text = "entity,metric,period,value\n\"a, b\",users,2024,5\n豆包,users,2024,4839万\n";
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        let places = data.value_places(&[ObsRef(1), ObsRef(0), ObsRef(9)]);
        let said: Vec<String> = places.iter().map(|(place, _)| place.to_string()).collect();
        assert_eq!(said, ["x.csv:3:15", "x.csv:2:19", ""]);
        assert!(places[0].1.as_ref().is_some_and(|excerpt| excerpt.from == 14 && excerpt.line.contains("4839万")));
    }
}
