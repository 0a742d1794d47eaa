//! Whether a text looks like a period at all: what tells a column of dates from one of numbers or names.

use super::super::{Period, Precision};
use super::{PeriodContext, fiscal, parse_period};

/// Years that a number of four digits alone may mean.
const YEARS: std::ops::RangeInclusive<i32> = 1400..=2200;
/// Years that two numbers of four digits may mean as a span: `1400-1500` is a range of something else.
const SPAN_YEARS: std::ops::RangeInclusive<i16> = 1700..=2200;
/// Longer texts are sentences.
const LONGEST: usize = 48;

const WORDS: &[&str] = &[
    "q",
    "h",
    "s",
    "m",
    "w",
    "a",
    "d",
    "t",
    "z",
    "fy",
    "cy",
    "ytd",
    "ttm",
    "ltm",
    "am",
    "pm",
    "utc",
    "gmt",
    "to",
    "since",
    "until",
    "from",
    "about",
    "around",
    "circa",
    "c",
    "early",
    "mid",
    "late",
    "x",
    "xx",
    "st",
    "nd",
    "rd",
    "th",
    "tz",
    "cumulative",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];
const SIGNS: &str =
    "年月日号时分秒点季度第财前一二三四上下半初中底末旬至到起约大以来今截 ,.-/:+~?[]'≈\u{2018}\u{2019}–—−";

/// The precision of a text that is a period and can hardly be anything else; `None` for all other texts, and for the empty one.
///
/// Stricter than [`parse_period`]: a bare number is a year only from 1400 to 2200, `202410` and `20240207` only with parts in
/// range, `2024.10` only in a column of months, and words that need an anchor never. A day whose order is not known is a day.
pub fn look_at_period(text: &str, context: &PeriodContext) -> Option<Precision> {
    let text = text.trim();
    if text.len() > LONGEST || !text.contains(|c: char| c.is_ascii_digit()) || !has_words_of_periods(text) {
        return None;
    }
    if text.chars().all(|c| c.is_ascii_digit()) {
        return look_at_digits(text);
    }
    // 2024% is a share, ~2024 and ≈2024 are numbers, 202x is a factor.
    let bare = text.trim_start_matches(['~', '≈', '约', '+', '-', '−', '–']).trim_start();
    let number = bare.trim_end_matches(['%', '+']).trim_end();
    if bare != text && number.chars().all(|c| c.is_ascii_digit() || ".,".contains(c)) || number != bare {
        return None;
    }
    if text.ends_with('x') || (!context.months && is_decimal(text.trim_end_matches(['~', '?']))) {
        return None;
    }
    match parse_period(text, context) {
        Ok(period) => holds(period, text).then_some(period.precision),
        Err(error) => (error.code == "day-order").then_some(Precision::Day),
    }
}

/// A column's `2010/11` or `2010-11` as the year from one to the next (school, crop, fiscal), where [`parse_period`] would read a
/// month. For columns whose cells are all such, some of them with no month reading; `None` for other texts.
pub fn parse_split_year(text: &str, context: &PeriodContext) -> Option<Period> {
    let (year, next) = text.trim().split_once(['-', '/', '\u{2010}', '\u{2011}', '\u{2013}', '−'])?;
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if year.len() != 4 || !matches!(next.len(), 2 | 4) || !digits(year) || !digits(next) {
        return None;
    }
    let (year, next, modulus) =
        (year.parse::<i32>().ok()?, next.parse::<i32>().ok()?, if next.len() == 2 { 100 } else { 10_000 });
    ((year + 1) % modulus == next).then(|| fiscal(year + 1, 0, Precision::FiscalYear, context.fiscal))?
}

fn has_words_of_periods(text: &str) -> bool {
    let known = |word: &str| {
        WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
            || super::calendar::month_named(&word.to_ascii_lowercase()).is_some()
    };
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '%' || SIGNS.contains(c))
        && text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).all(known)
}

fn look_at_digits(text: &str) -> Option<Precision> {
    let number: i32 = text.parse().ok()?;
    let month = |number: i32| YEARS.contains(&(number / 100)) && (1..=12).contains(&(number % 100));
    match text.len() {
        4 => YEARS.contains(&number).then_some(Precision::Year),
        6 => month(number).then_some(Precision::Month),
        8 => {
            let exists = super::day(number / 10_000, number / 100 % 100, number % 100).is_some();
            (exists && month(number / 100)).then_some(Precision::Day)
        }
        _ => None,
    }
}

fn is_decimal(text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, part)| {
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        digits(whole) && digits(part)
    })
}

fn holds(period: Period, text: &str) -> bool {
    let letters = text.contains(|c: char| c.is_alphabetic());
    let ends = [period.first, period.last].into_iter().flatten();
    let years = if period.precision == Precision::Interval && !letters && !text.contains("..") {
        SPAN_YEARS
    } else {
        1400..=2200
    };
    period.precision != Precision::None && ends.map(|day| day.ymd().0).all(|year| years.contains(&year))
}
