//! From one measure to another: differences, points, relative changes, ratios (rules 1-7, 11, 17).

use super::MetricRules;
use super::interval::{Interval, computed, conversion, plain_unit};
use crate::base::{
    Bound, Dimension, Measure, NumberStyle, ObsRef, Shape, write_measure, write_number, write_unit_suffix,
};

/// Why words have no change.
pub const NO_NUMBERS: &str = "no number on both sides";

/// A computed number: never looks like a stated one, and lists where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// The result; a result without numbers has the shape of its strongest input.
    pub measure: Measure,
    /// How it was computed, with the numbers: `17 − 40`, `5/60 − 1 … 20/60 − 1`.
    pub formula: String,
    /// In words: `fell by at least about 23 points`.
    pub words: String,
    /// What was computed with.
    pub inputs: Vec<ObsRef>,
    /// What must be said with it (`floor 0 used`, `across sources`, `of 3 named`).
    pub note: Option<String>,
    /// Why there is no number: `base ≤ 0`, `no 2023Q3`.
    pub refused: Option<String>,
}

impl Derived {
    /// The same with one more thing that must be said.
    #[must_use]
    pub fn noted(self, note: Option<String>) -> Self {
        Self { note: join_notes(self.note, note), ..self }
    }

    /// No number, and why.
    pub fn refused(inputs: &[&Measure], why: &str) -> Self {
        let strongest = inputs.iter().map(|m| m.shape).max().unwrap_or(Shape::Missing).max(Shape::Unlimited);
        let unit = inputs.first().map_or_else(crate::base::Unit::none, |m| m.unit.clone());
        Self {
            measure: Measure::wordless(strongest, unit, ""),
            formula: String::new(),
            words: String::new(),
            inputs: Vec::new(),
            note: None,
            refused: Some(why.to_owned()),
        }
    }
}

/// What kind of change to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Change {
    /// Points for percentages, relative for the rest, the difference where the base is not above zero.
    #[default]
    Natural,
    /// Difference in the unit.
    Difference,
    /// Relative change in %.
    Relative,
}

/// The change from one measure to another of the same dimension (`from` earlier). Units are converted inside a dimension.
pub fn change(from: &Measure, to: &Measure, kind: Change, rules: &MetricRules) -> Derived {
    if !from.has_number() || !to.has_number() {
        return Derived::refused(&[from, to], NO_NUMBERS);
    }
    let Some(factor) = conversion(from, &to.unit) else {
        return Derived::refused(&[from, to], "two units that do not compare");
    };
    // A percentage of points or of places says nothing.
    let rate = matches!(to.unit.dimension, Dimension::Percent | Dimension::Points | Dimension::Rank);
    match kind {
        Change::Difference => difference(from, to, factor, rules),
        Change::Natural if rate => difference(from, to, factor, rules),
        Change::Relative | Change::Natural => {
            let relative = relative(from, to, factor, rules);
            if kind == Change::Natural && relative.refused.is_some() {
                let mut shown = difference(from, to, factor, rules);
                shown.note = join_notes(shown.note, relative.refused.map(|why| format!("no relative change, {why}")));
                return shown;
            }
            relative
        }
    }
}

/// How many times `other` one measure is, for positive measures of one dimension; unit `x`.
pub fn ratio(measure: &Measure, other: &Measure) -> Derived {
    let Some(factor) = conversion(measure, &other.unit) else {
        return Derived::refused(&[measure, other], "two units that do not compare");
    };
    let (a, b) = (Interval::of(measure).times(factor), Interval::of(other));
    if !a.is_positive() || !b.is_positive() {
        return Derived::refused(&[measure, other], "not above zero");
    }
    let point = measure.point.zip(other.point).map(|(p, q)| p * factor / q);
    let quotient = computed(a.over(b), point, plain_unit("x", Dimension::Factor), &[measure, other]);
    Derived {
        formula: pairs(a, b, "/", ""),
        words: format!("{} the other", write_factor(&quotient, false, NumberStyle::default())),
        measure: quotient,
        inputs: Vec::new(),
        note: None,
        refused: None,
    }
}

fn difference(from: &Measure, to: &Measure, factor: f64, rules: &MetricRules) -> Derived {
    let (a, used_a) = ends(from, factor, rules);
    let (b, used_b) = ends(to, 1.0, rules);
    let unit = match to.unit.dimension {
        Dimension::Percent => plain_unit("pp", Dimension::Points),
        _ => to.unit.clone(),
    };
    let point = from.point.zip(to.point).map(|(p, q)| q - p * factor);
    finish(computed(b.minus(a), point, unit, &[from, to]), pairs(b, a, " − ", ""), used_a, used_b)
}

