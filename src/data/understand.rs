//! Cells -> what they say: one chunk at a time, each distinct cell once.

mod measure;
mod written;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::ReadOptions;
use super::columns::Decisions;
use super::dialect::Dialect;
use super::exported::BadField;
use super::names::Names;
use super::records;
use super::schema::{KINDS, Role};
use super::shape::{Field, Reading};
use super::table::{Chunk, Measures, MeasuresBuilder, Periods, PeriodsBuilder, Texts, takes_unit};
use crate::base::{
    Day, Diagnostic, Dimension, Excerpt, FiscalYearEnd, Measure, Period, PeriodContext, PeriodError, Place, Severity,
    Shape, Unit, ValueContext, ValueError, fold, halves, parse_period, parse_split_year,
};

/// A file while it is read.
#[derive(Debug)]
pub(super) struct Opened<'a> {
    pub(super) name: &'a Arc<str>,
    pub(super) text: &'a str,
    pub(super) dialect: &'a Dialect,
    pub(super) headers: &'a [String],
    pub(super) reading: &'a Reading,
}

impl Opened<'_> {
    /// Where a record, or one cell of it, starts.
    pub(super) fn place(&self, chunk: &Chunk, row: usize, column: Option<usize>) -> Place {
        let at = column.map(|at| records::cell_place(self.text, chunk.byte(row), at, self.dialect));
        Place {
            file: Some(self.name.clone()),
            line: Some(chunk.line(row).saturating_add(at.map_or(0, |(lines, _)| lines))),
            col: at.map(|(_, col)| col),
            column: column.and_then(|at| self.headers.get(at)).map(|header| Arc::from(header.as_str())),
        }
    }

    /// The line there.
    pub(super) fn excerpt(&self, chunk: &Chunk, row: usize, place: &Place) -> Option<Excerpt> {
        let lines = place.line?.saturating_sub(chunk.line(row));
        records::excerpt(self.text, chunk.byte(row), lines, place.col.unwrap_or(1))
    }
}

/// What one chunk says.
#[derive(Debug)]
pub(super) struct Understood {
    /// Row of each observation, in order; `None` = each row is one.
    rows: Option<Box<[u32]>>,
    /// Field of each observation; `None` = the only one.
    fields: Option<Box<[u16]>>,
    len: usize,
    /// By observation, as are the measures; those have only units of their own.
    pub(super) periods: Periods,
    pub(super) measures: Measures,
    /// Day of each distinct `reported`.
    reported: Box<[Option<Day>]>,
    /// Each distinct `kind` that is one of [`KINDS`].
    kinds: Box<[Option<&'static str>]>,
    /// Observations whose period could not be read.
    pub(super) refused_periods: Box<[u32]>,
    /// What is wrong with which row.
    pub(super) problems: Box<[(u32, Diagnostic)]>,
    /// Metrics of which this chunk asked whether any row has a value, with the answer it got.
    asked: BTreeMap<String, bool>,
    /// Units that the values of a metric have.
    pub(super) units: BTreeMap<String, Vec<Unit>>,
    /// Metrics with values that lack a unit.
    pub(super) unitless: BTreeSet<String>,
    pub(super) events: usize,
    /// The period that ends last.
    pub(super) newest: Period,
    /// Distinct sources in order of first appearance.
    pub(super) sources: Box<[Arc<str>]>,
}

impl Understood {
    /// Number of observations.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The row of an observation.
    pub(super) fn row(&self, nth: usize) -> usize {
        self.rows.as_ref().map_or(nth, |rows| rows.get(nth).map_or(usize::MAX, |row| *row as usize))
    }

    /// The field of an observation.
    pub(super) fn field(&self, nth: usize) -> usize {
        self.fields.as_ref().map_or(0, |fields| fields.get(nth).map_or(0, |field| usize::from(*field)))
    }

    /// The observations of a row.
    pub(super) fn of_row(&self, row: usize) -> std::ops::Range<usize> {
        match &self.rows {
            None => row.min(self.len)..(row + 1).min(self.len),
            Some(rows) => {
                let row = row as u32;
                rows.partition_point(|known| *known < row)..rows.partition_point(|known| *known <= row)
            }
        }
    }

