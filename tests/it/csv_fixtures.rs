//! Each CSV of `tests/fixtures/csv` gives the diagnostics that stand beside it.

use std::fs;
use std::path::Path;

use bellwether::data::{FileBytes, ReadOptions, read};

#[test]
fn every_fixture_says_what_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/csv");
    let mut seen = 0;
    for entry in fs::read_dir(folder).expect("fixtures") {
        let path = entry.expect("entry").path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        seen += 1;
        let name = path.file_name().expect("name").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("readable");
        let file = FileBytes { name: name.as_str().into(), bytes: bytes.into(), may_grow: false };
        let dataset = read(&[file], &ReadOptions::default(), None);
        let line = |d: &bellwether::base::Diagnostic| format!("{}: {}: {}\n", d.place, d.code, d.message);
        let found: String = dataset.diagnostics().iter().map(line).collect();
        let expected = fs::read_to_string(path.with_extension("diagnostics")).expect("expected diagnostics");
        assert_eq!(found, expected, "{name}");
    }
    assert!(seen > 0, "no fixture was found");
}
