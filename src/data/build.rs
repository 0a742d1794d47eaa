//! Files -> a [`Dataset`]: reads records, decides columns, understands cells, joins observations to series.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use super::dataset::{Dataset, FilePart, Parts, Revision, SeriesInfo, Stored};
use super::decode::{NEEDS, decode};
use super::records;
use super::schema;
use super::{FileBytes, ReadOptions};
use crate::base::{
    Diagnostic, FiscalYearEnd, Measure, ObsKey, ObsRef, Period, PeriodContext, Place, SeriesKey, Severity, Shape, Unit,
    ValueContext, fold, halves, parse_period, parse_value,
};

pub(super) fn build(files: &[FileBytes], options: &ReadOptions, previous: Option<&Dataset>) -> Dataset {
    let mut parts = Parts::default();
    for file in files {
        parts.names.push(file.name.clone());
        let old = previous.and_then(|old| old.parts.files.iter().find(|part| part.name == file.name));
        if let Some(part) = read_file(file, options, old, &mut parts) {
            parts.rows += part.rows;
            parts.files.push(part);
        }
    }
    let width = parts.headers.len();
    for file in &mut parts.files {
        file.columns.resize(width, None);
    }
    let names = Names { entity: joined(&options.entity_names), metric: joined(&options.metric_names) };
    observe(&mut parts, options, &names);
    find_revisions(&mut parts);
    Dataset { parts: Arc::new(parts) }
}

fn place(file: &Arc<str>, line: u32) -> Place {
    Place { file: Some(file.clone()), line: Some(line), ..Place::default() }
}

fn read_file(file: &FileBytes, options: &ReadOptions, old: Option<&FilePart>, parts: &mut Parts) -> Option<FilePart> {
    let whole = Place { file: Some(file.name.clone()), ..Place::default() };
    let decoded = match decode(&file.bytes) {
        Ok(decoded) => decoded,
        Err(diagnostic) => {
            parts.diagnostics.push(diagnostic.at(whole));
            return None;
        }
    };
    let mut sentence = format!("{}: {} ({})", file.name, decoded.encoding, decoded.reason);
    if decoded.replacements > 0 {
        let _ = write!(sentence, ", {} characters replaced", decoded.replacements);
        let line = decoded.text.split('\u{fffd}').next().map_or(1, |before| before.matches('\n').count() + 1);
        let message = format!("{} characters are not valid {}", decoded.replacements, decoded.encoding);
        let place = place(&file.name, u32::try_from(line).unwrap_or(u32::MAX));
        parts.diagnostics.push(Diagnostic::warning("replaced-characters", message).at(place));
    }
    let mut text = decoded.text;
    if !text.is_empty() && !text.ends_with(['\n', '\r']) {
        if file.may_grow {
            let keep = text.rfind(['\n', '\r']).map_or(0, |at| at + 1);
            text.truncate(keep);
        } else {
            let line = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
            let note = Diagnostic::note("no-final-newline", "the last line does not end in a newline");
            parts.diagnostics.push(note.at(place(&file.name, line)));
        }
    }
    let delimiter = options.delimiter.unwrap_or_else(|| records::delimiter_of(&text));
    let _ = write!(sentence, ", cells divided by {:?}", char::from(delimiter));
    parts.explanation.push(sentence);
    let text: Arc<str> = Arc::from(text);
    let grown = old.filter(|old| old.delimiter == delimiter && text.starts_with(&*old.text));
    let chunks = records::split(&text, delimiter, grown.map_or(&[], |old| &old.chunks));
    let count: usize = chunks.iter().map(|chunk| chunk.len()).sum();
    let Some(header) = chunks.first().and_then(|chunk| chunk.first()) else {
        parts.diagnostics.push(Diagnostic::error("empty-file", "nothing in it").at(whole).with_help(NEEDS));
        return None;
    };
    if let Some(last) = chunks.last().and_then(|chunk| chunk.last())
        && records::ends_inside_quote(&text, last.byte, delimiter)
    {
        let message = "a quote that opens in this record is never closed";
        let help = "Close the quote, or write \"\" for a quote inside a cell";
        parts
            .diagnostics
            .push(Diagnostic::error("unclosed-quote", message).at(place(&file.name, last.line)).with_help(help));
    }
    let headers = schema::distinct(header.cells.iter().map(String::from));
    let roles = schema::roles(&headers, options);
    if count == 1 {
        parts.diagnostics.push(Diagnostic::error("no-rows", "a header and no rows").at(whole).with_help(NEEDS));
    }
    check_columns(&headers, &roles, &file.name, header.line, parts);
    let mut columns: Vec<Option<usize>> = vec![None; parts.headers.len()];
    for (own, header) in headers.iter().enumerate() {
        if let Some(at) = parts.headers.iter().position(|known| **known == **header) {
            if let Some(slot) = columns.get_mut(at) {
                *slot = Some(own);
            }
        } else {
            parts.headers.push(Arc::from(header.as_str()));
            columns.push(Some(own));
        }
    }
    let width = headers.len();
    Some(FilePart { name: file.name.clone(), text, delimiter, chunks, rows: count - 1, columns, width, roles })
}

