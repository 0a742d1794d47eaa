//! The promises on real programs and real terminals: one named test for each row of hazards.

mod bytes;
mod input;
mod life;
mod links;
mod text;
