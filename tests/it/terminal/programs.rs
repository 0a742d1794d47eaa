//! Other programs that tests need. Where one is absent, the test that needs it says so; `.ci/run` installs them, so none is skipped there.

use std::path::PathBuf;

use super::process::say;

/// Where a program lies, or `None` after saying that the test is skipped.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // sshd lies where ordinary users do not look.
    let places = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin"), PathBuf::from("/sbin")]);
    let found = places.map(|place| place.join(name)).find(|path| path.is_file());
    if found.is_none() {
        say(&format!("skipped: there is no {name} on this machine"));
    }
    found
}
