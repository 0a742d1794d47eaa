//! The scales that small multiples share: one for all charts of a unit.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Day, TimeOfDay, Unit};
use crate::board::{BarRow, Bars, Extent, Heat, HeatColumn, Line, Panel, Resolved, Scatter, ScatterAxis, Shading};

/// Puts all charts of one unit on the same scale: what is longer or darker in one is so in all. Gives the words for where they are
/// not all on one.
pub(super) fn share_scales(parts: &mut [Panel]) -> &'static str {
    let mut bars: Vec<&mut Bars> = Vec::new();
    let mut grids: Vec<&mut Heat> = Vec::new();
    let (mut lines, mut scatters): (Vec<&mut Line>, Vec<&mut Scatter>) = (Vec::new(), Vec::new());
    let mut own = 0;
    for part in parts {
        match &mut part.resolved {
            Resolved::Bar(x) => bars.push(x),
            Resolved::Heat(x) => grids.push(x),
            Resolved::Line(x) => lines.push(x),
            Resolved::Scatter(x) => scatters.push(x),
            // Their bins and axes follow from each one's own numbers.
            Resolved::Range(_) | Resolved::Histogram(_) => own += 1,
            _ => {}
        }
    }
    if own > 1 {
        return "own scales";
    }
    share_columns(&mut grids);
    let groups = [
        by_unit(bars, |own| own.rows.iter().any(|row| row.measure.has_number()).then(|| own.unit.clone()), share_bars),
        by_unit(grids, |own| is_shaded(own).then(|| own.unit.clone()), share_shades),
        share_lines(lines),
        share_points(scatters),
    ];
    if groups.into_iter().any(|groups| groups > 1) { "own scales by unit" } else { "" }
}

fn is_shaded(heat: &Heat) -> bool {
    heat.rows.iter().flat_map(|row| &row.cells).any(|(_, cell)| cell.place.is_some())
}

/// Does something to the charts of each unit together; one without numbers has no unit and no scale. Gives how many units there
/// are.
fn by_unit<T>(charts: Vec<&mut T>, unit: impl Fn(&T) -> Option<Unit>, mut share: impl FnMut(Vec<&mut T>)) -> usize {
    let mut groups: Vec<(Unit, Vec<&mut T>)> = Vec::new();
    for chart in charts {
        let Some(own) = unit(chart) else { continue };
        match groups.iter_mut().find(|(known, _)| *known == own) {
            Some((_, charts)) => charts.push(chart),
            None => groups.push((own, vec![chart])),
        }
    }
    let count = groups.len();
    for (_, charts) in groups {
        share(charts);
    }
    count
}

fn share_bars(bars: Vec<&mut Bars>) {
    let all = bars.iter().map(|own| own.extent).reduce(|a, b| Extent {
        lowest: a.lowest.min(b.lowest),
        highest: a.highest.max(b.highest),
        least: a.least.into_iter().chain(b.least).reduce(f64::min),
        open: a.open || b.open,
    });
    let rows: Arc<[BarRow]> = bars.iter().flat_map(|own| own.rows.iter().cloned()).collect();
    let ranks = bars.iter().map(|own| own.rank_columns).max().unwrap_or(0);
    for own in bars {
        own.extent = all.unwrap_or(own.extent);
        own.siblings = Arc::clone(&rows);
        own.rank_columns = ranks;
    }
}

/// Puts lines on the time that all of them span, and those of one unit on the numbers that these span.
fn share_lines(mut lines: Vec<&mut Line>) -> usize {
    let x = lines.iter().filter_map(|line| line.extent()).map(|(x, _)| x).reduce(union);
    for line in &mut lines {
        line.domain.x = x;
    }
    let unit = |line: &Line| line.extent().map(|_| line.unit.clone());
    by_unit(lines, unit, |lines| {
        let y = lines.iter().filter_map(|line| line.extent()).map(|(_, y)| y).reduce(union);
        for line in lines {
            line.domain.y = y;
        }
    })
}

/// Puts each axis of scatters on what those of its unit span. Days are of one.
fn share_points(mut scatters: Vec<&mut Scatter>) -> usize {
    fn share(axes: Vec<&mut ScatterAxis>) {
        let all = axes.iter().map(|axis| axis.domain).reduce(union);
        for axis in axes {
            axis.domain = all.unwrap_or(axis.domain);
        }
    }
    let unit = |axis: &ScatterAxis| Some(axis.unit.clone().unwrap_or_else(Unit::none));
    let across = by_unit(scatters.iter_mut().map(|own| &mut own.x).collect(), unit, share);
    let up = by_unit(scatters.into_iter().map(|own| &mut own.y).collect(), unit, share);
    across.max(up)
}

fn union(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0.min(b.0), a.1.max(b.1))
}

/// What makes two periods one column.
type Days = (Option<Day>, Option<Day>, Option<TimeOfDay>);

fn share_shades(grids: Vec<&mut Heat>) {
    let shading = grids.iter().map(|own| own.shading).reduce(wider);
    for own in grids {
        own.shading = shading.unwrap_or(own.shading);
    }
}

/// All grids have the columns of all.
fn share_columns(grids: &mut [&mut Heat]) {
    let days = |column: &HeatColumn| -> Days { (column.period.first, column.period.last, column.period.time) };
    let mut columns: BTreeMap<Days, HeatColumn> = BTreeMap::new();
    for column in grids.iter().flat_map(|own| &own.columns) {
        let shared = columns.entry(days(column)).or_insert_with(|| column.clone());
        shared.empty &= column.empty;
    }
    let place: BTreeMap<Days, usize> = columns.keys().enumerate().map(|(at, days)| (*days, at)).collect();
    for own in grids {
        let moved: Vec<Option<usize>> = own.columns.iter().map(|column| place.get(&days(column)).copied()).collect();
        for (column, _) in own.rows.iter_mut().flat_map(|row| &mut row.cells) {
            *column = moved.get(*column).copied().flatten().unwrap_or(*column);
        }
        own.columns = columns.values().cloned().collect();
    }
}

/// The scale that holds both.
fn wider(a: Shading, b: Shading) -> Shading {
    match (a, b) {
        (Shading::Value { low, high, log }, Shading::Value { low: other_low, high: other_high, .. }) => {
            Shading::Value { low: low.min(other_low), high: high.max(other_high), log }
        }
        (Shading::Change { strong, ratio }, Shading::Change { strong: other, .. }) => {
            Shading::Change { strong: strong.max(other), ratio }
        }
        (a, _) => a,
    }
}
