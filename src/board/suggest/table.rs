//! How a file was read, as the lines of a `[table]` that would say the same: commented out, to be changed where it is wrong.

use super::write::quoted;
use crate::board::config::{MEASURES, ROLES};
use crate::data::TableInfo;

/// Most columns of one key that are listed.
const LISTED: usize = 12;

/// The lines, without the sign of a comment.
pub(super) fn lines(table: &TableInfo<'_>) -> Vec<String> {
    let mut out = vec![
        format!("[table.{}]", quoted(&globset::escape(table.file))),
        format!("kind = \"{}\"", table.shape.as_str()),
    ];
    let of = |role: &str| -> Vec<String> {
        let columns = table.columns.iter().filter(|column| column.role == Some(role));
        columns.map(|column| quoted(column.header)).collect()
    };
    for role in ROLES {
        out.extend(of(role).first().map(|header| format!("{role} = {header}")));
    }
    for role in MEASURES {
        let headers = of(role);
        match headers.as_slice() {
            [] => {}
            [one] => out.push(format!("{role} = {one}")),
            _ if headers.len() <= LISTED => out.push(format!("{role} = [{}]", headers.join(", "))),
            _ => out.push(format!("# {role}: {} columns", headers.len())),
        }
    }
    if table.delimiter != b',' {
        out.push(format!("delimiter = {}", quoted(&char::from(table.delimiter).to_string())));
    }
    if table.encoding != "UTF-8" {
        out.push(format!("encoding = \"{}\"", table.encoding));
    }
    out
}
