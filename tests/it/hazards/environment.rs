//! What the environment says of the terminal and its characters is heeded (T11–T13). The matrix of T12 is read off the wire.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use bellwether::base::width;

use super::links::shipped;
use crate::terminal::{BELLWETHER, PATIENCE, Setup};

const HEADER: &str = "entity,metric,period,value,unit,source\n";
/// What decides how the program draws; none of it may come from the machine that tests.
const DECIDING: [&str; 9] =
    ["TERM", "COLORTERM", "NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLORFGBG", "LC_ALL", "LC_CTYPE", "LANG"];

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let rows = "Doubao 豆包,MAU,2024-10,48.39,M,QuestMobile\n豆包,MAU,2024-10,约10,M,QuestMobile\n\
                Kimi 智能助手,MAU,2024-10,7.5,M,極客公園\nKimi 智能助手,MAU,2024-10,8或9,M,QuestMobile\n";
    fs::write(dir.path().join("mau.csv"), format!("{HEADER}{rows}")).expect("a file");
    dir
}

/// Runs it without any terminal.
fn piped(dir: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(BELLWETHER);
    for name in DECIDING {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied()).args(arguments).current_dir(dir).stdin(Stdio::null());
    command.output().expect("it runs")
}

/// All that a program writes to its terminal until it ends by itself.
fn printed(setup: Setup, arguments: &[&str]) -> (bool, Vec<u8>) {
    let mut program = setup.start(arguments);
    // Whoever draws on the terminal instead would go on for ever.
    program.until("its plain page", |screen| screen.contains("QuestMobile"));
    let deadline = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = program.child.try_wait().expect("its status") {
            break Some(status);
        }
        if Instant::now() > deadline || program.stream.contains(&b'\x1b') {
            program.child.kill().expect("it is there");
            break None;
        }
        let _ = program.hear(Duration::from_millis(20));
    };
    // What it wrote last may still be on its way.
    program.settle(Duration::from_millis(100));
    (status.is_some_and(|status| status.success()), std::mem::take(&mut program.stream))
}

/// T11: on a terminal that is dumb, unknown, or that nobody named, the board is printed plain and the program ends with 0: no ESC at
/// all, also in a UTF-8 locale. Before, one that nobody named was drawn on.
///
/// Seen red with only `dumb` taken for one that cannot be drawn on: the stream is that of the board.
#[test]
fn a_terminal_without_a_name_gets_a_plain_page() {
    let dir = folder();
    let setup = || Setup::new(dir.path()).size(200, 60);
    let setups = [
        setup().with("TERM", "dumb"),
        setup().with("TERM", "unknown"),
        setup().with("TERM", ""),
        setup().without("TERM"),
    ];
    for setup in setups {
        let (success, stream) = printed(setup, &["mau.csv"]);
        assert!(success && !stream.contains(&b'\x1b'), "{}", String::from_utf8_lossy(&stream));
        assert!(String::from_utf8_lossy(&stream).contains("48.39M"));
    }
}

/// T11: without a terminal (`ssh host bellwether` without -t, cron, a pipe on either side) the plain board and 0, whatever `TERM`
/// promises and whatever forces colours.
///
/// Seen red with a page that keeps bold and what `FORCE_COLOR` asks for: ESC in it.
#[test]
fn a_pipe_gets_a_plain_page() {
    let dir = folder();
    for variable in [("TERM", "xterm-256color"), ("FORCE_COLOR", "3"), ("CLICOLOR_FORCE", "1"), ("LANG", "C.UTF-8")] {
        let output = piped(dir.path(), &[variable], &["mau.csv"]);
        assert!(output.status.success() && output.stderr.is_empty(), "{variable:?}: {output:?}");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(text.contains("48.39M") && !text.contains('\x1b'), "{variable:?}:\n{text}");
    }
    let mut program = Command::new("setsid");
    let file = fs::File::open(dir.path().join("mau.csv")).expect("the file");
    let output = program.args(["-w", BELLWETHER, "-"]).stdin(file).output().expect("setsid");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(
        output.status.success() && text.contains("48.39M") && !text.contains('\x1b'),
        "no session, data piped:\n{text}"
    );
}

