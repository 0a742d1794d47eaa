//! What one viewer's terminal can do. Told or guessed from the environment; the terminal is never asked.

use crate::base::{Glyphs, Repertoire};

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
    /// Slow link: the next frame waits until the last one has passed at 2,400 bytes a second.
    pub reduced: bool,
    /// What curves are drawn with, where the viewer or the terminal decides; else the config does.
    pub glyphs: Option<Glyphs>,
    /// The Linux console, whose fonts have few signs.
    pub console: bool,
}

/// What the command line says about capabilities; it wins over the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wishes {
    /// `--color`; `None` = auto.
    pub color: Option<ColorLevel>,
    /// `--ascii` or `--unicode`; the latter also says that a console's font has every sign.
    pub repertoire: Option<Repertoire>,
    /// `--light` or `--dark`, or the theme's.
    pub light: Option<bool>,
    /// `--reduced`.
    pub reduced: bool,
    /// `--glyphs`; `None` = auto.
    pub glyphs: Option<Glyphs>,
}

impl Caps {
    /// Guesses from environment variables (looked up through `var`): flag > `NO_COLOR` > `CLICOLOR_FORCE`/`FORCE_COLOR` >
    /// `COLORTERM` > `TERM`; `LC_ALL` > `LC_CTYPE` > `LANG` for the repertoire; `COLORFGBG` for the background, else dark. An
    /// empty variable counts as absent.
    pub fn guess(wishes: Wishes, var: impl Fn(&str) -> Option<String>) -> Self {
        let var = |name: &str| var(name).filter(|value| !value.is_empty());
        let console = wishes.repertoire.is_none() && is_console(var("TERM").as_deref());
        Self {
            color: wishes.color.unwrap_or_else(|| color(&var)),
            repertoire: wishes.repertoire.unwrap_or_else(|| repertoire(&var)),
            light: wishes.light.unwrap_or_else(|| var("COLORFGBG").is_some_and(|value| is_light(&value))),
            reduced: wishes.reduced,
            glyphs: wishes.glyphs.or_else(|| console.then_some(Glyphs::Ascii)),
            console,
        }
    }

    /// Those of a picture of the screen: its reader's fonts have every sign.
    #[must_use]
    pub fn of_picture(self, wishes: Wishes) -> Self {
        Self { glyphs: wishes.glyphs, console: false, ..self }
    }
}

/// Whether a terminal of that name can be drawn on. One that nobody named is not sent sequences that it may not know, no more than one
/// that is said to know none.
pub fn can_draw(term: Option<&str>) -> bool {
    !matches!(term, None | Some("" | "dumb" | "unknown"))
}

fn color(var: &impl Fn(&str) -> Option<String>) -> ColorLevel {
    if var("NO_COLOR").is_some() {
        return ColorLevel::None;
    }
    let terminal = match var("COLORTERM").as_deref() {
        Some("truecolor" | "24bit") => ColorLevel::True,
        Some(_) => of_term(var("TERM").as_deref()).max(ColorLevel::Ansi16),
        None => of_term(var("TERM").as_deref()),
    };
    if var("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return terminal.max(ColorLevel::Ansi16);
    }
    // FORCE_COLOR counts levels as the Node.js programs do that brought it up.
    match var("FORCE_COLOR").as_deref() {
        None => terminal,
        Some("0" | "false") => ColorLevel::None,
        Some("1") => ColorLevel::Ansi16,
        Some("2") => ColorLevel::Ansi256,
        Some("3") => ColorLevel::True,
        Some(_) => terminal.max(ColorLevel::Ansi16),
    }
}

/// What a `TERM` promises. COLORTERM does not cross ssh, so terminals known by their own name are taken at their word.
fn of_term(term: Option<&str>) -> ColorLevel {
    const TRUE: [&str; 6] = ["alacritty", "foot", "wezterm", "xterm-ghostty", "xterm-kitty", "contour"];
    let Some(term) = term.filter(|term| can_draw(Some(term))) else { return ColorLevel::None };
    if term.starts_with("vt") {
        ColorLevel::None
    } else if term.ends_with("-direct") || TRUE.contains(&term) {
        ColorLevel::True
    } else if term.contains("256color") {
        ColorLevel::Ansi256
    } else {
        ColorLevel::Ansi16
    }
}

fn repertoire(var: &impl Fn(&str) -> Option<String>) -> Repertoire {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| var(name)).unwrap_or_default().to_lowercase();
    if locale.contains("utf-8") || locale.contains("utf8") { Repertoire::Unicode } else { Repertoire::Ascii }
}

