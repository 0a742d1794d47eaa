//! One frame without a terminal.

use std::collections::VecDeque;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::RunOptions;
use super::load::load_finished;
use crate::app::{Effect, Msg, Now, Session, World, update, view};
use crate::base::Key;
use crate::board::plan;
use crate::frame::{Caps, fit, sweep};

/// The frame that a viewer with this terminal would see after pressing these keys: planned inline, swept and fitted.
pub fn snapshot(world: &World, options: &RunOptions, caps: Caps, (width, height): (u16, u16), keys: &[Key]) -> Buffer {
    let area = Rect::new(0, 0, width, height);
    let mut session = Session::new(caps, area, options.page.clone());
    let mut world = Arc::new(world.clone());
    let mut messages = VecDeque::from([Msg::World(Arc::clone(&world))]);
    messages.extend(keys.iter().map(|key| Msg::Key(*key, Now::default())));
    'script: while let Some(message) = messages.pop_front() {
        for effect in update(&mut session, &world, message).into_iter().rev() {
            match effect {
                Effect::Plan(lens) => {
                    let board = Arc::new(plan(&world.config, &world.sources(), &lens));
                    messages.push_front(Msg::Planned { rev: world.rev, lens, board });
                }
                Effect::OpenEntry(at) => {
                    world = open(&world, options, at);
                    messages.push_front(Msg::World(Arc::clone(&world)));
                }
                Effect::Quit => break 'script,
                // Nothing changes by itself, and there is no clipboard, editor or clock.
                _ => {}
            }
        }
    }
    let mut buf = Buffer::empty(area);
    view(&world, &session, area, &mut buf);
    fit(&mut buf, caps.color);
    let unsafe_ones = sweep(&mut buf, &caps);
    debug_assert_eq!(unsafe_ones, 0, "text was drawn past `Safe`");
    buf
}

/// The World with another entry open; the list stays as it is.
fn open(world: &World, options: &RunOptions, at: usize) -> Arc<World> {
    let Some(entry) = world.entries.get(at) else { return Arc::new(world.clone()) };
    let options = RunOptions { files: vec![entry.name.clone()], ..options.clone() };
    let opened = load_finished(&options);
    Arc::new(World { rev: world.rev + 1, entries: world.entries.clone(), open: Some(at), ..(*opened).clone() })
}
