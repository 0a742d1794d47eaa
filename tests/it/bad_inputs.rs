//! What bad input gets: a sentence with place and remedy, the right exit code, and never an empty screen. The real program.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

fn bellwether(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bellwether"));
    command.args(arguments).current_dir(dir).env("LC_ALL", "C.UTF-8").env_remove("NO_COLOR").env_remove("COLUMNS");
    command.output().expect("the program runs")
}

/// Checks a file, then draws it: exit codes, what the check says, what the screen says.
fn assert_said(dir: &Path, arguments: &[&str], codes: [i32; 2], said: &str) {
    let checked = bellwether(dir, &[&["check"], arguments].concat());
    let text = String::from_utf8_lossy(&checked.stdout);
    assert!(text.contains(said), "check {arguments:?} does not say {said:?}:\n{text}");
    let drawn = bellwether(dir, &[&["snapshot", "--size", "100x20"], arguments].concat());
    let screen = String::from_utf8_lossy(&drawn.stdout);
    let words = said.split(": ").last().unwrap_or(said);
    assert!(screen.contains(words), "snapshot {arguments:?} does not say {words:?}:\n{screen}");
    assert_eq!([checked.status.code(), drawn.status.code()], codes.map(Some), "{arguments:?}");
    assert!(checked.stderr.is_empty() && drawn.stderr.is_empty(), "{arguments:?}");
}

#[test]
fn files_that_cannot_be_shown_say_why() {
    let dir = tempfile::tempdir().expect("a folder");
    let here = dir.path();
    fs::create_dir(here.join("folder")).expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(here.join(name), bytes).expect("a file");
    write("empty.csv", b"");
    write("header.csv", b"entity,metric,period,value\n");
    write("binary.csv", b"\x7fELF\0\x01\0\0\x02\0\0");
    assert_said(here, &["gone.csv"], [2, 2], "gone.csv: missing-file: no such file");
    assert_said(here, &["folder"], [2, 2], "no-data: folder is a directory without");
    assert_said(here, &["x*.csv"], [2, 2], "no-data: x*.csv matches no file in");
    assert_said(here, &["binary.csv"], [2, 2], "binary.csv: binary-file: no text but an ELF program");
    assert_said(here, &["empty.csv"], [1, 2], "empty.csv: empty-file: nothing in it");
    assert_said(here, &["header.csv"], [1, 2], "header.csv: no-rows: a header and no rows");
}

