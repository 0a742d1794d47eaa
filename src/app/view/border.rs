//! A panel's border: number and title, corner text, sources or finding below; the focus has heavy corners and a bold title.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::Paint;
use crate::base::width;
use crate::board::Panel;

/// Draws the border of one panel. `number` is its place on the page, none for what lies over
/// it. `stale` stands at the end of its lower edge: when what it shows was last read whole.
pub(super) fn draw(
    panel: &Panel,
    number: Option<usize>,
    focused: bool,
    rect: Rect,
    stale: Option<&str>,
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
    if let Some(stale) = stale {
        let stale = format!(" {stale} ");
        let wide = u16::try_from(width(&stale)).unwrap_or(u16::MAX).min(room);
        paint.text(buf, (right - 1 - wide, bottom), wide, &stale, theme.warning);
        room = room.saturating_sub(wide + 1);
    }
    if !panel.bottom.is_empty() && room > 2 {
        paint.put(buf, (rect.x + 2, bottom), room, &format!(" {} ", paint.name(&panel.bottom)), dim);
    }
}
