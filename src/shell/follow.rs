//! One choice of files, followed over time: the last good data, and how it stands to what is on disk now.

use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::clock::{instant, wall_clock};
use super::expand::Choice;
use super::progress::Progress;
use super::whole::{ReadError, Stamp, read_beginning, read_watched, stamp, standard_input};
use crate::analysis::{Changed, difference};
use crate::app::{Health, LoadStep};
use crate::base::{Diagnostic, Place};
use crate::board::Checked;
use crate::data::{self, Dataset, FileBytes, ReadOptions};

/// Why `-` is refused where standard input is the terminal that keys come from.
pub const TERMINAL_GIVEN: &str =
    "standard input is the terminal, where the keys are: pipe the figures in, or name a file";
/// A last line without newline may still be growing until the file has been quiet for this long.
pub(super) const HELD: Duration = Duration::from_secs(1);
/// A file that was emptied is being rewritten until it has been quiet for this long.
const EMPTIED: Duration = Duration::from_millis(500);
/// File systems count time coarsely: a file this young may change again without its stamp changing (git's racy entries).
const RACY: Duration = Duration::from_secs(2);
/// A file larger than this is glanced at before it is read, so far.
const LARGE: u64 = 8 << 20;
const GLANCE: u64 = 4 << 20;
/// A file that changes under every read is tried again after this long.
const BUSY: Duration = Duration::from_millis(200);

/// A choice of files and what was last read from it.
#[derive(Debug, Default)]
pub(super) struct Followed {
    pub(super) choice: Choice,
    /// The last good data.
    pub(super) data: Dataset,
    pub(super) health: Health,
    /// When the data was last read whole, as shown; empty: never.
    pub(super) last_good: String,
    /// Why there is nothing to show, where nothing good was ever read.
    pub(super) nothing: Option<Diagnostic>,
    /// What is missing because the load was stopped, in words.
    pub(super) partial: String,
    /// What the newest load changed, and when; taken by whoever publishes it.
    pub(super) changed: Option<(Vec<Changed>, String)>,
    /// A last line is held back, or the file was just emptied.
    pub(super) unfinished: bool,
    stamps: Vec<Option<Stamp>>,
    content: u64,
    /// When the files must be read again although their stamps have not changed.
    again: Option<Instant>,
}

/// Why the files cannot be taken as they are.
struct Refusal {
    health: Health,
    code: &'static str,
    reason: String,
    file: String,
}

struct Taken {
    files: Vec<FileBytes>,
    /// Those that were written within the last moment.
    fresh: BTreeSet<Arc<str>>,
    content: u64,
    again: Option<Duration>,
    /// Whether not all was taken of what there is.
    is_cut: bool,
}

impl Followed {
    pub(super) fn new(choice: Choice) -> Self {
        Self { choice, ..Self::default() }
    }

    /// Whether the files must be read: their stamps changed, or the time has come to look again.
    pub(super) fn is_due(&self) -> bool {
        self.again.is_some_and(|again| instant() >= again) || self.stamps_now() != self.stamps
    }

    /// How long until the files must be read again, where that is known.
    pub(super) fn due(&self) -> Option<Duration> {
        self.again.map(|again| again.saturating_duration_since(instant()))
    }

    /// Folders in which a change would matter.
    pub(super) fn directories(&self) -> impl Iterator<Item = PathBuf> {
        self.choice.paths.iter().map(|path| folder(path))
    }

    /// Reads the files. With `must` every cell is understood anew (the config may have changed what it means). False
    /// where nothing is new.
    pub(super) fn read(&mut self, config: Option<&Checked>, must: bool, progress: &mut Progress) -> bool {
        progress.begin();
        self.stamps = self.stamps_now();
        if !progress.is_silent() {
            let options = read_options(config, &self.choice);
            let first = self.choice.paths.iter().find_map(|path| glance_at(path, &options).into_iter().next());
            progress.problem = first.map(|problem| format!("{}: {}", problem.place, problem.message));
        }
        self.again = None;
        self.unfinished = false;
        match self.take(progress) {
            Err(refusal) => self.refuse(refusal),
            Ok(taken) => {
                self.again = taken.again.map(|wait| instant() + wait);
                let live = self.health == Health::Live && self.nothing.is_none() && !self.last_good.is_empty();
                if !must && live && taken.content == self.content {
                    return false;
                }
                let options = read_options(config, &self.choice);
                self.accept(&taken, &options, must, progress)
            }
        }
    }

