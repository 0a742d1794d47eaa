//! Reads an export back: where a header has both `first_day` and `low_inclusive`, those fields are the truth and `value`
//! and `period` are only what was typed.

use super::export::FIELDS;
use super::table::Chunk;
use crate::base::{
    Basis, Bound, Day, Measure, Period, PeriodContext, Precision, Shape, Unit, ValueContext, parse_period, parse_value,
};

/// Columns of the fields of an export, in the order of [`FIELDS`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exported([Option<usize>; FIELDS.len()]);

/// A field that says nothing that can be: its name and its text.
#[derive(Debug)]
pub(super) struct BadField {
    pub(super) name: &'static str,
    pub(super) column: Option<usize>,
    pub(super) text: String,
}

const PRECISIONS: [Precision; 12] = [
    Precision::Day,
    Precision::Third,
    Precision::Week,
    Precision::Month,
    Precision::Quarter,
    Precision::Half,
    Precision::Year,
    Precision::Interval,
    Precision::FiscalQuarter,
    Precision::FiscalHalf,
    Precision::FiscalYear,
    Precision::None,
];

impl Exported {
    /// The fields, if that is the header of an export.
    pub(super) fn of(headers: &[String]) -> Option<Self> {
        let columns = FIELDS.map(|field| headers.iter().position(|header| header.trim() == field));
        let has = |field: &str| headers.iter().any(|header| header.trim() == field);
        (has("first_day") && has("low_inclusive")).then_some(Self(columns))
    }

    /// Whether a column is a field, and so no further column of the table.
    pub(super) fn plays(&self, column: usize) -> bool {
        self.0.contains(&Some(column))
    }

    fn column(&self, name: &str) -> Option<usize> {
        FIELDS.iter().position(|field| *field == name).and_then(|at| self.0.get(at).copied().flatten())
    }

    fn text<'a>(&self, chunk: &'a Chunk, row: usize, name: &str) -> &'a str {
        self.column(name).map_or("", |column| chunk.cell(row, column)).trim()
    }

    fn read<T>(
        &self,
        chunk: &Chunk,
        row: usize,
        name: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, BadField> {
        match self.text(chunk, row, name) {
            "" => Ok(None),
            text => read(text).map(Some).ok_or_else(|| self.bad(name, text)),
        }
    }

    fn bad(&self, name: &'static str, text: &str) -> BadField {
        BadField { name, column: self.column(name), text: text.to_owned() }
    }

    /// The period of a record.
    pub(super) fn period(&self, chunk: &Chunk, row: usize, context: &PeriodContext) -> Result<Period, BadField> {
        let day = |name| self.read(chunk, row, name, day_of);
        let flag = |name| self.read(chunk, row, name, flag_of).map(|flag| flag.unwrap_or(false));
        let (first, last) = (day("first_day")?, day("last_day")?);
        if first.zip(last).is_some_and(|(first, last)| last < first) {
            return Err(self.bad("last_day", self.text(chunk, row, "last_day")));
        }
        let named = |text: &str| PRECISIONS.into_iter().find(|precision| precision.as_str() == text);
        let precision = self.read(chunk, row, "precision", named)?.unwrap_or(match (first, last) {
            (None, None) => Precision::None,
            (first, last) if first == last => Precision::Day,
            _ => Precision::Interval,
        });
        let basis = match self.text(chunk, row, "basis") {
            "" | "calendar" => Basis::Calendar,
            // Year and part of it are not among the fields: the label that was typed has them.
            "fiscal" => match parse_period(self.text(chunk, row, "period"), context).map(|typed| typed.basis) {
                Ok(basis @ Basis::Fiscal { .. }) => basis,
                _ => Basis::Fiscal { year: last.or(first).map_or(0, |day| day.ymd().0), part: 0 },
            },
            text => return Err(self.bad("basis", text)),
        };
        // Nor is the time of day. The day itself is a field, so that the order of its parts does not matter here.
        let orders = [context.day_first, Some(true), Some(false)];
        let time = orders.into_iter().filter(|_| precision == Precision::Day).find_map(|day_first| {
            let context = PeriodContext { day_first, ..context.clone() };
            parse_period(self.text(chunk, row, "period"), &context).ok()?.time
        });
        Ok(Period {
            first,
            last,
            precision,
            approximate: flag("period_approx")?,
            uncertain: flag("period_uncertain")?,
            basis,
            cumulative: flag("cumulative")?,
            time,
        })
    }

    /// The measure of a record.
    pub(super) fn measure(&self, chunk: &Chunk, row: usize) -> Result<Measure, BadField> {
        let raw = self.text(chunk, row, "value");
        let end = |name, inclusive| -> Result<Option<Bound>, BadField> {
            let value = self.read(chunk, row, name, number_of)?;
            let inclusive = self.read(chunk, row, inclusive, flag_of)?.unwrap_or(true);
            Ok(value.map(|value| Bound { value, inclusive }))
        };
        let (low, high) = (end("low", "low_inclusive")?, end("high", "high_inclusive")?);
        if low.zip(high).is_some_and(|(low, high)| low.value > high.value) {
            return Err(self.bad("low", self.text(chunk, row, "low")));
        }
        let point = self.read(chunk, row, "point", number_of)?;
        let about = self.read(chunk, row, "about", flag_of)?.unwrap_or(false);
        let closed = Some(Bound { value: point.unwrap_or(0.0), inclusive: true });
        let exact = point.is_some() && low == closed && high == closed;
        let one_end = low.is_some() != high.is_some();
        let two_ends = low.is_some() && high.is_some();
        let wordless = low.is_none() && high.is_none() && point.is_none();
        let quality = self.text(chunk, row, "quality");
        let (shape, holds) = match quality {
            "exact" | "about" => (Shape::Exact, exact),
            "range" => (Shape::Range, two_ends),
            "order" => (Shape::Order, two_ends),
            "bound" => (Shape::Bound, one_end),
            "unlimited" => (Shape::Unlimited, wordless),
            "missing" => (Shape::Missing, wordless),
            "text" => (Shape::Text, wordless),
            "event" => (Shape::Event, wordless),
            _ => (Shape::Text, false),
        };
        if !holds {
            return Err(self.bad("quality", quality));
        }
        let unit = Unit::parse(self.text(chunk, row, "unit")).0;
        let comma = ValueContext { decimal_comma: Some(true), ..ValueContext::default() };
        let typed = parse_value(raw, &ValueContext::default()).or_else(|_| parse_value(raw, &comma));
        let digits = typed.ok().and_then(|typed| typed.digits).filter(|_| !wordless);
        Ok(Measure { shape, low, high, point, about, unit, digits, raw: raw.into() })
    }
}

fn number_of(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn flag_of(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// An ISO day, the year with its sign if it has one.
fn day_of(text: &str) -> Option<Day> {
    let mut parts = text.rsplitn(3, '-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}
