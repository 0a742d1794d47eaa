//! Other programs that tests need. Where one is absent, the test that needs it says so; `.ci/run` installs them, so none is skipped there.

use std::io::Write as _;
use std::path::PathBuf;

/// Where a program lies, or `None` after saying that the test is skipped.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // sshd lies where ordinary users do not look.
    let places = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin"), PathBuf::from("/sbin")]);
    let found = places.map(|place| place.join(name)).find(|path| path.is_file());
    if found.is_none() {
        tell(&format!("skipped: there is no {name} on this machine"));
    }
    found
}

/// Says a line past the harness, which keeps what tests print to itself: a figure that was measured, a test that is skipped.
pub(crate) fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
