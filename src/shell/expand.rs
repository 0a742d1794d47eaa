//! What the user named, as files: a file, a directory, a glob, `-`.

use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use crate::board::is_named;

/// Files that one pattern can name; more are left out.
const MOST: usize = 5000;
/// Directories that `**` descends.
const DEEPEST: usize = 8;
/// Between the names of several files of one board.
const PLUS: &str = " + ";

/// One board's worth of files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// As shown: the paths joined by ` + `.
    pub name: String,
    /// The files in order; `-` is standard input.
    pub paths: Vec<PathBuf>,
}

impl Choice {
    pub(super) fn of(paths: Vec<PathBuf>) -> Self {
        let names: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
        Self { name: names.join(PLUS), paths }
    }

    /// Whether a glob means it, by its whole path or its last part.
    pub(super) fn is_named(&self, glob: &str) -> bool {
        is_named(&self.name, glob)
    }
}

/// The files that the patterns name, each a choice of its own, or with `together` all one. Patterns count from `base`; a directory
/// stands for its `*.csv` and `*.tsv`; globs are sorted by path bytes; a plain name is kept even where no such file is there. Names of
/// several files joined by ` + ` are one choice.
pub fn expand(patterns: &[String], base: &Path, together: bool) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for pattern in patterns {
        if pattern.contains(PLUS) && !base.join(pattern).exists() {
            choices.push(Choice::of(pattern.split(PLUS).flat_map(|part| files_of(part, base)).collect()));
        } else {
            choices.extend(files_of(pattern, base).into_iter().map(|path| Choice::of(vec![path])));
        }
    }
    if together && !choices.is_empty() {
        return vec![Choice::of(choices.into_iter().flat_map(|choice| choice.paths).collect())];
    }
    let mut seen = std::collections::BTreeSet::new();
    choices.retain(|choice| seen.insert(choice.paths.clone()));
    choices
}

fn files_of(pattern: &str, base: &Path) -> Vec<PathBuf> {
    if pattern == "-" {
        return vec![PathBuf::from(pattern)];
    }
    let path = base.join(pattern);
    if path.is_dir() {
        let mut found = children(&path);
        found.retain(|path| !path.is_dir() && path.extension().is_some_and(|end| end == "csv" || end == "tsv"));
        found.truncate(MOST);
        return found;
    }
    if path.exists() || !pattern.contains(['*', '?', '[', '{']) {
        return vec![path];
    }
    glob(pattern, base)
}

fn glob(pattern: &str, base: &Path) -> Vec<PathBuf> {
    // The part before the first wildcard is walked straight to; `data/x*.csv` never looks outside data.
    let fixed: PathBuf =
        Path::new(pattern).components().take_while(|part| !has_wildcard(part.as_os_str().as_bytes())).collect();
    // Joined after escaping: a bracket in the base is no wildcard.
    let whole = Path::new(&globset::escape(&base.to_string_lossy())).join(pattern);
    let Ok(glob) = GlobBuilder::new(&whole.to_string_lossy()).literal_separator(true).build() else {
        return Vec::new();
    };
    let left = Path::new(pattern).components().count() - fixed.components().count();
    let depth = if pattern.contains("**") { DEEPEST } else { left };
    let mut found = Vec::new();
    walk(&base.join(&fixed), depth, &glob.compile_matcher(), &mut found);
    found.sort_by(|a, b| a.as_os_str().as_bytes().cmp(b.as_os_str().as_bytes()));
    found
}

fn has_wildcard(part: &[u8]) -> bool {
    part.iter().any(|byte| b"*?[{".contains(byte))
}

fn walk(dir: &Path, depth: usize, glob: &GlobMatcher, found: &mut Vec<PathBuf>) {
    for path in children(dir) {
        if found.len() >= MOST {
            return;
        }
        let hidden = path.file_name().is_some_and(|name| name.as_bytes().first() == Some(&b'.'));
        if path.is_dir() {
            if depth > 1 && !hidden {
                walk(&path, depth - 1, glob, found);
            }
        } else if !hidden && glob.is_match(&path) {
            found.push(path);
        }
    }
}

/// What is in a directory, by path bytes; nothing where it cannot be read.
#[expect(clippy::disallowed_methods, reason = "directories are read in this room")]
fn children(dir: &Path) -> Vec<PathBuf> {
    let here = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
    let Ok(entries) = std::fs::read_dir(here) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| dir.join(entry.file_name())).collect();
    paths.sort_by(|a, b| a.as_os_str().as_bytes().cmp(b.as_os_str().as_bytes()));
    paths
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write their own files")]
mod tests {
    use std::fs;

    use super::*;

    fn names(patterns: &[&str], base: &Path, together: bool) -> Vec<String> {
        let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        let choices = expand(&patterns, base, together);
        let prefix = format!("{}/", base.display());
        choices.into_iter().map(|choice| choice.name.replace(&prefix, "")).collect()
    }

    #[test]
    fn patterns_name_choices_in_a_stable_order() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path();
        fs::create_dir_all(base.join("data/deep")).unwrap();
        for name in ["data/b.csv", "data/a.csv", "data/c.tsv", "data/.d.csv", "data/note.txt", "data/deep/e.csv"] {
            fs::write(base.join(name), "a\n").unwrap();
        }
        assert_eq!(names(&["data/*.csv"], base, false), ["data/a.csv", "data/b.csv"]);
        assert_eq!(names(&["data/**/*.csv"], base, false), ["data/a.csv", "data/b.csv", "data/deep/e.csv"]);
        assert_eq!(names(&["data"], base, false), ["data/.d.csv", "data/a.csv", "data/b.csv", "data/c.tsv"]);
        assert_eq!(names(&["data/b.csv", "data/*.csv"], base, false), ["data/b.csv", "data/a.csv"]);
        assert_eq!(names(&["data/{b,a}.csv"], base, true).len(), 1);
        assert_eq!(names(&["missing.csv"], base, false), ["missing.csv"]);
        assert_eq!(names(&["no*.csv"], base, false), [""; 0]);
        assert_eq!(names(&["data/a.csv + data/b.csv"], base, false), ["data/a.csv + data/b.csv"]);
        assert_eq!(expand(&[String::from("-")], base, false), [Choice::of(vec![PathBuf::from("-")])]);
    }
}
