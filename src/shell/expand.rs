//! What the user named, as files: a file, a directory, a glob, `-`.

use std::collections::BTreeSet;
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
/// Ends of the names of tables, and what may stand behind them where the file is packed.
const TABLES: [&str; 4] = [".csv", ".tsv", ".tab", ".psv"];
const PACKED: [&str; 2] = [".gz", ".zst"];

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
/// stands for the tables in it; globs are sorted by path bytes; a plain name is kept even where no such file is there. Names of
/// several files joined by ` + ` are one choice. What is named twice is there once, under its first name.
pub fn expand(patterns: &[String], base: &Path, together: bool) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for pattern in patterns {
        let parts = parts_of(pattern, base);
        if let [one] = parts.as_slice() {
            choices.extend(files_of(one, base).into_iter().map(|path| Choice::of(vec![path])));
        } else {
            choices.push(Choice::of(parts.iter().flat_map(|part| files_of(part, base)).collect()));
        }
    }
    gathered(choices, together)
}

/// The tables of the folder we are in and of its data folder.
pub(super) fn around(together: bool) -> Vec<Choice> {
    let paths = ["", "data"].into_iter().flat_map(|dir| tables_in(Path::new(dir)));
    gathered(paths.map(|path| Choice::of(vec![path])).collect(), together)
}

/// The choices with each file named once, or all their files as one choice.
pub(super) fn gathered(mut choices: Vec<Choice>, together: bool) -> Vec<Choice> {
    if together && !choices.is_empty() {
        choices = vec![Choice::of(choices.into_iter().flat_map(|choice| choice.paths).collect())];
    }
    let mut seen = BTreeSet::new();
    choices.retain_mut(|choice| {
        let mut own = BTreeSet::new();
        let before = choice.paths.len();
        choice.paths.retain(|path| own.insert(absolute(path)));
        if choice.paths.len() < before {
            *choice = Choice::of(std::mem::take(&mut choice.paths));
        }
        seen.insert(choice.paths.iter().map(|path| absolute(path)).collect::<Vec<_>>())
    });
    choices
}

/// The patterns that name no file at all.
pub(super) fn matchless<'a>(patterns: &'a [String], base: &Path) -> Vec<&'a String> {
    patterns
        .iter()
        .filter(|pattern| parts_of(pattern, base).iter().all(|part| files_of(part, base).is_empty()))
        .collect()
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The patterns that ` + ` joins. A file may have ` + ` in its name: the longest name that exists is taken.
fn parts_of(pattern: &str, base: &Path) -> Vec<String> {
    let words: Vec<&str> = pattern.split(PLUS).collect();
    let (mut parts, mut at) = (Vec::new(), 0);
    while let Some(left) = words.get(at..).filter(|left| !left.is_empty()) {
        let joined = |count: &usize| left.get(..*count).unwrap_or(left).join(PLUS);
        let count = (2..=left.len()).rev().find(|count| base.join(joined(count)).exists()).unwrap_or(1);
        parts.push(joined(&count));
        at += count;
    }
    parts
}

fn files_of(pattern: &str, base: &Path) -> Vec<PathBuf> {
    if pattern == "-" {
        return vec![PathBuf::from(pattern)];
    }
    let path = base.join(pattern);
    if path.is_dir() {
        return tables_in(&path);
    }
    if path.exists() || !pattern.contains(['*', '?', '[', '{']) {
        return vec![path];
    }
    glob(pattern, base)
}

/// The tables in a directory, told by their names.
fn tables_in(dir: &Path) -> Vec<PathBuf> {
    let mut found = children(dir);
    found.retain(|path| !is_hidden(path) && is_called_table(path) && !path.is_dir());
    found.truncate(MOST);
    found
}

fn is_called_table(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let bare = PACKED.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    TABLES.iter().any(|end| bare.ends_with(end))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_bytes().first() == Some(&b'.'))
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
        let hidden = is_hidden(&path);
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
        assert_eq!(names(&["data"], base, false), ["data/a.csv", "data/b.csv", "data/c.tsv"]);
        assert_eq!(names(&["data/b.csv", "data/*.csv"], base, false), ["data/b.csv", "data/a.csv"]);
        assert_eq!(names(&["data/{b,a}.csv"], base, true).len(), 1);
        assert_eq!(names(&["missing.csv"], base, false), ["missing.csv"]);
        assert_eq!(names(&["no*.csv"], base, false), [""; 0]);
        assert_eq!(names(&["data/a.csv + data/b.csv"], base, false), ["data/a.csv + data/b.csv"]);
        assert_eq!(expand(&[String::from("-")], base, false), [Choice::of(vec![PathBuf::from("-")])]);
    }

    #[test]
    fn a_directory_stands_for_its_tables_packed_or_not() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path();
        for name in ["a.CSV", "b.tsv.gz", "c.tab", "d.psv.zst", "e.csv.zip", "f.gz", "g.csv.GZ", ".h.csv"] {
            fs::write(base.join(name), "a\n").unwrap();
        }
        assert_eq!(names(&["."], base, false), ["./a.CSV", "./b.tsv.gz", "./c.tab", "./d.psv.zst", "./g.csv.GZ"]);
        assert_eq!(names(&["*.tsv.gz"], base, false), ["b.tsv.gz"]);
        let none = [String::from("*.txt"), String::from("*.tab"), String::from("x.csv")];
        assert_eq!(matchless(&none, base), ["*.txt"]);
    }

    #[test]
    fn what_is_named_twice_is_there_once() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path();
        for name in ["a.csv", "b.csv", "a + b.csv"] {
            fs::write(base.join(name), "a\n").unwrap();
        }
        assert_eq!(names(&["./a.csv", "a.csv", "b.csv"], base, false), ["./a.csv", "b.csv"]);
        assert_eq!(names(&["a.csv", "b.csv", "./a.csv"], base, true), ["a.csv + b.csv"]);
        assert_eq!(names(&["a + b.csv + b.csv"], base, false), ["a + b.csv + b.csv"]);
        let both = expand(&[String::from("b.csv + a + b.csv + none.csv")], base, false);
        assert_eq!(both[0].paths, ["b.csv", "a + b.csv", "none.csv"].map(|name| base.join(name)));
    }
}
