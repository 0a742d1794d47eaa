//! Config + Dataset + Lens -> Board. Total: a panel that cannot be drawn says why; it never takes the others down.

use std::sync::Arc;

use crate::base::{Diagnostic, ObsRef, PanelKind};
use crate::data::Dataset;

use super::{Checked, Grid, Lens, Resolved};

/// Everything that can be shown of one dataset through one lens.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// Title.
    pub title: String,
    /// Pages in order; never empty.
    pub pages: Vec<Page>,
    /// Group names by hue, for legends.
    pub groups: Vec<String>,
    /// What went wrong while planning.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the lens filters rows, how many of how many are left.
    pub filtered: Option<(usize, usize)>,
}

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Name.
    pub name: String,
    /// Layout.
    pub grid: Grid,
    /// Layout below 100 columns.
    pub narrow: Option<Grid>,
    /// Panels in number order (panel 1 first).
    pub panels: Vec<Panel>,
}

/// One panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Id in the config.
    pub id: Arc<str>,
    /// Kind in the config (`resolved` may be a table because of `t`, or Failed).
    pub kind: PanelKind,
    /// Title.
    pub title: String,
    /// Top right of the border: unit, period, counts.
    pub corner: String,
    /// Bottom border: sources, or the finding.
    pub bottom: String,
    /// What it draws.
    pub resolved: Resolved,
    /// All observations it shows.
    pub obs: Vec<ObsRef>,
}

/// Plans a board. `open` is the name of the open file, for panels with `file`.
pub fn plan(config: &Checked, dataset: &Dataset, lens: &Lens, open: &str) -> Board {
    todo!("{config:?} {dataset:?} {lens:?} {open}")
}
