//! What the user named, as files: a file, a directory, a glob, `-`.

use std::path::{Path, PathBuf};

/// One board's worth of files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// As shown: the paths joined by ` + `.
    pub name: String,
    /// The files in order; `-` is standard input.
    pub paths: Vec<PathBuf>,
}

/// The files that the patterns name, each a choice of its own, or with `together` all one. Patterns count from `base`; a directory
/// stands for its `*.csv` and `*.tsv`; globs are sorted by path bytes; a plain name is kept even where no such file is there.
pub fn expand(patterns: &[String], base: &Path, together: bool) -> Vec<Choice> {
    todo!("{patterns:?} {base:?} {together}")
}
