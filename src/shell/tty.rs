//! The terminal: taken once, given back on every way out.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr, ttyname};

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

/// What must be given back. Process-wide, as the terminal is: signals and panics come without an owner at hand.
static TAKEN: Mutex<Option<Taken>> = Mutex::new(None);

struct Taken {
    tty: OwnedFd,
    before: Termios,
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

/// Raw mode, alternate screen, no cursor.
pub(super) fn take(name: &Path) -> io::Result<()> {
    let tty = reopen(name, OFlags::RDWR | OFlags::NONBLOCK)?;
    let before = tcgetattr(&tty)?;
    let mut raw = before.clone();
    raw.make_raw();
    tcsetattr(&tty, OptionalActions::Now, &raw)?;
    say(&tty, ENTER.as_bytes());
    *taken() = Some(Taken { tty, before });
    Ok(())
}

/// Gives it back as it was; does nothing if it is not taken.
pub(super) fn restore() {
    if let Some(Taken { tty, before }) = taken().take() {
        say(&tty, MODES_OFF.as_bytes());
        say(&tty, LEAVE.as_bytes());
        // A terminal that is gone cannot be set, and need not be.
        let _ = tcsetattr(&tty, OptionalActions::Now, &before);
    }
}

/// Columns and rows.
pub(super) fn size(tty: impl AsFd) -> (u16, u16) {
    tcgetwinsize(tty).map_or((80, 24), |size| (size.ws_col, size.ws_row))
}

fn taken() -> MutexGuard<'static, Option<Taken>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes without ever blocking for long.
fn say(tty: &OwnedFd, mut bytes: &[u8]) {
    let patience = Timespec::try_from(LAST_WORDS).ok();
    while !bytes.is_empty() {
        match rustix::io::write(tty, bytes) {
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => {
                let ready = poll(&mut [PollFd::new(tty, PollFlags::OUT)], patience.as_ref());
                if !matches!(ready, Ok(1..)) {
                    return;
                }
            }
            Err(_) => return,
        }
    }
}
