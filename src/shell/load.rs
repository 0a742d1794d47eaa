//! Files -> World: the config, the choice of data files, the open one and those that panels name beside it.

mod choices;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use choices::is_there;

use super::RunOptions;
use super::clock::instant;
use super::config_file::ConfigFile;
use super::entries::{entry, looked_at};
use super::expand::{Choice, expand};
use super::follow::{Followed, HELD, folder, glance_at, read_options};
use super::progress::Progress;
use crate::analysis::{Claims, Rules, claims};
use crate::app::{Entry, Other, World};
use crate::base::Diagnostic;
use crate::board::{Checked, suggest};
use crate::data::Dataset;

/// Everything that is needed to load again.
pub(super) struct Loader {
    options: RunOptions,
    config: ConfigFile,
    choices: Vec<Choice>,
    /// What was named and is not there.
    absent: Vec<Diagnostic>,
    /// The open choice; none where there is nothing to open.
    open: Option<Followed>,
    /// What panels draw beside it, by the glob that names it.
    others: BTreeMap<String, Followed>,
    progress: Progress,
    world: Arc<World>,
}

impl Loader {
    /// A loader that has read the config and knows the choices, but no data yet.
    pub(super) fn new(options: &RunOptions, progress: Progress) -> Self {
        let config = ConfigFile::new(options.config.clone());
        let mut loader = Self {
            options: options.clone(),
            config,
            choices: Vec::new(),
            absent: Vec::new(),
            open: None,
            others: BTreeMap::new(),
            progress,
            world: Arc::default(),
        };
        loader.find_choices();
        loader
    }

    /// The newest World.
    pub(super) fn world(&self) -> Arc<World> {
        Arc::clone(&self.world)
    }

    /// Opens the first choice that is there.
    pub(super) fn begin(&mut self) -> Arc<World> {
        let there = |choice: &Choice| choice.paths.iter().any(|path| is_there(path));
        let first = self.choices.iter().position(there).unwrap_or(0);
        self.open(first)
    }

    /// Opens the n-th choice.
    pub(super) fn open(&mut self, at: usize) -> Arc<World> {
        self.open = self.choices.get(at).cloned().map(Followed::new);
        self.read(true);
        self.publish(None)
    }

    /// Reads config and data again, whether they seem changed or not.
    pub(super) fn reload(&mut self) -> Arc<World> {
        self.config.read();
        self.find_choices_anew();
        self.read(true);
        self.publish(None)
    }

    /// Looks whether the config or the files changed, and loads them if so. `None` if nothing did.
    pub(super) fn check(&mut self) -> Option<Arc<World>> {
        let config = self.config.changed();
        if config {
            self.config.read();
            self.find_choices_anew();
        }
        let new = self.read(config);
        (new || config).then(|| self.publish(None))
    }

    /// Looks through the patterns again. `None` if the same files are there.
    pub(super) fn rescan(&mut self) -> Option<Arc<World>> {
        let before = (self.choices.clone(), self.absent.clone());
        self.find_choices_anew();
        let others = self.follow_others();
        if before.0 == self.choices && before.1 == self.absent && !others {
            return None;
        }
        if self.open.is_none() && !self.choices.is_empty() {
            return Some(self.begin());
        }
        Some(self.publish(None))
    }

    /// The entries with rows, fit and first lines.
    pub(super) fn list(&mut self) -> Arc<World> {
        self.find_choices_anew();
        let config = self.config.checked();
        let entries = self.choices.iter().map(|choice| looked_at(choice, config.as_deref())).collect();
        self.publish(Some(entries))
    }

    /// How long until files must be read again, where that is known.
    pub(super) fn due(&self) -> Option<Duration> {
        self.followed().filter_map(Followed::due).min()
    }

    /// Directories in which a change would matter.
    pub(super) fn directories(&self) -> Vec<PathBuf> {
        let mut dirs: Vec<PathBuf> = self.followed().flat_map(Followed::directories).collect();
        dirs.push(folder(&self.config.path));
        dirs.sort();
        dirs.dedup();
        dirs
    }

    fn followed(&self) -> impl Iterator<Item = &Followed> {
        self.open.iter().chain(self.others.values())
    }

