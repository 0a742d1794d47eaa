//! Text that can be drawn: nothing in it can command a terminal, and nothing in it is hidden.

use std::fmt;

/// Which characters a viewer's terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Repertoire {
    /// All of Unicode.
    #[default]
    Unicode,
    /// Bytes 0x20-0x7E only; anything else is shown as `\u{8c46}`.
    Ascii,
}

/// Text in which every control, bidi, zero-width, tag or otherwise invisible character is replaced by a visible mark
/// (`^[`, `<U+202E>`), with at most 8 combining marks per base.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Safe(String);

impl Safe {
    /// Makes any text drawable.
    pub fn new(text: &str, repertoire: Repertoire) -> Self {
        todo!("{text} {repertoire:?}")
    }

    /// The drawable text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether one grapheme may stand in a cell as it is.
    pub fn is_safe(symbol: &str, repertoire: Repertoire) -> bool {
        todo!("{symbol} {repertoire:?}")
    }
}

impl fmt::Display for Safe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
