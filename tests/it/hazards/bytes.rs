//! What a step costs on the wire: the figures that are promised, on the shipped board and on one that is planned.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bellwether::app::{Effect, Msg, Now, Session, World, update, view};
use bellwether::base::{Key, parse_keys, width};
use bellwether::board::{Resolved, plan};
use bellwether::frame::{Caps, ColorLevel, Encoder, fit, sweep};
use bellwether::shell::{self, RunOptions};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::links;
use crate::terminal::process::say;
use crate::terminal::{PATIENCE, Program, Setup};

const SIZE: Rect = Rect::new(0, 0, 120, 38);
/// The promise.
const FIRST_FRAME: usize = 16_000;
const TAB: usize = 3_000;
const MOVE: usize = 400;
const CELL: usize = 64;
/// Not promised, but held: what scrolls or lifts another line above the rest costs less than half of a frame.
const SCROLL: usize = FIRST_FRAME / 2;

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

/// Every step that a viewer can take on a board: dearest first, as `bytes, what`.
struct Costs {
    first: usize,
    tabs: Vec<(usize, String)>,
    moves: Vec<(usize, String)>,
    /// Moves that scroll (more rows than two and the line in words differ), or that lift another line of a chart above the rest.
    scrolls: Vec<(usize, String)>,
    opened: Vec<(usize, String)>,
}

impl Costs {
    /// Walks over all pages and panels, at most so many steps each way.
    fn of(world: &Arc<World>, color: ColorLevel, most: usize) -> Self {
        let (mut viewer, first) = Viewer::new(world, color);
        let mut costs = Self { first, tabs: vec![], moves: vec![], scrolls: vec![], opened: vec![] };
        let pages = viewer.session.board().map_or(1, |board| board.pages.len().max(1));
        for page in 1..=pages {
            let begin = viewer.shown.clone();
            for stop in 1..=9 {
                let panel = viewer.session.board().and_then(|board| board.pages.get(page - 1)?.panels.get(stop - 1));
                let is_line = panel.is_some_and(|panel| matches!(panel.resolved, Resolved::Line(_)));
                for name in ["j", "l", "k", "h"] {
                    let lifts = is_line && matches!(name, "j" | "k");
                    costs.walk(viewer.clone(), &format!("page {page}, panel {stop}, {name}"), name, lifts, most);
                }
                for name in ["?", "Enter"] {
                    let bytes = viewer.clone().press(key(name));
                    costs.opened.push((bytes, format!("page {page}, panel {stop}, {name}")));
                }
                let bytes = viewer.press(key("Tab"));
                costs.tabs.push((bytes, format!("page {page}, panel {stop}, Tab")));
                if viewer.shown == begin {
                    break;
                }
            }
            let bytes = viewer.press(key(")"));
            costs.opened.push((bytes, format!("page {page}, )")));
        }
        for list in [&mut costs.tabs, &mut costs.moves, &mut costs.scrolls, &mut costs.opened] {
            list.sort();
            list.reverse();
        }
        costs
    }

    fn walk(&mut self, mut viewer: Viewer, what: &str, name: &str, lifts: bool, most: usize) {
        for step in 1..=most {
            let before = viewer.shown.clone();
            let bytes = viewer.press(key(name));
            let rows = viewer.rows_changed(&before);
            // Only the line that says that there is no more.
            if rows < 2 {
                return;
            }
            let list = if rows <= 3 && !lifts { &mut self.moves } else { &mut self.scrolls };
            list.push((bytes, format!("{what} {step}")));
        }
    }

    fn told(&self, what: &str) -> String {
        let mut said = format!("{what}: first frame {} B", self.first);
        for (name, list) in
            [("Tab", &self.tabs), ("move", &self.moves), ("scroll", &self.scrolls), ("opened", &self.opened)]
        {
            let median = list.get(list.len() / 2).map_or(0, |(bytes, _)| *bytes);
            let _ = write!(said, "; {name}, {} of them, median {median} B, most", list.len());
            for (bytes, place) in list.iter().take(3) {
                let _ = write!(said, " {bytes} B ({place})");
            }
        }
        said
    }
}

fn shipped() -> Arc<World> {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("config.toml");
    Arc::new(shell::load_once(&RunOptions { config: Some(config), ..RunOptions::default() }))
}

