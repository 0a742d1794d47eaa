//! What the thread of the files is asked to do. The newest order of each kind waits, none queues: whoever gives one never waits.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
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
pub(super) struct Desk(Arc<(Mutex<Orders>, Condvar)>);

impl Desk {
    /// Leaves an order.
    pub(super) fn leave(&self, order: impl FnOnce(&mut Orders)) {
        let (orders, changed) = &*self.0;
        order(&mut orders.lock().unwrap_or_else(PoisonError::into_inner));
        changed.notify_one();
    }

    /// Takes what waits; waits for it until then.
    pub(super) fn take(&self, until: Instant) -> Orders {
        let (orders, changed) = &*self.0;
        let orders = orders.lock().unwrap_or_else(PoisonError::into_inner);
        let patience = until.saturating_duration_since(instant());
        let nothing = |orders: &mut Orders| *orders == Orders::default();
        let (mut orders, _) =
            changed.wait_timeout_while(orders, patience, nothing).unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut orders)
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
}