/// What a stream uses of SGR: colours by their level, those greys of the 256 that are the same in every terminal, bold and reverse.
fn styles(stream: &[u8]) -> BTreeSet<&'static str> {
    let text = String::from_utf8_lossy(stream);
    let mut found = BTreeSet::new();
    for part in text.split("\x1b[").skip(1) {
        let Some((parameters, _)) = part.split_once('m') else { continue };
        if !parameters.bytes().all(|byte| byte.is_ascii_digit() || byte == b';') {
            continue;
        }
        let mut numbers = parameters.split(';').map(|number| number.parse::<u16>().unwrap_or(0));
        while let Some(number) = numbers.next() {
            match (number, number % 10) {
                (38 | 48, _) => {
                    if numbers.next() == Some(2) {
                        found.insert("true");
                        let _ = numbers.nth(2);
                    } else {
                        found.insert(if numbers.next() >= Some(232) { "grey" } else { "256" });
                    }
                }
                (30..=37 | 40..=47 | 90..=97 | 100..=107, _) => {
                    found.insert("16");
                }
                (1, _) => {
                    found.insert("bold");
                }
                (7, _) => {
                    found.insert("reverse");
                }
                _ => {}
            }
        }
    }
    found
}

/// Values of `TERM`; an empty one stands for none.
const TERMS: [&str; 10] = [
    "xterm-256color",
    "xterm",
    "xterm-kitty",
    "screen",
    "screen-256color",
    "tmux-256color",
    "linux",
    "vt220",
    "dumb",
    "",
];

