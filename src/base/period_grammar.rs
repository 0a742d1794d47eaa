//! Reads periods (NUMBERS part 3).

mod calendar;
mod clock;
mod fiscal;
mod look;
mod token;

use super::{Day, Period, Precision};
use calendar::{day, half, month, month_named, months, one_day, quarter, third, week, years};
pub(super) use fiscal::fiscal;
pub use look::{look_at_period, parse_split_year};
use token::{Token, long_year, plain_marks, tokens};

/// What a whole column tells about how to read one of its cells.
#[derive(Debug, Clone, Default)]
pub struct PeriodContext {
    /// `15/07/1948` is day first; `None` = not decided: an ambiguous day is refused.
    pub day_first: Option<bool>,
    /// The column is all `YYYY.M`, or has month readings, so that `2024-11` style cells are months.
    pub months: bool,
    /// Day from which "yesterday", "last November" count; `None` = refused.
    pub anchor: Option<Day>,
    /// Fiscal calendar of the row's entity.
    pub fiscal: FiscalYearEnd,
}

/// When fiscal years end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FiscalYearEnd {
    /// With the calendar year.
    #[default]
    December31,
    /// On the last given weekday (Monday = 0) of a month (1-12); quarters are 13 weeks, the last takes what is left.
    LastWeekday {
        /// Monday = 0 ... Sunday = 6.
        weekday: i8,
        /// Month 1-12.
        month: i8,
    },
    /// On the last day of a month (1-12).
    MonthEnd(i8),
}

/// Why a text is no period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodError {
    /// Kind of problem, e.g. `bad-period`, `day-order`.
    pub code: super::Code,
    /// One line.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// Reads one period. Empty text is `Precision::None`.
///
/// # Errors
/// Where the text is no period of the grammar, or means several.
pub fn parse_period(text: &str, context: &PeriodContext) -> Result<Period, PeriodError> {
    let folded: String = super::fold(text)
        .chars()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '−' => '-',
            '～' | '〜' | '∼' => '~',
            _ => c,
        })
        .collect();
    if folded.is_empty() {
        return Ok(Period::NONE);
    }
    statement(&folded, context, 0)?.ok_or_else(|| {
        if let [Token::Word(month), Token::Number(year, 2)] = tokens(&folded).as_slice()
            && month_named(month).is_some()
        {
            return error(
                "bad-period",
                format!("\"{text}\" may be a day or a month of 20{year:02}"),
                "write 2024-01 for a month, 2024-01-24 for a day",
            );
        }
        error("bad-period", format!("\"{text}\" is no period"), "write 2024, 2024-10, 2024Q3 or 2024-10-31")
    })
}

type Found = Result<Option<Period>, PeriodError>;

fn error(code: super::Code, message: String, help: &str) -> PeriodError {
    PeriodError { code, message, help: Some(help.to_owned()) }
}

fn interval(first: Option<Day>, last: Option<Day>) -> Found {
    if let (Some(a), Some(b)) = (first, last)
        && b < a
    {
        return Err(error("bad-period", "the period ends before it begins".to_owned(), "write the earlier end first"));
    }
    Ok(Some(Period { first, last, precision: Precision::Interval, ..Period::NONE }))
}

/// Depths of statements within statements: the deepest, and that of the ends of an interval.
const DEEPEST: u8 = 4;
const ENDS_AT: u8 = 3;
const SEPARATORS: [&str; 5] = ["/", " to ", "至", "到", "-"];

/// Two ends that are each a unit of one precision: 2024-01-05–2024-01-09 is cut at no other dash than its middle one.
fn ends(text: &str, context: &PeriodContext) -> Option<(Period, Period)> {
    let end = |text: &str| unit(text, context).ok().flatten();
    let cuts = SEPARATORS.iter().flat_map(|separator| {
        let at = text.match_indices(separator).map(|(at, _)| at);
        at.filter_map(move |at| Some((text.get(..at)?, text.get(at + separator.len()..)?)))
    });
    cuts.filter_map(|(from, to)| Some((end(from.trim())?, end(to.trim())?)))
        .find(|(from, to)| from.precision == to.precision && !from.approximate && !to.approximate)
}

