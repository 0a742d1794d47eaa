//! Promise 9 on real links: OpenSSH on both ends, between them a link that is slow, far or frozen.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::terminal::process::say;
use crate::terminal::ssh::{Far, Profile};
use crate::terminal::{Program, Setup};

/// Long enough for everything that was under way to have come.
const STILL: Duration = Duration::from_millis(1500);

/// A folder with the board that ships.
pub(super) fn shipped() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::create_dir(dir.path().join("data")).expect("a folder");
    for name in ["config.toml", "data/ai-industry-2024.csv", "data/models.csv", "data/nvidia-chips.csv"] {
        fs::copy(root.join(name), dir.path().join(name)).expect("a shipped file");
    }
    dir
}

/// A machine with the shipped board on it, an ssh client that shows it, and how long after its start that was.
fn shown(far: &mut Far, dir: &Path, arguments: &str) -> (Program, Duration) {
    let mut program = far.run(dir, Setup::new(dir), &["-o", "SendEnv=LC_*"], arguments);
    program.shows("48.39M");
    program.shows("all keys");
    let took = program.started.elapsed();
    settle(&mut program, far);
    (program, took)
}

/// Hears it out until nothing has come and nothing is on its way.
fn settle(program: &mut Program, far: &Far) {
    let mut carried = far.link.carried();
    // What comes in one packet comes at once, however long that took.
    while program.settle(STILL) > 0 || far.link.carried() > carried {
        carried = far.link.carried();
    }
}

/// When the echo of a key began and how many bytes of SSH went over the link until it was over.
fn echo(program: &mut Program, far: &Far, key: &str) -> (Duration, u64) {
    let before = far.link.carried();
    let pressed = Instant::now();
    program.press(key);
    let (at, _) = program.hear(crate::terminal::PATIENCE).expect("an echo");
    settle(program, far);
    (at - pressed, far.link.carried() - before)
}

/// T10 and promise 9: over a link a key's echo begins within one round trip + 50 ms and the time that its own bytes take. The best
/// of twelve keys must do so; asserted with 250 ms for the 50, as this is no release build and the machine may be busy. All are told.
fn usable(name: &str, profile: Profile, arguments: &str) {
    let Some(mut far) = Far::new("AcceptEnv LC_*\n") else { return };
    far.link.becomes(profile);
    let dir = shipped();
    let (mut program, took) = shown(&mut far, dir.path(), arguments);
    let mut over: Vec<(Duration, Duration, u64)> = Vec::new();
    for key in ["j", "k", "\t", "j", "k", "\t", "j", "k", "\t", "j", "j", "k"] {
        let (echo, bytes) = echo(&mut program, &far, key);
        let due = profile.delay * 2 + Duration::from_millis(250) + profile.time_of(bytes);
        over.push((echo.saturating_sub(due), echo, bytes));
    }
    let mut said = format!("{name}: the board shows after {took:.2?};");
    for (_, echo, bytes) in &over {
        let _ = write!(said, " {echo:.0?}/{bytes} B");
    }
    say(&said);
    over.sort();
    assert_eq!(over[0].0, Duration::ZERO, "{said}");
    program.press("q");
    assert!(program.ends().success());
}

/// Promise 9 at 2,400 B/s.
///
/// Seen red with a thread of the keyboard that waits 600 ms before it passes a key on: 391 ms late at best.
#[test]
#[ignore = "needs openssh-server"]
fn over_a_modem_the_board_is_usable() {
    usable("2,400 B/s + 300 ms", Profile::new(2_400, 300), "");
}

/// Promise 9 at 8 KiB/s.
///
/// Seen red with a thread of the keyboard that waits 600 ms before it passes a key on: 396 ms late at best.
#[test]
#[ignore = "needs openssh-server"]
fn over_a_slow_link_the_board_is_usable() {
    usable("8 KiB/s + 300 ms", Profile::new(8_192, 300), "");
}

/// Promise 9 at 1 MB/s and 600 ms there and back.
///
/// Seen red with a thread of the keyboard that waits 600 ms before it passes a key on: 379 ms late at best.
#[test]
#[ignore = "needs openssh-server"]
fn over_a_satellite_the_board_is_usable() {
    usable("1 MB/s + 600 ms", Profile::new(1_000_000, 600), "");
}

/// T5 over SSH: what shows after a freeze is the newest figure, and of 20 changes in the meantime at most half were kept for later.
///
/// Seen red with frames that queue ("23 frames of 20 changes were kept"), and with a mailbox that keeps the oldest ("never seen: 40.20M").
#[test]
#[ignore = "needs openssh-server"]
fn after_a_freeze_of_5_s_the_newest_figure_shows() {
    let Some(mut far) = Far::new("AcceptEnv LC_*\n") else { return };
    let dir = shipped();
    let (mut program, _) = shown(&mut far, dir.path(), "");
    let profile = Profile::new(8_192, 300);
    far.link.becomes(profile);
    far.link.freezes(true);
    let data = dir.path().join("data/ai-industry-2024.csv");
    let text = fs::read_to_string(&data).expect("the data");
    let (saves, before) = (20, program.stream.len());
    let frozen = Instant::now();
    for nth in 1..=saves {
        let beside = dir.path().join("beside");
        // Names change as well: small frames would all find room on the way.
        let names = [("author", "writer"), ("Sora", "Aros"), ("OpenAI", "AIOpen"), ("ByteDance", "DanceByte")];
        let names = if nth % 2 == 0 { &[][..] } else { &names };
        let text = names.iter().fold(text.clone(), |text, (name, other)| text.replace(name, other));
        fs::write(&beside, text.replace("4839万", &format!("{}万", 4000 + nth))).expect("a file");
        fs::rename(&beside, &data).expect("the same folder");
        thread::sleep(Duration::from_millis(230));
    }
    thread::sleep(Duration::from_secs(5).saturating_sub(frozen.elapsed()));
    program.keeps("48.39M");
    let thawed = Instant::now();
    far.link.freezes(false);
    program.shows("40.20M");
    let took = thawed.elapsed();
    let frames = program.stream[before..].windows(8).filter(|bytes| *bytes == b"\x1b[?2026h").count();
    say(&format!(
        "8 KiB/s + 300 ms, frozen for 5 s: the newest figure shows {took:.2?} after the thaw, in frame {frames}"
    ));
    assert!(frames <= saves / 2, "{frames} frames of {saves} changes were kept for later");
    program.press("q");
    assert!(program.ends().success());
}

