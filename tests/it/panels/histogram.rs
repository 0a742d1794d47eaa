//! Histograms: every value counted once, columns as high as their counts, edges on their values.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::heat::{planned, read_text, text_of};
use super::*;

fn data_of(values: &[String]) -> Dataset {
    let mut rows = String::from("entity,metric,period,value\n");
    for (n, value) in values.iter().enumerate() {
        writeln!(rows, "E{n},u,2024,\"{value}\"").expect("a string");
    }
    read_text(&rows)
}

/// The distribution of these values; in few bins or as many as suit.
pub(super) fn of(values: &[&str], many: bool) -> Resolved {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    planned(&data_of(&values), if many { "kind = \"bar\"\nbins = true" } else { "kind = \"bar\"\nbins = 3" }).resolved
}

#[test]
fn columns_stand_on_their_edges_and_say_their_counts() {
    let values: Vec<String> = ["1", "2", "3", "12", "13", "28"].map(String::from).to_vec();
    let data = data_of(&values);
    let panel = planned(&data, "kind = \"bar\"\nbins = true");
    let found = text_of(&data, &panel, (40, 9), Cursor::default(), false);
    assert_eq!(found[0].trim_end(), "0 to below 10: 3 of 6 · E2, E1, E0");
    assert!(found[1].contains('3') && found[7].starts_with('┴') && found[7].contains('◆'), "{}", found.join("\n"));
    assert_eq!(found[8].trim_end(), "0          10          20          30");
    // Rows where there is no room for columns.
    let found = text_of(&data, &panel, (30, 4), Cursor::default(), true);
    assert!(found[0].starts_with(": 0 to 10 ####") && found[0].trim_end().ends_with('3'), "{}", found.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn every_value_is_in_one_bin_and_every_bin_inside(
        values in prop::collection::vec(any::<f64>().prop_filter("finite", |v| v.is_finite()), 1..60),
        size in (16u16..140, 3u16..40),
        most in 1usize..40,
    ) {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        let data = data_of(&values);
        let panel = planned(&data, &format!("kind = \"bar\"\nbins = {most}"));
        let Resolved::Histogram(bins) = &panel.resolved else { return Ok(()) };
        prop_assert_eq!(bins.count() , data.refs().count());
        prop_assert!(bins.bins.len() <= most);
        for value in bins.quartiles.into_iter().flatten() {
            prop_assert!(bins.place(value).is_some_and(|at| (0.0..=bins.bins.len() as f64).contains(&at)));
        }
        let (theme, changed) = (Theme::default(), BTreeMap::<_, Option<Measure>>::new());
        let look = look(&theme, false, &changed);
        let area = Rect::new(3, 2, size.0, size.1);
        let view = View { panel: &panel, dataset: &data, area, look: &look, cursor: Cursor::default(), focused: true, window: Window::default() };
        for mark in panel::marks(&view) {
            prop_assert_eq!(mark.area.intersection(area), mark.area);
        }
        let buf = drawn(&view);
        for (at, cell) in buf.content().iter().enumerate() {
            let (x, y) = buf.pos_of(at);
            prop_assert!(area.contains((x, y).into()) || cell.symbol() == " ");
        }
    }
}
