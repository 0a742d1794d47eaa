//! I1–I5 on a terminal: what is typed, pasted and answered. Every split and every cut is tried on the decoder itself, in
//! `src/shell/input/tests.rs`; here are samples of them, and floods.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::super::terminal::process::{self, Process};
use super::super::terminal::{BELLWETHER, PATIENCE, Program, Setup, programs};

/// A folder with the board that ships.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ai-industry-2024.csv");
    fs::copy(shipped, dir.path().join("x.csv")).expect("the shipped data");
    dir
}

fn start(dir: &Path) -> Program {
    shown(Setup::new(dir))
}

fn shown(setup: Setup) -> Program {
    let mut program = setup.start(&["x.csv"]);
    program.shows("all keys");
    for text in ["48.39M", "● live"] {
        program.shows(text);
    }
    program
}

/// Keys that do nothing, which is said; no two that follow each other are the same, so that each is seen.
const IDLE: &[(&[u8], &str)] = &[
    (b"\x1b[17~", "F6"),
    (b"\x1b[1;3D", "Alt-Left"),
    (b"\x1b[18;5~", "Ctrl-F7"),
    (b"\x1bOR", "F3"),
    (b"\x1b[1;2B", "Shift-Down"),
    (b"\x1b[122;3u", "Alt-z"),
    ("\x1b豆".as_bytes(), "Alt-豆"),
    ("豆".as_bytes(), "豆"),
    (b"\x1b[[B", "F2"),
];

fn idle(name: &str) -> String {
    format!("{name} does nothing here")
}

/// I1: keys split at every byte with 0, 20 and 40 ms between, here and over ssh: the same key as unsplit, and nothing quits. Splits whose gap
/// this machine stretched beyond what was meant are taken again.
///
/// Seen red with an ESC that waits for 10 ms.
#[test]
#[ignore = "needs seconds"]
fn i1_keys_that_a_slow_link_splits_are_the_same_keys() {
    let dir = folder();
    let (mut splits, mut again) = (0, 0);
    for over_ssh in [false, true] {
        let setup = Setup::new(dir.path());
        let mut program = shown(if over_ssh { setup.with("SSH_TTY", "/dev/pts/0") } else { setup });
        for gap in [0, 20, 40].map(Duration::from_millis) {
            for at in 1..6 {
                for (bytes, name) in IDLE.iter().filter(|(bytes, _)| at < bytes.len()) {
                    loop {
                        program.press(&bytes[..at]);
                        let pressed = Instant::now();
                        thread::sleep(gap);
                        program.press(&bytes[at..]);
                        let stretched = pressed.elapsed() > Duration::from_millis(45);
                        if !stretched {
                            break program.shows(&idle(name));
                        }
                        // Whatever that has become: it goes before the next.
                        again += 1;
                        program.press("\x1b");
                        program.press("\x1b[15;5~");
                        program.shows(&idle("Ctrl-F5"));
                    }
                    splits += 1;
                }
            }
        }
        assert!(program.child.try_wait().expect("its state").is_none(), "nothing quits");
        program.press("q");
        assert!(program.ends().success());
    }
    process::say(&format!("I1: {splits} of {splits} splits are the same key, {again} taken again"));
}

/// I1: ESC closes what is open after 50 ms, over ssh after 100 ms, never sooner; with nothing to close it does not quit.
///
/// Seen red with an ESC that waits for 10 ms: over ssh it closed after 65.
#[test]
fn i1_escape_waits_and_never_quits() {
    let dir = folder();
    for (variables, wait) in
        [(&[][..], 50), (&["SSH_TTY"][..], 100), (&["SSH_CONNECTION"][..], 100), (&["SSH_CLIENT"][..], 100)]
    {
        let setup = variables.iter().fold(Setup::new(dir.path()), |setup, name| setup.with(name, "1"));
        let mut program = shown(setup);
        let mut quickest = Duration::MAX;
        for _ in 0..3 {
            program.press("?");
            program.shows("Esc back");
            let pressed = Instant::now();
            program.press("\x1b");
            let closed = loop {
                let (at, _) = program.hear(PATIENCE).expect("an echo");
                if !program.contents().contains("Esc back") {
                    break at;
                }
            };
            quickest = quickest.min(closed - pressed);
        }
        process::say(&format!("I1, {variables:?}: ESC works after {} ms", quickest.as_millis()));
        assert!(quickest >= Duration::from_millis(wait - 2), "{quickest:?}");
        for _ in 0..5 {
            program.press("\x1b");
        }
        program.press("\x1b[17~");
        program.shows(&idle("F6"));
        program.press("q");
        assert!(program.ends().success());
    }
}

