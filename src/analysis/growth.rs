//! Growth between matching periods, an index, and growth per year (rules 1, 2, 4, 7, 8).

use super::before::{disagreement, found_before, missing_note, unlike};
use super::change::{join_notes, pairs};
use super::interval::{Interval, computed, conversion, plain_unit};
use super::{Change, Derived, MetricRules, NO_NUMBERS, change};
use crate::base::{
    Basis, Bound, Day, Dimension, Measure, NumberStyle, ObsRef, Period, Precision, is_stated, round_to_digits,
    write_number,
};
use crate::data::Dataset;

/// Days of a mean Gregorian year.
pub(super) const YEAR: f64 = 365.2425;
/// Shorter spans make a growth per year a guess.
const LEAST_MONTHS: f64 = 12.0;

/// How far back the period lies that growth is told against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A year: the same quarter, month, ISO week or date of the year before.
    Year,
    /// A quarter.
    Quarter,
    /// A month.
    Month,
    /// A week.
    Week,
}

impl Step {
    /// As it is said: `YoY`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Year => "YoY",
            Self::Quarter => "QoQ",
            Self::Month => "MoM",
            Self::Week => "WoW",
        }
    }

    /// The period that one step before another one, and of its granularity; else why there is none.
    fn back(self, own: &Period) -> Result<Period, String> {
        use Precision as P;
        let units = match (self, own.precision) {
            (Self::Year, P::Year | P::FiscalYear)
            | (Self::Quarter, P::Quarter | P::FiscalQuarter)
            | (Self::Month, P::Month)
            | (Self::Week, P::Week) => own.shifted(-1),
            (Self::Year, P::Half | P::FiscalHalf) => own.shifted(-2),
            (Self::Year, P::Quarter | P::FiscalQuarter) => own.shifted(-4),
            (Self::Year, P::Month) => own.shifted(-12),
            (Self::Year, P::Week) => return week_of_last_year(own),
            (Self::Week, P::Day) => own.shifted(-7),
            (Self::Year, P::Day | P::Third | P::Interval) => return moved(own, -12),
            (Self::Quarter, P::Day) => return moved(own, -3),
            (Self::Month, P::Day) => return moved(own, -1),
            (Self::Quarter, _) => return Err("QoQ needs quarters".to_owned()),
            (Self::Month, _) => return Err("MoM needs months".to_owned()),
            (Self::Week, _) => return Err("WoW needs weeks".to_owned()),
            (Self::Year, P::None) => None,
        };
        units.ok_or_else(|| "no period before".to_owned())
    }
}

/// The same dates so many months earlier or later; the last day of a month stays one.
fn moved(own: &Period, months: i32) -> Result<Period, String> {
    let none = || "no period before".to_owned();
    let (first, last) = (own.first.ok_or_else(none)?, own.last.ok_or_else(none)?);
    let date = |day: Day| {
        let (year, month, _) = day.month_start(months).ymd();
        Day::from_ymd(year, month, day.ymd().2)
    };
    // What ends with its month ends with the other month too; a single day is that date or none.
    let whole = last.plus(1).ymd().2 == 1 && own.precision != Precision::Day;
    let last_there = if whole { Some(last.plus(1).month_start(months).plus(-1)) } else { date(last) };
    let (Some(first), Some(last)) = (date(first), last_there) else {
        return Err(format!("no such date {} months before", months.abs()));
    };
    Ok(Period { first: Some(first), last: Some(last), ..*own })
}

/// The ISO week of the same number in the year before; a week 53 has none in most years.
fn week_of_last_year(own: &Period) -> Result<Period, String> {
    let monday = own.first.ok_or_else(|| "no period before".to_owned())?;
    let year_of = |monday: Day| monday.plus(3).ymd().0;
    // The first Thursday of a year lies in its week 1.
    let first_monday = |year: i16| {
        let january_4 = Day::from_ymd(year, 1, 4)?;
        Some(january_4.plus(-january_4.weekday()))
    };
    let year = year_of(monday);
    let weeks = first_monday(year).map(|start| (monday.0 - start.0) / 7);
    let found = weeks.zip(first_monday(year - 1)).map(|(weeks, start)| start.plus(weeks * 7));
    match found {
        Some(there) if year_of(there) == year - 1 => {
            Ok(Period { first: Some(there), last: Some(there.plus(6)), ..*own })
        }
        _ => Err(format!("no W53 {}", i32::from(year) - 1)),
    }
}

