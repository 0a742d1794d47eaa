//! The whole frame.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Session, World};

/// Draws the whole frame. Colours are not fitted yet; `frame::fit` and `frame::sweep` come after.
pub fn view(world: &World, session: &Session, area: Rect, buf: &mut Buffer) {
    let _ = (world, session, area, buf);
}
