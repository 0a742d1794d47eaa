//! Bytes -> keys. Cuts the stream into complete units with limits of length and time (a text that is swallowed may be of any length);
//! `unit` says what each stands for. Replies and unknown sequences are swallowed; Ctrl-C always gets through.

mod unit;

use std::collections::VecDeque;
use std::time::Duration;

use crate::app::Mouse;
use crate::base::Key;

/// What a viewer did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    Key(Key),
    /// What, and at which column and row, both from 0.
    Mouse(Mouse, u16, u16),
    /// A text, and whether that is only its beginning.
    Paste(String, bool),
}

/// Longest sequence that means something; longer ones are swallowed to their end.
const LONGEST: usize = 64;
/// Most bytes of one paste; the rest is dropped.
const MOST: usize = 64 << 10;
/// A sequence without end is given up after so long a silence.
const RESYNC: Duration = Duration::from_secs(1);

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 3;
const BEL: u8 = 0x07;
/// Either ends any sequence at once.
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
/// The string terminator in one byte.
const ST: u8 = 0x9c;
const PASTE_BEGIN: &[u8] = b"\x1b[200~";
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
    /// OSC, DCS, APC, PM, SOS: up to BEL or the string terminator, which is one byte where the introducer was. In UTF-8 that byte is
    /// part of characters.
    Text {
        eight_bit: bool,
        /// ESC was the last byte.
        escaped: bool,
    },
    /// So many bytes of the end of a paste have come.
    Paste(usize),
}

/// Decodes one viewer's input. How the bytes are cut into reads makes no difference.
#[derive(Debug)]
pub(super) struct Decoder {
    state: State,
    /// The bytes of what has begun; of a text that is swallowed only its first.
    unit: Vec<u8>,
    /// There was more of the paste than is kept.
    is_cut: bool,
    ready: VecDeque<Input>,
    escape_wait: Duration,
}

