//! What each column is.

use super::ReadOptions;
use crate::base::fold;

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Who or what.
    Entity,
    /// What is measured, or the event's name.
    Metric,
    /// When.
    Period,
    /// How much, as said.
    Value,
    /// What the value lacks.
    Unit,
    /// Who measured or said it.
    Source,
    /// Document in which it was read.
    Via,
    /// Place in that document.
    Ref,
    /// Date of the report.
    Reported,
    /// Actual, estimate, forecast ...
    Status,
    /// High, medium, low.
    Confidence,
    /// Region, platform, definition.
    Scope,
    /// For lanes and colour.
    Group,
    /// What sort of statement.
    Kind,
    /// Free text.
    Note,
}

/// Roles with their names and the headers that name them, English first.
pub(super) const ROLES: [(Role, &str, &[&str]); 15] = [
    (Role::Entity, "entity", &["entity", "主体", "实体", "公司", "产品"]),
    (Role::Metric, "metric", &["metric", "指标"]),
    (Role::Period, "period", &["period", "时间", "日期", "期间", "季度", "月份"]),
    (Role::Value, "value", &["value", "数值", "值"]),
    (Role::Unit, "unit", &["unit", "单位"]),
    (Role::Source, "source", &["source", "来源", "数据来源"]),
    (Role::Via, "via", &["via", "转引"]),
    (Role::Ref, "ref", &["ref", "位置", "链接"]),
    (Role::Reported, "reported", &["reported", "发布时间", "发布日期", "报告日", "报告日期", "报告时间", "截至"]),
    (Role::Status, "status", &["status", "状态"]),
    (Role::Confidence, "confidence", &["confidence", "置信度"]),
    (Role::Scope, "scope", &["scope", "口径", "范围"]),
    (Role::Group, "group", &["group", "类别", "分类"]),
    (Role::Kind, "kind", &["kind", "类型"]),
    (Role::Note, "note", &["note", "备注", "说明"]),
];

/// Roles without which a file has no observations.
pub(super) const NEEDED: [Role; 4] = [Role::Entity, Role::Metric, Role::Period, Role::Value];

impl Role {
    /// Its name, as in the config and in exports.
    pub(super) fn name(self) -> &'static str {
        ROLES.iter().find(|(role, ..)| *role == self).map_or("", |(_, name, _)| name)
    }

    /// The role of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        ROLES.iter().find(|(_, known, _)| *known == name).map(|(role, ..)| *role)
    }
}

/// Column of each role that a header has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Roles([Option<usize>; ROLES.len()]);

impl Roles {
    /// Reads a header. The first column that fits wins; what the config names wins over it.
    pub(super) fn of(headers: &[String], options: &ReadOptions) -> Self {
        let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
        let mut found = Self::default();
        for (slot, (_, name, aliases)) in found.0.iter_mut().zip(ROLES) {
            let chosen = options
                .roles
                .get(name)
                .and_then(|names| folded.iter().position(|header| names.iter().any(|name| fold(name) == *header)));
            *slot = chosen.or_else(|| folded.iter().position(|header| aliases.contains(&header.as_str())));
        }
        found
    }

    /// Only what the config names.
    pub(super) fn named(headers: &[String], options: &ReadOptions) -> Self {
        let mut found = Self::default();
        for (slot, (_, name, _)) in found.0.iter_mut().zip(ROLES) {
            let names = options.roles.get(name).map(Vec::as_slice).unwrap_or_default();
            *slot = headers.iter().position(|header| names.iter().any(|name| fold(name) == fold(header)));
        }
        // Values make fields: several columns can be named for them.
        found.set(Role::Value, None);
        found
    }

    /// All roles that a column plays, with it.
    pub(super) fn all(&self) -> impl Iterator<Item = (Role, usize)> {
        ROLES.iter().zip(self.0).filter_map(|((role, ..), column)| Some((*role, column?)))
    }

    /// The column of a role.
    pub(super) fn get(&self, role: Role) -> Option<usize> {
        self.0.get(role as usize).copied().flatten()
    }

    /// Gives a role to a column, or takes it away.
    pub(super) fn set(&mut self, role: Role, column: Option<usize>) {
        if let Some(slot) = self.0.get_mut(role as usize) {
            *slot = column;
        }
    }

    /// The role that a column plays.
    pub(super) fn of_column(&self, column: usize) -> Option<Role> {
        let at = self.0.iter().position(|known| *known == Some(column))?;
        ROLES.get(at).map(|(role, ..)| *role)
    }

    /// Whether a column plays some role.
    pub(super) fn plays(&self, column: usize) -> bool {
        self.0.contains(&Some(column))
    }

    /// The needed roles that no column plays.
    pub(super) fn absent(&self) -> Vec<&'static str> {
        NEEDED.into_iter().filter(|role| self.get(*role).is_none()).map(Role::name).collect()
    }
}

/// Kinds of rows, as the `kind` column names them.
pub(super) const KINDS: [&str; 9] =
    ["measure", "event", "count", "rank", "share", "price", "duration", "text", "rating"];

/// Headers made distinct: empty = `column_N`, a second `a` = `a_1`.
pub(super) fn distinct(headers: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken = std::collections::BTreeSet::new();
    headers
        .enumerate()
        .map(|(at, header)| {
            let stem = if header.trim().is_empty() { format!("column_{}", at + 1) } else { header };
            let mut name = stem.clone();
            let mut nth = 0;
            while !taken.insert(name.clone()) {
                nth += 1;
                name = format!("{stem}_{nth}");
            }
            name
        })
        .collect()
}

/// A status as its letter or word; what is no known status stays as typed.
pub(super) fn status(typed: &str) -> &str {
    if typed.is_empty() {
        return typed;
    }
    match fold(typed).as_str() {
        "a" | "actual" | "实际" => "A",
        "e" | "estimate" | "estimated" | "估计" => "E",
        "f" | "forecast" | "预测" => "F",
        "p" | "provisional" | "初步" => "P",
        "r" | "revised" | "修订" => "R",
        "b" | "break" => "B",
        "d" | "definition differs" => "D",
        "u" | "rumour" | "rumor" | "传闻" => "U",
        "claimed" | "声称" => "claimed",
        "target" | "目标" => "target",
        _ => typed.trim(),
    }
}

/// A confidence as `high`, `medium` or `low`; other words stay as typed.
pub(super) fn confidence(typed: &str) -> &str {
    if typed.is_empty() {
        return typed;
    }
    match fold(typed).as_str() {
        "high" | "confident" | "高" => "high",
        "medium" | "likely" | "中" => "medium",
        "low" | "speculative" | "低" => "low",
        _ => typed.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_in_any_language_order_and_case() {
        let headers: Vec<String> = ["数值", " METRIC ", "时间", "公司", "other"].map(String::from).to_vec();
        let found = Roles::of(&headers, &ReadOptions::default());
        assert_eq!(NEEDED.map(|role| found.get(role)), [Some(3), Some(1), Some(2), Some(0)]);
        assert!(found.absent().is_empty() && !found.plays(4));
    }

    #[test]
    fn second_headers_get_numbers() {
        let names = distinct(["a", "", "a"].into_iter().map(String::from));
        assert_eq!(names, ["a", "column_2", "a_1"]);
    }
}
