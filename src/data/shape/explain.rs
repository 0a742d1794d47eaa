//! Why a file is read as it is, in sentences (`check --explain`, `i` in the app).

use super::super::schema::Role;
use super::TableShape;
use super::decide::Columns;
use super::profile::Profile;
use super::reading::{Field, Reading};

/// Names of columns that a sentence lists.
const LISTED: usize = 6;

/// The sentences: what the records are, which columns say who, when and how much.
pub(super) fn why(columns: &Columns<'_>, reading: &Reading) -> Vec<String> {
    let header = |column: usize| columns.given.headers.get(column).map_or("", String::as_str);
    let quoted = |column: usize| format!("\"{}\"", header(column));
    let mut out = vec![shape(columns, reading)];
    let said = |pick: fn(&Field) -> Option<&super::reading::Said>| {
        let first = reading.fields.first().and_then(pick)?;
        reading.fields.iter().all(|field| pick(field) == Some(first)).then(|| format!("\"{}\"", first.text))
    };
    let across = |pick: fn(&Field) -> bool| reading.fields.len() > 1 && reading.fields.iter().all(pick);
    let mut parts = Vec::new();
    let packed = reading.packed.as_ref().map(|packed| quoted(packed.column));
    match (reading.roles.get(Role::Entity), &packed) {
        (Some(column), _) => parts.push(format!("entity is {}", quoted(column))),
        (None, Some(packed)) => parts.push(format!("entity is the name in {packed}")),
        (None, None) if across(|field| field.entity.is_some()) && said(|field| field.entity.as_ref()).is_none() => {
            parts.push("each column is an entity".to_owned());
        }
        _ => parts.extend(said(|field| field.entity.as_ref()).map(|name| format!("entity is {name}"))),
    }
    match reading.roles.get(Role::Metric) {
        Some(column) => parts.push(format!("metric is {}", quoted(column))),
        None => match said(|field| field.metric.as_ref()) {
            Some(name) => parts.push(format!("metric is {name}")),
            None if across(|field| field.metric.is_some()) => parts.push("each column is a metric".to_owned()),
            None => {}
        },
    }
    match (reading.roles.get(Role::Period), reading.end, &packed) {
        (Some(first), Some(end), _) => parts.push(format!("period runs from {} to {}", quoted(first), quoted(end))),
        (Some(column), None, _) => parts.push(format!("period is {}", quoted(column))),
        (None, _, Some(packed)) => parts.push(format!("period is that in {packed}")),
        (None, _, None) if across(|field| field.period.is_some()) => parts.push("each column is a period".to_owned()),
        _ => {}
    }
    let further = [Role::Group, Role::Unit, Role::Source, Role::Status, Role::Note, Role::Ref];
    let told =
        further.into_iter().filter_map(|role| Some(format!("{} is {}", role.name(), quoted(reading.roles.get(role)?))));
    parts.extend(told);
    if !parts.is_empty() {
        out.push(parts.join(", "));
    }
    out.extend(reading.fields.iter().filter_map(|field| ends(field, &quoted)));
    if let Some(total) = &reading.total {
        out.push(format!("\"{total}\" stands for the sum of the others: it is left out of ranks and shares"));
    }
    out
}

fn shape(columns: &Columns<'_>, reading: &Reading) -> String {
    let figures: Vec<&str> = reading
        .fields
        .iter()
        .filter_map(|field| columns.given.headers.get(field.place()?).map(String::as_str))
        .collect();
    let listed = figures.iter().take(LISTED).map(|header| format!("\"{header}\"")).collect::<Vec<_>>().join(", ");
    let more = figures.len().saturating_sub(LISTED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let why = match reading.shape {
        TableShape::WideByPeriod => format!("{} headers are periods: {listed}{rest}", figures.len()),
        TableShape::WideBySeries => format!("a period in each record, figures in {listed}{rest}"),
        TableShape::Owid => format!(
            "Entity and a day or year in each record, as Our World in Data writes them; figures in {listed}{rest}"
        ),
        TableShape::Sdmx => "columns TIME_PERIOD and OBS_VALUE".to_owned(),
        TableShape::Leaderboard => format!("names with a rank or a margin; figures in {listed}{rest}"),
        TableShape::Events => "a day or month and words in each record, no figures".to_owned(),
        _ => format!("a name in each record, figures in {listed}{rest}"),
    };
    format!("{}: {why}", reading.shape.as_str())
}

/// The columns that make one figure, where they are several.
fn ends(field: &Field, quoted: &dyn Fn(usize) -> String) -> Option<String> {
    let value = field.value.map_or_else(String::new, |column| format!(" around {}", quoted(column)));
    match (field.low, field.high, field.margin) {
        (Some(low), Some(high), _) => Some(format!("an interval from {} to {}{value}", quoted(low), quoted(high))),
        (Some(low), None, _) => Some(format!("{} is the lower end of an interval{value}", quoted(low))),
        (None, Some(high), _) => Some(format!("{} is the upper end of an interval{value}", quoted(high))),
        (None, None, Some(margin)) => Some(format!("{} is the margin of an interval{value}", quoted(margin))),
        (None, None, None) => None,
    }
}

/// What one column is: `"Price (USD)": money, 38 of 40 fit; "free" does not`.
pub(in super::super) fn column(header: &str, role: Option<&str>, profile: &Profile) -> String {
    let role = role.map_or_else(String::new, |role| format!(", {role}"));
    let fit = match &profile.misfit {
        Some(misfit) if profile.fitting < profile.filled => {
            format!(", {} of {} fit; \"{misfit}\" does not", profile.fitting, profile.filled)
        }
        _ if profile.kind.is_words() && profile.figures > 0 => {
            format!(", {} of {} are figures", profile.figures, profile.filled)
        }
        _ => String::new(),
    };
    format!("\"{header}\": {}{role}{fit}", profile.kind.as_str())
}
