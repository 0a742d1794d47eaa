//! What a step costs on the wire: the figures that are promised, on the shipped board and on one that is planned.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use bellwether::app::{Effect, Msg, Now, Session, World, update, view};
use bellwether::base::{Key, parse_keys};
use bellwether::board::plan;
use bellwether::frame::{Caps, ColorLevel, Encoder, fit, sweep};
use bellwether::shell::{self, RunOptions};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const SIZE: Rect = Rect::new(0, 0, 120, 38);
/// The promise.
const FIRST_FRAME: usize = 16_000;
const TAB: usize = 3_000;
const MOVE: usize = 400;

/// One viewer of a board, and what his terminal is sent.
#[derive(Clone)]
struct Viewer {
    world: Arc<World>,
    session: Session,
    encoder: Encoder,
    shown: Buffer,
}

impl Viewer {
    /// A viewer who sees so many colours, and the bytes of his first frame.
    fn new(world: &Arc<World>, color: ColorLevel) -> (Self, usize) {
        let session = Session::new(Caps { color, ..Caps::default() }, SIZE, None);
        let world = Arc::clone(world);
        let mut viewer = Self { world, session, encoder: Encoder::new(color), shown: Buffer::empty(SIZE) };
        let bytes = viewer.hear(Msg::World(Arc::clone(&viewer.world)));
        (viewer, bytes)
    }

    /// A message as the program's loop takes it, boards planned at once; the bytes of the frame after it.
    fn hear(&mut self, message: Msg) -> usize {
        let mut messages = VecDeque::from([message]);
        while let Some(message) = messages.pop_front() {
            for effect in update(&mut self.session, &self.world, message) {
                if let Effect::Plan(lens) = effect {
                    let board = Arc::new(plan(&self.world.config, &self.world.sources(), &lens));
                    messages.push_back(Msg::Planned { rev: self.world.rev, lens, board });
                }
            }
        }
        let mut frame = Buffer::empty(SIZE);
        view(&self.world, &self.session, SIZE, &mut frame);
        fit(&mut frame, self.session.caps().color);
        sweep(&mut frame, self.session.caps());
        let bytes = self.encoder.encode(&frame).len();
        self.shown = frame;
        bytes
    }

    fn press(&mut self, key: Key) -> usize {
        self.hear(Msg::Key(key, Now::default()))
    }

    /// Rows that differ from those of another frame.
    fn rows_changed(&self, before: &Buffer) -> usize {
        let columns = usize::from(SIZE.width);
        let rows = self.shown.content.chunks(columns).zip(before.content.chunks(columns));
        rows.filter(|(now, before)| now != before).count()
    }
}

fn key(name: &str) -> Key {
    parse_keys(name).expect("a key")[0]
}

fn say(what: &str, world: &Arc<World>, out: &mut String) {
    for level in [ColorLevel::Ansi256, ColorLevel::True] {
        let (mut viewer, first) = Viewer::new(world, level);
        let pages = viewer.session.board().map_or(0, |board| board.pages.len());
        let _ = writeln!(out, "{what} {level:?}: first {first}");
        for page in 0..pages {
            let _ = writeln!(out, " page {page}");
            for _ in 0..8 {
                for step in ["j", "l", "k", "h"] {
                    let mut walker = viewer.clone();
                    let _ = write!(out, "   {step} ");
                    for _ in 0..60 {
                        let before = walker.shown.clone();
                        let bytes = walker.press(key(step));
                        let rows = walker.rows_changed(&before);
                        if rows < 2 {
                            break;
                        }
                        let _ = write!(out, " {bytes}/{rows}");
                    }
                    let _ = writeln!(out);
                }
                let more = ["?", "Enter", "G"].map(|name| viewer.clone().press(key(name)));
                let tab = viewer.press(key("Tab"));
                let _ = writeln!(out, "  ? Enter G {more:?} Tab {tab}");
            }
            let turned = viewer.press(key(")"));
            let _ = writeln!(out, " page turned {turned}");
        }
    }
}

#[test]
fn explore() {
    let options = RunOptions { config: Some("config.toml".into()), ..RunOptions::default() };
    let world = Arc::new(shell::load_once(&options));
    let mut out = String::new();
    say("shipped", &world, &mut out);
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("thousand.csv");
    std::fs::write(&path, thousand()).expect("a file");
    let options = RunOptions {
        config: Some(dir.path().join("none.toml")),
        files: vec![path.display().to_string()],
        ..RunOptions::default()
    };
    let world = Arc::new(shell::load_once(&options));
    say("planned", &world, &mut out);
    std::fs::write("/tmp/w/links-explore.txt", out).unwrap();
}

/// A thousand rows of 20 regions with 50 months.
fn thousand() -> String {
    let mut text = String::from("region,month,orders,revenue in USD,returns in %\n");
    for row in 0..1000_u32 {
        let (region, month) = (row % 20, row / 20);
        let (year, month) = (2020 + month / 12, month % 12 + 1);
        let noise = row.wrapping_mul(2_654_435_761) >> 20;
        let _ = writeln!(
            text,
            "Region {region},{year}-{month:02},{},{},{}.{}",
            900 + noise,
            50_000 + 13 * noise,
            noise % 9,
            noise % 10
        );
    }
    text
}

#[test]
fn look() {
    let options = RunOptions { config: Some("config.toml".into()), ..RunOptions::default() };
    let world = Arc::new(shell::load_once(&options));
    let (mut viewer, _) = Viewer::new(&world, ColorLevel::Ansi256);
    for name in [")", ")", "j"] {
        viewer.press(key(name));
    }
    let mut other = viewer.clone();
    viewer.press(key("j"));
    other.press(key("j"));
    let mut e = Encoder::new(ColorLevel::Ansi256);
    let mut v2 = viewer.clone();
    v2.press(key("j"));
    e.encode(&viewer.shown);
    let b = e.encode(&v2.shown);
    std::fs::write("/tmp/w/links-look.txt", format!("{}\n", String::from_utf8_lossy(&b).replace('\x1b', "\n<ESC>")))
        .unwrap();
}
