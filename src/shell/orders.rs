//! What the thread of the files is asked to do. The newest order of each kind waits, none queues: whoever gives one never waits.
//! The boards that come of them are taken one by one: while an editor has the terminal, those of its files do not pile up.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::clock::instant;

/// What waits to be done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Orders {
    /// Open the n-th entry.
    pub(super) open: Option<usize>,
    /// Look through the patterns, with rows and previews.
    pub(super) list: bool,
    /// Read everything again.
    pub(super) reload: bool,
    /// Stop or go on taking changes.
    pub(super) pause: Option<bool>,
    /// Something changed in a watched directory.
    pub(super) hint: bool,
}

/// Where orders are left.
#[derive(Debug, Clone, Default)]
pub(super) struct Desk(Arc<(Mutex<Tray>, Condvar)>);

#[derive(Debug, Default)]
struct Tray {
    orders: Orders,
    /// What came of the last one is on its way to whoever gave it.
    is_under_way: bool,
}

impl Desk {
    /// Leaves an order.
    pub(super) fn leave(&self, order: impl FnOnce(&mut Orders)) {
        order(&mut self.tray().orders);
        self.0.1.notify_one();
    }

    /// Takes what waits; waits for it until then.
    pub(super) fn take(&self, until: Instant) -> Orders {
        let patience = until.saturating_duration_since(instant());
        let nothing = |tray: &mut Tray| tray.orders == Orders::default();
        let waited = self.0.1.wait_timeout_while(self.tray(), patience, nothing);
        let (mut tray, _) = waited.unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut tray.orders)
    }

    /// Waits until what came of the last order was received.
    pub(super) fn wait_for_receipt(&self) {
        drop(self.0.1.wait_while(self.tray(), |tray| tray.is_under_way));
    }

    /// What came of an order is on its way.
    pub(super) fn send_off(&self) {
        self.tray().is_under_way = true;
    }

    /// What was on its way is here.
    pub(super) fn receive(&self) {
        self.tray().is_under_way = false;
        self.0.1.notify_one();
    }

    fn tray(&self) -> MutexGuard<'_, Tray> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_orders_the_newest_of_each_kind_waits() {
        let desk = Desk::default();
        for at in 0..10_000 {
            desk.leave(|orders| orders.open = Some(at));
            desk.leave(|orders| orders.reload = true);
        }
        let taken = desk.take(instant());
        assert_eq!(taken, Orders { open: Some(9_999), reload: true, ..Orders::default() });
        assert_eq!(desk.take(instant()), Orders::default());
    }

    #[test]
    fn the_next_board_waits_until_the_last_was_received() {
        let desk = Desk::default();
        let (sender, receiver) = std::sync::mpsc::channel();
        let worker = desk.clone();
        let work = move || {
            for board in 0..3 {
                worker.wait_for_receipt();
                worker.send_off();
                sender.send(board).expect("somebody listens");
            }
        };
        let thread = std::thread::Builder::new().spawn(work).expect("a thread");
        for board in 0..3 {
            assert_eq!(receiver.recv(), Ok(board));
            assert!(receiver.try_recv().is_err(), "two at once");
            desk.receive();
        }
        thread.join().expect("its end");
    }
}
