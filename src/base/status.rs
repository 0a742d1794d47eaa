//! What the status of an observation means for drawing and computing with it.

/// Whether a status is one of facts and estimates: forecasts, rumours and targets form runs of their own, outside of
/// sums, ranks, the latest period and changes.
pub fn is_stated(status: &str) -> bool {
    !matches!(status, "F" | "U" | "target")
}

/// Whether it is drawn hollow or dotted: an estimate, forecast, rumour or target is no reported fact.
pub fn is_hollow(status: &str) -> bool {
    matches!(status, "E" | "F" | "U" | "target")
}

/// How far a figure is a fact, as its mark shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Standing {
    /// Reported.
    #[default]
    Actual,
    /// Estimated (E).
    Estimate,
    /// Forecast, or a target.
    Forecast,
    /// Rumour (U).
    Rumour,
}

impl Standing {
    /// Of a status letter.
    pub fn of(status: &str) -> Self {
        match status {
            "E" => Self::Estimate,
            "F" | "target" => Self::Forecast,
            "U" => Self::Rumour,
            _ => Self::Actual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_are_stated_but_hollow() {
        assert_eq!(["", "A", "E", "B"].map(is_stated), [true; 4]);
        assert_eq!(["F", "U", "target"].map(is_stated), [false; 3]);
        assert_eq!(["E", "F", "U", "target"].map(is_hollow), [true; 4]);
        assert!(!is_hollow("A"));
        assert_eq!(
            ["", "E", "F", "U"].map(|status| Standing::of(status) != Standing::Actual),
            [false, true, true, true]
        );
    }
}
