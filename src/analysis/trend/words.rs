//! A trend in words, longest first for narrow places.

use super::{Fit, Trend};
use crate::base::{Measure, NumberStyle, Period, Precision, write_measure, write_number};

/// Years and what they are told in.
const MONTHS: f64 = 12.0;
const DAYS: f64 = super::YEAR;

/// Signs of a style.
pub(in crate::analysis) struct Signs {
    pub(in crate::analysis) times: &'static str,
    pub(in crate::analysis) minus: &'static str,
    pub(in crate::analysis) dash: &'static str,
    pub(in crate::analysis) to: &'static str,
    pub(in crate::analysis) least: &'static str,
    pub(in crate::analysis) squared: &'static str,
}

pub(in crate::analysis) fn signs(style: NumberStyle) -> Signs {
    if style.ascii {
        Signs { times: "x", minus: "-", dash: "-", to: "..", least: ">=", squared: "R2" }
    } else {
        Signs { times: "×", minus: "−", dash: "–", to: "…", least: "≥", squared: "R²" }
    }
}

impl Trend {
    /// All of it: `×2.3 a year (1.9–2.8, 95 %), doubling every 10 months (9–13), R² 0.87, n 58, log-linear least squares,
    /// 2018–2024`.
    pub fn words(&self, style: NumberStyle) -> String {
        self.forms(style).into_iter().next().unwrap_or_default()
    }

    /// How it was computed, with its numbers: `ln(value) = 2.25 + 0.712 × years since 15 Jan 2022, through 36 points`.
    pub fn formula(&self, style: NumberStyle) -> String {
        let left = if self.method.is_log() { "ln(value)" } else { "value" };
        let number = |value: f64| write_number(value, Some(4), style);
        let signs = signs(style);
        let (sign, slope) = if self.slope < 0.0 { (signs.minus, -self.slope) } else { ("+", self.slope) };
        let (day, times) = (self.first.iso(), if style.ascii { "x" } else { "×" });
        let start = if self.intercept < 0.0 {
            format!("{}{}", signs.minus, number(-self.intercept))
        } else {
            number(self.intercept)
        };
        format!("{left} = {start} {sign} {} {times} years since {day}, through {} points", number(slope), self.n)
    }

    /// The same, longest first; the last is the growth alone.
    pub fn forms(&self, style: NumberStyle) -> Vec<String> {
        let (growth, interval) = self.growth_words(style);
        let (doubling, times) = self.doubling_words(style).unwrap_or_default();
        let r2 = self.r2.map_or(String::new(), |r2| format!("{} {}", signs(style).squared, decimals(r2, style)));
        let n = format!("n {}", self.n);
        let method = self.method.words();
        let method = if style.ascii { method.replace('–', "-") } else { method.to_owned() };
        let span = self.span(style);
        let note = self.note.clone().unwrap_or_default();
        let rest = [r2.clone(), n.clone(), method, span.clone(), note];
        // What the growth is from is never dropped.
        let growth = if self.short { format!("{growth}, from less than a year") } else { growth };
        let long_growth = match interval {
            Some(interval) => format!("{growth} ({interval}, 95 %)"),
            None => format!("{growth} (no interval from {} points)", self.n),
        };
        let long_doubling = if times.is_empty() { doubling.clone() } else { format!("{doubling} ({times})") };
        let join = |parts: &[&str]| parts.iter().copied().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
        let all: Vec<&str> =
            [long_growth.as_str(), &long_doubling].into_iter().chain(rest.iter().map(String::as_str)).collect();
        let mut forms = vec![
            join(&all),
            join(&[&long_growth, &long_doubling, &r2, &n, &span]),
            join(&[&long_growth, &long_doubling, &r2, &n]),
            join(&[&growth, &doubling, &r2, &n]),
            join(&[&growth, &doubling]),
            growth,
        ];
        forms.dedup();
        forms
    }

    /// `×2.3 a year`, `+12 % a year`, `−1.2M users a year`, and the interval in the same form.
    fn growth_words(&self, style: NumberStyle) -> (String, Option<String>) {
        let signs = signs(style);
        let both = |dash: &str, unit: &str, say: &dyn Fn(f64) -> String| {
            self.slope_interval.map(|(low, high)| format!("{}{dash}{}{unit}", say(low), say(high)))
        };
        if self.method == Fit::Linear {
            let say = |value: f64| {
                let measure = Measure { digits: Some(2), ..Measure::exact(value.abs(), self.unit.clone()) };
                signed(&write_measure(&measure, style), value, &signs)
            };
            return (format!("{} a year", say(self.slope)), both(signs.to, "", &say));
        }
        // From a doubling on, or down to half, a factor reads better than a percentage.
        if self.slope.abs() >= std::f64::consts::LN_2 {
            let say = |slope: f64| write_number(slope.exp(), Some(2), style);
            return (format!("{}{} a year", signs.times, say(self.slope)), both(signs.dash, "", &say));
        }
        let say = |slope: f64| {
            let percent = slope.exp_m1() * 100.0;
            signed(&write_number(percent.abs(), Some(2), style), percent, &signs)
        };
        (format!("{} % a year", say(self.slope)), both(signs.to, " %", &say))
    }

    /// `doubling every 10 months`, and `9–13`, empty where there is no interval.
    fn doubling_words(&self, style: NumberStyle) -> Option<(String, String)> {
        let years = self.doubling_years?;
        let signs = signs(style);
        let (unit, size) = match years {
            y if y >= 2.0 => ("years", 1.0),
            y if y * MONTHS >= 2.0 => ("months", MONTHS),
            _ => ("days", DAYS),
        };
        let say = |years: f64| write_number(years * size, Some(2), style);
        let turning = if self.slope > 0.0 { "doubling" } else { "halving" };
        let interval = match self.doubling_interval {
            Some((shortest, Some(longest))) => format!("{}{}{}", say(shortest), signs.dash, say(longest)),
            Some((shortest, None)) => format!("{}{}", signs.least, say(shortest)),
            None => String::new(),
        };
        Some((format!("{turning} every {} {unit}", say(years)), interval))
    }

    /// `2018–2024`; months within one year.
    fn span(&self, style: NumberStyle) -> String {
        let (first, last) = (self.first, self.last);
        let one_year = first.ymd().0 == last.ymd().0;
        let (from, to) = if one_year {
            (first.month_start(0), last.month_start(1).plus(-1))
        } else {
            let month = |day: crate::base::Day| i32::from(day.ymd().1);
            (first.month_start(1 - month(first)), last.month_start(13 - month(last)).plus(-1))
        };
        let precision = Precision::Interval;
        Period { first: Some(from), last: Some(to), precision, ..Period::NONE }.words(style.ascii)
    }
}

pub(in crate::analysis) fn signed(number: &str, value: f64, signs: &Signs) -> String {
    let sign = if value < 0.0 {
        signs.minus
    } else if value > 0.0 {
        "+"
    } else {
        ""
    };
    format!("{sign}{number}")
}

/// Two decimals.
pub(in crate::analysis) fn decimals(value: f64, style: NumberStyle) -> String {
    let text = format!("{value:.2}");
    if style.ascii { text } else { text.replace('-', "−") }
}
