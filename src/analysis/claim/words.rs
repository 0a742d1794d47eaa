//! What is said of claims: how many follow, what one states and what the values say, as a line and as a problem.

use super::index::METRICS;
use super::{Claim, ClaimKind, Claims, MOST};
use crate::analysis::{Derived, write_change};
use crate::base::{Diagnostic, Measure, NumberStyle, ObsRef, round_to_digits, write_measure};
use crate::data::Dataset;

/// Lines that a message names.
const LINES: usize = 4;
/// Digits of a recomputed number, at most: beyond them stands what dividing itself adds.
const MOST_DIGITS: u8 = 12;

impl Claims {
    /// `3 claims checked, 1 does not follow, 2 without the values`.
    pub fn summary(&self) -> String {
        let (checked, failing) = (self.checked.len(), self.failing().count());
        let claims = if checked == 1 { "claim" } else { "claims" };
        let mut parts = vec![format!("{checked} {claims} checked")];
        if checked > 0 {
            parts.push(match failing {
                0 => String::from("all follow"),
                1 => String::from("1 does not follow"),
                n => format!("{n} do not follow"),
            });
        }
        if self.without_values > 0 {
            parts.push(format!("{} without the values", self.without_values));
        }
        if self.passed_over > 0 {
            let claims = if self.passed_over == 1 { "claim" } else { "claims" };
            parts.push(format!("{} {claims} not checked: more than {MOST}", self.passed_over));
        }
        if self.unread {
            parts.push(format!("more than {METRICS} metrics are not read for claims"));
        }
        parts.join(", ")
    }
}

impl Claim {
    fn write(&self, measure: &Measure, digits: u8, style: NumberStyle) -> String {
        let digits = Some(digits);
        if self.kind == ClaimKind::Change {
            let shown = Derived { measure: Measure { digits, ..measure.clone() }, ..self.recomputed.clone() };
            return write_change(&shown, style, false);
        }
        let mut shown = measure.clone();
        for end in [&mut shown.low, &mut shown.high].into_iter().flatten() {
            end.value = digits.map_or(end.value, |digits| round_to_digits(end.value, digits));
        }
        shown.point = shown.point.map(|point| digits.map_or(point, |digits| round_to_digits(point, digits)));
        write_measure(&shown, style)
    }

    /// The stated number, as the recomputed one is written: `+20 %`, `No. 1`.
    pub fn write_said(&self, style: NumberStyle) -> String {
        if self.kind == ClaimKind::Change {
            let shown = Derived { measure: self.said.clone(), ..self.recomputed.clone() };
            return write_change(&shown, style, false);
        }
        write_measure(&self.said, style)
    }

    /// The recomputed number: `+12 %`. With as many digits as were stated, and as many more as show a difference.
    pub fn write_computed(&self, style: NumberStyle) -> String {
        let said = self.write_said(style);
        let least = self.said.digits.unwrap_or(2).clamp(2, MOST_DIGITS);
        let mut written = self.write(&self.recomputed.measure, least, style);
        for digits in least + 1..=MOST_DIGITS {
            if self.follows || written != said {
                break;
            }
            written = self.write(&self.recomputed.measure, digits, style);
        }
        written
    }

    /// `follows from 112/100 − 1 = +12 % (lines 3 and 7)`, or
    /// `does not follow: stated +20 %, computed +12 % = 112/100 − 1 (lines 3 and 7)`.
    pub fn verdict(&self, dataset: &Dataset, style: NumberStyle) -> String {
        if self.follows {
            let (formula, computed) = (&self.recomputed.formula, self.write_computed(style));
            return format!("follows from {formula} = {computed} ({})", self.aside(dataset));
        }
        format!("does not follow: {}", self.message(dataset, style))
    }

    /// `stated +20 %, computed +12 % = 112/100 − 1 (lines 3 and 7)`.
    pub fn message(&self, dataset: &Dataset, style: NumberStyle) -> String {
        let (said, computed) = (self.write_said(style), self.write_computed(style));
        format!("stated {said}, computed {computed} = {} ({})", self.recomputed.formula, self.aside(dataset))
    }

    fn aside(&self, dataset: &Dataset) -> String {
        let note = self.recomputed.note.as_ref().map_or(String::new(), |note| format!("{note}; "));
        format!("{note}{}", self.lines(dataset))
    }

    /// `lines 3 and 7`, `a.csv:3 and b.csv:7`.
    fn lines(&self, dataset: &Dataset) -> String {
        let row = |at: &ObsRef| dataset.row(dataset.get(*at).row);
        let own = row(&self.stated);
        // Of many rows only these are looked up.
        let rows: Vec<_> = self.recomputed.inputs.iter().take(LINES).map(row).collect();
        let same = rows.iter().all(|row| row.file == own.file);
        let one = |row: &crate::data::Row<'_>| {
            if same { row.line.to_string() } else { format!("{}:{}", row.file, row.line) }
        };
        let mut names: Vec<String> = rows.iter().map(one).collect();
        names.dedup();
        let word = match (same, names.len()) {
            (false, _) => "",
            (true, 1) => "line ",
            (true, _) => "lines ",
        };
        let more = self.recomputed.inputs.len().saturating_sub(LINES);
        let last = if more > 0 { Some(format!("{more} more")) } else { names.pop() };
        let last = last.unwrap_or_default();
        if names.is_empty() { format!("{word}{last}") } else { format!("{word}{} and {last}", names.join(", ")) }
    }

    /// As a problem, without its place in the file.
    pub fn diagnostic(&self, dataset: &Dataset) -> Diagnostic {
        let what = match self.kind {
            ClaimKind::Change => "both values, the periods and the words of the claim",
            ClaimKind::Part => "both values and what it is a part of",
            ClaimKind::Rank => "the values of those that are named",
            ClaimKind::Lag => "the days of both events",
        };
        Diagnostic::warning("claim-differs", self.message(dataset, NumberStyle::default()))
            .with_text(&dataset.get(self.stated).measure.raw)
            .with_help(format!("Check {what}; if the source errs, say so in note"))
    }
}
