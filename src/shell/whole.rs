//! Whole reads: what is returned was in the file at one moment, as far as a file system can tell.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FileType, Mode, OFlags, Stat, fstat, open, stat};
use rustix::io::Errno;

use super::clock::system_time;

/// Larger files are refused: the whole content is held in memory.
const LARGEST: u64 = 1 << 30;
/// Bytes between two looks at whether to go on.
const BLOCK: usize = 4 << 20;
/// A pipe through which nothing comes is talked about this often.
const SILENCE: Duration = Duration::from_millis(100);
/// How far the clock of a file system may be ahead of ours.
const SKEW: Duration = Duration::from_secs(60);
/// How often a file that changes under the reader is tried again, and the pause between.
const TRIES: usize = 5;
const PAUSE: Duration = Duration::from_millis(10);

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    device: u64,
    inode: u64,
    /// In bytes.
    pub(super) size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

/// A whole read.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    pub(super) bytes: Arc<[u8]>,
    pub(super) stamp: Stamp,
    /// How long the file had been left alone when it was read.
    pub(super) quiet: Duration,
}

/// Why there is no whole read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReadError {
    /// No such file.
    Gone,
    /// It changed each time while it was read.
    Changing,
    /// Anything else, in words.
    Unreadable(String),
}

impl Stamp {
    #[expect(clippy::useless_conversion, reason = "the widths of these fields differ between systems")]
    fn of(stat: &Stat) -> Self {
        Self {
            device: u64::try_from(stat.st_dev).unwrap_or_default(),
            inode: u64::try_from(stat.st_ino).unwrap_or_default(),
            size: u64::try_from(stat.st_size).unwrap_or_default(),
            modified: (
                i64::try_from(stat.st_mtime).unwrap_or_default(),
                i64::try_from(stat.st_mtime_nsec).unwrap_or_default(),
            ),
            changed: (
                i64::try_from(stat.st_ctime).unwrap_or_default(),
                i64::try_from(stat.st_ctime_nsec).unwrap_or_default(),
            ),
        }
    }

    /// Whether it is the same file or directory, changed or not.
    pub(super) fn same_file(&self, other: &Self) -> bool {
        (self.device, self.inode) == (other.device, other.inode)
    }

    /// When the content was last written.
    pub(super) fn modified(&self) -> SystemTime {
        let seconds = Duration::from_secs(u64::try_from(self.modified.0).unwrap_or_default());
        UNIX_EPOCH + seconds + Duration::from_nanos(u64::try_from(self.modified.1).unwrap_or_default())
    }
}

/// The stamp of what the path leads to now; `None` if it leads nowhere.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    stat(path).ok().map(|stat| Stamp::of(&stat))
}

/// Reads a regular file: stamp, content, stamp, and again until they agree. Never blocks on a FIFO or a device.
pub(super) fn read_whole(path: &Path) -> Result<Whole, ReadError> {
    read_watched(path, &mut |_| true)
}

/// The same; `go_on` is told now and then how many bytes are there, and ends the read by saying no: then what is
/// returned is the first part of the file, to its last whole line.
pub(super) fn read_watched(path: &Path, go_on: &mut dyn FnMut(u64) -> bool) -> Result<Whole, ReadError> {
    let mut error = ReadError::Changing;
    for attempt in 0..TRIES {
        if attempt > 0 {
            std::thread::sleep(PAUSE);
        }
        match read_once(path, go_on) {
            Ok(whole) => return Ok(whole),
            // Editors that save by renaming leave the name empty for an instant.
            Err(new @ (ReadError::Gone | ReadError::Changing)) => error = new,
            Err(refused) => return Err(refused),
        }
    }
    Err(error)
}

/// The first bytes of a large file, at most so many; `None` of one that is smaller than `least`, or cannot be read.
pub(super) fn read_beginning(path: &Path, least: u64, most: u64) -> Option<Vec<u8>> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = open(path, flags, Mode::empty()).ok()?;
    let stat = fstat(&file).ok()?;
    if no_regular_file(&stat).is_some() || Stamp::of(&stat).size < least {
        return None;
    }
    let mut bytes = Vec::with_capacity(usize::try_from(most).unwrap_or_default());
    File::from(file).take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// What came through standard input.
#[derive(Debug, Clone)]
pub(super) struct Input {
    pub(super) bytes: Arc<[u8]>,
    /// Whether more may have been there: the wait for it was ended, or it was too large. Then it ends with a whole line.
    pub(super) is_cut: bool,
}

/// Standard input to its end, or up to the largest size. It can be read once only, so it is kept for the whole process. `go_on` is told
/// now and then how many bytes are there, and ends the wait for more by saying no.
pub(super) fn standard_input(go_on: &mut dyn FnMut(u64) -> bool) -> Input {
    static INPUT: OnceLock<Input> = OnceLock::new();
    INPUT.get_or_init(|| read_input(go_on)).clone()
}

