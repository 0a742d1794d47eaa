//! Powers of ten behind a number, in words or letters.

use super::super::super::unit::MAGNITUDES;
use super::super::super::{Dimension, Unit};
use super::super::numeral::{NUMERAL, needed, times};
use super::super::{Refusal, refuse};
use super::{Amount, Beyond, OVER_MARKS, Scanner};

impl Scanner<'_> {
    /// Powers of ten in words or letters; Chinese ones add up (`1亿2000万`, `2万5`).
    pub(super) fn magnitude(&mut self, amount: &mut Amount) -> Result<(), Refusal> {
        let start = self.at;
        self.blanks();
        let over_mark = self.peek(0).filter(|c| OVER_MARKS.contains(*c));
        let after = usize::from(over_mark.is_some());
        let chinese = MAGNITUDES.iter().find(|(word, _)| {
            !word.is_ascii() && word.chars().enumerate().all(|(i, c)| self.peek(i + after) == Some(c))
        });
        if let Some((word, scale)) = chinese {
            self.at += after + word.chars().count();
            if over_mark.is_some() {
                amount.beyond = Some(Beyond::Little);
            }
            amount.magnitude = true;
            amount.scale *= scale;
            amount.value = times(amount.value, *scale);
            let more = self.digit(0) || self.peek(0).is_some_and(|c| NUMERAL.contains(c));
            return if more { self.more_magnitudes(amount, *scale) } else { Ok(()) };
        }
        if self.peek(0) == Some('兆') {
            let Some(zhao) = self.context.zhao else {
                return refuse(
                    "ambiguous-magnitude",
                    "兆, which is 1e6 or 1e12,",
                    Some("Set zhao in [table], or write 百万 or 万亿"),
                );
            };
            self.at += 1;
            (amount.magnitude, amount.scale, amount.value) = (true, zhao, times(amount.value, zhao));
            return Ok(());
        }
        let run: String = self.rest().chars().take_while(char::is_ascii_alphabetic).collect();
        let lower = run.to_lowercase();
        let scale = match lower.as_str() {
            "" => None,
            "m" | "b" | "t" if run == lower && !self.beside_money(&run) => None,
            "m" => Some(1e6),
            "b" => Some(1e9),
            "t" => Some(1e12),
            word => MAGNITUDES.iter().find(|(w, _)| w.is_ascii() && w.to_lowercase() == word).map(|(_, scale)| *scale),
        };
        match scale {
            Some(scale) => {
                self.at += run.chars().count();
                // Mrd. and Mio. end in a point of their own.
                if matches!(lower.as_str(), "mrd" | "mio" | "tsd") && !self.digit(1) {
                    self.take(".");
                }
                (amount.magnitude, amount.scale, amount.value) = (true, scale, times(amount.value, scale));
            }
            None => self.at = start,
        }
        Ok(())
    }

    fn more_magnitudes(&mut self, amount: &mut Amount, mut above: f64) -> Result<(), Refusal> {
        while self.digit(0) || self.peek(0).is_some_and(|c| NUMERAL.contains(c)) {
            let start = self.at;
            let (value, _) = self.number()?;
            let typed = self.at - start;
            let over = self.peek(0).is_some_and(|c| OVER_MARKS.contains(c));
            self.at += usize::from(over);
            let next = MAGNITUDES.iter().find(|(word, _)| !word.is_ascii() && self.take(word));
            let scale = match next {
                Some((_, scale)) if *scale < above => *scale,
                Some(_) => return refuse("bad-number", "magnitudes that do not fall", None),
                // 2万5 is 25,000: the next smaller power of ten. 3万5000 has all its digits.
                None if typed == 1 => above / 10.0,
                None if 10f64.powi(i32::try_from(typed).unwrap_or(i32::MAX)) == above => 1.0,
                None => {
                    return refuse("bad-number", "digits behind a magnitude", Some("Write 1亿2000万, or 1.2亿"));
                }
            };
            if over {
                amount.beyond = Some(Beyond::Little);
            }
            amount.value += times(value, scale);
            above = scale;
            if next.is_none() {
                break;
            }
        }
        // 1亿2000万: its zeros only fill the places.
        amount.digits = Some(needed(amount.value));
        Ok(())
    }

    /// Whether a currency stands with the number: before it, behind its magnitude (`5m USD`), or in the unit column.
    fn beside_money(&self, magnitude: &str) -> bool {
        let is_money = |unit: &Unit| matches!(unit.dimension, Dimension::Money(_));
        let rest = self.rest();
        let behind = rest.strip_prefix(magnitude).unwrap_or("").trim_start();
        let word: String = behind.chars().take_while(|c| c.is_alphabetic()).collect();
        self.money
            || Unit::known(&word).is_some_and(|unit| is_money(&unit))
            || is_money(&Unit::parse(&self.context.unit).0)
    }
}
