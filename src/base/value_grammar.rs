//! Reads values (NUMBERS part 2).

use super::Measure;

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

/// Reads one value. The empty text is missing.
///
/// # Errors
/// Where the text is no value of the grammar, or has two readings; the caller keeps it as text.
pub fn parse_value(text: &str, context: &ValueContext) -> Result<Measure, ValueError> {
    todo!("{text} {context:?}")
}
