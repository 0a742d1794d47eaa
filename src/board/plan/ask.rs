//! What each kind of panel is given to resolve itself, and what it gives back.

use std::collections::BTreeSet;

use crate::analysis::{Selection, Where, select};
use crate::base::{Diagnostic, ObsRef, Place, fold};
use crate::board::{Checked, Hue, Lens, PanelSpec, Resolved};
use crate::data::{Dataset, Observation};

/// One panel's question.
pub(super) struct Ask<'a> {
    /// Id in the config.
    pub(super) id: &'a str,
    /// What the config says of it.
    pub(super) spec: &'a PanelSpec,
    /// The whole config, for rules.
    pub(super) config: &'a Checked,
    /// The data.
    pub(super) dataset: &'a Dataset,
    /// What the viewer chose.
    pub(super) lens: &'a Lens,
    /// The viewer's filters, read.
    pub(super) filter: &'a Where,
    /// Group names by hue.
    pub(super) groups: &'a [String],
}

/// One panel's answer.
pub(super) struct Drawn {
    /// What it draws.
    pub(super) resolved: Resolved,
    /// Top right of the border.
    pub(super) corner: String,
    /// Bottom border.
    pub(super) bottom: String,
    /// All observations it shows.
    pub(super) obs: Vec<ObsRef>,
}

impl Drawn {
    /// A panel that cannot be drawn.
    pub(super) fn failed(problem: Diagnostic) -> Self {
        Self {
            resolved: Resolved::Failed(vec![problem]),
            corner: String::new(),
            bottom: String::new(),
            obs: Vec::new(),
        }
    }
}

impl Ask<'_> {
    /// What meets a selection and the viewer's filters.
    pub(super) fn select(&self, wanted: &Where) -> Selection {
        let mut both = wanted.clone();
        both.conditions.extend(self.filter.conditions.iter().cloned());
        select(self.dataset, &both, self.lens.as_of)
    }

    /// Colour of an observation: that of its group.
    pub(super) fn hue(&self, seen: &Observation<'_>) -> Hue {
        let group = fold(seen.group);
        let place = self.groups.iter().position(|name| fold(name) == group).unwrap_or(0);
        Hue(u8::try_from(place).unwrap_or(u8::MAX))
    }

    /// Whether the value axis is logarithmic.
    pub(super) fn log(&self) -> bool {
        self.lens.log.get(self.id).copied().unwrap_or(self.spec.log)
    }

    /// The bottom border: the author's finding, else the one source with its scope, else how many there are.
    pub(super) fn bottom(&self, refs: &[ObsRef]) -> String {
        if let Some(finding) = &self.spec.finding {
            return finding.clone();
        }
        let seen: Vec<Observation<'_>> = refs.iter().map(|at| self.dataset.get(*at)).collect();
        let sources: BTreeSet<&str> = seen.iter().map(|o| o.source).filter(|source| !source.is_empty()).collect();
        let scopes: BTreeSet<&str> = seen.iter().map(|o| o.scope).collect();
        match (sources.len(), sources.first(), scopes.first()) {
            (0, ..) | (_, None, _) => String::new(),
            (1, Some(source), Some(scope)) if scopes.len() == 1 && !scope.is_empty() => format!("{source} · {scope}"),
            (1, Some(source), _) => (*source).to_owned(),
            (n, ..) => format!("{n} sources"),
        }
    }

    /// Why a selection holds nothing: the condition that nothing meets, with the nearest word that something does.
    pub(super) fn nothing(&self, selection: &Selection) -> Drawn {
        let typed = selection.unmet.iter().find_map(|index| self.spec.select_text.get(*index));
        let Some((text, line)) = typed else {
            let filtered = !self.filter.conditions.is_empty();
            let message = if filtered { "no row meets the filter here" } else { "no row meets all conditions" };
            return Drawn::failed(Diagnostic::error("no-match", message).at(place(self.spec.line)));
        };
        let metrics = self.dataset.series().iter().flat_map(|series| [&*series.metric, &*series.entity]);
        let scored = metrics.map(|name| (strsim::jaro_winkler(&fold(text), &fold(name)), name));
        let near = scored.filter(|(score, _)| *score > 0.75).max_by(|a, b| a.0.total_cmp(&b.0));
        let near = near.map_or(String::new(), |(_, name)| format!("; nearest: \"{name}\""));
        let message = format!("no row has \"{text}\"{near}");
        Drawn::failed(Diagnostic::error("no-match", message).at(place(*line)))
    }

    /// A problem of this panel as a whole.
    pub(super) fn problem(&self, code: crate::base::Code, message: impl Into<String>) -> Drawn {
        Drawn::failed(Diagnostic::error(code, message).at(place(self.spec.line)))
    }
}

fn place(line: u32) -> Place {
    Place { file: Some("config.toml".into()), line: Some(line), ..Place::default() }
}
