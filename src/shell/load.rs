//! Files -> World: the config, the choice of data files, the open one, and what is kept when one of them cannot be taken.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::RunOptions;
use super::clock::{instant, wall_clock};
use super::config_file::ConfigFile;
use super::entries::{entry, looked_at};
use super::expand::{Choice, expand};
use super::whole::{ReadError, Stamp, read_whole, stamp};
use crate::analysis::difference;
use crate::app::{Health, World};
use crate::base::{Diagnostic, Place};
use crate::board::{Checked, suggest};
use crate::data::{Dataset, FileBytes, read};

/// A last line without newline may still be growing until the file has been quiet for this long.
const HELD: Duration = Duration::from_secs(1);
/// A file that was emptied is being rewritten until it has been quiet for this long.
const EMPTIED: Duration = Duration::from_millis(500);
/// File systems count time coarsely: a file this young may change again without its stamp changing (git's racy entries).
const RACY: Duration = Duration::from_secs(2);
/// A file that changes under every read is tried again after this long.
const BUSY: Duration = Duration::from_millis(200);
/// Standard input is read up to here.
const MOST_INPUT: u64 = 1 << 30;

/// Everything that is needed to load again.
pub(super) struct Loader {
    options: RunOptions,
    config: ConfigFile,
    choices: Vec<Choice>,
    stamps: Vec<Option<Stamp>>,
    content: u64,
    /// When the open files must be read again although their stamps have not changed.
    again: Option<Instant>,
    /// A last line is held back, or the file was just emptied.
    unfinished: bool,
    input: Option<Arc<[u8]>>,
    world: Arc<World>,
}

/// Why the open choice cannot be taken as it is.
struct Refusal {
    health: Health,
    code: &'static str,
    reason: String,
    file: String,
}

struct Taken {
    files: Vec<FileBytes>,
    content: u64,
    again: Option<Duration>,
}

impl Loader {
    /// A loader that has read the config and knows the choices, but no data yet.
    pub(super) fn new(options: &RunOptions) -> Self {
        let config = ConfigFile::new(options.config.clone());
        let mut loader = Self {
            options: options.clone(),
            config,
            choices: Vec::new(),
            stamps: Vec::new(),
            content: 0,
            again: None,
            unfinished: false,
            input: None,
            world: Arc::default(),
        };
        loader.find_choices();
        loader
    }

    /// The newest World.
    pub(super) fn world(&self) -> Arc<World> {
        Arc::clone(&self.world)
    }

    /// Opens the n-th choice.
    pub(super) fn open(&mut self, at: usize) -> Arc<World> {
        let mut world =
            World { open: (at < self.choices.len()).then_some(at), rev: self.world.rev, ..World::default() };
        world.entries = self.entries();
        self.world = Arc::new(world);
        self.content = 0;
        self.load(true)
    }

    /// Reads config and data again, whether they seem changed or not.
    pub(super) fn reload(&mut self) -> Arc<World> {
        self.config.read();
        self.find_choices_anew();
        self.content = 0;
        self.load(true)
    }

    /// Looks whether the config or the open files changed, and loads them if so. `None` if nothing did.
    pub(super) fn check(&mut self) -> Option<Arc<World>> {
        let config = self.config.changed();
        if config {
            self.config.read();
            self.find_choices_anew();
        }
        let stamps = self.stamps_now();
        let due = self.again.is_some_and(|again| instant() >= again);
        if !config && !due && stamps == self.stamps {
            return None;
        }
        let before = self.world.rev;
        let world = self.load(config);
        (world.rev != before).then_some(world)
    }

    /// Looks through the patterns again. `None` if the same files are there.
    pub(super) fn rescan(&mut self) -> Option<Arc<World>> {
        let before = self.choices.clone();
        self.find_choices_anew();
        if before == self.choices {
            return None;
        }
        Some(if self.world.open.is_none() && !self.choices.is_empty() {
            self.open(0)
        } else {
            let entries = self.entries();
            self.publish(World { entries, ..(*self.world).clone() })
        })
    }

    /// The entries with rows, fit and first lines.
    pub(super) fn list(&mut self) -> Arc<World> {
        self.find_choices_anew();
        let config = self.config.checked();
        let entries = self.choices.iter().map(|choice| looked_at(choice, config.as_deref())).collect();
        self.publish(World { entries, ..(*self.world).clone() })
    }

    /// How long until the open files must be read again, where that is known.
    pub(super) fn due(&self) -> Option<Duration> {
        self.again.map(|again| again.saturating_duration_since(instant()))
    }

