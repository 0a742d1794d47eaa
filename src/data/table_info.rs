//! What a file is and what its columns are, for those who look at a dataset from outside.

use super::dataset::FilePart;
use super::shape::{ColumnKind, Profile, TableShape};

/// One file of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct TableInfo<'a> {
    /// The file as the user named it.
    pub file: &'a str,
    /// Name of its encoding in the WHATWG Encoding Standard.
    pub encoding: &'static str,
    /// Byte between its cells.
    pub delimiter: u8,
    /// What its records are.
    pub shape: TableShape,
    /// An entity that stands for the sum of the others.
    pub total: Option<&'a str>,
    /// Its columns in order.
    pub columns: Vec<ColumnInfo<'a>>,
}

/// One column of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnInfo<'a> {
    /// Its header, made distinct.
    pub header: &'a str,
    /// What its cells are.
    pub kind: ColumnKind,
    /// What it is for: a role, `low`, `high`, `margin`, `end` ...; `None` = a further column.
    pub role: Option<&'static str>,
    /// Unit that its header names, as typed; empty if none.
    pub unit: &'a str,
    /// Records with something in it, of those that were looked at.
    pub filled: usize,
    /// How many of them are of its kind.
    pub fitting: usize,
}

impl<'a> TableInfo<'a> {
    pub(super) fn of(file: &'a FilePart, profiles: &'a [Profile]) -> Self {
        let columns = file.headers.iter().enumerate().map(|(at, header)| {
            let profile = profiles.get(at);
            ColumnInfo {
                header,
                kind: profile.map_or(ColumnKind::Empty, |profile| profile.kind),
                role: file.reading.role_name(at),
                unit: profile.and_then(Profile::unit).unwrap_or(""),
                filled: profile.map_or(0, |profile| profile.filled),
                fitting: profile.map_or(0, |profile| profile.fitting),
            }
        });
        Self {
            file: &file.name,
            encoding: file.encoding,
            delimiter: file.dialect.delimiter,
            shape: file.reading.shape,
            total: file.reading.total.as_deref(),
            columns: columns.collect(),
        }
    }
}
