//! Observations with their keys, sources and rows; revisions and conflicts kept apart.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::ReadOptions;
use super::columns::{Decisions, Evidence};
use super::dialect::Dialect;
use super::schema::{self, Role};
use super::series::Joined;
use super::shape::{ColumnKind, Field, Profile, Reading, explain_column, profiles};
use super::table::{Chunk, Numbers};
use super::table_info::TableInfo;
use super::understand::{Understood, guessed_kind};
use crate::base::{Day, Diagnostic, Folded, Measure, ObsKey, ObsRef, Period, Place, SeriesKey, Shape, Unit};

/// What was read from one opened set of files. Cheap to clone: all parts are behind `Arc`.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    pub(super) parts: Arc<Parts>,
}

/// One file.
#[derive(Debug)]
pub(super) struct FilePart {
    pub(super) name: Arc<str>,
    /// What was read: a later read that begins with the same shares its chunks.
    pub(super) bytes: Arc<[u8]>,
    pub(super) encoding: &'static str,
    pub(super) dialect: Dialect,
    /// Its headers, made distinct.
    pub(super) headers: Vec<String>,
    /// Column of this file for each column of the table.
    pub(super) columns: Vec<Option<usize>>,
    /// The line of units below the headers; empty where there is none.
    pub(super) units: Vec<String>,
    pub(super) reading: Arc<Reading>,
    pub(super) decisions: Decisions,
    /// What the cells of each column are, told when it is asked for.
    pub(super) profiles: OnceLock<Vec<Profile>>,
}

/// One chunk of a file with all that is known of it. What is behind `Arc` is shared with the next load where it holds.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its file, as an index.
    pub(super) file: usize,
    /// Row of the table and observation with which it begins.
    pub(super) first_row: usize,
    pub(super) first_obs: usize,
    pub(super) chunk: Arc<Chunk>,
    pub(super) evidence: Arc<Evidence>,
    /// With which the chunk was understood.
    pub(super) decisions: Decisions,
    pub(super) understood: Arc<Understood>,
    pub(super) joined: Arc<Joined>,
    /// Series of the dataset for each series of the chunk.
    pub(super) globals: Box<[usize]>,
}

impl Piece {
    /// Series of the dataset that holds an observation.
    pub(super) fn series(&self, nth: usize) -> usize {
        self.globals.get(self.joined.code(nth)).copied().unwrap_or(0)
    }

    fn cell<'a>(&'a self, file: &'a FilePart, nth: usize, role: Role) -> &'a str {
        file.reading.text(&self.chunk, self.understood.row(nth), self.understood.field(nth), role)
    }

    pub(super) fn reported(&self, file: &FilePart, nth: usize) -> Option<Day> {
        let column = file.reading.roles.get(Role::Reported).and_then(|at| self.chunk.column(at));
        self.understood.reported(column, self.understood.row(nth))
    }

    fn numbers(&self, nth: usize) -> Option<Numbers<'_>> {
        let only = self.joined.local(nth).and_then(|series| series.fill.as_ref());
        self.understood.measures.numbers(nth, only)
    }

    fn measure(&self, file: &FilePart, nth: usize) -> Measure {
        let raw = file.reading.raw(&self.chunk, self.understood.row(nth), self.understood.field(nth));
        let only = self.joined.local(nth).and_then(|series| series.fill.as_ref());
        self.understood.measures.get(nth, &raw, only)
    }
}

#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) files: Vec<FilePart>,
    pub(super) names: Vec<Arc<str>>,
    pub(super) headers: Vec<Arc<str>>,
    pub(super) pieces: Vec<Piece>,
    pub(super) rows: usize,
    pub(super) observations: usize,
    pub(super) bad_rows: BTreeSet<usize>,
    pub(super) series: Vec<SeriesInfo>,
    pub(super) series_index: BTreeMap<SeriesKey, usize>,
    /// Number of an observation among those of its key and period, where it is not the first.
    pub(super) nths: BTreeMap<ObsRef, u16>,
    pub(super) revisions: Vec<Revision>,
    pub(super) conflicts: Vec<Vec<ObsRef>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) explanation: Vec<String>,
    pub(super) summary: Summary,
    pub(super) sources: Vec<Arc<str>>,
    /// Further columns that belong to the key, by header.
    pub(super) key_columns: Vec<Arc<str>>,
    pub(super) options: ReadOptions,
}

