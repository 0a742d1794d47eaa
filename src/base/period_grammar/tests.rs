use super::*;
use proptest::prelude::*;

fn days(text: &str, context: &PeriodContext) -> String {
    let p = parse_period(text, context).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    format!("{} {}", p.first.map_or("..".into(), Day::iso), p.last.map_or("..".into(), Day::iso))
}

#[test]
fn a_range_of_days_is_cut_in_its_middle() {
    let ends = |text: &str| parse_period(text, &PeriodContext::default()).map(|p| (p.first, p.last)).expect("a period");
    let day = |d| Day::from_ymd(2024, 1, d);
    for text in
        ["2024-01-05–2024-01-09", "2024-01-05 - 2024-01-09", "2024-01-05/2024-01-09", "2024-01-05 to 2024-01-09"]
    {
        assert_eq!(ends(text), (day(5), day(9)), "{text}");
    }
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
fn forms_of_any_file_and_the_days_that_they_cover() {
    for (text, covered) in [
        ("2025财年", "2025-01-01 2025-12-31"),
        ("2025财年第二季度", "2025-04-01 2025-06-30"),
        ("2023/24", "2024-01-01 2024-12-31"),
        ("LTM Q3 2024", "2023-10-01 2024-09-30"),
        ("2024Q3 TTM", "2023-10-01 2024-09-30"),
        ("202X", "2020-01-01 2029-12-31"),
        ("19XX", "1900-01-01 1999-12-31"),
        ("2024-XX", "2024-01-01 2024-12-31"),
        ("2024 Jan", "2024-01-01 2024-01-31"),
        ("2024-Jan", "2024-01-01 2024-01-31"),
        ("Jan-24", "2024-01-01 2024-01-31"),
        ("Jan-2024", "2024-01-01 2024-01-31"),
        ("Jan '24", "2024-01-01 2024-01-31"),
        ("24-Jan-2024", "2024-01-24 2024-01-24"),
        ("24-Jan-24", "2024-01-24 2024-01-24"),
        ("24/Jan/2024", "2024-01-24 2024-01-24"),
        ("7th Feb 2024", "2024-02-07 2024-02-07"),
        ("February 7th, 2024", "2024-02-07 2024-02-07"),
        ("2024W05", "2024-01-29 2024-02-04"),
        ("2024-W05", "2024-01-29 2024-02-04"),
        ("2024-D123", "2024-05-02 2024-05-02"),
        ("Q3'24", "2024-07-01 2024-09-30"),
        ("Q3’24", "2024-07-01 2024-09-30"),
        ("3Q'24", "2024-07-01 2024-09-30"),
        ("3Q 2024", "2024-07-01 2024-09-30"),
        ("Q3-2024", "2024-07-01 2024-09-30"),
        ("2024 Q3", "2024-07-01 2024-09-30"),
        ("2024第三季度", "2024-07-01 2024-09-30"),
        ("2024年第三季", "2024-07-01 2024-09-30"),
        ("2024年前三季度", "2024-01-01 2024-09-30"),
        ("2024-Q3", "2024-07-01 2024-09-30"),
        ("2024-A1", "2024-01-01 2024-12-31"),
        ("3Q99", "1999-07-01 1999-09-30"),
        ("2019 to 2021", "2019-01-01 2021-12-31"),
        ("Jan 2024 – Mar 2024", "2024-01-01 2024-03-31"),
        ("Jan 15 – Feb 20, 2024", "2024-01-15 2024-02-20"),
    ] {
        assert_eq!(days(text, &PeriodContext::default()), covered, "{text}");
    }
    let months = PeriodContext { months: true, ..PeriodContext::default() };
    assert_eq!(days("Jan 24", &months), "2024-01-01 2024-01-31");
    for text in ["Jan 24", "2023/25", "2023-D366", "2024-D000", "24-Jan", "Foo-24"] {
        assert!(parse_period(text, &PeriodContext::default()).is_err(), "{text}");
    }
    assert!(parse_period("202X", &PeriodContext::default()).expect("a decade").uncertain);
}

#[test]
fn a_clock_behind_a_date_is_the_time_of_that_day() {
    let day_first = PeriodContext { day_first: Some(true), ..PeriodContext::default() };
    for (text, words) in [
        ("2024-02-07T12:30:00Z", "7 Feb 2024 12:30"),
        ("2024-02-07 12:30", "7 Feb 2024 12:30"),
        ("2024-02-07T12:30", "7 Feb 2024 12:30"),
        ("2024-02-07 09:15:07", "7 Feb 2024 09:15:07"),
        ("2024-02-07 00:00:00", "7 Feb 2024 00:00"),
        ("2024/2/7 12:30:05.123 +08:00", "7 Feb 2024 04:30:05.123"),
        ("2024-02-07T23:30:00-05:00", "8 Feb 2024 04:30"),
        ("2024-02-07T01:00+0200", "6 Feb 2024 23:00"),
        ("2024-02-07 12:30:00.5 UTC", "7 Feb 2024 12:30:00.500"),
        ("07.02.2024 09:15", "7 Feb 2024 09:15"),
        ("20240207T123000Z", "7 Feb 2024 12:30"),
        ("20240207T1230", "7 Feb 2024 12:30"),
        ("2024-02-07T24:00", "8 Feb 2024 00:00"),
        ("Feb 7, 2024 3:15 PM", "7 Feb 2024 15:15"),
        ("Feb 7, 2024, 12:05 am", "7 Feb 2024 00:05"),
        ("Feb 7, 2024 3 pm", "7 Feb 2024 15:00"),
        ("7/2/2024 3:15:00 PM", "7 Feb 2024 15:15"),
        ("Wed, 07 Feb 2024 12:30:05 GMT", "7 Feb 2024 12:30:05"),
        ("2024年2月7日 12:30", "7 Feb 2024 12:30"),
        ("2024年2月7日12时30分05秒", "7 Feb 2024 12:30:05"),
        ("2024-02-07 12:30~", "≈ 7 Feb 2024 12:30"),
    ] {
        let period = parse_period(text, &day_first).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        assert_eq!(period.words(false), words, "{text}");
        assert_eq!(period.precision, Precision::Day, "{text}");
        assert_eq!(parse_period(&period.notation(), &day_first), Ok(period), "{text}");
    }
    for text in [
        "2024-02-07T25:00",
        "2024-02-07 12:60",
        "2024-02-07 13:00 PM",
        "2024-02 12:30",
        "12:30",
        "2024-02-07 12:3",
        "2024-02-07 12:30 CET",
        "2024-02-07 12:30 +99:00",
        "2024-02-07 12",
        "07.02.2024 09:15",
    ] {
        assert!(parse_period(text, &PeriodContext::default()).is_err(), "{text}");
    }
}

#[test]
fn times_of_one_day_stand_in_order_behind_the_day_itself() {
    let read = |text: &str| parse_period(text, &PeriodContext::default()).expect(text);
    let (day, early, late) = (read("2024-02-07"), read("2024-02-07 09:00"), read("2024-02-07 21:00"));
    assert!(day < early && early < late && late < read("2024-02-08"));
    assert_eq!(late.shifted(1), Some(read("2024-02-08 21:00")));
    assert!(size_of::<Period>() <= 32);
}

#[test]
fn a_sum_over_part_of_a_year_says_so() {
    let words = |text: &str| parse_period(text, &PeriodContext::default()).expect(text).words(false);
    assert_eq!(words("YTD 2024-08"), "Jan–Aug 2024, cumulative");
    assert_eq!(words("2024前三季度"), "Q1–Q3 2024, cumulative");
    assert_eq!(words("TTM 2024Q3"), "Oct 2023–Sep 2024, cumulative");
}

#[test]
fn years_from_one_to_the_next() {
    let read = |text: &str| parse_split_year(text, &PeriodContext::default()).map(|p| p.words(false));
    for text in ["2010/11", "2010-11", "2010–11", "2010/2011"] {
        assert_eq!(read(text).as_deref(), Some("FY11"), "{text}");
    }
    assert_eq!(read("1999/00").as_deref(), Some("FY00"));
    for text in ["2010/12", "2010-1", "2010", "10/11", "2010-11-12"] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn what_looks_like_a_period() {
    use Precision::{Day, FiscalQuarter, FiscalYear, Half, Interval, Month, Quarter, Week, Year};
    let look = |text: &str| look_at_period(text, &PeriodContext::default());
    for (text, precision) in [
        ("2024", Year),
        ("1400", Year),
        ("2024年", Year),
        ("CY2024", Year),
        ("2024?", Year),
        ("202410", Month),
        ("2024-10", Month),
        ("Oct 2024", Month),
        ("October 2024", Month),
        ("Jan-24", Month),
        ("2024年10月", Month),
        ("20240207", Day),
        ("2024-02-07", Day),
        ("07.02.2024", Day),
        ("2/7/2024", Day),
        ("2024-02-07T12:30:00Z", Day),
        ("Feb 7, 2024 3:15 PM", Day),
        ("Q3 2024", Quarter),
        ("3Q24", Quarter),
        ("2024年三季度", Quarter),
        ("H1 2024", Half),
        ("2024-W05", Week),
        ("FY25", FiscalYear),
        ("2025财年", FiscalYear),
        ("Q4 FY25", FiscalQuarter),
        ("2023/24", FiscalYear),
        ("2019-2021", Interval),
        ("2023-11/..", Interval),
        ("since 2023", Interval),
        ("202X", Interval),
        ("2020–2030", Interval),
    ] {
        assert_eq!(look(text), Some(precision), "{text}");
    }
    for text in [
        "",
        "1",
        "12",
        "120",
        "1399",
        "2201",
        "0042",
        "20244",
        "202413",
        "202400",
        "20241301",
        "20240230",
        "99991231",
        "1234567",
        "2024.5",
        "2024.10",
        "1,234",
        "2024%",
        "~2024",
        "≈2024",
        "-2024",
        "+2024",
        "2024+",
        "202x",
        "1400-1500",
        "5-20",
        "3-4",
        "1.2",
        "2e5",
        "$2024",
        "2024 USD",
        "2024人",
        "GPT-4",
        "Q3",
        "May",
        "Mon",
        "yesterday",
        "last year",
        "今年",
        "v2024-10",
        "2024 models",
        "1e10",
        "12:30",
        "H100",
        "A100",
        "24-Jan",
        "Jan 24",
        "ten",
        "2024-13",
        "192.168.1.1",
        "3.5",
        "0.2024",
    ] {
        assert_eq!(look(text), None, "{text}");
    }
    let months = PeriodContext { months: true, ..PeriodContext::default() };
    assert_eq!(look_at_period("2024.10", &months), Some(Month));
    assert_eq!(look_at_period("2016.1", &months), Some(Month));
}

#[test]
fn fiscal_years_of_whole_weeks() {
    let nvidia =
        PeriodContext { fiscal: FiscalYearEnd::LastWeekday { weekday: 6, month: 1 }, ..PeriodContext::default() };
    assert_eq!(days("FY2025", &nvidia), "2024-01-29 2025-01-26");
    assert_eq!(days("Q4 FY25", &nvidia), "2024-10-28 2025-01-26");
}

#[test]
fn periods_tell_how_their_fiscal_years_end() {
    let read = |texts: &[&str], fiscal| -> Vec<Period> {
        let context = PeriodContext { fiscal, ..PeriodContext::default() };
        texts.iter().map(|text| parse_period(text, &context).unwrap()).collect()
    };
    let nvidia = FiscalYearEnd::LastWeekday { weekday: 6, month: 1 };
    for texts in [["FY2025", "FY25Q2"], ["Q4 FY25", "2024"], ["FY24Q1", "FY22Q3"]] {
        assert_eq!(FiscalYearEnd::of(&read(&texts, nvidia)), Some(nvidia), "{texts:?}");
    }
    let june = FiscalYearEnd::MonthEnd(6);
    assert_eq!(FiscalYearEnd::of(&read(&["FY2025", "FY25Q2"], june)), Some(june));
    // The thirteen weeks from 1 December 2023 on are three months, the quarter before is not.
    let august = FiscalYearEnd::LastWeekday { weekday: 3, month: 8 };
    assert_eq!(FiscalYearEnd::of(&read(&["FY2024Q2"], august)), Some(FiscalYearEnd::MonthEnd(8)));
    assert_eq!(FiscalYearEnd::of(&read(&["FY2024Q2", "FY2024Q3"], august)), Some(august));
    // Two companies have no calendar in common.
    let both = [read(&["FY2025"], nvidia), read(&["FY2025"], june)].concat();
    assert_eq!((FiscalYearEnd::of(&both), FiscalYearEnd::of(&read(&["2024"], june))), (None, None));
    assert_eq!(nvidia.period(2025, 4), read(&["Q4 FY25"], nvidia).first().copied());
    assert_eq!(nvidia.period(2025, 0), read(&["FY2025"], nvidia).first().copied());
    assert_eq!(nvidia.period(2025, 5), None);
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
    fn integers_are_no_periods_but_years_months_and_days_in_range(number in 0u64..400_000_000) {
        let text = number.to_string();
        let look = look_at_period(&text, &PeriodContext::default());
        let year = match text.len() { 4 => number, 6 => number / 100, 8 => number / 10_000, _ => 0 };
        prop_assert!(look.is_none() || (1400..=2200).contains(&year), "{text}");
        prop_assert!(text.len() != 4 || look.is_some() == (1400..=2200).contains(&year), "{text}");
    }

    #[test]
    fn moments_are_read_back(day in -100_000i32..100_000, millis in 0u32..86_400_000) {
        let (day, context) = (Day(day), PeriodContext::default());
        let time = crate::base::TimeOfDay::from_millis(millis);
        let period = Period { first: Some(day), last: Some(day), precision: Precision::Day, time, ..Period::NONE };
        prop_assert_eq!(parse_period(&period.notation(), &context), Ok(period));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,20}") {
        let anchor = PeriodContext { anchor: Day::from_ymd(2024, 2, 29), ..PeriodContext::default() };
        let _ = parse_period(&text, &anchor).map(|period| (period.words(true), period.notation(), period.shifted(1)));
    }

    #[test]
    fn no_soup_of_words_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "2024", "12", "3", "-", "/", ".", "..", "~", "?", "%", "[", "]", ",", "年", "月", "日", "初", "底", "上半年", "前三季度", "Q3", "H1", "FY25", "W20", "since ", "to ", "early ", "last ", "去年", "起", "ytd ", "ttm ", "Jan ", "9999", "0000", "T12", ":30", ":00", "Z", "+08:00", "pm", "'", "财年", "季度", "x",
    ]), 0..8)) {
        let anchor = PeriodContext { anchor: Day::from_ymd(2024, 2, 29), ..PeriodContext::default() };
        let _ = (look_at_period(&parts.concat(), &anchor), parse_split_year(&parts.concat(), &anchor));
        let _ = parse_period(&parts.concat(), &anchor).map(|p| (p.words(false), p.notation(), p.shifted(-1)));
    }
}
