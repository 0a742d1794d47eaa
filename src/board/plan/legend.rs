//! What the marks of rows that are no plain facts mean, on the bottom border.

use crate::base::{ObsRef, is_hollow};
use crate::board::Resolved;
use crate::data::Dataset;

/// The border with the signs that occur in this panel: `○ estimate, forecast`, and gaps where a definition changed.
pub(super) fn with_signs(dataset: &Dataset, resolved: &Resolved, bottom: String, obs: &[ObsRef]) -> String {
    let sign = match resolved {
        Resolved::Line(_) | Resolved::Range(_) => "○",
        // Rows of parts say it themselves.
        Resolved::Bar(bars) if bars.division.is_some() => return bottom,
        Resolved::Bar(_) => "hollow",
        Resolved::Timeline(_) => "═",
        _ => return bottom,
    };
    let has = |status: &str| obs.iter().any(|at| dataset.get(*at).status == status);
    let words = [("E", "estimate"), ("F", "forecast"), ("U", "rumour"), ("target", "target")];
    let hollow: Vec<&str> =
        words.into_iter().filter(|(status, _)| is_hollow(status) && has(status)).map(|(_, word)| word).collect();
    let mut parts = vec![bottom];
    if !hollow.is_empty() {
        parts.push(format!("{sign} {}", hollow.join(", ")));
    }
    if matches!(resolved, Resolved::Line(_)) && has("B") {
        parts.push("gap: definition changed (B)".to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
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
        assert_eq!(bottom(rows, "line"), "○ forecast · gap: definition changed (B)");
        assert_eq!(bottom("A,u,2022,1,\nA,u,2023,2,E\n", "bar"), "hollow estimate");
        assert_eq!(bottom("A,u,2022,1,\nA,u,2023,2,\n", "line"), "");
    }
}
