mod any_file;
mod rules;

use super::super::{NumberStyle, Scale, Shape, write_full, write_measure};
use super::*;
use proptest::prelude::*;

fn value(text: &str) -> Measure {
    parse_value(text, &ValueContext::default()).unwrap_or_else(|e| panic!("{text}: {e:?}"))
}

fn code(text: &str) -> &'static str {
    match parse_value(text, &ValueContext::default()) {
        Ok(measure) => panic!("{text} was read as {measure:?}"),
        Err(error) => error.code,
    }
}

/// low, high, about, unit
type Row = (&'static str, Option<f64>, Option<f64>, bool, &'static str);

#[test]
fn the_table_of_examples_is_read() {
    let rows: &[Row] = &[
        ("4839万", Some(48_390_000.0), Some(48_390_000.0), false, ""),
        ("40%左右", Some(40.0), Some(40.0), true, "%"),
        ("约40%", Some(40.0), Some(40.0), true, "%"),
        ("~40%", Some(40.0), Some(40.0), true, "%"),
        ("17%以内", None, Some(17.0), false, "%"),
        ("<=17%", None, Some(17.0), false, "%"),
        ("within 17%", None, Some(17.0), false, "%"),
        ("超过半数", Some(50.0), None, false, "%"),
        (">50%", Some(50.0), None, false, "%"),
        ("近2000", None, Some(2000.0), true, ""),
        ("5-20秒", Some(5.0), Some(20.0), false, "s"),
        ("5–20 s", Some(5.0), Some(20.0), false, "s"),
        ("10到15人", Some(10.0), Some(15.0), false, "persons"),
        ("12k-24k", Some(12_000.0), Some(24_000.0), false, ""),
        ("5k以上", Some(5_000.0), None, false, ""),
        ("10k+", Some(10_000.0), None, false, ""),
        ("8位数", Some(1e7), Some(99_999_999.0), false, ""),
        ("7万亿美元", Some(7e12), Some(7e12), false, "USD"),
        ("$7T", Some(7e12), Some(7e12), false, "USD"),
        ("1400-1500亿", Some(1.4e11), Some(1.5e11), false, ""),
        ("9000万-1.2亿", Some(9e7), Some(1.2e8), false, ""),
        ("100%~150%", Some(100.0), Some(150.0), false, "%"),
        ("-14.3%~13.5%", Some(-14.3), Some(13.5), false, "%"),
        ("43% ± 2%", Some(41.0), Some(45.0), false, "%"),
        ("1470 (+5/-5)", Some(1465.0), Some(1475.0), false, ""),
        ("1470(+5/-5)", Some(1465.0), Some(1475.0), false, ""),
        ("0.0008元/千tokens", Some(0.8), Some(0.8), false, "CNY/1e6 {token}"),
        ("70980 (+20066/-17536)", Some(53_444.0), Some(91_046.0), false, ""),
        ("仅约10分钟", Some(10.0), Some(10.0), true, "min"),
        ("约10人以上", Some(10.0), None, true, "persons"),
        ("至少7款", Some(7.0), None, false, "items"),
        ("at least 5", Some(5.0), None, false, ""),
        ("from 5 to 20", Some(5.0), Some(20.0), false, ""),
        ("~40~50", Some(40.0), Some(50.0), true, ""),
        ("-5-20", Some(-5.0), Some(20.0), false, ""),
        ("1 234", Some(1234.0), Some(1234.0), false, ""),
        ("1 234 567", Some(1_234_567.0), Some(1_234_567.0), false, ""),
        ("(1,234)", Some(-1234.0), Some(-1234.0), false, ""),
        ("1亿2000万", Some(1.2e8), Some(1.2e8), false, ""),
        ("2万5", Some(25_000.0), Some(25_000.0), false, ""),
        ("10多万", Some(1e5), None, true, ""),
        ("两年半", Some(2.5), Some(2.5), false, "a"),
        ("两年", Some(2.0), Some(2.0), false, "a"),
        ("三成", Some(30.0), Some(30.0), false, "%"),
        ("六成五", Some(65.0), Some(65.0), false, "%"),
        ("百分之五", Some(5.0), Some(5.0), false, "%"),
        ("1/400", Some(0.0025), Some(0.0025), false, ""),
        ("1.2e25", Some(1.2e25), Some(1.2e25), false, ""),
        ("1.2×10²⁵ FLOP", Some(1.2e25), Some(1.2e25), false, "FLOP"),
        ("10²⁵", Some(1e25), Some(1e25), false, ""),
        ("2x", Some(2.0), Some(2.0), false, "x"),
        ("×2", Some(2.0), Some(2.0), false, "x"),
        ("翻两番", Some(4.0), Some(4.0), false, "x"),
        ("增长3倍", Some(4.0), Some(4.0), false, "x"),
        ("增至3倍", Some(3.0), Some(3.0), false, "x"),
        ("1 h 30 min", Some(90.0), Some(90.0), false, "min"),
        ("No. 1", Some(1.0), Some(1.0), false, "rank"),
        ("第一", Some(1.0), Some(1.0), false, "rank"),
        ("123*", Some(123.0), Some(123.0), false, ""),
        ("45[1]", Some(45.0), Some(45.0), false, ""),
        ("$5-10M", Some(5e6), Some(1e7), false, "USD"),
        ("几百万", Some(2e6), Some(9_999_999.0), false, ""),
        ("数十", Some(20.0), Some(99.0), false, ""),
        ("十几", Some(11.0), Some(19.0), false, ""),
        ("上亿", Some(1e8), None, false, ""),
        ("just over 5", Some(5.0), None, true, ""),
        ("3M", Some(3e6), Some(3e6), false, ""),
        ("10个月", Some(10.0), Some(10.0), false, "mo"),
        ("60秒", Some(60.0), Some(60.0), false, "s"),
        ("as high as $200", Some(200.0), Some(200.0), false, "USD"),
    ];
    for (text, low, high, about, unit) in rows {
        let m = value(text);
        assert_eq!(
            (m.low.map(|b| b.value), m.high.map(|b| b.value), m.about, m.unit.code.as_ref()),
            (*low, *high, *about, *unit),
            "{text}"
        );
    }
}

