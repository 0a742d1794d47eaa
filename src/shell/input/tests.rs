//! I1, I2, I4 on the decoder: every sequence and reply, cut wherever it can be cut.

use proptest::prelude::*;

use super::*;
use crate::base::KeyCode;

fn all(decoder: &mut Decoder) -> Vec<Input> {
    std::iter::from_fn(|| decoder.pop()).collect()
}

fn fed(chunks: &[&[u8]]) -> Decoder {
    let mut decoder = Decoder::new(Duration::from_millis(50));
    for chunk in chunks {
        decoder.feed(chunk);
    }
    decoder
}

/// The inputs of chunks that come one right after the other, and of the silence that follows.
fn decode(chunks: &[&[u8]]) -> Vec<Input> {
    let mut decoder = fed(chunks);
    if decoder.patience().is_some() {
        decoder.expire();
    }
    assert_eq!(decoder.patience(), None, "a silence ends whatever has begun");
    all(&mut decoder)
}

fn plain(code: KeyCode) -> Input {
    Input::Key(Key::plain(code))
}

fn char(c: char) -> Input {
    Input::Key(Key::char(c))
}

fn ctrl(c: char) -> Input {
    Input::Key(Key::ctrl(c))
}

fn alt(c: char) -> Input {
    Input::Key(Key { alt: true, ..Key::char(c) })
}

fn with(code: KeyCode, shift: bool, alt: bool, ctrl: bool) -> Input {
    Input::Key(Key { code, ctrl, alt, shift })
}

/// Every sequence that is one input, as terminals of all kinds send it.
fn sequences() -> Vec<(Vec<u8>, Input)> {
    use KeyCode::{BackTab, Backspace, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right, Tab, Up};
    let mut table: Vec<(Vec<u8>, Input)> = [
        ("R", char('R')),
        ("é", char('é')),
        ("豆", char('豆')),
        ("😀", char('😀')),
        ("\x1b", plain(Esc)),
        ("\r", plain(Enter)),
        ("\n", plain(Enter)),
        ("\t", plain(Tab)),
        ("\x7f", plain(Backspace)),
        ("\x08", plain(Backspace)),
        ("\x04", ctrl('d')),
        ("\x1a", ctrl('z')),
        ("\x1b[Z", plain(BackTab)),
        ("\x1b\r", with(Enter, false, true, false)),
        ("\x1b\x7f", with(Backspace, false, true, false)),
        ("\x1bx", alt('x')),
        ("\x1b豆", alt('豆')),
        ("\x1b[99;5u", ctrl('c')),
        ("\x1b[97:65;2u", char('A')),
        ("\x1b[27u", plain(Esc)),
        ("\x1b[13u", plain(Enter)),
        ("\x1b[1~", plain(Home)),
        ("\x1b[7~", plain(Home)),
        ("\x1b[4~", plain(End)),
        ("\x1b[8~", plain(End)),
        ("\x1b[200~a\nb\x1b[201~", Input::Paste(String::from("a\nb"), false)),
        ("\x1b[200~\x1b[20\x1b\x1b[201~", Input::Paste(String::from("\x1b[20\x1b"), false)),
        ("\x1b[<0;10;3M", Input::Mouse(Mouse::Press, 9, 2)),
        ("\x1b[<64;10;3M", Input::Mouse(Mouse::WheelUp, 9, 2)),
        ("\x1b[<65;10;3M", Input::Mouse(Mouse::WheelDown, 9, 2)),
    ]
    .map(|(bytes, input)| (bytes.as_bytes().to_vec(), input))
    .into();
    table.push((b"\x9bA".to_vec(), plain(Up)));
    table.push((b"\x8fA".to_vec(), plain(Up)));
    for (last, code) in [('A', Up), ('B', Down), ('C', Right), ('D', Left), ('H', Home), ('F', End)] {
        for bytes in [format!("\x1b[{last}"), format!("\x1bO{last}")] {
            table.push((bytes.into_bytes(), plain(code)));
        }
        for held in 2..=8_u8 {
            let bits = held - 1;
            let input = with(code, bits & 1 > 0, bits & 2 > 0, bits & 4 > 0);
            table.push((format!("\x1b[1;{held}{last}").into_bytes(), input.clone()));
            // With the kind of event: a press and a repeat.
            table.push((format!("\x1b[1;{held}:1{last}").into_bytes(), input.clone()));
            table.push((format!("\x1b[1;{held}:2{last}").into_bytes(), input));
        }
    }
    for (number, code) in [(3, Delete), (5, PageUp), (6, PageDown)] {
        table.push((format!("\x1b[{number}~").into_bytes(), plain(code)));
        table.push((format!("\x1b[{number};5~").into_bytes(), with(code, false, false, true)));
    }
    for (number, n) in [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].into_iter().zip(1..) {
        table.push((format!("\x1b[{number}~").into_bytes(), plain(F(n))));
    }
    for (last, n) in ('P'..='S').zip(1..) {
        table.push((format!("\x1bO{last}").into_bytes(), plain(F(n))));
    }
    for (last, n) in ('A'..='E').zip(1..) {
        table.push((format!("\x1b[[{last}").into_bytes(), plain(F(n))));
    }
    for c in ' '..='~' {
        table.push((vec![c as u8], char(c)));
        table.push((format!("\x1b[{}u", u32::from(c)).into_bytes(), char(c)));
    }
    table
}

