//! The event loop: wait, take all that waits, update, carry out the effects, draw once if something changed.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rustix::fs::OFlags;

use super::clock::{Clock, instant};
use super::files;
use super::input::Input;
use super::jobs;
use super::keyboard::Keyboard;
use super::link::Link;
use super::orders::{Desk, Orders};
use super::panics::Farewell;
use super::planner::Planner;
use super::screen::{Screen, Way};
use super::signals::{self, Flags};
use super::tty::Modes;
use super::{RunOptions, editor, panics, tty, var};
use crate::app::{Effect, Msg, Session, World, update, view};
use crate::frame::{Caps, fit, sweep};

/// Something that the loop must attend to.
#[derive(Debug)]
pub(super) enum Event {
    Input(Input),
    World(Arc<World>),
    Message(Msg),
    /// A flag of [`Flags`] was raised.
    Signalled,
    /// The terminal is gone.
    Gone,
}

/// At most 30 frames a second from keys, 10 from data.
const AFTER_KEY: Duration = Duration::from_millis(34);
const AFTER_DATA: Duration = Duration::from_millis(100);
/// Nothing is drawn before the first board, unless it takes this long.
const FIRST: Duration = Duration::from_millis(150);
/// Events between two looks at the clock: a flood of keys must not keep the board from being drawn.
const BATCH: usize = 1024;
/// How long leaving waits for a terminal that is slow to take the last frame.
const LAST_FRAME: Duration = Duration::from_millis(100);
/// How long a lone ESC may still become a sequence: on this machine, and over ssh.
const ESCAPE: Duration = Duration::from_millis(50);
const ESCAPE_SSH: Duration = Duration::from_millis(100);

pub(super) fn run(options: &RunOptions) -> Result<ExitCode, String> {
    #[cfg(feature = "faults")]
    super::faults::wish(options.fault.clone());
    let (events, inbox) = sync_channel(256);
    let started = |error: std::io::Error| format!("cannot start: {error}");
    // Loading begins first: it takes longer than taking the terminal.
    let stop_loading = Arc::new(AtomicBool::new(false));
    let orders = files::start(options.clone(), Arc::clone(&stop_loading), events.clone()).map_err(started)?;
    let terminal = tty::name();
    let caps = Caps::guess(options.wishes, var);
    let size_of = tty::reopen(&terminal, OFlags::RDONLY).map_err(|error| format!("no terminal to open: {error}"))?;
    let flags = Arc::new(Flags::default());
    signals::start(Arc::clone(&flags), events.clone()).map_err(started)?;
    panics::hook();
    tty::take(&terminal).map_err(|error| format!("no terminal to open: {error}"))?;
    let result = (|| {
        let ssh = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"].iter().any(|name| var(name).is_some());
        let keyboard = Keyboard::start(&terminal, if ssh { ESCAPE_SSH } else { ESCAPE }, events.clone())?;
        let link = var("SSH_CONNECTION").and_then(|connection| Link::of(&connection));
        let way = Way { link, reduced: caps.reduced };
        let screen = Screen::start(&terminal, caps.color, way, Farewell(events.clone()))?;
        let planner = Planner::start(events)?;
        let (width, height) = tty::size(&size_of);
        let session = Session::new(caps, Rect::new(0, 0, width, height), options.page.clone());
        let begun = instant();
        Ok(Loop {
            clock: Clock::start(),
            world: Arc::default(),
            session,
            terminal,
            size_of,
            flags,
            keyboard,
            screen,
            planner,
            orders,
            stop_loading,
            timers: BTreeSet::new(),
            drawn: begun.checked_sub(AFTER_DATA).unwrap_or(begun),
            draw: Some(begun + FIRST),
            ready: false,
            modes: Modes::default(),
        })
    })()
    .map(|mut it: Loop| {
        let code = it.attend(&inbox);
        // Before all that was loaded is dropped, which may take its time.
        tty::end();
        code
    });
    tty::end();
    result.map_err(started)
}

struct Loop {
    clock: Clock,
    world: Arc<World>,
    session: Session,
    terminal: PathBuf,
    size_of: std::os::fd::OwnedFd,
    flags: Arc<Flags>,
    keyboard: Keyboard,
    screen: Screen,
    planner: Planner,
    orders: Desk,
    stop_loading: Arc<AtomicBool>,
    /// When to send ticks, in milliseconds of the clock.
    timers: BTreeSet<u64>,
    drawn: Instant,
    /// When the next frame is due.
    draw: Option<Instant>,
    /// There is a board, or a reason why there is none.
    ready: bool,
    /// Modes that are on in the terminal.
    modes: Modes,
}

