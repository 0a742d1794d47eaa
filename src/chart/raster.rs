//! A raster finer than cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Which glyphs make the raster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Glyphs {
    /// 2x4 dots a cell.
    #[default]
    Braille,
    /// ASCII: one dot a cell, drawn `*`, `.`, `'`.
    Ascii,
}

/// Dots over an area, with a style a cell (the first series that touches a cell owns its colour).
#[derive(Debug, Clone)]
pub struct Raster {
    area: Rect,
    glyphs: Glyphs,
    cells: Vec<(u8, Option<Style>)>,
}

impl Raster {
    /// An empty raster.
    pub fn new(area: Rect, glyphs: Glyphs) -> Self {
        todo!("{area:?} {glyphs:?}")
    }

    /// Dots across.
    pub fn width(&self) -> usize {
        todo!()
    }

    /// Dots down.
    pub fn height(&self) -> usize {
        todo!()
    }

    /// Sets a dot; outside is ignored.
    pub fn dot(&mut self, x: i64, y: i64, style: Style) {
        todo!("{x} {y} {style:?}")
    }

    /// A straight line between two dots (Bresenham); `dash` draws that many dots, then leaves as many out.
    pub fn line(&mut self, from: (i64, i64), to: (i64, i64), style: Style, dash: Option<u32>) {
        todo!("{from:?} {to:?} {style:?} {dash:?}")
    }

    /// Draws all non-empty cells.
    pub fn draw(&self, buf: &mut Buffer) {
        todo!("{buf:?}")
    }
}
