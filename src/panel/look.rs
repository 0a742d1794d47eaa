//! How things look to one viewer: styles by meaning, glyphs, number style, what changed.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};

use crate::base::{Folded, Glyphs, Measure, NumberStyle, ObsKey, fold};
use crate::board::{Hue, ThemeSpec};

/// Hues in the order of groups, after Okabe and Ito's palette for the colour-blind, lightened for dark backgrounds and darkened for
/// light ones to a contrast of at least 4.5:1.
const ON_DARK: [(u8, u8, u8); 6] =
    [(135, 215, 135), (255, 175, 95), (95, 175, 255), (215, 135, 215), (215, 175, 135), (230, 220, 110)];
const ON_LIGHT: [(u8, u8, u8); 6] =
    [(0, 110, 70), (165, 75, 0), (0, 95, 175), (150, 50, 130), (115, 80, 30), (105, 95, 0)];

/// A background and what is written on it.
type Pair = ((u8, u8, u8), (u8, u8, u8));

/// Backgrounds of a grid's cells from the smallest number to the largest, each with the number's colour on it. All are colours of the
/// 256, so that they are the same on most terminals; lightness alone tells them apart.
const SHADES_ON_DARK: [Pair; 5] = [
    ((48, 48, 48), WHITE),
    ((0, 95, 135), WHITE),
    ((0, 135, 175), BLACK),
    ((95, 175, 215), BLACK),
    ((175, 215, 255), BLACK),
];
const SHADES_ON_LIGHT: [Pair; 5] = [
    ((228, 228, 228), BLACK),
    ((175, 215, 255), BLACK),
    ((95, 175, 215), BLACK),
    ((0, 95, 175), WHITE),
    ((0, 0, 95), WHITE),
];
const SWINGS_ON_DARK: [Pair; 5] = [
    ((255, 175, 95), BLACK),
    ((135, 95, 0), WHITE),
    ((48, 48, 48), WHITE),
    ((0, 95, 135), WHITE),
    ((95, 175, 215), BLACK),
];
const SWINGS_ON_LIGHT: [Pair; 5] = [
    ((175, 95, 0), WHITE),
    ((255, 215, 175), BLACK),
    ((238, 238, 238), BLACK),
    ((175, 215, 255), BLACK),
    ((0, 95, 175), WHITE),
];
const WHITE: (u8, u8, u8) = (255, 255, 255);
const BLACK: (u8, u8, u8) = (0, 0, 0);

/// Styles by meaning, for a dark or a light background. The terminal's own background and foreground are left as they are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Theme {
    /// Plain text.
    pub text: Style,
    /// Numbers and titles that matter: bold.
    pub strong: Style,
    /// Borders, sources, axes: contrast of at least 4.5:1.
    pub dim: Style,
    /// Focused border, key names.
    pub accent: Style,
    /// The row under the cursor.
    pub cursor: Style,
    /// Changed values.
    pub changed: Style,
    /// Live sign.
    pub live: Style,
    /// Warnings and stale data.
    pub warning: Style,
    /// Derived numbers: unlike stated ones (italic or underlined where no colour).
    pub derived: Style,
    /// Backgrounds of a grid's cells with the colour of the number on them, from the smallest to the largest; none where the terminal
    /// has too few colours for that: glyphs tell them then.
    pub shades: Vec<Style>,
    /// The same of changes, from the strongest fall to the strongest rise; no judgement, so neither red nor green.
    pub swings: Vec<Style>,
    /// Colours of groups, safe for the colour-blind; repeated when there are more groups.
    pub hues: Vec<Style>,
}

impl Theme {
    /// For dark backgrounds.
    pub fn dark() -> Self {
        let built = Self::built(&ON_DARK, Color::Indexed(245), ON_DARK[2], (255, 215, 95), ON_DARK[0]);
        Self { shades: on(&SHADES_ON_DARK), swings: on(&SWINGS_ON_DARK), ..built }
    }

    /// For light backgrounds.
    pub fn light() -> Self {
        let built = Self::built(&ON_LIGHT, Color::Indexed(240), ON_LIGHT[2], (140, 85, 0), ON_LIGHT[0]);
        Self { shades: on(&SHADES_ON_LIGHT), swings: on(&SWINGS_ON_LIGHT), ..built }
    }

    fn built(
        hues: &[(u8, u8, u8)],
        dim: Color,
        accent: (u8, u8, u8),
        warning: (u8, u8, u8),
        live: (u8, u8, u8),
    ) -> Self {
        let plain = Style::new();
        Self {
            text: plain,
            strong: plain.add_modifier(Modifier::BOLD),
            dim: plain.fg(dim),
            accent: plain.fg(rgb(accent)).add_modifier(Modifier::BOLD),
            cursor: plain.add_modifier(Modifier::REVERSED),
            // Numbers are bold anyway: without colour the line under it is the sign.
            changed: plain.fg(rgb(warning)).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            live: plain.fg(rgb(live)),
            warning: plain.fg(rgb(warning)).add_modifier(Modifier::BOLD),
            derived: plain.fg(dim).add_modifier(Modifier::ITALIC),
            shades: Vec::new(),
            swings: Vec::new(),
            hues: hues.iter().map(|hue| plain.fg(rgb(*hue))).collect(),
        }
    }