/// T3 over SSH: gone within 1 s. Seen red with a loop that goes on without its terminal and a SIGHUP that is not heard.
#[test]
#[ignore = "needs openssh-server"]
fn a_killed_ssh_ends_the_far_process_within_1_s() {
    let Some(mut far) = Far::new("AcceptEnv LC_*\n") else { return };
    far.link.becomes(Profile::new(1_000_000, 300));
    let dir = shipped();
    let (program, _) = shown(&mut far, dir.path(), "");
    let pid = far.pid();
    program.signal(Signal::KILL);
    let took = Far::gone(pid);
    say(&format!("gone {took:.2?} after the ssh client"));
    assert!(took < Duration::from_secs(5), "gone after {took:?}, promised is 1 s");
}

/// Holds a key at 30 a second for 5 s over 2,400 B/s; how long after its release the screen is still.
fn held(arguments: &str) -> Option<Duration> {
    let mut far = Far::new("AcceptEnv LC_*\n")?;
    let dir = shipped();
    let (mut program, _) = shown(&mut far, dir.path(), arguments);
    far.link.becomes(Profile::new(2_400, 300));
    let before = far.link.carried();
    let held = Instant::now();
    for step in 0..150 {
        program.press(if step % 2 == 0 { "j" } else { "k" });
        thread::sleep(Duration::from_secs_f64(f64::from(step + 1) / 30.0).saturating_sub(held.elapsed()));
    }
    let released = Instant::now();
    let (mut last, mut carried) = (Duration::ZERO, 0);
    loop {
        match program.hear(STILL) {
            Some((at, _)) => last = last.max(at.saturating_duration_since(released)),
            None if far.link.carried() == carried => break,
            None => carried = far.link.carried(),
        }
    }
    let bytes = far.link.carried() - before;
    say(&format!("key held over 2,400 B/s {arguments}: still {last:.2?} after its release, {bytes} B over the link"));
    program.press("q");
    assert!(program.ends().success());
    Some(last)
}

/// A held key is done 2 s after its release with `--reduced`, and as far as the kernel tells of the link without it (2.3 s); asserted
/// with 10 s. Seen red without any pacing: 18.9 s.
#[test]
#[ignore = "needs openssh-server"]
fn a_held_key_is_done_soon_after_its_release() {
    for arguments in ["", "--reduced"] {
        if let Some(last) = held(arguments) {
            assert!(last < Duration::from_secs(10), "still {last:?} after its release with {arguments:?}");
        }
    }
}

/// I1 and T12 over SSH: TERM crosses, COLORTERM does not, the locale only if both ends are told to let it; a lone ESC waits 100 ms.
/// Seen red with the wait of 50 ms that holds elsewhere.
#[test]
#[ignore = "needs openssh-server"]
fn what_ssh_takes_along_decides_colours_letters_and_the_wait_for_esc() {
    let has = |program: &Program, what: &str| String::from_utf8_lossy(&program.stream).contains(what);
    let dir = shipped();
    let setup = || Setup::new(dir.path()).with("COLORTERM", "truecolor");
    let Some(mut far) = Far::new("") else { return };
    let mut program = far.run(dir.path(), setup(), &[], "");
    program.shows("48.39M");
    program.shows("all keys");
    assert!(has(&program, "38;5;") && !has(&program, "38;2;"), "256 colours, as TERM says");
    assert!(program.stream.is_ascii(), "no locale has come along");
    settle(&mut program, &far);
    program.press("/");
    program.shows("Esc clears");
    settle(&mut program, &far);
    let pressed = Instant::now();
    program.press("\x1b");
    let (at, _) = program.hear(crate::terminal::PATIENCE).expect("the answer to Esc");
    say(&format!("Esc over ssh: the answer begins after {:.2?}", at - pressed));
    assert!(at - pressed >= Duration::from_millis(100), "a sequence may come in two packets");
    program.drops("Esc clears");
    program.press("q");
    assert!(program.ends().success());

    let Some(mut far) = Far::new("AcceptEnv LC_*\n") else { return };
    let mut program = far.run(dir.path(), setup().with("TERM", "vt220"), &["-o", "SendEnv=LC_*"], "");
    program.shows("48.39M");
    program.shows("all keys");
    assert!(!has(&program, "38;5;") && !has(&program, "38;2;"), "no colours, as TERM says");
    program.keeps("Doubao 豆包");
    program.press("q");
    assert!(program.ends().success());
}
