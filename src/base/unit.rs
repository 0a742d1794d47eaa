//! Units: what a number counts, and which other units it may be compared with.

use std::sync::Arc;

/// What a unit measures. Only measures of one dimension are compared or placed on one axis.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// No unit at all.
    None,
    /// Per cent.
    Percent,
    /// Percentage points.
    Points,
    /// Durations; base second.
    Time,
    /// Money in one currency (ISO 4217 code); amounts of two currencies are two dimensions.
    Money(Arc<str>),
    /// A multiple (x, 倍).
    Factor,
    /// A place in an order (No. 1).
    Rank,
    /// Anything else, each word of its own: `users`, `FLOP`, `CNY/1e6 {token}`. Folded.
    Word(Arc<str>),
}

/// A unit: its code as shown, its dimension, and its size in the dimension's base unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Canonical code: `""`, `%`, `pp`, `s`, `min`, `h`, `d`, `wk`, `mo`, `a`, `USD`, `x`, `users`, `CNY/1e6 {token}`.
    pub code: Arc<str>,
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units of the dimension one of it is (1 min = 60 s); 1 where there is no base.
    pub factor: f64,
}

impl Unit {
    /// No unit.
    pub fn none() -> Self {
        Self { code: Arc::from(""), dimension: Dimension::None, factor: 1.0 }
    }

    /// Reads a unit as typed in a unit column or after a number, magnitude included: `万人` = (persons, 10,000), `USD bn`.
    /// Unknown words are units of their own.
    pub fn parse(text: &str) -> (Self, f64) {
        todo!("{text}")
    }

    /// Whether the unit is only a word for persons or items (人, users, 款), which never conflicts with a bare number.
    pub fn is_item_word(&self) -> bool {
        todo!()
    }
}
