//! The sign of what is no reported fact, the same wherever a number stands alone: before it, so that numbers keep their edge.

use super::View;
use super::ink::glyph;
use crate::base::ObsRef;

/// A number with the sign of its status before it: `◐` estimate, `○` forecast or target, `◌` rumour.
pub(super) fn signed(number: String, at: ObsRef, view: &View<'_>) -> String {
    let sign = match view.dataset.get(at).status {
        "E" => glyph(view.look, "◐", "e"),
        "F" | "target" => glyph(view.look, "○", "o"),
        "U" => glyph(view.look, "◌", "?"),
        _ => return number,
    };
    if number.is_empty() { number } else { format!("{sign} {number}") }
}
