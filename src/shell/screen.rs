//! Output: a thread that writes the newest frame as soon as the link has room for it. A terminal that does not take bytes holds up this
//! thread and nothing else.

use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{io, thread};

use ratatui::buffer::Buffer;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;

use super::clock::instant;
use super::link::Link;
use super::panics::Farewell;
use super::tty;
use crate::frame::{ColorLevel, Encoder};

/// Bytes a second that `--reduced` counts on: the slowest link that is promised.
const REDUCED: f64 = 2400.0;
/// What a frame costs such a link beside its own bytes: the packet around them.
const PACKET: usize = 80;
/// The longest rest.
const REST: Duration = Duration::from_secs(1);
/// How often a full link is looked at again.
const AGAIN: Duration = Duration::from_millis(30);

/// How a viewer's terminal is reached.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    /// Its connection, where it is one of OpenSSH.
    pub(super) link: Option<Link>,
    /// The viewer says that it is slow.
    pub(super) reduced: bool,
}

impl Way {
    /// How long the link is busy with a frame that took so long to be taken. Where taking it was slow something on the way is full, and
    /// a rest as long as the work lets it drain; but one that was stalled for a minute shows the newest figures within a second.
    fn busy(&self, bytes: usize, taken: Duration) -> Duration {
        let told = if self.reduced { (bytes + PACKET) as f64 / REDUCED } else { 0.0 };
        Duration::from_secs_f64(told).max(if taken < AGAIN { Duration::ZERO } else { taken + taken.min(REST) })
    }

    fn is_full(&self) -> bool {
        self.link.as_ref().is_some_and(Link::is_full)
    }
}

/// Where frames are left for the terminal.
#[derive(Clone)]
pub(super) struct Screen {
    shared: Arc<(Mutex<Mailbox>, Condvar)>,
}

#[derive(Default)]
struct Mailbox {
    /// The newest frame only: what a slow terminal missed is never sent late.
    frame: Option<Buffer>,
    /// Sequences that are no frame (clipboard).
    others: VecDeque<Vec<u8>>,
    forget: bool,
    busy: bool,
    closed: bool,
}

impl Screen {
    /// Starts the thread. `gone` is dropped if the terminal takes no more bytes for good.
    pub(super) fn start(name: &Path, level: ColorLevel, way: Way, gone: Farewell) -> io::Result<Self> {
        let tty = tty::reopen(name, OFlags::WRONLY)?;
        let shared = Arc::new((Mutex::new(Mailbox::default()), Condvar::new()));
        let screen = Self { shared };
        let its = screen.clone();
        thread::Builder::new().name(String::from("screen")).spawn(move || {
            let _at_the_end = gone;
            let _ = its.write_frames(&tty, level, &way);
            its.lock().closed = true;
        })?;
        Ok(screen)
    }

    /// Leaves a frame.
    pub(super) fn show(&self, frame: Buffer) {
        self.lock().frame = Some(frame);
        self.shared.1.notify_all();
    }

    /// Leaves a sequence.
    pub(super) fn send(&self, bytes: Vec<u8>) {
        self.lock().others.push_back(bytes);
        self.shared.1.notify_all();
    }

    /// The next frame is written whole.
    pub(super) fn forget(&self) {
        self.lock().forget = true;
    }

    /// What waits is for nobody, and the next frame is written whole: somebody else had the terminal.
    pub(super) fn begin_anew(&self) {
        let mut mail = self.lock();
        *mail = Mailbox { forget: true, busy: mail.busy, closed: mail.closed, ..Mailbox::default() };
    }

    /// Waits until what has begun is written, but never long. A frame that has not begun is left out: what follows paints anew.
    pub(super) fn settle(&self, patience: Duration) {
        let (_, changed) = &*self.shared;
        let mut mail = self.lock();
        mail.frame = None;
        let waiting = |mail: &mut Mailbox| !mail.closed && (mail.busy || !mail.others.is_empty());
        drop(changed.wait_timeout_while(mail, patience, waiting));
    }

    fn lock(&self) -> MutexGuard<'_, Mailbox> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_frames(&self, tty: &OwnedFd, level: ColorLevel, way: &Way) -> Result<(), Errno> {
        let (_, changed) = &*self.shared;
        let mut encoder = Encoder::new(level);
        // Until then the link is busy with the last frame.
        let mut free: Option<Instant> = None;
        loop {
            let empty = |mail: &mut Mailbox| mail.frame.is_none() && mail.others.is_empty();
            let mut mail = changed.wait_while(self.lock(), empty).unwrap_or_else(PoisonError::into_inner);
            let turn = tty::turn();
            if let Some(other) = mail.others.pop_front() {
                mail.busy = true;
                drop(mail);
                write(tty, &other, turn)?;
            } else {
                let begun = instant();
                let rest = free.map(|free| free.saturating_duration_since(begun)).filter(|rest| !rest.is_zero());
                if let Some(rest) = rest.or_else(|| way.is_full().then_some(AGAIN)) {
                    // The newest frame by then: what this one shows may never be sent.
                    drop(changed.wait_timeout(mail, rest));
                    continue;
                }
                let Some(frame) = mail.frame.take() else { continue };
                if std::mem::take(&mut mail.forget) {
                    encoder.forget();
                }
                mail.busy = true;
                drop(mail);
                #[cfg(feature = "faults")]
                super::faults::reach(super::faults::Place::Screen);
                let bytes = encoder.encode(&frame);
                if !bytes.is_empty() {
                    write(tty, &bytes, turn)?;
                    free = Some(begun + way.busy(bytes.len(), begun.elapsed()));
                }
            }
            self.lock().busy = false;
            changed.notify_all();
        }
    }
}

/// One write(2) where the terminal takes it at once. What is left when the terminal is given back is for nobody.
fn write(tty: &OwnedFd, mut bytes: &[u8], turn: u64) -> Result<(), Errno> {
    while !bytes.is_empty() {
        match tty::write(bytes, turn) {
            Ok(None) => return Ok(()),
            Ok(Some(written)) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            // Waited for without the lock: whoever leaves must not wait for a stalled terminal.
            Err(Errno::AGAIN) => match poll(&mut [PollFd::new(tty, PollFlags::OUT)], None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error),
            },
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_busy_as_long_as_it_is_told_or_seen_to_be() {
        let (fast, slow) = (Way::default(), Way { reduced: true, ..Way::default() });
        let millis = Duration::from_millis;
        assert_eq!(fast.busy(10_000, millis(3)), Duration::ZERO);
        assert_eq!(fast.busy(10_000, millis(400)), millis(800));
        assert_eq!(fast.busy(10_000, millis(60_000)), millis(61_000));
        assert_eq!(slow.busy(2400 - PACKET, Duration::ZERO), millis(1000));
        assert_eq!(slow.busy(100, millis(400)), millis(800));
    }
}
