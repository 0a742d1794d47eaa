//! Twins: signs that look like others and that more terminals have.

use crate::base::Glyphs;

/// Signs that both fonts of a Linux console have that nobody has set up: the kernel's own (`drivers/tty/vt/cp437.uni`) and that of
/// Debian's console-setup (Lat15). Where one draws two of them alike, as double lines as single ones, they still stand.
const ON_CONSOLE: &str = "─│┌┐└┘├┤┬┴┼═║╔╗╚╝╞╡█░▒■▲▼•♦←↑→↓≤≥≈±×·¶§°«»";

/// The stand-in of a sign that fonts of the console lack; `None` for one that they have, for letters, and for what the viewer chose to
/// have curves drawn with. Signs that tell things apart stay apart.
pub(super) fn console_twin(symbol: &str, chosen: Option<Glyphs>) -> Option<&'static str> {
    let mut chars = symbol.chars();
    let (first, None) = (chars.next()?, chars.next()) else { return None };
    Some(match first {
        '\u{2800}'..='\u{28ff}' => return None,
        '▀' | '▄' if chosen == Some(Glyphs::HalfBlock) => return None,
        has if ON_CONSOLE.contains(has) => return None,
        '━' => "═",
        '┃' => "║",
        '┏' => "╔",
        '┓' => "╗",
        '┗' => "╚",
        '┛' => "╝",
        '┝' => "╞",
        '┥' => "╡",
        '▌' | '▍' | '▎' | '▏' | '▐' => "│",
        '▉' | '▊' | '▋' | '▆' | '▇' => "█",
        '▓' => "#",
        '●' => "•",
        '◆' => "♦",
        '◐' => "e",
        '◌' => "?",
        '◇' | '◈' | '⬖' => "%",
        '◧' | '□' => "&",
        '◭' => "a",
        '✦' => "+",
        '☆' => "x",
        // What a blank that does not break is shown as.
        '␣' => "_",
        _ => return ascii_twin(symbol),
    })
}

/// The stand-in of one symbol; `None` where nothing looks like it.
pub(super) fn ascii_twin(symbol: &str) -> Option<&'static str> {
    let mut chars = symbol.chars();
    let (first, None) = (chars.next()?, chars.next()) else { return None };
    Some(match first {
        '─' | '━' | '╌' | '╍' | '┄' | '┅' | '┈' | '┉' | '═' | '╴' | '╶' | '╸' | '╺' | '−' | '–' | '—' | '‐' | '‑'
        | '⎯' => "-",
        '│' | '┃' | '┆' | '┇' | '┊' | '┋' | '╎' | '╏' | '║' | '╵' | '╷' | '▏' | '▎' | '▍' | '▌' | '▐' | '▕' => {
            "|"
        }
        '┝' | '┥' | '├' | '┤' | '┠' | '┨' | '┣' | '┫' | '┯' | '┷' | '┿' | '╂' | '╋' | '┌' | '┐' | '└' | '┘' | '┏'
        | '┓' | '┗' | '┛' | '╭' | '╮' | '╰' | '╯' | '┬' | '┴' | '┼' | '┳' | '┻' | '╔' | '╗' | '╚' | '╝' | '¦' | '†' => {
            "+"
        }
        '█' | '▉' | '▊' | '▋' | '▓' | '▆' | '▇' | '■' => "#",
        '░' | '▸' => ":",
        '▁' | '▂' => "_",
        '▒' | '▃' | '▄' | '▅' | '▀' => "=",
        '●' | '•' | '◆' | '★' => "*",
        '×' | '✕' => "x",
        '○' | '◦' | '◌' | '◇' | '□' => "o",
        '◄' | '◀' | '←' | '‹' | '«' | '≤' => "<",
        '►' | '▶' | '→' | '›' | '»' | '▹' | '≥' => ">",
        '▲' | '↑' | '△' | '▴' => "^",
        '▼' | '↓' | '▽' | '▾' => "v",
        '·' | '∙' | '․' => ".",
        '≈' | '∼' | '…' => "~",
        '¶' | '§' => "P",
        '“' | '”' | '„' => "\"",
        '‘' | '’' | '′' => "'",
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\u{3000}' | '\u{2800}' => " ",
        '\u{2801}'..='\u{28ff}' => braille(first),
        _ => return None,
    })
}

/// Braille by how much of the cell is inked, and where: a curve stays a curve.
fn braille(glyph: char) -> &'static str {
    let dots = u32::from(glyph) & 0xff;
    // Dots of the two upper rows are bits 0, 1, 3, 4; of the two lower ones 2, 5, 6, 7.
    let (upper, lower) = (dots & 0b0001_1011, dots & 0b1110_0100);
    match (dots.count_ones(), upper, lower) {
        (6.., _, _) => "#",
        (_, 0, _) => ".",
        (_, _, 0) => "'",
        _ => ":",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_glyph_of_the_charts_has_a_printable_twin() {
        let glyphs = "─│┌┐└┘┏┓┗┛━┃┝┥├┤┬┴┼█▏▎▍▌▋▊▉░▒▓●○◄►▲▼▸·≈≤≥–−…→↓↑←×¶“”⠁⣿⡇";
        for glyph in glyphs.chars() {
            let twin = ascii_twin(&glyph.to_string()).unwrap_or_else(|| panic!("{glyph} has no twin"));
            assert!(matches!(twin.as_bytes(), [0x20..=0x7e]), "{glyph} -> {twin}");
        }
    }

    #[test]
    fn the_console_tells_apart_what_the_charts_do() {
        let on_console = |sign: char| {
            let shown = console_twin(&sign.to_string(), None).map_or(sign, |twin| twin.chars().next().unwrap());
            assert!(shown.is_ascii() || ON_CONSOLE.contains(shown), "{sign} becomes {shown}");
            shown
        };
        // Standings, shades, sizes, parts of a bar, changes, markers of lines and of points.
        for group in ["●◐○◌", "·░▒▓█", "▁░▒▓█", "█▓▒▄", "▼▽=△▲", "●◆▲■▼◐◈◭◧▾", "●◆▲■▼★", "┏┓┗┛━┃┌┐└┘─│┝┥"]
        {
            let mut shown: Vec<char> = group.chars().map(on_console).collect();
            shown.sort_unstable();
            shown.dedup();
            assert_eq!(shown.len(), group.chars().count(), "{group} becomes {shown:?}");
        }
        assert_eq!(console_twin("豆", None), None);
        assert_eq!(console_twin("é", None), None);
    }

    #[test]
    fn braille_keeps_its_height() {
        assert_eq!(ascii_twin("⠉"), Some("'"));
        assert_eq!(ascii_twin("⣀"), Some("."));
        assert_eq!(ascii_twin("⡇"), Some(":"));
        assert_eq!(ascii_twin("⣿"), Some("#"));
    }
}
