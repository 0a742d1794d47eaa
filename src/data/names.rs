//! Names of one thing under one shown name: what the config joins by `also`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ReadOptions;
use crate::base::{Folded, fold, halves};

/// First name, as shown, by every folded name and half of one.
#[derive(Debug)]
pub(super) struct Names {
    entity: BTreeMap<String, Arc<str>>,
    metric: BTreeMap<String, Arc<str>>,
}

impl Names {
    pub(super) fn of(options: &ReadOptions) -> Self {
        Self { entity: joined(&options.entity_names), metric: joined(&options.metric_names) }
    }

    /// The entity as shown.
    pub(super) fn entity(&self, typed: &str) -> Arc<str> {
        shown(&self.entity, typed)
    }

    /// The metric as shown.
    pub(super) fn metric(&self, typed: &str) -> Arc<str> {
        shown(&self.metric, typed)
    }

    /// A shown entity in the forms in which it is compared, its other names among them.
    pub(super) fn entity_forms(&self, shown: &str) -> Folded {
        forms(&self.entity, shown)
    }

    /// A shown metric likewise.
    pub(super) fn metric_forms(&self, shown: &str) -> Folded {
        forms(&self.metric, shown)
    }

    /// The metric as compared.
    pub(super) fn metric_key(&self, typed: &str) -> String {
        fold(&self.metric(typed))
    }
}

fn forms(names: &BTreeMap<String, Arc<str>>, shown: &str) -> Folded {
    let others = names.iter().filter(|(_, of)| ***of == *shown).map(|(name, _)| name.as_str().into()).collect();
    Folded { others, ..Folded::of(shown) }
}

fn joined(groups: &[Vec<String>]) -> BTreeMap<String, Arc<str>> {
    let mut names = BTreeMap::new();
    for group in groups {
        let Some(first) = group.first() else { continue };
        // "Doubao" with the other name "豆包" is shown with both halves.
        let shown = match group.get(1) {
            Some(other) if first.is_ascii() && !other.is_ascii() && halves(other).is_none() => {
                format!("{first} {other}")
            }
            _ => first.clone(),
        };
        let shown: Arc<str> = Arc::from(shown);
        names.insert(fold(&shown), shown.clone());
        for name in group {
            names.insert(fold(name), shown.clone());
        }
    }
    names
}

fn shown(names: &BTreeMap<String, Arc<str>>, typed: &str) -> Arc<str> {
    let found = names.get(&fold(typed)).or_else(|| {
        let (latin, cjk) = halves(typed)?;
        names.get(&fold(latin)).or_else(|| names.get(&fold(cjk)))
    });
    found.cloned().unwrap_or_else(|| Arc::from(typed.trim()))
}
