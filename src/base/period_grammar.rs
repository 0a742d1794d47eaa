//! Reads periods (NUMBERS part 3).

use super::{Day, Period};

/// What a whole column tells about how to read one of its cells.
#[derive(Debug, Clone, Default)]
pub struct PeriodContext {
    /// `15/07/1948` is day first; `None` = not decided: an ambiguous day is refused.
    pub day_first: Option<bool>,
    /// The column is all `YYYY.M`, or has month readings, so that `2024-11` style cells are months.
    pub months: bool,
    /// Day from which "yesterday", "last November" count; `None` = refused.
    pub anchor: Option<Day>,
    /// Fiscal calendar of the row's entity.
    pub fiscal: FiscalYearEnd,
}

/// When fiscal years end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FiscalYearEnd {
    /// With the calendar year.
    #[default]
    December31,
    /// On the last given weekday (Monday = 0) of a month (1-12); quarters are 13 weeks, the last takes what is left.
    LastWeekday {
        /// Monday = 0 ... Sunday = 6.
        weekday: i8,
        /// Month 1-12.
        month: i8,
    },
    /// On the last day of a month (1-12).
    MonthEnd(i8),
}

/// Why a text is no period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodError {
    /// Kind of problem, e.g. `bad-period`, `day-order`.
    pub code: super::Code,
    /// One line.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// Reads one period. Empty text is `Precision::None`.
///
/// # Errors
/// Where the text is no period of the grammar, or means several.
pub fn parse_period(text: &str, context: &PeriodContext) -> Result<Period, PeriodError> {
    todo!("{text} {context:?}")
}
