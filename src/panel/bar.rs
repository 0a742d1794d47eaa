//! A ranking at one period: label, bar, value, and what follows from it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::changed::{self, Changed};
use super::ink::{glyph, list_step, put, put_right, safe, say_more, settled};
use super::label::{self, Pitch};
use super::{Cursor, Mark, Move, View};
use crate::analysis::Movement;
use crate::base::{width, write_measure};
use crate::board::{BarRow, Bars, Relation};

mod length;
mod parts;

use length::{Ruler, draw_bar};

pub(super) const LEAST: (u16, u16) = (24, 2);

/// Shorter bars do not compare.
const LEAST_BAR: u16 = 4;

/// Words below the bars: what has none, and that lengths are not in proportion.
fn words_below(bars: &Bars) -> String {
    let log = bars.log.then(|| String::from("log scale"));
    log.into_iter().chain(bars.aside.iter().cloned()).collect::<Vec<_>>().join(" · ")
}

/// Lines for the words below the bars.
fn aside_lines(bars: &Bars, height: u16) -> u16 {
    u16::from((bars.log || !bars.aside.is_empty()) && height >= 4)
}

/// Without the line that names the parts of the bars.
fn body<'a>(bars: &Bars, view: &View<'a>) -> View<'a> {
    let lines = parts::lines(bars, view);
    let area = Rect { y: view.area.y + lines, height: view.area.height - lines, ..view.area };
    View { area, ..*view }
}

/// Whether rows are parts of a group, which stand below each other without a line between.
fn grouped(bars: &Bars) -> bool {
    bars.division.as_ref().is_some_and(|division| !division.stacked)
}

fn pitch(bars: &Bars, view: &View<'_>) -> Pitch {
    let room = view.area.height.saturating_sub(aside_lines(bars, view.area.height));
    let second = label::has_second_line(&bars.rows);
    let lines = if second || bars.rows.iter().any(|row| row.relation.is_some()) { 2 } else { 1 };
    if grouped(bars) {
        return Pitch { lines: 1, step: 1, fits: usize::from(room.max(1)) };
    }
    // The last row has no next one to be compared with.
    let below = second || bars.division.is_some();
    label::pitch(bars.rows.len(), room, lines, if below { lines } else { 1 })
}

pub(super) fn marks(bars: &Bars, view: &View<'_>) -> Vec<Mark> {
    let view = &body(bars, view);
    label::marks(&bars.rows, view, pitch(bars, view))
}

fn number(row: &BarRow, view: &View<'_>) -> String {
    safe(&write_measure(&row.measure, view.look.numbers), view.look)
}

fn relation(row: &BarRow, view: &View<'_>) -> String {
    row.relation.as_ref().map_or(String::new(), |relation| safe(&relation.write(view.look.numbers), view.look))
}

/// What it said before, where it changed. A row that is new in the file is new in the ranking: that is said once.
fn mark(row: &BarRow, view: &View<'_>) -> Option<Changed> {
    let mark = Changed::among(&row.obs, &row.measure, view)?;
    (mark.sign != "+" || row.movement != Movement::New).then_some(mark)
}

fn movement(row: &BarRow, view: &View<'_>) -> String {
    match row.movement {
        Movement::None => String::new(),
        Movement::Up(places) => format!("{}{places}", glyph(view.look, "▲", "^")),
        Movement::Down(places) => format!("{}{places}", glyph(view.look, "▼", "v")),
        Movement::New => String::from("new"),
    }
}

