//! Two ways to lay a line through points: least squares, and the median of slopes.

use super::LEAST;
use super::student::quantile_95;

/// The 97.5 % quantile of the normal distribution.
const NORMAL: f64 = 1.959_963_984_540_054;
/// Up to so many points all pairs are looked at: two million slopes.
const ALL_PAIRS: usize = 2000;
/// Pairs drawn where there are more: the median of so many lies within 0.1 % of ranks of that of all.
const DRAWN: usize = 1_000_000;

/// Of fewer points all orders are too likely for an interval of 95 %: one in 12 of four puts all slopes on one side.
const LEAST_OF_SEN: usize = 5;

/// A line through (years, height).
pub(in crate::analysis) struct Line {
    pub(in crate::analysis) slope: f64,
    /// `None` where there is none at 95 %.
    pub(in crate::analysis) slope_interval: Option<(f64, f64)>,
    /// Height at year 0.
    pub(in crate::analysis) intercept: f64,
    pub(in crate::analysis) r2: Option<f64>,
    pub(in crate::analysis) note: Option<String>,
}

/// Ordinary least squares, about the means; three points or more, not all of one year.
pub(in crate::analysis) fn least_squares(at: &[(f64, f64)]) -> Line {
    let n = at.len() as f64;
    let (mx, my) = (at.iter().map(|p| p.0).sum::<f64>() / n, at.iter().map(|p| p.1).sum::<f64>() / n);
    let sxx: f64 = at.iter().map(|p| (p.0 - mx).powi(2)).sum();
    let sxy: f64 = at.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum();
    let slope = sxy / sxx;
    let intercept = my - slope * mx;
    let left: f64 = at.iter().map(|p| (p.1 - my - slope * (p.0 - mx)).powi(2)).sum();
    let degrees = at.len().saturating_sub(LEAST - 1);
    let half = quantile_95(degrees) * (left / degrees.max(1) as f64 / sxx).sqrt();
    Line { slope, slope_interval: Some((slope - half, slope + half)), intercept, r2: r2(at, left), note: None }
}

fn r2(at: &[(f64, f64)], left: f64) -> Option<f64> {
    let n = at.len() as f64;
    let mean = at.iter().map(|p| p.1).sum::<f64>() / n;
    let all: f64 = at.iter().map(|p| (p.1 - mean).powi(2)).sum();
    (all > 0.0).then(|| 1.0 - left / all)
}

/// The median of the slopes between all pairs of unlike years (Theil 1950); the interval by the ranks of slopes that Kendall's
/// variance gives, ties in years and in heights taken off (Sen 1968), and none where even the outermost slopes do not reach 95 %;
/// the intercept is the median of what is left of each height.
/// Of more than 2000 points a million pairs are drawn, always the same ones.
pub(in crate::analysis) fn theil_sen(at: &[(f64, f64)]) -> Line {
    let n = at.len();
    let slope_of = |(a, b): (&(f64, f64), &(f64, f64))| (a.0 != b.0).then(|| (b.1 - a.1) / (b.0 - a.0));
    let (mut slopes, note): (Vec<f64>, _) = if n <= ALL_PAIRS {
        let pairs = at.iter().enumerate().flat_map(|(i, a)| at.iter().skip(i + 1).map(move |b| (a, b)));
        (pairs.filter_map(slope_of).collect(), None)
    } else {
        let pairs = Draw(0).pairs(n).filter_map(|(i, j)| Some((at.get(i)?, at.get(j)?)));
        (pairs.filter_map(slope_of).take(DRAWN).collect(), Some(String::from("median of 1,000,000 of its pairs")))
    };
    slopes.sort_unstable_by(f64::total_cmp);
    let slope = middle(&slopes);
    let mut rests: Vec<f64> = at.iter().map(|p| p.1 - slope * p.0).collect();
    rests.sort_unstable_by(f64::total_cmp);
    let intercept = middle(&rests);
    let left: f64 = at.iter().map(|p| (p.1 - intercept - slope * p.0).powi(2)).sum();
    // The M-th and the (N − M + 1)-th of N slopes, M = (N − C) / 2, C = 1.96 standard deviations of Kendall's S; of drawn pairs the same parts of all.
    let pairs = n as f64 * (n as f64 - 1.0) / 2.0 - tied_pairs(at.iter().map(|p| p.0).collect());
    let part = NORMAL * kendall_variance(at).sqrt() / pairs;
    let count = slopes.len() as f64;
    let rank = |sign: f64| (count * (1.0 + sign * part) / 2.0).round();
    let pick = |rank: f64| slopes.get((rank.max(0.0) as usize).min(slopes.len().saturating_sub(1))).copied();
    let reached = n >= LEAST_OF_SEN && part.is_finite() && rank(-1.0) >= 1.0;
    let ends = pick(rank(-1.0) - 1.0).zip(pick(rank(1.0))).filter(|_| reached);
    let slope_interval = ends.map(|(low, high)| (low.min(slope), high.max(slope)));
    Line { slope, slope_interval, intercept, r2: r2(at, left), note }
}

/// The median of sorted numbers.
fn middle(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    let upper = sorted.get(half).copied().unwrap_or(0.0);
    if sorted.len() % 2 == 1 {
        return upper;
    }
    let lower = half.checked_sub(1).and_then(|at| sorted.get(at)).copied().unwrap_or(upper);
    lower / 2.0 + upper / 2.0
}

/// The sizes of groups of equal numbers.
fn ties(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.chunk_by(|a, b| a == b).map(|same| same.len() as f64).collect()
}

fn tied_pairs(numbers: Vec<f64>) -> f64 {
    ties(numbers).into_iter().map(|t| t * (t - 1.0) / 2.0).sum()
}

/// Variance of Kendall's S.
fn kendall_variance(at: &[(f64, f64)]) -> f64 {
    let part = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let tied = |numbers: Vec<f64>| ties(numbers).into_iter().map(part).sum::<f64>();
    let all = part(at.len() as f64);
    (all - tied(at.iter().map(|p| p.0).collect()) - tied(at.iter().map(|p| p.1).collect())).max(0.0) / 18.0
}

/// `SplitMix64` (Steele, Lea and Flood 2014): numbers that look drawn and are the same each time.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// So many pairs of places below `n` as may be needed where some have one year.
    fn pairs(mut self, n: usize) -> impl Iterator<Item = (usize, usize)> {
        let mut place = move || (self.next() % n.max(1) as u64) as usize;
        std::iter::repeat_with(move || (place(), place())).take(DRAWN * 4)
    }
}
