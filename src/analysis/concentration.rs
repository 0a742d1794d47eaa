//! How concentrated shares are: the Herfindahl–Hirschman index (rule 9).

use super::interval::{Interval, computed, plain_unit, rounded};
use super::{Derived, Share};
use crate::base::{Bound, Dimension, Measure, NumberStyle, ObsRef, write_measure, write_number};

/// The index of one name that has all.
const WHOLE: f64 = 10_000.0;
/// Terms that a formula names before it only counts the others.
const MOST_TERMS: usize = 6;

/// Σ share² of shares in %, 0 to 10,000. Where shares are `of_total`, what no row names is a rest r of unknown parts: between Σ,
/// where they are many and small, and Σ + r², where it is one. Of intervals the ends are those of each share: the true index lies
/// within them, though they leave out that shares add up to 100 %. Open ends of shares are closed by 0 and 100 %.
pub fn concentration(shares: &[Share], of_total: bool) -> Derived {
    let measures: Vec<&Measure> = shares.iter().map(|own| &own.share.measure).collect();
    let inputs: Vec<ObsRef> = shares.iter().map(|own| own.at).collect();
    let refused = |why: &str| Derived { inputs: inputs.clone(), ..Derived::refused(&measures, why) };
    let known: Vec<&Share> = shares.iter().filter(|own| own.share.refused.is_none()).collect();
    if known.is_empty() || (!of_total && known.len() < shares.len()) {
        return refused("a row has no share");
    }
    let closed = |measure: &Measure| {
        let (ends, used) = Interval::of(measure).closed(Some(0.0), Some(100.0));
        (ends.map(|share| share.clamp(0.0, 100.0)), !used.is_empty())
    };
    let ends: Vec<(Interval, bool)> = known.iter().map(|own| closed(&own.share.measure)).collect();
    let sum = |side: usize, power: i32| {
        let sides = ends.iter().map(|(ends, _)| [ends.low, ends.high]);
        let bounds = sides.filter_map(|sides| sides.get(side).copied().flatten());
        bounds.map(|bound| bound.value.powi(power)).sum::<f64>()
    };
    let (low, high) = (0, 1);
    // Parts and total are rounded each on its own, so that a sum may be off by less than half a percent.
    let all: f64 = known.iter().filter_map(|own| Some(Interval::of(&own.share.measure).low?.value)).sum();
    if all.round() > 100.0 {
        let all = write_number(all.round(), None, NumberStyle::default());
        return refused(&format!("shares add up to {all} %"));
    }
    // The rest is largest where the named shares are smallest.
    let rest = if of_total { (100.0 - sum(low, 1)).max(0.0) } else { 0.0 };
    let end = |value: f64| Some(Bound { value: value.clamp(0.0, WHOLE), inclusive: true });
    let interval = Interval { low: end(sum(low, 2)), high: end(sum(high, 2) + rest * rest) };
    let points: Option<Vec<f64>> = known.iter().map(|own| own.share.measure.point).collect();
    // Shares that come out even leave a rest of a rounding error.
    let even = rest < 1e-9;
    let point = points.as_ref().filter(|_| even).map(|points| points.iter().map(|p| p * p).sum());
    let style = NumberStyle::default();
    let inputs_known: Vec<&Measure> = known.iter().map(|own| &own.share.measure).collect();
    let measure = computed(interval, point, plain_unit("", Dimension::None), &inputs_known);
    let squares = squares(&ends, point.is_some().then_some(points).flatten().as_deref());
    let told = ends.iter().any(|(_, used)| *used).then(|| "0 and 100 % used".to_owned());
    let of = if of_total { "of the total".to_owned() } else { format!("of {} named", known.len()) };
    let unnamed = (!even).then(|| format!("up to {} % unnamed", write_number(rest, measure.digits, style)));
    let note: Vec<String> = [Some(of), unnamed, told].into_iter().flatten().collect();
    Derived {
        words: format!("HHI {}", write_measure(&rounded(&measure), style)),
        formula: if even { squares } else { format!("{squares} … + {}²", write_number(rest, Some(3), style)) },
        measure,
        inputs,
        note: Some(note.join(", ")),
        refused: None,
    }
}

/// `60² + 30² + 10²`; of intervals the upper ends.
fn squares(ends: &[(Interval, bool)], points: Option<&[f64]>) -> String {
    let uppers: Vec<f64> = ends.iter().filter_map(|(ends, _)| Some(ends.high?.value)).collect();
    let numbers = points.unwrap_or(&uppers);
    let one = |value: &f64| format!("{}²", write_number(*value, Some(3), NumberStyle::default()));
    let mut terms: Vec<String> = numbers.iter().take(MOST_TERMS).map(one).collect();
    let more = numbers.len().saturating_sub(terms.len());
    if more > 0 {
        terms.push(format!("{more} more"));
    }
    terms.join(" + ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::shares;
    use crate::base::{ValueContext, parse_value};

    fn list(texts: &[&str]) -> Vec<(ObsRef, Measure)> {
        let read = |text: &&str| parse_value(text, &ValueContext::default()).unwrap();
        texts.iter().enumerate().map(|(i, t)| (ObsRef(i as u32), read(t))).collect()
    }

    fn of(texts: &[&str], total: Option<&str>) -> Derived {
        let whole = total.map(|text| list(&[text]).remove(0).1);
        concentration(&shares(&list(texts), whole.as_ref()), whole.is_some())
    }

    #[test]
    fn shares_that_are_all_named_have_one_index() {
        let found = of(&["60.0", "30.0", "10.0"], None);
        assert_eq!(found.measure.point.map(f64::round), Some(4600.0));
        assert_eq!((found.formula.as_str(), found.note.as_deref()), ("60.0² + 30.0² + 10.0²", Some("of 3 named")));
        assert_eq!(found.words, "HHI 4,600");
        assert_eq!(of(&["5"], None).measure.point, Some(10_000.0));
    }

    #[test]
    fn an_unknown_rest_is_between_many_and_one() {
        let found = of(&["50", "30"], Some("100"));
        let (low, high) = (found.measure.low.unwrap().value, found.measure.high.unwrap().value);
        assert_eq!((low, high, found.measure.point), (3400.0, 3800.0, None));
        assert_eq!(found.note.as_deref(), Some("of the total, up to 20 % unnamed"));
        assert_eq!(found.formula, "50.0² + 30.0² … + 20.0²");
        // All of the total is named.
        assert_eq!(of(&["50", "50"], Some("100")).measure.point, Some(5000.0));
    }

    #[test]
    fn parts_that_are_more_than_their_total_have_no_index() {
        let why = |texts: &[&str]| of(texts, Some("100")).refused;
        assert_eq!(why(&["80", "60"]).as_deref(), Some("shares add up to 140 %"));
        assert_eq!(why(&["80-90", ">=60"]).as_deref(), Some("shares add up to 140 %"));
        assert_eq!(why(&["140"]).as_deref(), Some("shares add up to 140 %"));
        assert_eq!((why(&["33.4", "33.4", "33.4"]), why(&["40-90", "20-80"])), (None, None));
    }

    #[test]
    fn intervals_and_open_ends() {
        let found = of(&["20-30", "50"], Some("100"));
        assert_eq!((found.measure.low.unwrap().value, found.measure.high.unwrap().value), (2900.0, 4300.0));
        let found = of(&["<=17", "50"], Some("100"));
        assert_eq!(found.measure.low.unwrap().value, 2500.0);
        assert!(found.note.unwrap().ends_with("0 and 100 % used"));
        assert_eq!(of(&["不限", "5"], None).refused.as_deref(), Some("a row has no share"));
    }
}