pub(super) fn draw(bars: &Bars, view: &View<'_>, buf: &mut Buffer) {
    if let Some(division) = bars.division.as_ref().filter(|_| parts::lines(bars, view) > 0) {
        parts::draw_legend(division, view, buf);
    }
    let cursor = settle(bars, view);
    let view = &body(bars, view);
    let (area, look) = (view.area, view.look);
    let theme = look.theme;
    let pitch = pitch(bars, view);
    let shown: Vec<(usize, &BarRow)> = bars.rows.iter().enumerate().skip(cursor.top).take(pitch.fits).collect();
    let measured: Vec<(usize, &BarRow)> = shown.iter().copied().chain(bars.siblings.iter().enumerate()).collect();
    let widest =
        |text: &dyn Fn(&BarRow) -> String| measured.iter().map(|(_, r)| width(&text(r))).max().unwrap_or(0) as u16;
    let value = widest(&|r| number(r, view)).max(if pitch.lines == 2 || !bars.siblings.is_empty() {
        widest(&|r| relation(r, view))
    } else {
        0
    });
    let moved = widest(&|r| movement(r, view));
    let moved = if moved > 0 { moved + 1 } else { 0 };
    let ranks = if bars.rank_columns > 0 { bars.rank_columns + 1 } else { 0 };
    // Ranks go before a name is cut to nothing.
    let ranks = if area.width > ranks + value + moved + LEAST_BAR + 10 { ranks } else { 0 };
    let room = area.width.saturating_sub(1 + ranks);
    let label = label::wish(&measured, pitch.lines, view);
    let marks: Vec<Option<Changed>> = shown.iter().map(|(_, row)| mark(row, view)).collect();
    let last = area.height - aside_lines(bars, area.height);
    let lower = |line: usize| pitch.lines == 2 && line as u16 * pitch.step + 1 < last;
    // On one line what was said before stands between the value and the movement, while a bar is left that compares.
    let beside: Vec<Changed> = bars.siblings.iter().filter_map(|row| mark(row, view)).collect();
    let alone = marks.iter().enumerate().filter(|(line, _)| !lower(*line)).filter_map(|(_, mark)| mark.as_ref());
    let marked = changed::beside(alone.chain(&beside), room.saturating_sub(label + value + moved + 2 * LEAST_BAR + 3));
    let (number_end, end) = (area.width.saturating_sub(marked + moved), area.width.saturating_sub(moved));
    // Labels take what they need while a bar that compares is left, then they are cut; numbers never.
    let columns = label.min(room.saturating_sub(value + marked + moved + LEAST_BAR + 3).max(6)).min(room);
    let bar_at = 1 + ranks + columns + 1;
    let bar = number_end.saturating_sub(bar_at + value + 2);
    let ruler = Ruler::new(bars, bar);
    if bar >= LEAST_BAR && ruler.zero > 0 {
        let lines = (shown.len() as u16).saturating_sub(1) * pitch.step + 1;
        for y in 0..lines.min(area.height) {
            put(buf, area, (bar_at + ruler.zero, y), 1, glyph(look, "▏", "|"), theme.dim, look.ascii);
        }
    }
    for (line, ((item, row), mark)) in shown.iter().zip(&marks).enumerate() {
        let y = line as u16 * pitch.step;
        let here = view.focused && *item == cursor.item;
        let light = view.light(&row.obs);
        light.draw_sign(view, y, buf);
        if here {
            put(buf, area, (0, y), 1, glyph(look, "▸", ">"), theme.accent, look.ascii);
        }
        let lines = if y + 1 < area.height { pitch.lines } else { 1 };
        if ranks > 0 {
            put_right(buf, area, y, 1, ranks, &safe(&row.rank, look), theme.dim);
        }
        let labels = View { area: Rect { x: area.x + ranks, width: area.width - ranks, ..area }, ..*view };
        let style = light.label(if here { theme.strong } else { theme.text }, view);
        let again = line > 0 && grouped(bars) && shown.get(line - 1).is_some_and(|(_, other)| other.label == row.label);
        let unnamed = again.then(|| BarRow { label: String::new(), ..(*row).clone() });
        label::draw(unnamed.as_ref().unwrap_or(row), &labels, y, columns, lines, style, buf);
        if bar >= LEAST_BAR {
            let area = Rect { x: area.x + bar_at, y: area.y + y, width: bar, height: 1 }.intersection(area);
            // Of a part that is no one number its ends say more than its texture.
            match bars.division.as_ref().filter(|own| own.stacked || row.measure.low == row.measure.high && !row.hollow)
            {
                Some(division) => parts::draw(row, division, &ruler, view, area, buf),
                None => draw_bar(row, &ruler, view, area, buf),
            }
        }
        let changed = Changed::among(&row.obs, &row.measure, view).is_some();
        let sum = matches!(row.relation, Some(Relation::Sum(_)));
        let number_style = match (changed, sum) {
            (true, _) => theme.changed,
            (false, true) => theme.derived.patch(theme.strong),
            (false, false) => light.mark(theme.strong, view),
        };
        put_right(buf, area, y, 0, number_end, &number(row, view), number_style);
        let both = changed && mark.is_none();
        let moved_style = if both { theme.changed } else { theme.derived };
        put_right(buf, area, y, 0, area.width, &movement(row, view), moved_style);
        if let Some(mark) = mark.as_ref().filter(|_| !lower(line)) {
            put(
                buf,
                area,
                (number_end + 1, y),
                marked,
                mark.fitted(marked.saturating_sub(1)),
                theme.changed,
                look.ascii,
            );
        }
        if lower(line) {
            label::draw_below(mark.as_ref(), &relation(row, view), view, y + 1, (bar_at, end), buf);
        }
    }
    if aside_lines(bars, area.height) > 0 {
        put(buf, area, (1, area.height - 1), room, &safe(&words_below(bars), look), theme.dim, look.ascii);
    }
    say_more(view, cursor.top, bars.rows.len().saturating_sub(cursor.top + shown.len()), buf);
}

