//! The real program on a pseudo-terminal, seen by a second terminal parser.

pub(crate) mod modes;
pub(crate) mod process;
pub(crate) mod programs;
pub(crate) mod ssh;
pub(crate) mod tmux;

use std::ffi::OsString;
use std::io::{Read as _, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::{Errno, write};
use rustix::process::{Pid, Signal, kill_process};

/// Far above any promise: the machine that tests may be busy.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// The program under test.
pub(crate) const BELLWETHER: &str = env!("CARGO_BIN_EXE_bellwether");

/// What a program is started with.
pub(crate) struct Setup {
    dir: PathBuf,
    command: Vec<OsString>,
    environment: Vec<(String, Option<String>)>,
    nothing_else: bool,
    size: (u16, u16),
    is_read: bool,
    before: &'static str,
}

impl Setup {
    /// Bellwether in a folder, on a terminal of 120x38 that can show 256 colours and all of Unicode.
    pub(crate) fn new(dir: &Path) -> Self {
        let environment = [("TERM", Some("xterm-256color")), ("LC_ALL", Some("C.UTF-8"))];
        let absent = ["NO_COLOR", "COLORTERM", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"].map(|name| (name, None));
        let owned = |(name, value): &(&str, Option<&str>)| ((*name).to_owned(), value.map(str::to_owned));
        Self {
            dir: dir.to_owned(),
            command: vec![OsString::from(BELLWETHER)],
            environment: environment.iter().chain(&absent).map(owned).collect(),
            nothing_else: false,
            size: (120, 38),
            is_read: true,
            before: "",
        }
    }

    /// Another program instead of Bellwether; what [`Setup::start`] is given are its arguments.
    pub(crate) fn program(mut self, program: &str) -> Self {
        self.command = vec![OsString::from(program)];
        self
    }

    /// Columns and rows.
    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// Sets a variable.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), Some(value.to_owned())));
        self
    }

    /// Takes a variable away.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.environment.push((name.to_owned(), None));
        self
    }

    /// No variable but those of [`Setup::with`] from here on.
    pub(crate) fn with_nothing(mut self) -> Self {
        self.nothing_else = true;
        self.environment.clear();
        self
    }

    /// What an earlier program has left on the terminal: written before this one starts.
    pub(crate) fn after(mut self, sequence: &'static str) -> Self {
        self.before = sequence;
        self
    }

    /// Nobody reads what the program writes, until [`Program::read_on`].
    pub(crate) fn unread(mut self) -> Self {
        self.is_read = false;
        self
    }

    /// Starts it.
    pub(crate) fn start(self, arguments: &[&str]) -> Program {
        let (cols, rows) = self.size;
        let pair = native_pty_system().openpty(PtySize { rows, cols, ..PtySize::default() }).expect("a pty");
        let before = format!("{:?}", pair.master.get_termios());
        let mut command = CommandBuilder::from_argv(self.command);
        command.args(arguments);
        command.cwd(self.dir);
        if self.nothing_else {
            command.env_clear();
        }
        for (name, value) in self.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            }
        }
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let keys = pair.master.take_writer().expect("its input");
        let (sender, output) = channel();
        let size = |n: u16| NonZero::new(n.max(1)).expect("not zero");
        let mut screen = vt100::Parser::new(size(rows), size(cols), 0);
        screen.process(self.before.as_bytes());
        let mut program = Program {
            master: pair.master,
            slave: pair.slave,
            child,
            keys,
            output,
            unread: Some(sender),
            hung_up: Arc::default(),
            screen,
            stream: self.before.as_bytes().to_vec(),
            started,
            before,
        };
        if self.is_read {
            program.read_on();
        }
        program
    }
}

/// A program that runs on a terminal of its own.
pub(crate) struct Program {
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the terminal's state outlives the program.
    slave: Box<dyn SlavePty + Send>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    unread: Option<Sender<(Instant, Vec<u8>)>>,
    hung_up: Arc<AtomicBool>,
    pub(crate) screen: vt100::Parser,
    /// All that it has written, as far as [`Program::until`] and its like have looked.
    pub(crate) stream: Vec<u8>,
    /// When it was started.
    pub(crate) started: Instant,
    before: String,
}

impl Program {
    /// Bellwether in a folder.
    pub(crate) fn start(dir: &Path, arguments: &[&str]) -> Self {
        Setup::new(dir).start(arguments)
    }

    /// Reads what it writes from now on.
    pub(crate) fn read_on(&mut self) {
        let Some(sender) = self.unread.take() else { return };
        let mut reader = self.master.try_clone_reader().expect("its output");
        let hung_up = Arc::clone(&self.hung_up);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                let is_over = sender.send((Instant::now(), buffer[..count].to_vec())).is_err();
                if is_over || hung_up.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
    }

    /// Waits until the screen holds the text.
    pub(crate) fn shows(&mut self, text: &str) {
        self.until(text, |screen| screen.contains(text));
    }

    /// Waits until the screen no longer holds the text.
    pub(crate) fn drops(&mut self, text: &str) {
        self.until(&format!("no {text}"), |screen| !screen.contains(text));
    }