impl Decoder {
    /// `escape_wait` is how long a lone ESC may still become a sequence.
    pub(super) fn new(escape_wait: Duration) -> Self {
        Self { state: State::Ground, unit: Vec::new(), is_cut: false, ready: VecDeque::new(), escape_wait }
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
            State::Escape => self.after_escape(byte),
            State::Text { eight_bit, escaped } => self.text(byte, eight_bit, escaped),
            State::Paste(matched) => self.paste(byte, matched),
            State::Mouse(1) if byte != ESC => self.reset(),
            State::Mouse(left) if byte != ESC => self.state = State::Mouse(left - 1),
            State::Utf8(left) if byte & 0xc0 == 0x80 => {
                self.unit.push(byte);
                if left == 1 { self.emit() } else { self.state = State::Utf8(left - 1) }
            }
            State::Csi | State::Ss3 | State::LinuxKey if byte == CAN || byte == SUB => self.reset(),
            State::Csi if byte < 0x80 && byte != ESC => self.csi(byte),
            State::Ss3 | State::LinuxKey if byte < 0x80 && byte != ESC => self.last(byte),
            // What had begun was cut off.
            State::Csi | State::Ss3 | State::LinuxKey | State::Utf8(_) | State::Mouse(_) => {
                self.reset();
                self.begin(byte);
            }
        }
    }

    fn begin(&mut self, byte: u8) {
        match byte {
            ESC => self.go(byte, State::Escape),
            // The introducers in one byte: in UTF-8 they are never the first of a character.
            0x8f => self.introduce(b'O', State::Ss3),
            0x9b => self.introduce(b'[', State::Csi),
            0x90 | 0x98 | 0x9d..=0x9f => self.introduce(b']', State::Text { eight_bit: true, escaped: false }),
            0x00..=0x7f => {
                self.unit.push(byte);
                self.emit();
            }
            0xc2..=0xdf => self.go(byte, State::Utf8(1)),
            0xe0..=0xef => self.go(byte, State::Utf8(2)),
            0xf0..=0xf4 => self.go(byte, State::Utf8(3)),
            _ => self.reset(),
        }
    }

    fn introduce(&mut self, byte: u8, state: State) {
        self.unit = vec![ESC, byte];
        self.state = state;
    }

    fn after_escape(&mut self, byte: u8) {
        match byte {
            ESC => {
                self.emit();
                self.begin(ESC);
            }
            b'[' => self.go(byte, State::Csi),
            b'O' => self.go(byte, State::Ss3),
            b']' | b'P' | b'_' | b'^' | b'X' => self.go(byte, State::Text { eight_bit: false, escaped: false }),
            _ => self.begin(byte),
        }
    }

    fn csi(&mut self, byte: u8) {
        match byte {
            b'[' if self.unit.len() == 2 => self.go(byte, State::LinuxKey),
            b'M' if self.unit.len() == 2 => self.state = State::Mouse(3),
            0x20..=0x3f => self.push(byte),
            0x40..=0x7e => {
                self.push(byte);
                if self.unit == PASTE_BEGIN {
                    self.unit.clear();
                    self.state = State::Paste(0);
                } else {
                    self.emit();
                }
            }
            _ => {}
        }
    }

    /// A key of the keypad or of the console; some terminals write which others were held with it in between.
    fn last(&mut self, byte: u8) {
        self.push(byte);
        if self.state != State::Ss3 || !matches!(byte, b'0'..=b'9' | b';') {
            self.emit();
        }
    }

    fn text(&mut self, byte: u8, eight_bit: bool, escaped: bool) {
        match byte {
            BEL | CAN | SUB => self.reset(),
            b'\\' if escaped => self.reset(),
            ST if eight_bit => self.reset(),
            ESC => self.state = State::Text { eight_bit, escaped: true },
            // A new sequence inside a text ends it: its end was lost.
            _ if escaped => {
                self.reset();
                self.begin(ESC);
                self.take(byte);
            }
            _ => {}
        }
    }

    fn paste(&mut self, byte: u8, matched: usize) {
        if PASTE_END.get(matched) == Some(&byte) {
            self.state = State::Paste(matched + 1);
            if matched + 1 == PASTE_END.len() {
                self.end_paste();
            }
            return;
        }
        // The end begins with the one ESC that it has: what looked like it was text, and only this byte may begin it.
        self.keep(PASTE_END.get(..matched).unwrap_or_default());
        let begins = byte == ESC;
        if !begins {
            self.keep(&[byte]);
        }
        self.state = State::Paste(usize::from(begins));
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = MOST.saturating_sub(self.unit.len());
        self.is_cut |= bytes.len() > room;
        self.unit.extend(bytes.iter().take(room));
    }

    fn end_paste(&mut self) {
        // The last character may have been cut in two.
        let whole = match std::str::from_utf8(&self.unit) {
            Err(error) if self.is_cut && error.error_len().is_none() => error.valid_up_to(),
            _ => self.unit.len(),
        };
        self.unit.truncate(whole);
        let text = String::from_utf8_lossy(&self.unit).into_owned();
        self.ready.push_back(Input::Paste(text, self.is_cut));
        // Pastes are rare: no memory is held for the next one.
        self.unit = Vec::new();
        self.reset();
    }

    fn go(&mut self, byte: u8, state: State) {
        self.unit.push(byte);
        self.state = state;
    }

    /// One byte more than [`LONGEST`] is enough to tell that it was too long.
    fn push(&mut self, byte: u8) {
        if self.unit.len() <= LONGEST {
            self.unit.push(byte);
        }
    }

    fn emit(&mut self) {
        if self.unit.len() <= LONGEST {
            self.ready.extend(unit::meaning(&self.unit));
        }
        self.reset();
    }

    fn reset(&mut self) {
        self.unit.clear();
        self.is_cut = false;
        self.state = State::Ground;
    }
}

#[cfg(test)]
mod tests;
