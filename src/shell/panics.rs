//! Panics. Where the program cannot go on it gives the terminal back before the message is printed; a worker's are told on the screen.

use std::panic;
use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::run::Event;
use super::tty;

/// Threads that catch their panics: their message would only be written across the screen. The library that watches files has some of
/// its own; files are looked at without it too.
const WITHOUT: [&str; 4] = ["keyboard", "screen", "signals", "main"];

/// What was said last by a worker that panicked.
static SAID: Mutex<Option<String>> = Mutex::new(None);

/// Installs the hook. The calling thread is one of those without which the program ends.
pub(super) fn hook() {
    let drawing = thread::current().id();
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let current = thread::current();
        if current.id() == drawing || current.name().is_some_and(|name| WITHOUT.contains(&name)) {
            tty::end();
            previous(info);
        } else {
            let place = info.location().map(|at| format!("{}:{}: ", at.file(), at.line())).unwrap_or_default();
            let payload = info.payload();
            let words = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref().map(String::as_str));
            let said = format!("{place}{}", words.unwrap_or_default());
            *SAID.lock().unwrap_or_else(PoisonError::into_inner) = Some(said);
        }
    }));
}

/// Where and with which words the last worker panicked.
pub(super) fn said() -> String {
    SAID.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default()
}

/// Tells the loop that a thread without which the program cannot go on has ended, be it by a panic.
pub(super) struct Farewell(pub(super) SyncSender<Event>);

impl Drop for Farewell {
    fn drop(&mut self) {
        let _ = self.0.send(Event::Gone);
    }
}
