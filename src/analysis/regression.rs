//! One value against another: a line through both, or through the logarithms of either, and what it says in words. The straight line
//! of a picture whose axes are logarithmic is a power or a growth; which of them is told.

use super::Fit;
use super::trend::lines::{least_squares, theil_sen};
use super::trend::words::{decimals, signed, signs};
use crate::base::{NumberStyle, write_number};

/// Fewest points of a line.
const LEAST: usize = 3;

/// A line through points, straight where axes that are logarithmic are drawn so.
#[derive(Debug, Clone, PartialEq)]
pub struct Regression {
    /// How it was laid: Theil–Sen, else least squares.
    pub method: Fit,
    /// Whether it goes through the logarithms of x, and of y.
    pub log: [bool; 2],
    /// Points that it was laid through.
    pub n: usize,
    /// Smallest and largest x of them.
    pub span: (f64, f64),
    /// Rise of y, or of ln(y), for 1 more of x, or of ln(x): with both logarithms the power of x that y goes with.
    pub slope: f64,
    /// 95 % interval of the slope, as that of a [`super::Trend`].
    pub slope_interval: Option<(f64, f64)>,
    /// y, or ln(y), where x, or ln(x), is 0.
    pub intercept: f64,
    /// 1 − squares left over by the line / squares about the mean; `None` where all y are alike.
    pub r2: Option<f64>,
    /// What must be said with it.
    pub note: Option<String>,
}

/// Lays a line through three or more points, in any order, in the scales that their axes have.
///
/// # Errors
/// Why there is none, in words.
pub fn regression(points: &[(f64, f64)], log: [bool; 2], fit: Fit) -> Result<Regression, String> {
    if points.len() < LEAST {
        return Err(format!("{} points only", points.len()));
    }
    let low = points.iter().filter(|(x, y)| log[0] && *x <= 0.0 || log[1] && *y <= 0.0).count();
    if low > 0 {
        return Err(format!("{low} of {} points are not above zero", points.len()));
    }
    let scaled = |value: f64, log: bool| if log { value.ln() } else { value };
    let at: Vec<(f64, f64)> = points.iter().map(|(x, y)| (scaled(*x, log[0]), scaled(*y, log[1]))).collect();
    let (from, to) = points.iter().fold((f64::MAX, f64::MIN), |(low, high), (x, _)| (low.min(*x), high.max(*x)));
    if at.iter().all(|(x, _)| at.first().is_some_and(|first| first.0 == *x)) {
        return Err("all points at one x".to_owned());
    }
    let line = if fit == Fit::TheilSen { theil_sen(&at) } else { least_squares(&at) };
    if !(line.slope.is_finite() && line.intercept.is_finite()) {
        return Err("numbers too large to compute with".to_owned());
    }
    Ok(Regression {
        method: fit,
        log,
        n: points.len(),
        span: (from, to),
        slope: line.slope,
        slope_interval: line.slope_interval,
        intercept: line.intercept,
        r2: line.r2,
        note: line.note,
    })
}

impl Regression {
    /// The line's y at an x; above zero where it goes through the logarithms of x.
    pub fn value(&self, x: f64) -> f64 {
        let x = if self.log[0] { x.ln() } else { x };
        let height = self.intercept + self.slope * x;
        if self.log[1] { height.exp() } else { height }
    }

    /// The method in words.
    pub fn method_words(&self, style: NumberStyle) -> String {
        let method = match (self.method, style.ascii) {
            (Fit::TheilSen, true) => "Theil-Sen",
            (Fit::TheilSen, false) => "Theil–Sen",
            _ => "least squares",
        };
        let of = match self.log {
            [true, true] => " of logarithms",
            [true, false] => " with ln x",
            [false, true] => " of ln y",
            [false, false] => "",
        };
        format!("{method}{of}")
    }

    /// How it was computed, with its numbers: `ln(y) = 0.31 + 0.982 × ln(x), through 39 points`.
    pub fn formula(&self, style: NumberStyle) -> String {
        let signs = signs(style);
        let number = |value: f64| write_number(value.abs(), Some(4), style);
        let [x, y] = [("x", self.log[0]), ("y", self.log[1])]
            .map(|(name, log)| if log { format!("ln({name})") } else { name.to_owned() });
        let start = if self.intercept < 0.0 { signs.minus } else { "" };
        let sign = if self.slope < 0.0 { signs.minus } else { "+" };
        let (intercept, slope) = (number(self.intercept), number(self.slope));
        format!("{y} = {start}{intercept} {sign} {slope} {} {x}, through {} points", signs.times, self.n)
    }

