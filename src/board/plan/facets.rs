//! Small multiples: the panel is resolved once for each value of a column, then all are put on the same scales.

use std::sync::Arc;

use indexmap::IndexMap;

use super::ask::{Ask, Drawn};
use super::column::{field, text_of};
use super::line;
use super::ranking::periods;
use crate::analysis::{Condition, Field, PeriodTest, Test};
use crate::base::{Day, NumberStyle, ObsRef, PanelKind, write_number};
use crate::board::{Facets, Panel, Relation, Resolved};

mod scales;

use scales::share_scales;

/// Between the parts of a name, where several columns tell whose a row is.
const BETWEEN: &str = " · ";
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
    let (mut parts, mut corners) = (Vec::new(), Vec::new());
    for (title, (test, _)) in values.into_iter().take(MOST) {
        let mut spec = ask.spec.clone();
        spec.facet = None;
        spec.select.conditions.push(Condition { field: field(column), negated: false, any: vec![test] });
        let drawn = super::resolve(&Ask { spec: &spec, ..*ask }, kind);
        if matches!(drawn.resolved, Resolved::Failed(_)) {
            aside.push(format!("{title}: nothing to draw"));
            continue;
        }
        let Drawn { resolved, obs, corner, .. } = drawn;
        corners.push(corner);
        let resolved = unnamed(resolved, &title);
        let (corner, bottom) = (String::new(), String::new());
        parts.push(Panel { id: Arc::from(ask.id), kind, title, corner, bottom, resolved, obs, file: None });
    }
    if parts.is_empty() {
        return ask.problem("no-facets", format!("None of the charts by \"{column}\" has anything to draw"));
    }
    let own = share_scales(&mut parts);
    let obs: Vec<ObsRef> = parts.iter().flat_map(|part| part.obs.iter().copied()).collect();
    let mut words = vec![ask.bottom(&obs)];
    if ask.spec.finding.is_none() {
        words.extend(aside);
    }
    words.retain(|word| !word.is_empty());
    let corner = [corner(ask, &parts, &corners), own.to_owned()];
    let corner = corner.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Drawn { resolved: Resolved::Facets(Facets { parts }), corner, bottom: words.join(" · "), obs }
}

/// What the corner says of all charts: what each of them says, else what their corners begin with alike (the unit), and the time
/// that all of them cover.
fn corner(ask: &Ask<'_>, parts: &[Panel], corners: &[String]) -> String {
    let Some(first) = corners.first() else { return String::new() };
    if corners.iter().all(|own| own == first) && !counts(parts) {
        return first.clone();
    }
    let words = |own: &str| own.split(" · ").map(str::to_owned).collect::<Vec<_>>();
    let mut lead = words(first);
    for own in corners {
        let same = lead.iter().zip(words(own)).take_while(|(a, b)| *a == b).count();
        lead.truncate(same);
    }
    let mut days: Vec<(Day, Day)> = Vec::new();
    let mut rows: Vec<ObsRef> = Vec::new();
    let mut count = 0;
    for part in parts {
        match &part.resolved {
            Resolved::Line(line) => days.extend(line::span(ask.dataset, &line.series)),
            Resolved::Scatter(scatter) => {
                count += scatter.points.len();
                days.extend(scatter.points.obs.iter().filter_map(|at| line::days(&ask.dataset.period(*at))));
            }
            Resolved::Timeline(_) => count += part.obs.len(),
            // A change is of its later period.
            Resolved::Heat(heat) => {
                rows.extend(heat.rows.iter().flat_map(|row| &row.cells).filter_map(|(_, cell)| cell.obs.first()));
            }
            _ => rows.extend(&part.obs),
        }
    }
    let days = days.into_iter().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).map(line::span_words);
    let when = days.unwrap_or_else(|| periods(ask, &rows));
    let counted = match parts.first().map(|part| &part.resolved) {
        Some(Resolved::Scatter(_)) => "points",
        Some(Resolved::Timeline(_)) => "events",
        _ => "",
    };
    if !counted.is_empty() {
        lead = vec![format!("{} {counted}", write_number(count as f64, None, NumberStyle::default()))];
    }
    if !lead.contains(&when) {
        lead.push(when);
    }
    lead.retain(|word| !word.is_empty());
    lead.join(" · ")
}

/// Whether the corners of these charts count what is in them: so many in each are more in all.
fn counts(parts: &[Panel]) -> bool {
    parts.len() > 1 && parts.iter().all(|part| matches!(part.resolved, Resolved::Scatter(_) | Resolved::Timeline(_)))
}

/// A chart does not say again at its rows and lines what its title says of all of them.
fn unnamed(mut resolved: Resolved, title: &str) -> Resolved {
    let shorten = |name: &mut String| {
        if let Some(own) = without(name, title) {
            *name = own;
        }
    };
    match &mut resolved {
        Resolved::Bar(bars) => bars.rows.iter_mut().for_each(|row| {
            shorten(&mut row.label);
            if let Some(Relation::Next { name: Some(name), .. }) = &mut row.relation {
                shorten(name);
            }
        }),
        Resolved::Range(own) => own.rows.iter_mut().for_each(|row| shorten(&mut row.label)),
        Resolved::Heat(heat) => heat.rows.iter_mut().for_each(|row| shorten(&mut row.name)),
        Resolved::Line(line) => match line.series.as_mut_slice() {
            [only] if only.name == title => only.name.clear(),
            all => all.iter_mut().for_each(|series| shorten(&mut series.name)),
        },
        _ => {}
    }
    resolved
}

