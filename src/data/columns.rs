//! What a whole column tells about how to read one of its cells: decimal mark, day order, months, metrics that have values.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ReadOptions;
use super::schema::{Role, Roles};
use super::table::{Chunk, Texts};
use super::understand::Names;

/// What one chunk of a file shows.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that was seen or not")]
pub(super) struct Evidence {
    decimal_comma: bool,
    decimal_point: bool,
    day_first: Option<bool>,
    /// Some period is typed, and one is unlike `2024.1`.
    typed: bool,
    undotted: bool,
    dashed_month: bool,
    /// Folded metrics of which some row has a value.
    pub(super) valued: BTreeSet<String>,
}

impl Evidence {
    pub(super) fn of(chunk: &Chunk, roles: &Roles, names: &Names) -> Self {
        let column = |role| roles.get(role).and_then(|at| chunk.column(at));
        let mut evidence = Self::default();
        let values = column(Role::Value);
        for cell in values.into_iter().flat_map(Texts::entries).map(str::trim) {
            evidence.decimal_comma |= is_decimal_comma(cell);
            evidence.decimal_point |= has_decimal_point(cell);
        }
        for cell in column(Role::Period).into_iter().flat_map(Texts::entries).map(str::trim) {
            if cell.is_empty() {
                continue;
            }
            evidence.typed = true;
            evidence.undotted |= !is_dotted_month(cell);
            evidence.dashed_month |= is_dashed_month(cell);
            evidence.day_first = evidence.day_first.or_else(|| day_order(cell));
        }
        if let (Some(values), Some(metrics)) = (values, column(Role::Metric)) {
            let mut with_value = vec![false; metrics.len()];
            for row in (0..chunk.rows()).filter(|row| !values.get(*row).trim().is_empty()) {
                if let Some(slot) = with_value.get_mut(metrics.code(row)) {
                    *slot = true;
                }
            }
            let stated = metrics.entries().zip(with_value).filter(|(_, has)| *has);
            evidence.valued = stated.map(|(metric, _)| names.metric_key(metric)).collect();
        }
        evidence
    }
}

/// How the cells of one file are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Decisions {
    /// `1,5` is one and a half.
    pub(super) decimal_comma: Option<bool>,
    /// `07/02/2024` is the seventh of February.
    pub(super) day_first: Option<bool>,
    /// The periods are months: `2016.1`, `2024-11`.
    pub(super) months: bool,
}

impl Decisions {
    /// Decides from all chunks of a file. What the options say wins.
    pub(super) fn of(evidence: &[Arc<Evidence>], options: &ReadOptions) -> Self {
        let any = |is: fn(&Evidence) -> bool| evidence.iter().any(|seen| is(seen));
        // With evidence of both marks nothing is decided: only the ambiguous cells are refused.
        let comma = any(|seen| seen.decimal_comma) && !any(|seen| seen.decimal_point);
        Self {
            decimal_comma: options.decimal_comma.or_else(|| comma.then_some(true)),
            day_first: options.day_first.or_else(|| evidence.iter().find_map(|seen| seen.day_first)),
            months: any(|seen| seen.dashed_month) || (any(|seen| seen.typed) && !any(|seen| seen.undotted)),
        }
    }
}

/// `1,5` and `0,75`: digits after a comma that are no group of three.
fn is_decimal_comma(cell: &str) -> bool {
    let Some((whole, part)) = cell.split_once(',') else { return false };
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    digits(whole) && digits(part) && (part.len() != 3 || whole == "0")
}

/// `48.39M` and `1,234.5`: digits after a point that are no group of three.
fn has_decimal_point(cell: &str) -> bool {
    let Some((whole, rest)) = cell.rsplit_once('.') else { return false };
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    whole.ends_with(|c: char| c.is_ascii_digit()) && digits > 0 && (digits != 3 || whole.contains(','))
}

fn is_dotted_month(cell: &str) -> bool {
    is_month(cell, '.')
}

fn is_dashed_month(cell: &str) -> bool {
    is_month(cell, '-')
}

fn is_month(cell: &str, mark: char) -> bool {
    cell.split_once(mark).is_some_and(|(year, month)| {
        year.len() == 4 && year.parse::<u16>().is_ok() && month.parse::<u8>().is_ok_and(|m| (1..=12).contains(&m))
    })
}

/// Day first or not, where a part is above 12.
fn day_order(cell: &str) -> Option<bool> {
    let mut parts = cell.split(['/', '.']).map(str::parse::<u16>);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(13..=31)), Some(Ok(1..=12)), Some(Ok(_))) => Some(true),
        (Some(Ok(1..=12)), Some(Ok(13..=31)), Some(Ok(_))) => Some(false),
        _ => None,
    }
}
