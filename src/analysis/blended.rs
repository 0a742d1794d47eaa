//! One price of what a model reads and writes, from the prices of both (rule 13): only for who asks for it.

use std::sync::Arc;

use super::interval::{Interval, computed, conversion};
use super::{Derived, NO_NUMBERS, current_alike};
use crate::base::{Day, Measure, NumberStyle, ObsRef, SeriesKey, write_number};
use crate::data::Dataset;

/// Words for what is read and what is written, in folded names.
const SIDES: [(&str, &str); 4] = [("input", "output"), ("prompt", "completion"), ("输入", "输出"), ("in", "out")];

/// (3 · in + out) / 4 of an observation that is one of both prices per token, with the other of the same entity, source, scope and
/// period, as known on a day: formula and inputs (the price of what is read first). `None` where it is no such price, or the other
/// is not stated.
pub fn blended(dataset: &Dataset, at: ObsRef, as_of: Option<Day>) -> Option<Derived> {
    let measure = dataset.measure(at);
    if !is_per_token(&measure) {
        return None;
    }
    let key = &dataset.series().get(dataset.series_of(at))?.key;
    let (metric, is_read) = other_side(&key.metric)?;
    let other = dataset.find_series(&SeriesKey { metric: Arc::from(metric), ..key.clone() })?;
    let first = *dataset.series().get(other)?.observations.first()?;
    let period = dataset.period(at);
    let other = current_alike(dataset, first, as_of).into_iter().find(|other| dataset.period(*other) == period)?;
    let (read, written) = if is_read { (at, other) } else { (other, at) };
    let found = blended_price(&dataset.measure(read), &dataset.measure(written));
    found.refused.is_none().then(|| Derived { inputs: vec![read, written], ..found })
}

/// The name with each word for one side replaced by that for the other, and whether it was that of what is read.
fn other_side(name: &str) -> Option<(String, bool)> {
    let swapped = |from: usize| {
        let pick = |pair: &(&'static str, &'static str), at: usize| if at == 0 { pair.0 } else { pair.1 };
        let word = |word: &str| {
            let whole = SIDES.iter().find(|pair| pick(pair, from) == word);
            let within = SIDES.iter().find(|pair| !pair.0.is_ascii() && word.contains(pick(pair, from)));
            match (whole, within) {
                (Some(pair), _) => pick(pair, 1 - from).to_owned(),
                (None, Some(pair)) => word.replace(pick(pair, from), pick(pair, 1 - from)),
                (None, None) => word.to_owned(),
            }
        };
        let other = name.split(' ').map(word).collect::<Vec<_>>().join(" ");
        (other != name).then_some((other, from == 0))
    };
    swapped(0).or_else(|| swapped(1))
}

fn is_per_token(price: &Measure) -> bool {
    price.unit.code.ends_with("{token}")
}

/// (3 · in + out) / 4 of two prices, both in one unit, by token or per 1M tokens: money per tokens is read as money per 1M tokens.
pub fn blended_price(read: &Measure, written: &Measure) -> Derived {
    let both = [read, written];
    if !both.iter().all(|price| is_per_token(price)) {
        return Derived::refused(&both, "no prices per token");
    }
    let Some(factor) = conversion(written, &read.unit) else {
        return Derived::refused(&both, "two units that do not compare");
    };
    if !both.iter().all(|price| price.has_number()) {
        return Derived::refused(&both, NO_NUMBERS);
    }
    let (a, b) = (Interval::of(read).times(3.0), Interval::of(written).times(factor));
    let point = read.point.zip(written.point).map(|(p, q)| (3.0 * p + q * factor) / 4.0);
    let say = |measure: &Measure, by: f64| {
        let number = measure.point.or(measure.high.or(measure.low).map(|end| end.value));
        number.map_or(String::new(), |number| write_number(number * by, None, NumberStyle::default()))
    };
    Derived {
        measure: computed(a.plus(b).times(0.25), point, read.unit.clone(), &both),
        formula: format!("(3·{} + {}) / 4", say(read, 1.0), say(written, factor)),
        words: "blended, 3 of input to 1 of output".to_owned(),
        inputs: Vec::new(),
        note: None,
        refused: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ValueContext, parse_value};
    use crate::data::{FileBytes, ReadOptions, read};

    fn price(text: &str) -> Measure {
        parse_value(text, &ValueContext::default()).unwrap()
    }

    #[test]
    fn a_blended_price_weighs_three_to_one() {
        let found = blended_price(&price("$2/1M tokens"), &price("$0.008/1k tokens"));
        assert_eq!((found.measure.point, found.formula.as_str()), (Some(3.5), "(3·2 + 8) / 4"));
        assert_eq!(blended_price(&price("$2"), &price("$8")).refused.as_deref(), Some("no prices per token"));
        let other = blended_price(&price("$2/1M tokens"), &price("8元/1M tokens"));
        assert_eq!(other.refused.as_deref(), Some("two units that do not compare"));
    }

    #[test]
    fn the_other_price_is_of_the_same_name_and_period_and_source() {
        let text = "entity,metric,period,value,source\nA,input price,2024,$2/1M tokens,S\nA,output price,2024,$8/1M tokens,S\n\
                    A,output price,2023,$9/1M tokens,S\nB,输入价格,2024,$4/1M tokens,S\nB,输出价格,2024,$4/1M tokens,S\n\
                    C,input price,2024,$2/1M tokens,S\nC,output price,2024,$8/1M tokens,T\nD,price,2024,$2/1M tokens,S\n";
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        let told = |at: u32| blended(&data, ObsRef(at), None).map(|found| (found.measure.point, found.inputs));
        for at in [0, 1] {
            assert_eq!(told(at), Some((Some(3.5), vec![ObsRef(0), ObsRef(1)])), "{at}");
        }
        assert_eq!(told(3), Some((Some(4.0), vec![ObsRef(3), ObsRef(4)])));
        for at in [2, 5, 6, 7] {
            assert_eq!(told(at), None, "{at}");
        }
    }
}
