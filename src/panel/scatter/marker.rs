//! What a point looks like: a shape for its group, its filling for who would vouch for it; arrows where only one end is known.

use crate::base::Standing;
use crate::board::{Scatter, ScatterPoints, Way};
use crate::panel::Look;
use crate::panel::ink::glyph;

/// Shapes by group; of each: fact, estimate, forecast, rumour.
const SHAPES: [[&str; 4]; 6] = [
    ["●", "◐", "○", "◌"],
    ["◆", "⬖", "◇", "◌"],
    ["▲", "◭", "△", "◌"],
    ["■", "◧", "□", "◌"],
    ["▼", "▾", "▽", "◌"],
    ["★", "✦", "☆", "◌"],
];
/// Of points that are not told apart.
const REST: [&str; 4] = ["•", "◦", "◦", "◦"];
/// In ASCII, where there is one group.
const ASCII: [&str; 4] = ["*", "e", "o", "?"];
/// In ASCII a group is a letter; a small one is no fact.
const LETTERS: [[&str; 2]; 6] = [["A", "a"], ["B", "b"], ["C", "c"], ["D", "d"], ["E", "e"], ["F", "f"]];
const ASCII_REST: [&str; 4] = [".", ",", ",", ","];

fn of<const N: usize>(set: [&'static str; N], at: usize) -> &'static str {
    set.get(at).copied().unwrap_or("*")
}

/// The sign of a group for figures of that standing.
pub(super) fn sign(scatter: &Scatter, group: usize, standing: Standing, look: &Look<'_>) -> &'static str {
    let filling = standing as usize;
    let shape = scatter.groups.get(group).and_then(|group| group.shape).map(usize::from);
    match (shape, look.ascii) {
        (None, false) => of(REST, filling),
        (None, true) => of(ASCII_REST, filling),
        (Some(shape), false) => of(SHAPES.get(shape % SHAPES.len()).copied().unwrap_or(REST), filling),
        (Some(_), true) if scatter.groups.len() < 2 => of(ASCII, filling),
        (Some(shape), true) => {
            of(LETTERS.get(shape % LETTERS.len()).copied().unwrap_or_default(), usize::from(filling > 0))
        }
    }
}

/// The sign of one point.
pub(super) fn of_point(scatter: &Scatter, point: usize, look: &Look<'_>) -> &'static str {
    let ScatterPoints { group, standing, .. } = &scatter.points;
    let group = group.get(point).copied().unwrap_or_default();
    sign(scatter, usize::from(group), standing.get(point).copied().unwrap_or_default(), look)
}

/// The arrow to where the value may lie, and the cell that it points to from that of the end that is known.
pub(super) fn arrow(open: Way, look: &Look<'_>) -> Option<(&'static str, (i32, i32))> {
    Some(match open {
        Way::No => return None,
        Way::Up => (glyph(look, "↑", "^"), (0, -1)),
        Way::Down => (glyph(look, "↓", "v"), (0, 1)),
        Way::Left => (glyph(look, "←", "<"), (-1, 0)),
        Way::Right => (glyph(look, "→", ">"), (1, 0)),
    })
}