/// Whether to go on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    On,
    Quit,
}

impl Loop {
    fn attend(&mut self, inbox: &Receiver<Event>) -> ExitCode {
        loop {
            let first = match self.wait() {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(wait) => inbox.recv_timeout(wait),
            };
            if matches!(first, Err(RecvTimeoutError::Disconnected)) {
                return ExitCode::SUCCESS;
            }
            // One by one: a thousand pastes at once would be a lot of memory.
            for event in first.into_iter().chain(inbox.try_iter().take(BATCH)) {
                if matches!(event, Event::Gone) {
                    return ExitCode::from(1);
                }
                if self.take(event) == Next::Quit {
                    self.screen.settle(LAST_FRAME);
                    return ExitCode::SUCCESS;
                }
            }
            self.attend_signals();
            if self.tick() == Next::Quit {
                return ExitCode::SUCCESS;
            }
            if self.draw.is_some_and(|due| instant() >= due) {
                self.show();
            }
        }
    }

    /// How long nothing needs to be done.
    fn wait(&self) -> Option<Duration> {
        let now = self.clock.now().millis;
        let timer = self.timers.first().map(|due| Duration::from_millis(due.saturating_sub(now)));
        let draw = self.draw.map(|due| due.saturating_duration_since(instant()));
        timer.into_iter().chain(draw).min()
    }

    fn take(&mut self, event: Event) -> Next {
        #[cfg(feature = "faults")]
        if matches!(event, Event::Input(_)) {
            super::faults::reach(super::faults::Place::Ui);
        }
        match event {
            Event::Input(Input::Key(key)) => {
                let now = self.clock.now();
                self.update(Msg::Key(key, now), AFTER_KEY)
            }
            Event::Input(Input::Mouse(what, column, row)) => {
                let now = self.clock.now();
                self.update(Msg::Mouse(what, column, row, now), AFTER_KEY)
            }
            Event::Input(Input::Paste(text, cut)) => {
                let now = self.clock.now();
                self.update(Msg::Paste { text, cut, now }, AFTER_KEY)
            }
            Event::World(world) => {
                self.orders.receive();
                self.world = Arc::clone(&world);
                self.ready |= world.nothing.is_some();
                self.update(Msg::World(world), AFTER_DATA)
            }
            Event::Message(message) => {
                self.ready |= matches!(message, Msg::Planned { .. } | Msg::Loading(_));
                // A board planned for a key is part of the answer to that key.
                self.update(message, AFTER_KEY)
            }
            Event::Signalled | Event::Gone => Next::On,
        }
    }

    fn update(&mut self, message: Msg, apart: Duration) -> Next {
        let effects = update(&mut self.session, &self.world, message);
        self.due(apart);
        for effect in effects {
            if self.carry_out(effect) == Next::Quit {
                return Next::Quit;
            }
        }
        self.set_modes();
        Next::On
    }

    /// Turns on in the terminal what this moment needs, and off what it does not: every mode that is on would outlive a lost connection.
    fn set_modes(&mut self) {
        let wanted = Modes { mouse: self.world.config.mouse, paste: self.session.takes_text() };
        let sequence = self.modes.to(wanted);
        if !sequence.is_empty() {
            self.screen.send(sequence.into_bytes());
            self.modes = wanted;
        }
    }

