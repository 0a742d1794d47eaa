//! Bytes -> UTF-8 text, saying which encoding it was and how much was replaced.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::base::Diagnostic;

/// What a record needs, for people who opened something else.
pub(super) const NEEDS: &str = "needs entity, metric, period, value (主体 指标 时间 数值)";

/// A file's text.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// Borrowed from the bytes where they are UTF-8.
    pub(super) text: Cow<'a, str>,
    pub(super) encoding: &'static str,
    /// Why that encoding: `byte order mark`, `valid UTF-8` ...
    pub(super) reason: &'static str,
    /// Characters that stand for bytes without meaning in that encoding.
    pub(super) replacements: usize,
}

/// Decodes a whole file.
///
/// # Errors
/// Where the bytes are no text in any encoding.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Box<Diagnostic>> {
    let (encoding, reason) = if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        (encoding, "byte order mark")
    } else if let Some(encoding) = utf16_by_nul_parity(bytes) {
        (encoding, "every second byte is zero")
    } else if bytes.contains(&0) {
        let help = format!("This is no text file; {NEEDS}");
        return Err(Box::new(Diagnostic::error("binary-file", "zero bytes that are not UTF-16").with_help(help)));
    } else if std::str::from_utf8(bytes).is_ok() {
        (UTF_8, "valid UTF-8")
    } else {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(bytes, false);
        (detector.guess(None, chardetng::Utf8Detection::Allow), "guessed from its bytes")
    };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let replacements = text.matches('\u{fffd}').count();
    Ok(Decoded { text, encoding: encoding.name(), reason, replacements })
}

/// UTF-16 without a mark: in text that is mostly Latin, the zero bytes stand nearly all on one side.
fn utf16_by_nul_parity(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..65_536).unwrap_or(bytes);
    let (mut even, mut odd) = (0_usize, 0_usize);
    for (at, _) in sample.iter().enumerate().filter(|(_, byte)| **byte == 0) {
        if at % 2 == 0 { even += 1 } else { odd += 1 }
    }
    let pairs = sample.len() / 2;
    if !bytes.len().is_multiple_of(2) || (even + odd) * 5 < pairs {
        None
    } else if odd > even * 20 {
        Some(UTF_16LE)
    } else if even > odd * 20 {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_table_in_five_encodings() {
        let text =
            "主体,指标,时间,数值\n豆包,月活跃用户,二零二四年,五千万左右\nabcdefghijklmnopqrstuvwxyzabcdef,b,c,7\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
        let gb = encoding_rs::GB18030.encode(text).0.into_owned();
        for bytes in [text.as_bytes().to_vec(), little, big, marked, gb] {
            let decoded = decode(&bytes).expect("text");
            assert_eq!((&*decoded.text, decoded.replacements), (text, 0), "{}", decoded.encoding);
        }
    }

    #[test]
    fn zero_bytes_are_no_text() {
        assert_eq!(decode(b"\x7fELF\0\x01\0\0\x02").expect_err("binary").code, "binary-file");
    }
}
