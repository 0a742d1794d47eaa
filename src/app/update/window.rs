//! Which part of a chart is looked at: closer, wider, along, back.

use super::{cursor, say};
use crate::app::{Effect, Session};
use crate::base::Action;
use crate::chart::{Scale, Window};
use crate::panel::{self, ChartAxes};

/// How much of what is shown is left when one looks closer.
const CLOSER: f64 = 0.5;
/// Part of what is shown that one step along moves by.
const ALONG: f64 = 0.25;
/// Part of what is shown that stays before the cursor when the window follows it.
const AHEAD: f64 = 0.1;
/// Steps back that are kept.
const KEPT: usize = 32;

/// The axes of the focused chart as they are shown and as a whole; `None` where it has none to move along.
fn axes(session: &Session) -> Option<(ChartAxes, ChartAxes)> {
    session.view_of(session.focus(), |view| {
        let whole = panel::View { window: Window::default(), ..*view };
        panel::axes(view).zip(panel::axes(&whole))
    })?
}

/// Why a window action can do nothing here.
pub(in crate::app) fn refusal(session: &Session, action: Action) -> Option<String> {
    let said = |why: &str| Some(String::from(why));
    let Some((shown, whole)) = axes(session) else {
        return said("Only a line or scatter chart can be looked at closer");
    };
    let window = session.panel().map(|panel| session.window_of(panel)).unwrap_or_default();
    match action {
        Action::Between if session.marked.is_none() => said("Space marks one end; then w shows what lies between"),
        Action::Fit | Action::Wider if window.x.is_none() && (action == Action::Wider || window.y.is_none()) => {
            said("All of it is shown")
        }
        Action::WiderUp if window.y.is_none() => said("All of it is shown"),
        Action::PanLeft | Action::PanRight if window.x.is_none() => said("All of it is shown. } looks closer"),
        Action::PanUp | Action::PanDown if window.y.is_none() => said("All of it is shown. . looks closer"),
        Action::PanLeft if shown.x.low <= whole.x.low => said("Nothing lies further left"),
        Action::PanRight if shown.x.high >= whole.x.high => said("Nothing lies further right"),
        Action::PanUp if shown.y.high >= whole.y.high => said("Nothing lies further up"),
        Action::PanDown if shown.y.low <= whole.y.low => said("Nothing lies further down"),
        _ => None,
    }
}

/// Looks at another part of the focused chart.
pub(super) fn look(session: &mut Session, action: Action) -> Vec<Effect> {
    let Some((shown, whole)) = axes(session) else { return Vec::new() };
    let Some(window) = session.panel().map(|panel| session.window_of(panel)) else { return Vec::new() };
    let at = |own: fn((f64, f64)) -> f64, scale: &Scale| shown.at.map(own).filter(|value| scale.contains(*value));
    let next = match action {
        Action::Closer => Window { x: scaled(&shown.x, &whole.x, at(|at| at.0, &shown.x), CLOSER), ..window },
        Action::Wider => Window { x: scaled(&shown.x, &whole.x, at(|at| at.0, &shown.x), 1.0 / CLOSER), ..window },
        Action::CloserUp => Window { y: scaled(&shown.y, &whole.y, at(|at| at.1, &shown.y), CLOSER), ..window },
        Action::WiderUp => Window { y: scaled(&shown.y, &whole.y, at(|at| at.1, &shown.y), 1.0 / CLOSER), ..window },
        Action::PanLeft => Window { x: moved(&shown.x, &whole.x, -ALONG), ..window },
        Action::PanRight => Window { x: moved(&shown.x, &whole.x, ALONG), ..window },
        Action::PanUp => Window { y: moved(&shown.y, &whole.y, ALONG), ..window },
        Action::PanDown => Window { y: moved(&shown.y, &whole.y, -ALONG), ..window },
        Action::Between => match between(session, &shown) {
            Some(window) => window,
            None => {
                return say(
                    session,
                    "The mark and the cursor stand at the same place, or the mark is not in this chart",
                );
            }
        },
        _ => Window::default(),
    };
    let keeps = matches!(action, Action::PanLeft | Action::PanRight | Action::PanUp | Action::PanDown);
    put(session, next, keeps);
    Vec::new()
}

