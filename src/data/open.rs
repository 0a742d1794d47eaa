//! One file -> its records and what its columns are: bytes are decoded and split, and where a file only grew, the chunks of the
//! last load are taken over.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use super::columns::Decisions;
use super::dataset::{Dataset, FilePart, Parts, Piece};
use super::decode::{NEEDS, decode};
use super::dialect::Dialect;
use super::records;
use super::schema::{self, NEEDED};
use super::shape::{Given, Reading, decide};
use super::table::{Chunk, ChunkSize, Flaw};
use super::understand::Opened;
use super::unpack::{MOST, unpack};
use super::{FileBytes, ReadOptions};
use crate::base::{Diagnostic, Place, fold, nearness};

/// A file whose records were split, before their meaning.
pub(super) struct Opening<'a> {
    pub(super) part: FilePart,
    pub(super) text: Cow<'a, str>,
    pub(super) chunks: Vec<Arc<Chunk>>,
    /// Pieces of the last load that have the first of these chunks.
    pub(super) old: Vec<&'a Piece>,
}

impl Opening<'_> {
    pub(super) fn opened(&self) -> Opened<'_> {
        Opened {
            name: &self.part.name,
            text: &self.text,
            dialect: &self.part.dialect,
            headers: &self.part.headers,
            reading: &self.part.reading,
        }
    }
}

fn place(file: &Arc<str>, line: u32) -> Place {
    Place { file: Some(file.clone()), line: Some(line), ..Place::default() }
}

/// Decodes and splits one file; `None` where there is no header in it.
pub(super) fn open<'a>(
    file: &'a FileBytes,
    options: &ReadOptions,
    previous: Option<&'a Dataset>,
    parts: &mut Parts,
    go_on: &mut dyn FnMut(f64) -> bool,
) -> Option<Opening<'a>> {
    let whole = Place { file: Some(file.name.clone()), ..Place::default() };
    let unpacked = unpack(&file.bytes, MOST);
    // Where an archive is torn, so is the last line of what was in it.
    let torn = file.may_grow || unpacked.problem.is_some();
    parts.diagnostics.extend(unpacked.problem.map(|problem| problem.at(whole.clone())));
    let decoded = match decode(unpacked.bytes, options.encoding.as_deref()) {
        Ok(decoded) => decoded,
        Err(diagnostic) => {
            parts.diagnostics.push(diagnostic.at(whole));
            return None;
        }
    };
    parts.diagnostics.extend(decoded.problems.into_iter().map(|mut problem| {
        problem.place.file = Some(file.name.clone());
        problem
    }));
    let encoding = decoded.encoding;
    let mut sentence = format!("{}: {encoding} ({})", file.name, decoded.reason);
    if let Some(form) = unpacked.form {
        let _ = write!(sentence, ", unpacked ({form})");
    }
    if decoded.replacements > 0 {
        let ending = if decoded.replacements == 1 { "" } else { "s" };
        let _ = write!(sentence, ", {} character{ending} replaced", decoded.replacements);
    }
    let text = finished_lines(decoded.text, file, torn, parts);
    let dialect = Dialect::of(&text, options);
    let _ = write!(sentence, ", {}", dialect.words());
    parts.explanation.push(sentence);
    let old = previous.map(|old| shared_pieces(old, file, encoding, &dialect)).unwrap_or_default();
    let shared: Vec<Arc<Chunk>> = old.iter().map(|piece| piece.chunk.clone()).collect();
    let total = text.len().max(1) as f64;
    let go_on = &mut |byte: usize| go_on(byte as f64 / total);
    let split = records::split(&text, &dialect, ChunkSize::default(), &shared, go_on);
    let Some(header) = split.header else {
        parts.diagnostics.push(Diagnostic::error("empty-file", "nothing in it").at(whole).with_help(NEEDS));
        return None;
    };
    parts.explanation.extend(dialect.why.iter().cloned());
    say_left_out(&split.chunks, &split.footers, parts);
    if let Some(byte) = split.stopped {
        let message = format!("first {} MB only", byte / 1_000_000);
        let help = "Reading was stopped. Open the file again to read all of it";
        parts.diagnostics.push(Diagnostic::note("stopped", message).at(whole.clone()).with_help(help));
    }
    for flaw in header.flaws {
        let problem = flaw_problem(flaw).at(place(&file.name, header.line));
        parts.diagnostics.push(problem);
    }
    let last = split.chunks.last().filter(|chunk| chunk.rows() > 0);
    let headers = schema::distinct(header.cells.into_iter());
    if last.is_none() {
        parts.diagnostics.push(Diagnostic::error("no-rows", "a header and no rows").at(whole).with_help(NEEDS));
    }
    let units = header.units;
    let empty = Chunk::empty(headers.len());
    let chunk = split.chunks.first().map_or(&empty, |chunk| chunk);
    let title = dialect.title.as_deref();
    let given = Given { file: &file.name, headers: &headers, units: &units, title, chunk, options };
    let reading = Arc::new(decide(given));
    parts.explanation.extend(reading.why.iter().cloned());
    if last.is_some() {
        say_reading(&reading, &headers, &place(&file.name, header.line), parts);
    }
    if parts.names.len() == 1 {
        check_named(options, &headers, &place(&file.name, header.line), parts);
    }
    // What was understood of the old chunks holds only where they are read the same way.
    let same = previous.and_then(|old| old.parts.files.iter().find(|part| part.name == file.name));
    let old = if same.is_some_and(|part| part.reading == reading) { old } else { Vec::new() };
    let columns = add_headers(&headers, &mut parts.headers);
    let part = FilePart {
        name: file.name.clone(),
        bytes: file.bytes.clone(),
        encoding,
        dialect,
        headers,
        units,
        columns,
        reading,
        decisions: Decisions::default(),
        profiles: OnceLock::new(),
    };
    Some(Opening { part, text, chunks: split.chunks, old })
}

