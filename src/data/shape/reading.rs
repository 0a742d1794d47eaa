//! How the records of one file become observations: which columns say what, and which observations one record makes.

use std::borrow::Cow;
use std::sync::Arc;

use super::super::exported::Exported;
use super::super::schema::{Role, Roles};
use super::super::table::{Chunk, Texts};
use super::TableShape;
use super::packed::Packed;
use crate::base::Folded;

/// A text that is said for a whole column, by its header or the file, and not by a cell.
#[derive(Debug, Clone)]
pub(in super::super) struct Said {
    pub(in super::super) text: Arc<str>,
    pub(in super::super) forms: Folded,
}

impl Said {
    pub(super) fn new(text: &str) -> Self {
        Self { text: Arc::from(text), forms: Folded::of(text) }
    }
}

impl PartialEq for Said {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// One observation that each record makes, if it has a value for it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in super::super) struct Field {
    /// Column of the value; `None` for an event, and where only two ends are told.
    pub(in super::super) value: Option<usize>,
    /// Columns of its lower and upper end.
    pub(in super::super) low: Option<usize>,
    pub(in super::super) high: Option<usize>,
    /// Column of its half-widths: `+3/-4`.
    pub(in super::super) margin: Option<usize>,
    /// What the header says of all its values.
    pub(in super::super) entity: Option<Said>,
    pub(in super::super) metric: Option<Said>,
    pub(in super::super) period: Option<Said>,
    /// Unit that the header names, magnitude included; empty if none.
    pub(in super::super) unit: Arc<str>,
}

impl Field {
    fn said(&self, role: Role) -> Option<&Said> {
        match role {
            Role::Entity => self.entity.as_ref(),
            Role::Metric => self.metric.as_ref(),
            Role::Period => self.period.as_ref(),
            _ => None,
        }
    }

    /// Columns whose cells it is made of.
    pub(in super::super) fn columns(&self) -> impl Iterator<Item = usize> {
        [self.value, self.low, self.high, self.margin].into_iter().flatten()
    }

    /// The column that a problem with its value is in.
    pub(in super::super) fn place(&self) -> Option<usize> {
        self.columns().next()
    }
}

/// How one file is read.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Reading {
    pub(in super::super) shape: TableShape,
    /// Columns that say something of all observations of a record.
    pub(in super::super) roles: Roles,
    /// Column of the last day, where the period's column tells the first one only.
    pub(in super::super) end: Option<usize>,
    /// Column of a power of ten for all values (`UNIT_MULT`).
    pub(in super::super) multiplier: Option<usize>,
    /// Cells of one column that hold a period and a name.
    pub(in super::super) packed: Option<Packed>,
    pub(in super::super) fields: Vec<Field>,
    pub(in super::super) exported: Option<Exported>,
    /// An entity that stands for the sum of the others.
    pub(in super::super) total: Option<Arc<str>>,
    /// Why it is read so, in sentences.
    pub(in super::super) why: Vec<String>,
}

impl Reading {
    /// A table of records that make no observation.
    pub(super) fn plain(roles: Roles) -> Self {
        Self {
            shape: TableShape::Plain,
            roles,
            end: None,
            multiplier: None,
            packed: None,
            fields: Vec::new(),
            exported: None,
            total: None,
            why: Vec::new(),
        }
    }

    /// Whether the file is in the form that NUMBERS part 1 asks for: then every record is due to be an observation, and what
    /// keeps it from being one is the writer's slip. Of another table only what fits is taken.
    pub(in super::super) fn is_strict(&self) -> bool {
        matches!(self.shape, TableShape::Observations | TableShape::Export)
    }

    fn field(&self, nth: usize) -> Option<&Field> {
        self.fields.get(nth)
    }

    /// The column that plays a role: of the value that of the first field.
    pub(in super::super) fn column(&self, role: Role) -> Option<usize> {
        match role {
            Role::Value => self.roles.get(role).or_else(|| self.fields.first().and_then(Field::place)),
            _ => self.roles.get(role),
        }
    }

    /// What an observation says in a role, as typed.
    pub(in super::super) fn text<'a>(&'a self, chunk: &'a Chunk, row: usize, field: usize, role: Role) -> &'a str {
        if let Some(said) = self.field(field).and_then(|field| field.said(role)) {
            return &said.text;
        }
        if role == Role::Value {
            return self.field(field).and_then(|field| field.value).map_or("", |column| chunk.cell(row, column));
        }
        match &self.packed {
            Some(packed) if packed.plays(role) => packed.part(chunk.cell(row, packed.column), role),
            _ => self.column(role).map_or("", |column| chunk.cell(row, column)),
        }
    }