/// The change of one series against its matching period (rule 2): of revisions the one that was known on `as_of`, and never the
/// nearest period instead. A tolerance of the metric looks so many periods further back, and the note says where it did.
/// Refused, with words such as `no Q3 2023`, where there is none, where reports disagree, and for a forecast, rumour or target.
pub fn growth(
    dataset: &Dataset,
    at: ObsRef,
    step: Step,
    kind: Change,
    as_of: Option<Day>,
    rules: &MetricRules,
) -> Derived {
    let seen = dataset.get(at);
    let refused = |why: &str| Derived { inputs: vec![at], ..Derived::refused(&[&seen.measure], why) };
    if !is_stated(seen.status) {
        return refused("a forecast, rumour or target");
    }
    if let Some(words) = own_disagreement(dataset, at) {
        return refused(&words);
    }
    let wanted = match step.back(&seen.period) {
        Ok(wanted) => wanted,
        Err(why) => return refused(&why),
    };
    let back = |further: i32| if further == 0 { Some(wanted) } else { wanted.shifted(-further) };
    match found_before(dataset, at, back, as_of, rules.tolerance.unwrap_or(0)) {
        Ok((base, missing)) => {
            let old = dataset.get(base);
            let mut found = change(&old.measure, &seen.measure, kind, rules);
            found.inputs = vec![base, at];
            found.note = join_notes(found.note, missing_note(dataset, base, missing));
            found
        }
        Err(why) => refused(&why),
    }
}

/// What other reports of the same day say of the same period, where they disagree.
pub fn own_disagreement(dataset: &Dataset, at: ObsRef) -> Option<String> {
    let (period, reported) = (dataset.period(at), dataset.reported(at));
    let members = dataset.series().get(dataset.series_of(at)).map_or(&[][..], |series| &series.observations);
    let from = members.partition_point(|other| dataset.period(*other) < period);
    let same: Vec<ObsRef> = members
        .iter()
        .skip(from)
        .copied()
        .take_while(|other| dataset.period(*other) == period)
        .filter(|other| dataset.reported(*other) == reported && is_stated(dataset.get(*other).status))
        .collect();
    if same.len() > 1 { disagreement(dataset, &same) } else { None }
}

/// A value where that of the base is 100; the base itself is just 100, whatever its width.
pub fn indexed(base: (ObsRef, &Measure), value: (ObsRef, &Measure)) -> Derived {
    let ((base_at, base), (at, value)) = (base, value);
    let inputs = if base_at == at { vec![at] } else { vec![base_at, at] };
    let refused = |why: &str| Derived { inputs: inputs.clone(), ..Derived::refused(&[base, value], why) };
    if !base.has_number() || !value.has_number() {
        return refused(NO_NUMBERS);
    }
    let Some(factor) = conversion(value, &base.unit) else { return refused("two units that do not compare") };
    let (a, b) = (Interval::of(base), Interval::of(value).times(factor));
    if !a.is_positive() {
        return refused(if a.low.is_none() { "base has no lower bound" } else { "base ≤ 0" });
    }
    let end = Some(Bound { value: 100.0, inclusive: true });
    let (ends, point) = if base_at == at {
        (Interval { low: end, high: end }, Some(100.0))
    } else {
        (b.over(a).map(|x| x * 100.0), base.point.zip(value.point).map(|(p, q)| q * factor / p * 100.0))
    };
    if ends.low.is_none() && ends.high.is_none() {
        return refused("both ends open");
    }
    let unit = plain_unit("", Dimension::None);
    Derived {
        measure: computed(ends, point, unit, &[base, value]),
        formula: pairs(b, a, "/", " × 100"),
        words: "index, base = 100".to_owned(),
        inputs,
        note: None,
        refused: None,
    }
}

/// Months between two periods of one granularity, from the earlier to the later; days and weeks as parts of months.
fn months(from: &Period, to: &Period) -> Option<f64> {
    let (start, end) = (from.first?, to.first?);
    let index = |day: Day| f64::from(i32::from(day.ymd().0) * 12 + i32::from(day.ymd().1));
    let parts = |precision| match precision {
        Precision::FiscalQuarter => 4.0,
        Precision::FiscalHalf => 2.0,
        _ => 1.0,
    };
    Some(match (from.basis, to.basis) {
        // The days of a fiscal period move by a week; its label does not.
        (Basis::Fiscal { year: y0, part: p0 }, Basis::Fiscal { year: y1, part: p1 }) => {
            let year = f64::from(y1) - f64::from(y0);
            12.0 * year + 12.0 / parts(to.precision) * (f64::from(p1) - f64::from(p0))
        }
        // The same date of two months is whole months later.
        _ if start.ymd().2 == end.ymd().2 => index(end) - index(start),
        _ => f64::from(end.0 - start.0) / YEAR * 12.0,
    })
}

