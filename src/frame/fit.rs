//! The last two passes over a finished Buffer: colours that the terminal has, and no symbol that could command it.

use ratatui::buffer::Buffer;

use super::{Caps, ColorLevel};
use crate::base::Repertoire;

/// Maps every colour of the Buffer to the level; at `None` all are reset, attributes stay.
pub fn fit(buf: &mut Buffer, level: ColorLevel) {
    todo!("{buf:?} {level:?}")
}

/// Replaces symbols that are not safe to write (and, in ASCII, every symbol outside 0x20-0x7E) by one-column stand-ins: box and block
/// glyphs by their ASCII look, anything else by `?`. Returns how many were replaced.
pub fn sweep(buf: &mut Buffer, caps: &Caps) -> usize {
    let _ = Repertoire::Ascii;
    todo!("{buf:?} {caps:?}")
}
