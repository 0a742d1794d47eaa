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

/// The entity that stands for all others of its column, if one does.
pub(super) fn find(chunk: &Chunk, column: usize) -> Option<Arc<str>> {
    let texts = chunk.column(column)?;
    let is_total = |text: &&str| {
        let folded = fold(text);
        TOTALS.contains(&folded.as_str()) || ["total ", "all "].iter().any(|start| folded.starts_with(start))
    };
    let mut found = texts.entries().map(str::trim).filter(is_total);
    let first = found.next()?;
    // Several of them are kinds of things that are called so.
    let same = found.all(|other| fold(other) == fold(first));
    (same && texts.len() > 2).then(|| Arc::from(first))
}