/// Compound growth per year, in %: (v1/v0)^(1/years) − 1, years = months between two periods of one granularity / 12. From
/// intervals by both ends. Its inputs are for the caller to fill in.
pub fn cagr(from: (&Measure, &Period), to: (&Measure, &Period)) -> Derived {
    let ((old, start), (new, end)) = (from, to);
    let refused = |why: &str| Derived::refused(&[old, new], why);
    if !old.has_number() || !new.has_number() {
        return refused(NO_NUMBERS);
    }
    let Some(factor) = conversion(old, &new.unit) else { return refused("two units that do not compare") };
    if new.unit.dimension == Dimension::Rank {
        return refused("places do not grow");
    }
    if let Some(why) = unlike(start, end) {
        return refused(&why);
    }
    let Some(months) = months(start, end) else { return refused("a period without days") };
    if months <= 0.0 {
        return refused("not later than its base");
    }
    let (a, b) = (Interval::of(old).times(factor), Interval::of(new));
    if !a.is_positive() {
        return refused(if a.low.is_none() { "base has no lower bound" } else { "base ≤ 0" });
    }
    if b.low.is_some_and(|end| end.value < 0.0) {
        return refused("value below 0");
    }
    let years = months / 12.0;
    let rate = |ratio: f64| (ratio.powf(1.0 / years) - 1.0) * 100.0;
    let ends = b.over(a).map(rate);
    if ends.low.is_none() && ends.high.is_none() {
        return refused("both ends open");
    }
    let point = old.point.zip(new.point).map(|(p, q)| rate(q / (p * factor)));
    let measure = computed(ends, point, plain_unit("%", Dimension::Percent), &[old, new]);
    let span = write_number(round_to_digits(years, 3), None, NumberStyle::default());
    let formula = powers(&pairs(b, a, "/", ""), &span);
    let short = (months < LEAST_MONTHS).then(|| "from less than a year".to_owned());
    let rate = matches!(new.unit.dimension, Dimension::Percent | Dimension::Points);
    let relative = rate.then(|| "relative change of a rate".to_owned());
    Derived {
        words: format!("{} a year, {} to {}", super::change::words(&measure), start.words(false), end.words(false)),
        measure,
        formula,
        inputs: Vec::new(),
        note: join_notes(short, relative),
        refused: None,
    }
}

