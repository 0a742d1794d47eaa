//! The thread that loads and watches. The stamp of the path is the truth; what the system tells of changes is a hint to look sooner.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::RunOptions;
use super::clock::{instant, wall_clock};
use super::load::Loader;
use super::orders::{Desk, Orders};
use super::panics;
use super::progress::Progress;
use super::run::Event;
use super::whole::{Stamp, stamp};
use crate::app::{Health, Msg, World};
use crate::base::{Repertoire, Safe};

/// The open file is looked at this often, whatever the system tells.
const LOOK: Duration = Duration::from_millis(500);
/// Patterns and directories this often.
const SCAN: Duration = Duration::from_secs(2);
/// A file must be quiet for this long after a hint, but is looked at all the same after `LATEST`.
const QUIET: Duration = Duration::from_millis(50);
const LATEST: Duration = Duration::from_millis(250);
/// Under a storm of changes a file is not read more often than this.
const APART: Duration = Duration::from_millis(100);

/// Starts the thread; the first World follows as an event. Raising `stop` ends a load that goes on.
pub(super) fn start(options: RunOptions, stop: Arc<AtomicBool>, events: SyncSender<Event>) -> io::Result<Desk> {
    let desk = Desk::default();
    let orders = desk.clone();
    let listener = events.clone();
    // A full inbox means that the loop is busy; the next figure will do.
    let tell = move |loading| drop(listener.try_send(Event::Message(Msg::Loading(loading))));
    thread::Builder::new().name(String::from("files")).spawn(move || {
        let last_words = events.clone();
        let watched = catch_unwind(AssertUnwindSafe(|| {
            let mut files = Files {
                log: options.log.clone(),
                loader: Loader::new(&options, Progress::new(stop, tell)),
                events,
                desk: orders,
                paused: false,
                hinted: None,
                last: instant(),
            };
            if files.step(|loader| Some(loader.begin())) {
                files.attend();
            }
        }));
        if watched.is_err() {
            let sentence = format!("No change will be seen any more: a fault in the program. {}", panics::said());
            let _ = last_words.send(Event::Message(Msg::Failed(sentence)));
        }
    })?;
    Ok(desk)
}

struct Files {
    loader: Loader,
    events: SyncSender<Event>,
    desk: Desk,
    log: Option<PathBuf>,
    paused: bool,
    /// First and newest hint since the files were looked at.
    hinted: Option<(Instant, Instant)>,
    last: Instant,
}

impl Files {
    fn attend(&mut self) {
        let mut watch = Watch::new(self.desk.clone());
        watch.follow(&self.loader.directories());
        let mut scan = instant() + SCAN;
        loop {
            let mut next = (self.last + LOOK).min(scan);
            if let Some(wait) = self.loader.due() {
                next = next.min(instant() + wait);
            }
            if let Some((first, newest)) = self.hinted {
                next = next.min((newest + QUIET).min(first + LATEST).max(self.last + APART));
            }
            let orders = self.desk.take(next);
            let now = instant();
            if orders.hint {
                self.hinted = Some((self.hinted.map_or(now, |(first, _)| first), now));
                if orders == (Orders { hint: true, ..Orders::default() }) {
                    continue;
                }
            }
            if let Some(paused) = orders.pause {
                self.paused = paused;
            }
            let mut going = true;
            if let Some(at) = orders.open {
                going = going && self.step(|loader| Some(loader.open(at)));
            }
            if orders.reload {
                going = going && self.step(|loader| Some(loader.reload()));
            }
            if orders.list {
                going = going && self.step(|loader| Some(loader.list()));
            }
            if now >= next {
                self.hinted = None;
                going = going && (self.paused || self.step(Loader::check));
                if now >= scan {
                    scan = instant() + SCAN;
                    going = going && (self.paused || self.step(Loader::rescan));
                }
            }
            if !going {
                return;
            }
            watch.follow(&self.loader.directories());
        }
    }

    /// Does one thing and passes on what came of it; false if nobody listens any more.
    fn step(&mut self, what: impl FnOnce(&mut Loader) -> Option<Arc<World>>) -> bool {
        // Read later it is newer.
        self.desk.wait_for_receipt();
        let came = catch_unwind(AssertUnwindSafe(|| {
            #[cfg(feature = "faults")]
            super::faults::reach(super::faults::Place::Worker);
            what(&mut self.loader)
        }));
        self.last = instant();
        let event = match came {
            Ok(None) => return true,
            Ok(Some(world)) => {
                self.note(&world);
                self.desk.send_off();
                Event::World(world)
            }
            Err(_) => Event::Message(Msg::Failed(format!(
                "The files could not be loaded: a fault in the program. Shown: the last good data. {}",
                panics::said()
            ))),
        };
        self.events.send(event).is_ok()
    }

    /// One line in the log that the user named.
    fn note(&self, world: &World) {
        let Some(path) = &self.log else { return };
        let health = match &world.health {
            Health::Live => String::from("live"),
            Health::Gone { since } => format!("gone since {since}"),
            Health::BeingWritten { since, reason } => format!("being written since {since}: {reason}"),
            Health::Stale { since, reason } => format!("stale since {since}: {reason}"),
        };
        let (name, rows, changed) = (world.open_name(), world.dataset.rows(), world.changed.len());
        // A log that cannot be written must not stop the board.
        if let Ok(mut file) = std::fs::OpenOptions::new().append(true).create(true).open(path) {
            let line = format!("{} {name}: {rows} rows, {changed} changed, {health}", wall_clock());
            // It is read on a terminal, and names of files may hold anything.
            let _ = writeln!(file, "{}", Safe::new(&line, Repertoire::Unicode));
        }
    }
}

/// Hints from the system, where it gives any.
struct Watch {
    watcher: Option<RecommendedWatcher>,
    /// What stood at the path when it was watched: another directory there needs another watch.
    followed: BTreeMap<PathBuf, Option<Stamp>>,
}

impl Watch {
    fn new(desk: Desk) -> Self {
        let heard = move |event: notify::Result<notify::Event>| {
            // Reading a file is an event too; answering it by reading would never end.
            let idle = event.as_ref().is_ok_and(
                |event| matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)),
            );
            if !idle {
                desk.leave(|orders| orders.hint = true);
            }
        };
        Self { watcher: notify::recommended_watcher(heard).ok(), followed: BTreeMap::new() }
    }

    fn follow(&mut self, directories: &[PathBuf]) {
        let Some(watcher) = &mut self.watcher else { return };
        let gone: Vec<PathBuf> = self.followed.keys().filter(|dir| !directories.contains(dir)).cloned().collect();
        for dir in gone {
            let _ = watcher.unwatch(&dir);
            self.followed.remove(&dir);
        }
        for dir in directories {
            let now = stamp(dir);
            let same = self.followed.get(dir).is_some_and(|then| match (then, &now) {
                (Some(then), Some(now)) => then.same_file(now),
                _ => false,
            });
            if !same {
                let _ = watcher.unwatch(dir);
                let followed = watcher.watch(dir, RecursiveMode::NonRecursive).is_ok();
                self.followed.insert(dir.clone(), now.filter(|_| followed));
            }
        }
    }
}
