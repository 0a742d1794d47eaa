//! Times of the day, for rows that a clock and no calendar tells apart.

use std::num::NonZeroU32;

const HOUR: u32 = 3_600_000;
const MINUTE: u32 = 60_000;
const SECOND: u32 = 1000;
const DAY: u32 = 24 * HOUR;

/// A time of the day, to the millisecond. Stored plus one, so that a period without a time is no larger for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(NonZeroU32);

impl TimeOfDay {
    /// So many milliseconds after midnight; `None` from the next midnight on.
    pub fn from_millis(millis: u32) -> Option<Self> {
        (millis < DAY).then(|| NonZeroU32::MIN.saturating_add(millis)).map(Self)
    }

    /// Milliseconds after midnight.
    pub fn millis(self) -> u32 {
        self.0.get() - 1
    }

    /// `12:30`, with seconds and their parts where there are any: `12:30:05`, `12:30:05.123`.
    pub fn words(self) -> String {
        let millis = self.millis();
        let (hour, minute) = (millis / HOUR, millis / MINUTE % 60);
        let (second, part) = (millis / SECOND % 60, millis % SECOND);
        match (second, part) {
            (0, 0) => format!("{hour:02}:{minute:02}"),
            (_, 0) => format!("{hour:02}:{minute:02}:{second:02}"),
            _ => format!("{hour:02}:{minute:02}:{second:02}.{part:03}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_was_said_is_shown() {
        for (millis, words) in [
            (0, "00:00"),
            (45_000_000, "12:30"),
            (45_005_000, "12:30:05"),
            (45_005_120, "12:30:05.120"),
            (DAY - 1, "23:59:59.999"),
        ] {
            assert_eq!(TimeOfDay::from_millis(millis).map(TimeOfDay::words).as_deref(), Some(words));
        }
        assert_eq!(TimeOfDay::from_millis(DAY), None);
        assert_eq!(size_of::<Option<TimeOfDay>>(), 4);
    }
}
