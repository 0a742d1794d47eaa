//! The one integration binary.

mod config_fixtures;
mod csv_fixtures;
mod house;
mod panels;
mod shipped_data;
mod pty;
