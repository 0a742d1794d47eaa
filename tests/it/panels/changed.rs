//! What changed says so in words in every kind, whatever the colours: which way it went and what it said before, or that it is new.

use bellwether::base::{ObsKey, Period, Standing};

use super::*;

/// Two figures of one metric, two events, a rating and a figure that stays, in file order.
fn small() -> Dataset {
    let text = "entity,metric,period,value,kind\n\
        Doubao 豆包,monthly users,2024-09,48.39M,count\n\
        Kimi,monthly users,2024-10,16.50M,count\n\
        OpenAI,ChatGPT launches,2022-11,,event\n\
        OpenAI,Sora preview,2024-02,,event\n\
        Sora,rating,2024-02,first tier,rating\n\
        Kimi,monthly users,2023-10,9M,count\n";
    let file = FileBytes { name: Arc::from("small.csv"), bytes: text.as_bytes().into(), may_grow: false };
    read(&[file], &ReadOptions::default(), None)
}

fn month(text: &str) -> Period {
    parse_period(text, &PeriodContext::default()).expect("a period")
}

/// The first figure was larger, the second is new; the first event was in 2023, the second is new; the rating had no limit.
fn changes(dataset: &Dataset) -> BTreeMap<ObsKey, Option<Measure>> {
    let refs: Vec<ObsRef> = dataset.refs().collect();
    let key = |at: usize| dataset.key(refs[at]);
    let moved = ObsKey { period: month("2023-03"), ..key(2) };
    BTreeMap::from([
        (key(0), Some(value("51.20M"))),
        (key(1), None),
        (key(2), None),
        (moved, Some(dataset.get(refs[2]).measure)),
        (key(3), None),
        (key(4), Some(value("no limit"))),
    ])
}

fn bar_row(dataset: &Dataset, at: ObsRef, detail: &str) -> BarRow {
    BarRow {
        label: dataset.entity_name(at).to_owned(),
        detail: detail.to_owned(),
        tag: String::new(),
        measure: dataset.get(at).measure,
        obs: vec![at],
        rank: String::new(),
        movement: Movement::Up(2),
        relation: Some(Relation::Next { times: ratio(&value("12%"), &value("5%")), other: at, name: None }),
        hue: Hue(0),
        standing: Standing::Actual,
        source: String::new(),
    }
}

fn comparison_row(dataset: &Dataset, from: ObsRef, to: ObsRef, words: bool) -> ComparisonRow {
    let side = |at: ObsRef| (dataset.get(at).measure, dataset.get(at).period, Some(at));
    let rules = bellwether::analysis::MetricRules::default();
    let change =
        bellwether::analysis::change(&dataset.get(from).measure, &dataset.get(to).measure, Change::Natural, &rules);
    ComparisonRow {
        label: String::from("Monthly users"),
        entity: String::from("Doubao 豆包"),
        from: side(from),
        to: side(to),
        plot: [from, to].map(|at| dataset.get(at).measure),
        change,
        periods: String::from("Sep → Oct 2024"),
        source: String::from("LatePost ¶16"),
        hue: Hue(0),
        words,
    }
}

fn figure(dataset: &Dataset, at: ObsRef) -> Figure {
    Figure {
        measure: dataset.get(at).measure,
        words: String::from("users a month, all platforms together"),
        place: String::from("¶7"),
        obs: at,
        delta: None,
        history: vec![1.0, 2.0, 4.0],
        hue: Hue(0),
    }
}

fn series(dataset: &Dataset, at: ObsRef) -> LineSeries {
    let observation = dataset.get(at);
    let span = observation.period.first.zip(observation.period.last).expect("days");
    let point = LinePoint {
        x: f64::midpoint(f64::from(span.0.0), f64::from(span.1.0)),
        value: observation.measure.place().expect("a number"),
        band: None,
        obs: at,
        open: Open::No,
        standing: Standing::Actual,
        gap: Gap::None,
    };
    let name = dataset.entity_name(at).to_owned();
    LineSeries {
        name,
        hue: Hue(0),
        shape: 0,
        named: false,
        joined: false,
        points: Points::new(&[point]),
        derived: Vec::new(),
    }
}

