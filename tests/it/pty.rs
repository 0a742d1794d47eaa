//! The user's day on a pseudo-terminal.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rustix::process::Signal;

use super::terminal::{PATIENCE, Program};

const HEADER: &str = "entity,metric,period,value,unit,source\n";

/// T1: `q` gives the terminal back.
///
/// Seen red with settings that are not set back: "termios as before".
#[test]
fn a_run_shows_the_file_and_gives_the_terminal_back() {
    let dir = tempfile::tempdir().expect("a directory");
    fs::write(dir.path().join("mau.csv"), format!("{HEADER}Kimi,MAU,2024-10,10,M,QuestMobile\n")).expect("a file");
    let mut program = Program::start(dir.path(), &["mau.csv"]);
    program.shows("mau.csv");
    program.press("\tq");
    assert!(program.ends().success());
}

/// T1: so does SIGTERM, and the program still ends by it.
///
/// Seen red with settings that are not set back ("termios as before"), and with an exit code instead of the signal.
#[test]
fn a_deadly_signal_gives_the_terminal_back_and_still_kills() {
    let dir = tempfile::tempdir().expect("a directory");
    fs::write(dir.path().join("mau.csv"), format!("{HEADER}Kimi,MAU,2024-10,10,M,QuestMobile\n")).expect("a file");
    let mut program = Program::start(dir.path(), &["mau.csv"]);
    program.shows("mau.csv");
    program.signal(Signal::TERM);
    assert!(program.ends().signal().is_some());
}

const CONFIG: &str = r#"
data = ["*.csv"]
layout = ["mau facts"]
[panel.mau]
kind = "bar"
where = { metric = "monthly active users", period = "2024-10" }
[panel.facts]
kind = "table"
"#;
const TESTBOT: &str =
    "Testbot,monthly active users,2024年10月,2000万,users,QuestMobile,,¶99,,mobile AI-native apps,Rivals,,\n";

/// A directory with the shipped article data and a small board of it.
fn article() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a directory");
    let data = dir.path().join("ai-industry-2024.csv");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ai-industry-2024.csv");
    fs::write(&data, fs::read(shipped).expect("the shipped data")).expect("a file");
    fs::write(dir.path().join("config.toml"), CONFIG).expect("a config");
    (dir, data)
}

#[test]
fn an_appended_row_appears_and_is_counted_as_changed() {
    let (dir, data) = article();
    let mut program = Program::start(dir.path(), &[]);
    program.shows("48.39M");
    program.shows("● live");
    let mut file = fs::OpenOptions::new().append(true).open(&data).expect("the data");
    file.write_all(TESTBOT.as_bytes()).expect("a row more");
    program.shows("20.00M");
    program.shows("● live · 1 changed");
    program.keeps("48.39M");
    program.press("q");
    assert!(program.ends().success());
}

#[test]
fn a_file_that_is_deleted_spoilt_and_mended_never_takes_the_board_away() {
    let (dir, data) = article();
    let good = fs::read(&data).expect("the data");
    let mut program = Program::start(dir.path(), &[]);
    program.shows("48.39M");
    fs::remove_file(&data).expect("it was there");
    program.shows("gone since");
    program.keeps("48.39M");
    fs::write(&data, b"\x00\xff\xfe rubbish \x01\x02\n").expect("a file");
    program.shows("stale since");
    program.keeps("48.39M");
    fs::write(&data, "a,b\n1,2\n").expect("a file");
    program.shows("no column of figures");
    program.keeps("48.39M");
    // By renaming, as editors save.
    let beside = dir.path().join("saved");
    fs::write(&beside, [&good[..], TESTBOT.as_bytes()].concat()).expect("a file");
    fs::rename(&beside, &data).expect("the same directory");
    program.shows("20.00M");
    program.shows("● live");
    program.drops("stale since");
    program.press("q");
    assert!(program.ends().success());
}

