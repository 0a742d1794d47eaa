//! The data files that ship with the program read without a complaint, and as their article says.

use bellwether::base::Severity;
use bellwether::data::{Dataset, FileBytes, Form, ReadOptions, export_observations, read};
use serde_json::{Value, json};

const ARTICLE: &[u8] = include_bytes!("../../data/ai-industry-2024.csv");
const MODELS: &[u8] = include_bytes!("../../data/models.csv");
const CHIPS: &[u8] = include_bytes!("../../data/nvidia-chips.csv");

fn opened(bytes: &[u8]) -> Dataset {
    let file = FileBytes { name: "x.csv".into(), bytes: bytes.into(), may_grow: false };
    read(&[file], &ReadOptions::default(), None)
}

#[test]
fn shipped_files_read_without_a_complaint() {
    for (bytes, count) in [(ARTICLE, 72), (MODELS, 62), (CHIPS, 78)] {
        let dataset = opened(bytes);
        let bad: Vec<_> = dataset.diagnostics().iter().filter(|d| d.severity >= Severity::Warning).collect();
        assert!(bad.is_empty(), "{bad:#?}");
        assert_eq!(dataset.refs().count(), count);
    }
}

#[test]
fn measures_are_what_the_article_states() {
    let out = export_observations(&opened(ARTICLE), Form::Json);
    let records: Vec<Value> = serde_json::from_slice(&out).expect("JSON");
    // Line; low, high; quality; about; first day and last day.
    let expected = [
        (2, json!([60, 60, "exact", false, "2024-01-01", "2024-03-31"])),
        (3, json!([5, 20, "range", false, "2024-12-01", "2024-12-31"])),
        (5, json!([200, 200, "exact", false, "2024-12-01", "2024-12-31"])),
        (6, json!([null, null, "unlimited", false, "2024-12-01", "2024-12-31"])),
        (7, json!([7_000_000_000_000_i64, 7_000_000_000_000_i64, "exact", false, "2024-01-01", "2024-12-31"])),
        (8, json!([10, 15, "range", false, "2023-01-01", null])),
        (9, json!([2, null, "bound", false, "2023-01-01", null])),
        (10, json!([50, null, "bound", false, "2023-03-01", "2024-02-29"])),
        (11, json!([40, 40, "about", true, "2024-01-01", "2024-03-31"])),
        (12, json!([null, 17, "bound", false, "2024-07-01", "2024-09-30"])),
        (14, json!([10_000_000, 99_999_999, "order", false, "2024-01-01", "2024-12-31"])),
        (15, json!([48_390_000, 48_390_000, "exact", false, "2024-10-01", "2024-10-31"])),
        (16, json!([16_500_000, 16_500_000, "exact", false, "2024-10-01", "2024-10-31"])),
        (17, json!([11_790_000, 11_790_000, "exact", false, "2024-10-01", "2024-10-31"])),
        (18, json!([1, 1, "exact", false, "2024-10-01", "2024-10-31"])),
        (19, json!([10, 10, "about", true, "2024-10-01", "2024-12-31"])),
        (20, json!([null, 2000, "bound", true, "2023-01-01", "2023-12-31"])),
        (21, json!([50, null, "bound", false, "2023-01-01", null])),
        (25, json!([7, null, "bound", false, null, "2024-12-31"])),
    ];
    for (line, fields) in expected {
        let record = records.iter().find(|record| record["line"] == line).expect("a record of the line");
        let found = ["low", "high", "quality", "about", "first_day", "last_day"].map(|name| record[name].clone());
        assert_eq!(Value::from(found.to_vec()), fields, "line {line}: {}", record["value"]);
    }
}

#[test]
fn fields_stand_in_their_order() {
    let out = String::from_utf8(export_observations(&opened(CHIPS), Form::Json)).expect("UTF-8");
    let first = out.lines().nth(1).expect("a record");
    let places = ["entity", "value", "first_day", "low", "point", "unit", "kind", "note", "file", "line"]
        .map(|name| first.find(&format!("\"{name}\":")).expect("a field"));
    assert!(places.is_sorted(), "{first}");
}
