//! NUMBERS part 2, rule by rule: what is typed, what it means.

use super::*;

/// Shape and interval as mathematicians write it: `[5, 20] s`, `≈ (.., 2000)`, `1470 in [1465, 1475]`.
fn said(measure: &Measure) -> String {
    let about = if measure.about { "≈ " } else { "" };
    let unit = if measure.unit.code.is_empty() { String::new() } else { format!(" {}", measure.unit.code) };
    let side = |bound: Option<Bound>, inclusive: &'static str, open: &'static str| match bound {
        Some(bound) => (bound.value.to_string(), if bound.inclusive { inclusive } else { open }),
        None => (String::from(".."), open),
    };
    let ((low, left), (high, right)) = (side(measure.low, "[", "("), side(measure.high, "]", ")"));
    let point = measure.point.map(|point| point.to_string());
    match (measure.shape, point) {
        (Shape::Exact, Some(point)) => format!("{about}{point}{unit}"),
        (Shape::Exact | Shape::Range | Shape::Order | Shape::Bound, point) => {
            let order = if measure.shape == Shape::Order { " order" } else { "" };
            let point = point.map_or(String::new(), |point| format!("{point} in "));
            format!("{about}{point}{left}{low}, {high}{right}{unit}{order}")
        }
        (shape, _) => format!("{shape:?}").to_lowercase(),
    }
}

