//! What panels say: counts of what is hidden, whole numbers, bars and lines that mean what was stated.

use super::*;

#[test]
fn what_does_not_fit_is_counted() {
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, false, &changed);
    let lists = [PanelKind::Stat, PanelKind::Table, PanelKind::Bar, PanelKind::Range, PanelKind::Timeline];
    for panel in panels(&dataset).iter().filter(|panel| lists.contains(&panel.kind)) {
        let items = panel::items(&panel.resolved);
        for (height, item) in [(4, 0), (8, 0), (8, items / 2)].into_iter().filter(|_| items > 8) {
            let area = Rect::new(0, 0, 100, height);
            let cursor = Cursor { item, ..Cursor::default() };
            let view =
                View { panel, dataset: &dataset, area, look: &look, cursor, focused: true, window: Window::default() };
            let view = View { cursor: panel::settle(&view), ..view };
            let text = lines(&drawn(&view), area).join("\n");
            let shown = panel::marks(&view).len();
            // The arrow of a sort is followed by no count.
            let count = |sign| -> usize {
                let after =
                    text.split(sign).skip(1).filter_map(|rest| rest.split_whitespace().next()?.parse::<usize>().ok());
                after.sum()
            };
            assert_eq!(count('↑') + count('↓') + shown, items, "{:?} {height} {item}\n{text}", panel.kind);
        }
    }
}

fn timeline(dataset: &Dataset, lanes: &[&[&str]]) -> Panel {
    let event = |(label, period): (&str, &str)| Event {
        label: label.to_owned(),
        period: parse_period(period, &PeriodContext::default()).expect("a period"),
        obs: vec![ObsRef(0)],
        hue: Hue(0),
        hollow: false,
    };
    let lane = |events: &&[&str]| Lane {
        name: String::from("Lane"),
        events: events.iter().filter_map(|text| text.split_once(' ')).map(event).collect(),
    };
    let day = |year, month, date| Day::from_ymd(year, month, date).expect("a day");
    let resolved = Resolved::Timeline(Timeline {
        first: day(2023, 1, 1),
        last: day(2024, 12, 31),
        lanes: lanes.iter().map(lane).collect(),
        aside: Vec::new(),
    });
    Panel { resolved, ..panels(dataset).remove(0) }
}

#[test]
fn a_timeline_sets_lanes_apart_and_ends_below_its_last_event() {
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, true, &changed);
    let lanes: [&[&str]; 2] = [&["sure 2023-03"], &["about 2023-07~", "early early 2024", "open 2023-11/.."]];
    let panel = timeline(&dataset, &lanes);
    for (height, expected) in [
        (20, [Some("sure"), None, Some("about"), Some("open"), Some("---+")]),
        (4, [Some("sure"), Some("about"), Some("open"), None, None]),
    ] {
        let area = Rect::new(0, 0, 100, height);
        let cursor = Cursor::default();
        let view = View {
            panel: &panel,
            dataset: &dataset,
            area,
            look: &look,
            cursor,
            focused: false,
            window: Window::default(),
        };
        let drawn = lines(&drawn(&view), area);
        for (line, wanted) in drawn.iter().skip(1).zip(expected) {
            assert!(
                wanted.map_or(line.trim().is_empty(), |text| line.contains(text)),
                "{height}\n{}",
                drawn.join("\n")
            );
        }
    }
}

#[test]
fn what_is_about_fades_at_its_ends_only() {
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, true, &changed);
    for (event, bar) in [
        ("sure 2023-03", "####"),
        ("about 2023-03~", "-##-"),
        ("about 2023-01/2023-06~", ".-################-."),
        ("open 2023-11/..", "#=-."),
        ("until ../2023-11", ".-=#"),
    ] {
        let panel = timeline(&dataset, &[&[event]]);
        let area = Rect::new(0, 0, 86, 5);
        let cursor = Cursor::default();
        let view = View {
            panel: &panel,
            dataset: &dataset,
            area,
            look: &look,
            cursor,
            focused: false,
            window: Window::default(),
        };
        let lines = lines(&drawn(&view), area);
        let found: String = lines[1].chars().filter(|c| "#=-.".contains(*c)).collect();
        assert_eq!(found, bar, "{event}\n{}", lines.join("\n"));
    }
}

#[test]
fn a_table_never_cuts_a_number() {
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let numbers = NumberStyle::default();
    let look = look(&theme, false, &changed);
    let panel = panels(&dataset).into_iter().find(|panel| panel.kind == PanelKind::Table).expect("a table");
    let mut seen = 0;
    for width in 30..=200 {
        let area = Rect::new(0, 0, width, 60);
        let cursor = Cursor::default();
        let view = View {
            panel: &panel,
            dataset: &dataset,
            area,
            look: &look,
            cursor,
            focused: true,
            window: Window::default(),
        };
        let lines = lines(&drawn(&view), area);
        if !lines[0].contains("value") {
            continue;
        }
        for (row, line) in (0..dataset.rows()).zip(lines.iter().skip(1)) {
            let Some(at) = dataset.row(row).observation() else { continue };
            let measure = dataset.get(at).measure;
            let text = write_measure(&measure, numbers);
            assert!(!measure.has_number() || line.contains(&text), "{width}: {text} in {line}");
            seen += 1;
        }
    }
    assert!(seen > 5_000, "{seen}");
}