    fn stamps_now(&self) -> Vec<Option<Stamp>> {
        self.choice.paths.iter().map(|path| stamp(path)).collect()
    }

    fn has_data(&self) -> bool {
        self.data.rows() > 0
    }

    fn take(&mut self, progress: &mut Progress) -> Result<Taken, Refusal> {
        let total: u64 = self.stamps.iter().flatten().map(|stamp| stamp.size).sum();
        let mut before = 0;
        let mut taken = Taken { files: Vec::new(), fresh: BTreeSet::new(), content: 0, again: None, is_cut: false };
        let mut gone = None;
        let mut hasher = DefaultHasher::new();
        for (at, path) in self.choice.paths.iter().enumerate() {
            let name = path.to_string_lossy();
            if path.as_os_str() == "-" {
                // Two readers would share what is typed, each with half of it.
                if !progress.is_silent() && std::io::stdin().is_terminal() {
                    return Err(refusal(ReadError::Unreadable(TERMINAL_GIVEN.to_owned()), &name));
                }
                let input = standard_input(&mut |done| progress.at(LoadStep::Piped, done, 0));
                taken.is_cut |= input.is_cut;
                input.bytes.hash(&mut hasher);
                taken.files.push(FileBytes { name: Arc::from(&*name), bytes: input.bytes, may_grow: false });
                continue;
            }
            let whole = match read_watched(path, &mut |done| progress.at(LoadStep::Reading, before + done, total)) {
                Ok(whole) => whole,
                // A board of several files goes without one that never was there; it was named among the problems.
                Err(ReadError::Gone) if !self.data.files().iter().any(|known| **known == *name) => {
                    gone = Some(refusal(ReadError::Gone, &name));
                    continue;
                }
                Err(error) => {
                    if error == ReadError::Changing {
                        self.again = Some(instant() + BUSY);
                    }
                    return Err(refusal(error, &name));
                }
            };
            if whole.bytes.is_empty() && self.data.rows() > 0 && whole.quiet < EMPTIED {
                self.again = Some(instant() + EMPTIED.saturating_sub(whole.quiet));
                self.unfinished = true;
                return Err(being_written(&name, String::from("the file was emptied")));
            }
            before += whole.bytes.len() as u64;
            let may_grow = !ends_a_line(&whole.bytes) && whole.quiet < HELD;
            let settles = if may_grow { HELD } else { RACY };
            if whole.quiet < settles {
                let wait = settles.saturating_sub(whole.quiet) + Duration::from_millis(10);
                taken.again = Some(taken.again.map_or(wait, |known| known.min(wait)));
            }
            self.unfinished |= may_grow;
            name.hash(&mut hasher);
            whole.bytes.hash(&mut hasher);
            may_grow.hash(&mut hasher);
            // The stamp of what was read, not of what was there when it was looked at.
            if let Some(slot) = self.stamps.get_mut(at) {
                *slot = Some(whole.stamp);
            }
            let name: Arc<str> = Arc::from(&*name);
            if whole.quiet < HELD {
                taken.fresh.insert(Arc::clone(&name));
            }
            taken.files.push(FileBytes { name, bytes: whole.bytes, may_grow });
        }
        taken.content = hasher.finish();
        match gone {
            Some(gone) if taken.files.is_empty() => Err(gone),
            _ => Ok(taken),
        }
    }

