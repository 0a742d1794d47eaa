//! Small multiples: charts of one kind in a grid, each with its title. Drawing, moving and the mouse are the kind's own, in a part of
//! the area; items are counted through all charts, and the scroll counts rows of charts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::{fitted, more, named_forms, put, put_right};
use super::{Cursor, Look, Mark, Move, View};
use crate::base::{ObsRef, width};
use crate::board::{Facets, Panel};
use crate::data::Dataset;

/// Columns between two charts.
const GAP: u16 = 2;
/// Fewest columns of a title beside a count.
const LEAST_TITLE: usize = 5;
/// A chart that is this many times as wide as high is easiest to read.
const ASPECT: f64 = 4.0;

/// Where the charts stand.
struct Grid {
    area: Rect,
    across: usize,
    /// Rows of charts that fit, and the first one drawn.
    down: usize,
    top: usize,
    width: u16,
    height: u16,
}

/// The least size of one chart, its title included.
fn one(facets: &Facets) -> (u16, u16) {
    let sizes = facets.parts.iter().map(|part| super::least(&part.resolved));
    sizes.fold((1, 2), |(width, height), own| (width.max(own.0), height.max(own.1 + 1)))
}

pub(super) fn least(facets: &Facets) -> (u16, u16) {
    one(facets)
}

impl Grid {
    /// All charts where they fit at their least size, in the shape that is nearest to a good one; else as many as fit.
    fn new(facets: &Facets, area: Rect, cursor: Cursor) -> Self {
        let (least_width, least_height) = one(facets);
        let count = facets.parts.len().max(1);
        let room = |across: usize| {
            let gaps = GAP.saturating_mul(u16::try_from(across - 1).unwrap_or(u16::MAX));
            area.width.saturating_sub(gaps) / u16::try_from(across).unwrap_or(u16::MAX).max(1)
        };
        let wide_enough = |across: &usize| *across == 1 || room(*across) >= least_width;
        let height = |across: usize| area.height / u16::try_from(count.div_ceil(across)).unwrap_or(u16::MAX).max(1);
        let badness = |across: usize| {
            let shape = f64::from(room(across).max(1)) / f64::from(height(across).max(1));
            (shape / ASPECT).ln().abs()
        };
        let all = (1..=count).take_while(wide_enough).filter(|across| height(*across) >= least_height);
        let best = all.min_by(|a, b| badness(*a).total_cmp(&badness(*b)));
        let most = (1..=count).take_while(wide_enough).last().unwrap_or(1);
        let across = best.unwrap_or(most);
        let rows = count.div_ceil(across);
        let down = match best {
            Some(_) => rows,
            None => usize::from(area.height / least_height.max(1)).clamp(1, rows),
        };
        let here = part_of(facets, cursor).0 / across;
        let top = cursor.top.min(here).max((here + 1).saturating_sub(down)).min(rows - down);
        let height = area.height / u16::try_from(down).unwrap_or(u16::MAX).max(1);
        Self { area, across, down, top, width: room(across), height }
    }

    /// Charts on the screen.
    fn shown(&self, facets: &Facets) -> std::ops::Range<usize> {
        let first = self.top * self.across;
        first..facets.parts.len().min(first + self.down * self.across)
    }

    /// Where a chart stands, its title line included.
    fn place(&self, part: usize) -> Rect {
        let (row, column) = ((part / self.across).saturating_sub(self.top) as u16, (part % self.across) as u16);
        let x = self.area.x.saturating_add(column.saturating_mul(self.width + GAP));
        let y = self.area.y.saturating_add(row.saturating_mul(self.height));
        Rect { x, y, width: self.width, height: self.height }.intersection(self.area)
    }
}

/// The chart that an item is in, and the items of those before it.
fn part_of(facets: &Facets, cursor: Cursor) -> (usize, usize) {
    let mut before = 0;
    for (at, part) in facets.parts.iter().enumerate() {
        let own = super::items(&part.resolved);
        if cursor.item < before + own {
            return (at, before);
        }
        before += own;
    }
    let last = facets.parts.len().saturating_sub(1);
    (last, before - facets.parts.get(last).map_or(0, |part| super::items(&part.resolved)).min(before))
}

