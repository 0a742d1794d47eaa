//! What the records of a file are, decided from its header and the cells of its first chunk. Where a config names columns, they win.

use std::sync::Arc;

use super::super::ReadOptions;
use super::super::exported::Exported;
use super::super::schema::{Role, Roles};
use super::super::table::Chunk;
use super::packed::Packed;
use super::profile::{ColumnKind, Profile, profiles};
use super::reading::{Field, Reading, Said};
use super::{TableShape, fields, sdmx, total};
use crate::base::{HeaderRole, PeriodContext, fold, look_at_period};

/// Values of a column that makes groups.
const GROUPS: std::ops::RangeInclusive<usize> = 2..=12;

/// Longest header in which a period is looked for, in bytes.
const HEADING: usize = 160;

/// What is known of a file before its meaning.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Given<'a> {
    /// The file as the user named it.
    pub(in super::super) file: &'a str,
    /// Headers, made distinct.
    pub(in super::super) headers: &'a [String],
    /// The line of units below them; empty if there is none.
    pub(in super::super) units: &'a [String],
    /// What stands above the table.
    pub(in super::super) title: Option<&'a str>,
    /// The first records.
    pub(in super::super) chunk: &'a Chunk,
    pub(in super::super) options: &'a ReadOptions,
}

/// Decides how a file is read.
pub(in super::super) fn decide(given: Given<'_>) -> Reading {
    let roles = Roles::of(given.headers, given.options);
    let wanted = given.options.shape;
    let exported = Exported::of(given.headers).filter(|_| wanted.is_none_or(|shape| shape == TableShape::Export));
    let by_names = exported.is_none() && roles.absent().is_empty();
    if exported.is_some() || (by_names && wanted.is_none()) || wanted == Some(TableShape::Observations) {
        let shape = if exported.is_some() { TableShape::Export } else { TableShape::Observations };
        let field = Field { value: roles.get(Role::Value), ..Field::default() };
        let fields = if roles.absent().is_empty() { vec![field] } else { Vec::new() };
        let why = vec![match shape {
            TableShape::Export => {
                "export: read by its fields; value and period are what was typed, file and line where".to_owned()
            }
            _ => "observations: one fact in each record, by the names of the columns".to_owned(),
        }];
        return Reading { shape, fields, exported, why, ..Reading::plain(roles) };
    }
    let columns = Columns::of(given);
    match wanted {
        Some(TableShape::Plain) => Reading::plain(Roles::default()),
        Some(TableShape::WideByPeriod) => columns.wide_by_period(),
        Some(TableShape::WideBySeries) => columns.wide_by_series(),
        Some(TableShape::Events) => columns.events(),
        Some(TableShape::Sdmx) => sdmx::read(&columns).unwrap_or_else(|| columns.records()),
        Some(shape) => {
            let reading = columns.records();
            Reading { shape: if reading.fields.is_empty() { reading.shape } else { shape }, ..reading }
        }
        None => columns.guess(),
    }
}

/// A header that is a period, or a period behind or before a name.
fn name_and_period(header: &str) -> Option<(&str, &str)> {
    if header.len() > HEADING {
        return None;
    }
    let is_period = |text: &str| look_at_period(text, &PeriodContext::default()).is_some();
    if is_period(header) {
        return Some(("", header));
    }
    let behind = header.match_indices(' ').map(|(at, _)| header.split_at(at));
    let behind = behind.map(|(name, period)| (name.trim(), period.trim())).find(|(_, period)| is_period(period));
    let before = header.rmatch_indices(' ').map(|(at, _)| header.split_at(at));
    let before = before.map(|(period, name)| (name.trim(), period.trim())).find(|(_, period)| is_period(period));
    behind.or(before)
}

/// The columns of a file while it is decided what they are for.
pub(super) struct Columns<'a> {
    pub(super) given: Given<'a>,
    pub(super) profiles: Vec<Profile>,
    /// What the config names.
    named: Roles,
}

impl<'a> Columns<'a> {
    fn of(given: Given<'a>) -> Self {
        let named = Roles::named(given.headers, given.options);
        Self { given, profiles: profiles(given.chunk, given.headers, given.units), named }
    }

