//! Floor 5: what is loaded ([`World`]), one viewer ([`Session`]), what happens ([`Msg`]), what must be done ([`Effect`]), and the whole
//! frame ([`view`]). Pure: no files, no clock, no terminal.

mod session;
mod world;

pub use session::{Effect, Msg, Now, Session, update, view};
pub use world::{Entry, Health, World};