    /// The theme of a viewer with the colours of the config's `[theme]` put in: by role (`text`, `dim`, `accent` ...) or by the name
    /// of a group. `groups` are the board's group names by hue; a name that is neither is left alone.
    pub fn of(spec: &ThemeSpec, light: bool, groups: &[String]) -> Self {
        let mut theme = if light { Self::light() } else { Self::dark() };
        for (name, color) in &spec.colors {
            let Ok(color) = color.parse::<Color>() else { continue };
            match theme.role(name) {
                Some(style) => *style = style.fg(color),
                None => theme.set_hue(groups, name, color),
            }
        }
        theme
    }

    /// For a terminal whose colours are too few to be read by lightness.
    #[must_use]
    pub fn without_shades(self) -> Self {
        Self { shades: Vec::new(), swings: Vec::new(), ..self }
    }

    fn role(&mut self, name: &str) -> Option<&mut Style> {
        Some(match name {
            "text" => &mut self.text,
            "strong" => &mut self.strong,
            "dim" => &mut self.dim,
            "accent" => &mut self.accent,
            "cursor" => &mut self.cursor,
            "changed" => &mut self.changed,
            "live" => &mut self.live,
            "warning" => &mut self.warning,
            "derived" => &mut self.derived,
            _ => return None,
        })
    }

    fn set_hue(&mut self, groups: &[String], name: &str, color: Color) {
        let Some(at) = groups.iter().position(|group| fold(group) == fold(name)) else { return };
        // Groups beyond the palette repeat it; one that is given a colour of its own must not recolour another.
        let base = self.hues.clone();
        while self.hues.len() <= at && !base.is_empty() {
            self.hues.extend(base.iter().copied());
        }
        if let Some(style) = self.hues.get_mut(at) {
            *style = style.fg(color);
        }
    }

    /// The style of a group.
    pub fn hue(&self, hue: Hue) -> Style {
        let place = usize::from(hue.0) % self.hues.len().max(1);
        self.hues.get(place).copied().filter(|_| hue != Hue::NONE).unwrap_or(self.text)
    }
}

/// How things look to one viewer.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Styles.
    pub theme: &'a Theme,
    /// ASCII glyphs and text only.
    pub ascii: bool,
    /// What curves are drawn with.
    pub glyphs: Glyphs,
    /// How numbers are written.
    pub numbers: NumberStyle,
    /// Values changed since the viewer looked, with what they said before (`None` = new).
    pub changed: &'a BTreeMap<ObsKey, Option<Measure>>,
    /// The value marked with Space.
    pub marked: Option<&'a ObsKey>,
    /// The entity that is lit in every panel, in the forms in which names are compared.
    pub lit: Option<&'a Folded>,
}

fn on(pairs: &[Pair]) -> Vec<Style> {
    pairs.iter().map(|(back, front)| Style::new().bg(rgb(*back)).fg(rgb(*front))).collect()
}

fn rgb((red, green, blue): (u8, u8, u8)) -> Color {
    Color::Rgb(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast ratio of WCAG 2.1, 1 to 21.
    fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = |(r, g, b): (u8, u8, u8)| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
        let (high, low) = (luminance(a).max(luminance(b)), luminance(a).min(luminance(b)));
        (high + 0.05) / (low + 0.05)
    }

    fn channels(color: Option<Color>) -> Option<(u8, u8, u8)> {
        match color? {
            Color::Rgb(r, g, b) => Some((r, g, b)),
            Color::Indexed(grey @ 232..) => {
                let level = 8 + (grey - 232) * 10;
                Some((level, level, level))
            }
            _ => None,
        }
    }

    #[test]
    fn every_colour_can_be_read() {
        for (theme, background) in [(Theme::dark(), (24, 25, 31)), (Theme::light(), (255, 255, 255))] {
            let roles = [theme.dim, theme.accent, theme.changed, theme.live, theme.warning, theme.derived];
            for style in roles.into_iter().chain(theme.hues.clone()) {
                let color = channels(style.fg).expect("a colour");
                assert!(contrast(color, background) >= 4.5, "{color:?} on {background:?}");
            }
        }
    }

    #[test]
    fn numbers_can_be_read_on_every_shade() {
        for theme in [Theme::dark(), Theme::light()] {
            for style in theme.shades.iter().chain(&theme.swings) {
                let (back, front) = channels(style.bg).zip(channels(style.fg)).expect("two colours");
                assert!(contrast(front, back) >= 4.5, "{front:?} on {back:?}");
            }
        }
    }

    #[test]
    fn config_colours_reach_roles_and_groups() {
        let colors = [("dim", "#808080"), ("openai", "13"), ("far", "red"), ("nobody", "blue")];
        let colors = colors.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let groups: Vec<String> = ["OpenAI", "b", "c", "d", "e", "f", "g", "Far"].map(String::from).to_vec();
        let theme = Theme::of(&ThemeSpec { colors, ..ThemeSpec::default() }, false, &groups);
        assert_eq!(theme.dim.fg, Some(Color::Rgb(0x80, 0x80, 0x80)));
        assert_eq!(theme.hue(Hue(0)).fg, Some(Color::Indexed(13)));
        assert_eq!(theme.hue(Hue(7)).fg, Some(Color::Red));
        assert_eq!(theme.hue(Hue(1)), Theme::dark().hue(Hue(1)), "other groups keep theirs");
    }
}
