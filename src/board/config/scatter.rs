//! What a scatter is told: the rows of its two axes, which of them are logarithmic, how many names stand beside its points.

use super::PanelSpec;
use super::RowSpec;
use super::reader::{Node, Reader, kind_of};
use super::selection::check_where;
use crate::analysis::{Condition, Field, Test, Where};
use crate::chart::ScaleKind;

/// The keys of a scatter panel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScatterSpec {
    /// `x`; default: time.
    pub x: Option<AxisSpec>,
    /// `y`; default: what `where` selects.
    pub y: Option<AxisSpec>,
    /// `log = true | "x" | "y" | "both" | "symlog"`: the scales of x and y.
    pub scale: [ScaleKind; 2],
    /// `labels = n`: most names beside points; default: as many as find room.
    pub labels: Option<usize>,
}

/// One axis.
#[derive(Debug, Clone, PartialEq)]
pub enum AxisSpec {
    /// `x = "period"`.
    Time,
    /// Rows by their metric or by a whole selection; each condition as typed with its line, for messages.
    Rows(Where, Vec<(String, u32)>),
}

/// A selection, and its conditions as typed.
type Selected = (Where, Vec<(String, u32)>);

impl PanelSpec {
    /// The rows of one axis: those of `where`, with the axis' own conditions in place of those on the same columns.
    fn axis(&self, own: Option<&AxisSpec>) -> Selected {
        let (mut select, mut text) = (self.select.clone(), self.select_text.clone());
        let Some(AxisSpec::Rows(wanted, typed)) = own else { return (select, text) };
        for (condition, typed) in wanted.conditions.iter().zip(typed) {
            let mut kept = Vec::new();
            // A condition of a small multiple was not typed; it holds all the same.
            let mut typed_before = text.into_iter();
            for other in select.conditions {
                let typed = typed_before.next().unwrap_or_default();
                if other.field != condition.field {
                    kept.push((other, typed));
                }
            }
            kept.push((condition.clone(), typed.clone()));
            (select.conditions, text) = kept.into_iter().unzip();
        }
        (select, text)
    }

    /// The rows of y, then of x where that is no time.
    pub(in crate::board) fn axes(&self) -> Vec<Selected> {
        let mut axes = vec![self.axis(self.scatter.y.as_ref())];
        if let Some(x @ AxisSpec::Rows(..)) = &self.scatter.x {
            axes.push(self.axis(Some(x)));
        }
        axes
    }

    /// The panel as a table of the rows of both axes.
    pub(in crate::board) fn both_axes(&self) -> Self {
        let row = |(select, _): Selected| RowSpec { select, line: self.line, ..RowSpec::default() };
        let rows = self.axes().into_iter().map(row).collect();
        Self { select: Where::default(), select_text: Vec::new(), rows, ..self.clone() }
    }
}

/// `"period"`, the name of a metric, or a selection.
pub(super) fn check_axis(reader: &mut Reader<'_>, key: &str, node: &Node<'_>) -> AxisSpec {
    let Some(name) = node.get_ref().as_str() else {
        let (select, typed) = check_where(reader, key, node);
        return AxisSpec::Rows(select, typed);
    };
    if matches!(name, "period" | "time") {
        if key == "y" {
            let help = Some("x may be the period, which is also its default".to_owned());
            reader.error_with_help(&node.span(), "unknown-value", "y is no number here".to_owned(), help);
        }
        return AxisSpec::Time;
    }
    let condition = Condition { field: Field::Metric, negated: false, any: vec![Test::Name(name.to_owned())] };
    let line = reader.line(node.span().start);
    AxisSpec::Rows(Where { conditions: vec![condition] }, vec![(name.to_owned(), line)])
}

/// The scales of x and y: `true` means all that hold numbers.
pub(super) fn check_log(reader: &mut Reader<'_>, node: &Node<'_>) -> [ScaleKind; 2] {
    use ScaleKind::{Linear, Log, Symlog};
    match (node.get_ref().as_bool(), node.get_ref().as_str()) {
        (Some(true), _) | (_, Some("both")) => [Log, Log],
        (Some(false), _) => [Linear, Linear],
        (_, Some("x")) => [Log, Linear],
        (_, Some("y")) => [Linear, Log],
        (_, Some("symlog")) => [Symlog, Symlog],
        (_, Some(other)) => {
            let message = format!("log is \"{other}\"; wanted x, y, both, symlog, true or false");
            reader.error(&node.span(), "unknown-value", message);
            [Linear, Linear]
        }
        _ => {
            let message = format!("log is {}; wanted \"x\", \"y\", \"both\", \"symlog\", true or false", kind_of(node));
            reader.error(&node.span(), "wrong-kind", message);
            [Linear, Linear]
        }
    }
}
