//! Texts that command a terminal, hide, reorder or pose as marks; and the scanner that knows only what the program itself writes.

use std::collections::{BTreeMap, BTreeSet};

use bellwether::base::{Repertoire, Safe};

/// Those that are written out.
const WRITTEN: &[&str] = &[
    "\x1b]0;pwned\x07",
    "\x1b]2;pwned\x1b\\",
    "\x1b]4;1;rgb:ff/00/00\x07",
    "\x1b]7;file:///etc\x07",
    "\x1b]8;;http://evil\x07x\x1b]8;;\x07",
    "\x1b]9;note\x07",
    "\x1b]10;?\x07",
    "\x1b]11;?\x1b\\",
    "\x1b]12;red\x07",
    "\x1b]50;font\x07",
    "\x1b]52;c;aGk=\x07",
    "\x1b]52;c;?\x07",
    "\x1b]104\x07",
    "\x1b]133;A\x07",
    "\x1b]777;notify;a;b\x07",
    "\x1b]1337;File=:AA==\x07",
    "\x1b]1337;ClearScrollback\x07",
    "\x1b]66;s=2;big\x07",
    "\x1b[2J",
    "\x1b[H",
    "\x1b[3J",
    "\x1b[6n",
    "\x1b[c",
    "\x1b[>c",
    "\x1b[>q",
    "\x1b[?1049l",
    "\x1b[?1049h",
    "\x1b[?2004h",
    "\x1b[?1003h",
    "\x1b[?2026h",
    "\x1b[?5h",
    "\x1b[4h",
    "\x1b[20h",
    "\x1b[21t",
    "\x1b[22;0t",
    "\x1b[8;1;1t",
    "\x1b[5i",
    "\x1b[1;1r",
    "\x1b[!p",
    "\x1b[31m",
    "\x1b[8m",
    "\x1b[m",
    "\x1b[1000000b",
    "\x1b[99999999999C",
    "\x1b[?2026$p",
    "\x1b[>1u",
    "\x1b[<u",
    "\x1b[?u",
    "\x1bP$q\"p\x1b\\",
    "\x1bP+q544e\x1b\\",
    "\x1bP1$r0m\x1b\\",
    "\x1bPq#0;2;0;0;0\x1b\\",
    "\x1bPtmux;\x1b\x1b]52;c;aGk=\x07\x1b\\",
    "\x1bP\x1b]0;a\x07\x1b\\",
    "\x1b_Ga=T,f=24;AAAA\x1b\\",
    "\x1b_Gi=31,a=q;AAAA\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bXstart\x1b\\",
    "\x1bk screen title\x1b\\",
    "\x1bc",
    "\x1b7x\x1b8",
    "\x1bD",
    "\x1bE",
    "\x1bM",
    "\x1b=",
    "\x1b>",
    "\x1b(0lqk\x1b(B",
    "\x1b#8",
    "\x1b%@",
    "\x1b N",
    "\x1bN!",
    "\x1bO!",
    "\x1bZ",
    "\x1b",
    "\x1b\x1b",
    "a\rb",
    "a\x08b",
    "\u{8}\u{8}\u{8}",
    "a\x7fb",
    "\x05",
    "\x0e lqk \x0f",
    "a\x0bb\x0cc",
    "\x07\x07\x07",
    "a\x18b\x1ac",
    "\x11\x13",
    "\u{202e}gpj.exe",
    "\u{202d}abc\u{202c}",
    "a\u{2066}b\u{2069}c",
    "\u{2067}abc",
    "\u{2068}abc",
    "\u{202a}x\u{202b}y",
    "a\u{61c}b",
    "a\u{200e}b\u{200f}c",
    "a\u{200b}b",
    "a\u{200c}b\u{200d}c",
    "a\u{2060}b",
    "\u{feff}a",
    "a\u{ad}b",
    "a\u{34f}b",
    "a\u{115f}\u{1160}b",
    "a\u{3164}b",
    "a\u{ffa0}b",
    "a\u{180e}b",
    "a\u{2028}b\u{2029}c",
    "a\u{fff9}b\u{fffa}c\u{fffb}",
    "a\u{fe0f}b\u{fe0e}",
    "a\u{e0041}\u{e0042}\u{e007f}",
    "a\u{e0001}b",
    "a\u{e0100}b",
    "a\u{e000}b\u{f8ff}",
    "a\u{f0000}b\u{10fffd}",
    "a\u{206a}b\u{206f}",
    "a\u{2800}b",
    "a\u{17b4}b",
    "a\u{1d173}b",
    "a\u{ffff}b",
    "^[",
    "^[[31m",
    "^G",
    "^?",
    "<U+202E>",
    "<U+001B>",
    "<U+003C>U+202E>",
    "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{301}a",
    "\u{20dd}a",
    "👩\u{200d}🔬",
    "👍🏻🏻🏻🏻🏻🏻🏻🏻🏻🏻🏻🏻",
    "e\u{301} é",
    "1\u{a0}234\u{202f}567",
    "a\u{3000}b",
    "a\u{2003}b\u{2009}c\u{205f}d",
    "a\u{1680}b",
    "␣ □",
    "a\u{1161}b\u{11a8}c",
    "\u{1112}\u{1161}\u{11ab}한",
    "မြန်မာ ဘာသာ",
    "ﾊﾞｲﾄ",
    "a\u{1ade}b",
    "שלום",
    "مرحبا",
];

