//! The real program on a pseudo-terminal, seen by a second terminal parser.

use std::fs;
use std::io::{Read as _, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};

const ROWS: u16 = 38;
const COLUMNS: u16 = 120;
/// Far above any promise: the machine that tests may be busy.
const PATIENCE: Duration = Duration::from_secs(20);
const HEADER: &str = "entity,metric,period,value,unit,source\n";

struct Program {
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the terminal's state outlives the program.
    _slave: Box<dyn SlavePty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    stream: Vec<u8>,
    before: String,
}

impl Program {
    fn start(dir: &Path, arguments: &[&str]) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let before = format!("{:?}", pair.master.get_termios());
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_bellwether"));
        command.args(arguments);
        command.cwd(dir);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env_remove("NO_COLOR");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().expect("its input");
        let size = |n: u16| NonZero::new(n).expect("not zero");
        let screen = vt100::Parser::new(size(ROWS), size(COLUMNS), 0);
        Self { master: pair.master, _slave: pair.slave, child, keys, output, screen, stream: Vec::new(), before }
    }

    /// Waits until the screen holds the text.
    fn shows(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.screen.screen().contents().contains(text) {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.output.recv_timeout(left) else {
                panic!("{text:?} never showed:\n{}", self.screen.screen().contents());
            };
            self.screen.process(&bytes);
            self.stream.extend(bytes);
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("the terminal takes keys");
    }

    /// Waits for its end and looks at the terminal that it leaves.
    fn ends(&mut self) -> ExitStatus {
        let status = self.child.wait().expect("its status");
        while !ends_with_leave(&self.stream) {
            let bytes = self.output.recv_timeout(PATIENCE).expect("its last words");
            self.screen.process(&bytes);
            self.stream.extend(bytes);
        }
        assert_eq!(format!("{:?}", self.master.get_termios()), self.before, "termios as before");
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor());
        status
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn ends_with_leave(stream: &[u8]) -> bool {
    stream.ends_with(bellwether::frame::LEAVE.as_bytes())
}

#[test]
fn a_run_shows_the_file_and_gives_the_terminal_back() {
    let dir = tempfile::tempdir().expect("a directory");
    fs::write(dir.path().join("mau.csv"), format!("{HEADER}Kimi,MAU,2024-10,10,M,QuestMobile\n")).expect("a file");
    let mut program = Program::start(dir.path(), &["mau.csv"]);
    program.shows("mau.csv");
    program.press("\tq");
    assert!(program.ends().success());
}

#[test]
fn a_deadly_signal_gives_the_terminal_back_and_still_kills() {
    let dir = tempfile::tempdir().expect("a directory");
    fs::write(dir.path().join("mau.csv"), format!("{HEADER}Kimi,MAU,2024-10,10,M,QuestMobile\n")).expect("a file");
    let mut program = Program::start(dir.path(), &["mau.csv"]);
    program.shows("mau.csv");
    let pid = program.child.process_id().and_then(|id| rustix::process::Pid::from_raw(id.cast_signed()));
    rustix::process::kill_process(pid.expect("a process"), rustix::process::Signal::TERM).expect("it is there");
    assert!(program.ends().signal().is_some());
}
