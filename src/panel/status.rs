//! The sign of what is no fact, before its number.

use super::ink::glyph;
use super::{Look, View};
use crate::base::{ObsRef, Standing};

/// The sign of what is no fact; empty for a fact.
pub(super) fn sign(standing: Standing, look: &Look<'_>) -> &'static str {
    match standing {
        Standing::Actual => "",
        Standing::Estimate => glyph(look, "◐", "e"),
        Standing::Forecast => glyph(look, "○", "o"),
        Standing::Rumour => glyph(look, "◌", "?"),
    }
}

/// A number behind the sign of what its observation is.
pub(super) fn signed(number: String, at: ObsRef, view: &View<'_>) -> String {
    match sign(Standing::of(view.dataset.status(at)), view.look) {
        "" => number,
        _ if number.is_empty() => number,
        sign => format!("{sign} {number}"),
    }
}