#[test]
fn a_single_peak_among_many_points_is_drawn() {
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, false, &changed);
    let resolved = chart(vec![line_of(30_000, Some(17_003))], &dataset);
    let panel = Panel { resolved, ..panels(&dataset).remove(0) };
    let (area, cursor) = (Rect::new(0, 0, 100, 30), Cursor::default());
    let view =
        View { panel: &panel, dataset: &dataset, area, look: &look, cursor, focused: false, window: Window::default() };
    let peak = lines(&drawn(&view), area);
    // Above all other points there is nothing but the peak: one column of dots.
    let column = |line: &String| line.chars().skip(6).position(|c| ('\u{2801}'..='\u{28ff}').contains(&c));
    let columns: Vec<usize> = peak[2..14].iter().filter_map(column).collect();
    assert_eq!(columns.len(), 12, "{}", peak.join("\n"));
    assert!(columns.iter().all(|column| *column == columns[0]), "{columns:?}");
}

#[test]
fn a_change_says_both_values_and_what_follows() {
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let panels = panels(&dataset);
    for (ascii, value, place) in [(false, "≤17 %", "¶16"), (true, "<=17 %", "par.16")] {
        let look = look(&theme, ascii, &changed);
        let area = Rect::new(0, 0, 90, 4);
        let cursor = Cursor::default();
        let view = View {
            panel: &panels[0],
            dataset: &dataset,
            area,
            look: &look,
            cursor,
            focused: false,
            window: Window::default(),
        };
        let text: String = drawn(&view).content().iter().map(ratatui::buffer::Cell::symbol).collect();
        assert!(text.contains(value) && text.contains(place), "{text}");
    }
}

#[test]
fn a_narrow_timeline_lists_its_events() {
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, false, &changed);
    let panel = timeline(&dataset, &[&["sure 2023-03", "later 2023-05"], &["about 2023-07~", "last 2024-02-03"]]);
    let text = |width, height, item| {
        let (area, cursor) = (Rect::new(0, 0, width, height), Cursor { item, ..Cursor::default() });
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
        let items: Vec<usize> = panel::marks(&view).iter().map(|mark| mark.item).collect();
        let lines: Vec<String> = lines(&drawn(&view), area).iter().map(|line| line.trim_end().to_owned()).collect();
        (lines, items)
    };
    let all = ["▸Mar 2023   sure", " May 2023   later", " ≈ Jul 2023 about", " 3 Feb 2024 last", ""];
    assert_eq!(text(39, 5, 0), (all.map(String::from).to_vec(), vec![0, 1, 2, 3]));
    let (end, items) = text(31, 2, 2);
    assert_eq!((end.join("|"), items), (String::from(" May 2023   later|▸≈ Jul 2023 about  ↑ 1 ↓ 1 more"), vec![1, 2]));
    assert!(text(40, 5, 0).0[0].contains("2023"), "with room there is an axis");
    assert!(!text(40, 5, 0).0[0].contains("sure"), "with room there is an axis");
}

#[test]
fn a_text_says_how_many_of_its_lines_are_not_shown() {
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, false, &changed);
    let resolved = Resolved::Text(Notes { text: (1..=9).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n") });
    let panel = Panel { resolved, ..panels(&dataset).remove(0) };
    for (height, top, expected) in [
        (4, 0, "line 1|line 2|line 3|              ↓ 6 more"),
        (4, 2, "line 3|line 4|line 5|          ↑ 2 ↓ 4 more"),
        (4, 99, "line 7|line 8|line 9|                   ↑ 6"),
        (9, 0, "line 1|line 2|line 3|line 4|line 5|line 6|line 7|line 8|line 9"),
    ] {
        let (area, cursor) = (Rect::new(0, 0, 22, height), Cursor { top, ..Cursor::default() });
        let view = View {
            panel: &panel,
            dataset: &dataset,
            area,
            look: &look,
            cursor,
            focused: true,
            window: Window::default(),
        };
        let lines: Vec<String> = lines(&drawn(&view), area).iter().map(|line| line.trim_end().to_owned()).collect();
        assert_eq!(lines.join("|"), expected);
        let last = panel::step(&view, Move::Last).map_or(panel::settle(&view).top, |cursor| cursor.top);
        assert_eq!(last, if height == 9 { 0 } else { 6 });
    }
}
