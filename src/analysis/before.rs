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
    // Seven months against nine are two sums of unlike length; Q1–Q3 of a leap year are not.
    let lengths = days(from).zip(days(to)).filter(|_| from.precision == Precision::Interval);
    let apart = lengths.is_some_and(|(a, b)| (a - b).abs() > a.max(b) / 10.0);
    apart.then(|| "intervals of unlike length".to_owned())
}

/// The observation of the same series one period before, among stated rows that were known on a day: of its revisions the
/// current one. With `tolerance` so many periods between may be missing.
///
/// # Errors
/// Why there is none, in words: `no 2023`, `2 reports disagree: 100 / 500`.
pub fn period_before(dataset: &Dataset, at: ObsRef, as_of: Option<Day>, tolerance: u32) -> Result<ObsRef, String> {
    let own = dataset.period(at);
    let members = dataset.series().get(dataset.series_of(at)).map_or(&[][..], |series| &series.observations);
    let usual = own.shifted(-1).ok_or_else(|| "no period before".to_owned())?;
    for back in 1..=i32::try_from(tolerance).unwrap_or(i32::MAX).saturating_add(1) {
        let Some(wanted) = own.shifted(-back) else { break };
        let found: Vec<ObsRef> = members
            .iter()
            .copied()
            .filter(|other| {
                let period = dataset.period(*other);
                let known = dataset.reported(*other).is_none_or(|day| as_of.is_none_or(|as_of| day <= as_of));
                (period.first, period.last) == (wanted.first, wanted.last)
                    && unlike(&period, &own).is_none()
                    && known
                    && is_stated(dataset.get(*other).status)
            })
            .collect();
        let newest = found.iter().map(|other| dataset.reported(*other)).max();
        let current: Vec<ObsRef> = found.into_iter().filter(|other| Some(dataset.reported(*other)) == newest).collect();
        if let Some(first) = current.first() {
            return disagreement(dataset, &current).map_or(Ok(*first), Err);
        }
    }
    Err(format!("no {}", usual.words(false)))
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
        period_before(&data, last, as_of, tolerance).map(|at| data.get(at).measure.raw.to_string())
    }

    #[test]
    fn the_unit_before_and_never_the_nearest_one() {
        assert_eq!(before("A,users,2023,1,,\nA,users,2024,2,,\n", 0, None), Ok("1".into()));
        let gap = "A,users,2022,1,,\nA,users,2024,2,,\n";
        assert_eq!(before(gap, 0, None), Err("no 2023".into()));
        assert_eq!(before(gap, 1, None), Ok("1".into()));
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
    fn unlike_periods_are_told_in_words() {
        let said = |from: &str, to: &str| {
            let read = |text: &str| crate::base::parse_period(text, &crate::base::PeriodContext::default()).unwrap();
            unlike(&read(from), &read(to))
        };
        assert_eq!(said("2022", "2024Q1").as_deref(), Some("a year against a quarter"));
        assert_eq!(said("TTM 2023Q4", "2024").as_deref(), Some("a sum over time against one period"));
        assert_eq!(said("FY2023", "2024").as_deref(), Some("a fiscal year against a year"));
        assert_eq!(said("2022", "2024"), None);
    }
}
