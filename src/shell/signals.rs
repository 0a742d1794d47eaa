//! Signals. Those that end the program give the terminal back first and then end it as they would have; this thread waits for no
//! other.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread;

use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::run::Event;
use super::tty;

/// What has been signalled and not yet been attended to.
#[derive(Debug, Default)]
pub(super) struct Flags {
    pub(super) resized: AtomicBool,
    pub(super) stop: AtomicBool,
    pub(super) resumed: AtomicBool,
    /// Another program has the terminal: interrupts are meant for it.
    pub(super) lent: AtomicBool,
}

/// Starts the thread.
pub(super) fn start(flags: Arc<Flags>, events: SyncSender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name(String::from("signals")).spawn(move || {
        for signal in signals.forever() {
            let lent = flags.lent.load(Ordering::SeqCst);
            let flag = match signal {
                SIGWINCH => &flags.resized,
                SIGCONT => &flags.resumed,
                SIGTSTP if lent => {
                    stop();
                    continue;
                }
                SIGTSTP => &flags.stop,
                SIGINT | SIGQUIT if lent => continue,
                deadly => {
                    tty::restore();
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

/// Stops the process until somebody continues it.
pub(super) fn stop() {
    let _ = kill_process(getpid(), Signal::STOP);
}