/// A whole cell: marks of doubt, open ends, intervals, sums over a year so far; else one unit.
fn statement(text: &str, context: &PeriodContext, depth: u8) -> Found {
    let text = text.trim();
    if depth > DEEPEST || text.is_empty() {
        return Ok(None);
    }
    let inner = |part: &str| statement(part, context, depth + 1);
    for (mark, approximate, uncertain) in [('~', true, false), ('?', false, true), ('%', true, true)] {
        if let Some(rest) = text.strip_suffix(mark) {
            return Ok(inner(rest)?.map(|p| Period {
                approximate: p.approximate || approximate,
                uncertain: p.uncertain || uncertain,
                ..p
            }));
        }
    }
    for prefix in ["约", "大约", "≈", "~", "about ", "around ", "c. ", "circa "] {
        if let Some(rest) = text.strip_prefix(prefix) {
            return Ok(inner(rest)?.map(|p| Period { approximate: true, ..p }));
        }
    }
    if let Some((a, b)) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).and_then(|t| t.split_once(',')) {
        let (Some(a), Some(b)) = (inner(a)?, inner(b)?) else { return Ok(None) };
        return Ok(interval(a.first, b.last)?.map(|p| Period { uncertain: true, ..p }));
    }
    for (prefix, suffix) in [("since ", ""), ("from ", ""), ("", "/.."), ("", "起"), ("", "以来"), ("", "至今")] {
        if let Some(rest) = text.strip_prefix(prefix).and_then(|t| t.strip_suffix(suffix))
            && !rest.contains(" to ")
        {
            return inner(rest)?.map_or(Ok(None), |p| {
                Ok(interval(p.first, None)?.map(|o| Period { approximate: p.approximate, uncertain: p.uncertain, ..o }))
            });
        }
    }
    for prefix in ["until ", "../", "截至"] {
        if let Some(rest) = text.strip_prefix(prefix) {
            return inner(rest)?.map_or(Ok(None), |p| {
                Ok(interval(None, p.last)?.map(|o| Period { approximate: p.approximate, uncertain: p.uncertain, ..o }))
            });
        }
    }
    if let Some(rest) = text.strip_prefix("cumulative ") {
        return Ok(inner(rest)?.map(|p| Period { cumulative: true, ..p }));
    }
    for (word, months) in [("ytd", None), ("ttm", Some(-11)), ("ltm", Some(-11))] {
        if let Some(rest) = text.strip_prefix(word).filter(|rest| rest.starts_with(' ')).or_else(|| {
            // `2024Q3 TTM` is said as often as `TTM 2024Q3`.
            text.strip_suffix(word).filter(|rest| rest.ends_with(' '))
        }) {
            let Some(last) = inner(rest)?.and_then(|p| p.last) else { return Ok(None) };
            let first =
                months.map_or_else(|| Day::from_ymd(last.ymd().0, 1, 1), |months| Some(last.month_start(months)));
            return Ok(interval(first, Some(last))?.map(|p| Period { cumulative: true, ..p }));
        }
    }
    if let Some(unit) = unit(text, context)? {
        return Ok(Some(unit));
    }
    if let Some((from, to)) = ends(text, context) {
        return interval(from.first, to.last);
    }
    // An end is no interval itself: else a row of dashes would be cut in every way there is.
    if depth >= ENDS_AT {
        return Ok(None);
    }
    let inner = |part: &str| statement(part, context, ENDS_AT);
    for separator in SEPARATORS {
        for (at, _) in text.match_indices(separator) {
            let Some((left, rest)) = text.split_at_checked(at) else { continue };
            let right = rest.strip_prefix(separator).unwrap_or_default().trim();
            let left = left.trim();
            // `2024-12-` has no second end.
            if left.is_empty() || right.is_empty() {
                continue;
            }
            let (Ok(a), Ok(b)) = (inner(left), inner(right)) else { continue };
            // 2023年3-4月: the first end lacks its 月.
            let a = match a {
                None if right.ends_with('月') => inner(&format!("{left}月")).unwrap_or(None),
                a => a,
            };
            let year: String = left.chars().take(4).collect();
            let year = if year.chars().all(|c| c.is_ascii_digit()) {
                year
            } else {
                left.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect()
            };
            let late: String = right.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
            let from = a.map_or_else(|| inner(&format!("{left} {late}")), |a| Ok(Some(a))).unwrap_or(None);
            let short = b.is_none();
            let months = right.ends_with('月');
            let full = if months { format!("{year}年{right}") } else { format!("{year}{right}") };
            let to = b.map_or_else(|| inner(&full), |b| Ok(Some(b))).unwrap_or(None);
            if let (Some(from), Some(to)) = (from, to) {
                let from_start = from.first.is_some_and(|d| d.ymd().1 == 1 && d.ymd().2 == 1);
                let cumulative = short && from_start && from.precision == Precision::Quarter;
                return Ok(interval(from.first, to.last)?.map(|p| Period {
                    cumulative,
                    approximate: from.approximate || to.approximate,
                    uncertain: from.uncertain || to.uncertain,
                    ..p
                }));
            }
        }
    }
    Ok(None)
}

