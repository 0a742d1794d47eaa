//! A tmux server of its own, with a pane in which something runs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{PATIENCE, programs};

/// A server that ends with its owner.
pub(crate) struct Tmux {
    program: PathBuf,
    /// Holds its socket.
    home: tempfile::TempDir,
}

impl Tmux {
    /// A session of 120x38 in a folder with a command in it; `None` after saying that there is no tmux.
    pub(crate) fn start(dir: &Path, command: &[&str]) -> Option<Self> {
        let program = programs::find("tmux")?;
        let tmux = Self { program, home: tempfile::tempdir().expect("a folder") };
        let dir = dir.to_str().expect("a name");
        let session = ["new-session", "-d", "-x", "120", "-y", "38", "-c", dir];
        tmux.run(&[&session[..], command].concat());
        Some(tmux)
    }

    /// An interactive bash that reads no files of its user.
    pub(crate) fn with_bash(dir: &Path) -> Option<Self> {
        let bash = programs::find("bash")?;
        Self::start(dir, &["env", "PS1=$ ", bash.to_str().expect("a name"), "--norc", "--noprofile"])
    }

    /// What a tmux command prints.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = Command::new(&self.program)
            .arg("-S")
            .arg(self.home.path().join("socket"))
            .args(["-u", "-f", "/dev/null"])
            .args(arguments)
            .env_remove("TMUX")
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .output()
            .expect("tmux runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Types text as it stands.
    pub(crate) fn types(&self, text: &str) {
        self.run(&["send-keys", "-l", "--", text]);
    }

    /// Presses keys by their names.
    pub(crate) fn presses(&self, names: &[&str]) {
        self.run(&[&["send-keys"], names].concat());
    }

    /// The text in the pane.
    pub(crate) fn contents(&self) -> String {
        self.run(&["capture-pane", "-p"])
    }

    /// What tmux says of the pane: `#{...}`.
    pub(crate) fn says(&self, format: &str) -> String {
        self.run(&["display-message", "-p", format]).trim().to_owned()
    }

    /// Waits until the pane holds the text.
    pub(crate) fn shows(&self, text: &str) {
        self.until(text, |tmux| tmux.contents().contains(text));
    }

    /// Waits until it is so.
    pub(crate) fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self) {
            assert!(Instant::now() < deadline, "never seen: {what}\n{}", self.contents());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}
