//! Columns of figures -> fields: which columns are the ends or the half-width of another, and what each field is called.

use std::sync::Arc;

use super::decide::Columns;
use super::profile::Profile;
use super::reading::{Field, Said};
use crate::base::{HeaderEnd, HeaderRole, fold};

/// Sizes of series that are read on one axis: three orders of magnitude apart at most.
const ALIKE: f64 = 1000.0;

/// Joins columns of figures to fields.
pub(super) fn group(columns: &Columns<'_>, measures: &[usize]) -> Vec<Field> {
    let named = |role| columns.named(role);
    let (lows, highs, margins) = (named("low"), named("high"), named("margin"));
    let prices = is_price_bar(columns, measures);
    let end_of = |column: usize| match columns.profile(column) {
        _ if prices || lows.contains(&column) || highs.contains(&column) || margins.contains(&column) => {
            HeaderEnd::Plain
        }
        Some(profile) => profile.header.end,
        None => HeaderEnd::Plain,
    };
    let is_end = |column: usize| matches!(end_of(column), HeaderEnd::Low | HeaderEnd::High | HeaderEnd::Margin);
    let middles: Vec<usize> = measures.iter().copied().filter(|column| !is_end(*column)).collect();
    let mut fields: Vec<Field> = middles.iter().map(|column| field(columns, *column)).collect();
    for nth in 0..lows.len().max(highs.len()) {
        let (low, high) = (lows.get(nth).copied(), highs.get(nth).copied());
        let Some(end) = low.or(high) else { continue };
        // By the words of the headers, else in the order in which they are named.
        let header = columns.profile(end).map(|profile| &profile.header);
        let sibling = |field: &Field| {
            let own = field.value.and_then(|value| columns.profile(value));
            own.zip(header).is_some_and(|(own, header)| own.header.is_sibling(header))
        };
        let at = fields.iter().position(sibling).unwrap_or(nth);
        match fields.get_mut(at) {
            Some(field) => (field.low, field.high) = (low, high),
            None => fields.push(Field { value: None, low, high, ..field(columns, end) }),
        }
    }
    for (field, margin) in fields.iter_mut().zip(&margins) {
        field.margin = Some(*margin);
    }
    // Margins are words to the eye (`+3/-4`): they are looked for among all columns.
    let all = 0..columns.profiles.len();
    let ends =
        all.filter(|column| is_end(*column) && (measures.contains(column) || end_of(*column) == HeaderEnd::Margin));
    for column in ends {
        let Some(profile) = columns.profile(column) else { continue };
        let at = owner(columns, &middles, &fields, column, profile);
        let Some(field) = at.and_then(|at| fields.get_mut(at)) else {
            // An end without a middle: its other end makes the figure whole.
            if !matches!(end_of(column), HeaderEnd::Margin) {
                let mut own = field(columns, column);
                own.value = None;
                take(&mut own, end_of(column), column);
                fields.push(own);
            }
            continue;
        };
        take(field, end_of(column), column);
    }
    // An end that has no other one is a figure of its own.
    for field in &mut fields {
        if field.value.is_none() && (field.low.is_none() || field.high.is_none()) {
            field.value = field.low.take().or(field.high.take());
        }
    }
    fields.sort_by_key(Field::place);
    fields
}

fn take(field: &mut Field, end: HeaderEnd, column: usize) {
    let slot = match end {
        HeaderEnd::Low => &mut field.low,
        HeaderEnd::High => &mut field.high,
        HeaderEnd::Margin => &mut field.margin,
        HeaderEnd::Plain | HeaderEnd::Mid => return,
    };
    // The outermost of several pairs would hide the others: the first pair stays.
    slot.get_or_insert(column);
}

/// The field whose end a column is: by the words of their headers, else the nearest figure to its left.
fn owner(columns: &Columns<'_>, middles: &[usize], fields: &[Field], column: usize, end: &Profile) -> Option<usize> {
    let stem = end.header.stem();
    let named = |field: &Field| {
        let of = field.value.or(field.low).or(field.high).and_then(|column| columns.profile(column));
        of.is_some_and(|profile| !stem.is_empty() && profile.header.is_sibling(&end.header))
    };
    if let Some(at) = fields.iter().position(named) {
        return Some(at);
    }
    let left = |field: &Field| field.value.is_some_and(|value| value < column && middles.contains(&value));
    let is_middle = |field: &Field| field.value.is_some_and(|value| middles.contains(&value));
    let nearest = fields.iter().rposition(left).or_else(|| fields.iter().position(is_middle));
    let nearest = nearest.filter(|_| stem.is_empty() || middles.len() == 1);
    nearest.or_else(|| fields.iter().position(|field| field.value.is_none()).filter(|_| stem.is_empty()))
}

