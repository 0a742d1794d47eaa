//! Small multiples: the panel is resolved once for each value of a column, then all are put on the same scales.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::ask::{Ask, Drawn};
use super::column::{field, text_of};
use crate::analysis::{Condition, Field, PeriodTest, Test};
use crate::base::{ObsRef, PanelKind};
use crate::board::{BarRow, Bars, Facets, Heat, HeatColumn, Line, Panel, Resolved, Scatter, Shading};
use crate::chart::Window;

/// Most charts: more than these are a table.
const MOST: usize = 100;

/// One chart for each value of the `facet` column; what has no value there, or nothing to draw, is named on the border.
pub(super) fn resolve(ask: &Ask<'_>, kind: PanelKind, column: &str) -> Drawn {
    let selection = ask.select(&ask.spec.select);
    if selection.refs.is_empty() {
        return ask.nothing(&selection);
    }
    let mut values: IndexMap<String, (Test, usize)> = IndexMap::new();
    let mut blank = 0;
    for at in &selection.refs {
        let text = text_of(ask, column, *at);
        if text.is_empty() {
            blank += 1;
            continue;
        }
        let same = match field(column) {
            Field::Period => Test::Period(PeriodTest::Same(ask.dataset.period(*at))),
            _ => Test::Name(text.clone()),
        };
        values.entry(text).or_insert((same, 0)).1 += 1;
    }
    let mut aside = Vec::new();
    if values.is_empty() {
        return ask.problem("no-facets", format!("No row says anything in \"{column}\""));
    }
    if blank > 0 {
        aside.push(format!("{blank} without {column}"));
    }
    if values.len() > MOST {
        aside.push(format!("{} more charts", values.len() - MOST));
    }
    let (mut parts, mut corner) = (Vec::new(), String::new());
    for (title, (test, _)) in values.into_iter().take(MOST) {
        let mut spec = ask.spec.clone();
        spec.facet = None;
        spec.select.conditions.push(Condition { field: field(column), negated: false, any: vec![test] });
        let drawn = super::resolve(&Ask { spec: &spec, ..*ask }, kind);
        if matches!(drawn.resolved, Resolved::Failed(_)) {
            aside.push(format!("{title}: nothing to draw"));
            continue;
        }
        if corner.is_empty() {
            corner = drawn.corner;
        }
        let Drawn { resolved, obs, .. } = drawn;
        let (corner, bottom) = (String::new(), String::new());
        parts.push(Panel { id: Arc::from(ask.id), kind, title, corner, bottom, resolved, obs, file: None });
    }
    if parts.is_empty() {
        return ask.problem("no-facets", format!("None of the charts by \"{column}\" has anything to draw"));
    }
    share_scales(&mut parts);
    let obs: Vec<ObsRef> = parts.iter().flat_map(|part| part.obs.iter().copied()).collect();
    let mut words = vec![ask.bottom(&obs)];
    if ask.spec.finding.is_none() {
        words.extend(aside);
    }
    words.retain(|word| !word.is_empty());
    Drawn { resolved: Resolved::Facets(Facets { parts }), corner, bottom: words.join(" · "), obs }
}

