//! The number itself: digits with marks, exponents, numerals.

use super::super::numeral::{NUMERAL, chinese, significant};
use super::super::{Refusal, refuse};
use super::Scanner;

impl Scanner<'_> {
    pub(super) fn number(&mut self) -> Result<(f64, Option<u8>), Refusal> {
        let bare_point = self.peek(0) == Some('.') && self.digit(1);
        if !self.digit(0) && !bare_point {
            let start = self.at;
            while self.peek(0).is_some_and(|c| NUMERAL.contains(c)) {
                self.at += 1;
            }
            let numeral: String = self.chars.iter().skip(start).take(self.at - start).collect();
            return match chinese(&numeral) {
                Some(value) => Ok((value, Some(1))),
                None => refuse("bad-number", "no number", None),
            };
        }
        // .5 is 0.5.
        let mut typed = String::from(if bare_point { "0" } else { "" });
        while let Some(c) = self.peek(0) {
            let joins = match c {
                c if c.is_ascii_digit() => true,
                '.' | ',' => self.digit(1) && !typed.ends_with(['.', ',']),
                ' ' | '\'' | '\u{2019}' => self.groups_by(c, &typed),
                '_' => return refuse("bad-number", "an underscore in a number", Some("Write 1,000 or 1000")),
                _ => false,
            };
            if !joins {
                break;
            }
            if !matches!(c, ' ' | '\'' | '\u{2019}') {
                typed.push(c);
            }
            self.at += 1;
        }
        let plain = self.plain(&typed)?;
        let digits = significant(&plain);
        if plain == "10" && self.peek(0) == Some('^') {
            self.at += 1;
            let exponent = self.exponent()?;
            return match format!("1e{exponent}").parse::<f64>() {
                Ok(0.0) => refuse("bad-number", "a number too small to hold", None),
                Ok(value) if value.is_finite() => Ok((value, Some(1))),
                _ => refuse("bad-number", "a number too large to hold", None),
            };
        }
        let mut exponent = 0;
        let next_is_exponent = matches!(self.peek(0), Some('e' | 'E'))
            && (self.digit(1) || (matches!(self.peek(1), Some('+' | '-')) && self.digit(2)));
        if next_is_exponent {
            self.at += 1;
            exponent = self.exponent()?;
        } else {
            let start = self.at;
            self.blanks();
            let times = self.take("×") || self.take("x") || self.take("*");
            self.blanks();
            if times && self.take("10^") {
                exponent = self.exponent()?;
            } else {
                self.at = start;
            }
        }
        match format!("{plain}e{exponent}").parse::<f64>() {
            // A number that is not zero does not become zero.
            Ok(0.0) if plain.contains(|c: char| ('1'..='9').contains(&c)) => {
                refuse("bad-number", "a number too small to hold", None)
            }
            Ok(value) if value.is_finite() => Ok((value, Some(digits))),
            _ => refuse("bad-number", "a number too large to hold", None),
        }
    }

    /// A space or an apostrophe (`1'234'567` in Switzerland) joins digits only in groups of exactly three.
    fn groups_by(&self, mark: char, typed: &str) -> bool {
        let three = self.digit(1) && self.digit(2) && self.digit(3) && !self.digit(4);
        let whole = !typed.is_empty() && typed.chars().all(|c| c.is_ascii_digit());
        three && whole && (typed.len() <= 3 || self.chars.get(self.at.wrapping_sub(4)) == Some(&mark))
    }

    fn exponent(&mut self) -> Result<i32, Refusal> {
        let negative = self.take("-");
        if !negative {
            self.take("+");
        }
        let mut value = 0i32;
        let start = self.at;
        while let Some(digit) = self.peek(0).and_then(|c| c.to_digit(10)) {
            value = (value * 10 + digit.cast_signed()).min(9999);
            self.at += 1;
        }
        if self.at == start {
            return refuse("bad-number", "an exponent without digits", None);
        }
        Ok(if negative { -value } else { value })
    }

    /// Digits with at most one point, from digits with marks.
    fn plain(&self, typed: &str) -> Result<String, Refusal> {
        // `1.234.567` and `1.234,5` have one reading: nobody writes two points or a comma behind one for anything else.
        let comma_decimal = self.context.decimal_comma.unwrap_or_else(|| groups_by_point(typed));
        let (group, point) = if comma_decimal { ('.', ',') } else { (',', '.') };
        let (whole, fraction) = match typed.split_once(point) {
            Some((_, fraction)) if fraction.contains([group, point]) => {
                return refuse("bad-number", "more than one decimal mark", None);
            }
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (typed, None),
        };
        let mut groups = whole.split(group);
        let first = groups.next().unwrap_or("");
        let others: Vec<&str> = groups.collect();
        if !others.is_empty() {
            let grouped =
                (1..=3).contains(&first.len()) && others.iter().all(|g| g.len() == 3) && !first.starts_with('0');
            if !grouped && others.len() == 1 && fraction.is_none() && !comma_decimal {
                return refuse(
                    "ambiguous-mark",
                    "a comma that may be a decimal mark",
                    Some("Write 1.5, or set decimal = \",\" for the table"),
                );
            }
            if !grouped {
                return refuse(
                    "bad-number",
                    "digits not in groups of three",
                    Some("Write all digits without marks, or group them by three: 1,234,567"),
                );
            }
        }
        let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
        Ok(match fraction {
            Some(fraction) => format!("{whole}.{fraction}"),
            None => whole,
        })
    }
}

/// Whether points stand between groups of three and can be no decimal marks.
fn groups_by_point(typed: &str) -> bool {
    let (whole, comma) = typed.split_once(',').map_or((typed, false), |(whole, _)| (whole, true));
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && rest.iter().all(|group| group.len() == 3)
        && (rest.len() > 1 || comma && rest.len() == 1)
}
