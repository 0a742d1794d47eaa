//! Output: a thread that writes the newest frame. A terminal that does not take bytes holds up this thread and nothing else.

use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{io, thread};

use ratatui::buffer::Buffer;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;

use super::tty;
use crate::frame::{ColorLevel, Encoder};

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
    /// Starts the thread. `gone` is called once if the terminal takes no more bytes for good.
    pub(super) fn start(name: &Path, level: ColorLevel, gone: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let tty = tty::reopen(name, OFlags::WRONLY)?;
        let shared = Arc::new((Mutex::new(Mailbox::default()), Condvar::new()));
        let screen = Self { shared };
        let its = screen.clone();
        thread::Builder::new().name(String::from("screen")).spawn(move || {
            if its.write_frames(&tty, level).is_err() {
                its.lock().closed = true;
                gone();
            }
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

    /// Waits until everything is written, but never long.
    pub(super) fn settle(&self, patience: Duration) {
        let (_, changed) = &*self.shared;
        let waiting =
            |mail: &mut Mailbox| !mail.closed && (mail.busy || mail.frame.is_some() || !mail.others.is_empty());
        drop(changed.wait_timeout_while(self.lock(), patience, waiting));
    }

    fn lock(&self) -> MutexGuard<'_, Mailbox> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_frames(&self, tty: &OwnedFd, level: ColorLevel) -> Result<(), Errno> {
        let (_, changed) = &*self.shared;
        let mut encoder = Encoder::new(level);
        loop {
            let empty = |mail: &mut Mailbox| mail.frame.is_none() && mail.others.is_empty();
            let mut mail = changed.wait_while(self.lock(), empty).unwrap_or_else(PoisonError::into_inner);
            if std::mem::take(&mut mail.forget) {
                encoder.forget();
            }
            let (other, frame) = (mail.others.pop_front(), mail.frame.take());
            mail.busy = true;
            drop(mail);
            if let Some(frame) = frame {
                write(tty, &encoder.encode(&frame))?;
            }
            if let Some(other) = other {
                write(tty, &other)?;
            }
            self.lock().busy = false;
            changed.notify_all();
        }
    }
}

/// One write(2) where the terminal takes it at once.
fn write(tty: &OwnedFd, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        match rustix::io::write(tty, bytes) {
            Ok(0) => return Err(Errno::IO),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                poll(&mut [PollFd::new(tty, PollFlags::OUT)], None)?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
