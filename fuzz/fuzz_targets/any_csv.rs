//! Any bytes -> read -> both exports -> the board that would be shown. Nothing may panic, hang or eat memory.
#![no_main]

use std::collections::BTreeMap;

use bellwether::board::{Lens, Sources, plan, suggest};
use bellwether::data::{Dataset, FileBytes, Form, ReadOptions, export_cells, export_observations, read};
use libfuzzer_sys::fuzz_target;

fn opened(bytes: &[u8], may_grow: bool, previous: Option<&Dataset>) -> Dataset {
    let file = FileBytes { name: "x.csv".into(), bytes: bytes.into(), may_grow };
    read(&[file], &ReadOptions::default(), previous)
}

fuzz_target!(|bytes: &[u8]| {
    let dataset = opened(bytes, false, None);
    let cells = export_cells(&dataset);
    let observations = export_observations(&dataset, Form::Csv);
    assert!(std::str::from_utf8(&export_observations(&dataset, Form::Json)).is_ok());
    let sources = Sources { open: &dataset, name: "x.csv", others: BTreeMap::new() };
    assert!(!plan(&suggest(&dataset, "x.csv"), &sources, &Lens::default()).pages.is_empty());
    let begun = opened(&bytes[..bytes.len() / 2], true, None);
    let grown = opened(bytes, false, Some(&begun));
    assert!(export_cells(&grown) == cells && export_observations(&grown, Form::Csv) == observations);
});
