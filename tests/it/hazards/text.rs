//! X1–X6: nothing in the data commands a terminal, and nothing in it is hidden. 200 payloads in every place where text is drawn or printed;
//! the stream is read by a scanner that knows only what the program itself writes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use bellwether::base::{Repertoire, Safe, drawable, parse_keys, width};
use bellwether::frame::{Caps, ColorLevel, Encoder, to_ansi, to_text};
use bellwether::shell::{self, RunOptions};
use ratatui::buffer::Buffer;

use super::super::terminal::process::{self, Process, say};
use super::super::terminal::{BELLWETHER, Setup};
use super::payloads::payloads;

/// What the program writes, by kind. A private mode counts by its number.
#[derive(Default)]
struct Kinds(BTreeMap<String, usize>);

impl Kinds {
    /// Reads a stream to its end; panics at anything that this program does not write.
    fn of(stream: &[u8]) -> Self {
        let text = std::str::from_utf8(stream).expect("UTF-8 only");
        let mut kinds = Self::default();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\n' => *kinds.0.entry(String::from("LF")).or_default() += 1,
                '\x1b' => {
                    assert_eq!(chars.next(), Some('['), "only CSI: {kinds:?}", kinds = kinds.0);
                    let mut sequence = String::new();
                    for c in chars.by_ref() {
                        sequence.push(c);
                        if ('\x40'..='\x7e').contains(&c) {
                            break;
                        }
                    }
                    let last = sequence.pop().expect("an end");
                    let private = sequence.starts_with(['?', '<', '>']);
                    let kind = if private { format!("{sequence}{last}") } else { last.to_string() };
                    assert!(
                        private || sequence.chars().all(|c| c.is_ascii_digit() || matches!(c, ';' | ':')),
                        "{sequence}{last}"
                    );
                    *kinds.0.entry(kind).or_default() += 1;
                }
                _ => {
                    assert!(!c.is_control(), "U+{:04X} on the wire", u32::from(c));
                    let alone = Safe::new(&format!("a{c}"), Repertoire::Unicode);
                    assert_eq!(alone.as_str(), format!("a{c}"), "U+{:04X} on the wire", u32::from(c));
                }
            }
        }
        kinds
    }

    /// Cursor, colours, erasing, and the brackets of a frame: nothing else.
    fn are_ours(&self) {
        let ours: BTreeSet<&str> = [
            "m", "H", "J", "K", "C", "D", "G", "X", "d", "A", "B", "?2026h", "?2026l", "?1049h", "?1049l", "?25h",
            "?25l", "<u", "?1000l", "?1002l", "?1003l", "?1006l", "?1004l", "?2004l", "?2004h", "LF",
        ]
        .into();
        for kind in self.0.keys() {
            assert!(ours.contains(kind.as_str()), "foreign: {kind}");
        }
    }
}

/// The text without what wraps it.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The frame that these options give, and what it looks like on the wire in whole.
fn frame(options: &RunOptions, keys: &str) -> (Buffer, Caps) {
    let caps = Caps { color: ColorLevel::Ansi256, ..Caps::default() };
    let world = shell::load_once(options);
    let keys = parse_keys(keys).expect("keys");
    let buf = shell::snapshot(&world, options, caps, (200, 50), &keys);
    Kinds::of(&Encoder::new(ColorLevel::Ansi256).encode(&buf)).are_ours();
    Kinds::of(to_ansi(&buf, &caps).as_bytes()).are_ours();
    (buf, caps)
}

/// A CSV field that holds any text.
fn field(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A TOML string that holds any text.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        let _ = write!(out, "\\U{:08X}", u32::from(c));
    }
    out + "\""
}