    /// What it says, longest first: `y goes with x to the power 0.82 (0.75–0.89, 95 %), twice x is ×1.8, R² 0.93, n 39, least squares
    /// of logarithms`; the last is the slope alone. `x` and `y` are what 1 of each is called, such as their units
    /// (`pp` of a rate); they may be empty.
    pub fn forms(&self, x: &str, y: &str, style: NumberStyle) -> Vec<String> {
        let signs = signs(style);
        let number = |value: f64| signed(&write_number(value.abs(), Some(2), style), value, &signs);
        // A power is written as a power is, without a sign where it rises.
        let power = |value: f64| {
            let text = write_number(value.abs(), Some(2), style);
            if value < 0.0 { format!("{}{text}", signs.minus) } else { text }
        };
        let percent = |slope: f64| number(slope.exp_m1() * 100.0);
        let factor = |slope: f64| format!("{}{}", signs.times, write_number(slope.exp(), Some(2), style));
        let twice = |slope: f64| number(slope * std::f64::consts::LN_2);
        // A percentage of percent would be read as points.
        let rate = y == "pp";
        let y = if y.is_empty() { String::new() } else { format!(" {y}") };
        let per = if x.is_empty() { String::from("per 1 of x") } else { format!("per {x}") };
        let say: &dyn Fn(f64) -> String = match self.log {
            [true, true] => &power,
            [false, true] if rate => &factor,
            [false, true] => &percent,
            [true, false] => &twice,
            [false, false] => &number,
        };
        let own = say(self.slope);
        let slope = match self.log {
            [true, true] => format!("y goes with x to the power {own}"),
            [false, true] if rate => format!("{own} {per}"),
            [false, true] => format!("{own} % {per}"),
            [true, false] => format!("{own}{y} for twice x"),
            [false, false] => format!("{own}{y} {per}"),
        };
        let more = if self.log == [true; 2] {
            format!("twice x is {}", factor(self.slope * std::f64::consts::LN_2))
        } else {
            String::new()
        };
        let interval = match self.slope_interval {
            Some((low, high)) => format!("{slope} ({}{}{}, 95 %)", say(low), signs.to, say(high)),
            None => format!("{slope} (no interval from {} points)", self.n),
        };
        let r2 = self.r2.map_or(String::new(), |r2| format!("{} {}", signs.squared, decimals(r2, style)));
        let (n, method, note) =
            (format!("n {}", self.n), self.method_words(style), self.note.clone().unwrap_or_default());
        let join = |parts: &[&str]| parts.iter().copied().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
        let mut forms = vec![
            join(&[&interval, &more, &r2, &n, &method, &note]),
            join(&[&interval, &more, &r2, &n]),
            join(&[&interval, &r2, &n]),
            join(&[&slope, &r2, &n]),
            slope,
        ];
        forms.dedup();
        forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers that they give were computed with Python 3.12 (`statistics.linear_regression`, `correlation`, `median`).
    const POINTS: [(f64, f64); 8] =
        [(1.0, 2.1), (2.0, 3.9), (4.0, 9.2), (8.0, 15.0), (16.0, 34.0), (32.0, 61.0), (64.0, 140.0), (128.0, 230.0)];

    #[test]
    fn slopes_are_those_computed_elsewhere() {
        for (log, slope, half, r2, median) in [
            ([true, true], 0.983_602_764_298, 0.047_525_938_814, 0.997_665_888_207, 0.981_124_138_386),
            ([false, false], 1.842_854_148_631, 0.184_782_510_885, 0.990_025_280_648, 1.901_666_666_667),
            ([false, true], 0.031_781_075_251, 0.020_388_174_047, 0.708_007_378_671, 0.062_556_485_662),
            ([true, false], 42.082_040_347_454, 23.658_364_778_177, 0.759_456_605_202, 33.169_963_481_772),
        ] {
            let found = regression(&POINTS, log, Fit::LogLeastSquares).unwrap();
            let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} {b}");
            near(found.slope, slope);
            near(found.slope_interval.unwrap().1 - found.slope, half);
            near(found.r2.unwrap(), r2);
            near(regression(&POINTS, log, Fit::TheilSen).unwrap().slope, median);
        }
    }

    #[test]
    fn why_there_is_no_line() {
        let refused = |points: &[(f64, f64)], log| regression(points, log, Fit::LogLeastSquares).unwrap_err();
        assert_eq!(refused(&POINTS[..2], [false; 2]), "2 points only");
        assert_eq!(refused(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)], [false; 2]), "all points at one x");
        assert_eq!(refused(&[(1.0, 1.0), (0.0, 2.0), (1.0, 3.0)], [true, false]), "1 of 3 points are not above zero");
    }

    #[test]
    fn a_power_is_the_slope_of_logarithms() {
        let line: Vec<(f64, f64)> = (1..20).map(|x| (f64::from(x), 3.0 * f64::from(x).powf(0.5))).collect();
        for fit in [Fit::LogLeastSquares, Fit::TheilSen] {
            let found = regression(&line, [true, true], fit).unwrap();
            assert!((found.slope - 0.5).abs() < 1e-12 && (found.value(9.0) - 9.0).abs() < 1e-9, "{found:?}");
            assert_eq!(found.r2.map(|r2| (r2 * 1e9).round() / 1e9), Some(1.0));
        }
        let words =
            regression(&line, [true, true], Fit::LogLeastSquares).unwrap().forms("", "", NumberStyle::default());
        assert!(words[2].starts_with("y goes with x to the power 0.50 (0.50…0.50, 95 %), R² 1.00, n 19"), "{words:?}");
    }

    #[test]
    fn a_rate_goes_by_points_or_by_factors_and_never_by_percent() {
        let said = |log: [bool; 2], y: &str, fit: Fit| {
            regression(&POINTS[..4], log, fit).unwrap().forms("pp", y, NumberStyle::default()).pop().unwrap()
        };
        assert_eq!(said([false, false], "pp", Fit::LogLeastSquares), "+1.9 pp per pp");
        assert_eq!(said([true, false], "pp", Fit::LogLeastSquares), "+4.4 pp for twice x");
        assert_eq!(said([false, true], "pp", Fit::LogLeastSquares), "×1.3 per pp");
        assert_eq!(said([false, true], "ms", Fit::LogLeastSquares), "+30 % per pp");
        let four = regression(&POINTS[..4], [false; 2], Fit::TheilSen).unwrap();
        let words = &four.forms("", "", NumberStyle::default())[0];
        assert!(words.contains("per 1 of x (no interval from 4 points), R²"), "{words}");
    }
}
