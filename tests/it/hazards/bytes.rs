//! What a step costs on the wire: the figures that are promised, on the shipped board and on boards that are planned.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use bellwether::app::World;
use bellwether::base::{Key, parse_keys};
use bellwether::frame::{Caps, ColorLevel, Encoder};
use bellwether::shell::{self, RunOptions};
use ratatui::buffer::Buffer;

const SIZE: (u16, u16) = (120, 38);

/// A board, and a viewer who sees so many colours.
struct Walk {
    world: World,
    options: RunOptions,
    level: ColorLevel,
}

impl Walk {
    fn frame(&self, keys: &[Key]) -> Buffer {
        let caps = Caps { color: self.level, ..Caps::default() };
        shell::snapshot(&self.world, &self.options, caps, SIZE, keys)
    }
}

/// Bytes that turn one frame into the next.
fn cost(level: ColorLevel, from: &Buffer, to: &Buffer) -> usize {
    let mut encoder = Encoder::new(level);
    encoder.encode(from);
    encoder.encode(to).len()
}

#[test]
fn explore() {
    let options = RunOptions { config: Some("config.toml".into()), ..RunOptions::default() };
    let world = shell::load_once(&options);
    let mut out = String::new();
    for level in [ColorLevel::Ansi256, ColorLevel::True] {
        let walk = Walk { world: world.clone(), options: options.clone(), level };
        let mut keys: Vec<Key> = Vec::new();
        for page in 0..5 {
            let whole = walk.frame(&keys);
            let first = Encoder::new(level).encode(&whole).len();
            let _ = writeln!(out, "{level:?} page {page}: whole {first}");
            for stop in 0..6 {
                let here = walk.frame(&keys);
                for step in ["j", "l", "G", "k", "h"] {
                    let step = parse_keys(step).unwrap();
                    let mut before = here.clone();
                    let mut keys = keys.clone();
                    let mut costs = vec![];
                    for _ in 0..40 {
                        keys.extend(&step);
                        let after = walk.frame(&keys);
                        let bytes = cost(level, &before, &after);
                        if bytes == 0 {
                            break;
                        }
                        costs.push(bytes);
                        before = after;
                    }
                    let _ = writeln!(out, "   {step:?} {costs:?}");
                }
                for one in ["?", "Enter"] {
                    let mut keys = keys.clone();
                    keys.extend(parse_keys(one).unwrap());
                    let after = walk.frame(&keys);
                    let _ = writeln!(out, "   {one} {}", cost(level, &here, &after));
                }
                keys.extend(parse_keys("Tab").unwrap());
                let after = walk.frame(&keys);
                let _ = writeln!(out, "  Tab {stop}: {}", cost(level, &here, &after));
            }
            let here = walk.frame(&keys);
            keys.extend(parse_keys(")").unwrap());
            let after = walk.frame(&keys);
            let _ = writeln!(out, " page: {}", cost(level, &here, &after));
        }
    }
    fs::write("/tmp/w/links-explore.txt", out).unwrap();
}
