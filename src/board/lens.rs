//! What one viewer chose: filter, entity, as-of date, sorts, scales. A change of it needs a new plan.

use std::collections::BTreeMap;

use crate::base::Day;
use crate::chart::ScaleKind;

/// How a panel's rows are sorted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sort {
    /// Role or header of the column.
    pub column: String,
    /// Largest first.
    pub descending: bool,
}

/// One viewer's choices. The default changes nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lens {
    /// Typed filters that were kept as chips, and the one being typed last.
    pub filters: Vec<String>,
    /// Only this entity (shown name), everywhere.
    pub only: Option<String>,
    /// What was known on that day.
    pub as_of: Option<Day>,
    /// Sort by panel id.
    pub sorts: BTreeMap<String, Sort>,
    /// Scale of the values by panel id, where it differs from the config.
    pub scale: BTreeMap<String, ScaleKind>,
    /// Panels shown as a table, by id.
    pub as_table: std::collections::BTreeSet<String>,
}
