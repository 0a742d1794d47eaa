//! The one integration binary.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read fixtures, write their own files, and wait for the program that they started"
)]

mod any_bytes;
mod bad_inputs;
mod chart_properties;
mod config_fixtures;
mod conflicts;
mod csv_fixtures;
mod dialects;
mod export_round_trip;
mod facts;
mod files;
mod golden;
mod hazards;
mod house;
mod number_rules;
mod number_rules_claims;
mod panels;
mod planned_boards;
mod pty;
mod scripts;
mod shipped_data;
mod terminal;
