//! A raster finer than cells. Two layers: ink (lines and dots) over fill (areas and bands). What is drawn first stands in front: a
//! cell of ink has one owner, and dots of another style in it are left out, for one glyph has one colour.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use crate::base::Glyphs;

mod glyph;
mod stroke;

pub use stroke::{Dash, Pen};

/// Dots over an area. Draw front to back.
#[derive(Debug, Clone)]
pub struct Raster {
    area: Rect,
    glyphs: Glyphs,
    cells: Vec<Cell>,
}

/// Bits count the dots of a cell row by row from the upper left one.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    ink: u8,
    /// Of the ink: of the whole cell, or of its upper and its lower half where each has a colour.
    owners: [Option<Style>; 2],
    fill: u8,
    filler: Option<Style>,
}

/// A dot's place in the raster.
struct Place {
    cell: usize,
    bit: u8,
    /// Which owner it asks.
    part: usize,
}

impl Raster {
    /// An empty raster.
    pub fn new(area: Rect, glyphs: Glyphs) -> Self {
        let cells = usize::from(area.width) * usize::from(area.height);
        Self { area, glyphs, cells: vec![Cell::default(); cells] }
    }

    /// Dots across.
    pub fn width(&self) -> usize {
        usize::from(self.area.width) * self.glyphs.dots().0
    }

    /// Dots down.
    pub fn height(&self) -> usize {
        usize::from(self.area.height) * self.glyphs.dots().1
    }

    /// The set of its glyphs.
    pub fn glyphs(&self) -> Glyphs {
        self.glyphs
    }

    fn place(&self, x: i64, y: i64) -> Option<Place> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if x >= self.width() || y >= self.height() {
            return None;
        }
        let (across, down) = self.glyphs.dots();
        let (row, column) = (y % down, x % across);
        let part = if self.glyphs == Glyphs::HalfBlock { row } else { 0 };
        Some(Place {
            cell: y / down * usize::from(self.area.width) + x / across,
            bit: 1 << (row * across + column),
            part,
        })
    }

    /// Sets a dot; outside, and in a cell (or half) that another style owns, it is left out.
    pub fn dot(&mut self, x: i64, y: i64, style: Style) {
        let Some(place) = self.place(x, y) else { return };
        let Some(cell) = self.cells.get_mut(place.cell) else { return };
        let Some(owner) = cell.owners.get_mut(place.part) else { return };
        if *owner.get_or_insert(style) == style {
            cell.ink |= place.bit;
        }
    }

    /// Fills a column of dots between two rows, both included, behind all ink: sparse dots in braille, else a shade. Of two fills
    /// in a cell the first is seen.
    pub fn fill(&mut self, x: i64, from: i64, to: i64, style: Style) {
        let last = i64::try_from(self.height()).unwrap_or(i64::MAX).saturating_sub(1);
        for y in from.min(to).max(0)..=from.max(to).min(last) {
            let Some(place) = self.place(x, y) else { return };
            let Some(cell) = self.cells.get_mut(place.cell) else { return };
            if *cell.filler.get_or_insert(style) == style {
                cell.fill |= place.bit;
            }
        }
    }

    /// Draws all cells that are not empty.
    pub fn draw(&self, buf: &mut Buffer) {
        for (position, cell) in self.area.positions().zip(&self.cells) {
            let Some((symbol, style)) = cell.look(self.glyphs) else { continue };
            if let Some(cell) = buf.cell_mut(position) {
                cell.set_char(symbol).set_style(style);
            }
        }
    }
}

impl Cell {
    fn look(&self, glyphs: Glyphs) -> Option<(char, Style)> {
        match (self.owners, self.filler) {
            ([Some(upper), Some(lower)], _) => Some(halves(upper, lower)),
            ([Some(style), None] | [None, Some(style)], _) => Some((glyph::ink(glyphs, self.ink), style)),
            ([None, None], Some(style)) => Some((glyph::fill(glyphs, self.fill), style)),
            ([None, None], None) => None,
        }
    }
}