    /// Columns that the config names for a role or a part of a value.
    pub(super) fn named(&self, role: &str) -> Vec<usize> {
        let names = self.given.options.roles.get(role).map(Vec::as_slice).unwrap_or_default();
        let place = |name: &String| self.given.headers.iter().position(|header| fold(header) == fold(name));
        names.iter().filter_map(place).collect()
    }

    pub(super) fn profile(&self, column: usize) -> Option<&Profile> {
        self.profiles.get(column)
    }

    fn is_named(&self, column: usize) -> bool {
        self.named.plays(column)
            || ["low", "high", "margin", "start", "end"].iter().any(|role| self.named(role).contains(&column))
    }

    /// Columns for which something holds and that the config gives no other role.
    pub(super) fn free(&self, holds: impl Fn(&Profile) -> bool) -> Vec<usize> {
        let all = self.profiles.iter().enumerate();
        all.filter(|(at, profile)| holds(profile) && !self.is_named(*at)).map(|(at, _)| at).collect()
    }

    /// The first column whose header says that it is about something.
    pub(super) fn about(&self, wanted: HeaderRole, holds: impl Fn(&Profile) -> bool) -> Option<usize> {
        self.free(|profile| profile.role == Some(wanted) && holds(profile)).first().copied()
    }

    /// What the values are called where no header says it: the line above the table, else the file's name.
    pub(super) fn subject(&self) -> Said {
        let base = self.given.file.rsplit('/').next().unwrap_or(self.given.file);
        let stem = base.split('.').next().filter(|stem| !stem.is_empty() && *stem != "-").unwrap_or("value");
        Said::new(self.given.title.unwrap_or(stem))
    }

    /// What the table is about, as far as headers and titles say, folded.
    fn subjects(&self) -> Vec<String> {
        let said = self.given.headers.iter().map(String::as_str).chain(self.given.title).chain([self.given.file]);
        said.map(fold).collect()
    }

    fn guess(&self) -> Reading {
        let told = ["entity", "value"].iter().any(|role| !self.named(role).is_empty());
        if let Some(reading) = sdmx::read(self).filter(|_| !told) {
            return reading;
        }
        if self.named("value").is_empty() && self.are_periods_across() {
            return self.wide_by_period();
        }
        let measures = self.measures();
        let (entity, period) = (self.entity(), self.period().0);
        if measures.is_empty() {
            return if period.is_some() && entity.is_some() { self.events() } else { self.nothing() };
        }
        if entity.is_none() && period.is_some() && self.packed().is_none() {
            return self.wide_by_series();
        }
        self.records()
    }

    fn nothing(&self) -> Reading {
        let mut reading = Reading::plain(self.named);
        reading.why.push("no column of figures with names or periods: a table only".to_owned());
        reading
    }

    /// Columns of figures: what the config names, else all numbers that are no mark, rank or date.
    pub(super) fn measures(&self) -> Vec<usize> {
        let named = self.named("value");
        if !named.is_empty() {
            return named;
        }
        let no_figure = |role: Option<HeaderRole>| {
            matches!(role, Some(HeaderRole::Id | HeaderRole::Rank | HeaderRole::UnitMult | HeaderRole::Link))
        };
        let found =
            self.free(|profile| profile.kind.is_measure() && !no_figure(profile.role) && !profile.counts_up_unnamed());
        if !found.is_empty() {
            return found;
        }
        // A ranking of names says something, as years do that stand alone.
        let ranks = self.free(|profile| profile.kind.is_measure() && profile.role == Some(HeaderRole::Rank));
        if ranks.is_empty() { self.bare_years() } else { ranks }
    }

    /// A column of years whose header speaks of no time, in a table that has another period.
    fn bare_years(&self) -> Vec<usize> {
        let times = self.free(|profile| profile.kind.is_period());
        let bare = self.free(|profile| profile.bare_years && profile.role.is_none() && !profile.header.name.is_empty());
        if times.len() > bare.len() { bare } else { Vec::new() }
    }

    /// Whether the headers are mostly periods over columns of figures.
    fn are_periods_across(&self) -> bool {
        let across: Vec<usize> = self.across().into_iter().map(|(column, ..)| column).collect();
        let figures = self.free(|profile| profile.kind.is_measure()).len();
        let filled = across.iter().filter(|at| self.profile(**at).is_some_and(|p| p.kind.is_measure())).count();
        across.len() >= 2 && filled >= 1 && filled * 2 > figures
    }