/// I1: the event of every sequence, split at every byte, and at every two, and at every byte at once, is that of the whole: 100%.
///
/// Seen red with a lone ESC taken as a key at the end of each `feed`.
#[test]
fn i1_every_key_split_anywhere_is_the_same_event() {
    let table = sequences();
    for (bytes, expected) in &table {
        let expected = std::slice::from_ref(expected);
        assert_eq!(decode(&[bytes]), expected, "{bytes:?}");
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(decode(&single), expected, "{bytes:?} byte by byte");
        for first in 1..bytes.len() {
            for second in first..bytes.len() {
                let chunks = [&bytes[..first], &bytes[first..second], &bytes[second..]];
                assert_eq!(decode(&chunks), expected, "{bytes:?} split at {first} and {second}");
            }
        }
    }
}

/// I1: what has begun waits so long for its end, and a lone ESC only so long to become a key.
///
/// Seen red with a lone ESC taken as a key at the end of each `feed`.
#[test]
fn i1_only_a_lone_escape_is_short_of_patience() {
    for wait in [50, 100].map(Duration::from_millis) {
        let mut decoder = Decoder::new(wait);
        assert_eq!(decoder.patience(), None);
        decoder.feed(b"\x1b");
        assert_eq!(decoder.patience(), Some(wait));
        decoder.feed(b"[");
        assert_eq!(decoder.patience(), Some(Duration::from_secs(1)));
        decoder.feed(b"A\x1b");
        decoder.expire();
        assert_eq!(all(&mut decoder), [plain(KeyCode::Up), plain(KeyCode::Esc)]);
    }
}

/// What terminals answer and report without being asked, as recorded from xterm, kitty, foot, iTerm2, tmux, screen and others; and what
/// means nothing.
const REPLIES: &[&[u8]] = &[
    // OSC: palette, colours of text and background, clipboard, title.
    b"\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
    b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1b]11;rgb:0000/0000/0000\x07",
    b"\x1b]12;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1b]52;c;aGVsbG8=\x07",
    b"\x1b]52;c;\x1b\\",
    "\x1b]l豆包 µ\x1b\\".as_bytes(),
    b"\x1b]99;i=1:p=close;\x1b\\",
    // DA1, DA2, DA3, XTVERSION, XTGETTCAP, DECRQSS, sixel geometry.
    b"\x1b[?62;22c",
    b"\x1b[?1;2c",
    b"\x1b[>1;4000;0c",
    b"\x1bP!|7E565445\x1b\\",
    b"\x1bP>|XTerm(390)\x1b\\",
    b"\x1bP>|tmux 3.5a\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1bP0+r\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1b[?2;0;800;600S",
    // Status, modes, cursor, window, theme.
    b"\x1b[0n",
    b"\x1b[?2026;2$y",
    b"\x1b[?1u",
    b"\x1b[0;0R",
    b"\x1b[12;40R",
    b"\x1b[?12;40;1R",
    b"\x1b[8;24;80t",
    b"\x1b[4;600;800t",
    b"\x1b[48;24;80;600;800t",
    b"\x1b[?997;1n",
    b"\x1b_Gi=1;OK\x1b\\",
    b"\x1b^private\x1b\\",
    b"\x1bXstring\x1b\\",
    // Focus, and the mouse: SGR releases, moves and other buttons, rxvt's and X10's reports.
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[<0;10;10m",
    b"\x1b[<1;10;10M",
    b"\x1b[<2;10;10M",
    b"\x1b[<35;10;10M",
    b"\x1b[<66;10;10M",
    b"\x1b[<0;0;10M",
    b"\x1b[<0;10;10;1M",
    b"\x1b[<0;99999;1M",
    b"\x1b[32;10;10M",
    b"\x1b[M !!",
    b"\x1b[M#\xff\xff",
    // Releases of keys, the keypad, what VT220s and old terminals say in one byte.
    b"\x1b[97;1:3u",
    b"\x1b[1;1:3A",
    b"\x1b[57441u",
    b"\x1bOM",
    b"\x1bO5A",
    b"\x1bO1;5A",
    b"\x1b[201~",
    b"\x9b?62;22c",
    b"\x9d11;rgb:0000/0000/0000\x9c",
    b"\x90>|VT420\x9c",
    b"\x9e\x9c",
    b"\x9fGi=1;OK\x1b\\",
    // Garbage.
    b"\xff\xfe\x80",
    b"\xc3",
    b"\xf0\x9f",
    b"\xed\xa0\x80",
    b"\x1b[99999999999999999999~",
    b"\x1b[:A",
    b"\x1b[;5A",
    b"\x1b[?A",
    b"\x1b[>4;2m",
    b"\x1b[1 q",
    b"\x1b[000000000000000000000000000000000000000000000000000000000000000000000000000000001A",
    b"\x1b[[Z",
    b"\x1b[\xe8\xb1\x86\x08\x1b[1\x18",
];

