//! Job control: stopping for the shell, where there is one that can continue us.

use rustix::process::{
    Pid, Signal, getpgid, getpgrp, getpid, getppid, getsid, kill_current_process_group, kill_process,
};

/// Stops the process until somebody continues it.
pub(super) fn stop() {
    let _ = kill_process(getpid(), Signal::STOP);
}

/// Stops all of the job, as Ctrl-Z at the terminal would: a script that started us must give way to the shell too.
pub(super) fn stop_all() {
    let _ = kill_current_process_group(Signal::STOP);
}

/// Whether somebody in this session waits for the job: the parent of one of its processes that is not one of them. Without one
/// (`ssh host bellwether`, a terminal that was opened for it) nobody would ever continue us.
pub(super) fn has_shell() -> bool {
    let (group, session) = (getpgrp(), getsid(None));
    let mut ancestor = getppid();
    while let Some(pid) = ancestor {
        if getsid(Some(pid)) != session {
            return false;
        }
        if getpgid(Some(pid)) != Ok(group) {
            return true;
        }
        match parent(pid) {
            Some(parent) => ancestor = Some(parent),
            // Where that cannot be known the job is taken for one of a shell.
            None => return true,
        }
    }
    false
}

#[expect(clippy::disallowed_methods, reason = "what the system tells of a process is no data file")]
fn parent(pid: Pid) -> Option<Pid> {
    let line = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    // The name, in parentheses, may hold anything.
    let (_, fields) = line.rsplit_once(')')?;
    Pid::from_raw(fields.split_whitespace().nth(1)?.parse().ok()?)
}
