//! Grids: marks inside, numbers whole and true, every state of a cell told without colour.

use std::fmt::Write as _;

use bellwether::board::{Heat, Lens, Sources, check_config, plan};
use proptest::prelude::*;

use super::*;

/// A grid with a cell of every sort: bounds, words, conflicts, changes up and down; `many` of them.
pub(super) fn grid(many: bool) -> Resolved {
    let names = ["Doubao 豆包", "a rather long name of something measured", "x"];
    let values = ["12%", "-8%", "4-7%", "≤5%", "0%", "不详", "约1e30%", "3 s"];
    let mut rows = String::from("entity,metric,period,value\n");
    for (row, name) in names.iter().enumerate() {
        for year in (0..if many { 190 } else { 7 }).filter(|year| (year + row) % 5 != 0 && year % 7 != 3) {
            let value = values[(year * 3 + row) % values.len()];
            writeln!(rows, "{name},u,{},{value}", 1800 + year).expect("a string");
        }
    }
    rows.push_str("x,u,1801,77%\n");
    let data = read_text(&rows);
    planned(&data, if many { "kind = \"heat\"\nlog = true" } else { "kind = \"heat\"\nshow = \"growth\"" }).resolved
}

pub(super) fn read_text(text: &str) -> Dataset {
    let file = FileBytes { name: Arc::from("x.csv"), bytes: text.as_bytes().into(), may_grow: false };
    read(&[file], &ReadOptions::default(), None)
}

pub(super) fn planned(data: &Dataset, panel: &str) -> Panel {
    let config = check_config(&format!("[panel.a]\n{panel}"), "x.toml").0.expect("a config");
    let sources = Sources { open: data, name: "x.csv", others: BTreeMap::new() };
    plan(&config, &sources, &Lens::default()).pages.remove(0).panels.remove(0)
}

