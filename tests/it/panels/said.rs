//! What panels say: counts of what is hidden, whole numbers, bars and lines that mean what was stated.

use super::heat::{planned, read_text, text_of};
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
            let text = format!("{}\n{}", lines(&drawn(&view), area).join("\n"), panel::hidden(&view));
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

#[test]
fn only_arrows_that_are_drawn_are_explained() {
    let (dataset, theme, changed) = (shipped(), Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let panels = panels(&dataset);
    let panel = panels.iter().find(|panel| panel.kind == PanelKind::Change).expect("a change");
    let look = look(&theme, false, &changed);
    let mut seen = [false; 2];
    for (width, height) in (24..120).flat_map(|width| (2..9).map(move |height| (width, height))) {
        let area = Rect::new(0, 0, width, height);
        let cursor = Cursor::default();
        let view =
            View { panel, dataset: &dataset, area, look: &look, cursor, focused: true, window: Window::default() };
        let is_drawn = lines(&drawn(&view), area).concat().contains('◄');
        assert_eq!(panel::signs(&view).contains('◄'), is_drawn, "{width}x{height}");
        seen[usize::from(is_drawn)] = true;
    }
    assert_eq!(seen, [true; 2]);
}

#[test]
fn signs_of_estimates_are_explained_before_groups_are() {
    let rows = ["Alpha", "Beta", "Gamma", "Delta"]
        .map(|group| format!("{group} 1,u,2023,5,{group},\n{group} 2,u,2024,7,{group},E\n"));
    let data = read_text(&format!("entity,metric,period,value,group,status\n{}", rows.concat()));
    let panel = planned(&data, "kind = \"scatter\"\nby = \"group\"");
    let found = text_of(&data, &panel, (48, 12), Cursor::default(), false);
    assert_eq!(found[1].trim_end(), "● Alpha  ◆ Beta  +2 more  ◐ ⬖ ◭ ◧ estimate", "{}", found.join("\n"));
    let found = text_of(&data, &panel, (70, 12), Cursor::default(), false);
    assert!(found[1].contains("■ Delta  ◐ ⬖ ◭ ◧ estimate"), "{}", found.join("\n"));
}

#[test]
fn a_walk_along_a_line_goes_into_its_forecast_and_back_to_its_beginning() {
    let data = read_text(
        "entity,metric,period,value,status\nA,u,2022,1,\nA,u,2023,2,\nA,u,2024,3,\nA,u,2025,4,F\nA,u,2026,5,F\n",
    );
    let panel = planned(&data, "kind = \"line\"");
    let (theme, changed) = (Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, false, &changed);
    let area = Rect::new(0, 0, 80, 12);
    let mut cursor = panel::locate(&panel, &data, data.refs().next().expect("a row")).expect("a point");
    let mut walk = |direction: Move| {
        let mut visited = Vec::new();
        for _ in 0..9 {
            visited.extend(panel::under(&panel, &data, cursor).into_iter().map(|at| data.get(at).period.words(false)));
            let view = View {
                panel: &panel,
                dataset: &data,
                area,
                look: &look,
                cursor,
                focused: true,
                window: Window::default(),
            };
            let Ok(next) = panel::step(&view, direction) else { break };
            cursor = next;
        }
        visited
    };
    assert_eq!(walk(Move::Right), ["2022", "2023", "2024", "2025", "2026"]);
    assert_eq!(walk(Move::Left), ["2026", "2025", "2024", "2023", "2022"]);
}

#[test]
fn lines_have_their_names_whatever_the_room() {
    let rows = "Ada,u,2023,1\nAda,u,2024,3\nBix,u,2023,2\nBix,u,2024,9\n";
    let data = read_text(&format!("entity,metric,period,value\n{rows}"));
    let panel = planned(&data, "kind = \"line\"");
    let (theme, changed) = (Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, false, &changed);
    for (width, focused) in (30..60).flat_map(|width| [(width, true), (width, false)]) {
        let area = Rect::new(0, 0, width, 8);
        let cursor = Cursor::default();
        let view =
            View { panel: &panel, dataset: &data, area, look: &look, cursor, focused, window: Window::default() };
        let found = lines(&drawn(&view), area).join("\n");
        assert!(found.contains("Ada") && found.contains("Bix"), "{width} {focused}\n{found}");
    }
}
