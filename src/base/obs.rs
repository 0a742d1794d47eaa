//! References to observations: by place in one loaded dataset, and by content across loads.

use std::sync::Arc;

use super::{Dimension, Period};

/// The n-th observation of one `Dataset`. Never kept across loads: keep an [`ObsKey`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObsRef(pub u32);

/// What makes a series one series. All texts are folded ([`super::fold`]) and joined names are replaced by the first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey {
    /// Who or what.
    pub entity: Arc<str>,
    /// What is measured, or the event's name.
    pub metric: Arc<str>,
    /// Dimension of the unit.
    pub dimension: Dimension,
    /// Who measured or said it.
    pub source: Arc<str>,
    /// Region, platform, definition; and, joined by `\u{1f}`, further columns that the table's key names.
    pub scope: Arc<str>,
}

/// One observation by its content: survives a reload.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObsKey {
    /// The series.
    pub series: SeriesKey,
    /// When; `Period` orders by first day, then last day.
    pub period: Period,
    /// 0 for the first observation with this series and period in file order, 1 for the next (revision or conflict).
    pub nth: u16,
}