    /// Directories in which a change would matter.
    pub(super) fn directories(&self) -> Vec<PathBuf> {
        let open = self.open_choice().map(|choice| choice.paths.clone()).unwrap_or_default();
        let mut dirs: Vec<PathBuf> = open
            .iter()
            .chain(std::iter::once(&self.config.path))
            .map(|path| match path.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
                _ => PathBuf::from("."),
            })
            .collect();
        dirs.sort();
        dirs.dedup();
        dirs
    }

    fn open_choice(&self) -> Option<&Choice> {
        self.world.open.and_then(|at| self.choices.get(at))
    }

    fn entries(&self) -> Vec<crate::app::Entry> {
        self.choices.iter().map(entry).collect()
    }

    fn publish(&mut self, mut world: World) -> Arc<World> {
        world.rev = self.world.rev + 1;
        self.world = Arc::new(world);
        self.world()
    }

    fn find_choices(&mut self) {
        let config = self.config.checked();
        self.choices = if !self.options.files.is_empty() {
            expand(&self.options.files, Path::new(""), self.options.together)
        } else if let Some(config) = config.filter(|config| !config.data.is_empty()) {
            let base = self.config.base();
            let groups = config.data.iter().flat_map(|patterns| expand(patterns, &base, patterns.len() > 1));
            if self.options.together {
                vec![Choice::of(groups.flat_map(|choice| choice.paths).collect())]
            } else {
                groups.collect()
            }
        } else {
            expand(&[String::from("*.csv"), String::from("data/*.csv")], Path::new(""), self.options.together)
        };
    }

    /// Like the first time, but what is open stays open under its new number.
    fn find_choices_anew(&mut self) {
        let open = self.open_choice().cloned();
        self.find_choices();
        let Some(open) = open else { return };
        let at = self.choices.iter().position(|choice| *choice == open).unwrap_or_else(|| {
            self.choices.push(open);
            self.choices.len() - 1
        });
        if self.world.open != Some(at) {
            let entries = self.entries();
            self.world = Arc::new(World { open: Some(at), entries, ..(*self.world).clone() });
        }
    }

    fn stamps_now(&self) -> Vec<Option<Stamp>> {
        self.open_choice().map(|choice| choice.paths.iter().map(|path| stamp(path)).collect()).unwrap_or_default()
    }

    /// Reads the open choice and makes the next World of it; the same World where nothing is new.
    fn load(&mut self, must: bool) -> Arc<World> {
        self.stamps = self.stamps_now();
        self.again = None;
        self.unfinished = false;
        let Some(choice) = self.open_choice().cloned() else {
            let nothing = Some(self.nothing_to_open());
            let entries = self.entries();
            let world = World { entries, nothing, ..(*self.world).clone() };
            return self.publish(self.with_config(world));
        };
        match self.take(&choice) {
            Err(refusal) => self.refuse(&choice, refusal, must),
            Ok(taken) => {
                self.again = taken.again.map(|wait| instant() + wait);
                let live = self.world.health == Health::Live && self.world.nothing.is_none();
                if !must && live && taken.content == self.content {
                    return self.world();
                }
                self.accept(&choice, &taken, must)
            }
        }
    }

    fn take(&mut self, choice: &Choice) -> Result<Taken, Refusal> {
        let had_data = self.world.dataset.rows() > 0;
        let mut taken = Taken { files: Vec::new(), content: 0, again: None };
        let mut hasher = DefaultHasher::new();
        let mut wait = |until: Duration| {
            taken.again = Some(taken.again.map_or(until, |known: Duration| known.min(until)));
        };
        for path in &choice.paths {
            let name = path.to_string_lossy();
            if path.as_os_str() == "-" {
                let bytes = self.input.get_or_insert_with(standard_input).clone();
                bytes.hash(&mut hasher);
                taken.files.push(FileBytes { name: Arc::from(&*name), bytes, may_grow: false });
                continue;
            }
            let whole = match read_whole(path) {
                Ok(whole) => whole,
                Err(error) => {
                    if error == ReadError::Changing {
                        self.again = Some(instant() + BUSY);
                    }
                    return Err(refusal(error, &name));
                }
            };
            if whole.bytes.is_empty() && had_data && whole.quiet < EMPTIED {
                self.again = Some(instant() + EMPTIED.saturating_sub(whole.quiet));
                self.unfinished = true;
                return Err(being_written(&name, String::from("the file was emptied")));
            }
            let finished = ends_a_line(&whole.bytes);
            let may_grow = !finished && whole.quiet < HELD;
            if may_grow {
                self.unfinished = true;
                wait(HELD.saturating_sub(whole.quiet) + Duration::from_millis(10));
            } else if whole.quiet < RACY {
                wait(RACY.saturating_sub(whole.quiet) + Duration::from_millis(10));
            }
            whole.bytes.hash(&mut hasher);
            may_grow.hash(&mut hasher);
            // The stamp of what was read, not of what was there when it was looked at.
            if let Some(slot) =
                choice.paths.iter().position(|other| other == path).and_then(|at| self.stamps.get_mut(at))
            {
                *slot = Some(whole.stamp);
            }
            taken.files.push(FileBytes { name: Arc::from(&*name), bytes: whole.bytes, may_grow });
        }
        taken.content = hasher.finish();
        Ok(taken)
    }

    fn accept(&mut self, choice: &Choice, taken: &Taken, must: bool) -> Arc<World> {
        let config = self.config.checked();
        let options = config.as_ref().map(|config| config.read_options(&choice.name)).unwrap_or_default();
        let old = &self.world.dataset;
        let had_data = old.rows() > 0;
        // After a change of the config every cell may mean something else.
        let dataset = read(&taken.files, &options, (had_data && !must).then_some(old));
        let torn = dataset.diagnostics().iter().find(|problem| problem.code == "unclosed-quote").map(|problem| {
            let line = problem.place.line.map_or(String::from("the last line"), |line| format!("line {line}"));
            being_written(&choice.name, format!("{line} ends inside a quote"))
        });
        let worthless = (dataset.rows() == 0 || (dataset.is_empty() && !old.is_empty())).then(|| {
            let reason = dataset.diagnostics().iter().find(|problem| problem.severity > crate::base::Severity::Note);
            let reason = reason.map_or_else(|| String::from("no row could be read"), |problem| problem.message.clone());
            let health = Health::Stale { since: wall_clock(), reason: reason.clone() };
            Refusal { health, code: "no-rows", reason, file: choice.name.clone() }
        });
        if had_data && let Some(refusal) = torn.or(worthless) {
            return self.refuse(choice, refusal, must);
        }
        self.content = taken.content;
        let mut world = World { health: Health::Live, last_good: wall_clock(), nothing: None, ..(*self.world).clone() };
        if dataset.headers().is_empty() {
            world.nothing = dataset.diagnostics().iter().max_by_key(|problem| problem.severity).cloned();
        }
        if had_data {
            let changed = difference(&world.dataset, &dataset);
            if !changed.is_empty() {
                world.changed_at = wall_clock();
                world.changed = changed;
            }
        }
        if let Some(entry) = world.open.and_then(|at| world.entries.get_mut(at)) {
            *entry = super::entries::entry(choice);
            entry.rows = Some(dataset.rows());
        }
        world.dataset = dataset;
        let world = self.with_config(world);
        self.publish(world)
    }

    /// Keeps the last good data and says why and since when; without any, says why there is nothing.
    fn refuse(&mut self, choice: &Choice, refusal: Refusal, must: bool) -> Arc<World> {
        let mut world = (*self.world).clone();
        let first = world.last_good.is_empty();
        if first {
            let place = Place { file: Some(Arc::from(refusal.file.as_str())), ..Place::default() };
            let problem = Diagnostic::error(refusal.code, refusal.reason).at(place);
            world.nothing =
                Some(problem.with_help("Another file: o. The first good read is shown as soon as there is one"));
        }
        let same = std::mem::discriminant(&world.health) == std::mem::discriminant(&refusal.health);
        if !same {
            world.health = refusal.health;
        } else if let (Health::Stale { reason, .. }, Health::Stale { reason: new, .. })
        | (Health::BeingWritten { reason, .. }, Health::BeingWritten { reason: new, .. }) =
            (&mut world.health, refusal.health)
        {
            *reason = new;
        }
        if !must && world.health == self.world.health && world.nothing == self.world.nothing {
            return self.world();
        }
        let _ = choice;
        let world = self.with_config(world);
        self.publish(world)
    }

    /// The config in force for that data: the one on disk if a page of it fits, else one planned from the data.
    fn with_config(&self, mut world: World) -> World {
        world.config_diagnostics.clone_from(&self.config.diagnostics);
        let open = world.open_name().to_owned();
        let own = self.options.files.is_empty() && world.open == Some(0);
        let config = self.config.checked();
        let (shown, planned) = match config {
            Some(config) if own || world.dataset.rows() == 0 || config.fits(&world.dataset, &open) => (config, None),
            None if world.dataset.rows() == 0 => (Arc::default(), None),
            config => {
                let why = if config.is_some() {
                    format!("No page of {} fits {open}", self.config.path.display())
                } else if self.config.diagnostics.is_empty() {
                    format!("No {} here", self.config.path.display())
                } else {
                    format!("{} has errors (! lists them)", self.config.path.display())
                };
                let sentence = format!("{why}; board planned from {open}. Keep it: bellwether config --from {open}");
                (Arc::new(planned(&world.dataset, &open, config.as_deref())), Some(sentence))
            }
        };
        world.config = shown;
        world.planned = planned;
        world
    }

    fn nothing_to_open(&self) -> Diagnostic {
        let here = std::env::current_dir().map(|dir| dir.display().to_string()).unwrap_or_default();
        let needs = "Watching: the first that appears opens. A file needs the columns entity, metric, period, value (主体 指标 时间 数值)";
        let config = self.config.checked();
        let named = if self.options.files.is_empty() {
            config.as_ref().map(|config| config.data.iter().flatten().cloned().collect::<Vec<_>>()).unwrap_or_default()
        } else {
            self.options.files.clone()
        };
        let message = match named.as_slice() {
            [] => format!("no config.toml and no .csv file in {here} or its data folder"),
            [one] if Path::new(one).is_dir() => format!("{one} is a directory without a .csv or .tsv file"),
            patterns => format!("{} matches no file in {here}", patterns.join(", ")),
        };
        let mut place = Place::default();
        if self.options.files.is_empty()
            && let Some(config) = &config
        {
            place.file = Some(Arc::from(&*self.config.path.to_string_lossy()));
            place.line = config.data_line;
        }
        Diagnostic::error("no-data", message).at(place).with_help(needs)
    }
}

