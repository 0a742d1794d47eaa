//! Bytes -> keys. Cuts the stream into complete units with limits of length and time, and lets the terminal library say which key a
//! unit is. Replies and unknown sequences are swallowed; Ctrl-C always gets through.

use std::collections::VecDeque;
use std::time::Duration;

use termina::event::{KeyCode as Code, KeyEvent, KeyEventKind, Modifiers};
use termina::{Event, Parser};

use crate::app::Mouse;
use crate::base::{Key, KeyCode};

/// What a viewer did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    Key(Key),
    /// What, and at which column and row, both from 0.
    Mouse(Mouse, u16, u16),
    Paste(String),
}

/// Longest key sequence that means something; longer ones are swallowed to their end.
const LONGEST: usize = 64;
/// Most bytes of one paste or reply; the rest is dropped.
const MOST: usize = 64 << 10;
/// A sequence without end is given up after so long a silence.
const RESYNC: Duration = Duration::from_secs(1);

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 3;
const PASTE_END: &[u8] = b"\x1b[201~";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Ground,
    /// So many bytes of a character are still to come.
    Utf8(usize),
    Escape,
    /// After `ESC O`.
    Ss3,
    Csi,
    /// The linux console's function keys end one byte later: `ESC [ [ A`.
    LinuxKey,
    /// So many bytes of an old mouse report are still to come.
    Mouse(usize),
    /// OSC, DCS, APC, PM, SOS: up to BEL or ST. The flag says that ESC was the last byte.
    Text(bool),
    Paste,
}

/// Decodes one viewer's input. How the bytes are cut into reads makes no difference.
#[derive(Debug)]
pub(super) struct Decoder {
    state: State,
    unit: Vec<u8>,
    ready: VecDeque<Input>,
    escape_wait: Duration,
}

impl Decoder {
    /// `escape_wait` is how long a lone ESC may still become a sequence.
    pub(super) fn new(escape_wait: Duration) -> Self {
        Self { state: State::Ground, unit: Vec::new(), ready: VecDeque::new(), escape_wait }
    }

    /// The next input that is complete.
    pub(super) fn pop(&mut self) -> Option<Input> {
        self.ready.pop_front()
    }

