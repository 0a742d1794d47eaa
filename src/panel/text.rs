//! Notes: a Markdown subset, wrapped by width.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use super::ink::{more, put, put_right, safe};
use super::{Cursor, Mark, Move, View};
use crate::base::width;
use crate::board::Notes;

pub(super) const LEAST: (u16, u16) = (8, 1);

/// Lines of at most `columns`, broken at blanks where possible.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let gap = usize::from(!line.is_empty());
        if width(&line) + gap + width(word) <= columns {
            if gap == 1 {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        // A word wider than the line, or text without blanks, breaks where it must.
        for c in word.chars() {
            let mut next = line.clone();
            next.push(c);
            if width(&next) > columns && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line);
    lines
}

/// Wrapped lines with their styles.
fn lines(notes: &Notes, view: &View<'_>) -> Vec<(String, Style)> {
    let theme = view.look.theme;
    let columns = usize::from(view.area.width);
    let mut out = Vec::new();
    for line in notes.text.lines() {
        let line = line.trim_end();
        let heading = line.trim_start_matches('#');
        let (prefix, body, style) = if heading.len() < line.len() {
            ("", heading.trim_start(), theme.strong)
        } else if let Some(item) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
            (if view.look.ascii { "* " } else { "• " }, item, theme.text)
        } else {
            ("", line, theme.text)
        };
        let bold = body.starts_with("**") && body.ends_with("**") && body.len() > 4;
        let plain = body.replace("**", "").replace('`', "");
        let style = if bold { style.add_modifier(Modifier::BOLD) } else { style };
        let indent = width(prefix);
        let wrapped = wrap(&safe(&plain, view.look), columns.saturating_sub(indent));
        for (index, part) in wrapped.into_iter().enumerate() {
            let lead = if index == 0 { prefix.to_owned() } else { " ".repeat(indent) };
            out.push((format!("{lead}{part}"), style));
        }
    }
    out
}

pub(super) fn marks(_: &Notes, _: &View<'_>) -> Vec<Mark> {
    Vec::new()
}

pub(super) fn draw(notes: &Notes, view: &View<'_>, buf: &mut Buffer) {
    let lines = lines(notes, view);
    let fits = fits(lines.len(), view.area.height);
    let top = view.cursor.top.min(lines.len().saturating_sub(fits));
    for (row, (line, style)) in lines.iter().skip(top).take(fits).enumerate() {
        put(buf, view.area, (0, row as u16), view.area.width, line, *style, view.look.ascii);
    }
    let text = more(top, lines.len().saturating_sub(top + fits), view.look);
    if fits < usize::from(view.area.height) {
        put_right(buf, view.area, fits as u16, 0, view.area.width, &text, view.look.theme.dim);
    }
}

/// Lines that fit of so many: where not all do, the last one is for how many are not shown.
fn fits(lines: usize, height: u16) -> usize {
    let height = usize::from(height);
    if lines > height && height > 1 { height - 1 } else { height }
}

/// Lines that are not on the screen at once.
fn hidden(notes: &Notes, view: &View<'_>) -> usize {
    let lines = lines(notes, view).len();
    lines.saturating_sub(fits(lines, view.area.height))
}

pub(super) fn step(notes: &Notes, view: &View<'_>, direction: Move) -> Result<Cursor, String> {
    let hidden = hidden(notes, view);
    let page = usize::from(view.area.height).saturating_sub(1).max(1);
    let top = view.cursor.top.min(hidden);
    let next = match direction {
        Move::Down => top + 1,
        Move::HalfDown => top + page / 2,
        Move::PageDown => top + page,
        Move::Up => top.saturating_sub(1),
        Move::HalfUp => top.saturating_sub(page / 2),
        Move::PageUp => top.saturating_sub(page),
        Move::First => 0,
        Move::Last => hidden,
        Move::Left | Move::Right | Move::RowStart | Move::RowEnd => top,
    }
    .min(hidden);
    if next == top {
        Err(String::from("All of the text is shown. Tab: next panel"))
    } else {
        Ok(Cursor { top: next, ..view.cursor })
    }
}

pub(super) fn settle(notes: &Notes, view: &View<'_>) -> Cursor {
    Cursor { item: 0, top: view.cursor.top.min(hidden(notes, view)), ..view.cursor }
}

pub(super) fn items(_: &Notes) -> usize {
    0
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn text_breaks_at_blanks_and_where_it_must() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("月活跃用户", 4), ["月活", "跃用", "户"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
