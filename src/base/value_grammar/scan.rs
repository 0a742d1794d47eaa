//! One amount after another: sign, currency, number, magnitude, unit.

use super::super::unit::{MAGNITUDES, SYMBOLS};
use super::super::{Dimension, Unit};
use super::{Refusal, Statement, ValueContext, is_percent, refuse};

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
}

const CHINESE_DIGITS: &str = "零一二三四五六七八九";

const NUMERAL: &str = "零〇一二三四五六七八九两十百千半点";

/// A whole text as a Chinese numeral: 十二, 两百五十, 一百二 (120), 三点五, 半.
pub(super) fn chinese(text: &str) -> Option<f64> {
    let one = |c: char| match c {
        '〇' => Some(0),
        '两' => Some(2),
        c => CHINESE_DIGITS.chars().position(|d| d == c),
    };
    if text == "半" {
        return Some(0.5);
    }
    if let Some((whole, fraction)) = text.split_once('点') {
        let whole = chinese(whole)?;
        let typed = fraction.chars().map(|c| one(c).and_then(|d| char::from_digit(d as u32, 10)));
        let typed = typed.collect::<Option<String>>().filter(|digits| !digits.is_empty())?;
        return format!("{whole}.{typed}").parse().ok();
    }
    let (mut total, mut digit, mut last, mut zero) = (0.0, None, f64::INFINITY, false);
    for c in text.chars() {
        let scale = match c {
            '十' => 10.0,
            '百' => 100.0,
            '千' => 1000.0,
            _ => {
                let value = one(c)?;
                if digit.is_some() {
                    return None;
                }
                if value == 0 && text.chars().count() > 1 {
                    zero = true;
                } else {
                    digit = Some(value as f64);
                }
                continue;
            }
        };
        if scale >= last {
            return None;
        }
        let times = if scale == 10.0 { digit.take().unwrap_or(1.0) } else { digit.take()? };
        total += times * scale;
        (last, zero) = (scale, false);
    }
    // 一百二 is 120, 一百零二 is 102.
    let ones = if last.is_finite() && last > 10.0 && !zero { last / 10.0 } else { 1.0 };
    (!text.is_empty()).then(|| total + digit.unwrap_or(0.0) * ones)
}

/// Significant digits that a number needs in decimal notation.
pub(super) fn needed(value: f64) -> u8 {
    let mantissa = format!("{value:.14e}");
    let mantissa = mantissa.split('e').next().unwrap_or("").trim_start_matches('-').replace('.', "");
    u8::try_from(mantissa.trim_end_matches('0').len().max(1)).unwrap_or(u8::MAX)
}

