//! Styles as SGR sequences: the shortest that leads from one style to the next.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::ColorLevel;
use super::palette::{ansi_index, nearest};

/// How a cell looks, in colours that the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Attributes with the parameters that turn them on and off. Bold and dim share their off.
const ATTRIBUTES: [(Modifier, &str, &str); 8] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::HIDDEN, "8", "28"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

impl Pen {
    /// The terminal's own colours, no attributes: how every frame begins and ends.
    pub(super) const PLAIN: Self = Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    /// The look of a cell at a colour level.
    pub(super) fn of(cell: &Cell, level: ColorLevel) -> Self {
        Self { fg: nearest(cell.fg, level), bg: nearest(cell.bg, level), modifier: cell.modifier }
    }

    /// Writes what turns this look into the next; nothing if they are the same.
    pub(super) fn change(self, next: Self, out: &mut Vec<u8>) {
        if self == next {
            return;
        }
        let step = self.parameters(next);
        let anew = Self::PLAIN.parameters(next);
        let parameters = if anew.is_empty() {
            String::new()
        } else if step.len() <= anew.len() + 2 {
            step
        } else {
            format!("0;{anew}")
        };
        out.extend_from_slice(b"\x1b[");
        out.extend_from_slice(parameters.as_bytes());
        out.push(b'm');
    }

    fn parameters(self, next: Self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let gone = self.modifier - next.modifier;
        let mut held = self.modifier;
        for (attribute, _, off) in ATTRIBUTES {
            if gone.contains(attribute) && held.contains(attribute) {
                parts.push(off.to_owned());
                held -= if off == "22" { Modifier::BOLD | Modifier::DIM } else { attribute };
            }
        }
        for (attribute, on, _) in ATTRIBUTES {
            if next.modifier.contains(attribute) && !held.contains(attribute) {
                parts.push(on.to_owned());
            }
        }
        if self.fg != next.fg {
            parts.push(color(next.fg, 30));
        }
        if self.bg != next.bg {
            parts.push(color(next.bg, 40));
        }
        parts.join(";")
    }
}

/// `base` is 30 for the foreground, 40 for the background.
fn color(color: Color, base: u8) -> String {
    match color {
        Color::Reset => (base + 9).to_string(),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
        Color::Indexed(n) => format!("{};5;{n}", base + 8),
        named => match ansi_index(named) {
            Some(n @ 0..=7) => (base + n).to_string(),
            Some(n) => (base + 60 + n - 8).to_string(),
            None => (base + 9).to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn step(from: Style, to: Style) -> String {
        let pen = |style: Style| {
            let mut cell = Cell::EMPTY;
            cell.set_style(style);
            Pen::of(&cell, ColorLevel::True)
        };
        let mut out = Vec::new();
        pen(from).change(pen(to), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_what_differs_is_written() {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        assert_eq!(step(bold, bold), "");
        assert_eq!(step(Style::new(), bold), "\x1b[1m");
        assert_eq!(step(bold.fg(Color::Indexed(245)), Style::new()), "\x1b[m");
        assert_eq!(step(bold, bold.fg(Color::LightRed)), "\x1b[91m");
        assert_eq!(step(Style::new(), Style::new().bg(Color::Rgb(1, 2, 3))), "\x1b[48;2;1;2;3m");
    }

    #[test]
    fn bold_goes_off_without_taking_dim_along() {
        let bold_dim = Style::new().fg(Color::Indexed(245)).add_modifier(Modifier::BOLD | Modifier::DIM);
        let dim = Style::new().fg(Color::Indexed(245)).add_modifier(Modifier::DIM);
        assert_eq!(step(bold_dim, dim), "\x1b[22;2m");
    }
}
