//! Styles by meaning for a dark or a light background: colours that the colour-blind can tell apart, never the only sign.

use ratatui::style::{Color, Modifier, Style};

use crate::frame::Caps;
use crate::panel::Theme;

/// Okabe and Ito's palette, lightened for dark backgrounds and darkened for light ones to a contrast of at least 4.5:1.
const DARK: [(u8, u8, u8); 6] =
    [(135, 215, 135), (255, 175, 95), (95, 175, 255), (215, 135, 215), (215, 175, 135), (230, 220, 110)];
const LIGHT: [(u8, u8, u8); 6] =
    [(0, 110, 70), (165, 75, 0), (0, 95, 175), (150, 50, 130), (115, 80, 30), (105, 95, 0)];

/// The theme for a terminal.
pub(super) fn theme(caps: Caps) -> Theme {
    let (hues, dim, accent, warning, live) = if caps.light {
        (LIGHT, Color::Indexed(240), rgb(LIGHT[2]), rgb(LIGHT[1]), rgb(LIGHT[0]))
    } else {
        (DARK, Color::Indexed(245), rgb(DARK[2]), Color::Rgb(255, 215, 95), rgb(DARK[0]))
    };
    let plain = Style::new();
    Theme {
        text: plain,
        strong: plain.add_modifier(Modifier::BOLD),
        dim: plain.fg(dim),
        accent: plain.fg(accent).add_modifier(Modifier::BOLD),
        cursor: plain.add_modifier(Modifier::REVERSED),
        changed: plain.fg(warning).add_modifier(Modifier::BOLD),
        live: plain.fg(live),
        warning: plain.fg(warning).add_modifier(Modifier::BOLD),
        derived: plain.fg(dim).add_modifier(Modifier::ITALIC),
        hues: hues.into_iter().map(|hue| plain.fg(rgb(hue))).collect(),
    }
}

fn rgb((red, green, blue): (u8, u8, u8)) -> Color {
    Color::Rgb(red, green, blue)
}