const NEEDED: [&str; 4] = ["entity", "metric", "period", "value"];

fn check_columns(
    headers: &[String],
    roles: &BTreeMap<&'static str, usize>,
    file: &Arc<str>,
    line: u32,
    parts: &mut Parts,
) {
    let absent: Vec<&str> = NEEDED.into_iter().filter(|role| !roles.contains_key(role)).collect();
    let Some(first) = absent.first() else { return };
    let nearest = headers
        .iter()
        .filter(|header| !roles.values().any(|&at| headers.get(at) == Some(*header)))
        .map(|header| (strsim::damerau_levenshtein(&fold(header), first), header))
        .min()
        .map_or_else(String::new, |(_, header)| format!("; nearest to {first}: \"{header}\""));
    let message = format!("no column {}; there: {}", absent.join(", "), headers.join(", "));
    parts.diagnostics.push(
        Diagnostic::error("unknown-columns", message).at(place(file, line)).with_help(format!("{NEEDS}{nearest}")),
    );
}

/// First name, as shown, by every folded name and half of one.
struct Names {
    entity: BTreeMap<String, Arc<str>>,
    metric: BTreeMap<String, Arc<str>>,
}

fn joined(groups: &[Vec<String>]) -> BTreeMap<String, Arc<str>> {
    let mut names = BTreeMap::new();
    for group in groups {
        let Some(first) = group.first() else { continue };
        // "Doubao" with the other name "豆包" is shown with both halves.
        let shown = match group.get(1) {
            Some(other) if first.is_ascii() && !other.is_ascii() && halves(other).is_none() => {
                format!("{first} {other}")
            }
            _ => first.clone(),
        };
        let shown: Arc<str> = Arc::from(shown);
        names.insert(fold(&shown), shown.clone());
        for name in group {
            names.insert(fold(name), shown.clone());
        }
    }
    names
}

fn shown(names: &BTreeMap<String, Arc<str>>, typed: &str) -> Arc<str> {
    let found = names.get(&fold(typed)).or_else(|| {
        let (latin, cjk) = halves(typed)?;
        names.get(&fold(latin)).or_else(|| names.get(&fold(cjk)))
    });
    found.cloned().unwrap_or_else(|| Arc::from(typed.trim()))
}

fn fiscal(options: &ReadOptions, entity: &str, group: &str) -> FiscalYearEnd {
    let of = |name: &str| options.fiscal.get(&fold(name)).copied();
    of(entity)
        .or_else(|| halves(entity).and_then(|(a, b)| of(a).or_else(|| of(b))))
        .or_else(|| of(group))
        .unwrap_or_default()
}

const KINDS: [&str; 9] = ["measure", "event", "count", "rank", "share", "price", "duration", "text", "rating"];

