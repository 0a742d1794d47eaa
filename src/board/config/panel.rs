//! `[panel.id]`: what each kind of panel may be told.

use std::ops::Range;

use super::reader::{Entry, Node, Reader, kind_of, nearest};
use super::selection::{check_condition, check_period, check_where, field_names};
use super::{Divide, LagSpec, PanelSpec, RowSpec, line, scatter};
use crate::analysis::{Change, Condition, Field, Test, Where};
use crate::base::PanelKind;
use crate::board::Computed;
use crate::chart::ScaleKind;

const COMMON: [&str; 5] = ["kind", "title", "file", "where", "finding"];

fn own_keys(kind: PanelKind) -> &'static [&'static str] {
    match kind {
        PanelKind::Bar => &["log", "top", "share", "sort", "bins", "stack", "group_by", "facet"],
        PanelKind::Change => &["rows", "change"],
        PanelKind::Range => &["log", "top", "sort"],
        PanelKind::Line => &["log", "top", "by", "show", "base", "stroke", "trend", "records", "levels", "facet"],
        PanelKind::Scatter => &["x", "y", "by", "log", "trend", "records", "levels", "labels", "facet"],
        PanelKind::Heat => &["log", "top", "by", "sort", "show", "facet"],
        PanelKind::Timeline => &["lanes", "lags"],
        PanelKind::Table => &["columns", "sort"],
        PanelKind::Stat => &["rows"],
        PanelKind::Text => &["text"],
    }
}

/// One panel; none if its kind is not known.
pub(super) fn check_panel(reader: &mut Reader<'_>, entry: &Entry<'_, '_>) -> Option<PanelSpec> {
    let entries = reader.entries(entry.key, entry.node);
    let kind = check_kind(reader, entry, &entries)?;
    let known: Vec<&str> = COMMON.iter().chain(own_keys(kind)).copied().collect();
    let mut spec = PanelSpec::new(kind, reader.line(entry.at.start));
    let mut typed = Vec::new();
    for Entry { key, at, node } in entries {
        if !known.contains(&key) {
            reader.unknown(&Entry { key, at, node }, &known);
            continue;
        }
        typed.push((key, at.clone()));
        match key {
            "title" => spec.title = reader.string(key, node),
            "file" => spec.file = reader.string(key, node),
            "finding" => spec.finding = reader.string(key, node),
            "where" => (spec.select, spec.select_text) = check_where(reader, key, node),
            "log" if kind == PanelKind::Scatter => spec.scatter.scale = scatter::check_log(reader, node),
            "log" => spec.scale = check_scale(reader, node, kind == PanelKind::Line),
            "x" => spec.scatter.x = Some(scatter::check_axis(reader, key, node)),
            "y" => spec.scatter.y = Some(scatter::check_axis(reader, key, node)),
            "labels" => spec.scatter.labels = reader.count_or_none(key, node),
            "share" => spec.share = reader.boolean(key, node),
            "top" => spec.top = reader.count(key, node),
            "stack" | "group_by" if spec.divide.is_some() => {
                reader.error(&at, "two-divisions", "bars are stacked or grouped, not both");
            }
            "stack" | "group_by" => {
                let column = reader.string(key, node);
                spec.divide = column.map(|column| Divide { column, stacked: key == "stack" });
            }
            "by" => spec.by = reader.string(key, node),
            "show" if kind == PanelKind::Heat => spec.growth = check_show(reader, node),
            "show" => spec.line_chart.show = line::check_show(reader, node),
            "base" => spec.line_chart.base = line::check_base(reader, node),
            "stroke" => spec.line_chart.stroke = line::check_stroke(reader, node),
            "trend" => spec.line_chart.trend = line::check_trend(reader, node),
            "records" => spec.line_chart.records = reader.boolean(key, node).unwrap_or_default(),
            "levels" => spec.line_chart.levels = line::check_levels(reader, node),
            "sort" => spec.sort = reader.string(key, node),
            "text" => spec.text = reader.string(key, node),
            "columns" => spec.columns = reader.strings(key, node),
            "facet" => spec.facet = reader.string(key, node),
            "bins" => spec.bins = check_bins(reader, node),
            "change" => spec.change = check_change(reader, node),
            "rows" => {
                for item in reader.list(key, node) {
                    spec.rows.push(check_row(reader, item, kind == PanelKind::Change));
                }
            }
            "lanes" => spec.lanes = check_lanes(reader, node),
            "lags" => {
                for item in reader.list(key, node) {
                    spec.lags.extend(check_lag(reader, item));
                }
            }
            _ => {}
        }
    }
    if spec.facet.is_some() && spec.bins.is_some() {
        let message = format!("[panel.{}] has facet and bins; bins of several charts are not the same", entry.key);
        reader.error(&entry.at, "unknown-value", message);
        spec.facet = None;
    }
    check_unused(reader, &spec, &typed);
    if kind == PanelKind::Text && spec.text.is_none() {
        reader.error(&entry.at, "missing-key", format!("[panel.{}] is a text panel without text", entry.key));
    }
    Some(spec)
}

