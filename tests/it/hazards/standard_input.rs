//! I5: standard input that holds figures, or none, and terminals that are not where one looks for them.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::super::terminal::{BELLWETHER, Program, Setup, programs};

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let rows = "entity,metric,period,value,unit,source\nKimi,MAU,2024-10,10.25,M,QuestMobile\n";
    fs::write(dir.path().join("x.csv"), rows).expect("a file");
    dir
}

/// A shell that has the terminal, in which something runs.
fn shell(dir: &Path, command: &str) -> Program {
    Setup::new(dir).program("sh").start(&["-c", command])
}

/// I5: a pipe that stays open: it is said what is waited for, keys are heard meanwhile, Esc shows what has come to the last whole line, and
/// quitting does not wait for its end.
///
/// Seen red with a wait of which nobody is told: "never seen: standard input"; and with a cut that is forgotten when it is read again: "was
/// lost".
#[test]
fn i5_a_pipe_that_stays_open_holds_nothing_up() {
    let dir = folder();
    let mut program = shell(
        dir.path(),
        &format!("mkfifo open; exec 3<>open; cat x.csv >&3; printf Doub >&3; exec {BELLWETHER} - <&3"),
    );
    program.shows("standard input");
    program.hears_keys();
    program.press("\x1b");
    program.shows("10.25M");
    program.shows("first lines only");
    // Read again it is no more than it was.
    program.press("R");
    program.settle(Duration::from_millis(300));
    program.keeps("first lines only");
    assert!(!program.contents().contains("Doub"), "{}", program.contents());
    program.press("q");
    assert!(program.ends().success());
    let mut program = shell(dir.path(), &format!("exec 3<>open; exec {BELLWETHER} - <&3"));
    program.shows("standard input");
    program.press("q");
    assert!(program.ends().success());
}

/// I5: figures cannot come from where the keys are: exit code 2 and one line, before the terminal is touched.
///
/// Seen red without the refusal, as it was: every second key is taken for figures, "it does not end".
#[test]
fn i5_figures_and_keys_from_one_terminal_are_refused() {
    let dir = folder();
    let mut program = Program::start(dir.path(), &["-"]);
    assert_eq!(program.waits().exit_code(), 2);
    program.shows("standard input is the terminal");
    assert_eq!(program.contents().trim().lines().count(), 1, "{}", program.contents());
    assert!(!program.stream.contains(&0x1b), "nothing is drawn");
    assert!(program.is_as_before(), "termios as before");
}

/// I5: the same where it is one file of several, or the config names it: the board says so, and every key is a key.
///
/// Seen red without that refusal: "never seen: standard input is the terminal".
#[test]
fn i5_figures_and_keys_from_one_terminal_are_refused_on_the_board() {
    let dir = folder();
    fs::write(dir.path().join("config.toml"), "data = [\"-\"]\n").expect("a config");
    for arguments in [&["x.csv + -"][..], &[]] {
        let mut program = Program::start(dir.path(), arguments);
        program.shows("standard input is the terminal");
        program.hears_keys();
        program.press("q");
        assert!(program.ends().success());
    }
}

/// I5: a session without a terminal of its own whose output is one (`setsid`, some service managers): it is found by its name.
///
/// Seen red with /dev/tty alone: "no terminal to open".
#[test]
fn i5_a_terminal_of_another_session_is_found_by_its_name() {
    if programs::find("setsid").is_none() {
        return;
    }
    let dir = folder();
    for command in ["setsid --wait \"$0\" x.csv", "setsid --wait sh -c 'cat x.csv | \"$0\" -' \"$0\""] {
        let mut program = Setup::new(dir.path()).program("sh").start(&["-c", command, BELLWETHER]);
        program.shows("10.25M");
        program.hears_keys();
        program.press("q");
        assert!(program.ends().success(), "{command}");
    }
}