/// One glyph for two halves: the lower colour is the background.
fn halves(upper: Style, lower: Style) -> (char, Style) {
    let colored = |style: Style| style.fg.filter(|color| *color != Color::Reset);
    match (colored(upper), colored(lower)) {
        _ if upper == lower => ('█', upper),
        (_, Some(color)) => ('▀', upper.bg(color)),
        // The terminal's own foreground is no background: the other half gives it.
        (Some(color), None) => ('▄', lower.bg(color)),
        (None, None) => ('█', upper),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(raster: &Raster, columns: u16, rows: u16) -> Buffer {
        let mut buf = Buffer::empty(Rect::new(0, 0, columns, rows));
        raster.draw(&mut buf);
        buf
    }

    /// The lowest dot at the right.
    fn corner(raster: &Raster) -> (i64, i64) {
        (i64::try_from(raster.width()).unwrap() - 1, i64::try_from(raster.height()).unwrap() - 1)
    }

    #[test]
    fn lines_become_dots() {
        let area = Rect::new(1, 0, 3, 1);
        let mut raster = Raster::new(area, Glyphs::Braille);
        raster.line((0, 3), (5, 0), Style::default());
        raster.dot(-1, 0, Style::default());
        raster.dot(6, 0, Style::default());
        assert_eq!(drawn(&raster, 5, 1), Buffer::with_lines([" ⡠⠔⠊ "]));
    }

    #[test]
    fn each_set_draws_the_same_line() {
        let line = |glyphs| {
            let mut raster = Raster::new(Rect::new(0, 0, 4, 1), glyphs);
            let (right, bottom) = corner(&raster);
            raster.line((0, bottom), (right, 0), Style::default());
            drawn(&raster, 4, 1)
        };
        let expected = ["⣀⠤⠒⠉", "▂\u{1cd27}\u{1cd06}🮂", "🬭🬋🬋🬂", "▄▄▀▀", ".--'"];
        for (glyphs, expected) in Glyphs::ALL.into_iter().zip(expected) {
            assert_eq!(line(glyphs), Buffer::with_lines([expected]), "{glyphs:?}");
        }
    }

    #[test]
    fn ascii_has_three_heights() {
        let mut raster = Raster::new(Rect::new(0, 0, 4, 1), Glyphs::Ascii);
        for (x, y) in [(0, 0), (1, 1), (2, 2), (3, 0), (3, 2)] {
            raster.dot(x, y, Style::default());
        }
        assert_eq!(drawn(&raster, 4, 1), Buffer::with_lines(["'-.|"]));
    }

    #[test]
    fn a_cell_has_one_owner_and_no_dots_of_others() {
        let (front, back) = (Style::new().fg(Color::Red), Style::new().fg(Color::Blue));
        for glyphs in [Glyphs::Braille, Glyphs::Octant, Glyphs::Sextant, Glyphs::Ascii] {
            let mut alone = Raster::new(Rect::new(0, 0, 3, 3), glyphs);
            let (right, bottom) = corner(&alone);
            alone.line((0, 0), (right, bottom), front);
            let mut crossed = alone.clone();
            crossed.line((0, bottom), (right, 0), back);
            let (alone, crossed) = (drawn(&alone, 3, 3), drawn(&crossed, 3, 3));
            for (seen, before) in crossed.content.iter().zip(&alone.content) {
                assert!(before.symbol() == " " || seen == before, "{glyphs:?}: {seen:?}");
            }
            assert!(crossed.content.iter().any(|cell| cell.fg == Color::Blue), "{glyphs:?}");
        }
    }

    #[test]
    fn each_half_block_has_its_colour() {
        let (one, other, plain) = (Style::new().fg(Color::Red), Style::new().fg(Color::Blue), Style::new());
        let mut raster = Raster::new(Rect::new(0, 0, 5, 1), Glyphs::HalfBlock);
        let columns = [[Some(one), Some(other)], [Some(one), Some(one)], [Some(one), Some(plain)], [None, Some(other)]];
        for (x, halves) in (0..).zip(columns) {
            for (y, style) in (0..).zip(halves).filter_map(|(y, style)| Some((y, style?))) {
                raster.dot(x, y, style);
                raster.dot(x, y, Style::new().fg(Color::Green));
            }
        }
        let buf = drawn(&raster, 5, 1);
        let seen: Vec<_> = buf.content.iter().map(|cell| (cell.symbol(), cell.fg, cell.bg)).collect();
        let none = Color::Reset;
        assert_eq!(
            seen,
            [
                ("▀", Color::Red, Color::Blue),
                ("█", Color::Red, none),
                ("▄", none, Color::Red),
                ("▄", Color::Blue, none),
                (" ", none, none)
            ]
        );
    }

    #[test]
    fn fills_stand_behind_ink() {
        let (ink, fill) = (Style::new().fg(Color::Red), Style::new().fg(Color::Blue));
        for (glyphs, expected) in Glyphs::ALL.into_iter().zip(["⠡⠡⣀", "░░▂", "░░🬭", "░░▄", "::."])
        {
            let mut raster = Raster::new(Rect::new(0, 0, 3, 1), glyphs);
            let (right, bottom) = corner(&raster);
            (0..=right).for_each(|x| raster.fill(x, 100, -100, fill));
            ((right + 1) / 3 * 2..=right).for_each(|x| raster.dot(x, bottom, ink));
            assert_eq!(
                drawn(&raster, 3, 1).content.iter().map(ratatui::buffer::Cell::symbol).collect::<String>(),
                expected
            );
            assert_eq!(drawn(&raster, 3, 1)[(2, 0)].fg, Color::Red);
        }
    }
}
