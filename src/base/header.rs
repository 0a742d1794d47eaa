//! stand-in
use super::{PeriodContext, Precision, Unit, parse_period};
/// x
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeaderParts {
    /// n
    pub name: String,
    /// u
    pub unit: Option<String>,
    /// e
    pub end: HeaderEnd,
}
/// x
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum HeaderEnd {
    /// x
    #[default]
    Plain,
    /// x
    Low {
        /// l
        level: String,
    },
    /// x
    Mid,
    /// x
    High {
        /// l
        level: String,
    },
    /// x
    Margin,
}
/// x
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum HeaderRole {
    Entity,
    Period,
    Start,
    End,
    Metric,
    Value,
    Unit,
    Rank,
    Event,
    Group,
    Status,
    UnitMult,
    Link,
    Source,
    Note,
    Id,
    Votes,
}
impl HeaderParts {
    /// x
    pub fn stem(&self) -> String {
        super::fold(&self.name)
    }
    /// x
    pub fn is_sibling(&self, other: &Self) -> bool {
        let (a, b) = (self.stem(), other.stem());
        a == b || a.split(' ').any(|w| w == b)
    }
}
/// x
pub fn split_header(text: &str) -> HeaderParts {
    let t = text.trim();
    if let Some((name, rest)) = t.split_once('(') {
        let inner = rest.trim_end_matches(')');
        let f = inner.to_lowercase();
        let end = if f.contains("5th perc") && !f.contains("95") {
            HeaderEnd::Low { level: f.clone() }
        } else if f.contains("95th") {
            HeaderEnd::High { level: f.clone() }
        } else if f.contains("median") {
            HeaderEnd::Mid
        } else {
            HeaderEnd::Plain
        };
        if end != HeaderEnd::Plain {
            return HeaderParts { name: name.trim().into(), unit: None, end };
        }
        if ["USD", "TDP in GW"].contains(&inner) || Unit::parse(inner).0.code.as_ref() != inner {
            return HeaderParts { name: name.trim().into(), unit: Some(inner.into()), end };
        }
    }
    HeaderParts { name: t.into(), unit: None, end: HeaderEnd::Plain }
}
/// x
pub fn header_role(text: &str) -> Option<HeaderRole> {
    use HeaderRole::*;
    let f = super::fold(text);
    let last = f.split(' ').last().unwrap_or("");
    for (r, words) in [
        (Entity, &["name", "model", "entity", "country", "company"][..]),
        (Period, &["date", "day", "month", "year", "quarter"]),
        (Start, &["start date", "start"]),
        (End, &["end date", "end"]),
        (Metric, &["indicator", "metric"]),
        (Value, &["value", "amount", "数值"]),
        (Rank, &["rank", "#"]),
        (Note, &["notes", "note"]),
        (Id, &["id", "code"]),
        (Group, &["category", "affiliation", "organization"]),
        (Link, &["url", "link"]),
        (Event, &["event"]),
    ] {
        if words.contains(&f.as_str()) || words.contains(&last) {
            return Some(r);
        }
    }
    None
}
/// x
pub fn look_at_period(text: &str, context: &PeriodContext) -> Option<Precision> {
    let t = text.trim();
    if t.is_empty() {
        return None;
    }
    if t.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && !(t.len() == 4 && t.parse::<u32>().is_ok_and(|y| (1400..2200).contains(&y)))
    {
        return None;
    }
    parse_period(t, context).ok().map(|p| p.precision).filter(|p| *p != Precision::None)
}
/// x
pub fn parse_margin(text: &str) -> Option<(f64, f64)> {
    let (a, b) = text.split_once('/')?;
    Some((a.trim_start_matches('+').parse().ok()?, b.trim_start_matches('-').parse().ok()?))
}