    /// Reads what must be read: everything, or what is due. Whether anything is new.
    fn read(&mut self, must: bool) -> bool {
        let config = self.config.checked();
        let mut new = false;
        if let Some(open) = &mut self.open
            && (must || open.is_due())
        {
            new |= open.read(config.as_deref(), must, &mut self.progress);
        }
        new |= self.follow_others();
        for other in self.others.values_mut() {
            if must || other.is_due() {
                new |= other.read(config.as_deref(), must, &mut self.progress);
            }
        }
        new
    }

    /// Follows the files that panels name beside the open one: those of the config's choices first, then whatever the glob
    /// finds beside the config. Whether others are followed than before; a new one is read at once.
    fn follow_others(&mut self) -> bool {
        let config = self.config.checked();
        let open = self.open.as_ref().map_or("", |open| &open.choice.name);
        let globs = config.as_ref().map(|config| config.other_files(open)).unwrap_or_default();
        let before = self.others.len();
        self.others.retain(|glob, _| globs.contains(glob.as_str()));
        let mut new = self.others.len() != before;
        for glob in globs {
            let choice = self.choice_named(glob);
            let known = self.others.get(glob);
            // A file that is gone stays followed until another one takes its place.
            if known.is_some_and(|known| choice.as_ref().is_none_or(|choice| known.choice == *choice)) {
                continue;
            }
            let Some(choice) = choice else { continue };
            let mut other = Followed::new(choice);
            other.read(config.as_deref(), true, &mut self.progress);
            self.others.insert(glob.to_owned(), other);
            new = true;
        }
        new
    }

    fn choice_named(&self, glob: &str) -> Option<Choice> {
        let base = self.config.base();
        let listed = self.config_choices();
        let found = listed.into_iter().chain(expand(&[glob.to_owned()], &base, false));
        let mut found = found.filter(|choice| choice.is_named(glob) && choice.paths.iter().all(|path| path.exists()));
        found.next()
    }

    fn publish(&mut self, entries: Option<Vec<Entry>>) -> Arc<World> {
        let mut world = World { rev: self.world.rev + 1, ..World::default() };
        world.entries = entries.unwrap_or_else(|| self.choices.iter().map(entry).collect());
        world.unchosen = self.options.files.is_empty() && self.config.checked().is_none();
        let mut changed = Vec::new();
        if let Some(open) = &mut self.open {
            world.open = self.choices.iter().position(|choice| *choice == open.choice);
            world.dataset = open.data.clone();
            world.health = open.health.clone();
            world.last_good.clone_from(&open.last_good);
            world.nothing.clone_from(&open.nothing);
            world.partial.clone_from(&open.partial);
            changed.extend(open.changed.take());
        } else {
            world.nothing = Some(self.nothing_to_open());
        }
        for (glob, other) in &mut self.others {
            changed.extend(other.changed.take());
            let (dataset, health, last_good) = (other.data.clone(), other.health.clone(), other.last_good.clone());
            let (name, claims) = (other.choice.name.clone(), Arc::default());
            world.others.insert(glob.clone(), Other { name, dataset, claims, health, last_good });
        }
        world.changed_at.clone_from(&self.world.changed_at);
        for (some, at) in changed {
            world.changed.extend(some);
            world.changed_at = at;
        }
        if let Some(entry) = world.open.and_then(|at| world.entries.get_mut(at)).filter(|entry| entry.rows.is_none()) {
            entry.rows = Some(world.dataset.rows());
        }
        self.world = Arc::new(self.with_claims(self.with_config(world)));
        self.world()
    }

    /// What the data states of itself is recomputed once, here, and not where it is looked at.
    fn with_claims(&self, mut world: World) -> World {
        let (rules, old) = (&world.config.rules, &self.world);
        let before = Some((&old.dataset, &old.config.rules, &old.claims)).filter(|_| old.rev > 0);
        world.claims = found_claims(&world.dataset, rules, before);
        for (glob, other) in &mut world.others {
            let before = old.others.get(glob).map(|known| (&known.dataset, &old.config.rules, &known.claims));
            other.claims = found_claims(&other.dataset, rules, before);
        }
        world
    }