/// The view of one chart: what is below its title, with the cursor where it is in it.
fn inside<'a>(view: &View<'a>, part: &'a Panel, place: Rect, cursor: Cursor, focused: bool) -> View<'a> {
    let area = Rect { y: place.y + 1.min(place.height), height: place.height.saturating_sub(1), ..place };
    View { panel: part, area, cursor, focused, ..*view }
}

/// The cursor inside the chart that it is in.
fn local(cursor: Cursor, before: usize) -> Cursor {
    Cursor { item: cursor.item.saturating_sub(before), top: 0, ..cursor }
}

pub(super) fn marks(facets: &Facets, view: &View<'_>) -> Vec<Mark> {
    let cursor = settle(facets, view);
    let grid = Grid::new(facets, view.area, cursor);
    let (current, _) = part_of(facets, cursor);
    let shown = grid.shown(facets);
    let (mut before, mut out) = (0, Vec::new());
    for (at, part) in facets.parts.iter().enumerate() {
        if shown.contains(&at) {
            let own = if at == current { local(cursor, before) } else { Cursor::default() };
            let marks = super::marks(&inside(view, part, grid.place(at), own, at == current));
            out.extend(marks.into_iter().map(|mark| Mark { item: mark.item + before, ..mark }));
        }
        before += super::items(&part.resolved);
    }
    out
}

pub(super) fn draw(facets: &Facets, view: &View<'_>, buf: &mut Buffer) {
    let look = view.look;
    let theme = look.theme;
    let cursor = settle(facets, view);
    let grid = Grid::new(facets, view.area, cursor);
    let (current, before) = part_of(facets, cursor);
    for at in grid.shown(facets) {
        let Some(part) = facets.parts.get(at) else { continue };
        let place = grid.place(at);
        let here = view.focused && at == current;
        let own = if at == current { local(cursor, before) } else { Cursor::default() };
        let inside = inside(view, part, place, own, here);
        super::draw(&inside, buf);
        // What is not there is counted beside the title, which gives way.
        let rows = super::hidden(&inside);
        let last = at + 1 == grid.shown(facets).end;
        let both = last.then(|| with_charts(&rows, facets, &grid, place.width, look)).flatten();
        // Whose chart it is comes before how much of it is not there.
        let has_room = |rows: &String| width(rows) + LEAST_TITLE <= usize::from(place.width);
        let hidden = both.or(Some(rows).filter(has_room)).unwrap_or_default();
        let from = put_right(buf, place, 0, 0, place.width, &hidden, theme.dim);
        let room = if hidden.is_empty() { place.width } else { from.saturating_sub(1) };
        let title = fitted(&named_forms(&part.title, look), room, look.ascii);
        put(buf, place, (0, 0), room, &title, if here { theme.accent } else { theme.strong }, look.ascii);
    }
}

/// What is said of the charts that are not on the screen: `↑ 1 ↓ 2 more charts`.
fn charts(facets: &Facets, grid: &Grid, look: &Look<'_>) -> String {
    let shown = grid.shown(facets);
    let below = facets.parts.len().saturating_sub(shown.end);
    let text = more(shown.start, below, look);
    match (shown.start, below) {
        (0, 0) => text,
        (1, 0) | (_, 1) => format!("{text} chart"),
        _ => format!("{text} charts"),
    }
}

/// The rows and the charts that are not there, for the title line of the last chart that is; where both have room beside a title.
fn with_charts(rows: &str, facets: &Facets, grid: &Grid, columns: u16, look: &Look<'_>) -> Option<String> {
    let charts = charts(facets, grid, look);
    let gap = if rows.is_empty() || charts.is_empty() { "" } else { "  " };
    let both = format!("{rows}{gap}{charts}");
    (width(&both) + LEAST_TITLE <= usize::from(columns)).then_some(both)
}

