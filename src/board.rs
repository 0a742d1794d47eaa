//! Floor 3: `config.toml`, a Dataset and one viewer's Lens -> a Board: pages, layout, panels resolved to what they draw.
//! Knows no terminal and no cells.

mod config;
mod grid;
mod lens;
mod panels;
mod plan;
mod suggest;

pub use config::{Checked, DEFAULT_CONFIG, LineSpec, PageSpec, PanelSpec, ThemeSpec, check_config, is_named};
pub use grid::{Grid, Slot};
pub use lens::{Lens, Sort};
pub use panels::{
    BarRow, Bars, Called, Comparison, ComparisonRow, Computed, Division, Event, Extent, Figure, Figures, Gap, Hue,
    Intervals, Lane, Line, LineEvent, LinePoint, LineSeries, LineTrend, Notes, Open, Part, PointGroup, Points, Records,
    Reference, Relation, Resolved, Scatter, ScatterAxis, ScatterPoints, ScatterTrend, Segment, Stroke, TableColumn,
    Timeline, ValueScale, Way,
};
pub use panels::{Distribution, Facets, Heat, HeatCell, HeatColumn, HeatRow, SHADES, Shading, swing};
pub use plan::{Board, Page, Panel, Sources, all_columns, plan};
pub use suggest::{suggest, write_config};