    /// How long a silence completes or ends what has begun; `None` if nothing has.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Escape => Some(self.escape_wait),
            _ => Some(RESYNC),
        }
    }

    /// That silence has passed.
    pub(super) fn expire(&mut self) {
        match self.state {
            State::Escape => self.emit(),
            State::Paste => self.end_paste(),
            _ => self.reset(),
        }
    }

    /// Takes bytes.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.take(*byte);
        }
    }

    fn take(&mut self, byte: u8) {
        if byte == CTRL_C && !matches!(self.state, State::Mouse(_)) {
            self.reset();
            self.ready.push_back(Input::Key(Key::ctrl('c')));
            return;
        }
        match self.state {
            State::Ground => self.begin(byte),
            State::Utf8(left) if byte & 0xc0 == 0x80 => {
                self.unit.push(byte);
                if left == 1 { self.emit() } else { self.state = State::Utf8(left - 1) }
            }
            State::Utf8(_) => {
                self.reset();
                self.begin(byte);
            }
            State::Escape => self.after_escape(byte),
            State::Ss3 | State::LinuxKey => {
                self.unit.push(byte);
                self.emit();
            }
            State::Csi => self.csi(byte),
            State::Mouse(1) => self.reset(),
            State::Mouse(left) => self.state = State::Mouse(left - 1),
            State::Text(escaped) => match byte {
                0x07 | 0x18 | 0x1a => self.reset(),
                b'\\' if escaped => self.reset(),
                ESC => self.state = State::Text(true),
                _ => self.text(byte, escaped),
            },
            State::Paste => self.paste(byte),
        }
    }

    fn begin(&mut self, byte: u8) {
        self.unit.push(byte);
        match byte {
            ESC => self.state = State::Escape,
            0x00..=0x7f => self.emit(),
            0xc2..=0xdf => self.state = State::Utf8(1),
            0xe0..=0xef => self.state = State::Utf8(2),
            0xf0..=0xf4 => self.state = State::Utf8(3),
            _ => self.reset(),
        }
    }

    fn after_escape(&mut self, byte: u8) {
        match byte {
            ESC => {
                self.emit();
                self.begin(ESC);
            }
            b'[' => self.go(byte, State::Csi),
            b'O' => self.go(byte, State::Ss3),
            b']' | b'P' | b'_' | b'^' | b'X' => self.go(byte, State::Text(false)),
            _ => self.begin(byte),
        }
    }

    fn csi(&mut self, byte: u8) {
        match byte {
            ESC => {
                self.reset();
                self.begin(ESC);
            }
            0x18 | 0x1a | 0x80.. => self.reset(),
            b'[' if self.unit.len() == 2 => self.go(byte, State::LinuxKey),
            b'M' if self.unit.len() == 2 => self.state = State::Mouse(3),
            0x20..=0x3f if self.unit.len() < LONGEST => {
                self.unit.push(byte);
            }
            0x40..=0x7e => {
                self.unit.push(byte);
                if self.unit == b"\x1b[200~" {
                    self.unit.clear();
                    self.state = State::Paste;
                } else {
                    self.emit();
                }
            }
            _ => {}
        }
    }

    /// A new sequence inside a text ends it: its end was lost.
    fn text(&mut self, byte: u8, escaped: bool) {
        if escaped {
            self.reset();
            self.begin(ESC);
            self.take(byte);
        } else if self.unit.len() < MOST {
            self.unit.push(byte);
        } else {
            self.reset();
        }
    }

    fn paste(&mut self, byte: u8) {
        // Past the limit only the end is looked for.
        if self.unit.len() >= MOST + PASTE_END.len() {
            self.unit.remove(MOST);
        }
        self.unit.push(byte);
        if self.unit.ends_with(PASTE_END) {
            self.unit.truncate(self.unit.len() - PASTE_END.len());
            self.end_paste();
        }
    }

    fn end_paste(&mut self) {
        self.unit.truncate(MOST);
        self.ready.push_back(Input::Paste(String::from_utf8_lossy(&self.unit).into_owned()));
        self.reset();
    }

    fn go(&mut self, byte: u8, state: State) {
        self.unit.push(byte);
        self.state = state;
    }

    fn emit(&mut self) {
        let mouse = mouse_of(&self.unit).map(|(what, column, row)| Input::Mouse(what, column, row));
        self.ready.extend(mouse.or_else(|| key_of(&self.unit).map(Input::Key)));
        self.reset();
    }

    fn reset(&mut self) {
        self.unit.clear();
        self.state = State::Ground;
    }
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