/// Reads every row of every file that has the needed columns.
fn observe(parts: &mut Parts, options: &ReadOptions, names: &Names) {
    let mut series: BTreeMap<SeriesKey, usize> = BTreeMap::new();
    let mut first_row = 0;
    let mut stored = Vec::new();
    let mut problems = Vec::new();
    for (index, file) in parts.files.iter().enumerate() {
        problems.extend((0..file.rows).filter_map(|row| Some((row, ragged(file, row)?))));
        if NEEDED.iter().all(|role| file.roles.contains_key(role)) {
            let reader = FileReader::new(file, options);
            for row in 0..file.rows {
                let Some(seen) = reader.row(row, &mut problems) else { continue };
                let entity = shown(&names.entity, file.cell(row, "entity"));
                let metric = shown(&names.metric, file.cell(row, "metric"));
                let key = SeriesKey {
                    entity: Arc::from(fold(&entity)),
                    metric: Arc::from(fold(&metric)),
                    dimension: seen.measure.unit.dimension.clone(),
                    source: Arc::from(fold(file.cell(row, "source"))),
                    scope: Arc::from(reader.scope(row, &options.key_columns)),
                };
                let place = *series.entry(key.clone()).or_insert_with(|| {
                    parts.series.push(SeriesInfo { key, entity, metric, observations: Vec::new() });
                    parts.series.len() - 1
                });
                stored.push(Stored { file: index, row: first_row + row, series: place, ..seen });
            }
        }
        for diagnostic in problems.drain(..) {
            let (row, diagnostic): (usize, Diagnostic) = diagnostic;
            if diagnostic.severity >= Severity::Warning {
                parts.bad_rows.insert(first_row + row);
            }
            parts.diagnostics.push(diagnostic);
        }
        first_row += file.rows;
    }
    for (at, seen) in stored.iter().enumerate() {
        let at = ObsRef(u32::try_from(at).unwrap_or(u32::MAX));
        parts.by_row.insert(seen.row, at);
        if let Some(series) = parts.series.get_mut(seen.series) {
            series.observations.push(at);
        }
    }
    parts.observations = stored;
}

/// A record with too few or too many cells: none is dropped, what is missing reads as empty.
fn ragged(file: &FilePart, row: usize) -> Option<Diagnostic> {
    let record = file.record(row).filter(|record| record.cells.len() != file.width)?;
    let message = format!("{} cells under {} headers", record.cells.len(), file.width);
    Some(Diagnostic::warning("ragged-row", message).at(place(&file.name, record.line)))
}

/// What a whole file tells about how to read its cells.
struct FileReader<'a> {
    file: &'a FilePart,
    options: &'a ReadOptions,
    value: ValueContext,
    period: PeriodContext,
    /// Metrics of which some row has a value.
    valued: BTreeSet<String>,
}

impl<'a> FileReader<'a> {
    fn new(file: &'a FilePart, options: &'a ReadOptions) -> Self {
        let cells = |role: &'static str| (0..file.rows).map(move |row| file.cell(row, role).trim());
        let valued = (0..file.rows)
            .filter(|&row| !file.cell(row, "value").trim().is_empty())
            .map(|row| fold(file.cell(row, "metric")))
            .collect();
        let value = ValueContext {
            // With evidence of both marks nothing is decided: only the ambiguous cells are refused.
            decimal_comma: options.decimal_comma.or_else(|| {
                (cells("value").any(is_decimal_comma) && !cells("value").any(has_decimal_point)).then_some(true)
            }),
            zhao: options.zhao,
            yen_is_jpy: options.yen_is_jpy,
            ..ValueContext::default()
        };
        let mut typed = cells("period").filter(|cell| !cell.is_empty()).peekable();
        let months = typed.peek().is_some() && typed.all(is_dotted_month);
        let period = PeriodContext {
            day_first: options.day_first.or_else(|| day_order(cells("period"))),
            months: months || cells("period").any(is_dashed_month),
            anchor: options.anchor,
            fiscal: FiscalYearEnd::default(),
        };
        Self { file, options, value, period, valued }
    }

    fn scope(&self, row: usize, key_columns: &[String]) -> String {
        let mut scope = fold(self.file.cell(row, "scope"));
        let header = self.file.chunks.first().and_then(|chunk| chunk.first());
        for name in key_columns {
            let column = header.and_then(|h| h.cells.iter().position(|cell| fold(cell) == fold(name)));
            let cell = column.and_then(|at| self.file.record(row)?.cells.get(at)).unwrap_or("");
            scope.push('\u{1f}');
            scope.push_str(&fold(cell));
        }
        scope
    }

