//! A column of measures: one array of values; bounds and "about" only for the rows that have them.

use std::sync::Arc;

use super::codes::{Coded, CodedBuilder};
use crate::base::{Bound, Measure, Shape, Unit};

/// What a plain stated number does not have.
#[derive(Debug)]
struct Rest {
    low: Option<Bound>,
    high: Option<Bound>,
    point: Option<f64>,
    about: bool,
}

/// One column of measures, without their texts: those are cells.
#[derive(Debug)]
pub(in super::super) struct Measures {
    /// The stated number of a row that has nothing else; 0 for other rows.
    values: Box<[f64]>,
    shapes: Coded<Shape>,
    digits: Coded<Option<u8>>,
    units: Coded<Unit>,
    /// Rows that are more than a plain number, in order.
    rest: Box<[(u32, Rest)]>,
}

impl Measures {
    pub(in super::super) fn shape(&self, row: usize) -> Shape {
        self.shapes.get(row).copied().unwrap_or(Shape::Missing)
    }

    /// Units of the column; see [`Measures::unit_code`].
    pub(in super::super) fn units(&self) -> &[Unit] {
        self.units.entries()
    }

    /// Which of [`Measures::units`] a row has.
    pub(in super::super) fn unit_code(&self, row: usize) -> usize {
        self.units.code(row)
    }

    /// The numbers of a row, with `fill` as its unit where it has none of its own; `None` where it states none.
    pub(in super::super) fn numbers<'a>(&'a self, row: usize, fill: Option<&'a Unit>) -> Option<Numbers<'a>> {
        let shape = self.shape(row);
        let own = self.units.get(row).filter(|unit| !unit.code.is_empty());
        let unit = own.or(fill.filter(|_| takes_unit(shape)));
        if let Ok(at) = self.rest.binary_search_by_key(&(row as u32), |(row, _)| *row) {
            let (_, rest) = self.rest.get(at)?;
            let [low, high] = [rest.low, rest.high].map(|end| end.map(|end| end.value));
            return [low, high, rest.point].iter().any(Option::is_some).then_some(Numbers {
                low,
                high,
                point: rest.point,
                unit,
            });
        }
        let value = self.values.get(row).copied().filter(|_| shape == Shape::Exact)?;
        Some(Numbers { low: Some(value), high: Some(value), point: Some(value), unit })
    }

    /// The measure of a row, with `raw` as its text and `fill` as its unit where it has none of its own.
    pub(in super::super) fn get(&self, row: usize, raw: &str, fill: Option<&Unit>) -> Measure {
        let shape = self.shape(row);
        let own = self.units.get(row).filter(|unit| !unit.code.is_empty());
        let unit = own.or(fill.filter(|_| takes_unit(shape))).cloned().unwrap_or_else(Unit::none);
        let mut measure = Measure {
            raw: Arc::from(raw),
            digits: self.digits.get(row).copied().flatten(),
            ..Measure::wordless(shape, unit, "")
        };
        if let Ok(at) = self.rest.binary_search_by_key(&(row as u32), |(row, _)| *row) {
            if let Some((_, rest)) = self.rest.get(at) {
                (measure.low, measure.high, measure.point, measure.about) =
                    (rest.low, rest.high, rest.point, rest.about);
            }
        } else if shape == Shape::Exact {
            let value = self.values.get(row).copied().unwrap_or(0.0);
            let end = Some(Bound { value, inclusive: true });
            (measure.low, measure.high, measure.point) = (end, end, Some(value));
        }
        measure
    }
}

/// The numbers of a statement, without its text: what a chart of very many points needs of each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numbers<'a> {
    /// Low end, where it has one.
    pub low: Option<f64>,
    /// High end, where it has one.
    pub high: Option<f64>,
    /// The stated number.
    pub point: Option<f64>,
    /// Unit; `None` = none.
    pub unit: Option<&'a Unit>,
}

/// Whether a statement of that shape counts something, so that a unit belongs to it.
pub(in super::super) fn takes_unit(shape: Shape) -> bool {
    !matches!(shape, Shape::Text | Shape::Event)
}

/// Collects a column of measures.
#[derive(Debug, Default)]
pub(in super::super) struct MeasuresBuilder {
    values: Vec<f64>,
    shapes: CodedBuilder<Shape>,
    digits: CodedBuilder<Option<u8>>,
    units: CodedBuilder<Unit>,
    rest: Vec<(u32, Rest)>,
}

impl MeasuresBuilder {
    /// Adds the next row.
    pub(in super::super) fn push(&mut self, measure: &Measure) {
        let row = self.values.len() as u32;
        let end = measure.point.map(|value| Bound { value, inclusive: true });
        let plain = measure.shape == Shape::Exact && !measure.about && measure.low == end && measure.high == end;
        let wordless = !measure.has_number() && !measure.about;
        self.values.push(measure.point.filter(|_| plain).unwrap_or(0.0));
        self.shapes.push(measure.shape);
        self.digits.push(measure.digits);
        self.units.push(measure.unit.clone());
        if !(plain && end.is_some() || wordless) {
            let (low, high, point, about) = (measure.low, measure.high, measure.point, measure.about);
            self.rest.push((row, Rest { low, high, point, about }));
        }
    }

    /// The finished column.
    pub(in super::super) fn finish(self) -> Measures {
        Measures {
            values: self.values.into(),
            shapes: self.shapes.finish(),
            digits: self.digits.finish(),
            units: self.units.finish(),
            rest: self.rest.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::PeriodsBuilder;
    use super::*;
    use crate::base::{PeriodContext, ValueContext, parse_period, parse_value};

    #[test]
    fn every_shape_is_had_back() {
        let texts = ["5", "约40%", "<=17%", ">3 h", "5-20秒", "8位数", "不限", "-", "1470 (+5/-5)", "0.50", "近2000"];
        let parsed = texts.map(|text| parse_value(text, &ValueContext::default()).expect("a value"));
        let event = Measure::wordless(Shape::Event, Unit::none(), "");
        let mut builder = MeasuresBuilder::default();
        for measure in parsed.iter().chain([&event]) {
            builder.push(measure);
        }
        let column = builder.finish();
        for (row, measure) in parsed.iter().chain([&event]).enumerate() {
            assert_eq!(column.get(row, &measure.raw, None), *measure);
        }
        let users = Unit::parse("users").0;
        assert_eq!(column.get(0, "5", Some(&users)).unit, users);
        assert_eq!(column.get(1, "约40%", Some(&users)).unit.code.as_ref(), "%");
        assert_eq!(column.get(11, "", Some(&users)).unit, Unit::none());
    }

    #[test]
    fn every_period_is_had_back() {
        let texts = ["", "2024", "2024-02-07", "since 2023", "../2024-06", "2024-12~", "[2023-03,2023-04]", "FY25Q4"];
        let parsed = texts.map(|text| parse_period(text, &PeriodContext::default()).expect("a period"));
        let mut builder = PeriodsBuilder::default();
        for period in parsed {
            builder.push(period);
        }
        let column = builder.finish();
        for (row, period) in parsed.iter().enumerate() {
            assert_eq!(column.get(row), *period);
        }
    }
}
