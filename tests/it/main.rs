//! The one integration binary.

mod csv_fixtures;
mod house;
