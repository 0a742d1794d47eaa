//! Each file of `tests/fixtures/csv` is read as the `.expected` beside it says. `UPDATE_FIXTURES=1` writes those files anew;
//! the difference is then read by a person before it is committed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bellwether::analysis::claims;
use bellwether::base::{Bound, Day, Diagnostic, Measure, NumberStyle, Period, Severity, Shape};
use bellwether::board::check_config;
use bellwether::data::{ColumnInfo, Dataset, FileBytes, Observation, ReadOptions, export_cells, read};

/// Sections of an expected file, in order. `config` is what the reader is told, the others are what it must say.
const SECTIONS: [&str; 7] = ["config", "read", "columns", "diagnostics", "observations", "claims", "cells"];

/// One file and what must come of it.
pub(crate) struct Fixture {
    /// Its name with all extensions.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    expected: PathBuf,
}

/// All files of the folder, in order of their names.
pub(crate) fn fixtures() -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/csv");
    let entries = fs::read_dir(folder).expect("fixtures").map(|entry| entry.expect("entry").path());
    let (expected, mut inputs): (Vec<PathBuf>, Vec<PathBuf>) = entries
        .filter(|path| !["README.md", ".gitattributes"].map(Path::new).contains(&Path::new(&file_name(path))))
        .partition(|path| path.extension().is_some_and(|extension| extension == "expected"));
    inputs.sort();
    let mut known = BTreeMap::new();
    for path in &inputs {
        let name = file_name(path);
        let stem = name.split('.').next().expect("a name");
        let twin = known.insert(path.with_file_name(format!("{stem}.expected")), name.clone());
        assert!(twin.is_none(), "{name} and {twin:?} would share one expected file");
    }
    for path in expected {
        assert!(known.contains_key(&path), "{} stands beside no input", path.display());
    }
    let open = |(expected, name): (PathBuf, String)| {
        let bytes = fs::read(expected.with_file_name(&name)).expect("readable");
        Fixture { name, bytes, expected }
    };
    known.into_iter().map(open).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

/// The text of each section that an expected file has.
fn sections(text: &str) -> BTreeMap<&str, String> {
    let mut found: BTreeMap<&str, String> = BTreeMap::new();
    let mut current = "";
    for line in text.split_inclusive('\n') {
        let next = SECTIONS.into_iter().find(|name| line.trim_end().strip_prefix("# ") == Some(name));
        // Cells may hold anything, headings too: they are the last section.
        match next.filter(|_| current != "cells") {
            Some(name) => {
                current = name;
                found.insert(name, String::new());
            }
            None => found.entry(current).or_default().push_str(line),
        }
    }
    found
}

