//! Names of rows: what tells one from the others, and no more.

use std::collections::HashMap;

use crate::base::ObsRef;
use crate::data::Dataset;

/// What a row is called by where that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    /// Bars compare entities.
    Entity,
    /// Intervals of one axis are mostly unlike things of few entities.
    Metric,
}

/// One row's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// What it is called by.
    pub(super) label: String,
    /// What else differs among the rows, ` · ` between.
    pub(super) detail: String,
    /// The part of it that tells this row from those of the same label.
    pub(super) tag: String,
}

/// Names of rows in their order.
pub(super) fn names(data: &Dataset, refs: &[ObsRef], first: First) -> Vec<Name> {
    let facts: Vec<[String; 3]> = refs
        .iter()
        .map(|at| {
            let (entity, metric) = (data.entity_name(*at).to_owned(), data.metric_name(*at).to_owned());
            let period = data.get(*at).period.words(false);
            match first {
                First::Entity => [entity, metric, period],
                First::Metric => [metric, entity, period],
            }
        })
        .collect();
    let differs = |part: usize, among: &[&[String; 3]]| {
        let own = |fact: &&[String; 3]| fact.get(part).cloned();
        among.iter().any(|fact| own(fact) != among.first().and_then(own))
    };
    let all: Vec<&[String; 3]> = facts.iter().collect();
    let differing: Vec<usize> = (0..3).filter(|part| differs(*part, &all)).collect();
    let called = differing.first().copied().unwrap_or(0);
    let mut by_label: HashMap<&str, Vec<&[String; 3]>> = HashMap::new();
    for fact in &facts {
        by_label.entry(fact.get(called).map_or("", String::as_str)).or_default().push(fact);
    }
    // Which parts differ among the rows of one label, once for all of them.
    let differ: HashMap<&str, [bool; 3]> =
        by_label.iter().map(|(label, alike)| (*label, [0, 1, 2].map(|part| differs(part, alike)))).collect();
    let name = |own: &[String; 3]| {
        let part = |part: usize| own.get(part).cloned().unwrap_or_default();
        let alike = own.get(called).and_then(|label| differ.get(label.as_str()));
        let rest: Vec<usize> = differing.iter().copied().skip(1).filter(|at| !part(*at).is_empty()).collect();
        let tag = rest
            .iter()
            .copied()
            .find(|at| alike.and_then(|parts| parts.get(*at)) == Some(&true))
            .map_or(String::new(), part);
        let detail = rest.into_iter().map(part).collect::<Vec<_>>().join(" · ");
        Name { label: part(called), detail, tag }
    };
    facts.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{FileBytes, ReadOptions, read};

    fn named(rows: &[&str], first: First) -> Vec<[String; 3]> {
        let text = format!("entity,metric,period,value\n{}\n", rows.join("\n"));
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        let refs: Vec<ObsRef> = data.refs().collect();
        names(&data, &refs, first).into_iter().map(|name| [name.label, name.detail, name.tag]).collect()
    }

    #[test]
    fn two_metrics_of_one_entity_differ() {
        let rows = ["ByteDance,growth,2024Q1,40%", "ByteDance,growth,2024Q3,17%", "PICO,cut,2023,50%"];
        let expected = [
            ["growth", "ByteDance · Q1 2024", "Q1 2024"],
            ["growth", "ByteDance · Q3 2024", "Q3 2024"],
            ["cut", "PICO · 2023", ""],
        ];
        assert_eq!(named(&rows, First::Metric), expected);
    }

    #[test]
    fn what_all_share_is_not_said() {
        let rows = ["Doubao,users,2024-10,5", "Kimi,users,2024-10,4"];
        assert_eq!(named(&rows, First::Entity), [["Doubao", "", ""], ["Kimi", "", ""]]);
        assert_eq!(named(&rows, First::Metric), [["Doubao", "", ""], ["Kimi", "", ""]]);
        let rows = ["Doubao,users,2023,5", "Doubao,users,2024,6"];
        assert_eq!(named(&rows, First::Entity), [["2023", "", ""], ["2024", "", ""]]);
    }
}
