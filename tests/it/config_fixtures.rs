//! Each config of `tests/fixtures/config` gives the lines that stand beside it, as `check` prints them.

use std::fs;
use std::path::Path;

use bellwether::base::{Diagnostic, Severity};
use bellwether::board::check_config;

#[test]
fn every_config_says_what_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/config");
    let mut seen = 0;
    for entry in fs::read_dir(folder).expect("fixtures") {
        let path = entry.expect("entry").path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        seen += 1;
        let text = fs::read_to_string(&path).expect("readable");
        let (checked, found) = check_config(&text, "config.toml");
        let broken = found.iter().any(|problem| problem.severity == Severity::Error);
        assert_eq!(checked.is_none(), broken, "{}", path.display());
        let line = |d: &Diagnostic| format!("{}: {}: {}\n", d.place, d.code, d.message);
        let lines: String = found.iter().map(line).collect();
        let expected = fs::read_to_string(path.with_extension("diagnostics")).expect("expected diagnostics");
        assert_eq!(lines, expected, "{}", path.display());
    }
    assert!(seen > 0, "no fixture was found");
}
