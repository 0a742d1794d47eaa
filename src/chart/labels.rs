//! Labels beside their marks: each where it fits nearest, none over another or over what is taken. All in terminal columns.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::base::width;

mod stack;
mod telling;

pub use stack::stack;
pub use telling::telling_cut;

/// Rows that a label may stand away from its mark, with a leader between them.
const FARTHEST: u16 = 6;

/// Where a label stands beside its mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Right of it, a blank between.
    Right,
    /// Left of it, a blank between.
    Left,
    /// In the row above.
    Above,
    /// In the row below.
    Below,
}

impl Side {
    /// As a reader looks for a name.
    pub const ALL: [Self; 4] = [Self::Right, Self::Left, Self::Above, Self::Below];
}

/// A label that wants a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Want {
    /// The cell of its mark, in the coordinates of the buffer.
    pub at: Position,
    /// Drawable text in full, then shorter forms.
    pub forms: Vec<String>,
    /// Sides in the order in which they are tried; others are not.
    pub sides: &'static [Side],
}

/// A label that has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its first cell.
    pub at: Position,
    /// The form that fits.
    pub text: String,
    /// Cells of the line to its mark, one column wide, where it stands away from it.
    pub leader: Option<Rect>,
}

impl Placed {
    /// Draws the text and its leader.
    pub fn draw(&self, style: Style, leader: Style, ascii: bool, buf: &mut Buffer) {
        for at in self.leader.iter().flat_map(|leader| leader.positions()) {
            if let Some(cell) = buf.cell_mut(at) {
                cell.set_symbol(if ascii { "|" } else { "│" }).set_style(leader);
            }
        }
        if buf.area.contains(self.at) {
            buf.set_stringn(self.at.x, self.at.y, &self.text, usize::from(buf.area.right() - self.at.x), style);
        }
    }
}

/// Cells of an area in which no label may stand.
#[derive(Debug, Clone)]
pub struct Taken {
    area: Rect,
    cells: Vec<bool>,
}

impl Taken {
    /// Nothing taken.
    pub fn new(area: Rect) -> Self {
        Self { area, cells: vec![false; usize::from(area.width) * usize::from(area.height)] }
    }

    /// Takes the cells of a rectangle.
    pub fn add(&mut self, rect: Rect) {
        for at in rect.intersection(self.area).positions() {
            let index = self.index(at);
            if let Some(cell) = self.cells.get_mut(index) {
                *cell = true;
            }
        }
    }

    fn index(&self, at: Position) -> usize {
        usize::from(at.y - self.area.y) * usize::from(self.area.width) + usize::from(at.x - self.area.x)
    }

    /// Whether a rectangle lies in the area with nothing taken in it.
    fn has_room(&self, rect: Rect) -> bool {
        rect.intersection(self.area) == rect
            && rect.positions().all(|at| self.cells.get(self.index(at)).is_some_and(|taken| !taken))
    }
}

/// Places for labels in the area of `taken`, the first ones first: the longest form that fits beside the mark, else the longest that fits
/// above or below it at the end of a leader, with a blank on either side. What is placed is taken from then on.
pub fn place(wants: &[Want], taken: &mut Taken) -> Vec<Option<Placed>> {
    for want in wants {
        taken.add(Rect { x: want.at.x, y: want.at.y, width: 1, height: 1 });
    }
    let mut placed = Vec::with_capacity(wants.len());
    for want in wants {
        let found = find(want, taken);
        if let Some(label) = &found {
            let columns = u16::try_from(width(&label.text)).unwrap_or(u16::MAX);
            taken.add(Rect { x: label.at.x, y: label.at.y, width: columns, height: 1 });
            taken.add(label.leader.unwrap_or_default());
        }
        placed.push(found);
    }
    placed
}

fn find(want: &Want, taken: &Taken) -> Option<Placed> {
    let has = |side: Side| want.sides.contains(&side);
    let near = want.sides.iter().map(|side| (*side, 1));
    let far = (2..=FARTHEST).flat_map(|rows| [(Side::Above, rows), (Side::Below, rows)]);
    let far = far.filter(|(side, _)| has(*side));
    let beside = want.forms.iter().flat_map(|text| near.clone().map(move |(side, rows)| (text, side, rows)));
    let away = want.forms.iter().flat_map(|text| far.clone().map(move |(side, rows)| (text, side, rows)));
    let mut all = beside.chain(away).filter(|_| taken.area.contains(want.at));
    all.find_map(|(text, side, rows)| fit(want.at, text, side, rows, taken))
}