    pub(super) fn reported(&self, reported: Option<&Texts>, row: usize) -> Option<Day> {
        reported.and_then(|texts| self.reported.get(texts.code(row)).copied().flatten())
    }

    /// The kind that a row states.
    pub(super) fn kind(&self, kinds: Option<&Texts>, row: usize) -> Option<&'static str> {
        kinds.and_then(|texts| self.kinds.get(texts.code(row)).copied().flatten())
    }

    /// Whether it would be the same with these metrics having values.
    pub(super) fn holds_for(&self, valued: &BTreeSet<String>) -> bool {
        self.asked.iter().all(|(metric, answer)| valued.contains(metric) == *answer)
    }
}

/// The kind of a row that states none.
pub(super) fn guessed_kind(measure: &Measure) -> &'static str {
    match (&measure.shape, &measure.unit.dimension) {
        (Shape::Event, _) => "event",
        (Shape::Text, _) => "text",
        (_, Dimension::Time) => "duration",
        (_, Dimension::Money(_)) => "price",
        (_, Dimension::Percent) => "share",
        (_, Dimension::Rank) => "rank",
        // Money per something, as `USD/h`; other rates are no counts.
        (_, Dimension::Word(_)) if measure.unit.code.contains('/') => {
            let currency = measure.unit.code.split('/').next().unwrap_or("");
            if currency.len() == 3 && currency.bytes().all(|c| c.is_ascii_uppercase()) { "price" } else { "measure" }
        }
        (_, Dimension::Word(_)) => "count",
        _ => "measure",
    }
}

/// Reads one chunk of a file.
pub(super) fn understand(
    chunk: &Chunk,
    file: &Opened<'_>,
    decisions: &Decisions,
    valued: &BTreeSet<String>,
    names: &Names,
    options: &ReadOptions,
) -> Understood {
    let reader = Reader::new(chunk, file, decisions, valued, names, options);
    reader.read()
}

struct Reader<'a> {
    chunk: &'a Chunk,
    file: &'a Opened<'a>,
    options: &'a ReadOptions,
    valued: &'a BTreeSet<String>,
    period: PeriodContext,
    /// Of each distinct metric, as compared.
    metrics: Vec<String>,
    kinds: Vec<Option<&'static str>>,
    reported: Vec<Result<Option<Day>, PeriodError>>,
    /// Period by its code and those of its end, `reported`, entity and group.
    periods: HashMap<[usize; 6], Result<Period, PeriodError>>,
    /// How to read values, by field and unit.
    units: Vec<HashMap<String, (ValueContext, Unit, f64)>>,
    value: ValueContext,
    decimal_comma: Arc<[Option<bool>]>,
    split_years: bool,
    asked: BTreeMap<String, bool>,
    problems: Vec<(u32, Diagnostic)>,
}

impl<'a> Reader<'a> {
    fn new(
        chunk: &'a Chunk,
        file: &'a Opened<'a>,
        decisions: &Decisions,
        valued: &'a BTreeSet<String>,
        names: &Names,
        options: &'a ReadOptions,
    ) -> Self {
        let entries = |role| file.reading.texts(chunk, role).into_iter();
        let period = PeriodContext {
            day_first: decisions.day_first,
            months: decisions.months,
            anchor: options.anchor,
            fiscal: FiscalYearEnd::default(),
        };
        let value = ValueContext { zhao: options.zhao, yen_is_jpy: options.yen_is_jpy, ..ValueContext::default() };
        Self {
            metrics: entries(Role::Metric).map(|metric| names.metric_key(metric)).collect(),
            kinds: entries(Role::Kind).map(fold).map(|kind| KINDS.into_iter().find(|known| *known == kind)).collect(),
            reported: entries(Role::Reported)
                .map(|cell| parse_period(cell.trim(), &period).map(|period| period.last))
                .collect(),
            periods: HashMap::new(),
            units: vec![HashMap::new(); file.reading.fields.len()],
            asked: BTreeMap::new(),
            problems: Vec::new(),
            chunk,
            file,
            options,
            valued,
            period,
            value,
            decimal_comma: decisions.decimal_comma.clone(),
            split_years: decisions.split_years,
        }
    }

