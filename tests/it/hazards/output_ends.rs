//! T4 and T5: what is printed and nobody takes, and a terminal that takes nothing for a while.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::super::terminal::process::{self, Process};
use super::super::terminal::{BELLWETHER, PATIENCE, Setup, modes};

const HEADER: &str = "entity,metric,period,value,unit,source\n";

/// A folder with more figures than a pipe holds when exported.
pub(super) fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let rows: Vec<String> = (0..800).map(|row| format!("Entity {row},MAU,2024-10,{row}.5,M,QuestMobile\n")).collect();
    fs::write(dir.path().join("x.csv"), format!("{HEADER}{}", rows.concat())).expect("a file");
    dir
}

/// Everything that prints. The exit code of a check is that of what it found.
pub(super) const PRINTING: [&[&str]; 10] = [
    &["snapshot", "x.csv"],
    &["snapshot", "--format", "svg", "x.csv"],
    &["check", "x.csv"],
    &["check", "--format", "json", "x.csv"],
    &["export", "x.csv"],
    &["export", "--format", "json", "x.csv"],
    &["keys"],
    &["man"],
    &["config"],
    &["x.csv"],
];

/// What was said, less that there is no config.
pub(super) fn said(output: &Output) -> String {
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    words.lines().filter(|line| !line.contains("No config.toml here")).collect::<Vec<_>>().join("\n")
}

/// T4: a reader that has seen enough ends every command that prints with status 0 and without a word.
///
/// Seen red with a broken pipe taken for an error like others: exit code 1.
#[test]
fn t4_a_reader_that_goes_is_no_failure() {
    let dir = folder();
    for arguments in PRINTING {
        let mut command = Command::new(BELLWETHER);
        command.args(arguments).current_dir(dir.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.env("LC_ALL", "C.UTF-8").spawn().expect("it starts");
        // Gone before the first byte: no command can be faster.
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("its end");
        assert!(output.status.success(), "{arguments:?}: {:?}", output.status);
        assert_eq!(said(&output), "", "{arguments:?}");
    }
}

/// T4: one line is taken of what `head -1` sees, and the pipeline says nothing.
///
/// Seen red with a broken pipe taken for an error like others: 1 instead of 0 behind the line of the export.
#[test]
fn t4_head_gets_its_line() {
    let dir = folder();
    for arguments in ["snapshot x.csv", "export x.csv", "export --format json x.csv", "keys", "check x.csv"] {
        let line = format!("{BELLWETHER} {arguments} | head -1; echo ${{PIPESTATUS[0]}}");
        let output = Command::new("bash").args(["-c", &line]).current_dir(dir.path()).output().expect("bash");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let lines: Vec<&str> = printed.lines().collect();
        assert!(matches!(lines[..], [_, "0"]), "{arguments}: {printed}");
        assert_eq!(said(&output), "", "{arguments}");
    }
}

/// T4: a full disk is said in one line, with status 1.
///
/// Seen red with the report that the library makes of an error: several lines, in colour, with a place in the source.
#[test]
fn t4_a_full_disk_is_said_in_one_line() {
    let dir = folder();
    for arguments in PRINTING {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
        let mut command = Command::new(BELLWETHER);
        command.args(arguments).current_dir(dir.path()).stdout(full).stderr(Stdio::piped());
        let output = command.output().expect("its end");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let words = said(&output);
        assert!(words.starts_with("bellwether: cannot write: No space left on device"), "{arguments:?}: {words:?}");
        assert_eq!(words.lines().count(), 1, "{arguments:?}: {words:?}");
        // Nor where that cannot be said either.
        let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
        let mut command = Command::new(BELLWETHER);
        let status = command.args(arguments).current_dir(dir.path()).stdout(full()).stderr(full()).status();
        assert_eq!(status.expect("its end").code(), Some(1), "{arguments:?}");
    }
}

/// Writes the n-th state of a file that changes, as careful programs do.
fn write_state(dir: &Path, n: usize) {
    // As many rows each time, so that what is held for them does not grow.
    let rows: Vec<String> = (0..200).map(|row| format!("E{row},MAU,2024-10,{},M,S\n", n * 10 + row)).collect();
    fs::write(dir.join("new"), format!("{HEADER}State {n},MAU,2024-10,99999,M,S\n{}", rows.concat())).expect("a file");
    fs::rename(dir.join("new"), dir.join("x.csv")).expect("the same folder");
}

/// T5: a terminal that nobody reads, under 10 changes a second for 4 s (`BELLWETHER_RUNS` changes; promised 600 in 60 s): memory grows by
/// ≤ 1 MB, TERM ends it in ≤ 300 ms and leaves nothing switched on, and in a second run the newest figures show once it is read.
///
/// Seen red with a mailbox that keeps every frame: 13,364 KiB more; with a restore that waits for the terminal: it is there 20 s later; and with one
/// that gives up where the terminal is full, or does not empty it: "it left without giving the terminal back".
#[test]
#[ignore = "needs seconds"]
fn t5_a_terminal_that_nobody_reads_costs_nothing_and_stops_nothing() {
    let changes = process::runs(40);
    for is_read_later in [false, true] {
        let dir = tempfile::tempdir().expect("a folder");
        write_state(dir.path(), 0);
        // Large frames fill what the kernel holds at once.
        let mut program = Setup::new(dir.path()).size(400, 100).unread().start(&["x.csv"]);
        let process = Process::of(program.pid());
        let mut settled = 0;
        for n in 1..=changes {
            write_state(dir.path(), n);
            // Keys paint everything again: each frame is a large one.
            program.press("\x0c");
            std::thread::sleep(Duration::from_millis(100));
            if n == changes / 2 {
                settled = process.memory();
            }
        }
        let grown = process.memory().saturating_sub(settled);
        process::say(&format!("T5: {grown} KiB more after the last {} of {changes} changes", changes - changes / 2));
        assert!(grown <= 1024, "{grown} KiB more");
        if is_read_later {
            program.read_on();
            program.shows(&format!("State {changes}"));
            program.press("q");
            assert!(program.ends().success());
        } else {
            // The last words would find room in what the kernel keeps for small writes.
            program.fill();
            let sent = Instant::now();
            program.signal(Signal::TERM);
            process.is_over(sent + PATIENCE);
            let ended = sent.elapsed();
            process::say(&format!("T5: TERM ended it in {} ms", ended.as_millis()));
            assert!(ended < Duration::from_secs(3), "{ended:?}");
            program.read_on();
            assert!(program.ends().signal().is_some());
            assert!(modes::ever_on(&program.stream).contains(&1049));
        }
    }
}
