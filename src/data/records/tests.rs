use proptest::prelude::*;

use super::*;
use crate::data::ReadOptions;

fn whole(text: &str, dialect: &Dialect, size: ChunkSize, shared: &[Arc<Chunk>]) -> Vec<Arc<Chunk>> {
    split(text, dialect, size, shared, &mut |_| true).chunks
}

fn commas(width: usize) -> Dialect {
    Dialect { width, ..Dialect::plain(b',') }
}

/// Line, cells and flaw of each record.
fn records(text: &str, width: usize) -> Vec<(u32, Vec<String>, Option<Flaw>)> {
    let dialect = commas(width);
    let mut cursor = Cursor::new(text, 0, 1, &dialect);
    let mut found = Vec::new();
    while let Some(record) = cursor.next() {
        found.push((record.line, cursor.cells().map(String::from).collect(), record.flaw));
    }
    found
}

fn cells(text: &str) -> Vec<String> {
    text.split('|').map(String::from).collect()
}

#[test]
fn lines_count_in_every_line_end() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["h,h", "a,b", "1,2", "", "\"x", "y\",4", "5,6"].join(end);
        let chunks = whole(&text, &commas(2), ChunkSize::default(), &[]);
        let lines: Vec<u32> = chunks.iter().flat_map(|c| (0..c.rows()).map(|row| c.line(row))).collect();
        assert_eq!(lines, [2, 3, 5, 7], "{end:?}");
        assert_eq!(chunks[0].row_at(6), Some(2), "{end:?}");
    }
}

#[test]
fn an_append_shares_full_chunks() {
    let old = (0..10_000).map(|n| format!("{n},x\n")).collect::<Vec<_>>().concat();
    let first = whole(&old, &commas(2), ChunkSize::default(), &[]);
    let full: Vec<_> = first.iter().filter(|chunk| chunk.end().is_some()).cloned().collect();
    assert_eq!(full.len(), 2);
    let second = whole(&format!("{old}7,y\n"), &commas(2), ChunkSize::default(), &full);
    assert!(first.iter().zip(&second).take(2).all(|(old, new)| Arc::ptr_eq(old, new)));
    assert_eq!(second.iter().map(|c| c.rows()).sum::<usize>(), 10_000);
    let last = second.last().expect("a chunk");
    assert_eq!((last.line(last.rows() - 1), last.cell(last.rows() - 1, 1)), (10_001, "y"));
}

#[test]
fn places_are_those_of_the_cells() {
    assert_eq!(cell_place("豆包,\"a,b\",5\n", 0, 2, &commas(3)), (0, 10));
    assert_eq!(cell_place("5\" disk,\"a\r\nb\",5\n", 0, 2, &commas(3)), (1, 4));
    let excerpt = excerpt("x\r\n豆包,\"a\r\nb\",5\r\n", 3, 1, 4).expect("a line");
    assert_eq!((&*excerpt.line, excerpt.from), ("b\",5", 3));
}

#[test]
fn an_open_quote_costs_its_record_only() {
    for (text, expected) in [
        // To the end of the text.
        ("a,b\n1,\"x\n2,y\n3,z\n", vec![(1, "a|b", None), (2, "1|\"x", Some(3)), (3, "2|y", None), (4, "3|z", None)]),
        // To the next quote, which closes nothing.
        ("1,\"x,5\n2,y,5\n3,\"z\",5\n", vec![(1, "1|\"x|5", Some(3)), (2, "2|y|5", None), (3, "3|z|5", None)]),
        // On the last line.
        ("1,2\n3,\"4", vec![(1, "1|2", None), (2, "3|\"4", Some(3))]),
        // A cell before it is quoted as it should be.
        ("\"a,b\",\"x\n2,y\n", vec![(1, "a,b|\"x", Some(7)), (2, "2|y", None)]),
        // A quote within a cell is none.
        ("1,5\" pipe\n2,6\n", vec![(1, "1|5\" pipe", None), (2, "2|6", None)]),
        // A cell over two lines.
        ("1,\"x\ny\"\n2,6\n", vec![(1, "1|x\ny", None), (3, "2|6", None)]),
    ] {
        let width = if text.contains(",5\n") { 3 } else { 2 };
        let expected: Vec<_> =
            expected.into_iter().map(|(line, row, flaw)| (line, cells(row), flaw.map(Flaw::OpenQuote))).collect();
        assert_eq!(records(text, width), expected, "{text:?}");
    }
}

#[test]
fn a_quote_that_closes_too_late_is_not_waited_for() {
    let filler = "x,y\n".repeat(CELL / 4 + 100);
    let text = format!("a,\"b\n{filler}z,\"\n");
    let dialect = commas(2);
    let mut cursor = Cursor::new(&text, 0, 1, &dialect);
    let first = cursor.next().expect("a record");
    assert_eq!((first.flaw, cursor.at), (Some(Flaw::OpenQuote(3)), 5));
}

#[test]
fn what_is_too_long_is_cut_and_said() {
    let long = "豆".repeat(CELL / 3 + 10);
    let found = records(&format!("a,{long}\nb,c\n"), 2);
    assert_eq!((found[0].1[1].len(), found[0].2), (CELL - CELL % 3, Some(Flaw::CellTooLong(1))));
    assert_eq!(found[1], (2, cells("b|c"), None));
    let longer = "豆豆,".repeat(RECORD / 3);
    let found = records(&format!("{longer}\nb,c\n"), 2);
    assert_eq!((found[0].2, found[0].1.len()), (Some(Flaw::RecordTooLong), COLUMNS));
    assert_eq!(found[1], (2, cells("b|c"), None));
    let many = "1,".repeat(COLUMNS + 4);
    let found = records(&format!("{many}\nb,c\n"), 2);
    assert_eq!((found[0].1.len(), found[0].2), (COLUMNS, Some(Flaw::TooManyColumns(COLUMNS as u32 + 5))));
}

/// Everything that chunks say of their records.
fn said(chunks: &[Arc<Chunk>]) -> Vec<String> {
    let of_chunk = |chunk: &Arc<Chunk>| {
        let row = |row: usize| {
            let cells: Vec<&str> = (0..8).map(|column| chunk.cell(row, column)).chain(chunk.extra(row)).collect();
            let flaw = chunk.flaws().find(|(at, _)| *at == row).map(|(_, flaw)| flaw);
            format!("{} {} {} {flaw:?} {cells:?}", chunk.byte(row), chunk.line(row), chunk.is_header(row))
        };
        (0..chunk.rows()).map(row).collect::<Vec<_>>()
    };
    chunks.iter().flat_map(of_chunk).collect()
}

proptest! {
    #[test]
    fn chunks_of_any_size_hold_the_same(text in "([a,\"\n\r# :1]|\r\n|note: |豆){0,60}", rows in 1_usize..5, bytes in 1_usize..30) {
        let dialect = Dialect::of(&text, &ReadOptions::default());
        let one = whole(&text, &dialect, ChunkSize::default(), &[]);
        let many = whole(&text, &dialect, ChunkSize { rows, bytes }, &[]);
        prop_assert_eq!(said(&one), said(&many));
        let full: Vec<_> = many.iter().filter(|chunk| chunk.end().is_some()).cloned().collect();
        prop_assert_eq!(said(&one), said(&whole(&text, &dialect, ChunkSize { rows, bytes }, &full)));
    }
}
