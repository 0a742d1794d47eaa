//! Which observations: AND over conditions, OR within one. Both `where` of the config and the typed filter become a [`Where`].

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{
    Day, Folded, Measure, ObsRef, Period, PeriodContext, ValueContext, fold, is_stated, parse_period, parse_value,
};
use crate::data::{Dataset, Role};

/// A column that a condition looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Any text column.
    Any,
    /// Who or what.
    Entity,
    /// What is measured.
    Metric,
    /// When.
    Period,
    /// The value's number, or its words.
    Value,
    /// Unit code.
    Unit,
    /// Who said it.
    Source,
    /// Where it was read.
    Via,
    /// Place in that document.
    Reference,
    /// Status letter.
    Status,
    /// Confidence.
    Confidence,
    /// Scope.
    Scope,
    /// Group.
    Group,
    /// Kind.
    Kind,
    /// Quality word ([`crate::base::Quality::as_str`]).
    Quality,
    /// Note.
    Note,
    /// Any other column by its header.
    Column(String),
}

/// How a number must stand to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Below.
    Less,
    /// Below or equal.
    AtMost,
    /// Above.
    Greater,
    /// Above or equal.
    AtLeast,
}

/// How a period must lie.
#[derive(Debug, Clone, PartialEq)]
pub enum PeriodTest {
    /// The same days.
    Same(Period),
    /// All its days within these.
    Within(Period),
    /// Starts after that day.
    After(Day),
    /// Ends before that day.
    Before(Day),
    /// The last period in which any row that meets the other conditions has a value.
    Latest,
}

/// One way to meet a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The whole cell, either half of "Latin 中文", or a joined name; folded.
    Name(String),
    /// `*` and `?` over the folded cell.
    Glob(String),
    /// Part of the folded cell.
    Contains(String),
    /// By days.
    Period(PeriodTest),
    /// By number; holds where it holds for the stated point, else for the whole interval.
    Number(Relation, f64),
}

/// One condition: any of its tests holds (or none, if negated).
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Column.
    pub field: Field,
    /// `!word`.
    pub negated: bool,
    /// Alternatives.
    pub any: Vec<Test>,
}

/// All conditions hold. Empty selects everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Where {
    /// The conditions.
    pub conditions: Vec<Condition>,
}

/// What was selected, and what the conditions named in vain.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Observations in file order; of each key and period only the latest report up to the as-of date, conflicts all.
    pub refs: Vec<ObsRef>,
    /// With `period = "latest"`: the period that was taken.
    pub latest: Option<Period>,
    /// With `period = "latest"`: shown names of entities that meet the rest but have no value then.
    pub missing: Vec<String>,
    /// Conditions (by index) that no observation meets on its own.
    pub unmet: Vec<usize>,
}

/// Reads a typed filter: `metric:mau entity:豆包`, `!word`, `>10M`, `"two words"`; other words match any text column.
/// Never fails: what is no operator is a word.
pub fn parse_filter(text: &str) -> Where {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.push(String::new()),
            c => words.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    let conditions = words.iter().filter(|word| !word.is_empty()).map(|word| condition(word)).collect();
    Where { conditions }
}