    fn accept(&mut self, taken: &Taken, options: &ReadOptions, must: bool, progress: &mut Progress) -> bool {
        let had_data = self.has_data();
        let bytes: u64 = taken.files.iter().map(|file| file.bytes.len() as u64).sum();
        let cut_short = progress.stopped() || taken.is_cut;
        let (mut far, mut whole) = (0, true);
        let dataset =
            data::read_watched(&taken.files, options, (had_data && !must).then_some(&self.data), &mut |done| {
                far = done;
                whole &= progress.at(LoadStep::Understanding, done, bytes);
                whole
            });
        if had_data && let Some(refusal) = Self::torn(taken, &dataset).or_else(|| self.worthless(&dataset)) {
            return self.refuse(refusal);
        }
        self.content = taken.content;
        self.health = Health::Live;
        self.last_good = wall_clock();
        self.nothing = None;
        self.partial.clear();
        if cut_short || !whole {
            self.partial = first_only(if whole { bytes } else { far });
        }
        if dataset.rows() == 0 {
            self.nothing = dataset.diagnostics().iter().max_by_key(|problem| problem.severity).cloned();
        }
        if had_data {
            let changed = difference(&self.data, &dataset);
            if !changed.is_empty() {
                self.changed = Some((changed, wall_clock()));
            }
        }
        self.data = dataset;
        true
    }

    /// A file that was written just now and ends inside a quote is being written still.
    fn torn(taken: &Taken, dataset: &Dataset) -> Option<Refusal> {
        let open = dataset.diagnostics().iter().filter(|problem| problem.code == "unclosed-quote");
        let (file, line) = open.filter_map(|problem| Some((problem.place.file.as_ref()?, problem.place.line?))).find(
            |(file, line)| {
                let row = dataset.row_at(file, *line);
                let is_last = row.is_some_and(|row| dataset.row(row + 1).file != &***file);
                is_last && taken.fresh.contains(*file)
            },
        )?;
        Some(being_written(file, format!("line {line} ends inside a quote")))
    }

    /// Nothing in it can be shown, where something was.
    fn worthless(&self, dataset: &Dataset) -> Option<Refusal> {
        if dataset.rows() > 0 && (!dataset.is_empty() || self.data.is_empty()) {
            return None;
        }
        let reason = dataset.diagnostics().iter().rev().max_by_key(|problem| problem.severity);
        let reason = reason.map_or_else(|| String::from("no row could be read"), |problem| problem.message.clone());
        let health = Health::Stale { since: wall_clock(), reason: reason.clone() };
        Some(Refusal { health, code: "no-rows", reason, file: self.choice.name.clone() })
    }

    /// Keeps the last good data and says why and since when; without any, says why there is nothing. False where that was
    /// said already.
    fn refuse(&mut self, refusal: Refusal) -> bool {
        let before = (self.health.clone(), self.nothing.clone());
        if self.last_good.is_empty() {
            let place = Place { file: Some(Arc::from(refusal.file.as_str())), ..Place::default() };
            let problem = Diagnostic::error(refusal.code, refusal.reason).at(place);
            self.nothing = Some(problem.with_help("The dashboard shows the first good read as soon as there is one"));
        }
        match (&mut self.health, refusal.health) {
            // The same trouble for another reason began when it began.
            (Health::Stale { reason, .. }, Health::Stale { reason: new, .. })
            | (Health::BeingWritten { reason, .. }, Health::BeingWritten { reason: new, .. }) => *reason = new,
            (Health::Gone { .. }, Health::Gone { .. }) => {}
            (health, new) => *health = new,
        }
        before != (self.health.clone(), self.nothing.clone())
    }
}

/// What the reader is told of a choice.
pub(super) fn read_options(config: Option<&Checked>, choice: &Choice) -> ReadOptions {
    config.map(|config| config.read_options(&choice.name)).unwrap_or_default()
}

/// What the beginning of a large file tells for certain; nothing of a small one, which is read whole at once.
pub(super) fn glance_at(path: &Path, options: &ReadOptions) -> Vec<Diagnostic> {
    let Some(beginning) = read_beginning(path, LARGE, GLANCE) else { return Vec::new() };
    data::glance_problems(&Arc::from(&*path.to_string_lossy()), &beginning, options)
}

/// The folder of a path; the one we are in where it names none.
pub(super) fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// What is said of a board of so many bytes where there are more.
fn first_only(bytes: u64) -> String {
    match bytes {
        0..1_000 => String::from("first lines only"),
        1_000..1_000_000 => format!("first {} KB only", bytes / 1_000),
        _ => format!("first {} MB only", bytes / 1_000_000),
    }
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