/// 200 and more: the written ones and those of a form.
pub(super) fn payloads() -> Vec<String> {
    let mut all: Vec<String> = WRITTEN.iter().copied().map(String::from).collect();
    // Every control by itself, as one byte of Latin-1 would be read and as Unicode has it.
    all.extend((1..=0x1f).filter(|byte| !matches!(byte, 9 | 10 | 13)).map(|byte| format!("a{}b", char::from(byte))));
    all.extend((0x80..=0x9f).map(|byte| format!("a{}b", char::from(byte))));
    all.extend((0x2061..=0x2065).chain(0xfff0..=0xfff8).filter_map(char::from_u32).map(|c| format!("a{c}b")));
    all
}

/// What the program writes, by kind. A private mode counts by its number.
#[derive(Default)]
pub(super) struct Kinds(BTreeMap<String, usize>);

impl Kinds {
    /// Reads a stream to its end; panics at anything that this program does not write.
    pub(super) fn of(stream: &[u8]) -> Self {
        let text = std::str::from_utf8(stream).expect("UTF-8 only");
        let mut kinds = Self::default();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\n' => *kinds.0.entry(String::from("LF")).or_default() += 1,
                '\x1b' => {
                    assert_eq!(chars.next(), Some('['), "only CSI: {kinds:?}", kinds = kinds.0);
                    let mut sequence = String::new();
                    for c in chars.by_ref() {
                        sequence.push(c);
                        if ('\x40'..='\x7e').contains(&c) {
                            break;
                        }
                    }
                    let last = sequence.pop().expect("an end");
                    let private = sequence.starts_with(['?', '<', '>']);
                    let kind = if private { format!("{sequence}{last}") } else { last.to_string() };
                    assert!(
                        private || sequence.chars().all(|c| c.is_ascii_digit() || matches!(c, ';' | ':')),
                        "{sequence}{last}"
                    );
                    *kinds.0.entry(kind).or_default() += 1;
                }
                _ => {
                    assert!(!c.is_control(), "U+{:04X} on the wire", u32::from(c));
                    // A mark stands on a letter, a vowel of Hangul in a syllable, the sign of a blank alone.
                    let is_safe = |before: &&str| Safe::is_safe(&format!("{before}{c}"), Repertoire::Unicode);
                    let may_stand = ["a", "", "\u{1100}\u{1161}"].iter().any(is_safe);
                    assert!(may_stand, "U+{:04X} on the wire", u32::from(c));
                }
            }
        }
        kinds
    }

    /// Cursor, colours, erasing, and the brackets of a frame: nothing else.
    pub(super) fn are_ours(&self) {
        let ours: BTreeSet<&str> = [
            "m", "H", "J", "K", "C", "D", "G", "X", "d", "A", "B", "?2026h", "?2026l", "?1049h", "?1049l", "?25h",
            "?25l", "<u", "?1000l", "?1002l", "?1003l", "?1006l", "?1004l", "?2004l", "?2004h", "LF",
        ]
        .into();
        for kind in self.0.keys() {
            assert!(ours.contains(kind.as_str()), "foreign: {kind}");
        }
    }
}
