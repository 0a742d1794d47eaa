//! config.toml on disk: the last good one stays in force while the file is broken.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::whole::{ReadError, Stamp, read_whole, stamp};
use crate::base::{Diagnostic, Place};
use crate::board::{Checked, check_config};

/// The config file and what was last read from it.
pub(super) struct ConfigFile {
    pub(super) path: PathBuf,
    /// Problems of what is on disk now.
    pub(super) diagnostics: Vec<Diagnostic>,
    named: bool,
    good: Option<Arc<Checked>>,
    stamp: Option<Stamp>,
}

impl ConfigFile {
    /// Reads the named file, or `./config.toml` if there is one.
    pub(super) fn new(named: Option<PathBuf>) -> Self {
        let mut file = Self {
            named: named.is_some(),
            path: named.unwrap_or_else(|| PathBuf::from("config.toml")),
            diagnostics: Vec::new(),
            good: None,
            stamp: None,
        };
        file.read();
        file
    }

    /// The last good config.
    pub(super) fn checked(&self) -> Option<Arc<Checked>> {
        self.good.clone()
    }

    /// Whether there was no such file when it was last looked for.
    pub(super) fn is_missing(&self) -> bool {
        self.stamp.is_none()
    }

    /// Where its patterns count from.
    pub(super) fn base(&self) -> PathBuf {
        self.path.parent().map(Path::to_path_buf).unwrap_or_default()
    }

    /// Whether another file stands there than the one that was read.
    pub(super) fn changed(&self) -> bool {
        stamp(&self.path) != self.stamp
    }

    /// Reads it again.
    pub(super) fn read(&mut self) {
        self.stamp = stamp(&self.path);
        let name = self.path.to_string_lossy().into_owned();
        let place = Place { file: Some(Arc::from(name.as_str())), ..Place::default() };
        let unreadable = |why: String| vec![Diagnostic::error("config-unreadable", why).at(place.clone())];
        match read_whole(&self.path) {
            Ok(whole) => {
                self.stamp = Some(whole.stamp);
                match std::str::from_utf8(&whole.bytes) {
                    Ok(text) => {
                        let (checked, diagnostics) = check_config(text, &name);
                        self.diagnostics = diagnostics;
                        if let Some(checked) = checked {
                            self.good = Some(Arc::new(checked));
                        }
                    }
                    Err(_) => self.diagnostics = unreadable(String::from("not UTF-8 text")),
                }
            }
            Err(ReadError::Gone) if !self.named && self.good.is_none() => self.diagnostics.clear(),
            Err(ReadError::Gone) => self.diagnostics = unreadable(String::from("no such file")),
            Err(ReadError::Changing) => self.diagnostics = unreadable(String::from("it changes while it is read")),
            Err(ReadError::Unreadable(why)) => self.diagnostics = unreadable(why),
        }
    }
}
