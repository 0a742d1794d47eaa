//! A Buffer as bytes for a terminal: only what differs from the last frame, in one piece, inside a synchronized update.

use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};

use super::ColorLevel;
use super::sgr::Pen;
use crate::base::width;

/// Written once when a terminal is taken: modes off that an earlier crash may have left on (kitty keyboard, mouse, focus, paste),
/// alternate screen, cursor hidden.
pub const ENTER: &str = "\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?1049h\x1b[?25l";
/// Written once when it is given back. The synchronized update ends first: a frame may have been cut off in the middle.
pub const LEAVE: &str = "\x1b[?2026l\x1b[m\x1b[?1049l\x1b[?25h";

/// Encodes frames for one viewer.
#[derive(Debug, Clone)]
pub struct Encoder {
    last: Option<Buffer>,
    level: ColorLevel,
}

impl Encoder {
    /// An encoder that knows nothing of the screen yet: its first frame is whole.
    pub fn new(level: ColorLevel) -> Self {
        Self { last: None, level }
    }

    /// The bytes that turn the last frame into this one; empty if nothing differs. A frame of another size, or after
    /// [`Encoder::forget`], is whole. After every non-ASCII symbol but braille the cursor is placed anew, so that a terminal that
    /// counts its width otherwise drifts in that cell only.
    pub fn encode(&mut self, frame: &Buffer) -> Vec<u8> {
        let old = self.last.as_ref().filter(|last| last.area == frame.area);
        let mut out = Output { bytes: Vec::new(), pen: Pen::PLAIN, cursor: Cursor::Unknown };
        if old.is_none() {
            out.bytes.extend_from_slice(b"\x1b[m\x1b[2J");
        }
        let columns = usize::from(frame.area.width);
        if columns > 0 {
            let mut before = old.map(|old| old.content.chunks(columns));
            for (y, row) in frame.content.chunks(columns).enumerate() {
                out.row(y, row, before.as_mut().and_then(Iterator::next), self.level);
            }
        }
        out.pen.change(Pen::PLAIN, &mut out.bytes);
        match &mut self.last {
            Some(last) => last.clone_from(frame),
            last => *last = Some(frame.clone()),
        }
        if out.bytes.is_empty() {
            return out.bytes;
        }
        [b"\x1b[?2026h", out.bytes.as_slice(), b"\x1b[?2026l"].concat()
    }

    /// Forgets the screen: the next frame is whole.
    pub fn forget(&mut self) {
        self.last = None;
    }
}

struct Output {
    bytes: Vec<u8>,
    pen: Pen,
    cursor: Cursor,
}

/// What is sure of where the terminal's cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cursor {
    Unknown,
    /// In this row, after a symbol that terminals may count otherwise.
    Row(usize),
    /// At this column of this row.
    At(usize, usize),
}

/// So many blanks are erased rather than written.
const MANY: usize = 6;

impl Output {
    /// Writes the cells of a row that differ from the row before; without one, those that differ from a cleared row.
    fn row(&mut self, y: usize, row: &[Cell], old: Option<&[Cell]>, level: ColorLevel) {
        // Where the rest of the row is blank, erasing is shorter than writing blanks.
        let inked = row.iter().rposition(|cell| !is_blank(cell, level)).map_or(0, |at| at + covers(row, at));
        // One half of a wide symbol that is overwritten takes the other half with it.
        let mut torn = 0;
        let mut x = 0;
        while let Some(cell) = row.get(x) {
            let mut takes = covers(row, x);
            let was = old.and_then(|old| old.get(x));
            let changed = match (old, was) {
                (Some(old), Some(was)) => {
                    let same = was.symbol() == cell.symbol() && Pen::of(was, level) == Pen::of(cell, level);
                    let held = covers(old, x);
                    if !same {
                        torn = torn.max(x + held);
                    }
                    !same || (x < torn && held == 1)
                }
                _ => !is_blank(cell, level),
            };
            if changed {
                self.place(x, y, row, level);
                let blanks = row.iter().skip(x).take_while(|cell| is_blank(cell, level)).count();
                if x >= inked && blanks > 3 {
                    self.draw_with(Pen::PLAIN);
                    self.bytes.extend_from_slice(b"\x1b[K");
                    return;
                }
                if blanks > MANY {
                    self.draw_with(Pen::PLAIN);
                    self.write(format_args!("\x1b[{blanks}X"));
                    takes = blanks;
                } else {
                    self.draw_with(Pen::of(cell, level));
                    self.symbol(cell.symbol(), takes, x, y, row.len());
                }
                if takes > 1 {
                    // What stood under the last of these columns was torn as well.
                    torn = torn.max(old.map_or(0, |old| x + takes - 1 + covers(old, x + takes - 1)));
                }
            }
            x += takes;
        }
    }

