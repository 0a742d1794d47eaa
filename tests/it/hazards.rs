//! The promises on real programs and real terminals: one named test for each row of hazards.

/// Bytes and times of steps.
mod bytes;
/// T11–T13: terminals by name, colours, locales.
mod environment;
/// T2: a panic, wherever it happens.
#[cfg(feature = "faults")]
mod faults;
/// T10, T15: writes, silence, long runs.
mod frames;
/// I1–I5: what is typed, pasted, and answered by terminals.
mod input;
/// T1, T3: kills and hang-ups.
mod life;
/// Promise 9: OpenSSH over slow, far and frozen links.
mod links;
/// T4, T5: outputs that end or stall.
mod output_ends;
/// What X1–X3 throw at it.
mod payloads;
/// X1: text that would command, in every place where text is drawn.
mod places;
/// X1: random texts in those places.
mod random_texts;
/// T7, T8: sizes.
mod resize;
/// I5: standard input that holds figures.
mod standard_input;
/// T6, T9: away and back, to the shell and to an editor; modes; the clipboard.
mod suspend;
/// X2–X6: text that would command, hide or flood.
mod text;
/// T14: widths that terminals dispute.
mod widths;
/// T4: writes that fail, are interrupted, or are taken in part.
mod writes;
