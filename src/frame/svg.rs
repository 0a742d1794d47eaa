//! A Buffer as a picture. Every run of text is set at its own x and stretched to its own length, so that columns hold whatever font the
//! reader has.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};

use super::Caps;
use super::document::{Ink, Paper, cells, escape, hex, rows, symbol};

/// Width of a cell in tenths of a pixel, so that sums are exact.
const CELL_WIDTH: usize = 84;
/// Height of a cell in pixels.
const CELL_HEIGHT: usize = 17;
/// From the top of a cell to the baseline.
const BASELINE: usize = 13;
/// Around the picture, in pixels.
const MARGIN: usize = 8;

/// A stand-alone SVG picture with the theme's background.
pub fn to_svg(buf: &Buffer, caps: &Caps) -> String {
    let paper = Paper::of(*caps);
    let width = tenths(usize::from(buf.area.width) * CELL_WIDTH + 20 * MARGIN);
    let height = usize::from(buf.area.height) * CELL_HEIGHT + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n\
         <g font-family=\"monospace\" font-size=\"14\" fill=\"{}\" xml:space=\"preserve\">\n",
        hex(paper.bg),
        hex(paper.fg)
    );
    for (y, row) in rows(buf).enumerate() {
        for run in runs(row, paper) {
            run.write(y, paper, &mut svg);
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// Neighbouring cells of one look and one kind of glyph.
struct Run {
    x: usize,
    columns: usize,
    text: String,
    ink: Ink,
    kind: Kind,
}

/// Kinds of glyph that fonts take from different places: a run never mixes them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Ascii,
    Other,
    Wide,
    /// A block that is drawn as a rectangle of so many eighths from the left, at an opacity in percent: fonts leave seams.
    Block(u8, u8),
}

fn kind(symbol: &str, takes: usize) -> Kind {
    match symbol {
        " " => Kind::Blank,
        "█" => Kind::Block(8, 100),
        "▉" => Kind::Block(7, 100),
        "▊" => Kind::Block(6, 100),
        "▋" => Kind::Block(5, 100),
        "▌" => Kind::Block(4, 100),
        "▍" => Kind::Block(3, 100),
        "▎" => Kind::Block(2, 100),
        "▏" => Kind::Block(1, 100),
        "▓" => Kind::Block(8, 75),
        "▒" => Kind::Block(8, 50),
        "░" => Kind::Block(8, 25),
        _ if takes > 1 => Kind::Wide,
        symbol if symbol.is_ascii() => Kind::Ascii,
        _ => Kind::Other,
    }
}

fn runs(row: &[Cell], paper: Paper) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (x, cell, takes) in cells(row) {
        let symbol = symbol(cell);
        let (ink, kind) = (paper.ink(cell), kind(symbol, takes));
        match runs.last_mut() {
            Some(run) if run.ink == ink && run.joins(kind) => {
                run.text.push_str(symbol);
                run.columns += takes;
            }
            _ => runs.push(Run { x, columns: takes, text: symbol.to_owned(), ink, kind }),
        }
    }
    runs
}

impl Run {
    /// Partial blocks stand alone; everything else joins its like.
    fn joins(&self, kind: Kind) -> bool {
        self.kind == kind && !matches!(kind, Kind::Block(1..=7, _))
    }

    fn write(&self, y: usize, paper: Paper, svg: &mut String) {
        let top = MARGIN + y * CELL_HEIGHT;
        let length = tenths(self.columns * CELL_WIDTH);
        // Writing into a String cannot fail.
        if let Some(bg) = self.ink.bg {
            let _ = writeln!(
                svg,
                "<rect x=\"{}\" y=\"{top}\" width=\"{length}\" height=\"{CELL_HEIGHT}\" fill=\"{}\"/>",
                x_of(self.x),
                hex(bg)
            );
        }
        let fill = self.ink.fg.unwrap_or(paper.fg);
        match self.kind {
            Kind::Blank => {}
            Kind::Block(eighths, percent) => {
                let width = tenths(self.columns * CELL_WIDTH * usize::from(eighths) / 8);
                let opacity = if percent == 100 { String::new() } else { format!(" opacity=\"0.{percent}\"") };
                let _ = writeln!(
                    svg,
                    "<rect x=\"{}\" y=\"{top}\" width=\"{width}\" height=\"{CELL_HEIGHT}\" fill=\"{}\"{opacity}/>",
                    x_of(self.x),
                    hex(fill)
                );
            }
            Kind::Ascii | Kind::Other | Kind::Wide => {
                let css: Vec<_> = self.ink.text_css().collect();
                let style = if css.is_empty() { String::new() } else { format!(" style=\"{}\"", css.join(";")) };
                let color = self.ink.fg.map(|fg| format!(" fill=\"{}\"", hex(fg))).unwrap_or_default();
                let _ = writeln!(
                    svg,
                    "<text x=\"{}\" y=\"{}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\"{color}{style}>{}</text>",
                    x_of(self.x),
                    top + BASELINE,
                    escape(&self.text)
                );
            }
        }
    }
}

fn x_of(column: usize) -> String {
    tenths(10 * MARGIN + column * CELL_WIDTH)
}

fn tenths(n: usize) -> String {
    if n.is_multiple_of(10) { (n / 10).to_string() } else { format!("{}.{}", n / 10, n % 10) }
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Style};

    use super::*;

    #[test]
    fn every_run_stands_at_its_own_column() {
        let mut buf = Buffer::with_lines(["豆包 a<b ▌"]);
        buf[(5, 0)].set_style(Style::new().fg(Color::Rgb(255, 0, 0)).bg(Color::Rgb(0, 0, 255)));
        let svg = to_svg(&buf, &Caps::default());
        let lines: Vec<_> = svg.lines().collect();
        assert!(lines[0].ends_with("width=\"100\" height=\"33\" viewBox=\"0 0 100 33\">"), "{}", lines[0]);
        assert!(
            svg.contains("<text x=\"8\" y=\"21\" textLength=\"33.6\" lengthAdjust=\"spacingAndGlyphs\">豆包</text>"),
            "{svg}"
        );
        assert!(svg.contains("<rect x=\"50\" y=\"8\" width=\"8.4\" height=\"17\" fill=\"#0000ff\"/>"), "{svg}");
        assert!(svg.contains(" fill=\"#ff0000\">a</text>"), "{svg}");
        assert!(svg.contains(">&lt;b</text>"), "{svg}");
        assert!(svg.contains("<rect x=\"83.6\" y=\"8\" width=\"4.2\" height=\"17\" fill=\"#d4d7dd\"/>"), "{svg}");
    }

    #[test]
    fn the_background_follows_the_theme() {
        let buf = Buffer::with_lines(["x"]);
        assert!(to_svg(&buf, &Caps { light: true, ..Caps::default() }).contains("fill=\"#ffffff\""));
        assert!(to_svg(&buf, &Caps::default()).contains("fill=\"#16181d\""));
    }
}
