//! T1–T3: every way out gives the terminal back, and a program whose terminal is gone goes too.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::super::terminal::process::{self, Process};
use super::super::terminal::tmux::Tmux;
use super::super::terminal::{BELLWETHER, PATIENCE, Program, Setup, programs};

/// A folder with enough figures for a board that takes some time to load and to draw.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ai-industry-2024.csv");
    fs::copy(shipped, dir.path().join("x.csv")).expect("the shipped data");
    dir
}

/// Moments that differ from run to run of a loop, and not from run to run of the test.
struct Moments(u64);

impl Moments {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Draws all the time, by keys and by the size of the terminal, until then.
fn draw_until(program: &mut Program, then: Instant) {
    let mut wide = false;
    while let Some(left) = then.checked_duration_since(Instant::now()) {
        program.press("\x0c");
        wide = !wide;
        program.resize(if wide { 140 } else { 120 }, 38);
        program.hear(left.min(Duration::from_millis(7)));
    }
}

/// T1: TERM, INT, QUIT and HUP, each at a random time 0–2 s after the start and while whole frames are written: settings byte for byte as
/// before, all modes off, ended by the same signal, in ≤ 200 ms. 12 runs, or `BELLWETHER_RUNS`; promised 400 of 400.
///
/// Seen red with the lock of `shell::tty` held by `take` only while it stores what it took, within 120 runs: "it left without giving the
/// terminal back".
#[test]
#[ignore = "needs seconds"]
fn t1_a_signal_at_any_time_gives_the_terminal_back() {
    let dir = folder();
    let mut moments = Moments(1);
    let mut slowest = Duration::ZERO;
    let runs = process::runs(12);
    for run in 0..runs {
        let (signal, name) =
            [(Signal::TERM, "Terminated"), (Signal::INT, "Interrupt"), (Signal::QUIT, "Quit"), (Signal::HUP, "Hangup")]
                [run % 4];
        let mut program = Setup::new(dir.path()).start(&["x.csv"]);
        // Every third run aims at the start, where the terminal is taken.
        let range = if run % 3 == 0 { 60 } else { 2_000 };
        let then = Instant::now() + Duration::from_micros(moments.next(range * 1_000));
        draw_until(&mut program, then);
        let sent = Instant::now();
        program.signal(signal);
        Process::of(program.pid()).is_over(sent + PATIENCE);
        slowest = slowest.max(sent.elapsed());
        let status = program.ends_early_or_late();
        assert!(status.signal().is_some_and(|said| said.starts_with(name)), "run {run}, {name}: {status:?}");
    }
    process::say(&format!("T1: {runs} of {runs} kills, the slowest took {} ms", slowest.as_millis()));
    assert!(slowest < PATIENCE / 4, "{slowest:?}");
}

/// T1: two signals at once end it by one of them.
///
/// Seen red with `tty::end` left out of the signal thread: "it left without giving the terminal back".
#[test]
fn t1_two_signals_at_once_give_the_terminal_back() {
    let dir = folder();
    for _ in 0..4 {
        let mut program = Program::start(dir.path(), &["x.csv"]);
        program.until("a board", |screen| screen.contains("x.csv"));
        program.signal(Signal::TERM);
        program.signal(Signal::INT);
        program.signal(Signal::HUP);
        let status = program.ends();
        assert!(status.signal().is_some(), "{status:?}");
    }
}

/// T1: the first process of a container, which no signal of its own can kill, says by its status which one has ended it.
///
/// Seen red with the signal sent to itself there too: a fault of the machine (SIGSEGV) instead of a status.
#[test]
fn t1_a_signal_in_a_container_gives_the_terminal_back() {
    if !programs::has_containers() {
        return;
    }
    let dir = folder();
    let [unshare, options @ ..] = programs::CONTAINER;
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::QUIT, 131)] {
        let mut program =
            Setup::new(dir.path()).program(unshare).start(&[&options[..], &[BELLWETHER, "x.csv"]].concat());
        program.shows("x.csv");
        let inside = Process::of(program.pid()).child();
        kill_process(inside, signal).expect("it is there");
        assert_eq!(program.ends().exit_code(), status);
    }
}

/// T1: where `/proc` is that of outside, as in some sandboxes, and a number there is another process's: the terminal is given back all the
/// same. A shell with job control has started it, so that its group is its own.
///
/// Seen red with its group read there under its own number: "termios as before".
#[test]
fn t1_under_the_proc_of_outside_the_terminal_is_given_back() {
    if !programs::has_containers() {
        return;
    }
    let dir = folder();
    let [unshare, ..] = programs::CONTAINER;
    let command = format!("set -m; {BELLWETHER} x.csv; true");
    let mut program = Setup::new(dir.path()).program(unshare).start(&["-Urpf", "sh", "-c", &command]);
    program.shows("x.csv");
    program.press("q");
    // The status is the shell's, which has no group in there to go back to.
    program.ends();
}