fn relative(from: &Measure, to: &Measure, factor: f64, rules: &MetricRules) -> Derived {
    let (a, used_a) = ends(from, factor, rules);
    let (b, used_b) = ends(to, 1.0, rules);
    if !a.is_positive() {
        let why = if a.low.is_none() { "base has no lower bound" } else { "base ≤ 0" };
        return Derived::refused(&[from, to], why);
    }
    if b.low.is_some_and(|end| end.value < 0.0) {
        return Derived::refused(&[from, to], "value below 0");
    }
    let percent = |ratio: f64| (ratio - 1.0) * 100.0;
    let ends = b.over(a).map(percent);
    let point = from.point.zip(to.point).map(|(p, q)| percent(q / (p * factor)));
    finish(
        computed(ends, point, plain_unit("%", Dimension::Percent), &[from, to]),
        pairs(b, a, "/", " − 1"),
        used_a,
        used_b,
    )
}

/// What a measure spans: "about" as wide as the user made it, open ends closed by natural limits; says what was used.
fn ends(measure: &Measure, factor: f64, rules: &MetricRules) -> (Interval, Vec<String>) {
    let own = Interval::of(measure).times(factor);
    // A bound told as about is open on one side already: the number that it names stays.
    let wide = measure.about && matches!(measure.shape, Shape::Exact | Shape::Range);
    let band = rules.band.filter(|band| wide && *band > 0.0);
    let Some(band) = band else { return own.closed(rules.floor, rules.ceiling) };
    let (ends, mut used) = own.widened(band).within(own, rules.floor, rules.ceiling).closed(rules.floor, rules.ceiling);
    let percent = write_number(band * 100.0, None, NumberStyle::default());
    used.insert(0, format!("about taken as ±{percent} %"));
    (ends, used)
}

fn finish(measure: Measure, formula: String, mut used: Vec<String>, more: Vec<String>) -> Derived {
    let more: Vec<String> = more.into_iter().filter(|words| !used.contains(words)).collect();
    used.extend(more);
    if measure.low.is_none() && measure.high.is_none() {
        let mut refused = Derived::refused(&[&measure], "both ends open");
        refused.formula = formula;
        return refused;
    }
    Derived {
        words: words(&measure),
        measure,
        formula,
        inputs: Vec::new(),
        note: (!used.is_empty()).then(|| used.join(", ")),
        refused: None,
    }
}

/// Two notes as one.
pub(super) fn join_notes(a: Option<String>, b: Option<String>) -> Option<String> {
    match (a, b) {
        (Some(a), Some(b)) => Some(format!("{a}, {b}")),
        (a, b) => a.or(b),
    }
}

/// `17 − 40`, or both ends where they differ: `5/60 − 1 … 20/60 − 1`.
pub(super) fn pairs(a: Interval, b: Interval, sign: &str, rest: &str) -> String {
    let style = NumberStyle::default();
    let one = |x: Option<Bound>, y: Option<Bound>| {
        let (x, y) = (x?, y?);
        Some(format!("{}{sign}{}{rest}", write_number(x.value, None, style), write_number(y.value, None, style)))
    };
    match (one(a.low, b.high), one(a.high, b.low)) {
        (Some(low), Some(high)) if low != high => format!("{low} … {high}"),
        (low, high) => low.or(high).unwrap_or_default(),
    }
}

/// `fell by at least about 23 points`.
pub(super) fn words(measure: &Measure) -> String {
    if measure.unit.dimension == Dimension::Rank {
        return write_places(measure, NumberStyle::default());
    }
    let unit = match measure.unit.dimension {
        Dimension::Points => String::from(" points"),
        _ => write_unit_suffix(&measure.unit),
    };
    let style = NumberStyle::default();
    let say = |value: f64| write_number(value.abs(), measure.digits, style);
    let about = if measure.about { "about " } else { "" };
    match (measure.low.map(|b| b.value), measure.high.map(|b| b.value)) {
        (Some(low), Some(high)) if low == 0.0 && high == 0.0 => String::from("unchanged"),
        (Some(low), Some(high)) if low < 0.0 && high > 0.0 => {
            format!("between a fall by {} and a rise by {about}{}{unit}", say(low), say(high))
        }
        (Some(low), Some(high)) => {
            let verb = if high <= 0.0 { "fell" } else { "rose" };
            let (near, far) = (say(low.abs().min(high.abs())), say(low.abs().max(high.abs())));
            if near == far {
                format!("{verb} by {about}{near}{unit}")
            } else {
                format!("{verb} by {about}{near} to {far}{unit}")
            }
        }
        (None, Some(high)) if high <= 0.0 => format!("fell by at least {about}{}{unit}", say(high)),
        (None, Some(high)) => format!("rose by at most {about}{}{unit}, or fell", say(high)),
        (Some(low), None) if low >= 0.0 => format!("rose by at least {about}{}{unit}", say(low)),
        (Some(low), None) => format!("fell by at most {about}{}{unit}, or rose", say(low)),
        (None, None) => String::new(),
    }
}