/// I2: of each reply and a `q`, split anywhere, exactly the `q` is a key.
///
/// Seen red with what may be a key judged as it was before (`ESC [ : A` typed an `A`).
#[test]
fn i2_replies_and_garbage_are_no_keys() {
    for reply in REPLIES.iter().filter(|reply| !reply.contains(&8)) {
        let bytes = [*reply, b"q"].concat();
        assert_eq!(decode(&[&bytes]), [char('q')], "{reply:?}");
        for at in 1..bytes.len() {
            assert_eq!(decode(&[&bytes[..at], &bytes[at..]]), [char('q')], "{reply:?} split at {at}");
        }
    }
}

/// I2: each reply, and each sequence, cut at every byte: after 1 s of silence the program hears keys again, and Ctrl-C is heard even
/// without that. What was cut off is at most one key: ESC.
///
/// Seen red with Ctrl-C looked for in `State::Ground` only.
#[test]
fn i2_ctrl_c_gets_through_whatever_was_cut_off() {
    let sequences = sequences();
    let whole = REPLIES.iter().copied().chain(sequences.iter().map(|(bytes, _)| &bytes[..]));
    for bytes in whole {
        for cut in 0..bytes.len() {
            let head = &bytes[..cut];
            let mut decoder = fed(&[head, b"\x03"]);
            assert_eq!(all(&mut decoder).last(), Some(&ctrl('c')), "{bytes:?} cut at {cut}");
            assert_eq!(decoder.patience(), None);
            let mut decoder = fed(&[head]);
            decoder.expire();
            let before = all(&mut decoder);
            decoder.feed(b"q");
            assert_eq!(all(&mut decoder), [char('q')], "{bytes:?} cut at {cut}, then silence");
            if REPLIES.contains(&bytes) && !bytes.contains(&8) {
                let escape: &[Input] = if head == b"\x1b" { &[plain(KeyCode::Esc)] } else { &[] };
                assert_eq!(before, escape, "{bytes:?} cut at {cut}");
            }
        }
    }
}

/// I2: a text of any length is swallowed to its end, and not one byte of it is held.
///
/// Seen red with the text given up at 64 KiB, as it was: what followed became keys.
#[test]
fn i2_a_text_beyond_64_kib_is_swallowed_to_its_end() {
    for (begin, end) in [("\x1b]52;c;", "\x07"), ("\x1bP1+r", "\x1b\\"), ("\x1b_G", "\x1b\\")] {
        let flood = [begin.as_bytes(), &vec![b'j'; 1 << 20]].concat();
        let mut decoder = fed(&[&flood]);
        assert_eq!(all(&mut decoder), []);
        assert!(decoder.unit.capacity() < 1024);
        assert_eq!(decoder.patience(), Some(RESYNC));
        decoder.feed(end.as_bytes());
        decoder.feed(b"q");
        assert_eq!(all(&mut decoder), [char('q')]);
        assert_eq!(all(&mut fed(&[&flood, b"\x03"])), [ctrl('c')], "Ctrl-C in the middle of it");
        assert_eq!(decode(&[&flood]), [], "silence in the middle of it");
    }
}

/// I2: the end of a text in one byte is looked for only where its beginning was one byte: in UTF-8 it is part of characters.
///
/// Seen red with the one-byte end looked for in every text: the `qq` were keys.
#[test]
fn i2_a_title_in_utf_8_is_swallowed_whole() {
    let title = "\x1b]l\u{4f1c}qq\x1b\\q";
    assert!(title.as_bytes().contains(&ST));
    assert_eq!(decode(&[title.as_bytes()]), [char('q')]);
}

