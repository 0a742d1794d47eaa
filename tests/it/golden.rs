//! Golden screens: each kind of panel alone on its page, zoomed, by the same way that `snapshot` goes, at four sizes with every glyph
//! set, then in the other colours. `tests/fixtures/golden/NAME.toml` says what is drawn, `NAME.golden` beside it holds the cells and
//! their styles. `UPDATE_GOLDEN=1 cargo test --test it golden` writes them anew; read what changed before keeping it.

mod styles;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bellwether::app::World;
use bellwether::base::{PanelKind, Repertoire, parse_keys};
use bellwether::frame::{Caps, ColorLevel, to_text};
use bellwether::shell::{self, RunOptions};

const FOLDER: &str = "tests/fixtures/golden";

const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 38), (200, 60)];

/// Every glyph set by name, the finest first.
fn glyph_sets() -> Vec<(&'static str, Caps)> {
    let caps = Caps { color: ColorLevel::True, ..Caps::default() };
    vec![("braille", caps), ("ascii", Caps { repertoire: Repertoire::Ascii, ..caps })]
}

/// The other looks, at one size: what they change is the style.
fn looks() -> Vec<(&'static str, Caps)> {
    let caps = Caps { color: ColorLevel::True, ..Caps::default() };
    vec![
        ("light", Caps { light: true, ..caps }),
        ("256 colours", Caps { color: ColorLevel::Ansi256, ..caps }),
        ("16 colours", Caps { color: ColorLevel::Ansi16, ..caps }),
        ("no colour", Caps { color: ColorLevel::None, ..caps }),
    ]
}

/// One screen as lines of text, and its styles.
#[derive(PartialEq)]
struct Screen {
    text: String,
    styles: String,
}

fn screen(world: &World, options: &RunOptions, caps: Caps, size: (u16, u16)) -> Screen {
    let keys = parse_keys("z").expect("a key");
    let frame = shell::snapshot(world, options, caps, size, &keys);
    Screen { text: folded(&to_text(&frame)), styles: styles::written(&frame) }
}

/// Lines that repeat the one before them are counted, not written.
fn folded(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        let mut same = 0;
        while lines.next_if_eq(&line).is_some() {
            same += 1;
        }
        if same > 0 {
            let _ = writeln!(out, "(and {same} more)");
        }
    }
    out
}

/// All screens of one config. Glyph sets that draw the same share one section; a look with the text of the section before it has
/// its styles only.
fn golden(config: &Path) -> String {
    let options = RunOptions { config: Some(config.to_owned()), ..RunOptions::default() };
    let world = shell::load_once(&options);
    assert!(world.config_diagnostics.is_empty(), "{}: {:?}", config.display(), world.config_diagnostics);
    let mut out = String::new();
    for (width, height) in SIZES {
        let mut sections: Vec<(String, Screen)> = Vec::new();
        for (name, caps) in glyph_sets() {
            let screen = screen(&world, &options, caps, (width, height));
            match sections.iter_mut().find(|(_, other)| *other == screen) {
                Some((names, _)) => *names = format!("{names}, {name}"),
                None => sections.push((name.to_owned(), screen)),
            }
        }
        for (names, Screen { text, styles }) in sections {
            let _ = write!(out, "== {width}x{height} {names}\n{text}-- styles\n{styles}");
        }
    }
    let (width, height) = SIZES[1];
    let plain = screen(&world, &options, glyph_sets()[0].1, (width, height)).text;
    for (name, caps) in looks() {
        let Screen { text, styles } = screen(&world, &options, caps, (width, height));
        let text = if text == plain { String::from("(text as in the first of this size)\n") } else { text };
        let _ = write!(out, "== {width}x{height} {name}\n{text}-- styles\n{styles}");
    }
    out
}

/// The first line that differs, with the section that it stands in; none where all are the same.
fn first_difference(expected: &str, drawn: &str) -> Option<String> {
    let (mut expected, mut drawn) = (expected.lines(), drawn.lines());
    let mut section = "";
    for number in 1.. {
        let pair = (expected.next(), drawn.next());
        match pair {
            (None, None) => break,
            (Some(one), Some(other)) if one == other => {
                section = one.strip_prefix("== ").unwrap_or(section);
            }
            (expected, drawn) => {
                let [expected, drawn] = [expected, drawn].map(|line| line.unwrap_or("(end of file)"));
                return Some(format!("line {number}, in {section}\n  expected {expected}\n  drawn    {drawn}"));
            }
        }
    }
    None
}

fn configs() -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).expect("fixtures");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths
}

#[test]
fn every_kind_is_drawn_as_it_was_looked_at() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let check = |config: &PathBuf| {
        let drawn = golden(config);
        let beside = config.with_extension("golden");
        if update {
            fs::write(&beside, &drawn).expect("written");
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        first_difference(&expected, &drawn).map(|found| format!("{}: {found}", beside.display()))
    };
    let configs = configs();
    // Two halves side by side: these are many frames.
    let (left, right) = configs.split_at(configs.len() / 2);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let other = scope.spawn(|| right.iter().filter_map(check).collect::<Vec<_>>());
        let mut wrong: Vec<String> = left.iter().filter_map(check).collect();
        wrong.extend(other.join().expect("no panic"));
        wrong
    });
    let wrong = wrong.join("\n");
    assert!(wrong.is_empty(), "{wrong}\nLook at them, then: UPDATE_GOLDEN=1 cargo test --test it golden");
}

#[test]
fn no_kind_is_left_out() {
    let names: Vec<String> =
        configs().iter().filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    for kind in PanelKind::ALL {
        assert!(names.iter().any(|name| name == kind.as_str()), "{FOLDER}/{}.toml is missing", kind.as_str());
    }
}