/// What is said of the charts that are not on the screen where no title line has room for it.
pub(super) fn hidden(facets: &Facets, view: &View<'_>) -> String {
    let cursor = settle(facets, view);
    let grid = Grid::new(facets, view.area, cursor);
    let Some(at) = grid.shown(facets).last() else { return String::new() };
    let Some(part) = facets.parts.get(at) else { return String::new() };
    let (current, before) = part_of(facets, cursor);
    let own = if at == current { local(cursor, before) } else { Cursor::default() };
    let place = grid.place(at);
    let rows = super::hidden(&inside(view, part, place, own, false));
    match with_charts(&rows, facets, &grid, place.width, view.look) {
        Some(_) => String::new(),
        None => charts(facets, &grid, view.look),
    }
}

pub(super) fn step(facets: &Facets, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    let cursor = settle(facets, view);
    let grid = Grid::new(facets, view.area, cursor);
    let (current, before) = part_of(facets, cursor);
    let Some(part) = facets.parts.get(current) else {
        return Err(String::from("Nothing to move to here. Tab: next panel"));
    };
    let top = cursor.top;
    let placed =
        |item: usize, column: usize| Ok(settle(facets, &View { cursor: Cursor { item, column, top }, ..*view }));
    let total = items(facets);
    match direction {
        Move::First => return placed(0, cursor.column),
        Move::Last => return placed(total.saturating_sub(1), cursor.column),
        _ => {}
    }
    let seen = |at: usize, own: Cursor| facets.parts.get(at).map(|part| inside(view, part, grid.place(at), own, true));
    let own = local(cursor, before);
    let stepped = super::step(&inside(view, part, grid.place(current), own, true), direction);
    let why = match stepped {
        Ok(moved) => return placed(before + moved.item, moved.column),
        Err(why) => why,
    };
    // Past its edge the next chart begins.
    let size = super::items(&part.resolved);
    match direction {
        Move::Down | Move::HalfDown | Move::PageDown if before + size < total => placed(before + size, cursor.column),
        Move::Up | Move::HalfUp | Move::PageUp if before > 0 => placed(before - 1, cursor.column),
        Move::Right if current + 1 < facets.parts.len() => {
            let next = Cursor { item: own.item, ..own };
            let view = seen(current + 1, next).ok_or(why)?;
            let start = super::step(&view, Move::RowStart).unwrap_or_else(|_| super::settle(&view));
            placed(before + size + start.item, start.column)
        }
        Move::Left if current > 0 => {
            let view = seen(current - 1, own).ok_or(why)?;
            let end = super::step(&view, Move::RowEnd).unwrap_or_else(|_| super::settle(&view));
            placed(before - super::items(&view.panel.resolved) + end.item, end.column)
        }
        _ => Err(why),
    }
}

pub(super) fn settle(facets: &Facets, view: &View<'_>) -> Cursor {
    let item = view.cursor.item.min(items(facets).saturating_sub(1));
    let cursor = Cursor { item, ..view.cursor };
    let (current, before) = part_of(facets, cursor);
    let grid = Grid::new(facets, view.area, cursor);
    let Some(part) = facets.parts.get(current) else { return Cursor::default() };
    let own = super::settle(&inside(view, part, grid.place(current), local(cursor, before), view.focused));
    Cursor { item: before + own.item, column: own.column, top: grid.top }
}

pub(super) fn items(facets: &Facets) -> usize {
    facets.parts.iter().map(|part| super::items(&part.resolved)).sum()
}

/// The chart under the cursor, and the cursor in it.
pub(super) fn part(facets: &Facets, cursor: Cursor) -> Option<(&Panel, Cursor)> {
    let (current, before) = part_of(facets, cursor);
    facets.parts.get(current).map(|part| (part, local(cursor, before)))
}

pub(super) fn under(facets: &Facets, dataset: &Dataset, cursor: Cursor) -> Vec<ObsRef> {
    part(facets, cursor).map(|(part, cursor)| super::under(part, dataset, cursor)).unwrap_or_default()
}

pub(super) fn locate(facets: &Facets, dataset: &Dataset, at: ObsRef) -> Option<Cursor> {
    let mut before = 0;
    for part in &facets.parts {
        if let Some(found) = super::locate(part, dataset, at) {
            return Some(Cursor { item: found.item + before, ..found });
        }
        before += super::items(&part.resolved);
    }
    None
}
