//! Floor 0: the words that all rooms speak. Plain data and the grammars that read and write it; knows no other room.

mod action;
mod day;
mod diagnostic;
mod glyphs;
mod header;
mod key;
mod measure;
mod name;
mod number_style;
mod obs;
mod panel_kind;
mod period;
mod period_grammar;
mod safe;
mod status;
mod time_of_day;
mod unit;
mod value_grammar;
mod width;

pub use action::{ACTIONS, Action, ActionGroup, ActionInfo, NUMBERED_PANELS};
pub use day::Day;
pub use diagnostic::{Code, Diagnostic, Excerpt, Place, Severity};
pub use glyphs::Glyphs;
pub use header::{HeaderEnd, HeaderParts, HeaderRole, header_role, split_header};
pub use key::{Key, KeyCode, parse_keys};
pub use measure::{Bound, Measure, Quality, Shape};
pub use name::{Folded, LONGEST_NAME, fold, halves, matches_name, nearness};
pub use number_style::{
    NumberStyle, Scale, round_to_digits, write_full, write_measure, write_number, write_unit_suffix,
};
pub use obs::{ObsKey, ObsRef, SeriesKey};
pub use panel_kind::PanelKind;
pub use period::{Basis, Period, Precision};
pub use period_grammar::{FiscalYearEnd, PeriodContext, PeriodError, look_at_period, parse_period, parse_split_year};
pub use safe::{Repertoire, Safe, ascii_name, drawable, drawable_name, drawn_part, spell_ascii};
pub use status::{Standing, is_hollow, is_stated};
pub use time_of_day::TimeOfDay;
pub use unit::{Dimension, Unit};
pub use value_grammar::{ValueContext, ValueError, parse_margin, parse_value, split_flags};
pub use width::{beginning, cut, grapheme_width, graphemes, pad_left, pad_right, width};
