//! Boards are planned off the UI thread: one running, one pending, the newest wins.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::{io, thread};

use super::panics;
use super::run::Event;
use crate::app::{Msg, World};
use crate::board::{Lens, plan};

/// What to plan, and how to look at it.
type Wish = (Arc<World>, Lens);

/// Where the newest wish is left.
pub(super) struct Planner {
    shared: Arc<(Mutex<Option<Wish>>, Condvar)>,
}

impl Planner {
    /// Starts the thread.
    pub(super) fn start(events: SyncSender<Event>) -> io::Result<Self> {
        let shared = Arc::new((Mutex::new(None::<Wish>), Condvar::new()));
        let its = Arc::clone(&shared);
        thread::Builder::new().name(String::from("planner")).spawn(move || {
            loop {
                let (slot, changed) = &*its;
                let slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
                let mut slot = changed.wait_while(slot, |wish| wish.is_none()).unwrap_or_else(PoisonError::into_inner);
                let Some((world, lens)) = slot.take() else { continue };
                drop(slot);
                let planned = catch_unwind(AssertUnwindSafe(|| {
                    #[cfg(feature = "faults")]
                    super::faults::reach(super::faults::Place::Planner);
                    plan(&world.config, &world.sources(), &lens)
                }));
                let message = match planned {
                    Ok(board) => Msg::Planned { rev: world.rev, lens, board: Arc::new(board) },
                    Err(_) => Msg::Failed(format!(
                        "The board could not be planned: a fault in the program. Shown: the last one. {}",
                        panics::said()
                    )),
                };
                if events.send(Event::Message(message)).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { shared })
    }

    /// Plans this next, instead of what was wished before.
    pub(super) fn wish(&self, world: Arc<World>, lens: Lens) {
        let (slot, changed) = &*self.shared;
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some((world, lens));
        changed.notify_one();
    }
}
