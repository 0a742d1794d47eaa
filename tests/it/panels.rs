//! Every kind of panel stays inside its area, whatever the area.

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether::analysis::Change;
use bellwether::base::{Day, Diagnostic, Measure, NumberStyle, ObsRef, PanelKind, Shape};
use bellwether::board::{
    Comparison, ComparisonRow, Event, Figure, Figures, Hue, Lane, Notes, Panel, Records, Resolved, TableColumn,
    Timeline,
};
use bellwether::data::{Dataset, FileBytes, ReadOptions, read};
use bellwether::panel::{self, Cursor, Look, Move, Theme, View};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn shipped() -> Dataset {
    let bytes = std::fs::read("data/ai-industry-2024.csv").expect("the shipped data");
    let file = FileBytes { name: Arc::from("ai-industry-2024.csv"), bytes: bytes.into(), may_grow: false };
    read(&[file], &ReadOptions::default(), None)
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
    let kinds = [
        (PanelKind::Change, Resolved::Change(Comparison { rows: vec![row], shared_axis: false })),
        (PanelKind::Stat, Resolved::Stat(Figures { rows: all.iter().map(figure).collect() })),
        (
            PanelKind::Timeline,
            Resolved::Timeline(Timeline {
                first: day(2022),
                last: day(2025),
                lanes: vec![Lane { name: String::from("ByteDance 字节跳动"), events }],
                aside: Vec::new(),
            }),
        ),
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
        let numbers = NumberStyle { ascii, ..NumberStyle::default() };
        let look = Look { theme: &theme, ascii, numbers, changed: &changed, marked: None };
        for panel in &panels(&dataset) {
            for (width, height) in [(0, 0), (1, 1), (3, 9), (20, 5), (45, 9), (80, 24), (300, 100)] {
                let area = Rect::new(3, 2, width, height);
                for item in [0, 1, usize::MAX] {
                    let cursor = Cursor { item, column: item, ..Cursor::default() };
                    let view = View { panel, dataset: &dataset, area, look: &look, cursor, focused: true };
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

#[test]
fn a_change_says_both_values_and_what_follows() {
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let panels = panels(&dataset);
    for (ascii, value, place) in [(false, "≤17 %", "¶16"), (true, "<=17 %", "par.16")] {
        let numbers = NumberStyle { ascii, ..NumberStyle::default() };
        let look = Look { theme: &theme, ascii, numbers, changed: &changed, marked: None };
        let area = Rect::new(0, 0, 90, 4);
        let cursor = Cursor::default();
        let view = View { panel: &panels[0], dataset: &dataset, area, look: &look, cursor, focused: false };
        let text: String = drawn(&view).content().iter().map(ratatui::buffer::Cell::symbol).collect();
        assert!(text.contains(value) && text.contains(place), "{text}");
    }
}
