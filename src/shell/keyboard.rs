//! The thread that reads the terminal's input.

use std::io::{self, Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;

use super::input::Decoder;
use super::panics::Farewell;
use super::run::Event;
use super::tty;

/// How soon a full channel is tried again.
const FULL: Duration = Duration::from_millis(1);

/// The owner's side: the thread can be told to leave the terminal's input to somebody else.
pub(super) struct Keyboard {
    waker: UnixStream,
    paused: Receiver<()>,
    go_on: Sender<()>,
}

struct Reader {
    tty: OwnedFd,
    waker: UnixStream,
    paused: Sender<()>,
    go_on: Receiver<()>,
    decoder: Decoder,
    events: SyncSender<Event>,
}

impl Keyboard {
    /// Starts the thread. `escape_wait` is how long a lone ESC may still become a sequence.
    pub(super) fn start(name: &Path, escape_wait: Duration, events: SyncSender<Event>) -> io::Result<Self> {
        let tty = tty::reopen(name, OFlags::RDONLY)?;
        let (waker, its_waker) = UnixStream::pair()?;
        let (tell_paused, paused) = channel();
        let (go_on, hear_go_on) = channel();
        let decoder = Decoder::new(escape_wait);
        let reader = Reader { tty, waker: its_waker, paused: tell_paused, go_on: hear_go_on, decoder, events };
        thread::Builder::new().name(String::from("keyboard")).spawn(move || {
            // End of file, hang-up, or an error: the terminal is gone.
            let _at_the_end = Farewell(reader.events.clone());
            let _ = reader.read_on();
        })?;
        Ok(Self { waker, paused, go_on })
    }

    /// Stops reading until [`Keyboard::resume`]. Returns when no more byte is taken.
    pub(super) fn pause(&mut self) {
        if self.waker.write_all(b"p").is_ok() {
            let _ = self.paused.recv();
        }
    }

    /// Reads again.
    pub(super) fn resume(&self) {
        let _ = self.go_on.send(());
    }
}

impl Reader {
    fn read_on(mut self) -> Result<(), Errno> {
        let mut buffer = [0; 4096];
        loop {
            let patience = self.decoder.patience().and_then(|wait| Timespec::try_from(wait).ok());
            let mut both = [PollFd::new(&self.tty, PollFlags::IN), PollFd::new(&self.waker, PollFlags::IN)];
            let ready = match poll(&mut both, patience.as_ref()) {
                Err(Errno::INTR) => continue,
                other => other?,
            };
            let [of_tty, of_waker] = both.map(|fd| fd.revents());
            if ready == 0 {
                self.decoder.expire();
            }
            if of_tty.contains(PollFlags::NVAL) {
                return Err(Errno::BADF);
            }
            if !of_waker.is_empty() {
                if !self.rest() {
                    return Ok(());
                }
                continue;
            }
            if !of_tty.is_empty() {
                #[cfg(feature = "faults")]
                super::faults::reach(super::faults::Place::Keyboard);
                match rustix::io::read(&self.tty, &mut buffer) {
                    Ok(0) => return Ok(()),
                    Ok(count) => self.decoder.feed(buffer.get(..count).unwrap_or_default()),
                    Err(Errno::INTR | Errno::AGAIN) => {}
                    Err(error) => return Err(error),
                }
            }
            while let Some(input) = self.decoder.pop() {
                if !self.pass_on(Event::Input(input)) {
                    return Ok(());
                }
            }
        }
    }

    /// The owner is gone, or wants a pause; false if it is gone.
    fn rest(&mut self) -> bool {
        matches!(self.waker.read(&mut [0]), Ok(1)) && self.paused.send(()).is_ok() && self.go_on.recv().is_ok()
    }

    /// False if the owner is gone. While it takes no events, because it waits for a pause, it gets the pause.
    fn pass_on(&mut self, mut event: Event) -> bool {
        let patience = Timespec::try_from(FULL).ok();
        loop {
            event = match self.events.try_send(event) {
                Ok(()) => return true,
                Err(TrySendError::Full(event)) => event,
                Err(TrySendError::Disconnected(_)) => return false,
            };
            let mut waker = [PollFd::new(&self.waker, PollFlags::IN)];
            if matches!(poll(&mut waker, patience.as_ref()), Ok(1..)) && !self.rest() {
                return false;
            }
        }
    }
}
