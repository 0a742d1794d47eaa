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
        let mut key = Self::char(' ');
        let mut rest = text;
        while let Some((modifier, after)) = rest.split_once('-').filter(|(m, after)| !m.is_empty() && !after.is_empty())
        {
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" => key.ctrl = true,
                "alt" => key.alt = true,
                "shift" => key.shift = true,
                _ => return None,
            }
            rest = after;
        }
        let mut chars = rest.chars();
        key.code = match (chars.next(), chars.next()) {
            (Some(c), None) if c != ' ' && !c.is_control() => {
                KeyCode::Char(if key.ctrl { c.to_ascii_lowercase() } else { c })
            }
            _ => named(&rest.to_ascii_lowercase())?,
        };
        if key.code == KeyCode::Tab && key.shift {
            key.code = KeyCode::BackTab;
            key.shift = false;
        }
        Some(key)
    }
}

/// As written in the help: `R`, `Space`, `Enter`, `Ctrl-D`, `Shift-←` (`ascii`-free names: `Left`), `F5`, `Shift-Tab`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            code => write!(f, "{code:?}"),
        }
    }
}

/// Reads a key script: names parted by spaces, `'text'` types each character (`''` is a quote inside it).
///
/// # Errors
/// The first word that is no key.
pub fn parse_keys(script: &str) -> Result<Vec<Key>, String> {
    let mut keys = Vec::new();
    let mut rest = script.trim_start();
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('\'') {
            let mut chars = quoted.chars();
            loop {
                match chars.next() {
                    Some('\'') if chars.as_str().starts_with('\'') => {
                        chars.next();
                        keys.push(Key::char('\''));
                    }
                    Some('\'') => break,
                    Some(c) => keys.push(Key::char(c)),
                    None => return Err(rest.to_owned()),
                }
            }
            rest = chars.as_str().trim_start();
        } else {
            let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            keys.push(Key::parse(word).ok_or_else(|| word.to_owned())?);
            rest = after.trim_start();
        }
    }
    Ok(keys)
}

fn named(name: &str) -> Option<KeyCode> {
    Some(match name {
        "space" => KeyCode::Char(' '),
        "enter" | "return" => KeyCode::Enter,
        "esc" | "escape" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "backspace" => KeyCode::Backspace,
        "delete" | "del" => KeyCode::Delete,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        _ => {
            let number = name.strip_prefix('f')?.parse().ok()?;
            return (1..=12).contains(&number).then_some(KeyCode::F(number));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_keys_are_read_back() {
        for text in
            ["R", "?", "-", "豆", "Space", "Enter", "Ctrl-D", "Ctrl--", "Alt-x", "Shift-Left", "F5", "Shift-Tab"]
        {
            assert_eq!(Key::parse(text).map(|key| key.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Key::parse("ctrl-d"), Some(Key::ctrl('d')));
        assert_eq!(Key::parse("backtab"), Some(Key::plain(KeyCode::BackTab)));
        for text in ["", "f13", "hyper-x", "nokey"] {
            assert_eq!(Key::parse(text), None);
        }
    }

    #[test]
    fn scripts_of_names_and_typed_text() {
        let keys = parse_keys(" g g '/a''b ' enter ").unwrap();
        let chars = ['g', 'g', '/', 'a', '\'', 'b', ' '].map(Key::char);
        assert_eq!(keys, [&chars[..], &[Key::plain(KeyCode::Enter)]].concat());
        assert_eq!(parse_keys("g nokey"), Err("nokey".to_owned()));
        assert!(parse_keys("'open").is_err());
    }
}
