//! Any size, and any storm of sizes (T7, T8).

use std::fs;
use std::time::{Duration, Instant};

use bellwether::base::{Glyphs, Repertoire, parse_keys};
use bellwether::frame::{Caps, ColorLevel, to_text};
use bellwether::shell::{self, RunOptions};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::terminal::process::{runs, say};
use crate::terminal::{PATIENCE, Program, Setup};

const ROWS: &str = "entity,metric,period,value,unit,source\nDoubao 豆包,MAU,2024-09,41,M,QuestMobile\n\
                    Doubao 豆包,MAU,2024-10,48.39,M,QuestMobile\nKimi,MAU,2024-09,9,M,QuestMobile\nKimi,MAU,2024-10,10,M,QuestMobile\n";
const CONFIG: &str = r#"
data = ["mau.csv"]
layout = ["bars line", "facts facts"]
[panel.bars]
kind = "bar"
where = { metric = "MAU", period = "2024-10" }
[panel.line]
kind = "line"
where = { metric = "MAU" }
[panel.facts]
kind = "table"
"#;

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("mau.csv"), ROWS).expect("a file");
    fs::write(dir.path().join("config.toml"), CONFIG).expect("a config");
    dir
}

/// What a program that starts at this size shows.
fn fresh(dir: &tempfile::TempDir, columns: u16, rows: u16) -> String {
    let mut program = Setup::new(dir.path()).size(columns, rows).start(&[]);
    program.shows("48.39M");
    program.finishes_its_frame();
    let screen = program.contents();
    program.press("q");
    assert!(program.ends().success());
    screen
}

fn frames(stream: &[u8]) -> usize {
    stream.windows(8).filter(|bytes| *bytes == b"\x1b[?2026h").count()
}

/// So many sizes at 400 a second, none larger than these, after at most 30 frames a second.
fn storm(program: &mut Program, count: usize, columns: u64, rows: u64) {
    // What was drawn earlier and not yet heard does not count.
    program.settle(Duration::from_millis(200));
    let (before, begun) = (frames(&program.stream), Instant::now());
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for nth in 0..count {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        program.resize((1 + (seed >> 33) % columns) as u16, (1 + (seed >> 48) % rows) as u16);
        let due = begun + Duration::from_micros(2_500) * (nth as u32 + 1);
        while let Some(left) = due.checked_duration_since(Instant::now()) {
            let _ = program.hear(left);
        }
    }
    let took = begun.elapsed();
    let drawn = frames(&program.stream) - before;
    say(&format!("{count} sizes up to {columns}x{rows} in {took:.2?}, {drawn} frames"));
    assert!(drawn as f64 <= 30.0 * took.as_secs_f64() + 5.0, "{drawn} frames in {took:?}");
    // Where the machine is busy the first may come later.
    while frames(&program.stream) == before {
        program.hear(PATIENCE).expect("it draws what it is resized to");
    }
}

/// T7: `BELLWETHER_RUNS` (2,000 by hand, 300 without) sizes at 400 a second over 1..500 x 1..200, then over small ones, of which many
/// more could be drawn, then one that stays: the screen is that of a fresh start, after at most 30 frames a second.
///
/// Seen red with frames that are due at once ("262 frames in 750 ms"), and with a size that is missed soon after a frame (never seen:
/// the screen of a fresh start).
#[test]
fn a_storm_of_sizes_ends_as_a_fresh_start() {
    let dir = folder();
    let count = runs(300);
    let mut program = Program::start(dir.path(), &[]);
    program.shows("48.39M");
    storm(&mut program, count, 499, 199);
    storm(&mut program, count, 40, 10);
    program.resize(97, 31);
    let expected = fresh(&dir, 97, 31);
    program.until("the screen of a fresh start", |screen| screen == expected);
    program.press("q");
    assert!(program.ends().success());
}

/// T7: smaller and back faster than a frame takes: what the terminal has cut off is drawn again. Seen red while a frame of the size of
/// the last one was taken for a small change of it.
#[test]
fn a_size_that_comes_back_at_once_is_drawn_again() {
    let dir = folder();
    let mut program = Program::start(dir.path(), &[]);
    program.shows("48.39M");
    program.finishes_its_frame();
    let expected = program.contents();
    for _ in 0..20 {
        program.resize(20, 5);
        program.resize(120, 38);
        program.until("the whole board again", |screen| screen == expected);
    }
    program.press("q");
    assert!(program.ends().success());
}

const LARGE: [(u16, u16); 10] = [
    (1000, 300),
    (65535, 1),
    (1, 65535),
    (65535, 8),
    (30, 2000),
    (500, 200),
    (300, 100),
    (29, 1000),
    (1000, 7),
    (200, 60),
];