/// One unit of time.
#[expect(clippy::too_many_lines, reason = "one table of spellings, whose order decides; it reads best in one place")]
fn unit(text: &str, context: &PeriodContext) -> Found {
    use Token::{Number as N, Sign as S, Word as W};
    if let Some((date, clock)) = clock::split(text) {
        return Ok(unit(date, context)?.and_then(|date| clock.on(date)));
    }
    for (word, part) in [("early ", "early"), ("mid ", "mid"), ("mid-", "mid"), ("late ", "late")] {
        if let Some(rest) = text.strip_prefix(word) {
            return Ok(unit(rest, context)?.and_then(|p| third(p, part)));
        }
    }
    for (word, whole, part) in [
        ("年初", "年", "early"),
        ("年中", "年", "mid"),
        ("年底", "年", "late"),
        ("年末", "年", "late"),
        ("月初", "月", "early"),
        ("月上旬", "月", "early"),
        ("月中", "月", "mid"),
        ("月中旬", "月", "mid"),
        ("月底", "月", "late"),
        ("月末", "月", "late"),
        ("月下旬", "月", "late"),
    ] {
        if let Some(rest) = text.strip_suffix(word).filter(|rest| !rest.is_empty()) {
            return Ok(unit(&format!("{rest}{whole}"), context)?.and_then(|p| third(p, part)));
        }
    }
    let anchored = |shift: fn(Day) -> Option<Period>| {
        context.anchor.map(shift).ok_or_else(|| {
            error(
                "relative-period",
                format!("\"{text}\" counts from a day that is not known"),
                "fill the reported column, or write the date",
            )
        })
    };
    match text {
        "昨天" | "yesterday" => return anchored(|d| one_day(Some(d.plus(-1)))),
        "今天" | "today" => return anchored(|d| one_day(Some(d))),
        "今年" | "this year" => return anchored(|d| months(i32::from(d.ymd().0), 1, 12, Precision::Year)),
        "去年" | "last year" => return anchored(|d| months(i32::from(d.ymd().0) - 1, 1, 12, Precision::Year)),
        "本月" | "this month" => return anchored(|d| month(i32::from(d.ymd().0), i32::from(d.ymd().1))),
        "上月" | "last month" => {
            return anchored(|d| {
                let (y, m, _) = d.month_start(-1).ymd();
                month(i32::from(y), i32::from(m))
            });
        }
        _ => {}
    }
    for (prefix, back) in [("去年", 1), ("今年", 0), ("last ", 1)] {
        if let Some(rest) = text.strip_prefix(prefix) {
            let year = i32::from(anchored(|d| one_day(Some(d)))?.and_then(|p| p.first).unwrap_or(Day(0)).ymd().0);
            let same = if back == 1 && prefix == "last " {
                format!("{rest} {}", year - 1)
            } else {
                format!("{}年{rest}", year - back)
            };
            return unit(&same, context);
        }
    }
    let ambiguous = |a: i32, b: i32, y: i32| match context.day_first {
        _ if a > 12 => Ok(day(y, b, a)),
        _ if b > 12 => Ok(day(y, a, b)),
        Some(true) => Ok(day(y, b, a)),
        Some(false) => Ok(day(y, a, b)),
        None => Err(error(
            "day-order",
            format!("\"{text}\" may be day or month first"),
            "set day_first, or write 2024-02-07",
        )),
    };
    let text = &plain_marks(text);
    let year = |y: i32| months(y, 1, 12, Precision::Year);
    Ok(match tokens(text).as_slice() {
        [N(y, 4)]
        | [N(y, 4), S('年')]
        | [W("cy"), N(y, 4)]
        | [N(y, 4), S('-'), W("a"), N(1, 1)]
        | [N(y, 4), W("a"), N(1, 1)] => year(*y),
        // EDTF: some year of the decade or century, some month of the year.
        [N(decade, 3), W("x")] => years(decade * 10, 10),
        [N(century, 2), W("xx")] => years(century * 100, 100),
        [N(y, 4), S('-'), W("xx")] => year(*y).map(|p| Period { uncertain: true, ..p }),
        [N(y, 4), S('-'), W("d"), N(n @ 1..=366, 3)] => {
            one_day(day(*y, 1, 1).map(|first| first.plus(n - 1)).filter(|day| i32::from(day.ymd().0) == *y))
        }
        [N(ym, 6)] => month(ym / 100, ym % 100),
        [N(ymd, 8)] => one_day(day(ymd / 10000, ymd / 100 % 100, ymd % 100)),
        [N(y, 4), S('-'), N(n, 2)] if !(1..=12).contains(n) => match n {
            33..=36 => quarter(*y, n - 32),
            40..=41 => half(*y, n - 39),
            _ if !context.months && (y + 1) % 100 == *n => fiscal(y + 1, 0, Precision::FiscalYear, context.fiscal),
            _ => None,
        },
        [N(y, 4), S('/'), N(n @ (0 | 13..=99), 2)] if (y + 1) % 100 == *n => {
            fiscal(y + 1, 0, Precision::FiscalYear, context.fiscal)
        }
        // 2024.1 is January in a column of months; alone it may be an October that lost its zero.
        [N(_, 4), S('.'), N(_, 1)] if !context.months => {
            return Err(error(
                "bad-period",
                format!("\"{text}\" may be January or October, or a number"),
                "write 2024-01 or 2024-10",
            ));
        }
        [N(y, 4), S('-' | '/' | '.') | W("m"), N(m, 1..=2)]
        | [N(y, 4), S('年'), N(m, 1..=2), S('月')]
        | [N(y, 4), S('-'), W("m"), N(m, 1..=2)] => month(*y, *m),
        [N(y, 4), S(one @ ('-' | '/' | '.')), N(m, 1..=2), S(other), N(d, 1..=2)] if one == other => {
            one_day(day(*y, *m, *d))
        }
        [N(y, 4), S('年'), N(m, 1..=2), S('月'), N(d, 1..=2), S('日' | '号')] => one_day(day(*y, *m, *d)),
        [N(a, 1..=2), S('/' | '.'), N(b, 1..=2), S('/' | '.'), N(y, 4)] => one_day(ambiguous(*a, *b, *y)?),
        [W("fy"), N(y, n @ (2 | 4))] | [N(y, n @ (2 | 4)), S('财'), S('年')] => {
            long_year(*y, *n).and_then(|y| fiscal(y, 0, Precision::FiscalYear, context.fiscal))
        }
        [W("fy"), N(y, n @ (2 | 4)), W("q"), N(q, 1)]
        | [W("q"), N(q, 1), W("fy"), N(y, n @ (2 | 4))]
        | [N(y, n @ (2 | 4)), S('财'), S('年'), N(q, 1), S('季')]
        | [N(y, n @ (2 | 4)), S('财'), S('年'), W("q"), N(q, 1)] => {
            long_year(*y, *n).and_then(|y| fiscal(y, *q, Precision::FiscalQuarter, context.fiscal))
        }
        [W("fy"), N(y, n @ (2 | 4)), W("h"), N(h, 1)] | [W("h"), N(h, 1), W("fy"), N(y, n @ (2 | 4))] => {
            long_year(*y, *n).and_then(|y| fiscal(y, *h, Precision::FiscalHalf, context.fiscal))
        }
        [N(y, 4), W("q"), N(q, 1)]
        | [N(y, 4), S('-' | '年'), W("q"), N(q, 1)]
        | [W("q"), N(q, 1), N(y, 4)]
        | [W("q"), N(q, 1), S('-' | '/'), N(y, 4)]
        | [N(y, 4), S('年'), N(q, 1), S('季')]
        | [N(y, 4), N(q, 1), S('季')] => quarter(*y, *q),
        [N(h, 1), W("h"), N(y, n @ (2 | 4))] | [N(h, 1), W("h"), S('\''), N(y, n @ 2)] => {
            long_year(*y, *n).and_then(|y| half(y, *h))
        }
        [N(q, 1), W("q"), N(y, n @ (2 | 4))]
        | [N(q, 1), W("q"), S('\''), N(y, n @ 2)]
        | [W("q"), N(q, 1), S('\''), N(y, n @ 2)] => long_year(*y, *n).and_then(|y| quarter(y, *q)),
        [N(y, 4), S('前'), N(q, 1), S('季')] | [N(y, 4), S('年'), S('前'), N(q, 1), S('季')] => quarter(*y, *q)
            .map(|p| Period { first: day(*y, 1, 1), precision: Precision::Interval, cumulative: true, ..p }),
        [N(y, 4), W("h" | "s"), N(h, 1)] | [N(y, 4), S('-'), W("h" | "s"), N(h, 1)] | [W("h"), N(h, 1), N(y, 4)] => {
            half(*y, *h)
        }
        [N(y, 4), S(c @ ('上' | '下')), S('半'), S('年')]
        | [N(y, 4), S('年'), S(c @ ('上' | '下')), S('半'), S('年')] => half(*y, if *c == '上' { 1 } else { 2 }),
        [S('年'), S(c @ ('初' | '中' | '底' | '末'))] => {
            let part = match c {
                '初' => "early",
                '中' => "mid",
                _ => "late",
            };
            let now = anchored(|d| one_day(Some(d)))?.and_then(|p| p.first).unwrap_or(Day(0));
            year(i32::from(now.ymd().0)).and_then(|p| third(p, part))
        }
        [S(c @ ('上' | '下')), S('半'), S('年')] => {
            let now = anchored(|d| one_day(Some(d)))?.and_then(|p| p.first).unwrap_or(Day(0));
            half(i32::from(now.ymd().0), if *c == '上' { 1 } else { 2 })
        }
        [N(y, 4), S('-'), W("w"), N(w, 2)] | [N(y, 4), W("w"), N(w, 1..=2)] | [W("w"), N(w, 1..=2), N(y, 4)] => {
            week(*y, *w)
        }
        // Spreadsheets write months as Jan-24, and a day as 24-Jan.
        [W(m), N(y, n @ 4)]
        | [W(m), S('.' | '/'), N(y, n @ 4)]
        | [W(m), S('-'), N(y, n @ (2 | 4))]
        | [N(y, n @ 4), W(m)]
        | [N(y, n @ 4), S('-' | '/'), W(m)]
        | [W(m), S('\''), N(y, n @ 2)]
        | [W(m), S('-'), S('\''), N(y, n @ 2)] => {
            month_named(m).and_then(|m| long_year(*y, *n).and_then(|y| month(y, m)))
        }
        [W(m), N(y, n @ 2)] if context.months => {
            month_named(m).and_then(|m| long_year(*y, *n).and_then(|y| month(y, m)))
        }
        [W(m), N(d, 1..=2), N(y, n @ 4)]
        | [W(m), N(d, 1..=2), W("st" | "nd" | "rd" | "th"), N(y, n @ 4)]
        | [N(d, 1..=2), W(m), N(y, n @ 4)]
        | [N(d, 1..=2), W("st" | "nd" | "rd" | "th"), W(m), N(y, n @ 4)]
        | [N(d, 1..=2), S('-' | '/' | '.'), W(m), S('-' | '/' | '.'), N(y, n @ (2 | 4))]
        | [N(y, n @ 4), S('-'), W(m), S('-'), N(d, 1..=2)] => {
            month_named(m).and_then(|m| long_year(*y, *n).and_then(|y| one_day(day(y, m, *d))))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests;