#[test]
fn rows_that_cannot_be_read_are_shown_as_they_are() {
    let dir = tempfile::tempdir().expect("a folder");
    let here = dir.path();
    let write = |name: &str, text: &str| fs::write(here.join(name), text).expect("a file");
    write("columns.csv", "a,b\n1,2\n");
    write("values.csv", "entity,metric,period,value\nA,users,2024,40%或50%\n");
    let checked = bellwether(here, &["check", "columns.csv", "values.csv"]);
    let text = String::from_utf8_lossy(&checked.stdout);
    for said in [
        "columns.csv:1: note: no-figures: no column of figures with names or periods",
        "values.csv:2:14: two-amounts: two amounts in \"40%或50%\"",
        "help: Kept as text, not drawn. Write 40%-50% or two rows",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert_eq!(checked.status.code(), Some(1));
    for (file, shown) in [("columns.csv", "1    2"), ("values.csv", "40%或50%")] {
        let drawn = bellwether(here, &["snapshot", "--size", "100x20", file]);
        let screen = String::from_utf8_lossy(&drawn.stdout);
        assert!(screen.contains(shown), "{screen}");
        assert_eq!(drawn.status.code(), Some(0));
    }
}

#[test]
fn configs_that_are_wrong_say_where() {
    let dir = tempfile::tempdir().expect("a folder");
    let here = dir.path();
    let write = |name: &str, text: &str| fs::write(here.join(name), text).expect("a file");
    write("x.csv", "entity,metric,period,value\nA,users,2024,4\nB,users,2024,5\n");
    write("syntax.toml", "data = [\n");
    write("key.toml", "data = [\"x.csv\"]\n[panel.a]\nkind = \"bar\"\nlgo = true\n");
    write("metric.toml", "data = [\"x.csv\"]\n[panel.a]\nkind = \"bar\"\nwhere = { metric = \"usrs\" }\n");
    write("file.toml", "data = [\"y*.csv\"]\n");
    let check = |config: &str, code: i32, said: &str| {
        let checked = bellwether(here, &["check", "--config", config]);
        let text = String::from_utf8_lossy(&checked.stdout);
        assert!(text.contains(said), "{config} does not say {said:?}:\n{text}");
        assert_eq!(checked.status.code(), Some(code), "{config}\n{text}");
    };
    check("none.toml", 2, "none.toml: config-unreadable: no such file");
    check("syntax.toml", 2, "syntax.toml:");
    check("key.toml", 1, "key.toml:4:1: unknown-key: unknown key \"lgo\"; nearest: \"log\"");
    check("metric.toml", 1, "metric.toml:4: no-match: No row matches: no metric \"usrs\"; nearest: \"users\" (2 rows)");
    check("file.toml", 2, "file.toml:1: no-data: y*.csv matches no file in");
}

#[test]
fn nothing_at_all_says_what_is_needed() {
    let dir = tempfile::tempdir().expect("a folder");
    let drawn = bellwether(dir.path(), &["snapshot", "--size", "160x20"]);
    let screen = String::from_utf8_lossy(&drawn.stdout);
    assert!(screen.contains("no config.toml and no .csv or .tsv file in"), "{screen}");
    assert!(screen.contains("Any CSV does, packed (.gz, .zst) or not"), "{screen}");
    assert_eq!(drawn.status.code(), Some(2));
}

#[test]
fn every_way_of_being_unopenable_is_said_by_each_command() {
    let dir = tempfile::tempdir().expect("a folder");
    let here = dir.path();
    fs::create_dir(here.join("folder")).expect("a folder");
    let made = Command::new("mkfifo").arg(here.join("pipe.csv")).status().expect("a FIFO");
    assert!(made.success());
    let write = |name: &str, bytes: &[u8]| fs::write(here.join(name), bytes).expect("a file");
    write("book.xlsx", b"PK\x03\x04aaaa");
    write("binary.csv", b"\x7fELF\0\x01\0\0");
    write("empty.csv", b"");
    write("header.csv", b"entity,metric,period,value\n");
    write("blank.csv", b"\n\n \n");
    write("locked.csv", b"a,b\n1,2\n");
    let locked = fs::Permissions::from_mode(0o000);
    fs::set_permissions(here.join("locked.csv"), locked).expect("the owner may");
    let mut cases = vec![
        ("gone.csv", 2, "no such file"),
        ("folder", 2, "folder is a directory without"),
        ("pipe.csv", 2, "a FIFO, not a file"),
        ("binary.csv", 2, "no text but an ELF program"),
        ("book.xlsx", 2, "looks like an .xlsx workbook"),
        ("empty.csv", 1, "nothing in it"),
        ("header.csv", 1, "a header and no rows"),
        ("blank.csv", 1, "nothing in it"),
    ];
    // Root may read everything.
    if fs::read(here.join("locked.csv")).is_err() {
        cases.push(("locked.csv", 2, "permission denied"));
    }
    for (file, code, said) in cases {
        for (arguments, code) in [
            (["check", file].as_slice(), code),
            (&["snapshot", "--size", "160x20", file], 2),
            (&["export", file], 2),
            (&["config", "--from", file], 2),
        ] {
            let output = bellwether(here, arguments);
            let text = [output.stdout, output.stderr].concat();
            let text = String::from_utf8_lossy(&text);
            assert!(text.contains(said), "{arguments:?} does not say {said:?}:\n{text}");
            assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{text}");
        }
    }
}

#[test]
fn a_config_and_a_picture_come_of_a_directory_an_archive_and_standard_input() {
    let dir = tempfile::tempdir().expect("a folder");
    let here = dir.path();
    let text = b"entity,metric,period,value\nAlpha,users,2024,4\nBeta,users,2024,5\n";
    fs::create_dir(here.join("folder")).expect("a folder");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text).expect("packed");
    fs::write(here.join("folder/x.csv.gz"), packed.finish().expect("packed")).expect("a file");
    fs::write(here.join("input"), text).expect("a file");
    for file in ["-", "folder", "folder/x.csv.gz"] {
        for (arguments, said) in [(["config", "--from", file].as_slice(), "[panel."), (&["snapshot", file], "Alpha")] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_bellwether"));
            let input = fs::File::open(here.join("input")).expect("a file");
            let output = command.args(arguments).current_dir(here).env("LC_ALL", "C.UTF-8").stdin(input).output();
            let output = output.expect("the program runs");
            let shown = String::from_utf8_lossy(&output.stdout);
            assert!(shown.contains(said), "{arguments:?} does not say {said:?}:\n{shown}");
            assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        }
    }
}
