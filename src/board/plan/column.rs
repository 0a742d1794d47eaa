//! What an observation says in a column that the config names by role or header.

use super::ask::Ask;
use crate::analysis::Field;
use crate::base::{ObsRef, fold};

/// The field of that name.
pub(super) fn field(name: &str) -> Field {
    Field::parse(&fold(name)).unwrap_or_else(|| Field::Column(name.to_owned()))
}

/// What it says there, as shown; empty where it says nothing.
pub(super) fn text_of(ask: &Ask<'_>, name: &str, at: ObsRef) -> String {
    field(name).texts(ask.dataset, at).into_iter().next().unwrap_or_default()
}
