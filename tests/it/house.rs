//! The architecture holds: a room imports only from floors below it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms by floor; see the doc comment of `src/lib.rs`.
const FLOORS: &[(&str, u8)] = &[
    ("base", 0),
    ("frame", 1),
    ("chart", 1),
    ("data", 1),
    ("analysis", 2),
    ("board", 3),
    ("panel", 4),
    ("app", 5),
    ("shell", 6),
    ("cli", 7),
];

fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(dir).expect("source folder").map(|e| e.expect("entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// Rooms named after `crate::` (also inside braces) or after a `super::` that climbs out of its own room.
fn imports(text: &str, depth: usize) -> Vec<String> {
    let code: String = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n")
        .replace(char::is_whitespace, "");
    let mut found = Vec::new();
    let out_of_room = "super::".repeat(depth + 1);
    for start in ["crate::", out_of_room.as_str()] {
        for (at, _) in code.match_indices(start) {
            let rest = code.get(at + start.len()..).unwrap_or_default();
            let names = match rest.strip_prefix('{') {
                Some(list) => top_level_names(list),
                None => vec![first_word(rest)],
            };
            found.extend(names.into_iter().filter(|name| !name.is_empty() && name != "super"));
        }
    }
    found
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// First path segments of a `use` list whose opening brace was taken off.
fn top_level_names(list: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut nested = 0;
    let mut in_first_segment = true;
    for c in list.chars() {
        match c {
            '{' => nested += 1,
            '}' if nested == 0 => break,
            '}' => nested -= 1,
            ',' if nested == 0 => {
                names.push(String::new());
                in_first_segment = true;
            }
            ':' => in_first_segment = false,
            c if nested == 0 && in_first_segment => names.last_mut().expect("one name").push(c),
            _ => {}
        }
    }
    names
}

#[test]
fn no_arrow_runs_up_or_sideways() {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&top, &mut files);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in &files {
        let inside = path.strip_prefix(&top).expect("under src");
        let room = inside.components().next().expect("a name").as_os_str().to_string_lossy().replace(".rs", "");
        let Some(&floor) = floors.get(room.as_str()) else {
            assert!(["lib", "main"].contains(&room.as_str()), "{room} is a room that no floor lists");
            continue;
        };
        let depth = inside.components().count() - 1;
        for name in imports(&fs::read_to_string(path).expect("readable"), depth) {
            seen += 1;
            match floors.get(name.as_str()) {
                Some(_) if name == room => {}
                Some(&other) if other < floor => {}
                Some(_) => wrong.push(format!("{} imports {name}", inside.display())),
                None => wrong.push(format!("{} imports crate::{name}, which is no room", inside.display())),
            }
        }
    }
    assert!(seen > 0, "no import was found: the test is blind");
    assert!(wrong.is_empty(), "arrows that run up or sideways:\n{}", wrong.join("\n"));
}

#[test]
fn main_is_thin() {
    let main = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs")).expect("main.rs");
    assert!(main.lines().count() < 40, "main.rs has {} lines", main.lines().count());
}

#[test]
fn the_test_sees_every_spelling_of_an_arrow() {
    assert_eq!(imports("use crate::app::World;", 0), ["app"]);
    assert_eq!(imports("use crate::{base::{A, B}, board::Lens, data};", 0), ["base", "board", "data"]);
    assert_eq!(imports("let x = crate::shell::run();", 0), ["shell"]);
    assert_eq!(imports("use super::super::panel::draw;", 1), ["panel"]);
    assert_eq!(imports("use super::plan;", 1), [""; 0]);
    assert_eq!(imports("// use crate::app::World;", 0), [""; 0]);
}
