//! A panel's border: number and title, corner text, sources or finding below; the focus has heavy corners and a bold title.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::Paint;
use crate::base::{beginning, drawn_part, width};
use crate::board::Panel;

/// What stands on a lower edge behind the words of the panel.
#[derive(Debug, Default)]
pub(super) struct Ends<'a> {
    /// What the signs mean that are drawn at this size.
    pub(super) signs: &'a str,
    /// How many rows are not on the screen; empty where all are.
    pub(super) hidden: &'a str,
    /// When what the panel shows was last read whole, where that is no longer so.
    pub(super) stale: Option<String>,
}

/// Draws the border of one panel. `number` is its place on the page, none for what lies over it.
pub(super) fn draw(
    panel: &Panel,
    number: Option<usize>,
    focused: bool,
    rect: Rect,
    ends: &Ends<'_>,
    paint: &Paint,
    buf: &mut Buffer,
) {
    if rect.width < 2 || rect.height < 2 {
        return;
    }
    let (theme, dim) = (&paint.theme, paint.theme.dim);
    let (across, along) = if paint.ascii { ("-", "|") } else { ("─", "│") };
    let corners = match (paint.ascii, focused) {
        (true, true) => ["#"; 4],
        (true, false) => ["+"; 4],
        (false, true) => ["┏", "┓", "┗", "┛"],
        (false, false) => ["┌", "┐", "└", "┘"],
    };
    let (right, bottom) = (rect.right() - 1, rect.bottom() - 1);
    let edge = if focused { theme.accent } else { dim };
    for x in rect.x..=right {
        // Between its corners a rule looks the same with and without the focus: each of its cells costs a slow link nine bytes, and the
        // focus goes from panel to panel with every Tab.
        let look = if x <= rect.x + 1 || x >= right - 1 { edge } else { dim };
        buf[(x, rect.y)].set_symbol(across).set_style(look);
        buf[(x, bottom)].set_symbol(across).set_style(look);
    }
    for y in rect.y..=bottom {
        buf[(rect.x, y)].set_symbol(along).set_style(edge);
        buf[(right, y)].set_symbol(along).set_style(edge);
    }
    let places = [(rect.x, rect.y), (right, rect.y), (rect.x, bottom), (right, bottom)];
    for (place, corner) in places.into_iter().zip(corners) {
        buf[place].set_symbol(corner).set_style(edge);
    }
    let room = rect.width.saturating_sub(4);
    let mut x = rect.x + 2;
    let number = number.map_or_else(|| String::from(" "), |number| format!(" {number} "));
    x += paint.text(buf, (x, rect.y), room, &number, if focused { theme.accent } else { dim });
    // In the colour of text: the rule under it would lend its own.
    let title = if focused { theme.strong } else { theme.text }.fg(Color::Reset);
    x += paint.put(buf, (x, rect.y), right.saturating_sub(x + 1), &format!("{} ", paint.name(&panel.title)), title);
    let corner = format!(" {} ", paint.spell(&panel.corner));
    let wide = u16::try_from(width(&corner)).unwrap_or(u16::MAX);
    if !panel.corner.is_empty() && x.saturating_add(wide) < right {
        paint.put(buf, (right - 1 - wide, rect.y), wide, &corner, dim);
    }
    let mut room = room;
    let stale = ends.stale.as_deref().unwrap_or_default();
    // A count that is cut is another count; that figures are stale is said with whatever room there is.
    for (text, style, may_be_cut) in [(stale, theme.warning, true), (ends.hidden, dim, false)] {
        let wide = u16::try_from(width(text) + 2).unwrap_or(u16::MAX);
        if text.is_empty() || room == 0 || wide > room && !may_be_cut {
            continue;
        }
        let (text, wide) = (format!(" {text} "), wide.min(room));
        paint.text(buf, (rect.x + 2 + room - wide, bottom), wide, &text, style);
        room = room.saturating_sub(wide + 1);
    }
    let words = [drawn_part(&panel.bottom), ends.signs];
    let words = words.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
    if !words.is_empty() && room > 2 {
        let words = whole_entries(&words, usize::from(room - 2), paint);
        paint.put(buf, (rect.x + 2, bottom), room, &format!(" {words} "), dim);
    }
}

/// More bytes than an edge has room for.
const LONGEST: usize = 2 << 10;

/// The words of a lower edge: all of them, else as many whole entries as there is room for and a sign that there are more. Only one
/// that is too long alone is cut.
fn whole_entries(text: &str, room: usize, paint: &Paint) -> String {
    let whole = paint.name(text);
    if width(&whole) <= room {
        return whole;
    }
    let seen = beginning(text, LONGEST);
    let mut ends: Vec<usize> = [" · ", "  "].iter().flat_map(|gap| seen.match_indices(gap)).map(|(at, _)| at).collect();
    ends.sort_unstable();
    let first = ends.into_iter().rev().filter_map(|end| text.get(..end));
    let mut kept = first.map(|entries| paint.name(&format!("{} …", entries.trim_end_matches(" ·"))));
    kept.find(|entries| width(entries) <= room).unwrap_or(whole)
}