fn is_console(term: Option<&str>) -> bool {
    term.is_some_and(|term| term == "linux" || term.starts_with("linux-"))
}

/// `foreground;background` as rxvt writes it: 7 and the bright colours are light.
fn is_light(colorfgbg: &str) -> bool {
    colorfgbg
        .rsplit(';')
        .next()
        .and_then(|part| part.parse::<u8>().ok())
        .is_some_and(|n| n == 7 || (9..=15).contains(&n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(wishes: Wishes, vars: &[(&str, &str)]) -> Caps {
        Caps::guess(wishes, |name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn colour_follows_the_stated_precedence() {
        use ColorLevel::{Ansi16, Ansi256, None, True};
        let rows: &[(&[(&str, &str)], ColorLevel)] = &[
            (&[], None),
            (&[("TERM", "dumb")], None),
            (&[("TERM", "unknown")], None),
            (&[("TERM", "vt220")], None),
            (&[("TERM", "linux")], Ansi16),
            (&[("TERM", "screen")], Ansi16),
            (&[("TERM", "xterm")], Ansi16),
            (&[("TERM", "tmux-256color")], Ansi256),
            (&[("TERM", "screen.xterm-256color")], Ansi256),
            (&[("TERM", "xterm-kitty")], True),
            (&[("TERM", "xterm"), ("COLORTERM", "truecolor")], True),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("FORCE_COLOR", "1")], Ansi16),
            (&[("TERM", "vt100"), ("CLICOLOR_FORCE", "1")], Ansi16),
            (&[("TERM", "vt100"), ("CLICOLOR_FORCE", "0")], None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "1"), ("FORCE_COLOR", "3")], None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "")], Ansi256),
        ];
        for (vars, level) in rows {
            assert_eq!(guess(Wishes::default(), vars).color, *level, "{vars:?}");
        }
        let flag = Wishes { color: Some(True), ..Wishes::default() };
        assert_eq!(guess(flag, &[("NO_COLOR", "1"), ("TERM", "dumb")]).color, True);
    }

    #[test]
    fn the_locale_decides_the_repertoire() {
        let rows: &[(&[(&str, &str)], Repertoire)] = &[
            (&[], Repertoire::Ascii),
            (&[("LANG", "C.UTF-8")], Repertoire::Unicode),
            (&[("LANG", "en_GB.utf8")], Repertoire::Unicode),
            (&[("LANG", "de_DE.ISO-8859-1")], Repertoire::Ascii),
            (&[("LANG", "C.UTF-8"), ("LC_ALL", "C")], Repertoire::Ascii),
            (&[("LANG", "C"), ("LC_CTYPE", "C.UTF-8"), ("LC_ALL", "")], Repertoire::Unicode),
        ];
        for (vars, repertoire) in rows {
            assert_eq!(guess(Wishes::default(), vars).repertoire, *repertoire, "{vars:?}");
        }
        let flag = Wishes { repertoire: Some(Repertoire::Unicode), ..Wishes::default() };
        assert_eq!(guess(flag, &[("LC_ALL", "C")]).repertoire, Repertoire::Unicode);
    }

    #[test]
    fn the_console_has_few_signs_unless_a_flag_says_otherwise() {
        let of = |wishes: Wishes, term: &str| {
            let caps = guess(wishes, &[("TERM", term)]);
            (caps.glyphs, caps.console)
        };
        assert_eq!(of(Wishes::default(), "linux"), (Some(Glyphs::Ascii), true));
        assert_eq!(of(Wishes::default(), "linux-16color"), (Some(Glyphs::Ascii), true));
        assert_eq!(of(Wishes::default(), "xterm-256color"), (None, false));
        let glyphs = Wishes { glyphs: Some(Glyphs::Octant), ..Wishes::default() };
        assert_eq!(of(glyphs, "linux"), (Some(Glyphs::Octant), true));
        let unicode = Wishes { repertoire: Some(Repertoire::Unicode), ..Wishes::default() };
        assert_eq!(of(unicode, "linux"), (None, false));
    }

    #[test]
    fn the_background_is_dark_unless_something_says_otherwise() {
        assert!(!guess(Wishes::default(), &[]).light);
        assert!(guess(Wishes::default(), &[("COLORFGBG", "0;15")]).light);
        assert!(!guess(Wishes::default(), &[("COLORFGBG", "15;default;0")]).light);
        assert!(!guess(Wishes { light: Some(false), ..Wishes::default() }, &[("COLORFGBG", "0;15")]).light);
    }
}
