//! Every kind of panel stays inside its area, whatever the area.

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether::analysis::{Change, Movement, ratio};
use bellwether::base::{
    Day, Diagnostic, Glyphs, Measure, NumberStyle, ObsKey, ObsRef, PanelKind, PeriodContext, Shape, Standing, Unit,
    ValueContext, parse_period, parse_value, write_measure,
};
use bellwether::board::{
    BarRow, Bars, Comparison, ComparisonRow, Event, Figure, Figures, Gap, Hue, Intervals, Lane, Line, LineEvent,
    LinePoint, LineSeries, Notes, Open, Panel, Points, Records, Reference, Relation, Resolved, Stroke, TableColumn,
    Timeline, ValueScale,
};
use bellwether::chart::{Periods, Window};
use bellwether::data::{Dataset, FileBytes, ReadOptions, read};
use bellwether::panel::{self, Cursor, Look, Move, Theme, View};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

mod changed;
mod facets;
mod heat;
mod histogram;
mod said;
mod scatter;

fn shipped() -> Dataset {
    let bytes = std::fs::read("data/ai-industry-2024.csv").expect("the shipped data");
    let file = FileBytes { name: Arc::from("ai-industry-2024.csv"), bytes: bytes.into(), may_grow: false };
    read(&[file], &ReadOptions::default(), None)
}

/// How a viewer without wishes sees it: colours are the theme's, numbers written short.
fn look<'a>(theme: &'a Theme, ascii: bool, changed: &'a BTreeMap<ObsKey, Option<Measure>>) -> Look<'a> {
    Look {
        theme,
        ascii,
        glyphs: if ascii { Glyphs::Ascii } else { Glyphs::Braille },
        numbers: NumberStyle { ascii, ..NumberStyle::default() },
        changed,
        marked: None,
        lit: None,
    }
}

fn value(text: &str) -> Measure {
    parse_value(text, &ValueContext::default()).expect("a value")
}

/// Rows of every shape: exact, ranges on either side of zero, open at either end, words; estimates, two sources.
fn bar_rows() -> Vec<BarRow> {
    let texts = ["12%", "-8%", "4-7%", "-3--1%", "-2-6%", "≤5%", ">9%", "≤-4%", "≥-1%", "0%", "不详", "约1e30%"];
    let rows = texts.iter().enumerate().map(|(at, text)| BarRow {
        label: [String::from("Doubao 豆包"), String::from("a rather long name of something measured")][at % 2].clone(),
        detail: String::from("ByteDance 字节跳动 · Q1 2024"),
        tag: if at.is_multiple_of(3) { String::from("Q1 2024") } else { String::new() },
        measure: value(text),
        obs: vec![ObsRef(at as u32)],
        rank: String::new(),
        movement: [Movement::None, Movement::Up(2), Movement::Down(1), Movement::New][at % 4],
        relation: at.is_multiple_of(2).then(|| Relation::Next {
            times: ratio(&value("12%"), &value("5%")),
            other: ObsRef(0),
            name: None,
        }),
        hue: Hue(at as u8),
        standing: if at % 5 == 1 { Standing::Estimate } else { Standing::Actual },
        source: String::from("LatePost"),
    });
    rows.collect()
}

fn line_of(points: usize, spike: Option<usize>) -> LineSeries {
    let point = |at: usize| {
        let value = if spike == Some(at) { 1_000.0 } else { (at as f64 / 40.0).sin() * 50.0 };
        LinePoint {
            x: at as f64,
            value,
            band: at.is_multiple_of(7).then_some((value - 5.0, value + 9.0)),
            obs: ObsRef(0),
            open: Open::No,
            standing: if at > points / 2 { Standing::Forecast } else { Standing::Actual },
            gap: if at % 11 == 10 { Gap::Missing } else { Gap::None },
        }
    };
    let all: Vec<LinePoint> = (0..points).map(point).collect();
    LineSeries {
        name: format!("Series 系列 {points}"),
        hue: Hue(points as u8),
        shape: points as u8,
        named: false,
        joined: false,
        points: Points::new(&all),
        derived: Vec::new(),
    }
}

fn chart(series: Vec<LineSeries>, dataset: &Dataset) -> Resolved {
    let event =
        |at: ObsRef| LineEvent { label: String::from("Jimeng 即梦"), period: dataset.get(at).period, obs: at };
    Resolved::Line(Line {
        unit: Unit::none(),
        scale: ValueScale::default(),
        periods: Periods::default(),
        series,
        events: dataset.refs().take(9).map(event).collect(),
        computed: None,
        stroke: Stroke::default(),
        trends: Vec::new(),
        references: vec![Reference { value: 60.0, label: String::from("target") }],
        domain: Window::default(),
        aside: vec![String::from("2 more: Kimi 智能助手, Wenxiaoyan")],
    })
}

