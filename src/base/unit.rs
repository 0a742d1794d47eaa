//! Units: what a number counts, and which other units it may be compared with.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

/// What a unit measures. Only measures of one dimension are compared or placed on one axis.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// No unit at all.
    None,
    /// Per cent.
    Percent,
    /// Percentage points.
    Points,
    /// Durations; base second.
    Time,
    /// Money in one currency (ISO 4217 code); amounts of two currencies are two dimensions.
    Money(Arc<str>),
    /// A multiple (x, 倍).
    Factor,
    /// A place in an order (No. 1).
    Rank,
    /// Anything else, each word of its own: `users`, `FLOP`, `CNY/1e6 {token}`. Folded.
    Word(Arc<str>),
}

/// A unit: its code as shown, its dimension, and its size in the dimension's base unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Canonical code: `""`, `%`, `pp`, `s`, `min`, `h`, `d`, `wk`, `mo`, `a`, `USD`, `x`, `users`, `CNY/1e6 {token}`.
    pub code: Arc<str>,
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units of the dimension one of it is (1 min = 60 s); 1 where there is no base.
    pub factor: f64,
}

const DAY: f64 = 86_400.0;
/// Mean Gregorian year, in days.
const YEAR: f64 = 365.2425;

/// Units of time: code, seconds, spellings.
const TIMES: &[(&str, f64, &[&str])] = &[
    ("ms", 0.001, &["ms", "毫秒", "millisecond", "milliseconds"]),
    ("s", 1.0, &["s", "sec", "secs", "second", "seconds", "秒", "秒钟"]),
    ("min", 60.0, &["min", "mins", "minute", "minutes", "分钟", "分"]),
    ("h", 3600.0, &["h", "hr", "hrs", "hour", "hours", "小时", "个小时"]),
    ("d", DAY, &["d", "day", "days", "天", "日"]),
    ("wk", 7.0 * DAY, &["wk", "week", "weeks", "周", "星期"]),
    ("mo", YEAR / 12.0 * DAY, &["mo", "month", "months", "个月", "月"]),
    ("a", YEAR * DAY, &["a", "yr", "yrs", "year", "years", "年"]),
];

/// Currencies: code and spellings after a number.
const MONEY: &[(&str, &[&str])] = &[
    ("USD", &["USD", "美元", "美金", "dollar", "dollars", "US dollars"]),
    ("CNY", &["CNY", "RMB", "元", "人民币", "元人民币", "yuan", "块钱"]),
    ("JPY", &["JPY", "日元", "円", "yen"]),
    ("EUR", &["EUR", "欧元", "euro", "euros"]),
    ("GBP", &["GBP", "英镑", "pounds"]),
    ("HKD", &["HKD", "港元", "港币"]),
    ("KRW", &["KRW", "韩元", "원", "ウォン", "won"]),
    ("INR", &["INR", "卢比", "rupees"]),
    ("TWD", &["TWD", "新台币", "新台幣"]),
    ("SGD", &["SGD", "新加坡元"]),
    ("CAD", &["CAD", "加元"]),
    ("AUD", &["AUD", "澳元"]),
    ("CHF", &["CHF", "瑞士法郎"]),
];

/// Symbols before a number, longest first.
pub(super) const SYMBOLS: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("HK$", "HKD"),
    ("NT$", "TWD"),
    ("S$", "SGD"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "CNY"),
    ("₩", "KRW"),
    ("₹", "INR"),
];

/// A currency by its code or Chinese name before a number (`USD 5m`, `人民币5亿`): characters that it takes, and its ISO code.
pub(super) fn currency_before(text: &str) -> Option<(usize, &'static str)> {
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
    let (code, _) = MONEY.iter().find(|(_, words)| {
        words.iter().any(|w| {
            (w.len() == 3 && w.chars().all(|c| c.is_ascii_uppercase()) && w.eq_ignore_ascii_case(&word))
                || (*w == word && *w == "人民币")
        })
    })?;
    let behind = text.strip_prefix(word.as_str())?.trim_start();
    let number = behind.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    number.then(|| (word.chars().count(), *code))
}