#[test]
fn every_fixture_is_read_as_it_says() {
    let updating = std::env::var_os("UPDATE_FIXTURES").is_some();
    let (mut seen, mut bad, mut wrong) = (0, 0, String::new());
    for fixture in fixtures() {
        let Fixture { name, bytes, expected } = fixture;
        // Without an expected file every section differs.
        let text = fs::read_to_string(&expected).unwrap_or_default();
        seen += 1;
        let wanted = sections(&text);
        let config = wanted.get("config").map_or("", String::as_str);
        let file = FileBytes { name: name.as_str().into(), bytes: bytes.into(), may_grow: false };
        let dataset = read(&[file], &options(config, &name), None);
        bad += usize::from(dataset.diagnostics().iter().any(|problem| problem.severity > Severity::Note));
        let found = describe(&dataset, config);
        if updating && found != text {
            fs::write(&expected, found).expect("writable");
        } else {
            let found = sections(&found);
            for section in SECTIONS.iter().filter(|section| found.get(*section) != wanted.get(*section)) {
                let of = |sections: &BTreeMap<&str, String>| sections.get(section).cloned().unwrap_or_default();
                let _ = writeln!(wrong, "\n{name}, {section}:\n{}", difference(&of(&wanted), &of(&found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(seen >= 120 && bad >= 40, "{seen} fixtures, {bad} of them bad");
}

/// What the reader is told by the section `config`.
fn options(config: &str, name: &str) -> ReadOptions {
    let (checked, problems) = check_config(config, "config");
    assert!(problems.is_empty(), "{name}: {problems:?}");
    checked.expect("a config").read_options(name)
}

/// Lines that are gone (`-`) and new (`+`).
fn difference(wanted: &str, found: &str) -> String {
    let only = |mark: char, of: &str, not: &str| {
        let lines = of.lines().filter(|line| !not.lines().any(|other| other == *line));
        lines.fold(String::new(), |text, line| text + &format!("{mark} {line}\n"))
    };
    let lines = only('-', wanted, found) + &only('+', found, wanted);
    if lines.is_empty() { "the same lines in another order or number\n".to_owned() } else { lines }
}

/// An expected file for what was read.
fn describe(dataset: &Dataset, config: &str) -> String {
    let mut text = String::new();
    if !config.is_empty() {
        let _ = write!(text, "# config\n{config}");
    }
    let tables = dataset.tables();
    text.push_str("# read\n");
    for table in &tables {
        let delimiter =
            if table.delimiter == b'\t' { "tab".to_owned() } else { char::from(table.delimiter).to_string() };
        let _ = write!(text, "{}, `{delimiter}`, {}", table.encoding.to_lowercase(), table.shape.as_str());
        if let Some(total) = table.total {
            let _ = write!(text, ", total: {total}");
        }
        text.push('\n');
    }
    // Sentences on single columns say what stands in the next section.
    for sentence in dataset.explanation().iter().filter(|sentence| !sentence.starts_with('"')) {
        let _ = writeln!(text, "{}", visible(sentence, false));
    }
    text.push_str("# columns\n");
    for column in tables.iter().flat_map(|table| &table.columns) {
        let _ = writeln!(text, "{}", visible(&column_line(column), false));
    }
    text.push_str("# diagnostics\n");
    for Diagnostic { severity, place, code, message, .. } in dataset.diagnostics() {
        let line = format!("{}: {place}: {code}: {message}", severity.as_str());
        let _ = writeln!(text, "{}", visible(&line, false));
    }
    text.push_str("# observations\n");
    for at in dataset.refs() {
        let seen = dataset.get(at);
        let row = dataset.row(seen.row);
        assert_eq!(Some(row.file), dataset.files().first().map(|name| &**name));
        let _ = writeln!(text, "{}", visible(&observation(&seen, row.line), false));
    }
    text.push_str(&stated(dataset, config));
    text.push_str("# cells\n");
    text.push_str(&visible(&String::from_utf8_lossy(&export_cells(dataset)), true));
    text
}

/// The claims that could be checked, each with its line, and how many there are; nothing where there are none.
fn stated(dataset: &Dataset, config: &str) -> String {
    let rules = check_config(config, "config").0.map(|config| config.rules).unwrap_or_default();
    let found = claims(dataset, &rules);
    if found.checked.is_empty() {
        return String::new();
    }
    let mut text = String::from("# claims\n");
    for claim in &found.checked {
        let line = dataset.row(dataset.get(claim.stated).row).line;
        let _ = writeln!(text, "{line}: {}", visible(&claim.verdict(dataset, NumberStyle::default()), false));
    }
    let _ = writeln!(text, "{}", found.summary());
    text
}

/// `header: type, role, unit`, and how many cells do not fit where some do not.
fn column_line(column: &ColumnInfo<'_>) -> String {
    let mut text = format!("{}: {}", column.header, column.kind.as_str());
    for said in column.role.into_iter().chain((!column.unit.is_empty()).then_some(column.unit)) {
        let _ = write!(text, ", {said}");
    }
    if column.fitting < column.filled {
        let _ = write!(text, " ({} of {})", column.fitting, column.filled);
    }
    text
}

/// Control characters as their escapes, so that an expected file is text.
fn visible(text: &str, keep_line_ends: bool) -> String {
    let mut seen = String::new();
    for c in text.chars() {
        if c.is_control() && !(keep_line_ends && c == '\n') { seen.extend(c.escape_default()) } else { seen.push(c) }
    }
    seen
}

/// `line | entity | metric | period | value | unit | kind`, then the other fields that are there.
fn observation(seen: &Observation<'_>, line: u32) -> String {
    let unit = &seen.measure.unit.code;
    let reported = seen.reported.map(Day::iso).unwrap_or_default();
    let mut text = format!(
        "{line} | {} | {} | {} | {} | {unit} | {}",
        seen.entity,
        seen.metric,
        period(&seen.period),
        value(&seen.measure),
        seen.kind
    );
    let others = [
        ("source", seen.source),
        ("via", seen.via),
        ("ref", seen.reference),
        ("reported", reported.as_str()),
        ("status", seen.status),
        ("confidence", seen.confidence),
        ("scope", seen.scope),
        ("group", seen.group),
        ("note", seen.note),
    ];
    for (name, field) in others.into_iter().filter(|(_, field)| !field.is_empty()) {
        let _ = write!(text, " | {name}: {field}");
    }
    text
}

/// `month 2024-11-01/2024-11-30` or `day 2024-12-01T08:05`, with the flags of NUMBERS part 3.
fn period(seen: &Period) -> String {
    let day = |day: Option<Day>| day.map_or_else(|| "..".to_owned(), Day::iso);
    let mut text = seen.precision.as_str().to_owned();
    if seen.first.is_some() || seen.last.is_some() {
        let _ = write!(text, " {}", day(seen.first));
        if let Some(time) = seen.time {
            let _ = write!(text, "T{}", time.words());
        }
        if seen.first != seen.last {
            let _ = write!(text, "/{}", day(seen.last));
        }
    }
    for (flag, is_set) in [("~", seen.approximate), ("?", seen.uncertain), (" cumulative", seen.cumulative)] {
        if is_set {
            text.push_str(flag);
        }
    }
    text
}

/// `5`, `≈ 5`, `[5 .. 20]`, `(5 ..`, `[1465 .. 1475] at 1470`, `order [10 .. 99]`, `missing`, `text "see note"`.
fn value(seen: &Measure) -> String {
    let low = |end: Bound| format!("{}{} ", if end.inclusive { '[' } else { '(' }, number(end.value));
    let high = |end: Bound| format!(" {}{}", number(end.value), if end.inclusive { ']' } else { ')' });
    let about = if seen.about { "≈ " } else { "" };
    let ends = |low: String, high: String| format!("{about}{low}..{high}");
    let span = ends(seen.low.map_or_else(String::new, low), seen.high.map_or_else(String::new, high));
    match (seen.shape, seen.point) {
        (Shape::Exact, Some(point)) => format!("{about}{}", number(point)),
        (Shape::Order, _) => format!("order {span}"),
        (Shape::Text, _) => format!("text {:?}", seen.raw),
        (Shape::Exact | Shape::Range | Shape::Bound, None) => span,
        (_, Some(point)) => format!("{span} at {}", number(point)),
        _ => seen.quality().as_str().to_owned(),
    }
}

/// Digits, or a power of ten where there are many.
fn number(value: f64) -> String {
    if value != 0.0 && !(1e-6..1e15).contains(&value.abs()) { format!("{value:e}") } else { value.to_string() }
}
