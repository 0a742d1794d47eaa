//! Cells that hold a period and a name at once: `FY23Q1 - A100`.

use super::super::schema::Role;

/// Marks between the two parts, the telling ones first.
const MARKS: [&str; 6] = [" - ", " – ", " — ", " | ", ": ", " / "];

/// A column of such cells, and how they are taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Packed {
    pub(in super::super) column: usize,
    pub(super) mark: &'static str,
    pub(super) period_first: bool,
    /// Whether the name is taken from it: not where another column says it too.
    pub(super) names: bool,
}

impl Packed {
    /// Finds how all cells of a column are packed, if they are: `is_period` tells whether a text is a period.
    pub(super) fn of(column: usize, cells: &[&str], is_period: impl Fn(&str) -> bool) -> Option<Self> {
        let fits = |mark: &str, period_first: bool| {
            let mut seen = 0;
            let all = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).all(|cell| {
                seen += 1;
                cell.split_once(mark).is_some_and(|(left, right)| {
                    let (period, name) = if period_first { (left, right) } else { (right, left) };
                    !name.trim().is_empty() && is_period(period.trim())
                })
            });
            all && seen > 1
        };
        let ways = MARKS.into_iter().flat_map(|mark| [(mark, true), (mark, false)]);
        let found = ways.into_iter().find(|(mark, period_first)| fits(mark, *period_first));
        found.map(|(mark, period_first)| Self { column, mark, period_first, names: true })
    }

    /// Whether a part of the cells plays that role.
    pub(super) fn plays(&self, role: Role) -> bool {
        role == Role::Period || (role == Role::Entity && self.names)
    }

    /// The part of a cell that plays a role; the whole cell where it cannot be taken apart.
    pub(in super::super) fn part<'a>(&self, cell: &'a str, role: Role) -> &'a str {
        let Some((left, right)) = cell.split_once(self.mark) else { return cell };
        if (role == Role::Period) == self.period_first { left.trim() } else { right.trim() }
    }

    /// The name in a cell.
    pub(super) fn name<'a>(&self, cell: &'a str) -> &'a str {
        self.part(cell, Role::Entity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_taken_apart_where_all_are_packed_alike() {
        let is_period = |text: &str| text.starts_with("FY");
        let cells = ["FY23Q1 - A100", "FY23Q2 - H100 - SXM"];
        let packed = Packed::of(3, &cells, is_period).expect("packed");
        assert_eq!(packed.part(cells[1], Role::Period), "FY23Q2");
        assert_eq!(packed.name(cells[1]), "H100 - SXM");
        assert_eq!(Packed::of(3, &["FY23Q1 - A", "B"], is_period), None);
        let behind = Packed::of(0, &["A: FY1", "B: FY2"], is_period).expect("packed");
        assert_eq!((behind.name("A: FY1"), behind.part("A: FY1", Role::Period)), ("A", "FY1"));
    }
}
