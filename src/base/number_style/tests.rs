use super::super::{Unit, ValueContext, parse_value};
use super::*;
use proptest::prelude::*;

fn styled(value: f64, digits: Option<u8>, scale: Scale) -> String {
    write_number(value, digits, NumberStyle { scale, ascii: false })
}

#[test]
fn every_style_writes_the_same_number() {
    assert_eq!(styled(48_390_000.0, Some(4), Scale::Short), "48.39M");
    assert_eq!(styled(48_390_000.0, Some(4), Scale::Wan), "4839万");
    assert_eq!(styled(48_390_000.0, Some(4), Scale::Plain), "48,390,000");
    assert_eq!(styled(48_390_000.0, Some(4), Scale::Scientific), "4.839e7");
    assert_eq!(styled(16_500_000.0, Some(4), Scale::Short), "16.50M");
    assert_eq!(styled(7e12, Some(1), Scale::Short), "7T");
    assert_eq!(styled(2_000.0, Some(4), Scale::Short), "2,000");
    assert_eq!(styled(-23.0, None, Scale::Short), "−23");
    assert_eq!(styled(0.75, None, Scale::Short), "0.75");
    assert_eq!(styled(999_999.0, Some(3), Scale::Short), "1.00M");
    assert_eq!(styled(0.0, Some(2), Scale::Short), "0");
}

#[test]
fn rounding_keeps_digits() {
    assert_eq!(round_to_digits(91.666, 2), 92.0);
    assert_eq!(round_to_digits(-0.0125, 2), -0.013);
    assert_eq!(round_to_digits(0.0, 2), 0.0);
    assert_eq!(round_to_digits(1.005, 3), 1.01);
    assert_eq!(round_to_digits(9.96, 2), 10.0);
    assert_eq!(round_to_digits(1e300, 3), 1e300);
}

fn read(text: &str, unit: &str) -> Measure {
    let context = ValueContext { unit: unit.to_owned(), ..ValueContext::default() };
    parse_value(text, &context).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

const SCALES: [Scale; 4] = [Scale::Short, Scale::Wan, Scale::Plain, Scale::Scientific];

#[test]
fn every_shape_in_every_style() {
    for (text, shown, ascii) in [
        ("4839万", ["48.39M", "4839万", "48,390,000", "4.839e7"], "48.39M"),
        ("约200万", ["≈2M", "≈200万", "≈2,000,000", "≈2e6"], "~2M"),
        ("5-20秒", ["5–20 s", "5–20 s", "5–20 s", "5e0–2e1 s"], "5-20 s"),
        ("1400-1500亿", ["140–150B", "1400–1500亿", "140,000,000,000–150,000,000,000", "1.4e11–1.5e11"], "140-150B"),
        ("9000万-1.2亿", ["90M–120M", "9000万–1.2亿", "90,000,000–120,000,000", "9e7–1.2e8"], "90M-120M"),
        ("5-10亿美元", ["$0.5–1B", "$5–10亿", "$500,000,000–1,000,000,000", "$5e8–1e9"], "$0.5-1B"),
        ("5-20000", ["5–20,000", "5–20,000", "5–20,000", "5e0–2e4"], "5-20,000"),
        (
            "8581 (6586-11108)",
            ["8.58K (6.59–11.1K)", "0.858万 (0.659–1.11万)", "8,581 (6,586–11,108)", "8.581e3 (6.586e3–1.1108e4)"],
            "8.58K (6.59-11.1K)",
        ),
        ("-2万~3万", ["−20K…30K", "−2万…3万", "−20,000…30,000", "−2e4…3e4"], "-20K..30K"),
        ("17%以内", ["≤17 %", "≤17 %", "≤17 %", "≤1.7e1 %"], "<=17 %"),
        ("近2000人", ["≈<2,000", "≈<2,000", "≈<2,000", "≈<2e3"], "~<2,000"),
        ("超过¥5万", [">¥50K", ">¥5万", ">¥50,000", ">¥5e4"], ">50K CNY"),
        ("HK$5", ["HK$5", "HK$5", "HK$5", "HK$5e0"], "HK$5"),
        ("-$5M", ["−$5M", "−$500万", "−$5,000,000", "−$5e6"], "-$5M"),
        ("5日元", ["5 JPY", "5 JPY", "5 JPY", "5e0 JPY"], "5 JPY"),
        ("8位数", ["8 digits", "8 digits", "8 digits", "8 digits"], "8 digits"),
        ("几百万", ["2–10M", "200–1000万", "2,000,000–9,999,999", "2e6–9.999999e6"], "2-10M"),
        ("-23pp", ["−23 pp", "−23 pp", "−23 pp", "−2.3e1 pp"], "-23 pp"),
        ("3倍", ["3×", "3×", "3×", "3e0×"], "3x"),
        ("不限", ["no limit", "no limit", "no limit", "no limit"], "no limit"),
    ] {
        let measure = read(text, "");
        let styled = SCALES.map(|scale| write_measure(&measure, NumberStyle { scale, ascii: false }));
        assert_eq!(styled, shown, "{text}");
        assert_eq!(write_measure(&measure, NumberStyle { ascii: true, ..NumberStyle::default() }), ascii, "{text}");
    }
}

#[test]
fn zeros_that_fill_places_are_no_digits() {
    for (text, shown) in [
        ("236000000000", "236B"),
        ("32000000000", "32B"),
        ("7000000000", "7B"),
        ("7,000,000,000", "7B"),
        ("7000000000.0", "7B"),
        ("$7000000000", "$7B"),
        ("-20000000", "−20M"),
        ("≥7000000000", "≥7B"),
        ("48390000", "48.39M"),
        ("4839万", "48.39M"),
        ("1650万", "16.50M"),
        ("11.80M", "11.80M"),
        ("11.0M", "11.0M"),
        ("约11.0M", "≈11.0M"),
        ("约1100万", "≈11M"),
        ("20.0", "20.0"),
        ("2000", "2,000"),
    ] {
        assert_eq!(write_measure(&read(text, ""), NumberStyle::default()), shown, "{text}");
    }
}

#[test]
fn one_of_a_kind_is_singular() {
    for (value, unit, shown) in [
        ("1", "products", "1 product"),
        ("1", "teams", "1 team"),
        ("≥1", "teams", "≥1 team"),
        ("2", "quarters", "2 quarters"),
        ("1", "categories", "1 category"),
        ("1", "companies", "1 company"),
        ("1", "businesses", "1 business"),
        ("1", "H100 equivalents", "1 H100 equivalent"),
        ("1", "series", "1 series"),
        ("1", "FLOP", "1 FLOP"),
        ("1", "fps", "1 fps"),
        ("1", "years", "1 year"),
        ("1-2", "teams", "1–2 teams"),
    ] {
        assert_eq!(write_measure(&read(value, unit), NumberStyle::default()), shown);
    }
}

#[test]
fn integers_beyond_a_double_keep_their_digits() {
    for (text, shown) in [
        ("9007199254740993", "9,007,199,254,740,993"),
        ("12345678901234567890", "12,345,678,901,234,567,890"),
        ("约9007199254740993", "≈9,007,199,254,740,992"),
    ] {
        assert_eq!(write_full(&read(text, ""), NumberStyle::default()), shown);
    }
}

prop_compose! {
    /// A measure of any shape, with the context in which its words are read.
    fn measures()(
        low in -1e12f64..1e13,
        span in 1e-3f64..1e13,
        scale in -6i32..3,
        digits in 1u8..9,
        shape in 0..6,
        about: bool,
        inclusive: bool,
        unit in prop::sample::select(vec!["", "%", "pp", "s", "min", "USD", "CNY", "HKD", "JPY", "x", "models", "persons", "USD/mo"]),
    ) -> Measure {
        let low = round_to_digits(low * 10f64.powi(scale), digits);
        let high = round_to_digits(low + span * 10f64.powi(scale), digits);
        let unit = Unit::parse(unit).0;
        let bound = Some(Bound { value: low, inclusive });
        let mut measure = match shape {
            1 if high > low => Measure::range(low, high, unit),
            2 => Measure { shape: Shape::Bound, low: None, high: bound, point: None, ..Measure::exact(low, unit) },
            3 => Measure { shape: Shape::Bound, low: bound, high: None, point: None, ..Measure::exact(low, unit) },
            4 if high > low => {
                let far = Some(Bound { value: high + (high - low), inclusive: true });
                Measure { high: far, point: Some(high), ..Measure::range(low, high, unit) }
            }
            _ => Measure::exact(low, unit),
        };
        (measure.about, measure.digits) = (about, Some(digits));
        measure
    }
}

fn near(a: Option<f64>, b: Option<f64>, share: f64, size: f64) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= share * size.max(1e-300),
        (a, b) => a == b,
    }
}