pub(super) fn check(context: &ValueContext, rows: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in rows {
        let read = match parse_value(text, context) {
            Ok(measure) => said(&measure),
            Err(error) => format!("refused {}", error.code),
        };
        if read != *expected {
            wrong.push(format!("{text}: {read}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

pub(super) fn rows(rows: &[(&str, &str)]) {
    check(&ValueContext::default(), rows);
}

#[test]
fn rule_1_one_dash_one_tilde_groups_of_three() {
    rows(&[
        ("10²⁵", "10000000000000000000000000"),
        ("10⁻³", "0.001"),
        ("1.2×10⁻³", "0.0012"),
        ("-5", "-5"),
        ("‐5", "-5"),
        ("‑5", "-5"),
        ("–5", "-5"),
        ("—5", "-5"),
        ("−5", "-5"),
        ("5～20", "[5, 20]"),
        ("5〜20", "[5, 20]"),
        ("5–20", "[5, 20]"),
        ("１２，３４５", "12345"),
        ("1 234", "1234"),
        ("1 234 567", "1234567"),
        ("60 20", "refused bad-number"),
        ("1234 567", "refused bad-number"),
    ]);
}

#[test]
fn rule_2_whole_cells() {
    for text in [
        "",
        " ",
        "-",
        "--",
        "---",
        "—",
        ".",
        "..",
        "…",
        ":",
        "n/a",
        "N/A",
        "NA",
        "NaN",
        "nan",
        "#N/A",
        "null",
        "None",
        "未披露",
        "未公布",
        "不详",
        "TODO",
    ] {
        rows(&[(text, "missing")]);
    }
    rows(&[("无限", "unlimited"), ("不限", "unlimited"), ("Unlimited", "unlimited")]);
}

#[test]
fn rule_3_every_word_of_the_table() {
    for word in
        ["约", "大约", "约为", "大约为", "大概", "~", "≈", "c. ", "about ", "around ", "Roughly ", "approximately "]
    {
        rows(&[(&format!("{word}10"), "≈ 10")]);
    }
    for word in ["左右", "上下"] {
        rows(&[(&format!("10人{word}"), "≈ 10 persons")]);
    }
    for word in ["近", "接近", "将近", "nearly ", "almost ", "close to ", "just under "] {
        rows(&[(&format!("{word}10"), "≈ (.., 10)")]);
    }
    for text in ["10余", "10多", "10出头", "a little over 10", "just over 10"] {
        rows(&[(text, "≈ (10, ..)")]);
    }
    for text in [
        "10以内",
        "不超过10",
        "至多10",
        "最多10",
        "最高10",
        "≤10",
        "<=10",
        "within 10",
        "up to 10",
        "at most 10",
        "no more than 10",
    ] {
        rows(&[(text, "(.., 10]")]);
    }
    for text in ["<10", "不足10", "不到10", "未满10", "低于10", "under 10", "below 10", "less than 10", "fewer than 10"]
    {
        rows(&[(text, "(.., 10)")]);
    }
    for text in ["10以上", "至少10", "不低于10", "10起", "≥10", ">=10", "at least 10", "from 10", "10+"] {
        rows(&[(text, "[10, ..)")]);
    }
    for text in [">10", "超10", "超过10", "逾10", "突破10", "多于10", "over 10", "more than 10", "above 10"] {
        rows(&[(text, "(10, ..)")]);
    }
    for word in ["高达", "多达", "达到", "仅", "只有", "as high as ", "as much as ", "only ", "exactly "] {
        rows(&[(&format!("{word}10"), "10")]);
    }
    rows(&[
        ("仅约10分钟", "≈ 10 min"),
        ("约10人以上", "≈ [10, ..) persons"),
        ("最多5-10", "refused two-bounds"),
        ("至少5以内", "refused two-bounds"),
        ("超过5以内", "refused two-bounds"),
        ("近5-10", "refused two-bounds"),
    ]);
}

#[test]
fn rule_3_orders_of_magnitude() {
    rows(&[
        ("8位数", "[10000000, 99999999] order"),
        ("八位数", "[10000000, 99999999] order"),
        ("8 digits", "[10000000, 99999999] order"),
        ("eight-digit", "[10000000, 99999999] order"),
        ("约8位数", "≈ [10000000, 99999999] order"),
        ("几百万", "[2000000, 9999999] order"),
        ("数百万", "[2000000, 9999999] order"),
        ("数十", "[20, 99] order"),
        ("十几", "[11, 19] order"),
        ("十几人", "[11, 19] persons order"),
        ("上亿", "[100000000, ..)"),
        ("上亿美元", "[100000000, ..) USD"),
        ("low double digits", "[10, 99] order"),
    ]);
}

#[test]
fn rule_4_dashes_and_tildes() {
    rows(&[
        ("-5-20", "[-5, 20]"),
        ("-20--5", "[-20, -5]"),
        ("~40~50", "≈ [40, 50]"),
        ("5..20", "[5, 20]"),
        ("5至20", "[5, 20]"),
        ("5到20", "[5, 20]"),
        ("5 to 20", "[5, 20]"),
        ("from 5 to 20", "[5, 20]"),
        ("5-", "refused bad-range"),
        ("40~", "refused bad-range"),
        ("20-5", "refused bad-range"),
        ("5-10-15", "refused bad-range"),
        ("2024-10-31", "refused bad-range"),
        ("--5", "refused bad-number"),
        ("~-5", "≈ -5"),
        ("~~5", "refused bad-number"),
    ]);
    let date = parse_value("2024-10-31", &ValueContext::default()).expect_err("refused");
    assert!(date.message.contains("looks like a date"), "{}", date.message);
}

#[test]
fn rule_5_numbers() {
    rows(&[
        ("1,234", "1234"),
        ("1,234,567.89", "1234567.89"),
        ("12,34,567", "refused bad-number"),
        ("1.234", "1.234"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        (".5-.75", "[0.5, 0.75]"),
        ("1,5", "refused ambiguous-mark"),
        ("0,75", "refused ambiguous-mark"),
        ("1.2e25", "12000000000000000000000000"),
        ("1.2×10^25", "12000000000000000000000000"),
        ("10^25", "10000000000000000000000000"),
        ("(1,234)", "-1234"),
        ("(5)%", "-5 %"),
        ("(5%)", "-5 %"),
        ("1_000", "refused bad-number"),
        ("0x1F", "refused bad-number"),
        ("inf", "refused bad-number"),
        ("-Infinity", "refused bad-number"),
        ("1e400", "refused bad-number"),
        ("1e-400", "refused bad-number"),
        ("10^-400", "refused bad-number"),
        ("40%或50%", "refused two-amounts"),
        ("5 or 6", "refused two-amounts"),
        ("十二", "12"),
        ("两百五十", "250"),
        ("10多万", "≈ (100000, ..)"),
        ("10余万", "≈ (100000, ..)"),
        ("10来万", "≈ (100000, ..)"),
        ("1亿2000万", "120000000"),
        ("2万5", "25000"),
        ("两年半", "2.5 a"),
        ("半数", "50 %"),
        ("一半", "50 %"),
        ("三成", "30 %"),
        ("六成五", "65 %"),
        ("百分之五", "5 %"),
        ("百分之12.5", "12.5 %"),
        ("1/400", "0.0025"),
    ]);
    let comma = ValueContext { decimal_comma: Some(true), ..ValueContext::default() };
    check(&comma, &[("1,5", "1.5"), ("1.234,5", "1234.5"), ("1.234", "1234")]);
}

#[test]
fn rule_6_magnitudes_and_units() {
    rows(&[
        ("3M", "3000000"),
        ("3mo", "3 mo"),
        ("3月", "3 mo"),
        ("5TB", "5 TB"),
        ("5GB", "5 GB"),
        ("5MW", "5 MW"),
        ("5GWh", "5 GWh"),
        ("5km", "5 km"),
        ("5kg", "5 kg"),
        ("5min", "5 min"),
        ("5K", "5000"),
        ("5k", "5000"),
        ("5 thousand", "5000"),
        ("5B", "5000000000"),
        ("5bn", "5000000000"),
        ("5 billion", "5000000000"),
        ("5T", "5000000000000"),
        ("5tn", "5000000000000"),
        ("5 trillion", "5000000000000"),
        ("5m", "5 m"),
        ("5b", "5 b"),
        ("5t", "5 t"),
        ("$5m", "5000000 USD"),
        ("€5b", "5000000000 EUR"),
        ("£5t", "5000000000000 GBP"),
        ("5m USD", "5000000 USD"),
        ("USD 5m", "5000000 USD"),
        ("USD 5 bn", "5000000000 USD"),
        ("人民币5亿元", "500000000 CNY"),
        ("$5-10m", "[5000000, 10000000] USD"),
        ("5千", "5000"),
        ("5万", "50000"),
        ("5十万", "500000"),
        ("5百万", "5000000"),
        ("5千万", "50000000"),
        ("5亿", "500000000"),
        ("5十亿", "5000000000"),
        ("5百亿", "50000000000"),
        ("5千亿", "500000000000"),
        ("5万亿", "5000000000000"),
        ("5兆", "refused ambiguous-magnitude"),
        ("2x", "2 x"),
        ("2倍", "2 x"),
        ("×2", "2 x"),
        ("x2", "2 x"),
        ("1 h 30 min", "90 min"),
        ("No. 1", "1 rank"),
        ("第一", "1 rank"),
        ("123*", "123"),
        ("45[1]", "45"),
        ("¥5", "5 CNY"),
        ("HK$5", "5 HKD"),
        ("£5", "5 GBP"),
        ("€5", "5 EUR"),
        ("5日元", "5 JPY"),
        ("5 crore", "50000000"),
        ("5 lakh", "500000"),
    ]);
    check(&ValueContext { zhao: Some(1e12), ..ValueContext::default() }, &[("5兆", "5000000000000")]);
    check(&ValueContext { yen_is_jpy: true, ..ValueContext::default() }, &[("¥5", "5 JPY")]);
    check(&ValueContext { unit: "USD".into(), ..ValueContext::default() }, &[("5m", "5000000 USD")]);
}

#[test]
fn prices_are_per_something() {
    rows(&[
        ("0.0008元/千tokens", "0.8 CNY/1e6 {token}"),
        ("0.8元/百万tokens", "0.8 CNY/1e6 {token}"),
        ("$3 per million tokens", "3 USD/1e6 {token}"),
        ("$3/1M tokens", "3 USD/1e6 {token}"),
        ("$0.15/M tokens", "0.15 USD/1e6 {token}"),
        ("$0.002/1K tokens", "2 USD/1e6 {token}"),
        ("$0.002/1000 tokens", "2 USD/1e6 {token}"),
        ("0.8 CNY/1e6 {token}", "0.8 CNY/1e6 {token}"),
        ("$20/mo", "20 USD/mo"),
        ("$200 per month", "200 USD/mo"),
        ("200美元/月", "200 USD/mo"),
    ]);
}

#[test]
fn rule_7_ends_of_a_range() {
    rows(&[
        ("1400-1500亿", "[140000000000, 150000000000]"),
        ("9000万-1.2亿", "[90000000, 120000000]"),
        ("5-20秒", "[5, 20] s"),
        ("5%-10%", "[5, 10] %"),
        ("900-1.2B", "refused bad-range"),
        ("5k-10", "refused bad-range"),
        ("5%-10", "refused bad-range"),
        ("$5-10M", "[5000000, 10000000] USD"),
        ("5-10亿美元", "[500000000, 1000000000] USD"),
        ("5秒-20元", "refused unit-conflict"),
    ]);
}

#[test]
fn rule_8_plus_minus() {
    rows(&[
        ("1470 (+5/-5)", "1470 in [1465, 1475]"),
        ("1470(-5/+6)", "1470 in [1465, 1476]"),
        ("43 ± 2", "43 in [41, 45]"),
        ("200 ±2%", "200 in [196, 204]"),
        ("43% ± 2%", "43 in [41, 45] %"),
        ("43% ±2", "43 in [41, 45] %"),
    ]);
    let percent = ValueContext { percent_column: true, ..ValueContext::default() };
    check(&percent, &[("43 ±2%", "43 in [41, 45] %")]);
    let percent = ValueContext { unit: "%".into(), ..ValueContext::default() };
    check(&percent, &[("43 ±2%", "43 in [41, 45] %"), ("43 ± 2", "43 in [41, 45] %")]);
}

#[test]
fn rule_9_changes_told_as_words() {
    rows(&[
        ("翻倍", "2 x"),
        ("翻番", "2 x"),
        ("翻了一番", "2 x"),
        ("翻两番", "4 x"),
        ("增长3倍", "4 x"),
        ("同比增长3倍", "4 x"),
        ("增长约3倍", "≈ 4 x"),
        ("增长超过3倍", "(4, ..) x"),
        ("增长3倍以上", "[4, ..) x"),
        ("增至3倍", "3 x"),
        ("增至原来的3倍", "3 x"),
        ("降至1/400", "0.0025 x"),
        ("降至约1/400", "≈ 0.0025 x"),
        ("跌14%", "refused change-as-value"),
        ("下降约14%", "refused change-as-value"),
        ("增长40%", "refused change-as-value"),
    ]);
    assert_eq!(value("增长3倍").other_factor(), Some(3.0));
    assert_eq!(value("增长3倍以上").other_factor(), Some(3.0));
    assert_eq!(value("增至3倍").other_factor(), None);
    assert_eq!(value("翻倍").other_factor(), None);
}

#[test]
fn digits_are_those_typed() {
    for (text, digits) in [
        ("48.39M", Some(4)),
        ("1650万", Some(4)),
        ("0.50", Some(2)),
        ("007", Some(1)),
        ("1亿2000万", Some(2)),
        ("1/3", Some(3)),
        ("8位数", None),
    ] {
        assert_eq!(value(text).digits, digits, "{text}");
    }
}

#[test]
fn a_refusal_points_at_the_offending_part() {
    for (text, offset) in [("60 20", 3), ("40%或50%", 4), ("2024-10-31", 7), ("5人 maybe", 1), ("  abc", 2)] {
        let error = parse_value(text, &ValueContext::default()).expect_err(text);
        assert_eq!(error.offset, offset, "{text}: {error:?}");
    }
}