/// Powers of ten as words of a unit or after a number, longest first. Lower-case `m`, `b`, `t` are read after a currency only.
pub(super) const MAGNITUDES: &[(&str, f64)] = &[
    ("万亿", 1e12),
    ("萬億", 1e12),
    ("千亿", 1e11),
    ("百亿", 1e10),
    ("十亿", 1e9),
    ("千万", 1e7),
    ("百万", 1e6),
    ("十万", 1e5),
    ("亿", 1e8),
    ("万", 1e4),
    ("千", 1e3),
    ("thousands", 1e3),
    ("thousand", 1e3),
    ("millions", 1e6),
    ("million", 1e6),
    ("billions", 1e9),
    ("billion", 1e9),
    ("trillions", 1e12),
    ("trillion", 1e12),
    ("crore", 1e7),
    ("lakh", 1e5),
    ("milliarden", 1e9),
    ("milliarde", 1e9),
    ("milliards", 1e9),
    ("milliard", 1e9),
    ("millionen", 1e6),
    ("mrd.", 1e9),
    ("mrd", 1e9),
    ("mio.", 1e6),
    ("mio", 1e6),
    ("tsd.", 1e3),
    ("tsd", 1e3),
    ("千億", 1e11),
    ("百億", 1e10),
    ("十億", 1e9),
    ("千萬", 1e7),
    ("百萬", 1e6),
    ("億", 1e8),
    ("萬", 1e4),
    ("억", 1e8),
    ("만", 1e4),
    ("wanyi", 1e12),
    ("wan", 1e4),
    ("yi", 1e8),
    ("mn", 1e6),
    ("bn", 1e9),
    ("tn", 1e12),
    ("K", 1e3),
    ("k", 1e3),
    ("M", 1e6),
    ("B", 1e9),
    ("T", 1e12),
];

/// Words for persons and items: they count, and never contradict another word.
const PERSONS: &[&str] = &["人", "名", "位", "명", "persons", "person", "people"];
const USERS: &[&str] = &["users", "user", "用户", "个用户"];
const ITEMS: &[&str] = &["款", "个", "家", "种", "项", "条", "items", "item"];

impl Unit {
    /// No unit.
    pub fn none() -> Self {
        Self::new("", Dimension::None, 1.0)
    }

    /// A place in an order.
    pub(super) fn rank() -> Self {
        Self::new("rank", Dimension::Rank, 1.0)
    }

    /// Money by its ISO 4217 code.
    pub(super) fn money(code: &str) -> Self {
        Self::new(code, Dimension::Money(Arc::from(code)), 1.0)
    }

    fn new(code: &str, dimension: Dimension, factor: f64) -> Self {
        Self { code: Arc::from(code), dimension, factor }
    }

    /// Reads a unit as typed in a unit column or after a number, magnitude included: `万人` = (persons, 10,000), `USD bn`.
    /// Unknown words are units of their own.
    pub fn parse(text: &str) -> (Self, f64) {
        let text: String = text.nfkc().collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(unit) = Self::known(&text) {
            return (unit, 1.0);
        }
        if let Some((money, per)) = text.split_once('/') {
            if let Some(priced) = per_tokens(money, per) {
                return priced;
            }
            let (unit, magnitude) = Self::parse(money);
            // One spelling of the time in `USD/mo`, `USD/month` and `美元/月`.
            let per: Vec<Arc<str>> = per
                .split('/')
                .map(|part| match Self::known(part.trim()) {
                    Some(unit) if unit.dimension == Dimension::Time => unit.code,
                    _ => Arc::from(part.trim()),
                })
                .collect();
            let code = format!("{}/{}", if unit.code.is_empty() { money.trim() } else { &unit.code }, per.join("/"));
            return (Self::word(&code), magnitude);
        }
        if let Some(money) = money_by_symbol(&text) {
            return money;
        }
        for (word, magnitude) in MAGNITUDES {
            let Some(rest) = without_head(&text, word) else { continue };
            let latin = word.is_ascii();
            if rest.is_empty() {
                return (Self::none(), *magnitude);
            }
            if !latin || rest.starts_with(' ') {
                let rest = rest.trim_start();
                let (unit, more) = Self::parse(rest.strip_prefix("of ").unwrap_or(rest));
                return (unit, magnitude * more);
            }
        }
        for (word, magnitude) in MAGNITUDES {
            if let Some(rest) = without_tail(&text, word)
                && rest.ends_with(' ')
            {
                let (unit, more) = Self::parse(rest);
                return (unit, magnitude * more);
            }
        }
        (Self::word(&text), 1.0)
    }

