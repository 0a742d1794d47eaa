//! What is wrong with how records are written: too many or too few cells, open quotes, what is too long, the header once more.

use super::super::open::flaw_problem;
use super::super::table::Flaw;
use super::Reader;
use crate::base::Diagnostic;

impl Reader<'_> {
    /// Says which records have more or fewer cells than the header; of a record that broke in two, both parts at once.
    pub(super) fn check_records(&mut self) {
        let width = self.file.headers.len();
        let mut rest_of_broken = None;
        for (row, cells) in self.chunk.ragged() {
            if rest_of_broken == Some(row) {
                continue;
            }
            let rest = self.rest_of(row, cells as usize, width);
            rest_of_broken = rest;
            let diagnostic = if let Some(rest) = rest {
                let (line, cell) =
                    (self.chunk.line(rest), self.chunk.cell(row, cells.saturating_sub(1) as usize).trim());
                let message = format!("the record breaks off behind \"{cell}\"; line {line} seems to be its rest");
                let help = "Neither part is drawn. Join the two lines, or quote the cell that holds the line break";
                Diagnostic::warning("broken-record", message).with_text(cell).with_help(help)
            } else {
                let message = format!("{} under {}", some(cells as usize, "cell"), some(width, "header"));
                let help = "What is too much is kept behind the last column, what is missing is empty. Quote a cell with the delimiter in it";
                Diagnostic::warning("ragged-row", message).with_help(help)
            };
            self.problem(row, diagnostic, None);
        }
        for (row, flaw) in self.chunk.flaws() {
            let (column, cell) = match flaw {
                Flaw::OpenQuote(column) => (Some(column), None),
                Flaw::CellTooLong(cell) => (None, Some(cell as usize)),
                Flaw::StrayQuote | Flaw::RecordTooLong | Flaw::TooManyColumns(_) => (None, None),
            };
            let mut place = self.file.place(self.chunk, row, cell);
            place.col = column.or(place.col);
            let excerpt = self.file.excerpt(self.chunk, row, &place);
            let diagnostic = flaw_problem(flaw).with_excerpt(excerpt).at(place);
            self.problems.push((row as u32, diagnostic));
        }
        for row in self.chunk.headers() {
            let note = Diagnostic::note("repeated-header", "the header once more")
                .with_help("Kept in the table, not drawn. It can be taken out");
            self.problem(row, note, None);
        }
    }

    /// The record that is the rest of a short one: a line break stood in a cell without quotes.
    pub(super) fn rest_of(&self, row: usize, cells: usize, width: usize) -> Option<usize> {
        let rest = row + 1;
        let cells_of_rest = self.chunk.ragged_at(rest).unwrap_or(width);
        let fits = cells < width && rest < self.chunk.rows() && cells + cells_of_rest == width + 1;
        (fits && self.chunk.cell(rest, 0).trim().is_empty()).then_some(rest)
    }
}

fn some(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}