/// The key that a complete unit stands for.
fn key_of(unit: &[u8]) -> Option<Key> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode(chunks: &[&[u8]]) -> Vec<Input> {
        let mut decoder = Decoder::new(Duration::from_millis(50));
        for chunk in chunks {
            decoder.feed(chunk);
        }
        if decoder.patience().is_some() {
            decoder.expire();
        }
        std::iter::from_fn(|| decoder.pop()).collect()
    }

    fn key(code: KeyCode) -> Input {
        Input::Key(Key::plain(code))
    }

    #[test]
    fn keys_are_the_same_however_they_are_split() {
        let table: &[(&[u8], Input)] = &[
            (b"q", key(KeyCode::Char('q'))),
            (b"R", key(KeyCode::Char('R'))),
            ("豆".as_bytes(), key(KeyCode::Char('豆'))),
            (b"\x1b", key(KeyCode::Esc)),
            (b"\r", key(KeyCode::Enter)),
            (b"\t", key(KeyCode::Tab)),
            (b"\x7f", key(KeyCode::Backspace)),
            (b"\x04", Input::Key(Key::ctrl('d'))),
            (b"\x1b[A", key(KeyCode::Up)),
            (b"\x1bOA", key(KeyCode::Up)),
            (b"\x1b[1;2D", Input::Key(Key { shift: true, ..Key::plain(KeyCode::Left) })),
            (b"\x1b[Z", key(KeyCode::BackTab)),
            (b"\x1b[5~", key(KeyCode::PageUp)),
            (b"\x1b[15~", key(KeyCode::F(5))),
            (b"\x1bOP", key(KeyCode::F(1))),
            (b"\x1b[[A", key(KeyCode::F(1))),
            (b"\x1b[H", key(KeyCode::Home)),
            (b"\x1b[3~", key(KeyCode::Delete)),
            (b"\x1bx", Input::Key(Key { alt: true, ..Key::char('x') })),
        ];
        for (bytes, expected) in table {
            assert_eq!(decode(&[bytes]), std::slice::from_ref(expected), "{bytes:?}");
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(decode(&single), std::slice::from_ref(expected), "{bytes:?} byte by byte");
        }
    }

    const REPLIES: &[&[u8]] = &[
        b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
        b"\x1b]11;rgb:0000/0000/0000\x07",
        b"\x1b]52;c;aGVsbG8=\x07",
        b"\x1b[?62;22c",
        b"\x1b[>1;4000;0c",
        b"\x1bP>|XTerm(390)\x1b\\",
        b"\x1bP1+r544e=787465726d\x1b\\",
        b"\x1b[?2026;2$y",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1b[0;0R",
        b"\x1b[12;40R",
        b"\x1b[<0;10;10m",
        b"\x1b[<35;10;10M",
        b"\x1b[<0;0;10M",
        b"\x1b[<0;10;10;1M",
        b"\x1b[M !!",
        b"\x1b[I",
        b"\xff\xfe\x80",
        b"\x1b[?1u",
        b"\x1b[99999999999999999999~",
    ];

    #[test]
    fn replies_and_garbage_are_no_keys() {
        for reply in REPLIES {
            let bytes = [*reply, b"q"].concat();
            assert_eq!(decode(&[&bytes]), [key(KeyCode::Char('q'))], "{reply:?}");
        }
    }

    #[test]
    fn presses_and_the_wheel_are_told_from_other_reports() {
        for (bytes, what) in [
            (b"\x1b[<0;10;3M".as_slice(), Mouse::Press),
            (b"\x1b[<64;10;3M", Mouse::WheelUp),
            (b"\x1b[<65;10;3M", Mouse::WheelDown),
        ] {
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(decode(&[bytes]), [Input::Mouse(what, 9, 2)]);
            assert_eq!(decode(&single), [Input::Mouse(what, 9, 2)], "byte by byte");
        }
    }

    #[test]
    fn ctrl_c_gets_through_whatever_was_cut_off() {
        for reply in REPLIES.iter().chain([&b"\x1b[200~pasted without end".as_slice()]) {
            for cut in 0..reply.len() {
                let mut decoder = Decoder::new(Duration::from_millis(50));
                decoder.feed(&reply[..cut]);
                if decoder.patience().is_some() {
                    decoder.expire();
                }
                decoder.feed(b"\x03");
                let inputs: Vec<_> = std::iter::from_fn(|| decoder.pop()).collect();
                assert_eq!(inputs.last(), Some(&Input::Key(Key::ctrl('c'))), "{reply:?} cut at {cut}");
            }
        }
    }

    #[test]
    fn a_paste_is_one_input_and_bounded() {
        assert_eq!(decode(&[b"\x1b[200~a\nb\x1b[201~q"]), [Input::Paste("a\nb".into()), key(KeyCode::Char('q'))]);
        let flood = [b"\x1b[200~".as_slice(), &vec![b'j'; MOST + 100], b"\x1b[201~"].concat();
        assert_eq!(decode(&[&flood]), [Input::Paste("j".repeat(MOST))]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        #[test]
        fn any_bytes_at_any_chunking_give_the_same_inputs(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"\x1b[]OP~;?0129M\\".to_vec())], 0..80),
            at in 0_usize..80,
        ) {
            let (head, tail) = bytes.split_at(at.min(bytes.len()));
            prop_assert_eq!(decode(&[head, tail]), decode(&[&bytes]));
        }
    }
}
