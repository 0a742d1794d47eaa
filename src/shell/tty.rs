//! The terminal: taken, lent, given back on every way out. Whoever sets it or writes to it holds one lock and never waits for the
//! terminal meanwhile, so nothing can be written after it was given back.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr,
    ttyname,
};

use super::clock::instant;
use super::jobs;
use crate::frame::{ENTER, LEAVE};

/// Off on every way out, whether they were on or not: a report of the mouse typed into a shell is a nuisance.
const MODES_OFF: &str = "\x1b[?1006l\x1b[?1000l\x1b[?2004l";

/// Modes of the terminal that are on only while they are needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Modes {
    /// Buttons and wheel are reported, as the config wants.
    pub(super) mouse: bool,
    /// A paste is marked as such, while text is typed.
    pub(super) paste: bool,
}

impl Modes {
    /// The sequences that lead from these to those.
    pub(super) fn to(self, wanted: Self) -> String {
        let mut sequence = String::new();
        if self.mouse != wanted.mouse {
            sequence.push_str(if wanted.mouse { "\x1b[?1000h\x1b[?1006h" } else { "\x1b[?1006l\x1b[?1000l" });
        }
        if self.paste != wanted.paste {
            sequence.push_str(if wanted.paste { "\x1b[?2004h" } else { "\x1b[?2004l" });
        }
        sequence
    }
}

/// How long a stalled terminal may keep the program from leaving.
const LAST_WORDS: Duration = Duration::from_millis(100);
/// Ends a sequence that was cut off, without doing what it says.
const CANCEL: &str = "\x18";
/// After another program that may have left any of them on.
const MODES_OF_OTHERS: &str = "\x1b[<u\x1b[?1002l\x1b[?1003l\x1b[?1004l";

/// Who has the terminal. Process-wide, as the terminal is: signals and panics come without an owner at hand.
static HOLD: Mutex<Hold> = Mutex::new(Hold::Nobody);

enum Hold {
    /// It was never taken.
    Nobody,
    /// This program, for the n-th time.
    Us(Terminal, u64),
    /// Somebody else, for a while.
    Others(Terminal, u64),
    /// The program ends: nobody takes it any more.
    Over,
}

struct Terminal {
    tty: OwnedFd,
    /// Its settings from before, where they still hold.
    before: Option<Termios>,
    /// What a stalled terminal has not taken yet of the sequence that begins.
    unsaid: &'static [u8],
    /// The last sequence was not taken whole.
    is_cut: bool,
}

/// The terminal by name: descriptors 0 to 2 are shared with other programs, so none of their flags may be touched, and standard input
/// may be data.
pub(super) fn name() -> PathBuf {
    [ttyname(io::stdout(), Vec::new()), ttyname(io::stdin(), Vec::new())]
        .into_iter()
        .flatten()
        .map(|name| PathBuf::from(std::ffi::OsStr::from_bytes(name.as_bytes())))
        .find(|path| open(path, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty()).is_ok())
        .unwrap_or_else(|| PathBuf::from("/dev/tty"))
}