/// X1, X4, X5: 200 payloads in name, unit, period, source, note, header, file name and directory, config title, panel name and unit, page,
/// `--page`, the filter, and a config that is no TOML: no sequence but our own on the wire, and each is shown by its marks.
/// A debug build asserts on the way that the sweep found nothing to do (X3). Every 16th, or every `BELLWETHER_RUNS`-th: 1 for all.
#[test]
fn x1_payloads_command_nothing_and_are_shown() {
    let payloads = payloads();
    assert!(payloads.len() >= 200, "{} payloads", payloads.len());
    let dir = tempfile::tempdir().expect("a folder");
    // All of them take minutes in a debug build.
    for (at, payload) in payloads.iter().enumerate().step_by(process::runs(16)) {
        let shown = dense(&drawable(payload.trim(), Repertoire::Unicode));
        // No file name holds a slash.
        let name = payload.replace('/', "_");
        let folder = dir.path().join(format!("{at}{name}"));
        fs::create_dir(&folder).expect("a folder");
        let data = folder.join(format!("x{name}.csv"));
        let cell = field(payload);
        let header = format!("entity,metric,period,value,unit,source,note,{}\n", field(&format!("h{payload}")));
        let rows = format!(
            "{cell},MAU,2024-10,10,M,QuestMobile,{cell},{cell}\nKimi,{cell},{cell},{cell},{cell},{cell},x,y\n\
             Doubao,MAU,2024-10,12,{cell},{cell},{cell},{cell}\n"
        );
        fs::write(&data, header + &rows).expect("a file");
        let config = folder.join("config.toml");
        let toml = format!(
            "title = {p}\nlayout = [\"t\"]\n[panel.t]\nkind = \"table\"\ntitle = {p}\n[panel.b]\nkind = \"bar\"\nwhere = {{ metric = {p} }}\n",
            p = quoted(payload)
        );
        let of = |config: &Path, page: Option<&str>| RunOptions {
            files: vec![data.display().to_string()],
            config: Some(config.to_owned()),
            page: page.map(str::to_owned),
            ..RunOptions::default()
        };
        let mut screens = Vec::new();
        let planned = of(Path::new("/nowhere"), None);
        let planned = RunOptions { config: None, ..planned };
        for keys in ["", "enter", "!", "o", "?"] {
            screens.push(to_text(&frame(&planned, keys).0));
        }
        fs::write(&config, toml).expect("a config");
        for keys in ["", "!", "enter"] {
            screens.push(to_text(&frame(&of(&config, Some(payload)), keys).0));
        }
        for broken in
            [payload.clone(), format!("title = {payload}"), format!("[panel.{payload}]\nkind = \"{payload}\"")]
        {
            fs::write(&config, broken).expect("a config");
            frame(&of(&config, None), "");
        }
        let all: String = screens.iter().map(|screen| dense(screen)).collect();
        assert!(all.contains(&shown), "{payload:?} is not shown as {shown:?}:\n{}", screens.join("\n"));
    }
}

/// X2: what is printed: check, snapshot, export, a config planned for the file, errors of the command line, the log.
/// Seen red with clap printing its own errors: `--` and OSC 0, as a file may be named, set the title.
#[test]
fn x2_what_is_printed_commands_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let row = |p: &String| format!("{0},MAU,2024-10,{0},{0},{0}\n", field(p));
    let cells = payloads().iter().map(row).collect::<Vec<_>>().concat();
    fs::write(dir.path().join("x\x1b]0;a\x07\u{9b}.csv"), format!("entity,metric,period,value,unit,source\n{cells}"))
        .expect("a file");
    let arguments: &[&[&str]] = &[
        &["check"],
        &["check", "--explain", "--claims"],
        &["check", "--format", "json"],
        &["snapshot"],
        &["snapshot", "--format", "ansi"],
        &["export"],
        &["export", "--format", "json"],
        &["export", "--cells"],
        &["keys"],
        &["config", "--from", "x\x1b]0;a\x07\u{9b}.csv"],
        &["snapshot", "--size", "\x1b]0;a\x07"],
        &["--\x1b]0;a\x07\u{9b}"],
        &["export", "no\x1b[2J\u{202e}file.csv"],
        &["check", "no\x1b[2J\u{202e}file.csv"],
        &["snapshot", "--page", "\x1b]0;a\x07"],
        &["--log", "log", "x\x1b]0;a\x07\u{9b}.csv"],
    ];
    for arguments in arguments {
        let runs = arguments.contains(&"--log");
        let given: Vec<&str> = if runs || arguments.iter().any(|a| a.contains(".csv") || a.starts_with("--\x1b")) {
            arguments.to_vec()
        } else {
            [*arguments, &["*.csv"]]
                .concat()
                .into_iter()
                .filter(|a| !(arguments[0] == "keys" && *a == "*.csv"))
                .collect()
        };
        let mut program = Setup::new(dir.path()).start(&given);
        if runs {
            program.shows("MAU");
            program.press("q");
        }
        program.child.wait().expect("its status");
        program.settle(std::time::Duration::from_millis(100));
        // The terminal writes CR before each LF.
        let stream = String::from_utf8(program.stream.clone()).expect("UTF-8").replace("\r\n", "\n");
        assert!(!stream.is_empty(), "{arguments:?}");
        Kinds::of(stream.as_bytes()).are_ours();
    }
    Kinds::of(&fs::read(dir.path().join("log")).expect("the log")).are_ours();
    // For another program, the bytes as they are.
    let piped = Command::new(BELLWETHER)
        .args(["export", "--cells", "*.csv"])
        .current_dir(dir.path())
        .output()
        .expect("it runs");
    assert!(String::from_utf8_lossy(&piped.stdout).contains("\x1b]52;c;aGk=\x07"));
}

