//! What a number counts: the unit behind it, parts of a duration, prices per something.

use super::super::super::{Dimension, Unit};
use super::super::numeral::{NUMERAL, times};
use super::super::{Refusal, refuse};
use super::{Amount, Scanner};

impl Scanner<'_> {
    /// The unit up to a range separator, a bracket or the end.
    pub(super) fn unit(&mut self, amount: &mut Amount) -> Result<(), Refusal> {
        let start = self.at;
        self.blanks();
        let spaced = self.at > start;
        let mut end = self.at;
        while let Some(c) = self.chars.get(end) {
            let word_boundary = *c != 't' || self.chars.get(end.wrapping_sub(1)) == Some(&' ');
            if "()±+".contains(*c)
                || ("-~至到.t".contains(*c) && word_boundary && end >= self.at && self.separates(end))
            {
                break;
            }
            end += 1;
        }
        let text: String = self.chars.iter().skip(self.at).take(end - self.at).collect();
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Ok(());
        }
        let starts_well = text.starts_with(|c: char| c.is_alphabetic() || "%°‰×$€£¥₩₹{".contains(c))
            || (amount.prefix_unit && text.starts_with('/'));
        // 12%% is no unit of its own.
        let doubled = text.starts_with('%') && text.chars().nth(1).is_some_and(|c| "%°‰×$€£".contains(c));
        let hex = amount.value == 0.0 && !spaced && text.starts_with(['x', 'X']) && text.len() > 1;
        if !starts_well || hex || doubled || super::super::words::qualifies(&text) || text.chars().count() > 60 {
            return self.leftover();
        }
        self.at = end;
        // 1 h 30 min: parts of one duration add up.
        if let Some(split) = text.find(|c: char| c.is_ascii_digit())
            && let Some((word, rest)) = text.split_at_checked(split)
            && let Some(unit) = Unit::known(word.trim()).filter(|unit| unit.dimension == Dimension::Time)
        {
            let mut scanner = Scanner::new(rest, self.context);
            let part = scanner.amount()?;
            let Some(small) = part.unit.filter(|u| u.dimension == Dimension::Time && u.factor < unit.factor) else {
                return self.leftover();
            };
            if !scanner.at_end() {
                return self.leftover();
            }
            if part.beyond.is_some() || amount.beyond.is_some() {
                return self.leftover();
            }
            amount.value = amount.value * unit.factor / small.factor + part.value;
            amount.unit = Some(small);
            return Ok(());
        }
        if numbered(&text) {
            return self.leftover();
        }
        let halved = text.strip_suffix('半').or_else(|| text.strip_prefix("个半")).and_then(Unit::known);
        if let Some(unit) = halved.filter(|unit| unit.dimension == Dimension::Time) {
            amount.value += 0.5;
            amount.unit = Some(unit);
            return Ok(());
        }
        let (mut unit, scale) = Unit::parse(&text);
        if self.context.yen_is_jpy && text.contains('¥') && unit == Unit::money("CNY") {
            unit = Unit::money("JPY");
        }
        if amount.prefix_unit && amount.unit.as_ref().is_some_and(|money| *money != unit) {
            // `$5 per month`, `$20/mo`: the symbol is the money, the rest tells per what.
            let money = amount.unit.as_ref().map_or("", |m| m.code.as_ref());
            let per = text.strip_prefix('/').or_else(|| text.strip_prefix("per "));
            let Some(per) = per else { return refuse("unit-conflict", "two units", None) };
            let (unit, scale) = Unit::parse(&format!("{money}/{}", per.trim()));
            amount.value = times(amount.value, scale);
            amount.unit = Some(unit);
            amount.prefix_unit = false;
            return Ok(());
        }
        amount.value = times(amount.value, scale);
        if scale != 1.0 {
            amount.magnitude = true;
            amount.scale *= scale;
        }
        amount.unit = Some(unit).filter(|unit| !unit.code.is_empty());
        Ok(())
    }
}

/// Whether a text that should be a unit counts something itself: `人5组`. `H100`, `CNY/1e6 {token}` and `per 100 people` do not.
fn numbered(text: &str) -> bool {
    let mut before = None;
    let mut in_name = false;
    for (index, c) in text.char_indices() {
        if c.is_numeric() || NUMERAL.contains(c) && before.is_none() {
            let per = text.get(..index).is_some_and(|head| head.contains('/') || head.contains("per "));
            in_name |= before.is_some_and(|b: char| b.is_ascii_alphabetic() || b == '^');
            if !in_name && !per {
                return true;
            }
        } else if !c.is_ascii_alphabetic() && !"-.^".contains(c) {
            in_name = false;
        }
        before = Some(c);
    }
    false
}