/// A step back to the part that was looked at before; `false` where all is shown.
pub(super) fn back(session: &mut Session) -> bool {
    let Some(id) = session.panel().map(|panel| panel.id.to_string()) else { return false };
    let went = session.here.windows.get_mut(&id).is_some_and(|windows| windows.pop().is_some());
    session.here.windows.retain(|_, windows| !windows.is_empty());
    went
}

/// The window goes along where the cursor left it.
pub(super) fn follow(session: &mut Session) {
    let Some(window) = session.panel().map(|panel| session.window_of(panel)).filter(|window| !window.is_whole()) else {
        return;
    };
    let Some((shown, whole)) = axes(session) else { return };
    let Some(at) = shown.at else { return };
    let next = Window {
        x: window.x.and_then(|_| following(&shown.x, &whole.x, at.0)),
        y: window.y.and_then(|_| following(&shown.y, &whole.y, at.1)),
    };
    if next != window {
        put(session, next, true);
    }
}

/// Sets the window; with `instead` in place of the one before, else after it.
fn put(session: &mut Session, window: Window, instead: bool) {
    let Some(id) = session.panel().map(|panel| panel.id.to_string()) else { return };
    let windows = session.here.windows.entry(id).or_default();
    if window.is_whole() {
        windows.clear();
    } else if instead && !windows.is_empty() {
        windows.pop();
        windows.push(window);
    } else {
        windows.push(window);
        let over = windows.len().saturating_sub(KEPT);
        windows.drain(..over);
    }
    session.here.windows.retain(|_, windows| !windows.is_empty());
    cursor::settle(session);
}

/// Ends of an axis by positions along it, kept on the whole; `None` where that is the whole.
fn ends(shown: &Scale, whole: &Scale, from: f64, to: f64) -> Option<(f64, f64)> {
    let (low, high) = (shown.value(from).max(whole.low), shown.value(to).min(whole.high));
    let inside = low > whole.low || high < whole.high;
    (inside && low < high).then_some((low, high))
}

/// The axis drawn closer or wider about a value, which stays where it is; else about its middle.
fn scaled(shown: &Scale, whole: &Scale, about: Option<f64>, factor: f64) -> Option<(f64, f64)> {
    let (first, last) = positions(shown);
    let fixed = about.map_or(f64::midpoint(first, last), |value| shown.position(value));
    let closer = ends(shown, whole, fixed - (fixed - first) * factor, fixed + (last - fixed) * factor);
    // What is too close to be told apart stays as it is.
    let told = closer.is_none_or(|(low, high)| high - low > (low.abs().max(high.abs())) * 1e-9);
    if told { closer } else { Some((shown.low, shown.high)) }
}

/// The axis moved along by a part of what is shown, no further than the whole.
fn moved(shown: &Scale, whole: &Scale, by: f64) -> Option<(f64, f64)> {
    let (first, last) = positions(shown);
    let step = (last - first) * by;
    // Not beyond the ends, so that as much is shown as before.
    let (down, up) = (shown.reach(whole.low) - first, shown.reach(whole.high) - last);
    let step = step.clamp(down.min(0.0), up.max(0.0));
    ends(shown, whole, first + step, last + step)
}

/// The axis moved just so far that a value is on it, with some of what follows.
fn following(shown: &Scale, whole: &Scale, value: f64) -> Option<(f64, f64)> {
    let (first, last) = positions(shown);
    let place = shown.reach(value);
    let ahead = (last - first) * AHEAD;
    let by = if place < first {
        place - first - ahead
    } else if place > last {
        place - last + ahead
    } else {
        return Some((shown.low, shown.high));
    };
    moved(shown, whole, by / (last - first).max(1.0))
}

fn positions(scale: &Scale) -> (f64, f64) {
    (scale.position(scale.low), scale.position(scale.high))
}

/// What lies between the mark and the cursor along the horizontal axis.
fn between(session: &Session, shown: &ChartAxes) -> Option<Window> {
    let at = shown.at?;
    let key = session.marked.clone()?;
    let other = session.view_of(session.focus(), |view| {
        let cursor = panel::locate(view.panel, view.dataset, view.dataset.find(&key)?)?;
        panel::axes(&panel::View { cursor, ..*view })?.at
    })??;
    let (low, high) = (at.0.min(other.0), at.0.max(other.0));
    (low < high).then_some(Window { x: Some((low, high)), y: None })
}