fn field(columns: &Columns<'_>, column: usize) -> Field {
    let unit = columns.profile(column).and_then(|profile| profile.header.unit.as_deref()).unwrap_or("");
    Field { value: Some(column), unit: Arc::from(unit), ..Field::default() }
}

/// Whether the figures are the prices of one thing in a span: then "low" and "high" are figures of their own.
fn is_price_bar(columns: &Columns<'_>, measures: &[usize]) -> bool {
    let has = |word: &str| {
        let mut headers = measures.iter().filter_map(|column| columns.given.headers.get(*column));
        headers.any(|header| fold(header).split(|c: char| !c.is_alphanumeric()).any(|part| part == word))
    };
    has("open") && has("close") || has("开盘") && has("收盘")
}

/// The name of a field's column, without unit and without what makes it an end; empty where the header says only "value".
fn name(columns: &Columns<'_>, field: &Field) -> Option<Said> {
    let column = field.place()?;
    let profile = columns.profile(column)?;
    let says_nothing = profile.role == Some(HeaderRole::Value) || profile.header.name.is_empty();
    if says_nothing && columns.named("value").is_empty() {
        return None;
    }
    let header = columns.given.headers.get(column)?;
    let name = if profile.header.name.is_empty() { header } else { &profile.header.name };
    Some(Said::new(name))
}

/// Each field is a metric of its own.
pub(super) fn name_metrics(columns: &Columns<'_>, fields: &mut [Field]) {
    let alone = fields.len() == 1;
    let mut taken: Vec<String> = Vec::new();
    for field in fields {
        let header = field.place().and_then(|column| columns.given.headers.get(column));
        let mut said = match name(columns, field) {
            Some(said) => said,
            None if alone => columns.subject(),
            None => header.map_or_else(|| columns.subject(), |header| Said::new(header)),
        };
        // Two columns that differ by their unit only are two metrics.
        if taken.contains(&fold(&said.text)) {
            said = header.map_or(said, |header| Said::new(header));
        }
        if taken.contains(&fold(&said.text)) {
            said = Said::new(&format!("{} {}", said.text, taken.len() + 1));
        }
        taken.push(fold(&said.text));
        field.metric = Some(said);
    }
}

/// Whether a header names what is measured rather than whom: it has a unit, or is no proper name.
fn is_measured(columns: &Columns<'_>, field: &Field) -> bool {
    let header = field.place().and_then(|column| columns.given.headers.get(column));
    let words = header.is_some_and(|header| header.trim_start().starts_with(|c: char| c.is_ascii_lowercase()));
    words || !field.unit.is_empty()
}

/// Each field is a series of its own: several alike are the entities of one metric, others the metrics of one entity.
pub(super) fn name_series(columns: &Columns<'_>, fields: &mut [Field]) {
    name_metrics(columns, fields);
    let measures: Vec<usize> = fields.iter().filter_map(Field::place).collect();
    let profiles = || measures.iter().filter_map(|column| columns.profile(*column));
    let sizes: Vec<f64> = profiles().filter_map(|profile| profile.typical).filter(|size| *size > 0.0).collect();
    let reach = sizes.iter().copied().fold(0.0, f64::max) / sizes.iter().copied().fold(f64::INFINITY, f64::min);
    let alike = fields.len() > 1
        && fields
            .iter()
            .all(|field| field.unit == fields.first().map_or_else(|| Arc::from(""), |first| first.unit.clone()))
        && profiles().all(|profile| Some(profile.kind) == profiles().next().map(|first| first.kind))
        && profiles()
            .all(|profile| profile.role.is_none_or(|role| matches!(role, HeaderRole::Entity | HeaderRole::Group)))
        && (sizes.is_empty() || reach <= ALIKE)
        && !is_price_bar(columns, &measures)
        && !fields.iter().any(|field| is_measured(columns, field));
    let subject = columns.subject();
    for field in fields {
        if alike {
            field.entity = field.metric.take();
            field.metric = Some(subject.clone());
        } else {
            field.entity = Some(subject.clone());
        }
    }
}
