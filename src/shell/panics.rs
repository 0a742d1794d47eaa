//! A panic gives the terminal back before its message is printed.

use std::panic;
use std::thread;

use super::tty;

/// Installs the hook for the calling thread. Panics of other threads are caught there and told on the screen; their message would
/// only be written across it.
pub(super) fn hook() {
    let drawing = thread::current().id();
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == drawing {
            tty::restore();
            previous(info);
        }
    }));
}
