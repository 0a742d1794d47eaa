//! The last two passes over a finished Buffer: colours that the terminal has, and no symbol that could command it.

use ratatui::buffer::Buffer;
use ratatui::style::Color;

use super::palette::nearest;
use super::twin::{ascii_twin, console_twin};
use super::{Caps, ColorLevel};
use crate::base::{Repertoire, Safe, width};

/// Maps every colour of the Buffer to the level; at `None` all are reset, attributes stay, and a half block whose other half was in
/// the background's colour becomes a whole one.
pub fn fit(buf: &mut Buffer, level: ColorLevel) {
    if level == ColorLevel::True {
        return;
    }
    for cell in &mut buf.content {
        if level == ColorLevel::None && cell.bg != Color::Reset && matches!(cell.symbol(), "▀" | "▄") {
            cell.set_symbol("█");
        }
        cell.fg = nearest(cell.fg, level);
        cell.bg = nearest(cell.bg, level);
        cell.underline_color = nearest(cell.underline_color, level);
    }
}

/// Replaces symbols that are not safe to write (and, in ASCII, every symbol outside 0x20-0x7E) by one-column stand-ins: box and block
/// glyphs by their ASCII look, anything else by `?` (U+FFFD in Unicode). A wide symbol whose second half another cell took, or that would
/// cross the right edge, is replaced too. On the console signs that its fonts lack become some that they have; letters stay. Returns how
/// many were not safe: none, unless text got past [`Safe`].
pub fn sweep(buf: &mut Buffer, caps: &Caps) -> usize {
    let columns = usize::from(buf.area.width);
    if columns == 0 {
        return 0;
    }
    let unknown = match caps.repertoire {
        Repertoire::Unicode => "\u{fffd}",
        Repertoire::Ascii => "?",
    };
    let mut unsafe_ones = 0;
    for row in buf.content.chunks_mut(columns) {
        let mut at = 0;
        while at < row.len() {
            let (head, tail) = row.split_at_mut(at + 1);
            at += 1;
            let Some(cell) = head.last_mut() else { break };
            let symbol = cell.symbol();
            if matches!(symbol.as_bytes(), [0x20..=0x7e]) {
                continue;
            }
            if !Safe::is_safe(symbol, Repertoire::Unicode) {
                unsafe_ones += 1;
            }
            let taken = width(symbol).saturating_sub(1);
            let stand_in = if caps.repertoire == Repertoire::Ascii {
                Some(ascii_twin(symbol).unwrap_or(unknown))
            } else if symbol.is_empty()
                || width(symbol) == 0
                || !Safe::is_safe(symbol, caps.repertoire)
                || taken > tail.len()
            {
                Some(unknown)
            } else if tail.iter().take(taken).any(|next| !matches!(next.symbol(), " " | "")) {
                Some(" ")
            } else if caps.console {
                console_twin(symbol, caps.glyphs)
            } else {
                None
            };
            match stand_in {
                Some(text) => {
                    cell.set_symbol(text);
                }
                None => at += taken,
            }
        }
    }
    unsafe_ones
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::{Modifier, Style};

    use super::*;
    use crate::base::Glyphs;

    const ASCII: Caps = Caps {
        color: ColorLevel::None,
        repertoire: Repertoire::Ascii,
        light: false,
        reduced: false,
        glyphs: None,
        console: false,
    };
    const UNICODE: Caps = Caps { repertoire: Repertoire::Unicode, ..ASCII };

    fn swept(line: &str, caps: Caps) -> String {
        let mut buf = Buffer::with_lines([line]);
        sweep(&mut buf, &caps);
        buf.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn ascii_keeps_the_look_of_lines_and_bars() {
        assert_eq!(swept("┌─┐│█░● ≥5–7…", ASCII), "+-+|#:* >5-7~");
        assert_eq!(swept("−23", ASCII), "-23");
    }

    #[test]
    fn the_console_keeps_what_its_fonts_have_and_the_letters() {
        let console = Caps { console: true, ..UNICODE };
        assert_eq!(swept("┏━┓┃██▋◌●◆ ≥5–7… −23 “x” 豆包 é", console), "╔═╗║███?•♦ ≥5-7~ -23 \"x\" 豆 包  é");
        assert_eq!(swept("▀▄⣀", console), "==⣀");
        assert_eq!(swept("▀▄", Caps { glyphs: Some(Glyphs::HalfBlock), ..console }), "▀▄", "as the viewer wants");
    }

    #[test]
    fn no_byte_outside_printable_ascii_is_left() {
        let swept = swept("豆包 é\u{301} ⣿⡇ €", ASCII);
        assert!(swept.bytes().all(|byte| (0x20..=0x7e).contains(&byte)), "{swept}");
    }

    #[test]
    fn a_command_set_into_a_cell_is_replaced() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 3, 1));
        buf[(0, 0)].set_symbol("\x1b]52;c;aGk=\x07");
        buf[(1, 0)].set_symbol("\u{202e}");
        buf[(2, 0)].set_symbol("a");
        assert_eq!(sweep(&mut buf, &UNICODE), 2);
        assert_eq!(buf[(0, 0)].symbol(), "\u{fffd}");
        assert_eq!(buf[(2, 0)].symbol(), "a");
    }

    #[test]
    fn half_a_wide_symbol_does_not_push_its_neighbour() {
        let mut buf = Buffer::with_lines(["豆包"]);
        buf[(1, 0)].set_symbol("│");
        sweep(&mut buf, &UNICODE);
        assert_eq!(buf[(0, 0)].symbol(), " ");
        assert_eq!(buf[(1, 0)].symbol(), "│");
        assert_eq!(buf[(2, 0)].symbol(), "包");
        let mut edge = Buffer::empty(Rect::new(0, 0, 1, 1));
        edge[(0, 0)].set_symbol("豆");
        sweep(&mut edge, &UNICODE);
        assert_eq!(edge[(0, 0)].symbol(), "\u{fffd}");
    }

    #[test]
    fn without_colour_the_attributes_stay() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 1, 1));
        buf.set_style(buf.area, Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Red).add_modifier(Modifier::REVERSED));
        fit(&mut buf, ColorLevel::None);
        assert_eq!((buf[(0, 0)].fg, buf[(0, 0)].bg), (Color::Reset, Color::Reset));
        assert_eq!(buf[(0, 0)].modifier, Modifier::REVERSED);
        let mut halves = Buffer::with_lines(["▀▀▄"]);
        halves[(1, 0)].set_bg(Color::Blue);
        fit(&mut halves, ColorLevel::None);
        assert_eq!(halves, Buffer::with_lines(["▀█▄"]));
    }
}
