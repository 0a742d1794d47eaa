//! What the records of a file are, and how observations are made of them.
//!
//! `profile` tells what the cells of each column are, `decide` what the columns are for (`sdmx`, `fields`, `packed`, `total` know
//! single forms), `reading` holds the outcome and answers for each observation, `explain` says why.

mod decide;
mod explain;
mod fields;
mod packed;
mod profile;
mod reading;
mod sdmx;
mod total;

pub(super) use decide::{Given, decide};
pub(super) use explain::column as explain_column;
pub use profile::ColumnKind;
pub(super) use profile::{Profile, profiles};
pub(super) use reading::{Field, Reading};

/// What the records of a file are, so how observations are made of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableShape {
    /// One fact a record, in the columns of NUMBERS part 1.
    Observations,
    /// An export of this program, read by its fields.
    Export,
    /// One series a record, one period a column.
    WideByPeriod,
    /// One period a record, one series a column.
    WideBySeries,
    /// Our World in Data: Entity, Code, Year or Day, value columns.
    Owid,
    /// SDMX-CSV: dimensions, `TIME_PERIOD`, `OBS_VALUE`, attributes.
    Sdmx,
    /// Names in order of a score.
    Leaderboard,
    /// One event a record, without values.
    Events,
    /// One thing a record, with one or more measures.
    Records,
    /// A table without anything that could be drawn.
    Plain,
}

const NAMES: [(TableShape, &str); 10] = [
    (TableShape::Observations, "observations"),
    (TableShape::Export, "export"),
    (TableShape::WideByPeriod, "wide-by-period"),
    (TableShape::WideBySeries, "wide-by-series"),
    (TableShape::Owid, "owid"),
    (TableShape::Sdmx, "sdmx"),
    (TableShape::Leaderboard, "leaderboard"),
    (TableShape::Events, "events"),
    (TableShape::Records, "records"),
    (TableShape::Plain, "plain"),
];

impl TableShape {
    /// Its name in the config and in explanations.
    pub fn as_str(self) -> &'static str {
        NAMES.iter().find(|(shape, _)| *shape == self).map_or("", |(_, name)| name)
    }

    /// The shape of that name.
    pub fn parse(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(shape, _)| *shape)
    }

    /// All names, for messages.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(_, name)| *name)
    }
}
