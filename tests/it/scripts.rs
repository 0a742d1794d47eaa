//! Key scripts: what the screen shows after these keys on these data, by the same way that `snapshot --keys` goes. Each
//! `tests/fixtures/app/*.keys` has its expected screen beside it. `UPDATE_SCREENS=1 cargo test --test it scripts` writes the screens
//! anew; read what changed before keeping it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bellwether::base::{Repertoire, parse_keys};
use bellwether::frame::{Caps, ColorLevel, to_text};
use bellwether::shell::{self, RunOptions};

/// The lines `name: value` of a script.
struct Script {
    config: PathBuf,
    files: Vec<String>,
    size: (u16, u16),
    keys: String,
    ascii: bool,
}

fn script(text: &str, folder: &Path) -> Script {
    let mut script =
        Script { config: PathBuf::new(), files: Vec::new(), size: (80, 24), keys: String::new(), ascii: false };
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (name, value) = line.split_once(':').expect("name: value");
        let value = value.trim();
        match name {
            "config" => script.config = folder.join(value),
            "size" => {
                let (width, height) = value.split_once('x').expect("a size");
                script.size = (width.parse().expect("a width"), height.parse().expect("a height"));
            }
            "keys" => value.clone_into(&mut script.keys),
            "files" => {
                script.files = value.split_whitespace().map(|file| format!("{}/{file}", folder.display())).collect();
            }
            "ascii" => script.ascii = value == "yes",
            other => panic!("no line \"{other}\" is known"),
        }
    }
    script
}

fn screen(script: &Script) -> String {
    let options =
        RunOptions { config: Some(script.config.clone()), files: script.files.clone(), ..RunOptions::default() };
    let world = shell::load_once(&options);
    let repertoire = if script.ascii { Repertoire::Ascii } else { Repertoire::Unicode };
    let caps = Caps { color: ColorLevel::None, repertoire, ..Caps::default() };
    let keys = parse_keys(&script.keys).expect("a key script");
    let frame = shell::snapshot(&world, &options, caps, script.size, &keys);
    to_text(&frame)
}

#[test]
fn every_key_script_leads_to_its_screen() {
    let folder = Path::new("tests/fixtures/app");
    let update = std::env::var_os("UPDATE_SCREENS").is_some();
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("fixtures").map(|e| e.expect("entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "keys"));
    paths.sort();
    let mut wrong = String::new();
    for path in &paths {
        let drawn = screen(&script(&fs::read_to_string(path).expect("readable"), folder));
        let beside = path.with_extension("screen");
        if update {
            fs::write(&beside, &drawn).expect("written");
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if drawn != expected {
            let _ = writeln!(wrong, "{}\nexpected\n{expected}\ndrawn\n{drawn}", path.display());
        }
    }
    assert!(paths.len() >= 20, "{} scripts were found", paths.len());
    assert!(wrong.is_empty(), "{wrong}");
}
