//! What a stream of bytes leaves switched on in a terminal (recipe H1 of the promises).

use std::collections::{BTreeMap, BTreeSet};

/// Private modes in the order in which the stream switches them: number, on or off.
pub(crate) fn switches(stream: &[u8]) -> Vec<(u16, bool)> {
    let mut found = Vec::new();
    for part in starts(stream, b"\x1b[?") {
        let digits = part.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
        let on = match part.get(digits) {
            Some(b'h') => true,
            Some(b'l') => false,
            _ => continue,
        };
        let numbers = std::str::from_utf8(&part[..digits]).expect("digits");
        found.extend(numbers.split(';').filter_map(|number| Some((number.parse().ok()?, on))));
    }
    found
}

/// Modes that the stream ever switched on.
pub(crate) fn ever_on(stream: &[u8]) -> BTreeSet<u16> {
    switches(stream).into_iter().filter_map(|(mode, on)| on.then_some(mode)).collect()
}

/// What is left on at the end of the stream: private modes, a hidden cursor, a pushed keyboard.
pub(crate) fn left_on(stream: &[u8]) -> Vec<String> {
    let mut last: BTreeMap<u16, bool> = switches(stream).into_iter().collect();
    let cursor = last.remove(&25).unwrap_or(true);
    let mut left: Vec<String> = last.iter().filter(|(_, on)| **on).map(|(mode, _)| format!("?{mode}")).collect();
    if !cursor {
        left.push(String::from("hidden cursor"));
    }
    let pushes = starts(stream, b"\x1b[>").filter(|rest| ends_in(rest, b'u')).count();
    let pops = starts(stream, b"\x1b[<").filter(|rest| ends_in(rest, b'u')).count();
    if pushes > pops {
        left.push(String::from("kitty keyboard"));
    }
    left
}

/// What follows each place where the bytes stand.
fn starts<'a>(stream: &'a [u8], what: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let at = move |(at, window): (usize, &[u8])| (window == what).then(|| &stream[at + what.len()..]);
    stream.windows(what.len()).enumerate().filter_map(at)
}

/// Whether the sequence whose parameters these are ends in the byte.
fn ends_in(rest: &[u8], byte: u8) -> bool {
    rest.iter().find(|b| !(b.is_ascii_digit() || **b == b';')) == Some(&byte)
}

#[test]
fn what_is_on_at_the_end_is_found() {
    let stream = b"\x1b[?1049h\x1b[?25l\x1b[?1000;1006h\x1b[>1u\x1b[?2026h\x1b[?2026l\x1b[?1049l";
    assert_eq!(left_on(stream), ["?1000", "?1006", "hidden cursor", "kitty keyboard"]);
    assert_eq!(ever_on(stream), [1000, 1006, 1049, 2026].into());
    assert!(left_on(b"\x1b[>1u\x1b[?25l\x1b[<u\x1b[?25h").is_empty());
}
