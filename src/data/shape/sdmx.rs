//! SDMX-CSV: dimensions, `TIME_PERIOD` and `OBS_VALUE`, attributes (SDMX 2.1 data message in CSV, versions 1.0 and 2.0).

use super::super::schema::{Role, Roles};
use super::TableShape;
use super::decide::Columns;
use super::reading::{Field, Reading};

/// What the series are about, by the names of the dimension in the statistics offices' structures.
const METRICS: [&str; 8] = ["INDICATOR", "MEASURE", "VARIABLE", "SUBJECT", "SERIES", "NA_ITEM", "INDIC", "ITEM"];
/// Whom they are about.
const ENTITIES: [&str; 8] = ["REF_AREA", "GEO", "LOCATION", "COUNTRY", "REPORTER", "AREA", "REGION", "ECONOMY"];
/// What is no dimension: the message itself, and attributes of an observation.
const ATTRIBUTES: [&str; 22] = [
    "DATAFLOW",
    "STRUCTURE",
    "STRUCTURE_ID",
    "STRUCTURE_NAME",
    "ACTION",
    "FREQ",
    "FREQUENCY",
    "TIME_PERIOD",
    "OBS_VALUE",
    "OBS_STATUS",
    "OBS_FLAG",
    "CONF_STATUS",
    "UNIT_MEASURE",
    "UNIT",
    "UNIT_MULT",
    "DECIMALS",
    "OBS_PRE_BREAK",
    "TIME_FORMAT",
    "COMMENT_OBS",
    "COMMENT_TS",
    "BASE_PER",
    "LAST UPDATE",
];

/// How such a file is read; `None` where it is none.
pub(super) fn read(columns: &Columns<'_>) -> Option<Reading> {
    // With labels a header is `REF_AREA:Reference area`.
    let ids: Vec<String> = columns
        .given
        .headers
        .iter()
        .map(|header| header.split(':').next().unwrap_or(header).trim().to_ascii_uppercase())
        .collect();
    let place = |id: &str| ids.iter().position(|known| known == id);
    let any = |names: &[&str]| names.iter().find_map(|name| place(name));
    let (period, value) = (place("TIME_PERIOD")?, place("OBS_VALUE")?);
    let varies = |column: &usize| columns.profile(*column).is_some_and(|profile| profile.distinct > 1);
    let dimension = |column: &usize| ids.get(*column).is_some_and(|id| !ATTRIBUTES.contains(&id.as_str()));
    let dimensions: Vec<usize> = (0..ids.len()).filter(|column| dimension(column)).collect();
    let metric = any(&METRICS);
    let others = || dimensions.iter().filter(|column| Some(**column) != metric);
    let entity = any(&ENTITIES).or_else(|| others().find(|column| varies(column)).or(others().next()).copied());
    let mut roles = Roles::default();
    roles.set(Role::Period, Some(period));
    roles.set(Role::Entity, entity.or(metric));
    roles.set(Role::Metric, metric);
    roles.set(Role::Unit, any(&["UNIT_MEASURE", "UNIT"]));
    roles.set(Role::Status, any(&["OBS_STATUS", "OBS_FLAG"]));
    roles.set(Role::Note, any(&["COMMENT_OBS", "COMMENT_TS"]));
    entity.or(metric)?;
    let subject = metric.is_none().then(|| columns.subject());
    let field = Field { value: Some(value), metric: subject, ..Field::default() };
    let (shape, multiplier) = (TableShape::Sdmx, place("UNIT_MULT"));
    Some(columns.explained(Reading { shape, multiplier, fields: vec![field], ..Reading::plain(roles) }))
}
