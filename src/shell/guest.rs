//! Another program that has the terminal, and what becomes of it when this one is told to end.

use std::io;
use std::process::Child;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// How long it may take to end by itself, when the signal went to both, and then when it was told.
const BY_ITSELF: Duration = Duration::from_millis(50);
const WHEN_TOLD: Duration = Duration::from_millis(100);

/// The program that has the terminal, if there is one.
#[derive(Debug, Default)]
pub(super) struct Guest(Mutex<Stay>, Condvar);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Stay {
    #[default]
    None,
    Here(Pid),
    /// It has ended, but signals that were meant for it may still be on their way.
    Leaving,
}

impl Guest {
    /// Lets it in. Meanwhile no signal is attended to: one that ends us must find it.
    pub(super) fn comes(&self, start: impl FnOnce() -> io::Result<Child>) -> io::Result<Pid> {
        let mut stay = self.lock();
        let pid = Pid::from_child(&start()?);
        *stay = Stay::Here(pid);
        Ok(pid)
    }

    /// It has ended.
    pub(super) fn leaves(&self) {
        *self.lock() = Stay::Leaving;
        self.1.notify_all();
    }

    /// All signals that were meant for it have come.
    pub(super) fn is_gone(&self) {
        *self.lock() = Stay::None;
    }

    /// Whether interrupts are meant for it.
    pub(super) fn is_here(&self) -> bool {
        *self.lock() != Stay::None
    }

    /// This program is ended by a signal, and so is its guest: it may know how to give the terminal back.
    pub(super) fn ends_too(&self, signal: Signal) {
        for (patience, tell) in [(BY_ITSELF, true), (WHEN_TOLD, false)] {
            let is_here = |stay: &mut Stay| matches!(stay, Stay::Here(_));
            let waited = self.1.wait_timeout_while(self.lock(), patience, is_here);
            let (stay, _) = waited.unwrap_or_else(PoisonError::into_inner);
            let Stay::Here(pid) = *stay else { return };
            if tell {
                let _ = kill_process(pid, signal);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Stay> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