/// Selects observations, as known on `as_of` (of each key and period the latest `reported` up to then).
pub fn select(dataset: &Dataset, conditions: &Where, as_of: Option<Day>) -> Selection {
    let conditions = conditions.folded();
    let matchers: Vec<Matcher<'_, '_>> =
        conditions.conditions.iter().map(|c| Matcher { condition: c, dataset }).collect();
    let current = current(dataset, as_of);
    let mut refs: Vec<ObsRef> =
        current.iter().copied().filter(|at| matchers.iter().all(|matcher| matcher.meets(*at))).collect();
    // A row that meets all conditions meets each of them.
    let mut unmet = Vec::new();
    if refs.is_empty() {
        for (index, matcher) in matchers.iter().enumerate() {
            if !current.iter().any(|at| matcher.meets(*at)) {
                unmet.push(index);
            }
        }
    }
    let asks_latest = conditions.conditions.iter().any(|c| c.any.contains(&Test::Period(PeriodTest::Latest)));
    let mut latest = None;
    let mut missing = Vec::new();
    if asks_latest {
        latest = refs
            .iter()
            .map(|at| dataset.get(*at))
            .filter(|o| o.measure.has_number() && is_stated(o.status))
            .map(|o| o.period)
            .max_by_key(|p| (p.last, p.first));
        let same = |at: ObsRef| latest.is_some_and(|p| same_days(&p, &dataset.period(at)));
        let present: BTreeSet<&str> = refs.iter().filter(|at| same(**at)).map(|at| dataset.entity_name(*at)).collect();
        let mut told = BTreeSet::new();
        let absent = refs.iter().map(|at| dataset.entity_name(*at)).filter(|name| !present.contains(name));
        missing.extend(absent.filter(|name| told.insert(*name)).map(str::to_owned));
        refs.retain(|at| same(*at));
    }
    Selection { refs, latest, missing, unmet }
}

impl Where {
    /// Whether one observation meets all conditions (`latest` counts as met).
    pub fn matches(&self, dataset: &Dataset, at: ObsRef) -> bool {
        self.folded().conditions.iter().all(|condition| Matcher { condition, dataset }.meets(at))
    }

    /// The same with its words folded, once for all rows that they are compared with.
    fn folded(&self) -> Self {
        let mut same = self.clone();
        for test in same.conditions.iter_mut().flat_map(|condition| &mut condition.any) {
            if let Test::Name(word) | Test::Glob(word) | Test::Contains(word) = test {
                *word = fold(word);
            }
        }
        same
    }
}

fn condition(word: &str) -> Condition {
    let (negated, word) = word.strip_prefix('!').filter(|w| !w.is_empty()).map_or((false, word), |w| (true, w));
    for (sign, relation) in
        [("<=", Relation::AtMost), (">=", Relation::AtLeast), ("<", Relation::Less), (">", Relation::Greater)]
    {
        let number = word.strip_prefix(sign).and_then(|w| parse_value(w, &ValueContext::default()).ok());
        if let Some(point) = number.and_then(|m| m.point) {
            return Condition { field: Field::Value, negated, any: vec![Test::Number(relation, point)] };
        }
    }
    let (field, rest) = word
        .split_once(':')
        .filter(|(_, rest)| !rest.is_empty())
        .and_then(|(name, rest)| Some((Field::parse(&fold(name))?, rest)))
        .unwrap_or((Field::Any, word));
    let period = if field == Field::Period { parse_period(rest, &PeriodContext::default()).ok() } else { None };
    let test = period.map_or_else(|| Test::Contains(fold(rest)), |p| Test::Period(PeriodTest::Within(p)));
    Condition { field, negated, any: vec![test] }
}

fn same_days(a: &Period, b: &Period) -> bool {
    (a.first, a.last) == (b.first, b.last)
}

/// The latest reports of each key and period, as known on a day; of those that disagree all.
fn current(dataset: &Dataset, as_of: Option<Day>) -> Vec<ObsRef> {
    if as_of.is_none() && dataset.revisions().is_empty() {
        return dataset.refs().collect();
    }
    let known = |at: ObsRef| as_of.is_none_or(|day| dataset.reported(at).is_none_or(|reported| reported <= day));
    // A later target or forecast replaces no fact.
    let place = |at: ObsRef| (dataset.series_of(at), dataset.period(at), is_stated(dataset.get(at).status));
    let mut newest: BTreeMap<(usize, Period, bool), Option<Day>> = BTreeMap::new();
    for at in dataset.refs().filter(|at| known(*at)) {
        let reported = dataset.reported(at);
        let kept = newest.entry(place(at)).or_insert(reported);
        *kept = (*kept).max(reported);
    }
    dataset.refs().filter(|at| known(*at) && newest.get(&place(*at)) == Some(&dataset.reported(*at))).collect()
}