    /// The config in force for that data: the one on disk if a page of it fits, else one planned from the data.
    fn with_config(&self, mut world: World) -> World {
        world.config_diagnostics.clone_from(&self.config.diagnostics);
        // What the board itself says of the open files is not said twice.
        let said = |file: &Arc<str>| {
            let nothing = world.nothing.as_ref().and_then(|nothing| nothing.place.file.as_ref());
            nothing == Some(file) || world.dataset.files().contains(file)
        };
        let absent = self.absent.iter().filter(|absent| !absent.place.file.as_ref().is_some_and(said));
        world.config_diagnostics.extend(absent.cloned());
        let open = world.open_name().to_owned();
        let own = self.options.files.is_empty() && world.open == Some(0);
        let config = self.config.checked();
        let has_panels = config.as_ref().is_none_or(|config| !config.panels.is_empty());
        let (shown, planned) = match config {
            Some(config) if world.dataset.rows() == 0 || (has_panels && (own || config.fits(&world.sources()))) => {
                (config, None)
            }
            None if world.dataset.rows() == 0 => (Arc::default(), None),
            config => {
                let why = if !has_panels {
                    format!("No panels in {}", self.config.path.display())
                } else if config.is_some() {
                    format!("No page of {} fits {open}", self.config.path.display())
                } else if self.config.diagnostics.is_empty() || self.config.is_missing() {
                    format!("No {} here", self.config.path.display())
                } else {
                    format!("{} has errors (! lists them)", self.config.path.display())
                };
                let sentence = format!("{why}; board planned from {open}{}", keep(&open));
                (Arc::new(planned(&world.dataset, &open, config.as_deref())), Some(sentence))
            }
        };
        world.config = shown;
        world.planned = planned;
        world
    }
}

/// How a planned board is kept. What came through a pipe cannot be had again.
fn keep(open: &str) -> String {
    match open {
        _ if open.split(" + ").any(|part| part == "-") => String::new(),
        _ if open.contains(' ') => format!(". Keep it: bellwether config --from '{open}'"),
        _ => format!(". Keep it: bellwether config --from {open}"),
    }
}

/// The claims of a dataset; those that were found before, where neither data nor rules are others.
fn found_claims(data: &Dataset, rules: &Rules, before: Option<(&Dataset, &Rules, &Arc<Claims>)>) -> Arc<Claims> {
    match before {
        Some((old, known, claims)) if old.is_same(data) && known == rules => claims.clone(),
        _ => Arc::new(claims(data, rules)),
    }
}

/// What was planned from the data, with what the viewer's config says beside its panels.
fn planned(dataset: &Dataset, open: &str, config: Option<&Checked>) -> Checked {
    let mut planned = suggest(dataset, open);
    if let Some(config) = config {
        planned.keys.clone_from(&config.keys);
        planned.theme.clone_from(&config.theme);
        // What the config says of a metric goes before what the plan found of it.
        let found = std::mem::replace(&mut planned.rules, config.rules.clone()).metrics;
        for (metric, rules) in found {
            planned.rules.metrics.entry(metric).or_insert(rules);
        }
        planned.mouse = config.mouse;
        planned.title.clone_from(&config.title);
    }
    planned
}

/// What the beginnings of large files tell for certain, before any file is read whole: file by file, in the order of the choices.
pub(super) fn glance(options: &RunOptions, say: &mut dyn FnMut(Vec<Diagnostic>)) {
    let loader = Loader::new(options, Progress::silent());
    let config = loader.config.checked();
    for choice in &loader.choices {
        for problems in choice.paths.iter().map(|path| glance_at(path, &read_options(config.as_deref(), choice))) {
            say(problems);
        }
    }
}

