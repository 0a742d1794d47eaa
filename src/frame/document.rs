//! A Buffer as a document: the same cells as on the screen.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;

use super::Caps;
use super::palette::{Rgb, rgb};
use super::sgr::Pen;
use crate::base::width;

/// Plain text, lines right-trimmed.
pub fn to_text(buf: &Buffer) -> String {
    let mut text = String::new();
    for row in rows(buf) {
        let mut line = String::new();
        for (_, cell, _) in cells(row) {
            line.push_str(symbol(cell));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Text with SGR colours, one line a row, no cursor movement.
pub fn to_ansi(buf: &Buffer, caps: &Caps) -> String {
    let mut bytes = Vec::new();
    for row in rows(buf) {
        let mut pen = Pen::PLAIN;
        let mut blanks = 0;
        for (_, cell, _) in cells(row) {
            let next = Pen::of(cell, caps.color);
            if next == Pen::PLAIN && symbol(cell) == " " {
                blanks += 1;
                continue;
            }
            if blanks > 0 {
                pen.change(Pen::PLAIN, &mut bytes);
                pen = Pen::PLAIN;
                bytes.resize(bytes.len() + blanks, b' ');
                blanks = 0;
            }
            pen.change(next, &mut bytes);
            pen = next;
            bytes.extend_from_slice(symbol(cell).as_bytes());
        }
        pen.change(Pen::PLAIN, &mut bytes);
        bytes.push(b'\n');
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A stand-alone HTML page.
pub fn to_html(buf: &Buffer, caps: &Caps) -> String {
    let paper = Paper::of(*caps);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Bellwether</title>\n<style>\nbody {{ background: {}; \
         color: {} }}\npre {{ font: 14px/17px monospace }}\ni {{ font-style: normal; display: inline-block; width: 2ch }}\n</style>\n<pre>\n",
        hex(paper.bg),
        hex(paper.fg)
    );
    for row in rows(buf) {
        let mut open = None;
        for (_, cell, takes) in cells(row) {
            let ink = paper.ink(cell);
            if open != Some(ink) {
                if open.is_some_and(|ink| ink != Ink::default()) {
                    html.push_str("</span>");
                }
                if ink != Ink::default() {
                    // Writing into a String cannot fail.
                    let _ = write!(html, "<span style=\"{}\">", ink.css());
                }
                open = Some(ink);
            }
            let escaped = escape(symbol(cell));
            // Where the font's wide symbols are not two columns, the next column would drift.
            if takes > 1 {
                let _ = write!(html, "<i>{escaped}</i>");
            } else {
                html.push_str(&escaped);
            }
        }
        if open.is_some_and(|ink| ink != Ink::default()) {
            html.push_str("</span>");
        }
        html.truncate(html.trim_end_matches(' ').len());
        html.push('\n');
    }
    html.push_str("</pre>\n</html>\n");
    html
}

/// The look of the page that stands for the terminal's own colours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paper {
    pub(super) fg: Rgb,
    pub(super) bg: Rgb,
}

impl Paper {
    pub(super) fn of(caps: Caps) -> Self {
        if caps.light {
            Self { fg: (31, 35, 40), bg: (255, 255, 255) }
        } else {
            Self { fg: (212, 215, 221), bg: (22, 24, 29) }
        }
    }

    /// What differs from the page's own look.
    pub(super) fn ink(self, cell: &Cell) -> Ink {
        let (mut fg, mut bg) = (rgb(cell.fg), rgb(cell.bg));
        if cell.modifier.contains(Modifier::REVERSED) {
            (fg, bg) = (Some(bg.unwrap_or(self.bg)), Some(fg.unwrap_or(self.fg)));
        }
        if cell.modifier.contains(Modifier::HIDDEN) {
            fg = Some(bg.unwrap_or(self.bg));
        }
        let kept = Modifier::BOLD | Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        Ink { fg, bg, modifier: cell.modifier & kept }
    }
}

/// How a run of cells differs from the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Ink {
    pub(super) fg: Option<Rgb>,
    pub(super) bg: Option<Rgb>,
    pub(super) modifier: Modifier,
}

impl Ink {
    fn css(self) -> String {
        let mut css = Vec::new();
        if let Some(fg) = self.fg {
            css.push(format!("color:{}", hex(fg)));
        }
        if let Some(bg) = self.bg {
            css.push(format!("background:{}", hex(bg)));
        }
        css.extend(self.text_css().map(str::to_owned));
        css.join(";")
    }

    /// The attributes as CSS declarations.
    pub(super) fn text_css(self) -> impl Iterator<Item = &'static str> {
        let decoration =
            match (self.modifier.contains(Modifier::UNDERLINED), self.modifier.contains(Modifier::CROSSED_OUT)) {
                (true, true) => Some("text-decoration:underline line-through"),
                (true, false) => Some("text-decoration:underline"),
                (false, true) => Some("text-decoration:line-through"),
                (false, false) => None,
            };
        [
            self.modifier.contains(Modifier::BOLD).then_some("font-weight:bold"),
            self.modifier.contains(Modifier::ITALIC).then_some("font-style:italic"),
            self.modifier.contains(Modifier::DIM).then_some("opacity:0.7"),
            decoration,
        ]
        .into_iter()
        .flatten()
    }
}

pub(super) fn hex((r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Text for XML and HTML. Control characters have no place in XML, not even escaped.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

pub(super) fn rows(buf: &Buffer) -> impl Iterator<Item = &[Cell]> {
    buf.content.chunks(usize::from(buf.area.width).max(1)).take(usize::from(buf.area.height))
}

/// The drawn cells of a row with their column and the columns they take; those under a wide symbol are left out.
pub(super) fn cells(row: &[Cell]) -> impl Iterator<Item = (usize, &Cell, usize)> {
    let mut free = 0;
    row.iter().enumerate().filter_map(move |(x, cell)| {
        if x < free {
            return None;
        }
        let takes = width(symbol(cell)).clamp(1, row.len() - x);
        free = x + takes;
        Some((x, cell, takes))
    })
}

pub(super) fn symbol(cell: &Cell) -> &str {
    match cell.symbol() {
        "" => " ",
        symbol => symbol,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Style};

    use super::*;
    use crate::frame::ColorLevel;

    fn sample() -> Buffer {
        let mut buf = Buffer::with_lines(["豆包 48.39M  ", " <b> & \"q\"  "]);
        buf[(0, 0)].set_style(Style::new().fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::BOLD));
        buf
    }

    #[test]
    fn text_is_what_stands_on_the_screen() {
        assert_eq!(to_text(&sample()), "豆包 48.39M\n <b> & \"q\"\n");
    }

    #[test]
    fn ansi_has_colours_and_no_cursor_moves() {
        let caps = Caps { color: ColorLevel::True, ..Caps::default() };
        assert_eq!(to_ansi(&sample(), &caps), "\x1b[1;38;2;1;2;3m豆\x1b[m包 48.39M\n <b> & \"q\"\n");
        assert_eq!(
            to_ansi(&sample(), &Caps { color: ColorLevel::None, ..caps }),
            "\x1b[1m豆\x1b[m包 48.39M\n <b> & \"q\"\n"
        );
    }

    #[test]
    fn html_escapes_what_it_quotes() {
        let html = to_html(&sample(), &Caps::default());
        assert!(html.contains("&lt;b&gt; &amp; &quot;q&quot;"), "{html}");
        assert!(html.contains("<span style=\"color:#010203;font-weight:bold\"><i>豆</i></span>"), "{html}");
    }

    #[test]
    fn an_empty_buffer_is_an_empty_document() {
        let none = Buffer::empty(ratatui::layout::Rect::new(0, 0, 0, 0));
        assert_eq!(to_text(&none), "");
        assert!(to_html(&none, &Caps::default()).ends_with("<pre>\n</pre>\n</html>\n"));
    }
}