fn panels(dataset: &Dataset) -> Vec<Panel> {
    let all: Vec<ObsRef> = dataset.refs().collect();
    let (from, to) = all
        .iter()
        .copied()
        .filter(|at| dataset.get(*at).metric.starts_with("ad revenue growth"))
        .fold((None, None), |(first, _), at| (first.or(Some(at)), Some(at)));
    let (from, to) = (from.expect("first quarter"), to.expect("third quarter"));
    let side = |at: ObsRef| (dataset.get(at).measure, dataset.get(at).period, Some(at));
    let row = ComparisonRow {
        label: String::from("Ad revenue growth"),
        entity: dataset.entity_name(to).to_owned(),
        from: side(from),
        to: side(to),
        plot: [from, to].map(|at| dataset.get(at).measure),
        change: bellwether::analysis::change(
            &dataset.get(from).measure,
            &dataset.get(to).measure,
            Change::Natural,
            &bellwether::analysis::MetricRules::default(),
        ),
        periods: String::from("Q1 → Q3 2024"),
        source: String::from("LatePost ¶16"),
        hue: Hue(3),
        words: false,
    };
    let figure = |at: &ObsRef| Figure {
        measure: dataset.get(*at).measure,
        words: dataset.metric_name(*at).to_owned(),
        place: dataset.get(*at).reference.to_owned(),
        obs: *at,
        delta: None,
        history: vec![1.0, 2.0, 4.0],
        hue: Hue(0),
    };
    let event = |at: &ObsRef| Event {
        label: dataset.get(*at).metric.to_owned(),
        period: dataset.get(*at).period,
        obs: vec![*at],
        hue: Hue(1),
        hollow: false,
    };
    let events = all.iter().filter(|at| dataset.get(**at).measure.shape == Shape::Event).map(event).collect();
    let day = |year| Day::from_ymd(year, 1, 1).expect("a day");
    let column = |(column, role)| TableColumn { role, column, title: String::from(role), right: role == "ref" };
    let roles = ["entity", "metric", "period", "value", "unit", "source", "via", "ref"];
    let many = (0..14).map(|n| line_of(n * n, None)).chain([line_of(30_000, None)]).collect();
    let kinds = [
        (PanelKind::Change, Resolved::Change(Comparison { rows: vec![row], shared_axis: false })),
        (PanelKind::Stat, Resolved::Stat(Figures { rows: all.iter().map(figure).collect() })),
        (
            PanelKind::Timeline,
            Resolved::Timeline(Timeline {
                first: day(2022),
                last: day(2025),
                lanes: vec![Lane { name: String::from("ByteDance 字节跳动"), events }],
                aside: vec![String::from("without a day: 某事, something")],
            }),
        ),
        (PanelKind::Bar, Resolved::Bar(Bars::new(Unit::none(), false, bar_rows(), vec![String::from("no 豆包")]))),
        (PanelKind::Bar, Resolved::Bar(Bars::new(Unit::none(), true, bar_rows(), Vec::new()))),
        (
            PanelKind::Range,
            Resolved::Range(Intervals { unit: Unit::none(), log: false, rows: bar_rows(), aside: Vec::new() }),
        ),
        (PanelKind::Line, chart(vec![line_of(3, None)], dataset)),
        (PanelKind::Line, chart(many, dataset)),
        (PanelKind::Line, chart(Vec::new(), dataset)),
        (PanelKind::Scatter, scatter::of(&scatter::cloud(23), false)),
        (PanelKind::Scatter, scatter::of(&scatter::cloud(3_000), true)),
        (PanelKind::Scatter, scatter::of(&[], false)),
        (
            PanelKind::Table,
            Resolved::Table(Records {
                columns: roles.into_iter().enumerate().map(column).collect(),
                rows: (0..dataset.rows()).collect(),
                sorted_by: String::new(),
                sort: Some((0, true)),
            }),
        ),
        (PanelKind::Text, Resolved::Text(Notes { text: String::from("# What 豆包\n- **one** `two`\n\nthree") })),
        (PanelKind::Heat, heat::grid(false)),
        (PanelKind::Bar, facets::of("bar")),
        (PanelKind::Heat, facets::of("heat")),
        (PanelKind::Bar, histogram::of(&["1", "30", "≈2000", "5M", "≤7", "1-9"], true)),
        (PanelKind::Bar, histogram::of(&["-9", "3", "4", "88"], false)),
        (PanelKind::Heat, heat::grid(true)),
        (PanelKind::Bar, Resolved::Failed(vec![Diagnostic::error("x", "nothing 豆包 here").with_help("do this")])),
    ];
    let panel = |(kind, resolved)| Panel {
        id: Arc::from("x"),
        kind,
        title: String::from("Title"),
        corner: String::new(),
        bottom: String::new(),
        resolved,
        obs: Vec::new(),
        file: None,
    };
    kinds.into_iter().map(panel).collect()
}

