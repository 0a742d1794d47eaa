//! Any table in any dialect comes back as it was written; any bytes open; what was appended reads as if it had been there.

use bellwether::data::{Dataset, FileBytes, ReadOptions, export_cells, read};
use proptest::prelude::*;

fn opened(bytes: &[u8], options: &ReadOptions, previous: Option<&Dataset>) -> Dataset {
    read(&[FileBytes { name: "x.csv".into(), bytes: bytes.into(), may_grow: false }], options, previous)
}

fn codes(dataset: &Dataset) -> Vec<&'static str> {
    dataset.diagnostics().iter().map(|problem| problem.code).collect()
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z0-9 .,;:|'\"\t-]{0,6}",
        2 => "[豆包收入éüñß€あいう가나다]{0,4}",
        1 => "[\n\r\"',;a]{0,5}",
        1 => any::<String>(),
    ]
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1..5_usize).prop_flat_map(|width| prop::collection::vec(prop::collection::vec(cell(), width), 1..6))
}

fn written(table: &[Vec<String>], delimiter: char, quote: char, end: &str) -> String {
    let header: Vec<String> = (0..table[0].len()).map(|nth| format!("h{nth}")).collect();
    let record = |cells: &Vec<String>| {
        let cells: Vec<String> = cells
            .iter()
            .map(|cell| {
                let plain = !cell.contains([delimiter, quote, '\n', '\r']) && (cells.len() > 1 || !cell.is_empty());
                let doubled = cell.replace(quote, &format!("{quote}{quote}"));
                if plain { cell.clone() } else { format!("{quote}{doubled}{quote}") }
            })
            .collect();
        cells.join(&delimiter.to_string()) + end
    };
    std::iter::once(&header).chain(table).map(record).collect()
}

/// The text in an encoding, if that can hold it.
fn encoded(text: &str, label: &str) -> Option<Vec<u8>> {
    match label {
        "utf-16le" => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "utf-16be" => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        _ => {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
            let (bytes, _, lost) = encoding.encode(text);
            let held = !lost && encoding.decode_without_bom_handling(&bytes).0 == text;
            held.then(|| bytes.into_owned())
        }
    }
}

const ENCODINGS: [&str; 9] =
    ["utf-8", "utf-16le", "utf-16be", "gb18030", "gbk", "big5", "shift_jis", "euc-kr", "windows-1252"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_table_comes_back(
        table in table(),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|', ':']),
        quote in prop::sample::select(vec!['"', '\'']),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        label in prop::sample::select(ENCODINGS.to_vec()),
    ) {
        let Some(bytes) = encoded(&written(&table, delimiter, quote, end), label) else { return Ok(()) };
        let options = ReadOptions {
            delimiter: Some(delimiter as u8),
            quote: Some(quote as u8),
            encoding: Some(label.to_owned()),
            header: Some(1),
            ..ReadOptions::default()
        };
        let dataset = opened(&bytes, &options, None);
        let rows: Vec<Vec<String>> = (0..dataset.rows())
            .map(|row| dataset.row(row).cells.into_iter().map(String::from).collect())
            .collect();
        prop_assert_eq!(rows, table);
    }

    #[test]
    fn any_bytes_open(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        start in prop::sample::select(vec![b"".as_slice(), b"\xff\xfe", b"a,b\n", b"\x1f\x8b\x08", b"sep=;\n", b"'a';'b'\n"]),
        header in prop::option::of(0..4_usize),
        skip in prop::option::of(0..4_usize),
        delimiter in prop::option::of(any::<u8>()),
        quote in prop::option::of(any::<u8>()),
    ) {
        let bytes = [start, &bytes].concat();
        let options = ReadOptions { header, skip, delimiter, quote, ..ReadOptions::default() };
        export_cells(&opened(&bytes, &options, None));
    }

    #[test]
    fn what_was_appended_reads_as_if_it_had_been_there(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "A,m,2024,5\n", "B,\"m\",2023,6\r\n", "C,\"m\nn\",2024,7\n", "D,\"m,2024,8\n", "# a comment\n", "Note: x\n", ",,,\n",
                "entity,metric,period,value\n", "\n", "E,m,2024\n",
            ]),
            0..30,
        ),
        cut in 0..400_usize,
    ) {
        let text = format!("Title: figures\nentity,metric,period,value\n{}", parts.concat());
        let head = text.get(..cut.min(text.len())).unwrap_or(&text);
        let options = ReadOptions::default();
        let first = opened(head.as_bytes(), &options, None);
        let grown = opened(text.as_bytes(), &options, Some(&first));
        let whole = opened(text.as_bytes(), &options, None);
        prop_assert_eq!(export_cells(&grown), export_cells(&whole));
        prop_assert_eq!(grown.diagnostics(), whole.diagnostics());
    }
}

#[test]
fn an_archive_is_read_as_what_was_packed() {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(b"entity,metric,period,value\nA,m,2024,5\n").expect("written");
    let packed = encoder.finish().expect("finished");
    let dataset = opened(&packed, &ReadOptions::default(), None);
    assert_eq!((dataset.len(), codes(&dataset).len()), (1, 0), "{:?}", dataset.diagnostics());
    assert!(dataset.explanation()[0].contains("unpacked (gzip)"), "{:?}", dataset.explanation());
    let torn = opened(&packed[..packed.len() - 12], &ReadOptions::default(), None);
    assert!(codes(&torn).contains(&"torn-archive"), "{:?}", torn.diagnostics());
    assert!(torn.is_empty(), "half a line is no record");
}

#[test]
fn what_is_left_out_is_told_and_the_rest_is_there() {
    let text = "Title: users of assistants\nSource: survey\n\nentity;metric;period;value\n# checked by hand\nA;users;2024;1,5\n\
                entity;metric;period;value\nB;users;2024;2,5\n\nNote: rounded\n";
    let dataset = opened(text.as_bytes(), &ReadOptions::default(), None);
    assert_eq!((dataset.len(), dataset.rows()), (2, 3), "{:?}", dataset.diagnostics());
    assert_eq!(codes(&dataset), ["repeated-header"]);
    let told = dataset.explanation().join("\n");
    for said in [
        "lines 1–2 stand above the table: \"Title: users",
        "line 5 is a comment",
        "line 10 stands below the table: \"Note: rounded",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
}