/// The text on one side of its mark, so many rows away.
fn fit(mark: Position, text: &str, side: Side, rows: u16, taken: &Taken) -> Option<Placed> {
    let columns = u16::try_from(width(text)).ok().filter(|columns| (1..=taken.area.width).contains(columns))?;
    let (y, leader) = match side {
        Side::Right | Side::Left => (mark.y, None),
        Side::Above => (mark.y.checked_sub(rows)?, Some(mark.y + 1 - rows)),
        Side::Below => (mark.y.checked_add(rows)?, Some(mark.y + 1)),
    };
    let leader = leader.filter(|_| rows > 1).map(|y| Rect { x: mark.x, y, width: 1, height: rows - 1 });
    if leader.is_some_and(|leader| !taken.has_room(leader)) {
        return None;
    }
    let (first, last) = (taken.area.x, taken.area.right() - columns);
    // Above and below the middle is best, then what begins or ends at the mark; at an edge it is moved inside.
    let starts = match side {
        Side::Right => [mark.x.checked_add(2), None, None],
        Side::Left => [mark.x.checked_sub(columns.checked_add(1)?), None, None],
        Side::Above | Side::Below => {
            [columns / 2, 0, columns - 1].map(|before| Some(mark.x.saturating_sub(before).clamp(first, last)))
        }
    };
    // A name that touches something else would be read as its name.
    let room = |x: &u16| {
        let text = Rect { x: *x, y, width: columns, height: 1 };
        let from = Rect { x: x.saturating_sub(1), width: columns.saturating_add(2), ..text };
        text.intersection(taken.area) == text && taken.has_room(from.intersection(taken.area))
    };
    let x = starts.into_iter().flatten().find(room)?;
    Some(Placed { at: Position { x, y }, text: text.to_owned(), leader })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn want(x: u16, y: u16, text: &str) -> Want {
        let forms = text.split('|').map(str::to_owned).collect();
        Want { at: Position { x, y }, forms, sides: &Side::ALL }
    }

    fn drawn(wants: &[Want], area: Rect, obstacles: &[Rect]) -> Vec<String> {
        let mut taken = Taken::new(area);
        for rect in obstacles {
            taken.add(*rect);
        }
        let mut buf = Buffer::empty(area);
        for label in place(wants, &mut taken).into_iter().flatten() {
            label.draw(Style::new(), Style::new(), false, &mut buf);
        }
        for want in wants {
            buf[want.at].set_symbol("●");
        }
        let line = |y: u16| (area.x..area.right()).map(|x| buf[(x, y)].symbol()).collect::<String>();
        (area.y..area.bottom()).map(|y| line(y).trim_end().to_owned()).collect()
    }

    #[test]
    fn labels_stand_beside_their_marks_and_make_way() {
        let area = Rect::new(0, 0, 16, 3);
        assert_eq!(drawn(&[want(1, 1, "Kimi")], area, &[]), ["", " ● Kimi", ""]);
        assert_eq!(drawn(&[want(14, 1, "Kimi")], area, &[]), ["", "         Kimi ●", ""]);
        let three = [want(7, 1, "Kimi"), want(8, 1, "Wenxin"), want(9, 1, "Doubao")];
        assert_eq!(drawn(&three, area, &[]), ["     Wenxin", "  Kimi ●●●", "      Doubao"]);
    }

    #[test]
    fn what_finds_no_place_nearby_has_a_shorter_form_or_a_leader() {
        let area = Rect::new(0, 0, 9, 4);
        let around = [Rect::new(0, 2, 9, 1), Rect::new(0, 3, 4, 1), Rect::new(5, 3, 5, 1)];
        assert_eq!(drawn(&[want(4, 3, "Doubao")], area, &around), ["", "", "", "    ●"]);
        let around = &around[1..];
        assert_eq!(drawn(&[want(4, 3, "Doubao")], area, around), ["", "", " Doubao", "    ●"]);
        let around = [Rect::new(0, 2, 3, 1), Rect::new(6, 2, 3, 1), Rect::new(0, 3, 4, 1), Rect::new(5, 3, 5, 1)];
        assert_eq!(drawn(&[want(4, 3, "Doubao")], area, &around), ["", " Doubao", "    │", "    ●"]);
        assert_eq!(drawn(&[want(4, 3, "Doubao|D")], area, &around), ["", "", "    D", "    ●"]);
    }

    #[test]
    fn wide_letters_take_two_columns() {
        let area = Rect::new(0, 0, 7, 1);
        assert_eq!(drawn(&[want(0, 0, "豆包大|豆包")], area, &[]), ["● 豆 包"]);
    }

    fn wants() -> impl Strategy<Value = Vec<Want>> {
        let text = proptest::sample::select(vec![
            "",
            "a",
            "Kimi",
            "豆包",
            "e\u{301}tude",
            "🦊 fox",
            "Wenxin 文心一言|文心一言|Wen",
            "a name that is longer than any of the areas is wide, by far",
        ]);
        let one = (0u16..50, 0u16..14, text, 0usize..4);
        let want = |(x, y, text, from): (u16, u16, &str, usize)| Want { sides: &Side::ALL[from..], ..want(x, y, text) };
        proptest::collection::vec(one.prop_map(want), 0..40)
    }

    proptest! {
        #[test]
        fn no_label_leaves_the_area_or_lies_on_another(
            wants in wants(),
            area in (0u16..4, 0u16..4, 0u16..44, 0u16..12),
            obstacles in proptest::collection::vec((0u16..50, 0u16..14, 1u16..9, 1u16..3), 0..9),
        ) {
            let area = Rect::new(area.0, area.1, area.2, area.3);
            let rects: Vec<Rect> = obstacles.into_iter().map(|(x, y, w, h)| Rect::new(x, y, w, h)).collect();
            let mut taken = Taken::new(area);
            for rect in &rects {
                taken.add(*rect);
            }
            let placed = place(&wants, &mut taken);
            prop_assert_eq!(placed.len(), wants.len());
            let marks = wants.iter().map(|want| Rect { x: want.at.x, y: want.at.y, width: 1, height: 1 });
            let mut seen: Vec<Rect> = rects.into_iter().chain(marks).collect();
            for (label, want) in placed.iter().zip(&wants) {
                let Some(label) = label else { continue };
                prop_assert!(want.forms.contains(&label.text) && !label.text.is_empty());
                let text = Rect { x: label.at.x, y: label.at.y, width: width(&label.text) as u16, height: 1 };
                for rect in [Some(text), label.leader].into_iter().flatten() {
                    prop_assert_eq!(rect.intersection(area), rect);
                    prop_assert!(seen.iter().all(|other| !other.intersects(rect)), "{:?}", label);
                    seen.push(rect);
                }
            }
        }
    }
}
