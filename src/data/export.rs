//! The observations as understood, and the table as read.

use serde_json::Value;

use super::Dataset;
use super::schema::{ROLES, distinct};
use crate::base::{Basis, Bound, Day};

/// Form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// RFC 4180, LF.
    Csv,
    /// A JSON array of objects.
    Json,
}

/// Names of the fields, in order; columns that play no role follow under their own header.
pub(super) const FIELDS: [&str; 29] = [
    "entity",
    "metric",
    "period",
    "value",
    "first_day",
    "last_day",
    "precision",
    "period_approx",
    "period_uncertain",
    "basis",
    "cumulative",
    "low",
    "low_inclusive",
    "high",
    "high_inclusive",
    "point",
    "about",
    "quality",
    "unit",
    "source",
    "via",
    "ref",
    "reported",
    "status",
    "confidence",
    "scope",
    "group",
    "kind",
    "note",
];

/// All observations, one a record, in file order.
pub fn export_observations(dataset: &Dataset, form: Form) -> Vec<u8> {
    let roles: Vec<Option<usize>> = ROLES.iter().map(|(_, role, _)| dataset.role_column(role)).collect();
    let is_further =
        |at: &usize| !roles.contains(&Some(*at)) && !dataset.parts.is_provenance(*at) && !dataset.parts.is_value(*at);
    let further: Vec<usize> = (0..dataset.headers().len()).filter(is_further).collect();
    let own = FIELDS.into_iter().chain(["file", "line"]).map(String::from);
    let headers = further.iter().filter_map(|at| dataset.headers().get(*at)).map(ToString::to_string);
    // A column of the table that is called like a field gets a number, so that both are read back.
    let names = distinct(own.chain(headers));
    let records = dataset.refs().map(|at| fields(dataset, at, &further));
    match form {
        Form::Json => {
            // Written by hand: the map of `serde_json` would sort the fields by name.
            let objects = records.map(|values| {
                let pairs = names.iter().zip(values);
                let pairs: Vec<String> =
                    pairs.map(|(name, value)| format!("{}:{value}", Value::from(name.as_str()))).collect();
                format!("{{{}}}", pairs.join(","))
            });
            let mut out = b"[".to_vec();
            for (nth, object) in objects.enumerate() {
                out.extend_from_slice(if nth == 0 { b"\n" } else { b",\n" });
                out.extend_from_slice(object.as_bytes());
            }
            out.extend_from_slice(b"\n]\n");
            out
        }
        Form::Csv => {
            let rows = records.map(|values| values.into_iter().map(plain).collect::<Vec<_>>());
            write_csv(std::iter::once(names.clone()).chain(rows))
        }
    }
}

/// A field as a CSV cell: absent is empty.
fn plain(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn fields(dataset: &Dataset, at: crate::base::ObsRef, further: &[usize]) -> Vec<Value> {
    let seen = dataset.get(at);
    let text = |text: &str| if text.is_empty() { Value::Null } else { Value::from(text) };
    let day = |day: Option<Day>| day.map_or(Value::Null, |day| Value::from(day.iso()));
    let end = |end: Option<Bound>| end.map_or(Value::Null, |end| number(end.value));
    let inclusive = |end: Option<Bound>| end.map_or(Value::Null, |end| Value::from(end.inclusive));
    let basis = match seen.period.basis {
        Basis::Calendar => "calendar",
        Basis::Fiscal { .. } => "fiscal",
    };
    let place = dataset.parts.place(at).map(|(_, place)| place).unwrap_or_default();
    let mut values = vec![
        text(seen.entity),
        text(seen.metric),
        text(&seen.period_text),
        text(&seen.measure.raw),
        day(seen.period.first),
        day(seen.period.last),
        Value::from(seen.period.precision.as_str()),
        Value::from(seen.period.approximate),
        Value::from(seen.period.uncertain),
        Value::from(basis),
        Value::from(seen.period.cumulative),
        end(seen.measure.low),
        inclusive(seen.measure.low),
        end(seen.measure.high),
        inclusive(seen.measure.high),
        seen.measure.point.map_or(Value::Null, number),
        Value::from(seen.measure.about),
        Value::from(seen.measure.quality().as_str()),
        text(&seen.measure.unit.code),
        text(seen.source),
        text(seen.via),
        text(seen.reference),
        day(seen.reported),
        text(seen.status),
        text(seen.confidence),
        text(seen.scope),
        text(seen.group),
        text(seen.kind),
        text(seen.note),
        text(place.file.as_deref().unwrap_or("")),
        Value::from(place.line.unwrap_or(0)),
    ];
    values.extend(further.iter().map(|&column| text(dataset.parts.cell(seen.row, column))));
    values
}

/// Whole numbers without a fraction, others in the shortest form that reads back equal.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
        Value::from(value as i64)
    } else {
        Value::from(value)
    }
}

/// The table as it was read, before any meaning: UTF-8, comma, LF, quotes only where needed.
pub fn export_cells(dataset: &Dataset) -> Vec<u8> {
    let rows = || (0..dataset.rows()).map(|row| dataset.row(row).cells);
    let known = dataset.headers().len();
    let width = rows().map(|cells| cells.len()).max().unwrap_or(0).max(known);
    let mut header: Vec<String> = dataset.headers().iter().map(ToString::to_string).collect();
    header.extend((1..=width - known).map(|nth| format!("extra_{nth}")));
    let padded = rows().map(|cells| {
        let mut cells: Vec<String> = cells.into_iter().map(String::from).collect();
        cells.resize(width, String::new());
        cells
    });
    write_csv(std::iter::once(header).chain(padded))
}

fn write_csv(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{FileBytes, ReadOptions, read};

    fn table(text: &str) -> Dataset {
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        read(&[file], &ReadOptions::default(), None)
    }

    #[test]
    fn any_table_opens_and_goes_out_as_read() {
        let dataset = table("a,,a\nv,\"x,y\",w,z\nu\n");
        assert!(dataset.is_empty());
        let codes: Vec<_> = dataset.diagnostics().iter().map(|d| d.code).collect();
        assert_eq!(codes, ["no-figures", "ragged-row", "ragged-row"]);
        let out = String::from_utf8(export_cells(&dataset)).expect("UTF-8");
        assert_eq!(out, "a,column_2,a_1,extra_1\nv,\"x,y\",w,z\nu,,,\n");
    }

    #[test]
    fn no_rows_is_said() {
        let dataset = table("entity,metric,period,value\n");
        assert_eq!(dataset.diagnostics()[0].code, "no-rows");
        assert_eq!(table("").diagnostics()[0].code, "empty-file");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let file = FileBytes { name: "x.csv".into(), bytes: bytes.into(), may_grow: true };
            let dataset = read(&[file], &ReadOptions::default(), None);
            export_cells(&dataset);
            export_observations(&dataset, Form::Json);
        }
    }
}