    /// A frame is due, so long after the last one.
    fn due(&mut self, apart: Duration) {
        if self.ready {
            let due = self.drawn + apart;
            self.draw = Some(self.draw.map_or(due, |known| known.min(due)));
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Next {
        match effect {
            Effect::Plan(lens) => self.planner.wish(Arc::clone(&self.world), lens),
            Effect::OpenEntry(at) => self.order(|orders| orders.open = Some(at)),
            Effect::ListEntries => self.order(|orders| orders.list = true),
            Effect::Reload => self.order(|orders| orders.reload = true),
            Effect::StopLoading => self.stop_loading.store(true, Ordering::SeqCst),
            Effect::Pause(paused) => self.order(|orders| orders.pause = Some(paused)),
            Effect::Copy(text) => match editor::copy(&text) {
                Ok(sequence) => {
                    self.screen.send(sequence);
                    return self.update(Msg::Done(format!("Sent to the terminal's clipboard: {text}")), AFTER_KEY);
                }
                Err(sentence) => return self.update(Msg::Failed(sentence), AFTER_KEY),
            },
            Effect::Edit { file, line } => {
                let (terminal, flags) = (self.terminal.clone(), Arc::clone(&self.flags));
                let edited = self.step_aside(tty::lend, || {
                    let edited = editor::edit(&terminal, &file, line, &flags.guest);
                    // Ctrl-C in an editor that it ended is not meant for us, however late we hear of it.
                    signals::settle(&flags);
                    flags.guest.is_gone();
                    edited
                });
                let answer = match edited {
                    Ok(sentence) => Msg::Done(sentence),
                    Err(sentence) => Msg::Failed(sentence),
                };
                self.order(|orders| orders.hint = true);
                return self.update(answer, AFTER_KEY);
            }
            Effect::Wake(millis) => {
                self.timers.insert(self.clock.now().millis + millis);
            }
            Effect::Suspend => {
                if !jobs::has_shell() {
                    return self.update(Msg::Failed(String::from("There is no shell to go back to")), AFTER_KEY);
                }
                self.step_aside(tty::release, jobs::stop_all);
            }
            Effect::Repaint => {
                self.screen.forget();
                self.due(AFTER_KEY);
            }
            Effect::Quit => return Next::Quit,
        }
        Next::On
    }

    fn order(&self, order: impl FnOnce(&mut Orders)) {
        self.orders.leave(order);
    }

    /// Gives the terminal back while something else is done, then takes it again.
    fn step_aside<T>(&mut self, give: fn(), meanwhile: impl FnOnce() -> T) -> T {
        self.screen.settle(LAST_FRAME);
        self.keyboard.pause();
        give();
        let result = meanwhile();
        self.come_back();
        self.keyboard.resume();
        // Our own way back, not one that was forced on us.
        self.flags.resumed.store(false, Ordering::SeqCst);
        result
    }

    /// Takes the terminal, whoever had it meanwhile, and paints everything.
    fn come_back(&mut self) {
        self.screen.begin_anew();
        // If it cannot be taken it is gone, which the keyboard notices.
        let _ = tty::take(&self.terminal);
        self.modes = Modes::default();
        self.set_modes();
        self.flags.resized.store(true, Ordering::SeqCst);
        self.due(AFTER_KEY);
    }

    fn attend_signals(&mut self) {
        // Without a shell the system would not have stopped us either.
        if self.flags.stop.swap(false, Ordering::SeqCst) && jobs::has_shell() {
            self.step_aside(tty::release, jobs::stop);
        }
        if self.flags.resumed.swap(false, Ordering::SeqCst) {
            // Stopped by SIGSTOP from outside: whoever had the terminal meanwhile may have left it otherwise.
            self.come_back();
        }
        if self.flags.resized.swap(false, Ordering::SeqCst) {
            let (width, height) = tty::size(&self.size_of);
            // Even if it is the size of the last frame: in between the terminal may have been smaller, and cut off what was there.
            self.screen.forget();
            let _ = self.update(Msg::Resize(width, height), AFTER_KEY);
        }
    }

    fn tick(&mut self) -> Next {
        let now = self.clock.now();
        while self.timers.first().is_some_and(|due| *due <= now.millis) {
            self.timers.pop_first();
            if self.update(Msg::Tick(now.clone()), AFTER_KEY) == Next::Quit {
                return Next::Quit;
            }
        }
        Next::On
    }

    fn show(&mut self) {
        self.draw = None;
        self.drawn = instant();
        self.ready = true;
        let area = self.session.area();
        if area.is_empty() {
            return;
        }
        #[cfg(feature = "faults")]
        super::faults::reach(super::faults::Place::Draw);
        let mut frame = Buffer::empty(area);
        view(&self.world, &self.session, area, &mut frame);
        let caps = *self.session.caps();
        fit(&mut frame, caps.color);
        let unsafe_ones = sweep(&mut frame, &caps);
        debug_assert_eq!(unsafe_ones, 0, "text was drawn past `Safe`");
        self.screen.show(frame);
    }
}
