//! What each column is.

use std::collections::BTreeMap;

use super::ReadOptions;
use crate::base::fold;

/// Roles with the headers that name them, English first.
pub(super) const ROLES: &[(&str, &[&str])] = &[
    ("entity", &["entity", "主体", "实体", "公司", "产品"]),
    ("metric", &["metric", "指标"]),
    ("period", &["period", "时间", "日期", "期间", "季度", "月份"]),
    ("value", &["value", "数值", "值"]),
    ("unit", &["unit", "单位"]),
    ("source", &["source", "来源", "数据来源"]),
    ("via", &["via", "转引"]),
    ("ref", &["ref", "位置", "链接"]),
    ("reported", &["reported", "发布时间", "截至"]),
    ("status", &["status", "状态"]),
    ("confidence", &["confidence", "置信度"]),
    ("scope", &["scope", "口径", "范围"]),
    ("group", &["group", "类别", "分类"]),
    ("kind", &["kind", "类型"]),
    ("note", &["note", "备注", "说明"]),
];

/// Column of each role that a header has. The first column that fits wins.
pub(super) fn roles(headers: &[String], options: &ReadOptions) -> BTreeMap<&'static str, usize> {
    let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
    let mut found = BTreeMap::new();
    for (role, aliases) in ROLES {
        let chosen = options
            .roles
            .get(*role)
            .and_then(|names| folded.iter().position(|header| names.iter().any(|name| fold(name) == *header)));
        let column = chosen.or_else(|| folded.iter().position(|header| aliases.contains(&header.as_str())));
        if let Some(column) = column {
            found.insert(*role, column);
        }
    }
    found
}

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
        let found = roles(&headers, &ReadOptions::default());
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [("entity", 3), ("metric", 1), ("period", 2), ("value", 0)]);
    }

    #[test]
    fn second_headers_get_numbers() {
        let names = distinct(["a", "", "a"].into_iter().map(String::from));
        assert_eq!(names, ["a", "column_2", "a_1"]);
    }
}