/// Keys that would change nothing beside the others: who typed them expects that they do.
fn check_unused(reader: &mut Reader<'_>, spec: &PanelSpec, typed: &[(&str, Range<usize>)]) {
    let binned = spec.bins.is_some();
    let divided = spec.divide.is_some();
    let stacked = spec.divide.as_ref().is_some_and(|divide| divide.stacked);
    let index = spec.line_chart.show == Some(Computed::Index);
    for (key, at) in typed {
        let why = match *key {
            "share" if spec.share == Some(true) && binned => "bins count rows, which have no shares",
            "top" if binned => "bins count all rows",
            "sort" if binned => "bins stand in the order of their values",
            "stack" | "group_by" if binned => "bins are not divided",
            "share" if spec.share == Some(true) && divided => "shares are of whole rows, not of parts",
            "log" if spec.scale != ScaleKind::Linear && stacked => "parts that are added have no log axis",
            "base" if !index => "base is of show = \"index\"",
            "records" if spec.kind == PanelKind::Line && spec.line_chart.records && spec.line_chart.trend.is_none() => {
                "records are of a trend"
            }
            _ => continue,
        };
        reader.error(at, "unused-key", format!("{key} changes nothing here: {why}"));
    }
}

fn check_kind(reader: &mut Reader<'_>, entry: &Entry<'_, '_>, entries: &[Entry<'_, '_>]) -> Option<PanelKind> {
    let names = PanelKind::ALL.map(PanelKind::as_str);
    let Some(Entry { node, .. }) = entries.iter().find(|e| e.key == "kind") else {
        let help = Some(format!("kinds: {}", names.join(", ")));
        reader.error_with_help(&entry.at, "missing-key", format!("[panel.{}] has no kind", entry.key), help);
        return None;
    };
    let name = reader.string("kind", node)?;
    let kind = PanelKind::parse(&name);
    if kind.is_none() {
        let near = nearest(&name, &names).map_or(String::new(), |near| format!("; nearest: \"{near}\""));
        let help = Some(format!("kinds: {}", names.join(", ")));
        reader.error_with_help(&node.span(), "unknown-kind", format!("no panel kind \"{name}\"{near}"), help);
    }
    kind
}

/// `log = true`; where values may be on both sides of zero `log = "symlog"` too.
fn check_scale(reader: &mut Reader<'_>, node: &Node<'_>, symlog: bool) -> ScaleKind {
    match node.get_ref().as_str() {
        Some("symlog") if symlog => ScaleKind::Symlog,
        Some(other) if symlog => {
            let message = format!("log is \"{other}\"; wanted true, false or \"symlog\"");
            reader.error(&node.span(), "unknown-value", message);
            ScaleKind::Linear
        }
        _ if reader.boolean("log", node).unwrap_or_default() => ScaleKind::Log,
        _ => ScaleKind::Linear,
    }
}

/// `bins = true`: with more bins than this each value is told, and not how they lie.
const MOST_BINS: usize = 25;

