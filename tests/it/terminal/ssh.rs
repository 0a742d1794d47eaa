//! OpenSSH on both ends and a link of our own between them: `sshd -i` with keys of its own in a folder of its own, reached through a
//! relay that has a byte rate and a delay and that can freeze (recipe H2 of the promises). The relay's own buffers are as small as the
//! kernel makes them, so that what does not fit into the link waits in the server's socket, as it would on a real one.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::net::{self, AddressFamily, SocketType};
use rustix::process::Pid;

use super::{BELLWETHER, PATIENCE, Program, Setup, programs};

/// What a link does to bytes, the same both ways.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Profile {
    /// Bytes in a second.
    pub(crate) rate: u32,
    /// From one end to the other; a round trip takes twice as long.
    pub(crate) delay: Duration,
}

impl Profile {
    /// As good as no link.
    pub(crate) const FREE: Self = Self { rate: 100_000_000, delay: Duration::ZERO };

    pub(crate) const fn new(rate: u32, round_trip_millis: u64) -> Self {
        Self { rate, delay: Duration::from_millis(round_trip_millis / 2) }
    }

    /// How long so many bytes are on their way into the link.
    pub(crate) fn time_of(self, bytes: u64) -> Duration {
        Duration::from_secs_f64(bytes as f64 / f64::from(self.rate))
    }
}

/// The link: what it does now, and what has gone over it.
#[derive(Clone)]
pub(crate) struct Link {
    state: Arc<(Mutex<State>, Condvar)>,
}

struct State {
    profile: Profile,
    frozen: bool,
    /// Bytes that have come in: from the viewer, to the viewer.
    carried: [u64; 2],
}

impl Link {
    fn new(profile: Profile) -> Self {
        let state = State { profile, frozen: false, carried: [0; 2] };
        Self { state: Arc::new((Mutex::new(state), Condvar::new())) }
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        let result = look(&mut self.state.0.lock().unwrap_or_else(PoisonError::into_inner));
        self.state.1.notify_all();
        result
    }

    /// Another link from now on.
    pub(crate) fn becomes(&self, profile: Profile) {
        self.with(|state| state.profile = profile);
    }

    /// Nothing comes through until it thaws.
    pub(crate) fn freezes(&self, frozen: bool) {
        self.with(|state| state.frozen = frozen);
    }

    /// Bytes of SSH that went in so far, both ways together.
    pub(crate) fn carried(&self) -> u64 {
        self.with(|state| state.carried.iter().sum())
    }

    /// The next bytes may go: waits while the link is frozen.
    fn passes(&self, way: usize, bytes: usize) -> Profile {
        let (state, changed) = &*self.state;
        let state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = changed.wait_while(state, |state| state.frozen).unwrap_or_else(PoisonError::into_inner);
        if let Some(carried) = state.carried.get_mut(way) {
            *carried += bytes as u64;
        }
        state.profile
    }
}

/// Bytes with the moment at which they are at the other end.
type Parcel = (Instant, Vec<u8>);

/// Pumps one way until either end is closed, then calls `over`. A thread takes bytes no faster than the link does, another hands them
/// over when their delay has passed: what does not fit into the link waits where it came from.
fn pump(
    link: &Link,
    way: usize,
    mut from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    over: impl FnOnce() + Send + 'static,
) {
    let (sender, parcels) = channel::<Parcel>();
    let link = link.clone();
    thread::spawn(move || {
        let mut buffer = [0; 256];
        let mut free = Instant::now();
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            let profile = link.passes(way, count);
            free = free.max(Instant::now()) + profile.time_of(count as u64);
            if sender.send((free + profile.delay, buffer[..count].to_vec())).is_err() {
                return;
            }
            thread::sleep(free.saturating_duration_since(Instant::now()));
        }
    });
    thread::spawn(move || {
        for (due, bytes) in parcels {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).and_then(|()| to.flush()).is_err() {
                break;
            }
        }
        over();
    });
}

/// A machine that is reached over SSH, alive as long as this value.
pub(crate) struct Far {
    folder: tempfile::TempDir,
    pub(crate) link: Link,
    port: u16,
    connections: Receiver<TcpStream>,
    sshd: PathBuf,
    servers: Vec<Child>,
    sockets: Vec<TcpStream>,
}

impl Far {
    /// A machine with fresh keys, or `None` after saying what this machine has not. `config` are lines more for its sshd.
    pub(crate) fn new(config: &str) -> Option<Self> {
        let sshd = programs::find("sshd")?;
        programs::find("ssh")?;
        let keygen = programs::find("ssh-keygen")?;
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["host", "user"] {
            let made = Command::new(&keygen)
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(folder.path().join(name))
                .status()
                .expect("ssh-keygen runs");
            assert!(made.success(), "no key was made");
        }
        fs::copy(folder.path().join("user.pub"), folder.path().join("authorized")).expect("the key is allowed in");
        let at = |name: &str| folder.path().join(name).display().to_string();
        let mut lines = String::new();
        let _ = writeln!(lines, "HostKey {}\nAuthorizedKeysFile {}", at("host"), at("authorized"));
        lines.push_str("StrictModes no\nUsePAM no\nPidFile none\nPermitRootLogin yes\nPasswordAuthentication no\n");
        lines.push_str("KbdInteractiveAuthentication no\nPrintMotd no\nPrintLastLog no\nLogLevel ERROR\n");
        lines.push_str(config);
        fs::write(folder.path().join("sshd_config"), lines).expect("its config");
        // Where sshd puts its unprivileged half; whoever is not root cannot make it and needs it not.
        let _ = fs::create_dir("/run/sshd");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
        let port = listener.local_addr().expect("its number").port();
        let (sender, connections) = sync_channel(1);
        thread::spawn(move || accept_one(&listener, &sender));
        let (link, servers, sockets) = (Link::new(Profile::FREE), Vec::new(), Vec::new());
        Some(Self { folder, link, port, connections, sshd, servers, sockets })
    }