/// Puts all charts on the same scales: what is longer or darker in one is so in all.
fn share_scales(parts: &mut [Panel]) {
    let mut bars: Vec<&mut Bars> = Vec::new();
    let mut grids: Vec<&mut Heat> = Vec::new();
    let (mut lines, mut scatters): (Vec<&mut Line>, Vec<&mut Scatter>) = (Vec::new(), Vec::new());
    for part in parts {
        match &mut part.resolved {
            Resolved::Bar(x) => bars.push(x),
            Resolved::Heat(x) => grids.push(x),
            Resolved::Line(x) => lines.push(x),
            Resolved::Scatter(x) => scatters.push(x),
            _ => {}
        }
    }
    share_axes(lines, scatters);
    let all = bars.iter().map(|own| own.extent).reduce(|a, b| crate::board::Extent {
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
    share_grids(grids);
}

/// Puts both axes of lines, and of scatters, on what all of them span.
fn share_axes(lines: Vec<&mut Line>, scatters: Vec<&mut Scatter>) {
    let spans = lines.iter().filter_map(|line| line.extent());
    let all = spans.reduce(|a, b| (union(a.0, b.0), union(a.1, b.1)));
    for line in lines {
        line.domain = Window { x: all.map(|all| all.0), y: all.map(|all| all.1) };
    }
    let domains = scatters.iter().map(|scatter| (scatter.x.domain, scatter.y.domain));
    if let Some((x, y)) = domains.reduce(|a, b| (union(a.0, b.0), union(a.1, b.1))) {
        for scatter in scatters {
            (scatter.x.domain, scatter.y.domain) = (x, y);
        }
    }
}

fn union(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0.min(b.0), a.1.max(b.1))
}

/// What makes two periods one column.
type Days = (Option<crate::base::Day>, Option<crate::base::Day>, Option<crate::base::TimeOfDay>);

fn share_grids(grids: Vec<&mut Heat>) {
    let Some(shading) = grids.iter().map(|own| own.shading).reduce(wider) else { return };
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
        own.shading = shading;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::{Lens, Sources, check_config, plan};
    use crate::data::{FileBytes, ReadOptions, read};

    fn drawn(panel: &str) -> Panel {
        let rows = "A,u,2021,5,X\nB,u,2022,9,X\nC,u,2023,90,Y\nD,u,2023,1,Y\nE,u,2023,1,\n";
        let text = format!("entity,metric,period,value,group\n{rows}");
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        let data = read(&[file], &ReadOptions::default(), None);
        let config = check_config(&format!("[panel.a]\n{panel}\n"), "my.toml").0.unwrap();
        let sources = Sources { open: &data, name: "x.csv", others: BTreeMap::new() };
        plan(&config, &sources, &Lens::default()).pages.remove(0).panels.remove(0)
    }

    fn parts(panel: &Panel) -> &[Panel] {
        match &panel.resolved {
            Resolved::Facets(facets) => &facets.parts,
            other => panic!("no charts: {other:?}"),
        }
    }

    #[test]
    fn all_bars_are_measured_by_one_axis() {
        let panel = drawn("kind = \"bar\"\nfacet = \"group\"");
        let parts = parts(&panel);
        assert_eq!(parts.iter().map(|part| part.title.as_str()).collect::<Vec<_>>(), ["X", "Y"]);
        let highest = parts.iter().map(|part| match &part.resolved {
            Resolved::Bar(bars) => bars.extent.highest,
            other => panic!("no bars: {other:?}"),
        });
        assert_eq!(highest.collect::<Vec<_>>(), [90.0, 90.0]);
        assert_eq!(panel.bottom, "1 without group");
    }

    #[test]
    fn all_grids_have_the_same_columns_and_shades() {
        let panel = drawn("kind = \"heat\"\nfacet = \"group\"");
        let grids: Vec<&Heat> = parts(&panel)
            .iter()
            .map(|part| match &part.resolved {
                Resolved::Heat(heat) => heat,
                other => panic!("no grid: {other:?}"),
            })
            .collect();
        assert_eq!(grids[0].columns, grids[1].columns);
        assert_eq!(grids[0].shading, Shading::Value { low: 1.0, high: 90.0, log: false });
        assert_eq!(grids[1].cell(0, 2).and_then(|cell| cell.place), Some(90.0));
    }

    #[test]
    fn a_column_that_says_nothing_is_named() {
        let panel = drawn("kind = \"bar\"\nfacet = \"colour\"");
        let Resolved::Failed(problems) = &panel.resolved else { panic!("drawn") };
        assert_eq!(problems[0].message, "No row says anything in \"colour\"");
    }
}
