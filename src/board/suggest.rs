//! A board planned from the data where no config fits, and its config.toml.

use crate::analysis::{Where, select};
use crate::base::{PanelKind, Shape};
use crate::data::Dataset;

use super::{Checked, PageSpec, PanelSpec, Sources};

mod choose;
mod layout;
mod order;
mod survey;
mod table;
mod write;

/// A config for a dataset, from what its columns are: many periods -> line; one period, many entities -> bar; two periods ->
/// change; two metrics of the same things -> scatter; intervals -> range; events -> timeline; always a table. `file` is the file as the user named it.
pub fn suggest(dataset: &Dataset, file: &str) -> Checked {
    let (checked, _) = super::check_config(&write_config(dataset, file), "");
    checked.unwrap_or_default()
}

/// That config as TOML text, commented, which [`super::check_config`] reads to the same thing.
pub fn write_config(dataset: &Dataset, file: &str) -> String {
    let survey = survey::survey(dataset);
    let choices = choose::choose(&survey);
    write::write(&choices, &choose::left_out(&survey, &choices), &survey.topics, file, dataset)
}

impl Checked {
    /// Whether a page fits the data: at least half of the panels of any page find rows. Text panels need none and do not
    /// count; a panel with `file` looks for its rows there.
    pub fn fits(&self, sources: &Sources<'_>) -> bool {
        self.pages.iter().any(|page| self.page_fits(page, sources))
    }

    /// Names of the pages that fit, in order.
    pub fn fitting(&self, sources: &Sources<'_>) -> Vec<&str> {
        self.pages.iter().filter(|page| self.page_fits(page, sources)).map(|page| page.name.as_str()).collect()
    }

    /// The same of one page. One that draws nothing of the open file belongs to other files.
    pub(super) fn page_fits(&self, page: &PageSpec, sources: &Sources<'_>) -> bool {
        let panels = page.ids().filter_map(|id| self.panels.get(id));
        let counted: Vec<&PanelSpec> = panels.filter(|panel| panel.kind != PanelKind::Text).collect();
        let found: Vec<bool> = counted.iter().filter_map(|panel| panel.finds_rows(sources)).collect();
        found.contains(&false) && found.len() * 2 >= counted.len()
    }
}

impl PanelSpec {
    /// Whether it finds rows, and then whether they are those of another file than the open one.
    fn finds_rows(&self, sources: &Sources<'_>) -> Option<bool> {
        let (dataset, elsewhere) = sources.of(self.file.as_deref())?;
        self.has_rows(dataset).then_some(elsewhere)
    }

    fn has_rows(&self, dataset: &Dataset) -> bool {
        if self.kind == PanelKind::Table && self.select.conditions.is_empty() {
            return dataset.rows() > 0;
        }
        if self.kind == PanelKind::Scatter {
            return self.axes().iter().all(|(wanted, _)| self.draws_any(dataset, wanted));
        }
        if self.rows.is_empty() {
            return self.draws_any(dataset, &self.select);
        }
        self.rows.iter().any(|row| {
            let mut both = self.select.clone();
            both.conditions.extend(row.select.conditions.iter().cloned());
            self.draws_any(dataset, &both)
        })
    }

