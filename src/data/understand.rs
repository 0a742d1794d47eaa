//! Cells -> what they say: one chunk at a time, each distinct cell once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::ReadOptions;
use super::columns::Decisions;
use super::exported::{BadField, Exported};
use super::records;
use super::schema::{KINDS, Role, Roles};
use super::table::{Chunk, Measures, MeasuresBuilder, Periods, PeriodsBuilder, Texts, takes_unit};
use crate::base::{
    Day, Diagnostic, Dimension, FiscalYearEnd, Folded, Measure, Period, PeriodContext, PeriodError, Place, Severity,
    Shape, Unit, ValueContext, fold, halves, parse_period, parse_value,
};

/// First name, as shown, by every folded name and half of one.
#[derive(Debug)]
pub(super) struct Names {
    entity: BTreeMap<String, Arc<str>>,
    metric: BTreeMap<String, Arc<str>>,
}

impl Names {
    pub(super) fn of(options: &ReadOptions) -> Self {
        Self { entity: joined(&options.entity_names), metric: joined(&options.metric_names) }
    }

    /// The entity as shown.
    pub(super) fn entity(&self, typed: &str) -> Arc<str> {
        shown(&self.entity, typed)
    }

    /// The metric as shown.
    pub(super) fn metric(&self, typed: &str) -> Arc<str> {
        shown(&self.metric, typed)
    }

    /// A shown entity in the forms in which it is compared, its other names among them.
    pub(super) fn entity_forms(&self, shown: &str) -> Folded {
        forms(&self.entity, shown)
    }

    /// A shown metric likewise.
    pub(super) fn metric_forms(&self, shown: &str) -> Folded {
        forms(&self.metric, shown)
    }

    /// The metric as compared.
    pub(super) fn metric_key(&self, typed: &str) -> String {
        fold(&self.metric(typed))
    }
}

fn forms(names: &BTreeMap<String, Arc<str>>, shown: &str) -> Folded {
    let others = names.iter().filter(|(_, of)| ***of == *shown).map(|(name, _)| name.as_str().into()).collect();
    Folded { others, ..Folded::of(shown) }
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

/// A file while it is read.
#[derive(Debug)]
pub(super) struct Opened<'a> {
    pub(super) name: &'a Arc<str>,
    pub(super) text: &'a str,
    pub(super) delimiter: u8,
    pub(super) headers: &'a [String],
    pub(super) roles: &'a Roles,
    pub(super) exported: Option<&'a Exported>,
}

impl Opened<'_> {
    /// Where a record, or one cell of it, starts.
    pub(super) fn place(&self, chunk: &Chunk, row: usize, column: Option<usize>) -> Place {
        let at = column.map(|at| records::cell_place(self.text, chunk.byte(row), at, self.delimiter));
        Place {
            file: Some(self.name.clone()),
            line: Some(chunk.line(row).saturating_add(at.map_or(0, |(lines, _)| lines))),
            col: at.map(|(_, col)| col),
            column: column.and_then(|at| self.headers.get(at)).map(|header| Arc::from(header.as_str())),
        }
    }
}

