//! How far a long load is: told now and then, and asked whether to go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::clock::instant;
use crate::app::{LoadStep, Loading};

/// A load that takes no longer is not talked about.
const SILENT: Duration = Duration::from_millis(150);
/// Not told more often than this.
const APART: Duration = Duration::from_millis(100);

/// Follows one load after another.
pub(super) struct Progress {
    tell: Option<Box<dyn FnMut(Loading) + Send>>,
    stop: Arc<AtomicBool>,
    /// When it may next be told.
    next: Instant,
    /// Whether the load that goes on was stopped.
    stopped: bool,
    /// What is certain already to be wrong with what is loaded, in words.
    pub(super) problem: Option<String>,
}

impl Progress {
    /// Tells through `tell`; a load ends early once `stop` is raised.
    pub(super) fn new(stop: Arc<AtomicBool>, tell: impl FnMut(Loading) + Send + 'static) -> Self {
        Self { tell: Some(Box::new(tell)), stop, next: instant() + SILENT, stopped: false, problem: None }
    }

    /// Tells nobody and never stops.
    pub(super) fn silent() -> Self {
        Self { tell: None, stop: Arc::default(), next: instant(), stopped: false, problem: None }
    }

    /// Whether nobody listens.
    pub(super) fn is_silent(&self) -> bool {
        self.tell.is_none()
    }

    /// A load begins.
    pub(super) fn begin(&mut self) {
        self.next = instant() + SILENT;
        self.stopped = false;
        self.problem = None;
        self.stop.store(false, Ordering::SeqCst);
    }

    /// So many bytes of so many are done; false if the viewer wants no more.
    pub(super) fn at(&mut self, step: LoadStep, done: u64, total: u64) -> bool {
        let now = instant();
        if now >= self.next
            && let Some(tell) = &mut self.tell
        {
            self.next = now + APART;
            tell(Loading { step, done, total, problem: self.problem.clone() });
        }
        let end = self.stop.swap(false, Ordering::SeqCst);
        self.stopped |= end;
        !end
    }

    /// Whether the load was stopped before its end.
    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }
}