/// A name of several parts without the one that the title says: `Ada · East` in East is `Ada`.
fn without(name: &str, title: &str) -> Option<String> {
    let parts: Vec<&str> = name.split(BETWEEN).collect();
    let said = parts.iter().rposition(|part| *part == title).filter(|_| parts.len() > 1)?;
    Some(
        parts.iter().enumerate().filter(|(at, _)| *at != said).map(|(_, part)| *part).collect::<Vec<_>>().join(BETWEEN),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::board::{Heat, Lens, Shading, Sources, check_config, plan};
    use crate::data::{FileBytes, ReadOptions, read};

    fn drawn(panel: &str) -> Panel {
        drawn_of("A,u,2021,5,X\nB,u,2022,9,X\nC,u,2023,90,Y\nD,u,2023,1,Y\nE,u,2023,1,\n", panel)
    }

    fn drawn_of(rows: &str, panel: &str) -> Panel {
        let text = format!("entity,metric,period,value,group,status\n{rows}");
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
    fn unlike_units_have_a_scale_each() {
        let rows =
            "A,u,2023,$5,X\nA,u,2024,$9,X\nB,u,2023,70 users,Y\nB,u,2024,90 users,Y\nC,u,2023,$1,Z\nC,u,2024,$2,Z\n";
        let panel = drawn_of(rows, "kind = \"bar\"\nfacet = \"group\"");
        let highest = parts(&panel).iter().map(|part| match &part.resolved {
            Resolved::Bar(bars) => (bars.extent.highest, bars.siblings.len()),
            other => panic!("no bars: {other:?}"),
        });
        assert_eq!(highest.collect::<Vec<_>>(), [(9.0, 2), (90.0, 1), (9.0, 2)]);
        assert_eq!(panel.corner, "2024 · own scales by unit");
        let panel = drawn_of(rows, "kind = \"heat\"\nfacet = \"group\"");
        let grids = parts(&panel).iter().map(|part| match &part.resolved {
            Resolved::Heat(heat) => heat.shading,
            other => panic!("no grid: {other:?}"),
        });
        let money = Shading::Value { low: 1.0, high: 9.0, log: false };
        assert_eq!(grids.collect::<Vec<_>>(), [money, Shading::Value { low: 70.0, high: 90.0, log: false }, money]);
        let panel = drawn_of(rows, "kind = \"line\"\nfacet = \"group\"");
        let lines = parts(&panel).iter().map(|part| match &part.resolved {
            Resolved::Line(line) => line.domain.y,
            other => panic!("no line: {other:?}"),
        });
        assert_eq!(lines.collect::<Vec<_>>(), [Some((1.0, 9.0)), Some((70.0, 90.0)), Some((1.0, 9.0))]);
        assert!(panel.corner.ends_with(" · own scales by unit"), "{}", panel.corner);
        // Days are the same for all.
        let panel = drawn_of(rows, "kind = \"scatter\"\nfacet = \"group\"");
        let scatters = parts(&panel).iter().map(|part| match &part.resolved {
            Resolved::Scatter(scatter) => (scatter.x.domain, scatter.y.domain),
            other => panic!("no scatter: {other:?}"),
        });
        let found: Vec<_> = scatters.collect();
        assert_eq!(found.iter().map(|own| own.1).collect::<Vec<_>>(), [(1.0, 9.0), (70.0, 90.0), (1.0, 9.0)]);
        assert!(found.iter().all(|own| own.0 == found[0].0));
    }

    #[test]
    fn a_chart_of_words_has_no_scale() {
        let rows = "A,u,2023,$5,X\nB,u,2023,$9,X\nC,u,2023,n/a,Y\n";
        for kind in ["bar", "heat"] {
            let panel = drawn_of(rows, &format!("kind = \"{kind}\"\nfacet = \"group\""));
            assert!(!panel.corner.contains("own scales"), "{kind}: {}", panel.corner);
            for part in parts(&panel) {
                if let Resolved::Heat(heat) = &part.resolved {
                    assert_ne!(heat.shading, Shading::Value { low: 0.0, high: 9.0, log: false });
                }
            }
        }
    }

    #[test]
    fn corner_and_signs_are_those_of_all_charts() {
        let rows = "A,u,2021,5,X,E\nB,u,2022,9,X\nC,u,2023,90,Y\nD,u,2023,1,Y,E\n";
        let panel = |kind: &str| drawn_of(rows, &format!("kind = \"{kind}\"\nfacet = \"group\""));
        assert_eq!((panel("bar").corner.as_str(), panel("bar").bottom.as_str()), ("2021–2023", "◐ estimate"));
        assert_eq!((panel("heat").corner.as_str(), panel("heat").bottom.as_str()), ("2021–2023", "◐ estimate"));
        assert_eq!(panel("scatter").corner, "4 points · 2021–2023");
        assert_eq!(panel("line").corner, "2021–2023");
    }

    #[test]
    fn rows_do_not_say_again_what_the_title_of_their_chart_says() {
        let rows = "A · X,u,2021,9,X\nB · X · 7,u,2021,8,X\nX,u,2021,7,X\nA · Y,u,2021,90,Y\nB · Y,u,2021,3,Y\n";
        let panel = drawn_of(rows, "kind = \"bar\"\nfacet = \"group\"");
        let labels = parts(&panel).iter().map(|part| match &part.resolved {
            Resolved::Bar(bars) => bars.rows.iter().map(|row| row.label.as_str()).collect::<Vec<_>>().join(", "),
            other => panic!("no bars: {other:?}"),
        });
        assert_eq!(labels.collect::<Vec<_>>(), ["A, B · 7, X", "A, B"]);
    }

    #[test]
    fn a_column_that_says_nothing_is_named() {
        let panel = drawn("kind = \"bar\"\nfacet = \"colour\"");
        let Resolved::Failed(problems) = &panel.resolved else { panic!("drawn") };
        assert_eq!(problems[0].message, "No row says anything in \"colour\"");
    }
}
