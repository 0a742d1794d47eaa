//! The sets of characters that curves are drawn with.

/// A set of characters that divide a cell into dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Glyphs {
    /// Braille patterns, 2x4 dots a cell: in nearly every font.
    #[default]
    Braille,
    /// Block octants of Unicode 16, 2x4 dots a cell without gaps.
    Octant,
    /// Block sextants of Unicode 13, 2x3 dots a cell.
    Sextant,
    /// Half blocks, 1x2 dots a cell, each with a colour of its own.
    HalfBlock,
    /// ASCII: three heights a cell, drawn `'`, `-`, `.`, several as `|`.
    Ascii,
}

impl Glyphs {
    /// All sets.
    pub const ALL: [Self; 5] = [Self::Braille, Self::Octant, Self::Sextant, Self::HalfBlock, Self::Ascii];

    /// The word of the config.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Braille => "braille",
            Self::Octant => "octant",
            Self::Sextant => "sextant",
            Self::HalfBlock => "half",
            Self::Ascii => "ascii",
        }
    }

    /// The set of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|glyphs| glyphs.as_str() == name)
    }

    /// Dots a cell, across and down.
    pub fn dots(self) -> (usize, usize) {
        match self {
            Self::Braille | Self::Octant => (2, 4),
            Self::Sextant => (2, 3),
            Self::HalfBlock => (1, 2),
            Self::Ascii => (1, 3),
        }
    }
}
