//! Bytes -> keys. Cuts the stream into complete units with limits of length and time. Replies and unknown sequences are swallowed;
//! Ctrl-C always gets through. It reads nothing and knows no clock, so that it serves any stream: a terminal, a channel.

mod unit;

use std::collections::VecDeque;
use std::time::Duration;

use unit::{key_of, mouse_of};

use crate::app::Mouse;
use crate::base::Key;

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
/// Most bytes that are kept of one paste: a letter more than is ever taken, so that whoever takes it sees that there was more.
const MOST: usize = (64 << 10) + 4;
const PASTE_END: &[u8] = b"\x1b[201~";
/// A sequence without end is given up after so long a silence.
const RESYNC: Duration = Duration::from_secs(1);

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 3;
/// String terminator, as one byte.
const ST: u8 = 0x9c;

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
    /// OSC, DCS, APC, PM, SOS: up to BEL or ST, however long. The byte before, and how many of a character are still to come: in one,
    /// 0x9c is a letter's part and not ST.
    Text {
        before: u8,
        left: usize,
    },
    /// Between the marks of a paste; so many bytes of the end's mark were seen.
    Paste(usize),
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
            State::Paste(_) => self.end_paste(),
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
        if byte == CTRL_C {
            self.reset();
            self.ready.push_back(Input::Key(Key::ctrl('c')));
            return;
        }
        match self.state {
            State::Ground => self.begin(byte),
            State::Utf8(left) if is_continuation(byte) => {
                self.unit.push(byte);
                if left == 1 { self.character() } else { self.state = State::Utf8(left - 1) }
            }
            State::Escape => self.after_escape(byte),
            // Some terminals say here which of Shift, Alt and Ctrl were held.
            State::Ss3 if byte.is_ascii_digit() => {}
            State::Ss3 | State::LinuxKey if (0x20..=0x7e).contains(&byte) => {
                self.unit.push(byte);
                self.emit();
            }
            State::Csi => self.csi(byte),
            State::Mouse(left) if byte >= 0x20 => {
                if left == 1 {
                    self.reset();
                } else {
                    self.state = State::Mouse(left - 1);
                }
            }
            State::Text { before, left } => self.text(byte, before, left),
            State::Paste(seen) => self.paste(byte, seen),
            // What has begun was cut off, and something else begins.
            State::Utf8(_) | State::Ss3 | State::LinuxKey | State::Mouse(_) => self.begin_anew(byte),
        }
    }

    /// The first byte of a unit, or the one after the ESC of Alt.
    fn begin(&mut self, byte: u8) {
        self.unit.push(byte);
        match byte {
            ESC => self.state = State::Escape,
            0x00..=0x7f => self.emit(),
            0xc2..=0xdf => self.state = State::Utf8(1),
            0xe0..=0xef => self.state = State::Utf8(2),
            0xf0..=0xf4 => self.state = State::Utf8(3),
            0x80..=0x9f => self.c1(byte),
            _ => self.reset(),
        }
    }

    fn begin_anew(&mut self, byte: u8) {
        self.reset();
        self.begin(byte);
    }

    /// A character is complete. As such, too, terminals write the controls of 0x80-0x9F.
    fn character(&mut self) {
        match *self.unit {
            [.., 0xc2, control @ 0x80..=0x9f] => self.c1(control),
            _ => self.emit(),
        }
    }

    /// One byte that says what ESC and a letter say.
    fn c1(&mut self, byte: u8) {
        self.unit = vec![ESC];
        match byte - 0x40 {
            introducer @ (b'[' | b'O' | b']' | b'P' | b'_' | b'^' | b'X') => self.after_escape(introducer),
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
            b']' | b'P' | b'_' | b'^' | b'X' => self.go(byte, State::Text { before: byte, left: 0 }),
            // ST, whose text is over already.
            b'\\' => self.reset(),
            _ => self.begin(byte),
        }
    }

    fn csi(&mut self, byte: u8) {
        match byte {
            ESC | 0x80.. => self.begin_anew(byte),
            0x18 | 0x1a => self.reset(),
            b'[' if self.unit.len() == 2 => self.go(byte, State::LinuxKey),
            b'M' if self.unit.len() == 2 => self.state = State::Mouse(3),
            // One byte too many is kept, to tell by.
            0x20..=0x3f if self.unit.len() < LONGEST => self.unit.push(byte),
            0x40..=0x7e => {
                self.unit.push(byte);
                if self.unit == b"\x1b[200~" {
                    self.unit.clear();
                    self.state = State::Paste(0);
                } else if self.unit.len() < LONGEST {
                    self.emit();
                } else {
                    self.reset();
                }
            }
            _ => {}
        }
    }

    /// Nothing of it is kept. A new sequence inside a text ends it: its end was lost.
    fn text(&mut self, byte: u8, before: u8, left: usize) {
        match byte {
            0x07 | 0x18 | 0x1a => self.reset(),
            b'\\' if before == ESC => self.reset(),
            ST if left == 0 || before == 0xc2 => self.reset(),
            _ if before == ESC && byte != ESC => {
                self.begin_anew(ESC);
                self.take(byte);
            }
            _ => {
                let left = match byte {
                    0xc2..=0xdf => 1,
                    0xe0..=0xef => 2,
                    0xf0..=0xf4 => 3,
                    _ if is_continuation(byte) => left.saturating_sub(1),
                    _ => 0,
                };
                self.state = State::Text { before: byte, left };
            }
        }
    }

    fn paste(&mut self, byte: u8, seen: usize) {
        if PASTE_END.get(seen) == Some(&byte) {
            self.state = State::Paste(seen + 1);
            if seen + 1 == PASTE_END.len() {
                self.end_paste();
            }
            return;
        }
        // It only looked like the end; ESC stands nowhere in the mark but at its beginning.
        self.keep(PASTE_END.get(..seen).unwrap_or_default());
        let begins = byte == ESC;
        if !begins {
            self.keep(&[byte]);
        }
        self.state = State::Paste(usize::from(begins));
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = MOST - self.unit.len().min(MOST);
        self.unit.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }

    fn end_paste(&mut self) {
        // The limit may have cut a character.
        let whole = match std::str::from_utf8(&self.unit) {
            Err(error) if self.unit.len() == MOST && error.error_len().is_none() => error.valid_up_to(),
            _ => self.unit.len(),
        };
        self.unit.truncate(whole);
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

/// Whether the byte can only continue a character.
fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

#[cfg(test)]
mod tests;
