//! Faults on purpose: only in builds with the feature `faults`, for the tests of what a panic leaves behind.

use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// `panic:PLACE@N`: the program panics when it comes to the place for the N-th time.
#[derive(Debug, Clone)]
pub struct Fault {
    place: Place,
    times: u32,
}

/// Where a fault may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The event loop attends to a key.
    Ui,
    /// A frame is drawn.
    Draw,
    /// The files are loaded or looked at.
    Worker,
    /// A board is planned.
    Planner,
    /// A frame is turned into bytes.
    Screen,
    /// Keys are read.
    Keyboard,
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wish = text.strip_prefix("panic:").ok_or("write panic:PLACE@N")?;
        let (place, times) = wish.split_once('@').unwrap_or((wish, "1"));
        let place = match place {
            "ui" => Place::Ui,
            "draw" => Place::Draw,
            "worker" => Place::Worker,
            "planner" => Place::Planner,
            "screen" => Place::Screen,
            "keyboard" => Place::Keyboard,
            _ => return Err(format!("{place} is no place for a fault")),
        };
        Ok(Self { place, times: times.parse().map_err(|_| format!("{times} is no number"))? })
    }
}

static WISHED: Mutex<Option<Fault>> = Mutex::new(None);
static TIMES: AtomicU32 = AtomicU32::new(0);

/// From now on it may happen.
pub(super) fn wish(fault: Option<Fault>) {
    *WISHED.lock().unwrap_or_else(PoisonError::into_inner) = fault;
}

/// The program has come to the place.
#[expect(clippy::panic, reason = "what this module is for")]
pub(super) fn reach(place: Place) {
    let wished = WISHED.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(fault) = wished.filter(|fault| fault.place == place)
        && TIMES.fetch_add(1, Ordering::SeqCst) + 1 == fault.times
    {
        panic!("a fault on purpose\x1b]0;in {place:?}\x07");
    }
}
