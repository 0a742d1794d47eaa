//! A Buffer as a document: the same cells as on the screen.

use ratatui::buffer::Buffer;

use super::Caps;

/// Plain text, lines right-trimmed.
pub fn to_text(buf: &Buffer) -> String {
    todo!("{buf:?}")
}

/// Text with SGR colours, one line a row, no cursor movement.
pub fn to_ansi(buf: &Buffer, caps: &Caps) -> String {
    todo!("{buf:?} {caps:?}")
}

/// A stand-alone SVG picture with the theme's background.
pub fn to_svg(buf: &Buffer, caps: &Caps) -> String {
    todo!("{buf:?} {caps:?}")
}

/// A stand-alone HTML page.
pub fn to_html(buf: &Buffer, caps: &Caps) -> String {
    todo!("{buf:?} {caps:?}")
}