/// A condition of folded words over one dataset.
#[derive(Clone, Copy)]
struct Matcher<'c, 'd> {
    condition: &'c Condition,
    dataset: &'d Dataset,
}

impl Matcher<'_, '_> {
    fn meets(self, at: ObsRef) -> bool {
        let dataset = self.dataset;
        let days_or_number = self.condition.any.iter().any(|test| match test {
            Test::Period(test) => period_holds(test, &dataset.period(at)),
            Test::Number(relation, number) => number_holds(*relation, *number, &dataset.get(at).measure),
            Test::Name(_) | Test::Glob(_) | Test::Contains(_) => false,
        });
        (days_or_number || self.words_hold(at)) != self.condition.negated
    }

    fn words_hold(self, at: ObsRef) -> bool {
        let (condition, dataset) = (self.condition, self.dataset);
        if condition.any.iter().all(|test| matches!(test, Test::Period(_) | Test::Number(..))) {
            return false;
        }
        let Some(role) = condition.field.role() else {
            let texts = condition.field.texts(dataset, at);
            let forms: Vec<Folded> = texts.iter().map(|text| Folded::of(text)).collect();
            return holds(condition, || forms.iter());
        };
        let series = || dataset.series().get(dataset.series_of(at));
        let shown = match role {
            Role::Entity => series().map(|series| &series.entity_forms),
            Role::Metric => series().map(|series| &series.metric_forms),
            _ => None,
        };
        let typed = dataset.folded(at, role);
        holds(condition, || shown.into_iter().chain(typed))
    }
}

/// Whether the words of a condition hold for any form of a field. A column that is not there says nothing.
fn holds<'f, I: Iterator<Item = &'f Folded>>(condition: &Condition, forms: impl Fn() -> I) -> bool {
    condition.any.iter().any(|test| match test {
        Test::Name(name) => forms().any(|form| form.is_named(name)),
        Test::Glob(glob) => forms().any(|form| form.wholes().any(|name| glob_matches(glob, name))),
        Test::Contains(part) => forms().any(|form| form.wholes().any(|name| name.contains(part.as_str()))),
        Test::Period(_) | Test::Number(..) => false,
    })
}

impl Field {
    /// The column's name in a config and in a typed filter.
    pub fn name(&self) -> &str {
        if let Self::Column(header) = self {
            return header;
        }
        FIELDS.iter().find(|(_, field)| field == self).map_or("any", |(name, _)| name)
    }

    /// The field of that name; `None` for a header that plays no role.
    pub fn parse(name: &str) -> Option<Self> {
        FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| field.clone())
    }

    /// The role of the one cell that decides what the field says, where one does.
    fn role(&self) -> Option<Role> {
        Some(match self {
            Self::Entity => Role::Entity,
            Self::Metric => Role::Metric,
            Self::Source => Role::Source,
            Self::Via => Role::Via,
            Self::Reference => Role::Ref,
            Self::Scope => Role::Scope,
            Self::Group => Role::Group,
            Self::Note => Role::Note,
            // These are not said by the cell alone.
            _ => return None,
        })
    }

    /// What the field says of an observation: as shown, then as written where that differs.
    pub fn texts(&self, dataset: &Dataset, at: ObsRef) -> Vec<String> {
        let seen = dataset.get(at);
        let words = |text: String| vec![text];
        let mut texts: Vec<String> = match self {
            Self::Any => dataset
                .row(seen.row)
                .cells
                .iter()
                .map(|cell| (*cell).to_owned())
                .chain([dataset.entity_name(at).to_owned(), dataset.metric_name(at).to_owned()])
                .collect(),
            Self::Entity => vec![dataset.entity_name(at).to_owned(), seen.entity.to_owned()],
            Self::Metric => vec![dataset.metric_name(at).to_owned(), seen.metric.to_owned()],
            Self::Period => vec![seen.period_text.clone().into_owned(), seen.period.words(false)],
            Self::Value => words(seen.measure.raw.to_string()),
            Self::Unit => words(seen.measure.unit.code.to_string()),
            Self::Source => words(seen.source.to_owned()),
            Self::Via => words(seen.via.to_owned()),
            Self::Reference => words(seen.reference.to_owned()),
            Self::Status => words(seen.status.to_owned()),
            Self::Confidence => words(seen.confidence.to_owned()),
            Self::Scope => words(seen.scope.to_owned()),
            Self::Group => words(seen.group.to_owned()),
            Self::Kind => words(seen.kind.to_owned()),
            Self::Quality => words(seen.measure.quality().as_str().to_owned()),
            Self::Note => words(seen.note.to_owned()),
            Self::Column(header) => dataset
                .headers()
                .iter()
                .position(|h| fold(h) == fold(header))
                .and_then(|column| dataset.row(seen.row).cells.get(column).map(|cell| words((*cell).to_owned())))
                .unwrap_or_default(),
        };
        texts.dedup();
        texts
    }
}

