//! Bytes -> UTF-8 text, saying which encoding it was, how much was replaced, and what in it is no text.

use std::borrow::Cow;
use std::fmt::Write as _;

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::records::{excerpt_at, line_and_column};
use crate::base::{Diagnostic, Place};

/// What to write, for people who opened something else.
pub(super) const NEEDS: &str =
    "Any table opens; best is one fact a row: entity, metric, period, value (主体 指标 时间 数值)";

/// Bytes that are looked at to tell text from what is none.
const SAMPLE: usize = 1 << 16;
/// Bytes from the first that is not ASCII on that the detector of legacy encodings is fed.
const FED: usize = 4 << 20;

/// Contents that are no text, by their first bytes.
const MAGIC: [(&[u8], &str); 16] = [
    (b"PK\x03\x04", "a ZIP archive; it looks like an .xlsx workbook: save it as CSV"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document; it looks like an .xls workbook: save it as CSV"),
    (b"%PDF-", "a PDF document: copy its table into a CSV file"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "an ELF program"),
    (b"SQLite format 3\0", "an SQLite database: export its table as CSV"),
    (b"PAR1", "a Parquet file: export it as CSV"),
    (b"ARROW1\0\0", "an Arrow file: export it as CSV"),
    (b"Obj\x01", "an Avro file: export it as CSV"),
    (b"\x89HDF\r\n", "an HDF5 file: export its table as CSV"),
    (b"BZh9", "a bzip2 archive: unpack it first"),
    (b"\xfd7zXZ\0", "an xz archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it first"),
];

/// Bytes of a file within which a format that begins with letters shows that it is no text.
const MAGIC_REACH: usize = 64;

/// A file's text.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// Borrowed from the bytes where they are borrowed and UTF-8.
    pub(super) text: Cow<'a, str>,
    pub(super) encoding: &'static str,
    /// Why that encoding: `byte order mark`, `valid UTF-8` ...
    pub(super) reason: &'static str,
    /// Characters that stand for bytes without meaning in that encoding.
    pub(super) replacements: usize,
    /// What is said of it, the places without their file.
    pub(super) problems: Vec<Diagnostic>,
}

/// Decodes a whole file, in the encoding of that label if there is one.
///
/// # Errors
/// Where the bytes are no text in any encoding.
pub(super) fn decode<'a>(bytes: Cow<'a, [u8]>, label: Option<&str>) -> Result<Decoded<'a>, Box<Diagnostic>> {
    // A table may well begin with the letters PAR1: a format's header goes on with bytes that are no text.
    let has_controls = bytes.iter().take(MAGIC_REACH).any(|byte| is_control(*byte) || *byte >= 0xf5);
    let magic = MAGIC.iter().find_map(|(magic, what)| bytes.starts_with(magic).then_some((magic, *what)));
    let letters = |magic: &[u8]| magic.iter().all(u8::is_ascii_alphanumeric);
    if let Some((_, what)) = magic.filter(|(magic, _)| has_controls || !letters(magic)) {
        let help = format!("Bellwether reads text. {NEEDS}");
        return Err(Box::new(Diagnostic::error("binary-file", format!("no text but {what}")).with_help(help)));
    }
    let mut problems = Vec::new();
    let named = label.and_then(|label| {
        let known = Encoding::for_label_no_replacement(label.as_bytes());
        if known.is_none() {
            let message = format!("no encoding is called \"{label}\"");
            let help = "Detected instead. Write utf-8, utf-16le, gb18030, big5, shift_jis, euc-kr, windows-1252 ...";
            problems.push(Diagnostic::error("unknown-encoding", message).with_text(label).with_help(help));
        }
        known
    });
    let (encoding, reason) = match named {
        Some(encoding) => (encoding, "named in the config"),
        None => detect(&bytes)?,
    };
    let mark = Encoding::for_bom(&bytes).filter(|(of, _)| *of == encoding).map_or(0, |(_, length)| length);
    let (text, bad) = if encoding == UTF_8 { from_utf8(bytes, mark) } else { from_legacy(&bytes, mark, encoding) };
    problems.extend(bad.first.as_ref().map(|first| replaced(&text, encoding.name(), bad.count, first)));
    problems.extend(control_characters(&text));
    Ok(Decoded { text, encoding: encoding.name(), reason, replacements: bad.count, problems })
}

