//! Frames as the kernel sees them, and a run that lasts (T10, T15).

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use rustix::process::Signal;

use crate::terminal::process::Process;
use crate::terminal::{BELLWETHER, PATIENCE, Program, Setup, programs};

const HEADER: &str = "entity,metric,period,value,unit,source\n";

/// A whole number of the environment, for full runs by hand.
fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// A folder with the shipped data and config.
fn shipped() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::create_dir(dir.path().join("data")).expect("a folder");
    for name in ["config.toml", "data/ai-industry-2024.csv", "data/models.csv", "data/nvidia-chips.csv"] {
        fs::copy(from.join(name), dir.path().join(name)).expect("a copy");
    }
    dir
}

/// T10: up to 200x60 a frame is one write(2), and what opens a synchronized update closes it in the same write.
///
/// Seen red with writes of at most 1,024 bytes, as those of std's stdout: "torn".
#[test]
#[ignore = "needs strace"]
fn a_frame_is_one_write() {
    let Some(strace) = programs::find("strace") else { return };
    let dir = shipped();
    for (columns, rows) in [(120, 38), (200, 60)] {
        let log = dir.path().join(format!("{columns}.log"));
        let setup = Setup::new(dir.path()).size(columns, rows).program(strace.to_str().expect("a path"));
        let file = log.to_str().expect("a path");
        let arguments = ["-f", "-y", "-s", "1000000", "-e", "trace=write,writev,pwrite64", "-o", file, BELLWETHER];
        let mut program = setup.start(&arguments);
        program.shows("48.39M");
        for _ in 0..4 {
            for key in ["\t", "j", "z", "z", "\x0c", "]"] {
                program.press(key);
                program.hear(PATIENCE).expect("an answer");
                program.settle(Duration::from_millis(100));
            }
        }
        program.press("q");
        assert!(program.ends().success());
        let log = fs::read_to_string(log).expect("its log");
        let writes: Vec<&str> =
            log.lines().filter(|line| line.contains("</dev/pts/") || line.contains("</dev/tty>")).collect();
        let (mut opened, mut largest, mut was_cut) = (0, 0, false);
        for write in &writes {
            let (open, shut) = (write.matches("\\33[?2026h").count(), write.matches("\\33[?2026l").count());
            let is_farewell = write.contains("\\33[?2026l\\33[m\\33[?1049l");
            // Where the terminal had no room for all of a frame, what is left follows at once.
            assert!(was_cut || open == shut || is_farewell, "torn: {:?}", write.get(..200));
            assert!(open <= 1);
            let numbers = write.rsplit_once(", ").and_then(|(_, end)| end.split_once(") = "));
            // A call that another thread's interrupts in the log has its end in another line.
            was_cut = numbers.is_none_or(|(asked, taken)| asked != taken.trim());
            opened += open;
            largest = largest.max(if open == 1 { write.len() } else { 0 });
        }
        let frames = program.stream.windows(8).filter(|bytes| *bytes == b"\x1b[?2026h").count();
        println!(
            "{columns}x{rows}: {frames} frames in {opened} writes of {}, the largest {largest} as logged",
            writes.len()
        );
        assert!(frames > 10 && frames == opened, "{frames} frames in {opened} writes");
    }
}

/// T10: a larger frame may be several writes, but stands inside one bracket, and nothing is sent while nothing changes: 0 bytes in
/// `BELLWETHER_SECONDS` (60 by hand, 3 without).
///
/// Seen red with a whole repaint each second: 4,095 bytes.
#[test]
#[ignore = "needs seconds"]
fn an_idle_board_sends_nothing() {
    let idle = Duration::from_secs(from_environment("BELLWETHER_SECONDS", 3));
    let dir = shipped();
    let mut program = Setup::new(dir.path()).size(500, 150).start(&[]);
    program.shows("48.39M");
    program.shows("all keys");
    program.settle(Duration::from_millis(500));
    let stream = String::from_utf8_lossy(&program.stream).into_owned();
    let mut depth = 0;
    for part in stream.split("\x1b[?2026").skip(1) {
        depth += if part.starts_with('h') { 1 } else { -1 };
        assert!((0..=1).contains(&depth), "one bracket, not nested");
    }
    assert_eq!(depth, 0);
    assert_eq!(program.hear(idle).map(|(_, count)| count), None, "bytes in {idle:?}");
    program.press("q");
    assert!(program.ends().success());
}

/// What a process holds: files, threads, kilobytes of memory.
fn held(program: &Program) -> (usize, usize, u64) {
    let of = format!("/proc/{}", program.pid().as_raw_nonzero());
    let count = |what: &str| fs::read_dir(format!("{of}/{what}")).expect("it lives").count();
    let status = fs::read_to_string(format!("{of}/status")).expect("it lives");
    let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    (count("fd"), count("task"), memory.trim().trim_end_matches(" kB").parse().expect("a number"))
}

fn month(nth: u64) -> String {
    format!("{HEADER}Doubao 豆包,MAU,2024-10,{},M,QuestMobile\nKimi,MAU,2024-10,10,M,QuestMobile\n", 1000 + nth)
}

