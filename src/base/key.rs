//! Keys as the keymap knows them, and how they are written in config.toml, `--keys` and the help.

use std::fmt;

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyCode {
    /// A character, shift already applied (`R`, `?`, `豆`).
    Char(char),
    /// Function key 1-12.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// One key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift, where the terminal says so beside the code (arrows).
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character key.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// Ctrl and a lower-case character.
    pub const fn ctrl(c: char) -> Self {
        Self { code: KeyCode::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// Reads one key: `R`, `?`, `space`, `enter`, `ctrl-d`, `shift-left`, `f5`, `backtab`. Names in any case.
    pub fn parse(text: &str) -> Option<Self> {
        todo!("{text}")
    }
}

/// As written in the help: `R`, `Space`, `Enter`, `Ctrl-D`, `Shift-←` (`ascii`-free names: `Left`), `F5`, `Shift-Tab`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.code)
    }
}

/// Reads a key script: names parted by spaces, `'text'` types each character (`''` is a quote inside it).
///
/// # Errors
/// The first word that is no key.
pub fn parse_keys(script: &str) -> Result<Vec<Key>, String> {
    todo!("{script}")
}
