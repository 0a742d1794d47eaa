use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::base::{Glyphs, Measure, NumberStyle, ObsRef, PanelKind, Unit, write_measure};
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
        standing: Standing::Actual,
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
    let expected = [" █ North…  ▓ South…  ▒ West…", "▸a        ███████████▓▓▓▓▓▓ 15", " a ▒▒▒▒▒▒▒▓▓▓▓▓▓▓▓▓▓ 3"];
    assert_eq!(lines(false), expected);
    assert!(
        lines(true).iter().all(|line| line.is_ascii()) && lines(true)[2].contains("-------========="),
        "{:?}",
        lines(true)
    );
}

#[test]
fn an_estimate_is_an_outline() {
    let mut guess = row("a", Measure::exact(20.0, Unit::none()));
    guess.standing = Standing::Estimate;
    assert_eq!(bar_lines(&[guess, row("b", Measure::exact(10.0, Unit::none()))], 20), ["═══════╡  ◐", "████"]);
}

/// All lines of these rows, a line each.
fn lines_of(rows: &[BarRow], columns: u16, height: u16) -> Vec<String> {
    let buf = drawn(rows.to_vec(), Rect::new(0, 0, columns, height));
    let line = |y| (0..columns).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
    (0..height).map(line).collect()
}

fn times(row: BarRow) -> BarRow {
    let (a, b) = (Measure::exact(3.0, Unit::none()), Measure::exact(2.0, Unit::none()));
    let next = Relation::Next { times: crate::analysis::ratio(&a, &b), other: ObsRef(0), name: None };
    BarRow { relation: Some(next), movement: Movement::None, ..row }
}

#[test]
fn a_number_stands_one_column_behind_the_end_of_its_bar() {
    let rows = ["12", "0", "-4", "3-7", "≤5", "≥6"].map(|text| {
        let measure = crate::base::parse_value(text, &crate::base::ValueContext::default()).expect("a value");
        row("a", measure)
    });
    for columns in 40..140 {
        for (line, row) in lines_of(&rows, columns, 7).iter().zip(&rows) {
            let number = write_measure(&row.measure, NumberStyle::default());
            let before = line.split_once(&number).expect("a whole number").0;
            let bar = before.strip_suffix(' ').expect("a blank before the number");
            assert!(bar.ends_with(|c: char| "█▉▊▋▌▍▎▏░►▐".contains(c)), "{columns} {line}");
        }
    }
}

#[test]
fn what_follows_stands_below_few_numbers_and_behind_many() {
    let rows = |count: usize| vec![times(row("a", Measure::exact(2.0, Unit::none()))); count];
    let few = lines_of(&rows(3), 60, 9);
    assert!(few[0].ends_with("█ 2") && few[1].trim() == "1.5× next", "{few:?}");
    let many = lines_of(&rows(14), 60, 30);
    assert!(many[0].ends_with("█ 2  1.5× next") && many[1].is_empty(), "{many:?}");
    // Of more rows than lines none is left out for the sake of a ratio.
    assert!(lines_of(&rows(14), 60, 15).iter().take(14).all(|line| line.ends_with("2  1.5× next")));
    // No room behind the numbers.
    let narrow = lines_of(&rows(7), 30, 16);
    assert!(narrow[0].ends_with(" 2") && narrow[1].trim() == "1.5× next", "{narrow:?}");
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
        let rows = ranks.map(|rank| BarRow { rank: rank.to_owned(), ..row("Kimi", Measure::exact(2.0, Unit::none())) });
        let buf = drawn(rows.to_vec(), Rect::new(0, 0, 40, 2));
        [0, 1].map(|y| (0..40).map(|x| buf[(x, y)].symbol()).collect::<String>())
    };
    assert!(text(["1–2", "1–2"]).iter().all(|line| line.contains("1–2 Kimi")), "{:?}", text(["1–2", "1–2"]));
    assert!(text(["1", "2"]).iter().all(|line| !line.contains(['1', '–']) || line.contains("▲1")));
}
