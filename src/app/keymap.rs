//! Keys to actions: the table's defaults, replaced action by action by the config.

use crate::base::{ACTIONS, Action, ActionInfo, Key, parse_keys};
use crate::board::Checked;

/// What a key means after those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// It runs this.
    Action(Action),
    /// It begins a sequence of two.
    Begins,
    /// It is not bound.
    Nothing,
}

/// The sequences of an action.
pub(super) fn keys_of(config: &Checked, info: &ActionInfo) -> Vec<Vec<Key>> {
    config
        .keys
        .get(&info.action)
        .cloned()
        .unwrap_or_else(|| info.keys.iter().filter_map(|k| parse_keys(k).ok()).collect())
}

/// Looks a key up, after the key that began a sequence.
pub(super) fn find(config: &Checked, before: Option<Key>, key: Key) -> Found {
    let typed: Vec<Key> = before.into_iter().chain([key]).collect();
    let mut begins = false;
    for info in ACTIONS {
        for keys in keys_of(config, info) {
            if keys == typed {
                return Found::Action(info.action);
            }
            begins |= keys.len() > typed.len() && keys.starts_with(&typed);
        }
    }
    if begins { Found::Begins } else { Found::Nothing }
}
