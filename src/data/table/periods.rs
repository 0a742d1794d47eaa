//! A column of periods: the day by which each is placed, and a dictionary of what else was said.

use super::codes::{Coded, CodedBuilder};
use crate::base::{Basis, Day, Period, Precision, TimeOfDay};

/// Which ends were stated, told from the stored day.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Ends {
    /// The stored day is the first; the last is so many days later.
    Both(i32),
    /// The stored day is the first; the end is open.
    From,
    /// The stored day is the last; the start is open.
    Until,
    /// No day was stated.
    Neither,
}

/// All of a period but where it stands: quarters of one length share it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Form {
    ends: Ends,
    precision: Precision,
    approximate: bool,
    uncertain: bool,
    basis: Basis,
    cumulative: bool,
    time: Option<TimeOfDay>,
}

/// One column of periods.
#[derive(Debug)]
pub(in super::super) struct Periods {
    days: Box<[i32]>,
    forms: Coded<Form>,
}

impl Periods {
    /// The period of a row.
    pub(in super::super) fn get(&self, row: usize) -> Period {
        let (Some(day), Some(form)) = (self.days.get(row).copied().map(Day), self.forms.get(row)) else {
            return Period::NONE;
        };
        let (first, last) = match form.ends {
            Ends::Both(span) => (Some(day), Some(Day(day.0.wrapping_add(span)))),
            Ends::From => (Some(day), None),
            Ends::Until => (None, Some(day)),
            Ends::Neither => (None, None),
        };
        Period {
            first,
            last,
            precision: form.precision,
            approximate: form.approximate,
            uncertain: form.uncertain,
            basis: form.basis,
            cumulative: form.cumulative,
            time: form.time,
        }
    }
}

/// Collects a column of periods.
#[derive(Debug, Default)]
pub(in super::super) struct PeriodsBuilder {
    days: Vec<i32>,
    forms: CodedBuilder<Form>,
}

impl PeriodsBuilder {
    /// Adds the next row.
    pub(in super::super) fn push(&mut self, period: Period) {
        let (day, ends) = match (period.first, period.last) {
            (Some(first), Some(last)) => (first.0, Ends::Both(last.0.wrapping_sub(first.0))),
            (Some(first), None) => (first.0, Ends::From),
            (None, Some(last)) => (last.0, Ends::Until),
            (None, None) => (0, Ends::Neither),
        };
        self.days.push(day);
        self.forms.push(Form {
            ends,
            precision: period.precision,
            approximate: period.approximate,
            uncertain: period.uncertain,
            basis: period.basis,
            cumulative: period.cumulative,
            time: period.time,
        });
    }

    /// The finished column.
    pub(in super::super) fn finish(self) -> Periods {
        Periods { days: self.days.into(), forms: self.forms.finish() }
    }
}
