//! What the marks of rows that are no plain facts mean, on the bottom border.

use std::collections::BTreeMap;

use crate::analysis::later_report;
use crate::base::ObsRef;
use crate::board::Resolved;
use crate::data::{Dataset, Role};

/// Status, its sign where each has its own, and its word.
const SIGNS: [(&str, &str, &str); 4] =
    [("E", "◐", "estimate"), ("F", "○", "forecast"), ("U", "◌", "rumour"), ("target", "○", "target")];

/// The border with the signs that occur in this panel: `◐ estimate · ○ forecast`, gaps where a definition changed, and
/// what was revised since, of which tables show every report and other panels the one of the day.
pub(super) fn with_signs(dataset: &Dataset, resolved: &Resolved, bottom: String, obs: &[ObsRef]) -> String {
    // One sign for all that is no fact, or one for each.
    let common = match resolved {
        // Stacked parts say it themselves.
        Resolved::Bar(bars) if bars.division.as_ref().is_some_and(|own| own.stacked) => return bottom,
        Resolved::Line(_)
        | Resolved::Stat(_)
        | Resolved::Table(_)
        | Resolved::Bar(_)
        | Resolved::Range(_)
        | Resolved::Heat(_) => None,
        Resolved::Timeline(_) => Some("═"),
        // All charts are of one kind, and told by one legend.
        Resolved::Facets(facets) => {
            return match facets.parts.first() {
                Some(part) => with_signs(dataset, &part.resolved, bottom, obs),
                None => bottom,
            };
        }
        // A bin has no mark of one row: how many are no facts is told.
        Resolved::Histogram(_) => return with_counts(dataset, bottom, obs),
        _ => return bottom,
    };
    let statuses = statuses(dataset, obs);
    let mut signs: Vec<(&str, Vec<&str>)> = Vec::new();
    for (status, own, word) in SIGNS {
        if !statuses.contains(&status) {
            continue;
        }
        let sign = common.unwrap_or(own);
        match signs.iter_mut().find(|(known, _)| *known == sign) {
            Some((_, words)) => words.push(word),
            None => signs.push((sign, vec![word])),
        }
    }
    let mut parts = vec![bottom];
    parts.extend(signs.into_iter().map(|(sign, words)| format!("{sign} {}", words.join(", "))));
    if matches!(resolved, Resolved::Line(_)) && statuses.contains(&"B") {
        parts.push("B gap: definition changed".to_owned());
    }
    if !matches!(resolved, Resolved::Timeline(_)) && has_revised(dataset, obs) {
        parts.push("r revised since".to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// The border with how many of the rows are no plain facts: `2 estimates`, and whether some were revised since.
fn with_counts(dataset: &Dataset, bottom: String, obs: &[ObsRef]) -> String {
    let mut parts = vec![bottom];
    if dataset.role_column("status").is_some() {
        for (status, _, word) in SIGNS {
            match obs.iter().filter(|at| dataset.get(**at).status == status).count() {
                0 => {}
                1 => parts.push(format!("1 {word}")),
                count => parts.push(format!("{count} {word}s")),
            }
        }
    }
    if has_revised(dataset, obs) {
        parts.push("some revised since".to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// Whether any of these rows says what a later report says otherwise.
fn has_revised(dataset: &Dataset, obs: &[ObsRef]) -> bool {
    if dataset.revisions().is_empty() {
        return false;
    }
    let mut shown = obs.to_vec();
    shown.sort_unstable();
    let olds = dataset.revisions().iter().map(|revision| revision.old);
    olds.filter(|old| shown.binary_search(old).is_ok()).any(|old| later_report(dataset, old).is_some())
}

/// The statuses that occur. Each cell that differs is understood once: of rows there may be very many.
fn statuses<'a>(dataset: &'a Dataset, obs: &[ObsRef]) -> Vec<&'a str> {
    if dataset.role_column("status").is_none() {
        return Vec::new();
    }
    let mut cells: BTreeMap<&str, ObsRef> = BTreeMap::new();
    for at in obs {
        let cell = dataset.cell(*at, Role::Status);
        if !cell.is_empty() {
            cells.entry(cell).or_insert(*at);
        }
    }
    cells.values().map(|at| dataset.get(*at).status).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::board::{Lens, Sources, check_config, plan};
    use crate::data::{FileBytes, ReadOptions, read};

    #[test]
    fn only_signs_that_occur_are_explained() {
        let bottom = |rows: &str, kind: &str| {
            let text = format!("entity,metric,period,value,status\n{rows}");
            let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
            let data = read(&[file], &ReadOptions::default(), None);
            let config = check_config(&format!("[panel.a]\nkind = \"{kind}\"\n"), "my.toml").0.unwrap();
            let sources = Sources { open: &data, name: "x.csv", others: BTreeMap::new() };
            plan(&config, &sources, &Lens::default()).pages[0].panels[0].bottom.clone()
        };
        let rows = "A,u,2022,1,\nA,u,2023,2,B\nA,u,2024,3,F\n";
        assert_eq!(bottom(rows, "line"), "○ forecast · B gap: definition changed");
        assert_eq!(bottom("A,u,2022,1,\nA,u,2023,2,E\n", "bar"), "◐ estimate");
        assert_eq!(bottom("A,u,2022,1,\nA,u,2023,2,\n", "line"), "");
        let each = "A,u,2022,1,E\nA,u,2023,2,F\nA,u,2024,2,U\nB,u,2024,2,target\n";
        assert_eq!(bottom(each, "line"), "◐ estimate · ○ forecast · ◌ rumour", "a target is a line of its own");
        assert_eq!(bottom(each, "table"), "◐ estimate · ○ forecast, target · ◌ rumour");
    }
}