/// A change as drawn, sign always there, rounded by rule 17: `≈≤ −23 pp`, `−92…−67 %`, `+12 %`, `n/a, base ≤ 0`.
/// With `full`, one more digit (`−91.7…−66.7 %`). A ratio is written without sign: `2.93×`.
pub fn write_change(derived: &Derived, style: NumberStyle, full: bool) -> String {
    let measure = &derived.measure;
    if let Some(why) = &derived.refused {
        let why = if style.ascii { why.replace('≤', "<=") } else { why.clone() };
        // A period that is not there: `n/a (no 2023)`.
        return if why.starts_with("no ") && why != NO_NUMBERS {
            format!("n/a ({why})")
        } else {
            format!("n/a, {why}")
        };
    }
    if measure.unit.dimension == Dimension::Factor {
        return write_factor(measure, full, style);
    }
    if measure.unit.dimension == Dimension::Rank {
        return write_places(measure, style);
    }
    let digits = measure.digits.map(|d| d.saturating_add(u8::from(full)));
    let (minus, most, least, about, to) =
        if style.ascii { ("-", "<=", ">=", "~", "..") } else { ("−", "≤", "≥", "≈", "…") };
    let money = matches!(measure.unit.dimension, Dimension::Money(_));
    let say = |value: f64| {
        let sign = if value < 0.0 {
            minus
        } else if value > 0.0 {
            "+"
        } else {
            ""
        };
        let number = if money {
            write_measure(&Measure { digits, ..Measure::exact(value.abs(), measure.unit.clone()) }, style)
        } else {
            write_number(value.abs(), digits, style)
        };
        format!("{sign}{number}")
    };
    let suffix = if money { String::new() } else { write_unit_suffix(&measure.unit) };
    let about = if measure.about { about } else { "" };
    let exact_ends = |low: f64, high: f64| {
        let (low, high) = (say(low), say(high));
        if low == high { low } else { format!("{low}{to}{high}") }
    };
    match (measure.low, measure.high) {
        (Some(low), Some(high)) => format!("{about}{}{suffix}", exact_ends(low.value, high.value)),
        (None, Some(high)) => {
            format!("{about}{} {}{suffix}", if high.inclusive { most } else { "<" }, say(high.value))
        }
        (Some(low), None) => format!("{about}{} {}{suffix}", if low.inclusive { least } else { ">" }, say(low.value)),
        (None, None) => String::from("n/a"),
    }
}

/// `up 2 places`, `down 1–3 places`: a lower number is a higher place.
fn write_places(measure: &Measure, style: NumberStyle) -> String {
    let about = if measure.about { "about " } else { "" };
    let dash = if style.ascii { "-" } else { "–" };
    let say = |value: f64| write_number(value.abs(), None, style);
    let way = |value: f64| if value < 0.0 { "up" } else { "down" };
    let noun = |value: f64| if value.abs() == 1.0 { "place" } else { "places" };
    match (measure.low.map(|b| b.value), measure.high.map(|b| b.value)) {
        (Some(low), Some(high)) if low == 0.0 && high == 0.0 => String::from("same place"),
        (Some(low), Some(high)) if low == high => format!("{} {about}{} {}", way(low), say(low), noun(low)),
        (Some(low), Some(high)) if low < 0.0 && high > 0.0 => {
            format!("between up {} and down {about}{} {}", say(low), say(high), noun(high))
        }
        (Some(low), Some(high)) => {
            let (near, far) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
            format!("{} {about}{}{dash}{} places", way(low + high), say(near), say(far))
        }
        (None, Some(high)) if high <= 0.0 => format!("up at least {about}{} {}", say(high), noun(high)),
        (None, Some(high)) => format!("down at most {about}{} {}", say(high), noun(high)),
        (Some(low), None) if low >= 0.0 => format!("down at least {about}{} {}", say(low), noun(low)),
        (Some(low), None) => format!("up at most {about}{} {}", say(low), noun(low)),
        (None, None) => String::from("n/a"),
    }
}

