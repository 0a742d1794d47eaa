//! What holds of whole panels for any figures at any size: marks lie inside, extremes can be seen, labels of an axis tell the truth and
//! do not run into each other, and the number that is written is the number that was stated.

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether::base::{Day, Glyphs, Measure, NumberStyle, ObsKey, round_to_digits, write_measure};
use bellwether::board::{Lens, Panel, Resolved, Sources, check_config, plan};
use bellwether::chart::Window;
use bellwether::data::{Dataset, FileBytes, ReadOptions, read};
use bellwether::panel::{self, Cursor, Look, Mark, Theme, View};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

mod axes;
mod numbers;

/// One panel with its data, and what it takes to draw it.
struct Drawing {
    dataset: Dataset,
    panel: Panel,
    theme: Theme,
    changed: BTreeMap<ObsKey, Option<Measure>>,
    ascii: bool,
}

impl Drawing {
    /// The only panel of a board with these options, on these rows under the header of observations.
    fn new(options: &str, rows: &str, ascii: bool) -> Self {
        let text = format!("layout = [\"a\"]\ndata = [\"x.csv\"]\n[panel.a]\n{options}\n");
        let (config, found) = check_config(&text, "config.toml");
        let config = config.unwrap_or_else(|| panic!("{found:?}"));
        let bytes = format!("entity,metric,period,value\n{rows}\n").into_bytes();
        let file = FileBytes { name: Arc::from("x.csv"), bytes: bytes.into(), may_grow: false };
        let dataset = read(&[file], &ReadOptions::default(), None);
        let sources = Sources { open: &dataset, name: "x.csv", others: BTreeMap::new() };
        let mut board = plan(&config, &sources, &Lens::default());
        let panel = board.pages.remove(0).panels.remove(0);
        Self { dataset, panel, theme: Theme::dark(), changed: BTreeMap::new(), ascii }
    }

    fn with<T>(&self, area: Rect, cursor: Option<Cursor>, then: impl FnOnce(&View<'_>) -> T) -> T {
        let numbers = NumberStyle { ascii: self.ascii, ..NumberStyle::default() };
        let look = Look {
            theme: &self.theme,
            ascii: self.ascii,
            glyphs: if self.ascii { Glyphs::Ascii } else { Glyphs::Braille },
            numbers,
            changed: &self.changed,
            marked: None,
            lit: None,
        };
        let (dataset, panel) = (&self.dataset, &self.panel);
        let view = View {
            panel,
            dataset,
            area,
            look: &look,
            cursor: Cursor::default(),
            focused: cursor.is_some(),
            window: Window::default(),
        };
        let cursor = panel::settle(&View { cursor: cursor.unwrap_or_default(), ..view });
        then(&View { cursor, ..view })
    }

    fn marks(&self, area: Rect) -> Vec<Mark> {
        self.with(area, None, panel::marks)
    }

    /// What is drawn, with the cursor there or without the focus.
    fn drawn(&self, area: Rect, cursor: Option<Cursor>) -> Buffer {
        self.with(area, cursor, |view| {
            let mut buf = Buffer::empty(area);
            panel::draw(view, &mut buf);
            buf
        })
    }

    fn lines(&self, area: Rect, cursor: Option<Cursor>) -> Vec<String> {
        let buf = self.drawn(area, cursor);
        buf.content.chunks(usize::from(area.width)).map(|row| row.iter().map(Cell::symbol).collect()).collect()
    }
}

/// One case of so many that are asked for: a case is whole boards, read and planned. `PROPTEST_CASES=4096` looks longer.
fn cases(of: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    ProptestConfig { cases: (asked.cases / of).max(1), ..asked }
}

/// Any finite number, those at the edges of the scale among them more often than by chance.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1000.0..1000.0f64,
        2 => (0..1_000_000i64).prop_map(|n| n as f64),
        1 => Just(0.0),
        1 => any::<f64>().prop_filter("finite", |value| value.is_finite()),
        1 => 1e-300..1e-290f64,
        1 => -1e300..1e300f64,
    ]
}

fn values() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(value(), 1..60)
}

/// The same with three digits: how much room they take is known.
fn short_values() -> impl Strategy<Value = Vec<f64>> {
    values().prop_map(|values| values.into_iter().map(|value| round_to_digits(value, 3)).collect())
}

fn size() -> impl Strategy<Value = Rect> {
    (1..=200u16, 1..=60u16).prop_map(|(width, height)| Rect::new(0, 0, width, height))
}

/// Series of values so many days apart; the n-th value belongs to the series n mod `series`.
fn over_time(values: &[f64], series: usize, step: usize) -> String {
    let row = |(at, value): (usize, &f64)| {
        let day = i32::try_from(18_000 + at / series * step).expect("a day");
        let (year, month, date) = Day(day).ymd();
        format!("S{},m,{year}-{month:02}-{date:02},{value:e}", at % series)
    };
    values.iter().enumerate().map(row).collect::<Vec<_>>().join("\n")
}

/// A thing a value, all at one time.
fn at_once(values: &[f64]) -> String {
    let row = |(at, value): (usize, &f64)| format!("Thing {at},m,2024,{value:e}");
    values.iter().enumerate().map(row).collect::<Vec<_>>().join("\n")
}

/// Each two values as what is said of one thing.
fn pairs(values: &[f64], said: impl Fn(usize, f64, f64) -> String) -> String {
    let row = |(at, pair): (usize, &[f64])| said(at, pair[0], *pair.last().unwrap_or(&pair[0]));
    values.chunks(2).enumerate().map(row).collect::<Vec<_>>().join("\n")
}

