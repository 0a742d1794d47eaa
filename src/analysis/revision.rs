//! What later reports made of a value (rules 1 and 15): each with both dates.

use super::{Change, Derived, MetricRules, change};
use crate::base::{Day, NumberStyle, ObsRef, is_stated, write_measure};
use crate::data::Dataset;

/// One step from a report to the next of the same key and period.
#[derive(Debug, Clone, PartialEq)]
pub struct Revised {
    /// The earlier report.
    pub from: ObsRef,
    /// The later one.
    pub to: ObsRef,
    /// New against old; refused where words have no difference.
    pub change: Derived,
}

/// Reports of the key and period of `at` in order of their dates; facts and what is none apart, as neither replaces the other.
fn reports(dataset: &Dataset, at: ObsRef) -> Vec<ObsRef> {
    let period = dataset.period(at);
    let members = dataset.series().get(dataset.series_of(at)).map_or(&[][..], |series| &series.observations);
    let start = members.partition_point(|other| dataset.period(*other) < period);
    let same = members.iter().copied().skip(start).take_while(|other| dataset.period(*other) == period);
    let all: Vec<ObsRef> = same.collect();
    if all.len() < 2 {
        return all;
    }
    let stated = is_stated(dataset.get(at).status);
    all.into_iter().filter(|other| is_stated(dataset.get(*other).status) == stated).collect()
}

/// The newest report of the same key and period that is later than this one and says something else.
pub fn later_report(dataset: &Dataset, at: ObsRef) -> Option<ObsRef> {
    if dataset.revisions().is_empty() {
        return None;
    }
    let newest = reports(dataset, at).into_iter().max_by_key(|other| (dataset.reported(*other), *other))?;
    let later = dataset.reported(newest) > dataset.reported(at);
    (later && !dataset.get(newest).measure.says_same(&dataset.get(at).measure)).then_some(newest)
}

/// All steps from the first report of the key and period of `at` to the newest; none where there is one date only.
pub fn revisions_of(dataset: &Dataset, at: ObsRef, rules: &MetricRules) -> Vec<Revised> {
    if dataset.revisions().is_empty() {
        return Vec::new();
    }
    // Of reports of one day that disagree the first stands for that day, as it does for the dataset.
    let mut dated = reports(dataset, at);
    dated.dedup_by_key(|other| dataset.reported(*other));
    let step = |pair: &[ObsRef]| {
        let [from, to] = pair else { return None };
        let (old, new) = (dataset.get(*from).measure, dataset.get(*to).measure);
        let change = Derived { inputs: vec![*from, *to], ..change(&old, &new, Change::Natural, rules) };
        Some(Revised { from: *from, to: *to, change })
    };
    dated.windows(2).filter_map(step).collect()
}

impl Revised {
    /// `revised 2024-09-01: 112 (2024-06-01) → 115, +2.7 %`; `confirmed 2024-09-01: 112`.
    pub fn words(&self, dataset: &Dataset, style: NumberStyle) -> String {
        let (old, new) = (dataset.get(self.from), dataset.get(self.to));
        let day = |day: Option<Day>| day.map(Day::iso);
        let when = day(new.reported).unwrap_or_default();
        if old.measure.says_same(&new.measure) {
            return format!("confirmed {when}: {}", write_measure(&new.measure, style));
        }
        let before = day(old.reported).map_or(String::new(), |day| format!(" ({day})"));
        let by = match self.change.refused {
            Some(_) => String::new(),
            None => format!(", {}", super::write_change(&self.change, style, false)),
        };
        let (old, new) = (write_measure(&old.measure, style), write_measure(&new.measure, style));
        format!("revised {when}: {old}{before} → {new}{by}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{FileBytes, ReadOptions, read};

    fn data(rows: &str) -> Dataset {
        let text = format!("entity,metric,period,value,status,reported\n{rows}");
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        read(&[file], &ReadOptions::default(), None)
    }

    fn said(data: &Dataset, at: u32) -> Vec<String> {
        let steps = revisions_of(data, ObsRef(at), &MetricRules::default());
        steps.iter().map(|step| step.words(data, NumberStyle::default())).collect()
    }

    #[test]
    fn a_revision_has_both_dates_and_its_size() {
        let rows =
            "A,u,2023,112,,2024-06-01\nA,u,2023,115,,2024-09-01\nA,u,2023,115,,2025-01-01\nA,u,2024,9,,2025-01-01\n";
        let data = data(rows);
        let expected = ["revised 2024-09-01: 112 (2024-06-01) → 115, +2.68 %", "confirmed 2025-01-01: 115"];
        assert_eq!(said(&data, 0), expected);
        assert_eq!(said(&data, 2), expected, "from either end");
        assert_eq!(said(&data, 3), [""; 0]);
        assert_eq!([0, 1, 2, 3].map(|at| later_report(&data, ObsRef(at))), [Some(ObsRef(2)), None, None, None]);
    }

    #[test]
    fn a_fact_is_no_revision_of_a_forecast() {
        let data = data("A,u,2024,100,F,2023-06-01\nA,u,2024,90,,2025-01-01\n");
        assert_eq!((said(&data, 0), later_report(&data, ObsRef(0))), (Vec::new(), None));
    }
}