/// The columns that a condition may name.
pub const FIELDS: [(&str, Field); 16] = [
    ("any", Field::Any),
    ("entity", Field::Entity),
    ("metric", Field::Metric),
    ("period", Field::Period),
    ("value", Field::Value),
    ("unit", Field::Unit),
    ("source", Field::Source),
    ("via", Field::Via),
    ("ref", Field::Reference),
    ("status", Field::Status),
    ("confidence", Field::Confidence),
    ("scope", Field::Scope),
    ("group", Field::Group),
    ("kind", Field::Kind),
    ("quality", Field::Quality),
    ("note", Field::Note),
];

fn period_holds(test: &PeriodTest, period: &Period) -> bool {
    match test {
        PeriodTest::Same(other) => same_days(period, other),
        PeriodTest::Within(outer) => {
            let covers = |day: Option<Day>, open: bool| day.map_or(open, |day| outer.covers(day));
            covers(period.first, outer.first.is_none() && period.last.is_some())
                && covers(period.last, outer.last.is_none())
        }
        PeriodTest::After(day) => period.first.is_some_and(|first| first > *day),
        PeriodTest::Before(day) => period.last.is_some_and(|last| last < *day),
        PeriodTest::Latest => true,
    }
}

fn number_holds(relation: Relation, number: f64, measure: &Measure) -> bool {
    let low = measure.point.map(|p| (p, true)).or(measure.low.map(|b| (b.value, b.inclusive)));
    let high = measure.point.map(|p| (p, true)).or(measure.high.map(|b| (b.value, b.inclusive)));
    match relation {
        Relation::Less => high.is_some_and(|(v, inclusive)| v < number || (v == number && !inclusive)),
        Relation::AtMost => high.is_some_and(|(v, _)| v <= number),
        Relation::Greater => low.is_some_and(|(v, inclusive)| v > number || (v == number && !inclusive)),
        Relation::AtLeast => low.is_some_and(|(v, _)| v >= number),
    }
}

/// `*` for any characters, `?` for one. Where something does not fit, the last `*` takes one character more: earlier ones need
/// not be tried again.
fn glob_matches(glob: &str, text: &str) -> bool {
    let (mut glob, mut text) = (glob.chars(), text.chars());
    let mut star = None;
    loop {
        let fits = match (glob.clone().next(), text.clone().next()) {
            (Some('*'), _) => {
                glob.next();
                star = Some((glob.clone(), text.clone()));
                continue;
            }
            (Some(wanted), Some(found)) => wanted == '?' || wanted == found,
            (None, None) => return true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if fits {
            glob.next();
            text.next();
            continue;
        }
        let Some((after, taken)) = &mut star else { return false };
        if taken.next().is_none() {
            return false;
        }
        (glob, text) = (after.clone(), taken.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs() {
        for (glob, text, expected) in [
            ("article on*", "article on ByteDance", true),
            ("*b*c", "abbcc", true),
            ("a?c", "a文c", true),
            ("a?c", "ac", false),
            ("*", "", true),
            ("", "", true),
            ("a*b", "acd", false),
            ("*ab", "aab", true),
        ] {
            assert_eq!(glob_matches(glob, text), expected, "{glob} {text}");
        }
    }
}
