//! Floor 5: what is loaded ([`World`]), one viewer ([`Session`]), what happens ([`Msg`]), what must be done ([`Effect`]), and the whole
//! frame ([`view()`]). Pure: no files, no clock, no terminal.

mod able;
mod keymap;
mod layout;
mod message;
mod overlay;
mod rows;
mod session;
mod update;
mod view;
mod words;
mod world;

pub use message::{Effect, LoadStep, Loading, Mouse, Msg, Now};
pub use session::Session;
pub use update::update;
pub use view::view;
pub use world::{Entry, Health, Other, World};