impl Parts {
    pub(super) fn located(&self, at: ObsRef) -> Option<(&Piece, &FilePart, usize)> {
        let at = at.0 as usize;
        if at >= self.observations {
            return None;
        }
        let piece = self.pieces.partition_point(|piece| piece.first_obs <= at).checked_sub(1);
        let piece = self.pieces.get(piece?)?;
        Some((piece, self.files.get(piece.file)?, at - piece.first_obs))
    }

    fn piece_of_row(&self, row: usize) -> Option<(&Piece, &FilePart, usize)> {
        let piece = self.pieces.partition_point(|piece| piece.first_row <= row).checked_sub(1);
        let piece = self.pieces.get(piece?)?;
        let own = row - piece.first_row;
        (own < piece.chunk.rows()).then_some((piece, self.files.get(piece.file)?, own))
    }

    pub(super) fn measure(&self, at: ObsRef) -> Measure {
        let found = self.located(at);
        found.map_or_else(
            || Measure::wordless(Shape::Missing, Unit::none(), ""),
            |(piece, file, nth)| piece.measure(file, nth),
        )
    }

    pub(super) fn series_of(&self, at: ObsRef) -> usize {
        self.located(at).map_or(0, |(piece, _, nth)| piece.series(nth))
    }

    /// Observations whose period is typed and could not be read, in order.
    pub(super) fn refused_periods(&self) -> impl Iterator<Item = ObsRef> {
        self.pieces.iter().flat_map(|piece| {
            let refused = piece.understood.refused_periods.iter();
            refused.map(|nth| ObsRef(u32::try_from(piece.first_obs).unwrap_or(u32::MAX).saturating_add(*nth)))
        })
    }

    /// Whether a column of the table holds values, or ends of them: in an export each is a record of its own.
    pub(super) fn is_value(&self, column: usize) -> bool {
        self.files.iter().any(|file| {
            let own = file.columns.get(column).copied().flatten();
            own.is_some_and(|own| file.reading.fields.iter().flat_map(Field::columns).any(|known| known == own))
        })
    }

    /// One cell of the table.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        let found = self.piece_of_row(row);
        let own = |file: &FilePart| file.columns.get(column).copied().flatten();
        found.and_then(|(piece, file, row)| Some(piece.chunk.cell(row, own(file)?))).unwrap_or("")
    }

    /// The file of an observation.
    pub(super) fn file_of(&self, at: ObsRef) -> Option<&FilePart> {
        self.located(at).map(|(_, file, _)| file)
    }

    /// Row of the table, file and line of an observation.
    pub(super) fn place(&self, at: ObsRef) -> Option<(usize, Place)> {
        let (piece, file, nth) = self.located(at)?;
        let row = piece.understood.row(nth);
        let place = Place { file: Some(file.name.clone()), line: Some(piece.chunk.line(row)), ..Place::default() };
        Some((piece.first_row + row, place))
    }

    /// Whether a column of the table tells only where an exported row once stood, or is another field of an export.
    pub(super) fn is_provenance(&self, column: usize) -> bool {
        let header = self.headers.get(column).map_or("", |header| header.trim());
        self.files.iter().any(|file| {
            let own = file.columns.get(column).copied().flatten();
            let exported = file.reading.exported.as_ref();
            let field = || own.is_some_and(|own| exported.is_some_and(|fields| fields.plays(own)));
            own.is_some() && exported.is_some() && (field() || matches!(header, "file" | "line"))
        })
    }
}

/// Counts of a dataset, made once when it is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Observations that are no events.
    pub figures: usize,
    /// Events.
    pub events: usize,
    /// Distinct sources.
    pub sources: usize,
    /// Errors and warnings.
    pub problems: usize,
    /// The period that ends last.
    pub newest: Period,
}

impl Default for Summary {
    fn default() -> Self {
        Self { figures: 0, events: 0, sources: 0, problems: 0, newest: Period::NONE }
    }
}

/// One observation, assembled from the typed columns on demand.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation<'a> {
    /// Its place in this dataset.
    pub at: ObsRef,
    /// Who or what, as typed.
    pub entity: &'a str,
    /// What is measured, or the event's name, as typed.
    pub metric: &'a str,
    /// When.
    pub period: Period,
    /// The period as typed.
    pub period_text: Cow<'a, str>,
    /// How much; `raw` is the value as typed.
    pub measure: Measure,
    /// Who measured or said it.
    pub source: &'a str,
    /// Document in which it was read.
    pub via: &'a str,
    /// Paragraph, page or URL, as typed (`¶36`, `36`).
    pub reference: &'a str,
    /// Date of the report.
    pub reported: Option<Day>,
    /// Status as one of `A E F P R B D U claimed target`, empty if none.
    pub status: &'a str,
    /// `high`, `medium`, `low`, or empty.
    pub confidence: &'a str,
    /// Region, platform, definition.
    pub scope: &'a str,
    /// For lanes and colour.
    pub group: &'a str,
    /// `measure event count rank share price duration text rating`, guessed where absent.
    pub kind: &'a str,
    /// Free text.
    pub note: &'a str,
    /// The record it came from.
    pub row: usize,
}