pub(super) fn text_of(data: &Dataset, panel: &Panel, size: (u16, u16), cursor: Cursor, ascii: bool) -> Vec<String> {
    let (theme, changed) = (Theme::default(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, ascii, &changed);
    let area = Rect::new(0, 0, size.0, size.1);
    let view = View { panel, dataset: data, area, look: &look, cursor, focused: true, window: Window::default() };
    lines(&drawn(&view), area)
}

/// What is said of the rows that are not there.
pub(super) fn hidden_of(data: &Dataset, panel: &Panel, size: (u16, u16), cursor: Cursor) -> String {
    let (theme, changed) = (Theme::default(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, false, &changed);
    let area = Rect::new(0, 0, size.0, size.1);
    panel::hidden(&View { panel, dataset: data, area, look: &look, cursor, focused: true, window: Window::default() })
}

#[test]
fn zero_no_row_and_no_period_look_different_without_colour() {
    let data = read_text("entity,metric,period,value\nA,u,2021,0\nA,u,2023,9\nB,u,2023,5\n");
    let panel = planned(&data, "kind = \"heat\"");
    let found = text_of(&data, &panel, (40, 5), Cursor { item: 1, ..Cursor::default() }, false);
    assert_eq!(found[0].trim_end(), "          2021        2022        2023");
    assert_eq!(found[1].trim_end(), " A       ▁▁▁ 0                   ███ 9");
    assert_eq!(found[2].trim_end(), "▸B           ·                   ▒▒▒ 5");
    let found = text_of(&data, &panel, (40, 5), Cursor { item: 1, column: 2, ..Cursor::default() }, true);
    assert_eq!(found[1].trim_end(), " A       ... 0                   @@@ 9");
    assert_eq!(found[2].trim_end(), ":B           -                   +++ 5");
    assert_eq!(found[4].trim_end(), " B 2021: no row");
}

#[test]
fn what_is_hidden_on_either_side_is_counted() {
    let rows: String = (0..30).flat_map(|row| (0..60).map(move |n| format!("E{row},u,{},{n}\n", 1900 + n))).collect();
    let data = read_text(&format!("entity,metric,period,value\n{rows}"));
    let panel = planned(&data, "kind = \"heat\"\nsort = \"entity\"");
    let Resolved::Heat(heat) = &panel.resolved else { panic!("no grid") };
    assert_eq!((heat.rows.len(), heat.columns.len()), (30, 60));
    let newest = text_of(&data, &panel, (60, 12), Cursor::default(), false);
    assert!(newest[0].starts_with("       ← 36 ") && !newest[0].contains('→'), "{}", newest.join("\n"));
    assert_eq!(hidden_of(&data, &panel, (60, 12), Cursor::default()), "↓ 21 more");
    let cursor = Cursor { item: 15, column: 30, top: 10 };
    let middle = text_of(&data, &panel, (60, 12), cursor, false);
    assert!(middle[0].starts_with(" ← 17  19 → ") && middle[0].contains("1929"), "{}", middle.join("\n"));
    assert_eq!(hidden_of(&data, &panel, (60, 12), cursor), "↑ 10 ↓ 11 more");
}

#[test]
fn on_one_line_years_are_named_before_quarters() {
    let quarters = (2022..2026).flat_map(|year| (1..5).map(move |quarter| format!("A,u,{year}Q{quarter},{quarter}\n")));
    let data = read_text(&format!("entity,metric,period,value\n{}", quarters.collect::<String>()));
    let panel = planned(&data, "kind = \"heat\"");
    for (width, column) in (44..130).flat_map(|width| (0..16).map(move |column| (width, column))) {
        let found = text_of(&data, &panel, (width, 4), Cursor { column, ..Cursor::default() }, false);
        let shown = ["2022", "2023", "2024", "2025"].map(|year| found[0].contains(year));
        assert_eq!(shown, [true; 4], "{width} {column}\n{}", found.join("\n"));
    }
}

#[test]
fn a_cursor_goes_to_every_cell_and_back() {
    let data = read_text("entity,metric,period,value\nA,u,2021,1\nA,u,2022,9\nB,u,2021,5\nB,u,2022,6\n");
    let panel = planned(&data, "kind = \"heat\"");
    for at in data.refs() {
        let cursor = panel::locate(&panel, &data, at).expect("a cell");
        assert_eq!(panel::under(&panel, &data, cursor), [at]);
    }
    // Untouched, it shows the newest.
    assert_eq!(data.get(panel::under(&panel, &data, Cursor::default())[0]).measure.point, Some(9.0));
}

fn value_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<f64>().prop_filter("finite", |v| v.is_finite()).prop_map(|v| format!("{v}")),
        (0u32..3_000).prop_map(|v| format!("≈{v}")),
        (0u32..90).prop_map(|v| format!("≤{v}%")),
        (0u32..90, 1u32..9).prop_map(|(v, w)| format!("{v}-{}", v + w)),
        Just(String::from("n/a")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn every_number_in_a_cell_is_the_one_in_the_data(
        cells in prop::collection::vec((0u8..6, 0u8..9, value_text()), 1..40),
        size in (16u16..120, 4u16..30),
        log: bool,
        units: bool,
    ) {
        let unit = if units { "USD" } else { "" };
        let mut rows = String::new();
        for (row, column, value) in &cells {
            writeln!(rows, "E{row},u,{},\"{value}\",{unit}", 2000 + i32::from(*column)).expect("a string");
        }
        let data = read_text(&format!("entity,metric,period,value,unit\n{rows}"));
        let panel = planned(&data, &format!("kind = \"heat\"\nlog = {log}"));
        let Resolved::Heat(heat) = &panel.resolved else { return Ok(()) };
        prop_assert!(told(&data, &panel, heat, size));
    }
}

/// Whether each cell with a digit in it says what its measure says, whole.
fn told(data: &Dataset, panel: &Panel, heat: &Heat, (width, height): (u16, u16)) -> bool {
    let (theme, changed) = (Theme::default(), BTreeMap::<_, Option<Measure>>::new());
    let numbers = NumberStyle::default();
    let look = look(&theme, false, &changed);
    let area = Rect::new(3, 2, width, height);
    let view = View {
        panel,
        dataset: data,
        area,
        look: &look,
        cursor: Cursor::default(),
        focused: false,
        window: Window::default(),
    };
    let buf = drawn(&view);
    panel::marks(&view).iter().all(|mark| {
        let column = heat.columns.len() - 1 - mark.column;
        let cell = heat.cell(mark.item, column).expect("a cell");
        let text: String = lines(&buf, mark.area).concat();
        let shown: String = text.chars().filter(|c| !"▁░▒▓█!○ ".contains(*c)).collect();
        let bare = Measure { unit: Unit::none(), ..cell.measure.clone() };
        let forms = [write_measure(&cell.measure, numbers), write_measure(&bare, numbers), cell.conflict.join("/")];
        let plain = |text: &String| text.chars().filter(|c| *c != ' ').collect::<String>();
        let is_inside = mark.area.intersection(area) == mark.area;
        is_inside
            && (!shown.contains(|c: char| c.is_ascii_digit()) || forms.iter().map(plain).any(|form| form == shown))
    })
}

#[test]
fn an_estimate_is_told_beside_its_change() {
    let rows = "A,u,2022,4,\nA,u,2023,5,\nA,u,2024,9,E\nA,u,2025,12,F\n";
    let data = read_text(&format!("entity,metric,period,value,status\n{rows}"));
    let panel = planned(&data, "kind = \"heat\"\nshow = \"growth\"");
    let found = text_of(&data, &panel, (70, 5), Cursor::default(), false).join("\n");
    assert!(found.contains("△+25 %") || found.contains("▲+25 %"), "{found}");
    assert!(found.contains("◐+80 %"), "{found}");
    assert!(found.contains("○n/a"), "a forecast is no growth: {found}");
    // Where there is no room for numbers too.
    let mut rows = String::from("entity,metric,period,value,status\n");
    for year in 2000..2024 {
        writeln!(rows, "A,u,{year},{},{}", 100 + year % 7, if year == 2020 { "E" } else { "" }).expect("a string");
    }
    let data = read_text(&rows);
    let panel = planned(&data, "kind = \"heat\"\nshow = \"growth\"");
    let found = text_of(&data, &panel, (55, 8), Cursor::default(), false).join("\n");
    assert!(found.contains('◐'), "{found}");
}