fn detect(bytes: &[u8]) -> Result<(&'static Encoding, &'static str), Box<Diagnostic>> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok((encoding, "byte order mark"));
    }
    if let Some(encoding) = utf16_by_nul_parity(bytes) {
        return Ok((encoding, "every second byte is zero"));
    }
    let valid = std::str::from_utf8(bytes).is_ok();
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let controls = sample.iter().filter(|byte| is_control(**byte)).count();
    // One byte in ten of random ones is a control; text that is valid UTF-8 has to be worse to be none.
    if controls * if valid { 3 } else { 10 } > sample.len() {
        let message = format!("no text: {controls} of its first {} bytes are control characters", sample.len());
        let help = format!("Bellwether reads text. {NEEDS}");
        return Err(Box::new(Diagnostic::error("binary-file", message).with_help(help)));
    }
    if valid {
        return Ok((UTF_8, "valid UTF-8"));
    }
    // A character cut at the very end is a torn write.
    let torn = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none() && error.valid_up_to() > 0);
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // A character that was cut in pieces is one mishap.
        bad += usize::from(!chunk.invalid().is_empty() && (bad == 0 || !chunk.valid().is_empty()));
    }
    if good >= bad * 3 || (torn && good > 0) {
        return Ok((UTF_8, "nearly all of it is valid UTF-8"));
    }
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let fed = bytes.get(first..).unwrap_or(bytes);
    let (fed, whole) = fed.get(..FED).map_or((fed, true), |fed| (fed, false));
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(fed, whole);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    // Where both say the same, the Western one is what was meant.
    let western = encoding_rs::WINDOWS_1252;
    let same = guess.is_single_byte()
        && guess.decode_without_bom_handling(fed).0 == western.decode_without_bom_handling(fed).0;
    let guess = if same { western } else { guess };
    let guess = if guess == western { in_pairs(fed).unwrap_or(guess) } else { guess };
    Ok((guess, "guessed from its bytes"))
}

/// Encodings of two bytes a character, and how often one of their characters may be broken.
const PAIRED: [&Encoding; 4] = [encoding_rs::GB18030, encoding_rs::BIG5, encoding_rs::SHIFT_JIS, encoding_rs::EUC_KR];
const BROKEN: usize = 20;
/// Mean length of a run of bytes that are not ASCII, from which a text is not Western: there accented letters stand alone.
const RUN: usize = 4;

/// The encoding of a text in an East Asian script, of which some bytes are broken: the detector gives such an encoding up at the first.
fn in_pairs(bytes: &[u8]) -> Option<&'static Encoding> {
    let runs = bytes.split(u8::is_ascii).filter(|run| !run.is_empty());
    let (count, length) = runs.fold((0, 0), |(count, length), run| (count + 1, length + run.len()));
    if count == 0 || length < count * RUN {
        return None;
    }
    let broken = |encoding: &&'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let (bad, wide) = (text.matches('\u{fffd}').count(), text.chars().filter(|c| *c > '\u{2e7f}').count());
        (bad * BROKEN <= wide).then_some(bad)
    };
    let found = PAIRED.into_iter().filter_map(|encoding| Some((broken(&encoding)?, encoding)));
    found.min_by_key(|(bad, _)| *bad).map(|(_, encoding)| encoding)
}