/// I3: a paste holds 64 KiB; of more, the beginning is kept, whole characters, and it is said that there was more.
///
/// Seen red with `keep` left without its limit.
#[test]
fn i3_a_paste_is_one_input_and_bounded() {
    let paste = |text: &str| decode(&[format!("\x1b[200~{text}\x1b[201~q").as_bytes()]);
    assert_eq!(paste(&"j".repeat(MOST)), [Input::Paste("j".repeat(MOST), false), char('q')]);
    assert_eq!(paste(&"j".repeat(MOST + 1)), [Input::Paste("j".repeat(MOST), true), char('q')]);
    assert_eq!(paste(&"豆".repeat(MOST)), [Input::Paste("豆".repeat(MOST / 3), true), char('q')]);
    // Every byte could begin its end.
    assert_eq!(
        paste(&"\x1b[201".repeat(MOST)),
        [Input::Paste("\x1b[201".chars().cycle().take(MOST).collect(), true), char('q')]
    );
    let mut endless = fed(&[b"\x1b[200~", &vec![b'j'; 10 << 20]]);
    assert!(endless.unit.capacity() <= 2 * MOST);
    endless.feed(b"\x03");
    assert_eq!(all(&mut endless), [ctrl('c')], "Ctrl-C in the middle of it");
    endless.feed(b"\x1b[200~j");
    endless.expire();
    assert_eq!(all(&mut endless), [Input::Paste(String::from("j"), false)], "its end was lost");
}

/// How many inputs are tried; 10 million were, once, in a release build.
fn cases() -> u32 {
    crate::shell::var("BELLWETHER_RUNS").and_then(|runs| runs.parse().ok()).unwrap_or(2_000)
}

/// Bytes, more often such as begin, continue and end sequences; and how they are cut.
fn bytes_in_chunks() -> impl Strategy<Value = (Vec<u8>, Vec<usize>)> {
    let part = prop_oneof![
        4 => any::<u8>().prop_map(|byte| vec![byte]),
        6 => prop::sample::select(b"\x1b\x1b[]OPXM<>?~$;0129A\\\x00\x03\x07\x18\x9b\x9c\x9d\xe8\xb1\x86".to_vec())
            .prop_map(|byte| vec![byte]),
        1 => prop::sample::select([REPLIES, &[PASTE_BEGIN, PASTE_END]].concat()).prop_map(<[u8]>::to_vec),
    ];
    let bytes = prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat());
    (bytes, prop::collection::vec(1..9_usize, 1..8))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    /// I4: any bytes in any chunks: no panic, and the same inputs as in one. 2,000 inputs, or `BELLWETHER_RUNS`; promised 10 million.
    ///
    /// Seen red with a lone ESC taken as a key at the end of each `feed`, and with Ctrl-C looked for in `State::Ground` only.
    #[test]
    fn i4_any_bytes_in_any_chunks_give_the_same_inputs((bytes, sizes) in bytes_in_chunks()) {
        let mut chunks = Vec::new();
        let mut left = &bytes[..];
        for size in sizes.iter().cycle() {
            if left.is_empty() {
                break;
            }
            let (chunk, rest) = left.split_at((*size).min(left.len()));
            chunks.push(chunk);
            left = rest;
        }
        let whole = decode(&[&bytes]);
        prop_assert_eq!(decode(&chunks), &whole[..]);
        let ctrl_cs = whole.iter().filter(|input| **input == ctrl('c')).count();
        let pressed = bytes.split(|byte| *byte == CTRL_C).count() - 1;
        prop_assert!(ctrl_cs >= pressed, "Ctrl-C is heard each time");
    }
}

/// I4: characters of 8-bit terminals, NUL, and what is no UTF-8 are ignored or plain keys, and what follows is heard.
///
/// Seen red with the byte that cuts a character off dropped with it: no `q` after a letter of Latin-1.
#[test]
fn i4_bytes_that_are_no_utf_8_are_ignored() {
    assert_eq!(decode(&[b"\xe9q"]), [char('q')], "a letter of Latin-1");
    assert_eq!(decode(&[b"\xf1\xf2q"]), [char('q')], "8-bit meta");
    assert_eq!(decode(&[b"\x1b\xe9q"]), [char('q')]);
    assert_eq!(decode(&[b"\xc0\x80\xf8\xffq"]), [char('q')], "overlong and never in UTF-8");
    assert_eq!(decode(&[b"\0q"]), [ctrl(' '), char('q')], "NUL is Ctrl-Space");
}
