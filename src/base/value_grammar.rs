//! Reads values (NUMBERS part 2): what was said, never a false point.
//!
//! The order of the steps is the grammar: the first that matches wins. Whole phrases come first (`phrases`), then words around
//! the number are taken off (`words`), then orders of magnitude and factors told in words are tried (`orders`, `factors`), then the
//! number itself is scanned (`scan`), then two ends are joined (here).

mod beside;
mod factors;
mod numeral;
mod orders;
mod phrases;
mod scan;
mod words;

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::{Bound, Dimension, Measure, Shape, Unit};
pub use beside::{parse_margin, split_flags};
pub(super) use factors::may_mean_to;
pub(super) use numeral::needed;
use numeral::times;
use scan::{Amount, Beyond, Scanner};
use words::{Side, Words};

/// What a whole column or the settings tell about how to read one of its cells.
#[derive(Debug, Clone, Default)]
pub struct ValueContext {
    /// `1.234` is 1234 and `1,5` is 1.5; `None` = no evidence, a dot is the decimal mark and `1,5` is refused.
    pub decimal_comma: Option<bool>,
    /// The column holds percentages, so that `±2%` is in points.
    pub percent_column: bool,
    /// What 兆 stands for (1e6 or 1e12); refused where unset.
    pub zhao: Option<f64>,
    /// `¥` is JPY instead of CNY.
    pub yen_is_jpy: bool,
    /// The unit column's text, which fills what the value lacks; empty = none.
    pub unit: String,
}

/// Why a text is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    /// Kind of problem: `two-amounts`, `unit-conflict`, `bad-range`, `bad-number`, `ambiguous-mark`, ...
    pub code: super::Code,
    /// Character offset of the offending part within the text.
    pub offset: usize,
    /// One line without the text itself: `two amounts in "40%或50%"`.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// A refusal before the text is put into its sentence.
#[derive(Debug)]
struct Refusal {
    code: super::Code,
    what: &'static str,
    help: Option<String>,
    /// The offending part, where it is known.
    part: Option<String>,
}

fn refuse<T>(code: super::Code, what: &'static str, help: Option<&str>) -> Result<T, Refusal> {
    Err(Refusal { code, what, help: help.map(str::to_owned), part: None })
}

impl Refusal {
    fn about(self, part: &str) -> Self {
        Self { part: Some(part.trim().to_owned()), ..self }
    }

    /// Characters before the offending part; before the text itself where the part is not known or was typed otherwise.
    fn offset(&self, text: &str) -> usize {
        let part = self.part.as_deref().filter(|part| !part.is_empty());
        let before = part.and_then(|part| text.rfind(part)).and_then(|at| text.get(..at));
        before.map_or_else(|| text.chars().take_while(|c| c.is_whitespace()).count(), |before| before.chars().count())
    }
}

const MISSING: &[&str] = &[
    "",
    "-",
    "--",
    "---",
    ".",
    "..",
    "...",
    "…",
    ":",
    "n/a",
    "na",
    "nan",
    "#n/a",
    "null",
    "none",
    "未披露",
    "未公布",
    "不详",
    "todo",
];
const UNLIMITED: &[&str] = &["无限", "不限", "unlimited", "no limit"];

/// Reads one value. The empty text is missing.
///
/// # Errors
/// Where the text is no value of the grammar, or has two readings; the caller keeps it as text.
pub fn parse_value(text: &str, context: &ValueContext) -> Result<Measure, ValueError> {
    let normal = normalised(text);
    read(&normal, text, context).map_err(|refusal| ValueError {
        code: refusal.code,
        offset: refusal.offset(text),
        message: format!("{} in \"{}\"", refusal.what, text.trim()),
        help: refusal.help,
    })
}