/// UTF-16 without a mark: in text that is partly Latin, the zero bytes stand nearly all on one side, beside Latin characters.
fn utf16_by_nul_parity(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let (pairs, _) = sample.as_chunks::<2>();
    let is_text = |byte: u8| byte != 0 && byte < 0x80 && !is_control(byte);
    let little = pairs.iter().filter(|[low, high]| *high == 0 && is_text(*low)).count();
    let big = pairs.iter().filter(|[high, low]| *high == 0 && is_text(*low)).count();
    let zeros: usize = sample.iter().map(|byte| usize::from(*byte == 0)).sum();
    let is_side = |side: usize| side >= 2 && side * 5 >= pairs.len() && side * 20 >= zeros * 19;
    if is_side(little) {
        Some(UTF_16LE)
    } else if is_side(big) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Bytes without meaning.
#[derive(Debug, Default)]
struct Bad {
    count: usize,
    /// Byte of the text where the first was replaced, and what it was.
    first: Option<(usize, Vec<u8>)>,
}

impl Bad {
    fn put(&mut self, text: &mut String, bytes: &[u8]) {
        if self.first.is_none() {
            self.first = Some((text.len(), bytes.to_vec()));
        }
        self.count += 1;
        text.push('\u{fffd}');
    }
}

fn from_utf8(bytes: Cow<'_, [u8]>, mark: usize) -> (Cow<'_, str>, Bad) {
    match bytes {
        Cow::Borrowed(bytes) => {
            let bytes = bytes.get(mark..).unwrap_or_default();
            std::str::from_utf8(bytes).map_or_else(
                |_| {
                    let (text, bad) = repaired(bytes);
                    (Cow::Owned(text), bad)
                },
                |text| (Cow::Borrowed(text), Bad::default()),
            )
        }
        Cow::Owned(mut bytes) => {
            bytes.drain(..mark);
            let (text, bad) =
                String::from_utf8(bytes).map_or_else(|error| repaired(error.as_bytes()), |text| (text, Bad::default()));
            (Cow::Owned(text), bad)
        }
    }
}

fn repaired(bytes: &[u8]) -> (String, Bad) {
    let (mut text, mut bad) = (String::with_capacity(bytes.len()), Bad::default());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            bad.put(&mut text, chunk.invalid());
        }
    }
    (text, bad)
}

fn from_legacy(bytes: &[u8], mark: usize, encoding: &'static Encoding) -> (Cow<'static, str>, Bad) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let bytes = bytes.get(mark..).unwrap_or_default();
    let (mut text, mut bad) = (String::with_capacity(bytes.len() + bytes.len() / 2), Bad::default());
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return (Cow::Owned(text), bad),
            DecoderResult::OutputFull => text.reserve(rest.len() + rest.len() / 2 + 16),
            DecoderResult::Malformed(length, after) => {
                let to = at.saturating_sub(usize::from(after));
                let from = to.saturating_sub(usize::from(length));
                text.reserve(3);
                bad.put(&mut text, bytes.get(from..to).unwrap_or_default());
            }
        }
    }
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7f
}

fn place(text: &str, byte: usize) -> Place {
    let (line, col) = line_and_column(text, byte);
    Place { line: Some(line), col: Some(col), ..Place::default() }
}

fn replaced(text: &str, encoding: &str, count: usize, (at, bytes): &(usize, Vec<u8>)) -> Diagnostic {
    let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, " {byte:02X}");
        hex
    });
    let message = if count == 1 {
        format!("1 place is not valid {encoding}: bytes{hex}")
    } else {
        format!("{count} places are not valid {encoding}; the first: bytes{hex}")
    };
    let help = "Each is shown as U+FFFD. Save the file as UTF-8, or name the encoding it has (encoding = \"gb18030\")";
    let problem = Diagnostic::warning("replaced-characters", message).at(place(text, *at));
    problem.with_excerpt(excerpt_at(text, *at)).with_help(help)
}

