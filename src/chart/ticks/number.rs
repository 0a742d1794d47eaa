//! Ticks at round numbers.

use super::choose::{Room, choose, first_with_two};
use super::{Scale, Tick, log, symlog};
use crate::base::{NumberStyle, Scale as Magnitudes, write_number};
use crate::chart::ScaleKind;

/// Values of ticks, finest first.
pub(super) type Candidates = Box<dyn Iterator<Item = Vec<f64>>>;

/// The ticks of a scale of any kind. Where no two labels have room in the style that was asked for, they stand nearer to each
/// other, and at last they are written by their exponents: `0.0000012` as `1.2e-6`.
pub(super) fn number_choice(scale: &Scale, style: NumberStyle, room: Room) -> Vec<Tick> {
    let short = NumberStyle { scale: Magnitudes::Scientific, ..style };
    let tries = [(style, room), (style, room.tight()), (short, room), (short, room.tight())];
    let candidates = match scale.kind {
        ScaleKind::Linear => linear_candidates,
        ScaleKind::Log => log::candidates,
        ScaleKind::Symlog => symlog::candidates,
    };
    let labelled = |(style, room): (NumberStyle, Room)| {
        let label = |values: &[f64]| values.iter().map(|value| number(*value, style)).collect();
        choose(candidates(*scale), label, scale, room)
    };
    first_with_two(tries.into_iter().map(labelled))
}

fn number(value: f64, style: NumberStyle) -> Tick {
    // No style has a shorter zero, and one has a longer one.
    let label = if value == 0.0 { String::from("0") } else { write_number(value, None, style) };
    Tick { value, label }
}

/// The number nearest to `mantissa` x 10^`exponent`: read as a decimal, so that 3 x 10^-1 is 0.3 and labels stay short.
pub(super) fn decimal(mantissa: i64, exponent: i32) -> f64 {
    format!("{mantissa}e{exponent}").parse().unwrap_or(0.0)
}

/// Parts into which the smallest axis is divided, at least, to look for two numbers.
const LEAST_PARTS: f64 = 12.0;

/// Multiples of 1, 2, 5 x 10^n from about one a cell to about one a domain.
pub(super) fn linear_candidates(scale: Scale) -> Candidates {
    let span = scale.high - scale.low;
    // Of a few rows the outer two numbers of a dozen stand in different ones, where those of fewer may not.
    let most = f64::from(scale.cells).max(LEAST_PARTS);
    let finest = (span / most).log10().floor() as i32;
    let coarsest = span.log10().ceil() as i32;
    let steps = (finest..=coarsest).flat_map(|exponent| [1, 2, 5].map(|mantissa| (mantissa, exponent)));
    Box::new(steps.map(move |(mantissa, exponent)| {
        let step = decimal(mantissa, exponent);
        let (first, last) = ((scale.low / step).ceil(), (scale.high / step).floor());
        if !step.is_normal() || !first.is_finite() || last - first > most {
            return Vec::new();
        }
        // Scale::of keeps the domain wider than 1e-12 of its ends, so that these counts are exact.
        let values = (first as i64..=last as i64).map(|count| decimal(count.saturating_mul(mantissa), exponent));
        values.filter(|value| scale.contains(*value)).collect()
    }))
}
