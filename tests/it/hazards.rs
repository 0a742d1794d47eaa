//! The promises on real programs and real terminals: one named test for each row of hazards.

mod bytes;
mod environment;
mod frames;
mod life;
mod links;
mod resize;
mod widths;
/// T2: a panic, wherever it happens.
#[cfg(feature = "faults")]
mod faults;
/// T1, T3: kills and hang-ups.
mod life;
mod links;
/// T4, T5: outputs that end or stall.
mod output_ends;
/// T6, T9: away and back, to the shell and to an editor; modes; the clipboard.
mod suspend;
