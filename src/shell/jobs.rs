//! Job control: stopping for the shell, where there is one that can continue us.

use std::io;

use rustix::process::{Pid, Signal, getpid, getppid, kill_current_process_group, kill_process};

/// Stops the process until somebody continues it.
pub(super) fn stop() {
    let _ = kill_process(getpid(), Signal::STOP);
}

/// Stops all of the job, as Ctrl-Z at the terminal would: a script that started us must give way to the shell too.
pub(super) fn stop_all() {
    let _ = kill_current_process_group(Signal::STOP);
}

/// Whether somebody in this session waits for the job: the parent of one of its processes that is not one of them. Without one
/// (`ssh host bellwether`, a terminal that was opened for it) nobody would ever continue us. Where that cannot be known the job is
/// taken for one of a shell.
pub(super) fn has_shell() -> bool {
    find_shell().unwrap_or(true)
}

fn find_shell() -> io::Result<bool> {
    let own = own_place()?;
    let mut ancestor = getppid();
    while let Some(pid) = ancestor {
        let it = place(pid)?;
        if it.session != own.session {
            return Ok(false);
        }
        if it.group != own.group {
            return Ok(true);
        }
        ancestor = parent(pid)?;
    }
    Ok(false)
}

/// Whether this process group is ours; so too where that cannot be known.
pub(super) fn is_own_group(group: Pid) -> bool {
    own_place().map_or(true, |own| own.group == group.as_raw_nonzero().get())
}

/// The process group and the session of a process. Those of outside, where a container was entered, are 0: `getpgrp` and `getsid` of
/// rustix hold that for impossible.
struct Place {
    group: i32,
    session: i32,
}

/// The place of this process. An error where `/proc` is that of other processes than ours, as in a sandbox: there each number is another
/// one's.
#[cfg(target_os = "linux")]
fn own_place() -> io::Result<Place> {
    let link = std::fs::read_link("/proc/self")?;
    let own = getpid();
    if link.to_str() != Some(own.as_raw_nonzero().to_string().as_str()) {
        return Err(io::Error::from(io::ErrorKind::Unsupported));
    }
    place(own)
}

#[cfg(target_os = "linux")]
fn place(pid: Pid) -> io::Result<Place> {
    Ok(Place { group: said(pid, 2)?, session: said(pid, 3)? })
}

/// The parent of a process; `None` for the first process and for a parent outside.
#[cfg(target_os = "linux")]
fn parent(pid: Pid) -> io::Result<Option<Pid>> {
    Ok(Pid::from_raw(said(pid, 1)?))
}

/// The n-th number after the name of a process in what the system says of it (`proc_pid_stat(5)`).
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "what the system tells of a process is no data file")]
fn said(pid: Pid, n: usize) -> io::Result<i32> {
    let line = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()))?;
    // The name, in parentheses, may hold anything.
    let number = line.rsplit_once(')').and_then(|(_, fields)| fields.split_whitespace().nth(n)?.parse().ok());
    number.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))
}

#[cfg(not(target_os = "linux"))]
fn own_place() -> io::Result<Place> {
    place(getpid())
}

#[cfg(not(target_os = "linux"))]
fn place(pid: Pid) -> io::Result<Place> {
    use rustix::process::{getpgid, getsid};

    let number = |pid: Pid| pid.as_raw_nonzero().get();
    Ok(Place { group: number(getpgid(Some(pid))?), session: number(getsid(Some(pid))?) })
}

#[cfg(not(target_os = "linux"))]
fn parent(_: Pid) -> io::Result<Option<Pid>> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}
