//! A board planned from the data where no config fits, and its config.toml.

use crate::data::Dataset;

use super::Checked;

/// A config for a dataset, from what its columns are: many periods -> line; one period, many entities -> bar; two periods ->
/// change; intervals -> range; events -> timeline; always a table. `file` is the file as the user named it.
pub fn suggest(dataset: &Dataset, file: &str) -> Checked {
    let (checked, _) = super::check_config(&write_config(dataset, file), "");
    checked.unwrap_or_default()
}

/// That config as TOML text, commented, which [`super::check_config`] reads to the same thing.
pub fn write_config(dataset: &Dataset, file: &str) -> String {
    todo!("{dataset:?} {file}")
}

impl Checked {
    /// Whether a page fits a dataset: at least half of the panels of any page find rows.
    pub fn fits(&self, dataset: &Dataset, open: &str) -> bool {
        todo!("{dataset:?} {open}")
    }
}
