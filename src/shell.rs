//! Floor 6: every side effect. Terminal, input bytes, files, watcher, clock, clipboard, editor, and the event loop. Knows not how a
//! panel looks.

mod clock;
mod config_file;
mod editor;
mod entries;
mod expand;
#[cfg(feature = "faults")]
mod faults;
mod files;
mod follow;
mod guest;
mod input;
mod jobs;
mod keyboard;
mod link;
mod load;
mod orders;
mod panics;
mod planner;
mod progress;
mod run;
mod screen;
mod signals;
mod snapshot;
mod tty;
mod whole;

use std::process::ExitCode;

pub use expand::{Choice, expand};
#[cfg(feature = "faults")]
pub use faults::Fault;
pub use follow::TERMINAL_GIVEN;
pub use snapshot::snapshot;
pub use tty::columns_of;

use crate::app::World;

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
    /// `--fault`
    #[cfg(feature = "faults")]
    pub fault: Option<Fault>,
}

/// A variable of the environment, if it is set and text.
#[expect(clippy::disallowed_methods, reason = "the environment is read here and passed on")]
pub fn var(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Shows the board on the terminal until the viewer quits.
///
/// # Errors
/// A sentence, if it could not start: no terminal to open.
pub fn run(options: &RunOptions) -> Result<ExitCode, String> {
    run::run(options)
}

/// Says what the beginnings of large files tell for certain to be wrong with them, long before they are read whole.
pub fn glance(options: &RunOptions, say: &mut dyn FnMut(Vec<crate::base::Diagnostic>)) {
    load::glance(options, say);
}

/// Loads config and data once, without watching: a file that is being written is waited for until it has been quiet for one second.
/// What could not be loaded is said in [`World::nothing`], [`World::health`] and the diagnostics.
pub fn load_once(options: &RunOptions) -> World {
    World::clone(&load::load_finished(options))
}
