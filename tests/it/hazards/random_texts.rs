//! X1, X4: random texts of what commands, hides, reorders and poses, in the places where text comes in.

use bellwether::base::{Repertoire, drawable, width};

use super::super::terminal::process;
use super::payloads::payloads;
use super::places::{COLUMNS, all_are_shown, frame, in_cells, in_errors, in_headers, keys, named_files, of};

/// Texts on one screen.
const TOGETHER: usize = 250;
/// Every place has room for so many columns of a text.
const ROOM: usize = 120;

/// Numbers from a seed (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }

    fn of<'a, T>(&mut self, these: &'a [T]) -> &'a T {
        &these[self.below(these.len())]
    }

    fn char_of(&mut self, ranges: &[(u32, u32)]) -> char {
        let (first, last) = *self.of(ranges);
        let code = first as usize + self.below((last - first) as usize + 1);
        u32::try_from(code).ok().and_then(char::from_u32).unwrap_or('\u{fffd}')
    }

    /// A piece of a text: a payload, some of one, letters of a script, hidden ones, or any character.
    fn piece(&mut self, payloads: &[String]) -> String {
        match self.below(8) {
            0 => self.of(payloads).clone(),
            1 => {
                let chars: Vec<char> = self.of(payloads).chars().collect();
                let from = self.below(chars.len());
                let to = from + 1 + self.below(chars.len() - from);
                chars[from..to].iter().collect()
            }
            // Controls; the ends of sequences that another piece began.
            2 => self.char_of(&[(1, 0x1f), (0x7f, 0x9f)]).to_string(),
            3 => (*self.of(&["\x1b", "\x1b]", "\x1b[", "\x1bP", "\u{9b}", "\x07", "\x1b\\", ";", "m", "?", "52;c;"]))
                .into(),
            4 => self
                .char_of(&[(0x200b, 0x200f), (0x2028, 0x202f), (0x2060, 0x206f), (0xe0000, 0xe007f), (0xad, 0xad)])
                .into(),
            5 => {
                let mark = self.char_of(&[
                    (0x300, 0x36f),
                    (0x1160, 0x11ff),
                    (0x1f3fb, 0x1f3ff),
                    (0xfe00, 0xfe0f),
                    (0x93a, 0x94d),
                ]);
                let many = 1 + self.below(12);
                std::iter::repeat_n(mark, many).collect()
            }
            6 => self
                .char_of(&[
                    (0x20, 0x7e),
                    (0xa0, 0x24f),
                    (0x590, 0x6ff),
                    (0x3000, 0x30ff),
                    (0x4e00, 0x4fff),
                    (0xff00, 0xffef),
                ])
                .into(),
            _ => self.char_of(&[(1, 0xd7ff), (0xe000, 0xffff), (0x10000, 0x1ffff), (0xe0000, 0x0010_ffff)]).into(),
        }
    }

    /// Texts that every place has room for, each with its number.
    fn texts(&mut self, payloads: &[String]) -> Vec<String> {
        let mut texts = Vec::new();
        while texts.len() < TOGETHER {
            let pieces = 1 + self.below(6);
            let text: String = (0..pieces).map(|_| self.piece(payloads)).collect();
            // Blanks around a cell are no part of it.
            let text = text.trim_start();
            if width(&drawable(text, Repertoire::Unicode)) <= ROOM {
                texts.push(format!("{text}~{}~", texts.len()));
            }
        }
        texts
    }
}

/// X1: of 2,000 random texts (or `BELLWETHER_RUNS`) in cells, headers, names of files and errors of a config each commands nothing and is
/// shown by its marks.
///
/// Seen red with marks at the beginning of a text, or behind a code, drawn as they are: a skin tone stood on the `G` of `^G`.
#[test]
fn x1_random_texts_command_nothing_and_are_shown() {
    let payloads = payloads();
    let mut random = Random(1);
    for round in 0..process::runs(2_000).div_ceil(TOGETHER) {
        let texts = random.texts(&payloads);
        match round % 8 {
            0 => all_are_shown(&in_headers(&texts), &texts, str::to_owned),
            1 => {
                let dir = tempfile::tempdir().expect("a folder");
                let screen = frame(&of(&named_files(dir.path(), &texts), None), (300, 320), &keys("o"));
                all_are_shown(&screen, &texts, |text| text.replace('/', "_"));
            }
            2 => all_are_shown(&in_errors(&texts), &texts, |text| format!("no panel kind \"{text}\"")),
            other => {
                let column = COLUMNS[(other + round / 8) % COLUMNS.len()];
                let screen = in_cells(column, &texts);
                // A value may be one: then it is written as numbers are.
                if column != "value" {
                    all_are_shown(&screen, &texts, str::to_owned);
                }
            }
        }
    }
}
