//! Each CSV of `tests/fixtures/csv` gives the diagnostics that stand beside it and, where `NAME.export.csv` is there too,
//! an export whose columns of those names are as it says.

use std::fs;
use std::path::Path;

use bellwether::data::{Dataset, FileBytes, Form, ReadOptions, export_observations, read};

#[test]
fn every_fixture_says_what_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/csv");
    let (mut seen, mut exports) = (0, 0);
    for entry in fs::read_dir(folder).expect("fixtures") {
        let path = entry.expect("entry").path();
        let name = path.file_name().expect("name").to_string_lossy().into_owned();
        if path.extension().is_none_or(|extension| extension != "csv") || name.ends_with(".export.csv") {
            continue;
        }
        seen += 1;
        let bytes = fs::read(&path).expect("readable");
        let file = FileBytes { name: name.as_str().into(), bytes: bytes.into(), may_grow: false };
        let dataset = read(&[file], &ReadOptions::default(), None);
        let line = |d: &bellwether::base::Diagnostic| format!("{}: {}: {}\n", d.place, d.code, d.message);
        let found: String = dataset.diagnostics().iter().map(line).collect();
        let expected = fs::read_to_string(path.with_extension("diagnostics")).expect("expected diagnostics");
        assert_eq!(found, expected, "{name}");
        if let Ok(expected) = fs::read_to_string(path.with_extension("export.csv")) {
            exports += 1;
            assert_eq!(export_of(&dataset, expected.lines().next().expect("a header")), expected, "{name}");
        }
    }
    assert!(seen > 0 && exports > 0, "no fixture was found");
}

/// The named columns of the export, cells divided by commas.
fn export_of(dataset: &Dataset, names: &str) -> String {
    let csv = export_observations(dataset, Form::Csv);
    let mut records = csv::Reader::from_reader(csv.as_slice());
    let headers = records.headers().expect("a header").clone();
    let columns: Vec<usize> =
        names.split(',').map(|name| headers.iter().position(|header| header == name).expect("a field")).collect();
    let rows = records.records().map(|record| {
        let record = record.expect("a record");
        columns.iter().map(|column| record[*column].to_owned()).collect::<Vec<_>>().join(",")
    });
    std::iter::once(names.to_owned()).chain(rows).map(|line| line + "\n").collect()
}