/// The text without a last line that is still being written, or torn.
fn finished_lines<'a>(mut text: Cow<'a, str>, file: &FileBytes, torn: bool, parts: &mut Parts) -> Cow<'a, str> {
    if text.is_empty() || text.ends_with(['\n', '\r']) {
        return text;
    }
    if torn {
        let keep = text.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        match &mut text {
            Cow::Borrowed(text) => *text = text.get(..keep).unwrap_or(text),
            Cow::Owned(text) => text.truncate(keep),
        }
    } else {
        let line = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
        let note = Diagnostic::note("no-final-newline", "the last line does not end in a newline");
        parts.diagnostics.push(note.at(place(&file.name, line)));
    }
    text
}

/// Pieces of the last load whose stretch of the file is still the same: all finished ones where the file only grew.
fn shared_pieces<'a>(old: &'a Dataset, file: &FileBytes, encoding: &str, dialect: &Dialect) -> Vec<&'a Piece> {
    let known = old.parts.files.iter().position(|part| part.name == file.name);
    let Some((at, part)) = known.and_then(|at| Some((at, old.parts.files.get(at)?))) else { return Vec::new() };
    let grown = part.encoding == encoding && part.dialect == *dialect && file.bytes.starts_with(&part.bytes);
    let own = old.parts.pieces.iter().filter(|piece| piece.file == at);
    own.take_while(|piece| grown && piece.chunk.end().is_some()).collect()
}

/// What is wrong with how a record is written.
pub(super) fn flaw_problem(flaw: Flaw) -> Diagnostic {
    let megabytes = |bytes: usize| format!("{:.0} MB", bytes as f64 / 1e6);
    match flaw {
        Flaw::OpenQuote(_) => Diagnostic::error("unclosed-quote", "a quote that opens in this record is never closed")
            .with_help("The line is taken as a record, its quote as a character. Close the quote, or write \"\" for a quote inside a cell"),
        Flaw::StrayQuote => Diagnostic::warning("stray-quote", "text behind a closing quote")
            .with_help("The quotes are taken off. Write \"\" for a quote inside a quoted cell"),
        Flaw::CellTooLong(_) => Diagnostic::error("cell-too-long", format!("a cell of more than {}", megabytes(records::CELL)))
            .with_help("What is beyond is left out. A quote that is never closed may be the cause"),
        Flaw::RecordTooLong => Diagnostic::error("record-too-long", format!("a record of more than {}", megabytes(records::RECORD)))
            .with_help("What is beyond is left out. The line ends may be missing"),
        Flaw::TooManyColumns(count) => Diagnostic::error("too-many-columns", format!("{count} columns, of which {} are read", records::COLUMNS))
            .with_help("What is beyond is left out"),
    }
}