/// `2.93×`, `2.5–3.1×`: three digits are enough to compare by, more in full.
fn write_factor(measure: &Measure, full: bool, style: NumberStyle) -> String {
    let digits = measure.digits.map(|d| if full { d } else { d.min(3) });
    let (times, about, to) = if style.ascii { ("x", "~", "-") } else { ("×", "≈", "–") };
    let say = |bound: Bound| write_number(bound.value, digits, style);
    let about = if measure.about { about } else { "" };
    let body = match (measure.low.map(say), measure.high.map(say)) {
        (Some(low), Some(high)) if low == high => low,
        (Some(low), Some(high)) => format!("{low}{to}{high}"),
        (None, Some(high)) => format!("{}{high}", if style.ascii { "<=" } else { "≤" }),
        (Some(low), None) => format!("{}{low}", if style.ascii { ">=" } else { "≥" }),
        (None, None) => return String::from("n/a"),
    };
    format!("{about}{body}{times}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ValueContext, parse_value};

    fn read(text: &str) -> Measure {
        parse_value(text, &ValueContext::default()).expect("a value")
    }

    fn shown(from: &str, to: &str) -> String {
        write_change(
            &change(&read(from), &read(to), Change::Natural, &MetricRules::default()),
            NumberStyle::default(),
            false,
        )
    }

    #[test]
    fn a_fall_to_within_a_bound_has_no_false_point() {
        let derived = change(&read("约40%"), &read("17%以内"), Change::Natural, &MetricRules::default());
        assert_eq!(write_change(&derived, NumberStyle::default(), false), "≈≤ −23 pp");
        assert_eq!(derived.words, "fell by at least about 23 points");
        assert_eq!(derived.formula, "17 − 40");
        assert_eq!(derived.measure.low, None);
        assert_eq!(derived.measure.point, None);
    }

    #[test]
    fn intervals_give_intervals() {
        let derived = change(&read("60 s"), &read("5-20 s"), Change::Natural, &MetricRules::default());
        assert_eq!(write_change(&derived, NumberStyle::default(), false), "−92…−67 %");
        assert_eq!(write_change(&derived, NumberStyle::default(), true), "−91.7…−66.7 %");
        assert_eq!(derived.formula, "5/60 − 1 … 20/60 − 1");
        assert_eq!(derived.words, "fell by 67 to 92 %");
    }

    #[test]
    fn units_convert_inside_a_dimension_only() {
        assert_eq!(shown("1 min", "30 s"), "−50 %");
        assert_eq!(shown("$5", "5 s"), "n/a, two units that do not compare");
    }

    #[test]
    fn a_base_that_is_not_above_zero_gives_the_difference() {
        let derived = change(&read("-5 s"), &read("10 s"), Change::Natural, &MetricRules::default());
        assert_eq!(write_change(&derived, NumberStyle::default(), false), "+15 s");
        assert_eq!(derived.note.as_deref(), Some("no relative change, base ≤ 0"));
    }

    #[test]
    fn a_floor_closes_an_end_and_says_so() {
        let rules = MetricRules { floor: Some(0.0), ..MetricRules::default() };
        let derived = change(&read("40%"), &read("17%以内"), Change::Natural, &rules);
        assert_eq!(write_change(&derived, NumberStyle::default(), false), "−40…−23 pp");
        assert_eq!(derived.note.as_deref(), Some("floor 0 used"));
    }

    #[test]
    fn about_is_as_wide_as_the_user_says_and_that_is_printed() {
        let style = NumberStyle::default();
        let rules = MetricRules { band: Some(0.1), ceiling: Some(100.0), ..MetricRules::default() };
        let derived = change(&read("约40"), &read("60"), Change::Natural, &rules);
        assert_eq!(write_change(&derived, style, false), "≈+36…+67 %");
        assert_eq!(
            (derived.formula.as_str(), derived.note.as_deref()),
            ("60/44 − 1 … 60/36 − 1", Some("about taken as ±10 %"))
        );
        // Not beyond the metric's ceiling, and not for what was not said to be about.
        let derived = change(&read("90%"), &read("约95%"), Change::Natural, &rules);
        assert_eq!(write_change(&derived, style, false), "≈−4.5…+10 pp");
        let plain = change(&read("40"), &read("60"), Change::Natural, &rules);
        assert_eq!((write_change(&plain, style, false), plain.note), ("+50 %".to_owned(), None));
        let bound = change(&read("100"), &read("近50"), Change::Natural, &rules);
        assert_eq!(write_change(&bound, style, false), "≈< −50 %");
    }

    #[test]
    fn words_have_no_change() {
        assert_eq!(shown("不限", "5"), "n/a, no number on both sides");
    }

    #[test]
    fn places_and_points_have_no_percentage() {
        assert_eq!(shown("No. 3", "No. 1"), "up 2 places");
        assert_eq!(shown("No. 1", "No. 2"), "down 1 place");
        assert_eq!(shown("No. 1", "No. 1"), "same place");
        assert_eq!(shown("2 pp", "4 pp"), "+2.0 pp");
    }

    #[test]
    fn a_ratio_has_three_digits() {
        let derived = ratio(&read("4839万"), &read("1650万"));
        assert_eq!(write_change(&derived, NumberStyle::default(), false), "2.93×");
    }
}