/// Recorded replies and reports, one of each kind; many more, and each split and cut everywhere, in `src/shell/input/tests.rs`.
const REPLIES: [&[u8]; 34] = [
    b"\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
    b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1b]11;rgb:0000/0000/0000\x07",
    b"\x1b]12;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1b]52;c;aGVsbG8=\x07",
    "\x1b]l豆包 µ\x1b\\".as_bytes(),
    b"\x1b[?62;22c",
    b"\x1b[>1;4000;0c",
    b"\x1bP!|7E565445\x1b\\",
    b"\x1bP>|XTerm(390)\x1b\\",
    b"\x1bP>|tmux 3.5a\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1b[?2;0;800;600S",
    b"\x1b[0n",
    b"\x1b[?2026;2$y",
    b"\x1b[?1u",
    b"\x1b[0;0R",
    b"\x1b[12;40R",
    b"\x1b[8;24;80t",
    b"\x1b[?997;1n",
    b"\x1b_Gi=1;OK\x1b\\",
    b"\x1b^private\x1b\\",
    b"\x1bXstring\x1b\\",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[<0;10;10m",
    b"\x1b[<35;10;10M",
    b"\x1b[<0;10;10M",
    b"\x1b[<64;10;10M",
    b"\x1b[32;10;10M",
    b"\x1b[M !!",
    b"\x9b?62;22c",
    b"\x9d11;rgb:0000/0000/0000\x9c",
];

/// I2: after each of 34 recorded replies, a key is exactly that key and the board is as it was; a `q` then quits.
///
/// Seen red with OSC, DCS and their like not told from Alt and a letter: the board was not the same after the first reply.
#[test]
fn i2_replies_are_no_keys() {
    let dir = folder();
    let mut program = start(dir.path());
    let mut boards = Vec::new();
    for (bytes, name) in &IDLE[..2] {
        program.press(bytes);
        program.shows(&idle(name));
        boards.push(program.contents());
    }
    for (number, reply) in REPLIES.iter().enumerate() {
        let (bytes, _) = IDLE[number % 2];
        program.press([*reply, bytes].concat());
        program.until(&format!("the same board after {reply:?}"), |screen| *screen == boards[number % 2]);
    }
    program.press([REPLIES[0], b"q"].concat());
    assert!(program.ends().success());
}

/// I2: each of them cut in the middle, 1.1 s of silence, then Ctrl-C: ends in ≤ 1.2 s. The same at once, without silence, and after a paste
/// whose end was lost.
///
/// Seen red with Ctrl-C heard only between sequences: 20 s later the process was there.
#[test]
#[ignore = "needs seconds"]
fn i2_ctrl_c_ends_it_whatever_was_cut_off() {
    let dir = folder();
    let mut slowest = Duration::ZERO;
    let mut cut = REPLIES.iter().map(|reply| &reply[..reply.len().div_ceil(2)]).collect::<Vec<_>>();
    cut.push(b"\x1b[200~pasted");
    cut.push(b"\x1b");
    for silence in [Duration::from_millis(1_100), Duration::ZERO] {
        for some in cut.chunks(6) {
            let mut programs: Vec<_> = some.iter().map(|_| start(dir.path())).collect();
            for (program, head) in programs.iter_mut().zip(some) {
                program.press(head);
            }
            thread::sleep(silence);
            for (program, head) in programs.iter_mut().zip(some) {
                let pressed = Instant::now();
                program.press("\x03");
                Process::of(program.pid()).is_over(pressed + PATIENCE);
                slowest = slowest.max(pressed.elapsed());
                assert!(program.ends().success(), "{head:?}");
            }
        }
    }
    process::say(&format!("I2: Ctrl-C ended {} of {0} within {} ms", cut.len() * 2, slowest.as_millis()));
    assert!(slowest < PATIENCE / 4, "{slowest:?}");
}

