//! Whatever the bytes are: nothing panics from reading to the planned board, and a file read as it grows ends up as if it had
//! been read at once.

use bellwether::board::{Lens, Sources, plan, suggest};
use bellwether::data::{Dataset, FileBytes, Form, ReadOptions, export_cells, export_observations, read};
use proptest::prelude::*;
use proptest::sample::Index;

use super::csv_fixtures::{Fixture, fixtures};

/// One way in which a file is spoilt. Places are drawn as an [`Index`], which fits files of any length.
#[derive(Debug, Clone)]
enum Spoil {
    /// Nothing from here on.
    Cut(Index),
    /// A stretch is gone.
    Drop(Index, Index),
    /// A byte is another.
    Flip(Index, u8),
    /// These bytes stand there as well.
    Insert(Index, Vec<u8>),
    /// A line stands there twice.
    Double(Index),
    /// A stretch of another fixture stands there as well.
    Splice(Index, Index, Index, Index),
}

impl Spoil {
    fn apply(&self, mut bytes: Vec<u8>, fixtures: &[Fixture]) -> Vec<u8> {
        let place = |at: &Index, bytes: &[u8]| at.index(bytes.len() + 1);
        let stretch = |from: &Index, to: &Index, bytes: &[u8]| {
            let (from, to) = (place(from, bytes), place(to, bytes));
            from.min(to)..from.max(to)
        };
        match self {
            Self::Cut(at) => bytes.truncate(place(at, &bytes)),
            Self::Drop(from, to) => drop(bytes.drain(stretch(from, to, &bytes))),
            Self::Flip(at, with) => {
                let at = place(at, &bytes);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= with;
                }
            }
            Self::Insert(at, what) => {
                let at = place(at, &bytes);
                bytes.splice(at..at, what.iter().copied());
            }
            Self::Double(at) => {
                let at = place(at, &bytes);
                let from = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
                let to = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end + 1);
                let line = bytes[from..to].to_vec();
                bytes.splice(from..from, line);
            }
            Self::Splice(at, other, from, to) => {
                let at = place(at, &bytes);
                let other = &other.get(fixtures).bytes;
                bytes.splice(at..at, other[stretch(from, to, other)].iter().copied());
            }
        }
        bytes
    }
}

fn spoil() -> impl Strategy<Value = Spoil> {
    let at = any::<Index>;
    // Bytes that mean something to a reader of tables, and to decoders.
    let telling = prop_oneof![
        Just(b"\"".to_vec()),
        Just(b"'".to_vec()),
        Just(b",".to_vec()),
        Just(b";\t|".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r".to_vec()),
        Just(b"\0".to_vec()),
        Just(b"#".to_vec()),
        Just(b"\xef\xbb\xbf".to_vec()),
        Just(b"\xff\xfe".to_vec()),
        Just(b"\x1f\x8b\x08".to_vec()),
        Just(b"\x28\xb5\x2f\xfd".to_vec()),
        Just(b"sep=;\n".to_vec()),
        Just("约-5~±%".as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 1..6),
    ];
    prop_oneof![
        at().prop_map(Spoil::Cut),
        (at(), at()).prop_map(|(from, to)| Spoil::Drop(from, to)),
        (at(), 1..=u8::MAX).prop_map(|(at, with)| Spoil::Flip(at, with)),
        (at(), telling).prop_map(|(at, what)| Spoil::Insert(at, what)),
        at().prop_map(Spoil::Double),
        (at(), at(), at(), at()).prop_map(|(at, other, from, to)| Spoil::Splice(at, other, from, to)),
    ]
}

/// A fixture, spoilt in up to four ways, or none of it: any bytes.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let fixtures: &'static [Fixture] = Box::leak(fixtures().into_boxed_slice());
    let spoilt = (any::<Index>(), proptest::collection::vec(spoil(), 0..4)).prop_map(|(which, spoils)| {
        spoils.iter().fold(which.get(fixtures).bytes.clone(), |bytes, spoil| spoil.apply(bytes, fixtures))
    });
    prop_oneof![4 => spoilt, 1 => proptest::collection::vec(any::<u8>(), 0..300)]
}

fn opened(bytes: &[u8], may_grow: bool, previous: Option<&Dataset>) -> Dataset {
    let file = FileBytes { name: "x.csv".into(), bytes: bytes.into(), may_grow };
    // Which columns belong to the key is decided when a file is opened and kept while it grows: here none does.
    let options = ReadOptions { key_columns: vec!["none".to_owned()], ..ReadOptions::default() };
    read(&[file], &options, previous)
}

/// Everything that is said of a dataset.
fn told(dataset: &Dataset) -> [String; 4] {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("an export is UTF-8");
    let problems = dataset.diagnostics().iter().map(|problem| format!("{}: {}\n", problem.place, problem.message));
    [
        text(export_cells(dataset)),
        text(export_observations(dataset, Form::Csv)),
        text(export_observations(dataset, Form::Json)),
        problems.collect(),
    ]
}

proptest! {
    #[test]
    fn nothing_panics_from_bytes_to_board(bytes in bytes()) {
        let dataset = opened(&bytes, false, None);
        let [_, _, json, _] = told(&dataset);
        let records: Vec<serde_json::Value> = serde_json::from_str(&json).expect("JSON");
        prop_assert_eq!(records.len(), dataset.len());
        let sources = Sources { open: &dataset, name: "x.csv", others: std::collections::BTreeMap::new() };
        let board = plan(&suggest(&dataset, "x.csv"), &sources, &Lens::default());
        prop_assert!(!board.pages.is_empty());
    }

    #[test]
    fn a_file_that_grew_is_read_as_if_at_once(bytes in bytes(), at in any::<Index>()) {
        let begun = opened(&bytes[..at.index(bytes.len() + 1)], true, None);
        prop_assert_eq!(told(&opened(&bytes, false, Some(&begun))), told(&opened(&bytes, false, None)));
    }
}

/// Whole chunks are shared only where a file has more records than any fixture.
#[test]
fn a_long_file_that_grew_is_read_as_if_at_once() {
    let row = |n: usize| format!("model {},score,{},\"{}\"\n", n / 40, 1990 + n % 40, n % 97);
    let rows: String = (0..5_000).map(row).collect();
    let text = format!("entity,metric,period,value\n{rows}model 1,score,1991,\"7,5\"\nmodel 2,score,soon,6\n");
    let whole = told(&opened(text.as_bytes(), false, None));
    for at in [text.len() / 2, text.len() - 60, text.len() - 30, text.len() - 3] {
        let begun = opened(&text.as_bytes()[..at], true, None);
        assert_eq!(told(&opened(text.as_bytes(), false, Some(&begun))), whole, "cut at {at}");
    }
}