/// An interval a thing.
fn intervals(values: &[f64]) -> String {
    pairs(values, |at, one, other| format!("Thing {at},m,2024,{:e} to {:e}", one.min(other), one.max(other)))
}

/// Two values a thing.
fn twice(values: &[f64]) -> String {
    pairs(values, |at, one, other| format!("Thing {at},m,2023,{one:e}\nThing {at},m,2024,{other:e}"))
}

/// Two metrics a thing.
fn against(values: &[f64]) -> String {
    pairs(values, |at, one, other| format!("Thing {at},a,2024,{one:e}\nThing {at},b,2024,{other:e}"))
}

/// Kinds that list their figures, over the same numbers.
fn lists(values: &[f64], log: bool, ascii: bool) -> [Drawing; 2] {
    [("bar", at_once(values)), ("range", intervals(values))]
        .map(|(kind, rows)| Drawing::new(&format!("kind = \"{kind}\"\nlog = {log}"), &rows, ascii))
}

/// Each kind of chart over the same numbers.
fn charts(values: &[f64], log: bool, ascii: bool) -> Vec<Drawing> {
    let mut charts = Vec::from(lists(values, log, ascii));
    for series in [1, 3] {
        charts.push(Drawing::new(&format!("kind = \"line\"\nlog = {log}"), &over_time(values, series, 37), ascii));
    }
    charts.push(Drawing::new("kind = \"change\"", &twice(values), ascii));
    for options in ["", "x = \"a\"\ny = \"b\"\n"] {
        let options = format!("kind = \"scatter\"\n{options}log = {log}");
        let rows = if options.contains("x =") { against(values) } else { over_time(values, 2, 37) };
        charts.push(Drawing::new(&options, &rows, ascii));
    }
    charts
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn every_mark_is_inside_and_has_ink(values in values(), area in size(), log: bool, ascii: bool) {
        for chart in charts(&values, log, ascii) {
            let buf = chart.drawn(area, None);
            let (width, height) = panel::least(&chart.panel.resolved);
            let room = area.width >= width && area.height >= height;
            for mark in chart.marks(area) {
                prop_assert_eq!(mark.area.intersection(area), mark.area, "{:?}", chart.panel.kind);
                prop_assert!(mark.item < panel::items(&chart.panel.resolved));
                let ink = mark.area.positions().any(|at| buf.cell(at).is_some_and(|cell| cell.symbol() != " "));
                prop_assert!(ink || !room, "{:?}: nothing is drawn at {:?}", chart.panel.kind, mark.area);
            }
            prop_assert!(!ascii || buf.content.iter().all(|cell| cell.symbol().is_ascii()), "{:?}", chart.panel.kind);
        }
    }

    /// Where the cursor stands when it is on the lowest or the highest point, something is drawn without it too.
    #[test]
    fn the_extremes_of_a_line_can_be_seen(values in values(), area in size(), series in 1..4usize, log: bool, ascii: bool) {
        let options = format!("kind = \"line\"\nlog = {log}");
        let chart = Drawing::new(&options, &over_time(&values, series, 37), ascii);
        let Resolved::Line(line) = &chart.panel.resolved else { return Ok(()) };
        let (width, height) = panel::least(&chart.panel.resolved);
        prop_assume!(area.width >= width && area.height >= height);
        let points = line.series.iter().enumerate().flat_map(|(item, series)| {
            series.points.iter().enumerate().map(move |(column, point)| (point.value, item, column))
        });
        let points: Vec<_> = points.collect();
        let low = points.iter().min_by(|a, b| a.0.total_cmp(&b.0));
        let high = points.iter().max_by(|a, b| a.0.total_cmp(&b.0));
        let plain = chart.drawn(area, None);
        for (value, item, column) in [low, high].into_iter().flatten() {
            let cursor = Cursor { item: *item, column: *column, top: 0 };
            let with = chart.drawn(area, Some(cursor));
            let here = with.content.iter().position(|cell| cell.modifier.contains(Modifier::REVERSED));
            prop_assert!(here.is_some(), "no cursor on {value}");
            let cell = plain.content.get(here.unwrap_or_default());
            prop_assert!(cell.is_some_and(|cell| cell.symbol() != " "), "{value} at {:?}", here.map(|at| plain.pos_of(at)));
        }
    }

    /// The rows of the smallest and the largest thing can be reached, and say its number in whole.
    #[test]
    fn the_extremes_of_a_list_can_be_seen(values in short_values(), area in size(), log: bool, ascii: bool) {
        for chart in lists(&values, log, ascii) {
            let rows = match &chart.panel.resolved {
                Resolved::Bar(bars) => &bars.rows,
                Resolved::Range(ranges) => &ranges.rows,
                _ => continue,
            };
            let (width, height) = panel::least(&chart.panel.resolved);
            if area.width < width || area.height < height {
                continue;
            }
            let numbers = NumberStyle { ascii, ..NumberStyle::default() };
            for (item, row) in [rows.iter().enumerate().next(), rows.iter().enumerate().next_back()].into_iter().flatten() {
                let cursor = Cursor { item, ..Cursor::default() };
                let text = chart.lines(area, Some(cursor)).join("\n");
                let number = write_measure(&row.measure, numbers);
                let bare = number.split(' ').next().unwrap_or_default();
                prop_assert!(text.contains(bare), "{number} is not in\n{text}");
            }
        }
    }
}