/// I2: 1 MB of a text without end, in which every byte could be a key: none is, and after its end a key is one.
///
/// Seen red with a text given up after 64 KiB: it quit, and the rest of the megabyte found nobody who took it.
#[test]
fn i2_a_text_of_a_megabyte_is_no_keys() {
    let dir = folder();
    let mut program = start(dir.path());
    program.press(IDLE[1].0);
    program.shows(&idle(IDLE[1].1));
    let board = program.contents();
    program.press(IDLE[0].0);
    program.shows(&idle(IDLE[0].1));
    program.press([b"\x1b]52;c;", &b"q".repeat(1 << 20)[..], b"\x1b\\", IDLE[1].0].concat());
    program.until("the same board", |screen| *screen == board);
    program.press("q");
    assert!(program.ends().success());
}

fn frames(stream: &[u8]) -> usize {
    stream.windows(8).filter(|bytes| bytes == b"\x1b[?2026h").count()
}

/// Writes a beginning and then the same again and again: 128 KiB, or `BELLWETHER_RUNS` × 64 KiB; at most one frame each 33 ms, and 2 MB
/// of memory.
fn flood(name: &str, program: &mut Program, begin: &[u8], again: &[u8]) {
    // What it needs for any key at all is not the flood's.
    for _ in 0..2_000 {
        program.press("jk");
    }
    program.settle(Duration::from_millis(200));
    let chunks = process::runs(2);
    let process = Process::of(program.pid());
    let (before, drawn) = (process.memory(), frames(&program.stream));
    let chunk = again.repeat(65_536 / again.len());
    let mut most = before;
    let started = Instant::now();
    program.press(begin);
    for _ in 0..chunks {
        program.press(&chunk);
        most = most.max(process.memory());
    }
    while program.hear(Duration::ZERO).is_some() {}
    let took = started.elapsed();
    let frames = frames(&program.stream) - drawn;
    let more = most - before;
    process::say(&format!("I3, {name}: {} KiB in {took:.1?}, {frames} frames, {more} KiB more", chunks * 64));
    assert!(frames as u128 <= took.as_millis() / 33 + 2, "{frames} frames in {took:?}");
    assert!(more <= 2_048, "{more} KiB more");
}

/// It ends within 1 s after the flood.
fn quits(mut program: Program, key: &str) {
    let pressed = Instant::now();
    program.press(key);
    Process::of(program.pid()).is_over(pressed + PATIENCE);
    let took = pressed.elapsed();
    process::say(&format!("I3: quits {} ms after it", took.as_millis()));
    assert!(program.ends().success());
    assert!(took < Duration::from_secs(20), "{took:?}");
}

/// I3: 128 KiB of a held key, or `BELLWETHER_RUNS` × 64 KiB (promised 160: 10 MB): ≤ 1 frame in 33 ms, ≤ 2 MB more memory, quits ≤ 1 s after the flood.
///
/// Seen red with no pace after a key and 16 events a turn: 6,916 frames in 74 s.
#[test]
#[ignore = "needs seconds"]
fn i3_a_held_key_draws_30_frames_a_second_at_most() {
    let dir = folder();
    // So small that frames without a pace would come faster than 30 a second, also in a debug build.
    let mut program = Setup::new(dir.path()).size(60, 14).start(&["x.csv"]);
    program.shows("all keys");
    // Each time another panel has the focus: something to draw.
    flood("held key", &mut program, b"", b"\t");
    quits(program, "q");
}

/// I3: the same for the wheel and moves of the mouse, where the config wants the mouse.
///
/// Seen red with no pace after a key and 16 events a turn: 357 frames in 9 s.
#[test]
#[ignore = "needs seconds"]
fn i3_a_flood_of_the_mouse_draws_30_frames_a_second_at_most() {
    let dir = folder();
    let config = "mouse = true\ndata = [\"x.csv\"]\nlayout = [\"facts\"]\n[panel.facts]\nkind = \"table\"\n";
    fs::write(dir.path().join("config.toml"), config).expect("a config");
    // So small that frames without a pace would come faster than 30 a second, also in a debug build.
    let mut program = Setup::new(dir.path()).size(60, 14).start(&[]);
    program.shows("all keys");
    flood("mouse", &mut program, b"", b"\x1b[<64;20;9M\x1b[<65;20;9M\x1b[<35;20;9M\x1b[<0;20;9M\x1b[<0;20;9m");
    quits(program, "q");
}

