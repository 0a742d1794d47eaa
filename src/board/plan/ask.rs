//! What each kind of panel is given to resolve itself, and what it gives back.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Field, Selection, Where, select};
use crate::base::{Diagnostic, ObsRef, fold, halves, matches_name, nearness};
use crate::board::{Checked, Hue, Lens, PanelSpec, Resolved};
use crate::chart::ScaleKind;
use crate::data::{Dataset, Observation, Role};

/// Code of a panel that the viewer's own filter leaves nothing: no problem of the data or the config.
const FILTERED: &str = "filtered";

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

    /// Colour of an observation: that of its group, or where there are no groups that of its entity.
    pub(super) fn hue(&self, seen: &Observation<'_>) -> Hue {
        if self.groups.is_empty() {
            return Hue::default();
        }
        let named = |name: &str| {
            let name = fold(name);
            self.groups.iter().position(|group| fold(group) == name)
        };
        let own = || named(self.dataset.entity_name(seen.at));
        let place = if seen.group.is_empty() { own() } else { named(seen.group).or_else(own) };
        place.and_then(|place| u8::try_from(place).ok()).map_or(Hue::NONE, Hue)
    }

    /// The scale of the value axis that is asked for.
    pub(super) fn scale(&self) -> ScaleKind {
        self.lens.scale.get(self.id).copied().unwrap_or(self.spec.scale)
    }

    /// Whether the value axis is to be logarithmic.
    pub(super) fn log(&self) -> bool {
        self.scale() == ScaleKind::Log
    }

    /// The bottom border: the author's finding, else the one source with its scope, else how many there are.
    pub(super) fn bottom(&self, refs: &[ObsRef]) -> String {
        if let Some(finding) = &self.spec.finding {
            return finding.clone();
        }
        if self.dataset.role_column("source").is_none() {
            return String::new();
        }
        let cells = |role: Role| refs.iter().map(move |at| self.dataset.cell(*at, role));
        let sources: BTreeSet<&str> = cells(Role::Source).filter(|source| !source.is_empty()).collect();
        let scopes: BTreeSet<&str> = cells(Role::Scope).collect();
        match (sources.len(), sources.first(), scopes.first()) {
            (0, ..) | (_, None, _) => String::new(),
            (1, Some(source), Some(scope)) if scopes.len() == 1 && !scope.is_empty() => format!("{source} · {scope}"),
            (1, Some(source), _) => (*source).to_owned(),
            (n, ..) => format!("{n} sources"),
        }
    }

    /// Why a selection holds nothing: the viewer's filter, a word that no row has (with the nearest one that some row
    /// has), or what the rows that meet the other conditions have instead.
    pub(super) fn nothing(&self, selection: &Selection) -> Drawn {
        let conditions = &self.spec.select.conditions;
        let meets = |wanted: &Where| !select(self.dataset, wanted, self.lens.as_of).refs.is_empty();
        if !self.filter.conditions.is_empty() && (conditions.is_empty() || meets(&self.spec.select)) {
            // Nothing is wrong with the config, so no place in it is named.
            return Drawn::failed(Diagnostic::note(FILTERED, "No row here matches the filter. Esc clears it"));
        }
        // What names a series best is the last to be doubted.
        let mut doubted: Vec<usize> = (0..conditions.len()).collect();
        doubted.sort_by_key(|index| match conditions.get(*index).map(|condition| &condition.field) {
            Some(Field::Period) => 0,
            Some(Field::Entity) => 2,
            Some(Field::Metric) => 3,
            _ => 1,
        });
        let one_less = doubted.into_iter().find_map(|index| {
            let mut rest = self.spec.select.clone();
            let left_out = rest.conditions.remove(index);
            (!rest.conditions.is_empty() && meets(&rest)).then_some((index, left_out, rest))
        });
        let typed = |index: usize| self.spec.select_text.get(index).map_or(("", self.spec.line), |(t, l)| (t, *l));
        let subject = |without: usize| {
            let others = || (0..conditions.len()).filter(|other| *other != without);
            let metric = others().find(|other| conditions.get(*other).is_some_and(|c| c.field == Field::Metric));
            metric.or_else(|| others().next()).map_or("", |other| typed(other).0)
        };
        let unmet = selection.unmet.iter().copied().find(|index| *index < conditions.len());
        if let Some((index, left_out, rest)) = &one_less
            && (unmet.is_none() || left_out.field == Field::Period)
        {
            let (text, line) = typed(*index);
            let has = self.values_of(&left_out.field, rest);
            return self.failed("no-match", line, format!("\"{}\" has only {has}; asked for {text}", subject(*index)));
        }
        let Some((index, field)) = unmet.and_then(|index| Some((index, &conditions.get(index)?.field))) else {
            return self.failed("no-match", self.spec.line, "No row matches all conditions".to_owned());
        };
        let (text, line) = typed(index);
        let near = self.nearest(field, text).map_or(String::new(), |near| format!("; nearest: {near}"));
        self.failed("no-match", line, format!("No row matches: no {} \"{text}\"{near}", field.name()))
    }

    /// What the rows of a selection say in a column, as typed: the first three, and how many more.
    fn values_of(&self, field: &Field, rows: &Where) -> String {
        let mut values: Vec<String> = Vec::new();
        for at in select(self.dataset, rows, self.lens.as_of).refs {
            if let Some(value) = field.texts(self.dataset, at).into_iter().next()
                && !values.contains(&value)
            {
                values.push(value);
            }
        }
        let more = values.len().saturating_sub(3);
        values.truncate(3);
        let listed = values.join(", ");
        if more > 0 { format!("{listed} and {more} more") } else { listed }
    }

    /// The word of a column that is nearest to a typed one, with what it stands for and how many rows have it:
    /// `"mau" = monthly active users (3 rows)`.
    fn nearest(&self, field: &Field, typed: &str) -> Option<String> {
        let groups = match field {
            Field::Entity => self.config.read.entity_names.as_slice(),
            Field::Metric => self.config.read.metric_names.as_slice(),
            _ => &[],
        };
        let mut rows: BTreeMap<String, usize> = BTreeMap::new();
        for at in self.dataset.refs() {
            if let Some(shown) = field.texts(self.dataset, at).into_iter().next() {
                *rows.entry(shown).or_default() += 1;
            }
        }
        let others = |shown: &str| {
            let group = groups.iter().find(|group| group.iter().any(|name| matches_name(name, shown)));
            let halves = halves(shown).map_or(Vec::new(), |(a, b)| vec![a.to_owned(), b.to_owned()]);
            group.cloned().unwrap_or_default().into_iter().chain(halves)
        };
        let names = rows.iter().flat_map(|(shown, count)| {
            std::iter::once(shown.clone()).chain(others(shown)).map(move |name| (name, shown, *count))
        });
        let scored = names.filter_map(|(name, shown, count)| Some((nearness(typed, &name)?, name, shown, count)));
        let (_, name, shown, count) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let is = if fold(&name) == fold(shown) { String::new() } else { format!(" = {shown}") };
        Some(format!("\"{name}\"{is} ({count} row{})", if count == 1 { "" } else { "s" }))
    }

    /// A problem of this panel as a whole.
    pub(super) fn problem(&self, code: crate::base::Code, message: impl Into<String>) -> Drawn {
        let message = message.into();
        // What the viewer hid is no fault of the config.
        if !self.lens.filters.is_empty() {
            return Drawn::failed(Diagnostic::error(code, format!("{message}, as filtered")));
        }
        self.failed(code, self.spec.line, message)
    }

    fn failed(&self, code: crate::base::Code, line: u32, message: String) -> Drawn {
        Drawn::failed(Diagnostic::error(code, message).at(self.config.place(line)))
    }
}
