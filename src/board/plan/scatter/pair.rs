//! Which observations of two metrics are told of the same thing, and so make one point. Where that is in doubt none is made.

use std::collections::BTreeMap;

use crate::base::{ObsRef, Period, fold};
use crate::data::Dataset;

/// Pairs of x and y, and how many observations found no partner.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Paired {
    /// x and y.
    pub(super) pairs: Vec<(ObsRef, ObsRef)>,
    /// Only x is known.
    pub(super) without_y: usize,
    /// Only y is known.
    pub(super) without_x: usize,
    /// Pairs whose two values are of different periods.
    pub(super) across: usize,
    /// Observations of y with several of x that it might belong to.
    pub(super) unclear: usize,
    /// Whether any entity makes several points.
    pub(super) several: bool,
}

/// One observation by what it is paired by.
#[derive(Debug, Clone, Copy)]
struct Side<'a> {
    at: ObsRef,
    row: usize,
    period: Period,
    source: &'a str,
    scope: &'a str,
}

/// Pairs observations of one record; else of one entity and period, told of the same scope and if need be by the same source; else the
/// only ones that the entity has.
pub(super) fn pair(data: &Dataset, xs: &[ObsRef], ys: &[ObsRef]) -> Paired {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let entities: Vec<usize> = data
        .series()
        .iter()
        .map(|series| {
            let next = names.len();
            *names.entry(fold(&series.entity)).or_insert(next)
        })
        .collect();
    let mut sides: Vec<[Vec<Side<'_>>; 2]> = vec![Default::default(); names.len()];
    for (which, refs) in [xs, ys].into_iter().enumerate() {
        for at in refs {
            let entity = entities.get(data.series_of(*at)).and_then(|entity| sides.get_mut(*entity));
            if let Some(side) = entity.and_then(|sides| sides.get_mut(which)) {
                let seen = data.get(*at);
                side.push(Side { at: *at, row: seen.row, period: seen.period, source: seen.source, scope: seen.scope });
            }
        }
    }
    let mut found = Paired::default();
    for [xs, ys] in &sides {
        let before = found.pairs.len();
        pair_one(xs, ys, &mut found);
        found.several |= found.pairs.len() > before + 1;
    }
    found
}

/// The pairs of one entity.
fn pair_one(xs: &[Side<'_>], ys: &[Side<'_>], found: &mut Paired) {
    let by_row: BTreeMap<usize, usize> = xs.iter().enumerate().map(|(nth, x)| (x.row, nth)).collect();
    let mut by_period: BTreeMap<Period, Vec<usize>> = BTreeMap::new();
    for (nth, x) in xs.iter().enumerate() {
        by_period.entry(x.period).or_default().push(nth);
    }
    let mut used = vec![false; xs.len()];
    let mut take = |nth: usize, y: &Side<'_>, found: &mut Paired| {
        let (Some(x), Some(used)) = (xs.get(nth), used.get_mut(nth)) else { return };
        *used = true;
        found.across += usize::from(x.period != y.period && x.period != Period::NONE && y.period != Period::NONE);
        found.pairs.push((x.at, y.at));
    };
    for y in ys {
        if let Some(nth) = by_row.get(&y.row) {
            take(*nth, y, found);
            continue;
        }
        let same = by_period.get(&y.period).map(Vec::as_slice).unwrap_or_default();
        let fits = |nth: &&usize| xs.get(**nth).is_some_and(|x| scopes_agree(x.scope, y.scope));
        let near: Vec<usize> = same.iter().filter(fits).copied().collect();
        let own: Vec<usize> =
            near.iter().copied().filter(|nth| xs.get(*nth).is_some_and(|x| x.source == y.source)).collect();
        match (near.as_slice(), own.as_slice(), xs, ys.len()) {
            (_, [one], ..) | ([one], ..) => take(*one, y, found),
            ([_, _, ..], ..) => found.unclear += 1,
            // What is told of an entity as such holds at any time.
            ([], _, [x], count) if scopes_agree(x.scope, y.scope) && (count == 1 || x.period == Period::NONE) => {
                take(0, y, found);
            }
            ([], _, [_, ..], 1) if y.period == Period::NONE => {
                (0..xs.len()).for_each(|nth| take(nth, y, found));
            }
            _ => found.without_x += 1,
        }
    }
    found.without_y += used.iter().filter(|used| !**used).count();
}

/// Figures of two regions or definitions are never one point; one that names none may go with any.
fn scopes_agree(a: &str, b: &str) -> bool {
    a.is_empty() || b.is_empty() || fold(a) == fold(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{FileBytes, ReadOptions, read};

    fn paired(rows: &[&str]) -> (Vec<String>, Paired) {
        let text = format!("entity,metric,period,value,source,scope\n{}\n", rows.join("\n"));
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        let of = |metric: &str| data.refs().filter(|at| data.metric_name(*at) == metric).collect::<Vec<_>>();
        let found = pair(&data, &of("price"), &of("power"));
        let raw = |at: ObsRef| data.get(at).measure.raw.to_string();
        let said = found.pairs.iter().map(|(x, y)| format!("{} {} {}", data.entity_name(*y), raw(*x), raw(*y)));
        (said.collect(), found)
    }

    #[test]
    fn one_entity_with_both_is_a_point_and_one_with_only_one_is_counted() {
        let rows = ["A,price,,10,,", "A,power,,5,,", "B,price,,11,,", "C,power,,7,,"];
        let (said, found) = paired(&rows);
        assert_eq!(said, ["A 10 5"]);
        assert_eq!((found.without_y, found.without_x, found.across, found.several), (1, 1, 0, false));
    }

    #[test]
    fn of_several_periods_the_same_ones_go_together() {
        let rows = ["A,price,2023,10,,", "A,price,2024,12,,", "A,power,2024,5,,", "A,power,2025,6,,"];
        let (said, found) = paired(&rows);
        assert_eq!(said, ["A 12 5"]);
        assert_eq!((found.without_y, found.without_x), (1, 1));
    }

    #[test]
    fn what_has_no_period_goes_with_every_one() {
        let rows = ["A,price,,10,,", "A,power,2024,5,,", "A,power,2025,6,,"];
        let (said, found) = paired(&rows);
        assert_eq!((said, found.several), (vec!["A 10 5".to_owned(), "A 10 6".to_owned()], true));
        let rows = ["A,price,2020,10,,", "A,power,2024,5,,", "A,power,2025,6,,"];
        assert_eq!(paired(&rows).1.without_x, 2, "one of another year does not");
        let rows = ["A,price,2020,10,,", "A,power,2024,5,,"];
        assert_eq!(paired(&rows).1.across, 1, "the only ones do, and it is said");
    }

    #[test]
    fn what_is_in_doubt_is_no_point() {
        let rows = ["A,price,2024,10,X,", "A,price,2024,12,Y,", "A,power,2024,5,Z,", "B,price,2024,1,X,iOS"];
        let (said, found) = paired(&rows);
        assert_eq!((said, found.unclear), (vec![], 1));
        let rows = ["A,price,2024,10,X,", "A,price,2024,12,Y,", "A,power,2024,5,Y,"];
        assert_eq!(paired(&rows).0, ["A 12 5"], "of two sources the same one");
        let rows = ["A,price,2024,10,,iOS", "A,power,2024,5,,web"];
        assert_eq!(paired(&rows).0, Vec::<String>::new());
    }
}