/// Superscripts as `^`, one dash, one wave dash, then NFKC, single spaces.
fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut raised = false;
    for c in text.trim().chars() {
        let superscript = match c {
            '⁰' => Some('0'),
            '¹' => Some('1'),
            '²' => Some('2'),
            '³' => Some('3'),
            '⁴'..='⁹' => char::from_u32('4' as u32 + (c as u32 - '⁴' as u32)),
            '⁻' if !raised => Some('-'),
            _ => None,
        };
        if let Some(digit) = superscript {
            if !raised {
                out.push('^');
            }
            out.push(digit);
            raised = true;
            continue;
        }
        raised = false;
        let marks_digit = !c.is_ascii()
            && !matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{1d7ce}'..='\u{1d7ff}')
            && std::iter::once(c).nfkc().any(|n| n.is_ascii_digit());
        if marks_digit && !out.ends_with(char::is_alphabetic) {
            // ① and ½ would join the digits before them: 45① is no 451.
            out.push('[');
            out.extend(std::iter::once(c).nfkc());
            out.push(']');
            continue;
        }
        out.push(match c {
            '\u{2010}'..='\u{2015}' | '−' | '﹣' | '－' => '-',
            '～' | '〜' | '∼' => '~',
            c => c,
        });
    }
    let plain: String = out.nfkc().collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(text: &str, raw: &str, context: &ValueContext) -> Result<Measure, Refusal> {
    let lower = text.to_lowercase();
    let column = if context.unit.trim().is_empty() { (Unit::none(), 1.0) } else { Unit::parse(&context.unit) };
    if MISSING.contains(&lower.as_str()) {
        return Ok(Measure::wordless(Shape::Missing, column.0, raw));
    }
    if UNLIMITED.contains(&lower.as_str()) {
        return Ok(Measure::wordless(Shape::Unlimited, column.0, raw));
    }
    if let Some(help) = phrases::change_as_value(text) {
        return Err(Refusal {
            code: "change-as-value",
            what: "a change written as words",
            help: Some(help),
            part: None,
        });
    }
    let core = phrases::without_footnote(text);
    if let Some(second) = phrases::second_amount(core) {
        return refuse("two-amounts", "two amounts", Some("Write 40%-50% or two rows"))
            .map_err(|r: Refusal| r.about(second));
    }
    let words = words::strip(core)?;
    let read = if let Some(order) = orders::order(&words.rest, context) { order? } else { number(&words, context)? };
    finish(read, &words, column, raw)
}

/// What stands behind the words: one amount, or two.
struct Statement {
    low: Option<f64>,
    high: Option<f64>,
    point: Option<f64>,
    order: bool,
    unit: Option<Unit>,
    magnitude: bool,
    digits: Option<u8>,
    beyond: Option<Beyond>,
}

impl Statement {
    /// A number told in words, which has no digits.
    fn stated(value: f64, unit: Unit) -> Self {
        Self {
            low: Some(value),
            high: Some(value),
            point: Some(value),
            order: false,
            unit: Some(unit),
            magnitude: false,
            digits: None,
            beyond: None,
        }
    }

    fn single(amount: Amount) -> Self {
        Self {
            low: Some(amount.value),
            high: Some(amount.value),
            point: Some(amount.value),
            order: false,
            unit: amount.unit,
            magnitude: amount.magnitude,
            digits: amount.digits,
            beyond: amount.beyond,
        }
    }
}

fn number(words: &Words, context: &ValueContext) -> Result<Statement, Refusal> {
    let text = words.rest.as_str();
    if let Some((inner, unit)) = text.strip_prefix('(').and_then(|t| t.split_once(')')) {
        // An accountant's negative: (1,234), (5)%.
        let mut scanner = Scanner::new(&format!("{inner}{unit}"), context);
        let mut amount = scanner.amount()?;
        if !scanner.at_end() {
            return refuse("bad-number", "more than a number in brackets", None);
        }
        amount.value = 0.0 - amount.value;
        return Ok(Statement::single(amount));
    }
    let mut scanner = Scanner::new(text, context);
    let first = scanner.amount()?;
    if scanner.at_end() {
        return Ok(Statement::single(first));
    }
    if let Some(around) = scanner.around(&first)? {
        return Ok(around);
    }
    if !scanner.separator() {
        return scanner.leftover();
    }
    if scanner.at_end() {
        return refuse("bad-range", "a range without its second end", Some("Write 5-20, or ≥5"));
    }
    let second = scanner.amount()?;
    if !scanner.at_end() {
        let rest = scanner.rest();
        if scanner.separator() {
            return refuse("bad-range", "two separators, which looks like a date,", Some("Write a range as 5-20"))
                .map_err(|refusal: Refusal| refusal.about(&rest));
        }
        return scanner.leftover();
    }
    if words.bound.is_some() {
        return refuse("two-bounds", "a bound on a range", Some("Write the range alone, or one bound"));
    }
    join(first, second)
}

