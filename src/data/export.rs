//! The observations as understood, and the table as read (NUMBERS part 6).

use super::Dataset;

/// Form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// RFC 4180, LF.
    Csv,
    /// A JSON array of objects.
    Json,
}

/// All observations, one a record, in file order.
pub fn export_observations(dataset: &Dataset, form: Form) -> Vec<u8> {
    todo!("{dataset:?} {form:?}")
}

/// The table as it was read, before any meaning: UTF-8, comma, LF, quotes only where needed.
pub fn export_cells(dataset: &Dataset) -> Vec<u8> {
    todo!("{dataset:?}")
}