/// How a shell starts it: with SIGHUP as it comes, ignored, and never delivered, so that only the terminal itself tells.
const WAYS: [&str; 3] = ["exec", "trap '' HUP; exec", "exec env --block-signal=HUP"];

/// T3: the terminal is taken away, with SIGHUP in each of these ways. Gone within 1 s, with ≤ 50 ms of CPU after it. 9 runs, or `BELLWETHER_RUNS`; promised 200 of 200.
///
/// Seen red with a keyboard that takes the end of its input for silence: the process is still there.
#[test]
#[ignore = "needs seconds"]
fn t3_a_hang_up_ends_it_and_costs_nothing() {
    let dir = folder();
    let (mut slowest, mut dearest) = (Duration::ZERO, Duration::ZERO);
    let runs = process::runs(9);
    for run in 0..runs {
        let command = format!("{} {BELLWETHER} x.csv", WAYS[run % 3]);
        let mut program = Setup::new(dir.path()).program("sh").start(&["-c", &command]);
        program.shows("x.csv");
        program.settle(Duration::from_millis(200));
        let process = Process::of(program.pid());
        let before = process.cpu();
        let cut = Instant::now();
        let mut child = program.hang_up();
        process.is_over(cut + PATIENCE);
        slowest = slowest.max(cut.elapsed());
        dearest = dearest.max(process.cpu().saturating_sub(before));
        child.wait().expect("its status");
    }
    let (ms, cpu) = (slowest.as_millis(), dearest.as_millis());
    process::say(&format!("T3: {runs} of {runs} hang-ups, gone within {ms} ms, at most {cpu} ms of CPU"));
    assert!(slowest < Duration::from_secs(5), "gone within {slowest:?}");
    assert!(dearest < Duration::from_millis(250), "{dearest:?} of CPU");
}

/// A script that runs Bellwether in one of the ways and leaves its process id in a file: that file, and the command.
fn with_id(dir: &Path, way: &str) -> (PathBuf, &'static str) {
    let script = format!("echo $$ > id.new; mv id.new id; {way} {BELLWETHER} x.csv\n");
    fs::write(dir.join("run"), script).expect("a script");
    (dir.join("id"), "sh run")
}

fn read_id(path: &Path) -> Pid {
    let text = fs::read_to_string(path).expect("its id");
    Pid::from_raw(text.trim().parse().expect("a number")).expect("a process")
}

/// T3: a pseudo-terminal inside another, as `sudo` and `script` make them, whose owner is killed.
///
/// Seen red with a keyboard that takes the end of its input for silence, where SIGHUP is never delivered: the process is still there.
#[test]
#[ignore = "needs script"]
fn t3_the_end_of_what_made_its_terminal_ends_it() {
    let Some(script) = programs::find("script") else { return };
    for way in WAYS {
        let dir = folder();
        let (id, command) = with_id(dir.path(), way);
        let setup = Setup::new(dir.path()).program(script.to_str().expect("a name"));
        let mut program = setup.start(&["-q", "-c", command, "/dev/null"]);
        program.shows("x.csv");
        program.settle(Duration::from_millis(200));
        goes("pty in pty", read_id(&id), || program.signal(Signal::KILL));
        program.child.wait().expect("its status");
    }
}

/// T3: the tmux session in which it runs is killed.
///
/// Seen red with a keyboard that takes the end of its input for silence, where SIGHUP is never delivered: the process is still there.
#[test]
#[ignore = "needs tmux"]
fn t3_the_end_of_its_tmux_session_ends_it() {
    for way in WAYS {
        let dir = folder();
        let (id, command) = with_id(dir.path(), way);
        let Some(tmux) = Tmux::start(dir.path(), &[command]) else { return };
        tmux.shows("x.csv");
        tmux.run(&["new-session", "-d", "sleep 60"]);
        goes("tmux kill-session", read_id(&id), || drop(tmux.run(&["kill-session", "-t", "0"])));
    }
}

/// It goes when its terminal is taken away.
fn goes(what: &str, pid: Pid, cut: impl FnOnce()) {
    let process = Process::of(pid);
    let before = process.cpu();
    let start = Instant::now();
    cut();
    process.is_over(start + PATIENCE);
    let (gone, cpu) = (start.elapsed(), process.cpu().saturating_sub(before));
    process::say(&format!("T3, {what}: gone within {} ms, {} ms of CPU", gone.as_millis(), cpu.as_millis()));
    assert!(gone < Duration::from_secs(5), "gone within {gone:?}");
    assert!(cpu < Duration::from_millis(250), "{cpu:?} of CPU");
}
