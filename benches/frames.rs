//! What a frame costs once everything is loaded and planned: the whole `app::view`, colours fitted and text swept, as before every
//! write to a terminal. `cargo bench` runs it; the limits are 2 ms for a page of six panels, 10 ms for a line of a million points and 5 ms
//! for names that are floods.
#![expect(clippy::disallowed_methods, reason = "benchmarks read the fixtures that they draw")]

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bellwether::app::{Effect, Entry, Msg, Now, Session, World, update, view};
use bellwether::base::parse_keys;
use bellwether::board::{Lens, Sources, check_config, plan};
use bellwether::data::{FileBytes, ReadOptions, read};
use bellwether::frame::{Caps, ColorLevel, fit, sweep};
use bellwether::shell::{self, RunOptions};
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const SIZE: Rect = Rect { x: 0, y: 0, width: 200, height: 60 };
const CAPS: Caps = Caps { color: ColorLevel::True, ..CAPS_OF_A_TEST };
const CAPS_OF_A_TEST: Caps = Caps {
    color: ColorLevel::None,
    repertoire: bellwether::base::Repertoire::Unicode,
    light: false,
    reduced: false,
    glyphs: None,
    console: false,
};

fn main() {
    divan::main();
}

/// A viewer before whom this World lies planned, after these keys.
fn viewer(world: &Arc<World>, page: Option<&str>, keys: &str) -> Session {
    let mut session = Session::new(CAPS, SIZE, page.map(str::to_owned));
    let mut messages = VecDeque::from([Msg::World(Arc::clone(world))]);
    messages.extend(parse_keys(keys).expect("keys").into_iter().map(|key| Msg::Key(key, Now::default())));
    while let Some(message) = messages.pop_front() {
        for effect in update(&mut session, world, message) {
            if let Effect::Plan(lens) = effect {
                let board = Arc::new(plan(&world.config, &world.sources(), &lens));
                messages.push_front(Msg::Planned { rev: world.rev, lens, board });
            }
        }
    }
    session
}

fn frames(bencher: Bencher<'_, '_>, world: &Arc<World>, session: &Session) {
    let mut buf = Buffer::empty(SIZE);
    bencher.bench_local(|| {
        buf.reset();
        view(world, session, SIZE, &mut buf);
        fit(&mut buf, CAPS.color);
        sweep(&mut buf, &CAPS);
        black_box(&buf);
    });
}

fn load(config: impl Into<PathBuf>, files: &[&str]) -> Arc<World> {
    let files = files.iter().map(|file| (*file).to_owned()).collect();
    Arc::new(shell::load_once(&RunOptions { config: Some(config.into()), files, ..RunOptions::default() }))
}

/// Every golden fixture by name: a kind of panel each, some twice.
fn kinds() -> Vec<String> {
    let entries = std::fs::read_dir("tests/fixtures/golden").expect("fixtures");
    let paths = entries.map(|entry| entry.expect("entry").path());
    let configs = paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let mut names: Vec<String> =
        configs.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    names.sort();
    names
}

/// One panel, zoomed.
#[divan::bench(args = kinds())]
fn panel(bencher: Bencher<'_, '_>, name: &str) {
    let world = load(Path::new("tests/fixtures/golden").join(name).with_extension("toml"), &[]);
    frames(bencher, &world, &viewer(&world, None, "z"));
}

/// The pages of the board that ships, each on its file.
#[divan::bench(args = [
    ("overview", "data/ai-industry-2024.csv"),
    ("bytedance", "data/ai-industry-2024.csv"),
    ("facts", "data/ai-industry-2024.csv"),
    ("models", "data/models.csv"),
    ("chips", "data/nvidia-chips.csv"),
])]
fn page(bencher: Bencher<'_, '_>, (name, file): (&str, &str)) {
    let world = load("config.toml", &[file]);
    frames(bencher, &world, &viewer(&world, Some(name), ""));
}

/// Six panels of six kinds: 2 ms is the limit.
#[divan::bench]
fn page_of_six(bencher: Bencher<'_, '_>) {
    let world = load("benches/six.toml", &[]);
    frames(bencher, &world, &viewer(&world, None, ""));
}

