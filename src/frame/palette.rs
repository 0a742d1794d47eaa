//! What colours look like, and the nearest one that a terminal has.

use ratatui::style::Color;

use super::ColorLevel;

/// Red, green, blue.
pub(super) type Rgb = (u8, u8, u8);

/// The sixteen of xterm, by index.
const ANSI: [Rgb; 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// The sixteen names by index.
const NAMES: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// Steps of one side of the 6×6×6 cube.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Number of a named colour, 0-15.
pub(super) fn ansi_index(color: Color) -> Option<u8> {
    NAMES.iter().position(|name| *name == color).and_then(|at| u8::try_from(at).ok())
}

/// The xterm look of a colour; `None` for the terminal's own.
pub(super) fn rgb(color: Color) -> Option<Rgb> {
    match color {
        Color::Reset => None,
        Color::Rgb(r, g, b) => Some((r, g, b)),
        Color::Indexed(n) => Some(indexed(n)),
        named => ansi_index(named).map(indexed),
    }
}

fn indexed(n: u8) -> Rgb {
    if let Some(rgb) = ANSI.get(usize::from(n)) {
        return *rgb;
    }
    if n >= 232 {
        let grey = 8 + (n - 232) * 10;
        return (grey, grey, grey);
    }
    let side = |part: u8| CUBE.get(usize::from(part % 6)).copied().unwrap_or(0);
    let n = n - 16;
    (side(n / 36), side(n / 6), side(n))
}

/// The colour of that level that is nearest.
pub(super) fn nearest(color: Color, level: ColorLevel) -> Color {
    match (level, color) {
        (_, Color::Reset) | (ColorLevel::None, _) => Color::Reset,
        (ColorLevel::Ansi256, Color::Rgb(r, g, b)) => Color::Indexed(nearest_256((r, g, b))),
        (ColorLevel::Ansi16, Color::Rgb(r, g, b)) => nearest_16((r, g, b)),
        (ColorLevel::Ansi16, Color::Indexed(n)) => {
            NAMES.get(usize::from(n)).copied().unwrap_or_else(|| nearest_16(indexed(n)))
        }
        (ColorLevel::True | ColorLevel::Ansi256 | ColorLevel::Ansi16, color) => color,
    }
}

/// Only the cube and the grey ramp: the first sixteen look different in every terminal.
fn nearest_256(rgb: Rgb) -> u8 {
    (16..=255).min_by_key(|n| distance(rgb, indexed(*n))).unwrap_or(16)
}

/// A colour without hue becomes one of the four greys, any other one of the twelve hues: a faint grey must not turn green because
/// green happens to be near.
fn nearest_16(rgb: Rgb) -> Color {
    let (r, g, b) = rgb;
    let chroma = r.max(g).max(b) - r.min(g).min(b);
    let greys = [0_u8, 8, 7, 15];
    let hues = [1_u8, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14];
    let choice: &[u8] = if chroma < 32 { &greys } else { &hues };
    let best = choice.iter().min_by_key(|n| distance(rgb, indexed(**n))).copied().unwrap_or(7);
    NAMES.get(usize::from(best)).copied().unwrap_or(Color::Reset)
}

/// Squared distance weighted as the eye does ("redmean", Compuphase).
fn distance(a: Rgb, b: Rgb) -> i64 {
    let mean = i64::midpoint(i64::from(a.0), i64::from(b.0));
    let (r, g, b) = (i64::from(a.0) - i64::from(b.0), i64::from(a.1) - i64::from(b.1), i64::from(a.2) - i64::from(b.2));
    ((512 + mean) * r * r) / 256 + 4 * g * g + ((767 - mean) * b * b) / 256
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cube_and_the_ramp_are_xterms() {
        assert_eq!(indexed(16), (0, 0, 0));
        assert_eq!(indexed(196), (255, 0, 0));
        assert_eq!(indexed(231), (255, 255, 255));
        assert_eq!(indexed(232), (8, 8, 8));
        assert_eq!(indexed(245), (138, 138, 138));
        assert_eq!(indexed(255), (238, 238, 238));
    }

    #[test]
    fn nearest_keeps_what_the_level_has() {
        assert_eq!(nearest(Color::Rgb(138, 138, 138), ColorLevel::Ansi256), Color::Indexed(245));
        assert_eq!(nearest(Color::Rgb(255, 0, 0), ColorLevel::Ansi256), Color::Indexed(196));
        assert_eq!(nearest(Color::Indexed(9), ColorLevel::Ansi16), Color::LightRed);
        assert_eq!(nearest(Color::Indexed(245), ColorLevel::Ansi16), Color::DarkGray);
        assert_eq!(nearest(Color::Rgb(200, 10, 10), ColorLevel::Ansi16), Color::Red);
        assert_eq!(nearest(Color::Cyan, ColorLevel::Ansi256), Color::Cyan);
        assert_eq!(nearest(Color::Rgb(1, 2, 3), ColorLevel::None), Color::Reset);
    }
}
