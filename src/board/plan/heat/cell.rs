//! What the observations of one cell say together. Names are never counted twice, and what is left out is said.

use std::collections::BTreeSet;

use super::super::ask::Ask;
use super::super::ranking::may_add;
use super::super::units::in_unit;
use crate::analysis::{different, one_each, sum};
use crate::base::{Bound, Measure, ObsRef, Shape, Standing, Unit, is_stated};
use crate::board::HeatCell;

/// Facts go before forecasts and targets; one of several reports that agree stands for them, of those that disagree all are
/// told; values of several names are added where they may be.
pub(super) fn cell(ask: &Ask<'_>, refs: &[ObsRef], unit: &Unit) -> HeatCell {
    let data = ask.dataset;
    let name = |at: ObsRef| (data.entity_name(at), data.metric_name(at));
    let (mut own, mut left): (Vec<ObsRef>, Vec<ObsRef>) =
        refs.iter().copied().partition(|at| is_stated(data.get(*at).status));
    if own.is_empty() {
        std::mem::swap(&mut own, &mut left);
    }
    let told: BTreeSet<(&str, &str)> = own.iter().map(|at| name(*at)).collect();
    // The fact of a name stands for its forecast.
    left.retain(|at| !told.contains(&name(*at)));
    let first = own.first().copied();
    let measure = first
        .map_or_else(|| Measure::wordless(Shape::Missing, unit.clone(), ""), |at| as_shown(data.get(at).measure, unit));
    let cell = HeatCell {
        measure,
        change: None,
        place: None,
        standing: own.iter().map(|at| Standing::of(data.status(*at))).max().unwrap_or_default(),
        obs: own,
        conflict: Vec::new(),
        joined: String::new(),
        apart: false,
    };
    if told.len() > 1 || !left.is_empty() { several(ask, cell, &left, unit) } else { one_name(ask, cell, unit) }
}

/// In the unit of the panel, where it is of its dimension.
fn as_shown(measure: Measure, unit: &Unit) -> Measure {
    if measure.has_number() && measure.unit.dimension == unit.dimension { in_unit(&measure, unit) } else { measure }
}

/// What the reports of one name say.
fn one_name(ask: &Ask<'_>, cell: HeatCell, unit: &Unit) -> HeatCell {
    let conflict = different(ask.dataset, &cell.obs);
    if conflict.len() < 2 {
        return cell;
    }
    let all = cell.obs.iter().map(|at| as_shown(ask.dataset.get(*at).measure, unit));
    let measure = span(all).unwrap_or_else(|| cell.measure.clone());
    HeatCell { measure, conflict, apart: true, ..cell }
}

/// The sum of several names, one value of each, else all that they span; nothing where two reports of one disagree.
fn several(ask: &Ask<'_>, cell: HeatCell, left: &[ObsRef], unit: &Unit) -> HeatCell {
    let data = ask.dataset;
    let rows = match one_each(data, &cell.obs) {
        Ok(rows) => rows,
        Err(why) => {
            let measure = Measure::wordless(Shape::Missing, unit.clone(), "n/a");
            return HeatCell { measure, conflict: vec![why.clone()], joined: why, apart: true, ..cell };
        }
    };
    let unlike: BTreeSet<(&str, &str)> = left.iter().map(|at| (data.entity_name(*at), data.metric_name(*at))).collect();
    let all = rows.len() + unlike.len();
    let (numbers, wordless): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, measure)| measure.has_number());
    let values: Vec<(ObsRef, Measure)> = numbers
        .iter()
        .filter(|(_, measure)| measure.unit.dimension == unit.dimension)
        .map(|(at, measure)| (*at, as_shown(measure.clone(), unit)))
        .collect();
    let total =
        may_add(ask, values.iter().map(|(at, _)| *at), false).then(|| sum(&values)).filter(|t| t.refused.is_none());
    let of = if values.len() == all { String::new() } else { format!(" of {all}") };
    let mut words = vec![match (&total, values.len()) {
        (_, 0) => format!("none{of}"),
        (_, 1) => format!("1{of}"),
        (Some(_), count) => format!("sum of {count}{of}"),
        (None, count) => format!("span of {count}{of}"),
    }];
    let forecasts = ["F", "U", "target"].map(|status| {
        let names = left.iter().filter(|at| data.get(**at).status == status);
        names.map(|at| (data.entity_name(*at), data.metric_name(*at))).collect::<BTreeSet<_>>().len()
    });
    let counts = [wordless.len(), numbers.len() - values.len()].into_iter().chain(forecasts);
    let kinds = ["without value", "in another unit", "forecast", "rumour", "target"];
    words.extend(counts.zip(kinds).filter(|(count, _)| *count > 0).map(|(count, kind)| match kind {
        "forecast" | "rumour" | "target" if count > 1 => format!("{count} {kind}s"),
        _ => format!("{count} {kind}"),
    }));
    // The span of one value is that value.
    let apart = total.is_none() && values.len() > 1;
    let measure = match total {
        Some(total) => total.measure,
        None => span(values.into_iter().map(|(_, measure)| measure)).unwrap_or_else(|| cell.measure.clone()),
    };
    HeatCell { measure, joined: words.join(", "), apart, ..cell }
}

/// From the lowest to the highest end of all of them; none where one has no number.
fn span(measures: impl Iterator<Item = Measure>) -> Option<Measure> {
    let all: Vec<Measure> = measures.filter(Measure::has_number).collect();
    let first = all.first()?;
    if all.len() == 1 {
        return Some(first.clone());
    }
    let end = |ends: Option<Vec<Bound>>, sign: f64| {
        ends?.into_iter().min_by(|a, b| (a.value * sign).total_cmp(&(b.value * sign)))
    };
    let low = end(all.iter().map(|m| m.low).collect(), 1.0);
    let high = end(all.iter().map(|m| m.high).collect(), -1.0);
    let shape = if low.is_some() && high.is_some() { Shape::Range } else { Shape::Bound };
    let about = all.iter().any(|measure| measure.about);
    let (first, raw) = (first.clone(), std::sync::Arc::from(""));
    Some(Measure { shape, low, high, point: None, about, raw, ..first })
}
