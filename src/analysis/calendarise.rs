//! Fiscal periods told by the calendar (rule 14): by the share of their days, and never as if they were stated so.

use super::interval::{Interval, computed};
use super::{Derived, NO_NUMBERS, own_disagreement};
use crate::base::{Bound, Day, Measure, NumberStyle, ObsRef, Period, Precision, write_measure, write_number};
use crate::data::Dataset;

/// What one period gives to another.
struct Part {
    at: ObsRef,
    measure: Measure,
    /// Days that both cover, and days of the one that gives.
    days: (i32, i32),
}

/// The calendar quarter, half or year that holds the middle of a fiscal period of that length; none where the two have the same
/// days, or the period is not fiscal.
pub fn calendar_period(fiscal: &Period) -> Option<Period> {
    let (first, last) = (fiscal.first?, fiscal.last?);
    let (precision, months) = match fiscal.precision {
        Precision::FiscalQuarter => (Precision::Quarter, 3),
        Precision::FiscalHalf => (Precision::Half, 6),
        Precision::FiscalYear => (Precision::Year, 12),
        _ => return None,
    };
    let middle = Day(first.0 / 2 + last.0 / 2);
    let start = middle.month_start(-(i32::from(middle.ymd().1 - 1) % months));
    let end = start.month_start(months).plus(-1);
    let found = Period { first: Some(start), last: Some(end), precision, ..Period::NONE };
    ((start, end) != (first, last)).then_some(found)
}

