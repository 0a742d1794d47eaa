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
    /// ASCII: three heights a cell, drawn `'`, `-`, `.`, several as `|`.
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
        Self { area, glyphs, cells: vec![(0, None); usize::from(area.width) * usize::from(area.height)] }
    }

    /// Dots across.
    pub fn width(&self) -> usize {
        usize::from(self.area.width) * self.dots().0
    }

    /// Dots down.
    pub fn height(&self) -> usize {
        usize::from(self.area.height) * self.dots().1
    }

    /// Dots a cell, across and down. ASCII has three heights: `'`, `-` and `.`, several as `|`.
    fn dots(&self) -> (usize, usize) {
        match self.glyphs {
            Glyphs::Braille => (2, 4),
            Glyphs::Ascii => (1, 3),
        }
    }

    /// Sets a dot; outside is ignored.
    pub fn dot(&mut self, x: i64, y: i64, style: Style) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x >= self.width() || y >= self.height() {
            return;
        }
        let (across, down) = self.dots();
        let index = y / down * usize::from(self.area.width) + x / across;
        // Unicode numbers the dots 1-3 and 7 down the left column, 4-6 and 8 down the right one.
        let bit = match (self.glyphs, x % across, y % down) {
            (Glyphs::Braille, 0, 3) => 0x40,
            (Glyphs::Braille, _, 3) => 0x80,
            (Glyphs::Ascii, _, row) | (Glyphs::Braille, 0, row) => 1 << row,
            (Glyphs::Braille, _, row) => 8 << row,
        };
        if let Some((bits, owner)) = self.cells.get_mut(index) {
            *bits |= bit;
            owner.get_or_insert(style);
        }
    }

    /// A straight line between two dots (Bresenham); `dash` draws that many dots, then leaves as many out.
    pub fn line(&mut self, from: (i64, i64), to: (i64, i64), style: Style, dash: Option<u32>) {
        // Far ends are drawn by their part near the raster only by dots, so a limit on the coordinates bounds the work.
        const FAR: i64 = 1 << 17;
        let near = |(x, y): (i64, i64)| (x.clamp(-FAR, FAR), y.clamp(-FAR, FAR));
        let ((mut x, mut y), (end_x, end_y)) = (near(from), near(to));
        let (across, down) = ((end_x - x).abs(), -(end_y - y).abs());
        let (right, below) = ((end_x - x).signum(), (end_y - y).signum());
        let mut error = across + down;
        let mut count = 0u32;
        loop {
            if dash.is_none_or(|length| (count / length.max(1)).is_multiple_of(2)) {
                self.dot(x, y, style);
            }
            if (x, y) == (end_x, end_y) {
                return;
            }
            count = count.wrapping_add(1);
            let twice = 2 * error;
            if twice >= down {
                error += down;
                x += right;
            }
            if twice <= across {
                error += across;
                y += below;
            }
        }
    }

    /// Draws all non-empty cells.
    pub fn draw(&self, buf: &mut Buffer) {
        for (position, (bits, style)) in self.area.positions().zip(&self.cells) {
            let Some(style) = style else { continue };
            let Some(cell) = buf.cell_mut(position) else { continue };
            let symbol = match self.glyphs {
                Glyphs::Braille => char::from_u32(0x2800 + u32::from(*bits)).unwrap_or(' '),
                Glyphs::Ascii => match bits {
                    1 => '\'',
                    2 => '-',
                    4 => '.',
                    _ => '|',
                },
            };
            cell.set_char(symbol).set_style(*style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_dots() {
        let area = Rect::new(1, 0, 3, 1);
        let mut raster = Raster::new(area, Glyphs::Braille);
        raster.line((0, 3), (5, 0), Style::default(), None);
        raster.dot(-1, 0, Style::default());
        raster.dot(6, 0, Style::default());
        let mut buf = Buffer::empty(Rect::new(0, 0, 5, 1));
        raster.draw(&mut buf);
        assert_eq!(buf, Buffer::with_lines([" ⡠⠔⠊ "]));
    }

    #[test]
    fn ascii_has_three_heights_and_the_first_owner_keeps_its_cell() {
        let mut raster = Raster::new(Rect::new(0, 0, 4, 1), Glyphs::Ascii);
        for (x, y) in [(0, 0), (1, 1), (2, 2), (3, 0), (3, 2)] {
            raster.dot(x, y, Style::default());
        }
        let mut buf = Buffer::empty(Rect::new(0, 0, 3, 1));
        raster.draw(&mut buf);
        assert_eq!(buf, Buffer::with_lines(["'-."]));
    }

    #[test]
    fn far_ends_and_empty_areas_are_no_trouble() {
        let mut raster = Raster::new(Rect::new(0, 0, 0, 0), Glyphs::Braille);
        raster.line((i64::MIN, 0), (i64::MAX, 5), Style::default(), Some(0));
        raster.draw(&mut Buffer::empty(Rect::new(0, 0, 1, 1)));
    }
}
