//! The promises on real programs and real terminals: one named test for each row of hazards.

mod bytes;
mod environment;
mod frames;
mod life;
mod links;
mod resize;
mod widths;
