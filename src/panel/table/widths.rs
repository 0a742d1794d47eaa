//! Which columns of a table are drawn and how wide: a number is never cut, words are cut evenly, and columns drop whole before they
//! are cut to stubs. Knows widths only, so the cost depends on what is on the screen.

/// Blank columns between two.
pub(super) const GAP: u16 = 2;
/// With room to spare columns stand no further apart than this: the eye must not lose the row.
const WIDEST_GAP: u16 = 4;
/// A place at the right edge is read with its row over at most so many more blank columns.
const WIDEST_JUMP: u16 = 12;

/// What one column asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Need {
    /// Width of each visible cell in full and in its shortest whole form.
    pub(super) cells: Vec<(u16, u16)>,
    /// Narrower than this the column says too little: it drops instead.
    pub(super) least: u16,
    /// How far it yields: a column of tier 1 is drawn where those chosen before it have the first of their `ease`, one of tier 2 where
    /// they have the second; one of tier 0 where it fits.
    pub(super) tier: usize,
    /// Widths at which it can be told from others, and at which most of it can be read.
    pub(super) ease: [u16; 2],
    /// Order in which columns get their place, lowest first.
    pub(super) rank: u8,
    /// How much a cut cell costs.
    pub(super) weight: u16,
    /// Says nothing that others do not: shown where that costs no other column a word.
    pub(super) extra: bool,
    /// The last column stands at the right edge where that is near.
    pub(super) right: bool,
}

impl Need {
    /// Cells that this width spoils: cut ones count more than shortened ones.
    fn loss(&self, width: u16) -> usize {
        let cell = |(full, short): &(u16, u16)| match (*full <= width, *short <= width) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 4,
        };
        self.cells.iter().map(cell).sum::<usize>() * usize::from(self.weight)
    }

    fn wish(&self) -> u16 {
        self.cells.iter().map(|(full, _)| *full).max().unwrap_or(0).max(self.least)
    }
}

/// A drawn column: which one, where it starts, how wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    /// Index among the columns of the table.
    pub(super) index: usize,
    /// First cell.
    pub(super) x: u16,
    /// Cells.
    pub(super) columns: u16,
}

/// Places the first column, that of the cursor, and what else fits of the most important ones, in their order. Where the cursor has
/// left these, the columns beside it instead.
pub(super) fn place(needs: &[Need], cursor: usize, room: u16) -> Vec<Placed> {
    let mut order: Vec<(usize, &Need)> = needs.iter().enumerate().collect();
    order.sort_by_key(|(index, need)| (*index != 0, need.rank));
    let spoken = order.iter().filter(|(index, need)| *index == 0 || !need.extra).map(|(index, _)| *index);
    let mut chosen = fitting(needs, spoken, room, true);
    let wished = |index: &usize| needs.get(*index).map_or(0, |need| usize::from(need.wish() + GAP));
    if chosen.iter().map(wished).sum::<usize>() <= usize::from(room + GAP) {
        let mut spare = usize::from(room + GAP) - chosen.iter().map(wished).sum::<usize>();
        for (index, _) in order.iter().filter(|(index, need)| *index != 0 && need.extra) {
            if wished(index) <= spare {
                spare -= wished(index);
                chosen.push(*index);
            }
        }
        chosen.sort_unstable();
    }
    if !chosen.contains(&cursor) {
        let beside = [0, cursor].into_iter().chain((1..cursor).rev()).chain(cursor + 1..needs.len());
        chosen = fitting(needs, beside, room, false);
        if !chosen.contains(&cursor) {
            chosen.push(cursor);
        }
        // A run without holes: what stands between two columns is not a surprise.
        chosen.sort_unstable();
    }
    share(needs, &chosen, room)
}

/// The columns that fit at their least widths, tried in this order; in the order of the table. Where some `may_yield`, those are
/// left out that would squeeze the others below what can be read with ease.
fn fitting(needs: &[Need], order: impl Iterator<Item = usize>, room: u16, may_yield: bool) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    let mut used = [0u16; 3];
    for index in order {
        let Some(need) = needs.get(index).filter(|_| !chosen.contains(&index)) else { continue };
        let gap = if chosen.is_empty() { 0 } else { GAP };
        let [first, second] = need.ease;
        let wider = [need.least, first, second];
        let with = std::array::from_fn(|tier| used[tier].saturating_add(wider[tier] + gap));
        let tier = if may_yield { need.tier.min(2) } else { 0 };
        if chosen.is_empty() || with[tier] <= room {
            used = with;
            chosen.push(index);
        }
    }
    chosen.sort_unstable();
    chosen
}

