//! What one viewer's terminal can do. Told or guessed from the environment; the terminal is never asked.

use crate::base::Repertoire;

/// Colours that the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ColorLevel {
    /// None: bold, reverse, underline only.
    None,
    /// The 16 named ones.
    Ansi16,
    /// The 256 of xterm.
    #[default]
    Ansi256,
    /// 24 bits.
    True,
}

/// What one viewer's terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Caps {
    /// Colours.
    pub color: ColorLevel,
    /// Characters.
    pub repertoire: Repertoire,
    /// Light background.
    pub light: bool,
    /// Slow link: fewer frames, no decoration that costs bytes.
    pub reduced: bool,
}

/// What the command line says about capabilities; it wins over the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wishes {
    /// `--color`; `None` = auto.
    pub color: Option<ColorLevel>,
    /// `--ascii` or `--unicode`.
    pub repertoire: Option<Repertoire>,
    /// `--light` or `--dark`, or the theme's.
    pub light: Option<bool>,
    /// `--reduced`.
    pub reduced: bool,
}

impl Caps {
    /// Guesses from environment variables (looked up through `var`): flag > NO_COLOR > CLICOLOR_FORCE/FORCE_COLOR > COLORTERM > TERM;
    /// LC_ALL > LC_CTYPE > LANG for the repertoire; COLORFGBG for the background, else dark.
    pub fn guess(wishes: Wishes, var: impl Fn(&str) -> Option<String>) -> Self {
        let _ = (wishes, var("TERM"));
        todo!()
    }
}
