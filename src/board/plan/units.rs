//! One unit for what shares an axis.

use indexmap::IndexMap;

use super::ask::Ask;
use crate::analysis::{convert, rounded};
use crate::base::{Dimension, Measure, ObsRef, Unit, round_to_digits};
use crate::data::Dataset;

/// Digits that a converted number may have more than the typed one, where it does not come out even.
const MORE_DIGITS: u8 = 2;

/// What an observation says in the unit of an axis: in another unit of one dimension, or money by the user's rates with the
/// words for that (`converted at 7.3 CNY/USD of 2024-12-31, SOURCE`).
///
/// # Errors
/// Why it has no place there.
pub(super) fn on_axis(ask: &Ask<'_>, at: ObsRef, unit: &Unit) -> Result<(Measure, Option<String>), String> {
    let seen = ask.dataset.get(at);
    if seen.measure.unit.dimension == unit.dimension {
        return Ok((in_unit(&seen.measure, unit), None));
    }
    if seen.measure.unit.dimension == Dimension::None {
        return Err("without unit".to_owned());
    }
    let rates = &ask.config.rules.rates;
    match convert(&seen.measure, &seen.period, unit, rates).filter(|_| !rates.is_empty()) {
        Some(found) => found.refused.map_or_else(|| Ok((rounded(&found.measure), found.note)), Err),
        None => Err("another unit".to_owned()),
    }
}

/// The same statement in another unit of its dimension, with as many digits as the product needs: 2 min are 120 s.
pub(super) fn in_unit(measure: &Measure, unit: &Unit) -> Measure {
    let factor = measure.unit.factor / unit.factor;
    let mut moved = measure.clone();
    if factor != 1.0 && factor.is_finite() {
        for end in [&mut moved.low, &mut moved.high].into_iter().flatten() {
            end.value *= factor;
        }
        moved.point = moved.point.map(|point| point * factor);
        moved.unit = unit.clone();
        moved.digits = measure.digits.map(|typed| digits(&moved, typed));
    }
    moved
}

/// The fewest digits, from those typed on, that keep every number; a few more than typed where none do.
fn digits(measure: &Measure, typed: u8) -> u8 {
    let ends = [measure.low.map(|end| end.value), measure.high.map(|end| end.value), measure.point];
    // Beyond the twelfth digit stands what the multiplication itself adds.
    let kept = |digits: u8| {
        let near = |value: &f64| (round_to_digits(*value, digits) - value).abs() <= value.abs() * 1e-12;
        ends.iter().flatten().all(near)
    };
    (typed..=12).find(|digits| kept(*digits)).unwrap_or(typed.saturating_add(MORE_DIGITS))
}

/// The unit that most numbers have, the first among equals.
pub(super) fn common_unit(dataset: &Dataset, refs: &[ObsRef]) -> Unit {
    let mut dimensions: IndexMap<Dimension, usize> = IndexMap::new();
    let mut units: IndexMap<String, (Unit, usize)> = IndexMap::new();
    let none = Unit::none();
    for at in refs {
        let Some(numbers) = dataset.numbers(*at) else { continue };
        let unit = numbers.unit.unwrap_or(&none);
        // Of very many rows nearly all have the unit of the one before: it is looked up without a copy.
        match dimensions.get_mut(&unit.dimension) {
            Some(count) => *count += 1,
            None => drop(dimensions.insert(unit.dimension.clone(), 1)),
        }
        match units.get_mut(&*unit.code) {
            Some((_, count)) => *count += 1,
            None => drop(units.insert(unit.code.to_string(), (unit.clone(), 1))),
        }
    }
    let most = dimensions.iter().rev().max_by_key(|(_, count)| **count).map(|(dimension, _)| dimension);
    let fits = units.values().rev().filter(|(unit, _)| Some(&unit.dimension) == most);
    fits.max_by_key(|(_, count)| *count).map_or_else(Unit::none, |(unit, _)| unit.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{NumberStyle, ValueContext, parse_value, write_measure};

    #[test]
    fn a_converted_number_keeps_its_value() {
        let read = |text: &str| parse_value(text, &ValueContext::default()).unwrap();
        let said =
            |text: &str, unit: &str| write_measure(&in_unit(&read(text), &read(unit).unit), NumberStyle::default());
        assert_eq!(said("2 min", "1 s"), "120 s");
        assert_eq!(said("1 h", "1 s"), "3,600 s");
        assert_eq!(said("0.1 min", "1 s"), "6 s");
        assert_eq!(said("100 s", "1 min"), "1.6667 min");
    }
}