    /// Columns whose headers are periods, alone or with what is measured then: each with that name, empty if there is none, and
    /// the period. Of what is measured there must be several periods.
    fn across(&self) -> Vec<(usize, &str, &str)> {
        let figures =
            |profile: &Profile| profile.kind.is_measure() || profile.kind == ColumnKind::Empty || profile.bare_years;
        let found = self.free(figures).into_iter().filter_map(|column| {
            let (name, period) = name_and_period(&self.profile(column)?.header.name)?;
            Some((column, name, period))
        });
        let found: Vec<(usize, &str, &str)> = found.collect();
        let often = |name: &str| found.iter().filter(|(_, other, _)| *other == name).count() > 1;
        found.iter().filter(|(_, name, _)| name.is_empty() || often(name)).copied().collect()
    }

    /// Columns of the period: the only one or that of its first day, and that of its last day.
    fn period(&self) -> (Option<usize>, Option<usize>) {
        let first = |role| self.named(role).first().copied();
        let measures = self.named("value");
        let is_time = |profile: &Profile| profile.kind.is_period();
        let is_end = |profile: &Profile| is_time(profile) && profile.filled > 0;
        if let Some(period) = self.named.get(Role::Period) {
            return (Some(period), first("end"));
        }
        let start = first("start").or_else(|| self.about(HeaderRole::Start, is_end));
        let end = first("end").or_else(|| self.about(HeaderRole::End, is_end));
        if let Some(period) = self.about(HeaderRole::Period, is_time).filter(|_| first("start").is_none()) {
            return (Some(period), first("end"));
        }
        if start.is_some() && end.is_some() {
            return (start, end);
        }
        let any = self.free(is_time).into_iter().find(|at| !measures.contains(at));
        (start.or(end).or(any), None)
    }

    /// The column of names: by its header, else the one that tells most records apart.
    fn entity(&self) -> Option<usize> {
        if let Some(named) = self.named.get(Role::Entity) {
            return Some(named);
        }
        let no_name = |role: Option<HeaderRole>| {
            use HeaderRole::{Link, Metric, Note, Source, Status, Unit};
            matches!(role, Some(Note | Link | Source | Status | Unit | Metric))
        };
        let words = self.free(|profile| profile.kind.is_words() && !no_name(profile.role));
        let score = |column: &usize| {
            let Some(profile) = self.profile(*column) else { return 0.0 };
            let by_header = match profile.role {
                Some(HeaderRole::Entity) => 60.0,
                Some(HeaderRole::Event) => 20.0,
                Some(HeaderRole::Group | HeaderRole::Id) => -20.0,
                _ => 0.0,
            };
            let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
            let prose = if profile.kind == ColumnKind::Text { -25.0 } else { 0.0 };
            let (apart, full) = (share(profile.distinct, profile.filled), share(profile.present, profile.rows));
            by_header + apart * 30.0 + full * 20.0 + prose - (*column).min(10) as f64
        };
        let best = words.iter().copied().rev().max_by(|a, b| score(a).total_cmp(&score(b)));
        best.or_else(|| {
            let marks = self.free(|profile| profile.kind == ColumnKind::Id && profile.distinct * 2 > profile.filled);
            marks.into_iter().find(|_| !self.free(|profile| profile.kind.is_measure()).is_empty())
        })
    }

    /// A column whose cells hold period and name, and the column that repeats the name.
    fn packed(&self) -> Option<(Packed, Option<usize>)> {
        let words = self.free(|profile| profile.kind.is_words() && profile.distinct > 1);
        let is_period = |text: &str| look_at_period(text, &PeriodContext::default()).is_some();
        let (chunk, rows) = (self.given.chunk, self.given.chunk.rows());
        let found = words.iter().find_map(|column| {
            let texts = chunk.column(*column)?;
            let cells: Vec<&str> = texts.entries().collect();
            Packed::of(*column, &cells, is_period)
        })?;
        let repeats = |column: &&usize| {
            (0..rows).all(|row| {
                let cell = chunk.cell(row, found.column);
                cell.trim().is_empty() || chunk.cell(row, **column).trim() == found.name(cell)
            })
        };
        let other = words.iter().find(|column| **column != found.column && repeats(column)).copied();
        Some((Packed { names: other.is_none(), ..found }, other))
    }

