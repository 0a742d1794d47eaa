//! Signals. Those that end the program give the terminal back first and then end it as they would have; this thread waits for no
//! other.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::{emulate_default_handler, exit};

use super::clock::instant;
use super::guest::Guest;
use super::panics::Farewell;
use super::run::Event;
use super::tty;

/// How long the loop waits for this thread to see what has come.
const PATIENCE: Duration = Duration::from_millis(100);

/// What has been signalled and not yet been attended to.
#[derive(Debug, Default)]
pub(super) struct Flags {
    pub(super) resized: AtomicBool,
    pub(super) stop: AtomicBool,
    pub(super) resumed: AtomicBool,
    /// Interrupts and stops are meant for it: the terminal sends them to both.
    pub(super) guest: Guest,
}

/// Starts the thread.
pub(super) fn start(flags: Arc<Flags>, events: SyncSender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name(String::from("signals")).spawn(move || {
        let _at_the_end = Farewell(events.clone());
        for signal in signals.forever() {
            let flag = match signal {
                SIGWINCH => &flags.resized,
                SIGCONT => &flags.resumed,
                SIGINT | SIGQUIT | SIGTSTP if flags.guest.is_here() => continue,
                SIGTSTP => &flags.stop,
                deadly => {
                    if let Some(signal) = Signal::from_named_raw(deadly) {
                        flags.guest.ends_too(signal);
                    }
                    tty::end();
                    // The first process of a container cannot be killed by a signal that it sends to itself.
                    if getpid().is_init() {
                        exit(128 + deadly);
                    }
                    let _ = emulate_default_handler(deadly);
                    continue;
                }
            };
            flag.store(true, Ordering::SeqCst);
            // A full channel wakes its reader anyway, and the flag is looked at on each turn.
            let _ = events.try_send(Event::Signalled);
        }
    })?;
    Ok(())
}

/// Returns when the thread has seen all signals that have come until now. Leaves the flag of a resize raised.
pub(super) fn settle(flags: &Flags) {
    flags.resized.store(false, Ordering::SeqCst);
    // It looks at them in the order of their numbers: this one is the last.
    let _ = kill_process(getpid(), Signal::WINCH);
    let deadline = instant() + PATIENCE;
    while !flags.resized.load(Ordering::SeqCst) && instant() < deadline {
        thread::sleep(Duration::from_millis(1));
    }
    flags.resized.store(true, Ordering::SeqCst);
}