/// Widths of the chosen columns: their least, then cell by cell to the column that loses most by what it lacks.
fn share(needs: &[Need], chosen: &[usize], room: u16) -> Vec<Placed> {
    let gaps = (chosen.len() as u16).saturating_sub(1) * GAP;
    let mut columns: Vec<(&Need, u16)> =
        chosen.iter().filter_map(|index| needs.get(*index)).map(|need| (need, need.least)).collect();
    let total = |columns: &[(&Need, u16)]| columns.iter().map(|(_, width)| *width).fold(gaps, u16::saturating_add);
    // The frozen column and that of the cursor alone may be too much: the frozen one gives way.
    let over = total(&columns).saturating_sub(room);
    if let Some((_, width)) = columns.first_mut() {
        *width = width.saturating_sub(over).max(4.min(*width));
    }
    let mut spare = room.saturating_sub(total(&columns));
    while spare > 0 {
        let losing = columns.iter_mut().filter(|(need, width)| *width < need.wish());
        // Most saved a cell: one long note must not starve ten short names. Where nothing can be made whole, more of a word.
        let gain = |(need, width): &&mut (&Need, u16)| {
            let step = next_gain(need, *width);
            let saved = need.loss(*width) - need.loss(*width + step);
            (step <= spare, saved * 1_000 / usize::from(step.max(1)))
        };
        let Some((need, width)) = losing.max_by_key(gain) else { break };
        let step = next_gain(need, *width).clamp(1, spare);
        *width += step;
        spare -= step;
    }
    let between = (columns.len() as u16).saturating_sub(1);
    let wider = spare.checked_div(between).unwrap_or(0).min(WIDEST_GAP - GAP);
    let jump = spare - wider * between;
    let mut x = 0u16;
    let mut placed: Vec<Placed> = Vec::with_capacity(columns.len());
    for (index, (_, width)) in chosen.iter().zip(&columns) {
        let columns = (*width).min(room.saturating_sub(x));
        if columns == 0 {
            break;
        }
        placed.push(Placed { index: *index, x, columns });
        x = x.saturating_add(columns + GAP + wider);
    }
    if let (Some(last), Some((need, _))) = (placed.last_mut(), columns.last())
        && need.right
        && last.x > 0
        && jump <= WIDEST_JUMP
    {
        last.x += jump;
    }
    placed
}

/// Columns until the next cell of this column becomes whole or whole again in short.
fn next_gain(need: &Need, width: u16) -> u16 {
    let ends = need.cells.iter().flat_map(|(full, short)| [*full, *short]).filter(|end| *end > width);
    ends.min().map_or(1, |end| end - width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn need(least: u16, rank: u8, cells: &[(u16, u16)]) -> Need {
        Need { cells: cells.to_vec(), least, tier: 0, ease: [least; 2], rank, weight: 1, extra: false, right: false }
    }

    #[test]
    fn whole_columns_drop_by_rank_and_the_rest_goes_where_most_is_cut() {
        let needs = [
            need(8, 0, &[(20, 20), (9, 9), (12, 12)]),
            need(6, 9, &[(9, 9); 3]),
            need(5, 1, &[(5, 5); 3]),
            need(6, 2, &[(30, 6); 3]),
        ];
        let placed = place(&needs, 0, 30);
        let columns: Vec<(usize, u16, u16)> = placed.iter().map(|p| (p.index, p.x, p.columns)).collect();
        assert_eq!(columns, [(0, 0, 15), (2, 17, 5), (3, 24, 6)]);
    }

    #[test]
    fn what_says_nothing_new_costs_nobody_a_word() {
        let mut needs = vec![need(4, 0, &[(20, 20)]), need(4, 1, &[(4, 4)])];
        needs[1].extra = true;
        assert_eq!(place(&needs, 0, 25).len(), 1);
        assert_eq!(place(&needs, 0, 26).len(), 2);
        assert_eq!(place(&needs, 1, 25).len(), 2, "the cursor reaches it");
    }

    #[test]
    fn what_is_of_less_use_squeezes_nothing() {
        let mut needs = vec![need(4, 0, &[(20, 20)]), need(4, 1, &[(4, 4)])];
        (needs[0].ease, needs[1].tier) = ([8, 12], 2);
        assert_eq!(place(&needs, 0, 17).len(), 1);
        assert_eq!(place(&needs, 0, 18).len(), 2);
        needs[1].tier = 1;
        assert_eq!([13, 14].map(|room| place(&needs, 0, room).len()), [1, 2]);
    }

    #[test]
    fn the_cursor_brings_its_neighbours() {
        let needs: Vec<Need> = (0..9).map(|rank| need(8, rank, &[(8, 8)])).collect();
        let shown = |cursor| place(&needs, cursor, 30).iter().map(|p| p.index).collect::<Vec<_>>();
        assert_eq!(shown(1), [0, 1, 2]);
        assert_eq!(shown(7), [0, 6, 7]);
        let narrow = place(&needs, 7, 14);
        assert_eq!(narrow.iter().map(|p| p.columns).collect::<Vec<_>>(), [4, 8], "the frozen column gives way");
    }

    proptest! {
        #[test]
        fn columns_stand_apart_inside_the_room(
            cells in proptest::collection::vec((1u16..30, 1u16..40, 0u8..5), 1..12),
            cursor in 0usize..12,
            room in 24u16..240,
        ) {
            let needs: Vec<Need> = cells
                .iter()
                .map(|(least, full, rank)| need(*least, *rank, &[((*full).max(*least), *least)]))
                .collect();
            let placed = place(&needs, cursor.min(needs.len() - 1), room);
            prop_assert_eq!(placed.first().map(|p| p.index), Some(0));
            for pair in placed.windows(2) {
                prop_assert!(pair[0].index < pair[1].index && pair[0].x + pair[0].columns + GAP <= pair[1].x);
            }
            for p in &placed {
                prop_assert!(p.x + p.columns <= room);
                prop_assert!(p.index == 0 || p.columns >= needs[p.index].least.min(room - p.x));
            }
        }
    }
}