    /// Roles of the columns that say something beside the figures: unit, source, group, note ...
    fn further(&self, roles: &mut Roles, taken: &[usize]) {
        let free = |column: &usize, roles: &Roles| !roles.plays(*column) && !taken.contains(column);
        let by_header = [
            (HeaderRole::Unit, Role::Unit),
            (HeaderRole::Source, Role::Source),
            (HeaderRole::Status, Role::Status),
            (HeaderRole::Note, Role::Note),
            (HeaderRole::Link, Role::Ref),
            (HeaderRole::Group, Role::Group),
        ];
        for (header, role) in by_header {
            if roles.get(role).is_some() {
                continue;
            }
            let suits = |profile: &Profile| match role {
                Role::Unit => profile.kind.is_words(),
                Role::Group => profile.kind.is_words() && profile.distinct > 1 && profile.distinct < profile.filled,
                _ => profile.kind != ColumnKind::Empty && !profile.kind.is_measure(),
            };
            let called = |profile: &Profile, wanted| profile.role == Some(wanted) && suits(profile);
            let mut found = self.free(|profile| called(profile, header));
            if role == Role::Group {
                // Who made it, beside what it is called, says more than any other kind.
                let makers = self.free(|profile| called(profile, HeaderRole::Entity));
                found = makers.into_iter().chain(found).collect();
            }
            roles.set(role, found.into_iter().find(|column| free(column, roles)));
        }
        let makes_groups = |profile: &Profile| {
            profile.kind == ColumnKind::Category
                && GROUPS.contains(&profile.distinct)
                && profile.distinct * 3 <= profile.filled
        };
        if roles.get(Role::Group).is_none() {
            let found = self.free(makes_groups).into_iter().find(|column| free(column, roles));
            roles.set(Role::Group, found);
        }
        for (role, column) in self.named.all() {
            roles.set(role, Some(column));
        }
    }

    /// One thing a record, with one or more figures.
    pub(super) fn records(&self) -> Reading {
        let (mut period, mut end) = self.period();
        let mut entity = self.entity();
        let packed = self.packed();
        if let Some((packed, other)) = &packed {
            entity = self.named.get(Role::Entity).or(*other).or(if packed.names { None } else { entity });
            if end.is_none() {
                (period, end) = (None, None);
            }
        }
        let metric = self.named.get(Role::Metric).or_else(|| self.about(HeaderRole::Metric, |p| p.kind.is_words()));
        let measures = self.measures();
        let mut roles = Roles::default();
        roles.set(Role::Entity, entity);
        roles.set(Role::Period, period);
        let mut made = fields::group(self, &measures);
        let by_cell = metric.filter(|_| made.len() == 1 || self.named.get(Role::Metric).is_some());
        roles.set(Role::Metric, by_cell);
        if by_cell.is_none() {
            fields::name_metrics(self, &mut made);
        }
        let taken: Vec<usize> = made
            .iter()
            .flat_map(Field::columns)
            .chain(end)
            .chain(packed.iter().map(|(packed, _)| packed.column))
            .collect();
        self.further(&mut roles, &taken);
        // The names stand across, what is measured down: `Measure, H100, A100`.
        let turned = entity.is_none() && packed.is_none() && made.len() > 1;
        if let Some(metric) = metric.filter(|_| turned && by_cell.is_none()) {
            roles.set(Role::Metric, Some(metric));
            for field in &mut made {
                field.entity = field.metric.take();
            }
            entity = Some(metric);
        }
        let (named, told) =
            (entity.is_some() || packed.as_ref().is_some_and(|(packed, _)| packed.names), !made.is_empty());
        if !named || !told {
            return self.nothing();
        }
        let has = |name: &str| self.given.headers.iter().any(|header| fold(header) == name);
        let ranked =
            self.profiles.iter().any(|profile| profile.role == Some(HeaderRole::Rank) && profile.kind.is_measure());
        let shape = if has("entity") && (has("year") || has("day") || has("date")) {
            TableShape::Owid
        } else if ranked || made.iter().any(|field| field.margin.is_some()) {
            TableShape::Leaderboard
        } else {
            TableShape::Records
        };
        let total = roles.get(Role::Entity).and_then(|column| total::find(self.given.chunk, column, &self.subjects()));
        let packed = packed.map(|(packed, _)| packed);
        let reading = Reading { shape, end, packed, fields: made, total, ..Reading::plain(roles) };
        self.explained(reading)
    }

