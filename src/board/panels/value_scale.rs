//! How an axis of values shares out its length: as was asked for, as far as the values allow it.

use crate::chart::{Scale, ScaleKind};

/// The scale of an axis of values, before it is known how many cells it has.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ValueScale {
    /// Its kind.
    pub kind: ScaleKind,
    /// Of a symlog axis the size up to which it is about linear: the power of ten below the smallest that is not zero. 0: none.
    pub linear_to: f64,
    /// Whether a value is zero or negative, be it shown or left out.
    pub signed: bool,
}

impl ValueScale {
    /// A scale as it was asked for. Where all values are above zero, a symlog axis would only crowd them: it is log.
    pub fn of(asked: ScaleKind, signed: bool) -> Self {
        let kind = if asked == ScaleKind::Symlog && !signed { ScaleKind::Log } else { asked };
        Self { kind, linear_to: 0.0, signed }
    }

    /// With the threshold that these values need.
    #[must_use]
    pub fn measured(self, values: impl Iterator<Item = f64>) -> Self {
        if self.kind != ScaleKind::Symlog {
            return self;
        }
        let sizes = values.map(f64::abs).filter(|size| size.is_normal());
        let decade = sizes.reduce(f64::min).map_or(0.0, |least| 10f64.powf(least.log10().floor()));
        Self { linear_to: decade, ..self }
    }

    /// Whether a value has a place on it.
    pub fn holds(&self, value: f64) -> bool {
        self.kind != ScaleKind::Log || value > 0.0
    }

    /// The scale over a domain.
    pub fn over(&self, low: f64, high: f64, cells: u16) -> Scale {
        match self.kind {
            ScaleKind::Symlog => Scale::symlog(low, high, self.linear_to, cells),
            kind => Scale::of(kind, low, high, cells),
        }
    }

    /// The kind to go on to: log, then symlog where log leaves values out, then linear.
    pub fn next(&self) -> ScaleKind {
        match self.kind {
            ScaleKind::Linear => ScaleKind::Log,
            ScaleKind::Log if self.signed => ScaleKind::Symlog,
            ScaleKind::Log | ScaleKind::Symlog => ScaleKind::Linear,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ScaleKind::{Linear, Log, Symlog};

    #[test]
    fn symlog_is_offered_where_log_leaves_values_out() {
        let round = |signed: bool| {
            let mut kind = Linear;
            [(); 4].map(|()| {
                kind = ValueScale::of(kind, signed).next();
                kind
            })
        };
        assert_eq!(round(false), [Log, Linear, Log, Linear]);
        assert_eq!(round(true), [Log, Symlog, Linear, Log]);
        assert_eq!(ValueScale::of(Symlog, false).kind, Log);
    }

    #[test]
    fn the_threshold_is_the_decade_of_the_smallest_size() {
        let scale = |values: &[f64]| ValueScale::of(Symlog, true).measured(values.iter().copied()).linear_to;
        assert_eq!(scale(&[-4e6, 0.0, 37.0]), 10.0);
        assert_eq!(scale(&[0.0, -0.05]), 0.01);
        assert_eq!(scale(&[0.0]), 0.0);
    }
}
