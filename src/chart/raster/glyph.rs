//! The characters of each set, by the dots that a cell has: bits count them row by row from the upper left one.

use ratatui::symbols::pixel::{OCTANTS, SEXTANTS};

use crate::base::Glyphs;

/// Every fourth dot of braille, in a lattice that goes on from cell to cell.
const SPARSE: u8 = 0b0010_0001;
/// Every second one, for what is too low to meet the lattice.
const CHECKERED: u8 = 0b1001_1001;

/// Lines and dots.
pub(super) fn ink(glyphs: Glyphs, bits: u8) -> char {
    match glyphs {
        Glyphs::Braille => braille(bits),
        Glyphs::Octant => OCTANTS[usize::from(bits)],
        Glyphs::Sextant => SEXTANTS[usize::from(bits & 0b11_1111)],
        Glyphs::HalfBlock => [' ', '▀', '▄', '█'][usize::from(bits & 0b11)],
        Glyphs::Ascii => match bits {
            0 => ' ',
            0b001 => '\'',
            0b010 => '-',
            0b100 => '.',
            _ => '|',
        },
    }
}

/// What lies behind them.
pub(super) fn fill(glyphs: Glyphs, bits: u8) -> char {
    match glyphs {
        // An edge that leaves no dot of the pattern in its cell is drawn by what it has there.
        Glyphs::Braille => {
            braille([bits & SPARSE, bits & CHECKERED].into_iter().find(|dots| *dots != 0).unwrap_or(bits))
        }
        Glyphs::Octant | Glyphs::Sextant | Glyphs::HalfBlock => '░',
        Glyphs::Ascii => ':',
    }
}

/// Unicode numbers the dots 1-3 and 7 down the left column, 4-6 and 8 down the right one.
fn braille(bits: u8) -> char {
    const DOTS: [u32; 8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];
    let dots = DOTS.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, dot)| dot).sum::<u32>();
    char::from_u32(0x2800 + dots).unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::base::{Repertoire, Safe, width};

    #[test]
    fn every_pattern_has_a_glyph_of_its_own_that_can_be_drawn() {
        for (glyphs, patterns) in Glyphs::ALL.into_iter().zip([255, 255, 63, 3, 4]) {
            let (across, down) = glyphs.dots();
            let seen: BTreeSet<char> = (1..=u8::MAX >> (8 - across * down)).map(|bits| ink(glyphs, bits)).collect();
            assert_eq!(seen.len(), patterns, "{glyphs:?}");
            for glyph in seen.iter().map(char::to_string) {
                assert!(width(&glyph) == 1 && Safe::is_safe(&glyph, Repertoire::Unicode), "{glyph:?}");
            }
        }
    }

    /// Dots by their Unicode numbers, which count an octant or a sextant row by row from 1.
    fn of(numbers: &[u32]) -> u8 {
        numbers.iter().map(|number| 1 << (number - 1)).sum()
    }

    #[test]
    fn octants_use_the_blocks_that_unicode_had_before() {
        let specials: [(&[u32], char); 26] = [
            (&[], ' '),
            (&[1, 2, 3, 4, 5, 6, 7, 8], '█'),
            (&[1, 2, 3, 4], '▀'),
            (&[5, 6, 7, 8], '▄'),
            (&[1, 3, 5, 7], '▌'),
            (&[2, 4, 6, 8], '▐'),
            (&[1, 3], '▘'),
            (&[2, 4], '▝'),
            (&[5, 7], '▖'),
            (&[6, 8], '▗'),
            (&[1, 3, 6, 8], '▚'),
            (&[2, 4, 5, 7], '▞'),
            (&[1, 3, 5, 6, 7, 8], '▙'),
            (&[2, 4, 5, 6, 7, 8], '▟'),
            (&[1, 2, 3, 4, 5, 7], '▛'),
            (&[1, 2, 3, 4, 6, 8], '▜'),
            (&[7, 8], '▂'),
            (&[3, 4, 5, 6, 7, 8], '▆'),
            (&[1, 2], '\u{1fb82}'),
            (&[1, 2, 3, 4, 5, 6], '\u{1fb85}'),
            (&[3, 5], '\u{1fbe6}'),
            (&[4, 6], '\u{1fbe7}'),
            (&[1], '\u{1cea8}'),
            (&[2], '\u{1ceab}'),
            (&[7], '\u{1cea3}'),
            (&[8], '\u{1cea0}'),
        ];
        for (numbers, glyph) in specials {
            assert_eq!(ink(Glyphs::Octant, of(numbers)), glyph, "{numbers:?}");
        }
        // All others follow each other from U+1CD00 (BLOCK OCTANT-3) to U+1CDE5 (BLOCK OCTANT-2345678) in the order of their bits.
        let old: BTreeSet<u8> = specials.iter().map(|(numbers, _)| of(numbers)).collect();
        let new: Vec<char> =
            (0..=255).filter(|bits| !old.contains(bits)).map(|bits| ink(Glyphs::Octant, bits)).collect();
        assert!(new.iter().copied().eq('\u{1cd00}'..='\u{1cde5}'));
    }

    #[test]
    fn sextants_are_numbered_in_the_order_of_their_bits() {
        let specials: [(&[u32], char); 4] =
            [(&[], ' '), (&[1, 3, 5], '▌'), (&[2, 4, 6], '▐'), (&[1, 2, 3, 4, 5, 6], '█')];
        for (numbers, glyph) in specials {
            assert_eq!(ink(Glyphs::Sextant, of(numbers)), glyph, "{numbers:?}");
        }
        let old: BTreeSet<u8> = specials.iter().map(|(numbers, _)| of(numbers)).collect();
        let new: Vec<char> =
            (0..64).filter(|bits| !old.contains(bits)).map(|bits| ink(Glyphs::Sextant, bits)).collect();
        assert!(new.iter().copied().eq('\u{1fb00}'..='\u{1fb3b}'));
    }

    #[test]
    fn a_low_or_narrow_fill_is_not_lost() {
        for bits in 1..=u8::MAX {
            assert_ne!(fill(Glyphs::Braille, bits), '\u{2800}', "{bits:#b}");
        }
    }
}
