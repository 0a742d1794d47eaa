//! A Buffer as bytes for a terminal: only what differs from the last frame, in one piece, inside a synchronized update.

use ratatui::buffer::Buffer;

use super::ColorLevel;

/// Written once when a terminal is taken: alternate screen, cursor hidden, and modes off that an earlier crash may have left on.
pub const ENTER: &str = "";
/// Written once when it is given back.
pub const LEAVE: &str = "";

/// Encodes frames for one viewer.
#[derive(Debug, Clone)]
pub struct Encoder {
    last: Option<Buffer>,
    level: ColorLevel,
}

impl Encoder {
    /// An encoder that knows nothing of the screen yet: its first frame is whole.
    pub fn new(level: ColorLevel) -> Self {
        Self { last: None, level }
    }

    /// The bytes that turn the last frame into this one; empty if nothing differs. A frame of another size, or after
    /// [`Encoder::forget`], is whole. After every non-ASCII symbol the cursor is placed anew, so that a terminal that counts its
    /// width otherwise drifts in that cell only.
    pub fn encode(&mut self, frame: &Buffer) -> Vec<u8> {
        todo!("{frame:?} {:?} {:?}", self.last, self.level)
    }

    /// Forgets the screen: the next frame is whole.
    pub fn forget(&mut self) {
        self.last = None;
    }
}
