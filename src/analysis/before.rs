//! Which two periods compare: the one before, of the same series, granularity and basis (rules 2, 11, 14, 15).

use crate::base::{Basis, Day, NumberStyle, ObsRef, Period, Precision, is_stated, write_measure};
use crate::data::Dataset;

/// Why two periods do not compare, in words (`a year against a quarter`); `None` where they do.
pub fn unlike(from: &Period, to: &Period) -> Option<String> {
    let fiscal = |period: &Period| period.basis != Basis::Calendar;
    let days = |period: &Period| Some(f64::from(period.last?.0.saturating_sub(period.first?.0)) + 1.0);
    if from.cumulative != to.cumulative {
        return Some(
            if from.cumulative { "a sum over time against one period" } else { "one period against a sum over time" }
                .to_owned(),
        );
    }
    if from.precision != to.precision {
        let article = |period: &Period| match period.precision {
            Precision::None => "no period".to_owned(),
            Precision::Interval => "an interval".to_owned(),
            Precision::Third => "a part of a period".to_owned(),
            other => format!("a {}", other.as_str().replace('-', " ")),
        };
        return Some(format!("{} against {}", article(from), article(to)));
    }
    if fiscal(from) != fiscal(to) {
        return Some("a fiscal against a calendar period".to_owned());
    }
    // Seven months against nine are two sums of unlike length; Q1–Q3 of a leap year are not, nor is a quarter of 14 weeks. A
    // fiscal year of nine months is, where a company moved the end of its years.
    let told = from.precision == Precision::Interval || fiscal(from);
    let lengths = days(from).zip(days(to)).filter(|_| told);
    let apart = lengths.is_some_and(|(a, b)| (a - b).abs() > a.max(b) / 10.0);
    let what = if fiscal(from) { "fiscal periods" } else { "intervals" };
    apart.then(|| format!("{what} of unlike length"))
}

/// The observation of the same series one period before, among stated rows that were known on a day: of its revisions the
/// current one. With `tolerance` so many periods between may be missing, and what must then be said comes with it: `against 2021,
/// 1 missing`.
///
/// # Errors
/// Why there is none, in words: `no 2023`, `2 reports disagree: 100 / 500`.
pub fn period_before(
    dataset: &Dataset,
    at: ObsRef,
    as_of: Option<Day>,
    tolerance: u32,
) -> Result<(ObsRef, Option<String>), String> {
    let own = dataset.period(at);
    let back = |further: i32| own.shifted(-1 - further);
    let (before, missing) = found_before(dataset, at, back, as_of, tolerance)?;
    Ok((before, missing_note(dataset, before, missing)))
}

/// What must be said of a base with so many periods missing after it.
pub(super) fn missing_note(dataset: &Dataset, base: ObsRef, missing: u32) -> Option<String> {
    (missing > 0).then(|| format!("against {}, {missing} missing", dataset.period(base).words(false)))
}

/// Why two observations of one series do not compare, where a new definition (B) began after the first: `the definition changed in
/// 2023`.
pub fn definition_changed(dataset: &Dataset, from: ObsRef, to: ObsRef) -> Option<String> {
    let members = dataset.series().get(dataset.series_of(to)).map_or(&[][..], |series| &series.observations);
    let (start, end) = (dataset.period(from), dataset.period(to));
    let after = members.partition_point(|other| dataset.period(*other) <= start);
    let between = members.iter().skip(after).take_while(|other| dataset.period(**other) <= end);
    let last = between.filter(|other| dataset.status(**other) == "B").last()?;
    Some(format!("the definition changed in {}", dataset.period(*last).words(false)))
}