    /// A unit that the tables know by that spelling.
    pub(super) fn known(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let is = |words: &[&str]| words.iter().any(|w| *w == text || (w.len() > 1 && w.to_lowercase() == lower));
        Some(match lower.as_str() {
            "" => Self::none(),
            "%" | "percent" | "per cent" | "pct" => Self::new("%", Dimension::Percent, 1.0),
            "pp" | "ppt" | "pts" | "percentage points" | "percentage point" | "百分点" | "个百分点" => {
                Self::new("pp", Dimension::Points, 1.0)
            }
            "x" | "×" | "倍" | "times" => Self::new("x", Dimension::Factor, 1.0),
            "rank" | "名次" => Self::rank(),
            _ if is(PERSONS) => Self::new("persons", Dimension::Word(Arc::from("persons")), 1.0),
            _ if is(USERS) => Self::new("users", Dimension::Word(Arc::from("users")), 1.0),
            _ if is(ITEMS) => Self::new("items", Dimension::Word(Arc::from("items")), 1.0),
            _ => {
                if let Some((code, seconds, _)) = TIMES.iter().find(|(_, _, words)| words.contains(&lower.as_str())) {
                    Self::new(code, Dimension::Time, *seconds)
                } else if let Some((_, code)) = SYMBOLS.iter().find(|(symbol, _)| *symbol == text) {
                    Self::money(code)
                } else {
                    Self::money(MONEY.iter().find(|(_, words)| is(words))?.0)
                }
            }
        })
    }

    fn word(text: &str) -> Self {
        Self::new(text, Dimension::Word(Arc::from(super::fold(text))), 1.0)
    }

    /// Whether the unit is only a word for persons or items (人, users, 款), which never conflicts with a bare number.
    pub fn is_item_word(&self) -> bool {
        matches!(self.code.as_ref(), "persons" | "users" | "items")
    }
}

/// The text behind a magnitude; a single letter counts as typed, a word in any case.
fn without_head<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    (head == word || (word.len() > 1 && head.eq_ignore_ascii_case(word))).then_some(rest)
}

/// The text before a magnitude.
fn without_tail<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (rest, tail) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
    (tail == word || (word.len() > 1 && tail.eq_ignore_ascii_case(word))).then_some(rest)
}

/// `$bn`, `US$ m`, `Mrd. €`, `k€`: a symbol of money with a magnitude, of which one letter will do in either case.
fn money_by_symbol(text: &str) -> Option<(Unit, f64)> {
    let (code, rest) = SYMBOLS.iter().find_map(|(symbol, code)| {
        let rest = text.strip_prefix(symbol).or_else(|| text.strip_suffix(symbol))?;
        Some((*code, rest.trim()))
    })?;
    let magnitude = MAGNITUDES.iter().find(|(word, _)| word.eq_ignore_ascii_case(rest))?.1;
    Some((Unit::money(code), magnitude))
}

/// A price by tokens, brought to one million of them: `元/千tokens`.
fn per_tokens(money: &str, per: &str) -> Option<(Unit, f64)> {
    let lower = per.trim().to_lowercase();
    let head =
        ["tokens", "token", "{token}", "个token", "个tokens"].iter().find_map(|word| lower.strip_suffix(word))?.trim();
    let typed = head.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    let count: String = head.strip_suffix(typed)?.chars().filter(char::is_ascii_digit).collect();
    let count = if count.is_empty() { 1.0 } else { count.parse::<f64>().ok().filter(|count| *count > 0.0)? };
    let magnitude = match typed.trim() {
        "" => 1.0,
        "e6" | "m" => 1e6,
        "k" => 1e3,
        word => MAGNITUDES.iter().find(|(spelled, _)| *spelled == word)?.1,
    };
    let size = count * magnitude;
    let (unit, magnitude) = Unit::parse(money);
    let Dimension::Money(code) = &unit.dimension else { return None };
    Some((Unit::word(&format!("{code}/1e6 {{token}}")), magnitude * (1e6 / size)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magnitudes_stand_in_the_unit() {
        for (text, code, times) in [
            ("万人", "persons", 1e4),
            ("USD bn", "USD", 1e9),
            ("亿元", "CNY", 1e8),
            ("million users", "users", 1e6),
            ("万", "", 1e4),
            ("H100 equivalents", "H100 equivalents", 1.0),
            ("months", "mo", 1.0),
            ("元/千tokens", "CNY/1e6 {token}", 1e3),
            ("USD/mo", "USD/mo", 1.0),
            ("KB", "KB", 1.0),
            ("$", "USD", 1.0),
            ("$bn", "USD", 1e9),
            ("US$ m", "USD", 1e6),
            ("Mrd. €", "EUR", 1e9),
            ("Mio. EUR", "EUR", 1e6),
            ("k€", "EUR", 1e3),
            ("USD Billion", "USD", 1e9),
            ("Billions of dollars", "USD", 1e9),
            ("$/month", "USD/mo", 1.0),
            ("€ x", "€ x", 1.0),
        ] {
            let (unit, magnitude) = Unit::parse(text);
            assert_eq!((unit.code.as_ref(), magnitude), (code, times), "{text}");
        }
    }

    #[test]
    fn two_currencies_are_two_dimensions() {
        assert_ne!(Unit::parse("美元").0.dimension, Unit::parse("元").0.dimension);
        assert_eq!(Unit::parse("秒").0, Unit::parse("s").0);
    }
}
