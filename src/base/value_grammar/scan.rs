//! One amount after another: sign, currency, number, magnitude, unit.

mod magnitude;
mod margin;
mod number;
mod unit;

use super::super::unit::{SYMBOLS, currency_before};
use super::super::{Dimension, Unit};
use super::numeral::needed;
use super::{Refusal, ValueContext, refuse};

/// A number with what stands at it.
#[derive(Debug, Clone)]
pub(super) struct Amount {
    /// With its magnitude.
    pub(super) value: f64,
    pub(super) digits: Option<u8>,
    pub(super) unit: Option<Unit>,
    /// The unit is a symbol before the number, which may stand for both ends of a range.
    pub(super) prefix_unit: bool,
    pub(super) magnitude: bool,
    /// Factor of the magnitude.
    pub(super) scale: f64,
    /// `10多万`, `7+ models`: the number is a lower end.
    pub(super) beyond: Option<Beyond>,
}

/// How a number is a lower end by a mark between it and its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    /// `10多万`: a little over.
    Little,
    /// `7+ models`: so many or more.
    OrMore,
}

/// Separators of a range, longest first where one begins another.
const SEPARATORS: &[&str] = &["...", "..", "-", "~", "至", "到", "to "];

/// Marks of "a little over" between a number and its magnitude or unit.
const OVER_MARKS: &str = "多余来几";

/// Reads a text from left to right.
pub(super) struct Scanner<'a> {
    chars: Vec<char>,
    at: usize,
    context: &'a ValueContext,
    /// A currency stood before a number, so that lower-case m b t behind this one or the next are magnitudes.
    money: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &str, context: &'a ValueContext) -> Self {
        Self { chars: text.trim().chars().collect(), at: 0, context, money: false }
    }

    pub(super) fn at_end(&mut self) -> bool {
        self.blanks();
        self.at >= self.chars.len()
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn blanks(&mut self) {
        while self.peek(0) == Some(' ') {
            self.at += 1;
        }
    }

    pub(super) fn rest(&self) -> String {
        self.chars.iter().skip(self.at).collect()
    }

    /// Goes past a word if it stands here.
    fn take(&mut self, word: &str) -> bool {
        let stands = word.chars().enumerate().all(|(ahead, c)| self.peek(ahead) == Some(c));
        if stands {
            self.at += word.chars().count();
        }
        stands
    }

    fn digit(&self, ahead: usize) -> bool {
        self.peek(ahead).is_some_and(|c| c.is_ascii_digit())
    }

    /// What stands behind a number and is neither range nor unit.
    pub(super) fn leftover<T>(&self) -> Result<T, Refusal> {
        if self.digit(0) {
            return refuse(
                "bad-number",
                "two numbers side by side",
                Some("Group digits by three, or write a range as 60-80"),
            )
            .map_err(|refusal: Refusal| refusal.about(&self.rest()));
        }
        refuse("bad-number", "more than a number and its unit", None)
            .map_err(|refusal: Refusal| refusal.about(&self.rest()))
    }

    /// A separator of a range after a number.
    pub(super) fn separator(&mut self) -> bool {
        self.blanks();
        SEPARATORS.iter().any(|word| self.take(word))
    }

    /// Whether a range separator with a number behind it stands here.
    fn separates(&self, from: usize) -> bool {
        let rest: String = self.chars.iter().skip(from).collect();
        let rest = rest.trim_start();
        SEPARATORS.iter().any(|word| {
            rest.strip_prefix(word).is_some_and(|tail| {
                let tail = tail.trim_start().trim_start_matches(['-', '+']);
                let tail = tail.strip_prefix('.').unwrap_or(tail);
                tail.is_empty()
                    || tail.starts_with(|c: char| c.is_ascii_digit() || "零一二三四五六七八九十两半".contains(c))
                    || SYMBOLS.iter().any(|(symbol, _)| tail.starts_with(symbol))
            })
        })
    }

    /// One amount.
    pub(super) fn amount(&mut self) -> Result<Amount, Refusal> {
        self.blanks();
        let mut negative = self.sign();
        let mut unit = None;
        let mut prefix_unit = false;
        if self.take("第") || self.take("No.") || self.take("no.") || self.take("#") {
            unit = Some(Unit::rank());
            self.blanks();
        } else if self.take("百分之") {
            unit = Unit::known("%");
        } else if self.take("×") || (self.peek(0) == Some('x') && self.digit(1) && self.take("x")) {
            unit = Unit::known("x");
        } else if let Some((_, code)) = SYMBOLS.iter().find(|(symbol, _)| self.take(symbol)) {
            let code = if *code == "CNY" && self.context.yen_is_jpy { "JPY" } else { code };
            unit = Some(Unit::money(code));
            (prefix_unit, self.money) = (true, true);
            self.blanks();
        } else if let Some((length, code)) = currency_before(&self.rest()) {
            self.at += length;
            unit = Some(Unit::money(code));
            (prefix_unit, self.money) = (true, true);
            self.blanks();
        }
        if !negative {
            negative = self.sign();
        }
        let (mut value, mut digits) = self.number()?;
        // `$3/1M tokens` is a price, 1/400 a fraction.
        if self.peek(0) == Some('/') && self.digit(1) && !prefix_unit {
            self.at += 1;
            let (under, _) = self.number()?;
            if under == 0.0 {
                return refuse("bad-number", "a division by zero", None);
            }
            value /= under;
            digits = digits.filter(|_| needed(value) <= 12).or(Some(3));
        }
        let mut amount = Amount { value, digits, unit, prefix_unit, magnitude: false, scale: 1.0, beyond: None };
        self.magnitude(&mut amount)?;
        self.beyond(&mut amount);
        if amount.unit.as_ref().is_some_and(|unit| unit.dimension == Dimension::Rank) {
            let _ = self.take("名") || self.take("位");
        }
        if amount.unit.is_none() || amount.prefix_unit {
            self.unit(&mut amount)?;
        }
        if negative {
            amount.value = 0.0 - amount.value;
        }
        if !amount.value.is_finite() {
            return refuse("bad-number", "a number too large to hold", None);
        }
        Ok(amount)
    }

    /// `30余家`, `7+ models`: a mark before the unit.
    fn beyond(&mut self, amount: &mut Amount) {
        let start = self.at;
        self.blanks();
        match self.peek(0) {
            Some(c) if OVER_MARKS.contains(c) && amount.beyond.is_none() => amount.beyond = Some(Beyond::Little),
            Some('+') if amount.beyond.is_none() && !self.digit(1) => amount.beyond = Some(Beyond::OrMore),
            _ => {
                self.at = start;
                return;
            }
        }
        self.at += 1;
    }

    fn sign(&mut self) -> bool {
        if self.take("-") {
            return true;
        }
        if self.peek(0) == Some('+') && (self.digit(1) || (self.peek(1) == Some('.') && self.digit(2))) {
            self.at += 1;
        }
        false
    }
}
