//! A column of labels, each as near as can be to its row.

/// Rows for labels of so many lines each: `labels` are (wanted row, lines), the most important first. They keep the order of their
/// rows, do not overlap, stay in `0..height`, and the sum of their squared distances is the least there is (isotonic regression by
/// pooling adjacent violators: Ayer and others, 1955). `None` for those that find no room.
pub fn stack(labels: &[(u16, u16)], height: u16) -> Vec<Option<u16>> {
    let mut room = i64::from(height);
    let mut kept: Vec<usize> = Vec::new();
    for (at, (_, lines)) in labels.iter().enumerate() {
        let lines = i64::from(*lines).max(1);
        if lines <= room {
            room -= lines;
            kept.push(at);
        }
    }
    kept.sort_by_key(|at| labels.get(*at));
    // Less the lines above it a label may stand anywhere that is no higher than the one before: `room` is what is left of the column.
    let mut pools: Vec<Pool> = Vec::new();
    let mut above = 0;
    for (row, lines) in kept.iter().filter_map(|at| labels.get(*at)) {
        pools.push(Pool { sum: i64::from(*row) - above, count: 1 });
        above += i64::from(*lines).max(1);
        while let [.., before, last] = pools.as_mut_slice()
            && before.row() >= last.row()
        {
            before.sum += last.sum;
            before.count += last.count;
            pools.pop();
        }
    }
    let rows = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.row().clamp(0, room), pool.count));
    let mut placed = vec![None; labels.len()];
    let mut above = 0;
    for (at, row) in kept.iter().zip(rows) {
        if let (Some(slot), Some((_, lines))) = (placed.get_mut(*at), labels.get(*at)) {
            *slot = u16::try_from(row + above).ok();
            above += i64::from(*lines).max(1);
        }
    }
    placed
}

/// Labels that stand right below each other.
struct Pool {
    sum: i64,
    count: usize,
}

impl Pool {
    /// The mean, rounded.
    fn row(&self) -> i64 {
        let count = i64::try_from(self.count).unwrap_or(i64::MAX);
        (2 * self.sum + count).div_euclid(2 * count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn labels_part_to_both_sides() {
        let rows = |labels: &[u16], height| stack(&labels.iter().map(|row| (*row, 1)).collect::<Vec<_>>(), height);
        assert_eq!(rows(&[5, 5, 5], 20), [Some(4), Some(5), Some(6)]);
        assert_eq!(rows(&[0, 1, 0], 20), [Some(0), Some(2), Some(1)]);
        assert_eq!(rows(&[6, 6, 1], 7), [Some(5), Some(6), Some(1)]);
        assert_eq!(rows(&[3, 9, 0], 2), [Some(0), Some(1), None]);
        assert_eq!(rows(&[], 2), []);
        assert_eq!(stack(&[(4, 2), (4, 1), (5, 9)], 8), [Some(5), Some(4), None]);
    }

    /// The least sum of squared distances, by trying every place.
    fn least(labels: &[(u16, u16)], from: u16, height: u16) -> Option<i64> {
        let Some(((row, lines), rest)) = labels.split_first() else { return Some(0) };
        let each = (from..height).filter(|at| at + lines <= height).filter_map(|at| {
            let off = i64::from(at) - i64::from(*row);
            Some(off * off + least(rest, at + lines, height)?)
        });
        each.min()
    }

    proptest! {
        #[test]
        fn no_other_column_is_nearer(labels in proptest::collection::vec((0u16..14, 1u16..3), 0..6), height in 0u16..14) {
            let placed = stack(&labels, height);
            let mut seen: Vec<((u16, u16), u16)> =
                labels.iter().zip(&placed).filter_map(|(label, at)| Some((*label, (*at)?))).collect();
            seen.sort_by_key(|(_, at)| *at);
            for pair in seen.windows(2) {
                prop_assert!(pair[0].1 + pair[0].0.1 <= pair[1].1 && pair[0].0.0 <= pair[1].0.0, "{seen:?}");
            }
            prop_assert!(seen.iter().all(|((_, lines), at)| at + lines <= height));
            let cost = seen.iter().map(|((row, _), at)| (i64::from(*at) - i64::from(*row)).pow(2)).sum::<i64>();
            let kept: Vec<(u16, u16)> = seen.iter().map(|(label, _)| *label).collect();
            prop_assert_eq!(Some(cost), least(&kept, 0, height));
            if labels.iter().map(|(_, lines)| lines).sum::<u16>() <= height {
                prop_assert!(placed.iter().all(Option::is_some));
            }
        }
    }
}
