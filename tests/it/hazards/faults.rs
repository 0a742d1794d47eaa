//! T2: a panic, wherever it happens. Only in builds that can panic on purpose: `cargo test --features faults -- --ignored`.

use std::fs;
use std::time::Duration;

use super::super::terminal::{BELLWETHER, Program, Setup, modes};

const HEADER: &str = "entity,metric,period,value,unit,source\n";

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("x.csv"), format!("{HEADER}Kimi,MAU,2024-10,10,M,QuestMobile\n")).expect("a file");
    dir
}

/// The main screen after the end of a program that said something there.
fn last_words(program: &mut Program) -> String {
    let status = program.waits();
    assert!(!status.success() && status.signal().is_none(), "{status:?}");
    program.settle(Duration::from_millis(100));
    assert_eq!(modes::left_on(&program.stream), Vec::<String>::new(), "modes that are left on");
    assert!(program.is_as_before(), "termios as before");
    assert!(!program.screen.screen().alternate_screen());
    let leave = bellwether::frame::LEAVE.as_bytes();
    let left = program.stream.windows(leave.len()).rposition(|bytes| bytes == leave).expect("it has left");
    let after = String::from_utf8_lossy(&program.stream[left + leave.len()..]).into_owned();
    assert!(!after.contains("\x1b[?") && !after.contains("\x1b]"), "nothing is drawn after it: {after:?}");
    program.contents()
}

/// T2: where the loop, the drawing, the writing or the reading panics, the terminal comes back first, then the message stands on the
/// main screen, and the exit code is not zero; 100%.
///
/// Seen red with `tty::end` left out of the hook: "modes that are left on: ?1049, hidden cursor"; and with a screen thread that ends
/// without a word: "it does not end".
#[test]
#[ignore = "needs seconds"]
fn t2_a_panic_gives_the_terminal_back_and_says_why() {
    let dir = folder();
    for place in ["ui@1", "draw@2", "screen@2", "keyboard@1"] {
        let fault = format!("panic:{place}");
        let setup = Setup::new(dir.path()).without("RUST_BACKTRACE").without("RUST_LIB_BACKTRACE");
        let mut program = setup.start(&["x.csv", "--fault", &fault]);
        program.shows("Kimi");
        program.press("?");
        let words = last_words(&mut program);
        assert!(words.contains("bellwether: a fault in the program: a fault on purpose"), "{place}: {words}");
        assert!(words.contains("faults.rs:"), "{place}: {words}");
    }
}

/// T2: where standard error is a file it holds the message, without a colour and without what the message itself would command.
///
/// Seen red with reports that are always in colour: their escapes in the file; and with the words of the panic as they are: its title for
/// the terminal in the file.
#[test]
#[ignore = "needs seconds"]
fn t2_the_message_in_a_file_is_plain() {
    let dir = folder();
    let run = "exec \"$0\" x.csv --fault panic:ui@1 2>err";
    let mut program = Setup::new(dir.path()).program("sh").start(&["-c", run, BELLWETHER]);
    program.shows("Kimi");
    program.press("?");
    assert_eq!(program.ends().exit_code(), 101);
    let words = fs::read_to_string(dir.path().join("err")).expect("its last words");
    assert!(words.contains("a fault on purpose"), "{words:?}");
    assert!(!words.contains('\x1b') && !words.contains('\x07'), "{words:?}");
}

/// T2: a worker that panics ends nothing else: the screen says so in words and goes on, and so does the worker.
///
/// Seen red with a hook that gives the terminal back whichever thread panics: "never seen: could not be loaded", but a report on the main
/// screen.
#[test]
#[ignore = "needs seconds"]
fn t2_a_panic_of_a_worker_is_told_on_the_screen() {
    for (place, words) in [("worker@2", "could not be loaded"), ("planner@2", "could not be planned")] {
        let dir = folder();
        let fault = format!("panic:{place}");
        let mut program = Program::start(dir.path(), &["x.csv", "--fault", &fault]);
        program.shows("Kimi");
        program.press("R");
        program.shows(words);
        program.shows("a fault in the program");
        program.keeps("Kimi");
        let more = format!("{HEADER}Kimi,MAU,2024-10,10,M,QuestMobile\nDoubao,MAU,2024-10,20,M,QuestMobile\n");
        fs::write(dir.path().join("x.csv"), more).expect("a file");
        program.shows("Doubao");
        program.press("q");
        assert!(program.ends().success(), "{place}");
        let stream = String::from_utf8_lossy(&program.stream).into_owned();
        assert_eq!(stream.matches("\x1b[?1049h").count(), 1, "{place}: the terminal was never given back meanwhile");
    }
}