    fn draw_with(&mut self, pen: Pen) {
        self.pen.change(pen, &mut self.bytes);
        self.pen = pen;
    }

    fn write(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing into a Vec cannot fail.
        let _ = self.bytes.write_fmt(what);
    }

    /// Writes a symbol that takes so many columns, at a place where the cursor is.
    fn symbol(&mut self, symbol: &str, takes: usize, x: usize, y: usize, columns: usize) {
        let symbol = if symbol.is_empty() { " " } else { symbol };
        self.bytes.extend_from_slice(symbol.as_bytes());
        let is_sure = symbol.len() == 1 || is_braille(symbol);
        // No terminal gives a character more than two columns. One that counts more than we do may have gone on to the next row, and
        // at the right edge they differ in where the cursor waits.
        let most = if is_sure { 1 } else { 2 * symbol.chars().count() };
        self.cursor = if x + takes >= columns || x + most > columns {
            Cursor::Unknown
        } else if is_sure {
            Cursor::At(x + 1, y)
        } else {
            Cursor::Row(y)
        };
    }

    /// Goes to a cell, by the shortest way that is sure.
    fn place(&mut self, x: usize, y: usize, row: &[Cell], level: ColorLevel) {
        match self.cursor {
            Cursor::At(column, line) if (column, line) == (x, y) => return,
            Cursor::At(column, line) if line == y && column < x => {
                let between = row.get(column..x).unwrap_or_default();
                let is_cheap =
                    |cell: &Cell| matches!(cell.symbol().as_bytes(), [0x20..=0x7e]) && Pen::of(cell, level) == self.pen;
                // No move is shorter than four letters that are there already, but a step.
                if between.len() <= 4 && between.iter().all(is_cheap) {
                    self.bytes.extend(between.iter().flat_map(|cell| cell.symbol().bytes()));
                } else if between.len() == 1 {
                    self.bytes.extend_from_slice(b"\x1b[C");
                } else {
                    self.write(format_args!("\x1b[{}G", x + 1));
                }
            }
            Cursor::At(_, line) | Cursor::Row(line) if line == y => self.write(format_args!("\x1b[{}G", x + 1)),
            _ if x == 0 => self.write(format_args!("\x1b[{}H", y + 1)),
            _ => self.write(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.cursor = Cursor::At(x, y);
    }
}

/// Braille is narrow in every table of widths that terminals use: not ambiguous, no emoji, of no script that is wide.
fn is_braille(symbol: &str) -> bool {
    matches!(symbol.as_bytes(), [0xe2, 0xa0..=0xa3, _])
}

fn is_blank(cell: &Cell, level: ColorLevel) -> bool {
    matches!(cell.symbol(), " " | "") && Pen::of(cell, level) == Pen::PLAIN
}

/// Columns that the cell at `x` takes, at least one, at most what is left of the row.
fn covers(row: &[Cell], x: usize) -> usize {
    row.get(x).map_or(1, |cell| match cell.symbol() {
        symbol if symbol.len() <= 1 => 1,
        symbol => width(symbol).clamp(1, row.len() - x),
    })
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier, Style};

    use super::*;

    /// The cells as an independent terminal holds them: symbol, colours, bold, reverse.
    fn screen(terminal: &vt100::Parser, area: Rect) -> Vec<(String, vt100::Color, vt100::Color, bool, bool)> {
        let mut cells = Vec::new();
        for y in 0..area.height {
            for x in 0..area.width {
                let cell = terminal.screen().cell(y, x).unwrap();
                if !cell.is_wide_continuation() {
                    let text = if cell.has_contents() { cell.contents().to_owned() } else { " ".to_owned() };
                    cells.push((text, cell.fgcolor(), cell.bgcolor(), cell.bold(), cell.inverse()));
                }
            }
        }
        cells
    }

    fn expected(buf: &Buffer) -> Vec<(String, vt100::Color, vt100::Color, bool, bool)> {
        let color = |color: Color| match color {
            Color::Indexed(n) => vt100::Color::Idx(n),
            Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
            _ => vt100::Color::Default,
        };
        let mut cells = Vec::new();
        for row in buf.content.chunks(usize::from(buf.area.width)) {
            let mut x = 0;
            while x < row.len() {
                let cell = &row[x];
                let (bold, reverse) =
                    (cell.modifier.contains(Modifier::BOLD), cell.modifier.contains(Modifier::REVERSED));
                cells.push((cell.symbol().to_owned(), color(cell.fg), color(cell.bg), bold, reverse));
                x += covers(row, x);
            }
        }
        cells
    }

    fn swept(mut buf: Buffer) -> Buffer {
        for row in buf.content.chunks_mut(usize::from(buf.area.width)) {
            for x in 0..row.len() {
                if width(row[x].symbol()) == 2 {
                    if x + 1 < row.len() {
                        row[x + 1].reset();
                    } else {
                        row[x].reset();
                    }
                }
            }
        }
        buf
    }

    fn frame() -> impl Strategy<Value = Buffer> {
        let ink = prop::sample::select(vec!["a", "b", "│", "豆", "包", "⣿", "é"]);
        let symbol = prop_oneof![5 => Just(" "), 2 => ink];
        let style = prop::sample::select(vec![
            Style::new(),
            Style::new(),
            Style::new(),
            Style::new(),
            Style::new(),
            Style::new().fg(Color::Indexed(245)),
            Style::new().bg(Color::Rgb(1, 2, 3)),
            Style::new().add_modifier(Modifier::BOLD),
            Style::new().fg(Color::Indexed(9)).add_modifier(Modifier::BOLD | Modifier::REVERSED),
        ]);
        prop::collection::vec((symbol, style), 24 * 3).prop_map(|cells| {
            let mut buf = Buffer::empty(Rect::new(0, 0, 24, 3));
            for (cell, (symbol, style)) in buf.content.iter_mut().zip(cells) {
                cell.set_symbol(symbol).set_style(style);
            }
            swept(buf)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn a_terminal_that_replays_the_stream_shows_the_buffer(frames in prop::collection::vec(frame(), 1..5)) {
            let mut encoder = Encoder::new(ColorLevel::True);
            let mut terminal = vt100::Parser::new(NonZero::new(3).unwrap(), NonZero::new(24).unwrap(), 0);
            for frame in &frames {
                terminal.process(&encoder.encode(frame));
                prop_assert_eq!(screen(&terminal, frame.area), expected(frame));
                prop_assert!(encoder.encode(frame).is_empty());
            }
        }
    }

    #[test]
    fn one_changed_cell_costs_at_most_64_bytes() {
        let mut encoder = Encoder::new(ColorLevel::Ansi256);
        let mut buf = Buffer::empty(Rect::new(0, 0, 200, 60));
        encoder.encode(&buf);
        let style = Style::new().fg(Color::Rgb(200, 100, 50)).bg(Color::Rgb(20, 10, 50)).add_modifier(Modifier::BOLD);
        buf[(150, 50)].set_symbol("豆").set_style(style);
        let bytes = encoder.encode(&buf);
        assert!(bytes.len() <= 64, "{} bytes", bytes.len());
    }

    #[test]
    fn the_cursor_is_placed_anew_after_a_symbol_whose_width_terminals_dispute() {
        let mut encoder = Encoder::new(ColorLevel::None);
        let text = String::from_utf8(encoder.encode(&Buffer::with_lines(["ab─c"]))).unwrap();
        assert_eq!(text, "\x1b[?2026h\x1b[m\x1b[2J\x1b[1Hab─\x1b[4Gc\x1b[?2026l");
    }

    #[test]
    fn braille_is_narrow_everywhere() {
        let mut encoder = Encoder::new(ColorLevel::None);
        let text = String::from_utf8(encoder.encode(&Buffer::with_lines(["a⢠⣿c"]))).unwrap();
        assert!(text.contains("a⢠⣿c"), "{text:?}");
    }

    #[test]
    fn without_colour_no_colour_is_written() {
        let mut buf = Buffer::with_lines(["x"]);
        buf.set_style(buf.area, Style::new().fg(Color::Red).add_modifier(Modifier::REVERSED));
        let text = String::from_utf8(Encoder::new(ColorLevel::None).encode(&buf)).unwrap();
        assert!(text.contains("\x1b[7mx") && !text.contains("31"), "{text:?}");
    }

    #[test]
    fn what_is_switched_on_is_switched_off_again() {
        for on in ENTER.split('\x1b').filter(|part| part.ends_with('h')) {
            assert!(LEAVE.contains(&on.replace('h', "l")), "{on}");
        }
        assert!(ENTER.contains("?25l") && LEAVE.contains("?25h"));
    }
}
