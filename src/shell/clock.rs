//! Time: one clock that never goes back for ages and timers, the wall clock only to be shown.

use std::time::{Instant, SystemTime};

use crate::app::Now;

/// When the program began to count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start: Instant,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self { start: instant() }
    }

    pub(super) fn now(&self) -> Now {
        Now { millis: u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX), clock: wall_clock() }
    }
}

#[expect(clippy::disallowed_methods, reason = "time is told here")]
pub(super) fn instant() -> Instant {
    Instant::now()
}

/// Local time of day, `14:03:12`.
pub(super) fn wall_clock() -> String {
    local(system_time(), "%H:%M:%S")
}

/// Time of the file system's clock.
#[expect(clippy::disallowed_methods, reason = "time is told here")]
pub(super) fn system_time() -> SystemTime {
    SystemTime::now()
}

/// A file's time as shown, local: `2024-12-30 14:02`. Empty where it cannot be said.
pub(super) fn day_and_minute(time: SystemTime) -> String {
    local(time, "%Y-%m-%d %H:%M")
}

fn local(time: SystemTime, format: &str) -> String {
    let zone = jiff::tz::TimeZone::system();
    jiff::Timestamp::try_from(time)
        .map_or_else(|_| String::new(), |stamp| zone.to_datetime(stamp).strftime(format).to_string())
}