/// The value of a calendar period from periods of another calendar that cover it: each gives as much as it has of days there.
/// For what flows evenly over a period (sales, not a balance or a rate): the caller knows. Refused where days are covered by
/// none or by two, or where what covers them has no number.
pub fn calendarised(dataset: &Dataset, refs: &[ObsRef], wanted: &Period) -> Derived {
    let (Some(first), Some(last)) = (wanted.first, wanted.last) else {
        return Derived::refused(&[], "a period without end");
    };
    let mut parts: Vec<(i32, Part)> = Vec::new();
    for at in refs {
        let seen = dataset.get(*at);
        let (Some(from), Some(to)) = (seen.period.first, seen.period.last) else { continue };
        let (start, end) = (from.max(first), to.min(last));
        if start <= end && !seen.period.cumulative {
            let days = (end.0 - start.0 + 1, to.0 - from.0 + 1);
            parts.push((start.0, Part { at: *at, measure: seen.measure, days }));
        }
    }
    parts.sort_by_key(|(start, _)| *start);
    let measures: Vec<&Measure> = parts.iter().map(|(_, part)| &part.measure).collect();
    let inputs: Vec<ObsRef> = parts.iter().map(|(_, part)| part.at).collect();
    let refused = |why: &str| Derived { inputs: inputs.clone(), ..Derived::refused(&measures, why) };
    if let Some(why) = inputs.iter().find_map(|at| own_disagreement(dataset, *at)) {
        return refused(&why);
    }
    let covered: i32 = parts.iter().map(|(_, part)| part.days.0).sum();
    let whole = last.0 - first.0 + 1;
    let one_after_another = parts.windows(2).all(|pair| match pair {
        [(start, part), (next, _)] => start + part.days.0 <= *next,
        _ => true,
    });
    if !one_after_another {
        return refused("two values of the same days");
    }
    if covered < whole {
        return refused(&format!("{} of {whole} days have no value", whole - covered));
    }
    let Some(unit) = measures.first().map(|measure| measure.unit.clone()) else { return refused(NO_NUMBERS) };
    if !measures.iter().all(|measure| measure.has_number() && measure.unit.dimension == unit.dimension) {
        return refused(NO_NUMBERS);
    }
    let end = Some(Bound { value: 0.0, inclusive: true });
    let mut sum = Interval { low: end, high: end };
    let mut point = Some(0.0);
    let mut terms: Vec<String> = Vec::new();
    let style = NumberStyle::default();
    for (_, part) in &parts {
        let by = f64::from(part.days.0) / f64::from(part.days.1) * part.measure.unit.factor / unit.factor;
        sum = sum.plus(Interval::of(&part.measure).times(by));
        point = point.zip(part.measure.point).map(|(sum, own)| sum + own * by);
        let number = write_measure(&part.measure, style);
        terms.push(format!("{number} × {}/{}", write_number(f64::from(part.days.0), None, style), part.days.1));
    }
    Derived {
        measure: computed(sum, point, unit, &measures),
        formula: terms.join(" + "),
        words: format!("{} by days", wanted.words(false)),
        inputs,
        note: Some("calendarised by days".to_owned()),
        refused: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FiscalYearEnd, PeriodContext, parse_period};
    use crate::data::{FileBytes, ReadOptions, read};

    fn said(rows: &str, wanted: &str) -> Derived {
        let text = format!("entity,metric,period,value\n{rows}");
        let end = FiscalYearEnd::MonthEnd(1);
        let options = ReadOptions { fiscal: [("a".to_owned(), end)].into(), ..ReadOptions::default() };
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &options, None);
        let wanted = parse_period(wanted, &PeriodContext::default()).unwrap();
        calendarised(&data, &data.refs().collect::<Vec<_>>(), &wanted)
    }

    #[test]
    fn a_calendar_quarter_takes_days_of_two_fiscal_ones() {
        // Fiscal years end with January: Q1 is February to April.
        let found = said("A,sales,FY2025Q1,$90,\nA,sales,FY2025Q2,$184,\n", "2024Q2");
        // April of 90 days, May and June of 92.
        assert_eq!(found.measure.point.map(f64::round), Some(152.0));
        assert_eq!((found.formula.as_str(), found.inputs.len()), ("$90 × 30/90 + $184 × 61/92", 2));
        assert_eq!(found.note.as_deref(), Some("calendarised by days"));
    }

    #[test]
    fn a_fiscal_period_has_a_calendar_neighbour() {
        let context = PeriodContext { fiscal: FiscalYearEnd::MonthEnd(1), ..PeriodContext::default() };
        let near =
            |text: &str| calendar_period(&parse_period(text, &context).unwrap()).map(|period| period.words(false));
        assert_eq!(near("FY2025Q1"), Some("Q1 2024".into()));
        assert_eq!(near("FY2025"), Some("2024".into()));
        assert_eq!(near("2024Q1"), None);
        let even = parse_period("FY2024Q1", &PeriodContext::default()).unwrap();
        assert_eq!(calendar_period(&even), None);
    }

    #[test]
    fn of_reports_that_disagree_none_gives_its_days() {
        let text = "entity,metric,period,value\nA,sales,FY2025Q1,$90\nA,sales,FY2025Q2,$184\nA,sales,FY2025Q2,$200\n";
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let fiscal = [("a".to_owned(), FiscalYearEnd::MonthEnd(1))].into();
        let data = read(&[file], &ReadOptions { fiscal, ..ReadOptions::default() }, None);
        let alike = crate::analysis::current_alike(&data, data.refs().next().unwrap(), None);
        let wanted = parse_period("2024Q2", &PeriodContext::default()).unwrap();
        let found = calendarised(&data, &alike, &wanted);
        assert_eq!(found.refused.as_deref(), Some("2 reports disagree: $184 / $200"));
    }

    #[test]
    fn days_that_nothing_covers_are_said() {
        let rows = "A,sales,FY2025Q1,$90,\n";
        assert_eq!(said(rows, "2024Q2").refused.as_deref(), Some("61 of 91 days have no value"));
        let twice = "A,sales,FY2025,$360,\nA,sales,FY2025Q1,$90,\n";
        assert_eq!(said(twice, "2024Q2").refused.as_deref(), Some("two values of the same days"));
        assert_eq!(said("A,sales,FY2025,不限,\n", "2024Q2").refused.as_deref(), Some(NO_NUMBERS));
    }
}
