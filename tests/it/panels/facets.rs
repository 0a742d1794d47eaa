//! Small multiples: one scale for all, every item reached in order, what is hidden counted.

use super::heat::{hidden_of, planned, read_text, text_of};
use super::*;

fn data() -> Dataset {
    let rows = "Alpha,u,2023,10,North\nBeta,u,2023,40,South 南方\nGamma,u,2023,5,South 南方\nDelta,u,2023,≤20,East\nAlpha,u,2022,7,North\nBeta,u,2022,9,South 南方\nEta,u,2023,1,a rather long name of a region\n";
    read_text(&format!("entity,metric,period,value,group\n{rows}"))
}

#[test]
fn whatever_the_size_all_rows_are_there_or_counted() {
    let data = data();
    for kind in ["bar", "range", "heat", "stat"] {
        let panel = planned(&data, &format!("kind = \"{kind}\""));
        let items = panel::items(&panel.resolved);
        let least = panel::least(&panel.resolved);
        for height in least.1..20 {
            let drawn = text_of(&data, &panel, (60, height), Cursor::default(), false).join("\n");
            let names = ["Alpha", "Beta", "Gamma", "Delta", "Eta"];
            let hidden = hidden_of(&data, &panel, (60, height), Cursor::default());
            assert!(!drawn.contains("more"), "{kind} {height}\n{drawn}");
            let count = hidden.trim_start_matches("↓ ").trim_end_matches(" more").parse::<usize>().unwrap_or(0);
            if items == names.len() {
                let shown = names.iter().filter(|name| drawn.contains(**name)).count();
                assert_eq!(shown + count, items, "{kind} {height}\n{drawn}");
            }
        }
    }
}

/// Small multiples of a kind by group.
pub(super) fn of(kind: &str) -> Resolved {
    planned(&data(), &format!("kind = \"{kind}\"\nfacet = \"group\"")).resolved
}

#[test]
fn equal_lengths_mean_equal_values_in_all_charts() {
    let data = data();
    let panel = planned(&data, "kind = \"bar\"\nfacet = \"group\"");
    let found = text_of(&data, &panel, (110, 12), Cursor::default(), true).join("\n");
    // Alpha's 10 stands beside Beta's 40: the bars are told by their signs, whole cells and halves.
    let bar = |name: &str| {
        let after = found.split(name).nth(1).expect("a row").trim_start();
        after.chars().take_while(|c| "#|".contains(*c)).count()
    };
    assert!(bar("Beta") >= 8, "{found}");
    assert!(bar("Beta").abs_diff(bar("Alpha") * 4) <= 4, "{found}");
}

#[test]
fn the_cursor_walks_through_all_charts_in_order() {
    let data = data();
    let (theme, changed) = (Theme::default(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, false, &changed);
    for kind in ["bar", "heat"] {
        let panel = planned(&data, &format!("kind = \"{kind}\"\nfacet = \"group\""));
        let items = panel::items(&panel.resolved);
        assert_eq!(items, 5);
        for size in [(110, 30), (40, 9)] {
            let area = Rect::new(0, 0, size.0, size.1);
            let mut cursor = Cursor::default();
            for item in 0..items {
                let view = View {
                    panel: &panel,
                    dataset: &data,
                    area,
                    look: &look,
                    cursor,
                    focused: true,
                    window: Window::default(),
                };
                assert_eq!(cursor.item, item, "{kind} {size:?}");
                assert!(panel::marks(&view).iter().any(|mark| mark.item == item), "{kind} {size:?} {item}");
                let at = panel::under(&panel, &data, cursor)[0];
                assert_eq!(panel::locate(&panel, &data, at).map(|found| found.item), Some(item));
                cursor = panel::step(&view, Move::Down).unwrap_or(cursor);
            }
            let view = View {
                panel: &panel,
                dataset: &data,
                area,
                look: &look,
                cursor,
                focused: true,
                window: Window::default(),
            };
            assert!(panel::step(&view, Move::Down).is_err());
            let first = panel::step(&view, Move::First).expect("the first");
            assert_eq!((first.item, first.top), (0, 0));
        }
    }
}

#[test]
fn charts_that_do_not_fit_are_counted() {
    let data = data();
    let panel = planned(&data, "kind = \"bar\"\nfacet = \"group\"");
    let found = text_of(&data, &panel, (40, 7), Cursor::default(), false);
    assert!(found.concat().contains("↓ 2 more charts"), "{}", found.join("\n"));
    assert_eq!(hidden_of(&data, &panel, (40, 7), Cursor::default()), "");
    assert_eq!(hidden_of(&data, &panel, (24, 2), Cursor::default()), "");
}

#[test]
fn rows_that_do_not_fit_are_counted_beside_the_title_of_their_chart() {
    let rows = "A,u,2024,5,X\nB,u,2024,9,X\nC,u,2024,90,X\nD,u,2024,7,Y\n";
    let data = read_text(&format!("entity,metric,period,value,group\n{rows}"));
    let panel = planned(&data, "kind = \"bar\"\nfacet = \"group\"");
    let found = text_of(&data, &panel, (60, 3), Cursor::default(), false);
    assert!(found[0].contains("X                    ↓ 1 more  Y"), "{}", found.join("\n"));
    assert_eq!(hidden_of(&data, &panel, (60, 3), Cursor::default()), "");
}
