//! Which observations: AND over conditions, OR within one. Both `where` of the config and the typed filter become a [`Where`].

use crate::base::{Day, ObsRef, Period};
use crate::data::Dataset;

/// A column that a condition looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Any text column.
    Any,
    /// Who or what.
    Entity,
    /// What is measured.
    Metric,
    /// When.
    Period,
    /// The value's number, or its words.
    Value,
    /// Unit code.
    Unit,
    /// Who said it.
    Source,
    /// Where it was read.
    Via,
    /// Place in that document.
    Reference,
    /// Status letter.
    Status,
    /// Confidence.
    Confidence,
    /// Scope.
    Scope,
    /// Group.
    Group,
    /// Kind.
    Kind,
    /// Quality word ([`crate::base::Quality::as_str`]).
    Quality,
    /// Note.
    Note,
    /// Any other column by its header.
    Column(String),
}

/// How a number must stand to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Below.
    Less,
    /// Below or equal.
    AtMost,
    /// Above.
    Greater,
    /// Above or equal.
    AtLeast,
}

/// How a period must lie.
#[derive(Debug, Clone, PartialEq)]
pub enum PeriodTest {
    /// The same days.
    Same(Period),
    /// All its days within these.
    Within(Period),
    /// Starts after that day.
    After(Day),
    /// Ends before that day.
    Before(Day),
    /// The last period in which any row that meets the other conditions has a value.
    Latest,
}

/// One way to meet a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The whole cell, either half of "Latin 中文", or a joined name; folded.
    Name(String),
    /// `*` and `?` over the folded cell.
    Glob(String),
    /// Part of the folded cell.
    Contains(String),
    /// By days.
    Period(PeriodTest),
    /// By number; holds where it holds for the stated point, else for the whole interval.
    Number(Relation, f64),
}

/// One condition: any of its tests holds (or none, if negated).
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Column.
    pub field: Field,
    /// `!word`.
    pub negated: bool,
    /// Alternatives.
    pub any: Vec<Test>,
}

/// All conditions hold. Empty selects everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Where {
    /// The conditions.
    pub conditions: Vec<Condition>,
}

/// What was selected, and what the conditions named in vain.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Observations in file order; of each key and period only the latest report up to the as-of date, conflicts all.
    pub refs: Vec<ObsRef>,
    /// With `period = "latest"`: the period that was taken.
    pub latest: Option<Period>,
    /// With `period = "latest"`: shown names of entities that meet the rest but have no value then.
    pub missing: Vec<String>,
    /// Conditions (by index) that no observation meets on its own.
    pub unmet: Vec<usize>,
}

/// Reads a typed filter: `metric:mau entity:豆包`, `!word`, `>10M`, `"two words"`; other words match any text column.
/// Never fails: what is no operator is a word.
pub fn parse_filter(text: &str) -> Where {
    todo!("{text}")
}

/// Selects observations, as known on `as_of` (of each key and period the latest `reported` up to then).
pub fn select(dataset: &Dataset, conditions: &Where, as_of: Option<Day>) -> Selection {
    todo!("{dataset:?} {conditions:?} {as_of:?}")
}

impl Where {
    /// Whether one observation meets all conditions (`latest` counts as met).
    pub fn matches(&self, dataset: &Dataset, at: ObsRef) -> bool {
        todo!("{dataset:?} {at:?}")
    }
}