fn drawn(view: &View<'_>) -> Buffer {
    let mut buf = Buffer::empty(Rect::new(0, 0, view.area.width + 6, view.area.height + 4));
    panel::draw(view, &mut buf);
    buf
}

#[test]
fn every_kind_stays_inside_every_area() {
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    for ascii in [false, true] {
        let look = look(&theme, ascii, &changed);
        for panel in &panels(&dataset) {
            for (width, height) in [(0, 0), (1, 1), (3, 9), (20, 5), (45, 9), (80, 24), (300, 100)] {
                let area = Rect::new(3, 2, width, height);
                for item in [0, 1, usize::MAX] {
                    let cursor = Cursor { item, column: item, ..Cursor::default() };
                    let view = View {
                        panel,
                        dataset: &dataset,
                        area,
                        look: &look,
                        cursor,
                        focused: true,
                        window: Window::default(),
                    };
                    let cursor = panel::settle(&view);
                    let view = View { cursor, ..view };
                    let _ = panel::step(&view, Move::PageDown);
                    let _ = panel::step(&view, Move::Right);
                    for mark in panel::marks(&view) {
                        assert_eq!(mark.area.intersection(area), mark.area, "{:?} {area:?}", panel.kind);
                    }
                    let buf = drawn(&view);
                    for (at, cell) in buf.content().iter().enumerate() {
                        let (x, y) = buf.pos_of(at);
                        let inside = area.contains((x, y).into());
                        assert!(inside || cell.symbol() == " ", "{:?} {area:?} wrote at {x},{y}", panel.kind);
                        assert!(!ascii || cell.symbol().is_ascii(), "{:?}: {}", panel.kind, cell.symbol());
                    }
                }
            }
        }
    }
}

fn lines(buf: &Buffer, area: Rect) -> Vec<String> {
    (area.y..area.bottom())
        .map(|y| {
            // A wide character is followed by a cell that it covers.
            let cells = (area.x..area.right()).map(|x| buf[(x, y)].symbol());
            cells.collect::<String>()
        })
        .collect()
}

/// More rows than a screen coordinate can count.
#[test]
fn very_many_rows_are_no_trouble() {
    const MANY: usize = 70_000;
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, false, &changed);
    for mut panel in panels(&dataset) {
        match &mut panel.resolved {
            Resolved::Bar(x) => x.rows = x.rows.iter().cycle().take(MANY).cloned().collect(),
            Resolved::Range(x) => x.rows = x.rows.iter().cycle().take(MANY).cloned().collect(),
            Resolved::Change(x) => x.rows = x.rows.iter().cycle().take(MANY).cloned().collect(),
            Resolved::Stat(x) => x.rows = x.rows.iter().cycle().take(MANY).cloned().collect(),
            Resolved::Heat(x) => x.rows = x.rows.iter().cycle().take(MANY).cloned().collect(),
            Resolved::Table(x) => x.rows = x.rows.iter().cycle().take(MANY).copied().collect(),
            Resolved::Timeline(x) => {
                x.lanes.iter_mut().for_each(|l| l.events = l.events.iter().cycle().take(MANY).cloned().collect());
            }
            _ => continue,
        }
        let area = Rect::new(0, 0, 120, 12);
        let cursor = Cursor { item: MANY - 1, ..Cursor::default() };
        let view = View {
            panel: &panel,
            dataset: &dataset,
            area,
            look: &look,
            cursor,
            focused: true,
            window: Window::default(),
        };
        let view = View { cursor: panel::settle(&view), ..view };
        let text = lines(&drawn(&view), area).join("\n");
        assert!(panel::marks(&view).iter().any(|mark| mark.item == MANY - 1), "{:?}", panel.kind);
        let said = panel::hidden(&view);
        assert!(text.contains('↑') || said.contains('↑'), "{:?}\n{text}", panel.kind);
    }
}