/// The same for any period that lies back: `back(0)` is the wanted one, `back(n)` that of n units earlier. With it how many
/// periods were missing.
pub(super) fn found_before(
    dataset: &Dataset,
    at: ObsRef,
    back: impl Fn(i32) -> Option<Period>,
    as_of: Option<Day>,
    tolerance: u32,
) -> Result<(ObsRef, u32), String> {
    let own = dataset.period(at);
    let usual = back(0).ok_or_else(|| "no period before".to_owned())?;
    for missing in 0..=tolerance {
        let Some(wanted) = i32::try_from(missing).ok().and_then(&back) else { break };
        let found = reports(dataset, dataset.series_of(at), &wanted, &own, as_of);
        let newest = found.iter().map(|other| dataset.reported(*other)).max();
        let current: Vec<ObsRef> = found.into_iter().filter(|other| Some(dataset.reported(*other)) == newest).collect();
        if let Some(first) = current.first() {
            let refused = disagreement(dataset, &current).or_else(|| definition_changed(dataset, *first, at));
            return refused.map_or(Ok((*first, missing)), Err);
        }
    }
    Err(format!("no {}", usual.words(false)))
}

/// The earliest observation of the same series with a number, of a period that compares and of which reports agree, as known on a
/// day; none where `at` is itself the first.
pub fn earliest_alike(dataset: &Dataset, at: ObsRef, as_of: Option<Day>) -> Option<ObsRef> {
    let own = dataset.period(at);
    let series = dataset.series_of(at);
    let members = dataset.series().get(series).map_or(&[][..], |series| &series.observations);
    let earlier = members.iter().map(|other| dataset.period(*other)).take_while(|period| *period < own);
    let mut last = None;
    // A period that was revised is looked at once.
    let once = earlier.filter(|period| last.replace(*period) != Some(*period));
    once.filter(|period| unlike(period, &own).is_none()).find_map(|period| {
        let found = reports(dataset, series, &period, &own, as_of);
        let newest = found.iter().map(|other| dataset.reported(*other)).max();
        let current: Vec<ObsRef> = found.into_iter().filter(|other| Some(dataset.reported(*other)) == newest).collect();
        let first = *current.first()?;
        (dataset.get(first).measure.has_number() && disagreement(dataset, &current).is_none()).then_some(first)
    })
}

/// The current stated reports of the series of an observation, of periods like its own, as known on a day.
pub fn current_alike(dataset: &Dataset, at: ObsRef, as_of: Option<Day>) -> Vec<ObsRef> {
    let own = dataset.period(at);
    let members = dataset.series().get(dataset.series_of(at)).map_or(&[][..], |series| &series.observations);
    let known = |other: &ObsRef| {
        let reported = dataset.reported(*other).is_none_or(|day| as_of.is_none_or(|as_of| day <= as_of));
        reported && is_stated(dataset.get(*other).status) && unlike(&dataset.period(*other), &own).is_none()
    };
    let mut all: Vec<ObsRef> = members.iter().copied().filter(known).collect();
    // The series are in order of periods, then of reports: the last of a period is its newest.
    all.reverse();
    all.dedup_by_key(|other| dataset.period(*other));
    all.reverse();
    all
}

/// Days by which the first day of a fiscal period may lie elsewhere than its label says: years of 52 or 53 weeks.
const FISCAL_SLACK: i32 = 31;

/// The stated reports of a wanted period that were known on a day, of the kind of `own`. A fiscal period is known by its label,
/// another one by its days. The series are in order of first days: the cost is that of finding one.
fn reports(dataset: &Dataset, series: usize, wanted: &Period, own: &Period, as_of: Option<Day>) -> Vec<ObsRef> {
    let members = dataset.series().get(series).map_or(&[][..], |series| &series.observations);
    let fiscal = wanted.basis != Basis::Calendar;
    let slack = if fiscal { FISCAL_SLACK } else { 0 };
    let (from, to) = (wanted.first.map(|day| day.plus(-slack)), wanted.first.map(|day| day.plus(slack)));
    let start = members.partition_point(|other| dataset.period(*other).first < from);
    let near = members.iter().skip(start).copied().take_while(|other| dataset.period(*other).first <= to);
    near.filter(|other| {
        let period = dataset.period(*other);
        let same = if fiscal {
            (period.basis, period.precision) == (wanted.basis, wanted.precision)
        } else {
            (period.first, period.last) == (wanted.first, wanted.last)
        };
        let known = dataset.reported(*other).is_none_or(|day| as_of.is_none_or(|as_of| day <= as_of));
        same && unlike(&period, own).is_none() && known && is_stated(dataset.get(*other).status)
    })
    .collect()
}

