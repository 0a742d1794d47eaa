//! What happens to a session and what it asks for in return: data, never a call.

use std::sync::Arc;

use super::World;
use crate::base::Key;
use crate::board::{Board, Lens};

/// The time, as the shell tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Now {
    /// Milliseconds of a clock that never goes back.
    pub millis: u64,
    /// Wall clock as shown: `14:03:12`.
    pub clock: String,
}

/// What a long load is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadStep {
    /// Bytes come from the disk.
    Reading,
    /// Bytes come through a pipe, nobody knows how many.
    Piped,
    /// Cells are understood.
    Understanding,
}

/// How far a long load is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loading {
    /// What it is busy with.
    pub step: LoadStep,
    /// Bytes that are done with.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
    /// What is certain already to be wrong with the file, with its place.
    pub problem: Option<String>,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The left button went down.
    Press,
    /// The wheel turned up.
    WheelUp,
    /// The wheel turned down.
    WheelDown,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed.
    Key(Key, Now),
    /// The mouse did something at a column and a row of the screen, both from 0.
    Mouse(Mouse, u16, u16, Now),
    /// Text was pasted (only while a prompt is open).
    Paste {
        /// What is kept of it.
        text: String,
        /// There was more.
        cut: bool,
        /// When.
        now: Now,
    },
    /// The terminal has another size.
    Resize(u16, u16),
    /// A timer that [`Effect::Wake`] asked for.
    Tick(Now),
    /// Another World is there: data, config or health changed, or another file was opened.
    World(Arc<World>),
    /// A board was planned for that World and Lens.
    Planned {
        /// `World::rev` that it was planned for.
        rev: u64,
        /// The lens that it was planned for.
        lens: Lens,
        /// The board.
        board: Arc<Board>,
    },
    /// A load that takes long is so far; the World that it ends in comes by itself.
    Loading(Loading),
    /// An effect could not be carried out: a sentence.
    Failed(String),
    /// An effect was carried out: a sentence to show shortly.
    Done(String),
}

/// Something for the shell to do. Data, never a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Plan a board for the World at hand and this lens; answer with [`Msg::Planned`].
    Plan(Lens),
    /// Open the n-th entry of the World.
    OpenEntry(usize),
    /// Look through the data patterns again, with rows, fit and previews, and answer with a World.
    ListEntries,
    /// Read data and config again now.
    Reload,
    /// End the load that goes on; what was read so far is shown.
    StopLoading,
    /// Stop or go on taking changes by themselves.
    Pause(bool),
    /// Put text on the viewer's clipboard (OSC 52).
    Copy(String),
    /// Open a file in $EDITOR at a line.
    Edit {
        /// File as named in the dataset.
        file: String,
        /// 1-based line.
        line: u32,
    },
    /// Send [`Msg::Tick`] after so many milliseconds.
    Wake(u64),
    /// Suspend to the shell.
    Suspend,
    /// Paint everything again.
    Repaint,
    /// Leave.
    Quit,
}
