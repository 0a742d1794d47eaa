//! Items side by side: a scale without numbers.

/// Bands of one size along `cells` cells, in order from the first cell, with gaps of one size between them. What is left over when
/// the cells do not divide stays free at the end, so that no band looks longer than another. Items without a cell of their own
/// have no band: whoever draws them scrolls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Categories {
    /// Items.
    pub count: usize,
    /// Cells for all of them.
    pub cells: u16,
    /// Cells wished between two bands; fewer where a band would not be twice as wide as its gap.
    pub gap: u16,
}

impl Categories {
    /// So many items along so many cells, a cell apart where there is room.
    pub fn new(count: usize, cells: u16) -> Self {
        Self { count, cells, gap: 1 }
    }

    /// Cells from the start of one band to the start of the next, at least 1.
    pub fn pitch(&self) -> u16 {
        self.pitch_and_gap().0
    }

    /// Cells between two bands.
    pub fn spacing(&self) -> u16 {
        self.pitch_and_gap().1
    }

    fn pitch_and_gap(&self) -> (u16, u16) {
        let count = u16::try_from(self.count.max(1)).unwrap_or(u16::MAX);
        // The last band needs no gap behind it.
        let pitch = |gap: u16| (self.cells.saturating_add(gap) / count, gap);
        let found = (1..=self.gap.min(self.cells)).rev().map(pitch).find(|(pitch, gap)| pitch / 3 >= *gap);
        found.unwrap_or_else(|| (pitch(0).0.max(1), 0))
    }

    /// How many items have a band.
    pub fn shown(&self) -> usize {
        let last_ends = self.cells.saturating_add(self.spacing());
        self.count.min(usize::from(last_ends / self.pitch()))
    }

    /// First cell and size of the band of an item, 0-based; `None` where it has none.
    pub fn band(&self, item: usize) -> Option<(u16, u16)> {
        let start = u16::try_from(item).ok().filter(|_| item < self.shown())?.checked_mul(self.pitch())?;
        Some((start, self.pitch() - self.spacing()))
    }

    /// The item in whose band a cell lies; `None` in a gap and beyond the last band.
    pub fn item(&self, cell: u16) -> Option<usize> {
        let item = usize::from(cell / self.pitch());
        let (start, size) = self.band(item)?;
        (cell - start < size).then_some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bands(categories: Categories) -> Vec<(u16, u16)> {
        (0..categories.count).filter_map(|item| categories.band(item)).collect()
    }

    #[test]
    fn bands_have_one_size_and_the_gaps_one() {
        assert_eq!(bands(Categories::new(3, 11)), [(0, 3), (4, 3), (8, 3)]);
        assert_eq!(bands(Categories::new(3, 6)), [(0, 2), (2, 2), (4, 2)]);
        assert_eq!(bands(Categories { gap: 0, ..Categories::new(3, 11) }), [(0, 3), (3, 3), (6, 3)]);
        assert_eq!(bands(Categories { gap: 5, ..Categories::new(2, 20) }), [(0, 8), (12, 8)]);
        assert_eq!(bands(Categories::new(4, 2)), [(0, 1), (1, 1)]);
        assert_eq!((bands(Categories::new(4, 0)), bands(Categories::new(0, 9))), (vec![], vec![]));
    }

    #[test]
    fn a_gap_belongs_to_no_item() {
        let categories = Categories::new(3, 11);
        assert_eq!(
            [0, 2, 3, 4, 10, 11].map(|cell| categories.item(cell)),
            [Some(0), Some(0), None, Some(1), Some(2), None]
        );
    }

    proptest! {
        #[test]
        fn cells_lead_back_to_their_items(count in 0usize..500, cells in 0u16..400, gap in 0u16..6) {
            let categories = Categories { count, cells, gap };
            prop_assert_eq!(categories.shown(), if cells == 0 { 0 } else { count.min(cells.into()) });
            let mut free = 0;
            for item in 0..count {
                let Some((start, size)) = categories.band(item) else {
                    prop_assert!(item >= categories.shown());
                    continue;
                };
                prop_assert!(size >= 1 && start >= free && start + size <= cells, "{:?} {}", categories, item);
                prop_assert!(item == 0 || start - free == categories.spacing());
                prop_assert!((free..start).all(|cell| categories.item(cell).is_none()));
                prop_assert!((start..start + size).all(|cell| categories.item(cell) == Some(item)));
                free = start + size;
            }
            prop_assert!((free..cells.saturating_add(9)).all(|cell| categories.item(cell).is_none()));
        }

        #[test]
        fn any_numbers_do(count: usize, cells: u16, gap: u16, item: usize, cell: u16) {
            let categories = Categories { count, cells, gap };
            let fits = |(start, size): (u16, u16)| start.checked_add(size).is_some_and(|end| end <= cells);
            prop_assert!(categories.band(item).is_none_or(fits));
            prop_assert!(categories.item(cell).is_none_or(|item| item < count));
        }
    }
}