/// A board that is planned from a thousand rows: 4 shops in 250 months, each of which wanders.
fn planned() -> Arc<World> {
    let mut text = String::from("shop,month,orders,revenue in USD,returns in %\n");
    let mut state = 1_u64;
    let mut random = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    for shop in 1..=4 {
        let mut orders = 2_000 + random(4_000);
        for month in 0..250 {
            orders = orders + random(160) - 75;
            let (revenue, returns) = (orders * (30 + shop) + random(5_000), 20 + random(20));
            let (year, month) = (2004 + month / 12, month % 12 + 1);
            let (whole, tenth) = (returns / 10, returns % 10);
            let _ = writeln!(text, "Shop {shop},{year}-{month:02},{orders},{revenue},{whole}.{tenth}");
        }
    }
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("thousand.csv");
    std::fs::write(&path, text).expect("a file");
    let (config, files) = (Some(dir.path().join("none.toml")), vec![path.display().to_string()]);
    Arc::new(shell::load_once(&RunOptions { config, files, ..RunOptions::default() }))
}

/// The named test of a board: both levels of colour that have many bytes.
fn keep_the_promise(world: &Arc<World>, what: &str) {
    for color in [ColorLevel::Ansi256, ColorLevel::True] {
        let costs = Costs::of(world, color, 12);
        let said = costs.told(&format!("{what}, {color:?}"));
        say(&said);
        assert!(costs.first <= FIRST_FRAME, "{said}");
        assert!(costs.tabs[0].0 <= TAB, "{said}");
        assert!(costs.moves[0].0 <= MOVE, "{said}");
        assert!(costs.scrolls.first().is_none_or(|(bytes, _)| *bytes <= SCROLL), "{said}");
    }
}

/// First frame ≤ 16 KB, Tab ≤ 3 KB, a cursor move ≤ 400 B, at 120x38, in every panel of every page. Seen red with the whole row under
/// a table's cursor in reverse: 605 B.
#[test]
fn steps_on_the_shipped_board_cost_what_is_promised() {
    keep_the_promise(&shipped(), "shipped");
}

/// The same on a board that nobody has laid out. Seen red with the cursor placed anew after braille, too: 16.9 KB.
#[test]
fn steps_on_a_planned_board_cost_what_is_promised() {
    keep_the_promise(&planned(), "planned");
}

/// T10: one changed terminal cell ≤ 64 B, wherever it is, in any look of the board.
/// Seen red with the whole row of a changed cell written anew: 965 B.
#[test]
fn one_changed_cell_of_the_shipped_board_costs_at_most_64_bytes() {
    let (viewer, _) = Viewer::new(&shipped(), ColorLevel::True);
    let mut encoder = viewer.encoder;
    let cells = viewer.shown.content.len();
    let mut most = 0;
    for at in (0..cells).step_by(7) {
        let mut frame = viewer.shown.clone();
        // Half of a wide letter is no cell.
        if width(frame.content[at].symbol()) == 1 && (at == 0 || width(frame.content[at - 1].symbol()) == 1) {
            // In the look of any other cell of the board.
            let style = viewer.shown.content[at * 7919 % cells].style();
            frame.content[at].set_symbol("▲").set_style(style);
            most = most.max(encoder.encode(&frame).len());
            most = most.max(encoder.encode(&viewer.shown).len());
        }
    }
    say(&format!("one changed cell: at most {most} B"));
    assert!(0 < most && most <= CELL, "{most} B");
}

/// The shipped board on a terminal, still.
fn still(dir: &Path) -> Program {
    let mut program = Setup::new(dir).start(&[]);
    program.shows("48.39M");
    program.shows("all keys");
    program.settle(Duration::from_millis(500));
    program
}

/// Key to first byte ≤ 5 ms: told for 200 keys, asserted with a hundred times as much for the median, as this is no release build and
/// the machine may be busy.
/// Seen red with a thread of the keyboard that waits 600 ms before it passes a key on: a median of 633 ms.
#[test]
#[ignore = "needs seconds"]
fn a_key_is_answered_at_once() {
    let dir = links::shipped();
    let mut program = still(dir.path());
    let mut answers: Vec<Duration> = (0..200)
        .map(|step| {
            let pressed = Instant::now();
            program.press(if step % 2 == 0 { "j" } else { "k" });
            let (at, _) = program.hear(PATIENCE).expect("an answer");
            // Frames are 34 ms apart: the next key shall not wait for that.
            program.settle(Duration::from_millis(45));
            at - pressed
        })
        .collect();
    answers.sort();
    let (median, worst) = (answers[100], answers[197]);
    say(&format!("key to first byte: median {median:.2?}, 99 % within {worst:.2?}"));
    assert!(median <= Duration::from_millis(500), "{median:?}");
    program.press("q");
    assert!(program.ends().success());
}