    fn place(&self, row: usize, role: &str) -> Place {
        let column = self.file.roles.get(role).copied();
        let Some(record) = self.file.record(row) else { return Place::default() };
        let at = column.map(|at| records::cell_place(&self.file.text, record.byte, at, self.file.delimiter));
        let header = self.file.chunks.first().and_then(|chunk| chunk.first());
        Place {
            file: Some(self.file.name.clone()),
            line: Some(record.line + at.map_or(0, |(lines, _)| lines)),
            col: at.map(|(_, col)| col),
            column: column.and_then(|at| header?.cells.get(at)).map(Arc::from),
        }
    }

    fn row(&self, row: usize, problems: &mut Vec<(usize, Diagnostic)>) -> Option<Stored> {
        let cell = |role: &str| self.file.cell(row, role).trim();
        if cell("entity").is_empty() && cell("metric").is_empty() {
            return None;
        }
        let mut context = self.period.clone();
        context.fiscal = fiscal(self.options, cell("entity"), cell("group"));
        let mut period_of = |role: &'static str, context: &PeriodContext| {
            parse_period(cell(role), context).unwrap_or_else(|error| {
                let help = error.help.map_or_else(String::new, |help| format!(" {help}"));
                let diagnostic = Diagnostic::error(error.code, error.message)
                    .at(self.place(row, role))
                    .with_text(cell(role))
                    .with_help(format!("Kept as text, not drawn.{help}"));
                problems.push((row, diagnostic));
                Period::NONE
            })
        };
        let reported = period_of("reported", &context).last;
        context.anchor = reported.or(context.anchor);
        let period = period_of("period", &context);
        let (measure, kind) = self.measure(row, problems);
        let (file, series, nth) = (0, 0, 0);
        Some(Stored { file, file_row: row, row, period, measure, reported, kind, series, nth })
    }

    fn measure(&self, row: usize, problems: &mut Vec<(usize, Diagnostic)>) -> (Measure, &'static str) {
        let cell = |role: &str| self.file.cell(row, role).trim();
        let (value, metric) = (cell("value"), fold(cell("metric")));
        let stated = KINDS.into_iter().find(|kind| *kind == fold(cell("kind")));
        let unit = match cell("unit") {
            "" => self.options.metric_units.get(&metric).map_or("", String::as_str),
            unit => unit,
        };
        if let Some(kind @ ("text" | "rating")) = stated {
            return (Measure::wordless(Shape::Text, Unit::none(), value), kind);
        }
        let no_event = stated.is_some() || !cell("unit").is_empty() || self.valued.contains(&metric);
        if value.is_empty() && (stated == Some("event") || !no_event) {
            return (Measure::wordless(Shape::Event, Unit::none(), value), "event");
        }
        let context = ValueContext { unit: unit.to_owned(), percent_column: unit == "%", ..self.value.clone() };
        let measure = parse_value(value, &context).unwrap_or_else(|error| {
            let mut place = self.place(row, "value");
            place.column = place.column.or_else(|| Some(Arc::from("value")));
            let help = error.help.map_or_else(String::new, |help| format!(" {help}"));
            let diagnostic = Diagnostic::error(error.code, error.message)
                .at(place)
                .with_text(value)
                .with_help(format!("Kept as text, not drawn.{help}"));
            problems.push((row, diagnostic));
            Measure::wordless(Shape::Text, Unit::none(), value)
        });
        let kind = stated.unwrap_or(guessed_kind(&measure));
        (measure, kind)
    }
}

fn guessed_kind(measure: &Measure) -> &'static str {
    use crate::base::Dimension;
    match (&measure.shape, &measure.unit.dimension) {
        (Shape::Text, _) => "text",
        (_, Dimension::Time) => "duration",
        (_, Dimension::Money(_)) => "price",
        (_, Dimension::Percent) => "share",
        (_, Dimension::Rank) => "rank",
        (_, Dimension::Word(_)) => "count",
        _ => "measure",
    }
}

/// `1,5` and `0,75`: digits after a comma that are no group of three.
fn is_decimal_comma(cell: &str) -> bool {
    let Some((whole, part)) = cell.split_once(',') else { return false };
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    digits(whole) && digits(part) && (part.len() != 3 || whole == "0")
}