/// `2 reports disagree: 100 / 500`, where current reports of one period do.
pub fn disagreement(dataset: &Dataset, reports: &[ObsRef]) -> Option<String> {
    let values = different(dataset, reports);
    (values.len() > 1).then(|| format!("{} reports disagree: {}", values.len(), values.join(" / ")))
}

/// What the reports of one period say, each once.
pub fn different(dataset: &Dataset, reports: &[ObsRef]) -> Vec<String> {
    let mut told: Vec<crate::base::Measure> = Vec::new();
    for at in reports {
        let measure = dataset.get(*at).measure;
        if !told.iter().any(|other| other.says_same(&measure)) {
            told.push(measure);
        }
    }
    told.iter().map(|measure| write_measure(measure, NumberStyle::default())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{FileBytes, ReadOptions, read};

    fn before(rows: &str, tolerance: u32, as_of: Option<Day>) -> Result<String, String> {
        let text = format!("entity,metric,period,value,status,reported\n{rows}");
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        let last = data.refs().last().unwrap();
        let said = |(at, note): (ObsRef, Option<String>)| {
            let note = note.map_or(String::new(), |note| format!(" ({note})"));
            format!("{}{note}", data.get(at).measure.raw)
        };
        period_before(&data, last, as_of, tolerance).map(said)
    }

    #[test]
    fn the_unit_before_and_never_the_nearest_one() {
        assert_eq!(before("A,users,2023,1,,\nA,users,2024,2,,\n", 0, None), Ok("1".into()));
        let gap = "A,users,2022,1,,\nA,users,2024,2,,\n";
        assert_eq!(before(gap, 0, None), Err("no 2023".into()));
        assert_eq!(before(gap, 1, None), Ok("1 (against 2022, 1 missing)".into()));
        assert_eq!(before("A,users,2023Q4,1,,\nA,users,2024,2,,\n", 0, None), Err("no 2023".into()));
        assert_eq!(before("A,users,2023,1,F,\nA,users,2024,2,,\n", 0, None), Err("no 2023".into()));
    }

    #[test]
    fn of_revisions_the_current_one_and_no_conflict_is_chosen() {
        let revised = "A,users,2023,1,,2024-01-01\nA,users,2023,3,,2024-06-01\nA,users,2024,2,,2024-03-01\n";
        assert_eq!(before(revised, 0, None), Ok("3".into()));
        assert_eq!(before(revised, 0, Day::from_ymd(2024, 4, 1)), Ok("1".into()));
        let conflict = "A,users,2023,100,,\nA,users,2023,500,,\nA,users,2024,2,,\n";
        assert_eq!(before(conflict, 0, None), Err("2 reports disagree: 100 / 500".into()));
    }

    #[test]
    fn nothing_is_compared_across_a_new_definition() {
        let rows = |status: &str| format!("A,u,2022,1,,\nA,u,2023,5,{status},\nA,u,2024,2,,\n");
        assert_eq!(before(&rows("B"), 0, None), Ok("5".into()));
        let broken = "A,u,2023,1,,\nA,u,2024,2,B,\n";
        assert_eq!(before(broken, 0, None), Err("the definition changed in 2024".into()));
    }

    #[test]
    fn unlike_periods_are_told_in_words() {
        let said = |from: &str, to: &str| {
            let read = |text: &str| crate::base::parse_period(text, &crate::base::PeriodContext::default()).unwrap();
            unlike(&read(from), &read(to))
        };
        assert_eq!(said("2022", "2024Q1").as_deref(), Some("a year against a quarter"));
        assert_eq!(said("TTM 2023Q4", "2024").as_deref(), Some("a sum over time against one period"));
        assert_eq!(said("FY2023", "2024").as_deref(), Some("a fiscal year against a year"));
        assert_eq!(said("2022", "2024"), None);
        assert_eq!(said("2023-01/2023-07", "2024-01/2024-09").as_deref(), Some("intervals of unlike length"));
        let read = |text: &str| crate::base::parse_period(text, &crate::base::PeriodContext::default()).unwrap();
        let year = read("FY2024");
        let short = Period { last: Day::from_ymd(2024, 9, 30), ..year };
        assert_eq!(unlike(&year, &short).as_deref(), Some("fiscal periods of unlike length"));
    }
}
