//! What a complete unit of input stands for. The terminal library is asked only about units that can be keys: it takes what follows
//! one that it does not know for keys.

use termina::event::{KeyCode as Code, KeyEvent, KeyEventKind, Modifiers};
use termina::{Event, Parser};

use super::{ESC, Input};
use crate::app::Mouse;
use crate::base::{Key, KeyCode};

/// Nothing, if it is a reply, a report that does not matter, or garbage.
pub(super) fn meaning(unit: &[u8]) -> Option<Input> {
    let mouse = mouse_of(unit).map(|(what, column, row)| Input::Mouse(what, column, row));
    mouse.or_else(|| key_of(unit).map(Input::Key))
}

/// A press of the left button or a turn of the wheel in a report of the SGR kind (`ESC [ < button ; column ; row M`). Releases, other
/// buttons and moves mean nothing.
fn mouse_of(unit: &[u8]) -> Option<(Mouse, u16, u16)> {
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

fn key_of(unit: &[u8]) -> Option<Key> {
    let may_be_key = match unit {
        // Replies (cursor position, device attributes, modes, mouse) begin or end otherwise.
        [ESC, b'[', b'[', last] => last.is_ascii_uppercase(),
        [ESC, b'[', b'0'..=b'9', parameters @ .., last] => {
            parameters.iter().all(|byte| matches!(byte, b'0'..=b'9' | b';' | b':')) && ends_key(*last)
        }
        [ESC, b'[', rest @ ..] => matches!(rest, [last] if ends_key(*last)),
        [ESC, b'O', rest @ ..] => rest.len() == 1,
        _ => true,
    };
    if !may_be_key {
        return None;
    }
    let mut parser = Parser::default();
    parser.parse(unit, false);
    match parser.pop()? {
        Event::Key(event) => to_key(event),
        _ => None,
    }
}

fn ends_key(byte: u8) -> bool {
    matches!(byte, b'A'..=b'H' | b'P' | b'Q' | b'S' | b'Z' | b'u' | b'~')
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
