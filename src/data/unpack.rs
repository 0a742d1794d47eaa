//! Compressed bytes -> the bytes that were compressed: gzip and zstd, told by content.

use std::borrow::Cow;
use std::io::Read;

use crate::base::Diagnostic;

/// Bytes that an archive may unpack to: beyond it a small file could fill the memory.
pub(super) const MOST: usize = 1 << 30;

/// A file's content, unpacked where it was packed.
#[derive(Debug)]
pub(super) struct Unpacked<'a> {
    /// Borrowed where nothing was packed.
    pub(super) bytes: Cow<'a, [u8]>,
    /// `gzip` or `zstd`.
    pub(super) form: Option<&'static str>,
    /// Why not all of it is there.
    pub(super) problem: Option<Diagnostic>,
}

/// Unpacks all members of an archive, up to so many bytes; what was read before a fault is kept.
pub(super) fn unpack(bytes: &[u8], most: usize) -> Unpacked<'_> {
    let form = match bytes {
        [0x1f, 0x8b, 8, ..] => "gzip",
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => "zstd",
        _ => return Unpacked { bytes: Cow::Borrowed(bytes), form: None, problem: None },
    };
    let mut out = Vec::new();
    let mut rest = bytes;
    let mut problem = None;
    while !rest.is_empty() && problem.is_none() {
        let room = (most - out.len()).saturating_add(1) as u64;
        let before = rest.len();
        let read = match rest {
            [0x1f, 0x8b, ..] => flate2::bufread::GzDecoder::new(&mut rest).take(room).read_to_end(&mut out).is_ok(),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => ruzstd::decoding::StreamingDecoder::new(&mut rest)
                .is_ok_and(|decoder| decoder.take(room).read_to_end(&mut out).is_ok()),
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d, tail @ ..] => {
                let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
                rest = tail.get(length..).unwrap_or_default();
                tail.len() >= length
            }
            // Archives on tapes and disks are filled up with zeros.
            rest if rest.iter().all(|byte| *byte == 0) => break,
            _ => {
                problem = Some(trailing(form, rest.len()));
                break;
            }
        };
        if out.len() > most {
            out.truncate(most);
            let message = format!("unpacks to more than {} MB; what is beyond is left out", most >> 20);
            let help = "Unpack the file and split it";
            problem = Some(Diagnostic::error("too-much-unpacked", message).with_help(help));
        } else if !read || rest.len() == before {
            let message = format!("the {form} archive is torn: only its first {} bytes could be unpacked", out.len());
            let help = "What was read is shown. Copy or download the file again";
            problem = Some(Diagnostic::error("torn-archive", message).with_help(help));
        }
    }
    Unpacked { bytes: Cow::Owned(out), form: Some(form), problem }
}

fn trailing(form: &str, bytes: usize) -> Diagnostic {
    let message = format!("{bytes} bytes after the end of the {form} archive are no part of it");
    let help = "What was unpacked before them is shown. Copy or download the file again";
    Diagnostic::error("torn-archive", message).with_help(help)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).expect("written");
        encoder.finish().expect("finished")
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    const SKIPPED: &[u8] = b"\x50\x2a\x4d\x18\x03\0\0\0abc";

    #[test]
    fn members_and_frames_follow_each_other() {
        for packed in [
            gzip(b"a,b\n1,2\n"),
            [gzip(b"a,b\n"), gzip(b"1,2\n")].concat(),
            [gzip(b"a,b\n1,2\n"), vec![0; 9]].concat(),
            zstd(b"a,b\n1,2\n"),
            [SKIPPED.to_vec(), zstd(b"a,b\n"), SKIPPED.to_vec(), zstd(b"1,2\n")].concat(),
        ] {
            let unpacked = unpack(&packed, MOST);
            assert_eq!((&*unpacked.bytes, unpacked.problem), (b"a,b\n1,2\n".as_slice(), None));
        }
        assert_eq!(unpack(b"a,b\n", MOST).form, None);
    }

    #[test]
    fn a_torn_archive_gives_what_was_read() {
        let text: Vec<u8> =
            (0..200_000_u32).flat_map(|n| format!("{},x\n", n.wrapping_mul(2_654_435_761)).into_bytes()).collect();
        for packed in [gzip(&text), zstd(&text)] {
            let unpacked = unpack(&packed[..packed.len() / 2], MOST);
            assert!(text.starts_with(&unpacked.bytes) && unpacked.bytes.len() > text.len() / 4);
            assert_eq!(unpacked.problem.expect("a problem").code, "torn-archive");
        }
        let packed = [gzip(b"a,b\n"), b"xyz".to_vec()].concat();
        let unpacked = unpack(&packed, MOST);
        assert_eq!(
            (&*unpacked.bytes, unpacked.problem.expect("a problem").code),
            (b"a,b\n".as_slice(), "torn-archive")
        );
    }

    #[test]
    fn a_bomb_is_cut() {
        for packed in [gzip(&[b'x'; 5000]), zstd(&[b'x'; 5000])] {
            let unpacked = unpack(&packed, 100);
            assert_eq!((unpacked.bytes.len(), unpacked.problem.expect("a problem").code), (100, "too-much-unpacked"));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_archive_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200), at in 0..60_usize, put: u8) {
            for magic in [b"\x1f\x8b\x08\0".as_slice(), b"\x28\xb5\x2f\xfd", SKIPPED] {
                unpack(&[magic, &bytes].concat(), 10_000);
            }
            for mut packed in [gzip(b"a,b\n1,2\n"), zstd(b"a,b\n1,2\n")] {
                if let Some(byte) = packed.get_mut(at) {
                    *byte = put;
                }
                unpack(&packed, 10_000);
            }
        }
    }
}