#[test]
fn what_has_two_readings_is_refused() {
    for (text, expected) in [
        ("60 20", "bad-number"),
        ("1_000", "bad-number"),
        ("0x1F", "bad-number"),
        ("inf", "bad-number"),
        ("1e400", "bad-number"),
        ("12,34,567", "bad-number"),
        ("1,5", "ambiguous-mark"),
        ("0,75", "ambiguous-mark"),
        ("40%或50%", "two-amounts"),
        ("20-5", "bad-range"),
        ("5k-10", "bad-range"),
        ("900-1.2B", "bad-range"),
        ("5-", "bad-range"),
        ("2024-10-31", "bad-range"),
        ("最多5-10", "two-bounds"),
        ("至少5以内", "two-bounds"),
        ("跌14%", "change-as-value"),
        ("3兆", "ambiguous-magnitude"),
        ("abc", "bad-number"),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
    let error = parse_value("40%或50%", &ValueContext::default()).expect_err("refused");
    assert_eq!(error.message, "two amounts in \"40%或50%\"");
    let error = parse_value("跌14%", &ValueContext::default()).expect_err("refused");
    assert_eq!(error.help.as_deref(), Some("write -14%"));
}

#[test]
fn marks_and_words_at_a_number_are_never_lost() {
    let rows: &[Row] = &[
        ("30余家", Some(30.0), None, true, "items"),
        ("3万余人", Some(30_000.0), None, true, "persons"),
        ("1亿2000多万", Some(1.2e8), None, true, ""),
        ("7+ models", Some(7.0), None, false, "models"),
        ("5 or more", Some(5.0), None, false, ""),
        ("5天之内", None, Some(5.0), false, "d"),
        ("一百二", Some(120.0), Some(120.0), false, ""),
        ("一百零二", Some(102.0), Some(102.0), false, ""),
        ("两万五", Some(25_000.0), Some(25_000.0), false, ""),
        ("三点五亿", Some(3.5e8), Some(3.5e8), false, ""),
        ("1.1亿", Some(1.1e8), Some(1.1e8), false, ""),
        ("1.2 ± 0.1M", Some(1.1e6), Some(1.3e6), false, ""),
        ("1470 (1465–1475)", Some(1465.0), Some(1475.0), false, ""),
        ("−14.3…13.5 %", Some(-14.3), Some(13.5), false, "%"),
        ("第3名", Some(3.0), Some(3.0), false, "rank"),
        ("上百家", Some(100.0), None, false, "items"),
        ("翻了两番", Some(4.0), Some(4.0), false, "x"),
        ("增长了3倍", Some(4.0), Some(4.0), false, "x"),
    ];
    for (text, low, high, about, unit) in rows {
        let m = value(text);
        assert_eq!(
            (m.low.map(|b| b.value), m.high.map(|b| b.value), m.about, m.unit.code.as_ref()),
            (*low, *high, *about, *unit),
            "{text}"
        );
    }
    for text in [
        "5人 maybe",
        "5 per cent or not",
        "45①",
        "2½",
        "43 ± -2",
        "43M ± 2",
        "5多-10",
        "第一梯队",
        "5或更多",
        "first tier",
        "1亿2000",
    ] {
        let read = parse_value(text, &ValueContext::default());
        assert!(read.is_err() || text == "45①", "{text}: {read:?}");
    }
    assert_eq!(value("45①").point, Some(45.0));
    assert_eq!(write_measure(&value("两年半"), NumberStyle::default()), "2.5 years");
    assert_eq!(write_measure(&value("1 h 35 min"), NumberStyle::default()), "95 min");
    for text in ["增长40%", "同比下降5%", "下滑约3%"] {
        assert_eq!(code(text), "change-as-value", "{text}");
    }
}

#[test]
fn missing_and_unlimited_are_words() {
    for text in ["", "-", "—", "…", "N/A", "未披露", "null"] {
        assert_eq!(value(text).shape, Shape::Missing, "{text}");
    }
    assert_eq!(value("不限").shape, Shape::Unlimited);
}

#[test]
fn the_unit_column_fills_and_never_contradicts() {
    let with =
        |text: &str, unit: &str| parse_value(text, &ValueContext { unit: unit.into(), ..ValueContext::default() });
    assert_eq!(with("3", "万人").expect("read").point, Some(30_000.0));
    assert_eq!(with("60秒", "s").expect("read").unit.code.as_ref(), "s");
    assert_eq!(with("5", "USD bn").expect("read").point, Some(5e9));
    assert_eq!(with("7款", "models").expect("read").unit.code.as_ref(), "models");
    assert_eq!(with("10人", "%").expect_err("refused").code, "unit-conflict");
    assert_eq!(with("5%", "人").expect_err("refused").code, "unit-conflict");
    assert_eq!(with("$20", "USD/mo").expect("read").unit.code.as_ref(), "USD/mo");
    assert_eq!(with("5%", "USD").expect_err("refused").code, "unit-conflict");
    assert_eq!(with("3万", "万人").expect_err("refused").code, "unit-conflict");
}

#[test]
fn a_decimal_comma_column_reads_commas() {
    let context = ValueContext { decimal_comma: Some(true), ..ValueContext::default() };
    assert_eq!(parse_value("1.234,5", &context).expect("read").point, Some(1234.5));
    assert_eq!(parse_value("1,5", &context).expect("read").point, Some(1.5));
}

#[test]
fn figures_are_written_as_people_write_them() {
    let style = NumberStyle::default();
    for (text, shown) in [
        ("4839万", "48.39M"),
        ("1650万", "16.50M"),
        ("约40%", "≈40 %"),
        ("17%以内", "≤17 %"),
        ("5-20秒", "5–20 s"),
        ("7万亿美元", "$7T"),
        ("$200", "$200"),
        ("8位数", "8 digits"),
        ("近2000", "≈<2,000"),
        ("超过半数", ">50 %"),
        ("10到15人", "10–15"),
        ("不限", "no limit"),
        ("", "n/a"),
        ("第一", "No. 1"),
        ("两年", "2 years"),
        ("1400-1500亿", "140–150B"),
        ("-14.3%~13.5%", "−14.3…13.5 %"),
        ("1470 (+5/-5)", "1,470 (1,465–1,475)"),
    ] {
        assert_eq!(write_measure(&value(text), style), shown, "{text}");
    }
    let ascii = NumberStyle { ascii: true, ..style };
    assert_eq!(write_measure(&value("约17%以内"), ascii), "~<=17 %");
    assert_eq!(write_full(&value("8位数"), style), "10,000,000–99,999,999");
    let wan = NumberStyle { scale: Scale::Wan, ..style };
    assert_eq!(write_measure(&value("4839万"), wan), "4839万");
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,24}") {
        let _ = parse_value(&text, &ValueContext::default());
    }

    #[test]
    fn no_soup_of_fragments_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "约", "≤", "1", "20", "1,234", ".", "-", "~", "万", "亿", "%", "$", "秒", "±", "(", ")", "+", "/", " ", "位数", "以内", "两", "半", "e", "10^", "k", "to ", "第",
    ]), 0..9)) {
        let text = parts.concat();
        if let Ok(measure) = parse_value(&text, &ValueContext::default()) {
            if let (Some(low), Some(high)) = (measure.low, measure.high) {
                prop_assert!(low.value <= high.value, "{text}: {measure:?}");
            }
            // Nothing approximate becomes exact.
            prop_assert!(!text.contains('约') || measure.about || !measure.has_number(), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back(number in -1e15f64..1e15, high in 0f64..1e9, shape in 0..5, about: bool) {
        let number = super::super::round_to_digits(number, 6);
        let unit = Unit::known("%").expect("percent");
        let mut measure = Measure::exact(number, unit.clone());
        measure.about = about;
        match shape {
            0 => {}
            1 => measure = Measure { about, ..Measure::range(number, number + super::super::round_to_digits(high, 6) , unit) },
            2 => { measure.shape = Shape::Bound; measure.low = None; measure.point = None; }
            3 => { measure.shape = Shape::Bound; measure.high = None; measure.point = None; }
            _ => { measure.shape = Shape::Bound; measure.low = None; measure.point = None; measure.high = Some(Bound { value: number, inclusive: false }); }
        }
        if measure.low == measure.high && measure.shape == Shape::Range { measure.shape = Shape::Exact; measure.point = Some(number); }
        let text = write_full(&measure, NumberStyle::default());
        let back = parse_value(&text, &ValueContext::default());
        prop_assert!(back.is_ok(), "{text}: {back:?}");
        let back = back.expect("checked");
        prop_assert_eq!((back.shape, back.about), (measure.shape, measure.about), "{}", text);
        let near = |a: Option<Bound>, b: Option<Bound>| match (a, b) {
            (Some(a), Some(b)) => a.inclusive == b.inclusive && (a.value - b.value).abs() <= 1e-9 * a.value.abs().max(1e-3),
            (a, b) => a == b,
        };
        prop_assert!(near(back.low, measure.low) && near(back.high, measure.high), "{text}: {back:?} {measure:?}");
    }
}
