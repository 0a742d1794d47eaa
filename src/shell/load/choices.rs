//! What the command line or the config names: the choices, what of it is not there, and what to say where nothing is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Loader;
use crate::base::{Diagnostic, Place};
use crate::shell::expand::{Choice, around, expand, gathered, matchless};

impl Loader {
    pub(super) fn config_choices(&self) -> Vec<Choice> {
        let Some(config) = self.config.checked() else { return Vec::new() };
        let base = self.config.base();
        let found = config.data.iter().flat_map(|patterns| expand(patterns, &base, patterns.len() > 1));
        gathered(found.collect(), false)
    }

    pub(super) fn find_choices(&mut self) {
        let config = self.config.checked().filter(|config| !config.data.is_empty());
        let together = self.options.together;
        self.choices = if !self.options.files.is_empty() {
            expand(&self.options.files, Path::new(""), together)
        } else if config.is_some() {
            gathered(self.config_choices(), together)
        } else {
            around(together)
        };
        self.absent = self.find_absent();
    }

    /// Files and patterns that were named beside others and lead to nothing. Where nothing else was named, the board says so.
    fn find_absent(&self) -> Vec<Diagnostic> {
        let place = self.place_of_data();
        let (named, base) = self.named();
        let mut absent: Vec<Diagnostic> = Vec::new();
        if !self.choices.is_empty() {
            absent.extend(matchless(&named, &base).into_iter().map(|pattern| {
                let message = if base.join(pattern).is_dir() {
                    format!("no .csv or .tsv file in the directory {pattern}")
                } else {
                    format!("{pattern} matches no file")
                };
                let problem = Diagnostic::warning("no-files", message).at(place.clone());
                problem.with_help("The other files are read. Mend the pattern or leave it out")
            }));
        }
        for path in self.choices.iter().flat_map(|choice| &choice.paths).filter(|path| !is_there(path)) {
            let place = Place { file: Some(Arc::from(&*path.to_string_lossy())), ..Place::default() };
            let missing = Diagnostic::error("missing-file", "no such file").at(place);
            absent.push(missing.with_help("The other files are read. This one is as soon as it is there"));
        }
        absent
    }

    /// What the command line names, or else the config, and where it counts from.
    fn named(&self) -> (Vec<String>, PathBuf) {
        if !self.options.files.is_empty() {
            return (self.options.files.clone(), PathBuf::new());
        }
        let config = self.config.checked();
        let named = config.map(|config| config.data.iter().flatten().cloned().collect()).unwrap_or_default();
        (named, self.config.base())
    }

    /// Where the files are named, if that is in the config.
    fn place_of_data(&self) -> Place {
        match self.config.checked() {
            Some(config) if self.options.files.is_empty() => Place {
                file: Some(Arc::from(&*self.config.path.to_string_lossy())),
                line: config.data_line,
                ..Place::default()
            },
            _ => Place::default(),
        }
    }

    /// Like the first time, but what is open stays open.
    pub(super) fn find_choices_anew(&mut self) {
        self.find_choices();
        if let Some(open) = &self.open
            && !self.choices.contains(&open.choice)
        {
            self.choices.push(open.choice.clone());
        }
    }

    pub(super) fn nothing_to_open(&self) -> Diagnostic {
        let here = std::env::current_dir().map(|dir| dir.display().to_string()).unwrap_or_default();
        let help = "Watching: the first file that appears opens. Any CSV does, packed (.gz, .zst) or not; bellwether example prints one to start from";
        let (named, base) = self.named();
        let message = match named.as_slice() {
            [] => format!("no config.toml and no .csv or .tsv file in {here} or its data folder"),
            [one] if base.join(one).is_dir() => format!("{one} is a directory without a .csv or .tsv file"),
            [one] => format!("{one} matches no file in {here}"),
            patterns => format!("{} match no file in {here}", patterns.join(", ")),
        };
        Diagnostic::error("no-data", message).at(self.place_of_data()).with_help(help)
    }
}

/// Whether it can be opened now: standard input always can.
pub(super) fn is_there(path: &Path) -> bool {
    path.as_os_str() == "-" || path.exists()
}
