//! A board is planned from what the columns are, and `config --from` prints the config that gives the same screen.

use std::fs;
use std::path::Path;

use bellwether::app::World;
use bellwether::base::PanelKind;
use bellwether::board::{Checked, Lens, check_config, plan, suggest, write_config};
use bellwether::data::{Dataset, FileBytes, ReadOptions, read};
use bellwether::frame::{Caps, to_text};
use bellwether::shell::{self, RunOptions};

use crate::csv_fixtures::fixtures;

const SIZE: (u16, u16) = (120, 38);

fn frame(world: &World, options: &RunOptions) -> String {
    to_text(&shell::snapshot(world, options, Caps::default(), SIZE, &[]))
}

/// The screen of a file without a config, and that with the config which is planned for it; none where it gives no board.
fn screens(folder: &Path, name: &str) -> Option<[String; 2]> {
    // Where it lies, it has been quiet for long.
    let path = format!("{}/tests/fixtures/csv/{name}", env!("CARGO_MANIFEST_DIR"));
    let config = |file: &str| Some(folder.join(file));
    let options = RunOptions { files: vec![path.clone()], config: config("none.toml"), ..RunOptions::default() };
    let mut world = shell::load_once(&options);
    if world.nothing.is_some() {
        return None;
    }
    // That there is no config, and how to make one, is said where there is none.
    world.planned.take().expect("a planned board");
    world.config_diagnostics.clear();
    let board = plan(&world.config, &world.sources(), &Lens::default());
    assert_eq!(board.diagnostics, vec![], "{name}: a planned panel draws nothing");
    let text = write_config(&world.dataset, &path);
    let found = check_config(&text, "planned.toml").1;
    assert!(found.is_empty(), "{name}: {found:?}\n{text}");
    fs::write(folder.join("planned.toml"), &text).expect("writable");
    let told = RunOptions { config: config("planned.toml"), ..options.clone() };
    let with_config = shell::load_once(&told);
    assert_eq!(with_config.planned, None, "{name}: its own config does not fit\n{text}");
    Some([frame(&world, &options), frame(&with_config, &told)])
}

#[test]
fn the_printed_config_gives_the_same_screen() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut boards = 0;
    for fixture in fixtures() {
        let Some([planned, told]) = screens(folder.path(), &fixture.name) else { continue };
        boards += 1;
        assert_eq!(planned, told, "{}", fixture.name);
    }
    assert!(boards > 150, "{boards} boards");
}

/// The lines below `# How the file was read`, with the sign of a comment taken away.
fn table_section(config: &str) -> String {
    let lines = config.lines().skip_while(|line| !line.starts_with("# How the file was read")).skip(1);
    lines.filter_map(|line| line.strip_prefix("# ")).flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn the_table_section_can_be_uncommented() {
    for fixture in fixtures() {
        let file = FileBytes { name: fixture.name.as_str().into(), bytes: fixture.bytes.into(), may_grow: false };
        let dataset = read(&[file], &ReadOptions::default(), None);
        let section = table_section(&write_config(&dataset, &fixture.name));
        let (checked, found) = check_config(&section, "config.toml");
        assert_eq!(found, vec![], "{}\n{section}", fixture.name);
        assert_eq!(checked.expect("a config").tables.len(), dataset.tables().len(), "{}", fixture.name);
    }
}

fn dataset(text: &str) -> Dataset {
    let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
    read(&[file], &ReadOptions::default(), None)
}

/// The panels in reading order: kind and title.
fn panels(config: &Checked) -> Vec<(PanelKind, &str)> {
    let areas = config.pages.iter().flat_map(|page| &page.grid.areas);
    areas
        .filter_map(|(id, _)| config.panels.get(id))
        .map(|panel| (panel.kind, panel.title.as_deref().unwrap_or_default()))
        .collect()
}

/// What is planned for a table of a form, the table panel left away: it is always the last.
fn planned(text: &str) -> Vec<(PanelKind, String)> {
    let config = suggest(&dataset(text), "x.csv");
    let mut panels: Vec<(PanelKind, String)> =
        panels(&config).into_iter().map(|(kind, title)| (kind, title.to_owned())).collect();
    assert_eq!(panels.pop(), Some((PanelKind::Table, String::from("All rows"))), "{text}");
    panels
}

fn said(kinds: &[(PanelKind, &str)]) -> Vec<(PanelKind, String)> {
    kinds.iter().map(|(kind, title)| (*kind, (*title).to_owned())).collect()
}

#[test]
fn series_are_lines_and_then_how_they_stand() {
    let wide = "Country,2019,2020,2021,2022\nWorld,100,110,118,130\nChina,40,44,50,56\nIndia,10,12,12,14\n";
    let expected = [(PanelKind::Line, "x"), (PanelKind::Bar, "Latest: x")];
    assert_eq!(planned(wide), said(&expected));
    let dates = "Date,Nvidia,AMD\n2024-01-02,48.2,138.6\n2024-02-01,63.0,170.5\n2024-03-01,82.3,202.6\n";
    assert_eq!(planned(dates), said(&expected));
}

#[test]
fn the_close_speaks_for_the_day() {
    let day =
        "Date,Open,High,Low,Close,Volume\n2024-01-02,4,6,3,5,900\n2024-01-03,5,7,4,6,800\n2024-01-04,6,8,5,7,950\n";
    assert_eq!(planned(day), said(&[(PanelKind::Line, "Close"), (PanelKind::Line, "Volume")]));
    let text = write_config(&dataset(day), "x.csv");
    assert!(text.contains("# In the table only:\n#   \"Open\", \"High\", \"Low\"\n"), "{text}");
}

#[test]
fn a_total_is_named_in_the_config_and_in_no_row() {
    let text = "Entity,Code,Year,Systems\nAll systems,,2022,13\nAll systems,,2023,43\nAll systems,,2024,60\nChina,CHN,2022,5\n\
                China,CHN,2023,20\nChina,CHN,2024,30\nFrance,FRA,2022,8\nFrance,FRA,2023,23\nFrance,FRA,2024,30\n";
    let config = write_config(&dataset(text), "x.csv");
    assert!(config.contains("[metric.\"Systems\"]\ntotal = \"All systems\""), "{config}");
    let checked = suggest(&dataset(text), "x.csv");
    assert_eq!(checked.rules.of("Systems").total.as_deref(), Some("All systems"));
}

#[test]
fn words_with_days_are_a_timeline() {
    let text = "Date,Company,Event\n2022-11-30,OpenAI,ChatGPT launches\n2023-03-14,OpenAI,GPT-4 is released\n2023-02-06,Google,Bard is announced\n";
    assert_eq!(planned(text), said(&[(PanelKind::Timeline, "Events")]));
}

#[test]
fn one_record_a_thing_gives_bars_and_a_price_is_among_them() {
    let text = "GPU,Vendor,Memory,Bandwidth,Power,Price (USD)\nH100,Nvidia,80,3.35,700,30000\nA100,Nvidia,80,2.04,400,15000\n\
                MI300X,AMD,192,5.3,750,15000\nB200,Nvidia,192,8.0,1000,40000\n";
    let panels = planned(text);
    assert!(panels.iter().all(|(kind, _)| *kind == PanelKind::Bar) && panels.len() == 3, "{panels:?}");
    assert!(panels.iter().any(|(_, title)| title.starts_with("Price")), "{panels:?}");
}

#[test]
fn a_table_without_figures_is_a_table() {
    assert_eq!(planned("first,second\nfoo,bar\nbaz,qux\n"), []);
}