/// I3: the same for a paste without end, where nothing takes text: Ctrl-C ends it.
///
/// Seen red with Ctrl-C heard only between sequences: 20 s later the process was there; and with pastes without a limit, of 10 MB:
/// 10,496 KiB more.
#[test]
#[ignore = "needs seconds"]
fn i3_a_paste_without_end_is_bounded() {
    let dir = folder();
    let mut program = start(dir.path());
    flood("paste without end", &mut program, b"\x1b[200~", b"j");
    quits(program, "\x03");
}

/// I3: the same where the filter is typed. Its end is lost: 1 s later what fits is there, and it is said that there was more. So for keys.
///
/// Seen red with room for 64 MiB of keys: "never seen: No more text fits here".
#[test]
#[ignore = "needs seconds"]
fn i3_a_flood_into_the_filter_is_cut_and_said() {
    let dir = folder();
    let mut program = start(dir.path());
    for (name, begin, said) in [
        ("paste into the filter", &b"\x1b[200~"[..], "Not all that was pasted was taken: 64 KiB are the most"),
        ("keys into the filter", b"", "No more text fits here: 64 KiB are the most"),
    ] {
        program.press("/");
        program.shows("Esc clears");
        flood(name, &mut program, begin, b"j");
        program.shows(said);
        program.press("\x1b");
        program.shows("all keys");
    }
    quits(program, "q");
}

/// I5: `cat x.csv | bellwether -`: the figures come from the pipe, the keys from the terminal.
///
/// Seen red with keys read from standard input: the board never came.
#[test]
fn i5_figures_come_from_a_pipe_and_keys_from_the_terminal() {
    let dir = folder();
    let mut program = Setup::new(dir.path()).program("sh").start(&["-c", &format!("cat x.csv | {BELLWETHER} -")]);
    program.shows("48.39M");
    program.press("\x1b[17~");
    program.shows(&idle("F6"));
    program.press("q");
    assert!(program.ends().success());
}

/// I5: with no terminal at all, the first frame as text, exit 0; from a file and from a pipe.
///
/// Seen red with standard output not looked at: exit 1.
#[test]
fn i5_without_a_terminal_it_prints_the_board() {
    if programs::find("setsid").is_none() {
        return;
    }
    let dir = folder();
    for command in [format!("{BELLWETHER} x.csv"), format!("cat x.csv | {BELLWETHER} -")] {
        let mut setsid = Command::new("setsid");
        setsid.args(["--wait", "sh", "-c", &command]).current_dir(dir.path()).env("LC_ALL", "C.UTF-8");
        let output = setsid.output().expect("it runs");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(output.status.success(), "{command}: {:?}", output.status);
        assert!(text.contains("48.39M") && !text.contains('\x1b'), "{text}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

/// I5: standard output is a terminal that cannot be opened: exit 2 and one line that says so, and nothing is drawn.
///
/// Seen red with the sentence left to the library that reports errors: exit 1.
#[test]
fn i5_a_terminal_that_cannot_be_opened_is_said_in_one_line() {
    if programs::find("setsid").and(programs::find("unshare")).is_none() {
        return;
    }
    let dir = folder();
    // A name space in which the terminal has no name, and a session that has no terminal.
    let hide = "mount -t tmpfs none /dev/pts && echo hidden && exec setsid --wait \"$@\"";
    let setup = Setup::new(dir.path()).program("unshare");
    let mut program =
        setup.start(&["--user", "--map-root-user", "--mount", "sh", "-c", hide, "sh", BELLWETHER, "x.csv"]);
    let status = program.waits();
    program.settle(Duration::from_millis(300));
    let said = program.contents();
    let Some((_, said)) = said.split_once("hidden") else {
        return process::say(&format!("skipped: this machine hides no terminal: {said}"));
    };
    assert_eq!(status.exit_code(), 2, "{said}");
    assert_eq!(said.trim().lines().count(), 1, "{said}");
    assert!(said.contains("no terminal to open"), "{said}");
    assert!(!program.stream.contains(&0x1b), "nothing is drawn");
}
