//! The rows behind something, as a table of their own over the whole board: no panel is changed for it, and leaving it leads back to
//! exactly the view before.

use std::sync::Arc;

use super::overlay::Overlay;
use super::session::{Session, Shown, Standpoint};
use crate::base::{ObsKey, PanelKind};
use crate::board::{Grid, Page, Panel, Records, Resolved, TableColumn, all_columns};

/// Id of the table's panel. A config cannot name a panel so: ids are single words.
const ID: &str = "rows behind";
/// A row by content, so that it is found again after a reload.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kept {
    /// The row of an observation.
    Observation(ObsKey),
    /// A record that became none: file and line.
    Record(Arc<str>, u32),
}

/// The rows behind something.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    /// What they are behind, for the header: `Doubao 豆包 · monthly active users`.
    pub(super) of: String,
    /// The glob of their file, where it is not the open one.
    file: Option<String>,
    kept: Vec<Kept>,
    /// One page with one table.
    pub(super) page: Page,
    /// The view before.
    pub(super) back: Standpoint,
    /// What lay over the view before.
    over: Vec<Overlay>,
}

/// Shows rows, and what lies over the board again when they are left; `false` if this data has none of them.
pub(super) fn open(session: &mut Session, of: String, file: Option<String>, kept: Vec<Kept>) -> bool {
    let Some(page) = session.shown.as_ref().and_then(|shown| page(shown, file.as_deref(), &kept)) else { return false };
    // Rows behind rows lead back to the board in one step.
    let (back, over) = match session.rows.take() {
        Some(rows) => (rows.back, rows.over),
        None => (session.here.clone(), std::mem::take(&mut session.overlays)),
    };
    session.overlays.clear();
    session.here.spots.remove(ID);
    session.here.zoom = super::session::Zoom::Normal;
    session.rows = Some(Rows { of, file, kept, page, back, over });
    true
}

/// What a record is called: its file without the folder, and its line.
pub(super) fn record_name(file: &str, line: u32) -> String {
    format!("{}:{line}", file.rsplit('/').next().unwrap_or(file))
}

/// Goes back to the view before, and gives what lay over it; `None` if no rows are shown.
pub(super) fn close(session: &mut Session) -> Option<Vec<Overlay>> {
    let rows = session.rows.take()?;
    session.here = rows.back;
    Some(rows.over)
}

/// Looks the rows up again in a newer board; `false` if all of them are gone.
pub(super) fn renew(session: &mut Session) -> bool {
    let Some(mut rows) = session.rows.take() else { return true };
    if let Some(page) = session.shown.as_ref().and_then(|shown| page(shown, rows.file.as_deref(), &rows.kept)) {
        rows.page = page;
        session.rows = Some(rows);
        return true;
    }
    session.here = rows.back;
    false
}

fn page(shown: &Shown, glob: Option<&str>, kept: &[Kept]) -> Option<Page> {
    let data = shown.data(glob);
    let row_of = |kept: &Kept| match kept {
        Kept::Observation(key) => data.find(key).map(|at| data.get(at).row),
        Kept::Record(file, line) => data.row_at(file, *line),
    };
    let mut rows: Vec<usize> = kept.iter().filter_map(row_of).collect();
    rows.sort_unstable();
    rows.dedup();
    let first = *rows.first()?;
    let count = if rows.len() == 1 { String::from("1 row") } else { format!("{} rows", rows.len()) };
    let file = data.row(first).file.to_owned();
    let obs = rows.iter().filter_map(|row| data.row(*row).observation()).collect();
    let records = Records { columns: columns(shown, glob), rows, sorted_by: String::new(), sort: None };
    let panel = Panel {
        id: Arc::from(ID),
        kind: PanelKind::Table,
        title: String::from("Rows"),
        corner: format!("{count} of {}", data.rows()),
        bottom: file,
        resolved: Resolved::Table(records),
        obs,
        file: glob.map(str::to_owned),
    };
    let slot = crate::board::Slot { column: 0, row: 0, columns: 1, rows: 1 };
    let grid = Grid { areas: vec![(String::from(ID), slot)], ..Grid::default() };
    Some(Page { name: String::from(ID), grid, narrow: None, panels: vec![panel] })
}

/// Every column, those of the board's widest table first: rows are looked at in full here.
fn columns(shown: &Shown, glob: Option<&str>) -> Vec<TableColumn> {
    let data = shown.data(glob);
    let tables = shown.board.pages.iter().flat_map(|page| &page.panels).filter_map(|panel| match &panel.resolved {
        Resolved::Table(records) if panel.file.as_deref() == glob => Some(&records.columns),
        _ => None,
    });
    let mut columns = tables.max_by_key(|columns| columns.len()).cloned().unwrap_or_default();
    for column in all_columns(data) {
        if columns.iter().all(|known| known.column != column.column) {
            columns.push(column);
        }
    }
    columns
}
