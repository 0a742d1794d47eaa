//! The one integration binary.

mod config_fixtures;
mod csv_fixtures;
mod house;
mod panels;
mod pty;
mod shipped_data;