/// Loads once, waiting until the open files are finished.
pub(super) fn load_finished(options: &RunOptions) -> Arc<World> {
    let mut loader = Loader::new(options, Progress::silent());
    let mut world = loader.begin();
    // A writer that never pauses must not hold us for ever.
    let latest = instant() + 4 * HELD;
    while let Some(wait) = loader.due().filter(|_| loader.followed().any(|followed| followed.unfinished)) {
        if instant() + wait > latest {
            break;
        }
        std::thread::sleep(wait);
        world = loader.check().unwrap_or(world);
    }
    world
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write their own files")]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::app::Health;

    const HEADER: &str = "entity,metric,period,value\n";

    fn opened(path: &Path, content: &str) -> Loader {
        fs::write(path, content).unwrap();
        let options = RunOptions { files: vec![path.display().to_string()], ..RunOptions::default() };
        let mut loader = Loader::new(&options, Progress::silent());
        loader.open(0);
        loader
    }

    #[test]
    fn a_file_that_is_gone_or_torn_keeps_the_last_good_data() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.csv");
        let mut loader = opened(&path, &format!("{HEADER}Kimi,MAU,2024-10,10\n"));
        assert_eq!((loader.world().dataset.rows(), &loader.world().health), (1, &Health::Live));
        fs::remove_file(&path).unwrap();
        let gone = loader.check().unwrap();
        assert!(matches!(gone.health, Health::Gone { .. }), "{:?}", gone.health);
        assert_eq!(gone.dataset.rows(), 1);
        assert!(loader.check().is_none(), "said once");
        fs::write(&path, format!("{HEADER}Kimi,MAU,2024-10,10\n\"Kimi,MAU\n")).unwrap();
        let torn = loader.check().unwrap();
        assert!(matches!(&torn.health, Health::BeingWritten { reason, .. } if reason.contains("inside a quote")));
        assert_eq!(torn.dataset.rows(), 1);
        fs::write(&path, format!("{HEADER}Kimi,MAU,2024-10,10\nKimi,MAU,2024-11,12\n")).unwrap();
        let back = loader.check().unwrap();
        assert_eq!((back.dataset.rows(), &back.health), (2, &Health::Live));
        assert_eq!(back.changed.len(), 1);
    }

    #[test]
    fn an_open_quote_in_the_middle_or_in_an_old_file_costs_its_row_only() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.csv");
        let mut loader = opened(&path, &format!("{HEADER}Kimi,MAU,2024-10,10\n"));
        fs::write(&path, format!("{HEADER}\"Kimi,MAU\nKimi,MAU,2024-11,12\n")).unwrap();
        let middle = loader.check().unwrap();
        assert_eq!((middle.dataset.rows(), &middle.health), (2, &Health::Live));
        fs::write(&path, format!("{HEADER}Kimi,MAU,2024-10,10\n\"Kimi,MAU\n")).unwrap();
        let hour = Duration::from_secs(3600);
        let old = std::time::SystemTime::now().checked_sub(hour).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
        let last = loader.check().unwrap();
        assert_eq!((last.dataset.rows(), &last.health), (2, &Health::Live));
        assert!(last.dataset.diagnostics().iter().any(|problem| problem.code == "unclosed-quote"));
    }

    #[test]
    fn a_line_that_is_still_growing_is_not_shown() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.csv");
        let mut loader = opened(&path, &format!("{HEADER}Kimi,MAU,2024-10,10\nKimi,MAU,2024-11,1"));
        assert_eq!(loader.world().dataset.rows(), 1);
        assert!(loader.open.as_ref().unwrap().unfinished && loader.due().is_some());
        fs::write(&path, format!("{HEADER}Kimi,MAU,2024-10,10\nKimi,MAU,2024-11,12\n")).unwrap();
        assert_eq!(loader.check().unwrap().dataset.rows(), 2);
        assert!(!loader.open.as_ref().unwrap().unfinished);
    }

    #[test]
    fn files_that_panels_name_are_followed_too() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
        write("a.csv", &format!("{HEADER}Kimi,MAU,2024-10,10\n"));
        write(
            "config.toml",
            "data = [\"a.csv\"]\n[panel.x]\nkind = \"table\"\n[panel.y]\nkind = \"stat\"\nfile = \"b*.csv\"\n",
        );
        let options = RunOptions { config: Some(dir.path().join("config.toml")), ..RunOptions::default() };
        let mut loader = Loader::new(&options, Progress::silent());
        assert!(loader.open(0).others.is_empty());
        write("b1.csv", &format!("{HEADER}Kimi,staff,2024,5\n"));
        let found = loader.rescan().unwrap();
        assert_eq!(found.others["b*.csv"].dataset.rows(), 1);
        write("b1.csv", &format!("{HEADER}Kimi,staff,2024,6\n"));
        let grown = loader.check().unwrap();
        assert_eq!(grown.changed.len(), 1);
        fs::remove_file(dir.path().join("b1.csv")).unwrap();
        let gone = loader.check().unwrap();
        assert!(matches!(gone.others["b*.csv"].health, Health::Gone { .. }));
        assert_eq!((gone.others["b*.csv"].dataset.rows(), &gone.health, gone.changed.len()), (1, &Health::Live, 0));
    }

    #[test]
    fn what_was_never_there_is_said_with_its_name() {
        let options = RunOptions { files: vec![String::from("/nowhere/x.csv")], ..RunOptions::default() };
        let world = load_finished(&options);
        let problem = world.nothing.clone().unwrap();
        assert_eq!((problem.code, problem.message.as_str()), ("missing-file", "no such file"));
        assert_eq!(problem.place.file.as_deref(), Some("/nowhere/x.csv"));
    }
}