fn control_characters(text: &str) -> Option<Diagnostic> {
    let count = text.bytes().filter(|byte| is_control(*byte)).count();
    let at = (count > 0).then(|| text.bytes().position(is_control)).flatten()?;
    let first = text.as_bytes().get(at).copied().unwrap_or_default();
    let message = if count == 1 {
        format!("1 control character in the text: U+{first:04X}")
    } else {
        format!("{count} control characters in the text; the first: U+{first:04X}")
    };
    let help = "They stay in their cells and are shown as marks, never obeyed. Take them out of the file";
    let problem = Diagnostic::warning("control-characters", message).at(place(text, at));
    Some(problem.with_excerpt(excerpt_at(text, at)).with_help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Decoded<'_> {
        decode(Cow::Borrowed(bytes), None).expect("text")
    }

    fn units(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn one_table_in_five_encodings() {
        let text =
            "主体,指标,时间,数值\n豆包,月活跃用户,二零二四年,五千万左右\nabcdefghijklmnopqrstuvwxyzabcdef,b,c,7\n";
        let (little, big) = (units(text, u16::to_le_bytes), units(text, u16::to_be_bytes));
        let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
        let marked_little = [b"\xff\xfe".as_slice(), &little].concat();
        let gb = encoding_rs::GB18030.encode(text).0.into_owned();
        for bytes in [text.as_bytes().to_vec(), little, big, marked, marked_little, gb] {
            let decoded = of(&bytes);
            assert_eq!((&*decoded.text, decoded.replacements), (text, 0), "{}", decoded.encoding);
        }
        assert!(matches!(of(text.as_bytes()).text, Cow::Borrowed(_)), "UTF-8 is not copied");
    }

    #[test]
    fn legacy_encodings_are_told_apart() {
        for (encoding, text) in [
            (encoding_rs::BIG5, "公司,產品,營業收入\n台積電,晶片,二千億元\n聯發科,手機晶片,三百億元\n"),
            (encoding_rs::SHIFT_JIS, "会社,製品,売上高\nトヨタ,じどうしゃ,三十兆円\nソニー,ゲーム,四兆円\n"),
            (encoding_rs::EUC_KR, "회사,제품,매출\n삼성전자,반도체,백조원\n네이버,검색,구조원\n"),
            (encoding_rs::WINDOWS_1252, "Région,Année,Montant\nÎle-de-France,2024,5 €\nRhône-Alpes,2024,7 €\n"),
        ] {
            let bytes = encoding.encode(text).0.into_owned();
            let decoded = of(&bytes);
            assert_eq!((&*decoded.text, decoded.encoding), (text, encoding.name()));
            let named = decode(Cow::Borrowed(&bytes), Some(encoding.name())).expect("text");
            assert_eq!((&*named.text, named.reason), (text, "named in the config"));
        }
    }

    #[test]
    fn bad_bytes_are_counted_and_placed() {
        let decoded = of("主体,指标\n豆包,月活\n".as_bytes());
        assert_eq!(decoded.problems, []);
        let decoded = of(b"\xe4\xb8\xbb\xe4\xbd\x93,\xe6\x8c\x87\xe6\xa0\x87\n\xe8\xb1,\xff7\n\xe8\xb1\x86\xe8\xb1\x86\xe8\xb1\x86\xe8\xb1\x86\n");
        assert_eq!((decoded.encoding, decoded.replacements), ("UTF-8", 2));
        assert_eq!(&*decoded.text, "主体,指标\n\u{fffd},\u{fffd}7\n豆豆豆豆\n");
        let problem = &decoded.problems[0];
        assert_eq!((problem.place.line, problem.place.col), (Some(2), Some(1)));
        assert_eq!(problem.message, "2 places are not valid UTF-8; the first: bytes E8 B1");
        assert_eq!(of(b"name,price\ncaf\xe9,5\n").encoding, "windows-1252");
        let gb = decode(Cow::Borrowed(b"\xd6\xf7\xcc\xe5\n\xb1\xff\xff,7\n"), Some("gbk")).expect("text");
        assert_eq!(gb.problems[0].place.line, Some(2), "{:?}", gb.problems);
        assert!(gb.problems[0].message.contains("GBK"), "{:?}", gb.problems);
    }

    #[test]
    fn an_unknown_label_is_said_and_the_encoding_detected() {
        let decoded = decode(Cow::Borrowed("豆包".as_bytes()), Some("utf-9")).expect("text");
        assert_eq!((decoded.encoding, decoded.problems[0].code), ("UTF-8", "unknown-encoding"));
    }

    #[test]
    fn control_characters_stay_and_are_said() {
        let decoded = of(b"entity,value\nA\0B,5\nC\x1b,6\n");
        assert_eq!(&*decoded.text, "entity,value\nA\0B,5\nC\x1b,6\n");
        let problem = &decoded.problems[0];
        assert_eq!((problem.code, problem.place.line, problem.place.col), ("control-characters", Some(2), Some(2)));
        assert_eq!(problem.message, "2 control characters in the text; the first: U+0000");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for (bytes, said) in [
            (b"\x7fELF\0\x01\0\0\x02".as_slice(), "an ELF program"),
            (b"PK\x03\x04\x14\0", "save it as CSV"),
            (b"PAR1\x15\x04", "Parquet"),
            (&noise, "control characters"),
        ] {
            let refused = decode(Cow::Borrowed(bytes), None).expect_err("binary");
            assert_eq!(refused.code, "binary-file");
            assert!(refused.message.contains(said), "{}", refused.message);
        }
    }
}