/// `bins = true`, or the most bins; `false` is none.
fn check_bins(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<usize> {
    match node.get_ref().as_bool() {
        Some(wanted) => wanted.then_some(MOST_BINS),
        None => reader.count("bins", node),
    }
}

/// `show = "value"` or `"growth"`: whether it is growth.
fn check_show(reader: &mut Reader<'_>, node: &Node<'_>) -> bool {
    match reader.string("show", node).as_deref() {
        Some("growth") => true,
        Some("value") | None => false,
        Some(other) => {
            let message = format!("show is \"{other}\"; wanted value or growth");
            reader.error(&node.span(), "unknown-value", message);
            false
        }
    }
}

fn check_change(reader: &mut Reader<'_>, node: &Node<'_>) -> Change {
    match reader.string("change", node).as_deref() {
        Some("natural") | None => Change::Natural,
        Some("difference") => Change::Difference,
        Some("relative") => Change::Relative,
        Some(other) => {
            let message = format!("change is \"{other}\"; wanted natural, difference or relative");
            reader.error(&node.span(), "unknown-value", message);
            Change::Natural
        }
    }
}

fn check_row(reader: &mut Reader<'_>, node: &Node<'_>, with_ends: bool) -> RowSpec {
    let mut row = RowSpec { line: reader.line(node.span().start), ..RowSpec::default() };
    let Some(table) = node.get_ref().as_table() else {
        let message = format!("a row is {}; wanted {{ metric = \"…\" }}", kind_of(node));
        reader.error(&node.span(), "wrong-kind", message);
        return row;
    };
    for entry in super::reader::in_order(table) {
        match entry.key {
            "label" => row.label = reader.string("label", entry.node),
            "from" if with_ends => row.from = row_period(reader, &entry),
            "to" if with_ends => row.to = row_period(reader, &entry),
            "from" | "to" => {
                let mut known = field_names();
                known.push("label");
                reader.unknown(&entry, &known);
            }
            _ => row.select.conditions.extend(check_condition(reader, &entry)),
        }
    }
    row
}

fn row_period(reader: &mut Reader<'_>, entry: &Entry<'_, '_>) -> Option<crate::base::Period> {
    let text = reader.word(entry.key, entry.node)?;
    check_period(reader, &text, entry.node)
}

/// `lanes = ["OpenAI", { name = "ByteDance", groups = ["ByteDance AI", "ByteDance org"] }]`.
fn check_lanes(reader: &mut Reader<'_>, node: &Node<'_>) -> Vec<(String, Vec<String>)> {
    let Some(items) = node.get_ref().as_array() else {
        reader.error(&node.span(), "wrong-kind", "lanes is no list; wanted names of groups");
        return Vec::new();
    };
    let mut lanes = Vec::new();
    for item in items {
        let Some(table) = item.get_ref().as_table() else {
            lanes.extend(reader.string("lanes", item).map(|name| (name.clone(), vec![name])));
            continue;
        };
        let (mut name, mut groups) = (None, Vec::new());
        for entry in super::reader::in_order(table) {
            match entry.key {
                "name" => name = reader.string("name", entry.node),
                "groups" => {
                    groups = reader
                        .list("groups", entry.node)
                        .iter()
                        .filter_map(|g| g.get_ref().as_str().map(ToOwned::to_owned))
                        .collect();
                }
                _ => reader.unknown(&entry, &["name", "groups"]),
            }
        }
        match name {
            Some(name) => lanes.push((name, groups)),
            None => reader.error(&item.span(), "missing-key", "a lane has no name"),
        }
    }
    lanes
}

fn check_lag(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<LagSpec> {
    let Some(table) = node.get_ref().as_table() else {
        reader.error(
            &node.span(),
            "wrong-kind",
            "a lag is no table; wanted { from = \"…\", to = \"…\", label = \"…\" }",
        );
        return None;
    };
    let mut lag =
        LagSpec { from: Where::default(), to: Where::default(), label: String::new(), after: None, said: None };
    for entry in super::reader::in_order(table) {
        match entry.key {
            "from" => lag.from = lag_end(reader, &entry),
            "to" => lag.to = lag_end(reader, &entry),
            "label" => lag.label = reader.string("label", entry.node).unwrap_or_default(),
            "after" => lag.after = reader.string("after", entry.node),
            "said" => lag.said = reader.string("said", entry.node),
            _ => reader.unknown(&entry, &["from", "to", "label", "after", "said"]),
        }
    }
    if lag.from.conditions.is_empty() || lag.to.conditions.is_empty() {
        reader.error(&node.span(), "missing-key", "a lag needs from and to");
        return None;
    }
    Some(lag)
}

/// An event by its name, or by a whole selection.
fn lag_end(reader: &mut Reader<'_>, entry: &Entry<'_, '_>) -> Where {
    match entry.node.get_ref().as_str() {
        Some(name) => Where {
            conditions: vec![Condition {
                field: Field::Metric,
                negated: false,
                any: vec![Test::Name(name.to_owned())],
            }],
        },
        None => check_where(reader, entry.key, entry.node).0,
    }
}