    fn cell(&self, row: usize, field: usize, role: Role) -> &'a str {
        self.file.reading.text(self.chunk, row, field, role).trim()
    }

    fn code(&self, row: usize, field: usize, role: Role) -> usize {
        self.file.reading.code(self.chunk, row, field, role)
    }

    fn problem(&mut self, row: usize, diagnostic: Diagnostic, column: Option<usize>) {
        let place = self.file.place(self.chunk, row, column);
        let excerpt = self.file.excerpt(self.chunk, row, &place);
        self.problems.push((row as u32, diagnostic.with_excerpt(excerpt).at(place)));
    }

    /// A period or date that cannot be read. In a table that nobody wrote for this program that is worth a warning only.
    fn refused(&mut self, row: usize, column: Option<usize>, cell: &str, role: Role, error: &PeriodError) {
        let kept = if role == Role::Reported { "Not used." } else { "Kept as text, without a day." };
        self.refusal(row, column, cell, error.code, &error.message, kept, error.help.as_deref());
    }

    fn refused_value(&mut self, row: usize, column: Option<usize>, cell: &str, error: &ValueError) {
        self.refusal(row, column, cell, error.code, &error.message, "Kept as text, not drawn.", error.help.as_deref());
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one sentence, each from elsewhere")]
    fn refusal(
        &mut self,
        row: usize,
        column: Option<usize>,
        cell: &str,
        code: &'static str,
        message: &str,
        kept: &str,
        help: Option<&str>,
    ) {
        let help = help.map_or_else(String::new, |help| format!(" {}", capital(help)));
        let severity = if self.file.reading.is_strict() { Severity::Error } else { Severity::Warning };
        let diagnostic = Diagnostic::new(severity, code, message).with_text(cell).with_help(format!("{kept}{help}"));
        self.problem(row, diagnostic, column);
    }

    fn bad_field(&mut self, row: usize, bad: &BadField) {
        let message = format!("{} cannot be \"{}\" here", bad.name, bad.text);
        let help = "Kept as text, not drawn. An export is read by its fields; without first_day it is read by value";
        self.problem(row, Diagnostic::error("bad-field", message).with_text(&bad.text).with_help(help), bad.column);
    }

    fn read(mut self) -> Understood {
        self.check_records();
        let (mut periods, mut measures) = (PeriodsBuilder::default(), MeasuresBuilder::default());
        let (mut rows, mut fields, mut events, mut newest) = (Vec::new(), Vec::new(), 0, Period::NONE);
        let mut units: Vec<Vec<Unit>> = vec![Vec::new(); self.metrics.len()];
        let mut unitless = vec![false; self.metrics.len()];
        let mut sources: Vec<(usize, Arc<str>)> = Vec::new();
        let mut told = vec![false; self.file.reading.texts(self.chunk, Role::Source).len()];
        let mut refused_periods = Vec::new();
        let reading = self.file.reading;
        let rows_here = if reading.fields.is_empty() { 0 } else { self.chunk.rows() };
        for row in 0..rows_here {
            if self.chunk.is_header(row) || !self.is_observation(row) {
                continue;
            }
            for (field, columns) in reading.fields.iter().enumerate() {
                if !reading.is_strict() && !self.says(row, columns) {
                    continue;
                }
                let period = self.period_of(row, field);
                if period == Period::NONE && !self.cell(row, field, Role::Period).is_empty() {
                    refused_periods.push(rows.len() as u32);
                }
                let measure = self.measure(row, field);
                rows.push(row as u32);
                fields.push(u16::try_from(field).unwrap_or(u16::MAX));
                events += usize::from(measure.shape == Shape::Event);
                if period.last > newest.last {
                    newest = period;
                }
                let metric = self.code(row, field, Role::Metric);
                // Words behind one figure of a stranger's column say nothing of the others.
                let lends = reading.is_strict() || !matches!(measure.unit.dimension, Dimension::Word(_));
                if !takes_unit(measure.shape) || !lends {
                } else if measure.unit.code.is_empty() {
                    if let Some(slot) = unitless.get_mut(metric) {
                        *slot = true;
                    }
                } else if let Some(known) = units.get_mut(metric)
                    && !known.contains(&measure.unit)
                {
                    known.push(measure.unit.clone());
                }
                let source = self.code(row, field, Role::Source);
                if let Some(known) = told.get_mut(source).filter(|known| !**known) {
                    *known = true;
                    sources.push((source, Arc::from(self.cell(row, field, Role::Source))));
                }
                periods.push(period);
                measures.push(&measure);
            }
        }
        let mut by_metric: BTreeMap<String, Vec<Unit>> = BTreeMap::new();
        for (metric, units) in self.metrics.iter().zip(units).filter(|(_, units)| !units.is_empty()) {
            by_metric.entry(metric.clone()).or_default().extend(units);
        }
        let without = self.metrics.iter().zip(unitless).filter(|(_, without)| *without);
        let len = rows.len();
        let one_each = len == self.chunk.rows() && reading.fields.len() < 2;
        Understood {
            rows: (!one_each).then(|| rows.into()),
            fields: (reading.fields.len() > 1).then(|| fields.into()),
            len,
            periods: periods.finish(),
            measures: measures.finish(),
            unitless: without.map(|(metric, _)| metric.clone()).collect(),
            reported: self.reported.into_iter().map(|day| day.ok().flatten()).collect(),
            kinds: self.kinds.into(),
            refused_periods: refused_periods.into(),
            problems: self.problems.into(),
            asked: self.asked,
            units: by_metric,
            events,
            newest,
            sources: sources.into_iter().map(|(_, source)| source).filter(|source| !source.is_empty()).collect(),
        }
    }

    /// Whether a record has anything for a field.
    fn says(&self, row: usize, field: &Field) -> bool {
        let mut columns = field.columns().peekable();
        columns.peek().is_none() || columns.any(|column| !self.chunk.cell(row, column).trim().is_empty())
    }

    /// Whether a row names what it is about. A wholly blank one is no observation and no problem.
    fn is_observation(&mut self, row: usize) -> bool {
        let reading = self.file.reading;
        let (entity, metric) = (self.cell(row, 0, Role::Entity), self.cell(row, 0, Role::Metric));
        let (message, role) = match (entity, metric) {
            ("", "") => ("neither entity nor metric", Role::Entity),
            ("", _) => ("no entity", Role::Entity),
            (_, "") => ("no metric", Role::Metric),
            _ => return true,
        };
        let width = self.file.headers.len();
        let mut cells = (0..width).map(|at| self.chunk.cell(row, at)).chain(self.chunk.extra(row));
        // The rest of a broken record was named with its beginning.
        let is_rest = |this: &Self| {
            let before = row.checked_sub(1).and_then(|row| Some((row, this.chunk.ragged_at(row)?)));
            before.is_some_and(|(before, cells)| this.rest_of(before, cells, width) == Some(row))
        };
        let ragged = self.chunk.ragged_at(row).is_some();
        let due = !ragged && reading.is_strict() || reading.fields.iter().any(|field| self.says(row, field));
        if due && cells.any(|cell| !cell.trim().is_empty()) && !is_rest(self) {
            let what = if reading.is_strict() {
                "A figure needs entity and metric in its own row"
            } else {
                "A figure needs a name in its own row"
            };
            let severity = if reading.is_strict() { Severity::Error } else { Severity::Warning };
            let diagnostic = Diagnostic::new(severity, "no-name", format!("{message} in this row"))
                .with_help(format!("Kept in the table, not drawn. {what}"));
            self.problem(row, diagnostic, reading.roles.get(role));
        }
        false
    }

    fn period_of(&mut self, row: usize, field: usize) -> Period {
        let reading = self.file.reading;
        let reported = match self.reported.get(self.code(row, field, Role::Reported)) {
            None => None,
            Some(Ok(day)) => *day,
            Some(Err(error)) => {
                let error = error.clone();
                self.refused(
                    row,
                    reading.roles.get(Role::Reported),
                    self.cell(row, field, Role::Reported),
                    Role::Reported,
                    &error,
                );
                None
            }
        };
        if let Some(exported) = &reading.exported {
            let context = PeriodContext { anchor: reported.or(self.options.anchor), ..self.period.clone() };
            return exported.period(self.chunk, row, &context).unwrap_or_else(|bad| {
                self.bad_field(row, &bad);
                Period::NONE
            });
        }
        let fiscal = !self.options.fiscal.is_empty();
        let of = |role| if fiscal { self.code(row, field, role) } else { 0 };
        let end = reading.end.and_then(|column| self.chunk.column(column)).map_or(0, |texts| texts.code(row));
        let start = reading.roles.get(Role::Period).and_then(|column| self.chunk.column(column));
        let key = [
            self.code(row, field, Role::Period),
            start.map_or(0, |texts| texts.code(row)),
            end,
            self.code(row, field, Role::Reported),
            of(Role::Entity),
            of(Role::Group),
        ];
        let found = if let Some(known) = self.periods.get(&key) {
            known.clone()
        } else {
            let context = PeriodContext {
                anchor: reported.or(self.options.anchor),
                fiscal: self.fiscal(self.cell(row, field, Role::Entity), self.cell(row, field, Role::Group)),
                ..self.period.clone()
            };
            let parsed = self.parse_period(row, field, &context);
            self.periods.insert(key, parsed.clone());
            parsed
        };
        found.unwrap_or_else(|error| {
            let (cell, column) = (self.cell(row, field, Role::Period), self.period_column());
            self.refused(row, column, cell, Role::Period, &error);
            Period::NONE
        })
    }

    /// The column that a problem with a period is in.
    fn period_column(&self) -> Option<usize> {
        let reading = self.file.reading;
        reading.roles.get(Role::Period).or(reading.packed.as_ref().map(|packed| packed.column))
    }

    /// The period of a row: of one cell, of two that tell its ends, and then with the label that another cell gives it.
    fn parse_period(&self, row: usize, field: usize, context: &PeriodContext) -> Result<Period, PeriodError> {
        let reading = self.file.reading;
        let cell = self.cell(row, field, Role::Period);
        let split = if self.split_years { parse_split_year(cell, context) } else { None };
        let label = split.map_or_else(|| parse_period(cell, context), Ok);
        let Some(end) = reading.end else { return label };
        let first = match &reading.packed {
            Some(_) => {
                parse_period(reading.roles.get(Role::Period).map_or("", |at| self.chunk.cell(row, at).trim()), context)?
            }
            None => label.clone()?,
        };
        let last = parse_period(self.chunk.cell(row, end).trim(), context)?;
        if first.first.zip(last.last).is_some_and(|(first, last)| last < first) {
            let help = Some("write the earlier day as the start".to_owned());
            return Err(PeriodError {
                code: "bad-period",
                message: "the period ends before it begins".to_owned(),
                help,
            });
        }
        let label = label.ok().filter(|_| reading.packed.is_some());
        Ok(Period::between(first, last, label))
    }

    fn fiscal(&self, entity: &str, group: &str) -> FiscalYearEnd {
        if self.options.fiscal.is_empty() {
            return FiscalYearEnd::default();
        }
        let of = |name: &str| self.options.fiscal.get(&fold(name)).copied();
        of(entity)
            .or_else(|| halves(entity).and_then(|(a, b)| of(a).or_else(|| of(b))))
            .or_else(|| of(group))
            .unwrap_or_default()
    }

    /// Whether any row of the metric of this row has a value.
    fn has_values(&mut self, row: usize) -> bool {
        let Some(metric) = self.metrics.get(self.code(row, 0, Role::Metric)) else { return false };
        let answer = self.valued.contains(metric);
        if !self.asked.contains_key(metric) {
            self.asked.insert(metric.clone(), answer);
        }
        answer
    }
}

/// A sentence of its own begins with a capital.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Rows with a problem that is worse than a note.
pub(super) fn bad_rows(understood: &Understood) -> impl Iterator<Item = usize> {
    let bad = understood.problems.iter().filter(|(_, problem)| problem.severity >= Severity::Warning);
    bad.map(|(row, _)| *row as usize)
}
