//! The cells of one figure -> a measure.

use super::super::schema::Role;
use super::super::shape::Field;
use super::Reader;
use crate::base::{
    Bound, Diagnostic, Dimension, Measure, Shape, Unit, ValueContext, ValueError, fold, parse_margin, parse_value,
    split_flags,
};

impl Reader<'_> {
    /// What a record says for a field.
    pub(super) fn measure(&mut self, row: usize, field: usize) -> Measure {
        let reading = self.file.reading;
        let value = self.cell(row, field, Role::Value);
        if let Some(exported) = &reading.exported {
            return exported.measure(self.chunk, row).unwrap_or_else(|bad| {
                self.bad_field(row, &bad);
                Measure::wordless(Shape::Text, Unit::none(), value)
            });
        }
        let Some(columns) = reading.fields.get(field) else {
            return Measure::wordless(Shape::Missing, Unit::none(), value);
        };
        if columns.place().is_none() {
            return Measure::wordless(Shape::Event, Unit::none(), value);
        }
        let stated = self.kinds.get(self.code(row, field, Role::Kind)).copied().flatten();
        if let Some("text" | "rating") = stated {
            return Measure::wordless(Shape::Text, Unit::none(), value);
        }
        let typed_unit = match self.cell(row, field, Role::Unit) {
            "" => &columns.unit,
            typed => typed,
        };
        if reading.is_strict()
            && value.is_empty()
            && (stated == Some("event") || (stated.is_none() && typed_unit.is_empty() && !self.has_values(row)))
        {
            return Measure::wordless(Shape::Event, Unit::none(), value);
        }
        let unit = match typed_unit {
            "" if self.options.metric_units.is_empty() => "",
            "" => {
                let metric = self.metrics.get(self.code(row, field, Role::Metric)).map_or("", String::as_str);
                let units = &self.options.metric_units;
                let found = units.get(metric).or_else(|| units.get(&fold(self.cell(row, field, Role::Metric))));
                found.map_or("", String::as_str)
            }
            unit => unit,
        };
        let measure = self.read_value(row, field, columns.value, unit);
        let measure = self.with_ends(measure, row, field, columns, unit);
        match reading.multiplier.map(|column| self.chunk.cell(row, column).trim()) {
            None | Some("" | "0") => measure,
            Some(power) => self.multiplied(measure, row, power),
        }
    }

    /// One cell of a field; an empty measure where the field has no such column.
    fn read_value(&mut self, row: usize, field: usize, column: Option<usize>, unit: &str) -> Measure {
        let value = column.map_or("", |column| self.chunk.cell(row, column)).trim();
        let Some(known) = self.units.get_mut(field) else {
            return Measure::wordless(Shape::Text, Unit::none(), value);
        };
        if !known.contains_key(unit) {
            let (parsed, scale) = if unit.is_empty() { (Unit::none(), 1.0) } else { Unit::parse(unit) };
            let context = ValueContext {
                unit: unit.to_owned(),
                percent_column: unit == "%",
                decimal_comma: self.decimal_comma.get(field).copied().flatten(),
                ..self.value.clone()
            };
            known.insert(unit.to_owned(), (context, parsed, scale));
        }
        let Some((context, unit, scale)) = known.get(unit) else {
            return Measure::wordless(Shape::Text, Unit::none(), value);
        };
        let point_is_decimal = context.decimal_comma != Some(true);
        if let Some((number, digits)) = plain_number(value, point_is_decimal).filter(|_| *scale == 1.0) {
            return Measure { digits: Some(digits), raw: value.into(), ..Measure::exact(number, unit.clone()) };
        }
        let flagged = |error: ValueError| {
            // Statistics offices set a letter or two behind a figure.
            let (figure, flags) = split_flags(value);
            let read = (!flags.is_empty() && !self.file.reading.is_strict()).then(|| parse_value(figure, context).ok());
            read.flatten().map(|measure| Measure { raw: value.into(), ..measure }).ok_or(error)
        };
        parse_value(value, context).or_else(flagged).unwrap_or_else(|error| {
            self.refused_value(row, column, value, &error);
            Measure::wordless(Shape::Text, Unit::none(), value)
        })
    }

    /// The measure with the ends that other columns of its field tell.
    fn with_ends(&mut self, middle: Measure, row: usize, field: usize, columns: &Field, unit: &str) -> Measure {
        let cell = |column: Option<usize>| column.map_or("", |column| self.chunk.cell(row, column).trim());
        let margin = cell(columns.margin);
        if let (false, Some(point)) = (margin.is_empty(), middle.point) {
            match self.margin(margin, cell(columns.value), point, field, unit) {
                Some((plus, minus)) => return middle.around(point - minus, point + plus),
                None => self.bad_margin(row, margin, columns.margin),
            }
        }
        if cell(columns.low).is_empty() && cell(columns.high).is_empty() {
            return middle;
        }
        let ends = [columns.low, columns.high].map(|column| self.read_value(row, field, column, unit));
        let stated = std::iter::once(&middle).chain(&ends).find(|measure| measure.has_number());
        let unit = stated.map_or_else(Unit::none, |measure| measure.unit.clone());
        let alike = ends.iter().filter(|end| end.has_number()).all(|end| end.unit.dimension == unit.dimension);
        let [low, high] = ends.each_ref().map(|end| end.place().map(|at| at * end.unit.factor / unit.factor));
        let point = middle.point;
        let inside = |point: f64| low.is_none_or(|low| low <= point) && high.is_none_or(|high| point <= high);
        if !alike || low.zip(high).is_some_and(|(low, high)| low > high) || point.is_some_and(|point| !inside(point)) {
            let told = [cell(columns.low), middle.raw.as_ref(), cell(columns.high)];
            let told = told.map(|text| if text.is_empty() { "–" } else { text }).join(", ");
            let help = "Shown without ends. Low must be at most the value, high at least, all in one unit";
            let problem = Diagnostic::warning("bad-range", format!("the ends do not hold the value: {told}"));
            self.problem(row, problem.with_help(help), columns.low.or(columns.high));
            return middle;
        }
        let raw = self.file.reading.raw(self.chunk, row, field);
        match (point, low, high) {
            (Some(_), Some(low), Some(high)) => middle.around(low, high),
            (None, Some(low), Some(high)) => {
                Measure { digits: middle.digits, raw: raw.as_ref().into(), ..Measure::range(low, high, unit) }
            }
            (None, low, high) if low.is_some() || high.is_some() => {
                let end = |value: Option<f64>| value.map(|value| Bound { value, inclusive: true });
                Measure { low: end(low), high: end(high), ..Measure::wordless(Shape::Bound, unit, &raw) }
            }
            (Some(_), _, _) => {
                let message = "one end of the interval is told, the other is not";
                let problem = Diagnostic::warning("one-end", message).with_help("The value is shown without it");
                self.problem(row, problem, columns.low.or(columns.high));
                middle
            }
            _ => middle,
        }
    }

    /// How far a margin reaches up and down, in the unit of the value; `None` where that cannot be told: where the value has a
    /// magnitude of its own, the margin may count in it or not.
    fn margin(&self, margin: &str, value: &str, point: f64, field: usize, unit: &str) -> Option<(f64, f64)> {
        let (context, parsed, scale) = self.units.get(field)?.get(unit)?;
        let comma = context.decimal_comma == Some(true);
        let typed = if comma { margin.replace('.', "").replace(',', ".") } else { margin.to_owned() };
        let (plus, minus) = parse_margin(&typed)?;
        if margin.trim_end_matches(')').ends_with('%') && parsed.dimension != Dimension::Percent {
            return Some((point.abs() * plus / 100.0, point.abs() * minus / 100.0));
        }
        let bare = !value.contains(char::is_alphabetic);
        bare.then_some((plus * scale, minus * scale))
    }

    fn bad_margin(&mut self, row: usize, margin: &str, column: Option<usize>) {
        let message = format!("\"{margin}\" is no margin of this value");
        let help = "The value is shown without it. Write +3/-4 or ±3, in the unit of the value";
        self.problem(row, Diagnostic::warning("bad-margin", message).with_text(margin).with_help(help), column);
    }

    /// The measure times the power of ten that a column tells.
    fn multiplied(&mut self, measure: Measure, row: usize, power: &str) -> Measure {
        match power.parse::<i32>() {
            Ok(power) if (-30..=30).contains(&power) => measure.times(10_f64.powi(power)),
            _ => {
                let message = format!("\"{power}\" is no power of ten");
                let help = "Kept as text, not drawn. Write a whole number: 6 for millions";
                let diagnostic = Diagnostic::error("bad-field", message).with_text(power).with_help(help);
                self.problem(row, diagnostic, self.file.reading.multiplier);
                Measure::wordless(Shape::Text, Unit::none(), &measure.raw)
            }
        }
    }
}

/// The commonest cells, read without the grammar: digits, with a point among them where that is a decimal one, so few that a
/// double holds them all. The number, and how many digits were typed.
fn plain_number(cell: &str, point_is_decimal: bool) -> Option<(f64, u8)> {
    let (whole, part) = cell.split_once('.').filter(|_| point_is_decimal).unwrap_or((cell, "1"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let plain = digits <= 15 && !whole.starts_with('0') && are_digits(whole) && are_digits(part);
    plain.then(|| Some((cell.parse().ok()?, u8::try_from(digits).ok()?))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn plain_numbers_are_what_the_grammar_says(cell in "[0-9]{1,16}|[0-9]{1,9}\\.[0-9]{0,9}|[0-9.]{1,5}") {
            if let Some((number, digits)) = plain_number(&cell, true) {
                let context = ValueContext { unit: "users".to_owned(), ..ValueContext::default() };
                let exact = Measure::exact(number, Unit::parse("users").0);
                let measure = Measure { digits: Some(digits), raw: cell.as_str().into(), ..exact };
                assert_eq!(parse_value(&cell, &context), Ok(measure));
            }
        }
    }
}
