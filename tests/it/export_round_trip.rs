//! An export opened again gives the same observations, except file and line.

use bellwether::data::{Dataset, FileBytes, Form, ReadOptions, export_observations, read};
use proptest::prelude::*;
use serde_json::{Map, Value};

fn opened(bytes: &[u8]) -> Dataset {
    let file = FileBytes { name: "x.csv".into(), bytes: bytes.into(), may_grow: false };
    read(&[file], &ReadOptions::default(), None)
}

/// Records without file and line.
fn records(dataset: &Dataset) -> Vec<Map<String, Value>> {
    let json = export_observations(dataset, Form::Json);
    let mut records: Vec<Map<String, Value>> = serde_json::from_slice(&json).expect("JSON");
    for record in &mut records {
        assert!(record.remove("file").is_some() && record.remove("line").is_some());
    }
    records
}

fn comes_back(bytes: &[u8]) {
    let first = opened(bytes);
    let csv = export_observations(&first, Form::Csv);
    let again = opened(&csv);
    assert_eq!(records(&again), records(&first), "{}", String::from_utf8_lossy(&csv));
    let headers = |csv: &[u8]| String::from_utf8_lossy(csv).lines().next().map(str::to_owned);
    assert_eq!(headers(&export_observations(&again, Form::Csv)), headers(&csv));
}

#[test]
fn shipped_files_come_back() {
    for bytes in [
        include_bytes!("../../data/ai-industry-2024.csv").as_slice(),
        include_bytes!("../../data/models.csv"),
        include_bytes!("../../data/nvidia-chips.csv"),
    ] {
        comes_back(bytes);
    }
}

#[test]
fn csv_and_json_hold_the_same_fields() {
    for bytes in [
        include_bytes!("../../data/ai-industry-2024.csv").as_slice(),
        include_bytes!("../../data/models.csv"),
        include_bytes!("../../data/nvidia-chips.csv"),
    ] {
        let dataset = opened(bytes);
        let csv = export_observations(&dataset, Form::Csv);
        let json: Vec<Map<String, Value>> =
            serde_json::from_slice(&export_observations(&dataset, Form::Json)).expect("JSON");
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        let headers = reader.headers().expect("a header").clone();
        let mut count = 0;
        for (record, object) in reader.records().map(|record| record.expect("a record")).zip(&json) {
            count += 1;
            assert_eq!(headers.len(), object.len());
            for (name, cell) in headers.iter().zip(&record) {
                match &object[name] {
                    Value::Null => assert_eq!(cell, ""),
                    Value::String(text) => assert_eq!(cell, text),
                    other => assert_eq!(cell, other.to_string()),
                }
            }
        }
        assert_eq!(count, json.len());
    }
}

fn value() -> impl Strategy<Value = String> {
    let amount = prop_oneof![
        (0..2_000_000_u32).prop_map(|n| n.to_string()),
        (0.0..1e9_f64).prop_map(|n| format!("{n:.3}")),
        Just("7.5e25".to_owned()),
    ];
    let parts = (
        prop_oneof![Just(""), Just("约"), Just("<="), Just(">"), Just("近"), Just("$"), Just("-")],
        amount,
        prop_oneof![Just(""), Just("万"), Just("%"), Just(" s"), Just("人"), Just("元/千tokens"), Just("-9e26")],
    );
    prop_oneof![
        6 => parts.prop_map(|(before, amount, after)| format!("{before}{amount}{after}")),
        1 => prop_oneof![Just(""), Just("不限"), Just("n/a"), Just("8位数"), Just("some"), Just("1470 (+5/-5)")]
            .prop_map(String::from),
    ]
}

fn row() -> impl Strategy<Value = String> {
    let period = prop_oneof![
        Just(""),
        Just("2024"),
        Just("2024-12~"),
        Just("since 2023"),
        Just("../2024-06"),
        Just("FY25Q4"),
        Just("[2023-03,2023-04]"),
        Just("early 2024"),
        Just("2024-02-07"),
        Just("YTD 2024-09"),
        Just("soon"),
    ];
    let unit = prop_oneof![3 => Just(""), 1 => Just("users"), 1 => Just("USD bn"), 1 => Just("teams")];
    let kind = prop_oneof![4 => Just(""), 1 => Just("event"), 1 => Just("text"), 1 => Just("share")];
    let more = prop_oneof![Just("2025-01-02"), Just(""), Just("later")];
    ("[AB]?", "[mn]", period, value(), unit, kind, more, "[xy]?").prop_map(
        |(entity, metric, period, value, unit, kind, more, colour)| {
            format!("{entity},{metric},\"{period}\",\"{value}\",{unit},{kind},{more},{colour},9\n")
        },
    )
}

proptest! {
    #[test]
    fn any_observations_come_back(rows in proptest::collection::vec(row(), 0..12)) {
        comes_back(format!("entity,metric,period,value,unit,kind,reported,colour,line\n{}", rows.concat()).as_bytes());
    }
}