/// T8: each size from 0x0 to 60x60 and ten large ones, with and without an overlay, in both repertoires: no panic, and no screen is
/// blank. Where there is room for one panel's number only, it is there, whole.
///
/// Seen red with nothing drawn in fewer than 4 columns ("1x4"), and with an overlay's place computed as the width less 2 (overflow).
#[test]
fn no_size_is_too_small_or_too_large() {
    let dir = folder();
    let options = RunOptions { config: Some(dir.path().join("config.toml")), ..RunOptions::default() };
    let world = shell::load_once(&options);
    assert!(world.nothing.is_none(), "{:?}", world.nothing);
    let small = (0..=60).flat_map(|columns| (0..=60).map(move |rows| (columns, rows)));
    for (columns, rows) in small.chain(LARGE) {
        // All keys at all sizes would take minutes: these are each width and each height.
        let keys = ["", "enter", "?", "/ 'Ki'", "z", "!"];
        let keys = if u32::from(columns) % 7 == 6 - u32::from(rows) % 7 { &keys[..] } else { &keys[..1] };
        for keys in keys {
            let repertoire = if columns % 2 == rows % 2 { Repertoire::Unicode } else { Repertoire::Ascii };
            let caps = Caps { color: ColorLevel::True, repertoire, ..Caps::default() };
            let script = parse_keys(keys).expect("keys");
            let text = to_text(&shell::snapshot(&world, &options, caps, (columns, rows), &script));
            let size = format!("{columns}x{rows} after {keys:?}");
            assert_eq!(text.trim().is_empty(), columns == 0 || rows == 0, "{size}:\n{text}");
            if keys.is_empty() && columns >= 6 && rows >= 1 {
                assert!(text.contains("48.39M"), "{size}:\n{text}");
            }
        }
    }
}

/// T8: `BELLWETHER_RUNS` (100,000 by hand, 400 without) of the same sizes, each after some of the keys that change what is drawn, with
/// any colours and signs: no panic, and no screen is blank.
///
/// Seen red with the same two, and with the last column of a list in an overlay beyond column 65,535 (overflow), as it was found.
#[test]
fn any_size_after_any_keys_is_drawn() {
    let dir = folder();
    let options = RunOptions { config: Some(dir.path().join("config.toml")), ..RunOptions::default() };
    let world = shell::load_once(&options);
    // Large ones take as long as a hundred small ones.
    let size = prop_oneof![200 => (0..=60_u16, 0..=60_u16), 1 => prop::sample::select(&LARGE[..])];
    let keys = [
        "tab", "j", "l", "G", "z", "+", "*", "space", "enter", "?", ":", "!", "i", "o", "s", "g", "v", "/ K", "esc",
        ")",
    ];
    let keys = prop::collection::vec(prop::sample::select(keys.to_vec()), 0..5).prop_map(|keys| keys.join(" "));
    let levels = [ColorLevel::None, ColorLevel::Ansi16, ColorLevel::Ansi256, ColorLevel::True];
    let caps =
        (prop::sample::select(levels.to_vec()), any::<bool>(), any::<bool>(), prop::sample::select(&Glyphs::ALL[..]));
    let count = runs(400);
    let config = ProptestConfig { cases: count as u32, failure_persistence: None, ..ProptestConfig::default() };
    let begun = Instant::now();
    let drawn =
        TestRunner::new(config).run(&(size, keys, caps), |((columns, rows), keys, (color, ascii, console, glyphs))| {
            let repertoire = if ascii { Repertoire::Ascii } else { Repertoire::Unicode };
            let caps = Caps { color, repertoire, console, glyphs: Some(glyphs), ..Caps::default() };
            let script = parse_keys(&keys).expect("keys");
            let text = to_text(&shell::snapshot(&world, &options, caps, (columns, rows), &script));
            prop_assert_eq!(text.trim().is_empty(), columns == 0 || rows == 0, "{}x{} after {:?}", columns, rows, keys);
            Ok(())
        });
    say(&format!("{count} screens of any size in {:.1?}", begun.elapsed()));
    assert!(drawn.is_ok(), "{}", drawn.unwrap_err());
}

/// T8: on a terminal. 0x0, as a serial line has it, draws nothing and waits for a size.
///
/// Seen red with a frame of no cells that is written: 23 bytes where there is nothing to draw on.
#[test]
fn a_terminal_of_any_size_is_taken() {
    let dir = folder();
    for (columns, rows) in [(1, 1), (6, 1), (20, 5), (1, 60), (500, 2), (1000, 300)] {
        let mut program = Setup::new(dir.path()).size(columns, rows).start(&[]);
        if columns >= 6 {
            program.shows("48.39M");
        } else {
            program.until("anything", |screen| !screen.trim().is_empty());
        }
        program.press("q");
        assert!(program.ends().success(), "{columns}x{rows}");
    }
    let mut program = Setup::new(dir.path()).size(0, 0).start(&[]);
    let heard = Instant::now() + PATIENCE;
    while !program.stream.ends_with(b"\x1b[?25l") && Instant::now() < heard {
        let _ = program.hear(PATIENCE);
    }
    assert_eq!(program.settle(Duration::from_millis(500)), 0, "nothing to draw on");
    program.resize(40, 10);
    program.shows("48.39M");
    program.press("q");
    assert!(program.ends().success());
}