/// What was planned from the data, with what the viewer's config says beside its panels.
fn planned(dataset: &Dataset, open: &str, config: Option<&Checked>) -> Checked {
    let mut planned = suggest(dataset, open);
    if let Some(config) = config {
        planned.keys.clone_from(&config.keys);
        planned.theme.clone_from(&config.theme);
        planned.rules.clone_from(&config.rules);
        planned.mouse = config.mouse;
    }
    planned
}

fn refusal(error: ReadError, name: &str) -> Refusal {
    let since = wall_clock();
    let file = name.to_owned();
    match error {
        ReadError::Gone => {
            Refusal { health: Health::Gone { since }, code: "missing-file", reason: String::from("no such file"), file }
        }
        ReadError::Changing => being_written(name, String::from("it changes while it is read")),
        ReadError::Unreadable(reason) => {
            Refusal { health: Health::Stale { since, reason: reason.clone() }, code: "unreadable-file", reason, file }
        }
    }
}

fn being_written(name: &str, reason: String) -> Refusal {
    let health = Health::BeingWritten { since: wall_clock(), reason: reason.clone() };
    Refusal { health, code: "being-written", reason, file: name.to_owned() }
}

/// UTF-16 included, in either byte order.
fn ends_a_line(bytes: &[u8]) -> bool {
    bytes.is_empty() || matches!(bytes, [.., b'\n' | b'\r'] | [.., b'\n' | b'\r', 0])
}

