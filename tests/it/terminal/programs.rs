//! Other programs that tests need. Where one is absent, the test that needs it says so; `.ci/run` installs them, so none is skipped there.

use std::path::PathBuf;
use std::process::{Command, Stdio};

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

/// The library that gives a program another clock, or `None` after saying that the test is skipped.
pub(crate) fn faketime() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    let found = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).find(|path| path.is_file());
    if found.is_none() {
        say("skipped: there is no libfaketime on this machine");
    }
    found
}

/// Whether a program can be made the first process of a container with [`CONTAINER`]; says so where it cannot.
pub(crate) fn has_containers() -> bool {
    let Some(unshare) = find(CONTAINER[0]) else { return false };
    let made = Command::new(unshare).args(&CONTAINER[1..]).arg("true").stderr(Stdio::null()).status();
    let can = made.is_ok_and(|status| status.success());
    if !can {
        say("skipped: this machine makes no containers");
    }
    can
}

/// Makes the program that follows the first process of a container: the processes outside have no number there.
pub(crate) const CONTAINER: [&str; 3] = ["unshare", "-Urpf", "--mount-proc"];
