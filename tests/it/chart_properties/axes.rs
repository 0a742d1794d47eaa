//! Labels of axes: each stands where its value is, none twice, none over another.

use super::*;

/// A number as it stands on an axis; none where the words are no number.
pub(super) fn said(text: &str) -> Option<f64> {
    let text = text.replace('−', "-").replace(',', "");
    if let Ok(number) = text.parse::<f64>() {
        return Some(number);
    }
    let (number, factor) = [("K", 1e3), ("M", 1e6), ("B", 1e9), ("T", 1e12)]
        .into_iter()
        .find_map(|(suffix, factor)| Some((text.strip_suffix(suffix)?, factor)))?;
    Some(number.parse::<f64>().ok()? * factor)
}

/// Labels at the left of a line chart: row and value. The first row is the readout, the last ones the time axis.
fn heights(chart: &Drawing, area: Rect) -> Vec<(u16, f64)> {
    let plot = chart.marks(area);
    let Some(left) = plot.iter().map(|mark| mark.area.x).min() else { return Vec::new() };
    let lines = chart.lines(area, None);
    let rows = lines.iter().enumerate().skip(1).take(usize::from(area.height).saturating_sub(3));
    let label = |(row, line): (usize, &String)| {
        let text: String = line.chars().take(usize::from(left)).collect();
        Some((row as u16, said(text.trim())?))
    };
    rows.filter_map(label).collect()
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn heights_stand_on_their_values(values in values(), area in size(), log: bool, ascii: bool) {
        // A logarithmic axis that would reach below 1e-300 is linear.
        let values: Vec<f64> = values.into_iter().filter(|value| !log || *value >= 1e-298).collect();
        let chart = Drawing::new(&format!("kind = \"line\"\nlog = {log}"), &over_time(&values, 1, 37), ascii);
        let (width, height) = panel::least(&chart.panel.resolved);
        prop_assume!(matches!(chart.panel.resolved, Resolved::Line(_)) && area.width >= width && area.height >= height);
        let labels = heights(&chart, area);
        for pair in labels.windows(2) {
            prop_assert!(pair[0].1 > pair[1].1, "{labels:?}\n{}", chart.lines(area, None).join("\n"));
        }
        let place = |value: f64| if log { value.ln() } else { value / 4.0 };
        if let (Some(top), Some(bottom)) = (labels.first(), labels.last()) && labels.len() > 2 {
            for (row, value) in &labels {
                let share = (place(top.1) - place(*value)) / (place(top.1) - place(bottom.1));
                let expected = f64::from(top.0) + share * f64::from(bottom.0 - top.0);
                // Half a cell for each of the three.
                prop_assert!((expected - f64::from(*row)).abs() <= 1.0, "{value} at {row}, not {expected}: {labels:?}");
            }
        }
    }

    #[test]
    fn times_are_read_apart(values in values(), area in size(), step in 0..3usize, ascii: bool) {
        let step = [1, 37, 365][step];
        let chart = Drawing::new("kind = \"line\"", &over_time(&values, 1, step), ascii);
        let (width, height) = panel::least(&chart.panel.resolved);
        prop_assume!(matches!(chart.panel.resolved, Resolved::Line(_)) && area.width >= width && area.height >= height);
        let lines = chart.lines(area, None);
        let Some(axis) = lines.last() else { return Ok(()) };
        let words: Vec<&str> = axis.split("  ").map(str::trim).filter(|words| !words.is_empty()).collect();
        for words in &words {
            prop_assert!(is_time(words), "{words:?} in {axis:?}");
        }
        let mut years: Vec<&&str> = words.iter().filter(|words| words.len() == 4 && words.parse::<u16>().is_ok()).collect();
        let count = years.len();
        years.dedup();
        prop_assert_eq!(count, years.len(), "{}", axis);
    }

    #[test]
    fn the_axis_of_intervals_grows_to_the_right(values in values(), area in size(), log: bool, ascii: bool) {
        let chart = Drawing::new(&format!("kind = \"range\"\nlog = {log}"), &intervals(&values), ascii);
        let (width, height) = panel::least(&chart.panel.resolved);
        prop_assume!(matches!(chart.panel.resolved, Resolved::Range(_)) && area.width >= width && area.height >= height);
        let lines = chart.lines(area, None);
        let numbers = |line: &String| line.split_whitespace().map(said).collect::<Option<Vec<f64>>>();
        let Some(labels) = lines.iter().rev().find_map(numbers).filter(|labels| labels.len() > 1) else { return Ok(()) };
        prop_assert!(labels.windows(2).all(|pair| pair[0] < pair[1]), "{labels:?}\n{}", lines.join("\n"));
    }
}

/// Whether words are a year, a quarter, a month, a day or an hour as an axis says them.
fn is_time(words: &str) -> bool {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let parts: Vec<&str> = words.split(' ').collect();
    let number = |text: &str, most: u32| text.parse::<u32>().is_ok_and(|number| number <= most);
    let part = |text: &&str| {
        let quarter = text.strip_prefix('Q').is_some_and(|number| ["1", "2", "3", "4"].contains(&number));
        let clock = text.split_once(':').is_some_and(|(hour, minute)| number(hour, 24) && number(minute, 59));
        quarter || clock || MONTHS.contains(text) || number(text, 31) || text.len() == 4 && number(text, 9999)
    };
    parts.len() <= 3 && parts.iter().all(part)
}

#[test]
fn times_are_told_from_what_two_labels_make_of_each_other() {
    for words in ["2024", "Q3", "Q3 2024", "Jul", "Jul 2024", "3 Jul", "14:00", "3 Jul 2024"] {
        assert!(is_time(words), "{words}");
    }
    for words in ["20242025", "JulAug", "Q32024", "2024 2025 2026 2027", "Ju"] {
        assert!(!is_time(words), "{words}");
    }
}