/// `(17/15)^(1/4) − 1`, for each end.
fn powers(ratios: &str, years: &str) -> String {
    let one = |ratio: &str| format!("({ratio})^(1/{years}) − 1");
    ratios.split(" … ").map(one).collect::<Vec<_>>().join(" … ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::write_change;
    use crate::base::{PeriodContext, ValueContext, parse_period, parse_value};
    use crate::data::{FileBytes, ReadOptions, read};

    fn load(rows: &str) -> Dataset {
        let text = format!("entity,metric,period,value,status,reported\n{rows}");
        read(
            &[FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false }],
            &ReadOptions::default(),
            None,
        )
    }

    /// The growth of the last row.
    fn said(rows: &str, step: Step, rules: &MetricRules) -> String {
        let data = load(rows);
        let last = data.refs().last().unwrap();
        let found = growth(&data, last, step, Change::Natural, None, rules);
        let note = found.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        format!("{}{note}", write_change(&found, NumberStyle::default(), false))
    }

    #[test]
    fn each_granularity_has_its_own_period_a_year_before() {
        let rules = MetricRules::default();
        for (before, now, expected) in [
            ("2023", "2024", "+50 %"),
            ("2023H1", "2024H1", "+50 %"),
            ("2023Q3", "2024Q3", "+50 %"),
            ("2023Q2", "2024Q3", "n/a (no Q3 2023)"),
            ("2023-10", "2024-10", "+50 %"),
            ("2023-09", "2024-10", "n/a (no Oct 2023)"),
            ("2023-W20", "2024-W20", "+50 %"),
            ("2020-W53", "2021-W52", "n/a (no W52 2020)"),
            ("2019-W52", "2020-W53", "n/a (no W53 2019)"),
            ("2023-10-31", "2024-10-31", "+50 %"),
            ("2023-02-28", "2024-02-29", "n/a (no such date 12 months before)"),
            ("FY2023Q4", "FY2024Q4", "+50 %"),
            ("FY2023", "FY2024", "+50 %"),
            ("TTM 2023Q3", "TTM 2024Q3", "+50 %"),
            ("2023前三季度", "2024前三季度", "+50 %"),
            ("early 2023", "early 2024", "+50 %"),
            ("2023-02/2023-02", "2024-02/2024-02", "+50 %"),
        ] {
            assert_eq!(said(&format!("A,u,{before},2,,\nA,u,{now},3,,\n"), Step::Year, &rules), expected, "{now}");
        }
    }

    #[test]
    fn shorter_steps_need_their_own_unit() {
        let rules = MetricRules::default();
        for (before, now, step, expected) in [
            ("2023Q4", "2024Q1", Step::Quarter, "+50 %"),
            ("FY2024Q4", "FY2025Q1", Step::Quarter, "+50 %"),
            ("2023-12", "2024-01", Step::Month, "+50 %"),
            ("2023-W52", "2024-W01", Step::Week, "+50 %"),
            ("2024-01-03", "2024-01-10", Step::Week, "+50 %"),
            ("2023-12-10", "2024-01-10", Step::Month, "+50 %"),
            ("2023", "2024", Step::Quarter, "n/a, QoQ needs quarters"),
            ("2023", "2024", Step::Week, "n/a, WoW needs weeks"),
        ] {
            assert_eq!(said(&format!("A,u,{before},2,,\nA,u,{now},3,,\n"), step, &rules), expected, "{now}");
        }
    }

    #[test]
    fn a_tolerance_is_shown_where_it_is_used() {
        let rules = MetricRules { tolerance: Some(1), ..MetricRules::default() };
        assert_eq!(said("A,u,2022,2,,\nA,u,2024,3,,\n", Step::Year, &rules), "+50 % (against 2022, 1 missing)");
        assert_eq!(said("A,u,2021,2,,\nA,u,2024,3,,\n", Step::Year, &rules), "n/a (no 2023)");
    }

    #[test]
    fn reports_that_disagree_and_forecasts_have_no_growth() {
        let rules = MetricRules::default();
        let conflict = "A,u,2023,2,,\nA,u,2024,3,,\nA,u,2024,4,,\n";
        assert_eq!(said(conflict, Step::Year, &rules), "n/a, 2 reports disagree: 3 / 4");
        assert_eq!(said("A,u,2023,2,,\nA,u,2024,3,F,\n", Step::Year, &rules), "n/a, a forecast, rumour or target");
    }

    fn measure(text: &str) -> Measure {
        parse_value(text, &ValueContext::default()).unwrap()
    }

    fn period(text: &str) -> Period {
        parse_period(text, &PeriodContext::default()).unwrap()
    }

    #[test]
    fn an_index_of_its_base_is_just_100() {
        let (base, value) = (measure("40-50"), measure("60"));
        let found = indexed((ObsRef(0), &base), (ObsRef(1), &value));
        assert_eq!((found.measure.low.unwrap().value, found.measure.high.unwrap().value), (120.0, 150.0));
        assert_eq!((found.formula.as_str(), found.inputs.len()), ("60/50 × 100 … 60/40 × 100", 2));
        let own = indexed((ObsRef(0), &base), (ObsRef(0), &base));
        assert_eq!((own.measure.low.unwrap().value, own.measure.point), (100.0, Some(100.0)));
        // A loss stands below zero.
        let loss = measure("-10--5");
        let found = indexed((ObsRef(0), &base), (ObsRef(1), &loss));
        assert_eq!((found.measure.low.unwrap().value, found.measure.high.unwrap().value), (-25.0, -10.0));
        assert_eq!(indexed((ObsRef(0), &loss), (ObsRef(1), &value)).refused.as_deref(), Some("base ≤ 0"));
    }

    #[test]
    fn growth_a_year_by_months_of_equal_periods() {
        let style = NumberStyle::default();
        let said = |from: (&str, &str), to: (&str, &str)| {
            let found = cagr((&measure(from.0), &period(from.1)), (&measure(to.0), &period(to.1)));
            (write_change(&found, style, false), found.formula)
        };
        assert_eq!(said(("100", "2020"), ("144", "2022")), ("+20.0 %".into(), "(144/100)^(1/2) − 1".into()));
        // Two quarters and a half year are 0.5 years.
        assert_eq!(said(("100", "2024Q1"), ("110", "2024Q3")).0, "+21.0 %");
        assert_eq!(said(("100", "FY2020Q4"), ("400", "FY2022Q4")).0, "+100 %");
        assert_eq!(
            said(("100", "2020"), ("121-144", "2022")),
            ("+10.0…+20.0 %".into(), "(121/100)^(1/2) − 1 … (144/100)^(1/2) − 1".into())
        );
        assert_eq!(said(("100", "2020"), ("144", "2022Q1")).0, "n/a, a year against a quarter");
        assert_eq!(said(("-1", "2020"), ("144", "2022")).0, "n/a, base ≤ 0");
        assert_eq!(said(("100", "TTM 2023Q3"), ("110", "TTM 2024Q3")).1, "(110/100)^(1/1) − 1");
        let short = cagr((&measure("10"), &period("2024Q1")), (&measure("20"), &period("2024Q2")));
        assert_eq!(short.note.as_deref(), Some("from less than a year"));
        assert_eq!(short.words, "rose by 1,500 % a year, Q1 2024 to Q2 2024");
    }
}
