//! Data files and pages.

use super::cursor;
use crate::app::{Effect, Session, World};

/// The next (1) or previous (−1) data file, round and round.
pub(super) fn neighbour(world: &World, by: isize) -> Vec<Effect> {
    let count = world.entries.len();
    if count < 2 {
        return Vec::new();
    }
    let at = world.open.unwrap_or(0).cast_signed().saturating_add(by).rem_euclid(count.cast_signed());
    vec![Effect::OpenEntry(at.unsigned_abs())]
}

/// The next or previous page, round and round.
pub(super) fn page(session: &mut Session, by: isize) -> Vec<Effect> {
    let count = session.board().map_or(0, |board| board.pages.len());
    if count < 2 {
        return Vec::new();
    }
    let at = session.page_number().cast_signed().saturating_add(by).rem_euclid(count.cast_signed()).unsigned_abs();
    if let Some(name) = session.board().and_then(|board| board.pages.get(at)).map(|page| page.name.clone()) {
        cursor::seen(session);
        session.here.page = name;
        cursor::settle(session);
    }
    Vec::new()
}