/// What one chunk says.
#[derive(Debug)]
pub(super) struct Understood {
    /// Rows that are observations, in order; `None` = all.
    rows: Option<Box<[u32]>>,
    len: usize,
    /// By observation, as are the measures; those have only units of their own.
    pub(super) periods: Periods,
    pub(super) measures: Measures,
    /// Day of each distinct `reported`.
    reported: Box<[Option<Day>]>,
    /// Each distinct `kind` that is one of [`KINDS`].
    kinds: Box<[Option<&'static str>]>,
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

    /// The observation of a row.
    pub(super) fn nth(&self, row: usize) -> Option<usize> {
        match &self.rows {
            None => (row < self.len).then_some(row),
            Some(rows) => rows.binary_search(&(row as u32)).ok(),
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
        (_, Dimension::Word(_)) => "count",
        _ => "measure",
    }
}

/// Reads one chunk of a file.
pub(super) fn understand(
    chunk: &Chunk,
    file: &Opened<'_>,
    decisions: Decisions,
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
    /// Period by its code and those of `reported`, entity and group.
    periods: HashMap<[usize; 4], Result<Period, PeriodError>>,
    /// How to read values, by unit.
    units: HashMap<String, (ValueContext, Unit, f64)>,
    value: ValueContext,
    asked: BTreeMap<String, bool>,
    problems: Vec<(u32, Diagnostic)>,
}

impl<'a> Reader<'a> {
    fn new(
        chunk: &'a Chunk,
        file: &'a Opened<'a>,
        decisions: Decisions,
        valued: &'a BTreeSet<String>,
        names: &Names,
        options: &'a ReadOptions,
    ) -> Self {
        let entries = |role| file.roles.get(role).and_then(|at| chunk.column(at)).into_iter().flat_map(Texts::entries);
        let period = PeriodContext {
            day_first: decisions.day_first,
            months: decisions.months,
            anchor: options.anchor,
            fiscal: FiscalYearEnd::default(),
        };
        let value = ValueContext {
            decimal_comma: decisions.decimal_comma,
            zhao: options.zhao,
            yen_is_jpy: options.yen_is_jpy,
            ..ValueContext::default()
        };
        Self {
            metrics: entries(Role::Metric).map(|metric| names.metric_key(metric)).collect(),
            kinds: entries(Role::Kind).map(fold).map(|kind| KINDS.into_iter().find(|known| *known == kind)).collect(),
            reported: entries(Role::Reported)
                .map(|cell| parse_period(cell.trim(), &period).map(|period| period.last))
                .collect(),
            periods: HashMap::new(),
            units: HashMap::new(),
            asked: BTreeMap::new(),
            problems: Vec::new(),
            chunk,
            file,
            options,
            valued,
            period,
            value,
        }
    }

    fn cell(&self, row: usize, role: Role) -> &'a str {
        self.file.roles.get(role).map_or("", |column| self.chunk.cell(row, column)).trim()
    }

    fn code(&self, row: usize, role: Role) -> usize {
        self.file.roles.get(role).and_then(|at| self.chunk.column(at)).map_or(0, |texts| texts.code(row))
    }

    fn problem(&mut self, row: usize, diagnostic: Diagnostic, column: Option<usize>) {
        let place = self.file.place(self.chunk, row, column);
        self.problems.push((row as u32, diagnostic.at(place)));
    }

    fn refused(&mut self, row: usize, role: Role, code: &'static str, message: String, help: Option<&str>) {
        let help = help.map_or_else(String::new, |help| format!(" {}", capital(help)));
        let kept = if role == Role::Value { "Kept as text, not drawn." } else { "Kept as text, without a day." };
        let diagnostic =
            Diagnostic::error(code, message).with_text(self.cell(row, role)).with_help(format!("{kept}{help}"));
        self.problem(row, diagnostic, self.file.roles.get(role));
    }

    fn bad_field(&mut self, row: usize, bad: &BadField) {
        let message = format!("{} cannot be \"{}\" here", bad.name, bad.text);
        let help = "Kept as text, not drawn. An export is read by its fields; without first_day it is read by value";
        self.problem(row, Diagnostic::error("bad-field", message).with_text(&bad.text).with_help(help), bad.column);
    }

    fn read(mut self) -> Understood {
        for (row, cells) in self.chunk.ragged() {
            let message = format!("{cells} cells under {} headers", self.file.headers.len());
            let place = self.file.place(self.chunk, row, None);
            let help = "What is too much is kept behind the last column, what is missing is empty. Quote a cell with commas in it";
            self.problems.push((row as u32, Diagnostic::warning("ragged-row", message).at(place).with_help(help)));
        }
        let (mut periods, mut measures) = (PeriodsBuilder::default(), MeasuresBuilder::default());
        let (mut rows, mut events, mut newest) = (Vec::new(), 0, Period::NONE);
        let mut units: Vec<Vec<Unit>> = vec![Vec::new(); self.metrics.len()];
        let mut unitless = vec![false; self.metrics.len()];
        let mut sources: Vec<(usize, Arc<str>)> = Vec::new();
        if self.file.roles.absent().is_empty() {
            for row in 0..self.chunk.rows() {
                if !self.is_observation(row) {
                    continue;
                }
                let period = self.period_of(row);
                let measure = self.measure(row);
                rows.push(row as u32);
                events += usize::from(measure.shape == Shape::Event);
                if period.last > newest.last {
                    newest = period;
                }
                let metric = self.code(row, Role::Metric);
                if !takes_unit(measure.shape) {
                } else if measure.unit.code.is_empty() {
                    if let Some(slot) = unitless.get_mut(metric) {
                        *slot = true;
                    }
                } else if let Some(known) = units.get_mut(metric)
                    && !known.contains(&measure.unit)
                {
                    known.push(measure.unit.clone());
                }
                let source = self.code(row, Role::Source);
                if !sources.iter().any(|(known, _)| *known == source) {
                    sources.push((source, Arc::from(self.cell(row, Role::Source))));
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
        Understood {
            rows: (len != self.chunk.rows()).then(|| rows.into()),
            len,
            periods: periods.finish(),
            measures: measures.finish(),
            unitless: without.map(|(metric, _)| metric.clone()).collect(),
            reported: self.reported.into_iter().map(|day| day.ok().flatten()).collect(),
            kinds: self.kinds.into(),
            problems: self.problems.into(),
            asked: self.asked,
            units: by_metric,
            events,
            newest,
            sources: sources.into_iter().map(|(_, source)| source).filter(|source| !source.is_empty()).collect(),
        }
    }

    /// Whether a row names what it is about. A wholly blank one is no observation and no problem.
    fn is_observation(&mut self, row: usize) -> bool {
        let (entity, metric) = (self.cell(row, Role::Entity), self.cell(row, Role::Metric));
        let (message, role) = match (entity, metric) {
            ("", "") => ("neither entity nor metric", Role::Entity),
            ("", _) => ("no entity", Role::Entity),
            (_, "") => ("no metric", Role::Metric),
            _ => return true,
        };
        let width = self.file.headers.len();
        let mut cells = (0..width).map(|at| self.chunk.cell(row, at)).chain(self.chunk.extra(row));
        if cells.any(|cell| !cell.trim().is_empty()) {
            let diagnostic = Diagnostic::error("no-name", format!("{message} in this row"))
                .with_help("Kept in the table, not drawn. A figure needs entity and metric in its own row");
            self.problem(row, diagnostic, self.file.roles.get(role));
        }
        false
    }

    fn period_of(&mut self, row: usize) -> Period {
        let reported = match self.reported.get(self.code(row, Role::Reported)) {
            None => None,
            Some(Ok(day)) => *day,
            Some(Err(error)) => {
                let error = error.clone();
                self.refused(row, Role::Reported, error.code, error.message, error.help.as_deref());
                None
            }
        };
        if let Some(exported) = self.file.exported {
            let context = PeriodContext { anchor: reported.or(self.options.anchor), ..self.period.clone() };
            return exported.period(self.chunk, row, &context).unwrap_or_else(|bad| {
                self.bad_field(row, &bad);
                Period::NONE
            });
        }
        let fiscal = !self.options.fiscal.is_empty();
        let of = |role| if fiscal { self.code(row, role) } else { 0 };
        let key = [self.code(row, Role::Period), self.code(row, Role::Reported), of(Role::Entity), of(Role::Group)];
        let found = if let Some(known) = self.periods.get(&key) {
            known.clone()
        } else {
            let context = PeriodContext {
                anchor: reported.or(self.options.anchor),
                fiscal: self.fiscal(self.cell(row, Role::Entity), self.cell(row, Role::Group)),
                ..self.period.clone()
            };
            let parsed = parse_period(self.cell(row, Role::Period), &context);
            self.periods.insert(key, parsed.clone());
            parsed
        };
        found.unwrap_or_else(|error| {
            self.refused(row, Role::Period, error.code, error.message, error.help.as_deref());
            Period::NONE
        })
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

    fn measure(&mut self, row: usize) -> Measure {
        let value = self.cell(row, Role::Value);
        if let Some(exported) = self.file.exported {
            return exported.measure(self.chunk, row).unwrap_or_else(|bad| {
                self.bad_field(row, &bad);
                Measure::wordless(Shape::Text, Unit::none(), value)
            });
        }
        let stated = self.kinds.get(self.code(row, Role::Kind)).copied().flatten();
        if let Some("text" | "rating") = stated {
            return Measure::wordless(Shape::Text, Unit::none(), value);
        }
        let typed_unit = self.cell(row, Role::Unit);
        if value.is_empty()
            && (stated == Some("event") || (stated.is_none() && typed_unit.is_empty() && !self.has_values(row)))
        {
            return Measure::wordless(Shape::Event, Unit::none(), value);
        }
        let metric = self.metrics.get(self.code(row, Role::Metric)).map_or("", String::as_str);
        let unit = match typed_unit {
            "" if self.options.metric_units.is_empty() => "",
            "" => {
                let units = &self.options.metric_units;
                let found = units.get(metric).or_else(|| units.get(&fold(self.cell(row, Role::Metric))));
                found.map_or("", String::as_str)
            }
            unit => unit,
        };
        if !self.units.contains_key(unit) {
            let (parsed, scale) = if unit.is_empty() { (Unit::none(), 1.0) } else { Unit::parse(unit) };
            let context = ValueContext { unit: unit.to_owned(), percent_column: unit == "%", ..self.value.clone() };
            self.units.insert(unit.to_owned(), (context, parsed, scale));
        }
        let Some((context, unit, scale)) = self.units.get(unit) else {
            return Measure::wordless(Shape::Text, Unit::none(), value);
        };
        let point_is_decimal = context.decimal_comma != Some(true);
        if let Some((number, digits)) = plain_number(value, point_is_decimal).filter(|_| *scale == 1.0) {
            return Measure { digits: Some(digits), raw: value.into(), ..Measure::exact(number, unit.clone()) };
        }
        parse_value(value, context).unwrap_or_else(|error| {
            self.refused(row, Role::Value, error.code, error.message, error.help.as_deref());
            Measure::wordless(Shape::Text, Unit::none(), value)
        })
    }

    /// Whether any row of the metric of this row has a value.
    fn has_values(&mut self, row: usize) -> bool {
        let Some(metric) = self.metrics.get(self.code(row, Role::Metric)) else { return false };
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

/// The commonest cells, read without the grammar: digits, with a point among them where that is a decimal one, so few that a
/// double holds them all. The number, and how many digits were typed.
fn plain_number(cell: &str, point_is_decimal: bool) -> Option<(f64, u8)> {
    let (whole, part) = cell.split_once('.').filter(|_| point_is_decimal).unwrap_or((cell, "1"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let plain = digits <= 15 && !whole.starts_with('0') && are_digits(whole) && are_digits(part);
    plain.then(|| Some((cell.parse().ok()?, u8::try_from(digits).ok()?))).flatten()
}

/// Rows with a problem that is worse than a note.
pub(super) fn bad_rows(understood: &Understood) -> impl Iterator<Item = usize> {
    let bad = understood.problems.iter().filter(|(_, problem)| problem.severity >= Severity::Warning);
    bad.map(|(row, _)| *row as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn plain_numbers_are_what_the_grammar_says(cell in "[0-9]{1,16}|[0-9]{1,9}\\.[0-9]{0,9}|[0-9.]{1,5}") {
            if let Some((number, digits)) = plain_number(&cell, true) {
                let context = ValueContext { unit: "users".to_owned(), ..ValueContext::default() };
                let exact = Measure::exact(number, Unit::parse("users").0);
                let measure = Measure { digits: Some(digits), raw: cell.as_str().into(), ..exact };
                assert_eq!(parse_value(&cell, &context), Ok(measure));
            }
        }
    }
}