/// `48.39M` and `1,234.5`: digits after a point that are no group of three.
fn has_decimal_point(cell: &str) -> bool {
    let Some((whole, rest)) = cell.rsplit_once('.') else { return false };
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    whole.ends_with(|c: char| c.is_ascii_digit()) && digits > 0 && (digits != 3 || whole.contains(','))
}

fn is_dotted_month(cell: &str) -> bool {
    cell.split_once('.').is_some_and(|(year, month)| {
        year.len() == 4 && year.parse::<u16>().is_ok() && month.parse::<u8>().is_ok_and(|m| (1..=12).contains(&m))
    })
}

fn is_dashed_month(cell: &str) -> bool {
    is_dotted_month(&cell.replacen('-', ".", 1))
}

/// Day first or not, where some cell of the column has a part above 12.
fn day_order<'a>(cells: impl Iterator<Item = &'a str>) -> Option<bool> {
    cells.into_iter().find_map(|cell| {
        let mut parts = cell.split(['/', '.']).map(str::parse::<u16>);
        match (parts.next(), parts.next(), parts.next()) {
            (Some(Ok(13..=31)), Some(Ok(1..=12)), Some(Ok(_))) => Some(true),
            (Some(Ok(1..=12)), Some(Ok(13..=31)), Some(Ok(_))) => Some(false),
            _ => None,
        }
    })
}

/// Orders each series and tells revisions, conflicts and repeated rows apart.
fn find_revisions(parts: &mut Parts) {
    let mut nths = Vec::new();
    for series in &mut parts.series {
        let mut counts: BTreeMap<Period, Vec<ObsRef>> = BTreeMap::new();
        for &at in &series.observations {
            let Some(seen) = parts.observations.get(at.0 as usize) else { continue };
            let same = counts.entry(seen.period).or_default();
            let nth = u16::try_from(same.len()).unwrap_or(u16::MAX);
            nths.push((at, nth));
            parts.by_key.insert(ObsKey { series: series.key.clone(), period: seen.period, nth }, at);
            same.push(at);
        }
        let of = |at: ObsRef| parts.observations.get(at.0 as usize);
        series.observations.sort_by_key(|&at| of(at).map(|seen| (seen.period, seen.reported, at)));
        for same in counts.values().filter(|same| same.len() > 1) {
            let mut by_report: BTreeMap<_, Vec<ObsRef>> = BTreeMap::new();
            for &at in same {
                by_report.entry(of(at).and_then(|seen| seen.reported)).or_default().push(at);
            }
            let firsts: Vec<ObsRef> = by_report.values().filter_map(|group| group.first().copied()).collect();
            parts.revisions.extend(firsts.windows(2).filter_map(|pair| match pair {
                [old, new] => Some(Revision { old: *old, new: *new }),
                _ => None,
            }));
            for group in by_report.values().filter(|group| group.len() > 1) {
                let says_same = |a: &Stored, b: &Stored| a.measure.says_same(&b.measure);
                let stored: Vec<&Stored> = group.iter().filter_map(|&at| of(at)).collect();
                let differ = stored.iter().zip(stored.iter().skip(1)).any(|(a, b)| !says_same(a, b));
                let Some(last) = stored.last() else { continue };
                let Some(file) = parts.files.get(last.file) else { continue };
                let lines: Vec<String> = stored
                    .iter()
                    .filter_map(|seen| Some(parts.files.get(seen.file)?.record(seen.file_row)?.line.to_string()))
                    .collect();
                let what = format!("{}, {}: lines {}", series.entity, series.metric, lines.join(", "));
                let diagnostic = if differ {
                    parts.bad_rows.extend(stored.iter().map(|seen| seen.row));
                    parts.conflicts.push(group.clone());
                    Diagnostic::warning("conflict", format!("values differ for {what}"))
                } else {
                    Diagnostic::note("duplicate", format!("the same statement twice for {what}"))
                };
                let line = file.record(last.file_row).map_or(0, |record| record.line);
                parts.diagnostics.push(diagnostic.at(place(&file.name, line)));
            }
        }
    }
    for (at, nth) in nths {
        if let Some(seen) = parts.observations.get_mut(at.0 as usize) {
            seen.nth = nth;
        }
    }
}
