//! What stands around a point: `± 2`, `(+5/-5)`, `(1465-1475)`.

use super::super::super::Unit;
use super::super::numeral::times;
use super::super::{Refusal, Statement, is_percent, join, refuse};
use super::{Amount, Scanner};

impl Scanner<'_> {
    /// `(+5/-5)`, `± 2`, `(±2)`, `(1465-1475)` after an amount.
    pub(in super::super) fn around(&mut self, centre: &Amount) -> Result<Option<Statement>, Refusal> {
        self.blanks();
        let start = self.at;
        let mut centre = centre.clone();
        let bracket = self.take("(");
        self.blanks();
        let margin = if self.take("±") {
            let part = self.amount()?;
            let percent = self.context.percent_column || is_percent(Some(&Unit::parse(&self.context.unit).0));
            Margin::of(&mut centre, part, percent)?
        } else if bracket && matches!(self.peek(0), Some('+' | '-')) && self.peek(1).is_some_and(|c| c != ' ') {
            self.sides(start, &centre)?
        } else if bracket {
            None
        } else {
            self.at = start;
            return Ok(None);
        };
        let margin = match margin {
            Some(margin) => Some(margin),
            None => self.ends_in_bracket(&mut centre)?,
        };
        let Some(margin) = margin else {
            self.at = start;
            return Ok(None);
        };
        if bracket && !self.take(")") {
            return refuse("bad-number", "a bracket that is not closed", None);
        }
        if !self.at_end() && centre.unit.is_none() {
            self.unit(&mut centre)?;
        }
        if !self.at_end() {
            return self.leftover();
        }
        let (low, high) = (centre.value - margin.down, centre.value + margin.up);
        let (low, high) = margin.ends.unwrap_or((low, high));
        if low > centre.value || high < centre.value || centre.beyond.is_some() {
            return refuse("bad-range", "a margin that does not hold its number", None);
        }
        Ok(Some(Statement {
            low: Some(low),
            high: Some(high),
            point: Some(centre.value),
            order: false,
            unit: centre.unit,
            magnitude: centre.magnitude,
            digits: centre.digits,
            beyond: None,
        }))
    }

    /// `+5/-5)`; `None` where these are two ends with signs.
    fn sides(&mut self, start: usize, centre: &Amount) -> Result<Option<Margin>, Refusal> {
        let first_up = self.peek(0) == Some('+');
        let inside = self.at;
        self.at += 1;
        let (one, _) = self.number()?;
        self.blanks();
        if !(self.take("/") || self.take(",")) {
            // `800M (-90M..2B)` has two ends, and a magnitude before the separator.
            if self.rest().chars().skip(1).any(|c| "-~.至到t".contains(c)) || self.separates(self.at) {
                self.at = inside;
                return Ok(None);
            }
            self.at = start;
            return refuse("bad-number", "a margin without its second side", Some("Write 1470 (+5/-5)"));
        }
        self.blanks();
        let opposite = if first_up { "-" } else { "+" };
        if !self.take(opposite) {
            return refuse("bad-number", "a margin without two signs", Some("Write 1470 (+5/-5)"));
        }
        let (two, _) = self.number()?;
        if centre.magnitude {
            return refuse("bad-range", "a magnitude outside its margin", Some("Write all digits: 1470 (+5/-5)"));
        }
        let (up, down) = if first_up { (one, two) } else { (two, one) };
        Ok(Some(Margin { up, down, ends: None }))
    }

    /// `1465-1475`, the ends themselves.
    fn ends_in_bracket(&mut self, centre: &mut Amount) -> Result<Option<Margin>, Refusal> {
        let Ok(low) = self.amount() else { return Ok(None) };
        if !self.separator() {
            return Ok(None);
        }
        let high = self.amount()?;
        let unit = high.unit.clone().or_else(|| low.unit.clone());
        let ends = join(low, high)?;
        if unit.is_some() && unit != centre.unit {
            if centre.unit.is_some() {
                return refuse("unit-conflict", "two units", None);
            }
            centre.unit = unit;
        }
        if centre.magnitude != ends.magnitude && centre.value != 0.0 {
            return refuse("bad-range", "a magnitude on one side of a bracket", Some("Write it on all numbers"));
        }
        Ok(ends.low.zip(ends.high).map(|ends| Margin { up: 0.0, down: 0.0, ends: Some(ends) }))
    }
}

/// What stands around a point.
struct Margin {
    up: f64,
    down: f64,
    /// The ends themselves, where they were written.
    ends: Option<(f64, f64)>,
}

impl Margin {
    /// `± 2`, `± 2%`, `± 0.1M`.
    fn of(centre: &mut Amount, part: Amount, percent_column: bool) -> Result<Option<Self>, Refusal> {
        if part.value < 0.0 || part.beyond.is_some() {
            return refuse("bad-number", "a margin below zero", None);
        }
        let points = is_percent(centre.unit.as_ref()) || (percent_column && centre.unit.is_none());
        let size = if is_percent(part.unit.as_ref()) && !points {
            times(centre.value.abs() * part.value, 0.01)
        } else {
            if centre.magnitude && !part.magnitude {
                return refuse("bad-range", "a magnitude outside its margin", Some("Write 1.2M ± 0.1M"));
            }
            if part.magnitude && !centre.magnitude {
                centre.value = times(centre.value, part.scale);
                centre.magnitude = true;
            }
            match (&centre.unit, part.unit) {
                (Some(a), Some(b)) if *a != b => return refuse("unit-conflict", "two units", None),
                (None, unit @ Some(_)) => centre.unit = unit,
                _ => {}
            }
            part.value
        };
        Ok(Some(Self { up: size, down: size, ends: None }))
    }
}
