//! Cells of files that nobody prepared: what they may hold, and that nothing of it overflows.

use super::rules::{check, rows};
use super::*;

#[test]
fn what_programs_write_for_no_number_is_missing_or_refused() {
    rows(&[
        ("nan", "missing"),
        ("NaN", "missing"),
        ("inf", "refused bad-number"),
        ("-inf", "refused bad-number"),
        ("Infinity", "refused bad-number"),
        ("∞", "refused bad-number"),
        ("1e400", "refused bad-number"),
        ("-1e400", "refused bad-number"),
        ("1e-400", "refused bad-number"),
        ("10^400", "refused bad-number"),
        ("1e300万亿", "refused bad-number"),
        ("1e308-1e308万", "refused bad-number"),
        ("1e308 ± 1e308", "refused bad-number"),
        ("1e308 h 30 min", "refused bad-number"),
        ("0x1F", "refused bad-number"),
        ("1_000", "refused bad-number"),
        ("5-", "refused bad-range"),
        ("12%%", "refused bad-number"),
        ("12%$", "refused bad-number"),
        ("1'2345", "refused bad-number"),
        ("12'34'567", "refused bad-number"),
        ("1234'567", "refused bad-number"),
        ("5'10", "refused bad-number"),
        ("12.34.567", "refused bad-number"),
        ("0.234.567", "refused bad-number"),
    ]);
    assert_eq!(value("1e308").point, Some(1e308));
    assert_eq!(value("-1e308").point, Some(-1e308));
    let column = ValueContext { unit: String::from("万亿"), ..ValueContext::default() };
    check(&column, &[("1e300", "refused bad-number")]);
}

#[test]
fn thousands_of_many_lands() {
    rows(&[
        ("1'234'567", "1234567"),
        ("1’234’567.5", "1234567.5"),
        ("CHF 1'234.50", "1234.5 CHF"),
        ("1 234 567", "1234567"),
        ("1\u{a0}234\u{a0}567", "1234567"),
        ("1\u{202f}234\u{202f}567", "1234567"),
        ("1\u{2009}234", "1234"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1.234.567,89", "1234567.89"),
        ("1.234", "1.234"),
        ("(1,234)", "-1234"),
        ("12,34,567", "refused bad-number"),
    ]);
    let indian = parse_value("12,34,567", &ValueContext::default()).expect_err("refused");
    assert_eq!(indian.help.as_deref(), Some("Write all digits without marks, or group them by three: 1,234,567"));
    let comma = ValueContext { decimal_comma: Some(true), ..ValueContext::default() };
    check(
        &comma,
        &[("1.234,5", "1234.5"), ("1.234", "1234"), ("1 234,5", "1234.5"), ("1'234,5", "1234.5"), ("12,5 %", "12.5 %")],
    );
    let point = ValueContext { decimal_comma: Some(false), ..ValueContext::default() };
    check(&point, &[("1.234.567", "refused bad-number"), ("1,234.5", "1234.5")]);
}

#[test]
fn money_before_and_behind() {
    rows(&[
        ("US$1.2bn", "1200000000 USD"),
        ("¥100", "100 CNY"),
        ("100¥", "100 CNY"),
        ("5 €", "5 EUR"),
        ("5€", "5 EUR"),
        ("1.2 Mrd. €", "1200000000 EUR"),
        ("1.2 Mrd €", "1200000000 EUR"),
        ("1.2 Mrd. EUR", "1200000000 EUR"),
        ("3 Mio.", "3000000"),
        ("3 Mio", "3000000"),
        ("3 Tsd.", "3000"),
        ("2 milliards", "2000000000"),
        ("2 milliards €", "2000000000 EUR"),
        ("1 milliard EUR", "1000000000 EUR"),
        ("2 Milliarden Euro", "2000000000 EUR"),
        ("12％", "12 %"),
        ("12 % of GDP", "12 % of GDP"),
    ]);
    let comma = ValueContext { decimal_comma: Some(true), ..ValueContext::default() };
    check(&comma, &[("1,5 Mio.", "1500000"), ("1,2 Mrd. €", "1200000000 EUR")]);
    let yen = ValueContext { yen_is_jpy: true, ..ValueContext::default() };
    check(&yen, &[("100¥", "100 JPY"), ("¥100", "100 JPY")]);
}

proptest! {
    #[test]
    fn nothing_overflows(parts in prop::collection::vec(prop::sample::select(vec![
        "9", "1e308", "1e300", "e", "308", "10^", "400", "万亿", "亿", "千", "k", "T", "bn", "x", "×", "倍", "增长", "翻", "番", "/", "-", "~", "±", "(+", "/-", ")", " ", ",", ".", "'", "%", "h ", "min", "位数", "几", "成", "$", "/tokens", "Mrd.",
    ]), 1..9), column in prop::sample::select(vec!["", "万亿", "USD bn", "%"])) {
        let context = ValueContext { unit: String::from(column), ..ValueContext::default() };
        if let Ok(measure) = parse_value(&parts.concat(), &context) {
            let ends = [measure.low.map(|b| b.value), measure.high.map(|b| b.value), measure.point];
            prop_assert!(ends.into_iter().flatten().all(f64::is_finite), "{measure:?}");
        }
        let _ = (parse_margin(&parts.concat()), split_flags(&parts.concat()));
    }
}
