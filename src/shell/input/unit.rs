//! A complete unit -> what the viewer did. The terminal library says which key a sequence is; what it would misread is kept from it.

use termina::event::{KeyCode as Code, KeyEvent, KeyEventKind, Modifiers};
use termina::{Event, Parser};

use super::{ESC, LONGEST};
use crate::app::Mouse;
use crate::base::{Key, KeyCode};

/// A press of the left button or a turn of the wheel in a report of the SGR kind (`ESC [ < button ; column ; row M`). Releases, other
/// buttons and moves mean nothing.
pub(super) fn mouse_of(unit: &[u8]) -> Option<(Mouse, u16, u16)> {
    let report = std::str::from_utf8(unit.strip_prefix(b"\x1b[<")?.strip_suffix(b"M")?).ok()?;
    let mut numbers = report.split(';').map(str::parse::<u16>);
    let (button, column, row) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    let what = match button {
        0 => Mouse::Press,
        64 => Mouse::WheelUp,
        65 => Mouse::WheelDown,
        _ => return None,
    };
    numbers.next().is_none().then_some(())?;
    Some((what, column.checked_sub(1)?, row.checked_sub(1)?))
}

/// The key that a complete unit stands for.
pub(super) fn key_of(unit: &[u8]) -> Option<Key> {
    // Replies (cursor position, device attributes, modes, mouse) are no keys, and the parser is not asked about them.
    if let [ESC, b'[', rest @ ..] = unit {
        let (last, parameters) = rest.split_last()?;
        let plain = parameters.iter().all(|byte| matches!(byte, b'0'..=b'9' | b';' | b':' | b'['));
        if !plain || !matches!(last, b'A'..=b'H' | b'P' | b'Q' | b'S' | b'Z' | b'u' | b'~') || unit.len() >= LONGEST {
            return None;
        }
    }
    let mut parser = Parser::default();
    parser.parse(unit, false);
    match parser.pop()? {
        Event::Key(event) => to_key(event),
        _ => None,
    }
}

fn to_key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let (ctrl, alt) = (event.modifiers.contains(Modifiers::CONTROL), event.modifiers.contains(Modifiers::ALT));
    let mut shift = event.modifiers.contains(Modifiers::SHIFT);
    let code = match event.code {
        Code::Char('h') if ctrl => return Some(Key { alt, ..Key::plain(KeyCode::Backspace) }),
        Code::Char('j') if ctrl => return Some(Key { alt, ..Key::plain(KeyCode::Enter) }),
        Code::Char(c) if c.is_control() => return None,
        Code::Char(c) => {
            let upper = shift && !ctrl && c.is_ascii_lowercase();
            shift = false;
            KeyCode::Char(if upper { c.to_ascii_uppercase() } else { c })
        }
        Code::Enter => KeyCode::Enter,
        Code::Backspace => KeyCode::Backspace,
        Code::Tab if shift => KeyCode::BackTab,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Escape => KeyCode::Esc,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::Delete => KeyCode::Delete,
        Code::Function(n @ 1..=12) => KeyCode::F(n),
        _ => return None,
    };
    let shift = shift && code != KeyCode::BackTab;
    Some(Key { code, ctrl, alt, shift })
}