    /// Whether the selection holds anything that this kind can draw.
    fn draws_any(&self, dataset: &Dataset, wanted: &Where) -> bool {
        select(dataset, wanted, None).refs.iter().any(|at| {
            let measure = dataset.get(*at).measure;
            match self.kind {
                PanelKind::Timeline => measure.shape == Shape::Event,
                PanelKind::Bar | PanelKind::Range | PanelKind::Line | PanelKind::Scatter | PanelKind::Heat => {
                    measure.has_number()
                }
                PanelKind::Change | PanelKind::Stat => measure.shape != Shape::Event,
                PanelKind::Table | PanelKind::Text => true,
            }
        })
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests read the data that the repository brings")]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::board::{DEFAULT_CONFIG, check_config};
    use crate::data::{FileBytes, ReadOptions, read};

    fn dataset(text: &str) -> Dataset {
        let file = FileBytes { name: "x.csv".into(), bytes: text.as_bytes().into(), may_grow: false };
        read(&[file], &ReadOptions::default(), None)
    }

    fn kinds(text: &str) -> Vec<PanelKind> {
        let config = suggest(&dataset(text), "x.csv");
        config.pages[0].grid.areas.iter().map(|(id, _)| config.panels[id].kind).collect()
    }

    fn rows(lines: &[&str]) -> String {
        format!("entity,metric,period,value\n{}\n", lines.join("\n"))
    }

    #[test]
    fn the_shape_of_the_data_chooses_the_panels() {
        use PanelKind::{Bar, Change, Line, Range, Scatter, Stat, Table, Timeline};
        let one_period = rows(&["A,users,2024,5", "B,users,2024,7"]);
        assert_eq!(kinds(&one_period), [Bar, Table]);
        let many = rows(&["A,users,2022,5", "A,users,2023,7", "A,users,2024,9"]);
        assert_eq!(kinds(&many), [Line, Table]);
        assert_eq!(kinds(&rows(&["A,users,2023,5", "A,users,2024,7"])), [Change, Table]);
        assert_eq!(kinds(&rows(&["A,wait,2024,5-7", "B,wait,2024,6-9"])), [Range, Table]);
        assert_eq!(kinds(&rows(&["A,A begins,2024-03,", "B,B begins,2024-05,"])), [Timeline, Table]);
        assert_eq!(kinds(&rows(&["A,users,2024,5", "A,staff,2024,7"])), [Stat, Table]);
        assert_eq!(kinds("a,b\n1,2\n"), [Table]);
        let chips: Vec<String> = (0..12).map(|n| format!("Chip {n},{},{}", 100 + n * n, 9000 - n * 50)).collect();
        let two = format!("chip,memory (GB),price (USD)\n{}\n", chips.join("\n"));
        assert_eq!(kinds(&two), [Bar, Bar, Scatter, Table]);
    }

    #[test]
    fn the_shipped_files_give_full_boards() {
        for file in ["ai-industry-2024.csv", "models.csv", "nvidia-chips.csv"] {
            let bytes = std::fs::read(format!("{}/data/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
            let (config, _) = check_config(DEFAULT_CONFIG, "config.toml");
            let config = config.unwrap();
            let options = config.read_options(file);
            let data = read(&[FileBytes { name: file.into(), bytes: bytes.into(), may_grow: false }], &options, None);
            let planned = suggest(&data, file);
            assert!((2..=6).contains(&planned.panels.len()), "{file}: {:?}", planned.panels.keys());
            assert!(planned.panels.values().all(|panel| panel.has_rows(&data)), "{file}");
            let sources = Sources { open: &data, name: file, others: BTreeMap::new() };
            assert!(planned.fits(&sources), "{file}: its own plan");
            assert!(config.fits(&sources), "{file}: the shipped board");
        }
    }

    #[test]
    fn the_shipped_board_finds_what_it_names() {
        let (config, found) = check_config(DEFAULT_CONFIG, "config.toml");
        assert_eq!(found, vec![]);
        let config = config.unwrap();
        let name = "ai-industry-2024.csv";
        let bytes = std::fs::read(format!("{}/data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let file = FileBytes { name: name.into(), bytes: bytes.into(), may_grow: false };
        let data = read(&[file], &config.read_options(name), None);
        let count = |id: &str| select(&data, &config.panels[id].select, None).refs.len();
        assert_eq!(["mau", "when", "shares", "persons"].map(count), [3, 14, 4, 4]);
        for page in config.pages.iter().filter(|page| ["overview", "bytedance", "facts"].contains(&page.name.as_str()))
        {
            for (id, _) in &page.grid.areas {
                let panel = &config.panels[id];
                assert!(panel.kind == PanelKind::Text || panel.has_rows(&data), "{id}");
                for row in &panel.rows {
                    assert!(!select(&data, &row.select, None).refs.is_empty(), "{id}, line {}", row.line);
                }
                for lag in &panel.lags {
                    assert_eq!([&lag.from, &lag.to].map(|end| select(&data, end, None).refs.len()), [1, 1], "{id}");
                }
            }
        }
    }

    #[test]
    fn half_of_a_page_must_find_rows() {
        let data = dataset(&rows(&["A,users,2024,5", "B,users,2024,7"]));
        let sources = Sources { open: &data, name: "dir/x.csv", others: BTreeMap::from([("z*.csv", &data)]) };
        let fits = |text: &str| check_config(text, "").0.unwrap().fits(&sources);
        let users = "[panel.a]\nkind = \"bar\"\nwhere = { metric = \"users\" }\n";
        let staff = "[panel.b]\nkind = \"bar\"\nwhere = { metric = \"staff\" }\n";
        let notes = "[panel.c]\nkind = \"text\"\ntext = \"x\"\n";
        assert!(fits(&format!("layout = [\"a b c\"]\n{users}{staff}{notes}")));
        assert!(!fits(&format!("layout = [\"b c\"]\n{staff}{notes}")));
        assert!(!fits(&format!("layout = [\"c\"]\n{notes}")));
        assert!(fits(&users.replace("kind", "file = \"x*.csv\"\nkind")));
        assert!(!fits(&users.replace("kind", "file = \"y*.csv\"\nkind")));
        let elsewhere = users.replace("kind", "file = \"z*.csv\"\nkind");
        assert!(!fits(&elsewhere), "a page all of another file");
        let here = staff.replace("staff", "users");
        assert!(fits(&format!("layout = [\"a b\"]\n{elsewhere}{here}")));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn any_names_survive_the_way_through_toml(metric in "m[^\\x00\r\n]{0,12}", entity in "\\PC{0,6}", file in "[^/\r\n]{1,9}") {
            let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            let row = |entity: &str| format!("{},{},2024,5", cell(entity), cell(&metric));
            let data = dataset(&rows(&[&row(&entity), &row("other")]));
            let (checked, found) = check_config(&write_config(&data, &file), "");
            prop_assert_eq!(found, vec![]);
            let checked = checked.unwrap();
            prop_assert!(data.rows() == 2 && checked.panels.values().all(|panel| panel.has_rows(&data)), "{:?}", checked.panels);
            prop_assert!(!checked.pages.is_empty());
        }
    }
}