/// Two ends of a range: a magnitude or unit only on the right applies to both (rule 7).
fn join(mut first: Amount, mut second: Amount) -> Result<Statement, Refusal> {
    if first.beyond.is_some() || second.beyond.is_some() {
        return refuse("two-bounds", "a bound on a range", Some("Write the range alone, or one bound"));
    }
    let left_only =
        (first.magnitude && !second.magnitude) || (first.unit.is_some() && second.unit.is_none() && !first.prefix_unit);
    if left_only {
        return refuse("bad-range", "a unit or magnitude on the first end only", Some("Write it on both ends: 5k-10k"));
    }
    if second.magnitude && !first.magnitude {
        first.value = times(first.value, second.scale);
    }
    let unit = match (first.unit.take(), second.unit.take()) {
        (Some(a), Some(b)) if a != b => {
            if a.dimension != b.dimension {
                return refuse("unit-conflict", "two units", Some("Write both ends in one unit"));
            }
            first.value = times(first.value, a.factor / b.factor);
            Some(b)
        }
        (a, b) => b.or(a),
    };
    if first.value > second.value {
        return refuse("bad-range", "a range whose first end is larger", Some("Write the smaller end first"));
    }
    Ok(Statement {
        low: Some(first.value),
        high: Some(second.value),
        point: None,
        order: false,
        unit,
        magnitude: first.magnitude || second.magnitude,
        digits: first.digits.max(second.digits),
        beyond: None,
    })
}

fn finish(read: Statement, words: &Words, column: (Unit, f64), raw: &str) -> Result<Measure, Refusal> {
    let (column_unit, column_scale) = column;
    let has_column = !column_unit.code.is_empty() || column_scale != 1.0;
    let unit_conflict =
        || refuse("unit-conflict", "a unit unlike the unit column's", Some("Keep the unit in one place"));
    let (unit, scale) = match read.unit {
        None if has_column => {
            if read.magnitude && column_scale != 1.0 {
                return refuse(
                    "unit-conflict",
                    "a magnitude beside the unit column's",
                    Some("Keep the magnitude in one place"),
                );
            }
            (column_unit, column_scale)
        }
        None => (Unit::none(), 1.0),
        Some(unit) if !has_column => (unit, 1.0),
        Some(unit) => {
            if read.magnitude && column_scale != 1.0 {
                return unit_conflict();
            }
            let refines = column_unit.code.strip_prefix(unit.code.as_ref()).is_some_and(|per| per.starts_with('/'));
            if column_unit.code.is_empty() {
                (unit, column_scale)
            } else if unit.code == column_unit.code || refines || counts_items(&unit, &column_unit) {
                (column_unit, column_scale)
            } else {
                return unit_conflict();
            }
        }
    };
    let scaled = |value: f64| times(value, scale);
    let end = |value: f64, inclusive: bool| Bound { value, inclusive };
    let mut about = words.about;
    let (low, high) = (read.low.map(scaled), read.high.map(scaled));
    if low.is_some_and(|v| !v.is_finite()) || high.is_some_and(|v| !v.is_finite()) {
        return refuse("bad-number", "a number too large to hold", None);
    }
    let beyond = read.beyond.map(|beyond| Side { upper: false, inclusive: beyond == Beyond::OrMore });
    if words.bound.is_some() && (read.point.is_some() && low != high || beyond.is_some_and(|b| words.bound != Some(b)))
    {
        return refuse("two-bounds", "two different bounds", Some("Write a range: 5-20"));
    }
    let bound = beyond.or(words.bound);
    about |= read.beyond == Some(Beyond::Little);
    let (shape, low, high, point) = match bound {
        Some(Side { upper: true, inclusive }) => (Shape::Bound, None, high.map(|v| end(v, inclusive)), None),
        Some(Side { upper: false, inclusive }) => (Shape::Bound, low.map(|v| end(v, inclusive)), None, None),
        None => {
            let point = read.point.map(scaled);
            let shape = match (read.order, low == high) {
                (true, _) if high.is_none() => Shape::Bound,
                (true, _) => Shape::Order,
                (false, true) => Shape::Exact,
                (false, false) => Shape::Range,
            };
            (shape, low.map(|v| end(v, true)), high.map(|v| end(v, true)), point)
        }
    };
    // 两年半 and 1 h 35 min need more digits than their parts have; a quotient such as 1/3 has no end of them.
    let enough = [low, high].into_iter().flatten().map(|b| needed(b.value)).max().filter(|digits| *digits <= 12);
    let digits = read.digits.map(|typed| if shape == Shape::Range { typed } else { typed.max(enough.unwrap_or(1)) });
    Ok(Measure { shape, low, high, point, about, unit, digits, raw: Arc::from(raw) })
}

/// Words for persons and items never contradict each other or another word; they do contradict `%` or `s`.
fn counts_items(unit: &Unit, column: &Unit) -> bool {
    let word = |unit: &Unit| matches!(unit.dimension, Dimension::Word(_));
    (unit.is_item_word() && word(column)) || (column.is_item_word() && word(unit))
}

/// Percentages are points on a percent scale.
fn is_percent(unit: Option<&Unit>) -> bool {
    unit.is_some_and(|unit| unit.dimension == Dimension::Percent)
}

#[cfg(test)]
mod tests;
