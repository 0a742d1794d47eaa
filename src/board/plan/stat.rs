//! One line a figure, in the order of the config.

use super::ask::{Ask, Drawn};
use super::ranking::before;
use crate::analysis::change;
use crate::base::ObsRef;
use crate::board::{Figure, Figures, Resolved};

/// Fewest points that make a history worth a sparkline.
const HISTORY: usize = 3;

/// Each row of the config takes the last period of what it selects; without rows, each series does.
pub(super) fn resolve(ask: &Ask<'_>) -> Drawn {
    let whole = ask.select(&ask.spec.select);
    let mut rows = Vec::new();
    if ask.spec.rows.is_empty() {
        let mut seen = std::collections::BTreeSet::new();
        let newest_first = whole.refs.iter().filter(|at| seen.insert(ask.dataset.series_of(**at)));
        let series: Vec<usize> = newest_first.map(|at| ask.dataset.series_of(*at)).collect();
        for own in series {
            let members = whole.refs.iter().copied().filter(|at| ask.dataset.series_of(*at) == own);
            rows.extend(last(ask, members).map(|at| figure(ask, at, None)));
        }
    }
    for spec in &ask.spec.rows {
        let mut both = ask.spec.select.clone();
        both.conditions.extend(spec.select.conditions.iter().cloned());
        let found = ask.select(&both).refs;
        rows.extend(last(ask, found.into_iter()).map(|at| figure(ask, at, spec.label.as_deref())));
    }
    if rows.is_empty() {
        return ask.nothing(&whole);
    }
    let obs: Vec<ObsRef> = rows.iter().map(|row| row.obs).collect();
    let bottom = ask.bottom(&obs);
    Drawn { resolved: Resolved::Stat(Figures { rows }), corner: String::new(), bottom, obs }
}

fn last(ask: &Ask<'_>, refs: impl Iterator<Item = ObsRef>) -> Option<ObsRef> {
    refs.max_by_key(|at| ask.dataset.get(*at).period)
}

fn figure(ask: &Ask<'_>, at: ObsRef, label: Option<&str>) -> Figure {
    let data = ask.dataset;
    let seen = data.get(at);
    let rules = ask.config.rules.of(data.metric_name(at));
    let delta = before(ask, at).map(|old| {
        let mut found = change(&data.get(old).measure, &seen.measure, ask.spec.change, &rules);
        found.inputs = vec![old, at];
        found
    });
    let members = data.series().get(data.series_of(at)).map_or(&[][..], |series| &series.observations);
    let past = members.iter().map(|at| data.get(*at)).filter(|o| o.period <= seen.period);
    let history: Vec<f64> = past.filter_map(|o| Some(o.measure.place()? * o.measure.unit.factor)).collect();
    Figure {
        words: label.map_or_else(|| format!("{} {}", data.entity_name(at), data.metric_name(at)), str::to_owned),
        place: seen.reference.to_owned(),
        obs: at,
        delta: delta.filter(|delta| delta.refused.is_none()),
        history: if history.len() >= HISTORY { history } else { Vec::new() },
        hue: ask.hue(&seen),
        measure: seen.measure,
    }
}
