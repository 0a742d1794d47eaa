//! The time of day behind a date: `2024-02-07T12:30:00Z`, `7.2.2024 09:15`, `Feb 7, 2024 3:15 PM`.

use super::super::{Period, Precision, TimeOfDay};

const HOUR: i64 = 3_600_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * HOUR;

/// A clock's reading, in milliseconds after the midnight of the date as typed, brought to UTC where an offset was typed: below
/// zero on the day before, from a whole day on the day after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock(i64);

impl Clock {
    /// The moment on that day; `None` where the date is no single day.
    pub(super) fn on(self, date: Period) -> Option<Period> {
        let day = date.first.filter(|_| date.precision == Precision::Day && date.time.is_none())?;
        let day = day.plus(i32::try_from(self.0.div_euclid(DAY)).ok()?);
        let time = TimeOfDay::from_millis(u32::try_from(self.0.rem_euclid(DAY)).ok()?);
        Some(Period { first: Some(day), last: Some(day), time, ..date })
    }
}

/// The date as typed and the clock behind it, from a folded text; `None` where there is no clock.
pub(super) fn split(text: &str) -> Option<(&str, Clock)> {
    let basic = text.match_indices('t').find_map(|(at, _)| {
        let (date, rest) = text.split_at_checked(at)?;
        // `2024-02-07t12`, `20240207t123000`: the T stands between two digits.
        let date = date.trim_end();
        let behind = rest.strip_prefix('t')?;
        (date.ends_with(|c: char| c.is_ascii_digit()) && behind.starts_with(|c: char| c.is_ascii_digit()))
            .then_some((date, behind, true))
    });
    let (date, clock, after_t) = basic.or_else(|| {
        let mark = text.find([':', '时', '点']).or_else(|| {
            // `3 pm` has no minutes.
            let hour = ["am", "pm"].iter().find_map(|word| text.strip_suffix(word))?;
            Some(hour.trim_end().len())
        })?;
        let head = text.get(..mark)?;
        let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (date, _) = head.split_at_checked(head.len() - digits)?;
        // `2024年2月7日12:30` needs no blank.
        let apart = date.ends_with([' ', ',', '日', '号']) && (1..=2).contains(&digits);
        apart.then(|| (date.trim_end_matches([' ', ',']), text.get(date.len()..).unwrap_or_default(), false))
    })?;
    let date = date.split_once([',', ' ']).filter(|(word, _)| is_weekday(word)).map_or(date, |(_, date)| date.trim());
    read(clock, after_t).map(|clock| (date, clock))
}

fn is_weekday(word: &str) -> bool {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    NAMES.iter().any(|name| *name == word || (word.len() == 3 && name.starts_with(word)))
}

/// Takes as many digits as there are, and says how many.
fn digits(text: &str) -> (i64, usize, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let typed = text.strip_suffix(rest).unwrap_or_default();
    (typed.parse().unwrap_or(i64::MAX), typed.len(), rest)
}

fn read(text: &str, after_t: bool) -> Option<Clock> {
    let (hour, length, mut rest) = digits(text);
    let (mut hour, mut minute, mut second, mut millis) = (hour, 0, 0, 0);
    let mut whole = true;
    match length {
        // 123000 and 1230 in one run, behind a T only.
        4 | 6 if after_t => {
            let run = if length == 4 { hour * 100 } else { hour };
            (hour, minute, second) = (run / 10_000, run / 100 % 100, run % 100);
            whole = false;
        }
        1 | 2 => {
            if let Some(behind) = rest.strip_prefix([':', '时', '点']) {
                let (value, length, behind) = digits(behind);
                if length == 0 && !rest.starts_with(':') {
                    // 12时 alone.
                } else if length != 2 && !(rest.starts_with(['时', '点']) && length == 1) {
                    return None;
                } else {
                    (minute, whole) = (value, false);
                }
                rest = behind.strip_prefix('分').unwrap_or(behind);
                if let Some(behind) = rest.strip_prefix(':') {
                    let (value, length, behind) = digits(behind);
                    if length != 2 {
                        return None;
                    }
                    (second, rest) = (value, behind);
                } else if let (value, 1..=2, behind) = digits(rest)
                    && let Some(behind) = behind.strip_prefix('秒')
                {
                    (second, rest) = (value, behind);
                }
            }
        }
        _ => return None,
    }
    if let Some(behind) = rest.strip_prefix(['.', ',']).filter(|_| !whole) {
        let (_, length, after) = digits(behind);
        let typed = behind.strip_suffix(after).filter(|_| (1..=9).contains(&length))?;
        millis = format!("{typed:0<3}").chars().take(3).collect::<String>().parse().ok()?;
        rest = after;
    }
    let mut rest = rest.trim_start();
    let half = [("am", 0), ("a.m.", 0), ("pm", 12), ("p.m.", 12)]
        .iter()
        .find_map(|(word, add)| rest.strip_prefix(word).map(|behind| (*add, behind)));
    if let Some((add, behind)) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + add;
        rest = behind.trim_start();
    } else if whole && !after_t && !text.contains(['时', '点']) {
        return None;
    }
    // 24:00 is the next midnight.
    let midnight = hour == 24 && minute == 0 && second == 0 && millis == 0;
    if !((0..24).contains(&hour) || midnight) || !(0..60).contains(&minute) || !(0..60).contains(&second) {
        return None;
    }
    Some(Clock(hour * HOUR + minute * MINUTE + second * 1000 + millis - offset(rest)?))
}

/// How far a zone is ahead of UTC; 0 where none was typed.
fn offset(text: &str) -> Option<i64> {
    let text = ["utc", "gmt", "z"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text).trim_start();
    if text.is_empty() {
        return Some(0);
    }
    let ahead = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, length, rest) = digits(text.get(1..)?);
    let (hours, minutes) = match (length, rest.strip_prefix(':')) {
        (1 | 2, None) if rest.is_empty() => (hours, 0),
        (4, None) if rest.is_empty() => (hours / 100, hours % 100),
        (1 | 2, Some(minutes)) if minutes.len() == 2 => (hours, minutes.parse().ok()?),
        _ => return None,
    };
    ((0..=15).contains(&hours) && (0..60).contains(&minutes)).then_some(ahead * (hours * HOUR + minutes * MINUTE))
}