/// Variables, a flag, and which level they come to where `TERM` promises none, 16, 256 or all colours.
type Wish = (&'static [(&'static str, &'static str)], &'static [&'static str], [u16; 4]);

const ALL: u16 = u16::MAX;
/// Flag > `NO_COLOR` > `CLICOLOR_FORCE`, `FORCE_COLOR` > `COLORTERM` > `TERM`.
const WISHES: [Wish; 9] = [
    (&[], &[], [0, 16, 256, ALL]),
    (&[("COLORTERM", "truecolor")], &[], [ALL; 4]),
    (&[("CLICOLOR_FORCE", "1")], &[], [16, 16, 256, ALL]),
    (&[("FORCE_COLOR", "1"), ("COLORTERM", "truecolor")], &[], [16; 4]),
    (&[("FORCE_COLOR", "2")], &[], [256; 4]),
    (&[("FORCE_COLOR", "3")], &[], [ALL; 4]),
    (&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")], &[], [0; 4]),
    (&[("NO_COLOR", "1"), ("FORCE_COLOR", "3"), ("CLICOLOR_FORCE", "1")], &[], [0; 4]),
    (&[("NO_COLOR", "1")], &["--color", "256"], [256; 4]),
];

/// The letters and digits of a screen at their places, blanks for all else.
fn letters(screen: &str) -> String {
    screen.chars().map(|c| if c == '\n' || c.is_alphanumeric() { c } else { ' ' }).collect()
}

/// T12: ten terminals by nine wishes. Each stream holds the colours of its level and no others: `38;2` only at all colours, `38;5`
/// from 256 on (at all colours for the greys of the theme only, which are half as long so), `3[0-7]` at 16; bold and reverse stay
/// without colour. The text of the screen is the same in all, so that nothing is said by colour alone; on the console, whose fonts
/// have fewer signs, all letters and digits stand where they stand elsewhere.
///
/// Seen red with `COLORTERM` before `NO_COLOR` ("true" where nothing was due), without `FORCE_COLOR` ("true" for "16"), with a cursor that is
/// told by colour only (another text), and with a console that gets ASCII for every letter (豆包 is missing).
#[test]
fn each_terminal_gets_its_colours_and_all_the_same_text() {
    let promised = |term: &str| match term {
        "vt220" => 0,
        "xterm-256color" | "screen-256color" | "tmux-256color" => 2,
        "xterm-kitty" => 3,
        _ => 1,
    };
    let dir = folder();
    let mut seen: Option<String> = None;
    let mut on_console: Option<String> = None;
    for term in TERMS {
        for (environment, flags, levels) in WISHES {
            let row = format!("{term:?} with {environment:?} {flags:?}");
            let setup = Setup::new(dir.path()).with("TERM", term);
            let setup = environment.iter().fold(setup, |setup, (name, value)| setup.with(name, value));
            let setup = if term.is_empty() { setup.without("TERM") } else { setup };
            let arguments = [flags, &["mau.csv"]].concat();
            if matches!(term, "dumb" | "") {
                let (success, stream) = printed(setup, &arguments);
                assert!(success && !stream.contains(&b'\x1b'), "{row}");
                continue;
            }
            let mut program = setup.start(&arguments);
            program.shows(" live");
            program.shows("48.39M");
            program.finishes_its_frame();
            let text = program.contents();
            if term == "linux" {
                assert_eq!(on_console.get_or_insert_with(|| text.clone()), &text, "{row}");
            } else {
                assert_eq!(seen.get_or_insert_with(|| text.clone()), &text, "{row}");
            }
            // The list of actions has its choice in reverse.
            program.press(":");
            program.shows("Enter runs it");
            program.press("\x1b");
            program.drops("Enter runs it");
            program.press("q");
            assert!(program.ends().success());
            let mut expected = BTreeSet::from(["bold", "reverse"]);
            expected.extend(match levels[promised(term)] {
                0 => &[][..],
                16 => &["16"],
                256 => &["256", "grey"],
                _ => &["true", "grey"],
            });
            assert_eq!(styles(&program.stream), expected, "{row}");
        }
    }
    assert_eq!(on_console.as_deref().map(letters), seen.as_deref().map(letters));
}

/// Signs of the kernel's own font (`drivers/tty/vt/cp437.uni`), beside letters and ASCII.
const KERNEL: &str = "☺☻♥♦◆♣♠•◘○◙♂♀♪♫☼▶►◀◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
                      ∞∩≡±≥≤⌠⌡÷≈°∙·√²■×½¼«»¢£¥¬¡¿";
/// The same of the font that Debian's console-setup sets (Lat15).
const DEBIAN: &str = "‐‑‒–—―‘’‚“”„†‡•…‰‹›‼€₮№™←↑→↓∅∈−∞∩≈≠≡≤≥≪≫─━│┃┄┅┆┇┈┉┊┋┌┏┐┓└┗┘┛├┝┠┣┤┥┨┫┬┯┳┴┷┻┼┿╂╋╌╍╎╏═║╒╔╕╗╘╚╛╝╞╠╡╣╦╩╬\
                      ╭╮╯╰╴╵╶╷╸╹╺╻█░▒■▮▲▴▶▸▼▾◀◂◈●☐☑☒♦✗✘×÷±·°¶§²³¹½¼¾«»¢£¥¬¡¿©®µ¤¦";

/// T12: on the Linux console no sign is sent that either of the fonts lacks which it is likely to have; names keep their letters.
///
/// Seen red with three signs that are not replaced: "the font lacks {'…', '━', '●'}".
#[test]
fn the_console_is_sent_only_signs_that_its_fonts_have() {
    let dir = shipped();
    let mut program = Setup::new(dir.path()).with("TERM", "linux").start(&[]);
    program.shows("48.39M");
    program.shows("all keys");
    program.keeps("豆包");
    for key in
        ["?", "\x1b", ":", "\x1b", "\r", "\x1b", "!", "\x1b", "z", "z", "\t", "\r", "\x1b", ")", "\t", ")", "\t", ")"]
    {
        program.press(key);
        program.hear(PATIENCE).expect("an answer");
        program.settle(Duration::from_millis(150));
    }
    program.press("q");
    assert!(program.ends().success());
    let stream = std::str::from_utf8(&program.stream).expect("UTF-8");
    let is_there = |c: char| c.is_alphanumeric() || KERNEL.contains(c) && DEBIAN.contains(c);
    let missing: BTreeSet<char> =
        stream.chars().filter(|c| !c.is_ascii() && width(c.encode_utf8(&mut [0; 4])) == 1 && !is_there(*c)).collect();
    assert!(missing.is_empty(), "the font lacks {missing:?}");
    assert!(stream.contains('╔') && stream.contains('█'), "but it has these");
}

/// Locales that are not UTF-8, by what decides; the last two have UTF-8 behind something that goes first.
const NOT_UTF8: [&[(&str, &str)]; 6] = [
    &[],
    &[("LC_ALL", "C")],
    &[("LC_ALL", "POSIX")],
    &[("LANG", "de_DE.ISO-8859-1")],
    &[("LC_ALL", "C"), ("LANG", "C.UTF-8")],
    &[("LC_CTYPE", "de_DE.ISO-8859-1"), ("LANG", "en_US.UTF-8")],
];
const UTF8: [&[(&str, &str)]; 3] = [
    &[("LC_ALL", "C.UTF-8")],
    &[("LC_CTYPE", "C.UTF-8")],
    &[("LC_ALL", ""), ("LC_CTYPE", "en_US.utf8"), ("LANG", "C")],
];

fn beyond_ascii(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte >= 0x80).count()
}

/// T13: in a locale that is not UTF-8, and with `env -i`, no byte >= 0x80 goes to the terminal: names keep their ASCII words, others
/// are escapes. Flags win on either side.
///
/// Seen red with `LANG` before `LC_ALL`: 4,861 such bytes for `LC_ALL=C LANG=C.UTF-8`.
#[test]
fn a_terminal_without_utf8_is_sent_ascii_only() {
    let dir = folder();
    let run = |environment: &[(&str, &str)], arguments: &[&str]| {
        let mut setup = Setup::new(dir.path()).with_nothing().with("TERM", "xterm-256color");
        for (name, value) in environment {
            setup = setup.with(name, value);
        }
        let mut program = setup.start(arguments);
        program.until("the board", |screen| screen.contains("48.39M") && screen.contains(" live"));
        for (key, seen) in [("?", "Keys:"), ("\r", "mau.csv:2"), ("!", "two amounts")] {
            program.press(key);
            program.shows(seen);
            program.press("\x1b");
            program.drops(seen);
        }
        let screen = program.contents();
        program.press("q");
        assert!(program.ends().success());
        (beyond_ascii(&program.stream), screen)
    };
    for environment in NOT_UTF8 {
        let (count, screen) = run(environment, &["mau.csv"]);
        assert_eq!(count, 0, "{environment:?}");
        assert!(screen.contains("Doubao") && screen.contains("\\u{8c46}\\u{5305}"), "{environment:?}:\n{screen}");
    }
    for environment in UTF8 {
        let (count, screen) = run(environment, &["mau.csv"]);
        assert!(count > 0 && screen.contains("豆包"), "{environment:?}:\n{screen}");
    }
    assert_eq!(run(UTF8[0], &["--ascii", "mau.csv"]).0, 0, "--ascii");
    assert!(run(NOT_UTF8[1], &["--unicode", "mau.csv"]).0 > 0, "--unicode");
}

/// T13: the same holds for what is printed, also on standard error; what is taken out as data (`export`, `--format json`, `config`,
/// `example`) keeps its bytes.
///
/// Seen red with sentences that are spelled in Unicode whatever the locale: `check --explain` says 豆包.
#[test]
fn what_is_printed_without_utf8_is_ascii_unless_it_is_data() {
    let dir = folder();
    let words: [&[&str]; 8] = [
        &["mau.csv"],
        &["snapshot", "mau.csv"],
        &["snapshot", "--format", "html", "mau.csv"],
        &["check", "--explain", "--claims", "mau.csv"],
        &["check", "豆包.csv"],
        &["snapshot", "豆包.csv"],
        &["export", "豆包.csv"],
        &["keys"],
    ];
    for environment in NOT_UTF8 {
        for arguments in words {
            let output = piped(dir.path(), environment, arguments);
            let all = [output.stdout, output.stderr].concat();
            assert!(!all.is_empty());
            assert_eq!(beyond_ascii(&all), 0, "{environment:?} {arguments:?}:\n{}", String::from_utf8_lossy(&all));
        }
        let said = piped(dir.path(), environment, &["check", "mau.csv"]).stdout;
        assert!(String::from_utf8_lossy(&said).contains("8\\u{6216}9"), "the offending text is still told");
        let data: [&[&str]; 3] =
            [&["export", "--cells", "mau.csv"], &["export", "mau.csv"], &["check", "--format", "json", "mau.csv"]];
        for arguments in data {
            let output = piped(dir.path(), environment, arguments);
            assert_eq!(output.stdout, piped(dir.path(), UTF8[0], arguments).stdout, "{arguments:?}");
            assert!(beyond_ascii(&output.stdout) > 0, "{arguments:?}");
        }
    }
    assert!(beyond_ascii(&piped(dir.path(), NOT_UTF8[1], &["check", "--unicode", "mau.csv"]).stdout) > 0);
    assert_eq!(beyond_ascii(&piped(dir.path(), UTF8[0], &["check", "--ascii", "mau.csv"]).stdout), 0);
}
