//! `where` and the selections inside `rows` and `lags`: conditions by column.

use super::reader::{Entry, Node, Reader, kind_of, nearest};
use crate::analysis::{Condition, FIELDS, Field, PeriodTest, Relation, Test, Where};
use crate::base::{Period, PeriodContext, ValueContext, parse_period, parse_value};

/// A whole `where` table, and each condition as typed with its line.
pub(super) fn check_where(reader: &mut Reader<'_>, key: &str, node: &Node<'_>) -> (Where, Vec<(String, u32)>) {
    let mut select = Where::default();
    let mut typed = Vec::new();
    let Some(table) = node.get_ref().as_table() else {
        let message = format!("{key} is {}; wanted a table such as {{ metric = \"…\" }}", kind_of(node));
        reader.error(&node.span(), "wrong-kind", message);
        return (select, typed);
    };
    for entry in super::reader::in_order(table) {
        if let Some(condition) = check_condition(reader, &entry) {
            typed.push((words(&entry), reader.line(entry.at.start)));
            select.conditions.push(condition);
        }
    }
    (select, typed)
}

/// One condition: a column, and what it may be.
pub(super) fn check_condition(reader: &mut Reader<'_>, entry: &Entry<'_, '_>) -> Option<Condition> {
    let names = field_names();
    let field = if let Some(field) = Field::parse(entry.key) {
        field
    } else {
        if let Some(near) = nearest(entry.key, &names).filter(|near| strsim::damerau_levenshtein(near, entry.key) <= 2)
        {
            let message = format!("unknown key \"{}\"; nearest: \"{near}\"", entry.key);
            reader.error(&entry.at, "unknown-key", message);
            return None;
        }
        Field::Column(entry.key.to_owned())
    };
    let single = std::slice::from_ref(entry.node);
    let items = entry.node.get_ref().as_array().map_or(single, |items| items);
    let any: Vec<Test> = items.iter().filter_map(|item| check_test(reader, &field, entry.key, item)).collect();
    (!any.is_empty()).then_some(Condition { field, negated: false, any })
}

fn check_test(reader: &mut Reader<'_>, field: &Field, key: &str, node: &Node<'_>) -> Option<Test> {
    let text = reader.word(key, node)?;
    match field {
        Field::Period => period_test(reader, &text, node).map(Test::Period),
        Field::Value => {
            let relations =
                [(">=", Relation::AtLeast), ("<=", Relation::AtMost), (">", Relation::Greater), ("<", Relation::Less)];
            let bound = relations.iter().find_map(|(sign, relation)| {
                let number = parse_value(text.strip_prefix(sign)?.trim(), &ValueContext::default()).ok()?;
                Some(Test::Number(*relation, number.point? * number.unit.factor))
            });
            Some(bound.unwrap_or_else(|| name_test(text)))
        }
        _ => Some(name_test(text)),
    }
}

fn name_test(text: String) -> Test {
    if text.contains(['*', '?']) { Test::Glob(text) } else { Test::Name(text) }
}

fn period_test(reader: &mut Reader<'_>, text: &str, node: &Node<'_>) -> Option<PeriodTest> {
    let text = text.trim();
    if text == "latest" {
        return Some(PeriodTest::Latest);
    }
    let bound = |reader: &mut Reader<'_>, rest: &str| check_period(reader, rest, node);
    if let Some(rest) = text.strip_prefix("within ") {
        return bound(reader, rest).map(PeriodTest::Within);
    }
    if let Some(rest) = text.strip_prefix('>') {
        return bound(reader, rest)?.last.map(PeriodTest::After);
    }
    if let Some(rest) = text.strip_prefix('<') {
        return bound(reader, rest)?.first.map(PeriodTest::Before);
    }
    bound(reader, text).map(PeriodTest::Same)
}

/// A period in any of the forms that a data file may use.
pub(super) fn check_period(reader: &mut Reader<'_>, text: &str, node: &Node<'_>) -> Option<Period> {
    let context = PeriodContext { months: true, ..PeriodContext::default() };
    match parse_period(text.trim(), &context) {
        Ok(period) => Some(period),
        Err(problem) => {
            reader.error_with_help(&node.span(), problem.code, problem.message, problem.help);
            None
        }
    }
}

fn words(entry: &Entry<'_, '_>) -> String {
    let single = std::slice::from_ref(entry.node);
    let items = entry.node.get_ref().as_array().map_or(single, |items| items);
    items.iter().filter_map(|item| item.get_ref().as_str()).collect::<Vec<_>>().join(" or ")
}

/// The columns that a selection may name.
pub(super) fn field_names() -> Vec<&'static str> {
    FIELDS.iter().map(|(name, _)| *name).collect()
}
