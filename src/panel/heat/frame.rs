//! Where rows, columns and their labels stand. Sizes follow from the data and the area alone, never from the colours, so that
//! drawing, moving and the mouse agree.

use ratatui::layout::Rect;

use super::cell;
use super::{column_of, settle};
use crate::base::{cut, width};
use crate::board::Heat;
use crate::panel::ink::{named_forms, safe};
use crate::panel::{Look, View};

/// Cells narrower than this have no number: there are more columns than a row could be read along.
const NUMBERS_FROM: u16 = 3;
/// The narrowest cell, two columns being about as wide as a line is high.
const LEAST_CELL: u16 = 2;
/// Cells need not be wider than this, whatever room there is.
const WIDE: u16 = 12;
/// Columns of `← 99  99 →` and a blank.
const HIDDEN: u16 = 12;
/// The highest cell.
const TALL: u16 = 3;
/// From this height on two lines stand below the grid: the scale, and what is under the cursor.
const TWO_BELOW: u16 = 8;

pub(super) struct Frame {
    area: Rect,
    /// Columns of the names, a blank after them and the sign of the cursor before them included.
    pub(super) labels: u16,
    /// Lines on top.
    pub(super) head: u16,
    /// Lines below.
    pub(super) foot: u16,
    /// Columns of a cell.
    pub(super) cell: u16,
    /// Lines of a cell.
    pub(super) tall: u16,
    /// First row and how many there is room for.
    pub(super) top: usize,
    pub(super) fits: usize,
    /// First column and how many there is room for.
    pub(super) left: usize,
    pub(super) across: usize,
    /// Whether cells are wide enough for numbers, and whether these have their units.
    pub(super) numbers: bool,
    pub(super) units: bool,
    /// Columns of the widest number on the screen.
    pub(super) widest: u16,
    /// What the names share at their beginning: the first to go where they are cut.
    shared: usize,
}

/// Rows that there is room for, and lines on top and below.
pub(super) fn fits(heat: &Heat, area: Rect) -> (usize, u16, u16, u16) {
    let foot = if area.height >= TWO_BELOW { 2 } else { 1 };
    let two = heat.columns.iter().any(|column| !column.group.is_empty()) && area.height >= 6;
    let above = if two { 2 } else { 1 };
    let lines = area.height.saturating_sub(above + foot).max(1);
    let tall = (usize::from(lines) / heat.rows.len().max(1)).clamp(1, usize::from(TALL)) as u16;
    (usize::from(lines / tall).max(1), above, foot, tall)
}

impl Frame {
    pub(super) fn new(heat: &Heat, view: &View<'_>) -> Self {
        let (area, look) = (view.area, view.look);
        let (fits, above, foot, tall) = fits(heat, area);
        let cursor = settle(heat, view);
        let shown = heat.rows.iter().skip(cursor.top).take(fits);
        let names = shown.map(|row| width(&safe(&row.name, look))).max().unwrap_or(0) as u16;
        let count = u16::try_from(heat.columns.len().max(1)).unwrap_or(u16::MAX);
        let labels = (names + 2).min((area.width / 3).max(8)).min(area.width.saturating_sub(LEAST_CELL));
        // Above the names is said how many columns are hidden.
        let hides = area.width.saturating_sub(labels) / LEAST_CELL < count;
        let labels = if hides { labels.max(HIDDEN.min(area.width / 2)) } else { labels };
        let room = area.width.saturating_sub(labels).max(LEAST_CELL);
        let each = room / count;
        let mut frame = Self {
            area,
            labels,
            head: above,
            foot,
            cell: each.max(LEAST_CELL),
            tall,
            top: cursor.top,
            fits,
            left: 0,
            across: 0,
            numbers: false,
            units: false,
            widest: 0,
            shared: shared(heat),
        };
        if each >= NUMBERS_FROM {
            frame.numbers = true;
            let widest = |units: bool| frame.widest_text(heat, units, look);
            let (with, bare) = (widest(true), widest(false));
            frame.units = with < each;
            frame.widest = if frame.units { with } else { bare };
            // A sign, the number, a blank on either side; more where there is room.
            let wanted = (frame.widest + 3).max(WIDE);
            frame.cell = each.min(wanted).max(LEAST_CELL);
        }
        frame.across = usize::from(room / frame.cell).clamp(1, heat.columns.len().max(1));
        let at = column_of(heat, cursor).unwrap_or(0);
        // The cursor stays in the middle while there are columns on both sides.
        frame.left = at.saturating_sub(frame.across / 2).min(heat.columns.len().saturating_sub(frame.across));
        if frame.cell == each && usize::from(count) == frame.across {
            frame.left = 0;
        }
        frame
    }

    fn widest_text(&self, heat: &Heat, units: bool, look: &Look<'_>) -> u16 {
        let rows = heat.rows.iter().skip(self.top).take(self.fits);
        let cells = rows.flat_map(|row| &row.cells).filter(|(_, cell)| cell.place.is_some() || cell.apart);
        cells.map(|(_, cell)| width(&cell::text(cell, units, look)) as u16).max().unwrap_or(0)
    }

    /// Columns after a number, up to the end of its cell.
    pub(super) fn pad(&self) -> u16 {
        u16::from(self.widest + 2 <= self.cell)
    }

    pub(super) fn rows(&self, heat: &Heat) -> std::ops::Range<usize> {
        self.top..heat.rows.len().min(self.top + self.fits)
    }

    pub(super) fn columns(&self, heat: &Heat) -> std::ops::Range<usize> {
        self.left..heat.columns.len().min(self.left + self.across)
    }

    /// First line of a row that is on the screen, from the top of the area.
    pub(super) fn line(&self, row: usize) -> u16 {
        self.head + row.saturating_sub(self.top) as u16 * self.tall
    }

    /// Cells of the screen that one of the grid takes.
    pub(super) fn area(&self, row: usize, column: usize) -> Rect {
        let x = self.labels.saturating_add(column.saturating_sub(self.left) as u16 * self.cell);
        let x = self.area.x.saturating_add(x);
        Rect { x, y: self.area.y.saturating_add(self.line(row)), width: self.cell, height: self.tall }
    }

    /// The name of a row: whole, else half of it, else without what all names begin with, else cut.
    pub(super) fn name(&self, text: &str, look: &Look<'_>) -> String {
        let room = usize::from(self.labels.saturating_sub(2));
        let forms = named_forms(text, look);
        if let Some(whole) = forms.iter().find(|form| width(form) <= room) {
            return whole.clone();
        }
        let own: String = text.chars().skip(self.shared).collect();
        let own = named_forms(&own, look).into_iter().find(|form| !form.is_empty());
        match own.filter(|_| self.shared > 0) {
            Some(own) => cut(&format!("{}{own}", if look.ascii { "~" } else { "…" }), room, look.ascii),
            None => cut(forms.get(1).or(forms.first()).map_or("", String::as_str), room, look.ascii),
        }
    }
}

/// Characters up to the end of the last word that all names begin with.
fn shared(heat: &Heat) -> usize {
    let mut names = heat.rows.iter().map(|row| row.name.as_str());
    let Some(first) = names.next().filter(|_| heat.rows.len() > 1) else { return 0 };
    let same = |name: &str| first.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    let common = names.map(same).min().unwrap_or(0);
    let prefix: Vec<char> = first.chars().take(common).collect();
    prefix.iter().rposition(|c| matches!(c, ' ' | ',' | ':' | '/' | '·')).map_or(0, |at| at + 1)
}
