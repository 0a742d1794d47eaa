//! Records that stand for the sum of others.

use std::sync::Arc;

use super::super::table::Chunk;
use crate::base::fold;

const TOTALS: [&str; 19] = [
    "total",
    "totals",
    "grand total",
    "sum",
    "all",
    "overall",
    "world",
    "合计",
    "总计",
    "总和",
    "全部",
    "小计",
    "全球",
    "insgesamt",
    "summe",
    "gesamt",
    "合計",
    "總計",
    "합계",
];

/// The entity that stands for all others of its column, if one does. `subjects` are the folded headers and titles, which say what
/// there may be a total of.
pub(super) fn find(chunk: &Chunk, column: usize, subjects: &[String]) -> Option<Arc<str>> {
    let texts = chunk.column(column)?;
    let is_total = |text: &&str| {
        let folded = fold(text);
        // `All large-scale AI systems` under `Number of large-scale AI systems`; Total Energies is a firm.
        let of = ["total ", "all "].iter().find_map(|start| folded.strip_prefix(start));
        TOTALS.contains(&folded.as_str()) || of.is_some_and(|of| subjects.iter().any(|subject| subject.contains(of)))
    };
    let mut found = texts.entries().map(str::trim).filter(is_total);
    let first = found.next()?;
    // Several of them are kinds of things that are called so.
    let same = found.all(|other| fold(other) == fold(first));
    (same && texts.len() > 2).then(|| Arc::from(first))
}