fn standard_input() -> Arc<[u8]> {
    let mut bytes = Vec::new();
    // What came before an error is what there is.
    let _ = std::io::stdin().lock().take(MOST_INPUT).read_to_end(&mut bytes);
    Arc::from(bytes)
}

/// Loads once, waiting until the open files are finished.
pub(super) fn load_finished(options: &RunOptions) -> Arc<World> {
    let mut loader = Loader::new(options);
    let mut world = loader.open(0);
    // A writer that never pauses must not hold us for ever.
    let latest = instant() + 4 * HELD;
    while let Some(wait) = loader.due().filter(|_| loader.unfinished) {
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

    use super::*;

    const HEADER: &str = "entity,metric,period,value\n";

    fn opened(path: &Path, content: &str) -> Loader {
        fs::write(path, content).unwrap();
        let options = RunOptions { files: vec![path.display().to_string()], ..RunOptions::default() };
        let mut loader = Loader::new(&options);
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
    fn a_line_that_is_still_growing_is_not_shown() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.csv");
        let mut loader = opened(&path, &format!("{HEADER}Kimi,MAU,2024-10,10\nKimi,MAU,2024-11,1"));
        assert_eq!(loader.world().dataset.rows(), 1);
        assert!(loader.unfinished && loader.due().is_some());
        fs::write(&path, format!("{HEADER}Kimi,MAU,2024-10,10\nKimi,MAU,2024-11,12\n")).unwrap();
        assert_eq!(loader.check().unwrap().dataset.rows(), 2);
        assert!(!loader.unfinished);
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