/// Every kind on these rows, with what it must say when it is 80 columns wide.
fn kinds(dataset: &Dataset) -> Vec<(&'static str, Resolved, Vec<&'static str>)> {
    let refs: Vec<ObsRef> = dataset.refs().collect();
    let (old, new) = (refs[0], refs[1]);
    let both = vec!["▼ was 51.20M", "new"];
    let rows = |detail: &str| [old, new].map(|at| bar_row(dataset, at, detail)).to_vec();
    let bars = |detail| Resolved::Bar(Bars::new(Unit::none(), false, rows(detail), vec![String::from("no Qwen")]));
    let ranges =
        |detail| Resolved::Range(Intervals { unit: Unit::none(), log: false, rows: rows(detail), aside: Vec::new() });
    let event = |at: ObsRef| Event {
        label: dataset.metric_name(at).to_owned(),
        period: dataset.get(at).period,
        obs: vec![at],
        hue: Hue(0),
        hollow: false,
    };
    let day = |year| Day::from_ymd(year, 1, 1).expect("a day");
    let events = [refs[2], refs[3]].map(event).to_vec();
    let when = Timeline {
        first: day(2022),
        last: day(2025),
        lanes: vec![Lane { name: String::from("OpenAI"), events }],
        aside: Vec::new(),
    };
    let column = |(column, role)| TableColumn { role, column, title: String::from(role), right: false };
    let records = Records {
        columns: ["entity", "metric", "period", "value"].into_iter().enumerate().map(column).collect(),
        rows: (0..dataset.rows()).collect(),
        sorted_by: String::new(),
        sort: None,
    };
    let change = |from, to, words| {
        Resolved::Change(Comparison { rows: vec![comparison_row(dataset, from, to, words)], shared_axis: false })
    };
    vec![
        ("bar", bars(""), both.clone()),
        ("bar with details", bars("all platforms"), both.clone()),
        ("range", ranges(""), both.clone()),
        ("range with details", ranges("all platforms"), both.clone()),
        ("stat", Resolved::Stat(Figures { rows: vec![figure(dataset, old), figure(dataset, new)] }), both.clone()),
        ("table", Resolved::Table(records), both.clone()),
        ("timeline", Resolved::Timeline(when), vec!["was Mar 2023", "new"]),
        ("change of both", change(old, new, false), vec!["▼ was 51.20M → new"]),
        ("change of the end", change(refs[5], old, false), vec!["▼ was 51.20M"]),
        ("change of the start", change(old, refs[5], false), vec!["from ▼ was 51.20M"]),
        ("change of words", change(refs[5], refs[4], true), vec!["was no limit"]),
        ("line", chart(vec![series(dataset, old), series(dataset, new)], dataset), vec!["2 changed", "new"]),
        ("line, focused", chart(vec![series(dataset, old), series(dataset, new)], dataset), vec!["▼ was 51.20M"]),
        ("line of one", chart(vec![series(dataset, old)], dataset), vec!["▼ was 51.20M"]),
    ]
}

/// The text of each kind, 80 columns wide and so many lines high.
fn said(
    height: u16,
    ascii: bool,
    changed: &BTreeMap<ObsKey, Option<Measure>>,
) -> Vec<(String, String, Vec<&'static str>)> {
    let (dataset, theme) = (small(), Theme::dark());
    let look = look(&theme, ascii, changed);
    let template = panels(&shipped()).remove(0);
    let text = |(name, resolved, wanted): (&str, Resolved, Vec<&'static str>)| {
        let panel = Panel { resolved, ..template.clone() };
        let (area, cursor) = (Rect::new(0, 0, 80, height), Cursor::default());
        let focused = name.ends_with("focused");
        let view =
            View { panel: &panel, dataset: &dataset, area, look: &look, cursor, focused, window: Window::default() };
        (name.to_owned(), lines(&drawn(&view), area).join("\n"), wanted)
    };
    kinds(&dataset).into_iter().map(text).collect()
}

#[test]
fn every_kind_says_what_changed_and_what_is_new() {
    let changed = changes(&small());
    for (height, ascii) in [(12, false), (12, true), (6, false)] {
        for (name, text, wanted) in said(height, ascii, &changed) {
            for words in wanted {
                let words = if ascii { words.replace('▼', "v").replace('→', "->") } else { words.to_owned() };
                assert!(text.contains(&words), "{name} {height}: no {words:?}\n{text}");
            }
        }
    }
}

#[test]
fn what_did_not_change_says_nothing() {
    for (name, text, _) in said(12, false, &BTreeMap::new()) {
        assert!(!text.contains("was") && !text.contains("new") && !text.contains("changed"), "{name}\n{text}");
    }
}

#[test]
fn marks_stay_inside_every_area() {
    let (dataset, theme) = (small(), Theme::dark());
    let changed = changes(&dataset);
    let template = panels(&shipped()).remove(0);
    for ((_, resolved, _), ascii) in kinds(&dataset).into_iter().flat_map(|kind| [(kind.clone(), false), (kind, true)])
    {
        let look = look(&theme, ascii, &changed);
        let panel = Panel { resolved, ..template.clone() };
        for (width, height) in (1..=60).flat_map(|width| [1, 2, 4, 7].map(|height| (width, height))) {
            let area = Rect::new(3, 2, width, height);
            let view = View {
                panel: &panel,
                dataset: &dataset,
                area,
                look: &look,
                cursor: Cursor::default(),
                focused: true,
                window: Window::default(),
            };
            let buf = drawn(&view);
            for (at, cell) in buf.content().iter().enumerate() {
                let inside = area.contains(buf.pos_of(at).into());
                assert!(inside || cell.symbol() == " " && cell.style() == buf[(0, 0)].style(), "{area:?}");
                assert!(!ascii || cell.symbol().is_ascii(), "{area:?}: {}", cell.symbol());
            }
        }
    }
}
