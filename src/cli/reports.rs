//! What is said of a fault in the program: in colour only where it is seen in colour, and without anything that commands a terminal.

use std::fmt;
use std::io::IsTerminal as _;
use std::panic::PanicHookInfo;

use color_eyre::config::{HookBuilder, Theme};
use color_eyre::section::PanicMessage;

use crate::base::{Repertoire, drawable};
use crate::shell;

/// Installs it, once.
pub(super) fn install() -> color_eyre::Result<()> {
    let is_plain = !std::io::stderr().is_terminal() || shell::var("NO_COLOR").is_some_and(|value| !value.is_empty());
    let theme = if is_plain { Theme::new() } else { Theme::dark() };
    HookBuilder::default().theme(theme).panic_message(Said).install()
}

struct Said;

impl PanicMessage for Said {
    fn display(&self, info: &PanicHookInfo<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload = info.payload();
        let words = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref().map(String::as_str));
        // A panic may quote what it fell over. Nothing is known here of what the terminal can show.
        write!(f, "bellwether: a fault in the program: {}", drawable(words.unwrap_or("no words"), Repertoire::Ascii))?;
        if let Some(place) = info.location() {
            write!(f, "\nat {}:{}:{}", place.file(), place.line(), place.column())?;
        }
        f.write_str("\nThe data was only read. Please report this, with the file if you may.")
    }
}
