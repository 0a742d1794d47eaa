//! The promises on real programs and real terminals: one named test for each row of hazards.

mod bytes;
#[cfg(feature = "faults")]
mod faults;
mod input;
mod life;
mod links;