/// One record of the file, observation or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// File as the user named it.
    pub file: &'a str,
    /// 1-based line where the record starts.
    pub line: u32,
    /// Cells as read, padded to the number of columns; extra cells after them.
    pub cells: Vec<&'a str>,
    /// The observations that it became, as numbers of [`ObsRef`]s: one for each column of values at most.
    pub observations: std::ops::Range<u32>,
    /// Whether a diagnostic of severity warning or error names this record.
    pub bad: bool,
}

impl Row<'_> {
    /// The first observation that it became, if it became any.
    pub fn observation(&self) -> Option<ObsRef> {
        (!self.observations.is_empty()).then_some(ObsRef(self.observations.start))
    }
}

/// One series: its key, how it is shown, its observations by period.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesInfo {
    /// Content key.
    pub key: SeriesKey,
    /// Entity as shown ("Doubao 豆包").
    pub entity: Arc<str>,
    /// Metric as shown.
    pub metric: Arc<str>,
    /// The shown entity in the forms in which names are compared.
    pub entity_forms: Folded,
    /// The shown metric likewise.
    pub metric_forms: Folded,
    /// Observations ordered by period, then reported, then file order.
    pub observations: Vec<ObsRef>,
}

/// A later report of the same key and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    /// The observation that was replaced.
    pub old: ObsRef,
    /// The one that replaces it.
    pub new: ObsRef,
}

impl Dataset {
    /// Names of the files it was read from.
    pub fn files(&self) -> &[Arc<str>] {
        &self.parts.names
    }

    /// Number of observations, events included.
    pub fn len(&self) -> usize {
        self.parts.observations
    }