#[test]
fn files_are_listed_and_switched_and_a_figure_leads_to_its_line() {
    let (dir, data) = article();
    let text = fs::read_to_string(&data).expect("the data");
    let line = 1 + text.lines().position(|line| line.contains("4839万")).expect("Doubao's row");
    let other = format!("{HEADER}Kimi,MAU,2024-10,77,M,QuestMobile\n");
    fs::write(dir.path().join("other.csv"), other).expect("a file");
    let mut program = Program::start(dir.path(), &[]);
    program.shows("48.39M");
    program.shows("file 1/2");
    program.press("o");
    program.shows("other.csv");
    program.press("\x1b");
    program.drops("other.csv");
    program.press(">");
    program.shows("file 2/2");
    program.shows("77M");
    program.press("<");
    program.shows("file 1/2");
    program.shows("48.39M");
    program.press("\r");
    program.shows(&format!("ai-industry-2024.csv:{line}"));
    for word in ["stated \"4839万\"", "QuestMobile", "¶36"] {
        program.keeps(word);
    }
    program.press("\x1b");
    program.drops(&format!("ai-industry-2024.csv:{line}"));
    program.press("*");
    program.shows("lit: Doubao 豆包");
    program.press("*");
    program.shows("[Doubao 豆包]");
    program.drops("16.50M");
    program.press("*");
    program.shows("16.50M");
    program.press("q");
    assert!(program.ends().success());
}

/// T9 and I3: the modes of the mouse and of pastes are on only while they are wanted.
///
/// Seen red with a mouse that is always on ("no mouse by default"), and with pastes that are never marked ("on while the filter is
/// typed").
#[test]
fn the_mouse_is_on_only_where_the_config_says_so_and_pastes_only_while_text_is_typed() {
    let (dir, _) = article();
    let set = |stream: &[u8], mode: &str| String::from_utf8_lossy(stream).contains(&format!("\x1b[?{mode}h"));
    let mut program = Program::start(dir.path(), &[]);
    program.shows("48.39M");
    program.press("/");
    program.shows("Esc clears");
    program.press("\x1b[200~Kimi\n\x1b[201~");
    program.shows("/Kimi");
    program.press("\x1b");
    program.drops("/Kimi");
    program.press("q");
    assert!(program.ends().success());
    assert!(set(&program.stream, "2004"), "on while the filter is typed");
    assert!(!["1000", "1002", "1003", "1006"].iter().any(|mode| set(&program.stream, mode)), "no mouse by default");
    fs::write(dir.path().join("config.toml"), format!("mouse = true\n{CONFIG}")).expect("a config");
    let mut program = Program::start(dir.path(), &[]);
    program.shows("Doubao 豆包 · monthly active users");
    // The second bar: a press puts the cursor on it, the wheel goes on to the third.
    let line = program.contents().lines().position(|line| line.contains("Kimi")).expect("its bar");
    program.press(format!("\x1b[<0;5;{}M\x1b[<0;5;{}m", line + 1, line + 1));
    program.shows("Kimi 智能助手 · monthly active users");
    program.press(format!("\x1b[<65;5;{}M", line + 1));
    program.shows("Wenxiaoyan 文小言 · monthly active users");
    fs::write(dir.path().join("config.toml"), CONFIG).expect("a config");
    let off = b"\x1b[?1006l\x1b[?1000l".to_vec();
    let times_off = |stream: &[u8]| stream.windows(off.len()).filter(|bytes| *bytes == off).count();
    let deadline = Instant::now() + PATIENCE;
    while times_off(&program.stream) == 0 && Instant::now() < deadline {
        program.hear(PATIENCE).expect("the mouse goes off with the config");
    }
    program.press("q");
    assert!(program.ends().success());
    assert!(set(&program.stream, "1000") && set(&program.stream, "1006"));
    assert_eq!(times_off(&program.stream), 2, "once with the config, once on the way out");
}

/// Seen red with a queue of orders between the keys and the files: both sides waited for each other for ever.
#[test]
fn a_flood_of_reloads_leaves_the_keys_alive() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("x.csv"), format!("{HEADER}Kimi,MAU,2024-10,10,,\n")).expect("a file");
    let mut program = Program::start(dir.path(), &["x.csv"]);
    program.shows("Kimi");
    for _ in 0..30 {
        program.press("R".repeat(100));
    }
    program.press("q");
    assert!(program.ends().success());
}
