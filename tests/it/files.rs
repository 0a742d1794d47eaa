//! What is named on the command line or in a config, as files: missing ones, directories, names given twice. The real program.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Exit code and output.
fn said(dir: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bellwether"));
    command.args(arguments).current_dir(dir).env("LC_ALL", "C.UTF-8").env_remove("NO_COLOR").env_remove("COLUMNS");
    let output = command.output().expect("the program runs");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let row = |entity: &str| format!("entity,metric,period,value\n{entity},users,2024,5\n");
    fs::write(dir.path().join("a.csv"), row("Alpha")).expect("a file");
    fs::write(dir.path().join("b.csv"), row("Beta")).expect("a file");
    dir
}

#[test]
fn a_missing_file_is_said_and_the_others_open() {
    let dir = folder();
    let (code, text) = said(dir.path(), &["check", "missing.csv", "a.csv"]);
    assert!(code == Some(2) && text.contains("missing.csv: missing-file: no such file"), "{text}");
    assert_eq!(text.matches("missing-file").count(), 1, "{text}");
    for more in [["missing.csv", "a.csv"].as_slice(), &["--together", "missing.csv", "a.csv"]] {
        let arguments = [&["snapshot", "--size", "120x20"], more].concat();
        let (code, screen) = said(dir.path(), &arguments);
        assert!(code == Some(0) && screen.contains("Alpha"), "{screen}");
        assert!(screen.contains("missing.csv: no such file"), "{screen}");
    }
    let (code, text) = said(dir.path(), &["check", "--together", "missing.csv", "a.csv", "x*.csv"]);
    assert!(code == Some(2) && text.contains("missing.csv: missing-file"), "{text}");
    assert!(text.contains("no-files: x*.csv matches no file"), "{text}");
}

#[test]
fn a_file_that_is_named_twice_opens_once() {
    let dir = folder();
    let (_, cells) = said(dir.path(), &["export", "--cells", "--together", "a.csv", "./a.csv", "*.csv"]);
    assert_eq!((cells.matches("Alpha").count(), cells.matches("Beta").count()), (1, 1), "{cells}");
    fs::write(dir.path().join("config.toml"), "data = [\"a.csv\", \"*.csv\", \"./b.csv\"]\n").expect("a config");
    let (_, screen) = said(dir.path(), &["snapshot", "--size", "120x20"]);
    assert!(screen.contains("file 1/2"), "{screen}");
}

#[test]
fn without_arguments_the_tables_here_and_in_data_open() {
    let dir = folder();
    fs::create_dir(dir.path().join("data")).expect("a folder");
    for name in ["data/c.TSV", "data/.d.csv", "data/e.txt"] {
        fs::write(dir.path().join(name), "name\tsize\nGamma\t5\n").expect("a file");
    }
    let (_, screen) = said(dir.path(), &["snapshot", "--size", "120x20"]);
    assert!(screen.contains("file 1/3"), "{screen}");
}

#[test]
fn a_config_without_panels_keeps_what_it_says_and_has_a_board_planned() {
    let dir = folder();
    let config = "title = \"People\"\ndata = [\"a.csv\"]\n[metric.users]\nadditive = false\n";
    fs::write(dir.path().join("config.toml"), config).expect("a config");
    let (code, screen) = said(dir.path(), &["snapshot", "--size", "120x20"]);
    assert!(code == Some(0) && screen.contains("Alpha") && screen.contains("People"), "{screen}");
}
