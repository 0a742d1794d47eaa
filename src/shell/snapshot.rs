//! One frame without a terminal.

use ratatui::buffer::Buffer;

use crate::app::World;
use crate::base::Key;
use crate::frame::Caps;

/// The frame that a viewer with this terminal would see after pressing these keys: planned inline, swept and fitted.
pub fn snapshot(world: &World, caps: Caps, width: u16, height: u16, page: Option<&str>, keys: &[Key]) -> Buffer {
    todo!("{world:?} {caps:?} {width} {height} {page:?} {keys:?}")
}