    /// One series a record, one period a column.
    fn wide_by_period(&self) -> Reading {
        let across = self.across();
        let columns: Vec<usize> = across.iter().map(|(column, ..)| *column).collect();
        let metric = self.named.get(Role::Metric).or_else(|| self.about(HeaderRole::Metric, |p| p.kind.is_words()));
        let names = self.entity().filter(|column| Some(*column) != metric);
        let mut roles = Roles::default();
        roles.set(Role::Entity, names);
        roles.set(Role::Metric, metric);
        self.further(&mut roles, &columns);
        let (fixed_entity, fixed_metric) =
            (names.is_none().then(|| self.subject()), metric.is_none().then(|| self.subject()));
        let made = across.iter().filter_map(|(column, name, period)| {
            let header = &self.profile(*column)?.header;
            let own = (!name.is_empty()).then(|| Said::new(name));
            Some(Field {
                value: Some(*column),
                entity: fixed_entity.clone(),
                metric: own.or_else(|| fixed_metric.clone()),
                period: Some(Said::new(period)),
                unit: Arc::from(header.unit.as_deref().unwrap_or("")),
                ..Field::default()
            })
        });
        let made: Vec<Field> = made.collect();
        if made.is_empty() || (names.is_none() && metric.is_none()) {
            return self.nothing();
        }
        let total = names.and_then(|column| total::find(self.given.chunk, column, &self.subjects()));
        self.explained(Reading { shape: TableShape::WideByPeriod, fields: made, total, ..Reading::plain(roles) })
    }

    /// One period a record, one series a column.
    fn wide_by_series(&self) -> Reading {
        let (period, end) = self.period();
        let measures = self.measures();
        let mut roles = Roles::default();
        roles.set(Role::Period, period);
        let mut made = fields::group(self, &measures);
        fields::name_series(self, &mut made);
        let taken: Vec<usize> = made.iter().flat_map(Field::columns).chain(end).collect();
        self.further(&mut roles, &taken);
        if made.is_empty() || period.is_none() {
            return self.nothing();
        }
        self.explained(Reading { shape: TableShape::WideBySeries, end, fields: made, ..Reading::plain(roles) })
    }

    /// One event a record.
    fn events(&self) -> Reading {
        let (period, end) = self.period();
        let is_words = |profile: &Profile| profile.kind.is_words();
        let by_header = self.named.get(Role::Metric).or_else(|| self.about(HeaderRole::Event, is_words));
        let by_header = by_header.or_else(|| self.about(HeaderRole::Metric, is_words));
        let who = self.entity();
        // Without a column that is called so, the longest words say what happened.
        let longest = || {
            let words = self.free(|profile| is_words(profile) && profile.distinct * 2 > profile.filled);
            words.into_iter().filter(|column| Some(*column) != who).max_by_key(|column| self.characters(*column))
        };
        let what = by_header.or_else(longest).or(who);
        let who = match who.filter(|who| Some(*who) != what) {
            Some(who) => Some(who),
            None => self.about(HeaderRole::Entity, is_words).or_else(|| {
                let names =
                    self.free(|profile| profile.kind == ColumnKind::Category && profile.present == profile.rows);
                names.into_iter().find(|column| Some(*column) != what)
            }),
        };
        let mut roles = Roles::default();
        roles.set(Role::Period, period);
        roles.set(Role::Metric, what);
        roles.set(Role::Entity, who.or(what));
        self.further(&mut roles, &end.into_iter().collect::<Vec<_>>());
        if what.is_none() || period.is_none() {
            return self.nothing();
        }
        let fields = vec![Field::default()];
        self.explained(Reading { shape: TableShape::Events, end, fields, ..Reading::plain(roles) })
    }

    fn characters(&self, column: usize) -> usize {
        let texts = self.given.chunk.column(column);
        texts.map_or(0, |texts| texts.entries().map(|text| text.chars().count()).sum())
    }

    /// Adds why.
    pub(super) fn explained(&self, mut reading: Reading) -> Reading {
        reading.why = super::explain::why(self, &reading);
        reading
    }
}