/// Says which lines are no part of the table.
fn say_left_out(chunks: &[Arc<Chunk>], footers: &[(u32, String)], parts: &mut Parts) {
    let comments: Vec<u32> = chunks.iter().flat_map(|chunk| chunk.comments()).copied().collect();
    if let Some(first) = comments.first() {
        parts.explanation.push(match comments.len() {
            1 => format!("line {first} is a comment"),
            count => format!("{count} lines are comments, the first is line {first}"),
        });
    }
    let footers = footers.iter().map(|(line, words)| format!("line {line} stands below the table: \"{words}\""));
    parts.explanation.extend(footers);
}

/// Says which headers the config names that are not there. Of several files on one board each may have its own.
fn check_named(options: &ReadOptions, headers: &[String], place: &Place, parts: &mut Parts) {
    let roles = options.roles.iter().map(|(role, names)| (role.as_str(), names));
    for (role, name) in roles
        .chain([("key", &options.key_columns)])
        .flat_map(|(role, names)| names.iter().map(move |name| (role, name)))
    {
        if headers.iter().any(|header| fold(header) == fold(name)) {
            continue;
        }
        let near = headers.iter().filter_map(|header| Some((nearness(name, header)?, header)));
        let near = near.max_by(|a, b| a.0.total_cmp(&b.0));
        let nearest = near.map_or_else(String::new, |(_, header)| format!("; nearest: \"{header}\""));
        let message = format!("[table] names \"{name}\" as {role}, and no column is called so{nearest}");
        let problem = Diagnostic::warning("unknown-header", message).with_text(name);
        parts
            .diagnostics
            .push(problem.at(place.clone()).with_help("Read without it. Write the header as it stands in the file"));
    }
}

/// Says what was guessed, and where nothing could be, what is missing.
fn say_reading(reading: &Reading, headers: &[String], place: &Place, parts: &mut Parts) {
    if reading.is_strict() && !reading.fields.is_empty() {
        return;
    }
    let absent = reading.roles.absent();
    if reading.fields.is_empty() {
        let diagnostic = if absent.len() < NEEDED.len() {
            let first = absent.first().copied().unwrap_or("");
            let nearest = headers
                .iter()
                .enumerate()
                .filter(|(at, _)| !reading.plays(*at))
                .filter_map(|(_, header)| Some((nearness(header, first)?, header)))
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .map_or_else(String::new, |(_, header)| format!("; nearest to {first}: \"{header}\""));
            let message = format!("no column {}; there: {}", absent.join(", "), headers.join(", "));
            Diagnostic::error("unknown-columns", message).with_help(format!("{NEEDS}{nearest}"))
        } else {
            let help = "Shown as a table. To draw it, name its columns in [table]: entity, period, value";
            Diagnostic::note("no-figures", "no column of figures with names or periods").with_help(help)
        };
        parts.diagnostics.push(diagnostic.at(place.clone()));
        return;
    }
    let sentence = reading.why.iter().take(2).map(String::as_str).collect::<Vec<_>>().join("; ");
    let help = "bellwether check --explain tells more; [table] in config.toml overrides it";
    let note = Diagnostic::note("guessed-table", format!("read as {sentence}")).with_help(help);
    parts.diagnostics.push(note.at(place.clone()));
}

/// Adds a file's headers to those of the table: its column for each column of the table.
fn add_headers(headers: &[String], known: &mut Vec<Arc<str>>) -> Vec<Option<usize>> {
    let mut columns = vec![None; known.len()];
    for (own, header) in headers.iter().enumerate() {
        if let Some(at) = known.iter().position(|known| **known == **header) {
            if let Some(slot) = columns.get_mut(at) {
                *slot = Some(own);
            }
        } else {
            known.push(Arc::from(header.as_str()));
            columns.push(Some(own));
        }
    }
    columns
}