/// Opens it for one purpose, with flags of its own.
pub(super) fn reopen(name: &Path, flags: OFlags) -> io::Result<OwnedFd> {
    Ok(open(name, flags | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?)
}

/// Raw mode, alternate screen, no cursor. Taken again, it is given back later as it was before the first time, but after
/// [`release`] as it is now.
pub(super) fn take(name: &Path) -> io::Result<()> {
    let mut hold = hold();
    let (mut terminal, turn) = match std::mem::replace(&mut *hold, Hold::Nobody) {
        Hold::Us(terminal, turn) | Hold::Others(terminal, turn) => (terminal, turn),
        Hold::Nobody => {
            let tty = reopen(name, OFlags::RDWR | OFlags::NONBLOCK)?;
            (Terminal { tty, before: None, unsaid: &[], is_cut: false }, 0)
        }
        Hold::Over => {
            *hold = Hold::Over;
            return Err(io::Error::other("the program ends"));
        }
    };
    let taken = terminal.take();
    *hold = if taken.is_ok() { Hold::Us(terminal, turn + 1) } else { Hold::Others(terminal, turn) };
    taken
}

/// Gives it back for a while: to another program, after which all is set again that was set before.
pub(super) fn lend() {
    leave(false);
}

/// Gives it back for a while: to a shell, whose settings are looked at anew afterwards.
pub(super) fn release() {
    leave(true);
}

fn leave(forget: bool) {
    let mut hold = hold();
    *hold = match std::mem::replace(&mut *hold, Hold::Nobody) {
        Hold::Us(mut terminal, turn) => {
            terminal.give_back("");
            terminal.before.take_if(|_| forget);
            Hold::Others(terminal, turn)
        }
        other => other,
    };
}

/// Gives it back as it was, for good: from now on nobody can take it or write to it.
pub(super) fn end() {
    match std::mem::replace(&mut *hold(), Hold::Over) {
        Hold::Us(mut terminal, _) => terminal.give_back(""),
        // An editor that was told to end may have left anything.
        Hold::Others(mut terminal, _) if terminal.before.is_some() => terminal.give_back(MODES_OF_OTHERS),
        Hold::Nobody | Hold::Others(..) | Hold::Over => {}
    }
}

/// How many times it was taken, for [`write()`].
pub(super) fn turn() -> u64 {
    match &*hold() {
        Hold::Us(_, turn) => *turn,
        _ => 0,
    }
}

/// Writes what it takes at once, and says how much that was. `None`: since that turn it was given back, and nothing was written.
pub(super) fn write(bytes: &[u8], in_turn: u64) -> Result<Option<usize>, Errno> {
    match &mut *hold() {
        Hold::Us(terminal, turn) if *turn == in_turn => terminal.write(bytes).map(Some),
        _ => Ok(None),
    }
}

/// Columns of the terminal that is written to; `None` where it is none, or does not know.
pub fn columns_of(output: &impl AsFd) -> Option<u16> {
    tcgetwinsize(output).ok().map(|size| size.ws_col).filter(|columns| *columns > 0)
}

/// Columns and rows of a terminal.
pub(super) fn size(tty: impl AsFd) -> (u16, u16) {
    tcgetwinsize(tty).map_or((80, 24), |size| (size.ws_col, size.ws_row))
}

fn hold() -> MutexGuard<'static, Hold> {
    HOLD.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Terminal {
    fn take(&mut self) -> io::Result<()> {
        let before = match self.before.take() {
            Some(before) => before,
            None => tcgetattr(&self.tty)?,
        };
        let mut raw = before.clone();
        raw.make_raw();
        self.before = Some(before);
        tcsetattr(&self.tty, OptionalActions::Now, &raw)?;
        self.unsaid = ENTER.as_bytes();
        // A terminal that is stalled takes it before the first frame; one that is gone is noticed there.
        let _ = self.say_unsaid();
        Ok(())
    }

    /// Leaves every mode, those of others first, and sets what was set before.
    fn give_back(&mut self, of_others: &str) {
        let cancel = if self.is_cut { CANCEL } else { "" };
        self.is_cut = false;
        self.unsaid = &[];
        // A shell that has put this program into the background has set the terminal for itself; setting it would stop us.
        let is_ours = tcgetpgrp(&self.tty).map_or(true, jobs::is_own_group);
        let may_write = is_ours || !self.before.as_ref().is_some_and(|it| it.local_modes.contains(LocalModes::TOSTOP));
        if may_write {
            say(&self.tty, [cancel, of_others, MODES_OFF, LEAVE].concat().as_bytes(), is_ours);
        }
        if let Some(before) = self.before.as_ref().filter(|_| is_ours) {
            // A terminal that is gone cannot be set, and need not be.
            let _ = tcsetattr(&self.tty, OptionalActions::Now, before);
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<usize, Errno> {
        self.say_unsaid()?;
        let written = rustix::io::write(&self.tty, bytes)?;
        self.is_cut = written < bytes.len();
        if written == 0 { Err(Errno::IO) } else { Ok(written) }
    }

    fn say_unsaid(&mut self) -> Result<(), Errno> {
        while !self.unsaid.is_empty() {
            let written = rustix::io::write(&self.tty, self.unsaid)?;
            self.unsaid = self.unsaid.get(written..).unwrap_or_default();
            self.is_cut = !self.unsaid.is_empty();
        }
        Ok(())
    }
}

/// Writes without ever waiting for long. Where a stalled terminal has no room, what waits to be read there gives way if it may: those
/// are frames that nobody will miss on a screen that is left.
fn say(tty: &OwnedFd, bytes: &[u8], may_flush: bool) {
    let deadline = instant() + LAST_WORDS;
    let (mut left, mut may_flush) = (bytes, may_flush);
    while !left.is_empty() {
        match rustix::io::write(tty, left) {
            Ok(written) => left = left.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let patience = deadline.saturating_duration_since(instant());
                if !patience.is_zero() {
                    let _ = poll(&mut [PollFd::new(tty, PollFlags::OUT)], Timespec::try_from(patience).ok().as_ref());
                } else if std::mem::take(&mut may_flush) && tcflush(tty, QueueSelector::OFlush).is_ok() {
                    left = bytes;
                } else {
                    return;
                }
            }
            Err(_) => return,
        }
    }
}
