use super::*;
use proptest::prelude::*;

fn days(text: &str, context: &PeriodContext) -> String {
    let p = parse_period(text, context).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    format!("{} {}", p.first.map_or("..".into(), Day::iso), p.last.map_or("..".into(), Day::iso))
}

#[test]
fn forms_and_the_days_that_they_cover() {
    for (text, covered) in [
        ("2024年", "2024-01-01 2024-12-31"),
        ("2024.10", "2024-10-01 2024-10-31"),
        ("Oct 2024", "2024-10-01 2024-10-31"),
        ("2024-M10", "2024-10-01 2024-10-31"),
        ("2024-12~", "2024-12-01 2024-12-31"),
        ("3Q24", "2024-07-01 2024-09-30"),
        ("2024-35", "2024-07-01 2024-09-30"),
        ("2024年三季度", "2024-07-01 2024-09-30"),
        ("2024-S1", "2024-01-01 2024-06-30"),
        ("Feb 7, 2024", "2024-02-07 2024-02-07"),
        ("15/07/1948", "1948-07-15 1948-07-15"),
        ("2024-W20", "2024-05-13 2024-05-19"),
        ("2023-03/2023-04", "2023-03-01 2023-04-30"),
        ("2018年至2021年", "2018-01-01 2021-12-31"),
        ("1967-1977", "1967-01-01 1977-12-31"),
        ("2023年起", "2023-01-01 .."),
        ("../2024-12", ".. 2024-12-31"),
        ("early 2024", "2024-01-01 2024-03-31"),
        ("2024年底", "2024-10-01 2024-12-31"),
        ("late Jan 2024", "2024-01-21 2024-01-31"),
        ("[2023-03,2023-04]", "2023-03-01 2023-04-30"),
        ("2024前三季度", "2024-01-01 2024-09-30"),
        ("2024Q1-Q3", "2024-01-01 2024-09-30"),
        ("TTM 2024Q3", "2023-10-01 2024-09-30"),
        ("2024Q2-2024Q3", "2024-04-01 2024-09-30"),
        ("Mar–Apr 2023", "2023-03-01 2023-04-30"),
        ("2023年3月至4月", "2023-03-01 2023-04-30"),
        ("2023年3-4月", "2023-03-01 2023-04-30"),
        ("2024-10/11", "2024-10-01 2024-11-30"),
        ("2024M10", "2024-10-01 2024-10-31"),
        ("Oct. 2024", "2024-10-01 2024-10-31"),
        ("2024年3季度", "2024-07-01 2024-09-30"),
        ("2024年第3季度", "2024-07-01 2024-09-30"),
        ("2024年Q3", "2024-07-01 2024-09-30"),
        ("2024三季度", "2024-07-01 2024-09-30"),
        ("1H24", "2024-01-01 2024-06-30"),
        ("2024年2月7号", "2024-02-07 2024-02-07"),
        ("2034-35", "2034-07-01 2034-09-30"),
        ("2024-40", "2024-01-01 2024-06-30"),
        ("2024-25", "2025-01-01 2025-12-31"),
    ] {
        assert_eq!(days(text, &PeriodContext::default()), covered, "{text}");
    }
}

#[test]
fn fiscal_years_of_whole_weeks() {
    let nvidia =
        PeriodContext { fiscal: FiscalYearEnd::LastWeekday { weekday: 6, month: 1 }, ..PeriodContext::default() };
    assert_eq!(days("FY2025", &nvidia), "2024-01-29 2025-01-26");
    assert_eq!(days("Q4 FY25", &nvidia), "2024-10-28 2025-01-26");
}

#[test]
fn months_of_a_column_and_words_with_an_anchor() {
    let months = PeriodContext { months: true, ..PeriodContext::default() };
    assert_eq!(days("2016.1", &months), "2016-01-01 2016-01-31");
    assert_eq!(days("2016.10", &months), "2016-10-01 2016-10-31");
    assert_eq!(days("2034-35", &months), "2034-07-01 2034-09-30");
    assert!(parse_period("2024-25", &months).is_err());
    let anchor = PeriodContext { anchor: Day::from_ymd(2024, 12, 31), ..PeriodContext::default() };
    for (text, covered) in [
        ("昨天", "2024-12-30 2024-12-30"),
        ("去年11月", "2023-11-01 2023-11-30"),
        ("this year", "2024-01-01 2024-12-31"),
        ("上半年", "2024-01-01 2024-06-30"),
        ("年初", "2024-01-01 2024-03-31"),
        ("年中", "2024-05-01 2024-08-31"),
        ("年底", "2024-10-01 2024-12-31"),
    ] {
        assert_eq!(days(text, &anchor), covered, "{text}");
        let alone = parse_period(text, &PeriodContext::default()).expect_err(text);
        assert_eq!(alone.code, "relative-period", "{text}");
    }
}

#[test]
fn refusals() {
    for text in [
        "07.02.2024",
        "昨天",
        "2024-13",
        "2024-02-30",
        "2024/2023",
        "soon",
        "20244",
        "2024.1",
        "2024-12-",
        "2024-37",
        "2024-00",
    ] {
        assert!(parse_period(text, &PeriodContext::default()).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn notation_is_read_back(year in 1i16..9990, month in 1i8..=12, date in 1i8..=28, kind in 0..6, approximate: bool, uncertain: bool) {
        let first = Day::from_ymd(year, month, date).expect("a day");
        let stated = match kind {
            0 => first.iso(),
            1 => format!("{year:04}-{month:02}"),
            2 => format!("{year:04}Q{}", (month + 2) / 3),
            3 => format!("{year:04}H{}", (month + 5) / 6),
            4 => format!("{year:04}"),
            _ => format!("{}/{}", first.iso(), first.plus(400).iso()),
        };
        let context = PeriodContext::default();
        let period = Period { approximate, uncertain, ..parse_period(&stated, &context).expect("read") };
        prop_assert_eq!(parse_period(&period.notation(), &context), Ok(period));
        prop_assert!(period.shifted(1).is_none_or(|later| later.first > period.last));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,20}") {
        let anchor = PeriodContext { anchor: Day::from_ymd(2024, 2, 29), ..PeriodContext::default() };
        let _ = parse_period(&text, &anchor).map(|period| (period.words(true), period.notation(), period.shifted(1)));
    }

    #[test]
    fn no_soup_of_words_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "2024", "12", "3", "-", "/", ".", "..", "~", "?", "%", "[", "]", ",", "年", "月", "日", "初", "底", "上半年", "前三季度", "Q3", "H1", "FY25", "W20", "since ", "to ", "early ", "last ", "去年", "起", "ytd ", "ttm ", "Jan ", "9999", "0000",
    ]), 0..8)) {
        let anchor = PeriodContext { anchor: Day::from_ymd(2024, 2, 29), ..PeriodContext::default() };
        let _ = parse_period(&parts.concat(), &anchor).map(|p| (p.words(false), p.notation(), p.shifted(-1)));
    }
}