    /// Whether there is no observation.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All observations in file order.
    pub fn refs(&self) -> impl Iterator<Item = ObsRef> + '_ {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(ObsRef)
    }

    /// One observation. `at` must be of this dataset; any other gives an empty one.
    pub fn get(&self, at: ObsRef) -> Observation<'_> {
        let found = self.parts.located(at);
        let cell = |role| found.map_or("", |(piece, file, nth)| piece.cell(file, nth, role));
        let measure = self.parts.measure(at);
        let kind = found.map_or("", |(piece, file, nth)| {
            let column = file.reading.roles.get(Role::Kind).and_then(|at| piece.chunk.column(at));
            piece.understood.kind(column, piece.understood.row(nth)).unwrap_or_else(|| guessed_kind(&measure))
        });
        let period_text = found.map_or(Cow::Borrowed(""), |(piece, file, nth)| {
            file.reading.period_text(&piece.chunk, piece.understood.row(nth), piece.understood.field(nth))
        });
        Observation {
            at,
            entity: cell(Role::Entity),
            metric: cell(Role::Metric),
            period: self.period(at),
            period_text,
            measure,
            source: cell(Role::Source),
            via: cell(Role::Via),
            reference: cell(Role::Ref),
            reported: self.reported(at),
            status: schema::status(cell(Role::Status)),
            confidence: schema::confidence(cell(Role::Confidence)),
            scope: cell(Role::Scope),
            group: cell(Role::Group),
            kind,
            note: cell(Role::Note),
            row: found.map_or(0, |(piece, _, nth)| piece.first_row + piece.understood.row(nth)),
        }
    }

    /// The cell of an observation that plays a role, as typed, without assembling all of it.
    pub fn cell(&self, at: ObsRef, role: Role) -> &str {
        let found = self.parts.located(at);
        found.map_or("", |(piece, file, nth)| piece.cell(file, nth, role))
    }

    /// The cell of an observation's record in a column of the table, as typed, without assembling the rest of the record.
    pub fn column_cell(&self, at: ObsRef, column: usize) -> &str {
        let found = self.parts.located(at);
        let own = |file: &FilePart| file.columns.get(column).copied().flatten();
        found.and_then(|(piece, file, nth)| Some(piece.chunk.cell(piece.understood.row(nth), own(file)?))).unwrap_or("")
    }

    /// The same in the forms in which names are compared; `None` where no column plays the role.
    pub fn folded(&self, at: ObsRef, role: Role) -> Option<&Folded> {
        let (piece, file, nth) = self.parts.located(at)?;
        file.reading.folded(&piece.chunk, piece.understood.row(nth), piece.understood.field(nth), role)
    }

    /// The period of an observation, without assembling all of it.
    pub fn period(&self, at: ObsRef) -> Period {
        self.parts.located(at).map_or(Period::NONE, |(piece, _, nth)| piece.understood.periods.get(nth))
    }

    /// The measure of an observation, without assembling the rest of it.
    pub fn measure(&self, at: ObsRef) -> Measure {
        self.parts.measure(at)
    }

    /// The numbers of an observation, without its texts; `None` where it states none.
    pub fn numbers(&self, at: ObsRef) -> Option<Numbers<'_>> {
        self.parts.located(at).and_then(|(piece, _, nth)| piece.numbers(nth))
    }

    /// The status of an observation, as [`Observation::status`].
    pub fn status(&self, at: ObsRef) -> &str {
        schema::status(self.cell(at, Role::Status))
    }

    /// The date of the report of an observation, without assembling all of it.
    pub fn reported(&self, at: ObsRef) -> Option<Day> {
        self.parts.located(at).and_then(|(piece, file, nth)| piece.reported(file, nth))
    }

    /// Counts that were made when it was read: they cost nothing here.
    pub fn summary(&self) -> Summary {
        self.parts.summary
    }

    /// Content key of an observation of this dataset.
    pub fn key(&self, at: ObsRef) -> ObsKey {
        let empty = || Arc::from("");
        let series = self.series_info(at).map_or_else(
            || SeriesKey {
                entity: empty(),
                metric: empty(),
                dimension: Unit::none().dimension,
                source: empty(),
                scope: empty(),
            },
            |series| series.key.clone(),
        );
        ObsKey { series, period: self.period(at), nth: self.nth(at) }
    }

    fn nth(&self, at: ObsRef) -> u16 {
        self.parts.nths.get(&at).copied().unwrap_or(0)
    }

    /// The observation of that content, if this dataset has it.
    pub fn find(&self, key: &ObsKey) -> Option<ObsRef> {
        let series = self.parts.series.get(*self.parts.series_index.get(&key.series)?)?;
        let before = series.observations.partition_point(|at| self.period(*at) < key.period);
        let same = series.observations.iter().skip(before).take_while(|at| self.period(**at) == key.period);
        same.copied().find(|at| self.nth(*at) == key.nth)
    }

    fn series_info(&self, at: ObsRef) -> Option<&SeriesInfo> {
        let (piece, _, nth) = self.parts.located(at)?;
        self.parts.series.get(piece.series(nth))
    }

    /// The entity as shown everywhere: the first of its joined names ("Doubao 豆包").
    pub fn entity_name(&self, at: ObsRef) -> &str {
        self.series_info(at).map_or("", |series| &series.entity)
    }

    /// The metric as shown everywhere: the first of its joined names.
    pub fn metric_name(&self, at: ObsRef) -> &str {
        self.series_info(at).map_or("", |series| &series.metric)
    }

    /// Whether an observation is of an entity, by the rules of names: whole, either half, other names.
    pub fn is_of(&self, at: ObsRef, entity: &Folded) -> bool {
        self.series_info(at).is_some_and(|series| series.entity_forms.is_same(entity))
    }

    /// All series in order of first appearance.
    pub fn series(&self) -> &[SeriesInfo] {
        &self.parts.series
    }

    /// The series that holds an observation, as an index into [`Dataset::series`].
    pub fn series_of(&self, at: ObsRef) -> usize {
        self.parts.series_of(at)
    }

    /// Later reports of the same key and period.
    pub fn revisions(&self) -> &[Revision] {
        &self.parts.revisions
    }

    /// Groups of observations with the same key, period and `reported` but different values.
    pub fn conflicts(&self) -> &[Vec<ObsRef>] {
        &self.parts.conflicts
    }

    /// Header of the table as read, in file order.
    pub fn headers(&self) -> &[Arc<str>] {
        &self.parts.headers
    }

    /// The header that plays a role (`"entity"`, `"source"` ...), as a column index.
    pub fn role_column(&self, role: &str) -> Option<usize> {
        let role = Role::named(role)?;
        self.parts.files.iter().find_map(|file| {
            let own = file.reading.column(role)?;
            file.columns.iter().position(|column| *column == Some(own))
        })
    }

    /// What a column of the table is for: a role, or `low`, `high`, `margin`, `end` ...; `None` = a further column.
    pub fn column_role(&self, column: usize) -> Option<&'static str> {
        self.parts.files.iter().find_map(|file| file.reading.role_name(file.columns.get(column).copied().flatten()?))
    }

    /// Whether the cells of a column are numbers, as far as its first records tell.
    pub fn is_figures(&self, column: usize) -> bool {
        let kind = self.parts.files.iter().find_map(|file| {
            let own = file.columns.get(column).copied().flatten()?;
            self.profiles(file).get(own).map(|profile| profile.kind)
        });
        kind.is_some_and(ColumnKind::is_measure)
    }

    /// Whether all files are in the form of NUMBERS part 1 or exports of it, so that a column has one meaning for all rows.
    pub fn is_strict(&self) -> bool {
        self.parts.files.iter().all(|file| file.reading.is_strict())
    }

    /// The observation of a record whose value, or an end of it, stands in a column of the table.
    pub fn observation_at(&self, row: usize, column: usize) -> Option<ObsRef> {
        let (piece, file, own) = self.parts.piece_of_row(row)?;
        let column = file.columns.get(column).copied().flatten()?;
        let nth = piece.understood.of_row(own).find(|nth| {
            let field = file.reading.fields.get(piece.understood.field(*nth));
            field.is_some_and(|field| field.columns().any(|known| known == column))
        })?;
        u32::try_from(piece.first_obs + nth).ok().map(ObsRef)
    }

    /// Number of records, whether observations or not.
    pub fn rows(&self) -> usize {
        self.parts.rows
    }

    /// One record; `row` below [`Dataset::rows`], any other gives an empty one.
    pub fn row(&self, row: usize) -> Row<'_> {
        let Some((piece, file, own)) = self.parts.piece_of_row(row) else {
            return Row { file: "", line: 0, cells: Vec::new(), observations: 0..0, bad: false };
        };
        let known = file.columns.iter().map(|column| column.map_or("", |at| piece.chunk.cell(own, at)));
        let (first, of_row) = (piece.first_obs, piece.understood.of_row(own));
        let at = |nth: usize| u32::try_from(first + nth).unwrap_or(u32::MAX);
        Row {
            file: &file.name,
            line: piece.chunk.line(own),
            cells: known.chain(piece.chunk.extra(own)).collect(),
            observations: at(of_row.start)..at(of_row.end),
            bad: self.parts.bad_rows.contains(&row),
        }
    }

    /// The record that holds a line of a file, if one does.
    pub fn row_at(&self, file: &str, line: u32) -> Option<usize> {
        let at = self.parts.files.iter().position(|known| &*known.name == file)?;
        let mut pieces = self.parts.pieces.iter().rev().filter(|piece| piece.file == at);
        let piece = pieces.find(|piece| piece.chunk.line(0) <= line)?;
        piece.chunk.row_at(line).map(|row| piece.first_row + row)
    }

    /// Records that a diagnostic of severity warning or error names, observations or not, in order.
    pub fn bad_rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.bad_rows.iter().copied()
    }

    /// What could not be read: file by file, in the order of lines.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.parts.diagnostics
    }

    /// How the files were read, and why, in sentences (`i` in the app, `check --explain`): the columns last.
    pub fn explanation(&self) -> Vec<String> {
        let mut out = self.parts.explanation.clone();
        for file in &self.parts.files {
            out.extend(file.decisions.words(&file.reading, &file.headers));
            let profiles = self.profiles(file);
            let columns = file.headers.iter().enumerate().zip(profiles);
            out.extend(
                columns.map(|((at, header), profile)| explain_column(header, file.reading.role_name(at), profile)),
            );
        }
        out
    }

    fn profiles<'a>(&'a self, file: &'a FilePart) -> &'a [Profile] {
        file.profiles.get_or_init(|| {
            let at = self.parts.files.iter().position(|known| known.name == file.name);
            let first = self.parts.pieces.iter().find(|piece| Some(piece.file) == at);
            first.map_or_else(Vec::new, |piece| profiles(&piece.chunk, &file.headers, &file.units))
        })
    }

    /// What each file is, and what its columns are.
    pub fn tables(&self) -> Vec<TableInfo<'_>> {
        let table = |file| TableInfo::of(file, self.profiles(file));
        self.parts.files.iter().map(table).collect()
    }

    /// Distinct sources in order of first appearance.
    pub fn sources(&self) -> Vec<&str> {
        self.parts.sources.iter().map(|source| &**source).collect()
    }
}
