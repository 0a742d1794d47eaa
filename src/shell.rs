//! Floor 6: every side effect. Terminal, input bytes, files, watcher, clock, clipboard, editor, and the event loop. Knows not how a
//! panel looks.

/// What the command line asks of a run.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// Data files, directories, globs or `-`, as typed; empty = the config's.
    pub files: Vec<String>,
    /// `--config`.
    pub config: Option<std::path::PathBuf>,
    /// `--page`.
    pub page: Option<String>,
    /// `--together`.
    pub together: bool,
    /// Capabilities.
    pub wishes: crate::frame::Wishes,
    /// `--log`.
    pub log: Option<std::path::PathBuf>,
}