pub(super) fn step(bars: &Bars, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    list_step(settle(bars, view), bars.rows.len(), pitch(bars, &body(bars, view)).fits, direction)
}

pub(super) fn settle(bars: &Bars, view: &View<'_>) -> Cursor {
    settled(view.cursor, bars.rows.len(), pitch(bars, &body(bars, view)).fits)
}

pub(super) fn items(bars: &Bars) -> usize {
    bars.rows.len()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::base::{Glyphs, Measure, NumberStyle, ObsRef, PanelKind, Unit};
    use crate::board::{Division, Hue, Panel, Part, Resolved, Segment};
    use crate::data::Dataset;
    use crate::panel::{Look, Theme};

    fn row(label: &str, measure: Measure) -> BarRow {
        BarRow {
            label: label.to_owned(),
            detail: String::new(),
            tag: String::new(),
            measure,
            obs: vec![ObsRef(0)],
            rank: String::new(),
            movement: Movement::Up(1),
            relation: None,
            hue: Hue(0),
            hollow: false,
            source: String::new(),
        }
    }

    fn drawn(rows: Vec<BarRow>, area: Rect) -> Buffer {
        drawn_bars(&Bars::new(Unit::none(), false, rows, vec![String::from("no Xinghuo 星火")]), area, false)
    }

    fn drawn_bars(bars: &Bars, area: Rect, ascii: bool) -> Buffer {
        let panel = Panel {
            id: Arc::from("p"),
            kind: PanelKind::Bar,
            title: String::new(),
            corner: String::new(),
            bottom: String::new(),
            resolved: Resolved::Failed(Vec::new()),
            obs: Vec::new(),
            file: None,
        };
        let (theme, changed, dataset) = (Theme::default(), BTreeMap::new(), Dataset::default());
        let look = Look {
            theme: &theme,
            ascii,
            glyphs: Glyphs::default(),
            numbers: NumberStyle::default(),
            changed: &changed,
            marked: None,
            lit: None,
        };
        let cursor = Cursor::default();
        let view = View {
            panel: &panel,
            dataset: &dataset,
            area,
            look: &look,
            cursor,
            focused: true,
            window: crate::chart::Window::default(),
        };
        let mut buf = Buffer::empty(Rect::new(0, 0, area.right() + 2, area.bottom() + 2));
        draw(bars, &view, &mut buf);
        for position in buf.area.positions().filter(|position| !area.contains(*position)) {
            assert_eq!(buf[position].symbol(), " ", "{area:?} {position:?}");
        }
        buf
    }

    #[test]
    fn stays_inside_any_area() {
        for (width, height) in [(0, 0), (1, 1), (5, 2), (12, 9), (30, 3), (300, 100)] {
            let rows = vec![
                row("Doubao 豆包", Measure::exact(48.39e6, Unit::none())),
                row("Kimi", Measure::range(-1e300, 1e300, Unit::none())),
            ];
            drawn(rows, Rect::new(2, 1, width, height));
        }
    }

    #[test]
    fn an_exact_bar_ends_in_eighths() {
        let rows = [10.0, 3.7].map(|value| row("a", Measure::exact(value, Unit::none())));
        let buf = drawn(rows.to_vec(), Rect::new(0, 0, 60, 8));
        assert!(!buf.content.iter().any(|cell| cell.symbol() == "░"));
    }

    /// The bars of rows, a line each, without their labels and numbers.
    fn bar_lines(rows: &[BarRow], columns: u16) -> Vec<String> {
        let buf = drawn(rows.to_vec(), Rect::new(0, 0, columns, rows.len() as u16));
        let line = |y: usize| (0..columns).map(|x| buf[(x, y as u16)].symbol()).collect::<String>();
        let bar = |text: String| text.chars().skip(3).filter(|c| !c.is_alphanumeric()).collect::<String>();
        (0..rows.len())
            .map(line)
            .map(bar)
            .map(|text| text.trim_end_matches([' ', '▲', '−', '%', '–', '…']).to_owned())
            .collect()
    }

    #[test]
    fn negative_values_hang_left_of_a_line_at_zero() {
        let rows = [-10.0, 20.0].map(|value| row("a", Measure::exact(value, Unit::none())));
        assert_eq!(bar_lines(&rows, 24), ["████▏", "    ████████"]);
    }

    #[test]
    fn parts_differ_by_texture_and_are_named() {
        let part = |segment, value| Part::new(segment, &Measure::exact(value, Unit::none()), false).unwrap();
        let parts = [(ObsRef(0), vec![part(0, 10.0), part(1, 5.0)]), (ObsRef(1), vec![part(1, 9.0), part(2, -6.0)])];
        let segments = ["North of it all", "South of it all", "West of it all"];
        let division = Division {
            segments: segments.map(|name| Segment { name: name.to_owned(), hue: None }).to_vec(),
            stacked: true,
            parts: parts.into_iter().collect(),
        };
        let rows = [(0, 15.0), (1, 3.0)].map(|(at, value)| BarRow {
            obs: vec![ObsRef(at)],
            movement: Movement::None,
            ..row("a", Measure::exact(value, Unit::none()))
        });
        let bars = Bars::new(Unit::none(), false, rows.to_vec(), Vec::new()).divided(division);
        let lines = |ascii| {
            let buf = drawn_bars(&bars, Rect::new(0, 0, 30, 4), ascii);
            let line = |y| (0..30).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
            [0, 1, 3].map(line)
        };
        let expected =
            [" █ North…  ▓ South…  ▒ West…", "▸a        ███████████▓▓▓▓▓  15", " a  ▒▒▒▒▒▒▓▓▓▓▓▓▓▓▓▓         3"];
        assert_eq!(lines(false), expected);
        assert!(
            lines(true).iter().all(|line| line.is_ascii()) && lines(true)[2].contains("------========="),
            "{:?}",
            lines(true)
        );
    }

    #[test]
    fn a_part_is_drawn_as_what_it_says() {
        let unit = Unit::none;
        let bound = |low: Option<f64>, high: Option<f64>| {
            let end = |value| crate::base::Bound { value, inclusive: true };
            Measure { low: low.map(end), high: high.map(end), point: None, ..Measure::range(0.0, 0.0, unit()) }
        };
        let lines = |row_of: Measure, parts: [(Measure, bool); 2], ascii: bool| {
            let parts = parts.iter().enumerate().filter_map(|(at, own)| Part::new(at, &own.0, own.1)).collect();
            let segments = ["N", "S"].map(|name| Segment { name: name.to_owned(), hue: None }).to_vec();
            let division = Division { segments, stacked: true, parts: [(ObsRef(0), parts)].into_iter().collect() };
            let row = BarRow { movement: Movement::None, ..row("a", row_of) };
            let bars = Bars::new(unit(), false, vec![row], Vec::new()).divided(division);
            let buf = drawn_bars(&bars, Rect::new(0, 0, 30, 1), ascii);
            let line = (3..30).map(|x| buf[(x, 0)].symbol()).collect::<String>();
            line.split(' ').next().unwrap().to_owned()
        };
        let sum = |low, high| bound(low, high);
        let five = || Measure::exact(5.0, unit());
        let ranged = [(Measure::range(4.0, 8.0, unit()), false), (five(), false)];
        assert_eq!(lines(sum(Some(9.0), Some(13.0)), ranged.clone(), false), "██████░░░░░░░▓▓▓▓▓▓▓▓");
        assert_eq!(lines(sum(Some(9.0), Some(13.0)), ranged, true), "######.......========");
        let open = [(bound(Some(5.0), None), false), (five(), false)];
        assert_eq!(lines(sum(Some(10.0), None), open, false), "██████████▓▓▓▓▓▓▓▓▓▓━►");
        let most = [(five(), false), (bound(None, Some(5.0)), false)];
        assert_eq!(lines(sum(None, Some(10.0)), most, false), "██████████░░░░░░░░░▌");
        let guess = [(five(), true), (five(), false)];
        assert_eq!(lines(Measure::exact(10.0, unit()), guess, false), "█═█═█═█═█═█╡▓▓▓▓▓▓▓▓▓▓▓");
    }

    #[test]
    fn an_estimate_is_an_outline() {
        let mut guess = row("a", Measure::exact(20.0, Unit::none()));
        guess.hollow = true;
        assert_eq!(bar_lines(&[guess, row("b", Measure::exact(10.0, Unit::none()))], 20), ["═════════╡", "█████"]);
    }

    #[test]
    fn bars_keep_their_length_while_the_list_scrolls() {
        let rows = |first: f64| [first, 10.0, 5.0].map(|value| row("a", Measure::exact(value, Unit::none()))).to_vec();
        let visible = |rows: &[BarRow]| {
            let buf = drawn(rows.to_vec(), Rect::new(0, 0, 40, 1));
            (0..40).filter(|x| buf[(*x, 0)].symbol() == "█").count()
        };
        // Of the second list only the small row is on screen; the large one below it counts all the same.
        let (mut far, near) = (rows(1000.0), rows(5.0));
        far.reverse();
        assert!(visible(&far) * 10 < visible(&near), "{} {}", visible(&far), visible(&near));
    }

    #[test]
    fn a_shared_rank_stands_before_the_name() {
        let text = |ranks: [&str; 2]| {
            let rows =
                ranks.map(|rank| BarRow { rank: rank.to_owned(), ..row("Kimi", Measure::exact(2.0, Unit::none())) });
            let buf = drawn(rows.to_vec(), Rect::new(0, 0, 40, 2));
            [0, 1].map(|y| (0..40).map(|x| buf[(x, y)].symbol()).collect::<String>())
        };
        assert!(text(["1–2", "1–2"]).iter().all(|line| line.contains("1–2 Kimi")), "{:?}", text(["1–2", "1–2"]));
        assert!(text(["1", "2"]).iter().all(|line| !line.contains(['1', '–']) || line.contains("▲1")));
    }
}
