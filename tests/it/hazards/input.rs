//! I1–I5: what comes from the terminal's keyboard, cut up by slow links, mixed with replies, in floods. That every cut of every sequence
//! gives the same event is proved in `shell::input`; here the real program is asked on a real terminal.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::super::terminal::process::{self, Process, say};
use super::super::terminal::{BELLWETHER, PATIENCE, Program, Setup};

const DATA: &str = "entity,metric,period,value,unit,source\n\
    Kimi,MAU,2024-10,10,M,QuestMobile\nDoubao,MAU,2024-10,48,M,QuestMobile\nErnie,MAU,2024-10,12,M,QuestMobile\n";

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("x.csv"), DATA).expect("a file");
    dir
}

/// I1: sequences split at every byte, with a gap of 5 ms here and 0, 20 and 40 ms by hand, on a terminal where ESC waits 50 ms, or 100 ms
/// over ssh: the filter that they are typed into holds what it holds when they are not split, and Esc quits nothing.
#[test]
fn i1_split_sequences_are_the_same_keys() {
    let dir = folder();
    let mut program = Setup::new(dir.path()).with("SSH_CONNECTION", "::1 1 ::1 22").start(&["x.csv"]);
    program.shows("Kimi");
    program.press("/");
    program.shows("Esc clears");
    // None of them types anything into a filter; each is followed by a letter that does.
    let sequences: &[&[u8]] =
        &[b"\x1b[A", b"\x1b[1;2D", b"\x1bOP", b"\x1b[15~", b"\x1b[[A", b"\x1b]11;rgb:0/0/0\x1b\\"];
    let mut typed = String::from("/");
    for sequence in sequences {
        for cut in 1..sequence.len() {
            for part in [&sequence[..cut], &sequence[cut..]] {
                program.press(part);
                program.hear(Duration::from_millis(5));
            }
            if typed.len() < 24 {
                program.press("k");
                typed.push('k');
            }
        }
    }
    program.shows(&format!("{typed}_"));
    for _ in 0..3 {
        program.press("\x1b");
        program.hear(Duration::from_millis(200));
    }
    program.drops("/k");
    program.press("q");
    assert!(program.ends().success());
}

/// I2: replies that nobody asked for type nothing; after one that is cut off, Ctrl-C ends the program in ≤ 1.2 s (here: at all).
#[test]
fn i2_replies_type_nothing_and_ctrl_c_gets_through() {
    let dir = folder();
    let replies: &[&[u8]] = &[
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1bP>|XTerm(390)\x1b\\",
        b"\x1b[?2026;2$y",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1b[0;0R",
        b"\x1b[?62;22c",
    ];
    let mut program = Program::start(dir.path(), &["x.csv"]);
    program.shows("Kimi");
    program.press("/");
    program.shows("Esc clears");
    program.press(replies.concat());
    program.press("z");
    program.shows("/z_");
    program.press("\x03\x03");
    assert!(program.ends().success());
    let mut slowest = Duration::ZERO;
    for reply in replies {
        let mut program = Program::start(dir.path(), &["x.csv"]);
        program.shows("Kimi");
        program.press(&reply[..reply.len() - 1]);
        program.hear(Duration::from_millis(30));
        let then = Instant::now();
        program.press("\x03");
        assert!(program.ends().success(), "{reply:?}");
        slowest = slowest.max(then.elapsed());
    }
    say(&format!("I2: Ctrl-C after a reply that was cut off: gone after {slowest:.0?} at most"));
}

/// I3: a flood of keys and one of a paste without end (200 kB each, or `BELLWETHER_RUNS` times as much; promised 10 MB): at most one frame
/// in 33 ms, ≤ 2 MB more memory, and it quits ≤ 1 s after the flood (asserted: 4 MB, one frame in 20 ms, and that it quits).
#[test]
#[ignore = "needs seconds"]
fn i3_floods_are_drawn_seldom_and_hold_nothing() {
    let dir = folder();
    let flood = 200_000 * process::runs(1);
    for (name, before, after) in [("keys", "", "q"), ("a paste without end", "/\x1b[200~", "\x03\x03")] {
        let mut program = Setup::new(dir.path()).start(&["x.csv"]);
        program.shows("Kimi");
        program.settle(Duration::from_millis(300));
        let process = Process::of(program.pid());
        let (held, seen) = (process.memory(), program.stream.len());
        program.press(before);
        let begun = Instant::now();
        let mut most = held;
        for sent in (0..flood).step_by(4_000) {
            program.press([b'j'; 4_000]);
            while program.hear(Duration::ZERO).is_some() {}
            if sent % 80_000 == 0 {
                most = most.max(process.memory());
            }
        }
        let lasted = begun.elapsed();
        most = most.max(process.memory());
        let then = Instant::now();
        program.press(after);
        assert!(program.ends().success());
        let quit = then.elapsed();
        let frames = program.stream[seen..].windows(8).filter(|bytes| bytes == b"\x1b[?2026h").count();
        let at_most = (lasted + quit).as_millis() / 20 + 4;
        let grown = most.saturating_sub(held);
        say(&format!(
            "I3: {flood} bytes of {name} in {lasted:.2?}: {frames} frames, {grown} KiB more, quit after {quit:.2?}"
        ));
        assert!(frames as u128 <= at_most, "{frames} frames in {lasted:?}");
        assert!(grown <= 4 << 10, "{grown} KiB more");
        assert!(quit < PATIENCE);
    }
}

/// I3: what is left out of a paste is said.
#[test]
fn i3_a_paste_that_is_cut_is_said_to_be() {
    let dir = folder();
    let mut program = Program::start(dir.path(), &["x.csv"]);
    program.shows("Kimi");
    program.press(":");
    program.shows("Esc");
    program.press(format!("\x1b[200~{}\x1b[201~", "j".repeat(100_000)));
    program.press("\x1b");
    program.shows("Only the first 64 KiB");
    program.press("\x1bq");
    program.signal(rustix::process::Signal::TERM);
    program.child.wait().expect("its status");
}

/// I5: data from standard input, keys from the terminal.
#[test]
fn i5_data_comes_from_a_pipe_and_keys_from_the_terminal() {
    let dir = folder();
    let line = format!("cat x.csv | '{BELLWETHER}' -");
    let mut program = Setup::new(dir.path()).program("sh").start(&["-c", &line]);
    program.shows("Kimi");
    program.press("\r");
    program.shows("stated");
    program.press("\x1b");
    program.drops("stated");
    program.press("q");
    assert!(program.ends().success());
}

/// I5: without any terminal: standard output is none, so it is the first frame, exit 0; standard output is one that cannot be opened by
/// any name, exit 2 and one line.
#[test]
fn i5_without_a_terminal_it_says_so() {
    let dir = folder();
    let mut child = Command::new("setsid")
        .args(["--wait", BELLWETHER, "-"])
        .current_dir(dir.path())
        .stdin(fs::File::open(dir.path().join("x.csv")).expect("the data"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("setsid");
    let _ = child.stdin.take();
    let output = child.wait_with_output().expect("its output");
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("Kimi"));
    assert!(output.stderr.is_empty());
}
