//! What the system knows of a process.

use std::fs;
use std::io::Write as _;
use std::time::{Duration, Instant};

use rustix::process::Pid;

/// A process, be it a child of this one or not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Process(Pid);

impl Process {
    pub(crate) fn of(pid: Pid) -> Self {
        Self(pid)
    }

    /// Fields of its line in `/proc` after the name; `None` where there is none.
    fn stat(self) -> Option<Vec<String>> {
        let line = fs::read_to_string(format!("/proc/{}/stat", self.0.as_raw_nonzero())).ok()?;
        let (_, fields) = line.rsplit_once(')')?;
        Some(fields.split_whitespace().map(str::to_owned).collect())
    }

    /// Its only child.
    pub(crate) fn child(self) -> Pid {
        let id = self.0.as_raw_nonzero();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).expect("it is there");
        Pid::from_raw(children.trim().parse().expect("one number")).expect("a process")
    }

    /// `R` runs, `S` waits, `T` is stopped, `Z` has ended; `None` where there is none.
    pub(crate) fn state(self) -> Option<char> {
        self.stat()?.first()?.chars().next()
    }

    /// CPU time that it has taken until now, as long as nobody has waited for its end.
    pub(crate) fn cpu(self) -> Duration {
        let ticks = |fields: Vec<String>| -> Option<u64> {
            Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
        };
        Duration::from_millis(10 * self.stat().and_then(ticks).unwrap_or(0))
    }

    /// Memory that it holds, in KiB.
    pub(crate) fn memory(self) -> u64 {
        let path = format!("/proc/{}/status", self.0.as_raw_nonzero());
        let status = fs::read_to_string(path).expect("it is there");
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("its memory");
        line.split_whitespace().nth(1).expect("a number").parse().expect("a number")
    }

    /// Waits until it is so.
    pub(crate) fn until(self, deadline: Instant, is_so: impl Fn(Option<char>) -> bool) {
        while !is_so(self.state()) {
            assert!(Instant::now() < deadline, "process {:?} is in state {:?}", self.0, self.state());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits for its end.
    pub(crate) fn is_over(self, deadline: Instant) {
        self.until(deadline, |state| matches!(state, None | Some('Z' | 'X')));
    }
}

/// How often a test repeats what it does: `BELLWETHER_RUNS`, or fewer.
pub(crate) fn runs(few: usize) -> usize {
    std::env::var("BELLWETHER_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(few)
}

/// A measured figure, past the harness, which keeps what tests print to itself.
pub(crate) fn say(sentence: &str) {
    let _ = writeln!(std::io::stderr(), "{sentence}");
}