fn read_input(go_on: &mut dyn FnMut(u64) -> bool) -> Input {
    let (input, patience) = (io::stdin(), Timespec::try_from(SILENCE).ok());
    let (mut bytes, mut piece) = (Vec::new(), vec![0; 1 << 16]);
    loop {
        if bytes.len() as u64 >= LARGEST || !go_on(bytes.len() as u64) {
            bytes.truncate(whole_lines(&bytes));
            return Input { bytes: Arc::from(bytes), is_cut: true };
        }
        // Waited for even where it never waits by itself: another program may have set it so.
        match poll(&mut [PollFd::new(&input, PollFlags::IN)], patience.as_ref()) {
            Ok(0) | Err(Errno::INTR) => continue,
            Ok(_) => {}
            Err(_) => break,
        }
        match rustix::io::read(&input, &mut piece) {
            Ok(count @ 1..) => bytes.extend_from_slice(piece.get(..count).unwrap_or_default()),
            Err(Errno::INTR | Errno::AGAIN) => {}
            // What came before an error is what there is.
            Ok(0) | Err(_) => break,
        }
    }
    Input { bytes: Arc::from(bytes), is_cut: false }
}

fn read_once(path: &Path, go_on: &mut dyn FnMut(u64) -> bool) -> Result<Whole, ReadError> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = open(path, flags, Mode::empty()).map_err(|errno| in_words(path, &errno.into()))?;
    let before = fstat(&file).map_err(|errno| in_words(path, &errno.into()))?;
    if let Some(what) = no_regular_file(&before) {
        return Err(ReadError::Unreadable(what.to_owned()));
    }
    let stamp_before = Stamp::of(&before);
    if stamp_before.size > LARGEST {
        return Err(ReadError::Unreadable(String::from("larger than 1 GiB")));
    }
    // Read where it will stay: a vector that becomes an `Arc` is there twice for a moment.
    let size = usize::try_from(stamp_before.size).unwrap_or_default();
    let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, size).collect();
    let buffer = Arc::get_mut(&mut bytes).unwrap_or_default();
    let mut file = File::from(file);
    let mut done = 0;
    while let Some(block) = buffer.get_mut(done..size.min(done + BLOCK)).filter(|block| !block.is_empty()) {
        if done > 0 && done % BLOCK == 0 && !go_on(done as u64) {
            let lines = buffer.get(..done).unwrap_or_default();
            let first = lines.get(..whole_lines(lines)).unwrap_or_default();
            return Ok(Whole { bytes: Arc::from(first), stamp: stamp_before, quiet: Duration::MAX });
        }
        match file.read_exact(block) {
            Ok(()) => done += block.len(),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(ReadError::Changing),
            Err(error) => return Err(in_words(path, &error)),
        }
    }
    // One that grew in between has more.
    let more = file.read(&mut [0]).map_err(|error| in_words(path, &error))?;
    // By path, not by descriptor: a file that was renamed over would agree with itself.
    if stamp(path) != Some(stamp_before) || more > 0 {
        return Err(ReadError::Changing);
    }
    // A time far ahead is another clock's, or one from before ours was set back: it does not say that the file was just written.
    let quiet = match system_time().duration_since(stamp_before.modified()) {
        Ok(quiet) => quiet,
        Err(ahead) if ahead.duration() > SKEW => Duration::MAX,
        Err(_) => Duration::ZERO,
    };
    Ok(Whole { bytes, stamp: stamp_before, quiet })
}

/// How many bytes there are to the end of the last whole line.
fn whole_lines(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
}

fn no_regular_file(stat: &Stat) -> Option<&'static str> {
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => None,
        FileType::Directory => Some("a directory"),
        FileType::Fifo => Some("a FIFO, not a file"),
        FileType::Socket => Some("a socket, not a file"),
        _ => Some("a device, not a file"),
    }
}

fn in_words(path: &Path, error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Gone,
        io::ErrorKind::PermissionDenied => ReadError::Unreadable(String::from("permission denied")),
        // Sockets cannot be opened at all.
        _ if error.raw_os_error() == Some(Errno::NXIO.raw_os_error()) && stamp(path).is_some() => {
            ReadError::Unreadable(String::from("a socket or device, not a file"))
        }
        _ => ReadError::Unreadable(error.to_string()),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write their own files")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_read_is_whole_and_knows_its_stamp() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        fs::write(&path, "a,b\n1,2\n").unwrap();
        let whole = read_whole(&path).unwrap();
        assert_eq!(&*whole.bytes, b"a,b\n1,2\n");
        assert_eq!(stamp(&path), Some(whole.stamp));
        fs::write(&path, "a,b\n1,3\n\n").unwrap();
        assert_ne!(stamp(&path), Some(whole.stamp));
    }

    #[test]
    fn what_is_no_file_is_refused_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let unreadable = |path: &Path| match read_whole(path) {
            Err(ReadError::Unreadable(why)) => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(read_whole(&dir.path().join("none")).unwrap_err(), ReadError::Gone);
        assert_eq!(unreadable(dir.path()), "a directory");
        assert_eq!(unreadable(Path::new("/dev/zero")), "a device, not a file");
        let socket = dir.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(unreadable(&socket).contains("not a file"));
    }
}
