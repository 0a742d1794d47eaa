//! How things look to one viewer: styles by meaning, glyphs, number style, what changed.

use std::collections::BTreeMap;

use ratatui::style::Style;

use crate::base::{Measure, NumberStyle, ObsKey};
use crate::board::Hue;

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
    /// Colours of groups, safe for the colour-blind; repeated when there are more groups.
    pub hues: Vec<Style>,
}

impl Theme {
    /// The style of a group.
    pub fn hue(&self, hue: Hue) -> Style {
        self.hues.get(usize::from(hue.0) % self.hues.len().max(1)).copied().unwrap_or(self.text)
    }
}

/// How things look to one viewer.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Styles.
    pub theme: &'a Theme,
    /// ASCII glyphs and text only.
    pub ascii: bool,
    /// How numbers are written.
    pub numbers: NumberStyle,
    /// Values changed since the viewer looked, with what they said before (`None` = new).
    pub changed: &'a BTreeMap<ObsKey, Option<Measure>>,
    /// The value marked with Space.
    pub marked: Option<&'a ObsKey>,
}