proptest! {
    #[test]
    fn what_is_written_in_any_style_is_read_back(measure in measures(), scale in prop::sample::select(SCALES.to_vec()), ascii: bool) {
        let style = NumberStyle { scale, ascii };
        let text = write_measure(&measure, style);
        let context = ValueContext { unit: measure.unit.code.to_string(), ..ValueContext::default() };
        let back = parse_value(&text, &context);
        prop_assert!(back.is_ok(), "{text}: {back:?}");
        let back = back.expect("checked");
        prop_assert_eq!((back.shape, back.about, &back.unit), (measure.shape, measure.about, &measure.unit), "{}", text);
        let end = |m: &Measure| (m.low.map(|b| b.inclusive), m.high.map(|b| b.inclusive));
        prop_assert_eq!(end(&back), end(&measure), "{}", text);
        // The digits of a range are those of its larger end.
        let size = [measure.low, measure.high].into_iter().flatten().fold(0f64, |most, b| most.max(b.value.abs()));
        let share = match scale {
            Scale::Plain => 1e-14,
            _ if matches!(measure.shape, Shape::Range) => 10f64.powi(1 - i32::from(measure.digits.unwrap_or(3).min(3))) * 0.51,
            _ => 1e-12,
        };
        for (read, said) in [
            (back.low.map(|b| b.value), measure.low.map(|b| b.value)),
            (back.high.map(|b| b.value), measure.high.map(|b| b.value)),
            (back.point, measure.point),
        ] {
            prop_assert!(near(read, said, share, size), "{}: {:?} is not {:?}", text, read, said);
        }
    }

    #[test]
    fn nothing_approximate_becomes_exact(parts in prop::collection::vec(prop::sample::select(vec![
        "约", "≤", "近", "1", "20", "400", "1,234", ".5", "-", "~", "万", "亿", "几百万", "8位数", "%", "$", "秒", "±", "(", ")", "+", "/", " ", "以内", "多", "人", "k", "M", " to ", "上",
    ]), 0..8), scale in prop::sample::select(SCALES.to_vec()), ascii: bool) {
        let text = parts.concat();
        if let Ok(measure) = parse_value(&text, &ValueContext::default())
            && measure.has_number()
            && (measure.about || measure.shape != Shape::Exact)
        {
            let written = write_measure(&measure, NumberStyle { scale, ascii });
            let context = ValueContext { unit: measure.unit.code.to_string(), ..ValueContext::default() };
            if let Ok(back) = parse_value(&written, &context) {
                prop_assert!(back.about || back.shape != Shape::Exact, "{} -> {}", text, written);
            }
        }
    }
}