/// The boards that are planned where no config is.
#[divan::bench(args = ["data/ai-industry-2024.csv", "data/models.csv", "data/nvidia-chips.csv"])]
fn planned(bencher: Bencher<'_, '_>, file: &str) {
    let world = load("benches/none.toml", &[file]);
    frames(bencher, &world, &viewer(&world, None, ""));
}

/// A random walk of so many minutes, as a World: no file is large enough to be kept for this.
fn walk(points: u32, log: bool) -> Arc<World> {
    let mut text = String::from("entity,metric,period,value\n");
    let (mut state, mut height) = (12_345_u32, 1_000_000.0_f64);
    for point in 0..points {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        height *= 1.0 + (f64::from(state >> 8) / f64::from(1 << 24) - 0.5) * 0.004;
        let day = i32::try_from(point / 1_440).expect("a day");
        let (year, month, date) = bellwether::base::Day(day).ymd();
        let (hour, minute) = (point / 60 % 24, point % 60);
        let _ = writeln!(text, "Walk,height,{year}-{month:02}-{date:02}T{hour:02}:{minute:02},{height:.2}");
    }
    let file = FileBytes { name: Arc::from("walk.csv"), bytes: text.into_bytes().into(), may_grow: false };
    let dataset = read(&[file], &ReadOptions::default(), None);
    let config = format!("layout = [\"walk\"]\ndata = [\"walk.csv\"]\n[panel.walk]\nkind = \"line\"\nlog = {log}\n");
    let config = Arc::new(check_config(&config, "config.toml").0.expect("a config"));
    let entry = Entry { name: String::from("walk.csv"), ..Entry::default() };
    Arc::new(World { rev: 1, config, dataset, entries: vec![entry], open: Some(0), ..World::default() })
}

/// Three rows whose name and source are 900,000 bytes each, as much as a record may hold.
fn flood(of: &str) -> Arc<World> {
    let name = format!("a{}", of.repeat(900_000 / of.len()));
    let mut text = String::from("entity,metric,period,value,unit,source\n");
    for month in 10..13 {
        let _ = writeln!(text, "{name},MAU,2024-{month},{month},M,{name}");
    }
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("flood.csv");
    std::fs::write(&file, text).expect("a file");
    load("benches/none.toml", &[&file.to_string_lossy()])
}

/// The board, the row behind a mark, and the table of such names: 5 ms is the limit.
#[divan::bench(args = FLOODS.map(|(name, _)| name), consts = [0, 1, 2], sample_count = 20)]
fn flooded<const VIEW: usize>(bencher: Bencher<'_, '_>, name: &str) {
    let world = flood(FLOODS.into_iter().find(|(known, _)| *known == name).expect("its name").1);
    frames(bencher, &world, &viewer(&world, None, ["", "enter", "tab z"][VIEW]));
}

const FLOODS: [(&str, &str); 6] = [
    ("marks", "\u{301}"),
    ("letters", "j"),
    ("skins", "🏻"),
    ("viramas", "क्"),
    ("jamo", "\u{1161}"),
    ("escapes", "\u{1b}abcdefg"),
];

/// A line of a million points: 10 ms is the limit.
#[divan::bench(args = [("linear", 1_000_000), ("log", 1_000_000)], sample_count = 20)]
fn long_line(bencher: Bencher<'_, '_>, (axis, points): (&str, u32)) {
    let world = walk(points, axis == "log");
    frames(bencher, &world, &viewer(&world, None, "z"));
}

/// What comes before the first frame of that line, once: the board planned from columns that are read.
#[divan::bench(args = [1_000_000], sample_count = 3, sample_size = 1)]
fn long_line_planned(bencher: Bencher<'_, '_>, points: u32) {
    let world = walk(points, false);
    let sources = Sources { open: &world.dataset, name: "walk.csv", others: BTreeMap::new() };
    bencher.bench_local(|| black_box(plan(&world.config, &sources, &Lens::default())));
}
