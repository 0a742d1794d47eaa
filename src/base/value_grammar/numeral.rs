//! Digits and numerals: Chinese numerals, significant digits, products of decimals.

const CHINESE_DIGITS: &str = "零一二三四五六七八九";

/// What a Chinese numeral is made of.
pub(super) const NUMERAL: &str = "零〇一二三四五六七八九两十百千半点";

/// A whole text as a Chinese numeral: 十二, 两百五十, 一百二 (120), 三点五, 半.
pub(super) fn chinese(text: &str) -> Option<f64> {
    let one = |c: char| match c {
        '〇' => Some(0),
        '两' => Some(2),
        c => CHINESE_DIGITS.chars().position(|d| d == c),
    };
    if text == "半" {
        return Some(0.5);
    }
    if let Some((whole, fraction)) = text.split_once('点') {
        let whole = chinese(whole)?;
        let typed = fraction.chars().map(|c| one(c).and_then(|d| char::from_digit(d as u32, 10)));
        let typed = typed.collect::<Option<String>>().filter(|digits| !digits.is_empty())?;
        return format!("{whole}.{typed}").parse().ok();
    }
    let (mut total, mut digit, mut last, mut zero) = (0.0, None, f64::INFINITY, false);
    for c in text.chars() {
        let scale = match c {
            '十' => 10.0,
            '百' => 100.0,
            '千' => 1000.0,
            _ => {
                let value = one(c)?;
                if digit.is_some() {
                    return None;
                }
                if value == 0 && text.chars().count() > 1 {
                    zero = true;
                } else {
                    digit = Some(value as f64);
                }
                continue;
            }
        };
        if scale >= last {
            return None;
        }
        let times = if scale == 10.0 { digit.take().unwrap_or(1.0) } else { digit.take()? };
        total += times * scale;
        (last, zero) = (scale, false);
    }
    // 一百二 is 120, 一百零二 is 102.
    let ones = if last.is_finite() && last > 10.0 && !zero { last / 10.0 } else { 1.0 };
    (!text.is_empty()).then(|| total + digit.unwrap_or(0.0) * ones)
}

/// Significant digits that a number needs in decimal notation.
pub(in crate::base) fn needed(value: f64) -> u8 {
    let mantissa = format!("{value:.14e}");
    let mantissa = mantissa.split('e').next().unwrap_or("").trim_start_matches('-').replace('.', "");
    u8::try_from(mantissa.trim_end_matches('0').len().max(1)).unwrap_or(u8::MAX)
}

/// A product as it reads: without the last bits that a binary product of decimals has too many.
pub(super) fn times(value: f64, scale: f64) -> f64 {
    if scale == 1.0 {
        return value;
    }
    let product = value * scale;
    format!("{product:.14e}").parse().unwrap_or(product)
}

/// Significant digits as typed; trailing zeros count, leading ones do not.
pub(super) fn significant(plain: &str) -> u8 {
    let digits: Vec<char> = plain.chars().filter(char::is_ascii_digit).collect();
    let leading = digits.iter().take_while(|c| **c == '0').count();
    u8::try_from((digits.len() - leading).max(1)).unwrap_or(u8::MAX)
}
