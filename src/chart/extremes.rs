//! The lowest and highest of any run of values, at a cost that does not grow with the run.

use std::ops::Range;

/// Values a step of the pyramid.
const BRANCH: usize = 16;

/// Extremes of runs of values: a pyramid of which each step holds those of 16 of the step below.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extremes {
    steps: Vec<Vec<(f64, f64)>>,
}

impl Extremes {
    /// Of values, or of spans from low to high, in their order; `None` is skipped but counted.
    pub fn new(values: impl Iterator<Item = Option<(f64, f64)>>) -> Self {
        let mut steps = vec![values.map(|value| value.unwrap_or(NOTHING)).collect::<Vec<_>>()];
        while let Some(last) = steps.last().filter(|step| step.len() > 1) {
            steps.push(last.chunks(BRANCH).map(|run| run.iter().copied().fold(NOTHING, wider)).collect());
        }
        Self { steps }
    }

    /// Lowest and highest among the values of a run; `None` where it has none.
    pub fn of(&self, run: Range<usize>) -> Option<(f64, f64)> {
        let (mut from, mut to) = (run.start, run.end.min(self.steps.first().map_or(0, Vec::len)));
        let mut found = NOTHING;
        for step in &self.steps {
            let inner = (from.div_ceil(BRANCH), to / BRANCH);
            let whole = inner.0 < inner.1;
            let ends = if whole { [from..inner.0 * BRANCH, inner.1 * BRANCH..to] } else { [from..to.max(from), 0..0] };
            for end in ends {
                found = step.get(end).unwrap_or_default().iter().copied().fold(found, wider);
            }
            if !whole {
                break;
            }
            (from, to) = inner;
        }
        (found.0 <= found.1).then_some(found)
    }

    /// One value, or span.
    pub fn get(&self, at: usize) -> Option<(f64, f64)> {
        self.steps.first()?.get(at).copied().filter(|found| found.0 <= found.1)
    }

    /// Lowest and highest of all values.
    pub fn all(&self) -> Option<(f64, f64)> {
        self.steps.last()?.iter().copied().reduce(wider).filter(|found| found.0 <= found.1)
    }
}

const NOTHING: (f64, f64) = (f64::INFINITY, f64::NEG_INFINITY);

fn wider(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0.min(b.0), a.1.max(b.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_have_the_extremes_of_their_values(
            values in proptest::collection::vec(proptest::option::of(-1e9..1e9f64), 0..2000),
            from in 0usize..2100,
            length in 0usize..2100,
        ) {
            let extremes = Extremes::new(values.iter().map(|value| value.map(|v| (v, v))));
            let run = from..from + length;
            let plain: Vec<f64> =
                values.iter().enumerate().filter(|(at, _)| run.contains(at)).filter_map(|(_, value)| *value).collect();
            let expected = plain.iter().copied().reduce(f64::min).zip(plain.iter().copied().reduce(f64::max));
            prop_assert_eq!(extremes.of(run), expected);
            let all: Vec<f64> = values.iter().flatten().copied().collect();
            let expected = all.iter().copied().reduce(f64::min).zip(all.iter().copied().reduce(f64::max));
            prop_assert_eq!(extremes.all(), expected);
        }
    }
}