/// T15: a file that is saved anew five times a second for `BELLWETHER_SECONDS` (300 by hand, 12 without), with a stop in between: files
/// and threads stay as many, memory stays.
///
/// Seen red with a file that stays open after each load: 35 to 65 files.
#[test]
#[ignore = "needs seconds"]
fn a_run_that_lasts_holds_no_more() {
    let seconds = from_environment("BELLWETHER_SECONDS", 12);
    let dir = tempfile::tempdir().expect("a folder");
    let (file, beside) = (dir.path().join("mau.csv"), dir.path().join("saved"));
    fs::write(&file, month(0)).expect("a file");
    let mut program = Program::start(dir.path(), &["mau.csv"]);
    program.shows("Kimi");
    let begun = Instant::now();
    let (mut nth, mut samples, mut stopped) = (0, Vec::new(), false);
    while begun.elapsed() < Duration::from_secs(seconds) {
        nth += 1;
        fs::write(&beside, month(nth)).expect("a file");
        fs::rename(&beside, &file).expect("the same folder");
        let until = Instant::now() + Duration::from_millis(200);
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            let _ = program.hear(left);
        }
        program.stream.clear();
        if !stopped && begun.elapsed() > Duration::from_secs(seconds / 2) {
            stopped = true;
            program.signal(Signal::STOP);
            let _ = program.hear(Duration::from_secs(1));
            program.signal(Signal::CONT);
        }
        if nth % 10 == 0 {
            samples.push(held(&program));
        }
    }
    program.until("the newest", |screen| screen.contains(&format!("{:.3}B", (1000 + nth) as f64 / 1000.0)));
    let warm = &samples[samples.len() / 3..];
    let (first, last) = (warm[0], warm[warm.len() - 1]);
    println!("{nth} loads in {:?}: (files, threads, kB) {first:?} to {last:?}", begun.elapsed());
    // A load that is under way has a file open.
    assert!(warm.iter().all(|now| now.0.abs_diff(first.0) <= 2 && now.1 == first.1), "{warm:?}");
    assert!(last.2 <= first.2 + 4096, "{warm:?}");
    program.press("q");
    assert!(program.ends().success());
}

/// T15: the clock of the day steps by a day and some hours, ahead and back: what is saved is seen as soon as before, a file that goes is said and one that
/// comes back is read, and nobody is kept busy.
///
/// Seen red while a file of the future counted as just written: after the step back its last line did not show.
#[test]
#[ignore = "needs faketime"]
fn t15_a_clock_that_steps_changes_nothing() {
    let Some(library) = programs::faketime() else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let (file, clock) = (dir.path().join("mau.csv"), dir.path().join("clock"));
    fs::write(&file, month(0)).expect("a file");
    fs::write(&clock, "+0").expect("the clock");
    let mut program = Setup::new(dir.path())
        .with("LD_PRELOAD", library.to_str().expect("a path"))
        .with("FAKETIME_TIMESTAMP_FILE", clock.to_str().expect("a path"))
        .with("FAKETIME_NO_CACHE", "1")
        .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .with("NO_FAKE_STAT", "1")
        .start(&["mau.csv"]);
    program.shows("Kimi");
    // The hour of the last change, as the header has it.
    let hour = |program: &Program| -> Option<String> {
        let said = program.contents().lines().next()?.split_whitespace().next_back()?.to_owned();
        Some(said.split_once(':')?.0.to_owned())
    };
    let mut hours = Vec::new();
    for (nth, step) in ["+29h", "-29h", "+0"].into_iter().enumerate() {
        let nth = nth as u64 * 3 + 1;
        fs::write(&clock, step).expect("the clock");
        // Its last line is not ended: it shows when it has been quiet for a second.
        fs::write(&file, format!("{}Wenxiaoyan,MAU,2024-10,{},M,S", month(nth), 700 + nth)).expect("a file");
        program.shows(&format!("{}M", 700 + nth));
        fs::remove_file(&file).expect("a file");
        program.shows("last good");
        fs::write(&file, month(nth + 1)).expect("a file");
        program.shows(&format!("{:.3}B", (1001 + nth) as f64 / 1000.0));
        program.drops("last good");
        hours.push(hour(&program).expect("the time of a change"));
        // What was said of the file gives way to the line of the figure.
        program.shows("plain figure");
        program.settle(Duration::from_millis(300));
        let (before, begun) = (Process::of(program.pid()).cpu(), Instant::now());
        while let Some(left) = Duration::from_secs(2).checked_sub(begun.elapsed()) {
            assert_eq!(program.hear(left), None, "{step}: it writes while nothing changes");
        }
        let busy = Process::of(program.pid()).cpu().saturating_sub(before);
        assert!(busy < Duration::from_millis(200), "{step}: {busy:?} of CPU while nothing changes");
    }
    assert!(hours[0] != hours[1] && hours[1] != hours[2] && hours[2] != hours[0], "its clock did not step: {hours:?}");
    program.press("q");
    assert!(program.ends().success());
}

/// T15: a clock that was set back makes files of the future. Such a file is as quiet as it is seen to be: a last line without newline
/// shows, and no age is negative. Seen red while what lies ahead counted as just written.
#[test]
fn a_file_of_the_future_is_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("mau.csv");
    fs::write(&path, month(0).trim_end()).expect("a file");
    let file = fs::File::options().append(true).open(&path).expect("the file");
    file.set_modified(SystemTime::now() + Duration::from_secs(86_400)).expect("its time");
    let mut program = Program::start(dir.path(), &["mau.csv"]);
    program.shows("Kimi");
    program.shows("10M");
    assert!(!program.contents().contains("-1"), "{}", program.contents());
    program.press("q");
    assert!(program.ends().success());
}
