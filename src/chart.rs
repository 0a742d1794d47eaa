//! Floor 1: numbers -> cells. Scales with an inverse, ticks, axes, a sub-cell raster, placed labels. Knows no metrics and no
//! themes: it is told styles. Draws on a ratatui Buffer; ratatui's own Chart has no log axis and misplaces labels.

mod axis;
mod extremes;
mod labels;
mod raster;
mod scale;
mod ticks;
mod window;

pub use crate::base::Glyphs;
pub use axis::{Axis, draw_axis, draw_rule, draw_tick_labels};
pub use extremes::Extremes;
pub use labels::{Placed, Side, Taken, Want, place, stack, telling_cut};
pub use raster::{Dash, Pen, Raster};
pub use scale::{Scale, ScaleKind};
pub use ticks::{Periods, Tick, height_ticks, span_ticks, value_ticks};
pub use window::Window;
