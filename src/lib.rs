//! Bellwether reads CSV files of figures taken from articles and reports and draws charts and tables of them on one
//! terminal screen. This page is the architecture; `tests/it/house.rs` holds the code to it.
//!
//! Data flows one way, upstairs. A room imports only from floors below it; rooms on one floor do not know each other.
//!
//! ```text
//! floor room      what lives there                                                        must not know
//!  7    cli       run, check, snapshot, export, ...; exit codes; the one place that prints  -
//!  6    shell     every side effect: tty, input bytes, files, watcher, clock, clipboard,    how a panel looks
//!                 editor; the event loop over a Port
//!  5    app       World, Session, Msg, update() -> Vec<Effect>, keymap, view()              files, clock, terminal
//!  4    panel     one file a kind: a resolved panel -> marks -> Buffer                      where data came from
//!  3    board     config.toml (+ Dataset + Lens) -> Board: pages, layout, resolved panels   the terminal
//!  2    analysis  Dataset -> answers: select, change, rank, share, lag, what changed        config, panels
//!  1    data      bytes -> rows -> typed columns -> Dataset, with diagnostics               charts
//!  1    chart     numbers -> cells: scale, ticks, axis, raster, labels                      metrics, themes
//!  1    frame     Buffer + Caps -> colours fitted, text swept, bytes; text, ANSI, SVG, HTML what is drawn
//!  0    base      the words that all speak: Measure, Unit, Period, NumberStyle, Diagnostic, everything
//!                 Safe, Action, Key, PanelKind, ObsRef
//! ```
//!
//! # The way of a number
//! 1. [`shell`] reads bytes and the file's stamp until a read is whole: the only file reads there are.
//! 2. [`data`] decodes them, splits records, decides what each column is and keeps typed columns: a bad cell is a gap
//!    and a [`base::Diagnostic`], never an abort.
//! 3. [`data::Dataset`] is the observations with their keys, revisions and conflicts.
//! 4. [`board`] turns `config.toml`, the dataset and one viewer's [`board::Lens`] into a [`board::Board`]: panels
//!    resolved to what they draw. [`analysis`] computes what they need.
//! 5. [`app::World`] is what is loaded, immutable behind an `Arc`; [`app::Session`] is one viewer.
//!    [`app::update`] is pure: a message in, effects out. [`app::view`] borrows and draws.
//! 6. [`panel`] has one source of positions, its marks: drawing and cursor moves use the same.
//! 7. [`frame`] fits colours, sweeps the finished Buffer and encodes it: one write per frame. `snapshot` encodes the
//!    same Buffer; there is never a second renderer.

pub mod analysis;
pub mod app;
pub mod base;
pub mod board;
pub mod chart;
pub mod cli;
pub mod data;
pub mod frame;
pub mod panel;
pub mod shell;
