//! Floor 3: `config.toml`, a Dataset and one viewer's Lens -> a Board: pages, layout, panels resolved to what they draw.
//! Knows no terminal and no cells.

mod config;
mod grid;
mod lens;
mod panels;
mod plan;
mod suggest;

pub use config::{Checked, DEFAULT_CONFIG, PageSpec, PanelSpec, ThemeSpec, check_config, is_named};
pub use grid::{Grid, Slot};
pub use lens::{Lens, Sort};
pub use panels::{
    BarRow, Bars, Comparison, ComparisonRow, Division, Event, Extent, Figure, Figures, Gap, Hue, Intervals, Lane, Line,
    LineEvent, LinePoint, LineSeries, Notes, Open, Part, Points, Records, Reference, Relation, Resolved, Segment,
    Stroke, TableColumn, Timeline,
};
pub use plan::{Board, Page, Panel, Sources, all_columns, plan};
pub use suggest::{suggest, write_config};
