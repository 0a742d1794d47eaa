//! The whole frame: header line, panels in their borders, the line in words under the cursor, hints, and what lies over it.

mod border;
mod header;
mod hints;
mod lines;
mod over;
mod status;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Health, Session, World, layout};
use crate::base::{Repertoire, cut, drawable, drawable_name, width};
use crate::frame::ColorLevel;
use crate::panel::{self, Look, Theme};

/// Draws the whole frame. Colours are not fitted yet; `frame::fit` and `frame::sweep` come after.
pub fn view(world: &World, session: &Session, area: Rect, buf: &mut Buffer) {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let groups = session.shown.as_ref().map_or(&[][..], |shown| &shown.board.groups);
    let theme = Theme::of(&world.config.theme, session.caps.light, groups);
    let theme = if session.caps.color < ColorLevel::Ansi256 { theme.without_shades() } else { theme };
    let paint = Paint { theme, ascii: session.ascii() };
    if layout::is_tiny(area) {
        lines::tiny(world, session, area, &paint, buf);
        over::draw(world, session, &paint, buf);
        status::draw_said(session, (area.x, area.bottom() - 1), area.width, &paint, buf);
        return;
    }
    header::draw(world, session, area, &paint, buf);
    if session.page().is_some() && world.nothing.is_none() {
        panels(world, session, area, &paint, buf);
    } else {
        lines::nothing(world, area, &paint, buf);
    }
    status::draw(session, area, &paint, buf);
    hints::draw(world, session, area, &paint, buf);
    over::draw(world, session, &paint, buf);
}

/// How this viewer's text is drawn: spelled once, measured so, put so.
struct Paint {
    theme: Theme,
    ascii: bool,
}

impl Paint {
    /// Text as this viewer may see it. Once, and before it is measured.
    fn spell(&self, text: &str) -> String {
        drawable(text, if self.ascii { Repertoire::Ascii } else { Repertoire::Unicode })
    }

    /// The same of a name, or of several with dots between them: in ASCII the Latin half of each.
    fn name(&self, text: &str) -> String {
        if !self.ascii {
            return self.spell(text);
        }
        text.split(" · ").map(|name| drawable_name(name, Repertoire::Ascii)).collect::<Vec<_>>().join(" | ")
    }

    /// Any text, spelled and cut to `columns`; returns the columns taken.
    fn text(&self, buf: &mut Buffer, place: (u16, u16), columns: u16, text: &str, style: Style) -> u16 {
        self.put(buf, place, columns, &self.spell(text), style)
    }

    /// Text that is spelled already, cut to `columns`; returns the columns taken.
    fn put(&self, buf: &mut Buffer, (x, y): (u16, u16), columns: u16, spelled: &str, style: Style) -> u16 {
        if columns == 0 || !buf.area.contains((x, y).into()) {
            return 0;
        }
        let fitted = cut(spelled, usize::from(columns), self.ascii);
        buf.set_stringn(x, y, &fitted, usize::from(columns), style);
        u16::try_from(width(&fitted)).unwrap_or(columns).min(columns)
    }
}

fn panels(world: &World, session: &Session, area: Rect, paint: &Paint, buf: &mut Buffer) {
    let (Some(page), Some(shown)) = (session.page(), &session.shown) else { return };
    let focus = session.focus();
    let look = Look {
        theme: &paint.theme,
        ascii: paint.ascii,
        glyphs: session.glyphs(&world.config.theme),
        numbers: session.numbers,
        changed: &session.changed,
        marked: session.marked.as_ref(),
        lit: session.lit_on_board().map(|lit| &lit.forms),
    };
    let stale = |panel: &crate::board::Panel| {
        let other = panel.file.as_ref().and_then(|glob| world.others.get(glob));
        let (health, good) = other.map_or((&world.health, &world.last_good), |other| (&other.health, &other.last_good));
        (*health != Health::Live && !good.is_empty()).then(|| format!("last good {good}"))
    };
    for (at, rect) in layout::places(session, page, area) {
        let Some(panel) = page.panels.get(at) else { continue };
        let view = panel::View {
            panel,
            dataset: shown.data_of(panel),
            area: layout::inside(rect),
            look: &look,
            cursor: session.cursor_of(panel),
            focused: at == focus,
            window: session.window_of(panel),
        };
        let hidden = panel::hidden(&view);
        let signs = panel::signs(&view);
        let ends = border::Ends { signs: &signs, hidden: &hidden, stale: stale(panel) };
        border::draw(panel, Some(at + 1), at == focus, rect, &ends, paint, buf);
        panel::draw(&view, buf);
    }
}