    /// Waits until the text on the screen is so.
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(&self.contents()) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(self.hear(left).is_some(), "never seen: {what}\n{}", self.contents());
        }
    }

    /// Waits at most so long for the next bytes, draws them, and says when they came and how many they were. `None`: there were none,
    /// or it has ended.
    pub(crate) fn hear(&mut self, patience: Duration) -> Option<(Instant, usize)> {
        let (at, bytes) = self.output.recv_timeout(patience).ok()?;
        self.screen.process(&bytes);
        let count = bytes.len();
        self.stream.extend(bytes);
        Some((at, count))
    }

    /// Hears it out until it has been silent for so long; how many bytes that were.
    pub(crate) fn settle(&mut self, silence: Duration) -> usize {
        let mut count = 0;
        while let Some((_, more)) = self.hear(silence) {
            count += more;
        }
        count
    }

    /// Waits until the last frame that has begun is on the screen to its end.
    pub(crate) fn finishes_its_frame(&mut self) {
        let last = |stream: &[u8], what: &[u8]| stream.windows(what.len()).rposition(|bytes| bytes == what);
        while last(&self.stream, b"\x1b[?2026h") > last(&self.stream, b"\x1b[?2026l") {
            self.hear(PATIENCE).expect("the end of a frame");
        }
    }

    /// The text on the screen.
    pub(crate) fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Whether what has been on the screen until now still is.
    pub(crate) fn keeps(&self, text: &str) {
        assert!(self.contents().contains(text), "{text:?} was lost:\n{}", self.contents());
    }

    /// Types keys.
    pub(crate) fn press(&mut self, keys: impl AsRef<[u8]>) {
        self.keys.write_all(keys.as_ref()).expect("the terminal takes keys");
    }

    /// Sees that keys are heard: the list of keys opens and closes.
    pub(crate) fn hears_keys(&mut self) {
        self.press("?");
        self.shows("Esc back");
        self.press("\x1b");
        self.drops("Esc back");
    }

    /// Columns and rows from now on.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.master.resize(PtySize { rows, cols: columns, ..PtySize::default() }).expect("a terminal");
        let size = |n: u16| NonZero::new(n.max(1)).expect("not zero");
        self.screen.screen_mut().set_size(size(rows), size(columns));
    }

    /// The name of its terminal.
    pub(crate) fn tty(&self) -> PathBuf {
        self.master.tty_name().expect("a name")
    }

    /// Writes to the terminal, as another program would, until it has no room for a single byte: the kernel keeps some for what is
    /// small.
    pub(crate) fn fill(&self) {
        let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY;
        let tty = open(self.tty(), flags, Mode::empty()).expect("the terminal");
        let full = std::iter::repeat_with(|| write(&tty, b".")).find_map(Result::err);
        assert_eq!(full, Some(Errno::AGAIN));
    }

    /// Its process.
    pub(crate) fn pid(&self) -> Pid {
        self.child.process_id().and_then(|id| Pid::from_raw(id.cast_signed())).expect("a process")
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("it is there");
    }

    /// Whether the settings of its terminal are those from before it was started.
    pub(crate) fn is_as_before(&self) -> bool {
        format!("{:?}", self.master.get_termios()) == self.before
    }

    /// Waits for its end and looks at the terminal that it leaves: the settings are those from before, the modes those of a terminal
    /// that nobody has.
    pub(crate) fn ends(&mut self) -> ExitStatus {
        let status = self.waits();
        self.is_given_back();
        status
    }

    /// The same for a program that may have been ended before it took the terminal.
    pub(crate) fn ends_early_or_late(&mut self) -> ExitStatus {
        let status = self.waits();
        // What is on its way from the kernel to the thread that reads.
        self.settle(Duration::from_millis(20));
        if modes::switches(&self.stream).is_empty() {
            assert_eq!(format!("{:?}", self.master.get_termios()), self.before, "termios as before");
        } else {
            self.is_given_back();
        }
        status
    }

    /// Its status; hears what it writes meanwhile.
    pub(crate) fn waits(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("its status") {
                return status;
            }
            assert!(Instant::now() < deadline, "it does not end:\n{}", self.contents());
            let _ = self.hear(Duration::from_millis(5));
        }
    }

    fn is_given_back(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        // Its last words may still be on their way: from the kernel to the thread that reads.
        // After them only the echo of a key that came too late for the program.
        let has_left = |stream: &[u8]| {
            let last = bellwether::frame::LEAVE.as_bytes();
            let end = stream.iter().rposition(|byte| *byte == 0x1b).and_then(|at| stream.get(..at + 6));
            end.is_some_and(|stream| stream.ends_with(last))
        };
        while !has_left(&self.stream) {
            let left = deadline.saturating_duration_since(Instant::now());
            let heard = self.hear(left).is_some();
            let tail = String::from_utf8_lossy(&self.stream[self.stream.len().saturating_sub(80)..]).into_owned();
            assert!(heard, "it left without giving the terminal back: {tail:?}");
        }
        assert_eq!(format!("{:?}", self.master.get_termios()), self.before, "termios as before");
        assert_eq!(modes::left_on(&self.stream), Vec::<String>::new(), "modes that are left on");
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor());
    }

    /// Takes the terminal away, as a dropped connection does. The returned handle waits for the process.
    pub(crate) fn hang_up(mut self) -> Box<dyn Child + Send + Sync> {
        self.hung_up.store(true, Ordering::SeqCst);
        // The thread that reads has the terminal open too, until it has heard once more.
        self.press("?");
        while !matches!(self.output.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected)) {}
        let Self { master, slave, child, keys, .. } = self;
        drop((keys, slave, master));
        child
    }
}