    /// The same in the forms in which names are compared, if a column or header says it.
    pub(in super::super) fn folded<'a>(
        &'a self,
        chunk: &'a Chunk,
        row: usize,
        field: usize,
        role: Role,
    ) -> Option<&'a Folded> {
        if let Some(said) = self.field(field).and_then(|field| field.said(role)) {
            return Some(&said.forms);
        }
        chunk.column(self.column(role)?)?.folded(row)
    }

    /// Which of [`Reading::texts`] an observation says.
    pub(in super::super) fn code(&self, chunk: &Chunk, row: usize, field: usize, role: Role) -> usize {
        let texts = self.texts_of(chunk, role);
        if self.field(field).is_some_and(|field| field.said(role).is_some()) {
            return texts.map_or(1, Texts::len) + field;
        }
        texts.map_or(0, |texts| texts.code(row))
    }

    /// All distinct texts of a role: those of its column (an empty one if there is none), then what each field says.
    pub(in super::super) fn texts<'a>(&'a self, chunk: &'a Chunk, role: Role) -> Vec<&'a str> {
        let own = self.texts_of(chunk, role);
        let mut texts: Vec<&str> = own.map_or_else(|| vec![""], |texts| texts.entries().collect());
        if let Some(packed) = self.packed.as_ref().filter(|packed| packed.plays(role)) {
            for text in &mut texts {
                *text = packed.part(text, role);
            }
        }
        if self.fields.iter().any(|field| field.said(role).is_some()) {
            texts.extend(self.fields.iter().map(|field| field.said(role).map_or("", |said| &*said.text)));
        }
        texts
    }

    fn texts_of<'a>(&self, chunk: &'a Chunk, role: Role) -> Option<&'a Texts> {
        let packed = self.packed.as_ref().filter(|packed| packed.plays(role)).map(|packed| packed.column);
        chunk.column(packed.or_else(|| self.column(role))?)
    }

    /// The period as typed: of two columns both, as an interval is written.
    pub(in super::super) fn period_text<'a>(&'a self, chunk: &'a Chunk, row: usize, field: usize) -> Cow<'a, str> {
        let first = self.text(chunk, row, field, Role::Period);
        match self.end.map(|end| chunk.cell(row, end)).filter(|end| !end.trim().is_empty()) {
            Some(end) if self.packed.is_none() => Cow::Owned(format!("{}/{}", first.trim(), end.trim())),
            _ => Cow::Borrowed(first),
        }
    }

    /// The value as typed: where only its ends are told, both of them.
    pub(in super::super) fn raw<'a>(&self, chunk: &'a Chunk, row: usize, field: usize) -> Cow<'a, str> {
        let Some(field) = self.field(field) else { return Cow::Borrowed("") };
        let cell = |column: Option<usize>| column.map_or("", |column| chunk.cell(row, column).trim());
        let value = cell(field.value);
        match (cell(field.low), cell(field.high)) {
            (low, high) if value.is_empty() && !low.is_empty() && !high.is_empty() => {
                Cow::Owned(format!("{low} – {high}"))
            }
            _ => Cow::Borrowed(value),
        }
    }

    /// Whether a column of the file is read for its meaning.
    pub(in super::super) fn plays(&self, column: usize) -> bool {
        self.roles.plays(column)
            || self.end == Some(column)
            || self.multiplier == Some(column)
            || self.packed.as_ref().is_some_and(|packed| packed.column == column)
            || self.fields.iter().any(|field| field.columns().any(|own| own == column))
    }

    /// Whether a column says who, what, when or how much, so that it cannot tell rows apart that agree in all of these.
    pub(in super::super) fn says_more(&self, column: usize) -> bool {
        let beside = [Role::Group, Role::Note, Role::Ref].map(|role| self.roles.get(role));
        self.plays(column) && (self.is_strict() || !beside.contains(&Some(column)))
    }

    /// What a column is for: the name of a role, or of a part of a value or period.
    pub(in super::super) fn role_name(&self, column: usize) -> Option<&'static str> {
        let of = |pick: fn(&Field) -> Option<usize>| self.fields.iter().any(|field| pick(field) == Some(column));
        if let Some(role) = self.roles.of_column(column) {
            return Some(role.name());
        }
        if of(|field| field.value) {
            Some("value")
        } else if of(|field| field.low) {
            Some("low")
        } else if of(|field| field.high) {
            Some("high")
        } else if of(|field| field.margin) {
            Some("margin")
        } else if self.end == Some(column) {
            Some("end")
        } else if self.multiplier == Some(column) {
            Some("magnitude")
        } else if self.packed.as_ref().is_some_and(|packed| packed.column == column) {
            Some("period and name")
        } else {
            None
        }
    }
}