/// A product as it reads: without the last bits that a binary product of decimals has too many.
pub(super) fn times(value: f64, scale: f64) -> f64 {
    if scale == 1.0 {
        return value;
    }
    let product = value * scale;
    format!("{product:.14e}").parse().unwrap_or(product)
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &str, context: &'a ValueContext) -> Self {
        Self { chars: text.trim().chars().collect(), at: 0, context }
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

    fn rest(&self) -> String {
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
            );
        }
        refuse("bad-number", "more than a number and its unit", None)
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
        } else if self.take("×") {
            unit = Unit::known("x");
        } else if let Some((_, code)) = SYMBOLS.iter().find(|(symbol, _)| self.take(symbol)) {
            let code = if *code == "CNY" && self.context.yen_is_jpy { "JPY" } else { code };
            unit = Some(Unit::money(code));
            prefix_unit = true;
            self.blanks();
        }
        if !negative {
            negative = self.sign();
        }
        let (mut value, digits) = self.number()?;
        if self.peek(0) == Some('/') && self.digit(1) {
            self.at += 1;
            let (under, _) = self.number()?;
            if under == 0.0 {
                return refuse("bad-number", "a division by zero", None);
            }
            value /= under;
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
            amount.value = -amount.value;
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
        if self.peek(0) == Some('+') && self.digit(1) {
            self.at += 1;
        }
        false
    }

    fn number(&mut self) -> Result<(f64, Option<u8>), Refusal> {
        if !self.digit(0) {
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
        let mut typed = String::new();
        while let Some(c) = self.peek(0) {
            let joins = match c {
                c if c.is_ascii_digit() => true,
                '.' | ',' => self.digit(1) && !typed.ends_with(['.', ',']),
                ' ' => self.groups_by_space(&typed),
                '_' => return refuse("bad-number", "an underscore in a number", Some("Write 1,000 or 1000")),
                _ => false,
            };
            if !joins {
                break;
            }
            if c != ' ' {
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
            Ok(value) if value.is_finite() => Ok((value, Some(digits))),
            _ => refuse("bad-number", "a number too large to hold", None),
        }
    }

    /// A space joins digits only in groups of exactly three.
    fn groups_by_space(&self, typed: &str) -> bool {
        let three = self.digit(1) && self.digit(2) && self.digit(3) && !self.digit(4);
        let head = typed.rsplit([' ']).next().unwrap_or("");
        let whole = !head.is_empty() && head.chars().all(|c| c.is_ascii_digit());
        three
            && whole
            && (head.len() <= 3 || head.len() % 3 <= 3 && self.chars.get(self.at.wrapping_sub(4)) == Some(&' '))
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
        let comma_decimal = self.context.decimal_comma == Some(true);
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
                return refuse("bad-number", "digits not in groups of three", None);
            }
        }
        let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
        Ok(match fraction {
            Some(fraction) => format!("{whole}.{fraction}"),
            None => whole,
        })
    }

    /// Powers of ten in words or letters; Chinese ones add up (`1亿2000万`, `2万5`).
    fn magnitude(&mut self, amount: &mut Amount) -> Result<(), Refusal> {
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
            return self.more_magnitudes(amount, *scale);
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
        let money = amount.unit.as_ref().is_some_and(|unit| matches!(unit.dimension, Dimension::Money(_)));
        let scale = match lower.as_str() {
            "" => None,
            "m" | "b" | "t" if run == lower && !money => None,
            "m" => Some(1e6),
            "b" => Some(1e9),
            "t" => Some(1e12),
            word => MAGNITUDES.iter().find(|(w, _)| w.is_ascii() && w.to_lowercase() == word).map(|(_, scale)| *scale),
        };
        match scale {
            Some(scale) => {
                self.at += run.chars().count();
                (amount.magnitude, amount.scale, amount.value) = (true, scale, times(amount.value, scale));
            }
            None => self.at = start,
        }
        Ok(())
    }

    fn more_magnitudes(&mut self, amount: &mut Amount, mut above: f64) -> Result<(), Refusal> {
        while self.digit(0) || self.peek(0).is_some_and(|c| NUMERAL.contains(c)) {
            let start = self.at;
            let (value, digits) = self.number()?;
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
            amount.digits = amount.digits.zip(digits).map(|(a, b)| a.saturating_add(b));
            above = scale;
            if next.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// The unit up to a range separator, a bracket or the end.
    fn unit(&mut self, amount: &mut Amount) -> Result<(), Refusal> {
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
        let starts_well = text.starts_with(|c: char| c.is_alphabetic() || "%°‰×$€£{".contains(c));
        let hex = amount.value == 0.0 && !spaced && text.starts_with(['x', 'X']) && text.len() > 1;
        if !starts_well || hex || super::words::qualifies(&text) || text.chars().count() > 60 {
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
        let (unit, scale) = Unit::parse(&text);
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

    /// `(+5/-5)`, `± 2`, `(±2)`, `(1465-1475)` after an amount.
    pub(super) fn around(&mut self, centre: &Amount) -> Result<Option<Statement>, Refusal> {
        self.blanks();
        let start = self.at;
        let mut centre = centre.clone();
        let bracket = self.take("(");
        self.blanks();
        let margin = if self.take("±") {
            let part = self.amount()?;
            Margin::of(&mut centre, part, self.context.percent_column)?
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
            if self.separates(self.at) {
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
        let ends = super::join(low, high)?;
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

/// Significant digits as typed; trailing zeros count, leading ones do not.
fn significant(plain: &str) -> u8 {
    let digits: Vec<char> = plain.chars().filter(char::is_ascii_digit).collect();
    let leading = digits.iter().take_while(|c| **c == '0').count();
    u8::try_from((digits.len() - leading).max(1)).unwrap_or(u8::MAX)
}