    /// An ssh client on a terminal, that runs Bellwether there in `dir`. `options` are ssh's own. Once for each machine: its door is
    /// open for one.
    pub(crate) fn run(&mut self, dir: &Path, setup: Setup, options: &[&str], arguments: &str) -> Program {
        let command = format!(
            "cd '{}' && echo $$ > '{}' && exec '{BELLWETHER}' {arguments}",
            dir.display(),
            self.folder.path().join("pid").display(),
        );
        let key = self.folder.path().join("user").display().to_string();
        let port = self.port.to_string();
        let mut all = vec!["-F", "/dev/null", "-tt", "-i", &key, "-p", &port];
        for option in [
            "LogLevel=QUIET",
            "BatchMode=yes",
            "IdentitiesOnly=yes",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "GlobalKnownHostsFile=/dev/null",
            "UpdateHostKeys=no",
            // Since 9.5 it sends made-up keys every 20 ms beside real ones, more than a slow link carries.
            "IgnoreUnknown=ObscureKeystrokeTiming",
            "ObscureKeystrokeTiming=no",
        ] {
            all.extend(["-o", option]);
        }
        all.extend(options);
        all.extend(["127.0.0.1", &command]);
        let program = setup.program("ssh").start(&all);
        let socket = self.connections.recv_timeout(PATIENCE).expect("ssh knocks");
        self.serve(socket);
        program
    }

    fn serve(&mut self, client: TcpStream) {
        let door = TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
        let near = thread::spawn({
            let door = door.try_clone().expect("the same door");
            move || door.accept().expect("the relay knocks").0
        });
        let far = small_socket(door.local_addr().expect("its number"));
        let near = near.join().expect("a socket for sshd");
        for socket in [&client, &far, &near] {
            socket.set_nodelay(true).expect("a socket");
        }
        let clone = |socket: &TcpStream| socket.try_clone().expect("the same socket");
        let server = Command::new(&self.sshd)
            .args(["-i", "-e", "-f"])
            .arg(self.folder.path().join("sshd_config"))
            .stdin(OwnedFd::from(clone(&near)))
            .stdout(OwnedFd::from(near))
            .stderr(Stdio::null())
            .spawn()
            .expect("sshd starts");
        let (end_of_far, end_of_client) = (clone(&far), clone(&client));
        pump(&self.link, 0, clone(&client), clone(&far), move || drop(end_of_far.shutdown(Shutdown::Both)));
        pump(&self.link, 1, clone(&far), clone(&client), move || drop(end_of_client.shutdown(Shutdown::Both)));
        self.sockets.extend([client, far]);
        self.servers.push(server);
    }

    /// The process of Bellwether on that machine.
    pub(crate) fn pid(&self) -> Pid {
        let path = self.folder.path().join("pid");
        let deadline = Instant::now() + PATIENCE;
        loop {
            let said = fs::read_to_string(&path).unwrap_or_default();
            if let Some(pid) = said.trim().parse().ok().and_then(Pid::from_raw) {
                return pid;
            }
            assert!(Instant::now() < deadline, "it never started there");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// How long after now the process is gone from that machine.
    pub(crate) fn gone(pid: Pid) -> Duration {
        let begun = Instant::now();
        // What has ended may lie there until its new parent looks.
        let is_there = || {
            let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap_or_default();
            stat.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with(" Z"))
        };
        while is_there() {
            assert!(begun.elapsed() < PATIENCE, "it is still there");
            thread::sleep(Duration::from_millis(2));
        }
        begun.elapsed()
    }
}

impl Drop for Far {
    fn drop(&mut self) {
        self.link.freezes(false);
        for socket in &self.sockets {
            let _ = socket.shutdown(Shutdown::Both);
        }
        // Nobody knocked: the door is closed by knocking.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        for server in &mut self.servers {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

/// A connection whose receiver buffers as little as the kernel allows.
fn small_socket(to: SocketAddr) -> TcpStream {
    let socket = net::socket(AddressFamily::INET, SocketType::STREAM, None).expect("a socket");
    net::sockopt::set_socket_recv_buffer_size(&socket, 2048).expect("a small buffer");
    net::connect(&socket, &to).expect("the door is open");
    TcpStream::from(socket)
}

/// Lets one in and closes the door.
fn accept_one(listener: &TcpListener, sender: &SyncSender<TcpStream>) {
    if let Ok((socket, _)) = listener.accept() {
        let _ = sender.send(socket);
    }
}
