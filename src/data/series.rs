//! Observations -> series: what belongs together by entity, metric, unit dimension, source and scope.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::names::Names;
use super::schema::Role;
use super::shape::Reading;
use super::table::{Chunk, Codes, takes_unit};
use super::understand::Understood;
use crate::base::{Dimension, SeriesKey, Unit, fold};

/// One series as far as one chunk knows it.
#[derive(Debug)]
pub(super) struct Local {
    pub(super) key: SeriesKey,
    /// Entity and metric as shown.
    pub(super) entity: Arc<str>,
    pub(super) metric: Arc<str>,
    /// Unit that values without one take.
    pub(super) fill: Option<Unit>,
}

/// The series of one chunk.
#[derive(Debug)]
pub(super) struct Joined {
    /// Columns that join the key, as far as this file has them.
    keys: Vec<Option<usize>>,
    /// The only unit of each metric that has values without one.
    fills: BTreeMap<String, Unit>,
    pub(super) series: Box<[Local]>,
    codes: Codes,
}

impl Joined {
    /// The series of an observation.
    pub(super) fn local(&self, nth: usize) -> Option<&Local> {
        self.series.get(self.codes.get(nth))
    }

    /// The series of an observation, as an index into `series`.
    pub(super) fn code(&self, nth: usize) -> usize {
        self.codes.get(nth)
    }

    /// Whether it was joined by these columns and units.
    pub(super) fn holds_for(&self, keys: &[Option<usize>], fills: &BTreeMap<String, Unit>) -> bool {
        self.keys == keys && self.fills == *fills
    }
}

/// The only unit of each metric, for those that have one, over all chunks. What a percent sign, points, a factor or a rank says
/// is not lent: beside `17%` a bare `4839万` is hardly a percentage.
pub(super) fn only_units<'a>(chunks: impl Iterator<Item = &'a Understood>) -> BTreeMap<String, Unit> {
    let mut found: BTreeMap<&str, Option<&Unit>> = BTreeMap::new();
    for (metric, unit) in chunks.flat_map(|seen| &seen.units).flat_map(|(m, units)| units.iter().map(move |u| (m, u))) {
        found.entry(metric).and_modify(|known| *known = known.filter(|known| *known == unit)).or_insert(Some(unit));
    }
    let lends = |unit: &Unit| {
        !matches!(unit.dimension, Dimension::Percent | Dimension::Points | Dimension::Factor | Dimension::Rank)
    };
    let lent = found.into_iter().filter_map(|(metric, unit)| Some((metric, unit.filter(|unit| lends(unit))?)));
    lent.map(|(metric, unit)| (metric.to_owned(), unit.clone())).collect()
}

/// Joins the observations of one chunk to series.
pub(super) fn join(
    chunk: &Chunk,
    seen: &Understood,
    reading: &Reading,
    keys: Vec<Option<usize>>,
    fills: BTreeMap<String, Unit>,
    names: &Names,
) -> Joined {
    let folded =
        |role| -> Vec<Arc<str>> { reading.texts(chunk, role).into_iter().map(|text| Arc::from(fold(text))).collect() };
    let shown = |role, name: &dyn Fn(&str) -> Arc<str>| -> Vec<(Arc<str>, Arc<str>)> {
        let texts = reading.texts(chunk, role).into_iter();
        texts.map(name).map(|name| (Arc::from(fold(&name)), name)).collect()
    };
    let entities = shown(Role::Entity, &|typed| names.entity(typed));
    let metrics = shown(Role::Metric, &|typed| names.metric(typed));
    let (sources, scopes) = (folded(Role::Source), folded(Role::Scope));
    let mut dimensions: Vec<&Dimension> = Vec::new();
    let mut dimension_code = |dimension| {
        dimensions.iter().position(|known| *known == dimension).unwrap_or_else(|| {
            dimensions.push(dimension);
            dimensions.len() - 1
        })
    };
    let none = Unit::none();
    let units: Vec<usize> = seen.measures.units().iter().map(|unit| dimension_code(&unit.dimension)).collect();
    let filled: Vec<Option<(usize, &Unit)>> =
        metrics.iter().map(|(key, _)| fills.get(&**key).map(|unit| (dimension_code(&unit.dimension), unit))).collect();
    let bare = dimension_code(&none.dimension);
    let mut known: HashMap<[usize; 5], HashMap<Vec<usize>, u32>> = HashMap::new();
    let (mut series, mut codes) = (Vec::new(), Vec::with_capacity(seen.len()));
    for nth in 0..seen.len() {
        let (row, field) = (seen.row(nth), seen.field(nth));
        let code = |role| reading.code(chunk, row, field, role);
        let (entity, metric, source, scope) =
            (code(Role::Entity), code(Role::Metric), code(Role::Source), code(Role::Scope));
        let mut dimension = units.get(seen.measures.unit_code(nth)).copied().unwrap_or(bare);
        let fill = filled.get(metric).copied().flatten();
        if dimension == bare && takes_unit(seen.measures.shape(nth)) {
            dimension = fill.map_or(bare, |(dimension, _)| dimension);
        }
        let further: Vec<usize> = keys
            .iter()
            .map(|column| column.and_then(|at| chunk.column(at)).map_or(0, |texts| texts.code(row)))
            .collect();
        let same = known.entry([entity, metric, dimension, source, scope]).or_default();
        let code = *same.entry(further).or_insert_with(|| {
            let get = |texts: &[Arc<str>], at: usize| texts.get(at).cloned().unwrap_or_default();
            let name = |names: &[(Arc<str>, Arc<str>)], at: usize| names.get(at).cloned().unwrap_or_default();
            let mut whole = get(&scopes, scope);
            if !keys.is_empty() {
                let cells = keys.iter().map(|column| fold(column.map_or("", |column| chunk.cell(row, column))));
                whole = std::iter::once(whole.to_string()).chain(cells).collect::<Vec<_>>().join("\u{1f}").into();
            }
            let ((entity_key, mut entity), (metric_key, metric)) = (name(&entities, entity), name(&metrics, metric));
            // Two series of one name could not be told apart on the screen.
            let further = keys.iter().map(|column| column.map_or("", |column| chunk.cell(row, column)).trim());
            for cell in further.filter(|cell| !cell.is_empty()) {
                entity = Arc::from(format!("{entity} · {cell}"));
            }
            let key = SeriesKey {
                entity: entity_key,
                metric: metric_key,
                dimension: dimensions.get(dimension).map_or(Dimension::None, |dimension| (*dimension).clone()),
                source: get(&sources, source),
                scope: whole,
            };
            series.push(Local { key, entity, metric, fill: fill.map(|(_, unit)| unit.clone()) });
            series.len() as u32 - 1
        });
        codes.push(code);
    }
    let codes = Codes::new(&codes, series.len());
    Joined { keys, fills, series: series.into(), codes }
}