/// X2: only these files write into cells or to standard output and error.
#[test]
fn x2_only_these_files_write() {
    let allowed: &[(&str, &[&str])] = &[
        ("set_symbol(", &["frame/fit.rs", "app/view/border.rs", "chart/labels.rs"]),
        ("set_char(", &["chart/raster.rs"]),
        ("stdout()", &["cli/documents.rs", "cli/commands.rs", "shell/tty.rs"]),
        ("stderr()", &["cli/commands.rs", "cli.rs", "cli/reports.rs"]),
        ("print!(", &[]),
        ("println!(", &[]),
    ];
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![top.clone()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("text");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let name = path.strip_prefix(&top).expect("below").display().to_string();
            for (call, files) in allowed {
                seen += 1;
                assert!(!code.contains(call) || files.contains(&name.as_str()), "{name} calls {call}");
            }
        }
    }
    assert!(seen > 600, "the test is blind");
}

/// X5: of 2,000 texts (or `BELLWETHER_RUNS`; 1,500 make a million pairs) of what hides, combines and poses as marks, no two that differ
/// are drawn alike.
#[test]
fn x5_what_differs_looks_different() {
    let alphabet: Vec<char> =
        "^[<U+20E>?@AGa\\{} \x00\x07\x1b\x1e\x7f\u{9b}\u{202e}\u{301}\u{302}\u{200b}\u{feff}\u{3164}\u{e0041}豆🏻"
            .chars()
            .collect();
    let mut state = 7_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below
    };
    for repertoire in [Repertoire::Unicode, Repertoire::Ascii] {
        let mut drawn: BTreeMap<String, String> = BTreeMap::new();
        for _ in 0..process::runs(2_000) {
            let text: String = (0..random(6)).map(|_| alphabet[random(alphabet.len())]).collect();
            if let Some(other) = drawn.insert(drawable(&text, repertoire), text.clone()) {
                assert_eq!(other, text, "drawn alike");
            }
        }
    }
}

/// X6: a flood of marks and a cell of a megabyte: ≤ 200 bytes a cell on the wire, and a draw ≤ 5 ms of CPU (asserted on the bytes; the
/// time is said).
#[test]
#[ignore = "needs seconds"]
fn x6_floods_in_a_cell_stay_small() {
    let dir = tempfile::tempdir().expect("a folder");
    let floods = [
        format!("a{}", "\u{301}".repeat(1_000_000 / 2)),
        "j".repeat(1_000_000),
        "👍".to_owned() + &"🏻".repeat(200_000),
        "क्".repeat(150_000),
        "\u{1100}".to_owned() + &"\u{1161}".repeat(200_000),
        "\x1b".repeat(1_000_000),
    ];
    for flood in &floods {
        let data = dir.path().join("x.csv");
        let row = |n: usize| format!("{0},MAU,2024-1{n},10,M,{0}\n", field(flood));
        let rows = [row(0), row(1), row(2)].concat();
        fs::write(&data, format!("entity,metric,period,value,unit,source\n{rows}")).expect("a file");
        let options = RunOptions { files: vec![data.display().to_string()], ..RunOptions::default() };
        let world = shell::load_once(&options);
        let this = Process::of(rustix::process::getpid());
        let before = this.cpu();
        let mut buf = Buffer::default();
        for _ in 0..3 {
            buf = shell::snapshot(&world, &options, Caps::default(), (120, 38), &[]);
        }
        say(&format!(
            "X6: {:?}…: {:?} of CPU for 3 boards planned and drawn",
            flood.chars().next(),
            this.cpu().saturating_sub(before)
        ));
        for cell in &buf.content {
            assert!(cell.symbol().len() <= 200 * width(cell.symbol()).max(1), "{} bytes", cell.symbol().len());
        }
        let bytes = Encoder::new(ColorLevel::True).encode(&buf).len();
        assert!(bytes < 60_000, "{bytes} bytes");
    }
}
